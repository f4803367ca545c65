"""What tailor.toml may say."""

import json
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from tailor.cli.config_weights import Weights
from tailor.cli.names import valid_blanks, valid_name
from tailor.cli.outputs import HTML
from tailor.read.fields import Typed, not_empty
from tailor.render import colour
from tailor.words import has_titles, languages


def kebab(name: str) -> str:
    """max_pages -> max-pages"""
    return name.replace("_", "-")


def valid_accent(text: str) -> None:
    if text:
        colour(text)


def valid_language(tag: str) -> None:
    if tag and not has_titles(tag):
        raise ValueError(f"there are no words in “{tag}”: choose one of {', '.join(languages())}")


def valid_output(text: str) -> None:
    valid_blanks(text)
    if not text.lower().endswith(".pdf"):
        raise ValueError("the output must be a file that ends in .pdf")


def valid_report(text: str) -> None:
    valid_blanks(text)
    if text and not text.lower().endswith(HTML):
        raise ValueError("the report must be a file that ends in .html")


def valid_pages(number: int) -> None:
    if not 1 <= number <= 50:
        raise ValueError("this must lie between 1 and 50")


def valid_share(percent: float) -> None:
    if not 0 <= percent <= 100:
        raise ValueError("this must lie between 0 and 100")


def valid_section_name(name: str) -> None:
    from tailor.keywords.section_order import valid_section

    valid_section(name)


def valid_text(text: str) -> None:
    not_empty(text)
    valid_name(text)


Text = Annotated[str, Typed({"type": "string", "minLength": 1}, valid_text)]
SectionName = Annotated[str, Typed({"type": "string", "minLength": 1}, valid_section_name)]
Accent = Annotated[str, Typed({"type": "string"}, valid_accent)]
Tongue = Annotated[str, Typed({"type": "string"}, valid_language)]
Output = Annotated[str, Typed({"type": "string", "pattern": r"\.[pP][dD][fF]$"}, valid_output)]
Report = Annotated[
    str, Typed({"type": "string", "pattern": r"^$|\.[hH][tT][mM][lL]?$"}, valid_report)
]
Pages = Annotated[int, Typed({"type": "integer", "minimum": 1, "maximum": 50}, valid_pages)]
Share = Annotated[float, Typed({"type": "number", "minimum": 0, "maximum": 100}, valid_share)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be said for all pages, and for the page of one posting."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "alias_generator": kebab,
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


def may_be(name: str, value: object) -> bool:
    """Whether a setting may have this value, one read from JSON."""
    from pydantic import TypeAdapter, ValidationError

    try:
        TypeAdapter(Choices).validate_json(json.dumps({kebab(name): value}), strict=True)
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
