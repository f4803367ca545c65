"""What can go wrong, and how it is said.

A fault is a value (`Problem`) with a place; an exception (`TailorError`) carries
one or more of them to the command line, which prints them and exits with the
class's code.
"""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is: a file, and if known line and column (both from 1)."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: what is wrong, where, the line it is on, and what to do.

    `setting` is the option that it is about, such as pins, and the value of it, for those who know
    where that is written.
    """

    message: str
    place: Place | None = None
    excerpt: str = ""
    hint: str = ""
    level: str = "error"
    setting: tuple[str, str] | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("message", "hint"):
            if len(text := getattr(self, name)) > LONGEST_WORD:
                object.__setattr__(self, name, shorten_words(text))

    def __str__(self) -> str:
        head = f"{self.place}: " if self.place else ""
        lines = [one_line(f"{head}{self.level}: {self.message}")]
        if self.excerpt:
            lines.append(one_line(f"  {self.excerpt}"))
            if self.place and self.place.column:
                lines.append("  " + " " * (self.place.column - 1) + "^")
        if self.hint:
            lines.append(one_line(f"  hint: {self.hint}"))
        return "\n".join(lines)


LONGEST_WORD = 500
"""Characters of a word that a message shows whole: an address may be so long, a word is not."""


def shorten_words(text: str) -> str:
    """A text in which of every word that is too long only the first 80 characters are left."""
    words = text.split(" ")
    return " ".join(word if len(word) <= LONGEST_WORD else f"{word[:80]}…" for word in words)


def one_line(text: str) -> str:
    """A text on one line, whatever is in the name of a file: line ends are shown as \\n."""
    return "\\n".join(text.splitlines())


def pluralize(number: int, noun: str, plural: str = "") -> str:
    """Such as "1 entry" or "3 entries"."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or noun + 's'}"


class TailorError(Exception):
    """A situation that the user can fix. `exit_code` is part of the stable contract."""

    exit_code: ClassVar[int] = 3

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class InputError(TailorError):
    """A master CV or a posting cannot be understood."""

    exit_code = 3


class UnfitError(TailorError):
    """The content that must stay does not fit, or a check or threshold failed."""

    exit_code = 4


class TemplateError(TailorError):
    """A template is missing or wrong."""

    exit_code = 5


class ToolchainError(TailorError):
    """TeX is missing, too old, or failed."""

    exit_code = 6


class FileError(TailorError):
    """A file could not be read or written."""

    exit_code = 7


class NetworkError(TailorError):
    """A posting could not be fetched."""

    exit_code = 8


class LimitError(TailorError):
    """An input is larger, deeper or slower than tailor is willing to take."""

    exit_code = 9
