"""What a new house begins with, and then edits in the admin: topics, and the law's own terms."""

from importlib.resources import files
from typing import Any

import yaml

from dadkar.cases.models import Right, Topic


def _rows(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load(files("dadkar.cases").joinpath(f"data/{name}.yaml").read_text("utf-8"))


def load_topics(house: Any) -> None:
    """Give a house the default topics; those it already has stay as they are."""
    names = {"agency": "bodies", "path": "paths"}
    known = {"fa", "en", "law", "days", "hours", "sensitive", "code"}
    topics = [
        Topic(
            house=house,
            order=order,
            **{names.get(key, key): value for key, value in row.items() if key in known | set(names)},
        )
        for order, row in enumerate(_rows("topics"))
    ]
    Topic.objects.bulk_create(topics, ignore_conflicts=True)


def load_rights(house: Any) -> None:
    """Give a house the default table of rights with a term."""
    Right.objects.bulk_create([Right(house=house, **row) for row in _rows("rights")], ignore_conflicts=True)
