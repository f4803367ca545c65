"""Which keys a mapping of the master may have, and which one was probably meant."""

from difflib import get_close_matches
from typing import Any, get_args, get_type_hints

from tailor.read.fields import Model, OrText, camel
from tailor.read.schema import Basics, Master
from tailor.read.source import Path

MEANT = {
    "experience": "work",
    "employment": "work",
    "jobs": "work",
    "positions": "work",
    "qualifications": "education",
    "honors": "awards",
    "honours": "awards",
    "licenses": "certificates",
    "hobbies": "interests",
    "papers": "publications",
    "volunteering": "volunteer",
}
"""What people call a section -> its key."""


def unknown(path: Path) -> tuple[str, str]:
    """An unknown key, and the known one that was probably meant."""
    key = str(path[-1])
    known, basic = known_keys(path[:-1]), Basics.keys()
    if len(path) == 1 and key in basic:
        return "this key is not known here", "it belongs under basics"
    if len(path) == 1 and key.lower() in MEANT:
        return "this key is not known", f"did you mean {MEANT[key.lower()]}?"
    close = get_close_matches(key.lower(), [name.lower() for name in known], 1, 0.6)
    if close:
        return "this key is not known", f"did you mean {match_case(close[0], known)}?"
    return "this key is not known", f"known here: {', '.join(known)}"


def match_case(small: str, names: list[str]) -> str:
    return next(name for name in names if name.lower() == small)


def known_keys(path: Path) -> list[str]:
    """The keys that a mapping at `path` may have."""
    return model_at(path)[0].keys()


def first_key(path: Path) -> str:
    """The key with which an entry of the list at `path`, or at its end, begins.

    It is "" if a plain text will do.
    """
    model, or_text = model_at(path)
    return "" if or_text else (model.needs and camel(model.needs[0])) or model.keys()[0]


def model_at(path: Path) -> tuple[type[Model], bool]:
    """The mapping at `path`, or in the list there, and whether a plain text will do for it."""
    found: tuple[type[Model], bool] = Master, False
    for part in path:
        if isinstance(part, str):
            hints = get_type_hints(found[0], include_extras=True)
            name = next((name for name in hints if camel(name) == part), "")
            found = inner_model(hints.get(name)) or (found[0], True)
    return found


def inner_model(hint: Any) -> tuple[type[Model], bool] | None:
    """The model inside `tuple[Model | None, ...]`, and whether a plain text will do for it."""
    if isinstance(hint, type) and issubclass(hint, Model):
        return hint, False
    inner = next(filter(None, map(inner_model, get_args(hint))), None)
    or_text = any(isinstance(one, OrText) for one in getattr(hint, "__metadata__", ()))
    return inner and (inner[0], inner[1] or or_text)
