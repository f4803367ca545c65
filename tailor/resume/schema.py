"""The schema of a master."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from tailor.resume.dates import parse_date
from tailor.resume.sanitize import is_email
from tailor.resume.source import printable

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema, PydanticCustomError


def schema_fault(message: str, hint: str = "") -> "PydanticCustomError":
    """A fault in the user's words."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError("tailor", "{message}", {"message": message, "hint": hint})


def no_statement(value: dict[str, Any]) -> "PydanticCustomError":
    """The fault of a mapping that has none of the keys of a statement."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError("no_statement", "no statement", {"keys": list(value)})


def to_camel_case(name: str) -> str:
    """start_date -> startDate"""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@dataclass(frozen=True, slots=True)
class Typed:
    """A value with a check that raises ValueError, and with its JSON Schema."""

    schema: dict[str, Any] = field(hash=False)
    check: Callable[[Any], object] | None = None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        from pydantic_core.core_schema import no_info_after_validator_function

        def checked(value: Any) -> Any:
            try:
                if self.check:
                    self.check(value)
            except ValueError as error:
                raise schema_fault(str(error)) from None
            return value

        return no_info_after_validator_function(checked, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> dict[str, Any]:
        return dict(self.schema)


@dataclass(frozen=True, slots=True)
class OrText:
    """Lets a plain text stand for a mapping with the one key `key`, and "" for none."""

    key: str
    others: frozenset[str] = frozenset()
    """If given: a mapping with none of these keys is another mapping."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        from pydantic_core.core_schema import no_info_before_validator_function

        def wrap(value: Any) -> Any:
            if isinstance(value, str):
                return {self.key: value} if value else None
            if isinstance(value, dict) and value and self.others and not self.others & value.keys():
                raise no_statement(value)
            return value

        return no_info_before_validator_function(wrap, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> dict[str, Any]:
        return {"anyOf": [{"type": ["string", "number"]}, handler(schema)]}


def check_not_empty(text: str) -> None:
    if not text:
        raise ValueError("this is empty")


def check_date_text(text: str) -> None:
    if text:
        parse_date(text)


def check_email(text: str) -> None:
    if text and not (is_email(text) and len(text) <= 254):
        raise ValueError("this is not an e-mail address such as name@example.com")


def check_phone(text: str) -> None:
    if len(text) > 60:
        raise ValueError("this is too long for a telephone number")


ID = r"[A-Za-z][A-Za-z0-9_.-]{0,39}"
"""A name that the owner of a master gives to a line."""
TAKEN = re.compile(
    "basics|header|summary|work|volunteer|education|awards|certificates|publications|skills|"
    "languages|interests|references|projects|sections|custom"
)
"""What means a section already."""


def check_id(name: str) -> None:
    if name and not re.fullmatch(ID, name):
        raise ValueError(
            f"“{printable(name)}” cannot be an id: use up to 40 letters (a-z), digits, "
            "hyphens, dots and underscores, a letter first"
        )
    if TAKEN.fullmatch(name):
        raise ValueError(f"“{name}” cannot be an id: a section has this name")


def check_weight(weight: float) -> None:
    if not 0 <= weight <= 100:
        raise ValueError("a weight must be between 0 and 100")


ANY_TEXT = {"type": ["string", "number", "null"]}
Text = Annotated[str, Typed(ANY_TEXT)]
Needed = Annotated[str, Typed({"type": ["string", "number"], "minLength": 1}, check_not_empty)]
Day = Annotated[str, Typed(ANY_TEXT, check_date_text)]
Email = Annotated[str, Typed(ANY_TEXT, check_email)]
Phone = Annotated[str, Typed(ANY_TEXT, check_phone)]
Weight = Annotated[float, Typed({"type": "number", "minimum": 0, "maximum": 100}, check_weight)]
Texts = tuple[Text | None, ...]
Id = Annotated[str, Typed({"type": "string", "pattern": f"^({ID})?$"}, check_id)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A mapping of the master; unknown keys are faults."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "alias_generator": to_camel_case,
    }
    needs: ClassVar[tuple[str, ...]] = ()
    """Fields of which one must be filled, unless the whole is empty."""

    def __post_init__(self) -> None:
        written = any(getattr(self, field.name) for field in fields(self))
        if self.needs and written and not any(getattr(self, name) for name in self.needs):
            raise schema_fault(
                f"this entry has no {' or '.join(to_camel_case(name) for name in self.needs)}"
            )

    @classmethod
    def keys(cls) -> list[str]:
        """The names of its fields, what an entry is called by and picked by last."""
        names = sorted((item.name for item in fields(cls)), key=lambda name: name in ("id", "tags"))
        return list(map(to_camel_case, names))


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Model):
    id: Id = ""
    """A name of your own, by which it is pinned or excluded whatever you edit."""
    tags: Texts = ()
    """Words of your own to pick by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Named):
    start_date: Day = ""
    """When it began: 2021, 2021-03, 2021-03-15 or March 2021."""
    end_date: Day = ""
    """When it ended; "present" or nothing means to this day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Named):
    text: Needed
    """The wording that is preferred."""
    variants: tuple[Needed, ...] = ()
    """Other wordings of the same statement; at most one of all is printed."""
    keep: Literal["always", "never", ""] = ""
    """always or never on the page, whatever the posting says."""
    weight: Weight = 1.0
    """How much it matters to you: 1 is usual, 2 counts twice."""


