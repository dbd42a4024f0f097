"""Kavenegar's REST API: https://kavenegar.com/rest.html, methods sms/send and sms/statuslocalmessageid."""

from typing import Any
from urllib.parse import quote

import httpx

from dadkar.records.gateways.errors import NotTaken, Refused, Uncertain
from dadkar.records.gateways.line import ask

HOME = "https://api.kavenegar.com"
TAKEN = 200
THIS_MESSAGE = {411, 413, 422}  # the receiver or the text; every other status is about the account
UNKNOWN_MESSAGE = 100  # the entry's status for a number that was never sent


class Kavenegar:
    """The account's key stands in each address, so no address is ever logged or shown."""

    can_be_asked = True

    def __init__(self, key: str, sender: str = "", home: str = "") -> None:
        self.root = f"{home or HOME}/v1/{quote(key, safe='')}/sms"
        self.sender = sender

    def send(self, to: str, text: str, *, reference: int) -> None:
        """Hand it over; `reference` goes along as `localid`, by which it can be asked for later."""
        fields = {"receptor": _as_dialled(to), "message": text, "localid": str(reference)}
        status, _entries = self._call("send", fields | ({"sender": self.sender} if self.sender else {}))
        if status in THIS_MESSAGE:
            raise Refused(f"kavenegar-{status}")
        if status != TAKEN:
            raise NotTaken(f"kavenegar-{status}")

    def was_taken(self, reference: int) -> bool | None:
        """Whether the account holds a message of this number."""
        try:
            status, entries = self._call("statuslocalmessageid", {"localid": str(reference)})
        except Uncertain as error:
            raise NotTaken(error.why) from None
        if status != TAKEN:
            return None
        return any(entry.get("status") != UNKNOWN_MESSAGE for entry in entries)

    def _call(self, method: str, fields: dict[str, str]) -> tuple[int, list[dict[str, Any]]]:
        """The status in the answer's envelope, which its HTTP status repeats, and its entries."""
        return _envelope(ask("POST", f"{self.root}/{method}.json", data=fields))


def _as_dialled(number: str) -> str:
    """A number as it is dialled in Iran: 0917… there, 00… abroad."""
    return "0" + number.removeprefix("+98") if number.startswith("+98") else number.replace("+", "00", 1)


def _envelope(answer: httpx.Response) -> tuple[int, list[dict[str, Any]]]:
    try:
        said = answer.json()
        return int(said["return"]["status"]), said.get("entries") or []
    except (ValueError, KeyError, TypeError):
        if answer.is_success:
            raise Uncertain("no-answer") from None
        raise NotTaken(f"http-{answer.status_code}") from None
