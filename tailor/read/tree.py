"""A tree under construction: open collections wait on a stack, so depth costs no recursion."""

from dataclasses import dataclass, field

from tailor.errors import LimitError, Problem
from tailor.read.source import Mapping, Node, Scalar, Sequence, Source, visible

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
            message = f"`{visible(text)}` is written twice; the first is on line {line}"
            self.problems.append(self.source.problem(node.start, message, "join the two"))
        return Scalar(text, node.start, node.end, node.plain)
