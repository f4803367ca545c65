"""The report as a web page."""

import math
from collections.abc import Sequence

from tailor.cli.json_report import Record, job_record
from tailor.cli.report_rows import CUT_LINES_SHOWN
from tailor.errors import Place
from tailor.models import Plan
from tailor.optimizer.explain import best_cuts
from tailor.optimizer.selection import ForcingCost
from tailor.pipeline import Outcome
from tailor.report import render_html
from tailor.report.pages import RenderedPdf, render_pdf
from tailor.sandbox.process import Limits
from tailor.scoring.coverage import KeywordAnswer
from tailor.typesetter import run_on_page

DRAWING = Limits(seconds=30, cpu=25)
"""What drawing the page of a template of the user's own may take."""


def report_html(
    outcome: Outcome, answers: Sequence[KeywordAnswer], drawn: RenderedPdf | None = None
) -> bytes:
    """The report with the prices of the best cut lines, as HTML. Raises as `render_report`."""
    report = job_record(outcome, answers, None, outcome.seconds)
    return render_report(add_costs(report, outcome), outcome, drawn)


def render_report(report: Record, outcome: Outcome, drawn: RenderedPdf | None = None) -> bytes:
    """A report as HTML; `drawn` is the page, if it was drawn before. Raises as `draw_page`."""

    page = drawn or draw_page(outcome)
    return render_html(report, outcome.posting, outcome.document.pdf, lambda _: page).encode()


def draw_page(outcome: Outcome) -> RenderedPdf:
    """The pictures of a page, and where its letters are.

    Raises:
        TemplateError, LimitError: what a template of the user's own makes cannot be drawn.
    """
    if outcome.template.is_shipped:
        return render_pdf(outcome.document.pdf)
    return open_pdf_isolated(outcome.document.pdf, Place(str(outcome.template.path)))


def open_pdf_isolated(pdf: bytes, template: Place) -> RenderedPdf:
    """A PDF, opened in a process with limits. Raises as `render_report`."""
    return run_on_page(DRAWING, template, "drawn", "draw", render_pdf, pdf)


def add_costs(report: Record, outcome: Outcome) -> Record:
    """A report that also says what bringing back the best of the cut lines would cost."""
    keys = [cut.key for cut in best_cuts(outcome.plan, outcome.master, CUT_LINES_SHOWN)]
    costs = {key: cost_record(price) for key, price in zip(keys, outcome.cost(keys), strict=True)}
    lines = [
        line | cost_fields(line, costs[line["key"]], outcome.plan) if line["key"] in costs else line
        for line in report["bullets"]
    ]
    return report | {"bullets": lines}


def cost_fields(line: Record, cost: Record | None, plan: Plan) -> Record:
    """What a cost adds to what is said of a line: one that costs next to nothing is a toss-up."""
    is_near = bool(cost) and plan.is_toss_up(cost["points"] if cost else None)
    return {"cost": cost, "tossup": line["tossup"] or is_near}


def cost_record(price: ForcingCost | None) -> Record | None:
    """A price for machines: null where there is no such page, its points null where there was no
    time to find out."""
    if price is None:
        return None
    return {"points": price.points if math.isfinite(price.points) else None, "exact": price.exact}
