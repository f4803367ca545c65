"""What JSON Resume has no key for, brought back to where it belongs in a master.

A project of type `work/0` is a named piece of that job; one whose type is among the titles in
`meta.sections` is an entry of that section; `x-endDate` holds an end that is no ISO date.
"""

import re
from dataclasses import replace

from tailor.errors import Problem
from tailor.read.source import Mapping, Node, Scalar, Sequence, Source

JOB = re.compile(r"work/(\d+)")
ENTRY = {"name": "title", "entity": "organisation", "description": "summary"}
TYPED = ("x-startDate", "x-endDate", "x-date", "x-releaseDate")
PIECE = ("name", "keywords", "highlights")


def unfolded(_source: Source, root: Mapping) -> tuple[Mapping, list[Problem]]:
    """The tree of a master; trees of other files stay as they are."""
    root = with_dates(root)
    projects, titles, work = root.get("projects"), section_titles(root), root.get("work")
    held = len(work.items) if isinstance(work, Sequence) else 0
    if not isinstance(projects, Sequence):
        return root, []
    jobs: dict[int, list[Node]] = {}
    own: dict[str, list[Node]] = {title: [] for title in titles}
    rest: list[Node] = []
    for item in projects.items:
        kind = kind_of(item)
        job = JOB.fullmatch(kind)
        if job and int(job[1]) < held and isinstance(item, Mapping):
            jobs.setdefault(int(job[1]), []).append(picked(item, PIECE))
        elif kind in own and isinstance(item, Mapping):
            own[kind].append(renamed(item))
        else:
            rest.append(item)
    if len(rest) == len(projects.items):
        return root, []
    return rebuilt(root, projects, jobs, own, rest), []


def rebuilt(
    root: Mapping,
    projects: Sequence,
    jobs: dict[int, list[Node]],
    own: dict[str, list[Node]],
    rest: list[Node],
) -> Mapping:
    at = projects.start
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in root.pairs:
        if key.name == "work" and isinstance(value, Sequence):
            items = [with_pieces(item, jobs.get(n, [])) for n, item in enumerate(value.items)]
            pairs.append((key, replace(value, items=tuple(items))))
        elif key.name == "projects":
            pairs += [(key, Sequence(tuple(rest), at))] if rest else []
            made = [section(title, entries, at) for title, entries in own.items() if entries]
            pairs += [(Scalar("sections", at, at), Sequence(tuple(made), at))] if made else []
        elif key.name != "meta" or not own:
            pairs.append((key, value))
        else:
            pairs += [(key, kept)] if (kept := without(value, "sections")) else []
    return replace(root, pairs=tuple(pairs))


def section_titles(root: Mapping) -> list[str]:
    meta = root.get("meta")
    titles = meta.get("sections") if isinstance(meta, Mapping) else None
    items = titles.items if isinstance(titles, Sequence) else ()
    return [item.name for item in items if isinstance(item, Scalar)]


def kind_of(item: Node) -> str:
    kind = item.get("type") if isinstance(item, Mapping) else None
    return kind.name if isinstance(kind, Scalar) else ""


def picked(item: Mapping, names: tuple[str, ...]) -> Mapping:
    return replace(item, pairs=tuple(pair for pair in item.pairs if pair[0].name in names))


def renamed(item: Mapping) -> Mapping:
    pairs = tuple(
        (replace(key, text=ENTRY.get(key.name, key.name)), value)
        for key, value in item.pairs
        if key.name != "type"
    )
    return replace(item, pairs=pairs)


def without(node: Node, name: str) -> Node | None:
    """A mapping without one key; None if nothing else is in it."""
    if not isinstance(node, Mapping):
        return node
    pairs = tuple(pair for pair in node.pairs if pair[0].name != name)
    return replace(node, pairs=pairs) if pairs else None


def with_pieces(job: Node, pieces: list[Node]) -> Node:
    if not pieces or not isinstance(job, Mapping) or job.get("projects") is not None:
        return job
    key = Scalar("projects", job.start, job.start)
    return replace(job, pairs=(*job.pairs, (key, Sequence(tuple(pieces), job.start))))


def section(title: str, entries: list[Node], at: int) -> Mapping:
    name = (Scalar("title", at, at), Scalar(title, at, at))
    return Mapping((name, (Scalar("entries", at, at), Sequence(tuple(entries), at))), at)


def with_dates(root: Mapping) -> Mapping:
    """The tree with `x-startDate` and the like in the place of the dates that they explain."""
    made = dated(root)
    assert isinstance(made, Mapping)
    return made


def dated(node: Node) -> Node:
    if isinstance(node, Sequence):
        return replace(node, items=tuple(map(dated, node.items)))
    if not isinstance(node, Mapping):
        return node
    typed = {key.name[2:]: value for key, value in node.pairs if key.name in TYPED}
    pairs = tuple(
        (key, typed.get(key.name) or dated(value))
        for key, value in node.pairs
        if key.name not in TYPED
    )
    return replace(node, pairs=pairs)
