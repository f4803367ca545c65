"""The gate on a page of a template of the user's own, in a child process with limits: what such a
template puts into a PDF can make the libraries that read it loop, swell or crash.

`request` and `answered` are the parent's side, `answer` the child's (`python -m tailor.ats`). How a
child is started is the caller's business.
"""

import json
import pickle
from collections.abc import Mapping
from dataclasses import asdict

from tailor.ats.check import check
from tailor.ats.readers import quiet
from tailor.model import Document, Finding, Resume


def request(
    document: Document, resume: Resume, max_pages: int, readings: Mapping[str, str]
) -> bytes:
    """The arguments of `tailor.ats.check`, for a child."""
    return pickle.dumps((document, resume, max_pages, dict(readings)))


def answer(data: bytes) -> str:
    """The findings on a request, as JSON; what the libraries raise comes through."""
    quiet()
    return json.dumps([asdict(finding) for finding in check(*pickle.loads(data))])


def answered(output: bytes) -> tuple[Finding, ...]:
    """The findings that a child wrote."""
    return tuple(Finding(**one) for one in json.loads(output))
