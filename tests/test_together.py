"""One page for several postings: the best mean of what it is worth for each, and the command."""

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailor.cli import main
from tailor.cli.commands.batch_shared import shared_target
from tailor.cli.settings import Settings
from tailor.keywords import extract
from tailor.keywords.extraction import merge_keywords
from tailor.layout import page_parts
from tailor.loader import read_resume
from tailor.models import Bullet, Date, Entry, Group, Keyword, Posting, Resume, Score, Section
from tailor.optimizer.selection import select_page
from tailor.pipeline import tailor_for_all
from tailor.scoring import score_lines
from tests.test_fit_brute import if_there_is_room, selections, value
from tests.test_fit_cases import POINT, Toy, tall

ROOT = Path(__file__).resolve().parent.parent
POSTINGS = tuple(
    Posting(text, title=text.partition("\n")[0])
    for text in (
        "Data Analyst\n\nRequirements\n- Strong SQL and Python\n- Tableau\n",
        "Data Engineer\n\nRequirements\n- Python, Airflow and Terraform\n\nNice to have\n- SQL\n",
        "Nurse Manager\n\nRequirements\n- Triage and wound care\n- Staff scheduling\n",
    )
)
LINES = (
    "Wrote 40 SQL reports for the finance team and taught Python to nine analysts.",
    "Ran Airflow on Kubernetes.",
    "Cut the run time of a Python job from 9 hours to 20 minutes.",
    "Led triage in a ward of 30 beds and planned the shifts of 12 nurses every month.",
    "Built Tableau dashboards.",
    "Trained eleven nurses in wound care.",
    "Moved 200 servers to Terraform modules that three other teams adopted within a year.",
    "Sang in a choir.",
)


def master(dice: Random) -> Resume:
    """Two jobs of two lines each, and some skills."""
    texts = dice.sample(LINES, 4)

    def job(number: int) -> Entry:
        key = f"work/{number}"
        bullets = tuple(
            Bullet(f"{key}/highlights/{i}", text)
            for i, text in enumerate(texts[2 * number : 2 * number + 2])
        )
        start, end = Date(2020 - 5 * number, 1), Date(2025 - 5 * number, 6)
        groups = (Group(f"{key}/highlights", bullets=bullets),)
        return Entry(key, f"Post {number}", "Firm", start=start, end=end, groups=groups)

    names = dice.sample(("SQL", "Python", "Triage", "Terraform", "Excel"), 3)
    skills = tuple(Bullet(f"skills/0/k/{i}", name) for i, name in enumerate(names))
    kit = Entry("skills/0", "Kit", groups=(Group("skills/0/k", bullets=skills),))
    work = Section("work", "Work", "work", (job(0), job(1)))
    return Resume("Ada Example", sections=(work, Section("skills", "Skills", "skills", (kit,))))


extract_once = cache(extract)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from((180, 210, 260, 320)), st.integers(2, 3))
def test_no_other_page_has_a_better_mean(seed: int, page: int, count: int) -> None:
    dice = Random(seed)
    resume, postings = master(dice), dice.sample(POSTINGS, count)
    asked = [extract_once(posting) for posting in postings]
    each = [
        score_lines(resume, keywords, one) for keywords, one in zip(asked, postings, strict=True)
    ]
    whole = score_lines(resume, merge_keywords(asked), postings, keyword_lists=asked)

    def mean(made: Resume) -> float:
        return sum(value(made, resume, one, (), {}) for one in each) / count

    fitting = [
        (mean(made), made)
        for made in selections(resume, whole)
        if sum(map(tall, page_parts(made))) <= page * POINT
    ]
    best = max(points for points, _ in if_there_is_room(fitting, resume, page))
    plan = select_page(resume, whole, Toy(page * POINT))
    assert plan.proven
    assert mean(plan.resume) == pytest.approx(best, abs=0.02)
    assert plan.objective == pytest.approx(best, abs=0.02)


