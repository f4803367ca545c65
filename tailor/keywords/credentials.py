"""Licences and certificates: which ones a posting asks for, and what answers them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial

from tailor.files import data_folder, lazy_pattern
from tailor.keywords.degrees import LEVELS, Degree, find_degrees, is_field, is_very_field, level_of
from tailor.keywords.importance import MUST, NICE
from tailor.keywords.lexicon import normalize_word, split_items
from tailor.languages import ENGLISH
from tailor.models import Entry, Passage, Posting, Resume

TOKEN = lazy_pattern(r"[^\W_]+|[^\w\s]")
HYPHENS = "-‐‑–"
ALIKE = (
    (re.compile(r"licens"), "licenc"),
    (re.compile(r"^certificat(?:e|ion)$"), "certificat"),
    (re.compile(r"^(?:drive|driver|driving)$"), "driv"),
    (re.compile(r"^counsell?or$"), "counselor"),
    (re.compile(r"^advisor$"), "adviser"),
    (re.compile(r"^(?:licenced|licencing)$"), "licence"),
)
"""Spellings that are the same word in the name of a licence."""


@dataclass(frozen=True, slots=True)
class Row:
    """A licence or certificate.

    `same` names the rows that answer each other, `also` the rows that this one answers too.
    `is_subject`: its name is also something one can merely know (ITIL).
    """

    name: str
    sort: str
    same: str
    also: tuple[str, ...]
    is_subject: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A licence named in a text at the character offsets [start, end).

    `is_short`: by an abbreviation alone, which may stand for anything; `is_profession`: by the
    name of the profession that needs it.
    """

    row: Row
    start: int
    end: int
    is_short: bool
    is_profession: bool


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as tokens: those with a capital letter count only as written, others are folded."""

    tokens: tuple[str, ...]
    row: Row
    is_profession: bool


Token = tuple[str, str, int, int]
"""As written, folded, start and end."""


def tokens_of(text: str) -> list[Token]:
    """The words and signs of a text; a hyphen inside a word and a possessive s are passed over."""
    tokens: list[Token] = []
    for match in TOKEN.finditer(text.replace("’", "'")):
        start, end = match.span()
        if match[0] in HYPHENS and start and text[start - 1].isalnum():
            continue
        possessive = tokens and tokens[-1][0] == "'" and tokens[-1][3] == start
        if match[0].lower() == "s" and possessive:
            tokens.pop()
            continue
        tokens.append((match[0], fold_name(match[0]), start, end))
    return [token for token in tokens if token[0] != "'"]


@cache
def fold_name(word: str) -> str:
    """A word without case, plural and country of spelling, as names of licences are compared."""
    word = normalize_word(word)
    for pattern, spelling in ALIKE:
        word = pattern.sub(spelling, word)
    return word


@cache
def load_spellings() -> dict[str, tuple[Spelling, ...]]:
    """Every spelling in the table by its first token, the longest first."""
    spellings: dict[str, list[Spelling]] = {}
    abroad = dict(read_rows("licences_abroad.tsv"))
    for name, rest in read_rows("licences.tsv"):
        sort, names, same, also, cue = [*rest.split("\t"), "", "", "", ""][:5]
        row = Row(name, sort, same, split_items(also), bool(cue))
        for spelled in (*split_items(names), *split_items(abroad.get(name, ""))):
            spelling = parse_spelling(spelled, row)
            spellings.setdefault(spelling.tokens[0], []).append(spelling)
    return {
        first: tuple(sorted(group, key=lambda spelling: -len(spelling.tokens)))
        for first, group in spellings.items()
    }


def read_rows(name: str) -> Iterator[tuple[str, str]]:
    """The first cell of each row of a table in data/credentials, and what follows it."""
    text = (data_folder("data") / "credentials" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            first, _, rest = line.partition("\t")
            yield first, rest


def parse_spelling(name: str, row: Row) -> Spelling:
    """A spelling as it is in the table; "?" marks the bare name of a profession."""
    bare = name.rstrip("?")
    tokens = tuple(folded if raw == raw.lower() else raw for raw, folded, _, _ in tokens_of(bare))
    return Spelling(tokens, row, bare != name)


def find_names(text: str) -> Iterator[Named]:
    """The licences and certificates that a text names, from left to right, longest names first."""
    tokens = tokens_of(text)
    index = 0
    while index < len(tokens):
        spelling = longest_spelling(tokens, index)
        if spelling is None:
            index += 1
            continue
        start, end = tokens[index][2], tokens[index + len(spelling.tokens) - 1][3]
        name = spelling.tokens[0]
        is_short = len(spelling.tokens) == 1 and name.isalnum() and name != name.lower()
        yield Named(spelling.row, start, end, is_short, spelling.is_profession)
        index += len(spelling.tokens)


def longest_spelling(tokens: Sequence[Token], index: int) -> Spelling | None:
    """The longest spelling that begins at a token."""
    written, folded = tokens[index][0], tokens[index][1]
    singular = written.removesuffix("s")
    firsts = dict.fromkeys((written, folded, *((singular,) if singular.isupper() else ())))
    spellings = [
        spelling
        for first in firsts
        for spelling in load_spellings().get(first, ())
        if is_spelling_at(tokens[index : index + len(spelling.tokens)], spelling)
    ]
    return max(spellings, key=lambda spelling: len(spelling.tokens), default=None)


def is_spelling_at(tokens: Sequence[Token], spelling: Spelling) -> bool:
    """Whether some tokens of a text are a spelling."""
    return len(tokens) == len(spelling.tokens) and all(
        part in (raw, raw.removesuffix("s")) if part != part.lower() else part == folded
        for (raw, folded, _, _), part in zip(tokens, spelling.tokens, strict=True)
    )


def is_answered(required: str, licence: Row) -> bool:
    """Whether who holds a licence holds the one of the name `required`, or one that is as good."""
    rows = rows_by_name()
    if licence.name == required or required in licence.also:
        return True
    wanted = rows[required].same
    classes = {licence.same, *(rows[name].same for name in licence.also)}
    return bool(wanted) and wanted in classes


@cache
def rows_by_name() -> dict[str, Row]:
    """Every row of the table by its name."""
    return {
        spelling.row.name: spelling.row for group in load_spellings().values() for spelling in group
    }


BREAK = lazy_pattern(r"(?<=[.;!?])\s+(?=[A-Z•(])|\n|\s[•·▪]\s|\s\*\s")
"""Where a statement ends."""
NEAR = 70
"""Characters around a name in which the wording says how it is asked for."""
SHORT = 200
"""Characters of a statement of which all words speak of the same."""
SHORT_ITEM = 4
"""Words of an item that may be the name of a licence alone."""
CUE = lazy_pattern(
    r"qualif|certif|licen[sc]|\bregist|accredit|charter|\bhold|\bmember|must|requir|essential"
    r"|possess|equivalent|\bcards?\b|mandatory|\bvalid\b|trained|desirable|preferred|clearance"
    r"|gültig|en cours de validité|en vigor|in corso di validità|geldig|exigé|exigid|indispensab"
    r"|erforderlich|obligatori|obrigatóri|vereist|richiest|zwingend"
    r"|an? (?:plus|bonus|advantage)|practitioner|\basset\b|\bwelcome\b|\bcurrent\b|\bneed",
    re.IGNORECASE,
)
"""Words that say that a name is that of a licence or certificate."""
CERTIFIED = lazy_pattern(
    r"qualif|certif|licen[sc]|accredit|practitioner|foundation|\bhold|trained", re.IGNORECASE
)
KNOWLEDGE = lazy_pattern(
    r"(?:knowledge|understanding|experience|awareness|exposure|familiarity|familiar|proficien\w{1,20}"
    r"|skills?|expertise) (?:of|in|with|to|using)[^.;]{0,40}$",
    re.IGNORECASE,
)
WAIVED = lazy_pattern(
    r"not (?:strictly |be |an? )?(?:essential|required?|necessary|needed|mandatory|requirement)"
    r"|\bor not\b|no need|not suitable",
    re.IGNORECASE,
)
LATER = lazy_pattern(
    r"(?:stud(?:y|ying)|train(?:ing)?|work(?:ing)?|towards?) (?:for|towards?|gaining"
    r"|(?:to|towards) gain\w{0,20})[^.;]{0,40}$"
    r"|(?:opportunity|support\w{0,20}|encouraged|expected|able|willing\w{0,20}) to "
    r"(?:\w+ ){0,2}"
    r"(?:gain|obtain|complete|study|achieve|undertake|train|work towards)[^.;]{0,40}$|we (?:will )?"
    r"(?:pay|fund|offer|provide)\b[^.;]{0,60}$|obtain and maintain[^.;]{0,40}$",
    re.IGNORECASE,
)
"""What is only to be gained in the job."""
EITHER = lazy_pattern(
    r"(?:or|and/or|/),? (?:\w+ ){0,4}(?:working|studying|evidence of)|eligible|or willing",
    re.IGNORECASE,
)
"""Being on the way to it will do."""
OTHERS = lazy_pattern(
    r"(?:\bwith|\bsupport(?:ing|s)?|\bassist(?:ing|s)?|supervis\w{1,20}|\bmanag(?:e|es|ing)|alongside"
    r"|team of|\bour|under|number of|range of|led by|report(?:s|ing)? to|\bother|trainee(?: and)?"
    r"|liais\w{1,20} with) (?:(?:the|a|an|other|all|and|experienced|our) ){0,9}$",
    re.IGNORECASE,
)
"""Before the name of a profession: it is somebody else's."""
HELD = lazy_pattern(
    r"regist(?:er|rat)|licen[sc]|certified|qualified|chartered|accredit|examiniert|ausbildung"
    r"|abgeschlossen|diplom|título|titulación",
    re.IGNORECASE,
)
"""What makes the name of a profession that of its licence."""
ASSISTANT = lazy_pattern(
    r"\b(?:assistant|aide|trainee|student|apprentice|recruit\w+|support|helper|secretary|pre-?reg)",
    re.IGNORECASE,
)
"""In a title next to a profession: the job does not need its licence."""
EMPLOYER = lazy_pattern(
    r"^\W*(?:we|our)\b(?! (?:\w+ )?(?:need|require|are looking|are seeking|seek|ask|expect))"
    r"|(?:we are|are|is|been) (?:proud|accredited|awarded|certified|registered (?:charity|in))"
    r"|achieve \d|accredited to|programme is",
    re.IGNORECASE,
)
"""The employer speaks of itself."""
DEMANDED = lazy_pattern(
    rf"{MUST.pattern}|qualifications?\s?:|educated|\bhold|qualified"
    r"|\bregistered\b(?! (?:charity|in|office|no|number))|degree in",
    MUST.flags,
)
"""What makes a demand even of a sentence that is mostly boilerplate."""
LEAD = lazy_pattern(
    r"(?:or|and/or|,|/|\(|\)|and|qualified|certified|certification|the|an?|\s|[“”\"])*"
)


