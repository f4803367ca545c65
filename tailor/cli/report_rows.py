"""Pieces of reports: headings, bars, scored lines, lists of keywords."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tailor.cli.console import Row, report_width
from tailor.errors import pluralize as pluralize
from tailor.layout import Line, scorable_lines
from tailor.line_ids import LineIds
from tailor.models import Finding, Resume, Score

if TYPE_CHECKING:
    from tailor.scoring.coverage import KeywordAnswer, Wording

# `tailor check` prints rows too and scores nothing: `tailor.scoring` is loaded where it is used.

CUT_LINES_SHOWN, CUT_LINES_PRICED = 5, 3
"""How many cut lines a report shows, and for how many it says what bringing them back costs."""
BAR_COLUMNS = 30
INDENT = 4
ID_WIDTH = 4
"""Columns of a computed id; those of the master may be longer."""
TEXT_COLUMN = 11 + ID_WIDTH
"""Columns before the text of a line, and before what is said below it."""
KEYWORD_ROWS = 3
"""How many rows of keywords of one status are shown, unless all are asked for."""
GENERAL_CHARACTERS = 60
"""How many characters of keywords that do not count are named."""
SLACK_COLUMNS = 8
"""Columns that a wrapped row may leave empty."""
FINDINGS_SHOWN = 2
"""How many findings of one kind are shown, unless all are asked for."""
KINDS = (("must", "must"), ("nice", "nice"), ("context", "other"))
LEVEL_STYLES = {"pass": "green", "fix": "cyan", "warn": "yellow", "fail": "bold red"}


def heading_rows(title: str, note: str = "") -> Iterator[Row]:
    yield ()
    if len(title) + 2 + len(note) <= report_width():
        yield (title.upper(), "bold"), (f"  {note}" if note else "", "dim")
    else:
        yield ((title.upper(), "bold"),)
        yield from wrapped_rows(note, "dim", 2)


def purpose_rows(master: Resume, title: str, company: str) -> Iterator[Row]:
    """Whose page it is, and for what."""
    yield from wrapped_rows(f"{master.name} for {job_label(title, company)}", "bold", 0)


def job_label(title: str, company: str) -> str:
    return " at ".join(text for text in (title, company) if text) or "this posting"


def coverage_bars(answers: "Sequence[KeywordAnswer]", whole: bool = True) -> Iterator[Row]:
    """How many keywords of each kind that counts are covered (of all kinds if `whole`), and whether
    that can be judged."""
    from tailor.scoring.coverage import count_coverage, coverage_doubt

    doubtful = coverage_doubt(answers)
    for kind, name in KINDS:
        share = count_coverage(answers, kind)
        if share.of and (whole or kind != "context"):
            full = round(BAR_COLUMNS * share.percent / 100)
            percent = "" if doubtful and kind != "context" else f"  {share.percent:3.0f} %"
            yield (
                (f"  {name:<6}", ""),
                ("█" * full, "green"),
                ("░" * (BAR_COLUMNS - full), "dim"),
                (f"  {share.covered:>3} of {share.of:<3}{percent}", ""),
            )
    if doubtful:
        yield from wrapped_rows(doubtful, "yellow", 2)
    yield from wrapped_rows(explain_sums(answers), "dim", 2)


def explain_sums(answers: "Sequence[KeywordAnswer]") -> str:
    """Why a sum is not the number of the keywords of its kind; "" if it is."""
    from tailor.scoring.line_kinds import is_generic

    counted = keyword_cells([answer for answer in answers if not is_generic(answer.keyword.term)])
    choice = next((cell for cell in counted if len(cell.answers) > 1), None)
    general = [answer.keyword.term for answer in answers if is_generic(answer.keyword.term)]
    terms = " or ".join(answer.keyword.term for answer in choice.answers) if choice else ""
    notes = [f"“{terms}” counts once: any one will do"] if choice else []
    if general:
        notes.append(f"too general to count: {fit_terms(general, GENERAL_CHARACTERS)}")
    return "; ".join(notes)


def scored_line_rows(line: Line, score: Score | None, name: str, why: str = "") -> Iterator[Row]:
    """A line's score, its id and how its text begins; below it the keywords that it answers, or
    why it is where it is."""
    from tailor.scoring.coverage import proving_hits

    yield (
        (f"  {total_points(score):5.1f}  ", "cyan"),
        (f"{name:<{ID_WIDTH}}  ", "bold"),
        (shorten(line.text, report_width() - TEXT_COLUMN - max(0, len(name) - ID_WIDTH)), ""),
    )
    terms = [hit.term for hit in proving_hits(score)]
    if terms:
        yield ((" " * TEXT_COLUMN + fit_terms(terms, report_width() - TEXT_COLUMN), "green"),)
    yield from wrapped_rows("" if terms else why, "dim")


NOTE_SHARE = 0.35
"""The most of a compact row that the note next to its text takes."""


def compact_row(name: str, text: str, notes: Sequence[str], style: str) -> Iterator[Row]:
    """A line on one row: its id, how its text begins, and at the right as many notes as fit."""
    room = report_width() - INDENT - max(len(name), ID_WIDTH) - 2
    note = fit_terms(notes, int(NOTE_SHARE * room)) if any(notes) else ""
    left = room - len(note) - 2 if note else room
    short = shorten(text, left)
    yield (
        (f"{' ' * INDENT}{name:<{ID_WIDTH}}  ", "bold"),
        (f"{short:<{left}}  " if note else short, ""),
        (note, style),
    )


def labelled_rows(label: str, text: str, width: int = 0) -> Iterator[Row]:
    """A label and a text next to it, on as many rows as it needs."""
    head = f"  {label:<{width}}  "
    first, *rest = wrapped_rows(text, indent=len(head))
    yield (head, "bold"), (first[0][0].strip(), "")
    yield from rest


def wrapped_rows(text: str, style: str = "", indent: int = TEXT_COLUMN) -> Iterator[Row]:
    """A text on as many rows as it needs; no word is broken."""
    room = report_width() - indent
    for row in textwrap.wrap(text, room, break_on_hyphens=False, break_long_words=False):
        yield ((" " * indent + row, style),)


def shorten(text: str, room: int) -> str:
    """As many whole words of a text as there is room for."""
    if len(text) <= room:
        return text
    whole = text[:room].rpartition(" ")[0].rstrip(" ,;:-–")
    return (whole if len(whole) > room // 2 else text[: room - 1].rstrip()) + "…"


def fit_terms(terms: Sequence[str], room: int) -> str:
    """As many of the terms as there is room for, and how many more there are."""
    text = ""
    for count, term in enumerate(terms):
        longer = f"{text}, {term}" if text else term
        left = len(terms) - count - 1
        if len(longer) + (len(f" +{left}") if left else 0) > room:
            return f"{text} +{left + 1}" if text else shorten(term, room)
        text = longer
    return text


@dataclass(frozen=True, slots=True)
class Cell:
    """A keyword, or several of which any one will do: those that are there come first."""

    answers: "tuple[KeywordAnswer, ...]"

    @property
    def status(self) -> str:
        """The best status of its keywords, "mentioned" if lines name one and none proves it;
        one that another keyword makes up for is as good as on the page."""
        if any(answer.spared for answer in self.answers):
            return "on_page"
        statuses = [answer.status for answer in self.answers]
        best = next(status for status in STATUS_ORDER if status in statuses)
        is_mentioned = best == "missing" and any(answer.mentioned for answer in self.answers)
        return "mentioned" if is_mentioned else best

    def __str__(self) -> str:
        first, *rest = self.answers
        spared = f" ({first.spared} will do)" if first.spared else ""
        star = "*" * (first.keyword.kind == "must")
        others = " or ".join(answer.keyword.term for answer in rest)
        if not rest:
            return first.keyword.term + star + spared
        if first.covered:
            return f"{first.keyword.term}{star} (or {others})"
        return f"{first.keyword.term} or {others}{star}{spared}"


STATUS_ORDER = ("on_page", "cut", "skills_only", "missing")
MENTIONED = ("mentioned", "only mentioned, no line proves it", "yellow")


def keyword_cells(answers: "Sequence[KeywordAnswer]") -> tuple[Cell, ...]:
    """The keywords, must-haves first; those of which any one will do ("Java or Kotlin") are one."""
    groups: dict[tuple[str, frozenset[str]], list[KeywordAnswer]] = {}
    for answer in sort_by_kind(answers):
        group = frozenset({answer.keyword.term, *answer.keyword.choice})
        groups.setdefault((answer.keyword.kind, group), []).append(answer)

    def rank(answer: "KeywordAnswer") -> tuple[bool, int]:
        return not answer.covered, STATUS_ORDER.index(answer.status)

    return tuple(Cell(tuple(sorted(group, key=rank))) for group in groups.values())


def keyword_rows(
    answers: "Sequence[KeywordAnswer]", statuses: Sequence[tuple[str, str, str]], whole: bool
) -> Iterator[Row]:
    """The keywords by status, each status with its label and style; must-haves have a *."""
    yield from heading_rows("keywords", "* is a must-have")
    cells = keyword_cells(answers)
    for status, label, style in statuses:
        words = [str(cell) for cell in cells if cell.status == status]
        if words:
            head = f"{label} ({len(words)}): "
            room = KEYWORD_ROWS * (report_width() - INDENT - SLACK_COLUMNS) - len(head)
            text = ", ".join(words) if whole else fit_terms(words, room)
            first, *rest = wrapped_rows(head + text, indent=INDENT)
            line = first[0][0].strip()
            yield (f"  {line[: len(head)]}", style), (line[len(head) :], "")
            yield from rest


def sort_by_kind(answers: "Sequence[KeywordAnswer]") -> "list[KeywordAnswer]":
    order = [kind for kind, _ in KINDS]
    return sorted(answers, key=lambda answer: order.index(answer.keyword.kind))


def check_rows(findings: Sequence[Finding], whole: bool = True) -> Iterator[Row]:
    """One row for all that passed; each other finding, or the first `ALIKE` of each kind."""
    passed = [finding for finding in findings if finding.level == "pass"]
    if passed:
        more = f", and {pluralize(len(passed) - 1, 'more check')}" if len(passed) > 1 else ""
        yield from wrap_message("pass", f"{passed[0].message}{more}")
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.level != "pass":
            kinds.setdefault((finding.level, finding.check), []).append(finding)
    for (level, check), group in kinds.items():
        visible = group if whole else group[:FINDINGS_SHOWN]
        for finding in visible:
            where = f" ({finding.place})" if finding.place else ""
            yield from wrap_message(level, f"{check}: {finding.message}{where}")
        if len(group) > len(visible):
            yield from wrap_message(level, f"{check}: {len(group) - len(visible)} more like it")


def wrap_message(level: str, message: str) -> Iterator[Row]:
    first, *rest = wrapped_rows(message, indent=8)
    yield (f"  {level}  ", LEVEL_STYLES[level]), (first[0][0].strip(), "")
    yield from rest


def all_line_rows(
    resume: Resume, scores: "Mapping[Wording, Score]", printed: "Sequence[Wording]"
) -> Iterator[Row]:
    """Every line of the master with all its points, best first; printed ones are marked."""
    yield from heading_rows("every line", "* is on the page" if printed else "")
    on_page, ids = set(printed), LineIds(resume)
    ranked = sorted(
        scorable_lines(resume), key=lambda line: -total_points(scores.get((line.key, line.variant)))
    )
    for line in ranked:
        score = scores.get((line.key, line.variant))
        mark = "*" if (line.key, line.variant) in on_page else " "
        name = f"{line.key} [{line.variant}]" if line.variant else line.key
        yield (
            (f"{mark} {total_points(score):5.1f}  ", "cyan"),
            (f"{ids.id_of(line.key)}  ", "bold"),
            (f"{name}  {line.text}", ""),
        )
        points = [(hit.term, hit.points) for hit in score.hits] if score else []
        points += score.extras if score else ()
        yield ((" " * 9 + ", ".join(f"{name} {value:.2f}" for name, value in points), "dim"),)


def total_points(score: Score | None) -> float:
    return score.value if score else 0.0
