"""RenderCV's YAML to the tree of a master."""

import re
from dataclasses import replace

from tailor.importers.base import load_keys
from tailor.importers.foreign_yaml import (
    ConvertedTree,
    Pairs,
    join_scalars,
    make_mapping,
    move_keys,
    simplify_markdown,
    split_commas,
)
from tailor.importers.latex.commands import HOSTS
from tailor.resume.source import Mapping, Node, Scalar, Sequence, tree_texts
from tailor.resume_parser.vocabulary import section_kind, word_stems

RENDERCV = {name: keys for name, (_, keys) in load_keys("rendercv").items()}
"""Keys of RenderCV -> keys of a master, by kind of entry."""


def convert_rendercv(cv: Mapping, tree: ConvertedTree) -> Mapping:
    names = {"name": "name", "headline": "label", "label": "label", "email": "email"}
    names |= {"phone": "phone", "website": "url"}
    basics = move_keys(cv, names, tree, ("sections", "location", "social_networks", "photo"))
    for _, value in basics:
        tree.left += tree_texts(Sequence(value.items[1:], 0)) if isinstance(value, Sequence) else ()
    basics = [
        (key, strip_tel(first_value(value)) if key == "phone" else first_value(value))
        for key, value in basics
    ]
    if isinstance(place := cv.get("location"), Scalar):
        basics.append(("location", parse_location(place)))
    if isinstance(networks := cv.get("social_networks"), Sequence):
        linked = tuple(map(with_address, networks.items))
        basics.append(("profiles", replace(networks, items=linked)))
    master: dict[str, list[Node]] = {}
    sections = cv.get("sections")
    titles = (
        [key.name.replace("_", " ") for key, _ in sections.pairs]
        if isinstance(sections, Mapping)
        else []
    )
    jobs = [title for title in titles if section_kind(title) == "work"]
    own_jobs = len(jobs) > 1 or any(map(is_special, jobs))
    for key, value in sections.pairs if isinstance(sections, Mapping) else ():
        items = value.items if isinstance(value, Sequence) else (value,)
        title = key.name.replace("_", " ")
        kind = section_kind(title)
        if kind == "summary" or (kind == "" and title == "welcome"):
            basics.append(("summary", join_scalars(items)))
        else:
            kind = "jobs" if kind == "work" and own_jobs and is_special(title) else kind
            add_section(master, replace(key, text=capitalise_title(title)), kind, items, tree)
    pairs: Pairs = [("basics", make_mapping(basics, cv.start))]
    return make_mapping(
        pairs + [(k, Sequence(tuple(v), cv.start)) for k, v in master.items()], cv.start
    )


SPECIAL = {
    stem
    for word in (
        "research",
        "teaching",
        "volunteer",
        "leadership",
        "military",
        "clinical",
        "community",
        "other",
        "additional",
    )
    for stem in word_stems(word)
}


def is_special(title: str) -> bool:
    """Whether jobs are under a title that says more than that they are jobs."""
    return bool(SPECIAL & set(word_stems(title)))


def with_address(item: Node) -> Node:
    """A profile with the address that its network gives to the account."""
    if not isinstance(item, Mapping) or item.get("url") is not None:
        return item
    network, account = item.get("network"), item.get("username")
    if not isinstance(network, Scalar) or not isinstance(account, Scalar):
        return item
    host = HOSTS.get(re.sub(r"[^a-z]", "", network.name.casefold()), "")
    if not host or not account.name:
        return item
    url = account.name if "/" in account.name else host + account.name.lstrip("@")
    return replace(item, pairs=(*item.pairs, (Scalar("url", 0, 0), replace(account, text=url))))


def capitalise_title(title: str) -> str:
    return title if any(char.isupper() for char in title) else title.title()


def first_value(value: Node) -> Node:
    """The first of several, such as telephone numbers."""
    return value.items[0] if isinstance(value, Sequence) and value.items else value


def strip_tel(value: Node) -> Node:
    """A telephone number without the "tel:" before it."""
    return (
        replace(value, text=value.name.removeprefix("tel:")) if isinstance(value, Scalar) else value
    )


def parse_location(place: Scalar) -> Mapping:
    city, comma, region = place.name.partition(", ")
    pairs: Pairs = [("city", replace(place, text=city))]
    return make_mapping(
        pairs + ([("region", replace(place, text=region))] if comma else []), place.start
    )


