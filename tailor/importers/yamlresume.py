"""YAMLResume's YAML, and JSON of Reactive Resume and FRESH, to the tree of a master."""

from collections.abc import Iterator
from dataclasses import replace

from tailor.importers.base import load_keys
from tailor.importers.foreign_yaml import (
    ConvertedTree,
    Pairs,
    convert_date,
    in_sentences,
    join_scalars,
    make_mapping,
    move_keys,
    split_list,
    without_html,
)
from tailor.resume.markup import one_after_other
from tailor.resume.source import Mapping, Node, Scalar, Sequence, tree_texts

YAMLRESUME = {name: keys for name, (_, keys) in load_keys("yamlresume").items()}
"""Keys of YAMLResume -> keys of a master, by section; dates and addresses are the same."""


def convert_yamlresume(content: Mapping, tree: ConvertedTree) -> Mapping:
    pairs: Pairs = []
    place = {"address": "address", "city": "city", "region": "region", "postalCode": "postalCode"}
    basics: Pairs = []
    for key, value in content.pairs:
        if key.name == "basics" and isinstance(value, Mapping):
            basics += move_keys(
                value, YAMLRESUME["basics"], tree, ("summary",)
            ) + summary_and_highlights(value, "summary")
        elif key.name == "location" and isinstance(value, Mapping):
            region = place | ({} if value.get("region") else {"country": "region"})
            dropped = ("country",) if value.get("region") else ()
            basics.append(
                ("location", make_mapping(move_keys(value, region, tree, dropped), value.start))
            )
        elif key.name == "profiles":
            basics.append(("profiles", value))
        elif key.name in YAMLRESUME and isinstance(value, Sequence):
            items = tuple(resume_entry(item, key.name, tree) for item in value.items)
            pairs.append((key.name, Sequence(items, value.start)))
        else:
            tree.left += tree_texts(value)
    return make_mapping([("basics", make_mapping(basics, content.start)), *pairs], content.start)


def resume_entry(item: Node, kind: str, tree: ConvertedTree) -> Node:
    if not isinstance(item, Mapping):
        tree.left += tree_texts(item)
        return Mapping((), item.start)
    names = YAMLRESUME[kind]
    if kind not in ("skills", "languages", "interests", "references"):
        names = names | {"url": "url"}
    if kind in ("work", "volunteer", "education", "projects"):
        names = names | {"startDate": "startDate", "endDate": "endDate"}
    bullets = kind in ("work", "volunteer", "education", "projects")
    summary = {"references": "reference", "projects": "description"}.get(kind, "summary")
    unmoved = (
        ("summary",)
        if bullets or summary == "reference" or kind in ("awards", "publications")
        else ()
    )
    pairs = move_keys(item, names, tree, unmoved)
    if unmoved:
        pairs += summary_and_highlights(item, summary, bullets)
    return make_mapping(list(dict(reversed(pairs)).items()), item.start)


def summary_and_highlights(item: Mapping, name: str, bullets: bool = False) -> Pairs:
    """The summary, and with `bullets` the list in it as highlights."""
    value = item.get("summary")
    if not isinstance(value, Scalar) or not value.text:
        return []
    prose, points = split_list(value)
    if not bullets:
        every = [*((prose,) if prose else ()), *points.items]
        if not points.items:
            return [(name, join_scalars(tuple(every)))]
        text = one_after_other([item.name for item in every if isinstance(item, Scalar)])
        return [(name, replace(value, text=text))]
    pairs: Pairs = [(name, prose)] if prose else []
    return [*pairs, ("highlights", points)]


REACTIVE = load_keys("reactive")
"""Section of Reactive Resume -> section of a master, and the keys of its entries."""
SETTLED = (
    *("id", "visible", "hidden", "columns", "icon", "iconColor", "level", "date", "period"),
    *("summary", "description", "content", "url", "website", "options", "name", "separateLinks"),
    "roles",
)
ENDS = {"awards": "date", "certificates": "date", "publications": "releaseDate"}
PROSE_KEYS = {"projects": "description", "references": "reference"}
NO_SUMMARY = ("certificates", "skills", "languages", "interests")


