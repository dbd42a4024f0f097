from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from dadkar.kernel import moment
from dadkar.kernel.models.sealed_key import SealedKey
from dadkar.kernel.prepared import AnyOf, Prepared, Slot
from dadkar.kernel.scope import PartModel
from dadkar.kernel.sealing import receipts
from dadkar.kernel.sealing.receipts import Receipt as IssuedReceipt

from .case import Case


class Receipt(PartModel):
    """The code that opens one case: kept only as keyed hashes of code and nonce.

    `by_office` until its holder renews it: a confirmation with such a code counts as “through the office”.
    A renewed or recovered code takes its place; the old one opens nothing.
    """

    part_of = "case"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    case = models.OneToOneField(Case, models.CASCADE, related_name="receipt")
    nonce_hash = models.BinaryField(unique=True, editable=False)
    code_hash = models.BinaryField(unique=True, editable=False)
    pepper_id = models.PositiveSmallIntegerField()
    by_office = models.BooleanField(_("made by the office"), default=False)
    kept_at = models.DateTimeField(_("proved to be kept"), null=True)
    printed_at = models.DateTimeField(_("slip printed"), null=True)

    def prove_kept(self) -> None:
        """The holder typed its last digits back."""
        self.kept_at = moment.now()
        self.save(update_fields=["kept_at"])

    def mark_printed(self) -> None:
        """Its slip was made for printing."""
        self.printed_at = moment.now()
        self.save(update_fields=["printed_at"])

    @classmethod
    def of(cls, case: Case, issued: IssuedReceipt, *, by_office: bool) -> "Receipt":
        """The row that lets a code open a case, not yet saved."""
        return cls(
            case=case,
            by_office=by_office,
            nonce_hash=issued.nonce_hash,
            code_hash=issued.code_hash,
            pepper_id=issued.pepper_id,
        )

    @classmethod
    def filed_with(cls, nonce: bytes) -> "Receipt | None":
        """The receipt of an earlier submit of the same form, if there was one."""
        return FILED.one(hashes=receipts.nonce_hashes(nonce))

    @classmethod
    def opened_by(cls, code: str) -> "Receipt | None":
        """The receipt that a well-formed code opens, or None: one query, the same for erased and unknown."""
        return OPENED.one(hashes=receipts.code_hashes(code))

    @classmethod
    def renewed_with(cls, nonce: bytes) -> str:
        """The code that a form with this nonce has put in the place of another, while it opens a case.

        Empty for any other nonce. Whoever asks sees to it that only a press of the last minutes is answered.
        """
        issued = receipts.issue(nonce)
        opens = cls.opened_by(issued.code)
        return issued.code if opens and bytes(opens.code_hash) == issued.code_hash else ""

    def code_for(self, nonce: bytes) -> str:
        """The code again, for whoever still holds the form's nonce; empty once it has been replaced."""
        issued = receipts.issue(nonce, self.pepper_id)
        return issued.code if issued.code_hash == bytes(self.code_hash) else ""

    def replace(self, issued: IssuedReceipt, *, by_office: bool) -> None:
        """Let another code open the case; the old one is dead. The nonce stays the filing's key."""
        self.code_hash, self.pepper_id = issued.code_hash, issued.pepper_id
        self.by_office, self.kept_at = by_office, None
        self.save(update_fields=["code_hash", "pepper_id", "by_office", "kept_at"])


def _with(column: str) -> Any:
    """The receipts of which this column holds one of some `hashes`, with their cases."""
    rows = Receipt.objects.as_system("a code or a form came back")
    return rows.filter(AnyOf(column, Slot("hashes"))).select_related("case")


def _not_erased() -> Any:
    keys = SealedKey.objects.filter(owner=OuterRef("case__uuid"), purpose="content", wrapped__isnull=False)
    return _with("code_hash").filter(Exists(keys))


FILED = Prepared[Receipt](lambda: _with("nonce_hash"))
OPENED = Prepared[Receipt](_not_erased)
