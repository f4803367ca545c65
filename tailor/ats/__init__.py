"""PDF -> text -> findings: a page as applicant tracking systems read it.

What only the inspection of any PDF needs is imported when it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tailor.ats.check import check, failed
from tailor.ats.readers import load_readers

if TYPE_CHECKING:
    from tailor.ats.compare import compared
    from tailor.ats.entries import Post
    from tailor.ats.fields import Fields
    from tailor.ats.inspection import Advice, Inspection, dumps, loads
    from tailor.ats.inspector import inspect

__all__ = [
    "Advice",
    "Fields",
    "Inspection",
    "Post",
    "check",
    "compared",
    "dumps",
    "failed",
    "inspect",
    "load_readers",
    "loads",
]

LATER = {
    "Advice": "inspection",
    "Fields": "fields",
    "Inspection": "inspection",
    "Post": "entries",
    "compared": "compare",
    "dumps": "inspection",
    "inspect": "inspector",
    "loads": "inspection",
}
"""By name: the module that has it."""


def __getattr__(name: str) -> Any:
    if name not in LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"tailor.ats.{LATER[name]}"), name)