def convert_reactive(root: Mapping, tree: ConvertedTree) -> Mapping:
    """A file of Reactive Resume as a master."""
    basics_part = root.get("basics")
    basics: Pairs = []
    if isinstance(basics_part, Mapping):
        names = {"name": "name", "headline": "label", "email": "email", "phone": "phone"}
        unmoved = ("location", "url", "website", "picture", "customFields")
        basics += move_keys(basics_part, names, tree, unmoved)
        if isinstance(place := basics_part.get("location"), Scalar) and place.text:
            basics.append(("location", make_mapping([("city", place)], place.start)))
        basics += address_pairs(basics_part)
    pairs: Pairs = []
    lines = own_lines(root)
    sections = root.get("sections")
    every = [*(sections.pairs if isinstance(sections, Mapping) else ()), *root.pairs]
    for key, value in every:
        if not isinstance(value, Mapping) or key.name in (
            "basics",
            "sections",
            "metadata",
            "picture",
        ):
            continue
        text = value.get("content")
        if key.name == "summary" and isinstance(text, Scalar) and text.text:
            plain = in_sentences(without_html(text.text)[0])
            basics.append(("summary", replace(text, text=plain)))
        elif key.name == "profiles":
            lines = [*map(make_profile, items_of(value)), *lines]
        elif key.name == "custom":
            inner = [part for _, part in value.pairs if isinstance(part, Mapping)]
            pairs.append(("sections", own_sections(inner, value.start, tree)))
        elif key.name in REACTIVE:
            kind, names = REACTIVE[key.name]
            entries = tuple(reactive_entry(item, kind, names, tree) for item in items_of(value))
            pairs.append((kind, Sequence(entries, value.start)))
        else:
            tree.left += (leaf for item in items_of(value) for leaf in tree_texts(item))
    basics.append(("profiles", Sequence(tuple(lines), root.start)))
    customs = root.get("customSections")
    if isinstance(customs, Sequence):
        inner = [part for part in customs.items if isinstance(part, Mapping)]
        pairs.append(("sections", own_sections(inner, customs.start, tree)))
    return make_mapping([("basics", make_mapping(basics, root.start)), *pairs], root.start)


def own_lines(root: Mapping) -> list[Node]:
    """The contact lines of one's own in Reactive Resume."""
    basics = root.get("basics")
    fields = basics.get("customFields") if isinstance(basics, Mapping) else None
    lines: list[Node] = []
    for item in fields.items if isinstance(fields, Sequence) else ():
        parts = (
            [item.get(key) for key in ("name", "value", "text")]
            if isinstance(item, Mapping)
            else []
        )
        texts = [part for part in parts if isinstance(part, Scalar) and part.text]
        if texts and isinstance(item, Mapping):
            line = replace(texts[0], text=": ".join(text.name for text in texts))
            pairs: Pairs = [
                ("network", line),
                *((("url", link),) if (link := item.get("link")) else ()),
            ]
            lines.append(make_mapping(pairs, item.start))
    return lines


OWN_NAMES = {
    **dict.fromkeys(("name", "title", "position", "degree", "language", "network"), "title"),
    **dict.fromkeys(("company", "organization", "school", "institution"), "organisation"),
    **dict.fromkeys(("awarder", "issuer", "publisher"), "organisation"),
    **{"location": "place", "keywords": "keywords"},
}
"""Keys of entries in sections of one's own in Reactive Resume -> keys of a master."""


def own_sections(sections: list[Mapping], start: int, tree: ConvertedTree) -> Sequence:
    """The custom sections of Reactive Resume, each with its title and entries."""
    custom: list[Node] = []
    for inner in sections:
        title = inner.get("name") or inner.get("title")
        names = OWN_NAMES if inner.get("title") else {**OWN_NAMES, "description": "organisation"}
        read = (reactive_entry(item, "sections", names, tree) for item in items_of(inner))
        entries = tuple(map(with_title, read))
        if isinstance(title, Scalar) and entries:
            pairs: Pairs = [("title", title), ("entries", Sequence(entries, inner.start))]
            custom.append(make_mapping(pairs, inner.start))
    return Sequence(tuple(custom), start)


