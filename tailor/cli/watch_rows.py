"""What `watch` tells of each page: one row, or one JSON object on one line."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tailor.cli.coverage import coverage
from tailor.cli.failure import fault
from tailor.cli.record import VERSION, Record, outputs
from tailor.cli.remake import Remade
from tailor.cli.rows import KINDS, shortened
from tailor.cli.say import Row, plain, width
from tailor.errors import Problem
from tailor.streams import output

SIGNS = (("came", "+", "green"), ("went", "−", "red"), ("reworded", "~", "yellow"))
LEAST = 16
"""Columns; a text that is shown in fewer says nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """The printed texts that were not on the page before, that are not any more, and that stand
    where another wording of theirs stood."""

    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()


def change(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Change:
    """What differs between what two pages say (the `chosen` of their lock files).

    Texts are compared, not keys: a bullet that is put in moves the keys of those after it.
    """
    old, new = (
        {one["text"]: one["key"] for one in before},
        {one["text"]: one["key"] for one in after},
    )
    came = {text: key for text, key in new.items() if text not in old}
    went = {text: key for text, key in old.items() if text not in new}
    both = set(came.values()) & set(went.values())
    return Change(
        tuple(text for text, key in came.items() if key not in both),
        tuple(text for text, key in went.items() if key not in both),
        tuple(text for text, key in came.items() if key in both),
    )


def clock() -> str:
    """The time of day, to the second."""
    return datetime.now().strftime("%H:%M:%S")


def shares(made: Remade) -> str:
    """How many keywords of each kind that counts are covered: must 9/12, nice 2/4."""
    found = ((name, coverage(made.found, kind)) for kind, name in KINDS if kind != "context")
    return ", ".join(f"{name} {share.covered}/{share.of}" for name, share in found if share.of)


def summary(made: Remade, seconds: float) -> str:
    """How good the page is, and how long it took from the save to the PDF."""
    plan, pages = made.outcome.plan, made.outcome.document.pages
    facts = [f"{100 * plan.fill:.1f} % full", shares(made), f"{1000 * seconds:.0f} ms"]
    if pages > 1:
        facts.insert(0, f"{pages} pages")
    return " · ".join(fact for fact in facts if fact)


def made_row(when: str, made: Remade, changed: Change, seconds: float) -> Row:
    """One row that is no wider than the terminal."""
    head = f"{when}  {summary(made, seconds)}"
    return ((f"{when}  ", "dim"), (head[len(when) + 2 :], "bold"), *changes(changed, len(head)))


def changes(changed: Change, used: int) -> Iterator[tuple[str, str]]:
    """The texts that came, went and changed, as long as there is room; numbers for the rest."""
    kinds = [(sign, style, getattr(changed, name)) for name, sign, style in SIGNS]
    kinds = [kind for kind in kinds if kind[2]]
    each = (width() - used) // max(len(kinds), 1)
    for sign, style, texts in kinds:
        more = f" ({len(texts)})" if len(texts) > 1 else ""
        room = each - len(f"  {sign}“”{more}")
        shown = f"“{shortened(texts[0], room)}”{more}" if room >= LEAST else str(len(texts))
        yield f"  {sign}{shown}", style


def labelled(changed: Change) -> Iterator[tuple[str, str]]:
    """Each text with what became of it."""
    for name, _, _ in SIGNS:
        for text in getattr(changed, name):
            yield name, text


def stage_row(stages: Iterable[tuple[str, float]]) -> Row:
    """How many milliseconds each step took."""
    text = ", ".join(f"{name} {1000 * seconds:.0f}" for name, seconds in stages)
    return ((f"          ms: {text}", "dim"),)


def made_record(made: Remade, saved: Sequence[str], changed: Change, seconds: float) -> Record:
    """A page that was made, for machines."""
    told = {name: made.facts[name] for name in ("title", "company", "page", "coverage", "missing")}
    return {
        **event("made", saved),
        "seconds": round(seconds, 3),
        **told,
        "came": list(changed.came),
        "went": list(changed.went),
        "reworded": list(changed.reworded),
        "outputs": outputs(made.written),
    }


def failed_record(problems: Iterable[Problem], saved: Sequence[str]) -> Record:
    """What stands in the way of a page, for machines."""
    return {**event("failed", saved), "errors": [fault(one) for one in problems]}


def event(name: str, saved: Sequence[str]) -> Record:
    when = datetime.now().astimezone().isoformat(timespec="milliseconds")
    return {"version": VERSION, "event": name, "at": when, "saved": list(saved)}


def one_line(record: Record) -> str:
    """JSON without line ends, for a reader that takes one event a line."""
    return json.dumps(record, ensure_ascii=plain(output()))
