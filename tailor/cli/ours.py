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


def refuse_strangers(pdf: Path, tex: Path, lock: Path, told: bool, named: bool) -> None:
    """Raises FileError if a page would replace a file that is no result of ours.

    A PDF is ours if a file of ours stands beside it; one that the user `named` may be anything.
    Where its name tells what the posting says (`told`), that file must be the lock file. It is
    written first, so that the results of a program that was killed are known too.
    """
    ours = is_signed(lock) or is_signed(tex)
    if not ours:
        for path in (tex, lock):
            refuse_written(path)
    if (told and has_content(pdf) and not is_signed(lock)) or (
        not named and has_content(pdf) and not ours
    ):
        raise refusal(pdf)


def has_content(path: Path) -> bool:
    """Whether there is a file that is not empty."""
    return path.is_file() and path.stat().st_size > 0


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
