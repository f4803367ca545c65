"""What the user may decide about the page, and what everything on it is worth, in points.

The worths are measured against a must-have keyword of about 3 points and named extras
(relevance, recency, figures) of about 0 to 1 point each; docs/objective.md explains them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

UNIT = 10_000
"""The quantum: points are rounded to 1 / UNIT, so the best page is a question about integers."""

TIERS = (1.0, 0.35, 0.1)
"""What the first, second and third full answer to a keyword earn of its weight."""

PRIORS: Mapping[str, float] = {
    "work": 1.0,
    "education": 1.0,
    "projects": 0.9,
    "publications": 0.8,
    "certificates": 0.8,
    "volunteer": 0.6,
    "awards": 0.6,
    "languages": 0.5,
    "interests": 0.2,
    "skills": 0.1,
    "references": 0.05,
    "custom": 0.7,
    "summary": 1.0,
}
"""Factor on the extras of a line, by kind of section."""

PRESENCE: Mapping[str, tuple[float, ...]] = {
    "work": (2.0, 1.6, 1.2, 0.4, 0.0),
    "education": (5.6, 5.6, 1.9, 0.0),
    "skills": (6.2, 2.2, 1.5, 1.0, 0.6, 0.25),
    "certificates": (5.4, 3.6, 2.4, 1.2, 0.0),
    "projects": (0.6, 0.4, 0.2, 0.0),
    "publications": (1.2, 0.8, 0.5, 0.2, 0.0),
    "volunteer": (0.4, 0.2, 0.0),
    "awards": (0.4, 0.2, 0.0),
    "languages": (0.75,),
    "custom": (0.4, 0.2, 0.0),
}
"""Points for showing the first, second ... entry of a section, by its kind; the last figure
holds for all further ones. All languages are in one line and count as one entry."""

OPTIONAL = frozenset({"awards", "custom", "projects", "publications", "volunteer"})
"""Kinds of section whose presence counts for as much as the master has of them."""


def presence_steps(kind: str, count: int, weight: float = 1.0) -> tuple[float, ...]:
    """The steps of `PRESENCE` for a section of `count` entries in the master.

    An optional section is worth a fifth of a full one for each entry, at least half and at
    most three times: who has written twenty papers is asked for them, who has written two is not.
    `weight` is the user's own factor.
    """
    factor = min(max(count / 5, 0.5), 3.0) if kind in OPTIONAL else 1.0
    return tuple(round(factor * weight * step, 4) for step in PRESENCE.get(kind, ()))


ACCOUNT = 3.0
"""Points for the first statement of a job that has a list of keywords too: names of tools alone
do not say what was done with them. About what answering one must-have adds."""

SKILL = 0.04
"""Points for each skill that is listed, asked for or not."""

EVIDENCE: Mapping[str, float] = {"skills": 0.4, "interests": 0.2, "languages": 0.6}
"""How much of a full answer a mention is, by kind of section (1 where not named)."""

NAMED = 0.5
"""The same for the keywords of a named group or of a list of courses."""

AMPLE = 6
"""How many bullets of an entry, or lines of a section on each page, are free of charge."""

CROWDING = 0.5
"""The first one beyond `AMPLE` costs this, the next twice this, and so on."""

REDUNDANCY = 0.8
"""Two lines that say the same lose this, times their similarity, of the lesser one's worth."""

FILL = 0.0005
"""Points for each pt of height used."""

TOSS_UP = 0.05
"""A cut line is a toss-up if its return costs less than this share of what the median printed
statement is worth. Two people who know the trade agree on 0.83 of the lines that must be there,
so a difference of a twentieth of a line decides nothing."""

MOST_SKILLS = 40
"""How many skills of one category, the best, are considered."""

EMPHASIS_POINTS = 5.0
"""Points for each line of a tag that is emphasised with strength 1, before the factor of its kind
of section (`PRIORS`): about what answering one must-have adds to a line."""

EMPHASIS_MAXIMUM = 10
"""The greatest strength of an emphasis."""

POINT = 65_536
"""sp in a TeX pt."""

LINE = 12
"""Points (pt) of one line, where a height is reported in lines."""


WEIGHTS: Mapping[str, str] = {
    "must": "Keywords that the posting requires.",
    "nice": "Keywords that are nice to have.",
    "context": "Keywords that are only mentioned.",
    "relevance": "How near a line is to the posting as a whole.",
    "job": "How well the job of a line suits the posting.",
    "recency": "How recent a line is.",
    "figures": "Results in figures.",
    "summary": "The lines of the summary of the whole résumé.",
    "work": "The lines of jobs, and that jobs are shown at all; the same for the sections below.",
    "education": "Degrees.",
    "projects": "Projects.",
    "skills": "Skills.",
    "publications": "Publications.",
    "certificates": "Certificates.",
    "volunteer": "Voluntary work.",
    "awards": "Awards.",
    "languages": "Languages.",
    "interests": "Interests.",
    "references": "References.",
    "custom": "Sections of your own.",
    "repetition": "What is lost when two lines say nearly the same.",
    "crowding": "What many bullets in one entry cost.",
    "fill": "Points for a fuller page.",
    "judge": "The grades of a judge (docs/judge.md).",
}
"""What a user may weigh (`Rules.weights`), and the points that the factor is on."""

WEIGHT_MAXIMUM = 100
"""The greatest factor; 1 is as usual, 0 counts nothing."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the user decides. `pins` and `excludes` are ids or keys of bullets, entries, groups or
    sections (`tailor.line_ids`); both overrule `keep` in the master. `meant` are the texts that
    they had when a page was last made, as far as they are known. A pin may name a wording
    (`tailor.line_ids.LineIds.split_pin`). `seconds` limits the solver's
    time. `sections` are keys of sections, first to last; those that are not named follow in the
    master's order. `emphasise` are tags, each with a strength if it is not 1 ("research=2"); with
    `only_tags` what has other tags alone is left out, and what has a tag of `hide_tags` always
    (`tailor.optimizer.tags`).

    A shown entry that has bullets shows `min_bullets` (as far as it has them, a summary
    counting as one; a degree may be alone) to `max_bullets` (more only if more are pinned).
    """

    max_pages: int = 1
    min_bullets: int = 1
    max_bullets: int = 8
    keep_order: bool = False
    pins: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    allow_gaps: bool = False
    seconds: float = 20.0
    weights: Mapping[str, float] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    meant: Mapping[str, str] = field(default_factory=dict)
    emphasise: tuple[str, ...] = ()
    only_tags: tuple[str, ...] = ()
    hide_tags: tuple[str, ...] = ()

    def weight(self, name: str) -> float:
        """The factor on what `name` earns or costs: a kind of section (its lines' extras and its
        presence), or repetition, crowding or fill."""
        return self.weights.get(name, 1.0)
