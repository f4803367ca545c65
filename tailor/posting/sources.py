"""Where a posting comes from: a file, standard input, the clipboard, or the web."""

import os
import stat
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO

from tailor.errors import FileError, InputError, LimitError, NetworkError, Place, Problem
from tailor.files import charset_in_header, decode_bytes, read_regular
from tailor.posting.formats import READERS, TYPES, looks_like

LONGEST = 2_000_000
"""Most bytes of a text."""

LARGEST = 10_000_000
"""Most bytes of a file in another format."""

STDIN, CLIPBOARD = "-", "clipboard"
TEXTS = (".txt", ".md", ".markdown", ".text")
HINT = "save it as text, HTML, PDF or DOCX; or copy its text and use --job clipboard"


@dataclass(frozen=True, slots=True)
class RawPosting:
    """A posting as it came: `format` is a suffix, `charset` a label or "", `wanted` the id of one
    of several postings or ""."""

    data: bytes
    format: str
    source: str
    charset: str = ""
    wanted: str = ""


def is_web(source: str) -> bool:
    return source.lower().startswith(("http:", "https:"))


def in_file(source: str) -> bool:
    """Whether a posting is in a file, rather than in a stream, the clipboard or the web."""
    return source not in (STDIN, CLIPBOARD) and not is_web(source)


def load_source(source: str, stdin: BinaryIO | None = None, *, local: bool = False) -> RawPosting:
    """What a source holds.

    Raises InputError (an unknown format), FileError (missing, a folder, unreadable), LimitError
    (over 2 MB of text, over 10 MB), NetworkError (the page cannot be had).
    """
    if source == STDIN:
        return sniff_format(stdin.read(LARGEST + 1) if stdin else b"", source)
    if source == CLIPBOARD:
        return sniff_format(read_clipboard().encode("utf-8", "replace"), source)
    if is_web(source):
        return fetch_source(source, local=local)
    if "://" in source:
        raise NetworkError(Problem("only http and https are fetched", Place(source[:200])))
    suffix, exists = Path(source).suffix.lower(), os.path.lexists(source)
    if exists and suffix not in READERS and suffix not in TEXTS and not Path(source).is_dir():
        what = f"the format `{suffix[:20]}`" if suffix else "a file without a suffix"
        raise InputError(Problem(f"{what} cannot be read as a posting", Place(source), hint=HINT))
    data = read_file(Path(source), LARGEST)
    raw = sniff_format(data, source)
    return RawPosting(data, suffix, source) if suffix in READERS and raw.format != ".pdf" else raw


def sniff_format(data: bytes, source: str) -> RawPosting:
    kind = looks_like(data)
    most = LONGEST if kind == ".txt" else LARGEST
    return RawPosting(require_within_limit(data, source, most), kind, source)


def fetch_source(source: str, *, local: bool) -> RawPosting:
    from tailor.posting.http import fetch_page

    answer = fetch_page(source, local=local)
    declared = answer.type.partition(";")[0].strip().lower()
    seen = looks_like(answer.data)
    kind = TYPES.get(declared, seen)
    if declared not in TYPES and declared.startswith(("image/", "audio/", "video/", "font/")):
        raise InputError(
            Problem(f"this is not a web page but {declared[:40]}", Place(source[:200]), hint=HINT)
        )
    if seen != ".txt" and kind in (".txt", ".html"):
        kind = seen
    return RawPosting(
        answer.data, kind, source, charset_in_header(answer.type), source.partition("#")[2]
    )


def read_clipboard() -> str:
    """The text in the clipboard. (The library starts the system's own program for it.)

    Raises InputError if there is no clipboard, or no text in it.
    """
    import pyperclip

    hint = "save the text in a file, or pipe it in: --job -"
    try:
        text = pyperclip.paste()
    except (pyperclip.PyperclipException, OSError, UnicodeError) as error:
        raise InputError(Problem("there is no clipboard on this machine", hint=hint)) from error
    if not isinstance(text, str) or not text.strip():
        hint = "copy the posting first, then run this again"
        raise InputError(Problem("there is no text in the clipboard", hint=hint))
    return text


def read_file(path: Path, most: int) -> bytes:
    """Raises FileError (missing, a folder, unreadable) or LimitError (over `most` bytes)."""
    place = Place(str(path))
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            hint = f"for each posting in it: tailor batch {path}"
            raise FileError(Problem("this is a folder, not a posting", place, hint=hint))
        if not stat.S_ISREG(mode):
            hint = "pipe it in: --job -"
            raise FileError(Problem("this is not a regular file", place, hint=hint))
        return require_within_limit(read_regular(path, most + 1), str(path), most)
    except FileNotFoundError as error:
        noun = "posting" if path.suffix else "file or folder"
        raise FileError(Problem(f"no such {noun}", place, hint=suggest_file(path))) from error
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise FileError(Problem(f"cannot be read: {reason}", place)) from error


def suggest_file(path: Path) -> str:
    """The file next to a path that was probably meant, as a hint; "" if there is none."""
    try:
        names = [file.name for file in path.parent.iterdir() if file.is_file()]
    except (OSError, ValueError):
        return ""
    near = get_close_matches(path.name, names, 1, 0.6)
    return f"did you mean {path.parent / near[0]}?" if near else ""


def require_within_limit(data: bytes, source: str, most: int) -> bytes:
    if len(data) > most:
        raise LimitError(Problem(f"the posting is larger than {most:,} bytes", Place(source)))
    return data


def decode_text(raw: RawPosting) -> str:
    """The text in the bytes of a text file.

    A posting was written by someone else, so an odd byte is not a reason to refuse it; a NUL
    character is: that is not text. Raises InputError.
    """
    text = decode_bytes(raw.data, raw.charset)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        hint = "this is a binary file: save the posting as plain text"
        raise InputError(Problem("there is a NUL character", Place(raw.source, line), hint=hint))
    return text
