"""Which lines answer what a posting asks for, on the page and in the whole master."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tailor.lines import LISTS, Line, lines
from tailor.model import Hit, Keyword, Plan, Resume, Score

Wording = tuple[str, int]

ANSWERS = 0.5
"""A hit of this strength answers a keyword; a weaker one is only a hint of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A keyword and the keys of the lines that answer it: printed ones first, then by points.

    `status` is on_page (a printed line proves it), cut (only lines that are not printed do),
    skills_only (the master lists it and no line proves it) or missing. `covered`: the page
    says it somewhere, be it in a list.
    """

    keyword: Keyword
    status: str
    covered: bool
    keys: tuple[str, ...]
    spared: str = ""
    """A keyword that will do in its place, and is covered, if this one is not."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """So many keywords of a kind are covered."""

    covered: int
    of: int

    @property
    def percent(self) -> float:
        return 100 * self.covered / self.of if self.of else 100.0


def answers(
    keywords: Iterable[Keyword],
    master: Resume,
    scores: Mapping[Wording, Score],
    plan: Plan | None,
) -> tuple[Answer, ...]:
    """One answer for each keyword, in their order. Without a plan nothing is on a page, and
    what the master says at all counts as covered."""
    found: dict[str, list[tuple[Line, Hit]]] = {}
    for line in lines(master):
        score = scores.get((line.key, line.variant))
        for hit in answering(score):
            found.setdefault(hit.term, []).append((line, hit))
    page = printed(plan) if plan else None
    given = [answer(keyword, found.get(keyword.term, []), page) for keyword in keywords]
    covered = {one.keyword.term for one in given if one.covered}
    return tuple(replace(one, spared=instead(one, covered)) for one in given)


def instead(answer: Answer, covered: Collection[str]) -> str:
    """The covered keyword that makes up for one that is not, "" if there is none."""
    rivals = () if answer.covered else answer.keyword.choice
    return next((term for term in rivals if term in covered), "")


def answering(score: Score | None) -> tuple[Hit, ...]:
    """The hits of a score that are strong enough to be an answer."""
    return tuple(hit for hit in score.hits if hit.strength >= ANSWERS) if score else ()


def printed(plan: Plan) -> dict[Wording, str]:
    """The printed wordings, and what is printed of them."""
    texts: dict[str, str] = {}
    for line in lines(plan.resume):
        texts[line.key] = f"{texts.get(line.key, '')} {line.text}"
    return {wording: texts.get(wording[0], "").casefold() for wording in plan.chosen}


def answer(
    keyword: Keyword, found: Sequence[tuple[Line, Hit]], page: Mapping[Wording, str] | None
) -> Answer:
    shown = {line.key for line, hit in found if page and is_shown(line, hit, page)}
    proofs = {line.key for line, _ in found if line.section not in LISTS}
    if proofs & shown:
        status = "on_page"
    elif proofs:
        status = "cut"
    else:
        status = "skills_only" if found else "missing"
    ranked = sorted(found, key=lambda one: (one[0].key not in shown, -one[1].points))
    keys = tuple(dict.fromkeys(line.key for line, _ in ranked))
    return Answer(keyword, status, bool(found if page is None else shown), keys)


def is_shown(line: Line, hit: Hit, page: Mapping[Wording, str]) -> bool:
    text = page.get((line.key, line.variant))
    return text is not None and all(word in text for word in hit.words.casefold().split(", "))


def coverage(answers: Iterable[Answer], *kinds: str) -> Coverage:
    """How many keywords of some kinds (must, nice, context) are covered; those of which any one
    will do count as one."""
    states: dict[frozenset[str], bool] = {}
    for one in answers:
        if one.keyword.kind in kinds:
            group = frozenset({one.keyword.term, *one.keyword.choice})
            states[group] = states.get(group, False) or one.covered or bool(one.spared)
    return Coverage(sum(states.values()), len(states))


def needs(answers: Sequence[Answer]) -> Coverage:
    """Coverage of the must-haves, or of everything if the posting names none."""
    must = coverage(answers, "must")
    return must if must.of else coverage(answers, "nice", "context")
