"""The report as a web page."""

import math
from collections.abc import Sequence
from functools import partial

from tailor.cli.coverage import Answer
from tailor.cli.record import Record, job_record
from tailor.cli.settings import CUTS
from tailor.errors import Place
from tailor.fit import Price, best_cuts
from tailor.model import Plan
from tailor.pipeline import Outcome
from tailor.press import handled
from tailor.show import page
from tailor.show.apart import answered
from tailor.show.sheet import Paper, opened
from tailor.typeset import Limits

DRAWING = Limits(seconds=30, cpu=25)
"""What drawing the page of a template of the user's own may take."""


def web_page(outcome: Outcome, found: Sequence[Answer]) -> bytes:
    """The report with the prices of the best cut lines, as HTML. Raises as `as_page`."""
    return as_page(priced(job_record(outcome, found, None, outcome.seconds), outcome), outcome)


def as_page(told: Record, outcome: Outcome) -> bytes:
    """A report as HTML.

    Raises:
        TemplateError, LimitError: what a template of the user's own makes cannot be drawn.
    """
    shipped, place = outcome.template.is_shipped, Place(str(outcome.template.path))
    opener = opened if shipped else partial(drawn, template=place)
    return page(told, outcome.posting, outcome.document.pdf, opener).encode()


def drawn(pdf: bytes, template: Place) -> Paper:
    """A PDF, opened in a process with limits. Raises as `as_page`."""
    return answered(handled("tailor.show", pdf, DRAWING, template, "drawn", "draw"))


def priced(told: Record, outcome: Outcome) -> Record:
    """A report that also says what bringing back the best of the cut lines would cost."""
    keys = [one.key for one in best_cuts(outcome.plan, outcome.master, CUTS)]
    costs = {key: cost(price) for key, price in zip(keys, outcome.cost(keys), strict=True)}
    lines = [
        one | with_cost(one, costs[one["key"]], outcome.plan) if one["key"] in costs else one
        for one in told["bullets"]
    ]
    return told | {"bullets": lines}


def with_cost(one: Record, cost: Record | None, plan: Plan) -> Record:
    """What a cost adds to what is said of a line: one that costs next to nothing is a toss-up."""
    is_near = bool(cost) and plan.is_toss_up(cost["points"] if cost else None)
    return {"cost": cost, "tossup": one["tossup"] or is_near}


def cost(price: Price | None) -> Record | None:
    """A price for machines: null where there is no such page, its points null where there was no
    time to find out."""
    if price is None:
        return None
    return {"points": price.points if math.isfinite(price.points) else None, "exact": price.exact}