def split_statements(text: str) -> Iterator[str]:
    for part in BREAK.split(text):
        flat = " ".join(part.split())
        if flat:
            yield flat


def is_alternative(statement: str, before: Named, after: Named) -> bool:
    """Whether one of two names will do: "ACA or ACCA", "CPA / CA", "ACA, ACCA or CIMA"."""
    between = statement[before.end : after.start]
    if not LEAD.fullmatch(between.lower()):
        return False
    rest = statement[after.start : after.end + NEAR]
    return bool(re.search(r"\bor\b|/", between) or ("," in between and re.search(r"\bor\b", rest)))


def is_asked(statement: str, name: Named, section: str) -> bool:
    """Whether a name is that of something the reader should hold."""
    before = statement[max(0, name.start - NEAR) : name.start]
    around = before + statement[name.start : name.end + NEAR]
    if section == "title":
        return not ASSISTANT.search(statement)
    if name.is_profession and not HELD.search(statement[max(0, name.start - 40) : name.end + 40]):
        return False
    if OTHERS.search(before):
        return False
    asks = section in ("must", "nice")
    if is_known_only(name, before, around):
        return asks
    words = len(statement.split())
    if name.is_short and not CUE.search(around):
        shouts = statement.isupper() and words > SHORT_ITEM
        beside = sum(1 for _ in find_names(around)) > 1
        return asks and (words <= SHORT_ITEM or beside) and not shouts
    return asks or bool(CUE.search(around))


