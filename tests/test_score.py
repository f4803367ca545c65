"""What lines are worth: sums that add up, evidence by strength, recency, figures, relevance."""

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailor.errors import LimitError
from tailor.keywords import extract
from tailor.layout import Line, scorable_lines
from tailor.loader import read_resume
from tailor.models import Bullet, Date, Entry, Group, Hit, Keyword, Posting, Resume, Score, Section
from tailor.scoring import rank, score_lines, similarity
from tailor.scoring.explain import explain_score
from tailor.scoring.features import RECENT, latest_month, recency_points
from tailor.scoring.line_kinds import figure_points
from tailor.scoring.matching import find_hits, make_queries, read_line, stem_word
from tailor.scoring.occupation_model import encode_texts, load_occupation_model, occupation_chances
from tailor.scoring.relevance import relevance_points
from tailor.scoring.similarity import find_similar_wordings, repeatable_wordings

TEXT = """\
Platform Engineer

Strong experience with Kubernetes, Terraform and JavaScript is required.
Relational database design and CI/CD are a plus.
"""
POSTING = Posting(TEXT, title="Platform Engineer")


def entry(number: int, end: Date | None, *bullets: Bullet) -> Entry:
    key = f"work/{number}"
    return Entry(
        key, "Engineer", "Lab", start=Date(2010), end=end, groups=(Group(key, bullets=bullets),)
    )


def resume(*entries: Entry) -> Resume:
    return Resume("Ada Example", sections=(Section("work", "Work", "work", entries),))


BULLETS = (
    Bullet("work/0/highlights/0", "Ran 40 services on k8s with Terraform", weight=2.0),
    Bullet("work/0/highlights/1", "Built React.js pages", ("Built pages in JavaScript",)),
    Bullet("work/1/highlights/0", "Designed a relational store", weight=0.0),
    Bullet("work/1/highlights/1", "Cooked soup for guests"),
)
MASTER = resume(entry(0, None, *BULLETS[:2]), entry(1, Date(2014, 6), *BULLETS[2:]))


def answered(text: str, *asked: Keyword) -> tuple[Hit, ...]:
    return find_hits(read_line(text), make_queries(asked))


def test_every_wording_of_every_line_has_a_score() -> None:
    scores = score_lines(MASTER, extract(POSTING), POSTING)
    assert list(scores) == [(line.key, line.variant) for line in scorable_lines(MASTER)]
    assert all((s.key, s.variant) == key for key, s in scores.items())


def test_points_add_up_to_the_value_and_to_what_is_explained() -> None:
    for one in score_lines(MASTER, extract(POSTING), POSTING).values():
        parts = [hit.points for hit in one.hits] + [points for _, points in one.extras]
        assert one.value == sum(h.points for h in one.hits) + sum(x for _, x in one.extras)
        assert all(0 < hit.strength <= 1 and hit.words for hit in one.hits)
        said = [float(row.split()[0]) for row in explain_score(one)]
        assert said[:-1] == pytest.approx(parts, abs=5e-5)
        assert sum(said[:-1]) == pytest.approx(said[-1], abs=1e-3)


def test_what_answers_is_worth_more() -> None:
    scores = score_lines(MASTER, extract(POSTING), POSTING)
    values = {key: scores[key, 0].value for key, _ in scores}
    ordered = [bullet.key for bullet in (BULLETS[0], BULLETS[1], BULLETS[3])]
    assert sorted(ordered, key=lambda key: -values[key]) == ordered
    assert scores[BULLETS[1].key, 1].value > scores[BULLETS[1].key, 0].value
    assert values[BULLETS[3].key] < 0, "a line of another trade costs more room than it is worth"


def test_a_line_of_no_weight_is_worth_nothing() -> None:
    assert score_lines(MASTER, extract(POSTING), POSTING)[BULLETS[2].key, 0].value == pytest.approx(
        0.0, abs=1e-3
    )


def test_the_weight_of_the_master_multiplies() -> None:
    one = score_lines(MASTER, extract(POSTING), POSTING)[BULLETS[0].key, 0]
    points = dict(one.extras)
    assert one.value == pytest.approx(2 * (one.value - points["weight"]), abs=1e-3)


