"""Keys that other JSON Resume producers write: renamed or left out, with a warning."""

from collections.abc import Iterator
from dataclasses import replace

from tailor.errors import Problem
from tailor.read.source import Mapping, Node, Scalar, Sequence, Source, visible

RENAMED = {
    ("basics", "website"): "url",
    ("work", "company"): "name",
    ("work", "website"): "url",
    ("volunteer", "website"): "url",
    ("publications", "website"): "url",
    ("projects", "website"): "url",
    ("education", "gpa"): "score",
    ("education", "website"): "url",
}
"""(section, key of JSON Resume 0.x) -> key of 1.0.0."""

SPELLED = {
    ("work", "organization"): "name",
    ("work", "organisation"): "name",
    ("volunteer", "organisation"): "organization",
    ("education", "organization"): "institution",
    ("sections", "organization"): "organisation",
    ("sections", "location"): "place",
    ("sections", "description"): "summary",
    ("projects", "summary"): "description",
    ("languages", "name"): "language",
    ("languages", "level"): "fluency",
    ("volunteer", "name"): "organization",
    ("work", "title"): "position",
}
"""Other words for the same thing: accepted without a word."""

IGNORED = {
    ("basics", "image"): "a photo is never printed",
    ("basics", "picture"): "a photo is never printed",
}
PLACED = ("work", "volunteer", "education")
"""Sections in whose entries other programs write a place as a mapping."""
OWN = "keys that begin with _ or x- are yours"


def modern(source: Source, root: Mapping) -> tuple[Mapping, list[Problem]]:
    """The tree with the keys of JSON Resume 1.0.0, and warnings."""
    problems: list[Problem] = []
    pairs = []
    for key, value in with_known_keys(source, root, "", problems):
        if key.name == "$schema":
            continue
        free = key.text == "meta"
        known = value if free else renamed(source, value, key.name, problems)
        pairs.append((key, placed(source, known, problems) if key.name in PLACED else known))
    return replace(root, pairs=tuple(pairs)), problems


def placed(source: Source, node: Node, problems: list[Problem]) -> Node:
    """The entries of a section with each `location` that is a mapping as one text."""
    if isinstance(node, Sequence):
        return replace(node, items=tuple(placed(source, one, problems) for one in node.items))
    if not isinstance(node, Mapping):
        return node
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in node.pairs:
        if key.name == "location" and isinstance(value, Mapping):
            pairs.append((key, town(source, value, problems)))
        else:
            pairs.append((key, value))
    return replace(node, pairs=tuple(pairs))


def town(source: Source, node: Mapping, problems: list[Problem]) -> Scalar:
    """ "City, Region" of a mapping such as basics has; the country if there is no region."""
    parts = {key.name: value.name for key, value in node.pairs if isinstance(value, Scalar)}
    country = parts.get("country") or parts.get("countryCode", "")
    said = [parts.get("city", ""), parts.get("region") or country]
    said = [one for one in said if one] or [parts.get("address") or parts.get("name", "")]
    left = [
        name for name in ("address", "postalCode") if parts.get(name) and parts[name] not in said
    ]
    if left:
        message = f"`{'` and `'.join(left)}` of a place of work is not printed"
        problems.append(source.problem(node.start, message, level="warning"))
    return Scalar(", ".join(said), node.start, node.start)


def renamed(source: Source, node: Node, section: str, problems: list[Problem]) -> Node:
    """Everything inside one section."""
    if isinstance(node, Sequence):
        items = (renamed(source, item, section, problems) for item in node.items)
        return replace(node, items=tuple(items))
    if isinstance(node, Mapping):
        pairs = (
            (key, renamed(source, value, section, problems))
            for key, value in with_known_keys(source, node, section, problems)
        )
        return replace(node, pairs=tuple(pairs))
    return node


def with_known_keys(
    source: Source, node: Mapping, section: str, problems: list[Problem]
) -> Iterator[tuple[Scalar, Node]]:
    """The pairs of one mapping under the keys of today, without those that are ignored."""
    names = {key.text for key, _ in node.pairs}
    for key, value in node.pairs:
        old = (section, key.name)
        new = RENAMED.get(old) or SPELLED.get(old)
        ignored = IGNORED.get(old) or (OWN if key.name.startswith(("_", "x-")) else "")
        message = ""
        if ignored:
            empty = isinstance(value, Scalar) and not value.text
            message = "" if empty else f"`{visible(key.name)}` is ignored: {ignored}"
        elif old in RENAMED and new not in names:
            message = f"`{key.text}` is an old name; it was read as `{new}`"
        if message:
            problems.append(source.problem(key.start, message, level="warning"))
        same = new in names and repeats(value, node.get(new or ""))
        if not ignored and not same:
            yield (replace(key, text=new) if new and new not in names else key), value


def repeats(one: Node, other: Node | None) -> bool:
    """Whether an old key says the same as the new one beside it."""
    return isinstance(one, Scalar) and isinstance(other, Scalar) and one.text == other.text


ROLES = ("positions", "roles")
"""Keys of several positions with one employer."""
AS_ROLE = {"title": "position", "name": "position", "role": "position"}


def one_job_each(_source: Source, root: Mapping) -> tuple[Mapping, list[Problem]]:
    """The tree with each position of an employer as a job of its own."""
    work = root.get("work")
    if not isinstance(work, Sequence) or not any(map(positions, work.items)):
        return root, []
    items: list[Node] = []
    for job in work.items:
        items += roles_of(job) if isinstance(job, Mapping) and positions(job) else [job]
    pairs = (
        (k, replace(work, items=tuple(items)) if k.name == "work" else v) for k, v in root.pairs
    )
    return replace(root, pairs=tuple(pairs)), []


def positions(job: Node) -> tuple[Mapping, ...]:
    """The positions that a job lists."""
    held = (
        next((job.get(key) for key in ROLES if job.get(key)), None)
        if isinstance(job, Mapping)
        else None
    )
    items = held.items if isinstance(held, Sequence) else ()
    return tuple(one for one in items if isinstance(one, Mapping) and one.pairs)


def roles_of(job: Mapping) -> list[Node]:
    """A job for each of its positions; what is said of the employer goes to all or to the first."""
    shared = tuple(pair for pair in job.pairs if pair[0].name in ("name", "location", "url"))
    rest = tuple(
        pair
        for pair in job.pairs
        if pair not in shared and pair[0].name not in (*ROLES, "position", "startDate", "endDate")
    )
    made: list[Node] = []
    for number, role in enumerate(positions(job)):
        own = tuple((replace(k, text=AS_ROLE.get(k.name, k.name)), v) for k, v in role.pairs)
        named = {key.name for key, _ in own}
        more = (*shared, *(rest if not number else ()))
        made.append(replace(role, pairs=(*(p for p in more if p[0].name not in named), *own)))
    return made
