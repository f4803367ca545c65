"""What JSON Resume has no key for, brought back to where it belongs in a master.

A project of type `work/0` is a named piece of that job; one whose type is among the titles in
`meta.sections` is an entry of that section; `x-endDate` holds an end that is no ISO date. What
says more than its new place has keys for stays where it is.
"""

import re
from dataclasses import dataclass, replace

from tailor.errors import Problem
from tailor.read.fields import Model
from tailor.read.schema import CustomEntry, Piece, Project
from tailor.read.source import Mapping, Node, Scalar, Sequence, Source

JOB = re.compile(r"work/([0-9]{1,6})")
ENTRY = {"name": "title", "entity": "organisation", "description": "summary"}
TYPED = ("x-startDate", "x-endDate", "x-date", "x-releaseDate")
YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Homes:
    """Where the projects of a file belong: in jobs by number, in sections by title, or `rest`."""

    jobs: dict[int, list[Node]]
    own: dict[str, list[Node]]
    rest: list[Node]

    def take(self, item: Node) -> None:
        kind = kind_of(item)
        job = JOB.fullmatch(kind)
        number = int(job[1]) if job else -1
        if number in self.jobs and (piece := moved(item, Piece, {})):
            self.jobs[number].append(piece)
        elif kind in self.own and (entry := moved(item, CustomEntry, ENTRY)):
            self.own[kind].append(entry)
        else:
            self.rest.append(item)


def unfolded(_source: Source, root: Mapping) -> tuple[Mapping, list[Problem]]:
    """The tree of a master; trees of other files stay as they are."""
    root = with_dates(root)
    projects = root.get("projects")
    if not isinstance(projects, Sequence):
        return root, []
    homes = Homes({number: [] for number in jobs(root)}, {title: [] for title in titles(root)}, [])
    for item in projects.items:
        homes.take(item)
    if len(homes.rest) == len(projects.items):
        return root, []
    return rebuilt(root, projects, homes), []


def jobs(root: Mapping) -> list[int]:
    """The numbers of the jobs that can take a piece of work."""
    work = root.get("work")
    return [
        number
        for number, job in enumerate(work.items if isinstance(work, Sequence) else ())
        if isinstance(job, Mapping) and isinstance(job.get("projects"), Sequence | None)
    ]


def titles(root: Mapping) -> list[str]:
    """The sections that `meta.sections` names, if entries can be added to `sections`."""
    meta = root.get("meta")
    named = meta.get("sections") if isinstance(meta, Mapping) else None
    if not isinstance(named, Sequence) or not isinstance(root.get("sections"), Sequence | None):
        return []
    return [item.name for item in named.items if isinstance(item, Scalar) and item.text]


def kind_of(item: Node) -> str:
    kind = item.get("type") if isinstance(item, Mapping) else None
    return kind.name if isinstance(kind, Scalar) else ""


def moved(item: Node, model: type[Model], names: dict[str, str]) -> Mapping | None:
    """A project under the keys of another mapping; None if that has no place for some of it."""
    if not isinstance(item, Mapping):
        return None
    filled = [(key, value) for key, value in item.pairs if key.name != "type" and says(value)]
    keys = {names.get(key.name, key.name) for key, _ in filled}
    strange = {key.name for key, _ in filled} - set(Project.keys())
    if len(keys) < len(filled) or len(keys - set(model.keys())) > len(strange):
        return None
    pairs = ((replace(key, text=names.get(key.name, key.name)), value) for key, value in filled)
    return replace(item, pairs=tuple(pairs))


def says(node: Node) -> bool:
    return bool(node.text if isinstance(node, Scalar) else node.data())


def rebuilt(root: Mapping, projects: Sequence, homes: Homes) -> Mapping:
    """The tree with its projects in their places."""
    at = projects.start
    made = tuple(section(title, entries, at) for title, entries in homes.own.items() if entries)
    held = root.get("sections") is not None
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in root.pairs:
        if key.name == "work" and isinstance(value, Sequence):
            items = [with_pieces(job, homes.jobs.get(n, [])) for n, job in enumerate(value.items)]
            pairs.append((key, replace(value, items=tuple(items))))
        elif key.name == "projects":
            pairs += [(key, Sequence(tuple(homes.rest), at))] if homes.rest else []
            own = (Scalar("sections", at, at), Sequence(made, at))
            pairs += [own] if made and not held else []
        elif key.name == "sections" and isinstance(value, Sequence):
            pairs.append((key, replace(value, items=(*value.items, *made))))
        elif key.name == "meta" and made:
            pairs += [(key, kept)] if (kept := without(value, "sections")) else []
        else:
            pairs.append((key, value))
    return replace(root, pairs=tuple(pairs))


def without(node: Node, name: str) -> Node | None:
    """A mapping without one key; None if nothing else is in it."""
    if not isinstance(node, Mapping):
        return node
    pairs = tuple(pair for pair in node.pairs if pair[0].name != name)
    return replace(node, pairs=pairs) if pairs else None


def with_pieces(job: Node, pieces: list[Node]) -> Node:
    """A job with more pieces of work, behind those that it has."""
    if not pieces or not isinstance(job, Mapping):
        return job
    key, held = Scalar("projects", job.start, job.start), job.get("projects")
    items = held.items if isinstance(held, Sequence) else ()
    others = tuple(pair for pair in job.pairs if pair[0].name != "projects")
    return replace(job, pairs=(*others, (key, Sequence((*items, *pieces), job.start))))


def section(title: str, entries: list[Node], at: int) -> Mapping:
    name = (Scalar("title", at, at), Scalar(title, at, at))
    return Mapping((name, (Scalar("entries", at, at), Sequence(tuple(entries), at))), at)


def with_dates(root: Mapping) -> Mapping:
    """The tree with `x-startDate` and the like in the place of the years that they explain."""
    made = dated(root)
    assert isinstance(made, Mapping)
    return made


def dated(node: Node) -> Node:
    if isinstance(node, Sequence):
        return replace(node, items=tuple(map(dated, node.items)))
    if not isinstance(node, Mapping):
        return node
    typed = {
        key.name[2:]: value
        for key, value in node.pairs
        if key.name in TYPED and explains(value, node.get(key.name[2:]))
    }
    pairs = tuple(
        (key, typed.get(key.name) or dated(value))
        for key, value in node.pairs
        if key.name.removeprefix("x-") not in typed or key.name in typed
    )
    return replace(node, pairs=pairs)


def explains(typed: Node, date: Node | None) -> bool:
    """Whether a text such as "Summer 2020" says more of the year 2020."""
    year = YEAR.search(typed.name) if isinstance(typed, Scalar) else None
    return year is not None and isinstance(date, Scalar) and date.name == year[0]
