"""The words of lexicon.yaml, which explains them."""

from importlib.resources import files

import yaml

_data = yaml.safe_load(files(__package__).joinpath("lexicon.yaml").read_text(encoding="utf-8"))

THINGS = frozenset(_data["things"].split())
PEOPLE = frozenset(_data["people"].split())
KEEP = frozenset(_data["keep"].split())
PERSON_ENDINGS = tuple(_data["person_endings"].split())
SAME = {form: word for word, forms in _data["same"].items() for form in forms.split()}
COMPOUNDS = {
    first: tuple(first + second for second in seconds.split())
    for first, seconds in _data["compounds"].items()
}