Summary = Annotated[Statement | None, OrText("text", frozenset(Statement.keys()))]
Highlights = tuple[Summary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Model):
    address: Text = ""
    postal_code: Text = ""
    city: Text = ""
    region: Text = ""
    """State, province or county."""
    country_code: Text = ""
    """Two letters, such as US."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Model):
    needs = ("network", "username", "url")

    network: Text = ""
    """GitHub, LinkedIn, ORCID ..."""
    username: Text = ""
    url: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline(Model):
    text: Needed
    """The headline that is preferred."""
    variants: tuple[Needed, ...] = ()
    """Other headlines; the one nearest to the title of a posting is printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basics(Model):
    name: Needed
    label: Annotated[Headline | None, OrText("text", frozenset(Headline.keys()))] = None
    """What you are, such as Registered Nurse; with variants the nearest to a posting is printed."""
    email: Email = ""
    phone: Phone = ""
    url: Text = ""
    summary: Summary = None
    location: Annotated[Location | None, OrText("city")] = None
    profiles: tuple[Profile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece(Named):
    """A named piece of work inside a job."""

    needs = ("name", "keywords")

    name: Text = ""
    keywords: Texts = ()
    """Its technologies or methods."""
    highlights: Highlights = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Dated):
    """One of several positions with one employer."""

    needs = ("title", "position")

    title: Text = ""
    position: Text = ""
    """The same as title."""
    location: Text = ""
    """Where it was, if not at the place of the employer."""
    description: Text = ""
    url: Text = ""
    summary: Summary = None
    keywords: Texts = ()
    """Its technologies or methods."""
    highlights: Highlights = ()
    projects: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Dated):
    needs = ("name", "position")

    name: Text = ""
    """The employer."""
    position: Text = ""
    location: Text = ""
    description: Text = ""
    """What the employer does."""
    url: Text = ""
    summary: Summary = None
    keywords: Texts = ()
    """Its technologies or methods."""
    highlights: Highlights = ()
    projects: tuple[Piece, ...] = ()
    """Named pieces of work inside this job, each chosen and printed as a group."""
    positions: tuple[Position, ...] = ()
    """Several positions with this employer, the latest first. Each is chosen as a job is; the
    employer is printed once above them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer(Dated):
    needs = ("organization", "position")

    organization: Text = ""
    position: Text = ""
    location: Text = ""
    url: Text = ""
    summary: Summary = None
    highlights: Highlights = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Education(Dated):
    needs = ("institution", "area", "study_type")

    institution: Text = ""
    area: Text = ""
    """The subject."""
    study_type: Text = ""
    """The degree, such as Bachelor of Science."""
    minor: Text = ""
    """A second subject; a line below the degree, as courses are."""
    status: Text = ""
    """Such as not finished, or expected 2027; it follows the degree, as the score does."""
    score: Text = ""
    location: Text = ""
    url: Text = ""
    summary: Summary = None
    courses: Texts = ()
    highlights: Highlights = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Award(Named):
    needs = ("title",)

    title: Text = ""
    date: Day = ""
    awarder: Text = ""
    url: Text = ""
    summary: Summary = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate(Named):
    needs = ("name",)

    name: Text = ""
    date: Day = ""
    issuer: Text = ""
    url: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Named):
    needs = ("name",)

    name: Text = ""
    authors: Texts = ()
    publisher: Text = ""
    release_date: Day = ""
    url: Text = ""
    summary: Summary = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill(Named):
    needs = ("name", "keywords")

    name: Text = ""
    """The category, such as Programming."""
    level: Text = ""
    keywords: Texts = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Language(Named):
    needs = ("language",)

    language: Text = ""
    fluency: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest(Named):
    needs = ("name", "keywords")

    name: Text = ""
    keywords: Texts = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Named):
    needs = ("name",)

    name: Text = ""
    reference: Summary = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Dated):
    needs = ("name",)

    name: Text = ""
    description: Summary = None
    highlights: Highlights = ()
    keywords: Texts = ()
    url: Text = ""
    roles: Texts = ()
    entity: Text = ""
    """The organisation it was made for."""
    type: Text = ""
    """Not printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomEntry(Dated):
    needs = ("title", "organisation")

    title: Text = ""
    organisation: Text = ""
    place: Text = ""
    date: Day = ""
    url: Text = ""
    authors: Texts = ()
    keywords: Texts = ()
    summary: Summary = None
    highlights: Highlights = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomSection(Named):
    title: Needed
    entries: tuple[Annotated[CustomEntry | None, OrText("title")], ...] = ()


