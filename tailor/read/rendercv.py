"""RenderCV's YAML to the tree of a master."""

from dataclasses import replace

from tailor.read.marks import bare, listed
from tailor.read.source import Mapping, Node, Scalar, Sequence
from tailor.read.trees import Adopted, Pairs, mapping, moved, together
from tailor.read.understand.vocabulary import section_kind

NORMAL = {"start_date": "startDate", "end_date": "endDate", "date": "endDate", "url": "url"}
COMMON = NORMAL | {"summary": "summary", "highlights": "highlights"}
RENDERCV = {
    "work": COMMON | {"company": "name", "position": "position", "location": "location"},
    "education": COMMON
    | {"institution": "institution", "area": "area", "degree": "studyType", "location": "location"},
    "projects": COMMON | {"name": "name", "location": "entity", "summary": "description"},
    "publications": {
        "title": "name",
        "authors": "authors",
        "journal": "publisher",
        "date": "releaseDate",
        "url": "url",
        "summary": "summary",
    },
    "custom": COMMON
    | {"name": "title", "title": "title", "company": "organisation", "location": "place"}
    | {"position": "title", "institution": "organisation", "authors": "authors"}
    | {"journal": "organisation", "bullet": "title", "number": "title"}
    | {"reversed_number": "title", "label": "title", "details": "summary"},
}
"""Keys of RenderCV -> keys of a master, by kind of entry."""


def rendercv(cv: Mapping, found: Adopted) -> Mapping:
    names = {"name": "name", "headline": "label", "label": "label", "email": "email"}
    names |= {"phone": "phone", "website": "url"}
    basics = moved(cv, names, found, ("sections", "location", "social_networks", "photo"))
    basics = [
        (key, dialled(first(value)) if key == "phone" else first(value)) for key, value in basics
    ]
    if isinstance(place := cv.get("location"), Scalar):
        basics.append(("location", located(place)))
    if isinstance(networks := cv.get("social_networks"), Sequence):
        basics.append(("profiles", networks))
    made: dict[str, list[Node]] = {}
    sections = cv.get("sections")
    for key, value in sections.pairs if isinstance(sections, Mapping) else ():
        items = value.items if isinstance(value, Sequence) else (value,)
        title = key.name.replace("_", " ")
        kind = section_kind(title)
        if kind == "summary" or (kind == "" and title == "welcome"):
            basics.append(("summary", together(items)))
        else:
            section(made, replace(key, text=titled(title)), kind, items, found)
    pairs: Pairs = [("basics", mapping(basics, cv.start))]
    return mapping(pairs + [(k, Sequence(tuple(v), cv.start)) for k, v in made.items()], cv.start)


def titled(title: str) -> str:
    return title if any(letter.isupper() for letter in title) else title.title()


def first(value: Node) -> Node:
    """The first of several, such as telephone numbers."""
    return value.items[0] if isinstance(value, Sequence) and value.items else value


def dialled(value: Node) -> Node:
    """A telephone number without the "tel:" before it."""
    return (
        replace(value, text=value.name.removeprefix("tel:")) if isinstance(value, Scalar) else value
    )


def located(place: Scalar) -> Mapping:
    city, comma, region = place.name.partition(", ")
    pairs: Pairs = [("city", replace(place, text=city))]
    return mapping(
        pairs + ([("region", replace(place, text=region))] if comma else []), place.start
    )


def section(
    made: dict[str, list[Node]], title: Scalar, kind: str, items: tuple[Node, ...], found: Adopted
) -> None:
    """Adds a section of RenderCV, whose entries say by their keys what they are."""
    own: list[Node] = []
    for item in items:
        keys = {key.name for key, _ in item.pairs} if isinstance(item, Mapping) else set()
        if not isinstance(item, Mapping):
            pairs: Pairs = [("title", bare(item))] if isinstance(item, Scalar) else []
            own.append(mapping(pairs, item.start))
        elif "institution" in keys:
            made.setdefault("education", []).append(entry(item, "education", found))
        elif "company" in keys:
            made.setdefault("work", []).append(entry(item, "work", found))
        elif {"label", "details"} <= keys and kind in ("skills", "languages", "interests", ""):
            made.setdefault("skills", []).append(skill(item))
        elif kind in ("projects", "publications") and keys & {"name", "title"}:
            made.setdefault(kind, []).append(entry(item, kind, found))
        else:
            own.append(entry(item, "custom", found))
    if own:
        at = own[0].start
        pairs = [("title", title), ("entries", Sequence(tuple(own), at))]
        made.setdefault("sections", []).append(mapping(pairs, at))


def entry(item: Mapping, kind: str, found: Adopted) -> Mapping:
    pairs = moved(item, RENDERCV[kind], found, ("doi",) if kind == "publications" else ())
    doi = item.get("doi") if kind == "publications" else None
    if isinstance(doi, Scalar) and doi.text and item.get("url") is None:
        pairs.append(("url", replace(doi, text=f"https://doi.org/{doi.text}")))
    return mapping(list(dict(pairs).items()), item.start)


def skill(item: Mapping) -> Mapping:
    pairs: Pairs = []
    if isinstance(label := item.get("label"), Scalar):
        pairs.append(("name", bare(label)))
    if isinstance(details := item.get("details"), Scalar):
        pairs.append(("keywords", listed(bare(details))))
    return mapping(pairs, item.start)
