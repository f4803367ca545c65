"""What an importer makes of a file."""

from dataclasses import dataclass
from typing import Any

from tailor.errors import Problem
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
