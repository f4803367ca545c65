"""What the user may weigh more or less than usual: the names, and what each is about."""

from dataclasses import dataclass, fields
from typing import Annotated, Any, ClassVar

from tailor.read.fields import Typed

MOST = 100
"""The greatest factor."""


def valid_factor(factor: float) -> None:
    if not 0 <= factor <= MOST:
        raise ValueError(f"this must lie between 0 and {MOST}")


Factor = Annotated[float, Typed({"type": "number", "minimum": 0, "maximum": MOST}, valid_factor)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Factors on the points of docs/objective.md: 1 is as usual, 0 is of no account."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "use_attribute_docstrings": True,
    }
    must: Factor = 1.0
    """Keywords that the posting says one must have."""
    nice: Factor = 1.0
    """Keywords that are nice to have."""
    context: Factor = 1.0
    """Keywords that are only mentioned."""
    relevance: Factor = 1.0
    """How near a line is to the posting as a whole."""
    job: Factor = 1.0
    """How well the job that a line stands in suits the posting."""
    recency: Factor = 1.0
    """How recent a line is."""
    figures: Factor = 1.0
    """Results in figures."""
    summary: Factor = 1.0
    """The lines of the summary of the whole résumé."""
    work: Factor = 1.0
    """The lines of jobs, and that jobs are shown at all; likewise the sections below."""
    education: Factor = 1.0
    """Degrees."""
    projects: Factor = 1.0
    """Projects."""
    skills: Factor = 1.0
    """Skills."""
    publications: Factor = 1.0
    """Publications."""
    certificates: Factor = 1.0
    """Certificates."""
    volunteer: Factor = 1.0
    """Voluntary work."""
    awards: Factor = 1.0
    """Awards."""
    languages: Factor = 1.0
    """Languages."""
    interests: Factor = 1.0
    """Interests."""
    references: Factor = 1.0
    """References."""
    custom: Factor = 1.0
    """Sections of your own."""
    repetition: Factor = 1.0
    """What is lost when two lines say nearly the same."""
    crowding: Factor = 1.0
    """What many bullets in one entry cost."""
    fill: Factor = 1.0
    """Points for a fuller page."""


NAMES = tuple(one.name for one in fields(Weights))
