"""What files are called after postings."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from tailor.posting import is_web
from tailor.system.names import is_reserved

BLANKS = ("posting", "company", "title")
"""What may stand in braces in an output's name."""
POSTING = ".posting.txt"
UNNAMED = "posting"
LONGEST_STEM = 80
STEPS = ("jobs", "job", "o", "view", "viewjob", "careers", "apply", "en", "en-us", "postings")
"""Parts of addresses that many share."""


def blanks(pattern: str) -> list[str]:
    """What stands in braces."""
    return re.findall(r"\{(.*?)\}", pattern)


def unused(pattern: str) -> list[str]:
    """What a pattern could have in braces and has not."""
    return [f"{{{blank}}}" for blank in BLANKS if blank not in blanks(pattern)]


def valid_name(name: str) -> None:
    """Raises ValueError if no file can have the name."""
    if "\0" in name:
        raise ValueError("no file has a NUL in its name")


def valid_blanks(pattern: str) -> None:
    """Raises as `valid_name`, and if something stands in braces that is none of `BLANKS`."""
    valid_name(pattern)
    for name in blanks(pattern):
        if name not in BLANKS:
            known = ", ".join(f"{{{blank}}}" for blank in BLANKS)
            raise ValueError(f"{{{name}}} is not known here: use {known}")


def tells(pattern: str) -> bool:
    """Whether a file is to be called as the posting calls itself: a stranger chose those words."""
    return not {"company", "title"}.isdisjoint(blanks(pattern))


def slug(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:LONGEST_STEM].rstrip("-.")


def stem(source: str) -> str:
    """A file name from a posting's: letters, digits, dots and dashes, never a path or hidden."""
    name = "" if source == "-" else Path(source.rstrip("/")).stem
    name = slug(place_of(source) if is_web(source) else name.removesuffix(Path(POSTING).stem))
    return unreserved(name) if name else UNNAMED


def unreserved(name: str) -> str:
    """A name that is no device on Windows, so that results are called alike on every system."""
    return f"{UNNAMED}-{name}" if is_reserved(name) else name


def filled_name(pattern: str, words: Mapping[str, str]) -> str:
    """One name of a path with its blanks filled in."""
    name = pattern
    for blank, text in words.items():
        name = name.replace(f"{{{blank}}}", text)
    return unreserved(name) if name != pattern else name


def place_of(url: str) -> str:
    """What tells one address from others: the end of its path, and what was asked for."""
    address = urlsplit(url)
    steps = [step for step in address.path.split("/") if slug(step).lower() not in ("", *STEPS)]
    asked = [value for _, value in parse_qsl(address.query)][:2]
    return "-".join([*steps[-2:], *asked]) or address.hostname or ""