def test_a_line_is_worth_the_mean_of_what_it_is_worth_for_each() -> None:
    resume = read_resume(ROOT / "tailor" / "cli" / "starter.yaml")[0]
    asked = [extract(posting) for posting in POSTINGS]
    each = [
        score_lines(resume, keywords, one) for keywords, one in zip(asked, POSTINGS, strict=True)
    ]
    whole = score_lines(resume, merge_keywords(asked), POSTINGS, keyword_lists=asked)
    assert {one.weight for one in entry_bullets(resume)} > {1.0}
    weights = {bullet.key: bullet.weight for bullet in entry_bullets(resume)}
    for wording, one in whole.items():
        mean = sum(plain_value(scores[wording]) for scores in each) / len(each)
        weighted = mean + abs(mean) * (weights.get(one.key, 1.0) - 1)
        assert one.value == pytest.approx(weighted, abs=0.001), wording
        lead = sum(scores[wording].lead for scores in each) / len(each)
        assert one.lead == pytest.approx(lead, abs=1e-5)


def entry_bullets(resume: Resume) -> list[Bullet]:
    return [b for s in resume.sections for entry in s.entries for b in entry.bullets]


def plain_value(one: Score) -> float:
    """What a line is worth before the weight that the master gives it."""
    return one.value - dict(one.extras).get("weight", 0.0)


def test_keywords_together() -> None:
    one = (Keyword("SQL", "nice", 2.0, ("sql",), ("Some SQL.",), ((3, 6),)),)
    other = (
        Keyword("SQL", "must", 4.0, ("sql", "SQL language"), ("Strong SQL.",)),
        Keyword("Go", "context", 1.5),
    )
    assert merge_keywords([one, other, ()]) == (
        Keyword("SQL", "must", 2.0, ("sql", "SQL language"), ("Some SQL.", "Strong SQL.")),
        Keyword("Go", "context", 0.5),
    )
    assert merge_keywords([one])[0].weight == 2.0


def test_two_names_of_one_skill_are_one_keyword() -> None:
    one = (Keyword("infrastructure as code", "must", 6.0), Keyword("Machine Learning", "nice", 2.0))
    other = (
        Keyword("IaC", "nice", 2.0, ("infrastructure as code",)),
        Keyword("Machine learning", "must", 6.0),
        Keyword("Ledger reviews", "nice", 1.0),
    )
    third = (Keyword("ledger review", "nice", 2.0),)
    assert [(k.term, k.kind, k.weight) for k in merge_keywords([one, other, third, ()])] == [
        ("Machine learning", "must", 2.0),
        ("infrastructure as code", "must", 2.0),
        ("ledger review", "nice", 0.75),
    ]


def test_what_will_do_instead_will_do_for_every_posting() -> None:
    def asked(term: str, *choice: str) -> Keyword:
        return Keyword(term, "must", 2.0, choice=choice)

    either = (asked("Kotlin", "Java"), asked("Java", "Kotlin"))
    found = {one.term: one.choice for one in merge_keywords([either, either])}
    assert found == {"Kotlin": ("Java",), "Java": ("Kotlin",)}
    found = {one.term: one.choice for one in merge_keywords([either, (asked("Kotlin"),)])}
    assert found == {"Kotlin": (), "Java": ("Kotlin",)}
    by_another_name = (asked("Nomad", "K8s"), asked("K8s", "Nomad"))
    found = {
        one.term: one.choice for one in merge_keywords([by_another_name, (asked("Kubernetes"),)])
    }
    assert found == {"Kubernetes": (), "Nomad": ("Kubernetes",)}


def test_of_one_posting_it_is_the_page_for_that_posting() -> None:
    from tailor.pipeline import tailor

    resume = read_resume(ROOT / "tailor" / "cli" / "starter.yaml")[0]
    alone = tailor(resume, POSTINGS[0])
    same = tailor_for_all(resume, [(POSTINGS[0], extract(POSTINGS[0]))])
    assert same.plan.chosen == alone.plan.chosen
    assert same.document.pdf == alone.document.pdf


