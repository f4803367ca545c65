"""The building blocks of the schema: texts, dates, statements, and what all mappings share.

Only this module and schema.py import pydantic; they are imported when a master is read.
"""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_before_validator_function

from tailor.read.dates import day, ends_before, parse_date
from tailor.read.links import is_email
from tailor.read.traps import read_as_key


def fault(message: str, hint: str = "") -> PydanticCustomError:
    """A fault in the user's words."""
    return PydanticCustomError("tailor", "{message}", {"message": message, "hint": hint})


def checked_date(text: str) -> str:
    try:
        if text:
            parse_date(text)
    except ValueError as error:
        raise fault(str(error)) from None
    return text


def checked_email(text: str) -> str:
    if text and not is_email(text.removeprefix("mailto:")):
        raise fault("this is no e-mail address: name@example.com")
    return text.removeprefix("mailto:")


@dataclass(frozen=True, slots=True)
class OrText:
    """Lets a plain text stand for a mapping with the one key `key`, and "" for none."""

    key: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def wrap(value: Any) -> Any:
            return ({self.key: value} if value else None) if isinstance(value, str) else value

        return no_info_before_validator_function(wrap, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [{"type": ["string", "number"]}, handler(schema)]}


Text = Annotated[str, WithJsonSchema({"type": ["string", "number", "null"]})]
Needed = Annotated[
    str, Field(min_length=1), WithJsonSchema({"type": ["string", "number"], "minLength": 1})
]
Day = Annotated[Text, AfterValidator(checked_date)]
Email = Annotated[Text, Field(max_length=254), AfterValidator(checked_email)]


class Model(BaseModel):
    """Missing values (null) count as not written; unknown keys are faults."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=to_camel, use_attribute_docstrings=True
    )

    needs: ClassVar[tuple[str, ...]] = ()
    """Fields of which one must be filled, unless the whole is empty."""

    @model_validator(mode="after")
    def is_named(self) -> Self:
        written = any(getattr(self, name) for name in type(self).model_fields)
        if self.needs and written and not any(getattr(self, name) for name in self.needs):
            keys = " or ".join(to_camel(name) for name in self.needs)
            raise fault(f"this entry has no {keys}")
        return self

    @model_validator(mode="before")
    @classmethod
    def drop_nulls(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        known = {to_camel(name) for name in cls.model_fields}
        return {key: value for key, value in data.items() if value is not None or key not in known}


class Dated(Model):
    start_date: Day = ""
    """When it began: 2021, 2021-03, 2021-03-15 or March 2021."""
    end_date: Day = ""
    """When it ended; "present" or nothing means to this day."""

    @field_validator("end_date")
    @classmethod
    def in_order(cls, text: str, info: ValidationInfo) -> str:
        started = info.data.get("start_date", "")
        start, end = day(started), day(text)
        if start and end and ends_before(start, end):
            raise fault(f"it ends ({text}) before it starts ({started})")
        return text


class Statement(Model):
    text: Needed
    """The wording that is preferred."""
    variants: tuple[Needed, ...] = ()
    """Other wordings of the same statement; at most one of all is printed."""
    tags: tuple[Text, ...] = ()
    """Words of your own to pick by."""
    keep: Literal["always", "never", ""] = ""
    """always or never on the page, whatever the posting says."""
    weight: float = Field(1.0, ge=0, le=100, allow_inf_nan=False)
    """How much it matters to you: 1 is usual, 2 counts twice."""

    @model_validator(mode="before")
    @classmethod
    def not_a_sentence(cls, data: Any) -> Any:
        if isinstance(data, dict) and data and not data.keys() & cls.model_fields.keys():
            raise fault(*read_as_key(next(iter(data))))
        return data


Summary = Annotated[Statement | None, OrText("text")]
Highlights = tuple[Summary, ...]
Texts = tuple[Text | None, ...]
