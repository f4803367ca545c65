"""Reads tailor.toml."""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from tailor.cli.outputs import HTML, check_fields, check_file_name
from tailor.cli.toml_positions import key_offsets
from tailor.errors import FileError, InputError, LimitError, Place, Problem
from tailor.i18n import has_titles, known_languages
from tailor.project import LONGEST_SETTINGS, is_inside, settings_text
from tailor.render.style import parse_colour
from tailor.resume.schema import Typed, check_not_empty
from tailor.resume.source import Source, printable

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MOST = 100
"""The greatest factor."""


def check_factor(factor: float) -> None:
    if not 0 <= factor <= MOST:
        raise ValueError(f"this must lie between 0 and {MOST}")


Factor = Annotated[float, Typed({"type": "number", "minimum": 0, "maximum": MOST}, check_factor)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Factors on the points of docs/objective.md: 1 is as usual, 0 is of no account."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "use_attribute_docstrings": True,
    }
    must: Factor = 1.0
    """Keywords that the posting says one must have."""
    nice: Factor = 1.0
    """Keywords that are nice to have."""
    context: Factor = 1.0
    """Keywords that are only mentioned."""
    relevance: Factor = 1.0
    """How near a line is to the posting as a whole."""
    job: Factor = 1.0
    """How well the job that a line stands in suits the posting."""
    recency: Factor = 1.0
    """How recent a line is."""
    figures: Factor = 1.0
    """Results in figures."""
    summary: Factor = 1.0
    """The lines of the summary of the whole résumé."""
    work: Factor = 1.0
    """The lines of jobs, and that jobs are shown at all; likewise the sections below."""
    education: Factor = 1.0
    """Degrees."""
    projects: Factor = 1.0
    """Projects."""
    skills: Factor = 1.0
    """Skills."""
    publications: Factor = 1.0
    """Publications."""
    certificates: Factor = 1.0
    """Certificates."""
    volunteer: Factor = 1.0
    """Voluntary work."""
    awards: Factor = 1.0
    """Awards."""
    languages: Factor = 1.0
    """Languages."""
    interests: Factor = 1.0
    """Interests."""
    references: Factor = 1.0
    """References."""
    custom: Factor = 1.0
    """Sections of your own."""
    repetition: Factor = 1.0
    """What is lost when two lines say nearly the same."""
    crowding: Factor = 1.0
    """What many bullets in one entry cost."""
    fill: Factor = 1.0
    """Points for a fuller page."""


WEIGHT_NAMES = tuple(one.name for one in fields(Weights))


def to_kebab(name: str) -> str:
    """max_pages -> max-pages"""
    return name.replace("_", "-")


def check_accent(text: str) -> None:
    if text:
        parse_colour(text)


def check_language(tag: str) -> None:
    if tag and not has_titles(tag):
        raise ValueError(
            f"there are no words in “{tag}”: choose one of {', '.join(known_languages())}"
        )


def check_output(text: str) -> None:
    check_fields(text)
    if not text.lower().endswith(".pdf"):
        raise ValueError("the output must be a file that ends in .pdf")


def check_report(text: str) -> None:
    check_fields(text)
    if text and not text.lower().endswith(HTML):
        raise ValueError("the report must be a file that ends in .html")


def check_pages(number: int) -> None:
    if not 1 <= number <= 50:
        raise ValueError("this must lie between 1 and 50")


def check_share(percent: float) -> None:
    if not 0 <= percent <= 100:
        raise ValueError("this must lie between 0 and 100")


def check_section_name(name: str) -> None:
    from tailor.keywords.section_order import valid_section

    valid_section(name)


def check_text(text: str) -> None:
    check_not_empty(text)
    check_file_name(text)