def is_known_only(name: Named, before: str, around: str) -> bool:
    """Whether a statement asks for knowledge of what a certificate is about: who holds the
    certificate has the best proof of it, but it is not demanded."""
    is_subject = name.row.is_subject or bool(KNOWLEDGE.search(before))
    return is_subject and not CERTIFIED.search(around)


def demand_kind(statement: str, start: int, end: int, section: str) -> str:
    """must, nice, or "" if what is at [start, end) of a statement is not asked for."""
    if section == "title":
        return "must"
    rest = re.split(r",\s+(?:preferably|ideally)", statement[end:])[0]
    before = statement[max(0, start - NEAR) : start]
    around = f"{before}{statement[start:end]}{rest[:NEAR]}"
    if EMPLOYER.search(statement[:start]) or (LATER.search(before) and not EITHER.search(before)):
        return ""
    whole = f"{statement[:end]}{rest}" if len(statement) <= SHORT else around
    is_wish = NICE.search(WAIVED.sub(" ", whole)) or re.search(
        r"preferential|ideally|highly regarded", around, re.I
    )
    if WAIVED.search(around):
        return "nice" if is_wish else ""
    if section == "boilerplate" and not DEMANDED.search(around):
        return ""
    elsewhere = NICE.search(statement) and not is_wish
    return "nice" if is_wish or (section == "nice" and not elsewhere) else "must"


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


