"""A posting from anywhere, to a `Posting`: whatever could be hostile is read in a child process."""

import hashlib
from dataclasses import replace
from typing import BinaryIO

from tailor.errors import LimitError, NetworkError, Place
from tailor.model import Posting
from tailor.posting import (
    READERS,
    Raw,
    arguments,
    decode,
    in_file,
    interface,
    load,
    parse,
    understood,
)
from tailor.typeset import Limits, here, own, run

LIMITS = Limits(seconds=20, cpu=20, memory=1_500_000_000)


def fetch(source: str, stdin: BinaryIO | None = None, *, allow_local: bool = False) -> Posting:
    """A posting from a file, an address (http, https), "-" (`stdin`) or "clipboard".

    Formats that can be hostile are read in a limited process. A job board's page that shows its
    posting to browsers only is asked for once more, as data.

    Raises:
        InputError: there is no posting in it, or its format is unknown.
        FileError: it cannot be read.
        NetworkError: it cannot be had, or shows no posting to programs.
        LimitError: it is too large, or takes too long.
    """
    raw = load(source, stdin, local=allow_local)
    digest = hashlib.sha256(raw.data).hexdigest() if in_file(source) else ""
    try:
        return replace(parse(text_of(raw), source), sha256=digest)
    except NetworkError:
        other = interface(source)
        if not other:
            raise
        text = text_of(replace(load(other, local=allow_local), source=source))
        return parse(text, source)


def text_of(raw: Raw) -> str:
    """The text in a posting's bytes. Raises as `fetch`, but for FileError."""
    if raw.format not in READERS:
        return decode(raw)
    command = [*own("tailor.posting"), *arguments(raw)]
    try:
        ended = run(command, environment=here(), data=raw.data, limits=LIMITS)
    except LimitError as error:
        problems = (replace(one, place=Place(raw.source[:200])) for one in error.problems)
        raise LimitError(*problems) from error
    if ended.code > 0:
        raise RuntimeError(ended.errors.decode("utf-8", "replace"))
    return understood(ended.output if ended.code == 0 else b"", raw)
