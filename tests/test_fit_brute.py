"""The optimum of small résumés, found by trying every selection.

The first half knows nothing of blocks or programs: it makes every tailored résumé that the
rules allow and values it by docs/objective.md. The second half tries every set of blocks of
a page, exactly.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tailor.errors import UnfitError
from tailor.layout import Part, page_parts, scorable_lines
from tailor.models import Bullet, Date, Employer, Entry, Group, Resume, Score, Section
from tailor.optimizer import rules
from tailor.optimizer.constraints import gap_windows
from tailor.optimizer.model import Page, objective_value, used_height
from tailor.optimizer.problem import build_page
from tailor.optimizer.rules import Rules
from tailor.optimizer.selection import select_page
from tests.test_fit_cases import POINT, Toy, alike, judged, tall

Scores = Mapping[tuple[str, int], Score]
Alike = Sequence[tuple[str, int, str, int, float]]


SPANS = {2: ((2020, 2025), (2015, 2020)), 3: ((2014, 2025), (2008, 2013), (2000, 2004))}
"""Years of two jobs, and of three, of which the second may not vanish before the third."""


def small(dice: Random) -> Resume:
    """Jobs and some of: a degree with courses, papers, skills, languages, a summary."""

    def bullet(key: str) -> Bullet:
        texts = [
            f"{key} {'x' * dice.choice((9, 80, 130))} {i}{dice.choice(('', '', ' by 40%'))}"
            for i in range(dice.choice((1, 1, 2)))
        ]
        keep = dice.choice(("",) * 9 + ("always", "never"))
        return Bullet(key, texts[0], tuple(texts[1:]), keep=keep)

    def job(number: int) -> Entry:
        key = f"work/{number}"
        plain = [
            bullet(f"{key}/highlights/{i}")
            for i in range(dice.choice((1, 2 if len(spans) == 2 else 1)))
        ]
        groups = [Group(f"{key}/highlights", bullets=tuple(plain))]
        if number and len(spans) == 2:
            inner = f"{key}/projects/0"
            groups.append(Group(inner, "Piece", (), (bullet(f"{inner}/highlights/0"),)))
        if number == listed:
            groups.append(Group(f"{key}/keywords", "", ("Wax", "Silk")))
        start, end = spans[number]
        return Entry(
            key,
            f"Post {number}",
            "Firm",
            start=Date(start, 1),
            end=Date(end, 6),
            groups=tuple(groups),
            employer=employer if number < shared else None,
        )

    employer, shared = Employer("work/9", "Firm"), dice.choice((0, 0, 2, 3))
    listed = dice.choice((0, 1, 9))  # The job that also has a list of keywords.
    spans = SPANS[dice.choice((2, 2, 3))]
    paper = Entry(
        "publications/0", "On Wax", "Press", summary=Bullet("publications/0/summary", "y" * 90)
    )
    kit = Group(
        "skills/0/k", bullets=tuple(Bullet(f"skills/0/k/{i}", f"Skill{i}") for i in range(3))
    )
    courses = Group("education/0/c", "", ("Clay", "Glass"))
    tongues = (Entry("languages/0", "Sami"), Entry("languages/1", "Frisian"))
    extra = [
        Section("education", "Education", "education", (
            Entry("education/0", "BSc", start=Date(2009), end=Date(2013), groups=(courses,)),
        )),
        Section("publications", "Papers", "publications", (paper, Entry("publications/1", "Ink"))),
        Section("skills", "Skills", "skills", (Entry("skills/0", "Kit", groups=(kit,)),)),
        Section("languages", "Languages", "languages", tongues),
    ]  # fmt: skip
    work = Section("work", "Work", "work", tuple(map(job, range(len(spans)))))
    summary = bullet("basics/summary") if dice.random() < 0.3 else None
    chosen = dice.sample(extra, dice.choice((0, 1, 2)))
    return Resume("Ada Example", summary=summary, sections=(work, *chosen))


def wordings(bullet: Bullet | None, scores: Scores | None = None) -> list[Bullet | None]:
    """Every way to print a statement; by `scores` no wording that loses what a longer one says."""
    if bullet is None or bullet.keep == "never":
        return [None]
    texts: list[Bullet | None] = []
    texts += [
        replace(bullet, text=text, variants=())
        for n, text in enumerate(bullet.texts)
        if scores is None or bullet.keep == "always" or not loses(bullet, n, scores)
    ]
    return texts if bullet.keep == "always" else [None, *texts]


def loses(bullet: Bullet, number: int, scores: Scores) -> bool:
    def says(n: int) -> set[str]:
        figure = {"a figure"} if "%" in bullet.texts[n] else set()
        return figure | {hit.term for hit in scores[bullet.key, n].hits}

    return any(
        len(text) > len(bullet.texts[number]) and says(n) - says(number)
        for n, text in enumerate(bullet.texts)
    )


def entries(entry: Entry, scores: Scores) -> Iterator[Entry | None]:
    """Every way to print an entry that stands as a heading with bullets."""
    spread = []
    for group in entry.groups:
        if group.bullets:
            chosen = (
                tuple(b for b in pick if b)
                for pick in product(*(wordings(bullet, scores) for bullet in group.bullets))
            )
            spread.append([replace(group, bullets=pick) if pick else None for pick in chosen])
        else:
            spread.append([None, group])
    pinned = any(bullet.keep == "always" for bullet in entry.bullets)
    free = any(bullet.keep != "never" for bullet in entry.bullets)
    for groups in product(*spread):
        made = replace(entry, groups=tuple(group for group in groups if group))
        if made.bullets or not free:
            yield made
    if not pinned:
        yield None


def sections(section: Section, scores: Scores) -> Iterator[Section | None]:
    """Every way to print a section."""
    value = {key: score.value for (key, _), score in scores.items()}
    asked = {key for (key, _), score in scores.items() if score.hits}
    ways: list[list[Entry | None]] = []
    for entry in section.entries:
        if section.kind in ("work", "education"):
            ways.append(list(entries(entry, scores)))
        elif section.kind == "skills":
            skills = sorted(
                (skill for skill in entry.bullets if skill.key in asked),
                key=lambda b: -value[b.key],
            )
            skills += [skill for skill in entry.bullets if skill.key not in asked]
            group = entry.groups[0]
            ways.append([None, *(
                replace(entry, groups=(replace(group, bullets=tuple(skills[:count])),))
                for count in range(1, len(skills) + 1)
            )])  # fmt: skip
        else:
            bare = [replace(entry, summary=None)] if section.kind == "publications" else []
            ways.append([None, entry, *(bare if entry.summary else [])])
    for pick in product(*ways):
        kept = tuple(entry for entry in pick if entry)
        ranked = sorted(section.entries, key=lambda e: -value[e.key])[: len(kept)]
        if section.kind == "languages" and not all(entry in ranked for entry in kept):
            continue
        yield replace(section, entries=kept) if kept else None


def selections(master: Resume, scores: Scores, required: Sequence[str] = ()) -> Iterator[Resume]:
    summaries = [
        s
        for s in wordings(master.summary)
        if s or master.summary is None or master.summary.keep == "never"
    ]
    gaps = gap_windows(master, frozenset(e.key for s in master.sections for e in s.entries))
    ways = [list(sections(section, scores)) for section in master.sections]
    for summary, pick in product(summaries, product(*ways)):
        made = replace(master, summary=summary, sections=tuple(s for s in pick if s))
        shown = {entry.key for section in made.sections for entry in section.entries}
        degree = any(section.kind == "education" for section in master.sections)
        if (
            all(gap & shown for gap in gaps)
            and (not degree or "education/0" in shown)
            and shown.issuperset(required)
            and not has_hole(master, shown)
        ):
            yield made


def has_hole(master: Resume, shown: set[str]) -> bool:
    """Whether an old job is shown and all work of some three years since is not."""
    months = {
        entry.key: set(range(entry.start.months(), entry.end.months(last=True) + 1))
        for section in master.sections
        if section.kind == "work"
        for entry in section.entries
        if entry.start and entry.end
    }
    last = max(map(max, months.values()))
    for old in months.keys() & shown:
        for first in range(max(months[old]) + 1, last - 120 + 1):
            there = {key for key in months if months[key] & set(range(first, first + 36))}
            if there and not there & shown:
                return True
    return False


def value(
    made: Resume, master: Resume, scores: Scores, similar: Alike, weights: Mapping[str, float]
) -> float:
    """The objective of a tailored résumé, without the tie-break."""
    variant = {
        line.text: line.variant
        for line in scorable_lines(master)
        if line.role in ("bullet", "paragraph")
    }
    bare = {e.key for s in made.sections for e in s.entries if not e.summary}
    bare &= {e.key for s in master.sections for e in s.entries if e.summary}
    strengths: dict[str, float] = {}
    alone: dict[tuple[str, int], float] = {}
    weight = {hit.term: hit.weight for score in scores.values() for hit in score.hits}
    total = 0.0
    w = defaultdict(lambda: 1.0, weights)
    fill = rules.FILL * w["fill"]
    for line in scorable_lines(made):
        chosen = (line.key, variant.get(line.text, 0))
        score = scores[chosen]
        kind = line.section or "summary"
        extras = sum(points for _, points in score.extras)
        extras *= rules.PRIORS[kind] * w[kind] * (0.85 if line.key in bare else 1)
        extras += rules.SKILL if line.role == "skill" else 0
        factor = rules.EVIDENCE.get(kind, 1) * (rules.NAMED if line.role == "group" else 1)
        seen = [
            h
            for h in score.hits
            if line.key not in bare or h.words.casefold() in line.text.casefold()
        ]
        for hit in seen:
            strengths[hit.term] = strengths.get(hit.term, 0) + hit.strength * factor
        alone[chosen] = extras + sum(hit.weight * factor * hit.strength for hit in seen)
        alone[chosen] += tall(Part("bullet", Bullet("", line.text))) / POINT * fill
        total += extras
    for term, strength in strengths.items():
        for tier, slope in enumerate(rules.TIERS):
            full = round(weight[term] * slope * 100) / 100
            total += full * min(max(round(strength, 2) - tier, 0), 1)
    for one, its, other, others, similarity in similar:
        if (one, its) in alone and (other, others) in alone:
            lesser = min(alone[one, its], alone[other, others])
            total -= similarity * rules.REDUNDANCY * w["repetition"] * max(lesser, 0)
    for section in made.sections:
        count = 1 if section.kind == "languages" else len(section.entries)
        owned = next(len(own.entries) for own in master.sections if own.key == section.key)
        optional = section.kind not in ("work", "education", "skills", "certificates", "languages")
        share = min(max(owned / 5, 0.5), 3.0) if optional else 1.0
        total += sum(
            round(share * w[section.kind] * step, 4)
            for step in rules.PRESENCE[section.kind][:count]
        )
    listed = {e.key for s in master.sections for e in s.entries if has_list(s, e)}
    told = [e for s in made.sections for e in s.entries if e.key in listed and e.bullets]
    total += len(told) * rules.ACCOUNT * w["work"]
    return total + sum(map(tall, page_parts(made))) / POINT * fill


def has_list(section: Section, entry: Entry) -> bool:
    """Whether a job has a list of keywords."""
    return section.kind == "work" and any(not group.bullets for group in entry.groups)


def wanted(dice: Random, master: Resume) -> tuple[str, ...]:
    """Perhaps a paper that the posting asks for."""
    papers = [e.key for s in master.sections if s.kind == "publications" for e in s.entries]
    return tuple(key for key in papers if dice.random() < 0.3)


def at_its_tallest(master: Resume) -> Resume:
    """The whole master, each statement in its tallest wording."""

    def tallest(bullet: Bullet) -> Bullet:
        texts = sorted(bullet.texts, key=lambda text: tall(Part("bullet", Bullet("", text))))
        return replace(bullet, text=texts[-1], variants=())

    def without_banned(groups: Sequence[Group]) -> Iterator[Group]:
        for group in groups:
            kept = tuple(tallest(one) for one in group.bullets if one.keep != "never")
            if kept or not group.bullets:
                yield replace(group, bullets=kept)

    sections = [
        replace(
            section,
            entries=tuple(
                replace(entry, groups=tuple(without_banned(entry.groups)))
                for entry in section.entries
            ),
        )
        for section in master.sections
    ]
    said = master.summary if master.summary and master.summary.keep != "never" else None
    summary = said and tallest(said)
    return replace(master, summary=summary, sections=tuple(sections))


def line_keys(resume: Resume) -> set[str]:
    """The keys of entries and statements; of skills and languages some may be left out."""
    return {
        line.key
        for line in scorable_lines(resume)
        if line.role != "skill" and line.section != "languages"
    }


def if_there_is_room(
    fitting: list[tuple[float, Resume]], master: Resume, page: int, similar: Alike = ()
) -> list[tuple[float, Resume]]:
    """Of the pages those that show everything but what is said twice, if that has room."""
    whole = at_its_tallest(master)
    if sum(map(tall, page_parts(whole))) > page * POINT:
        return fitting
    said_twice = {key for one, _, other, _, _ in similar for key in (one, other)}
    keys = line_keys(whole) - said_twice
    return [(points, made) for points, made in fitting if keys <= line_keys(made)]


@settings(max_examples=60, deadline=None)
@example(469, 280)
@given(st.integers(0, 10**6), st.sampled_from((220, 280, 340, 500)))
def test_the_best_selection_is_found(seed: int, page: int) -> None:
    dice = Random(seed)
    master = small(dice)
    scores = judged(dice, master, 4)
    similar = alike(dice, master, 2)
    names = ("work", "publications", "skills", "languages", "repetition", "fill")
    weights = {name: dice.choice((0.0, 0.3, 2.5)) for name in names if dice.random() < 0.2}
    wishes = Rules(weights=weights)
    required = wanted(dice, master)
    fitting = [
        (value(made, master, scores, similar, weights), made)
        for made in selections(master, scores, required)
        if sum(map(tall, page_parts(made))) <= page * POINT
    ]
    fitting = if_there_is_room(fitting, master, page, similar)
    measure = Toy(page * POINT)
    if not fitting:
        with pytest.raises(UnfitError):
            select_page(master, scores, measure, similar, wishes, required=required)
        return
    plan = select_page(master, scores, measure, similar, wishes, required=required)
    best = max(points for points, _ in fitting)
    assert plan.proven
    assert sum(map(tall, page_parts(plan.resume))) <= page * POINT
    assert value(plan.resume, master, scores, similar, weights) == pytest.approx(best, abs=0.015)
    assert plan.objective == pytest.approx(best, abs=0.015)


def allowed(page: Page, chosen: frozenset[int]) -> bool:
    """Whether a set of blocks is a page, straight from the words of `page.py`."""
    blocks = page.blocks
    slots = [blocks[index].slot for index in chosen]
    parents = {blocks[index].parent for index in chosen}
    lonely = (
        i for i in chosen if blocks[i].head and blocks[i].kind != "entry" and i not in parents
    )
    return (
        len(set(slots)) == len(slots)
        and parents <= chosen | {-1}
        and not any(lonely)
        and all(need.blocks & chosen for need in page.needs)
        and all(old not in chosen or newer & chosen for old, newer in page.bridges)
        and all(
            len(chosen & set(stack.members)) <= len(stack.steps)
            and (stack.head not in chosen or len(chosen & set(stack.members)) >= stack.least)
            for stack in page.stacks
        )
        and used_height(page, chosen) <= page.capacity
    )


def tiny(dice: Random) -> Resume:
    master = small(dice)
    jobs = tuple(
        replace(job, groups=tuple(replace(g, bullets=g.bullets[:1]) for g in job.groups))
        for job in master.sections[0].entries
    )
    others = master.sections[1:2] if len(jobs) == 2 else ()
    return replace(master, sections=(replace(master.sections[0], entries=jobs), *others))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from((200, 240, 280, 340)), st.sampled_from((1, 2)))
def test_the_optimum_is_exact_to_the_quantum(seed: int, pt: int, most: int) -> None:
    dice = Random(seed)
    master = tiny(dice)
    scores, wishes = judged(dice, master, 3), Rules(max_bullets=most)
    similar = alike(dice, master, 2)
    required = wanted(dice, master)
    page = build_page(master, scores, Toy(pt * POINT), similar, wishes, required)
    size = len(page.blocks)
    sets = (
        frozenset(pick) for count in range(1, size + 1) for pick in combinations(range(size), count)
    )
    values = [objective_value(page, chosen) for chosen in sets if allowed(page, chosen)]
    if values:
        plan = select_page(master, scores, Toy(pt * POINT), similar, wishes, required=required)
        assert (plan.objective, plan.bound) == (max(values) / rules.UNIT,) * 2
    else:
        with pytest.raises(UnfitError):
            select_page(master, scores, Toy(pt * POINT), similar, wishes, required=required)