@lru_cache(maxsize=8)
def required_credentials(posting: Posting) -> tuple[Credential, ...]:
    """What licences, certificates and degrees a posting asks for, in its order, each once.

    Those that it only wishes for are of the kind "nice".
    """
    credentials: dict[tuple[object, ...], Credential] = {}
    for passage in asking_passages(posting):
        for statement in split_statements(passage.text):
            stated = (
                *find_licences(statement, passage.kind),
                *asked_degrees(statement, passage.kind),
            )
            for credential in (
                stated if posting.language in ("", ENGLISH) else map(without_fields, stated)
            ):
                same = (credential.sort, credential.any_of, credential.level, credential.fields)
                before = credentials.get(same)
                if before is None or (before.kind, credential.kind) == ("nice", "must"):
                    credentials[same] = credential
    return tuple(credentials.values())


def without_fields(credential: Credential) -> Credential:
    """A degree of any field: the names of fields in other languages are not compared."""
    if not credential.fields:
        return credential
    name = credential.name.partition(" in ")[0]
    return replace(credential, name=name, fields=(), is_open=True)


def asking_passages(posting: Posting) -> Iterator[Passage]:
    """The title and the passages; what is boilerplate counts only where it demands something."""
    if posting.title:
        yield Passage("title", "", posting.title, 0, 0)
    yield from posting.passages or (Passage("context", "", posting.text, 0, len(posting.text)),)


def find_licences(statement: str, section: str) -> Iterator[Credential]:
    """The licences and certificates that a statement asks for; alternatives are one."""
    names = [name for name in find_names(statement) if is_asked(statement, name, section)]
    chain: list[Named] = []
    for name in names:
        if chain and not is_alternative(statement, chain[-1], name):
            yield from alternative_credential(statement, chain, section)
            chain = []
        chain.append(name)
    yield from alternative_credential(statement, chain, section)


