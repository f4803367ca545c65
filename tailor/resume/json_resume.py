"""Older and extended forms of JSON Resume."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tailor.errors import Problem
from tailor.i18n import has_titles
from tailor.resume.schema import CustomEntry, Model, Piece, Project
from tailor.resume.source import Mapping, Node, Path, Scalar, Sequence, Source, printable, show_path

JOB = re.compile(r"work/([0-9]{1,6})")
ENTRY = {"name": "title", "entity": "organisation", "description": "summary"}
TYPED = ("x-startDate", "x-endDate", "x-date", "x-releaseDate")
YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class ProjectTargets:
    """Where the projects of a file belong: in jobs by number, in sections by title, or `rest`."""

    jobs: dict[int, list[Node]]
    own: dict[str, list[Node]]
    rest: list[Node]

    def take(self, item: Node) -> None:
        kind = kind_of(item)
        job = JOB.fullmatch(kind)
        number = int(job[1]) if job else -1
        if number in self.jobs and (piece := rename_project(item, Piece, {})):
            self.jobs[number].append(piece)
        elif kind in self.own and (entry := rename_project(item, CustomEntry, ENTRY)):
            self.own[kind].append(entry)
        else:
            self.rest.append(item)


def restore_extensions(_source: Source, root: Mapping) -> tuple[Mapping, list[Problem]]:
    """The tree of a master; trees of other files stay as they are."""
    root = with_lines(with_dates(root))
    projects = root.get("projects")
    if not isinstance(projects, Sequence):
        return root, []
    homes = ProjectTargets(
        {number: [] for number in job_numbers(root)},
        {title: [] for title in custom_titles(root)},
        [],
    )
    for item in projects.items:
        homes.take(item)
    if len(homes.rest) == len(projects.items):
        return root, []
    return rebuild_tree(root, projects, homes), []


STATEMENTS = ("highlights", "summary", "description", "reference")
"""Keys of statements, or of lists of them."""


def with_lines(root: Mapping) -> Mapping:
    """The tree with the statements that `meta.lines` has whole (id, tags, variants) in the place of
    their texts."""
    meta = root.get("meta")
    lines = meta.get("lines") if isinstance(meta, Mapping) else None
    if not isinstance(lines, Sequence):
        return root
    whole: dict[str, list[Mapping]] = {}
    for line in lines.items:
        text = line.get("text") if isinstance(line, Mapping) else None
        if isinstance(line, Mapping) and isinstance(text, Scalar) and text.text:
            whole.setdefault(text.text, []).append(line)

    def restore(node: Node, is_statement: bool = False) -> Node:
        if isinstance(node, Scalar):
            statements = whole.get(node.name) if is_statement else None
            return replace(statements.pop(0), start=node.start) if statements else node
        if isinstance(node, Sequence):
            return replace(node, items=tuple(restore(item, is_statement) for item in node.items))
        pairs = ((key, restore(value, key.name in STATEMENTS)) for key, value in node.pairs)
        return replace(node, pairs=tuple(pairs))

    pairs: list[tuple[Scalar, Node]] = []
    for key, value in root.pairs:
        if key.name != "meta":
            pairs.append((key, restore(value)))
        elif rest := without_key(value, "lines"):
            pairs.append((key, rest))
    return replace(root, pairs=tuple(pairs))


def job_numbers(root: Mapping) -> list[int]:
    """The numbers of the jobs that can take a piece of work."""
    work = root.get("work")
    return [
        number
        for number, job in enumerate(work.items if isinstance(work, Sequence) else ())
        if isinstance(job, Mapping) and isinstance(job.get("projects"), Sequence | None)
    ]


def custom_titles(root: Mapping) -> list[str]:
    """The sections that `meta.sections` names, if entries can be added to `sections`."""
    meta = root.get("meta")
    titles = meta.get("sections") if isinstance(meta, Mapping) else None
    if not isinstance(titles, Sequence) or not isinstance(root.get("sections"), Sequence | None):
        return []
    return [item.name for item in titles.items if isinstance(item, Scalar) and item.text]


def kind_of(item: Node) -> str:
    kind = item.get("type") if isinstance(item, Mapping) else None
    return kind.name if isinstance(kind, Scalar) else ""


def rename_project(item: Node, model: type[Model], names: dict[str, str]) -> Mapping | None:
    """A project under the keys of another mapping; None if that has no place for some of it."""
    if not isinstance(item, Mapping):
        return None
    filled = [(key, value) for key, value in item.pairs if key.name != "type" and has_text(value)]
    keys = {names.get(key.name, key.name) for key, _ in filled}
    strange = {key.name for key, _ in filled} - set(Project.keys())
    if len(keys) < len(filled) or len(keys - set(model.keys())) > len(strange):
        return None
    pairs = ((replace(key, text=names.get(key.name, key.name)), value) for key, value in filled)
    return replace(item, pairs=tuple(pairs))


def has_text(node: Node) -> bool:
    return bool(node.text if isinstance(node, Scalar) else node.data())


def rebuild_tree(root: Mapping, projects: Sequence, homes: ProjectTargets) -> Mapping:
    """The tree with its projects in their places."""
    start = projects.start
    custom = tuple(
        custom_section(title, entries, start) for title, entries in homes.own.items() if entries
    )
    has_sections = root.get("sections") is not None
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in root.pairs:
        if key.name == "work" and isinstance(value, Sequence):
            items = [with_pieces(job, homes.jobs.get(n, [])) for n, job in enumerate(value.items)]
            pairs.append((key, replace(value, items=tuple(items))))
        elif key.name == "projects":
            pairs += [(key, Sequence(tuple(homes.rest), start))] if homes.rest else []
            pair = (Scalar("sections", start, start), Sequence(custom, start))
            pairs += [pair] if custom and not has_sections else []
        elif key.name == "sections" and isinstance(value, Sequence):
            pairs.append((key, replace(value, items=(*value.items, *custom))))
        elif key.name == "meta" and custom:
            pairs += [(key, rest)] if (rest := without_key(value, "sections")) else []
        else:
            pairs.append((key, value))
    return replace(root, pairs=tuple(pairs))


def without_key(node: Node, name: str) -> Node | None:
    """A mapping without one key; None if nothing else is in it."""
    if not isinstance(node, Mapping):
        return node
    pairs = tuple(pair for pair in node.pairs if pair[0].name != name)
    return replace(node, pairs=pairs) if pairs else None


def with_pieces(job: Node, pieces: list[Node]) -> Node:
    """A job with more pieces of work, behind those that it has."""
    if not pieces or not isinstance(job, Mapping):
        return job
    key, projects = Scalar("projects", job.start, job.start), job.get("projects")
    items = projects.items if isinstance(projects, Sequence) else ()
    others = tuple(pair for pair in job.pairs if pair[0].name != "projects")
    return replace(job, pairs=(*others, (key, Sequence((*items, *pieces), job.start))))


def custom_section(title: str, entries: list[Node], pos: int) -> Mapping:
    name = (Scalar("title", pos, pos), Scalar(title, pos, pos))
    return Mapping((name, (Scalar("entries", pos, pos), Sequence(tuple(entries), pos))), pos)


def with_dates(root: Mapping) -> Mapping:
    """The tree with `x-startDate` and the like in the place of the years that they explain."""
    restored = restore_date(root)
    assert isinstance(restored, Mapping)
    return restored


def restore_date(node: Node) -> Node:
    if isinstance(node, Sequence):
        return replace(node, items=tuple(map(restore_date, node.items)))
    if not isinstance(node, Mapping):
        return node
    typed = {
        key.name[2:]: value
        for key, value in node.pairs
        if key.name in TYPED and is_fuller_date(value, node.get(key.name[2:]))
    }
    pairs = tuple(
        (key, typed.get(key.name) or restore_date(value))
        for key, value in node.pairs
        if key.name.removeprefix("x-") not in typed or key.name in typed
    )
    return replace(node, pairs=pairs)


def is_fuller_date(typed: Node, date: Node | None) -> bool:
    """Whether a text such as "Summer 2020" says more of the year 2020."""
    year = YEAR.search(typed.name) if isinstance(typed, Scalar) else None
    return year is not None and isinstance(date, Scalar) and date.name == year[0]


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


def upgrade_keys(source: Source, root: Mapping) -> tuple[Mapping, list[Problem]]:
    """The tree with the keys of JSON Resume 1.0.0, and warnings."""
    problems: list[Problem] = []
    pairs = []
    for key, value in with_known_keys(source, root, "", problems):
        if key.name == "$schema":
            continue
        free = key.text == "meta"
        renamed = value if free else rename_keys(source, value, key.name, problems)
        pairs.append(
            (key, upgrade_locations(source, renamed, problems) if key.name in PLACED else renamed)
        )
    return replace(root, pairs=tuple(pairs)), problems


def upgrade_locations(source: Source, node: Node, problems: list[Problem]) -> Node:
    """The entries of a section with each `location` that is a mapping as one text."""
    if isinstance(node, Sequence):
        return replace(
            node, items=tuple(upgrade_locations(source, item, problems) for item in node.items)
        )
    if not isinstance(node, Mapping):
        return node
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in node.pairs:
        if key.name == "location" and isinstance(value, Mapping):
            pairs.append((key, town_of(source, value, problems)))
        else:
            pairs.append((key, value))
    return replace(node, pairs=tuple(pairs))


def town_of(source: Source, node: Mapping, problems: list[Problem]) -> Scalar:
    """ "City, Region" of a mapping such as basics has; the country if there is no region."""
    parts = {key.name: value.name for key, value in node.pairs if isinstance(value, Scalar)}
    country = parts.get("country") or parts.get("countryCode", "")
    names = [parts.get("city", ""), parts.get("region") or country]
    names = [name for name in names if name] or [parts.get("address") or parts.get("name", "")]
    left = [
        name for name in ("address", "postalCode") if parts.get(name) and parts[name] not in names
    ]
    if left:
        message = f"`{'` and `'.join(left)}` of a place of work is not printed"
        problems.append(source.problem(node.start, message, level="warning"))
    return Scalar(", ".join(names), node.start, node.start)


def rename_keys(source: Source, node: Node, section: str, problems: list[Problem]) -> Node:
    """Everything inside one section."""
    if isinstance(node, Sequence):
        items = (rename_keys(source, item, section, problems) for item in node.items)
        return replace(node, items=tuple(items))
    if isinstance(node, Mapping):
        pairs = (
            (key, rename_keys(source, value, section, problems))
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
            message = "" if empty else f"`{printable(key.name)}` is ignored: {ignored}"
        elif old in RENAMED and new not in names:
            message = f"`{key.text}` is an old name; it was read as `{new}`"
        if message:
            problems.append(source.problem(key.start, message, level="warning"))
        same = new in names and is_same_text(value, node.get(new or ""))
        if not ignored and not same:
            yield (replace(key, text=new) if new and new not in names else key), value


def is_same_text(old: Node, new: Node | None) -> bool:
    """Whether an old key says the same as the new one next to it."""
    return isinstance(old, Scalar) and isinstance(new, Scalar) and old.text == new.text


ROLES = ("positions", "roles")
"""Keys of several positions with one employer."""
AS_ROLE = {"title": "position", "name": "position", "role": "position"}


def rename_positions(source: Source, root: Mapping) -> tuple[Mapping, list[Problem]]:
    """The tree with the positions of each employer under their own keys, and a warning where the
    dates of the employer are not those of its positions."""
    work, problems = root.get("work"), list[Problem]()
    if not isinstance(work, Sequence) or not any(map(list_positions, work.items)):
        return root, []
    jobs = tuple(
        with_positions(source, job, problems) if isinstance(job, Mapping) else job
        for job in work.items
    )
    pairs = ((k, replace(work, items=jobs) if k.name == "work" else v) for k, v in root.pairs)
    return replace(root, pairs=tuple(pairs)), problems


def list_positions(job: Node) -> tuple[Mapping, ...]:
    """The positions that a job lists."""
    listed = (
        next((job.get(key) for key in ROLES if job.get(key)), None)
        if isinstance(job, Mapping)
        else None
    )
    items = listed.items if isinstance(listed, Sequence) else ()
    return tuple(item for item in items if isinstance(item, Mapping) and item.pairs)


def with_positions(source: Source, job: Mapping, problems: list[Problem]) -> Mapping:
    """A job whose positions are under the keys that they have in a master. Dates of the employer
    are left out: those of the positions are printed."""
    roles = list_positions(job)
    if not roles:
        return job
    has_title = has_text(job.get("position") or Scalar(None, job.start, job.start))
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in job.pairs:
        if key.name in ROLES:
            renamed = tuple(rename_role(role) for role in roles)
            pairs.append((replace(key, text="positions"), Sequence(renamed, value.start)))
        elif key.name not in ("startDate", "endDate") or has_title:
            pairs.append((key, value))
        elif isinstance(value, Scalar) and value.text:
            dates = [role.get(key.name) for role in roles]
            if value.name not in [date.name for date in dates if isinstance(date, Scalar)]:
                message = f"`{key.name}` is not printed: each position has its own dates"
                problems.append(source.problem(key.start, message, level="warning"))
    return replace(job, pairs=tuple(pairs))


def rename_role(role: Mapping) -> Mapping:
    names = {key.name for key, _ in role.pairs}
    pairs = (
        (replace(key, text=new), value)
        if (new := AS_ROLE.get(key.name)) and new not in names
        else (key, value)
        for key, value in role.pairs
    )
    return replace(role, pairs=tuple(pairs))


TAG = re.compile(r"[a-z]{2}(?:[-_][A-Z]{2})?")
"""A key that names a language, such as de or fr-CA."""
MISSING_SHOWN = 3
"""Texts without a translation that a warning names."""


def text_languages(root: Mapping) -> tuple[str, ...]:
    """The languages of the texts that are given by language, that of the master first."""
    languages = dict.fromkeys(
        key.name
        for name, part in root.pairs
        if name.name not in ("meta", "$schema")
        for _, node in translated_texts(part, ())
        for key, _ in node.pairs
    )
    meta = root.get("meta")
    language = meta.get("language") if isinstance(meta, Mapping) else None
    first = closest_language(language.name, languages) if isinstance(language, Scalar) else ""
    return tuple(dict.fromkeys((first, *languages))) if first else tuple(languages)


def closest_language(wanted: str, tags: Iterable[str]) -> str:
    """The one of some languages that is wanted, or the first with the same main part; else ""."""
    wanted, tags = wanted.replace("_", "-"), list(tags)
    same = [tag for tag in tags if tag.replace("_", "-") == wanted]
    main = wanted.split("-")[0]
    return next(iter([*same, *(tag for tag in tags if tag[:2] == main)]), "")


def is_translated(node: Node) -> bool:
    """Whether a mapping has a value for each of some languages. `id` alone is not a language."""
    if not isinstance(node, Mapping):
        return False
    names = [key.name for key, _ in node.pairs]
    return all(map(TAG.fullmatch, names)) and any(
        name != "id" and has_titles(name) for name in names
    )


def translated_texts(node: Node, path: Path) -> Iterator[tuple[Path, Mapping]]:
    """Everything in a tree that is given by language, with its path."""
    if isinstance(node, Mapping) and is_translated(node):
        yield path, node
    elif isinstance(node, Mapping):
        for key, value in node.pairs:
            yield from translated_texts(value, (*path, key.name))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from translated_texts(item, (*path, index))


def in_language(node: Node, languages: Iterable[str]) -> Node:
    """The tree with each text in the first of the languages in which it is given."""
    if isinstance(node, Sequence):
        return replace(node, items=tuple(in_language(item, languages) for item in node.items))
    if not isinstance(node, Mapping):
        return node
    if is_translated(node):
        given = {key.name: value for key, value in node.pairs if has_text(value)}
        tags = [tag for tag in languages if tag in given]
        return given[tags[0]] if tags else Scalar(None, node.start, node.start)
    pairs = tuple((key, in_language(value, languages)) for key, value in node.pairs)
    return replace(node, pairs=pairs)


def untranslated_warnings(source: Source, root: Mapping, language: str) -> list[Problem]:
    """A warning if some texts are given in other languages and not in this one."""
    without = [
        (path, node)
        for key, part in root.pairs
        if key.name not in ("meta", "$schema")
        for path, node in translated_texts(part, (key.name,))
        if not any(key.name == language and has_text(value) for key, value in node.pairs)
    ]
    if not without:
        return []
    paths = ", ".join(show_path(path) for path, _ in without[:MISSING_SHOWN])
    rest = len(without) - MISSING_SHOWN
    more = f" and {rest} more" if rest > 0 else ""
    texts = "one text is" if len(without) == 1 else f"{len(without)} texts are"
    message = f"{texts} not given in `{language}`: {paths}{more}"
    hint = "a page in that language has another language there"
    return [source.problem(without[0][1].start, message, hint, level="warning")]
