"""What ends before it starts."""

from tailor.errors import Problem
from tailor.read.dates import day, ends_before
from tailor.read.source import Mapping, Node, Path, Scalar, Sequence, Source, shown


def reversed_dates(source: Source, node: Node, path: Path = ()) -> list[Problem]:
    """A fault for every mapping whose endDate lies before its startDate."""
    problems: list[Problem] = []
    if isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            problems += reversed_dates(source, item, (*path, index))
    elif isinstance(node, Mapping):
        problems += reversed_here(source, node, path)
        for key, value in node.pairs:
            problems += reversed_dates(source, value, (*path, key.name))
    return problems


def reversed_here(source: Source, node: Mapping, path: Path) -> list[Problem]:
    dates = {key.name: (key, value) for key, value in node.pairs if isinstance(value, Scalar)}
    if "startDate" not in dates or "endDate" not in dates:
        return []
    started, (key, ended) = dates["startDate"][1].name, dates["endDate"]
    try:
        start, end = day(started), day(ended.name)
    except ValueError:
        return []
    if not (start and end and ends_before(start, end)):
        return []
    where = shown((*path, "endDate"))
    message = f"{where}: it ends ({ended.text}) before it starts ({started})"
    return [source.problem(key.start, message)]