def with_title(entry: Node) -> Node:
    """An entry of a section of one's own; one that is only a text has that as its title."""
    if not isinstance(entry, Mapping) or entry.get("title") or entry.get("organisation"):
        return entry
    names = {"summary": "title"}
    return make_mapping([(names.get(k.name, k.name), v) for k, v in entry.pairs], entry.start)


def items_of(section: Mapping) -> Iterator[Mapping]:
    """The entries of a section of Reactive Resume."""
    items = section.get("items")
    for item in items.items if isinstance(items, Sequence) else ():
        if isinstance(item, Mapping):
            yield item


def address_pairs(entry: Mapping) -> Pairs:
    """The web address of an entry, which is a text or a mapping with one."""
    for name in ("url", "website"):
        value = entry.get(name)
        for key in ("href", "url"):
            part = value.get(key) if isinstance(value, Mapping) else value
            if isinstance(part, Scalar) and part.text:
                return [("url", part)]
    return []


def make_profile(entry: Mapping) -> Node:
    pairs: Pairs = [
        (key.name, value) for key, value in entry.pairs if key.name in ("network", "username")
    ]
    return make_mapping([*pairs, *address_pairs(entry)], entry.start)


def reactive_entry(entry: Mapping, kind: str, names: dict[str, str], tree: ConvertedTree) -> Node:
    pairs = move_keys(entry, names, tree, tuple(name for name in SETTLED if name not in names))
    if kind not in ("skills", "languages", "interests", "references"):
        pairs += address_pairs(entry)
    when = entry.get("date") or entry.get("period")
    if isinstance(when, Scalar) and when.text:
        pairs += convert_date(ENDS.get(kind, "endDate"), when, tree)
    if isinstance(roles := entry.get("roles"), Sequence) and kind == "work" and roles.items:
        items = [role for role in roles.items if isinstance(role, Mapping)]
        positions = tuple(reactive_entry(role, kind, names, tree) for role in items)
        title = entry.get("position")
        if not isinstance(title, Scalar) or not title.text:
            pairs = [pair for pair in pairs if pair[0] not in ("startDate", "endDate")]
        pairs.append(("positions", Sequence(positions, roles.start)))
    pairs += text_pairs(entry, kind, names, tree)
    return make_mapping(list(dict(pairs).items()), entry.start)


def text_pairs(entry: Mapping, kind: str, names: dict[str, str], tree: ConvertedTree) -> Pairs:
    """What an entry of Reactive Resume says in sentences and lists."""
    pairs: Pairs = []
    keys = [key for key in ("summary", "description", "content") if key not in names]
    texts = [node for key in keys if isinstance(node := entry.get(key), Scalar) and node.text]
    tree.left += texts[1:]
    for text in texts[:1]:
        plain = without_html(text.name)[0]
        prose, points = split_list(replace(text, text=plain))
        bullets = kind in ("work", "volunteer", "education", "projects")
        whole = replace(text, text=in_sentences(plain))
        if kind in NO_SUMMARY:
            tree.left.append(whole)
        elif bullets and points.items:
            pairs += [(PROSE_KEYS.get(kind, "summary"), prose)] if prose else []
            pairs.append(("highlights", points))
        else:
            pairs.append((PROSE_KEYS.get(kind, "summary"), whole))
    return pairs


DATED = {"start": "startDate", "end": "endDate"}
FRESH = load_keys("fresh")
FRESH |= dict.fromkeys(("affiliation", "extracurricular", "governance"), FRESH["speaking"])
"""Section of FRESH -> section of a master, and the keys of its entries."""


