"""Completion in a shell: what may stand where the cursor is.

The shell asks by the variable `VARIABLE` (Typer's protocol). Whatever goes wrong, there is then
nothing to choose from.
"""

import functools
import os
import re
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal

import typer

from tailor.errors import TailorError
from tailor.streams import libraries_silenced

if TYPE_CHECKING:
    from tailor.model import Resume

Shell = Literal["bash", "zsh", "fish"]
Choice = tuple[str, str]
"""What may be typed, and what it is."""

ReadMaster = Callable[[typer.Context], "Resume"]
MASTER_READERS: list[ReadMaster] = []
"""Reads the master of a command line; set by `answer`, for options know no settings."""
VARIABLE = "_TAILOR_COMPLETE"
UNSAFE = re.compile(r"[^\w .,%-]+")
"""What a text of a master may not have when it is shown: zsh evaluates what it is given."""
SHOWN = 60
"""Letters of a text that are shown."""
DEEP = 2
"""Levels of keys that are offered at once, so that the first of them ends no word."""


def script(shell: Shell) -> str:
    """What a shell has to run to complete the words of `tailor`."""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    return str(get_completion_script(prog_name="tailor", complete_var=VARIABLE, shell=shell))


def answer(app: typer.Typer, read_master: "ReadMaster") -> int:
    """Prints what the shell asked for; returns 0, or 1 for a shell that is not known."""
    MASTER_READERS[:] = [read_master]
    from typer.completion import (  # type: ignore[attr-defined]
        completion_init,
        shell_complete,
    )

    completion_init()
    command = typer.main.get_command(app)
    with suppress(TailorError):
        return int(shell_complete(command, {}, "tailor", VARIABLE, os.environ[VARIABLE]))
    return 1


def silencing_libraries(
    choices: Callable[..., Iterable[Choice]],
) -> Callable[..., list[Choice]]:
    """The same choices; what libraries print while they are found reaches no shell."""

    @functools.wraps(choices)
    def called(*given: Any, **named: Any) -> list[Choice]:
        with libraries_silenced(messages=True):
            return list(choices(*given, **named))

    return called


def starting(choices: Iterable[Choice], typed: str) -> Iterator[Choice]:
    return (choice for choice in choices if choice[0].startswith(typed))


@silencing_libraries
def templates(incomplete: str) -> Iterator[Choice]:
    """The shipped templates."""
    from tailor.render import shipped

    with suppress(TailorError):
        yield from starting(((one.name, one.description) for one in shipped()), incomplete)


@silencing_libraries
def languages(incomplete: str) -> Iterator[Choice]:
    """The languages of section titles."""
    from tailor.words import languages as known

    yield from starting(((tag, "") for tag in known()), incomplete)


@silencing_libraries
def weights(incomplete: str) -> Iterator[Choice]:
    """The names of weights, each with its sign."""
    from tailor.cli.config_weights import NAMES

    yield from starting(((f"{name}=", "") for name in NAMES), incomplete)


@silencing_libraries
def keys(context: typer.Context, incomplete: str) -> Iterator[Choice]:
    """The keys of the master that begin so: the uppermost, and those right below them."""
    with suppress(TailorError, OSError):
        found = dict(starting(told(MASTER_READERS[0](context)), incomplete))
        yield from ((key, text) for key, text in found.items() if sum(above(key, found)) < DEEP)


def above(key: str, found: Container[str]) -> Iterator[bool]:
    """For each beginning of a key, whether it is a key too."""
    parts = key.split("/")
    return ("/".join(parts[:count]) in found for count in range(1, len(parts)))


def told(resume: "Resume") -> Iterator[Choice]:
    """Every key of a master with how it begins."""
    for section in resume.sections:
        yield section.key, shown(section.title)
        for entry in section.entries:
            yield entry.key, shown(f"{entry.title} {entry.organisation}")
            for group in entry.groups:
                if group.title:
                    yield group.key, shown(group.title)
                for bullet in group.bullets:
                    yield bullet.key, shown(bullet.text)


def shown(text: str) -> str:
    return " ".join(UNSAFE.sub(" ", text).split())[:SHOWN]
