"""What statements are worth: signals that hold for any text, and a linear model that adds up."""

import json
import math
import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts import train_line_model
from tailor.keywords import extract
from tailor.layout import Line, scorable_lines
from tailor.loader import read_resume
from tailor.models import Bullet, Date, Entry, Group, Hit, Posting, Resume, Section
from tailor.scoring import score_lines
from tailor.scoring.features import compute_signals
from tailor.scoring.line_kinds import Columns
from tailor.scoring.line_model import (
    POINTS,
    PRICE,
    Judgement,
    group_of,
    is_judged,
    judge_lines,
    lesser_repeats,
    load_line_model,
    read_line_model,
)
from tailor.scoring.matching import find_hits, make_queries, read_line

ROOT = Path(__file__).resolve().parent.parent
JUDGED = ROOT / "tests" / "judged"
POSTING = Posting(
    "Kiln Manager\n\nYou lead a team of potters and cut waste. Glazing is required.",
    title="Kiln Manager",
    seniority="manager",
)
PLAIN = "Fired stoneware in a gas kiln"


def make_resume(*texts: str, ends: Sequence[Date | None] = (None,)) -> Resume:
    """One job for each of `ends`, each with all of the texts."""
    jobs = []
    for number, end in enumerate(ends):
        key = f"work/{number}"
        bullets = tuple(Bullet(f"{key}/highlights/{n}", text) for n, text in enumerate(texts))
        groups = (Group(f"{key}/highlights", bullets=bullets),)
        jobs.append(Entry(key, "Potter", "Kiln Lane", start=Date(2001), end=end, groups=groups))
    return Resume("Ada Example", sections=(Section("work", "Work", "work", tuple(jobs)),))


def signals(
    resume: Resume, posting: Posting = POSTING, answered: Sequence[Sequence[Hit]] | None = None
) -> Columns:
    found = [line for line in scorable_lines(resume) if is_judged(line)]
    asked = make_queries(extract(posting)) if answered is None else ()
    own = answered or [find_hits(read_line(line.text), asked) for line in found]
    return compute_signals(found, resume, posting, own, {"glazing": "must"}, {})


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.text(max_size=80), min_size=1, max_size=5),
    st.text(max_size=200),
    st.text(max_size=40),
    st.sampled_from([(None,), (Date(1900), None), (Date(2020), Date(2019, 12))]),
)
def test_signals_are_finite_for_any_text(
    texts: list[str], body: str, title: str, ends: tuple[Date | None, ...]
) -> None:
    resume = make_resume(*texts, ends=ends)
    found = [line for line in scorable_lines(resume) if is_judged(line)]
    columns = compute_signals(found, resume, Posting(body, title=title), [()] * len(found), {}, {})
    assert set(columns) == set(load_line_model().signals)
    for name, values in columns.items():
        assert np.asarray(values).shape == (len(found),), name
        assert np.isfinite(values).all(), name
    again = compute_signals(found, resume, Posting(body, title=title), [()] * len(found), {}, {})
    assert all((columns[name] == again[name]).all() for name in columns)
    assert all(math.isfinite(one.lead) for one in judge_lines(columns))


def test_a_line_alone_in_its_master_is_like_its_usual_line() -> None:
    """No spread, no surprise: what is compared with itself is at 0."""
    columns = signals(make_resume(PLAIN))
    alone = [name for name in columns if name.endswith(("in this master", "in this job"))]
    assert alone
    for name in alone:
        assert columns[name][0] == (1.0 if name == "length, in this master" else 0.0), name


