"""The settings of the main job: the only list of its options.

Every field of `Settings` that has an `Option` is an option. The command line and its completion
(`tailor.cli.options`), tailor.toml and its schema (`tailor.cli.config`), the options in lock files
(`tailor.cli.lockfile`) and the docs (scripts/manual.py) are made from this list.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_type_hints

from tailor.cli.completion import (
    complete_keys,
    complete_languages,
    complete_profiles,
    complete_tags,
    complete_templates,
    complete_weights,
)
from tailor.cli.outputs import FORMS, HTML, check_fields, check_file_name
from tailor.optimizer.tags import parse_emphasis
from tailor.project import NOTHING, Named, named_pattern, refuse_input
from tailor.render.templates import is_shipped

Format = Literal["text", "json"]
Paper = Literal["letter", "a4"]
INPUT, PAGE, JUDGE, OUTPUT, CHECKS = "Input", "Page", "Judge", "Output", "Checks"
"""The sections of the help."""
NOT_EMPTY: Mapping[str, Any] = {"minLength": 1}


@dataclass(frozen=True, slots=True)
class Option:
    """What is known of an option besides the name, the type and the default of its field.

    The commands declare options of their own with it too, as `Annotated` parameters; tailor.toml
    and lock files know nothing of those.
    """

    flags: str
    """How it is typed, such as "--resume -r"; the first flag is the one in messages."""
    help: str
    """One or two sentences; also the description in the schema of tailor.toml."""
    section: str
    """The section of the help."""
    _: KW_ONLY
    metavar: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    check: Callable[[Any], object] | None = None
    """Raises ValueError for a wrong value, wherever it comes from."""
    config_check: Callable[[Any], object] | None = None
    """The same for a value, or an item of a list, in tailor.toml only."""
    config_schema: Mapping[str, Any] = field(default_factory=dict)
    """What JSON Schema says of the value, or of an item, besides its type and bounds."""
    config_key: str = ""
    """The key in tailor.toml, such as judge.server for one in the table `[judge]`; else the name
    of the field with hyphens."""
    in_config: bool = True
    """Whether tailor.toml may set it, for all postings and for one of them."""
    in_lock: Literal["no", "always", "if set"] = "no"
    """Whether lock files record it under their options, so that a page is rebuilt when it
    changes; they record master and template by hashes. A new option is recorded "if set": older
    lock files, which do not have it, stay valid."""
    complete: Callable[..., Any] | None = None
    usual: str = ""
    """What holds by default, for the docs, if the default does not say it."""


def check_text(text: str) -> None:
    if not text:
        raise ValueError("this must not be empty")
    check_file_name(text)


def check_language(tag: str) -> None:
    from tailor.i18n import known_languages, primary_subtag

    if tag and primary_subtag(tag) not in known_languages():
        names = ", ".join(known_languages())
        raise ValueError(f"there are no section titles and dates in “{tag}”: choose one of {names}")


def check_accent(text: str) -> None:
    from tailor.render.style import parse_colour

    if text:
        parse_colour(text)


def check_section_name(name: str) -> None:
    from tailor.keywords.section_order import valid_section

    valid_section(name)


def check_judge(address: str) -> None:
    from tailor.judge import split_address

    if address:
        split_address(address)


def check_emphasis(typed: str) -> None:
    check_text(typed)
    parse_emphasis(typed)


def check_emphases(typed: Iterable[str]) -> None:
    for text in typed:
        parse_emphasis(text)


def check_pdf_name(pattern: str) -> None:
    if not pattern.lower().endswith(".pdf"):
        raise ValueError("the output must be a file that ends in .pdf")


def check_html_name(pattern: str) -> None:
    if pattern and not pattern.lower().endswith(HTML):
        raise ValueError("the report must be a file that ends in .html")


def check_form(name: str) -> None:
    if name not in FORMS:
        raise ValueError(f"there is no format “{name}”: choose from {', '.join(FORMS)}")


@dataclass(frozen=True, slots=True)
class Settings:
    """How the page for a posting is made.

    `job` is the posting. `named` are the fields that the command line or the environment sets,
    rather than a file of the folder.
    """

    job: str
    # fmt: off
    resume: Annotated[Path | None, Option(
        "--resume --master -r -m",
        "The master CV. Default: resume.yaml, .yml or .json, or cv.yaml or .yml in this folder.",
        INPUT, metavar="FILE", config_check=check_text, config_schema=NOT_EMPTY,
        usual="`resume.yaml`, `.yml`, `.json`, `cv.yaml` or `.yml`, whichever is there")] = None
    allow_local: Annotated[bool, Option(
        "--allow-local", "Also fetch a posting from this computer or a private network.",
        INPUT, in_config=False)] = False
    template: Annotated[str, Option(
        "--template --theme -t", "A shipped template, or a folder with one of your own.",
        PAGE, metavar="NAME|DIR", config_check=check_text, config_schema=NOT_EMPTY,
        complete=complete_templates)] = "classic"
    paper: Annotated[Paper, Option(
        "--paper", "Paper size.",
        PAGE, in_lock="always")] = "letter"
    accent: Annotated[str, Option(
        "--accent", "Accent colour: a name such as navy, or #14304F. Default: the template's own.",
        PAGE, metavar="COLOUR", check=check_accent, in_lock="always",
        usual="the template's own")] = ""
    language: Annotated[str, Option(
        "--lang --language",
        "Language of section titles, dates, and texts that the master has in several. Default: the "
        "posting's, if the master has it, else the master's own.",
        PAGE, metavar="TAG", check=check_language, in_lock="always", complete=complete_languages,
        usual="the posting's or the master's own")] = ""
    bold_keywords: Annotated[bool, Option(
        "--bold-keywords", "Print the words that match the posting in bold.",
        PAGE, in_lock="always")] = False
    max_pages: Annotated[int, Option(
        "--max-pages", "Maximum number of pages.",
        PAGE, metavar="N", minimum=1, maximum=50, in_lock="always")] = 1
    keep_order: Annotated[bool, Option(
        "--keep-order",
        "Keep the master's order of sections and bullets. Default: the best come first.",
        PAGE, in_lock="always")] = False
    allow_gaps: Annotated[bool, Option(
        "--allow-gaps",
        "Leave out jobs even if that leaves a gap of more than a year in the last ten.",
        PAGE, in_lock="if set")] = False
    section_order: Annotated[Sequence[str], Option(
        "--sections",
        "Sections in this order, such as work,education,skills; the others follow. Default: a "
        "required licence and a new graduate's education come before work.",
        PAGE, metavar="NAMES", config_check=check_section_name, config_schema=NOT_EMPTY,
        in_lock="if set", usual="as suits the posting and the career")] = ()
    headline: Annotated[str, Option(
        "--headline",
        "The headline of the master that begins with this. Default: the nearest to the posting.",
        PAGE, metavar="TEXT", in_lock="if set", usual="the nearest to the posting")] = ""
    pins: Annotated[Sequence[str], Option(
        "--pin",
        "Keep this line, entry or section: its id, or its key such as work/0/highlights/3; with "
        "=TEXT, in the wording that begins with TEXT.",
        PAGE, metavar="ID", config_check=check_text, config_schema=NOT_EMPTY, in_lock="always",
        complete=complete_keys)] = ()
    excludes: Annotated[Sequence[str], Option(
        "--exclude", "Leave this line, entry or section out.",
        PAGE, metavar="ID", config_check=check_text, config_schema=NOT_EMPTY, in_lock="always",
        complete=complete_keys)] = ()
    emphasise: Annotated[Sequence[str], Option(
        "--emphasise --emphasize",
        "Lines with this tag count more; with =2, twice as much more, such as research=2.",
        PAGE, metavar="TAG[=STRENGTH]", check=check_emphases, config_check=check_emphasis,
        config_schema=NOT_EMPTY, in_lock="if set", complete=complete_tags)] = ()
    only_tags: Annotated[Sequence[str], Option(
        "--only-tag",
        "Of the lines with tags, print only those with this tag; lines without tags stay.",
        PAGE, metavar="TAG", config_check=check_text, config_schema=NOT_EMPTY, in_lock="if set",
        complete=complete_tags)] = ()
    hide_tags: Annotated[Sequence[str], Option(
        "--hide", "Leave out lines with this tag.",
        PAGE, metavar="TAG", config_check=check_text, config_schema=NOT_EMPTY, in_lock="if set",
        complete=complete_tags)] = ()
    profile: Annotated[str, Option(
        "--profile", "Use the settings that tailor.toml has under this name (its table profiles).",
        PAGE, metavar="NAME", complete=complete_profiles, usual="none")] = ""
    weights: Annotated[Mapping[str, float], Option(
        "--weight",
        "Change how much something counts, such as recency=0.5: must, nice, context, relevance, "
        "job, recency, figures, a kind of section, repetition, crowding, fill, judge.",
        PAGE, metavar="NAME=FACTOR", in_lock="always", complete=complete_weights,
        usual="all 1")] = field(default_factory=dict)
    judge: Annotated[str, Option(
        "--judge",
        "Also let a language model grade the lines: a server of the OpenAI chat format, and a "
        "model, such as http://127.0.0.1:11434/v1#llama3.1.",
        JUDGE, metavar="URL#MODEL", check=check_judge, config_key="judge.server",
        in_lock="if set", usual="none")] = ""
    allow_remote_judge: Annotated[bool, Option(
        "--allow-remote-judge",
        "Allow the lines of your master to be sent to a judge on another computer.",
        JUDGE, in_config=False)] = False
    judge_employers: Annotated[bool, Option(
        "--judge-employers", "Show the judge the names of employers and schools.",
        JUDGE, config_key="judge.employers")] = False
    judge_seconds: Annotated[float, Option(
        "--judge-seconds", "How long the judge may take for one answer.",
        JUDGE, metavar="N", minimum=1, maximum=3600, config_key="judge.seconds")] = 120.0
    output: Annotated[str, Option(
        "--output -o",
        "The PDF; .tex and .tailor.json go next to it. {posting}, {company} and {title} are "
        "filled in; - prints the PDF and writes no file.",
        OUTPUT, metavar="FILE", check=check_fields, config_check=check_pdf_name,
        config_schema={"pattern": r"\.[pP][dD][fF]$"})] = "out/{posting}.pdf"
    html: Annotated[str, Option(
        "--html",
        "Also write the report as a self-contained web page. {posting}, {company} and "
        "{title} are filled in.",
        OUTPUT, metavar="FILE", check=check_fields, config_check=check_html_name,
        config_schema={"pattern": r"^$|\.[hH][tT][mM][lL]?$"}, usual="none")] = ""
    also: Annotated[Sequence[str], Option(
        "--also",
        "Also write the page as docx, md, txt or json (JSON Resume), beside the PDF: the same "
        "lines in the same order. Separate several with commas.",
        OUTPUT, metavar="FORMATS", config_check=check_form, config_schema={"enum": list(FORMS)},
        in_lock="if set")] = ()
    format: Annotated[Format, Option(
        "--format", "The format of the report; --json means json.",
        OUTPUT, in_config=False)] = "text"
    dry_run: Annotated[bool, Option(
        "--dry-run", "Do everything, but write no file.",
        OUTPUT, in_config=False)] = False
    quiet: Annotated[bool, Option(
        "--quiet -q", "Print errors only.",
        OUTPUT, in_config=False)] = False
    verbose: Annotated[bool, Option(
        "--verbose -v", "Print every score.",
        OUTPUT, in_config=False)] = False
    strict: Annotated[bool, Option(
        "--strict", "Fail on warnings, with exit code 4.",
        CHECKS, in_lock="always")] = False
    min_coverage: Annotated[float, Option(
        "--min-coverage", "Fail, with exit code 4, if the page covers fewer of the must-haves.",
        CHECKS, metavar="PCT", minimum=0, maximum=100, in_lock="always")] = 0.0
    no_cache: Annotated[bool, Option(
        "--no-cache", "Do not read or write the cache.",
        OUTPUT, in_config=False)] = False
    # fmt: on
    named: frozenset[str] = frozenset()

    def offline(self) -> "Settings":
        """The settings with recorded answers of the judge only."""
        return replace(self, judge=recorded_options(self).get("judge", ""))

    def named_output(self) -> Named:
        """What the user named of the files to be written."""
        output = named_pattern(self.output) if "output" in self.named else NOTHING
        return output | self.named_html()

    def named_html(self) -> Named:
        """The same of the report as a web page."""
        if "html" not in self.named:
            return NOTHING
        chosen = named_pattern(self.html)
        return replace(chosen, folders=frozenset()) if chosen.files else chosen

    def refuse_inputs(self) -> None:
        """Refuses a master or template that a file of the folder chose and that leads out of it.

        Raises FileError.
        """
        if self.resume and "resume" not in self.named:
            refuse_input(self.resume, "--resume")
        if "template" not in self.named and not is_shipped(self.template):
            refuse_input(Path(self.template), "--template")


@dataclass(frozen=True, slots=True)
class SettingsField:
    """An option with the name, the type and the default of its field."""

    name: str
    type: Any
    default: Any
    option: Option

    @property
    def key(self) -> str:
        """The key in tailor.toml: max_pages -> max-pages."""
        return self.option.config_key or self.name.replace("_", "-")

    @property
    def flags(self) -> list[str]:
        return self.option.flags.split()

    @property
    def is_list(self) -> bool:
        """Whether it may be given more than once."""
        return self.type in (Sequence[str], Mapping[str, float])

    @property
    def variable(self) -> str:
        """The environment variable that sets it, such as TAILOR_MAX_PAGES; "" for none."""
        return f"TAILOR_{self.name.upper()}" if self.option.in_config and not self.is_list else ""

    def check(self, value: Any) -> None:
        """Raises ValueError for a wrong value, wherever it comes from."""
        low, high = self.option.minimum, self.option.maximum
        if value is None:
            return
        if low is not None and high is not None and not low <= value <= high:  # nan too
            raise ValueError(f"this must be between {low} and {high}")
        if self.option.check:
            self.option.check(value)


def list_options(kind: type) -> dict[str, SettingsField]:
    """The options among the fields of a dataclass, by name."""
    hints = get_type_hints(kind, include_extras=True)
    options = {}
    for declared in fields(kind):
        plain, *extras = get_args(hints[declared.name]) or (hints[declared.name],)
        default = {} if declared.default is MISSING else declared.default
        for option in extras:
            if isinstance(option, Option):
                options[declared.name] = SettingsField(declared.name, plain, default, option)
    return options


OPTIONS = list_options(Settings)
CONFIG_OPTIONS = {name: option for name, option in OPTIONS.items() if option.option.in_config}


def recorded_options(settings: Settings) -> dict[str, Any]:
    """The options that a lock file records, as JSON has them."""
    values = {name: getattr(settings, name) for name in OPTIONS}
    plain = {n: list(v) if isinstance(v, tuple | list) else v for n, v in values.items()}
    server, mark, model = settings.judge.partition("#")
    plain["judge"] = mark + model or server  # A page depends on the model, not on where it runs.
    always = {name: plain[name] for name in names_in_lock("always")}
    return always | {name: plain[name] for name in names_in_lock("if set") if plain[name]}


def names_in_lock(*when: str) -> Iterable[str]:
    """The options that lock files record, always or if they are set."""
    return [name for name, option in OPTIONS.items() if option.option.in_lock in when]
