"""A line of a source that an import could not place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A line of the source that is not, or not wholly, in the master."""

    line: int
    text: str
