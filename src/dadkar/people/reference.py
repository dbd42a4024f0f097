"""The kinds of bodies that a province's agencies are of (`data/bodies.yaml`)."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def bodies() -> dict[str, dict[str, Any]]:
    """By code: names, the body it is part of, and whether there are many of its kind."""
    text = files("dadkar.people").joinpath("data/bodies.yaml").read_text("utf-8")
    return {row["code"]: row for row in yaml.safe_load(text)}
