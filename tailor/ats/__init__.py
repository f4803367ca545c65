"""PDF -> text -> findings: a page as applicant tracking systems read it.

What only the inspection of any PDF needs is imported when it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tailor.ats.checks.readback import check_page, has_failed
from tailor.pdf.text import load_readers

if TYPE_CHECKING:
    from tailor.ats.form_parser import Fields, ParsedJob
    from tailor.ats.inspect import (
        Advice,
        Inspection,
        compare_with_master,
        dumps,
        inspect_pdf,
        loads,
    )

__all__ = [
    "Advice",
    "Fields",
    "Inspection",
    "ParsedJob",
    "check_page",
    "compare_with_master",
    "dumps",
    "has_failed",
    "inspect_pdf",
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
