"""PDF -> text -> findings: a page as applicant tracking systems read it."""

from tailor.ats.check import check, failed
from tailor.ats.compare import compared
from tailor.ats.entries import Post
from tailor.ats.fields import Fields
from tailor.ats.inspect import inspect
from tailor.ats.inspection import Advice, Inspection, dumps, loads
from tailor.ats.readers import load_readers

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
