"""Uploads of the worker's pages: several pictures and papers, or one spoken message."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dadkar.records.remake.errors import TooLarge
from dadkar.records.remake.limits import MAX_BYTES

MOST_FILES = 10


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes more than one."""

    allow_multiple_selected = True


def not_too_large(upload: Any) -> Any:
    """The upload itself, or the sentence that it is too large, before anything reads it."""
    if upload.size > MAX_BYTES:
        raise ValidationError(TooLarge(upload.name).sentence(), code="too_large")
    return upload


class FilesField(forms.FileField):
    """Up to ten pictures or PDF files. What they are is found out when they are re-made."""

    widget = SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = [one for one in data or [] if one]
        if not given:
            super().clean(None, initial)
            return []
        if len(given) > MOST_FILES:
            raise ValidationError(_("At most ten files at once; you can add more later with your code."))
        faults, kept = [], []
        for one in given:
            try:
                kept.append(not_too_large(super().clean(one, initial)))
            except ValidationError as error:
                faults += error.error_list
        if faults:
            raise ValidationError(faults)
        return kept

    def has_changed(self, initial: Any, data: Any) -> bool:
        return any(data or [])


class VoiceField(forms.FileField):
    """One spoken message, recorded on the spot where the telephone can."""

    widget = forms.FileInput(attrs={"accept": "audio/*", "capture": True})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        return not_too_large(upload) if upload else None
