"""Tags of the master: what they add to the worth of lines, which lines they leave out, and what
that did to the page."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from tailor.errors import InputError, Problem
from tailor.layout import scorable_lines
from tailor.line_ids import LineIds
from tailor.models import Plan, Resume, Score
from tailor.optimizer.rules import EMPHASIS_MAXIMUM, EMPHASIS_POINTS, Rules

EXTRA = "your emphasis on "
"""How the name of the points begins that a tag adds to a line."""


def parse_emphasis(typed: str) -> tuple[str, float]:
    """ "research=2" -> ("research", 2.0); the strength is 1 if none is given.

    Raises ValueError for a strength that is not a number, or out of range.
    """
    tag, sign, text = typed.rpartition("=")
    if not sign:
        return typed, 1.0
    try:
        strength = float(text)
    except ValueError:
        raise ValueError(f"`{text}` is not a number: write {tag}=2") from None
    if not 0 < strength <= EMPHASIS_MAXIMUM:
        raise ValueError(f"a strength must be above 0 and at most {EMPHASIS_MAXIMUM}")
    return tag, strength


def line_tags(ids: LineIds) -> dict[str, frozenset[str]]:
    """The tags of everything that has a key: its own, and those of what it is in."""
    own_tags = {key: line.tags for key, line in ids.lines.items()}
    return {
        key: frozenset(tag for above in line.path for tag in own_tags.get(above, ()))
        for key, line in ids.lines.items()
    }


def check_tags(tags: Collection[str], rules: Rules) -> None:
    """Raises InputError for each tag that the rules name and nothing in the master has."""
    named = [(parse_emphasis(text)[0], ("emphasise", text)) for text in rules.emphasise]
    named += [(tag, ("only_tags", tag)) for tag in rules.only_tags]
    named += [(tag, ("hide_tags", tag)) for tag in rules.hide_tags]
    problems = []
    for number, (tag, setting) in enumerate(named):
        if tag not in tags and tag not in dict(named[:number]):
            near = get_close_matches(tag, tags, 3, 0.5)
            hint = f"did you mean {' or '.join(near)}?" if near else ""
            if not hint:
                hint = f"its tags are {', '.join(sorted(tags))}" if tags else "it has no tags"
            message = f"nothing in the master has the tag {tag}"
            problems.append(Problem(message, hint=hint, setting=setting))
    if problems:
        raise InputError(*problems)


def left_out_by_tags(ids: LineIds, rules: Rules) -> dict[str, str]:
    """The keys that tags leave out, each with the reason. What has no tag of its own stays.

    Raises InputError for a tag that is not known.
    """
    check_tags({tag for line in ids.lines.values() for tag in line.tags}, rules)
    reasons: dict[str, str] = {}
    for key, line in ids.lines.items():
        above = {tag for part in line.path if part in ids.lines for tag in ids.lines[part].tags}
        hidden = next((tag for tag in rules.hide_tags if tag in line.tags), "")
        if hidden:
            reasons[key] = f"its tag {hidden} is hidden"
        elif rules.only_tags and line.tags and above.isdisjoint(rules.only_tags):
            reasons[key] = f"it has other tags than {', '.join(rules.only_tags)}"
    return reasons


def emphasise_tags(
    scores: Mapping[tuple[str, int], Score], resume: Resume, rules: Rules
) -> Mapping[tuple[str, int], Score]:
    """The scores with the points of emphasised tags: `EMPHASIS_POINTS` times the strength for each
    tag that a line has, itself or by what it is in. Headings get none.

    Raises InputError for a tag that is not known.
    """
    if not rules.emphasise:
        return scores
    ids = LineIds(resume)
    check_tags({tag for line in ids.lines.values() for tag in line.tags}, rules)
    strengths, tags = dict(map(parse_emphasis, rules.emphasise)), line_tags(ids)
    lines = {line.key for line in scorable_lines(resume) if line.role != "heading"}
    return {
        wording: add_points(
            score,
            [
                (f"{EXTRA}{tag}", round(EMPHASIS_POINTS * strength, 4))
                for tag, strength in strengths.items()
                if score.key in lines and tag in tags.get(score.key, ())
            ],
        )
        for wording, score in scores.items()
    }


def add_points(score: Score, points: Iterable[tuple[str, float]]) -> Score:
    """A score with more named points; the line also comes sooner in its job by so much."""
    points = tuple(points)
    more = sum(number for _, number in points)
    extras = (*score.extras, *points)
    return replace(score, value=score.value + more, extras=extras, lead=score.lead + more)


@dataclass(frozen=True, slots=True)
class TagUse:
    """What was asked of a tag (`option`: emphasise, only or hide), how many lines have it, and how
    many of them are on the page; `strength` is that of an emphasis, else 0."""

    tag: str
    option: str
    strength: float
    lines: int
    printed: int


@dataclass(frozen=True, slots=True)
class TagEffect:
    """What tags did to a page: `brought` and `displaced` are the keys of the lines that are on it
    only with them, or only without them; None if that was not found out."""

    uses: tuple[TagUse, ...] = ()
    brought: tuple[str, ...] | None = None
    displaced: tuple[str, ...] | None = None


def without_tags(rules: Rules) -> Rules:
    """The rules of a page on which tags have no say."""
    return replace(rules, emphasise=(), only_tags=(), hide_tags=())


def tag_effect(resume: Resume, rules: Rules, plan: Plan, plain: Plan | None) -> TagEffect:
    """What tags did to a page; `plain` is the best page without them, if one is known."""
    tags = line_tags(LineIds(resume))
    lines = {line.key for line in scorable_lines(resume) if line.role != "heading"}
    printed = {key for key, _ in plan.chosen} & lines
    options = [(tag, "emphasise", number) for tag, number in map(parse_emphasis, rules.emphasise)]
    options += [(tag, "only", 0.0) for tag in rules.only_tags]
    options += [(tag, "hide", 0.0) for tag in rules.hide_tags]
    uses = []
    for tag, option, strength in options:
        have = {key for key in lines if tag in tags.get(key, ())}
        uses.append(TagUse(tag, option, strength, len(have), len(have & printed)))
    if plain is None:
        return TagEffect(tuple(uses))
    others = {key for key, _ in plain.chosen} & lines
    order = [line.key for line in scorable_lines(resume) if line.variant == 0]
    brought = tuple(key for key in order if key in printed - others)
    displaced = tuple(key for key in order if key in others - printed)
    return TagEffect(tuple(uses), brought, displaced)
