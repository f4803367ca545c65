"""The settings of a page: one list, which is also the options of the commands that make pages."""

import functools
import inspect
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from tailor.cli import options as option

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
    output: option.Pattern = option.OUTPUT_PATTERN
    format: option.FormatName = "text"
    dry_run: option.DryRun = False
    quiet: option.Quiet = False
    verbose: option.Verbose = False
    strict: option.Strict = False
    min_coverage: option.MinCoverage = 0.0


def with_settings(*, but: Collection[str] = ()) -> Callable[[Command], Command]:
    """Gives a command, where its parameter `settings` stands, an option for each field of
    `Settings` but some; what is said comes as `settings`, filled by name, without a job."""

    def given(command: Command) -> Command:
        options = tuple(parameters(but))
        own = inspect.signature(command).parameters.values()
        known = [p for one in own for p in (options if one.name == "settings" else (one,))]

        @functools.wraps(command)
        def called(**said: Any) -> int:
            chosen = {one.name: said.pop(one.name) for one in options}
            return command(settings=Settings("", **chosen), **said)

        named = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in known]
        called.__signature__ = inspect.Signature(named)  # type: ignore[attr-defined]
        return called

    return given


def parameters(but: Collection[str]) -> Iterator[inspect.Parameter]:
    """The fields of `Settings` as parameters that Typer understands: its sequences are lists."""
    hints = get_type_hints(Settings, include_extras=True)
    for one in fields(Settings):
        if one.name in ("job", *but):
            continue
        hint = hints[one.name]
        plain, *about = get_args(hint)
        if get_origin(plain) is Sequence:
            hint = Annotated[list[str], *about]
        kind = inspect.Parameter.KEYWORD_ONLY
        yield inspect.Parameter(one.name, kind, default=one.default, annotation=hint)
