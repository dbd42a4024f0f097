// Small comforts for the desk. Every page works without this file.

// A second click on a form that is on its way does nothing; the server would notice it too.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 5000); // an answer that is a download leaves the page open
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Of a row that scrolls, the part that shows where one is; anew when the letters come or the phone is turned.
const showWhere = () => {
  for (const here of document.querySelectorAll(".sections [aria-current], .tabs [aria-current]")) {
    const row = here.closest(".sections, .tabs");
    const [part, whole] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += part.left + part.width / 2 - whole.left - whole.width / 2;
  }
};
showWhere();
document.fonts.ready.then(showWhere);
addEventListener("resize", showWhere);

// An open menu closes on Escape or on a click elsewhere.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
};
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus();
  // "/" goes to the search box, unless someone is writing.
  const search = document.getElementById("search");
  if (event.key === "/" && search && !event.target.closest("input, textarea, select")) {
    event.preventDefault();
    search.focus();
  }
});

// Text that was typed and not yet sent is not left behind without a question.
let typed = false;
document.addEventListener("input", (event) => { if (event.target.matches("textarea")) typed = true; });
document.addEventListener("submit", () => { typed = false; });
addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
