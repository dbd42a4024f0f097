"""Form fields for uploads."""

from typing import Any

from django import forms
from django.utils.translation import ngettext_lazy

MOST_FILES = 10


class UploadsInput(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class UploadsField(forms.FileField):
    """A list of uploads, at most `MOST_FILES`; what each file is, is found out when it is re-made."""

    widget = UploadsInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", UploadsInput(attrs={"accept": "image/*,application/pdf,audio/*"}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if not uploads:
            super().clean(None, initial)
            return []
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(
                ngettext_lazy(
                    "At most %(most)d file at a time.", "At most %(most)d files at a time.", MOST_FILES
                )
                % {"most": MOST_FILES}
            )
        return [super(UploadsField, self).clean(upload, initial) for upload in uploads]
