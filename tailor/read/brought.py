"""What an importer makes of a file."""

from collections.abc import Callable
from dataclasses import dataclass

from tailor.errors import Problem
from tailor.read.source import Mapping, Source
from tailor.read.unplaced import Unplaced


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as a tree in its text, the lines that are not in it, and what to warn of.

    `lines` is how many lines of the source have a word in them.
    """

    source: Source
    root: Mapping
    unplaced: tuple[Unplaced, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: int = 0


Importer = Callable[[bytes, str], Brought]
