"""Any provider that takes one message in one HTTP request, described in the environment."""

from collections.abc import Mapping

from dadkar.records.gateways.errors import NotTaken, Refused
from dadkar.records.gateways.line import ask

ABOUT_THE_MESSAGE = {400, 404, 410, 413, 422}


class Generic:
    """`fields` are sent with {to}, {text} and {reference} put in, as JSON, a form or (GET) a query."""

    can_be_asked = False

    def __init__(
        self,
        url: str,
        method: str,
        fields: Mapping[str, str],
        headers: Mapping[str, str],
        *,
        json: bool = False,
    ) -> None:
        self.url, self.method, self.fields, self.headers = url, method.upper(), fields, headers
        self.place = "params" if self.method == "GET" else "json" if json else "data"

    def send(self, to: str, text: str, *, reference: int) -> None:
        """Any 2xx means that it was taken; a 4xx about the message is final."""
        given = {"{to}": to, "{text}": text, "{reference}": str(reference)}
        answer = ask(
            self.method,
            self.url,
            headers=dict(self.headers),
            **{self.place: {name: _filled(value, given) for name, value in self.fields.items()}},
        )
        if answer.is_success:
            return
        error = Refused if answer.status_code in ABOUT_THE_MESSAGE else NotTaken
        raise error(f"http-{answer.status_code}")

    def was_taken(self, reference: int) -> bool | None:
        return None


def _filled(value: str, given: Mapping[str, str]) -> str:
    """A value of the template with what it names; braces that name nothing stay."""
    for name, what in given.items():
        value = value.replace(name, what)
    return value
