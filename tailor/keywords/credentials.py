"""Licences, certificates and degrees: which ones a posting asks for, and what answers them.

for credential in required_credentials(posting):
    keys = answering_entries(credential, resume)   # best first; () if the master has none
required_entries(posting, resume)                  # keys that a page should not be without
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tailor.keywords.credential_names import Named, find_names, is_answered
from tailor.keywords.credential_wording import (
    EITHER,
    NEAR,
    demand,
    is_alternative,
    is_asked,
    is_known_only,
    statements,
)
from tailor.keywords.degrees import (
    LEVELS,
    Degree,
    find_degrees,
    is_field,
    is_very_field,
    level_of,
)
from tailor.languages import ENGLISH
from tailor.model import Entry, Passage, Posting, Resume

LISTS = ("education", "certificates", "licences", "licenses", "awards", "custom")
"""Sections of a master that may hold a licence, certificate or degree."""
LABELS = {
    "school": "school leaving certificate",
    "vocational": "vocational qualification",
    "doctorate": "doctorate",
}
STEPS = {
    ("Engineer in training", "Professional engineer"),
    ("Part-qualified accountant", "Qualified accountant"),
    ("Accounting technician", "Qualified accountant"),
}
"""A licence, and the one that its holder is on the way to."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A licence, certificate or degree that a posting asks for.

    `sort` is licence, certificate or degree, `kind` must or nice. Of `any_of` (names of rows in
    data/credentials/licences.tsv; of a degree its levels) one will do. A degree has the lowest
    `level` that will do (one of `degrees.LEVELS`), the `fields` of which one will do (folded; none
    if any will), and `is_open` if a related field will do. `in_progress`: being on the
    way to it will do. `quote` is the statement that asks for it.
    """

    name: str
    sort: str
    kind: str
    any_of: tuple[str, ...] = ()
    level: str = ""
    fields: tuple[str, ...] = ()
    is_open: bool = False
    in_progress: bool = False
    quote: str = ""


def required_credentials(posting: Posting) -> tuple[Credential, ...]:
    """What licences, certificates and degrees a posting asks for, in its order, each once.

    Those that it only wishes for are of the kind "nice".
    """
    found: dict[tuple[object, ...], Credential] = {}
    for passage in stretches(posting):
        for statement in statements(passage.text):
            asked = (*licences(statement, passage.kind), *degrees(statement, passage.kind))
            for one in asked if posting.language in ("", ENGLISH) else map(without_fields, asked):
                same = (one.sort, one.any_of, one.level, one.fields)
                before = found.get(same)
                if before is None or (before.kind, one.kind) == ("nice", "must"):
                    found[same] = one
    return tuple(found.values())


def without_fields(credential: Credential) -> Credential:
    """A degree of any field: the names of fields in other languages are not compared."""
    if not credential.fields:
        return credential
    name = credential.name.partition(" in ")[0]
    return replace(credential, name=name, fields=(), is_open=True)


def stretches(posting: Posting) -> Iterator[Passage]:
    """The title and the passages; what is boilerplate counts only where it demands something."""
    if posting.title:
        yield Passage("title", "", posting.title, 0, 0)
    yield from posting.passages or (Passage("context", "", posting.text, 0, len(posting.text)),)


def licences(statement: str, section: str) -> Iterator[Credential]:
    """The licences and certificates that a statement asks for; alternatives are one."""
    named = [one for one in find_names(statement) if is_asked(statement, one, section)]
    chain: list[Named] = []
    for one in named:
        if chain and not is_alternative(statement, chain[-1], one):
            yield from credential(statement, chain, section)
            chain = []
        chain.append(one)
    yield from credential(statement, chain, section)


def credential(statement: str, chain: Sequence[Named], section: str) -> Iterator[Credential]:
    if not chain:
        return
    first, last = chain[0], chain[-1]
    kind = demand(statement, first.start, last.end, section)
    if not kind:
        return
    names = tuple(dict.fromkeys(one.row.name for one in chain))
    before, after = statement[max(0, first.start - NEAR) : first.start], statement[last.end :]
    if is_known_only(first, before, f"{before}{statement[first.start : last.end]}{after[:NEAR]}"):
        kind = "nice"
    on_the_way = bool(EITHER.search(statement[max(0, first.start - NEAR) : last.end + NEAR]))
    yield Credential(
        " or ".join(names), first.row.sort, kind, names, in_progress=on_the_way, quote=statement
    )


def degrees(statement: str, section: str) -> Iterator[Credential]:
    """The degrees that a statement asks for."""
    if section == "title":
        return
    named = [(one.start, one.end) for one in find_names(statement)]
    for one in find_degrees(statement):
        if any(start < one.end and one.start < end for start, end in named):
            continue
        kind = demand(statement, one.start, one.end, section)
        if kind:
            yield Credential(
                degree_name(one),
                "degree",
                kind,
                one.levels,
                one.level,
                fields=one.fields,
                is_open=one.is_open,
                quote=statement,
            )


def degree_name(one: Degree) -> str:
    label = {"school": "school leaving certificate", "vocational": "vocational qualification"}
    name = label.get(
        one.level, f"{one.level}'s degree" if one.level != "doctorate" else "doctorate"
    )
    return f"{name} in {', '.join(one.fields)}" if one.fields else name


def answers_credential(credential: Credential, entry: Entry) -> bool:
    """Whether an entry of a master (a certificate, an education) is what a posting asks for.

    A higher degree answers a lower one; of fields one that is asked for must be the entry's,
    unless related ones will do or the entry names none.
    """
    if credential.sort == "degree":
        level = level_of(entry.title)
        fields = credential.fields
        if not level or LEVELS.index(level) < LEVELS.index(credential.level):
            return False
        if not fields and "vocational" in credential.any_of and level != "vocational":
            return "bachelor" in credential.any_of
        return not fields or credential.is_open or is_field(fields, entry.title)
    held = [one.row for one in find_names(text_of(entry))]
    if any(is_answered(asked, row) for row in held for asked in credential.any_of):
        return True
    return credential.in_progress and any(is_way_to(row.name, credential.any_of) for row in held)


def is_way_to(held: str, asked: Sequence[str]) -> bool:
    """Whether a licence is the step before one that is asked for (engineer in training)."""
    return any((held, name) in STEPS for name in asked)


def text_of(entry: Entry) -> str:
    summary = entry.summary.text if entry.summary else ""
    return ". ".join(part for part in (entry.title, entry.note, summary) if part)


def answering_entries(credential: Credential, resume: Resume) -> tuple[str, ...]:
    """The keys of the entries that answer a credential, best first.

    Of degrees the one in a field that is asked for comes first, then the one of the very level.
    """
    found = [
        entry
        for section in resume.sections
        if section.kind in LISTS
        for entry in section.entries
        if answers_credential(credential, entry)
    ]
    if credential.sort == "degree":
        found.sort(key=lambda entry: distance(credential, entry))
    return tuple(entry.key for entry in found)


def distance(credential: Credential, entry: Entry) -> tuple[bool, bool, int]:
    fields, level = credential.fields, LEVELS.index(level_of(entry.title))
    return (
        bool(fields) and not is_very_field(fields, entry.title),
        bool(fields) and not is_field(fields, entry.title),
        level - LEVELS.index(credential.level),
    )


def required_entries(posting: Posting, resume: Resume) -> tuple[str, ...]:
    """The keys of the entries that a page for a posting should not be without.

    What is required and what is wished for: for each degree the best entry, for each licence or
    certificate every entry that answers it. School leaving certificates are left out unless a
    field is named: whoever has a degree need not prove them.
    """
    keys: dict[str, None] = {}
    for one in required_credentials(posting):
        found = answering_entries(one, resume)
        if one.sort != "degree":
            keys |= dict.fromkeys(found)
        elif one.fields or one.any_of != ("school",):
            keys |= dict.fromkeys(found[:1])
    return tuple(keys)