@pytest.mark.parametrize(
    ("signal", "rising"),
    [
        ("length", ("Kilns", "Fired the kilns", PLAIN, PLAIN + " for ten shops and a museum")),
        ("figures", (PLAIN, PLAIN + " 7", PLAIN + " 7 and 8", PLAIN + " 7, 8 and 9")),
        ("figures: a result", (PLAIN, PLAIN + " and cut waste by 40%")),
        ("strong verbs", ("Kilns", "Led kilns", "Led and built kilns")),
        ("leads people", (PLAIN, "Led six potters")),
        ("claims a trait or skill", (PLAIN, "Proficient in kilns, a team player")),
        ("helps or attends", (PLAIN, "Assisted at a gas kiln")),
        ("is a chore", (PLAIN, "Cleaned the gas kiln, other duties as needed")),
        ("names money or a share", (PLAIN, "Fired stoneware worth $20,000")),
        ("leads people, and the posting asks for it", (PLAIN, "Managed six potters")),
        ("helps or attends, below the level asked for", (PLAIN, "Helped six potters")),
        ("meaning, text", ("Sold used cars", "Was a potter who glazed clay in a kiln")),
        ("words", ("Sold used cars", "Glazing and waste of the kiln")),
    ],
)
def test_a_signal_rises_with_what_it_is_named_after(signal: str, rising: tuple[str, ...]) -> None:
    values = list(signals(make_resume(*rising))[signal])
    assert values == sorted(values)
    assert len(set(values)) == len(values)


def test_signals_of_keywords_rise_with_the_keywords_that_are_answered() -> None:
    resume = make_resume("None", "Half", "Whole", "Two")
    glazing, waste = Hit("glazing", 6.0, 1.0, "x"), Hit("waste", 2.0, 1.0, "y")
    half = Hit("glazing", 6.0, 0.5, "x")
    columns = signals(resume, answered=[(), (half,), (glazing,), (glazing, waste)])
    assert list(columns["keywords: must"]) == [0.0, 3.0, 6.0, 6.0]
    assert list(columns["keywords: context"]) == [0.0, 0.0, 0.0, 2.0]
    assert list(columns["keywords: number"]) == [0.0, 1.0, 1.0, 2.0]
    assert list(columns["keywords: in full"]) == [0.0, 0.0, 1.0, 2.0]
    every = list(columns["keywords: all"])
    assert every == sorted(set(every))


def test_an_older_job_is_older_by_every_signal_of_age() -> None:
    columns = signals(make_resume(PLAIN, ends=(None, Date(2020, 6), Date(2010, 6))))
    assert list(columns["jobs since"]) == [0.0, 1.0, 2.0]
    assert list(columns["current job"]) == [1.0, 0.0, 0.0]
    ages, halves = list(columns["age"]), list(columns["age: half-life"])
    assert ages == sorted(ages)
    assert halves == sorted(halves, reverse=True)
    assert ages[2] == 1.0, "ten years after"


def test_of_near_equal_lines_the_shorter_is_the_lesser() -> None:
    found = [
        Line(key, 0, text, "bullet", "work/0", "work", None, True)
        for key, text in (("a", PLAIN + " daily"), ("b", PLAIN), ("c", "Sold cups"))
    ]
    pairs = [("a", 0, "b", 0, 0.9), ("c", 0, "b", 0, 0.7), ("b", 0, "gone", 0, 1.0)]
    assert lesser_repeats(found, pairs) == {("b", 0): 0.9, ("c", 0): 0.7}


def judged_example() -> tuple[Resume, Posting, Columns, list[Judgement]]:
    resume = read_resume(next(iter(sorted((JUDGED / "masters").glob("*.yaml")))))[0]
    columns = signals(resume)
    return resume, POSTING, columns, judge_lines(columns)


def test_the_groups_of_points_add_up_to_what_the_model_says() -> None:
    """Shown to 4 digits: the sum of the groups may be off by half a digit each, no more."""
    _, _, columns, judgements = judged_example()
    model = load_line_model()
    table = np.stack([columns[name] for name in model.signals], axis=1)
    for row, one in zip(table, judgements, strict=True):
        share = math.fsum((row - model.means) / model.spreads * model.worth)
        whole = POINTS * (model.average - PRICE + share)
        assert math.fsum(points for _, points in one.points) == pytest.approx(
            whole, abs=5e-5 * (len(one.points) + 1)
        )
    assert judge_lines(columns) == judgements


