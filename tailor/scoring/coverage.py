"""Which lines answer what a posting asks for, on the page and in the whole master."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tailor.layout import LISTS, Line, scorable_lines
from tailor.models import Hit, Keyword, Plan, Resume, Score
from tailor.scoring.explain import ANSWERS
from tailor.scoring.line_kinds import is_generic
from tailor.scoring.matching import MENTION

Wording = tuple[str, int]


@dataclass(frozen=True, slots=True)
class KeywordAnswer:
    """A keyword and the keys of the lines that answer it: printed ones first, then by points.

    `status` is on_page (a printed line proves it), cut (only lines that are not printed do),
    skills_only (a list has it, and no line that is printed proves it) or missing. `covered`: the
    page says it somewhere, be it in a list.
    """

    keyword: Keyword
    status: str
    covered: bool
    keys: tuple[str, ...]
    spared: str = ""
    """A keyword that will do in its place, and is covered, if this one is not."""
    mentioned: tuple[str, ...] = ()
    """The keys of lines that name it and prove nothing, if no line answers it."""


FEWEST = 5
"""Requirements under which too little was understood to judge how well a master answers."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many keywords of a kind are covered; words that are too general to prove do not count."""

    covered: int
    of: int

    @property
    def percent(self) -> float:
        return 100 * self.covered / self.of if self.of else 100.0


def answer_keywords(
    keywords: Iterable[Keyword],
    master: Resume,
    scores: Mapping[Wording, Score],
    plan: Plan | None,
) -> tuple[KeywordAnswer, ...]:
    """One answer for each keyword, in their order. Without a plan nothing is on a page, and
    what the master says at all counts as covered."""
    proving: dict[str, list[tuple[Line, Hit]]] = {}
    mentioned: dict[str, dict[str, None]] = {}
    for line in scorable_lines(master):
        score = scores.get((line.key, line.variant))
        for hit in proving_hits(score):
            proving.setdefault(hit.term, []).append((line, hit))
        for hit in mentioning_hits(score):
            mentioned.setdefault(hit.term, {})[line.key] = None
    page = printed_wordings(plan) if plan else None
    answers = [
        answer_keyword(
            keyword, proving.get(keyword.term, []), page, tuple(mentioned.get(keyword.term, ()))
        )
        for keyword in keywords
    ]
    covered = {answer.keyword.term for answer in answers if answer.covered}
    return tuple(replace(answer, spared=find_substitute(answer, covered)) for answer in answers)


def find_substitute(answer: KeywordAnswer, covered: Collection[str]) -> str:
    """The covered keyword that makes up for one that is not, "" if there is none."""
    rivals = () if answer.covered else answer.keyword.choice
    return next((term for term in rivals if term in covered), "")


def proving_hits(score: Score | None) -> tuple[Hit, ...]:
    """The hits of a score that are strong enough to be an answer; of a word that is too general
    to be proven (finance) a mention has to do."""
    hits = score.hits if score else ()
    return tuple(hit for hit in hits if hit.strength >= ANSWERS or is_generic(hit.term))


def mentioning_hits(score: Score | None) -> tuple[Hit, ...]:
    """The hits of a score that merely name what is asked for."""
    hits = score.hits if score else ()
    return tuple(hit for hit in hits if hit.strength == MENTION)


def printed_wordings(plan: Plan) -> dict[Wording, str]:
    """The printed wordings, and what is printed of them."""
    texts: dict[str, str] = {}
    for line in scorable_lines(plan.resume):
        texts[line.key] = f"{texts.get(line.key, '')} {line.text}"
    return {wording: texts.get(wording[0], "").casefold() for wording in plan.chosen}


def answer_keyword(
    keyword: Keyword,
    pairs: Sequence[tuple[Line, Hit]],
    page: Mapping[Wording, str] | None,
    mentioned: tuple[str, ...] = (),
) -> KeywordAnswer:
    on_page = {line.key for line, hit in pairs if page and is_shown(line, hit, page)}
    proofs = {line.key for line, _ in pairs if line.section not in LISTS}
    if proofs & on_page:
        status = "on_page"
    elif proofs and not on_page:
        status = "cut"
    else:
        status = "skills_only" if pairs else "missing"
    ranked = sorted(pairs, key=lambda pair: (pair[0].key not in on_page, -pair[1].points))
    keys = tuple(dict.fromkeys(line.key for line, _ in ranked))
    covered = bool(pairs if page is None else on_page)
    return KeywordAnswer(keyword, status, covered, keys, mentioned=() if pairs else mentioned)


def is_shown(line: Line, hit: Hit, page: Mapping[Wording, str]) -> bool:
    text = page.get((line.key, line.variant))
    return text is not None and all(word in text for word in hit.words.casefold().split(", "))


def count_coverage(answers: Iterable[KeywordAnswer], *kinds: str) -> Coverage:
    """How many keywords of some kinds (must, nice, context) are covered; those of which any one
    will do count as one, and those that are too general (finance, data) do not count."""
    states: dict[frozenset[str], bool] = {}
    for answer in answers:
        if answer.keyword.kind in kinds and not is_generic(answer.keyword.term):
            group = frozenset({answer.keyword.term, *answer.keyword.choice})
            states[group] = states.get(group, False) or answer.covered or bool(answer.spared)
    return Coverage(sum(states.values()), len(states))


def must_coverage(answers: Sequence[KeywordAnswer]) -> Coverage:
    """Coverage of the must-haves, or of everything if the posting names none."""
    must = count_coverage(answers, "must")
    return must if must.of else count_coverage(answers, "nice", "context")


def coverage_doubt(answers: Sequence[KeywordAnswer]) -> str:
    """What to say of a coverage that rests on too little, "" if it rests on enough."""
    count = must_coverage(answers).of
    if count >= FEWEST:
        return ""
    understood = "one requirement was" if count == 1 else f"{count} requirements were"
    return f"too little was understood to judge: only {understood} recognised"
