"""Pieces of reports: headings, bars, scored lines, lists of keywords."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from tailor.cli.console import Row, report_width
from tailor.layout import Line, scorable_lines
from tailor.models import Finding, Resume, Score
from tailor.scoring.coverage import (
    KeywordAnswer,
    Wording,
    count_coverage,
    coverage_doubt,
    proving_hits,
)

CUT_LINES_SHOWN, CUT_LINES_PRICED = 5, 3
"""How many cut lines a report shows, and for how many it says what bringing them back costs."""
BAR = 30
SHARE = 0.52
"""Share of the width that a line's text has; the rest is for its keywords."""
INDENT = 4
LISTED = 3
"""So many rows of keywords of one status are shown, unless all are asked for."""
SLACK = 8
"""Columns that a wrapped row may leave empty."""
ALIKE = 2
"""So many findings of one kind are shown, unless all are asked for."""
KINDS = (("must", "must"), ("nice", "nice"), ("context", "other"))
LEVELS = {"pass": "green", "mend": "cyan", "warn": "yellow", "fail": "bold red"}


def heading_rows(title: str, note: str = "") -> Iterator[Row]:
    yield ()
    yield (title.upper(), "bold"), (f"  {note}" if note else "", "dim")


def purpose_row(master: Resume, title: str, company: str) -> Row:
    """Whose page it is, and for what."""
    return ((f"{master.name} for {job_label(title, company)}", "bold"),)


def job_label(title: str, company: str) -> str:
    return " at ".join(text for text in (title, company) if text) or "this posting"


def coverage_bars(found: Sequence[KeywordAnswer]) -> Iterator[Row]:
    """How many keywords of each kind are covered, and whether that can be judged."""
    doubtful = coverage_doubt(found)
    for kind, name in KINDS:
        share = count_coverage(found, kind)
        if share.of:
            full = round(BAR * share.percent / 100)
            percent = "" if doubtful and kind != "context" else f"  {share.percent:3.0f} %"
            yield (
                (f"  {name:<6}", ""),
                ("█" * full, "green"),
                ("░" * (BAR - full), "dim"),
                (f"  {share.covered:>3} of {share.of:<3}{percent}", ""),
            )
    if doubtful:
        yield ((f"  {doubtful}", "yellow"),)


def scored_line_row(line: Line, score: Score | None) -> Row:
    """A line's score, how its text begins, and the keywords that it answers."""
    terms = [hit.term for hit in proving_hits(score)]
    room = int(report_width() * SHARE) if terms else report_width() - 11
    rest = fit_terms(terms, report_width() - room - 11)
    return (
        (f"  {total_points(score):5.1f}  ", "cyan"),
        (f"{shorten(line.text, room):<{room}}  ", ""),
        (rest, "green"),
    )


def shorten(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def fit_terms(terms: Sequence[str], room: int) -> str:
    """As many of the terms as there is room for, and how many more there are."""
    shown = ""
    for count, term in enumerate(terms):
        longer = f"{shown}, {term}" if shown else term
        left = len(terms) - count - 1
        if len(longer) + (len(f" +{left}") if left else 0) > room:
            return f"{shown} +{left + 1}" if shown else shorten(term, room)
        shown = longer
    return shown


def keyword_list_rows(
    found: Sequence[KeywordAnswer], label: str, style: str, whole: bool
) -> Iterator[Row]:
    """The keywords of one status, must-haves first and marked with *."""
    if not found:
        return
    yield ((f"  {label} ({len(found)})", style),)
    words = [a.keyword.term + "*" * (a.keyword.kind == "must") for a in sort_by_kind(found)]
    room = report_width() - INDENT
    text = ", ".join(words) if whole else fit_terms(words, LISTED * (room - SLACK))
    for row in textwrap.wrap(text, room, break_on_hyphens=False):
        yield ((" " * INDENT + row, ""),)


def with_status(found: Sequence[KeywordAnswer], status: str) -> list[KeywordAnswer]:
    """The answers of a status, those aside for which another keyword makes up, and of those that
    are missing those that a line mentions."""
    same = (one for one in found if one.status == status and not one.spared)
    return [one for one in same if not one.mentioned]


def mentioned_rows(found: Sequence[KeywordAnswer], whole: bool) -> Iterator[Row]:
    """The keywords that lines of the master name and none proves."""
    named = [one for one in found if one.mentioned and not one.spared]
    yield from keyword_list_rows(named, "only mentioned, no line proves it", "yellow", whole)


def spared_rows(found: Sequence[KeywordAnswer], whole: bool) -> Iterator[Row]:
    """The keywords that are not covered and need not be ("Java or Kotlin")."""
    free = [one for one in found if one.spared]
    yield from keyword_list_rows(free, "not covered, but one that will do instead is", "dim", whole)


def sort_by_kind(found: Sequence[KeywordAnswer]) -> list[KeywordAnswer]:
    order = [kind for kind, _ in KINDS]
    return sorted(found, key=lambda answer: order.index(answer.keyword.kind))


def check_rows(findings: Sequence[Finding], whole: bool = True) -> Iterator[Row]:
    """One row for all that passed; each other finding, or the first `ALIKE` of each kind."""
    passed = [finding for finding in findings if finding.level == "pass"]
    if passed:
        more = f", and {pluralize(len(passed) - 1, 'more check')}" if len(passed) > 1 else ""
        yield ("  pass  ", LEVELS["pass"]), (f"{passed[0].message}{more}", "")
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.level != "pass":
            kinds.setdefault((finding.level, finding.check), []).append(finding)
    for (level, check), alike in kinds.items():
        shown = alike if whole else alike[:ALIKE]
        for finding in shown:
            where = f" ({finding.place})" if finding.place else ""
            yield from wrap_message(level, f"{check}: {finding.message}{where}")
        if len(alike) > len(shown):
            yield from wrap_message(level, f"{check}: {len(alike) - len(shown)} more like it")


def pluralize(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {plural or noun + 's'}"


def wrap_message(level: str, message: str) -> Iterator[Row]:
    first, *rest = textwrap.wrap(message, report_width() - 8, break_on_hyphens=False)
    yield (f"  {level}  ", LEVELS[level]), (first, "")
    for row in rest:
        yield ((f"        {row}", ""),)


def all_line_rows(
    resume: Resume, scores: Mapping[Wording, Score], printed: Sequence[Wording]
) -> Iterator[Row]:
    """Every line of the master with all its points, best first; printed ones are marked."""
    yield from heading_rows("every line", "* is on the page" if printed else "")
    on_page = set(printed)
    ranked = sorted(
        scorable_lines(resume), key=lambda line: -total_points(scores.get((line.key, line.variant)))
    )
    for line in ranked:
        score = scores.get((line.key, line.variant))
        mark = "*" if (line.key, line.variant) in on_page else " "
        name = f"{line.key} [{line.variant}]" if line.variant else line.key
        yield (f"{mark} {total_points(score):5.1f}  ", "cyan"), (f"{name}  {line.text}", "")
        points = [(hit.term, hit.points) for hit in score.hits] if score else []
        points += score.extras if score else ()
        yield ((" " * 9 + ", ".join(f"{name} {value:.2f}" for name, value in points), "dim"),)


def total_points(score: Score | None) -> float:
    return score.value if score else 0.0
