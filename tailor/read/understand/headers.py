"""The lines that head an entry: which part is the organisation, the title, the place, the date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tailor.read.understand.blocks import Block, Cell
from tailor.read.understand.periods import Period, periods, tidied
from tailor.read.understand.towns import is_town
from tailor.read.understand.values import Fields, Value
from tailor.read.understand.vocabulary import (
    JOB,
    is_organisation,
    is_place,
    is_title,
    split_place,
)

BARS = re.compile(r"\s+[|·•¦]\s+|\s+—\s+|\s*\$\|\$\s*")
DASHES = re.compile(r"\s+[–-]\s+")
AT = re.compile(r"\s+(?:at|@|bei|chez)\s+")
HEAD = re.compile(r",\s|\s(?:of|in|for|at|with|and|&|und|für|de|[–-])\s")
LABEL = re.compile(
    r"^(?:(?:thesis |co-?)?(?:advis[eo]rs?|supervisors?|mentors?|promotors?|guides?)|thesis|"
    r"C?GPA|grade|score|note|honou?rs|(?:relevant |graduate |undergraduate )?"
    r"(?:courses?|coursework)|tech(?:nologies| stack|nology)?|stack|tools|skills|keywords|"
    r"environment|authors|roles?|about|team|focus|minor|major|specialization|dissertation|link|url|website|code|demo)\s*:\s",
    re.IGNORECASE,
)
LONGEST = 300
"""Characters of the longest text that is taken apart."""
RUN_ON = re.compile(r"^(.+, [A-Z][a-z]+) ((?:[A-Z][\w-]*\W+){3}.*)$")


@dataclass(frozen=True, slots=True)
class Header:
    """Pieces of text in order (without dates), lines with a label, and the dates."""

    pieces: tuple[Value, ...]
    labels: tuple[Value, ...]
    dates: Fields
    marks: tuple[Value, ...]
    url: Value | None
    rows: int


def header(blocks: Sequence[Block], weak: bool = True) -> Header:
    """What stands in heading lines. The first strong date counts, else the last weak one."""
    pieces: list[Value] = []
    labels: list[Value] = []
    marks: list[Value] = []
    dates: Fields = {}
    chosen = choose(blocks, weak)
    for number, block in enumerate(blocks):
        for at, cell in enumerate(block.cells):
            found = chosen[1] if chosen and chosen[0] == (number, at) else None
            if found:
                dates, used = dated(found, cell.text, block)
                marks.append(used)
            for text in stretches(cell, found):
                for part in BARS.split(text):
                    sort(Value(part.strip(), block.line, block.last), pieces, labels)
    links = [(url, block) for block in blocks for _, url in block.links if url.startswith("http")]
    url = Value(links[0][0], links[0][1].line, links[0][1].last, " ") if links else None
    return Header(tuple(pieces), tuple(labels), dates, tuple(marks), url, len(blocks))


def stretches(cell: Cell, found: Period | None) -> list[str]:
    """The text of a cell, cut around its date and where its style changes."""
    text = cell.text
    cuts = [cut for cut in cell.cuts if apart(text, cut)]
    edges = [0, *cuts, len(text)]
    if found:
        edges = sorted({*edges, found.begin, found.stop})
    parts = [
        text[one:other]
        for one, other in pairwise(edges)
        if not (found and found.begin <= one < found.stop)
    ]
    return [tidied(part) for part in parts] if len(edges) > 2 else parts


def apart(text: str, cut: int) -> bool:
    """Whether a change of style at a place in a line separates two things: "**Engineer**, Acme"."""
    before, after = text[:cut].rstrip(), text[cut:].lstrip()
    behind = after.lstrip(" ,;|·•–—@-")
    marked = len(behind) < len(after) or before[-1:] in ",;|·•–—@-"
    begins = behind[:1].isupper() or behind[:1].isdigit()
    inside = before.count("(") != before.count(")") or before.endswith((":", "&"))
    return begins and not inside and (marked or text[cut - 1 : cut + 1].count(" ") > 0)


def choose(blocks: Sequence[Block], weak: bool) -> tuple[tuple[int, int], Period] | None:
    found = [
        ((number, at), period)
        for number, block in enumerate(blocks)
        for at, cell in enumerate(block.cells)
        for period in periods(cell.text)
    ]
    strong = [one for one in found if not one[1].weak]
    ranges = [one for one in strong if one[1].start]
    if ranges or strong:
        return (ranges or strong)[0]
    return found[-1] if found and weak else None


def dated(found: Period, text: str, block: Block) -> tuple[Fields, Value]:
    """startDate and endDate, and the mark for what else is in the words of the date."""
    typed = text[found.begin : found.stop]
    dates: Fields = {}
    if found.start:
        dates["startDate"] = Value(found.start, block.line, block.last, " ")
    if found.until:
        dates["startDate"] = Value("", block.line, block.last, " ")
    if found.end:
        dates["endDate"] = Value(found.end, block.line, block.last, " ")
    return dates, Value(typed, block.line, block.last)


def sort(piece: Value, pieces: list[Value], labels: list[Value]) -> None:
    if not re.search(r"\w", piece.text):
        return
    if LABEL.match(piece.text):
        labels.append(piece)
        return
    run_on = RUN_ON.match(piece.text)
    if run_on and split_place(run_on[1])[1]:
        pieces += [replace(piece, text=run_on[1]), replace(piece, text=run_on[2])]
        return
    pieces.append(piece)


def leaning(head: Header) -> int:
    """Positive if the title stands before the organisation, negative if behind it."""
    if len(head.pieces) < 2:
        return 0
    return lean(head.pieces[0].text) - lean(head.pieces[1].text)


def lean(text: str) -> int:
    """How much a text looks like a title (positive) or an organisation (negative)."""
    name = re.sub(r"\([^()]*\)", "", text).strip()
    phrase = HEAD.split(name, maxsplit=1)[0]
    score = 4 * ends_as_title(phrase) + 2 * is_title(phrase) - 3 * is_organisation(phrase)
    if not score:
        score = int(is_title(text)) - int(is_organisation(text))
    return score - (1 if split_place(name)[1] else 0)


def ends_as_title(phrase: str) -> bool:
    """Whether the noun at its end names a job: "Software Engineer", but not "Engineer Corps"."""
    last = re.sub(r"\s+(?:[IVX]+|\d)$", "", phrase).rsplit(" ", 1)[-1]
    return bool(JOB.fullmatch(last) or JOB.fullmatch(last.rsplit("/", 1)[-1]))


def job(head: Header, default: int, names: tuple[str, str, str]) -> tuple[Fields, list[Value]]:
    """Organisation, title and place under these names of keys; and the pieces left over.

    `default` is the `leaning` that entries of the section have in general.
    """
    name, position, location = names
    fields: Fields = {}
    lies = lying(head.pieces, name)
    places = [one for one in head.pieces if is_place(one.text) or one in lies]
    pieces = [one for one in head.pieces if one not in places]
    named = [piece for piece in pieces if lean(piece.text) <= 0]
    leads = bool(places) and head.pieces[0] == places[0]
    if places and (not pieces or ((head.rows == 1 or leads) and not named)):
        pieces, places = [*pieces, places[0]], places[1:]
    if len(pieces) == 1:
        pieces = halves(pieces[0])
    rest: list[Value] = []
    if len(pieces) == 1:
        titled = lean(pieces[0].text) > 0 or name in ("entity", "organisation")
        fields[position if titled else name] = pieces[0]
    elif pieces:
        first, second, *rest = told_apart(pieces)
        side = lean(first.text) - lean(second.text) or default
        side = side or int(name in ("entity", "organisation"))
        role, employer = (first, second) if side > 0 else (second, first)
        fields |= {name: employer, position: role}
    places += [piece for piece in rest if split_place(piece.text)[1] or is_short(piece.text)]
    rest = [piece for piece in rest if piece not in places]
    if places:
        fields[location] = places.pop(0)
    return unplace(fields, name, location), [*rest, *places]


def lying(pieces: Sequence[Value], name: str) -> list[Value]:
    """The pieces behind the first one of a job that are names of towns."""
    job = name in ("name", "organization")
    return [one for one in pieces[1:] if is_town(one.text)] if job else []


def told_apart(pieces: Sequence[Value]) -> Sequence[Value]:
    """The pieces with the one that says what somebody was before the town behind the employer.

    "Fjord Dairy | Oslo" over "Junior Engineer | 2015 – 2019": a town without its country looks
    like any name.
    """
    titles = [at for at, piece in enumerate(pieces) if lean(piece.text) > 0]
    if titles != [2]:
        return pieces
    return [pieces[0], pieces[2], pieces[1], *pieces[3:]]


def is_short(text: str) -> bool:
    """Whether what is left over can be the name of a town."""
    return len(text.split()) <= 4 and bool(re.fullmatch(r"[^\W\d][^\d:;()\[\]]*", text))


def halves(piece: Value) -> list[Value]:
    """ "Engineer at Acme", "Engineer, Acme Inc.", "Acme Inc. – Engineer" as two pieces."""
    if len(piece.text) > LONGEST:
        return [piece]
    for pattern in (AT, re.compile(r",\s+"), DASHES):
        for match in pattern.finditer(piece.text):
            one, other = piece.text[: match.start()], piece.text[match.end() :]
            if one.count("(") != one.count(")"):
                continue
            apart = is_title(one) != is_title(other) or pattern is AT
            if apart and (lean(one) > 0) != (lean(other) > 0):
                tail = Value(other, piece.line, piece.last, piece.text[match.start() :])
                return [replace(piece, text=one), tail]
    return [piece]


def unplace(fields: Fields, name: str, location: str) -> Fields:
    """The fields with the place taken off the organisation's name, if it has one."""
    found = fields.get(name)
    if location in fields or not isinstance(found, Value):
        return fields
    short, place = split_place(found.text)
    if not place:
        return fields
    source = found.read[: found.read.rfind(place)] or short
    return fields | {
        name: replace(found, text=short, source=source),
        location: Value(place, found.line, found.last),
    }
