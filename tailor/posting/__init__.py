"""A job posting in a file or on stdin, to a `Posting`: one entry in SOURCES for each format."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from tailor.errors import InputError, Place, Problem
from tailor.model import Posting
from tailor.posting.clean import clean
from tailor.posting.identity import identity
from tailor.posting.language import language_of
from tailor.posting.passages import passages
from tailor.posting.sources import LONGEST, decode, read_file, within_limit

__all__ = ["LONGEST", "SOURCES", "fetch", "parse"]

SOURCES: dict[str, Callable[[bytes, str], str]] = {
    ".txt": decode,
    ".md": decode,
    ".markdown": decode,
    "-": decode,
}
"""By suffix ("-" is standard input): bytes and their name to text."""


def fetch(source: str, stdin: BinaryIO | None = None) -> Posting:
    """The posting in a file, or on `stdin` if `source` is "-".

    Raises InputError (an unknown format, an empty text), FileError (missing, a folder,
    unreadable), LimitError (over 2 MB).
    """
    suffix = "-" if source == "-" else Path(source).suffix.lower()
    if source != "-" and source.split(":")[0].lower() in ("http", "https"):
        raise unknown(source, "an address on the web")
    if suffix == "-":
        data = within_limit(stdin.read(LONGEST + 1) if stdin else b"", "-")
    elif suffix not in SOURCES and not Path(source).is_dir():
        raise unknown(
            source, f"the format `{suffix[:20]}`" if suffix else "a file without a suffix"
        )
    else:
        data = read_file(Path(source))
    return parse(SOURCES[suffix](data, source), source)


def unknown(source: str, what: str) -> InputError:
    known = ", ".join(suffix for suffix in SOURCES if suffix != "-")
    hint = f"save it as text ({known}) or pipe the text in: --job -"
    return InputError(Problem(f"{what} is not read as a posting", Place(source), hint=hint))


def parse(text: str, source: str = "") -> Posting:
    """The posting in a text; all offsets refer to `Posting.text`, which is the cleaned text.

    Raises InputError if there is nothing in it.
    """
    cleaned = clean(text)
    if not any(letter.isalnum() for letter in cleaned):
        hint = "paste the text of the advert into the file"
        raise InputError(Problem("the posting is empty", Place(source or "posting", 1), hint=hint))
    title, company = identity(cleaned)
    return Posting(cleaned, title, company, source, language_of(cleaned), passages(cleaned))
