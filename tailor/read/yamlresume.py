"""YAMLResume's YAML to the tree of a master."""

from tailor.read.marks import split
from tailor.read.source import Mapping, Node, Scalar, Sequence
from tailor.read.trees import Adopted, Pairs, leaves, mapping, moved, together

YAMLRESUME = {
    "basics": {
        "name": "name",
        "headline": "label",
        "phone": "phone",
        "email": "email",
        "url": "url",
    },
    "work": {"name": "name", "position": "position", "location": "location"},
    "volunteer": {"organization": "organization", "position": "position"},
    "education": {"institution": "institution", "area": "area", "degree": "studyType"}
    | {"score": "score", "courses": "courses"},
    "projects": {"name": "name", "description": "description", "keywords": "keywords"},
    "publications": {"name": "name", "publisher": "publisher", "releaseDate": "releaseDate"},
    "awards": {"title": "title", "awarder": "awarder", "date": "date"},
    "certificates": {"name": "name", "issuer": "issuer", "date": "date"},
    "skills": {"name": "name", "level": "level", "keywords": "keywords"},
    "languages": {"language": "language", "fluency": "fluency"},
    "interests": {"name": "name", "keywords": "keywords"},
    "references": {"name": "name"},
}
"""Keys of YAMLResume -> keys of a master, by section; dates and addresses are the same."""


def yamlresume(content: Mapping, found: Adopted) -> Mapping:
    pairs: Pairs = []
    place = {"address": "address", "city": "city", "region": "region", "postalCode": "postalCode"}
    basics: Pairs = []
    for key, value in content.pairs:
        if key.name == "basics" and isinstance(value, Mapping):
            basics += moved(value, YAMLRESUME["basics"], found, ("summary",)) + told(
                value, "summary"
            )
        elif key.name == "location" and isinstance(value, Mapping):
            region = place | ({} if value.get("region") else {"country": "region"})
            kept = ("country",) if value.get("region") else ()
            basics.append(("location", mapping(moved(value, region, found, kept), value.start)))
        elif key.name == "profiles":
            basics.append(("profiles", value))
        elif key.name in YAMLRESUME and isinstance(value, Sequence):
            items = tuple(resume_entry(item, key.name, found) for item in value.items)
            pairs.append((key.name, Sequence(items, value.start)))
        else:
            found.left += leaves(value)
    return mapping([("basics", mapping(basics, content.start)), *pairs], content.start)


def resume_entry(item: Node, kind: str, found: Adopted) -> Node:
    if not isinstance(item, Mapping):
        found.left += leaves(item)
        return Mapping((), item.start)
    names = YAMLRESUME[kind]
    if kind not in ("skills", "languages", "interests", "references"):
        names = names | {"url": "url"}
    if kind in ("work", "volunteer", "education", "projects"):
        names = names | {"startDate": "startDate", "endDate": "endDate"}
    bullets = kind in ("work", "volunteer", "education", "projects")
    summary = {"references": "reference", "projects": "description"}.get(kind, "summary")
    known = (
        ("summary",)
        if bullets or summary == "reference" or kind in ("awards", "publications")
        else ()
    )
    pairs = moved(item, names, found, known)
    if known:
        pairs += told(item, summary, bullets)
    return mapping(list(dict(reversed(pairs)).items()), item.start)


def told(item: Mapping, name: str, bullets: bool = False) -> Pairs:
    """The summary, and with `bullets` the list in it as highlights."""
    value = item.get("summary")
    if not isinstance(value, Scalar) or not value.text:
        return []
    prose, points = split(value)
    if not bullets:
        return [(name, together((*((prose,) if prose else ()), points)))]
    made: Pairs = [(name, prose)] if prose else []
    return [*made, ("highlights", points)]
