"""What the report shows, ready to be printed by its template."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tailor.models import KINDS
from tailor.scoring.line_kinds import is_generic

Record = Mapping[str, Any]
STATES = ("proved", "listed", "spared", "cut", "missing")
"""What becomes of a keyword: a printed line proves it, the page only lists it, it is not there but
another that will do is, the master has it but the page does not, the master lacks it."""
NAMES = ("heading", "skill")
"""Roles of lines that say nothing of their own."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """Something asked for. `printed` are the numbers of the lines of the page that answer it,
    `others` those of lines that are left out, `instead` a keyword that makes up for it."""

    number: int
    term: str
    kind: str
    weight: float
    state: str
    quotes: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    printed: tuple[int, ...]
    others: tuple[int, ...]
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the master. `name` is its id (`tailor.line_ids`), `head` what it stands below,
    `cost` what bringing it back takes, of
    a `tossup` next to nothing; `answers` are numbers of keywords, `words` what in the line has to
    do with each."""

    number: int
    key: str
    name: str
    role: str
    text: str
    head: str
    score: float
    chosen: bool
    answers: tuple[int, ...]
    words: Mapping[int, str]
    reason: str
    cost: str
    tossup: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Keywords of one kind and state that the same sentence asks for, and that sentence."""

    quote: str
    keywords: tuple[Keyword, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines below one heading, which may be a line of its own."""

    title: str
    heading: Line | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One kind of keywords in the chart: a cell for each keyword that counts, one for all of
    which any one will do."""

    kind: str
    covered: int
    of: int
    cells: tuple[tuple[Keyword, ...], ...]


def view_keywords(report: Record) -> tuple[Keyword, ...]:
    """The keywords of a report, in its order."""
    numbers = {one["key"]: number for number, one in enumerate(report["bullets"])}
    chosen = {one["key"] for one in report["bullets"] if one["chosen"]}
    hits = [(one["key"], hit) for one in report["bullets"] for hit in one["hits"]]
    printed = {(key, hit["term"]) for key, hit in hits if key in chosen}
    return tuple(
        Keyword(
            number,
            one["term"],
            one["kind"],
            one["weight"],
            keyword_state(one),
            tuple(one["quotes"]),
            tuple((start, end) for start, end in one["spans"]),
            tuple(
                numbers[key]
                for key in one["bullets"]
                if one["covered"] and (key, one["term"]) in printed
            ),
            tuple(numbers[key] for key in one["bullets"] if key not in chosen),
            one["spared"] or "",
        )
        for number, one in enumerate(report["keywords"])
    )


def keyword_state(one: Record) -> str:
    if one["status"] == "on_page":
        return "proved"
    if one["covered"]:
        return "listed"
    if one["spared"]:
        return "spared"
    return "missing" if one["status"] == "missing" else "cut"


def view_lines(report: Record, asked: Sequence[Keyword]) -> tuple[Line, ...]:
    """The lines of a report, in its order."""
    numbers = {one.term: one.number for one in asked}
    answered: dict[int, list[int]] = {}
    for one in asked:
        for number in (*one.printed, *one.others):
            answered.setdefault(number, []).append(one.number)
    heads = {one["key"]: one["text"] for one in report["bullets"] if one["role"] == "heading"}
    return tuple(
        Line(
            number,
            one["key"],
            one.get("id", one["key"]),
            one["role"],
            one["text"],
            parent_heading(one["key"] + ("/" if one["role"] == "heading" else ""), heads),
            one["score"],
            one["chosen"],
            tuple(answered.get(number, ())),
            {numbers[hit["term"]]: hit["words"] for hit in one["hits"] if hit["term"] in numbers},
            "; ".join(filter(None, (one["reason"], judge_text(one)))),
            cost_text(one),
            one.get("tossup", False),
        )
        for number, one in enumerate(report["bullets"])
    )


def judge_text(one: Record) -> str:
    """What a judge says of a line, if one was asked (`tailor.judge.Judgement.describe`)."""
    said = one.get("judge")
    if not said:
        return ""
    proof = f": it proves “{said['proves']}”" if said["proves"] else ""
    return f"the judge {said['model']} says {said['grade']}{proof}"


def parent_heading(key: str, heads: Mapping[str, str]) -> str:
    """What a line stands below: its entry, or else its section. A heading stands below itself."""
    parts = key.split("/")
    above = ("/".join(parts[:size]) for size in range(len(parts) - 1, 0, -1))
    found = next((heads[one] for one in above if one in heads), "")
    return found.replace(". ", ", ", 1) or (parts[-1] if parts[0] == "basics" else parts[0]).title()


def cost_text(one: Record) -> str:
    """What bringing a line back takes, if that is known."""
    if "cost" not in one:
        return ""
    if one["cost"] is None:
        return "it cannot be on the page"
    points, exact = one["cost"]["points"], one["cost"]["exact"]
    if points is None:
        return "what bringing it back costs was not found in time"
    return f"bringing it back costs {'' if exact else 'at most '}{points:.2f} points"


def coverage_bars(report: Record, asked: Sequence[Keyword]) -> Iterator[Bar]:
    """The chart: what is covered comes first."""
    for kind in KINDS:
        share, cells = report["coverage"][kind], dict[frozenset[str], list[Keyword]]()
        for one in asked:
            if one.kind == kind and not is_generic(one.term):
                choice = report["keywords"][one.number]["choice"]
                cells.setdefault(frozenset({one.term, *choice}), []).append(one)
        if share["of"]:
            ranked = (sorted(cell, key=keyword_rank) for cell in cells.values())
            order = sorted(ranked, key=lambda cell: keyword_rank(cell[0]))
            yield Bar(kind, share["covered"], share["of"], tuple(map(tuple, order)))


def keyword_rank(one: Keyword) -> int:
    return STATES.index(one.state)


def keyword_gaps(asked: Sequence[Keyword], state: str) -> tuple[Gap, ...]:
    """The keywords of a state, most weight first; what one sentence asks for stands together."""
    found: dict[tuple[str, str], list[Keyword]] = {}
    for one in asked:
        if one.state == state:
            found.setdefault((one.quotes[0] if one.quotes else one.term, one.kind), []).append(one)
    return tuple(Gap(quote, tuple(some)) for (quote, _), some in found.items())


def group_lines(order: Sequence[Line]) -> Iterator[Group]:
    """Lines in the order of the page, grouped by what they stand below."""
    for title, some in groupby(order, key=lambda one: one.head):
        below = list(some)
        heading = next((one for one in below if one.role == "heading"), None)
        yield Group(title, heading, tuple(one for one in below if one is not heading))


def cut_lines(found: Sequence[Line]) -> tuple[Line, ...]:
    """The statements that are not on the page: toss-ups first, then those of most points."""
    cut = [one for one in found if not one.chosen and one.role not in NAMES]
    return tuple(sorted(cut, key=lambda one: (not one.tossup, -one.score)))
