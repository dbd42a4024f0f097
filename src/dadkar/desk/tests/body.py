"""What the tests of the body's desk use: days as a liaison types them, a photo, fresh rows."""

from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dadkar.cases.models import Answer, Referral
from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali


def jalali(days: int) -> str:
    """A day from now as a liaison types it."""
    return Jalali.from_date(moment.today() + timedelta(days=days)).short("fa")


def picture() -> SimpleUploadedFile:
    kept = BytesIO()
    Image.new("RGB", (8, 8), "white").save(kept, "JPEG")
    return SimpleUploadedFile("report.jpg", kept.getvalue(), "image/jpeg")


def fresh(referral: Referral) -> Referral:
    return Referral.objects.as_system("test").select_related("case", "body", "letter").get(pk=referral.pk)


def drafts_of(referral: Referral) -> list[Answer]:
    return list(Answer.objects.of(referral).order_by("id"))


PROMISE = {"step": "inspect", "text": "بازرسی سرزده می‌کنیم."}
