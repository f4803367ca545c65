"""Reads a posting from a file, an address, the clipboard; hostile formats in a child process."""

import hashlib
import re
import traceback
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from tailor.errors import (
    InputError,
    LimitError,
    NetworkError,
    Place,
    Problem,
    TailorError,
)
from tailor.files import PACKAGE
from tailor.models import Posting
from tailor.posting import interface_url, parse_posting
from tailor.posting.blocked_page import SAVE
from tailor.posting.formats import READERS
from tailor.posting.sources import (
    LONGEST,
    RawPosting,
    decode_text,
    in_file,
    is_web,
    load_source,
    require_within_limit,
)
from tailor.sandbox.process import Limits
from tailor.sandbox.worker import WorkerKilledError, call_isolated

SURROGATE = re.compile("[\ud800-\udfff]")
LIMITS = Limits(seconds=20, cpu=20, memory=1_500_000_000)


def fetch_posting(
    source: str, stdin: BinaryIO | None = None, *, allow_local: bool = False
) -> Posting:
    """A posting from a file, an address (http, https), "-" (`stdin`) or "clipboard".

    Formats that can be hostile are read in a limited process. A job board's page that shows its
    posting to browsers only is asked for once more, as data.

    Raises:
        InputError: there is no posting in it, or its format is unknown.
        FileError: it cannot be read.
        NetworkError: it cannot be had, or shows no posting to programs.
        LimitError: it is too large, or takes too long.
    """
    raw = load_source(source, stdin, local=allow_local)
    digest = hashlib.sha256(raw.data).hexdigest() if in_file(source) else ""
    try:
        return replace(parse_posting(read_text_isolated(raw), source), sha256=digest)
    except NetworkError:
        other = interface_url(source)
        if not other:
            raise
        text = read_text_isolated(replace(load_source(other, local=allow_local), source=source))
        return parse_posting(text, source)


def read_text_isolated(raw: RawPosting) -> str:
    """The text in a posting's bytes. Raises as `fetch_posting`, except FileError."""
    if raw.format not in READERS:
        return decode_text(raw)
    place = Place(raw.source[:200])
    try:
        text = call_isolated(LIMITS, read_format, raw)
    except WorkerKilledError as error:
        raise with_place(damaged_file_error(), place, is_web(raw.source)) from error
    except TailorError as error:
        raise with_place(error, place, is_web(raw.source)) from error
    require_within_limit(text.encode(), raw.source, LONGEST)
    return text


def with_place(error: TailorError, place: Place, web: bool) -> TailorError:
    """The error with the source as its place; a page from the web is a fault of the network."""
    kind = NetworkError if web and isinstance(error, InputError) else type(error)
    return kind(
        *(
            replace(problem, place=place, hint=problem.hint or (SAVE if web else ""))
            for problem in error.problems
        )
    )


def read_format(raw: RawPosting) -> str:
    """The text of a posting in one of `READERS`, in a child process: what is hostile may make the
    libraries that read it hang, grow or crash.

    Raises:
        InputError: there is no posting in it, or a library fails on it.
        LimitError: it is nested too deep, or needs too much memory.
    """
    try:
        text = READERS[raw.format](raw.data, raw.charset, raw.wanted)
    except (RecursionError, MemoryError) as error:
        problem = Problem("the posting is nested too deep or too large")
        raise LimitError(problem) from error
    except TailorError:
        raise
    except Exception as error:
        if is_ours(error):
            raise
        raise damaged_file_error() from error
    return SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def damaged_file_error() -> InputError:
    return InputError(Problem("the file is damaged", hint="copy the text and use --job clipboard"))


def is_ours(error: BaseException) -> bool:
    """Whether an error comes from this package, and not from a library that met a bad file."""
    *_, last = traceback.extract_tb(error.__traceback__)
    return Path(last.filename).is_relative_to(PACKAGE)
