"""Why each printed line is on the page, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tailor.lines import LISTS, Line, lines
from tailor.model import Plan, Resume, Score
from tailor.score.explain import answered_terms, strongest_reasons

KEPT = {
    "the name and contact data": "",
    "no gap of more than a year": "without it the page would have a gap of more than a year",
    "the highest degree": "it is the highest degree",
    "the posting asks for it": "the posting asks for it",
    "pinned": "it is pinned",
    "the summary": "a page has a summary",
}
"""What must be on the page (`tailor.fit.build.needs`), as a reason."""
NEEDED = "its job must be on the page, and no other line of it is better"
AVERAGE = "nothing in it stands out, but it is worth its room"


@dataclass(frozen=True, slots=True)
class Reasons:
    """Says of the lines of one page why they are printed. `kept` are reasons by key, `above` the
    keys of headings that lines are printed below."""

    kept: Mapping[str, str]
    above: frozenset[str]

    def of(self, line: Line, score: Score | None) -> str:
        """Why a printed line is on the page; never empty."""
        found = [text for text in (self.kept.get(line.key, ""), self.own(line, score)) if text]
        return "; ".join(found) or self.unremarkable(line)

    def own(self, line: Line, score: Score | None) -> str:
        """What speaks for the line itself."""
        if score is None:
            return ""
        if score.value < 0 and line.entry in self.kept:
            return "" if line.key in self.kept else NEEDED
        if line.role in ("bullet", "paragraph", "group") or answered_terms(score):
            return strongest_reasons(score, line.text)
        return ""

    def unremarkable(self, line: Line) -> str:
        if line.key in self.above:
            return "the heading of lines that are printed"
        if line.section in LISTS:
            return "listed with the others of its kind"
        if line.role not in ("bullet", "paragraph", "group"):
            return f"readers look for {line.section or 'it'}, whatever the posting asks for"
        return NEEDED if line.entry in self.kept else AVERAGE


def reasons_of(plan: Plan) -> Reasons:
    """The reasons of a page."""
    kept: dict[str, str] = {}
    for key, why in plan.kept:
        kept.setdefault(key, KEPT.get(why, why))
    return Reasons(kept, frozenset(headed(plan.resume)))


def headed(resume: Resume) -> Iterator[str]:
    """The keys of the entries that a line is printed below."""
    for line in lines(resume):
        if line.entry and line.key != line.entry:
            yield line.entry
