"""A value that stands in the statement itself.

PostgreSQL plans a prepared statement for all values of its parameters alike. Where one value brings every
second row and another none of a million, it must know which of them is asked for.
"""

import re
from typing import Any

from django.db import models

_CODE = re.compile("[A-Za-z0-9_-]+")  # as slugs are


class Written(models.Value):
    """A whole number, a code, or a list of numbers as an array. Each value makes another statement.

    Raises ValueError for a text that is no code: it must be one of ours, never what somebody typed.
    """

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[()]]:
        if isinstance(self.value, list):
            numbers = ",".join(f"{one:d}" for one in self.value)
            return f"'{{{numbers}}}'", ()
        if isinstance(self.value, int):
            return f"{self.value:d}", ()
        if not _CODE.fullmatch(self.value):
            raise ValueError("no code")
        return f"'{self.value}'", ()
