"""What the tests of these pages do with their hands: open, fill in, press, and read what is shown."""

import html
import io
import re
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from PIL import Image

from dadkar.cases.models import Case, Receipt
from dadkar.kernel.actor import Applicant
from dadkar.portal import cookies


def cases() -> Any:
    return Case.objects.as_system("test")


def nonce_of(client: Client) -> str:
    """The nonce of a freshly opened form."""
    return client.get(reverse("write")).context["form"]["nonce"].value()


def fill(client: Client, **values: Any) -> dict[str, Any]:
    """The filing form as a person fills it in; money and dates as their boxes."""
    return {"nonce": nonce_of(client), "told": "code", **values}


def filed(client: Client, **values: Any) -> tuple[Case, str]:
    """File something; return the case with its code."""
    values.setdefault("narrative", "چهار ماه است که حقوق ما پرداخت نشده.")
    client.post(reverse("write"), fill(client, **values))
    code = client.get(reverse("receipt")).context["code"]
    return cases().latest("id"), code


def with_code(client: Client, case: Case) -> Client:
    """The client as it is after a right code was entered."""
    from django.http import HttpResponse

    response = HttpResponse()
    cookies.open_page(response, Receipt.objects.of(case).get())
    client.cookies.update(response.cookies)
    return client


def press(client: Client, key: str, **values: Any) -> Any:
    """Say one thing on the page of a code; the key is that of `answers.Saying`."""
    return client.post(reverse("follow"), {"key": key, **values})


def text_of(response: Any) -> str:
    """What a reader of the page reads, on one line."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(strip_tags(body)).split())


def photo(**facts: Any) -> bytes:
    """A picture as a telephone sends it; `facts` go to Pillow, such as `exif`."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG", **facts)
    return out.getvalue()


def applicant(case: Case) -> Applicant:
    return Applicant(case.uuid)
