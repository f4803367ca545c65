"""The linear model of what a line is worth."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tailor.files import data_folder
from tailor.layout import Line
from tailor.models import Hit, Keyword, Posting, Resume
from tailor.scoring.features import compute_signals
from tailor.scoring.line_kinds import Columns
from tailor.scoring.matching import find_hits, make_queries, read_line
from tailor.scoring.similarity import Pair

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
    """The points of one line by group, which add up to its worth, and its claim to be first
    in its job (larger is better; no unit)."""

    points: tuple[tuple[str, float], ...]
    lead: float


@cache
def load_line_model() -> LineModel:
    """The model that comes with the program. Raises OSError if its file cannot be read."""
    return read_line_model(data_folder("data") / "line_model.json")


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


Extras = tuple[tuple[str, float], ...]
"""Points by name."""
JUDGED = ("work", "projects", "volunteer", "custom", "publications", "awards", "")
"""Sections whose statements are judged by `tailor.scoring.line_model` ("": the summary)."""


def is_judged(line: Line) -> bool:
    """Whether a line is a statement whose worth hiring experts have judged the like of."""
    return line.role in ("bullet", "paragraph", "line") and line.section in JUDGED


def judge_statements(
    statements: Sequence[Line],
    resume: Resume,
    demands: Sequence[tuple[Posting, Sequence[Keyword]]],
    hits: Sequence[Sequence[Hit]] | None,
    repeats: Sequence[Pair],
) -> list[tuple[Extras, float]]:
    """The extras of statements and their claim to be first, by the line model.

    `demands` are postings with their own keywords: what a line is worth is the mean over them.
    `hits` are the hits of each line on the keywords of a single posting, if they are known.
    """
    if not statements:
        return []
    lesser = lesser_repeats(statements, repeats)
    judgements = []
    for posting, keywords in demands:
        demanded = make_queries(keywords)
        line_hits = hits or [find_hits(read_line(line.text), demanded) for line in statements]
        kinds = {keyword.term: keyword.kind for keyword in keywords}
        signals = compute_signals(statements, resume, posting, line_hits, kinds, lesser)
        judgements.append(judge_lines(signals))
    return [mean_judgement(row) for row in zip(*judgements, strict=True)]


def mean_judgement(row: Sequence[Judgement]) -> tuple[Extras, float]:
    """The mean of what one line is worth for several postings."""
    if len(row) == 1:
        return row[0].points, row[0].lead
    names = [name for name, _ in row[0].points]
    points = zip(*([points for _, points in judgement.points] for judgement in row), strict=True)
    means = [round(math.fsum(values) / len(row), 4) for values in points]
    lead = math.fsum(judgement.lead for judgement in row) / len(row)
    return tuple(zip(names, means, strict=True)), lead


def lesser_repeats(lines: Sequence[Line], repeats: Sequence[Pair]) -> dict[tuple[str, int], float]:
    """How alike a longer line of another key is, in [0, 1], by (key, variant) of the shorter."""
    chars = {(line.key, line.variant): len(line.text) for line in lines}
    lesser: dict[tuple[str, int], float] = {}
    for key, variant, other, others_variant, similarity in repeats:
        first, second = (key, variant), (other, others_variant)
        if first in chars and second in chars:
            shorter = first if chars[first] < chars[second] else second
            lesser[shorter] = max(lesser.get(shorter, 0.0), similarity)
    return lesser