PLACEHOLDERS = ("company", "title")
"""What may be in braces in a letter; the posting says it."""


def check_letter_text(text: str) -> None:
    check_not_empty(text)
    for name in re.findall(r"\{(\w*)\}", text):
        if name not in PLACEHOLDERS:
            raise ValueError(f"{{{name}}} is not filled in: only {{company}} and {{title}} are")


LetterText = Annotated[
    str, Typed({"type": ["string", "number"], "minLength": 1}, check_letter_text)
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(Statement):
    text: LetterText
    """The wording that is preferred. {company} and {title} are those of the posting."""
    variants: tuple[LetterText, ...] = ()
    """Other wordings of the same paragraph; at most one of all is printed."""


Wordings = Annotated[Paragraph | None, OrText("text", frozenset(Paragraph.keys()))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters(Model):
    """What letters are made of: of each part the best paragraph for a posting is printed, of the
    achievements the best few."""

    greeting: Wordings = None
    """Such as "Dear {company} team,"."""
    opening: tuple[Wordings, ...] = ()
    """What you apply for."""
    motivation: tuple[Wordings, ...] = ()
    """Why this field."""
    achievements: tuple[Wordings, ...] = ()
    """What you have done."""
    closing: tuple[Wordings, ...] = ()
    sign_off: Wordings = None
    """Such as "Kind regards,"; your name follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Master(Model):
    """A master CV: everything you have done, of which tailor picks what a posting asks for."""

    basics: Basics
    work: tuple[Work, ...] = ()
    volunteer: tuple[Volunteer, ...] = ()
    education: tuple[Education, ...] = ()
    awards: tuple[Award, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    publications: tuple[Publication, ...] = ()
    skills: tuple[Skill, ...] = ()
    languages: tuple[Language, ...] = ()
    interests: tuple[Interest, ...] = ()
    references: tuple[Reference, ...] = ()
    projects: tuple[Project, ...] = ()
    sections: tuple[CustomSection, ...] = ()
    """What JSON Resume has no name for: patents, talks, teaching, service ..."""
    letters: Letters | None = None
    """Paragraphs of cover letters, of which `tailor letter` picks."""
    meta: Any = None
    """Anything may be here. meta.language (en, de, fr-CA ...) chooses the section titles."""