def test_the_points_of_the_model_are_the_extras_of_the_score_exactly() -> None:
    resume, posting, _, _ = judged_example()
    keywords = extract(posting)
    scores = score_lines(resume, keywords, posting)
    found = [line for line in scorable_lines(resume) if is_judged(line)]
    asked = make_queries(keywords)
    own = [find_hits(read_line(line.text), asked) for line in found]
    kinds = {one.term: one.kind for one in keywords}
    columns = compute_signals(found, resume, posting, own, kinds, {})
    for line, one in zip(found, judge_lines(columns), strict=True):
        whole = scores[line.key, line.variant]
        assert dict(whole.extras) == {name: points for name, points in one.points if points}
        assert whole.lead == one.lead
        points = sum(hit.points for hit in whole.hits) + sum(x for _, x in whole.extras)
        assert whole.value == points


def test_every_signal_belongs_to_a_group_that_a_person_understands() -> None:
    groups = {group_of(name) for name in load_line_model().signals}
    assert groups == {
        *("relevance", "job", "keywords", "figures", "wording"),
        *("length", "recency", "repeats"),
    }


def test_the_model_is_a_plain_table_of_finite_numbers() -> None:
    model = load_line_model()
    for column in (model.means, model.spreads, model.worth, model.lead):
        assert column.shape == (len(model.signals),)
        assert np.isfinite(column).all()
    assert (model.spreads > 0).all()
    assert 0 < model.average < 1


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three masters of tests/judged with their pairs, and one pair that is put away."""
    folder = tmp_path_factory.mktemp("judged")
    text = (JUDGED / "judged.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    chosen = sorted({row["master"] for row in rows})[:3]
    rows = [row for row in rows if row["master"] in chosen]
    rows[-1]["held_out"] = True
    for name in {row[kind] for row in rows for kind in ("master", "posting")}:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes((JUDGED / name).read_bytes())
    (folder / "judged.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def run_training(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["train_line_model.py", *arguments])
    assert train_line_model.main() == 0


def test_training_writes_a_model_of_the_same_signals(
    tiny: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shipped = (ROOT / "data" / "line_model.json").read_bytes()
    run_training(monkeypatch, str(tiny), "--output", str(tmp_path / "model.json"))
    said = capsys.readouterr().out
    count = len((tiny / "judged.jsonl").read_text(encoding="utf-8").splitlines())
    model = read_line_model(tmp_path / "model.json")
    assert f"{count - 1} pairs of 3 masters, {len(model.signals)} signals" in said
    assert model.signals == load_line_model().signals
    for column in (model.means, model.spreads, model.worth, model.lead):
        assert np.isfinite(column).all()
    assert model.worth.any()
    assert model.lead.any()
    assert (ROOT / "data" / "line_model.json").read_bytes() == shipped
    shares = [float(share) for share in re.findall(r" (0\.\d+)", said)]
    assert len(shares) == 3
    assert all(0 < share < 1 for share in shares)


def test_what_is_learned_from_pairs_tells_their_lines_apart(tiny: Path) -> None:
    """On what it was fitted on, a line that must be printed is worth more on average than one
    that must not."""
    names: list[str] = []
    pairs = list(train_line_model.read_pairs(tiny, names))
    means, spreads, weights, _ = train_line_model.fit_worth(pairs)
    worths: dict[bool, list[Any]] = {True: [], False: []}
    for pair in pairs:
        worth = (pair.table - means) / spreads @ weights
        worths[True] += list(worth[pair.worth == train_line_model.MUST])
        worths[False] += list(worth[pair.worth == train_line_model.MUST_NOT])
    assert min(map(len, worths.values())) > 10
    assert np.mean(worths[True]) > np.mean(worths[False])


def test_a_greedy_page_takes_the_best_that_fits() -> None:
    limit = train_line_model.PAGE_CHARS
    chars = [limit // 2, limit, limit // 2, 1]
    assert train_line_model.greedy_page(np.array([0.1, 0.5, 0.9, -1.0]), chars) == [
        2,
        0,
        *[3] * (limit % 2),
    ]
    dice = random.Random(1)
    worth = np.array([dice.random() for _ in range(40)])
    chosen = train_line_model.greedy_page(worth, [90] * 40)
    assert len(chosen) == limit // 90
    assert set(chosen) == set(np.argsort(-worth)[: len(chosen)])