def convert_fresh(root: Mapping, tree: ConvertedTree) -> Mapping:
    """A file of FRESH (HackMyResume) as a master."""
    pairs: Pairs = [("basics", fresh_basics(root, tree))]
    custom: list[Node] = []
    for key, value in root.pairs:
        inner = value.get("history") if isinstance(value, Mapping) else value
        if key.name in FRESH and isinstance(inner, Sequence):
            kind, _ = FRESH[key.name]
            entries = fresh_entries(inner, FRESH[key.name][1], tree)
            if kind == "custom":
                title: Pairs = [("title", replace(key, text=key.name.capitalize()))]
                custom += [make_mapping([*title, ("entries", entries)], value.start)]
            else:
                pairs.append((kind, entries))
        elif key.name == "skills" and isinstance(value, Mapping):
            pairs.append(("skills", fresh_skills(value, tree)))
        elif key.name not in ("name", "meta", "info", "contact", "location", "social"):
            tree.left += tree_texts(value)
        if inner is not value and inner is not None and isinstance(value, Mapping):
            rest = tuple(pair for pair in value.pairs if pair[0].name != "history")
            tree.left += tree_texts(replace(value, pairs=rest))
    pairs += [("sections", Sequence(tuple(custom), root.start))] if custom else []
    return make_mapping(pairs, root.start)


def fresh_entries(entries: Sequence, names: dict[str, str], tree: ConvertedTree) -> Sequence:
    """The entries of a section of FRESH."""
    ones = (item for item in entries.items if isinstance(item, Mapping))
    converted = tuple(make_mapping(rename_fields(item, names, tree), item.start) for item in ones)
    return Sequence(converted, entries.start)


def fresh_basics(root: Mapping, tree: ConvertedTree) -> Mapping:
    """Name, contact data and profiles of FRESH."""
    basics: Pairs = [("name", root.get("name") or Scalar("", 0, 0))]
    for part, names in (
        ("info", {"label": "label", "brief": "summary"}),
        ("contact", {"email": "email", "phone": "phone", "website": "url"}),
    ):
        if isinstance(mapping := root.get(part), Mapping):
            basics += move_keys(mapping, names, tree, ("image", "class"))
    if isinstance(place := root.get("location"), Mapping):
        names = {"address": "address", "city": "city", "region": "region", "code": "postalCode"}
        basics.append(
            ("location", make_mapping(move_keys(place, names, tree, ("country",)), place.start))
        )
    if isinstance(social := root.get("social"), Sequence):
        keys = {"network": "network", "user": "username", "url": "url"}
        ones = (item for item in social.items if isinstance(item, Mapping))
        profiles = tuple(
            make_mapping(move_keys(item, keys, tree, ("label",)), item.start) for item in ones
        )
        basics.append(("profiles", Sequence(profiles, social.start)))
    return make_mapping(basics, root.start)


FRESH_LISTS = ("highlights", "courses", "keywords", "roles", "authors")
"""Keys of a master under which lists are; all others have one text."""


def rename_fields(entry: Mapping, names: dict[str, str], tree: ConvertedTree) -> Pairs:
    """The pairs of an entry of FRESH under the keys of a master, each of the kind that it has."""
    pairs = dict(move_keys(entry, names, tree))
    for key, value in pairs.items():
        if isinstance(value, Scalar) and key in FRESH_LISTS:
            pairs[key] = Sequence((value,) if value.text else (), value.start)
        elif isinstance(value, Mapping) and isinstance(name := value.get("name"), Scalar):
            rest = tuple(pair for pair in value.pairs if pair[0].name != "name")
            tree.left += tree_texts(replace(value, pairs=rest))
            pairs[key] = name
        elif isinstance(value, Sequence) and key not in FRESH_LISTS:
            pairs[key] = join_scalars(value.items)
    return list(pairs.items())


def fresh_skills(skills: Mapping, tree: ConvertedTree) -> Node:
    """The sets of skills of FRESH, and its list of single ones."""
    sets, single = skills.get("sets"), skills.get("list")
    names = {"name": "name", "level": "level", "skills": "keywords"}
    ones = (item for item in (sets.items if isinstance(sets, Sequence) else ()))
    groups = [
        make_mapping(move_keys(item, names, tree), item.start)
        for item in ones
        if isinstance(item, Mapping)
    ]
    if not groups and isinstance(single, Sequence):
        words = tuple(item.get("name") for item in single.items if isinstance(item, Mapping))
        scalars = tuple(item for item in words if isinstance(item, Scalar))
        groups = [make_mapping([("keywords", Sequence(scalars, single.start))], single.start)]
    return Sequence(tuple(groups), skills.start)
