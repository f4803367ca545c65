"""The lines that head an entry: which part is the organisation, the title, the place, the date."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from tailor.resume.cv_words import DEGREE, JOB, SCHOOL, foreign
from tailor.resume_parser.blocks import Block, Cell
from tailor.resume_parser.date_ranges import Period, find_periods, strip_separators
from tailor.resume_parser.values import Fields, Value
from tailor.resume_parser.vocabulary import (
    AGENT,
    BRACKETS,
    COUNTRIES,
    SCORE,
    STATES,
    is_job_name,
    is_organisation,
    is_place,
    is_title,
    is_town,
    role_of,
    split_place,
)

BARS = re.compile(r"\s{1,9}[|·•¦—]\s+|\s{0,9}\$\|\$\s*")
DASHES = re.compile(r"\s{1,9}[–-]\s+")
AT = re.compile(r",?\s{1,3}(?:at|@|bei|chez|presso|bij|hos|w firmie)\s+(?:der |dem |the )?")
EMPLOYMENT = re.compile(
    rf"(?:^|[,;]\s*|\s[–-]\s+|\()(?P<type>{foreign('employment')})\)?$", re.IGNORECASE
)
"""How somebody was employed, at the end of a title or alone."""
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
RUN_ON = re.compile(r"^(.+, [A-Z][a-z]+) ((?:[A-Z]\w*+(?:-\w++)*+\W+){3}.*)$")

AND = r"(?:i|and|und|et|y|e|en|&|og|och|ve)"
TOWN = re.compile(rf"(?!.{{1,99}} {AND} |[A-Z]{{4,}}$)[^\W\d][^\d:;()\[\]]*")
YES = re.compile(r"(?i)(?:ja|nee|nein|yes|no|oui|non|s[íi]|behaald|(?:niet )?afgerond|tak|ano)\.?")
"""What a form says of a diploma."""
LASTED = re.compile(
    rf"\(?(?:(?:\d+|an?|less than a|mehr als)\s*(?:{foreign('durations')})[,\s]*"
    r"(?:and|und|et|y|e|en|i)?\s*){1,2}\)?",
    re.IGNORECASE,
)
"""How long something lasted."""
LABELLED = re.compile(r"^(?P<label>[^\W\d][^:]{1,50}?)\s*:\s+(?P<text>\S.*)$")


@dataclass(frozen=True, slots=True)
class Header:
    """Pieces of text in order (without dates), lines with a label, and the dates.

    `places` says for each piece on which line of the heading it is.
    """

    pieces: tuple[Value, ...]
    labels: tuple[Value, ...]
    dates: Fields
    marks: tuple[Value, ...]
    url: Value | None
    rows: int
    places: tuple[int, ...] = ()


def parse_header(blocks: Sequence[Block], weak: bool = True) -> Header:
    """What is in heading lines. The first strong date counts, else the last weak one."""
    pieces: list[Value] = []
    labels: list[Value] = []
    marks: list[Value] = []
    dates: Fields = {}
    chosen = choose_date(blocks, weak)
    places: list[int] = []
    for number, block in enumerate(blocks):
        for index, cell in enumerate(block.cells):
            period = chosen[1] if chosen and chosen[0] == (number, index) else None
            if period:
                dates, used = date_fields(period, cell.text, block)
                marks.append(used)
            role = cell.role
            for text in cut_at_styles(cell, period):
                for part in BARS.split(text):
                    value = Value(part.strip().removesuffix(":"), block.line, block.last, role=role)
                    role = sort_piece(value, pieces, labels, marks)
            places += [number] * (len(pieces) - len(places))
    links = [(url, block) for block in blocks for _, url in block.links if url.startswith("http")]
    url = Value(links[0][0], links[0][1].line, links[0][1].last, " ") if links else None
    lines = len(blocks)
    return Header(tuple(pieces), tuple(labels), dates, tuple(marks), url, lines, tuple(places))


def cut_at_styles(cell: Cell, period: Period | None) -> list[str]:
    """The text of a cell, cut around its date and where its style changes."""
    text = cell.text
    cuts = [cut for cut in cell.cuts if is_style_break(text, cut)]
    edges = [0, *cuts, len(text)]
    if period:
        edges = sorted({*edges, period.begin, period.stop})
    parts = [
        text[start:end]
        for start, end in pairwise(edges)
        if not (period and period.begin <= start < period.stop)
    ]
    return [strip_separators(part) for part in parts] if len(edges) > 2 else parts


def is_style_break(text: str, cut: int) -> bool:
    """Whether a change of style at a place in a line separates two things: "**Engineer**, Acme"."""
    before, after = text[:cut].rstrip(), text[cut:].lstrip()
    rest = after.lstrip(" ,;|·•–—@-")
    marked = len(rest) < len(after) or before[-1:] in ",;|·•–—@-"
    begins = rest[:1].isupper() or rest[:1].isdigit() or (marked and rest[:1] != "(")
    inside = before.count("(") != before.count(")") or before.endswith((":", "&"))
    return begins and not inside and (marked or text[cut - 1 : cut + 1].count(" ") > 0)


def choose_date(blocks: Sequence[Block], weak: bool) -> tuple[tuple[int, int], Period] | None:
    dates = [
        ((number, index), period, cell.role)
        for number, block in enumerate(blocks)
        for index, cell in enumerate(block.cells)
        for period in find_periods(cell.text)
    ]
    strong = [date for date in dates if not date[1].weak]
    ranges = [date for date in strong if date[1].start]
    by_format = [date for date in dates if date[2] == "date"]
    for best in (by_format, ranges, strong, dates[-1:] if weak else []):
        if best:
            return best[0][:2]
    return None


def date_fields(period: Period, text: str, block: Block) -> tuple[Fields, Value]:
    """startDate and endDate, and the mark for what else is in the words of the date."""
    typed = text[period.begin : period.stop]
    dates: Fields = {}
    if period.start:
        dates["startDate"] = Value(period.start, block.line, block.last, " ")
    if period.until:
        dates["startDate"] = Value("", block.line, block.last, " ")
    if period.end:
        dates["endDate"] = Value(period.end, block.line, block.last, " ")
    return dates, Value(typed, block.line, block.last)


def sort_piece(piece: Value, pieces: list[Value], labels: list[Value], marks: list[Value]) -> str:
    """Adds a piece to those of its kind; the role that the rest of its column has."""
    if not re.search(r"\w", piece.text):
        return piece.role
    match = None if LABEL.match(piece.text) else LABELLED.match(piece.text)
    role = role_of(match["label"]) if match else ""
    dated = role_of(piece.text.strip(" :")) == "date" and not piece.role
    unsaid = dated or bool(LASTED.fullmatch(piece.text))
    if unsaid or LABEL.match(piece.text) or (match and YES.fullmatch(match["text"])):
        (marks if unsaid else labels).append(piece)
        return piece.role
    if match and role in ("title", "organisation", "place", "date"):
        marks.append(replace(piece, text=match["label"]))
        pieces.append(replace(piece, text=match["text"], role=role))
        return ""
    typed = EMPLOYMENT.search(piece.text)
    if typed and not (typed[0].strip().startswith("(") and typed.start()):
        labels.append(replace(piece, text=typed["type"], role=""))
        piece = replace(piece, text=piece.text[: typed.start()].strip())
        if not piece.text:
            return piece.role
    run_on = RUN_ON.match(piece.text)
    if run_on and split_place(run_on[1])[1]:
        pieces += [replace(piece, text=run_on[1]), replace(piece, text=run_on[2])]
        return ""
    pieces.append(piece)
    return ""


def assign_roles(heads: Sequence[Header], kind: str, elsewhere: float = 0) -> list[Header]:
    """The headings of a section with the roles of their pieces, decided over all of them.

    Headings of one shape have the same order; which one, the words in all of them say.
    """
    cut_heads = [split_single_piece(head, heads, kind) for head in heads]
    heads = [without_places(head) for head in cut_heads]
    shapes: dict[tuple[int, ...], list[int]] = {}
    for index, head in enumerate(heads):
        named = any(piece.role for piece in head.pieces)
        if (
            head.dates
            and 1 < len(head.pieces) < 5
            and not named
            and not has_school_and_degree(head, kind)
        ):
            shapes.setdefault(head.places, []).append(index)
    sides = [side_of([heads[index] for index in ats], shape, kind) for shape, ats in shapes.items()]
    elsewhere = (elsewhere if kind == "work" else 0) or sum(sides)
    for shape, members in shapes.items():
        for index, roles in zip(
            members,
            section_roles([heads[index] for index in members], shape, kind, elsewhere),
            strict=True,
        ):
            pieces = heads[index].pieces
            both_of = zip(pieces, roles, strict=True)
            changed = {id(piece): replace(piece, role=role) for piece, role in both_of}
            pieces_with_roles = tuple(
                changed.get(id(piece), piece) for piece in cut_heads[index].pieces
            )
            cut_heads[index] = replace(cut_heads[index], pieces=pieces_with_roles)
    return cut_places_off([swap_if_all_say_so(head, cut_heads, kind) for head in cut_heads])


def without_places(head: Header) -> Header:
    """A heading without the pieces of which a label says that they are places."""
    if not any(piece.role == "place" for piece in head.pieces):
        return head
    indices = [index for index, piece in enumerate(head.pieces) if piece.role != "place"]
    pieces = tuple(head.pieces[index] for index in indices)
    return replace(head, pieces=pieces, places=tuple(head.places[index] for index in indices))


def cut_places_off(heads: list[Header]) -> list[Header]:
    """The headings with the places behind the organisations, if most of those are known ones."""
    named = [piece for head in heads for piece in head.pieces if piece.role == "organisation"]
    tails = [tail for piece in named if (tail := cut_tail(piece.text)[1])]
    known_places = sum(bool(is_somewhere(tail)) for tail in tails)
    can_cut = len(tails) > 1 and all(map(is_maybe_place, tails))
    can_cut = can_cut and (known_places > 0 or len(tails) == len(named))
    placed = any(piece.role == "place" for head in heads for piece in head.pieces)
    most = 2 * known_places >= len(tails) and len(tails) == len(named)
    if placed or not named or 2 * len(tails) < len(named) or not (can_cut or most):
        return heads
    return [replace(head, pieces=tuple(split_place_off(head.pieces))) for head in heads]


def cut_tail(text: str) -> tuple[str, str]:
    """A name, and what follows it in brackets or behind its last comma."""
    match = BRACKETS.match(text)
    if match and ", " not in match["name"]:
        return match["name"], match["place"]
    name, _, tail = text.rpartition(", ")
    return (name, tail) if name else (text, "")


def is_maybe_place(text: str) -> bool:
    """Whether a text behind each employer can be a town: a short name, no part of a firm."""
    name = without_region(text)
    short = len(name.split()) < 4 and name[:1].isupper() and is_short(name)
    return short and not name.isupper() and not is_organisation(name)


def without_region(text: str) -> str:
    """A place without the region or the country in brackets: "Olomouc (Czechia)"."""
    return re.sub(r"\s*\([^()]{2,30}\)$", "", text)


def split_place_off(pieces: Sequence[Value]) -> Iterator[Value]:
    """The pieces with the place behind the organisation as one of its own."""
    for piece in pieces:
        name, place = split_place(piece.text)
        if piece.role == "organisation" and not place:
            name, place = cut_tail(piece.text)
            name = name if is_maybe_place(place) else ""
        if piece.role == "organisation" and place and name:
            yield replace(piece, text=name)
            yield replace(piece, text=place, role="place")
        else:
            yield piece


def split_single_piece(head: Header, heads: Sequence[Header], kind: str) -> Header:
    """A heading of one piece cut at "at", or at its commas if all of the section have as many."""
    if len(head.pieces) == 1 and (parts := AT.split(head.pieces[0].text, maxsplit=1))[1:]:
        whole = head.pieces[0]
        title, name = (replace(whole, text=part.strip(" ,")) for part in parts)
        if title_or_employer_score(name.text) <= 0 and title.text and name.text:
            quoted = name.text.strip("\"“”„«»'") if name.text[0] in "\"“„«'" else name.text
            halved = (replace(title, role="title"), replace(name, text=quoted, role="organisation"))
            between = whole.text[len(parts[0]) : len(whole.text) - len(parts[1])]
            marks = (*head.marks, replace(whole, text=between))
            return replace(head, pieces=halved, marks=marks, places=head.places * 2)
    singles = [head.pieces[0].text for head in heads if len(head.pieces) == 1]
    if len(head.pieces) != 1 or len(singles) < 2 or 2 * len(singles) < len(heads):
        return head
    for cut in (partial(DASHES.split, maxsplit=1), SEMICOLON.split, cut_at_commas):
        parts = [cut(text) for text in singles]
        fewest = 1 if kind == "education" else 0.75
        can_cut = sum(2 <= len(part) <= 4 for part in parts) >= max(fewest * len(parts), 2)
        may_be_prose = kind == "education" and cut is cut_at_commas
        if can_cut and not (may_be_prose and not {2, 3}.issuperset(map(len, parts))):
            piece = head.pieces[0]
            listed = tuple(replace(piece, text=text) for text in cut(piece.text))
            return replace(head, pieces=listed, places=(head.places[0],) * len(listed))
    return head


PARTS = re.compile(r",\s+")
SEMICOLON = re.compile(r"\s*;\s+")
LEGAL = re.compile(
    r"(?:inc|llc|ltd|llp|plc|gmbh|ag|co|corp|s\.?a|s\.?l|b\.?v|pvt\.? ltd)\.?$", re.I
)
"""How a firm is registered, behind a comma."""


def cut_at_commas(text: str) -> list[str]:
    """The pieces between commas; a state, a country or "Inc." stays with what is before it."""
    pieces: list[str] = []
    for part in PARTS.split(text):
        open_bracket = bool(pieces) and pieces[-1].count("(") > pieces[-1].count(")")
        if pieces and (open_bracket or part in STATES or part in COUNTRIES or LEGAL.match(part)):
            pieces[-1] += f", {part}"
        else:
            pieces.append(part.strip())
    return pieces


def has_school_and_degree(head: Header, kind: str) -> bool:
    """Whether one piece holds school and degree."""
    return kind == "education" and any(
        SCHOOL.search(piece.text) and DEGREE.search(piece.text) and not DEGREE.match(piece.text)
        for piece in head.pieces
    )


def section_roles(
    heads: Sequence[Header], shape: tuple[int, ...], kind: str, elsewhere: float
) -> list[tuple[str, ...]]:
    """The roles of the pieces of each heading of one shape; "" where nothing is sure."""
    count = len(shape)
    columns = [*zip(*(head.pieces for head in heads), strict=True)]
    titles = [mean([title_evidence(piece.text, kind) for piece in column]) for column in columns]
    towns = [mean([is_somewhere(piece.text) for piece in column]) for column in columns]
    are_scores = [mean([is_score(piece.text) for piece in column]) > 0.5 for column in columns]
    scores = [index for index, is_grade in enumerate(are_scores) if is_grade]
    place = place_slot(shape, titles, towns, scores)
    rest = [index for index in range(count) if index != place and index not in scores]
    roles = [""] * count
    placed = place is None and max(towns) > 0.5
    if len(rest) < 2 or placed or (len(rest) > 2 and kind == "education"):
        return [tuple(roles)] * len(heads)
    first, second = rest[:2]
    side = titles[first] - titles[second]
    if abs(side) < SURE:
        side = elsewhere
    if abs(side) < SURE:
        return [tuple(roles)] * len(heads)
    title, organisation = (first, second) if side > 0 else (second, first)
    roles[title], roles[organisation] = "title", "organisation"
    if place is not None:
        roles[place] = "place"
    for index in scores:
        roles[index] = "score"
    return [swap_if_plain(roles, head, title, organisation, kind) for head in heads]


def side_of(heads: Sequence[Header], shape: tuple[int, ...], kind: str) -> float:
    """How much the first of two pieces looks like the title, and the second like the employer."""
    first, second = (
        mean([title_evidence(h.pieces[index].text, kind) for h in heads]) for index in (0, 1)
    )
    return (first - second) * len(heads) if len(shape) == 2 or kind == "work" else 0


SURE = 0.5
SWAPPED = {"title": "organisation", "organisation": "title"}


def swap_if_plain(
    roles: Sequence[str], head: Header, title: int, organisation: int, kind: str
) -> tuple[str, ...]:
    """The roles, the other way round if one heading says plainly that it is unlike the others."""
    title_is_employer = title_evidence(head.pieces[title].text, kind) <= -3
    employer_is_title = title_evidence(head.pieces[organisation].text, kind) >= 3
    if not (title_is_employer and employer_is_title):
        return tuple(roles)
    return tuple(SWAPPED.get(role, role) for role in roles)


def place_slot(
    shape: tuple[int, ...], titles: Sequence[float], towns: Sequence[float], scores: Sequence[int]
) -> int | None:
    """Which piece says where it was: most of them are towns, or it follows the employer."""
    count = len(shape)
    candidates = [index for index in range(1, count) if index not in scores and titles[index] < 2]
    best = max(candidates, key=lambda index: (towns[index], index), default=None)
    if best is not None and towns[best] >= 0.5 and count - len(scores) > 2:
        return best
    apart = [
        index
        for index in candidates
        if shape[index] == shape[index - 1]
        and titles[index] == 0
        and titles[index - 1] < 0
        and any(row > shape[index] for row in shape)
    ]
    return apart[0] if apart and count - len(scores) > 2 else None


def mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def is_somewhere(text: str) -> float:
    name = without_region(text)
    in_brackets = name != text and re.search(r"\([A-Z]{1,2}\)$", text) and is_maybe_place(text)
    return float(is_place(text) or is_town(name) or bool(in_brackets))


def is_score(text: str) -> float:
    """Whether a piece is a grade."""
    return float(bool(SCORE.search(text) and re.search(r"\d", text) and not DEGREE.search(text)))


def title_evidence(text: str, kind: str) -> float:
    """How much a piece looks like a title or degree (positive), or like an organisation."""
    if kind == "education":
        if DEGREE.match(text):
            return 4
        return 3 * bool(DEGREE.search(text)) - 3 * bool(SCHOOL.search(text))
    strong = max(-4, min(4, title_or_employer_score(text)))
    if strong or is_somewhere(text):
        return strong
    words = re.findall(r"[^\W\d_]{4,}", text)
    return 1 if words and AGENT.search(words[-1]) and not text.isupper() else 0


def swap_if_all_say_so(head: Header, heads: Sequence[Header], kind: str) -> Header:
    """A heading whose format says the roles, the other way round if all words say the opposite."""
    if kind not in ("work", "education") or not head.pieces:
        return head
    sides = [
        title_evidence(by["title"].text, kind) - title_evidence(by["organisation"].text, kind)
        for head in heads
        for by in [{piece.role: piece for piece in head.pieces}]
        if {"title", "organisation"} <= by.keys()
    ]
    if not sides or sum(sides) > -3 * len(sides):
        return head
    pieces = (replace(piece, role=SWAPPED.get(piece.role, piece.role)) for piece in head.pieces)
    return replace(head, pieces=tuple(pieces))


def section_bias(head: Header) -> int:
    """Positive if the title comes before the organisation, negative if behind it."""
    if len(head.pieces) < 2:
        return 0
    return title_or_employer_score(head.pieces[0].text) - title_or_employer_score(
        head.pieces[1].text
    )


def title_or_employer_score(text: str) -> int:
    """How much a text looks like a title (positive) or an organisation (negative)."""
    name = re.sub(r"\([^()]*\)", "", text).strip()
    phrase = HEAD.split(name, maxsplit=1)[0]
    score = 4 * ends_as_title(phrase) + 2 * is_title(phrase) - 3 * is_organisation(phrase)
    if not score:
        score = int(is_title(text)) - int(is_organisation(text))
    return score - (1 if split_place(name)[1] else 0)


def ends_as_title(phrase: str) -> bool:
    """Whether the noun at its end names a job: "Software Engineer", but not "Engineer Corps"."""
    last = re.sub(r"\s{1,3}(?:[IVX]{1,5}|\d)$", "", phrase).rsplit(" ", 1)[-1]
    forms = {last, last.rsplit("/", 1)[-1], last.split("/", 1)[0]}
    return any(JOB.fullmatch(form) or is_job_name(form) for form in forms)


def parse_job(
    head: Header, default: int, names: tuple[str, str, str]
) -> tuple[Fields, list[Value]]:
    """Organisation, title and place under these names of keys; and the pieces left over.

    `default` is the `section_bias` of the other entries of the section.
    """
    name, position, location = names
    if any(piece.role for piece in head.pieces):
        return fields_by_role(head, names)
    fields: Fields = {}
    towns = town_pieces(head.pieces, name)
    places = [piece for piece in head.pieces if is_place(piece.text) or piece in towns]
    pieces = [piece for piece in head.pieces if piece not in places]
    named = [piece for piece in pieces if title_or_employer_score(piece.text) <= 0]
    leads = bool(places) and head.pieces[0] == places[0]
    if places and (not pieces or ((head.rows == 1 or leads) and not named)):
        pieces, places = [*pieces, places[0]], places[1:]
    if len(pieces) == 1:
        pieces = split_title_employer(pieces[0])
    rest: list[Value] = []
    if len(pieces) == 1:
        titled = title_or_employer_score(pieces[0].text) > 0 or name in ("entity", "organisation")
        fields[position if titled else name] = pieces[0]
    elif pieces:
        first, second, *rest = order_role_and_town(pieces)
        side = title_or_employer_score(first.text) - title_or_employer_score(second.text) or default
        side = side or int(name in ("entity", "organisation"))
        role, employer = (first, second) if side > 0 else (second, first)
        fields |= {name: employer, position: role}
    places += [piece for piece in rest if split_place(piece.text)[1] or is_short(piece.text)]
    rest = [piece for piece in rest if piece not in places]
    if places:
        fields[location] = places.pop(0)
    return with_place(fields, names), [*rest, *places]


def fields_by_role(head: Header, names: tuple[str, str, str]) -> tuple[Fields, list[Value]]:
    """As `parse_job`, for a heading whose pieces have roles."""
    keys = dict(zip(("organisation", "title", "place"), names, strict=True))
    fields: Fields = {}
    rest: list[Value] = []
    for piece in head.pieces:
        key = keys.get(piece.role, "")
        if key and key not in fields:
            fields[key] = piece
        else:
            rest.append(piece)
    for piece in list(rest):
        free = [key for key in keys.values() if key not in fields]
        placed = is_somewhere(piece.text) and names[2] in free
        key = names[2] if placed else next(iter(free), "")
        if key and not piece.role and (key != names[2] or placed or is_short(piece.text)):
            fields[key] = piece
            rest.remove(piece)
    return with_place(fields, names), rest


def town_pieces(pieces: Sequence[Value], name: str) -> list[Value]:
    """The pieces behind the first one of a job that are names of towns."""
    job = name in ("name", "organization")
    return [piece for piece in pieces[1:] if is_town(piece.text)] if job else []


def order_role_and_town(pieces: Sequence[Value]) -> Sequence[Value]:
    """The pieces with the one that says what somebody was before the town behind the employer.

    "Fjord Dairy | Oslo" over "Junior Engineer | 2015 – 2019": a town without its country looks
    like any name.
    """
    titles = [
        index for index, piece in enumerate(pieces) if title_or_employer_score(piece.text) > 0
    ]
    if titles != [2]:
        return pieces
    return [pieces[0], pieces[2], pieces[1], *pieces[3:]]


def is_short(text: str) -> bool:
    """Whether what is left over can be the name of a town."""
    return len(text.split()) <= 4 and bool(TOWN.fullmatch(text)) and not role_of(text)


def split_title_employer(piece: Value) -> list[Value]:
    """ "Engineer at Acme", "Engineer, Acme Inc.", "Acme Inc. – Engineer" as two pieces."""
    if len(piece.text) > LONGEST:
        return [piece]
    for pattern in (AT, re.compile(r",\s+"), DASHES):
        for match in pattern.finditer(piece.text):
            first, second = piece.text[: match.start()], piece.text[match.end() :]
            if first.count("(") != first.count(")"):
                continue
            apart = is_title(first) != is_title(second) or pattern is AT
            sides = title_or_employer_score(first), title_or_employer_score(second)
            firm = is_organisation(second) and not LEGAL.match(second) and "," not in second
            unknown = firm and sides[0] == 0 and pattern is not AT and len(first.split()) < 6
            if (apart and (sides[0] > 0) != (sides[1] > 0)) or unknown:
                tail = Value(second, piece.line, piece.last, piece.text[match.start() :])
                return [replace(piece, text=first), tail]
    return [piece]


def with_place(fields: Fields, names: tuple[str, str, str]) -> Fields:
    """The fields with the place taken off the employer, or else a sure one off the title."""
    name, position, location = names
    fields = split_off_place(fields, name, location)
    title = fields.get(position)
    sure = isinstance(title, Value) and is_place(split_place(title.text)[1])
    return split_off_place(fields, position, location) if sure else fields


def split_off_place(fields: Fields, name: str, location: str) -> Fields:
    """The fields with the place taken off the organisation's name, if it has one."""
    employer = fields.get(name)
    if location in fields or not isinstance(employer, Value):
        return fields
    short, place = split_place(employer.text)
    if not place:
        return fields
    source = employer.read[: employer.read.rfind(place)] or short
    return fields | {
        name: replace(employer, text=short, source=source),
        location: Value(place, employer.line, employer.last),
    }