@pytest.fixture
def folder(desk: Path) -> Path:
    """A working folder with a master, two postings, and one that is none."""
    Path("jobs").mkdir()
    for number, posting in enumerate(POSTINGS[:2]):
        Path(f"jobs/{number}.txt").write_text(posting.text)
    Path("jobs/bad.txt").write_text("\n")
    return desk


def for_all(capsys: pytest.CaptureFixture[str], *words: str, code: int) -> dict[str, Any]:
    assert main(["batch", "jobs", "--master-for-all", "--format", "json", *words]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_command_makes_one_page_and_tells_what_it_is_for_each(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = for_all(capsys, "--workers", "1", "--jsonl", "all.jsonl", code=4)
    jsonschema.validate(report, json.loads((ROOT / "docs/report.schema.json").read_text("utf-8")))
    names = {path.name for path in (folder / "out").iterdir()}
    assert names == {"for-all.pdf", "for-all.tex", "for-all.tailor.json"}
    assert report["outputs"]["lock"] == "out/for-all.tailor.json"
    rows = {Path(one["posting"]).name: one for one in report["postings"]}
    assert {name: one["state"] for name, one in rows.items()} == {
        "0.txt": "served", "1.txt": "served", "bad.txt": "failed"
    }  # fmt: skip
    assert rows["0.txt"]["coverage"]["must"] == {"covered": 4, "of": 4}
    assert rows["1.txt"]["missing"] == ["Terraform"]
    assert rows["bad.txt"]["problems"][0]["message"] == "the posting is empty"
    assert report["page"]["proven"] is True
    lines = (folder / "all.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == report["postings"]
    before = (folder / "out/for-all.pdf").read_bytes()
    (folder / "jobs/bad.txt").unlink()
    for_all(capsys, "--workers", "2", code=0)
    assert (folder / "out/for-all.pdf").read_bytes() == before


def test_it_can_be_verified_until_a_posting_changes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "jobs/bad.txt").unlink()
    assert main(["batch", "jobs", "--master-for-all", "--workers", "1"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Robin Marlowe for 2 postings\n1 page · ")
    assert "4/4       -  Data Analyst" in told
    assert main(["verify", "out/for-all.pdf"]) == 0
    (folder / "jobs/1.txt").write_text(POSTINGS[2].text)
    assert main(["verify", "--quick", "out/for-all.pdf"]) == 4
    assert "changed since it was made: postings" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("out/{posting}.pdf", "out/for-all.pdf"),
        ("a.b/{company}/{title}.pdf", "a.b/for-all.pdf"),
        ("{title}.pdf", "for-all.pdf"),
        ("a/b.pdf", "a/b.pdf"),
    ],
)
def test_where_the_page_goes(pattern: str, path: str, tmp_path: Path) -> None:
    goal = shared_target(Settings("", output=pattern), tmp_path / "resume.yaml", ())
    assert goal.pdf == Path(path)


def test_nothing_is_made_of_no_posting(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "jobs/bad.txt", "--master-for-all"]) == 4
    assert "the posting is empty" in capsys.readouterr().err
    assert main(["batch", "jobs/bad.txt", "--master-for-all", "--format", "json"]) == 4
    (error,) = json.loads(capsys.readouterr().out)["errors"]
    assert (error["file"], error["message"]) == ("jobs/bad.txt", "the posting is empty")
    assert main(["batch", "jobs/0.txt", "--master-for-all", "-o", "jobs/0.pdf"]) == 0
    assert main(["batch", "jobs/0.txt", "--master-for-all", "-o", "resume.yaml"]) == 2
    assert main(["batch", "jobs/0.txt", "--master-for-all", "--html", "a.html"]) == 2
    assert not (folder / "out").exists()
