// A passkey that did not come (none on this device, or the person has thought better of it) gets its sentence.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const note of document.querySelectorAll(".passkey-failed")) note.hidden = false;
});
