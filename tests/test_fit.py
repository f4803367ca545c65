"""What every page that `fit` makes must be, whatever the résumé."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailor.errors import InputError, UnfitError
from tailor.layout import page_parts, scorable_lines
from tailor.models import Bullet, Date, Entry, Group, Hit, Plan, Resume, Score, Section
from tailor.optimizer.assemble import overflow_height
from tailor.optimizer.constraints import gap_windows, highest_degree
from tailor.optimizer.model import Block, slot_name
from tailor.optimizer.rules import Rules
from tailor.optimizer.selection import ForcingCost, forcing_costs, select_page
from tests.test_fit_cases import POINT, Toy, alike, judged, person, tall, toy

seeds = st.integers(0, 10**6)


def made(seed: int, pt: int = 700, rules: Rules = Rules()) -> tuple[Resume, Plan]:  # noqa: B008
    dice = Random(seed)
    master = person(dice, 3, 24)
    scores = judged(dice, master, 8)
    return master, select_page(master, scores, toy(pt), alike(dice, master, 6), rules)


def texts(resume: Resume) -> list[str]:
    return [line.text for line in scorable_lines(resume)]


@settings(max_examples=12, deadline=None)
@given(seeds, st.sampled_from((520, 610, 700)))
def test_every_page_keeps_the_rules(seed: int, pt: int) -> None:
    master, plan = made(seed, pt)
    used = sum(map(tall, page_parts(plan.resume)))
    assert used <= pt * POINT
    assert plan.fill == used / (pt * POINT)
    assert plan.proven
    bullets = {b.key: b for s in master.sections for e in s.entries for b in e.bullets}
    for section in plan.resume.sections:
        assert section.entries
        for entry in section.entries:
            assert all(b.text in bullets[b.key].texts and not b.variants for b in entry.bullets)
            assert len(entry.bullets) <= 8 or section.kind != "work"
            assert entry.bullets or entry.summary or section.kind != "work"
    assert plan.resume.summary
    assert master.summary
    assert plan.resume.summary.text in master.summary.texts
    assert any(e.key == "education/0" for s in plan.resume.sections for e in s.entries)


@settings(max_examples=8, deadline=None)
@given(seeds)
def test_every_line_is_printed_or_cut_for_a_reason(seed: int) -> None:
    master, plan = made(seed)
    every = sorted((line.key, line.text) for line in scorable_lines(master))
    chosen = [(x.key, x.text) for x in scorable_lines(master) if (x.key, x.variant) in plan.chosen]
    assert sorted(chosen + [(cut.key, cut.text) for cut in plan.dropped]) == every
    assert all(cut.reason and cut.height >= 0 for cut in plan.dropped)
    keys = {key for key, _ in plan.chosen}
    assert keys == {line.key for line in scorable_lines(plan.resume)}


@settings(max_examples=8, deadline=None)
@given(seeds)
def test_pins_stay_excludes_go_and_the_order_can_be_kept(seed: int) -> None:
    pins = ("work/2/highlights/1", "skills/3/keywords/13", "publications/7", "education/1")
    excludes = ("work/0/highlights/0", "work/1/projects/0", "languages", "skills/0")
    rules = Rules(pins=pins, excludes=excludes, keep_order=True)
    master, plan = made(seed, 700, rules)
    keys = {key for key, _ in plan.chosen}
    assert keys >= set(pins)
    assert not [k for k in keys for gone in excludes if k == gone or k.startswith(gone + "/")]
    excluded = {cut.key for cut in plan.dropped if cut.reason == "excluded"}
    assert excluded >= {"work/0/highlights/0", "work/1/projects/0", "languages/0", "skills/0"}
    order = [line.key for line in scorable_lines(master) if line.role in ("bullet", "skill")]
    printed = [line.key for line in scorable_lines(plan.resume) if line.role in ("bullet", "skill")]
    assert printed == [key for key in dict.fromkeys(order) if key in printed]


@settings(max_examples=5, deadline=None)
@given(seeds)
def test_a_taller_page_is_never_worth_less(seed: int) -> None:
    values = [made(seed, pt)[1].objective for pt in (560, 561, 600, 700, 900)]
    assert values == sorted(values)


@settings(max_examples=8, deadline=None)
@given(seeds)
def test_of_a_job_the_line_of_the_greatest_lead_comes_first(seed: int) -> None:
    """Whatever the lines are worth: what earns its room need not be what a reader meets first."""
    dice = Random(seed)
    master = person(dice, 3, 24)
    scores = judged(dice, master, 8)
    plan = select_page(master, scores, toy())
    variant = dict(plan.chosen)
    for section in plan.resume.sections:
        for entry in section.entries:
            for group in entry.groups:
                told = [scores[bullet.key, variant[bullet.key]] for bullet in group.bullets]
                if section.kind == "work":
                    leads = [one.lead for one in told]
                    assert leads == sorted(leads, reverse=True)
            named = [bool(group.title) for group in entry.groups]
            assert section.kind != "work" or named == sorted(named)


def test_what_earns_its_room_need_not_be_what_a_reader_meets_first() -> None:
    told = tuple(Bullet(f"work/0/highlights/{n}", f"Led team {n}") for n in range(3))
    job = Entry("work/0", "Lead", start=Date(2020), groups=(Group("g", bullets=told),))
    master = Resume("Ada", sections=(Section("work", "Work", "work", (job,)),))
    scores = {
        (b.key, 0): Score(b.key, 0, 9.0 - n, extras=(("job", 9.0 - n),), lead=lead)
        for n, (b, lead) in enumerate(zip(told, (-0.2, 0.1, 0.3), strict=True))
    }

    def order(rules: Rules) -> list[str]:
        plan = select_page(master, scores, toy(), rules=rules)
        return [bullet.key[-1] for bullet in plan.resume.sections[0].entries[0].bullets]

    assert order(Rules()) == ["2", "1", "0"]
    assert order(Rules(keep_order=True)) == ["0", "1", "2"]


def test_a_job_says_what_was_done_with_the_tools_that_it_names() -> None:
    """A statement that earns a little less than nothing is still better than a bare list."""
    account = Bullet("work/0/summary", "Moved the invoices of a harbour from files to events")
    tools = Group("work/0/keywords", keywords=("Kafka", "Redis"))
    job = Entry("work/0", "Engineer", start=Date(2020), summary=account, groups=(tools,))
    filler = Entry("publications/0", "A note of no worth")
    papers = Section("publications", "Papers", "publications", (filler,))
    master = Resume("Ada", sections=(Section("work", "Work", "work", (job,)), papers))

    def printed(points: float, groups: tuple[Group, ...]) -> bool:
        own = replace(master.sections[0], entries=(replace(job, groups=groups),))
        scores = {
            ("work/0/summary", 0): Score("work/0/summary", 0, points, extras=(("job", points),))
        }
        scores["publications/0", 0] = Score("publications/0", 0, 0.0)
        plan = select_page(replace(master, sections=(own, papers)), scores, toy(150))
        return bool(plan.resume.sections[0].entries[0].summary)

    assert printed(-2.0, (tools,))
    assert not printed(-4.0, (tools,))
    assert not printed(-2.0, ())


@settings(max_examples=8, deadline=None)
@given(seeds)
def test_skills_that_were_asked_for_lead_and_the_others_keep_the_master_s_order(seed: int) -> None:
    dice = Random(seed)
    master = person(dice, 3, 24)
    scores = judged(dice, master, 8)
    plan = select_page(master, scores, toy())
    order = [line.key for line in scorable_lines(master)]
    printed = [e for s in plan.resume.sections if s.kind == "skills" for e in s.entries]
    for entry in printed:
        keys = [bullet.key for bullet in entry.bullets]
        asked = [key for key in keys if scores[key, 0].hits]
        others = [key for key in keys if not scores[key, 0].hits]
        assert keys == asked + others
        assert asked == sorted(asked, key=lambda key: -scores[key, 0].value)
        assert others == sorted(others, key=order.index)
    assert printed


def test_jobs_are_newest_first_wherever_they_stood() -> None:
    def job(key: str, start: int, end: int | None) -> Entry:
        told = Group(f"{key}/g", bullets=(Bullet(f"{key}/0", f"Did {key}"),))
        finish = Date(end) if end else None
        return Entry(key, key, start=Date(start), end=finish, groups=(told,))

    spans = {"old": (2001, 2004), "now": (2019, None), "mid": (2010, 2018), "also": (2020, None)}
    jobs = tuple(job(key, *years) for key, years in spans.items())
    master = Resume("Ada", sections=(Section("work", "Work", "work", jobs),))
    plan = select_page(master, {}, toy())
    assert [e.key for e in plan.resume.sections[0].entries] == ["now", "also", "mid", "old"]


def test_no_gap_of_a_year_in_ten_unless_allowed() -> None:
    def job(key: str, start: int, end: int) -> Entry:
        told = Group(f"{key}/g", bullets=(Bullet(f"{key}/0", f"Did {key}"),))
        return Entry(key, key, start=Date(start, 1), end=Date(end, 12), groups=(told,))

    jobs = (job("a", 2022, 2024), job("b", 2018, 2021), job("c", 2013, 2014), job("d", 2001, 2003))
    work = Section("work", "Work", "work", jobs)
    master = Resume("Ada", sections=(work,))
    assert gap_windows(master, frozenset("abcd")) == [{"a"}, {"b"}]
    assert gap_windows(master, frozenset("acd")) == [{"a"}]
    good = {("d/0", 0): Score("d/0", 0, 9.0, extras=(("relevance", 9.0),))}
    tight = Toy(60 * POINT + 22 * POINT + 2 * (27 * POINT + 12 * POINT + 141_557))
    kept = select_page(master, good, tight).resume.sections[0].entries
    assert [entry.key for entry in kept] == ["a", "b"]
    free = select_page(master, good, tight, rules=Rules(allow_gaps=True)).resume.sections[0].entries
    assert [entry.key for entry in free] == ["a", "d"]


def test_the_highest_degree_is_the_one_that_stays() -> None:
    def degree(key: str, title: str, end: int) -> Entry:
        return Entry(key, title, "School", end=Date(end))

    degrees = (
        degree("a", "Certificate, Weaving", 2024),
        degree("b", "Bachelor of Science, Wool", 2010),
        degree("c", "MSc, Felt", 2013),
        degree("d", "Master of Arts, Dye", 2016),
    )
    master = Resume("Ada", sections=(Section("education", "Education", "education", degrees),))
    assert highest_degree(master, frozenset("abcd")) == "d"
    assert highest_degree(master, frozenset("ab")) == "b"
    assert highest_degree(master, frozenset()) == ""


def test_of_bullets_that_say_the_same_one_is_printed_unless_all_are_pinned() -> None:
    texts = ("Led a team", "led  a team", "Led a choir", "Led a team")
    told = tuple(Bullet(f"work/0/{n}", text) for n, text in enumerate(texts))
    job = Entry("work/0", "Lead", "Firm", groups=(Group("work/0/g", bullets=told),))
    master = Resume("Ada", sections=(Section("work", "Work", "work", (job,)),))

    def printed(*pins: str) -> list[str]:
        plan = select_page(master, {}, toy(), alike(Random(1), master, 4), Rules(pins=pins))
        return [bullet.key for entry in plan.resume.sections[0].entries for bullet in entry.bullets]

    assert printed() == ["work/0/0", "work/0/2"]
    assert {cut.reason for cut in select_page(master, {}, toy()).dropped} == {
        "says the same as work/0/0"
    }
    assert printed("work/0/3") == ["work/0/2", "work/0/3"]
    assert {"work/0/1", "work/0/3"} <= {*printed("work/0/1", "work/0/3")}


def test_credentials_that_the_posting_asks_for_stay() -> None:
    titles = ("Nursing Licence, Ohio", "Welding Course", "First Aid", "Pilot Licence")
    held = tuple(Entry(f"certificates/{n}", title) for n, title in enumerate(titles))
    master = Resume("Ada", sections=(Section("certificates", "C", "certificates", held),))
    scores = {(held[1].key, 0): Score(held[1].key, 0, 9.0, (), (("relevance", 9.0),))}
    line = 14 * POINT + 141_557

    def kept(lines: int, *required: str, rules: Rules = Rules()) -> list[str]:  # noqa: B008
        size = Toy(82 * POINT + lines * line)
        plan = select_page(master, scores, size, rules=rules, required=required)
        return [entry.key for section in plan.resume.sections for entry in section.entries]

    assert kept(1) == ["certificates/1"]
    assert kept(1, "certificates/0") == ["certificates/0"]
    assert kept(2, "certificates/3", "certificates/2") == ["certificates/2", "certificates/3"]
    assert kept(1, "certificates/9") == ["certificates/1"], "what the master has not is ignored"
    excluded = Rules(excludes=("certificates/0",))
    assert kept(1, "certificates/0", rules=excluded) == ["certificates/1"]
    with pytest.raises(UnfitError) as caught:
        kept(1, "certificates/0", "certificates/2")
    assert caught.value.problems[0].hint.count("(the posting asks for it)") == 2


@pytest.mark.parametrize(
    ("other", "better", "printed"),
    [
        ("Cut waste", 1, 0),
        ("Cut waste by 40%", 1, 1),
        ("Cut the waste of the kiln by 40% in a year", 0, 0),
        ("Cut the waste of the kiln in one single year", 1, 1),
    ],
)
def test_a_shorter_wording_that_loses_a_figure_is_left_out(
    other: str, better: int, printed: int
) -> None:
    told = Bullet("work/0/highlights/0", "Cut the waste of the kiln by 40%", (other,))
    assert shown_wording(told, better, {}) == told.texts[printed]


@pytest.mark.parametrize(("answered", "printed"), [({0}, 0), ({1}, 1), ({0, 1}, 1), (set(), 1)])
def test_a_shorter_wording_that_loses_a_keyword_is_left_out(
    answered: set[int], printed: int
) -> None:
    """Even if it is the better one by far."""
    told = Bullet("work/0/highlights/0", "Threw pots on a kick wheel", ("Threw pots",))
    hits = {n: (Hit("wheel", 1.0, 1.0, "wheel"),) for n in answered}
    assert shown_wording(told, 1, hits) == told.texts[printed]
    pinned = Rules(pins=(told.key,))
    assert shown_wording(told, 1, hits, pinned) == told.texts[1], "a pinned line has any wording"


def shown_wording(
    told: Bullet,
    best: int,
    hits: Mapping[int, tuple[Hit, ...]],
    rules: Rules = Rules(),  # noqa: B008
) -> str:
    """The wording that is printed of the only line of a job, if `best` is worth 9 points more."""
    job = Entry("work/0", "Potter", start=Date(2020), groups=(Group("g", bullets=(told,)),))
    master = Resume("Ada", sections=(Section("work", "Work", "work", (job,)),))
    scores = {
        (told.key, n): Score(told.key, n, 0.0, hits.get(n, ()), (("wording", 9.0 * (n == best)),))
        for n in range(len(told.texts))
    }
    plan = select_page(master, scores, toy(), rules=rules)
    (shown,) = plan.resume.sections[0].entries[0].bullets
    reasons = {cut.reason for cut in plan.dropped}
    loses = "a shorter wording that loses a keyword or a figure"
    assert (loses in reasons) == (shown.text != told.texts[best])
    return shown.text


def test_a_summary_of_the_whole_resume_may_have_any_wording() -> None:
    summary = Bullet("basics/summary", "Potter who cut waste by 40%", ("Potter",))
    job = Entry("work/0", "Potter", groups=(Group("g", bullets=(Bullet("a", "Led"),)),))
    work = Section("work", "Work", "work", (job,))
    scores = {(summary.key, 1): Score(summary.key, 1, 9.0, (), (("relevance", 9.0),))}
    plan = select_page(Resume("Ada", summary=summary, sections=(work,)), scores, toy())
    assert plan.resume.summary
    assert plan.resume.summary.text == "Potter"


def weak_lines() -> tuple[Resume, dict[tuple[str, int], Score]]:
    """A job with one good line and two that are worth less than nothing."""
    told = tuple(Bullet(f"work/0/highlights/{n}", f"Led team {n}") for n in range(3))
    job = Entry("work/0", "Lead", start=Date(2020), groups=(Group("g", bullets=told),))
    master = Resume("Ada", sections=(Section("work", "Work", "work", (job,)),))
    scores = {
        (b.key, 0): Score(b.key, 0, points, extras=(("wording", points),))
        for b, points in zip(told, (3.0, -3.0, -4.0), strict=True)
    }
    return master, scores


def test_a_line_that_costs_more_than_it_earns_is_not_printed_though_it_has_room() -> None:
    master, scores = weak_lines()
    room = sum(map(tall, page_parts(master))) - POINT
    plan = select_page(master, scores, Toy(room))
    assert plan.chosen == (("work/0", 0), ("work/0/highlights/0", 0))
    assert {cut.reason for cut in plan.dropped} == {
        "the page is better without it (-3.0 points)",
        "the page is better without it (-4.0 points)",
    }


def test_where_there_is_room_for_everything_everything_is_printed() -> None:
    master, scores = weak_lines()
    plan = select_page(master, scores, Toy(sum(map(tall, page_parts(master)))))
    assert len(plan.chosen) == 4
    assert plan.dropped == ()
    assert ("work/0/highlights/2", "there is room for everything") in plan.kept


def test_an_old_job_is_not_shown_without_a_newer_one_across_a_hole_of_three_years() -> None:
    def job(key: str, start: int, end: int) -> Entry:
        told = Group(f"{key}/g", bullets=(Bullet(f"{key}/0", f"Did {key}"),))
        return Entry(key, key, start=Date(start, 1), end=Date(end, 12), groups=(told,))

    jobs = (job("a", 2013, 2024), job("b", 2004, 2012), job("c", 2000, 2003), job("d", 1996, 1999))
    master = Resume("Ada", sections=(Section("work", "Work", "work", jobs),))
    room = Toy(82 * POINT + 3 * (27 * POINT + 12 * POINT + 141_557))

    def kept(good: str, rules: Rules = Rules()) -> list[str]:  # noqa: B008
        scores = {(f"{key}/0", 0): Score(key, 0, 9.0, extras=(("job", 9.0),)) for key in good}
        scores |= {
            (f"{key}/0", 0): Score(key, 0, -5.0, extras=(("job", -5.0),))
            for key in "abcd"
            if key not in good
        }
        plan = select_page(master, scores, room, rules=rules)
        return [entry.key for entry in plan.resume.sections[0].entries]

    assert kept("acd") == ["a", "b", "c"]
    assert kept("acd", Rules(allow_gaps=True)) == ["a", "c", "d"]
    assert kept("ab") == ["a", "b"]


def test_one_bullet_is_a_page() -> None:
    told = Group("work/0/highlights", bullets=(Bullet("work/0/highlights/0", "Led a team"),))
    job = Entry("work/0", "Lead", "Firm", start=Date(2020), groups=(told,))
    master = Resume("Ada", sections=(Section("work", "Work", "work", (job,)),))
    measure = toy()
    plan = select_page(master, {}, measure)
    assert (plan.resume, plan.dropped, plan.proven) == (master, (), True)
    assert plan.chosen == (("work/0", 0), ("work/0/highlights/0", 0))
    assert measure.calls == 1


def test_what_must_stay_and_does_not_fit_is_told_with_its_largest_parts() -> None:
    master, _ = made(1)
    pins = tuple(f"work/{job}/highlights/{n}" for job in range(3) for n in range(5))
    with pytest.raises(UnfitError) as caught:
        select_page(master, {}, toy(400), rules=Rules(pins=pins))
    problem = caught.value.problems[0]
    assert "too tall for one page by 1" in problem.message
    assert "lines)" in problem.message
    assert problem.hint.startswith("26.2 pt work/0/highlights/2 “")
    assert problem.hint.count("(pinned)") == 5


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (Rules(pins=("work/0/highlight/1",)), "has the key work/0/highlight/1"),
        (Rules(excludes=("nothing",)), "has the key nothing"),
        (Rules(pins=("work/0/highlights/1",), excludes=("work/0",)), "kept and left out"),
    ],
)
def test_rules_that_the_master_contradicts_are_refused(rules: Rules, message: str) -> None:
    master, _ = made(1)
    with pytest.raises(InputError, match=message):
        select_page(master, {}, toy(), rules=rules)


def test_more_pages_break_between_parts_with_headings_kept_to_what_follows() -> None:
    dice = Random(5)
    master = person(dice, 4, 60)
    scores = judged(dice, master, 10)
    plan = select_page(master, scores, toy(300), rules=Rules(max_pages=3))
    room, pages, kept = 300 * POINT, 1, 0
    for part in page_parts(plan.resume):
        kept += tall(part)
        if part.kind not in ("section", "entry", "group"):
            pages, room = (pages, room) if kept <= room else (pages + 1, 300 * POINT)
            room, kept = room - kept, 0
    assert pages <= 3
    assert plan.objective <= plan.bound
    assert plan.fill > 0.9


def test_of_two_that_say_the_same_one_is_printed_and_the_other_says_so() -> None:
    told = tuple(Bullet(f"work/0/highlights/{n}", f"Cut waste by {n}") for n in range(3))
    job = Entry("work/0", "Lead", start=Date(2020), groups=(Group("g", bullets=told),))
    master = Resume("Ada", sections=(Section("work", "Work", "work", (job,)),))
    scores = {
        (b.key, 0): Score(b.key, 0, 2.0, extras=(("relevance", 2.0 - n / 10),))
        for n, b in enumerate(told)
    }
    tight = Toy(
        60 * POINT
        + 22 * POINT
        + 27 * POINT
        + 2 * tall(next(page_parts(master)).__class__("bullet", told[0]))
    )
    near = [(told[0].key, 0, told[1].key, 0, 0.95)]
    plan = select_page(master, scores, tight, near)
    assert [key for key, _ in plan.chosen] == ["work/0", told[0].key, told[2].key]
    assert [cut.reason for cut in plan.dropped] == [f"says the same as {told[0].key}"]
    lost = forcing_costs([told[1].key, told[0].key, "nowhere"], plan, master, scores, tight, near)
    assert lost == (ForcingCost(0.1001, exact=True), ForcingCost(0.0, exact=True), None)


def test_equal_lines_go_to_the_earlier() -> None:
    told = tuple(Bullet(f"work/0/highlights/{n}", f"Led team {n}") for n in range(6))
    job = Entry("work/0", "Lead", start=Date(2020), groups=(Group("g", bullets=told),))
    master = Resume("Ada", sections=(Section("work", "Work", "work", (job,)),))
    plan = select_page(master, {}, Toy(160 * POINT))
    assert [b.key for b in plan.resume.sections[0].entries[0].bullets] == [b.key for b in told[:3]]


def test_a_thousand_bullets_are_proven() -> None:
    dice = Random(2)
    master = person(dice, 12, 1000)
    scores = judged(dice, master, 80)
    plan = select_page(master, scores, toy(), rules=Rules(seconds=60))
    assert plan.proven
    assert sum(map(tall, page_parts(plan.resume))) <= 700 * POINT


def test_a_hint_of_time_still_gives_a_page_or_says_why() -> None:
    dice = Random(1)
    master = person(dice, 12, 400)
    plan = select_page(master, judged(dice, master, 60), toy(), rules=Rules(seconds=0.5))
    assert plan.objective <= plan.bound
    assert sum(map(tall, page_parts(plan.resume))) <= 700 * POINT


def test_keep_never_hides_a_paper_s_summary() -> None:
    summary = Bullet("publications/0/summary", "Secret notes", keep="never")
    paper = Entry("publications/0", "On Wax", "Press", end=Date(2020), summary=summary)
    master = Resume("Ada", sections=(Section("publications", "Papers", "publications", (paper,)),))
    assert select_page(master, {}, toy()).resume.sections[0].entries == (
        replace(paper, summary=None),
    )
    kept = replace(paper, summary=replace(summary, keep="always"))
    shown = replace(master, sections=(replace(master.sections[0], entries=(kept,)),))
    assert select_page(shown, {}, toy()).resume == shown


def test_a_keyword_in_a_summary_that_is_left_out_does_not_count() -> None:
    summary = Bullet("publications/0/summary", "All about Felt " * 12)
    paper = Entry("publications/0", "On Wax", "Press", end=Date(2020), summary=summary)
    master = Resume("Ada", sections=(Section("publications", "Papers", "publications", (paper,)),))

    def value(words: str, pt: int) -> float:
        hit = Hit("k", 3.0, 1.0, words)
        plan = select_page(master, {(paper.key, 0): Score(paper.key, 0, 3.0, (hit,))}, toy(pt))
        return plan.objective

    assert value("Wax", 100) == pytest.approx(value("Felt", 100) + 3.0)
    assert value("Wax", 300) == value("Felt", 300)
    assert value("Felt, Wax", 100) == value("Felt", 100)


def test_the_shorter_line_is_printed_where_the_better_one_does_not_fit() -> None:
    told = (Bullet("a", "long " * 40), Bullet("b", "short"))
    job = Entry("work/0", "Lead", start=Date(2020), groups=(Group("g", bullets=told),))
    master = Resume("Ada", sections=(Section("work", "Work", "work", (job,)),))
    scores = {("a", 0): Score("a", 0, 2.0, extras=(("relevance", 2.0),))}
    plan = select_page(master, scores, Toy((60 + 22 + 27 + 15) * POINT))
    assert plan.chosen == (("work/0", 0), ("b", 0))
    assert plan.dropped[0].reason == "no room: it takes 38 pt and adds only 2.0 points"


def test_a_line_that_would_cost_points_is_not_said_to_add_any() -> None:
    told = (Bullet("a", "long " * 40), Bullet("b", "short"))
    job = Entry("work/0", "Lead", start=Date(2020), groups=(Group("g", bullets=told),))
    master = Resume("Ada", sections=(Section("work", "Work", "work", (job,)),))
    scores = {("a", 0): Score("a", 0, -2.0, extras=(("relevance", -2.0),))}
    plan = select_page(master, scores, Toy((60 + 22 + 27 + 15) * POINT))
    assert plan.dropped[0].reason == "the page is better without it (-2.0 points)"


@pytest.mark.parametrize(("month", "sets"), [(1, [{"a"}, {"c"}]), (2, [{"a"}, {"b"}, {"c"}])])
def test_twelve_months_are_no_gap_and_thirteen_are(month: int, sets: list[set[str]]) -> None:
    entries = (
        Entry("a", start=Date(2022, month), end=Date(2024, 12)),
        Entry("b", start=Date(2021, 1), end=Date(2021, 12)),
        Entry("c", start=Date(2010, 1), end=Date(2020, 12)),
    )
    master = Resume("Ada", sections=(Section("work", "Work", "work", entries),))
    assert gap_windows(master, frozenset("abc")) == sets


def test_a_heading_moves_to_the_next_page_with_what_follows_it() -> None:
    told = Group("g", bullets=(Bullet("a", "Led"), Bullet("b", "Ran")))
    job = Entry("work/0", "Lead", start=Date(2020), groups=(told,))
    master = Resume("Ada", sections=(Section("work", "Work", "work", (job,)),))
    printed = {
        slot_name(part): Block(slot_name(part), part, height=10) for part in page_parts(master)
    }
    assert [overflow_height(master, printed, 2 * page, 2) for page in (50, 40, 30, 29)] == [
        0,
        0,
        10,
        11,
    ]
