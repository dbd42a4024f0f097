"""Model fields whose column holds envelopes, and whose attribute is a `Sealed` value."""

from __future__ import annotations

import base64
import json
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core import checks
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from dadkar.kernel.sealing.envelope import Place
from dadkar.kernel.sealing.value import Sealed, clear, open_all, open_loose

__all__ = ["Sealed", "SealedJSONField", "SealedTextField", "clear", "open_all", "open_loose"]

PREFIX = "sealed:"


class SealedAttribute(DeferredAttribute):
    """Gives the `Sealed` value of its row; takes a clear value, another envelope of the row, or None."""

    field: SealedTextField

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if not isinstance(value, Sealed):
            return value
        bound = instance.__dict__[self.field.attname] = value.bind(self.field, instance)
        return bound

    def __set__(self, instance: Any, value: Any) -> None:
        if value is not None and not isinstance(value, (Sealed, models.expressions.BaseExpression)):
            value = Sealed(clear=self.field.encode(value))
        if isinstance(value, Sealed):
            value = value.bind(self.field, instance)
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.Field):
    """A text, sealed under its owner's key for `purpose`, bound to its row and field.

    `name`: "table.field", frozen words for the associated data: never change them, nor use them twice.
    `owner`: the attribute path to the uuid whose key it is, such as "case.uuid" (`select_related` it).
    `row`: the attribute with the row's own uuid, which must be set before saving.
    `version`: of what the text means; a row that was sealed under another one is refused.
    """

    descriptor_class = SealedAttribute
    empty_strings_allowed = False

    def __init__(
        self,
        *args: Any,
        name: str,
        purpose: str = "content",
        owner: str = "uuid",
        row: str = "uuid",
        version: int = 1,
        **kwargs: Any,
    ) -> None:
        self.sealing_name, self.purpose, self.owner, self.row, self.version = (
            name,
            purpose,
            owner,
            row,
            version,
        )
        kwargs["editable"] = False  # a ModelForm would write its placeholder over the text
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        attname, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        kwargs |= {"name": self.sealing_name, "purpose": self.purpose, "owner": self.owner}
        kwargs |= {"row": self.row, "version": self.version}
        return attname, path, args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        if self.sealing_name.count(".") != 1 or not all(self.sealing_name.split(".")):
            found.append(checks.Error("`name` must be table.field", obj=self, id="dadkar.E010"))
        return found

    def get_internal_type(self) -> str:
        return "BinaryField"

    # Clear values and bytes

    def encode(self, value: Any) -> bytes:
        """The bytes of a clear value. Raises TypeError for what is not a text."""
        if not isinstance(value, str):
            raise TypeError(f"{self.sealing_name} takes a text, not {type(value).__name__}")
        return value.encode()

    def decode(self, clear: bytes) -> Any:
        """The clear value of the bytes."""
        return clear.decode()

    # Where a value stands

    def owner_of(self, row: Any) -> UUID:
        """The uuid whose key opens this field of `row`."""
        return self._uuid(self.owner, row)

    def place_of(self, row: Any) -> Place:
        """The place that goes into the associated data."""
        return self.place_in(self._uuid(self.row, row))

    def place_in(self, row: UUID) -> Place:
        """The place in the row with this uuid."""
        table, field = self.sealing_name.split(".")
        return Place(table, row, field, self.version)

    def _uuid(self, path: str, row: Any) -> UUID:
        value = attrgetter(path)(row)
        if not isinstance(value, UUID):
            raise TypeError(f"{self.sealing_name}: {path} must be a uuid before anything is sealed")
        return value

    # To and from the database

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(envelope=bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError(f"{self.sealing_name}: assign it to the object, which knows its place")
        return connection.Database.Binary(value.envelope)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.sealing_name} is sealed: search its tokens instead")
        return super().get_lookup(lookup_name)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith(PREFIX):  # from a fixture
            return Sealed(envelope=base64.b64decode(value.removeprefix(PREFIX)))
        return value

    def value_to_string(self, obj: Any) -> str:
        value: Any = self.value_from_object(obj)
        return "" if value is None else PREFIX + base64.b64encode(value.envelope).decode()


class SealedJSONField(SealedTextField):
    """A value of lists, dicts, texts and numbers, sealed as `SealedTextField` does.

    `open()` gives a new copy each time: assign the changed one.
    """

    def encode(self, value: Any) -> bytes:
        clear = json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder, allow_nan=False)
        return clear.encode()

    def decode(self, clear: bytes) -> Any:
        return json.loads(clear)


@checks.register("sealing")
def sealing_names_are_used_once(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Two fields with one name could have their texts swapped unnoticed."""
    seen: dict[str, Any] = {}
    found: list[checks.CheckMessage] = []
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, SealedTextField):
                other = seen.setdefault(field.sealing_name, field)
                if other is not field:
                    message = f"{field.sealing_name} is also the sealing name of {other}"
                    found.append(checks.Error(message, obj=field, id="dadkar.E011"))
    return found
