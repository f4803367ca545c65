"""The building blocks of the schema: texts, dates, statements, and what all mappings share.

These are plain dataclasses; pydantic, which is slow to import, validates them through the
hooks below when a master is read.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from tailor.read.dates import parse_date
from tailor.read.links import is_email

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema, PydanticCustomError


def fault(message: str, hint: str = "") -> "PydanticCustomError":
    """A fault in the user's words."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError("tailor", "{message}", {"message": message, "hint": hint})


def no_statement(value: dict[str, Any]) -> "PydanticCustomError":
    """The fault of a mapping that has none of the keys of a statement."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError("no_statement", "no statement", {"keys": list(value)})


def camel(name: str) -> str:
    """start_date -> startDate"""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@dataclass(frozen=True, slots=True)
class Typed:
    """A value with a check that raises ValueError, and with its JSON Schema."""

    schema: dict[str, Any] = field(hash=False)
    check: Callable[[Any], None] | None = None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        from pydantic_core.core_schema import no_info_after_validator_function

        def checked(value: Any) -> Any:
            try:
                if self.check:
                    self.check(value)
            except ValueError as error:
                raise fault(str(error)) from None
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
    """If given: a mapping with none of these keys is no such mapping."""

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


def not_empty(text: str) -> None:
    if not text:
        raise ValueError("this is empty")


def valid_date(text: str) -> None:
    if text:
        parse_date(text)


def valid_email(text: str) -> None:
    if text and not (is_email(text) and len(text) <= 254):
        raise ValueError("this is no e-mail address such as name@example.com")


def valid_phone(text: str) -> None:
    if len(text) > 60:
        raise ValueError("this is too long for a telephone number")


def valid_weight(weight: float) -> None:
    if not 0 <= weight <= 100:
        raise ValueError("a weight lies between 0 and 100")


ANY_TEXT = {"type": ["string", "number", "null"]}
Text = Annotated[str, Typed(ANY_TEXT)]
Needed = Annotated[str, Typed({"type": ["string", "number"], "minLength": 1}, not_empty)]
Day = Annotated[str, Typed(ANY_TEXT, valid_date)]
Email = Annotated[str, Typed(ANY_TEXT, valid_email)]
Phone = Annotated[str, Typed(ANY_TEXT, valid_phone)]
Weight = Annotated[float, Typed({"type": "number", "minimum": 0, "maximum": 100}, valid_weight)]
Texts = tuple[Text | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A mapping of the master; unknown keys are faults."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "alias_generator": camel,
    }
    needs: ClassVar[tuple[str, ...]] = ()
    """Fields of which one must be filled, unless the whole is empty."""

    def __post_init__(self) -> None:
        written = any(getattr(self, one.name) for one in fields(self))
        if self.needs and written and not any(getattr(self, name) for name in self.needs):
            raise fault(f"this entry has no {' or '.join(camel(name) for name in self.needs)}")

    @classmethod
    def keys(cls) -> list[str]:
        return [camel(one.name) for one in fields(cls)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Model):
    start_date: Day = ""
    """When it began: 2021, 2021-03, 2021-03-15 or March 2021."""
    end_date: Day = ""
    """When it ended; "present" or nothing means to this day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Model):
    text: Needed
    """The wording that is preferred."""
    variants: tuple[Needed, ...] = ()
    """Other wordings of the same statement; at most one of all is printed."""
    tags: Texts = ()
    """Words of your own to pick by."""
    keep: Literal["always", "never", ""] = ""
    """always or never on the page, whatever the posting says."""
    weight: Weight = 1.0
    """How much it matters to you: 1 is usual, 2 counts twice."""


Summary = Annotated[Statement | None, OrText("text", frozenset(Statement.keys()))]
Highlights = tuple[Summary, ...]
