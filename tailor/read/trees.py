"""Trees of other programs' YAML, rebuilt under the keys of a master."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tailor.read.marks import LINK, bare
from tailor.read.source import Mapping, Node, Scalar, Sequence
from tailor.read.understand.periods import iso, periods

Pairs = list[tuple[str, Node]]

DATES = ("start_date", "end_date", "date", "startDate", "endDate", "releaseDate")


@dataclass(slots=True)
class Adopted:
    """The tree of a master in the making, and the texts that have no place in it."""

    root: Mapping
    left: list[Scalar] = field(default_factory=list)
    language: str = ""


def leaves(node: Node | None) -> Iterator[Scalar]:
    """All texts in a tree."""
    if isinstance(node, Scalar):
        if node.text:
            yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from leaves(item)
    elif node is not None:
        for _, value in node.pairs:
            yield from leaves(value)


def mapping(pairs: Pairs, at: int) -> Mapping:
    """A mapping of what is not empty."""
    made = tuple((Scalar(name, at, at), node) for name, node in pairs if any(leaves(node)))
    return Mapping(made, at)


def moved(
    node: Mapping, names: dict[str, str], found: Adopted, known: tuple[str, ...] = ()
) -> Pairs:
    """The pairs of a mapping under other names, their texts without marks.

    What is neither in `names` nor `known` has no place.
    """
    pairs: Pairs = []
    for key, value in node.pairs:
        if key.name in DATES and key.name in names:
            pairs += dated(names[key.name], value, found)
        elif key.name in names:
            found.left += addresses(value)
            pairs.append((names[key.name], value.changed(lambda one, _: bare(one))))
        elif key.name not in known:
            found.left += leaves(value)
    return pairs


def addresses(node: Node) -> Iterator[Scalar]:
    """The web addresses behind words of a text, which a master has no place for."""
    for one in leaves(node):
        for words, address in LINK.findall(one.name):
            yield replace(one, text=f"{words}: {address}")


def dated(name: str, value: Node, found: Adopted) -> Pairs:
    """A date as the master writes it; of a range both ends."""
    if not isinstance(value, Scalar) or not value.text:
        return []
    text = value.text.strip()
    if day := iso(text):
        return (
            []
            if name == "endDate" and not any(map(str.isdigit, day))
            else [(name, replace(value, text=day))]
        )
    ranges = periods(text)
    if not ranges:
        found.left.append(value)
        return []
    first = ranges[0]
    made = [("startDate", first.start), (name if not first.start else "endDate", first.end)]
    return [(key, replace(value, text=day)) for key, day in made if day]


def together(items: tuple[Node, ...]) -> Scalar:
    texts = [bare(one) for item in items for one in leaves(item)]
    start, end = (texts[0].start, texts[-1].end) if texts else (0, 0)
    return Scalar(" ".join(one.name for one in texts), start, end)
