"""What an importer makes of a file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from tailor.errors import Problem
from tailor.files import data_folder
from tailor.resume.source import Mapping, Source, UnplacedLine


@dataclass(frozen=True, slots=True)
class ImportedTree:
    """A file as a tree in its text, the lines that are not in it, and what to warn of.

    `lines` is how many lines of the source have a word in them.
    """

    source: Source
    root: Mapping
    unplaced: tuple[UnplacedLine, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True)
class ImportResult:
    """A master as data (the keys of docs/resume.schema.json) and the report of its import."""

    path: str
    master: dict[str, Any]
    unplaced: tuple[UnplacedLine, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: int = 0


@cache
def load_keys(format: str) -> dict[str, tuple[str, dict[str, str]]]:
    """For each section of another format: the section of a master, and by its keys those of a
    master (`data/foreign_keys.toml`)."""
    with (data_folder("data") / "foreign_keys.toml").open("rb") as file:
        table = tomllib.load(file)[format]
    return {name: (one["section"], one["keys"]) for name, one in table.items()}
