"""Why a line is on the page, or not: the words are true, and they add up."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailor.cli.text_report import AVERAGE, NEEDED, page_reasons
from tailor.layout import Line, page_parts, scorable_lines
from tailor.models import Bullet, Date, Entry, Group, Hit, Plan, Resume, Score, Section
from tailor.optimizer.explain import best_cuts
from tailor.optimizer.rules import TOSS_UP, Rules
from tailor.optimizer.selection import forcing_costs, select_page
from tailor.scoring.explain import LEAST, REASONS, describe_points, explain_score, strongest_reasons
from tailor.scoring.line_model import group_of, load_line_model
from tests.test_fit_cases import POINT, Toy, alike, judged, person, tall, toy

PLAIN = "Kept the shared calendar of the office"
RESULT = "Reduced waiting from 9 days to 2"


def scored(*extras: tuple[str, float], hits: tuple[Hit, ...] = ()) -> Score:
    value = sum(points for _, points in extras) + sum(hit.points for hit in hits)
    return Score("work/0/highlights/0", 0, value, hits, extras)


def test_every_group_of_the_line_model_has_words() -> None:
    groups = {group_of(signal) for signal in load_line_model().signals} | {"base", "weight"}
    assert groups <= set(REASONS)


def test_what_counts_against_a_line_never_reads_as_praise() -> None:
    for name in set(REASONS) - {"weight"}:
        good, bad = (describe_points(name, points, RESULT) for points in (1.0, -1.0))
        assert good != bad
    rows = explain_score(scored(("job", 2.0), ("figures", -0.5), ("wording", -0.25)), PLAIN)
    assert rows == (
        "  2.0000  its job fits the posting",
        " -0.5000  shows no result and no strong verb",
        " -0.2500  is worded as a claim or a chore",
        "  1.2500  in all",
    )


def test_a_result_is_only_claimed_for_a_line_that_has_one() -> None:
    assert describe_points("figures", 0.4, RESULT) == "shows a result"
    assert describe_points("figures", 0.4, PLAIN) == "uses a strong verb"


def test_the_two_strongest_groups_are_the_reason() -> None:
    score = scored(("base", 9.0), ("length", 0.3), ("figures", 1.5), ("job", 2.0), ("recency", -3))
    assert strongest_reasons(score, RESULT) == "its job fits the posting and it shows a result"
    assert strongest_reasons(scored(("base", 9.0), ("job", LEAST / 2), ("figures", -1.0))) == ""


def test_a_hint_of_a_keyword_is_no_answer() -> None:
    hits = (Hit("SQL", 3.0, 1.0, "sql"), Hit("Python", 3.0, 0.3, "scripts"))
    assert strongest_reasons(scored(("job", 2.0), hits=hits)) == "answers SQL"
    assert strongest_reasons(scored(("job", 2.0), hits=hits[1:])) == "its job fits the posting"


def small_master() -> Resume:
    bullets = tuple(Bullet(f"work/0/highlights/{i}", f"{PLAIN} {i}") for i in range(2))
    job = Entry(
        "work/0",
        "Clerk",
        "Firm",
        start=Date(2020, 1),
        groups=(Group("work/0/highlights", bullets=bullets),),
    )
    skills = Group("skills/0/keywords", bullets=(Bullet("skills/0/keywords/0", "Filing"),))
    degree = Entry("education/0", "Bachelor of Arts", "School", end=Date(2019))
    return Resume(
        "Ada Example",
        sections=(
            Section("work", "Work", "work", (job,)),
            Section("education", "Education", "education", (degree,)),
            Section("skills", "Skills", "skills", (Entry("skills/0", "Kit", groups=(skills,)),)),
        ),
    )


def reasons_by_key(
    plan: Plan, master: Resume, scores: dict[tuple[str, int], Score]
) -> dict[str, str]:
    reasons = page_reasons(plan)
    printed = dict(plan.chosen)
    return {
        line.key: reasons.of(line, scores.get((line.key, line.variant)))
        for line in scorable_lines(master)
        if printed.get(line.key) == line.variant
    }


def test_what_must_be_there_says_so() -> None:
    master = small_master()
    keys = ("work/0/highlights/0", "work/0/highlights/1")
    scores = {(key, 0): Score(key, 0, -1.0, (), (("base", -1.0),)) for key in keys}
    plan = select_page(master, scores, toy(), rules=Rules(pins=keys[:1]))
    found = reasons_by_key(plan, master, scores)
    assert found["work/0/highlights/0"] == "it is pinned"
    assert found["education/0"] == "it is the highest degree"
    assert found["work/0"] == "without it the page would have a gap of more than a year"
    assert found["skills/0/keywords/0"] == "listed with the others of its kind"
    plan = select_page(master, scores, Toy(sum(map(tall, page_parts(master))) - POINT))
    assert AVERAGE in page_reasons(Plan(Resume("Ada"), (), (), 0, 0, 1)).of(
        Line(keys[0], 0, PLAIN, "bullet", "work/0", "work"), scores[keys[0], 0]
    )
    printed = [key for key in keys if key in dict(plan.chosen)]
    assert reasons_by_key(plan, master, scores)[printed[0]].startswith(
        "its job must be on the page"
    )


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_every_printed_line_has_a_reason(seed: int) -> None:
    dice = Random(seed)
    master = person(dice, 3, 24)
    scores = judged(dice, master, 8)
    plan = select_page(master, scores, toy(), alike(dice, master, 6))
    found = reasons_by_key(plan, master, scores)
    assert set(found) == {key for key, _ in plan.chosen}
    assert all(found.values())


def alternatives(second: float) -> tuple[Resume, dict[tuple[str, int], Score]]:
    """A job of 20 equal lines but one, of which a page of 300 pt holds some; that one, the last,
    is worth `second` of the others."""
    text = "Planned the week of a shop with nine people and kept to it"
    bullets = tuple(Bullet(f"work/0/highlights/{i}", f"{text} {i}") for i in range(9))
    groups = (Group("work/0/highlights", bullets=bullets),)
    job = Entry("work/0", "Manager", "Firm", start=Date(2020, 1), groups=groups)
    worths = {bullet.key: 5.0 for bullet in bullets} | {"work/0/highlights/8": second}
    scores = {
        (key, 0): Score(key, 0, worth, (), (("job", worth),)) for key, worth in worths.items()
    }
    return Resume("Ada", sections=(Section("work", "Work", "work", (job,)),)), scores


@pytest.mark.parametrize(("second", "expected"), [(4.9, True), (1.0, False)])
def test_a_line_that_costs_next_to_nothing_is_a_toss_up(second: float, expected: bool) -> None:
    master, scores = alternatives(second)
    rules = Rules(max_bullets=8)
    plan = select_page(master, scores, toy(), (), rules)
    (cut,) = plan.dropped
    assert cut.key == "work/0/highlights/8"
    assert plan.toss_up == pytest.approx(TOSS_UP * 5.0)
    assert plan.is_toss_up(cut.loss) is expected
    (price,) = forcing_costs([cut.key], plan, master, scores, toy(), (), rules)
    assert price
    assert cut.loss == pytest.approx(price.points, abs=0.01)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from((1, 2)))
def test_an_exchange_is_a_page_that_may_be_made(seed: int, pages: int) -> None:
    """What an exchange says a line costs is never less than its true price."""
    dice = Random(seed)
    master = person(dice, 3, 24)
    scores = judged(dice, master, 8)
    same = alike(dice, master, 6)
    pins = tuple(f"work/{n}/highlights/{i}" for n in range(3) for i in range(2))
    rules = Rules(pins=pins, max_pages=pages)
    sizes = toy(560 // pages)
    plan = select_page(master, scores, sizes, same, rules)
    known = [cut for cut in plan.dropped if cut.loss is not None]
    known = sorted(known, key=lambda cut: cut.loss or 0.0)[:3]
    prices = forcing_costs([cut.key for cut in known], plan, master, scores, sizes, same, rules)
    for cut, price in zip(known, prices, strict=True):
        assert price is not None
        assert not price.exact or price.points <= (cut.loss or 0.0) + 1e-6


def test_toss_ups_come_first_among_the_cut_lines() -> None:
    found = 0
    for seed in range(8):
        dice = Random(seed)
        master = person(dice, 3, 40)
        plan = select_page(master, judged(dice, master, 8), toy(560))
        ranks = [plan.is_toss_up(cut.loss) for cut in best_cuts(plan, master, 99)]
        assert ranks == sorted(ranks, reverse=True)
        found += any(ranks) and not all(ranks)
    assert found


def test_a_line_without_a_section_has_words_too() -> None:
    line = Line("basics/x", 0, "x", "line")
    assert page_reasons(Plan(Resume("Ada"), (), (), 0, 0, 1)).of(line, None)


def test_a_line_that_costs_points_is_there_because_its_job_is() -> None:
    line = Line("work/0/highlights/0", 0, "Cut costs by 9 %.", "bullet", entry="work/0")
    extras = (("base", 1.0), ("figures", 2.0), ("job", -9.0))
    score = Score(line.key, 0, -6.0, extras=extras)
    kept = Plan(Resume("Ada"), (), (), 0, 0, 1, kept=(("work/0", "no gap of more than a year"),))
    assert page_reasons(kept).of(line, score) == NEEDED
    assert page_reasons(Plan(Resume("Ada"), (), (), 0, 0, 1)).of(line, score) != NEEDED
