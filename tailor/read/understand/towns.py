"""Names of towns, which a place without its country cannot be told by otherwise."""

import re
from functools import cache

from tailor.resources import folder

NAMED = re.compile(r"^(?:university of|(?:indian|national) institute of)\b", re.IGNORECASE)
"""Names of schools of which the town behind them is a part."""
BRACKETS = re.compile(r"^(?P<name>.*\S)\s*\((?P<place>[^()]+)\)$")


@cache
def towns() -> frozenset[str]:
    """Places with more than 15,000 people."""
    return frozenset((folder("data") / "towns.txt").read_text(encoding="utf-8").split("\n"))


def is_town(text: str) -> bool:
    """Whether it is the name of a town, and nothing else."""
    return bool(text) and text.strip() in towns()


def split_town(text: str) -> tuple[str, str]:
    """A name and the town behind it: ("Acme GmbH", "Kassel") of "Acme GmbH, Kassel"."""
    name, comma, last = text.rpartition(", ")
    if comma and is_town(last) and not NAMED.match(name):
        return name, last
    return text, ""
