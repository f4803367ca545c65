"""The settings of a page: one list, which is also the options of the commands that make pages."""

import functools
import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer

from tailor.cli import options as option
from tailor.cli.html_options import Html
from tailor.cli.order_options import SectionOrder, split_sections
from tailor.cli.valid import factors
from tailor.project import NOTHING, Named, named_pattern, refuse_input
from tailor.render.template import is_shipped

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
        options = tuple(map(parameter, wanted))
        own = inspect.signature(command).parameters.values()
        known = [p for one in own for p in (options if one.name == "settings" else (one,))]

        @functools.wraps(command)
        def called(**said: Any) -> int:
            chosen = {one.name: said.pop(one.name) for one in options}
            found = settings_of(chosen, said["context"])
            found.refuse_inputs()
            return command(settings=found, **said)

        named = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in known]
        called.__signature__ = inspect.Signature(named)  # type: ignore[attr-defined]
        return called

    return given


def settings_of(values: Mapping[str, Any], context: typer.Context) -> Settings:
    """The settings among the values of a command's parameters.

    Raises UsageError for weights that are none, and for names that no section has.
    """
    names = {one.name for one in fields(Settings)}
    chosen = {name: value for name, value in values.items() if name in names}
    if chosen.get("resume"):
        chosen["resume"] = Path(chosen["resume"])
    named = frozenset(name for name in names if said(context, name))
    chosen["weights"] = factors(chosen.get("weights", ()))
    chosen["section_order"] = split_sections(chosen.get("section_order", ()))
    return Settings("", **chosen, named=named)


def said(context: typer.Context, name: str) -> bool:
    """Whether the command line or the environment says a parameter."""
    source = context.get_parameter_source(name)
    return source is not None and source.name in ("COMMANDLINE", "ENVIRONMENT")


def parameter(name: str) -> inspect.Parameter:
    """A field of `Settings` as a parameter that Typer understands: many of a thing are a list."""
    hint = get_type_hints(Settings, include_extras=True)[name]
    plain, *about = get_args(hint)
    if get_origin(plain) in (Sequence, Mapping):
        hint = Annotated[list[str], *about]
    usual = next(one.default for one in fields(Settings) if one.name == name)
    default = () if usual is MISSING else usual
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