def test_strength_of_evidence() -> None:
    script = Keyword("JavaScript", "must", 6.0)
    assert answered("Pages in JavaScript", script) == (Hit("JavaScript", 6.0, 1.0, "JavaScript"),)
    assert answered("Pages in React.js", script) == (Hit("JavaScript", 6.0, 0.4, "React.js"),)
    assert answered("Java, scripts", script) == ()
    assert answered("Ran k8s", Keyword("Kubernetes", "must", 6.0))[0].words == "k8s"
    phrase = Keyword("incident review meetings", "nice", 2.0)
    assert answered("Led incident review meetings", phrase)[0].strength == 1.0
    assert answered("Reviewed every incident", phrase)[0].strength == pytest.approx(0.22)
    assert answered("Led meetings", phrase) == ()


@pytest.mark.parametrize("term", ["Java", "C", "Go", "R"])
def test_no_name_inside_another(term: str) -> None:
    asked = Keyword(term, "must", 6.0)
    assert answered("JavaScript and C++ going on for R&D with C# at C-level", asked) == ()


def test_recency_is_counted_from_the_newest_date_not_from_a_clock() -> None:
    def line(end: Date | None, dated: bool = True) -> Line:
        return Line("k", 0, "x", "bullet", "e", "work", end, dated)

    newest = latest_month([line(Date(2020, 12)), line(Date(2014, 12))])
    ends = [Date(2020, 12), Date(2014, 12), Date(2008, 12), None]
    assert [recency_points(line(end), newest) for end in ends] == [
        RECENT,
        RECENT / 2,
        RECENT / 4,
        RECENT,
    ]
    assert recency_points(line(None, dated=False), newest) == RECENT / 2
    assert latest_month([line(None)]) is None


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Cut costs by 30%", 0.5),
        ("Saved $2M", 0.5),
        ("Ran 40 services", 0.5),
        ("Doubled sales", 0.5),
        ("3x faster", 0.5),
        ("In 2019 wrote reports", 0.0),
        ("Wrote reports", 0.0),
    ],
)
def test_figures(text: str, points: float) -> None:
    assert figure_points(text) == points


def test_relevance_without_a_shared_word() -> None:
    posting = Posting("Care for patients on the ward, give medication.", title="Staff Nurse")
    near, far = relevance_points(posting, ["Dressed wounds in a hospital", "Welded steel beams"])
    assert 16 >= near > far >= 0.05
    assert relevance_points(posting, []) == []


def test_the_bridge_knows_occupations() -> None:
    best = occupation_chances(encode_texts(["Registered nurse", "Software developer", ""])).argmax(
        axis=1
    )
    found = [load_occupation_model().codes[i] for i in best[:2]]
    assert [code[:2] for code in found] == ["29", "15"]
    assert occupation_chances(encode_texts(["", "zzzz"])).shape == (
        2,
        len(load_occupation_model().codes),
    )


def test_rank_uses_the_job_of_a_line() -> None:
    bullets = ["Administered medication", "Kept records", "Kept records", "Welded beams"]
    text = "Staff Nurse\nCare for patients on a hospital ward."
    alone = rank(text, bullets)
    assert alone[1] == alone[2]
    among = rank(Posting(text, title="Staff Nurse"), bullets, ["a", "a", "b", "b"])
    assert among[0] == max(among)
    assert among[1] > among[2]


def test_rank_uses_the_title_of_a_job() -> None:
    bullets = ["Kept records", "Trained new staff", "Kept records", "Trained new staff"]
    posting = Posting("Care for patients on a hospital ward.", title="Staff Nurse")
    titles = ["Welder", "Welder", "Registered Nurse", ""]
    values = rank(posting, bullets, ["a", "a", "b", "b"], titles)
    assert values[2] > values[0]
    assert values[3] > values[1]
    without = rank(posting, bullets, ["a", "a", "b", "b"])
    assert without[0] == without[2]
    assert rank(posting, bullets, ["a", "a", "b", "b"], ["", " ", "", ""]) == without
    named = ["Welder", "Welder", "Nurse", "Nurse"]
    assert rank(posting, bullets, None, named) == rank(
        posting, bullets, ["a", "a", "b", "b"], named
    )


