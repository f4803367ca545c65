"""What a block is worth on its own: its scores, seen with the eyes of its section."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tailor.figures import figures
from tailor.fit.page import Block, Wording
from tailor.fit.rules import EVIDENCE, NAMED, PRIORS, SKILL, TIERS, UNIT, Rules
from tailor.model import Bullet, Hit, Score

BARE = 0.85
"""Factor on the extras of a line that is printed without its summary."""


@dataclass(slots=True)
class Worth:
    """Turns scores into gains and strengths, and numbers the keywords that it meets."""

    scores: Mapping[Wording, Score]
    rules: Rules
    terms: dict[str, int] = field(default_factory=dict)
    weights: list[float] = field(default_factory=list)

    def value(self, wording: Wording) -> float:
        """The score of a wording in points, 0 if it has none."""
        score = self.scores.get(wording)
        return score.value if score else 0.0

    def lead(self, wording: Wording) -> float:
        """The claim of a wording to stand first in its job, 0 if it has none."""
        score = self.scores.get(wording)
        return score.lead if score else 0.0

    def answers(self, wording: Wording) -> frozenset[str]:
        """The keywords that a wording answers."""
        score = self.scores.get(wording)
        return frozenset(hit.term for hit in score.hits) if score else frozenset()

    def loses(self, bullet: Bullet, variant: int, pinned: frozenset[str]) -> bool:
        """Whether a wording is shorter than another one that answers a keyword, or gives a
        figure, which this one does not. A pinned line may have any wording."""
        text = bullet.texts[variant]
        if bullet.key in pinned:
            return False
        own, has_figures = self.answers((bullet.key, variant)), bool(figures(text))
        return any(
            len(other) > len(text)
            and (self.answers((bullet.key, n)) - own or (bool(figures(other)) and not has_figures))
            for n, other in enumerate(bullet.texts)
        )

    def of(self, block: Block, section: str, *, seen: str | None = None) -> Block:
        """The block with its gain in units, its strengths, and its value.

        `section` is the kind of its section; `seen` is all that is printed of the line's
        text, if that is not all.
        """
        strengths: dict[int, float] = {}
        gain = 0.0
        factor = EVIDENCE.get(section, 1.0) * (NAMED if block.kind == "group" else 1.0)
        prior = PRIORS.get(section, 1.0) * self.rules.weight(section)
        for wording in block.prints:
            score = self.scores.get(wording)
            if score is None:
                continue
            extras = sum(points for _, points in score.extras)
            gain += extras * prior * (1.0 if seen is None else BARE)
            for hit in score.hits:
                if seen is None or stands(hit.words, seen):
                    term = self.term(hit)
                    strengths[term] = strengths.get(term, 0.0) + hit.strength * factor
        if block.kind == "inline":
            gain += SKILL * (len(block.prints) - 1)
        return replace(
            block,
            gain=round(gain * UNIT),
            strengths=tuple((t, round(100 * s)) for t, s in sorted(strengths.items()) if s > 0),
            value=sum(self.value(wording) for wording in block.prints),
            lead=sum(self.lead(wording) for wording in block.prints),
        )

    def term(self, hit: Hit) -> int:
        """The index of a keyword; its weight is the greatest that any hit gives it."""
        index = self.terms.setdefault(hit.term, len(self.terms))
        if index == len(self.weights):
            self.weights.append(0.0)
        self.weights[index] = max(self.weights[index], hit.weight)
        return index

    def tiers(self) -> tuple[tuple[int, ...], ...]:
        """Units that each percent of strength earns, by keyword and tier."""
        return tuple(
            tuple(round(weight * tier * UNIT / 100) for tier in TIERS) for weight in self.weights
        )


def stands(words: str, text: str) -> bool:
    """Whether every word that answered a keyword is in `text`."""
    return all(word in text.casefold() for word in words.casefold().split(", "))