def add_section(
    master: dict[str, list[Node]],
    title: Scalar,
    kind: str,
    items: tuple[Node, ...],
    tree: ConvertedTree,
) -> None:
    """Adds a section of RenderCV, whose entries say by their keys what they are."""
    custom: list[Node] = []
    for item in items:
        keys = {key.name for key, _ in item.pairs} if isinstance(item, Mapping) else set()
        if spoken := spoken_languages(item, kind):
            master.setdefault("languages", []).extend(spoken)
        elif not isinstance(item, Mapping):
            pairs: Pairs = [("title", simplify_markdown(item))] if isinstance(item, Scalar) else []
            custom.append(make_mapping(pairs, item.start))
        elif "institution" in keys or (kind == "education" and "company" in keys):
            master.setdefault("education", []).append(convert_entry(item, "education", tree))
        elif "company" in keys and kind in ("work", ""):
            master.setdefault("work", []).append(convert_entry(item, "work", tree))
        elif {"label", "details"} <= keys and kind in ("skills", "languages", "interests", ""):
            master.setdefault("skills", []).append(convert_skill(item))
        elif kind in ("projects", "publications") and keys & {"name", "title"}:
            master.setdefault(kind, []).append(convert_entry(item, kind, tree))
        else:
            custom.append(convert_entry(item, "custom", tree))
    if custom:
        start = custom[0].start
        pairs = [("title", title), ("entries", Sequence(tuple(custom), start))]
        master.setdefault("sections", []).append(make_mapping(pairs, start))


def convert_entry(item: Mapping, kind: str, tree: ConvertedTree) -> Mapping:
    item = flatten_bullets(item)
    pairs = move_keys(item, RENDERCV[kind], tree, ("doi",) if kind == "publications" else ())
    doi = item.get("doi") if kind == "publications" else None
    if isinstance(doi, Scalar) and doi.text and item.get("url") is None:
        pairs.append(("url", replace(doi, text=f"https://doi.org/{doi.text}")))
    return make_mapping(list(dict(pairs).items()), item.start)


def flatten_bullets(item: Mapping) -> Mapping:
    """An entry with the bullets inside of bullets behind what they belong to."""
    node = item.get("highlights")
    if not isinstance(node, Sequence):
        return item
    bullets: list[Node] = []
    for point in node.items:
        if isinstance(point, Mapping) and len(point.pairs) == 1:
            key, inner = point.pairs[0]
            points = inner.items if isinstance(inner, Sequence) else (inner,)
            bullets += [
                replace(p, text=f"{key.name}: {p.name}") for p in points if isinstance(p, Scalar)
            ]
        elif isinstance(point, Scalar) and NESTED.search(point.name):
            parent, *parts = NESTED.split(point.name)
            bullets += [replace(point, text=f"{parent.strip()}: {p.strip()}") for p in parts]
        else:
            bullets.append(point)
    pairs = ((k, replace(node, items=tuple(bullets)) if v is node else v) for k, v in item.pairs)
    return replace(item, pairs=tuple(pairs))


NESTED = re.compile(r"\s[-*]\s+(?=[A-Z])")
"""Before a bullet inside of a bullet, which YAML reads as one text."""


def spoken_languages(item: Node, kind: str) -> list[Node]:
    """The languages that an entry names, each with how well it is spoken; none if one is not known.

    They are in a section of languages, or as a group of skills: "Languages: English (native)".
    """
    from tailor.resume_parser.lists import LEVEL, spoken_name

    texts: list[tuple[Scalar, Scalar | None]] = []
    if isinstance(item, Scalar) and kind == "languages":
        texts = [(item, None)]
    elif isinstance(item, Mapping):
        label, details = item.get("label"), item.get("details")
        if not isinstance(label, Scalar) or not isinstance(details, Scalar):
            return []
        plain = simplify_markdown(details)
        if section_kind(label.name) == "languages":
            parts = split_commas(plain).items
            texts = [(part, None) for part in parts if isinstance(part, Scalar)]
        elif kind == "languages":
            texts = [(simplify_markdown(label), plain)]
    nodes: list[Node] = []
    for text, level in texts:
        match = None if level else LEVEL.match(text.name)
        name = match["name"] if match else text.name
        if spoken_name(name).casefold() != name.casefold():
            return []
        wording = next(filter(None, match.groups()[1:]), "") if match else ""
        fluency = level or (replace(text, text=wording) if wording else None)
        pairs: Pairs = [("language", replace(text, text=name))]
        nodes.append(make_mapping(pairs + ([("fluency", fluency)] if fluency else []), item.start))
    return nodes


def convert_skill(item: Mapping) -> Mapping:
    pairs: Pairs = []
    if isinstance(label := item.get("label"), Scalar):
        pairs.append(("name", simplify_markdown(label)))
    if isinstance(details := item.get("details"), Scalar):
        pairs.append(("keywords", split_commas(simplify_markdown(details))))
    return make_mapping(pairs, item.start)
