"""What of a master in a file has no place in a master: keys of other programs, and of one's own."""

from collections.abc import Iterator

from tailor.read.legacy import IGNORED
from tailor.read.source import Mapping, Node, Path, Scalar, Sequence, Source
from tailor.read.unplaced import Unplaced

Texts = dict[int, str]
"""Offset in the source to the text that was read there."""


def dropped(source: Source, before: Mapping, after: Mapping) -> tuple[Unplaced, ...]:
    """The texts of one tree that are not in the one that was made of it, each with its path."""
    kept = dict(scalars(after))
    pairs = (
        (key.name, value) for key, value in before.pairs if key.name not in ("$schema", "meta")
    )
    return tuple(
        Unplaced(source.place(one.start).line or 1, f"{'/'.join(map(str, path))}: {one.name}")
        for name, value in pairs
        for path, one in leaves(value, (name,), kept)
    )


def scalars(node: Node) -> Iterator[tuple[int, str]]:
    """Every text in a tree, and where it begins."""
    if isinstance(node, Scalar):
        yield node.start, node.name
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    else:
        for _, value in node.pairs:
            yield from scalars(value)


def leaves(node: Node, path: Path, kept: Texts, around: str = "") -> Iterator[tuple[Path, Scalar]]:
    """The texts that are not kept; `around` is the text that a mapping became (a place)."""
    if isinstance(node, Scalar):
        if node.text and node.start not in kept and node.text not in around:
            yield path, node
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from leaves(item, (*path, index), kept)
    else:
        told = {one.name for _, one in node.pairs if isinstance(one, Scalar) and one.start in kept}
        for key, value in node.pairs:
            again = isinstance(value, Scalar) and value.start not in kept and value.name in told
            if (str(path[0]), key.name) not in IGNORED and not again:
                yield from leaves(value, (*path, key.name), kept, kept.get(node.start, ""))
