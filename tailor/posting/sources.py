"""The bytes of a posting as text."""

import codecs
import stat
from pathlib import Path

from tailor.errors import FileError, InputError, LimitError, Place, Problem

LONGEST = 2_000_000
"""Most bytes of a posting."""

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)


def read_file(path: Path) -> bytes:
    """Raises FileError (missing, a folder, unreadable) or LimitError (over 2 MB)."""
    place = Place(str(path))
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise FileError(Problem("this is a folder, not a posting", place))
        with path.open("rb") as file:
            return within_limit(file.read(LONGEST + 1), str(path))
    except FileNotFoundError as error:
        raise FileError(Problem("no such posting", place)) from error
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise FileError(Problem(f"cannot be read: {reason}", place)) from error


def within_limit(data: bytes, source: str) -> bytes:
    if len(data) > LONGEST:
        raise LimitError(Problem(f"the posting is larger than {LONGEST:,} bytes", Place(source)))
    return data


def decode(data: bytes, source: str) -> str:
    """UTF-8, or what a byte order mark says, or else the Western encoding of Windows.

    A posting was written by someone else, so an odd byte is no reason to refuse it; a NUL
    character is: that is no text. Raises InputError.
    """
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        hint = "this is a binary file: save the posting as plain text"
        raise InputError(Problem("there is a NUL character", Place(source, line), hint=hint))
    return text
