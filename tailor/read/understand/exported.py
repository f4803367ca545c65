"""Documents that `tailor export` wrote: a strict grammar, so that each word goes back to its key.

A name, a label, contact data; sections; entries of a heading, a row (organisation | place |
dates), lines with a label, a summary, named pieces of work and bullets. A line that does not fit
makes the document one like any other.
"""

from collections.abc import Iterator, Sequence

from tailor.read.understand.blocks import Block
from tailor.read.understand.exported_entry import MisfitError, category, entry, language
from tailor.read.understand.exported_head import basics
from tailor.read.understand.headers import lean
from tailor.read.understand.pieces import whole
from tailor.read.understand.values import MARKS, Draft, Fields, Value, cased, together
from tailor.read.understand.vocabulary import section_kind
from tailor.words import languages, title

KINDS = (
    *("summary", "work", "volunteer", "education", "projects", "awards", "certificates"),
    *("publications", "skills", "languages", "interests", "references"),
)
LISTS = {"skills": category, "interests": category, "languages": language}


def exported(blocks: Sequence[Block]) -> Fields | None:
    """The master that the lines were written from; None if tailor did not write them."""
    try:
        return read(blocks)
    except MisfitError:
        return None


def read(blocks: Sequence[Block]) -> Fields:
    """As `exported`. Raises MisfitError."""
    levels = {one.level for one in blocks[1:] if one.kind == "heading"}
    if not levels:
        raise MisfitError
    top = min(levels)
    starts = [at for at, one in enumerate(blocks) if one.kind == "heading" and one.level == top]
    starts = [at for at in starts if at]
    parts = [blocks[one:other] for one, other in zip(starts, [*starts[1:], None], strict=True)]
    draft: Fields = {"basics": basics(blocks[: starts[0]])}
    marks: list[Draft] = []
    kinds = [kind_of(part[0].text) for part in parts]
    for part, kind in zip(parts, kinds, strict=True):
        if not kind and section_kind(part[0].text) not in ("", "custom", *kinds):
            raise MisfitError
        section(draft, part, kind or "custom", top + 1, marks)
    if not {"work", "education"} & set(kinds) or backwards(draft):
        raise MisfitError
    tag = tongue([part[0].text for part, kind in zip(parts, kinds, strict=True) if kind])
    meta: Fields = {"language": whole(blocks[0]).as_(tag)} if tag != "en" else {}
    return draft | {MARKS: marks, "meta": meta}


def tongue(headings: Sequence[str]) -> str:
    """The language in which tailor gives all these titles; "en" if there is none."""
    for tag in ("en", *languages()):
        usual = {title(kind, tag).casefold() for kind in KINDS}
        if all(heading.casefold() in usual for heading in headings):
            return tag
    return "en"


def kind_of(heading: str) -> str:
    """The kind of section that tailor gives this very title, "" if none."""
    same = heading.casefold()
    return next(
        (kind for kind in KINDS for tag in languages() if title(kind, tag).casefold() == same), ""
    )


def section(
    draft: Fields, part: Sequence[Block], kind: str, level: int, marks: list[Draft]
) -> None:
    """Adds a section to the master. Raises MisfitError."""
    heading, *below = part
    if kind == "summary":
        known = draft["basics"]
        assert isinstance(known, dict)
        if not below or any(one.kind != "text" for one in below):
            raise MisfitError
        known["summary"] = together([whole(one) for one in below], " ")
        marks.append(whole(heading))
        return
    if kind in LISTS:
        found = [LISTS[kind](one) for one in below]
    else:
        found = [entry(lines, kind) for lines in entries(below, level)]
    if kind == "custom":
        name = cased(whole(heading))
        added(draft, "sections", [{"title": name, "entries": [*found]}])
    else:
        added(draft, kind, found)
        marks.append(whole(heading))


def added(draft: Fields, key: str, new: Sequence[Fields]) -> None:
    known = draft.setdefault(key, [])
    assert isinstance(known, list)
    known += new


def entries(blocks: Sequence[Block], level: int) -> Iterator[Sequence[Block]]:
    """The lines of each entry. Raises MisfitError."""
    starts = [at for at, one in enumerate(blocks) if one.kind == "heading"]
    if not blocks or blocks[0].kind != "heading" or any(blocks[at].level != level for at in starts):
        raise MisfitError
    for one, other in zip(starts, [*starts[1:], None], strict=True):
        yield blocks[one:other]


def backwards(draft: Fields) -> bool:
    """Whether employers stand where tailor writes titles: then somebody else wrote it."""
    jobs = draft.get("work", [])
    assert isinstance(jobs, list)
    sides = 0
    for job in jobs:
        assert isinstance(job, dict)
        name, position = job.get("name"), job.get("position")
        if isinstance(name, Value) and isinstance(position, Value):
            sides += lean(position.text) - lean(name.text)
    dated = sum("startDate" in job for job in jobs if isinstance(job, dict))
    return sides < 0 or dated * 2 < len(jobs)
