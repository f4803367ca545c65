"""Texts that nobody would type, of every kind, and whole résumés full of them; seeded."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from tailor.render.escape import character_table

SPECIALS = "\\{}$&#%_^~\"'`<>|[]*-,?!=+/@;:.()09azAZ  "
COMMANDS = (
    *(r"\input{/etc/passwd}", r"\def\x{\x}\x", r"\end{document}", r"\csname x\endcsname", "^^41"),
    *(
        "^^5cpar",
        "$$",
        r"\[",
        r"\)",
        r"\par",
        "\\\\",
        r"\write18{id}",
        r"\begin{itemize}",
        r"\item",
    ),
    *("--", "---", "``", "''", "?`", "!`", ",,", "<<", ">>", "fi", "ffl", r"\endinput", "%", "#1"),
    *(r"\catcode`\%=12", r"\verb|x|", r"\iffalse", r"\fi", r"\tailorpart{", r"\%", "}}", "{{7*7}}"),
    *("<< resume >>", "<% raw %>", "% key: work/0", "\\tailor-height 0 0", "~", "\\ ", "\\-", "/"),
)


def text(source: random.Random) -> str:
    """A text of 1 to 40 pieces: specials, TeX, printable characters, or anything in Unicode."""
    kind, length = source.random(), source.randint(1, 40)
    if kind < 0.35:
        pieces = source.choices(SPECIALS, k=length)
    elif kind < 0.6:
        pieces = source.choices((*COMMANDS, *SPECIALS), k=1 + length // 4)
    elif kind < 0.9:
        pieces = [source.choice(source.choice((LETTERS, SPECIALS))) for _ in range(length)]
    else:
        pieces = [chr(source.choice(PLANES)(source)) for _ in range(1 + length // 8)]
    return " ".join("".join(pieces).split()) or "\\"


LETTERS = tuple(character_table())
PLANES = (
    lambda source: source.randrange(0x80),
    lambda source: source.randrange(0x0, 0x3000),
    lambda source: source.randrange(0x10000),
    lambda source: source.randrange(0x110000),
)


def master(source: random.Random, stream: Iterator[str]) -> dict[str, Any]:
    """A JSON Resume with a text of the stream in every field that takes any."""

    def some(most: int = 3) -> list[str]:
        return [next(stream) for _ in range(source.randint(1, most))]

    def entry(*fields: str, **more: Any) -> dict[str, Any]:
        return {field: next(stream) for field in fields} | more

    dates = {"startDate": f"20{source.randint(10, 19)}", "endDate": "2020-02"}
    job: dict[str, Any] = {
        "highlights": some(),
        "projects": [entry("name", keywords=some(), highlights=some())],
    }
    job["highlights"].append({"text": next(stream), "variants": some()})
    return {
        "basics": entry("name", "label", "phone", "summary") | address(source, stream),
        "work": [entry("name", "position", "location", "summary", **dates, **job)],
        "education": [entry("institution", "area", "studyType", "score", courses=some(), **dates)],
        "projects": [entry("name", "description", highlights=some(), keywords=some(), **dates)],
        "skills": [entry("name", "level", keywords=some()) for _ in range(2)],
        "languages": [entry("language", "fluency")],
        "interests": [entry("name", keywords=some())],
        "awards": [entry("title", "awarder", "summary", date="2018-05")],
        "certificates": [entry("name", "issuer", date="2017")],
        "publications": [
            entry("name", "publisher", "summary", authors=some(), releaseDate="2016-01-02")
        ],
        "volunteer": [entry("organization", "position", "summary", highlights=some(), **dates)],
        "references": [entry("name", "reference")],
        "sections": [
            {"title": next(stream), "entries": [entry("title", "place", highlights=some())]}
        ],
    }


def address(source: random.Random, stream: Iterator[str]) -> dict[str, Any]:
    """Contact data of odd characters that are still valid."""
    odd = "".join(source.choices("!#$%&'*+/=?^_`{|}~-a1", k=6))
    path = "".join(source.choices("\\{}()%#&_~^$'\"<>|?=;,+é中 ", k=8))
    profile = {"network": next(stream), "username": next(stream), "url": f"example.org/{path}"}
    return {
        "email": f"a{odd}b@example.com",
        "url": f"https://example.com/{path}",
        "location": {"city": next(stream), "region": next(stream)},
        "profiles": [profile],
    }


def named(texts: Sequence[str]) -> str:
    """Texts as a report shows them: the first three, in ASCII."""
    return "; ".join(ascii(one) for one in texts[:3])
