"""What the user wants kept or gone: rules first, then `keep` in the master."""

from collections.abc import Iterator
from dataclasses import dataclass

from tailor.errors import InputError, Problem
from tailor.fit.rules import Rules
from tailor.lines import meant
from tailor.model import Bullet, Resume


@dataclass(frozen=True, slots=True)
class Wishes:
    """`pinned` and `banned` are keys; what stands below a banned key is banned with it."""

    pinned: frozenset[str]
    banned: frozenset[str]


def wishes(resume: Resume, rules: Rules) -> Wishes:
    """The wishes of the rules and of the master, as one.

    Raises `InputError` for a key that the master does not have, or for one that is to be
    both kept and left out.
    """
    tree = dict(paths(resume))
    faults = [unknown(key, tree) for key in (*rules.pins, *rules.excludes) if key not in tree]
    if faults:
        raise InputError(*faults)
    bullets = list(statements(resume))
    never = {bullet.key for bullet in bullets if bullet.keep == "never"}
    always = {bullet.key for bullet in bullets if bullet.keep == "always"}
    asked = set(rules.excludes) | (never - set(rules.pins))
    banned = {key for key, path in tree.items() if asked.intersection(path)}
    clashes = sorted(set(rules.pins) & banned)
    if clashes:
        raise InputError(*(clash(key) for key in clashes))
    return Wishes(frozenset(set(rules.pins) | always - banned), frozenset(banned))


def paths(resume: Resume) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every key with the keys it stands below, itself included."""
    if resume.summary:
        yield resume.summary.key, (resume.summary.key,)
    for section in resume.sections:
        yield section.key, (section.key,)
        for entry in section.entries:
            path = (section.key, entry.key)
            yield entry.key, path
            if entry.summary:
                yield entry.summary.key, (*path, entry.summary.key)
            for group in entry.groups:
                yield group.key, (*path, group.key)
                for bullet in group.bullets:
                    yield bullet.key, (*path, group.key, bullet.key)


def statements(resume: Resume) -> Iterator[Bullet]:
    """Every bullet and summary."""
    if resume.summary:
        yield resume.summary
    for section in resume.sections:
        for entry in section.entries:
            yield from (entry.summary,) if entry.summary else ()
            yield from entry.bullets


def unknown(key: str, tree: dict[str, tuple[str, ...]]) -> Problem:
    hint = meant(key, tree) or "keys look like work/0/highlights/2"
    return Problem(f"nothing in the master has the key {key}", hint=hint)


def clash(key: str) -> Problem:
    return Problem(
        f"{key} is to be kept and left out at once",
        hint="take it, and what it stands in, out of one of the two lists",
    )
