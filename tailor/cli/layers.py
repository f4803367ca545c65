"""Which setting wins: the command line, then the environment, then tailor.toml (there what is said
for one posting, then what is said for all), then what is usual."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import Any

import typer

from tailor.cli.config import Config, find_config
from tailor.cli.say import UsageError
from tailor.cli.settings import NO_OPTIONS, Settings, said, settings_of
from tailor.errors import Problem
from tailor.project import is_below

WHOLE = ("resume", "template", "paper", "language", "accent")
COMMANDS: Mapping[str, Sequence[str]] = {
    "match": ("resume", "weights"),
    "render": WHOLE,
}
"""What commands take from the file; the main job and `batch` take everything."""
ALL_OF_IT = ("batch", "report", "verify", "watch")
LISTS = frozenset({"pins", "excludes", "weights", "section_order"})
"""Keys that no variable sets; the others have one, such as TAILOR_MAX_PAGES."""
HELP = ("-h", "--help", "--version")


def parameter(key: str) -> str:
    """max-pages -> max_pages"""
    return key.replace("-", "_")


def config_for(words: Sequence[str]) -> Config:
    """The file of the working folder, if the command line is one that heeds it.

    Raises as `find_config`.
    """
    if any(word in HELP for word in words):
        return Config()
    command = next(iter(words), "-")
    if command.startswith("-") or command in (*COMMANDS, *ALL_OF_IT):
        return find_config(Path())
    return Config()


def defaults(config: Config) -> dict[str, Any]:
    """What the parser of the command line takes where neither words nor environment say it."""
    values = {parameter(key): value for key, value in config.values.items()}
    if "weights" in values:  # The parser knows them as they are typed.
        values["weights"] = [f"{name}={factor}" for name, factor in values["weights"].items()]
    some = {
        command: {key: values[key] for key in keys if key in values}
        for command, keys in COMMANDS.items()
    }
    return values | some | dict.fromkeys(ALL_OF_IT, values)


def in_force(config: Config) -> Iterator[tuple[str, str, str]]:
    """Each setting: its key, its value when the command line says nothing, and who says so."""
    from tailor.cli.config_table import Choices, kebab

    for one in fields(Choices):
        key, variable = kebab(one.name), f"TAILOR_{one.name.upper()}"
        if one.name in LISTS:
            variable = ""
        if variable and os.environ.get(variable):
            yield key, os.environ[variable], variable
        elif key in config.values:
            yield key, shown(config.values[key]), f"{config.path}:{config.lines[key]}"
        else:
            usual = "all 1" if one.default is MISSING else shown(one.default)
            yield key, usual, "default"


def shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} {factor:g}" for name, factor in value.items())
    return ", ".join(value) or "none" if isinstance(value, list | tuple) else str(value)


def for_job(settings: Settings, job: str, context: typer.Context) -> Settings:
    """Settings with what the file says for one posting, unless it was said more directly.

    Raises FileError if that leads out of the project.
    """
    changes: dict[str, Any] = {"job": job}
    for key, value in context.obj.overrides(job).items():
        name = parameter(key)
        if name != "posting" and not said(context, name):
            changes[name] = read_as(name, value)
    found = replace(settings, **changes)
    found.refuse_inputs()
    return found


def latest(settings: Settings, context: typer.Context) -> Settings:
    """The settings of a job as tailor.toml says at this moment; what was said more directly stays.

    Raises as `find_config` and `for_job`.
    """
    config = find_config(Path())
    names = [one.name for one in fields(Settings)]
    own = {
        name: getattr(settings, name) for name in names if name in NO_OPTIONS or said(context, name)
    }
    table = {**config.values, **config.overrides(settings.job)}
    found = {parameter(key): value for key, value in table.items() if key != "posting"}
    now = Settings(**{name: read_as(name, value) for name, value in found.items()} | own)
    now.refuse_inputs()
    return now


def read_as(name: str, value: Any) -> Any:
    """A value of the file as the field of `Settings` has it."""
    if name == "weights":
        return {one: float(factor) for one, factor in value.items()}
    return Path(value) if name == "resume" else value


def settings_for(
    context: typer.Context, alike: Settings, words: Sequence[str]
) -> tuple[Settings, ...]:
    """A job for each posting that a command is about: those named, else those of the file.

    Raises:
        UsageError: there are none.
        FileError: a list or folder cannot be read.
    """
    from tailor.cli.postings import named_folders, postings

    config: Config = context.obj
    found = postings(words) if words else tuple(job["posting"] for job in config.jobs)
    if not found:
        hint = "name them, a folder of them, or list them as [[jobs]] in tailor.toml"
        raise UsageError(Problem("there are no postings", hint=hint))
    folders = tuple(named_folders(words))
    named = {job for job in found if job in words or (folders and is_below(Path(job), folders))}
    by_user = replace(alike, named=alike.named | {"job"})
    return tuple(for_job(by_user if job in named else alike, job, context) for job in found)


def jobs_of_file(context: typer.Context) -> tuple[Settings, ...]:
    """The jobs that `tailor batch` makes when it is told nothing. Raises as `settings_for`."""
    group: Any = context.find_root()
    batch = group.command.commands["batch"].make_context("batch", [], parent=group)
    return settings_for(batch, settings_of(batch.params, batch), ())
