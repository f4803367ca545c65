"""A text file as a tree of typed-in texts, each of which knows where it stands."""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from tailor.errors import Place, Problem

LONGEST_EXCERPT = 160


Path: TypeAlias = tuple[str | int, ...]
Data: TypeAlias = str | list["Data"] | dict[str, "Data"] | None


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it was typed; None if the value is missing. `start` and `end` are offsets."""

    text: str | None
    start: int
    end: int
    plain: bool = False

    @property
    def name(self) -> str:
        """The text of a key."""
        return self.text or ""

    def changed(self, change: "Change", path: Path = ()) -> "Scalar":
        return change(self, path)

    def data(self) -> Data:
        return self.text


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple["Node", ...]
    start: int

    def changed(self, change: "Change", path: Path = ()) -> "Sequence":
        items = (item.changed(change, (*path, index)) for index, item in enumerate(self.items))
        return Sequence(tuple(items), self.start)

    def data(self) -> Data:
        return [item.data() for item in self.items]


@dataclass(frozen=True, slots=True)
class Mapping:
    pairs: tuple[tuple[Scalar, "Node"], ...]
    start: int

    def changed(self, change: "Change", path: Path = ()) -> "Mapping":
        """The same tree with every value replaced by what `change(value, path)` gives."""
        pairs = ((key, value.changed(change, (*path, key.name))) for key, value in self.pairs)
        return Mapping(tuple(pairs), self.start)

    def data(self) -> Data:
        """As a dictionary; a key without a value (null) counts as not written."""
        found = {key.name: value.data() for key, value in self.pairs}
        return {key: value for key, value in found.items() if value is not None}

    def get(self, key: str) -> "Node | None":
        return next((value for name, value in self.pairs if name.text == key), None)


Node: TypeAlias = Scalar | Sequence | Mapping
Change: TypeAlias = Callable[[Scalar, Path], Scalar]


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text and name; turns offsets into places and faults."""

    path: str
    text: str
    starts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        breaks = (at + 1 for at, letter in enumerate(self.text) if letter == "\n")
        object.__setattr__(self, "starts", (0, *breaks))

    def place(self, offset: int) -> Place:
        line = bisect_right(self.starts, offset)
        return Place(self.path, line, offset - self.starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Line `number` (from 1), without its end."""
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : end]

    def problem(
        self, offset: int, message: str, hint: str = "", *, level: str = "error"
    ) -> Problem:
        """A fault at `offset`; the line is quoted if the place is near enough to its start."""
        place = self.place(offset)
        near = (place.column or 1) <= LONGEST_EXCERPT
        excerpt = visible(self.line(place.line or 1), LONGEST_EXCERPT + 40) if near else ""
        return Problem(message, place, excerpt.rstrip(), hint, level)


def visible(text: str, limit: int = 60) -> str:
    """A text that is safe to show on a terminal: one line, no control or invisible characters."""
    short = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(
        " " if letter.isspace() else "·" if unicodedata.category(letter)[0] == "C" else letter
        for letter in short
    )


def find(node: Node, path: Path) -> tuple[int, Node]:
    """The offset and node of the deepest part of `path` that is written in the file.

    For a value in a mapping the offset is that of its key.
    """
    offset = node.start
    for part in path:
        if isinstance(node, Mapping):
            pair = next((pair for pair in node.pairs if pair[0].text == part), None)
            if pair is None:
                break
            offset, node = pair[0].start, pair[1]
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            offset = node.start
        else:
            break
    return offset, node


def shown(path: Path) -> str:
    """A path as it is shown and typed: `work/0/highlights/3`. A long key is cut."""
    return "/".join(visible(str(part)) or '""' for part in path)
