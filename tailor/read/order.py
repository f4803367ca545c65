"""Dates that cannot be, and dates that are not printed."""

from collections.abc import Iterator

from tailor.errors import Problem
from tailor.fields import DATES
from tailor.read.dates import day, ends_before, is_now
from tailor.read.source import Mapping, Node, Path, Scalar, Sequence, Source, shown

Dates = dict[str, tuple[Scalar, str]]
"""The key and the text of each date of a mapping, by name."""


def misdated(source: Source, node: Node, path: Path = ()) -> list[Problem]:
    """A fault for each mapping that ends before it starts, or starts now, and a warning for each
    "present" that stands alone."""
    problems: list[Problem] = []
    if isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            problems += misdated(source, item, (*path, index))
    elif isinstance(node, Mapping):
        dates = {
            key.name: (key, value.name)
            for key, value in node.pairs
            if key.name in DATES and isinstance(value, Scalar) and value.text
        }
        problems += [*reversed_here(source, dates, path), *now_here(source, dates, path)]
        for key, value in node.pairs:
            if path or key.name != "meta":
                problems += misdated(source, value, (*path, key.name))
    return problems


def reversed_here(source: Source, dates: Dates, path: Path) -> Iterator[Problem]:
    if "startDate" not in dates or "endDate" not in dates:
        return
    started, (key, ended) = dates["startDate"][1], dates["endDate"]
    try:
        start, end = day(started), day(ended)
    except ValueError:
        return
    if start and end and ends_before(start, end):
        where = shown((*path, "endDate"))
        message = f"{where}: it ends ({ended}) before it starts ({started})"
        yield source.problem(key.start, message)


def now_here(source: Source, dates: Dates, path: Path) -> Iterator[Problem]:
    for name, (key, text) in dates.items():
        if not is_now(text):
            continue
        where = f"{shown((*path, name))}: `{text}`"
        if name == "startDate":
            message = f"{where} is no date on which something began"
            yield source.problem(key.start, message, "write the year")
        elif "startDate" not in dates:
            message = f"{where} is not printed: there is no date on which it began"
            yield source.problem(key.start, message, level="warning")
