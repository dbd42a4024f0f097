"""Persian text: kept as people wrote it, compared as they meant it.

Verbs: clean, normalise, stems, sort_key; digits and numbers; money from words to rial and back.
"""

from dadkar.kernel.persian.letters import (
    clean,
    clean_line,
    has_meaning,
    normalise,
    to_latin_digits,
    to_persian_digits,
)
from dadkar.kernel.persian.stems import stem, stems, words

__all__ = [
    "clean",
    "clean_line",
    "has_meaning",
    "normalise",
    "stem",
    "stems",
    "to_latin_digits",
    "to_persian_digits",
    "words",
]
