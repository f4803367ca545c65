"""What may be replaced: older results, and what the user named; nothing else of the user's."""

import re
from pathlib import Path

from tailor.errors import FileError, Place, Problem

SIGNS = {
    ".tex": re.compile(rb"^% (?:key: |tailor:)", re.MULTILINE),
    ".json": re.compile(rb'"tailor":'),
    ".html": re.compile(rb"tailor</title>"),
    ".htm": re.compile(rb"tailor</title>"),
}
"""What stands in every file of ours, by its suffix."""
EMPTY = re.compile(rb"\Z|%PDF")
"""So begins what is no text that anybody wrote."""
LONGEST = 20_000_000
"""Bytes in which the sign of a file is sought."""


def refuse_strangers(pdf: Path, tex: Path, lock: Path, told: bool) -> None:
    """Raises FileError if a page would replace a file that is no result of ours.

    The user named the PDF, unless its name tells what the posting says (`told`), so that may be
    anything; the others only stand beside it. The lock file is written first, so that the results
    of a program that was killed are known too.
    """
    if not (is_signed(lock) or is_signed(tex)):
        for path in (tex, lock):
            refuse_written(path)
    if told and pdf.is_file() and not is_signed(lock):
        raise refusal(pdf)


def refuse_written(path: Path) -> None:
    """Raises FileError if there is a text at a path that is none of ours."""
    if path.is_file() and not EMPTY.match(beginning(path)) and not is_signed(path):
        raise refusal(path)


def is_signed(path: Path) -> bool:
    return path.is_file() and SIGNS[path.suffix.lower()].search(beginning(path)) is not None


def beginning(path: Path) -> bytes:
    """The bytes of a file; of one that cannot be read, some that are not ours."""
    try:
        with path.open("rb") as file:
            return file.read(LONGEST)
    except OSError:
        return b"?"


def refusal(path: Path) -> FileError:
    hint = "name the result otherwise with --output or --html, or move this file away"
    return FileError(
        Problem("this file is not of tailor, and is not replaced", Place(str(path)), hint=hint)
    )
