"""Settings from the command line, tailor.toml and defaults."""

import functools
import inspect
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer

from tailor.cli import options as option
from tailor.cli.config import Config, find_config
from tailor.cli.console import UsageError
from tailor.cli.options import Html, SectionOrder, parse_factors, split_section_list
from tailor.errors import Problem
from tailor.project import NOTHING, Named, is_below, named_pattern, refuse_input
from tailor.render.templates import is_shipped

CUTS, PRICED = 5, 3
"""So many cut lines are shown, and so many of them with what bringing them back would cost."""
Command = Callable[..., int]
NO_OPTIONS = ("job", "named")
"""Fields of `Settings` that are no options."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the page for a posting is wanted. Every field is an option but `job` and `named`: the
    names of the fields that the command line or the environment says, not a file of the folder."""

    job: str
    resume: option.ResumeFile = None
    allow_local: option.AllowLocal = False
    template: option.TemplateName = "classic"
    paper: option.PaperSize = "letter"
    language: option.Language = ""
    accent: option.Accent = ""
    bold_keywords: option.BoldKeywords = False
    max_pages: option.MaxPages = 1
    keep_order: option.KeepOrder = False
    section_order: SectionOrder = ()
    pins: option.Pins = ()
    excludes: option.Excludes = ()
    weights: option.Weights = field(default_factory=dict)
    output: option.Pattern = option.OUTPUT_PATTERN
    html: Html = ""
    format: option.FormatName = "text"
    dry_run: option.DryRun = False
    quiet: option.Quiet = False
    verbose: option.Verbose = False
    strict: option.Strict = False
    min_coverage: option.MinCoverage = 0.0
    no_cache: option.NoCache = False
    named: frozenset[str] = frozenset()

    def named_output(self) -> Named:
        """What the user named of the files to be written."""
        output = named_pattern(self.output) if "output" in self.named else NOTHING
        return output | self.named_html()

    def named_html(self) -> Named:
        """The same of the report as a web page."""
        if "html" not in self.named:
            return NOTHING
        found = named_pattern(self.html)
        return replace(found, folders=frozenset()) if found.files else found

    def refuse_inputs(self) -> None:
        """Refuses a master or template that a file of the folder chose and that leads out of it.

        Raises FileError.
        """
        if self.resume and "resume" not in self.named:
            refuse_input(self.resume, "--resume")
        if "template" not in self.named and not is_shipped(self.template):
            refuse_input(Path(self.template), "--template")


def with_settings(
    only: Collection[str] = (), but: Collection[str] = ()
) -> Callable[[Command], Command]:
    """Gives a command, where its parameter `settings` stands, an option for each field of
    `Settings`, or for some; what is said comes as `settings`, filled by name, without a job. The
    command has a parameter `context`."""
    names = [one.name for one in fields(Settings) if one.name not in (*NO_OPTIONS, *but)]
    wanted = [name for name in names if not only or name in only]

    def given(command: Command) -> Command:
        options = tuple(map(settings_parameter, wanted))
        own = inspect.signature(command).parameters.values()
        known = [p for one in own for p in (options if one.name == "settings" else (one,))]

        @functools.wraps(command)
        def called(**said: Any) -> int:
            chosen = {one.name: said.pop(one.name) for one in options}
            found = collect_settings(chosen, said["context"])
            found.refuse_inputs()
            return command(settings=found, **said)

        named = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in known]
        called.__signature__ = inspect.Signature(named)  # type: ignore[attr-defined]
        return called

    return given


def collect_settings(values: Mapping[str, Any], context: typer.Context) -> Settings:
    """The settings among the values of a command's parameters.

    Raises UsageError for weights that are none, and for names that no section has.
    """
    names = {one.name for one in fields(Settings)}
    chosen = {name: value for name, value in values.items() if name in names}
    if chosen.get("resume"):
        chosen["resume"] = Path(chosen["resume"])
    named = frozenset(name for name in names if is_explicit(context, name))
    chosen["weights"] = parse_factors(chosen.get("weights", ()))
    chosen["section_order"] = split_section_list(chosen.get("section_order", ()))
    return Settings("", **chosen, named=named)


def is_explicit(context: typer.Context, name: str) -> bool:
    """Whether the command line or the environment says a parameter."""
    source = context.get_parameter_source(name)
    return source is not None and source.name in ("COMMANDLINE", "ENVIRONMENT")


def settings_parameter(name: str) -> inspect.Parameter:
    """A field of `Settings` as a parameter that Typer understands: many of a thing are a list."""
    hint = get_type_hints(Settings, include_extras=True)[name]
    plain, *about = get_args(hint)
    if get_origin(plain) in (Sequence, Mapping):
        hint = Annotated[list[str], *about]
    usual = next(one.default for one in fields(Settings) if one.name == name)
    default = () if usual is MISSING else usual
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)


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


