"""What an inspection found, as a value and as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tailor.ats.advice import ADVICE
from tailor.ats.entries import Post
from tailor.ats.fields import Fields
from tailor.errors import FileError, InputError, LimitError, Problem, TailorError
from tailor.model import Finding

ERRORS = {error.exit_code: error for error in (InputError, FileError, LimitError)}


@dataclass(frozen=True, slots=True)
class Advice:
    """Why a check matters and how to mend what it found."""

    check: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """Findings, the form that a parser would fill, and what each reader read.

    `advice` explains every check that did not pass.
    """

    findings: tuple[Finding, ...]
    fields: Fields
    readings: Mapping[str, str]

    @property
    def advice(self) -> tuple[Advice, ...]:
        checks = dict.fromkeys(one.check for one in self.findings if one.level != "pass")
        return tuple(Advice(check, *ADVICE[check]) for check in checks)


def dumps(inspection: Inspection) -> str:
    """The inspection as one JSON object; `loads` reads it back."""
    table = asdict(inspection)
    table["advice"] = [asdict(one) for one in inspection.advice]
    return json.dumps(table, ensure_ascii=True)


def loads(text: str) -> Inspection:
    """The inspection that `dumps` wrote.

    Raises:
        InputError: the PDF cannot be read, or the inspection did not come to its end.
        FileError, LimitError: as the inspection said.
    """
    try:
        table = json.loads(text)
        if "problems" in table:
            problems = (Problem(one["message"], hint=one["hint"]) for one in table["problems"])
            raise ERRORS.get(table["exit_code"], InputError)(*problems)
        return Inspection(
            tuple(Finding(**one) for one in table["findings"]),
            filled(table["fields"]),
            dict(table["readings"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        hint = "save it anew from the program that made it"
        raise InputError(Problem("the PDF cannot be read to its end", hint=hint)) from error


def filled(table: dict[str, Any]) -> Fields:
    """The fields of a parsed JSON object, its lists as tuples."""
    values = {key: frozen(value) for key, value in table.items()}
    return Fields(**values)


def frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(frozen(one) for one in value)
    if isinstance(value, dict):
        return Post(**{key: frozen(one) for key, one in value.items()})
    return value


def refusal(error: TailorError) -> str:
    """Why a PDF cannot be inspected, as one JSON object for `loads`."""
    rows = [{"message": one.message, "hint": one.hint} for one in error.problems]
    return json.dumps({"exit_code": error.exit_code, "problems": rows}, ensure_ascii=True)
