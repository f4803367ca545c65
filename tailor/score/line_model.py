"""What a line is worth to a hiring expert: a linear model over the signals of the line.

worth = sum over the signals of weight * (signal - mean) / spread, plus what an average line is
worth. It was fitted by ridge regression (Hoerl and Kennard 1970) on pairs of a master and a
posting of which experts said, before they saw a page, which lines must be printed (1), are
welcome (0.6), are neutral (0) or must not be printed (-1.2). A second set of weights says which
line of a job may stand first. `scripts/train_line_model.py` makes data/line_model.json.

The model is linear so that its reasons are true: the points of the groups below add up to the
worth of the line, exactly.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tailor.resources import folder
from tailor.score.line_kinds import Columns

POINTS = 20.0
"""Points on the page of a line that every expert would print."""
PRICE = 0.1
"""What a line must be worth, as a share of such a line, before it earns any points. A page of a
few strong lines is better than one of many short neutral ones."""
TEXT_SIGNALS = {
    "tells a result": "figures",
    "names money or a share": "figures",
    "figures": "figures",
    "figures: a result": "figures",
    "begins with a strong verb": "figures",
    "strong verbs": "figures",
    "repeats a fuller line": "repeats",
    "age": "recency",
    "age: half-life": "recency",
    "jobs since": "recency",
    "current job": "recency",
    "years in the job": "recency",
    "lines of its job": "recency",
}
NEARNESS = ("relevance", "occupation", "likeness", "title words", "meaning", "words")


def group_of(signal: str) -> str:
    """The name under which the points of a signal are shown."""
    if signal.startswith(("job:", "job title:")):
        return "job"
    for start, group in (("keywords:", "keywords"), ("length", "length")):
        if signal.startswith(start):
            return group
    if signal.split(",")[0] in NEARNESS:
        return "relevance"
    return TEXT_SIGNALS.get(signal, "wording")


@dataclass(frozen=True, slots=True)
class LineModel:
    """`means`, `spreads`, `worth` and `lead` hold a number (float64) for each of `signals`."""

    signals: tuple[str, ...]
    means: Any
    spreads: Any
    worth: Any
    lead: Any
    average: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """The points of one line by group, which add up to its worth, and its claim to stand first
    in its job (larger is better; no unit)."""

    points: tuple[tuple[str, float], ...]
    lead: float


@cache
def load_line_model() -> LineModel:
    """The model that comes with the program. Raises OSError if its file cannot be read."""
    return read_line_model(folder("data") / "line_model.json")


def read_line_model(path: Path) -> LineModel:
    """A file of `scripts/train_line_model.py`."""
    import numpy as np

    stored = json.loads(path.read_text(encoding="utf-8"))
    names = tuple(stored["signals"])
    table = np.array([stored["signals"][name] for name in names], dtype=np.float64)
    return LineModel(names, table[:, 0], table[:, 1], table[:, 2], table[:, 3], stored["average"])


def judge_lines(columns: Columns) -> list[Judgement]:
    """The judgement of each line whose signals these are."""
    import numpy as np

    model = load_line_model()
    table = np.stack([columns[name] for name in model.signals], axis=1)
    shares = (table - model.means) / model.spreads
    groups = [group_of(name) for name in model.signals]
    names = list(dict.fromkeys(groups))
    member = np.array([[group == name for name in names] for group in groups], float)
    points = POINTS * (shares * model.worth) @ member
    leads = shares @ model.lead
    base = round(POINTS * (model.average - PRICE), 4)
    return [
        Judgement((("base", base), *zip_points(names, row)), round(float(lead), 6))
        for row, lead in zip(points, leads, strict=True)
    ]


def zip_points(names: Sequence[str], values: Sequence[float]) -> tuple[tuple[str, float], ...]:
    return tuple((name, round(float(value), 4)) for name, value in zip(names, values, strict=True))
