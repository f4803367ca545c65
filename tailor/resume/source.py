"""Texts with the places of their values."""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from tailor.errors import LimitError, Place, Problem

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
        values = {key.name: value.data() for key, value in self.pairs}
        return {key: value for key, value in values.items() if value is not None}

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
        breaks = (index + 1 for index, char in enumerate(self.text) if char == "\n")
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
        excerpt = printable(self.line(place.line or 1), LONGEST_EXCERPT + 40) if near else ""
        return Problem(message, place, excerpt.rstrip(), hint, level)


def printable(text: str, limit: int = 60) -> str:
    """A text that is safe to show on a terminal: one line, no control or invisible characters."""
    short = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(
        " " if char.isspace() else "·" if unicodedata.category(char)[0] == "C" else char
        for char in short
    )


def find_node(node: Node, path: Path) -> tuple[int, Node]:
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


def show_path(path: Path) -> str:
    """A path as it is shown and typed: `work/0/highlights/3`. A long key is cut."""
    return "/".join(printable(str(part)) or '""' for part in path)


DEEPEST = 50
MOST_NODES = 200_000


@dataclass(slots=True)
class Frame:
    """A collection that is still open; in a mapping `key` waits for its value.

    A key without a text was a fault; its value is not kept.
    """

    start: int
    mapping: bool
    items: list[Node] = field(default_factory=list)
    pairs: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    key: Scalar | None = None

    def closed(self) -> Node:
        if self.mapping:
            return Mapping(tuple(self.pairs.values()), self.start)
        return Sequence(tuple(self.items), self.start)


@dataclass(slots=True)
class Tree:
    source: Source
    problems: list[Problem] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    root: Node | None = None
    nodes: int = 0

    @property
    def top(self) -> Frame | None:
        return self.frames[-1] if self.frames else None

    def spend(self, offset: int) -> None:
        """Count one more node. Raises LimitError."""
        self.nodes += 1
        if len(self.frames) >= DEEPEST:
            message = f"lists and mappings are nested more than {DEEPEST} deep"
            raise LimitError(self.source.problem(offset, message))
        if self.nodes > MOST_NODES:
            message = f"there are more than {MOST_NODES:,} values"
            raise LimitError(self.source.problem(offset, message))

    def open(self, start: int, *, mapping: bool) -> None:
        self.frames.append(Frame(start, mapping))

    def close(self) -> None:
        self.put(self.frames.pop().closed())

    def put(self, node: Node) -> None:
        """Add a finished value (in a mapping: the next key or value) to what is open."""
        frame = self.top
        if frame is None:
            self.root = node
        elif not frame.mapping:
            frame.items.append(node)
        elif frame.key is None:
            frame.key = self.key(node, frame)
        else:
            if frame.key.text is not None:
                frame.pairs.setdefault(frame.key.name, (frame.key, node))
            frame.key = None

    def key(self, node: Node, frame: Frame) -> Scalar:
        if not isinstance(node, Scalar):
            hint = 'put quotes around a text that begins with "[", "{" or "?"'
            self.problems.append(self.source.problem(node.start, "a key must be a text", hint))
            return Scalar(None, node.start, node.start)
        text = node.text if node.text is not None else self.source.text[node.start : node.end]
        if text in frame.pairs:
            line = self.source.place(frame.pairs[text][0].start).line
            message = f"`{printable(text)}` is written twice; the first is on line {line}"
            self.problems.append(self.source.problem(node.start, message, "join the two"))
        return Scalar(text, node.start, node.end, node.plain)


@dataclass(frozen=True, slots=True)
class UnplacedLine:
    """A line of the source that is not, or not wholly, in the master."""

    line: int
    text: str


def tree_scalars(node: Node | None) -> Iterator[Scalar]:
    """Every value in a tree that is a text or empty."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from tree_scalars(item)
    elif node is not None:
        for _, value in node.pairs:
            yield from tree_scalars(value)


def tree_texts(node: Node | None) -> Iterator[Scalar]:
    """Every text in a tree."""
    return (scalar for scalar in tree_scalars(node) if scalar.text)


def without_paths(node: Node, paths: frozenset[Path], path: Path = ()) -> Node:
    """A tree without the keys at some paths."""
    if isinstance(node, Sequence):
        every = ((item, (*path, index)) for index, item in enumerate(node.items))
        items = (without_paths(item, paths, sub) for item, sub in every if sub not in paths)
        return replace(node, items=tuple(items))
    if isinstance(node, Mapping):
        pairs = ((key, value, (*path, key.name)) for key, value in node.pairs)
        rest = (
            (key, without_paths(value, paths, sub)) for key, value, sub in pairs if sub not in paths
        )
        return replace(node, pairs=tuple(rest))
    return node