def alternative_credential(
    statement: str, chain: Sequence[Named], section: str
) -> Iterator[Credential]:
    if not chain:
        return
    first, last = chain[0], chain[-1]
    kind = demand_kind(statement, first.start, last.end, section)
    if not kind:
        return
    names = tuple(dict.fromkeys(licence.row.name for licence in chain))
    before, after = statement[max(0, first.start - NEAR) : first.start], statement[last.end :]
    if is_known_only(first, before, f"{before}{statement[first.start : last.end]}{after[:NEAR]}"):
        kind = "nice"
    on_the_way = bool(EITHER.search(statement[max(0, first.start - NEAR) : last.end + NEAR]))
    yield Credential(
        " or ".join(names), first.row.sort, kind, names, in_progress=on_the_way, quote=statement
    )


def asked_degrees(statement: str, section: str) -> Iterator[Credential]:
    """The degrees that a statement asks for."""
    if section == "title":
        return
    name_spans = [(name.start, name.end) for name in find_names(statement)]
    for degree in find_degrees(statement):
        if any(start < degree.end and degree.start < end for start, end in name_spans):
            continue
        kind = demand_kind(statement, degree.start, degree.end, section)
        if kind:
            yield Credential(
                degree_name(degree),
                "degree",
                kind,
                degree.levels,
                degree.level,
                fields=degree.fields,
                is_open=degree.is_open,
                quote=statement,
            )


def degree_name(degree: Degree) -> str:
    label = {"school": "school leaving certificate", "vocational": "vocational qualification"}
    name = label.get(
        degree.level, f"{degree.level}'s degree" if degree.level != "doctorate" else "doctorate"
    )
    return f"{name} in {', '.join(degree.fields)}" if degree.fields else name


SHORT_FORM = re.compile(r"\([A-Z]+\)")
"""Of a certificate: BLS is not a degree."""


def answers_credential(credential: Credential, entry: Entry) -> bool:
    """Whether an entry of a master (a certificate, an education) is what a posting asks for.

    A higher degree answers a lower one; of fields one that is asked for must be the entry's,
    unless related ones will do or the entry names none.
    """
    if credential.sort == "degree":
        is_taught = entry.key.startswith("education/")
        level = level_of(entry.title if is_taught else SHORT_FORM.sub("", entry.title))
        fields = credential.fields
        if not level or LEVELS.index(level) < LEVELS.index(credential.level):
            return False
        if not fields and "vocational" in credential.any_of and level != "vocational":
            return "bachelor" in credential.any_of
        return not fields or credential.is_open or is_field(fields, entry.title)
    is_award = entry.key.startswith("awards/")  # "Chosen by nurses" says nothing of a licence.
    licences = [
        name.row for name in find_names(text_of(entry)) if not (is_award and name.is_profession)
    ]
    if any(is_answered(required, row) for row in licences for required in credential.any_of):
        return True
    return credential.in_progress and any(
        is_way_to(row.name, credential.any_of) for row in licences
    )


def is_way_to(licence: str, required: Sequence[str]) -> bool:
    """Whether a licence is the step before one that is asked for (engineer in training)."""
    return any((licence, name) in STEPS for name in required)


def text_of(entry: Entry) -> str:
    summary = entry.summary.text if entry.summary else ""
    return ". ".join(part for part in (entry.title, entry.note, summary) if part)


def answering_entries(credential: Credential, resume: Resume) -> tuple[str, ...]:
    """The keys of the entries that answer a credential, best first.

    Of degrees the one in a field that is asked for comes first, then the one of the very level.
    """
    answering = [
        entry
        for section in resume.sections
        if section.kind in LISTS
        for entry in section.entries
        if answers_credential(credential, entry)
    ]
    if credential.sort == "degree":
        taught = [entry for entry in answering if entry.key.startswith("education/")]
        answering = sorted(taught or answering, key=partial(credential_distance, credential))
    return tuple(entry.key for entry in answering)


def credential_distance(credential: Credential, entry: Entry) -> tuple[bool, bool, int]:
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
    field is named: somebody with a degree need not prove them.
    """
    keys: dict[str, None] = {}
    for credential in required_credentials(posting):
        entry_keys = answering_entries(credential, resume)
        if credential.sort != "degree":
            keys |= dict.fromkeys(entry_keys)
        elif credential.fields or credential.any_of != ("school",):
            keys |= dict.fromkeys(entry_keys[:1])
    return tuple(keys)
