"""Warnings of `check` about characters that may not be printed, before TeX fails."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tailor.cache import Cache
from tailor.cli.inputs import SUFFIXES, read_file_of_suffix
from tailor.errors import Place, Problem
from tailor.models import Resume

LEAVE_OUT_HINT = "leave it out"
LATIN_HINT = f"write it in Latin letters, or {LEAVE_OUT_HINT}"
JOINERS = re.compile("[\u200d\ufe0f]")
"""What joins emoji; the reader takes it away."""
WORD = re.compile(r"[^\s\"'\[\],]+")
SELECTOR = "VARIATION SELECTOR"
"""The name of a character that only says how the one before it looks begins so."""


@dataclass(frozen=True, slots=True)
class UnprintableRun:
    """Characters beyond pdfTeX on one line of the file, or anywhere in it (line and column 0)."""

    characters: str
    line: int = 0
    column: int = 0
    key: str = ""


def find_unprintable(path: Path, resume: Resume, cache: Cache) -> tuple[Problem, ...]:
    """Warnings about characters of a master that no font may have, at their places."""
    data = read_file_of_suffix(path, SUFFIXES)
    if not data or (data.isascii() and b"\\" not in data):
        return ()
    stored = cache.get_or_make(
        lambda: encode_runs(find_runs(data, resume)), "strange", str(path), data, decode=json.loads
    )
    runs = [UnprintableRun(**run) for run in json.loads(stored)]
    return tuple(unprintable_warnings(str(path), runs)) if runs else ()


def encode_runs(runs: Iterable[UnprintableRun]) -> bytes:
    return json.dumps([asdict(run) for run in runs]).encode()


def find_runs(data: bytes, resume: Resume) -> list[UnprintableRun]:
    """The characters of a master that pdfTeX cannot print, line by line of its file."""
    from tailor.render.escape import unprintable_characters

    wanted = set(unprintable_characters(resume))
    if not wanted:
        return []
    rows = enumerate(data.decode("utf-8", "replace").splitlines(), 1)
    runs = [run for number, row in rows for run in find_runs_on_line(row, number, wanted, resume)]
    hidden = wanted.difference(*(run.characters for run in runs))
    return [*runs, *([UnprintableRun("".join(sorted(hidden)))] if hidden else [])]


def find_runs_on_line(
    row: str, number: int, wanted: set[str], resume: Resume
) -> Iterator[UnprintableRun]:
    """Those on one line; a line that is a comment says nothing."""
    from tailor.layout import scorable_lines

    columns = [column for column, char in enumerate(row, 1) if char in wanted]
    if not columns or row.lstrip().startswith("#"):
        return
    words = [word for word in WORD.findall(JOINERS.sub("", row)) if wanted.intersection(word)]
    keys = (line.key for line in scorable_lines(resume) if any(word in line.text for word in words))
    characters = dict.fromkeys(row[column - 1] for column in columns)
    yield UnprintableRun("".join(characters), number, columns[0], next(keys, ""))


def unprintable_warnings(path: str, runs: Sequence[UnprintableRun]) -> Iterator[Problem]:
    """A warning for each line with symbols, and one for all letters if LuaLaTeX is missing."""
    from tailor.latex.engine import engine_on_path
    from tailor.render.escape import HINT, describe_characters, is_hopeless

    letters = []
    for run in runs:
        if hopeless := list(filter(is_hopeless, run.characters)):
            hint = LATIN_HINT if any(map(str.isalpha, hopeless)) else LEAVE_OUT_HINT
            yield unprintable_warning(
                path, run, f"no engine can print {describe_characters(hopeless)}", hint
            )
        elif signs := list(filter(is_sign, run.characters)):
            yield unprintable_warning(
                path, run, f"only some fonts can print {describe_characters(signs)}"
            )
        else:
            letters.append(run)
    if letters and engine_on_path("lualatex") is None:
        characters = describe_characters(letters[0].characters)
        message = f"only LuaLaTeX, which is not installed, can print {characters}"
        yield unprintable_warning(path, letters[0], message, HINT)


def is_sign(character: str) -> bool:
    """Whether a character is not a letter of a script: an emoji, or what changes one."""
    name = unicodedata.name(character, "")
    return unicodedata.category(character)[0] not in "LMN" or name.startswith(SELECTOR)


def unprintable_warning(
    path: str, run: UnprintableRun, message: str, hint: str = LEAVE_OUT_HINT
) -> Problem:
    place = Place(path, run.line, run.column) if run.line else Place(path)
    key = f"{run.key}: " if run.key else ""
    return Problem(key + message, place, hint=hint, level="warning")
