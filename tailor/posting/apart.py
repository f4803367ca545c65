"""What the child process that reads a posting says, as JSON: the text, or why there is none."""

import json
import re
from dataclasses import asdict, replace

from tailor.errors import (
    FileError,
    InputError,
    LimitError,
    NetworkError,
    Place,
    Problem,
    TailorError,
)
from tailor.posting.sources import LONGEST, Raw, is_web, within_limit
from tailor.posting.walls import SAVE

KINDS: dict[int, type[TailorError]] = {
    error.exit_code: error for error in (InputError, FileError, LimitError)
}
SURROGATE = re.compile("[\ud800-\udfff]")


def arguments(raw: Raw) -> list[str]:
    """The command line of `python -m tailor.posting`; the bytes go to its standard input."""
    return [raw.format, f"charset={raw.charset}", f"wanted={raw.wanted}"]


def says(text: str) -> str:
    return json.dumps({"text": SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)})


def refuses(error: TailorError) -> str:
    problems = [asdict(replace(problem, place=None)) for problem in error.problems]
    return json.dumps({"code": error.exit_code, "problems": problems})


def damaged() -> InputError:
    return InputError(Problem("the file is damaged", hint="copy the text and use --job clipboard"))


def understood(output: bytes, raw: Raw) -> str:
    """The text that the child found.

    Raises what the child did, with the source as its place; NetworkError for a page from the web
    that shows no posting; InputError if the child came to grief.
    """
    answer = json.loads(output or refuses(damaged()))
    if "text" in answer:
        text = str(answer["text"])
        within_limit(text.encode(), raw.source, LONGEST)
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
