"""Forms of lists that are brought in: the file, and which column is what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dadkar.cases.importing.drafts import first_rows, headings_in
from dadkar.cases.importing.headings import Column, Matching, MoneyUnit
from dadkar.kernel.fields import CountField
from dadkar.kernel.sealing.uploads import not_too_large

LEAVE_OUT = [("", _("leave out"))]
EXAMPLES, LONGEST_EXAMPLE = 2, 60


class FileForm(forms.Form):
    """The file as the office has it."""

    file = forms.FileField(
        label=_("The list"), validators=[not_too_large], allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        help_text=_(
            "Excel (xlsx) or CSV, one row for each case. Only what happened is needed; "
            "the office’s own reference is kept and shown."
        ),
        error_messages={"required": _("Choose the file with the list.")},
    )  # fmt: skip


class MatchingForm(forms.Form):
    """A choice for each column of the list."""

    heading = CountField(label=_("Row with the headings"), min_value=0, max_value=1000)
    unit = forms.ChoiceField(
        label=_("Bare numbers in the column of amounts count"), required=False,
        choices=[("", _("as the list says")), *MoneyUnit.choices],
    )  # fmt: skip

    def __init__(self, layout: dict[str, Any], matching: Matching, *args: Any) -> None:
        super().__init__(*args)
        self.layout = layout
        self.fields["heading"].initial = matching.heading
        self.fields["unit"].initial = matching.unit
        for letter in layout["letters"]:
            self.fields[f"column-{letter}"] = forms.ChoiceField(
                choices=[*LEAVE_OUT, *Column.choices],
                required=False,
                initial=matching.columns.get(letter, ""),
            )
        self.headings = headings_in(layout, self._heading_number(matching))

    def _heading_number(self, matching: Matching) -> int:
        typed = str(self.data.get("heading", "")) if self.is_bound else ""
        return int(typed) if typed.isdecimal() else matching.heading

    @property
    def is_reading_anew(self) -> bool:
        """Whether the button pressed says that the headings stand in another row."""
        return "anew" in self.data

    def columns(self) -> list[dict[str, Any]]:
        """Each column with its heading, what stands below it, and the choice."""
        number = self._heading_number(Matching(self.fields["heading"].initial))
        below = [row for row in first_rows(self.layout) if row.number > number]
        return [
            {
                "letter": letter,
                "heading": self.headings.get(letter, ""),
                "examples": [text for row in below if (text := row.text(letter)[:LONGEST_EXAMPLE])][
                    :EXAMPLES
                ],
                "field": self[f"column-{letter}"],
            }
            for letter in self.layout["letters"]
        ]

    def matching(self) -> Matching:
        """What a valid form says."""
        said = self.cleaned_data
        chosen = {letter: said[f"column-{letter}"] for letter in self.layout["letters"]}
        columns = {letter: Column(name) for letter, name in chosen.items() if name}
        return Matching(said["heading"], columns, said["unit"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and (fault := self.matching().fault(self.headings)):
            raise forms.ValidationError(fault)
        return said
