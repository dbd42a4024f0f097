from typing import Any
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.calendar import Jalali
from dadkar.kernel.flow import WrongState
from dadkar.kernel.sealing.fields import SealedJSONField
from dadkar.kernel.together import together


class LetterCounter(models.Model):
    """The last number given in one Solar-Hijri year of one house; its row is the lock."""

    house = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["house", "year"], name="letter_counter_once")]

    @classmethod
    @together
    def next(cls, house_id: int, year: int) -> int:
        """The next number, without gaps: a number is given in the transaction of its letter."""
        cls.objects.get_or_create(house_id=house_id, year=year)
        counter = cls.objects.select_for_update().get(house_id=house_id, year=year)
        counter.last += 1
        counter.save(update_fields=["last"])
        return counter.last


class Letter(models.Model):
    """A numbered letter, sent or received. Its text is sealed under a key of its own."""

    class Direction(models.TextChoices):
        OUT = "out", _("sent")
        IN = "in", _("received")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    house = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3, choices=Direction)
    number = models.CharField(_("number"), max_length=40)
    dated = models.DateField(_("date"), default=moment.today)
    correspondent = models.ForeignKey("people.Organisation", models.PROTECT, related_name="letters")
    in_reply_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    registry_number = models.CharField(_("registry number"), max_length=40, blank=True)
    registry_date = models.DateField(_("registry date"), null=True, blank=True)
    content = SealedJSONField(name="letter.content", purpose="content", owner="uuid", row="uuid")
    scan = models.ForeignKey("records.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.CharField(max_length=60, editable=False)
    at = models.DateTimeField(default=moment.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["house", "number"], condition=models.Q(direction="out"), name="letter_number_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["correspondent", "id"], condition=models.Q(direction="in"), name="letter_received"
            )
        ]

    @classmethod
    @together
    def send(
        cls, *, house: Any, to: Any, content: dict[str, Any], by: Any, in_reply_to: Any = None
    ) -> "Letter":
        """Number and keep a letter to another body. Numbers run as year/serial, such as ۱۴۰۵/۱۲۷."""
        year = Jalali.from_date(moment.today()).year
        number = f"{year}/{LetterCounter.next(house.pk, year)}"
        return cls.objects.create(
            house=house,
            direction=cls.Direction.OUT,
            number=number,
            correspondent=to,
            content=content,
            in_reply_to=in_reply_to,
            by=by.ref,
        )

    def add_scan(self, scan: Any) -> None:
        """Keep the picture of a letter that was recorded without one. Raises WrongState when it has one."""
        if self.scan_id:
            raise WrongState(
                _("This letter is kept already, with its scan. Leave the scan empty, or correct its number.")
            )
        self.scan = scan
        self.save(update_fields=["scan"])

    @classmethod
    def receive(cls, *, house: Any, sender: Any, number: str, dated: Any, by: Any, **fields: Any) -> "Letter":
        """Keep a letter that came, with the sender's own number and dates."""
        return cls.objects.create(
            house=house,
            direction=cls.Direction.IN,
            number=number,
            dated=dated,
            correspondent=sender,
            by=by.ref,
            **fields,
        )