Text = Annotated[str, Typed({"type": "string", "minLength": 1}, check_text)]
SectionName = Annotated[str, Typed({"type": "string", "minLength": 1}, check_section_name)]
Accent = Annotated[str, Typed({"type": "string"}, check_accent)]
Tongue = Annotated[str, Typed({"type": "string"}, check_language)]
Output = Annotated[str, Typed({"type": "string", "pattern": r"\.[pP][dD][fF]$"}, check_output)]
Report = Annotated[
    str, Typed({"type": "string", "pattern": r"^$|\.[hH][tT][mM][lL]?$"}, check_report)
]
Pages = Annotated[int, Typed({"type": "integer", "minimum": 1, "maximum": 50}, check_pages)]
Share = Annotated[float, Typed({"type": "number", "minimum": 0, "maximum": 100}, check_share)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be said for all pages, and for the page of one posting."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "alias_generator": to_kebab,
        "use_attribute_docstrings": True,
    }
    resume: Text = ""
    """The master CV; else resume.yaml, .yml or .json, or cv.yaml or .yml."""
    template: Text = "classic"
    """A shipped template, or a folder with one of your own."""
    paper: Literal["letter", "a4"] = "letter"
    """Paper size."""
    language: Tongue = ""
    """Language of section titles and of the document, such as de; "" for the master's own."""
    accent: Accent = ""
    """Accent colour: a name, or #RRGGBB; "" for the template's own."""
    bold_keywords: bool = False
    """Whether words that answer the posting stand in bold."""
    output: Output = "out/{posting}.pdf"
    """Where the PDF goes; {posting} is the posting's file name, {company} and {title} are
    what the posting says."""
    html: Report = ""
    """Where the report goes as a web page, named as the output is; "" for nowhere."""
    max_pages: Pages = 1
    """At most so many pages."""
    keep_order: bool = False
    """Whether sections, and bullets inside each entry, keep the master's order."""
    section_order: tuple[SectionName, ...] = ()
    """Sections in this order, such as work and education; those not named follow."""
    pins: tuple[Text, ...] = ()
    """Keys of bullets, entries and sections that must be on the page."""
    excludes: tuple[Text, ...] = ()
    """Keys of bullets, entries and sections that must not."""
    weights: Weights = field(default_factory=Weights)
    """Factors on what lines, sections and the page as a whole are worth."""
    strict: bool = False
    """Whether warnings fail."""
    min_coverage: Share = 0.0
    """Fail if the page covers fewer percent of the must-haves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTable(Choices):
    """A posting; what is said here replaces what is said for all."""

    posting: Text
    """The posting's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFile(Choices):
    """The whole file."""

    jobs: tuple[JobTable, ...] = ()
    """The postings that `tailor batch` and `tailor verify` look after."""


def is_valid_setting(name: str, value: object) -> bool:
    """Whether a setting may have this value, one read from JSON."""
    from pydantic import TypeAdapter, ValidationError

    try:
        TypeAdapter(Choices).validate_json(json.dumps({to_kebab(name): value}), strict=True)
    except ValidationError:
        return False
    return True


def config_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of tailor.toml, for editors."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(ConfigFile).json_schema()
    choices = TypeAdapter(Choices).json_schema()["properties"]
    for table in (schema, schema["$defs"]["JobTable"]):
        table["properties"] |= choices  # Only a class's own fields have their texts.
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


