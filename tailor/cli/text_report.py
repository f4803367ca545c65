"""The report as text."""

import math
import re
import shlex
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tailor.cli import report_rows
from tailor.cli.console import Row, report_width
from tailor.cli.outputs import Target
from tailor.cli.report_rows import CUT_LINES_PRICED, CUT_LINES_SHOWN
from tailor.cli.settings import Settings
from tailor.layout import LISTS, Line, scorable_lines, section_shape, statement_lines
from tailor.line_ids import LineIds
from tailor.models import Cut, Plan, Resume, Score
from tailor.optimizer.explain import best_cuts
from tailor.optimizer.selection import ForcingCost
from tailor.page_form import Form
from tailor.pipeline import Outcome
from tailor.scoring.coverage import KeywordAnswer, proving_hits
from tailor.scoring.explain import answered_terms, strongest_reasons
from tailor.system import FILE_OPENER

KEPT = {
    "the name and contact data": "",
    "no gap of more than a year": "without it the page would have a gap of more than a year",
    "the highest degree": "it is the highest degree",
    "the posting asks for it": "the posting asks for it",
    "pinned": "it is pinned",
    "the summary": "a page has a summary",
    "there is room for everything": "",
}
"""What must be on the page (`tailor.optimizer.problem.collect_needs`), as a reason."""
NEEDED = "its job must be on the page, and no other line of it is better"
REPEATED = (
    "A line adds less than its own points where other lines answer the same; costs are for the "
    "whole page."
)
AVERAGE = "nothing in it stands out, but it is worth its space"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Says of the lines of one page why they are printed. `kept` are reasons by key, `above` the
    keys of headings that lines are printed below."""

    kept: Mapping[str, str]
    above: frozenset[str]

    def of(self, line: Line, score: Score | None) -> str:
        """Why a printed line is on the page; never empty."""
        reasons = self.kept.get(line.key, ""), self.line_reason(line, score)
        return "; ".join(filter(None, reasons)) or self.general_reason(line)

    def line_reason(self, line: Line, score: Score | None) -> str:
        """What speaks for the line itself."""
        if score is None:
            return ""
        if score.value < 0 and line.entry in self.kept:
            return "" if line.key in self.kept else NEEDED
        if line.role in ("bullet", "paragraph", "group") or answered_terms(score):
            return strongest_reasons(score, line.text)
        return ""

    def general_reason(self, line: Line) -> str:
        if line.key in self.above:
            return "the heading of lines that are printed"
        if line.section in LISTS:
            return "listed with the others of its kind"
        if line.role not in ("bullet", "paragraph", "group"):
            return f"readers look for {line.section or 'it'}, no matter what the posting asks for"
        if self.kept.get(line.key) == "":
            return "there is room for everything"
        return NEEDED if line.entry in self.kept else AVERAGE


def page_reasons(plan: Plan) -> Reasons:
    """The reasons of a page."""
    reasons: dict[str, str] = {}
    for key, why in plan.kept:
        reasons.setdefault(key, KEPT.get(why, why))
    return Reasons(reasons, frozenset(entries_with_lines(plan.resume)))


def entries_with_lines(resume: Resume) -> Iterator[str]:
    """The keys of the entries that a line is printed below."""
    for line in scorable_lines(resume):
        if line.entry and line.key != line.entry:
            yield line.entry


STATUSES = (
    ("missing", "not in the master", "red"),
    ("skills_only", "only in Skills, no line on the page proves it", "yellow"),
    report_rows.MENTIONED,
    ("cut", "in the master, but cut", "yellow"),
    ("on_page", "on the page", "green"),
)


def job_details(outcome: Outcome, answers: Sequence[KeywordAnswer], verbose: bool) -> Iterator[Row]:
    """The report below its headline, what matters first: a row for each line, or with `verbose`
    all that is known of it."""
    yield from report_rows.heading_rows("coverage", "of what the posting asks for")
    yield from report_rows.coverage_bars(answers, verbose)
    yield from report_rows.keyword_rows(answers, STATUSES, verbose)
    yield from cut_rows(outcome, verbose)
    yield from chosen_rows(outcome) if verbose else compact_rows(outcome)
    yield from tag_rows(outcome)
    yield from report_rows.heading_rows("checks")
    yield from report_rows.check_rows(outcome.findings, verbose)
    if verbose:
        yield from report_rows.all_line_rows(outcome.master, outcome.scores, outcome.plan.chosen)


def headline_rows(
    outcome: Outcome, written: Target | None, master: Path, seconds: float
) -> Iterator[Row]:
    yield from summary_rows(outcome, seconds)
    if written:
        about = f" from {master}, with {written.tex.name} beside it"
        if len(f"{written.pdf}{about}") <= report_width():
            yield (str(written.pdf), "green"), (about, "")
        else:
            yield ((str(written.pdf), "green"),)
            yield from report_rows.wrapped_rows(about.strip(), indent=2)
        if names := ", ".join(str(written.form(suffix)) for suffix in written.also):
            yield from report_rows.wrapped_rows(
                f"{names}: the same lines in the same order", indent=0
            )
        if written.html:
            yield (str(written.html), "green"), (" is the report as a web page", "")
    else:
        yield (("nothing was written", "yellow"),)


def summary_rows(outcome: Outcome, seconds: float) -> Iterator[Row]:
    """Whose page it is, for what, and how it came out."""
    plan, document, posting = outcome.plan, outcome.document, outcome.posting
    yield from report_rows.purpose_rows(outcome.master, posting.title, posting.company)
    facts = (
        report_rows.pluralize(document.pages, "page"),
        f"{100 * plan.fill:.1f} % full",
        describe_proof(plan),
        f"{outcome.template.name}, {outcome.paper}",
        *([f"graded by {outcome.judgement.model}"] if outcome.judgement.verdicts else []),
        f"{seconds:.1f} s",
    )
    for row in textwrap.wrap(" · ".join(facts), report_width(), break_on_hyphens=False):
        yield ((row.removesuffix(" ·"), ""),)


def describe_proof(plan: Plan) -> str:
    if plan.proven:
        return "proven: no page scores more"
    return f"not proven: another page may score up to {plan.bound - plan.objective:.2f} points more"


def chosen_rows(outcome: Outcome) -> Iterator[Row]:
    """Every printed statement below its entry, entries without one too; skills by category."""
    note = "points of the line alone, id, text; what it answers, or why it is here"
    yield from report_rows.heading_rows("on the page", note)
    variants, ids = dict(outcome.plan.chosen), LineIds(outcome.master)
    resume = outcome.plan.resume
    yield from page_form_rows(outcome.form)
    heads, last, reasons = dict(entry_headings(resume)), "", page_reasons(outcome.plan)
    speaking = {line.entry for line in statement_lines(resume)}
    for line in scorable_lines(resume):
        if line.section in LISTS or (line.role == "heading" and line.entry in speaking):
            continue
        head = heads.get(line.entry, "")
        if head != last:
            last = head
            name = f"  {ids.id_of(line.entry)}" if line.role != "line" and line.entry else ""
            short = report_rows.shorten(head, report_width() - 2 - len(name))
            yield (f"  {short}", "bold"), (name, "dim")
        if line.role != "heading":
            score = outcome.scores.get((line.key, variants.get(line.key, 0)))
            why = reasons.of(line, score)
            yield from report_rows.scored_line_rows(line, score, ids.id_of(line.key), why)
            if words := outcome.judgement.describe(line.key, variants.get(line.key, 0)):
                yield from report_rows.wrapped_rows(words, "dim", 9)
    for section in resume.sections:
        if section.kind in LISTS:
            yield ((f"  {section.title}", "bold"),)
            for entry in section.entries:
                words = ", ".join(bullet.text for bullet in entry.bullets)
                text = f"{ids.id_of(entry.key):<4}  {entry.title}: {words}"
                first, *rest = report_rows.wrapped_rows(text, indent=9)
                yield from (first, *(((f"      {row[0][0]}", row[0][1]),) for row in rest))


def compact_rows(outcome: Outcome) -> Iterator[Row]:
    """Every printed statement on one row below its entry; lists in a row each."""
    note = "id, text, what it answers; -v: points, and why each line is here"
    yield from report_rows.heading_rows("on the page", note)
    yield from page_form_rows(outcome.form)
    variants, ids = dict(outcome.plan.chosen), LineIds(outcome.master)
    resume, reasons = outcome.plan.resume, page_reasons(outcome.plan)
    heads, last, short = dict(entry_headings(resume)), "", set()
    speaking = {line.entry for line in statement_lines(resume)}
    for line in scorable_lines(resume):
        if line.section in LISTS or (line.role == "heading" and line.entry in speaking):
            continue
        if line.role == "line":
            short.add(line.section)
            continue
        head = heads.get(line.entry, "")
        if head != last:
            last = head
            room = report_width() - 4 - report_rows.ID_WIDTH
            yield (
                (f"  {report_rows.shorten(head, room)}", "bold"),
                (f"  {ids.id_of(line.entry)}" if line.entry else "", "dim"),
            )
        if line.role != "heading":
            score = outcome.scores.get((line.key, variants.get(line.key, 0)))
            terms = [hit.term for hit in proving_hits(score)]
            notes, style = (terms, "green") if terms else ([reasons.kept.get(line.key, "")], "dim")
            yield from report_rows.compact_row(ids.id_of(line.key), line.text, notes, style)
    for section in resume.sections:
        if section.kind in LISTS or section.kind in short:
            entries = ", ".join(
                f"{entry.title or entry.organisation} {ids.id_of(entry.key)}"
                for entry in section.entries
            )
            yield from report_rows.labelled_rows(section.title, entries)


def page_form_rows(form: Form) -> Iterator[Row]:
    """Which headline was chosen, and which sections are elsewhere than in the master."""
    if len(form.headlines) > 1:
        note = f"nearest to the posting of {len(form.headlines)} headlines"
        yield (f"  {form.resume.label}  ", "bold"), (note, "dim")
    for move in form.order.moves:
        why = f"{move.title} before {move.before}: {move.why}; --keep-order keeps your order"
        yield from report_rows.wrapped_rows(why, "dim", 2)


def entry_headings(resume: Resume) -> Iterator[tuple[str, str]]:
    """What each entry is below: its own heading, or that of its section."""
    for section in resume.sections:
        has_headings = section_shape(section) == "entries"
        for entry in section.entries:
            names = (entry.title, entry.organisation) if has_headings else (section.title,)
            yield entry.key, ", ".join(name for name in names if name)


def cut_rows(outcome: Outcome, verbose: bool) -> Iterator[Row]:
    """The best lines that are not on the page, toss-ups first: what bringing them back would cost,
    and with `verbose` why they were cut."""
    best = best_cuts(outcome.plan, outcome.master, CUT_LINES_SHOWN)
    if not best:
        return
    ids, keys = LineIds(outcome.master), [cut.key for cut in best[:CUT_LINES_PRICED]]
    prices = dict(zip(best, outcome.cost(keys), strict=False))
    costs = {cut: min_cost(cut, prices.get(cut)) for cut in best}
    ordered = sorted(best, key=lambda cut: not outcome.plan.is_toss_up(costs[cut]))
    if not verbose:
        note = "id, text, points that bringing it back would cost the page"
        yield from report_rows.heading_rows("cut", note)
        for cut in ordered:
            if cut not in prices:
                continue
            cost = brief_cost(outcome.plan, cut, prices[cut])
            yield from report_rows.compact_row(ids.id_of(cut.key), cut.text, [cost], "yellow")
        return
    note = f"{len(best)} of {len(outcome.plan.dropped)} lines: points of the line alone, id, text"
    yield from report_rows.heading_rows("cut", note)
    for cut in ordered:
        name = ids.id_of(cut.key)
        yield (
            (f"  {cut.value:5.1f}  ", "cyan"),
            (f"{name:<{report_rows.ID_WIDTH}}  ", "bold"),
            (report_rows.shorten(cut.text, report_width() - 11 - max(len(name), 4)), ""),
        )
        if outcome.plan.is_toss_up(costs[cut]):
            yield from report_rows.wrapped_rows(toss_up_text(cut, prices.get(cut), name), "yellow")
        else:
            price = f"; {describe_cost(prices[cut])}" if cut in prices else ""
            reason = reason_by_ids(cut.reason, ids)
            yield from report_rows.wrapped_rows(f"{reason}{price}", "dim")
    yield from report_rows.wrapped_rows(REPEATED, "dim", 2)


def brief_cost(plan: Plan, cut: Cut, price: ForcingCost | None) -> str:
    """What bringing a line back costs, in a few words."""
    points = min_cost(cut, price)
    if points is None or math.isinf(points):
        return "it cannot fit" if price is None else "not found in time"
    most = "" if price and price.exact else "at most "
    toss_up = "toss-up, choose: " if plan.is_toss_up(points) else ""
    return f"{toss_up}{most}{points:.2f}"


def next_step_rows(outcome: Outcome, settings: Settings, written: Target | None) -> Iterator[Row]:
    """What to do with the page: open it, ask why, drop a line, bring one back."""
    ids, best = LineIds(outcome.master), best_cuts(outcome.plan, outcome.master, 1)
    printed = [line.key for line in statement_lines(outcome.plan.resume) if line.role == "bullet"]
    least = min(printed, key=lambda key: printed_points(outcome, key), default="")
    job = settings.job
    if job == "-" or (written and written.posting.is_file() and not Path(job).is_file()):
        job = str(written.posting) if written else "POSTING"
    master = f" --resume {shlex.quote(str(settings.resume))}" if "resume" in settings.named else ""
    steps = [("open it", f"{FILE_OPENER} {shlex.quote(str(written.pdf))}")] if written else []
    change = [f"tailor edit --job {shlex.quote(job)}{master}"]
    if least:
        why = f"tailor match --job {shlex.quote(job)}{master} --explain {ids.id_of(least)}"
        steps.append(("why a line", why))
        change.append(f"or add --exclude {ids.id_of(least)}")
    if best:
        change.append(f"or add --pin {ids.id_of(best[0].key)}")
    steps.append(("change lines", ", ".join(change)))
    if least:
        listed = f'pins = ["{ids.long_id_of(least)}"] in tailor.toml'
        steps.append(("keep a choice", listed))
    yield from report_rows.heading_rows("next")
    for what, how in steps:
        yield from report_rows.labelled_rows(what, how, 13)


def printed_points(outcome: Outcome, key: str) -> float:
    """The points of a printed line alone."""
    variants = dict(outcome.plan.chosen)
    return report_rows.total_points(outcome.scores.get((key, variants.get(key, 0))))


def tag_rows(outcome: Outcome) -> Iterator[Row]:
    """What tags did to the page."""
    effect = outcome.tags
    if not effect.uses:
        return
    yield from report_rows.heading_rows("tags", "their effect on the page")
    for use in effect.uses:
        strength = f"={use.strength:g}" if use.option == "emphasise" else ""
        count = report_rows.pluralize(use.lines, "line has it", "lines have it")
        text = f"{use.option} {use.tag}{strength}: {count}, {use.printed} on the page"
        yield from report_rows.wrapped_rows(text, indent=2)
    ids = LineIds(outcome.master)
    for label, keys in (("brought in", effect.brought), ("displaced", effect.displaced)):
        if keys is not None:
            names = ", ".join(map(ids.id_of, keys)) or "nothing"
            yield from report_rows.wrapped_rows(f"{label}: {names}", indent=2)


def reason_by_ids(reason: str, ids: LineIds) -> str:
    """A reason with ids in place of keys."""
    return re.sub(r"(?<![\w-])[\w-]+(?:/[\w-]+)+", lambda match: ids.id_of(match[0]), reason)


def min_cost(cut: Cut, price: ForcingCost | None) -> float | None:
    """The least that the return of a line is known to cost; None if nothing is known."""
    costs = [points for points in (price.points if price else None, cut.loss) if points is not None]
    return min(costs, default=None)


def toss_up_text(cut: Cut, price: ForcingCost | None, name: str) -> str:
    """What to say of a line that could as well be printed: the choice is yours, and how."""
    exact = price is not None and price.exact
    points = min_cost(cut, price) or 0.0
    cost = f"{'' if exact else 'at most '}{points:.2f} points"
    return f"a toss-up ({cost}), so choose yourself: --pin {name}"


def describe_cost(price: ForcingCost | None) -> str:
    if price is None:
        return "it cannot be on the page"
    if math.isinf(price.points):
        return "what bringing it back costs was not found in time"
    most = "" if price.exact else "at most "
    return f"bringing it back costs {most}{price.points:.2f} points"
