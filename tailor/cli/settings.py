"""The settings of a page: one list, which is also the options of the commands that make pages."""

import functools
import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from tailor.cli import options as option
from tailor.cli.html_options import Html
from tailor.cli.valid import factors

CUTS, PRICED = 5, 3
"""So many cut lines are shown, and so many of them with what bringing them back would cost."""

Command = Callable[..., int]


@dataclass(frozen=True, slots=True)
class Settings:
    """How the page for a posting is wanted. Every field but `job` is an option."""

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


def with_settings(
    only: Collection[str] = (), but: Collection[str] = ()
) -> Callable[[Command], Command]:
    """Gives a command, where its parameter `settings` stands, an option for each field of
    `Settings`, or for some; what is said comes as `settings`, filled by name, without a job."""
    names = [one.name for one in fields(Settings) if one.name not in ("job", *but)]
    wanted = [name for name in names if not only or name in only]

    def given(command: Command) -> Command:
        options = tuple(map(parameter, wanted))
        own = inspect.signature(command).parameters.values()
        known = [p for one in own for p in (options if one.name == "settings" else (one,))]

        @functools.wraps(command)
        def called(**said: Any) -> int:
            chosen = {one.name: said.pop(one.name) for one in options}
            return command(settings=settings_of(chosen), **said)

        named = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in known]
        called.__signature__ = inspect.Signature(named)  # type: ignore[attr-defined]
        return called

    return given


def settings_of(said: Mapping[str, Any]) -> Settings:
    """The settings among what the command line says.

    Raises UsageError for weights that are none.
    """
    names = {one.name for one in fields(Settings)}
    chosen = {name: value for name, value in said.items() if name in names}
    if chosen.get("resume"):
        chosen["resume"] = Path(chosen["resume"])
    return Settings("", **chosen | {"weights": factors(chosen.get("weights", ()))})


def parameter(name: str) -> inspect.Parameter:
    """A field of `Settings` as a parameter that Typer understands: many of a thing are a list."""
    hint = get_type_hints(Settings, include_extras=True)[name]
    plain, *about = get_args(hint)
    if get_origin(plain) in (Sequence, Mapping):
        hint = Annotated[list[str], *about]
    usual = next(one.default for one in fields(Settings) if one.name == name)
    default = () if usual is MISSING else usual
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