def test_lines_like_the_best_ones_gain() -> None:
    """Two lines that name no work at all: the one in the words of the best lines is worth more."""
    posting = Posting("Care for patients on a hospital ward.", title="Staff Nurse")
    best = [f"Gave medication to patients in room {number} and charted it" for number in range(5)]
    other = [f"Welded frame {number} of steel beams" for number in range(5)]
    asked, filler = "Charted what was given", "Beams of steel in frames"
    values = rank(posting, [*best, *other, asked, filler])
    assert values[-2] > values[-1]
    assert min(values[:5]) > max(values[5:10])


@pytest.mark.parametrize("bullets", [[], [""], ["Nursed."], ["Nursed."] * 30])
def test_rank_of_few_or_equal_lines(bullets: list[str]) -> None:
    values = rank(Posting("Nurses wanted.", title="Nurse"), bullets)
    assert len(values) == len(bullets)
    assert len(set(values)) <= 1


def test_similar_bullets() -> None:
    twins = (
        Bullet("work/0/highlights/0", "Cut the cost of hosting by half in one year"),
        Bullet("work/0/highlights/1", "Cut the cost of hosting by half within a year", ("Hiking",)),
        Bullet("work/0/highlights/2", "Taught apprentices to solder"),
    )
    master = resume(entry(0, None, *twins))
    assert [pair[:4] for pair in find_similar_wordings(repeatable_wordings(master))] == [
        ("work/0/highlights/0", 0, "work/0/highlights/1", 0)
    ]
    assert repeatable_wordings(master) == repeatable_wordings(tuple(scorable_lines(master)))
    assert find_similar_wordings(()) == ()


def test_similar_bullets_are_found_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similarity, "FEW", 0)
    found = [(f"k/{n}", 0, f"Cut cost {n % 7} of hosting by {n % 5}") for n in range(60)]
    whole = find_similar_wordings(found)
    assert len(whole) > 60
    monkeypatch.setattr(similarity, "AT_ONCE", 7 * len(found))
    assert find_similar_wordings(found) == whole


EXAMPLE = Path(__file__).parent.parent / "examples/software-engineer/resume.yaml"
WORDINGS = st.lists(st.lists(st.text("abcÀß1–’ẞ", min_size=1, max_size=7), min_size=1, max_size=5))


@settings(deadline=None)
@given(WORDINGS)
def test_few_bullets_are_compared_without_scikit_learn(texts: list[list[str]]) -> None:
    """With the same pairs and values."""
    found = [(f"k/{n}", 0, " ".join(words)) for n, words in enumerate(texts)]
    found += [(f"more/{n}", 0, " ".join([*words, "and"])) for n, words in enumerate(texts)]
    with pytest.MonkeyPatch.context() as patch:
        few = similarity.compare_few(found) if found else ()
        patch.setattr(similarity, "FEW", 0)
        assert few is None or few == find_similar_wordings(found)


def test_bullets_of_an_example_are_compared_without_scikit_learn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = repeatable_wordings(read_resume(EXAMPLE)[0])
    found += tuple((f"{key}/x", 0, f"{text} again") for key, _, text in found)
    few = similarity.compare_few(found)
    monkeypatch.setattr(similarity, "FEW", 0)
    assert few is not None
    assert len(few) > 10
    assert few == find_similar_wordings(found)


def test_more_similar_bullets_than_a_page_can_be_proven_with_are_refused() -> None:
    found = [(f"work/0/highlights/{n}", 0, "Cut the cost of hosting") for n in range(460)]
    with pytest.raises(LimitError, match=r"more than 100,000 pairs .*highlights/\d+, “Cut the"):
        find_similar_wordings(found)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(max_size=60), max_size=6), st.floats(0, 5))
def test_any_text_has_a_score_that_adds_up(texts: list[str], weight: float) -> None:
    bullets = (Bullet(f"work/0/highlights/{i}", t, weight=weight) for i, t in enumerate(texts))
    master = resume(entry(0, Date(2020), *bullets))
    asked = (Keyword("Python", "must", 6.0), Keyword("a", "nice", 2.0))
    first, second = (score_lines(master, asked, POSTING) for _ in range(2))
    assert first == second
    assert all(added(one) == one.value for one in first.values())
    assert all(math.isfinite(one.value) and math.isfinite(one.lead) for one in first.values())
    assert len(rank(POSTING, texts)) == len(texts)


