"""Completion in a shell: what may be where the cursor is.

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
from tailor.streams import silence_libraries

if TYPE_CHECKING:
    from tailor.models import Resume

Shell = Literal["bash", "zsh", "fish"]
Choice = tuple[str, str]
"""What may be typed, and what it is."""

ReadMaster = Callable[[typer.Context], "Resume"]
MASTER_READERS: list[ReadMaster] = []
"""Reads the master of a command line; set by `answer`, for options know no settings."""
VARIABLE = "_TAILOR_COMPLETE"
WIDE = "10000"
"""Columns in which no description of a choice is wrapped."""
UNSAFE = re.compile(r"[^\w .,%-]+")
"""What a text of a master may not have when it is shown: zsh evaluates what it is given."""
PREVIEW_CHARACTERS = 60
"""Characters of a text that are shown."""
KEY_LEVELS = 2
"""Levels of keys that are offered at once, so that the first of them ends no word."""


def completion_script(shell: Shell) -> str:
    """What a shell has to run to complete the words of `tailor`."""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    return str(get_completion_script(prog_name="tailor", complete_var=VARIABLE, shell=shell))


def answer_shell(app: typer.Typer, read_master: "ReadMaster") -> int:
    """Prints what the shell asked for; returns 0, or 1 for a shell that is not known."""
    MASTER_READERS[:] = [read_master]
    from typer.completion import (  # type: ignore[attr-defined]
        completion_init,
        shell_complete,
    )

    completion_init()
    os.environ["COLUMNS"] = WIDE  # Rich wraps descriptions, and fish takes each row for a choice.
    command = typer.main.get_command(app)
    with suppress(TailorError):
        return int(shell_complete(command, {}, "tailor", VARIABLE, os.environ[VARIABLE]))
    return 1


def silence_libraries_while_choosing(
    choices: Callable[..., Iterable[Choice]],
) -> Callable[..., list[Choice]]:
    """The same choices; what libraries print while they are found reaches no shell."""

    @functools.wraps(choices)
    def called(*arguments: Any, **keywords: Any) -> list[Choice]:
        with silence_libraries(messages=True):
            return list(choices(*arguments, **keywords))

    return called


def matching_choices(choices: Iterable[Choice], typed: str) -> Iterator[Choice]:
    return (choice for choice in choices if choice[0].startswith(typed))


@silence_libraries_while_choosing
def complete_templates(incomplete: str) -> Iterator[Choice]:
    """The shipped templates."""
    from tailor.render.templates import shipped_templates

    with suppress(TailorError):
        yield from matching_choices(
            ((template.name, template.description) for template in shipped_templates()), incomplete
        )


@silence_libraries_while_choosing
def complete_languages(incomplete: str) -> Iterator[Choice]:
    """The languages of section titles."""
    from tailor.i18n import known_languages as known

    yield from matching_choices(((tag, "") for tag in known()), incomplete)


@silence_libraries_while_choosing
def complete_weights(incomplete: str) -> Iterator[Choice]:
    """The names of weights, each with its sign."""
    from tailor.optimizer.rules import WEIGHTS

    yield from matching_choices(((f"{name}=", "") for name in WEIGHTS), incomplete)


@silence_libraries_while_choosing
def complete_tags(context: typer.Context, incomplete: str) -> Iterator[Choice]:
    """The tags of the master."""
    from tailor.line_ids import named_lines

    with suppress(TailorError, OSError):
        lines = named_lines(MASTER_READERS[0](context))
        tags = sorted({tag for line in lines for tag in line.tags})
        yield from matching_choices(((tag, "") for tag in tags), incomplete)


@silence_libraries_while_choosing
def complete_profiles(incomplete: str) -> Iterator[Choice]:
    """The profiles of tailor.toml."""
    import tomllib
    from pathlib import Path

    from tailor.project import settings_text

    with suppress(TailorError, OSError, ValueError):
        names = tomllib.loads(settings_text(Path("tailor.toml"))).get("profiles", {})
        yield from matching_choices(((name, "") for name in names), incomplete)


@silence_libraries_while_choosing
def complete_keys(context: typer.Context, incomplete: str) -> Iterator[Choice]:
    """The keys of the master that begin so: the uppermost, and those right below them."""
    with suppress(TailorError, OSError):
        resume = MASTER_READERS[0](context)
        if incomplete and "/" not in incomplete:
            yield from matching_choices(id_choices(resume), incomplete)
        choices = dict(matching_choices(key_choices(resume), incomplete))
        yield from (
            (key, text)
            for key, text in choices.items()
            if sum(parent_keys(key, choices)) < KEY_LEVELS
        )


def parent_keys(key: str, keys: Container[str]) -> Iterator[bool]:
    """For each beginning of a key, whether it is a key too."""
    parts = key.split("/")
    return ("/".join(parts[:count]) in keys for count in range(1, len(parts)))


def key_choices(resume: "Resume") -> Iterator[Choice]:
    """Every key of a master with how it begins."""
    for section in resume.sections:
        yield section.key, preview_text(section.title)
        for entry in section.entries:
            yield entry.key, preview_text(f"{entry.title} {entry.organisation}")
            for group in entry.groups:
                if group.title:
                    yield group.key, preview_text(group.title)
                for bullet in group.bullets:
                    yield bullet.key, preview_text(bullet.text)


def id_choices(resume: "Resume") -> Iterator[Choice]:
    """The id of every line of a master that is not a key as well."""
    from tailor.line_ids import LineIds

    ids = LineIds(resume)
    for key, line in ids.lines.items():
        if ids.id_of(key) != key:
            yield ids.id_of(key), preview_text(line.text)


def preview_text(text: str) -> str:
    return " ".join(UNSAFE.sub(" ", text).split())[:PREVIEW_CHARACTERS]
