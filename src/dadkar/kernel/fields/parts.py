"""One question answered in several boxes side by side."""

from typing import Any

from django import forms


class PartsWidget(forms.MultiWidget):
    """Boxes in a row, in a fieldset whose legend asks the question; each box has its own `aria-label`."""

    template_name = "kernel/parts.html"
    use_fieldset = True

    def id_for_label(self, id_: str) -> str:
        """The first box: where a summary of errors leads to."""
        return f"{id_}_0" if id_ else id_

    def use_required_attribute(self, initial: Any) -> bool:
        """Never: the field says which box is missing, in the reader's own words."""
        return False
