"""What a merge makes, and what the CVs say differently."""

from dataclasses import dataclass, field
from typing import Any

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two CVs say different things at `key`: what the master has, and what the other said."""

    key: str
    kept: str
    other: str

    def __str__(self) -> str:
        if self.key.endswith("/highlights"):
            return (
                f"at {self.key}: “{self.kept}” and “{self.other}” differ in figures; both are kept"
            )
        if not self.kept:
            return f"at {self.key}: another says “{self.other}”, which has no place"
        return f"at {self.key}: “{self.kept}” is kept; another says “{self.other}”"


@dataclass(slots=True)
class Merged:
    """One master of several. `shared` entries and `wordings` are what was found in more than one.

    `conflicts` also stand in the master's `meta.conflicts`.
    """

    master: Data
    conflicts: list[Conflict] = field(default_factory=list)
    shared: int = 0
    wordings: int = 0
