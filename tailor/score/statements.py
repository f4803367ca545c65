"""What the statements of a résumé are worth to a hiring expert, for one posting or several."""

import math
from collections.abc import Sequence

from tailor.lines import Line
from tailor.model import Hit, Keyword, Posting, Resume
from tailor.score.hits import demands, hits, words
from tailor.score.line_model import Judgement, judge_lines
from tailor.score.near import Pair
from tailor.score.signals import compute_signals

Extras = tuple[tuple[str, float], ...]
"""Points by name."""

JUDGED = ("work", "projects", "volunteer", "custom", "publications", "awards", "")
"""Sections whose statements are judged by `tailor.score.line_model` ("": the summary)."""


def is_judged(line: Line) -> bool:
    """Whether a line is a statement whose worth hiring experts have judged the like of."""
    return line.role in ("bullet", "paragraph", "line") and line.section in JUDGED


def judge_statements(
    statements: Sequence[Line],
    resume: Resume,
    asked: Sequence[tuple[Posting, Sequence[Keyword]]],
    answered: Sequence[Sequence[Hit]] | None,
    repeats: Sequence[Pair],
) -> list[tuple[Extras, float]]:
    """The extras of statements and their claim to stand first, by the line model.

    `asked` are postings with their own keywords: what a line is worth is the mean over them.
    `answered` are the hits of each line on the keywords of a single posting, if they are known.
    """
    if not statements:
        return []
    lesser = lesser_repeats(statements, repeats)
    each = []
    for posting, keywords in asked:
        demanded = demands(keywords)
        own = answered or [hits(words(line.text), demanded) for line in statements]
        kinds = {one.term: one.kind for one in keywords}
        each.append(judge_lines(compute_signals(statements, resume, posting, own, kinds, lesser)))
    return [mean_judgement(row) for row in zip(*each, strict=True)]


def mean_judgement(row: Sequence[Judgement]) -> tuple[Extras, float]:
    """The mean of what one line is worth for several postings."""
    if len(row) == 1:
        return row[0].points, row[0].lead
    names = [name for name, _ in row[0].points]
    points = zip(*([points for _, points in one.points] for one in row), strict=True)
    means = [round(math.fsum(values) / len(row), 4) for values in points]
    lead = math.fsum(one.lead for one in row) / len(row)
    return tuple(zip(names, means, strict=True)), lead


def lesser_repeats(found: Sequence[Line], repeats: Sequence[Pair]) -> dict[tuple[str, int], float]:
    """How alike a longer line of another key is, in [0, 1], by (key, variant) of the shorter."""
    chars = {(line.key, line.variant): len(line.text) for line in found}
    lesser: dict[tuple[str, int], float] = {}
    for key, variant, other, others_variant, alike in repeats:
        one, two = (key, variant), (other, others_variant)
        if one in chars and two in chars:
            shorter = one if chars[one] < chars[two] else two
            lesser[shorter] = max(lesser.get(shorter, 0.0), alike)
    return lesser