@pytest.mark.parametrize("extra", ["base", "relevance", "wording", "repeats", "weight"])
def test_an_extra_that_costs_points_is_not_explained_as_one_that_adds_some(extra: str) -> None:
    added, cost = (
        explain_score(Score("k", 0, points, extras=((extra, points),)))[0].split(maxsplit=1)[1]
        for points in (1.5, -1.5)
    )
    assert extra not in (added, cost)
    assert (added == cost) == (extra == "weight")


def test_every_group_of_signals_has_a_reason() -> None:
    """A reader of an explanation never meets the bare name of a group."""
    extras = {name for one in score_lines(MASTER, (), POSTING).values() for name, _ in one.extras}
    assert extras >= {"base", "relevance", "job", "wording", "length", "recency"}
    for name in extras:
        assert (
            explain_score(Score("k", 0, 1.0, extras=((name, 1.0),)))[0].split(maxsplit=1)[1] != name
        )


def added(one: Score) -> float:
    return sum(hit.points for hit in one.hits) + sum(points for _, points in one.extras)


def test_an_instance_of_a_category_answers_it_and_a_relative_of_a_product_hardly() -> None:
    asked = make_queries(
        (Keyword("infrastructure as code", "must", 6.0), Keyword("JavaScript", "must", 6.0))
    )
    line = read_line("React front ends and Terraform")
    found = {hit.term: (hit.strength, hit.words) for hit in find_hits(line, asked)}
    assert found == {"infrastructure as code": (0.8, "Terraform"), "JavaScript": (0.4, "React")}


@pytest.mark.parametrize(
    ("line", "answered"),
    [
        ("Owned the rating and invoicing services in Go", True),
        ("Designed the Go service that imports appointments", True),
        ("Go", True),
        ("Go live in three weeks", False),
        ("Shipped it. Go live took a day", False),
        ("Ready to go", False),
        ("Let it Go-kart", False),
    ],
)
def test_an_ambiguous_name_that_is_asked_for_needs_no_company(line: str, answered: bool) -> None:
    asked = make_queries((Keyword("Go", "must", 6.0, ("Golang",)),))
    assert bool(find_hits(read_line(line), asked)) == answered


@pytest.mark.parametrize(
    "text",
    [
        "Introduced Python 3 across teams",
        "Wrote Java 8 streams",
        "ISO 9001 audits",
        "Room 12 has books",
        "12 years in backend services",
    ],
)
def test_a_number_in_a_name_or_of_years_is_no_result(text: str) -> None:
    assert figure_points(text) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Led 12 engineers",
        "Cut it by half",
        "Lowered the price from 20 to 5 EUR",
        "Taught 75 clinic patients",
        "Served 1,300 shops",
    ],
)
def test_a_count_or_a_change_is_a_result(text: str) -> None:
    assert figure_points(text) > 0.0


@pytest.mark.parametrize(
    ("asked", "line", "answered"),
    [
        ("MS", "Cut the load from 900 to 420 ms", False),
        ("MS", "Measured 3.3 mS/cm", False),
        ("US", "Teams have told us", False),
        ("US tax", "They told us of a tax", False),
        ("US tax", "Filed US tax forms", True),
        ("MES", "Moved the MES to a new line", True),
        ("RN", "Led six RNs", True),
        ("QA", "Did QA of 40 releases", True),
        ("Word", "Kept my word", False),
        ("Word", "Wrote letters in Word", True),
        ("Spring", "Opened in the spring", False),
        ("Kafka", "Rebuilt consumers on Kafka", True),
    ],
)
def test_a_short_name_is_answered_as_it_is_written(asked: str, line: str, answered: bool) -> None:
    found = find_hits(read_line(line), make_queries((Keyword(asked, "must", 6.0),)))
    assert bool(found) == answered


def test_the_stored_stems_are_those_of_the_words() -> None:
    model = load_occupation_model()
    commonest: dict[str, float] = {}
    for word, row in model.rows.items():
        stem = stem_word(word)
        commonest[stem] = min(commonest.get(stem, math.inf), float(model.rarity[row]))
    assert model.stem_rarity == commonest
