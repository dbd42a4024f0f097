"""Texts and codes as programs send them, cleaned by the same fields as what people type."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.forms import EmailField
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from dadkar.api.sentences import OURS
from dadkar.cases.forms import LONGEST
from dadkar.kernel.fields import PersianCharField, PersianTextField, PhoneField

MOST_RIAL = 10**15


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
Reference = Annotated[str, Field(max_length=60), cleaned(PersianCharField(max_bytes=240, required=False))]
Phone = Annotated[str, Field(max_length=40), cleaned(PhoneField(required=False))]
Email = Annotated[str, Field(max_length=254), cleaned(EmailField(required=False))]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,39}$")]
PaidRial = Annotated[int, Field(gt=0, le=MOST_RIAL)]
Rial = Annotated[int, Field(ge=0, le=MOST_RIAL)]
