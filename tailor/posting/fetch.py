"""Reads a posting from a file, an address, the clipboard; hostile formats in a child process."""

import hashlib
import json
import re
from dataclasses import asdict, replace
from typing import BinaryIO

from tailor.errors import (
    FileError,
    InputError,
    LimitError,
    NetworkError,
    Place,
    Problem,
    TailorError,
)
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
from tailor.sandbox.process import Limits, child_environment, module_command, run_program

KINDS: dict[int, type[TailorError]] = {
    error.exit_code: error for error in (InputError, FileError, LimitError)
}
SURROGATE = re.compile("[\ud800-\udfff]")


def worker_arguments(raw: RawPosting) -> list[str]:
    """The command line of `python -m tailor.posting`; the bytes go to its standard input."""
    return [raw.format, f"charset={raw.charset}", f"wanted={raw.wanted}"]


def encode_text(text: str) -> str:
    return json.dumps({"text": SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)})


def encode_error(error: TailorError) -> str:
    problems = [asdict(replace(problem, place=None)) for problem in error.problems]
    return json.dumps({"code": error.exit_code, "problems": problems})


def damaged_file_error() -> InputError:
    return InputError(Problem("the file is damaged", hint="copy the text and use --job clipboard"))


def decode_reply(output: bytes, raw: RawPosting) -> str:
    """The text that the child found.

    Raises what the child did, with the source as its place; NetworkError for a page from the web
    that shows no posting; InputError if the child came to grief.
    """
    answer = json.loads(output or encode_error(damaged_file_error()))
    if "text" in answer:
        text = str(answer["text"])
        require_within_limit(text.encode(), raw.source, LONGEST)
        return text
    kind = KINDS.get(answer["code"], InputError)
    if is_web(raw.source) and kind is InputError:
        kind = NetworkError
    place = Place(raw.source[:200])
    raise kind(
        *(
            Problem(
                one["message"], place, hint=one.get("hint") or (SAVE if is_web(raw.source) else "")
            )
            for one in answer["problems"]
        )
    )


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
    """The text in a posting's bytes. Raises as `fetch`, but for FileError."""
    if raw.format not in READERS:
        return decode_text(raw)
    command = [*module_command("tailor.posting"), *worker_arguments(raw)]
    try:
        ended = run_program(command, environment=child_environment(), data=raw.data, limits=LIMITS)
    except LimitError as error:
        problems = (replace(one, place=Place(raw.source[:200])) for one in error.problems)
        raise LimitError(*problems) from error
    if ended.code > 0:
        raise RuntimeError(ended.errors.decode("utf-8", "replace"))
    return decode_reply(ended.output if ended.code == 0 else b"", raw)
