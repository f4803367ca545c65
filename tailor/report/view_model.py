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
    """A line of the master. `name` is its id (`tailor.line_ids`), `head` what it is below,
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
    numbers = {bullet["key"]: number for number, bullet in enumerate(report["bullets"])}
    chosen = {bullet["key"] for bullet in report["bullets"] if bullet["chosen"]}
    hits = [(bullet["key"], hit) for bullet in report["bullets"] for hit in bullet["hits"]]
    printed = {(key, hit["term"]) for key, hit in hits if key in chosen}
    return tuple(
        Keyword(
            number,
            keyword["term"],
            keyword["kind"],
            keyword["weight"],
            keyword_state(keyword),
            tuple(keyword["quotes"]),
            tuple((start, end) for start, end in keyword["spans"]),
            tuple(
                numbers[key]
                for key in keyword["bullets"]
                if keyword["covered"] and (key, keyword["term"]) in printed
            ),
            tuple(numbers[key] for key in keyword["bullets"] if key not in chosen),
            keyword["spared"] or "",
        )
        for number, keyword in enumerate(report["keywords"])
    )


def keyword_state(keyword: Record) -> str:
    if keyword["status"] == "on_page":
        return "proved"
    if keyword["covered"]:
        return "listed"
    if keyword["spared"]:
        return "spared"
    return "missing" if keyword["status"] == "missing" else "cut"


def view_lines(report: Record, keywords: Sequence[Keyword]) -> tuple[Line, ...]:
    """The lines of a report, in its order."""
    numbers = {keyword.term: keyword.number for keyword in keywords}
    answers: dict[int, list[int]] = {}
    for keyword in keywords:
        for number in (*keyword.printed, *keyword.others):
            answers.setdefault(number, []).append(keyword.number)
    heads = {line["key"]: line["text"] for line in report["bullets"] if line["role"] == "heading"}
    return tuple(
        Line(
            number,
            line["key"],
            line.get("id", line["key"]),
            line["role"],
            line["text"],
            parent_heading(line["key"] + ("/" if line["role"] == "heading" else ""), heads),
            line["score"],
            line["chosen"],
            tuple(answers.get(number, ())),
            {numbers[hit["term"]]: hit["words"] for hit in line["hits"] if hit["term"] in numbers},
            "; ".join(filter(None, (line["reason"], judge_text(line)))),
            cost_text(line),
            line.get("tossup", False),
        )
        for number, line in enumerate(report["bullets"])
    )


def judge_text(bullet: Record) -> str:
    """What a judge says of a line, if one was asked (`tailor.judge.Judgement.describe`)."""
    judgement = bullet.get("judge")
    if not judgement:
        return ""
    proof = f": it proves “{judgement['proves']}”" if judgement["proves"] else ""
    return f"the judge {judgement['model']} says {judgement['grade']}{proof}"


def parent_heading(key: str, heads: Mapping[str, str]) -> str:
    """The heading above a line: of its entry, else of its section. A heading has itself."""
    parts = key.split("/")
    above = ("/".join(parts[:size]) for size in range(len(parts) - 1, 0, -1))
    heading = next((heads[path] for path in above if path in heads), "")
    title = parts[-1] if parts[0] == "basics" else parts[0]
    return heading.replace(". ", ", ", 1) or title.title()


def cost_text(bullet: Record) -> str:
    """What bringing a line back takes, if that is known."""
    if "cost" not in bullet:
        return ""
    if bullet["cost"] is None:
        return "it cannot be on the page"
    points, exact = bullet["cost"]["points"], bullet["cost"]["exact"]
    if points is None:
        return "what bringing it back costs was not found in time"
    return f"bringing it back costs {'' if exact else 'at most '}{points:.2f} points"


def coverage_bars(report: Record, keywords: Sequence[Keyword]) -> Iterator[Bar]:
    """The chart: what is covered comes first."""
    for kind in KINDS:
        share, cells = report["coverage"][kind], dict[frozenset[str], list[Keyword]]()
        for keyword in keywords:
            if keyword.kind == kind and not is_generic(keyword.term):
                choice = report["keywords"][keyword.number]["choice"]
                cells.setdefault(frozenset({keyword.term, *choice}), []).append(keyword)
        if share["of"]:
            ranked = (sorted(cell, key=keyword_rank) for cell in cells.values())
            order = sorted(ranked, key=lambda cell: keyword_rank(cell[0]))
            yield Bar(kind, share["covered"], share["of"], tuple(map(tuple, order)))


def keyword_rank(keyword: Keyword) -> int:
    return STATES.index(keyword.state)


def keyword_gaps(keywords: Sequence[Keyword], state: str) -> tuple[Gap, ...]:
    """The keywords of a state, most weight first; what one sentence asks for is together."""
    groups: dict[tuple[str, str], list[Keyword]] = {}
    for keyword in keywords:
        if keyword.state == state:
            quote = keyword.quotes[0] if keyword.quotes else keyword.term
            groups.setdefault((quote, keyword.kind), []).append(keyword)
    return tuple(Gap(quote, tuple(some)) for (quote, _), some in groups.items())


def group_lines(order: Sequence[Line]) -> Iterator[Group]:
    """Lines in the order of the page, grouped by what they are below."""
    for title, some in groupby(order, key=lambda line: line.head):
        below = list(some)
        heading = next((line for line in below if line.role == "heading"), None)
        yield Group(title, heading, tuple(line for line in below if line is not heading))


def cut_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The statements that are not on the page: toss-ups first, then those of most points."""
    cut = [line for line in lines if not line.chosen and line.role not in NAMES]
    return tuple(sorted(cut, key=lambda line: (not line.tossup, -line.score)))