NAMES = ("tailor.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Config:
    """What is written in a file, by key; `lines` says where. All empty if there is no file."""

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    jobs: tuple[Mapping[str, Any], ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    def overrides(self, posting: str) -> Mapping[str, Any]:
        """What is said for one posting only."""
        wanted = Path(posting)
        found = (job for job in self.jobs if Path(job["posting"]) == wanted)
        return next(found, {})


def beginning(path: Path) -> bytes:
    """As much of a file as may be read (`tailor.project.settings_text`); all if it is short."""
    with path.open("rb") as file:
        return file.read(LONGEST_SETTINGS + 1)


def find_config(folder: Path) -> Config:
    """What tailor.toml says, else `[tool.tailor]` in pyproject.toml.

    Raises:
        InputError: the file is wrong; every fault has its line and column.
        LimitError: it is larger than 1 MB.
        FileError: it is a link that leads out of the folder, or no file.
    """
    for name in NAMES:
        path = folder / name
        if not os.path.lexists(path):
            continue
        if name != "pyproject.toml" or (path.is_file() and b"tailor" in beginning(path)):
            if not is_inside(path, [folder]):
                message = "this link leads out of this folder, and is not read"
                hint = "put a copy here, or remove it"
                raise FileError(Problem(message, Place(str(path)), hint=hint))

            prefix = ("tool", "tailor") if name == "pyproject.toml" else ()
            found = read_config(path, prefix)
            if found is not None:
                return found
    return Config()


MOST_JOBS = 2_000
MOST_FAULTS = 100
"""So many are told of one file."""
AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_config(path: Path, prefix: tuple[str, ...] = ()) -> Config | None:
    """The table at `prefix`, or None if there is none. Raises as `find_config`."""
    try:
        return parse_config(path, prefix)
    except RecursionError as error:
        raise LimitError(Problem("this is nested too deeply", Place(str(path)))) from error


def parse_config(path: Path, prefix: tuple[str, ...]) -> Config | None:
    place, text = Place(str(path)), settings_text(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(syntax_problem(Source(str(path), text), str(error))) from error
    except ValueError as error:  # Python refuses numbers of more than 4,300 digits.
        raise InputError(Problem("this is not TOML: a number is too long", place)) from error
    for part in prefix:
        if not isinstance(table, dict) or part not in table:
            return None
        table = table[part]
    source = Source(str(path), text)
    jobs = table.get("jobs") if isinstance(table, dict) else ()
    if isinstance(jobs, list) and len(jobs) > MOST_JOBS:
        hint = "give tailor batch a folder of postings, or a list"
        raise LimitError(Problem(f"there are more than {MOST_JOBS:,} jobs", place, hint=hint))
    validate_config(source, table, prefix)
    known = key_offsets(text)
    lines = {key: source.place(known[*prefix, key]).line or 1 for key in table}
    values = {key: value for key, value in table.items() if key != "jobs"}
    return Config(path, values, tuple(table.get("jobs", ())), lines)


def syntax_problem(source: Source, message: str) -> Problem:
    found = AT.search(message)
    text = AT.sub("", message)
    words = f"this is not TOML: {text[:1].lower()}{text[1:]}"
    if not found or not found[1]:
        return source.problem(max(len(source.text.rstrip()) - 1, 0), words)
    return source.problem(source.starts[int(found[1]) - 1] + int(found[2]) - 1, words)


def validate_config(source: Source, table: object, prefix: tuple[str, ...]) -> None:
    """Raises InputError with every fault."""
    from pydantic import TypeAdapter, ValidationError

    try:
        TypeAdapter(ConfigFile).validate_json(json.dumps(table, default=str), strict=True)
    except ValidationError as error:
        found = error.errors(include_url=False)[:MOST_FAULTS]
        known = key_offsets(source.text)
        problems = {config_problem(source, known, prefix, detail) for detail in found}
        raise InputError(*sorted(problems, key=lambda one: one.place or Place(""))) from error


KINDS = {
    "string_type": "a text in quotes",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list in brackets",
    "dataclass_type": "a table",
}


def config_problem(
    source: Source,
    known: Mapping[tuple[str | int, ...], int],
    prefix: tuple[str, ...],
    detail: "ErrorDetails",
) -> Problem:
    """A fault that pydantic found, at the key it is about."""
    path, kind = detail["loc"], detail["type"]
    whole = (*prefix, *path)
    offset = next(
        (known[whole[:end]] for end in range(len(whole), 0, -1) if whole[:end] in known), 0
    )
    context: dict[str, Any] = detail.get("ctx") or {}
    typed = printable(str(detail["input"]))
    words = {
        "unexpected_keyword_argument": "this key is not known",
        "tailor": str(context.get("message")),
        "missing": "this is missing",
        "literal_error": f"`{typed}` is none of {context.get('expected')}",
    } | {name: f"this must be {wanted}" for name, wanted in KINDS.items()}
    hint = suggest_key(path) if kind == "unexpected_keyword_argument" else ""
    where = "/".join(str(part) for part in path)
    return source.problem(offset, f"{where}: {words.get(kind, detail['msg'])}", hint)


def suggest_key(path: tuple[str | int, ...]) -> str:
    """What an unknown key was probably meant to be."""
    model: type[Weights | Choices] = ConfigFile
    if "weights" in path[:-1]:
        model = Weights
    elif path[0] == "jobs" and len(path) > 1:
        model = JobTable
    names = [to_kebab(one.name) for one in fields(model)]
    close = get_close_matches(str(path[-1]).lower().replace("_", "-"), names, 1, 0.6)
    return f"did you mean {close[0]}?" if close else f"known here: {', '.join(names)}"
