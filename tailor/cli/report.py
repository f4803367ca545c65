"""The report of the main job: what is on the page, what is not, and why."""

import math
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from tailor.cli import rows
from tailor.cli.coverage import Answer, answering
from tailor.cli.outputs import Target
from tailor.cli.reasons import reasons_of
from tailor.cli.say import Row, width
from tailor.cli.settings import CUTS, PRICED
from tailor.fit import Price, best_cuts
from tailor.lines import LISTS, lines, statements
from tailor.model import Cut, Plan, Resume
from tailor.page_form import Form
from tailor.parts import shape
from tailor.pipeline import Outcome

STATUSES = (
    ("on_page", "on the page", "green"),
    ("cut", "in the master, but cut", "yellow"),
    ("skills_only", "only in Skills, no bullet proves it", "yellow"),
    ("missing", "not in the master", "red"),
)


def job_details(outcome: Outcome, found: Sequence[Answer], verbose: bool) -> Iterator[Row]:
    """The report below its headline, row by row."""
    yield from rows.heading("coverage", "of what the posting asks for")
    yield from rows.bars(found)
    yield from chosen(outcome)
    yield from cut(outcome)
    yield from rows.heading("keywords", "* is a must-have")
    for status, label, style in STATUSES:
        yield from rows.listed(rows.of(found, status), label, style, verbose)
    yield from rows.mentioned(found, verbose)
    yield from rows.spared(found, verbose)
    yield from rows.heading("checks")
    yield from rows.checks(outcome.findings, verbose)
    if verbose:
        yield from rows.every_line(outcome.master, outcome.scores, outcome.plan.chosen)


def headline(
    outcome: Outcome, written: Target | None, master: Path, seconds: float
) -> Iterator[Row]:
    yield from about(outcome, seconds)
    if written:
        yield (
            (str(written.pdf), "green"),
            (f" from {master}, with {written.tex.name} beside it", ""),
        )
        if written.html:
            yield (str(written.html), "green"), (" is the report as a web page", "")
    else:
        yield (("nothing was written", "yellow"),)


def about(outcome: Outcome, seconds: float) -> Iterator[Row]:
    """Whose page it is, for what, and how it came out."""
    plan, document = outcome.plan, outcome.document
    yield rows.purpose(outcome.master, outcome.posting.title, outcome.posting.company)
    facts = (
        rows.counted(document.pages, "page"),
        f"{100 * plan.fill:.1f} % full",
        proof(plan),
        f"{outcome.template.name}, {outcome.paper}",
        document.engine,
        f"{seconds:.1f} s",
    )
    yield ((" · ".join(facts), ""),)


def proof(plan: Plan) -> str:
    if plan.proven:
        return "proven: no page scores more"
    return f"not proven: another page may score up to {plan.bound - plan.objective:.2f} points more"


def chosen(outcome: Outcome) -> Iterator[Row]:
    """Every printed statement below its entry, entries without one too; lists of skills as one
    row."""
    yield from rows.heading(
        "on the page", "score, text, and the keywords that it answers or why it is here"
    )
    variants = dict(outcome.plan.chosen)
    resume = outcome.plan.resume
    yield from formed(outcome.form)
    heads, last, reasons = dict(headings(resume)), "", reasons_of(outcome.plan)
    speaking = {line.entry for line in statements(resume)}
    for line in lines(resume):
        if line.section in LISTS or (line.role == "heading" and line.entry in speaking):
            continue
        head = heads.get(line.entry, "")
        if head != last:
            last = head
            yield ((f"  {head}", "bold"),)
        if line.role != "heading":
            score = outcome.scores.get((line.key, variants.get(line.key, 0)))
            yield rows.scored(line, score)
            if not answering(score):
                yield ((f"         {reasons.of(line, score)}", "dim"),)
    printed, all_of_them = (
        sum(line.role == "skill" for line in lines(one)) for one in (resume, outcome.master)
    )
    if printed:
        yield ((f"  and {printed} of {all_of_them} skills", ""),)


def formed(form: Form) -> Iterator[Row]:
    """Which headline was chosen, and which sections stand elsewhere than in the master."""
    if len(form.headlines) > 1:
        note = f"nearest to the posting of {len(form.headlines)} headlines"
        yield (f"  {form.resume.label}  ", "bold"), (note, "dim")
    for one in form.order.moves:
        why = f"{one.title} before {one.before}: {one.why}; --keep-order keeps your order"
        for row in textwrap.wrap(why, width() - rows.INDENT, break_on_hyphens=False):
            yield ((f"  {row}", "dim"),)


def headings(resume: Resume) -> Iterator[tuple[str, str]]:
    """What each entry stands below: its own heading, or that of its section."""
    for section in resume.sections:
        own = shape(section) == "entries"
        for entry in section.entries:
            names = (entry.title, entry.organisation) if own else (section.title,)
            yield entry.key, ", ".join(name for name in names if name)


def cut(outcome: Outcome) -> Iterator[Row]:
    """The best lines that are not on the page, toss-ups first: why, and what bringing them back
    would cost."""
    best = best_cuts(outcome.plan, outcome.master, CUTS)
    if not best:
        return
    note = f"{len(best)} of {len(outcome.plan.dropped)} lines: score, key for --pin, text"
    yield from rows.heading("cut", note)
    prices = dict(zip(best, outcome.cost([one.key for one in best[:PRICED]]), strict=False))
    costs = {one: min_cost(one, prices.get(one)) for one in best}
    for one in sorted(best, key=lambda one: not outcome.plan.is_toss_up(costs[one])):
        room = width() - len(one.key) - 11
        yield (
            (f"  {one.value:5.1f}  ", "cyan"),
            (f"{one.key}  {rows.shortened(one.text, room)}", ""),
        )
        if outcome.plan.is_toss_up(costs[one]):
            yield toss_up(one, prices.get(one))
        else:
            price = f"; {costing(prices[one])}" if one in prices else ""
            yield ((f"         {one.reason}{price}", "dim"),)


def min_cost(one: Cut, price: Price | None) -> float | None:
    """The least that the return of a line is known to cost; None if nothing is known."""
    known = [points for points in (price.points if price else None, one.loss) if points is not None]
    return min(known, default=None)


def toss_up(one: Cut, price: Price | None) -> Row:
    """What to say of a line that could as well be printed: the choice is yours, and how."""
    exact = price is not None and price.exact
    points = min_cost(one, price) or 0.0
    cost = f"{'' if exact else 'at most '}{points:.2f} points"
    return (
        (f"         a toss-up ({cost}), so choose yourself: ", "yellow"),
        (f"--pin {one.key}", ""),
    )


def costing(price: Price | None) -> str:
    if price is None:
        return "it cannot be on the page"
    if math.isinf(price.points):
        return "what bringing it back costs was not found in time"
    most = "" if price.exact else "at most "
    return f"bringing it back costs {most}{price.points:.2f} points"
