"""What `check` tells of characters that may not be printed, before TeX does."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tailor.cache import Cache
from tailor.cli.masters import SUFFIXES, content
from tailor.errors import Place, Problem
from tailor.model import Resume

LEAVE = "leave it out"
LATIN = f"write it in Latin letters, or {LEAVE}"
UNREAD = re.compile("[\u200d\ufe0f]")
"""What joins emoji; the reader takes it away."""
WORD = re.compile(r"[^\s\"'\[\],]+")
SELECTOR = "VARIATION SELECTOR"
"""The name of a character that only says how the one before it looks begins so."""


@dataclass(frozen=True, slots=True)
class Strange:
    """Characters beyond pdfTeX on one line of the file, or anywhere in it (line and column 0)."""

    characters: str
    line: int = 0
    column: int = 0
    key: str = ""


def unprintable(path: Path, resume: Resume, cache: Cache) -> tuple[Problem, ...]:
    """Warnings about characters of a master that no font may have, at their places."""
    data = content(path, SUFFIXES)
    if not data or (data.isascii() and b"\\" not in data):
        return ()
    stored = cache.kept(
        lambda: dumps(strange_in(data, resume)), "strange", str(path), data, decode=json.loads
    )
    strange = [Strange(**one) for one in json.loads(stored)]
    return tuple(warnings(str(path), strange)) if strange else ()


def dumps(strange: Iterable[Strange]) -> bytes:
    rows = [[one.characters, one.line, one.column, one.key] for one in strange]
    names = ("characters", "line", "column", "key")
    return json.dumps([dict(zip(names, row, strict=True)) for row in rows]).encode()


def strange_in(data: bytes, resume: Resume) -> list[Strange]:
    """The characters of a master that pdfTeX cannot print, line by line of its file."""
    from tailor.render import beyond

    wanted = set(beyond(resume))
    if not wanted:
        return []
    rows = enumerate(data.decode("utf-8", "replace").splitlines(), 1)
    found = [one for number, row in rows for one in strange_on(row, number, wanted, resume)]
    hidden = wanted.difference(*(one.characters for one in found))
    return [*found, *([Strange("".join(sorted(hidden)))] if hidden else [])]


def strange_on(row: str, number: int, wanted: set[str], resume: Resume) -> Iterator[Strange]:
    """Those on one line; a line that is a comment says nothing."""
    from tailor.lines import lines

    columns = [column for column, letter in enumerate(row, 1) if letter in wanted]
    if not columns or row.lstrip().startswith("#"):
        return
    words = [word for word in WORD.findall(UNREAD.sub("", row)) if wanted.intersection(word)]
    keys = (line.key for line in lines(resume) if any(word in line.text for word in words))
    letters = dict.fromkeys(row[column - 1] for column in columns)
    yield Strange("".join(letters), number, columns[0], next(keys, ""))


def warnings(path: str, strange: Sequence[Strange]) -> Iterator[Problem]:
    """A warning for each line with signs, and one for all letters where there is no LuaLaTeX."""
    from tailor.render.escape import HINT, is_hopeless, named
    from tailor.typeset import on_path

    letters = []
    for one in strange:
        if hopeless := list(filter(is_hopeless, one.characters)):
            hint = LATIN if any(map(str.isalpha, hopeless)) else LEAVE
            yield warning(path, one, f"no engine can print {named(hopeless)}", hint)
        elif signs := list(filter(is_sign, one.characters)):
            yield warning(path, one, f"only some fonts can print {named(signs)}")
        else:
            letters.append(one)
    if letters and on_path("lualatex") is None:
        message = f"only LuaLaTeX, which is not here, can print {named(letters[0].characters)}"
        yield warning(path, letters[0], message, HINT)


def is_sign(character: str) -> bool:
    """Whether a character is no letter of a script: an emoji, or what changes one."""
    name = unicodedata.name(character, "")
    return unicodedata.category(character)[0] not in "LMN" or name.startswith(SELECTOR)


def warning(path: str, one: Strange, message: str, hint: str = LEAVE) -> Problem:
    place = Place(path, one.line, one.column) if one.line else Place(path)
    key = f"{one.key}: " if one.key else ""
    return Problem(key + message, place, hint=hint, level="warning")
