"""tailor: one master CV, one job posting, one proven page.

import tailor

outcome = tailor.tailor("resume.yaml", "posting.txt")
Path("page.pdf").write_bytes(outcome.document.pdf)
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tailor.model import Keyword, Posting, Resume
    from tailor.pipeline import Options, Outcome

__all__ = ["__version__", "extract", "rank", "read_resume", "tailor"]

__version__ = "0.1.0"


def extract(text: str) -> list[Keyword]:
    """What a posting asks for, best first; empty if that is nothing.

    Raises `errors.InputError` if there is no letter in the text.
    """
    from tailor.keywords import extract
    from tailor.posting import parse

    return list(extract(parse(text)))


def rank(
    posting_text: str, bullets: Sequence[str], groups: Sequence[object] | None = None
) -> list[float]:
    """How well each bullet answers a posting; higher is better.

    `groups` names the job that each bullet stands in; its other bullets help to judge it.
    """
    from tailor.posting import parse
    from tailor.score import rank

    return rank(parse(posting_text), bullets, groups)


def read_resume(path: str | Path) -> Resume:
    """The master CV in a YAML or JSON file; warnings about it are dropped (`read.read` has them).

    Raises `errors.InputError` (with every fault of the file), `FileError` or `LimitError`.
    """
    from tailor.read import read

    return read(path)[0]


def tailor(
    resume: Resume | str | Path, posting: Posting | str | Path, options: Options | None = None
) -> Outcome:
    """The best page of a master CV for a posting: what was chosen, why, and the PDF.

    Args:
        resume: a `Resume`, or a file, or the text of a master in YAML or JSON.
        posting: a `Posting`, or a file or web address, or the text of a posting. A `str` of
            several lines is a text, any other names a file or an address.
        options: template, paper and rules.

    Raises:
        errors.TailorError: one of its kinds says what went wrong.
    """
    from tailor.fetch import fetch
    from tailor.model import Posting, Resume
    from tailor.pipeline import Options, tailor
    from tailor.posting import parse
    from tailor.read import parse as parse_master

    if isinstance(resume, str) and "\n" in resume:
        syntax = "json" if resume.lstrip().startswith("{") else "yaml"
        resume = parse_master(resume, "resume", syntax)[0]
    if not isinstance(resume, Resume):
        resume = read_resume(resume)
    if isinstance(posting, str) and "\n" in posting:
        posting = parse(posting)
    if not isinstance(posting, Posting):
        posting = fetch(str(posting))
    return tailor(resume, posting, options or Options())
