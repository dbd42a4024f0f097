"""Texts and codes as programs send them, cleaned by the same fields as what people type."""

from datetime import date
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.forms import EmailField
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from dadkar.api.sentences import OURS
from dadkar.cases.forms import LONGEST
from dadkar.kernel import moment
from dadkar.kernel.fields import JalaliDateField, PersianCharField, PersianTextField, PhoneField

MOST_RIAL = 10**15
FIRST_DAY, LAST_DAY = date(1821, 3, 21), date(2199, 12, 31)  # what the pages' boxes read, about


class Said(Schema):
    """What a program sends: a field that does not exist is a mistake, and is told."""

    model_config = ConfigDict(extra="forbid")


def cleaned(field: Any) -> AfterValidator:
    """Clean a text as a form field does, and say what is wrong in the field's own sentence."""

    def clean(value: Any) -> Any:
        try:
            return field.clean(value)
        except ValidationError as error:
            raise PydanticCustomError(OURS, "{sentence}", {"sentence": error.messages[0]}) from None

    return AfterValidator(clean)


def _text(most: int, *, required: bool = True, lines: bool = True) -> Any:
    kind = PersianTextField if lines else PersianCharField
    return Annotated[
        str,
        Field(min_length=1 if required else 0, max_length=most),
        cleaned(kind(max_bytes=most, required=required)),
    ]


Narrative = _text(LONGEST)
Text = _text(32 * 1024)
MaybeText = _text(32 * 1024, required=False)
Line = _text(500, required=False, lines=False)
OneLine = _text(1000, lines=False)
Title = Annotated[str, Field(min_length=1, max_length=120), cleaned(PersianCharField(max_length=120))]
MaybeTitle = Annotated[str, Field(max_length=120), cleaned(PersianCharField(max_length=120, required=False))]
Number = Annotated[str, Field(min_length=1, max_length=40), cleaned(PersianCharField(max_length=40))]
MaybeNumber = Annotated[str, Field(max_length=40), cleaned(PersianCharField(max_length=40, required=False))]
Day = Annotated[date, cleaned(JalaliDateField(not_before=FIRST_DAY, not_after=LAST_DAY))]
PastDay = Annotated[date, cleaned(JalaliDateField(not_before=FIRST_DAY, not_after=moment.today))]
DayToCome = Annotated[date, cleaned(JalaliDateField(not_before=moment.today, not_after=LAST_DAY))]
Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Reference = Annotated[str, Field(max_length=60), cleaned(PersianCharField(max_bytes=240, required=False))]
Phone = Annotated[str, Field(max_length=40), cleaned(PhoneField(required=False))]
Email = Annotated[str, Field(max_length=254), cleaned(EmailField(required=False))]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,39}$")]
PaidRial = Annotated[int, Field(gt=0, le=MOST_RIAL)]
Rial = Annotated[int, Field(ge=0, le=MOST_RIAL)]