def parameter_source(key: str) -> str:
    """max-pages -> max_pages"""
    return key.replace("-", "_")


def config_for_command(words: Sequence[str]) -> Config:
    """The file of the working folder, if the command line is one that heeds it.

    Raises as `find_config`.
    """
    if any(word in HELP for word in words):
        return Config()
    command = next(iter(words), "-")
    if command.startswith("-") or command in (*COMMANDS, *ALL_OF_IT):
        return find_config(Path())
    return Config()


def default_values(config: Config) -> dict[str, Any]:
    """What the parser of the command line takes where neither words nor environment say it."""
    values = {parameter_source(key): value for key, value in config.values.items()}
    if "weights" in values:  # The parser knows them as they are typed.
        values["weights"] = [f"{name}={factor}" for name, factor in values["weights"].items()]
    some = {
        command: {key: values[key] for key in keys if key in values}
        for command, keys in COMMANDS.items()
    }
    return values | some | dict.fromkeys(ALL_OF_IT, values)


def effective_settings(config: Config) -> Iterator[tuple[str, str, str]]:
    """Each setting: its key, its value when the command line says nothing, and who says so."""
    from tailor.cli.config import Choices, to_kebab

    for one in fields(Choices):
        key, variable = to_kebab(one.name), f"TAILOR_{one.name.upper()}"
        if one.name in LISTS:
            variable = ""
        if variable and os.environ.get(variable):
            yield key, os.environ[variable], variable
        elif key in config.values:
            yield key, format_setting(config.values[key]), f"{config.path}:{config.lines[key]}"
        else:
            usual = "all 1" if one.default is MISSING else format_setting(one.default)
            yield key, usual, "default"


def format_setting(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} {factor:g}" for name, factor in value.items())
    return ", ".join(value) or "none" if isinstance(value, list | tuple) else str(value)


def settings_for_job(settings: Settings, job: str, context: typer.Context) -> Settings:
    """Settings with what the file says for one posting, unless it was said more directly.

    Raises FileError if that leads out of the project.
    """
    changes: dict[str, Any] = {"job": job}
    for key, value in context.obj.overrides(job).items():
        name = parameter_source(key)
        if name != "posting" and not is_explicit(context, name):
            changes[name] = coerce_value(name, value)
    found = replace(settings, **changes)
    found.refuse_inputs()
    return found


def reload_settings(settings: Settings, context: typer.Context) -> Settings:
    """The settings of a job as tailor.toml says at this moment; what was said more directly stays.

    Raises as `find_config` and `for_job`.
    """
    config = find_config(Path())
    names = [one.name for one in fields(Settings)]
    own = {
        name: getattr(settings, name)
        for name in names
        if name in NO_OPTIONS or is_explicit(context, name)
    }
    table = {**config.values, **config.overrides(settings.job)}
    found = {parameter_source(key): value for key, value in table.items() if key != "posting"}
    now = Settings(**{name: coerce_value(name, value) for name, value in found.items()} | own)
    now.refuse_inputs()
    return now


def coerce_value(name: str, value: Any) -> Any:
    """A value of the file as the field of `Settings` has it."""
    if name == "weights":
        return {one: float(factor) for one, factor in value.items()}
    return Path(value) if name == "resume" else value


def jobs_of_command(
    context: typer.Context, alike: Settings, words: Sequence[str]
) -> tuple[Settings, ...]:
    """A job for each posting that a command is about: those named, else those of the file.

    Raises:
        UsageError: there are none.
        FileError: a list or folder cannot be read.
    """
    from tailor.cli.posting_patterns import expand_postings, named_folders

    config: Config = context.obj
    found = expand_postings(words) if words else tuple(job["posting"] for job in config.jobs)
    if not found:
        hint = "name them, a folder of them, or list them as [[jobs]] in tailor.toml"
        raise UsageError(Problem("there are no postings", hint=hint))
    folders = tuple(named_folders(words))
    named = {job for job in found if job in words or (folders and is_below(Path(job), folders))}
    by_user = replace(alike, named=alike.named | {"job"})
    return tuple(
        settings_for_job(by_user if job in named else alike, job, context) for job in found
    )


def jobs_of_config(context: typer.Context) -> tuple[Settings, ...]:
    """The jobs that `tailor batch` makes when it is told nothing. Raises as `settings_for`."""
    group: Any = context.find_root()
    batch = group.command.commands["batch"].make_context("batch", [], parent=group)
    return jobs_of_command(batch, collect_settings(batch.params, batch), ())
