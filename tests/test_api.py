"""The functions of the package itself."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import tailor
from tailor import models
from tailor.errors import FileError, InputError, TailorError
from tailor.judge import Judge, Judgement, Verdict
from tailor.optimizer.rules import Rules
from tailor.optimizer.selection import ForcingCost
from tailor.page_form import Form
from tailor.pipeline import Match, Options, Outcome
from tailor.posting.fetch import fetch_posting
from tailor.scoring.coverage import Coverage, KeywordAnswer

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "examples" / "nurse"
JOB = CASE / "postings" / "icu-registered-nurse.txt"
POSTING = """Site Reliability Engineer

Requirements
- Kafka and PostgreSQL in production
- You must know Terraform
"""


MANUAL = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
VALUES: tuple[Any, ...] = (
    *(Outcome, Match, Options, Rules, ForcingCost, KeywordAnswer, Coverage, Form),
    *(Judge, Judgement, Verdict, tailor.Problem, tailor.Place),
    *(models.Plan, models.Cut, models.Document, models.Finding, models.Posting, models.Passage),
    *(models.Keyword, models.Score, models.Hit, models.Resume, models.Contact, models.Profile),
    *(models.Section, models.Entry, models.Group, models.Bullet, models.Date),
)
"""What a user of the package can get hold of."""


def test_the_examples_of_the_manual_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(CASE / "resume.yaml", tmp_path)
    shutil.copy(JOB, tmp_path / "posting.txt")
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"(?ms)^```python\n(.*?)^```", MANUAL)
    assert len(examples) > 6
    names: dict[str, Any] = {}
    for code in examples:
        exec(compile(code, "docs/api.md", "exec"), names)
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "page.tex").is_file()


def undocumented(kind: Any, text: str) -> list[str]:
    """The fields and properties of a value that do not stand in code in the part about it."""
    parts = re.findall(rf"(?m)^.*\b{kind.__name__}\b.*$", text)
    sections = [one for one in re.split(r"(?m)^###? ", text) if kind.__name__ in one]
    assert parts, f"docs/api.md does not name {kind.__name__}"
    known = {one for part in sections for one in re.findall(r"`([a-z_0-9]+)[`(]", part)}
    own = [name for name, value in vars(kind).items() if isinstance(value, property)]
    return [name for name in [one.name for one in fields(kind)] + own if name not in known]


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: str(kind.__name__))
def test_the_manual_names_every_field_of_every_value(kind: Any) -> None:
    values = MANUAL.partition("## The values")[2]
    assert undocumented(kind, values) == []
    assert undocumented(kind, values.replace(f"`{fields(kind)[0].name}`", "")) != []


def test_a_page_is_saved_whole_or_not_at_all(tmp_path: Path, posting_page: Outcome) -> None:
    path = posting_page.save(tmp_path / "page.pdf")
    assert path.read_bytes() == posting_page.pdf
    assert (tmp_path / "page.tex").read_text(encoding="utf-8") == posting_page.document.tex
    for wrong in (tmp_path / "nosuch" / "page.pdf", tmp_path, "a\0b.pdf"):
        with pytest.raises(FileError, match="cannot be written"):
            posting_page.save(wrong)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["page.pdf", "page.tex"]


def test_coverage_is_that_of_the_report(posting_page: Outcome) -> None:
    from tailor.cli.json_report import job_record

    report = job_record(posting_page, posting_page.answers, None, 1.0)
    shares = {kind: (one.covered, one.of) for kind, one in posting_page.coverage.items()}
    assert shares == {k: (one["covered"], one["of"]) for k, one in report["coverage"].items()}
    assert shares["must"][1] > 5


@pytest.fixture(scope="module")
def posting_page() -> Outcome:
    return tailor.tailor(CASE / "resume.yaml", JOB)


def test_a_master_is_checked_without_an_exception(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("basics:\n  name: A\n  emial: x\n", encoding="utf-8")
    (problem,) = tailor.check_resume(bad)
    assert problem.place
    assert (problem.level, problem.place.line, problem.place.column) == ("error", 3, 3)
    assert tailor.check_resume(CASE / "resume.yaml") == []
    with pytest.raises(FileError):
        tailor.check_resume(tmp_path / "nosuch.yaml")


def test_match_tells_what_tailor_would(posting_page: Outcome) -> None:
    steps: list[str] = []
    progress: Callable[[str], object] = steps.append
    found = tailor.match(CASE / "resume.yaml", str(JOB), progress=progress)
    assert found.scores == posting_page.scores
    assert found.coverage["must"].covered >= posting_page.coverage["must"].covered
    assert steps


def test_import_is_light() -> None:
    code = "import sys, tailor; print(len([name for name in sys.modules if '.' not in name]))"
    heavy = (
        "import sys, tailor; print({'spacy', 'numpy', 'rich', 'typer', 'yaml'} & {*sys.modules})"
    )
    for script, most in ((code, 120), (heavy, None)):
        output = subprocess.check_output([sys.executable, "-c", script], cwd=ROOT, text=True)
        assert output.strip() == "set()" if most is None else int(output) < most


def test_extract_gives_keywords_best_first() -> None:
    found = tailor.extract(POSTING)
    weights = [keyword.weight for keyword in found]
    assert weights == sorted(weights, reverse=True)
    assert {"Kafka", "PostgreSQL", "Terraform"} <= {keyword.term for keyword in found}
    with pytest.raises(InputError):
        tailor.extract(" \n")


def test_rank_prefers_the_line_that_answers() -> None:
    bullets = ["Ran a book club for children.", "Ran Kafka and PostgreSQL for 3 teams.", ""]
    values = tailor.rank(POSTING, bullets)
    assert values.index(max(values)) == 1
    assert len(values) == 3
    grouped = tailor.rank(POSTING, bullets, ["b", "a", "a"])
    assert len(grouped) == 3


def test_tailor_takes_files_texts_and_values() -> None:
    options = Options(paper="a4", rules=Rules(keep_order=True))
    by_file = tailor.tailor(str(CASE / "resume.yaml"), JOB, options)
    assert by_file.document.pages == 1
    assert by_file.paper == "a4"
    assert by_file.plan.proven
    text = (CASE / "resume.yaml").read_text(encoding="utf-8")
    by_value = tailor.tailor(
        tailor.read_resume(CASE / "resume.yaml"), fetch_posting(str(JOB)), options
    )
    by_text = tailor.tailor(text, JOB.read_text(encoding="utf-8"), options)
    assert by_file.document.pdf == by_value.document.pdf == by_text.document.pdf
    bullets = [cut.key for cut in by_file.plan.dropped if "/highlights/" in cut.key][:1]
    (price,) = by_file.cost(bullets)
    assert price is not None
    assert price.points >= 0


def test_faults_are_exceptions() -> None:
    with pytest.raises(FileError, match="no such file"):
        tailor.read_resume("nosuch.yaml")
    with pytest.raises(InputError, match="did you mean email"):
        tailor.tailor("basics:\n  name: A\n  emial: x\n", POSTING)


def test_groups_must_be_as_many_as_bullets() -> None:
    with pytest.raises(InputError, match="groups has 1 items, bullets has 2"):
        tailor.rank(POSTING, ["Ran Kafka.", "Led."], ["a"])
    assert tailor.rank(POSTING, [], []) == []


def test_titles_of_jobs() -> None:
    bullets = ["Ran it for 3 teams.", "Led a group.", "Kept the books."]
    each = tailor.rank(POSTING, bullets, [1, 2, 2], ["Kafka engineer", "Baker", "Baker"])
    assert each == tailor.rank(POSTING, bullets, [1, 2, 2], {1: "Kafka engineer", 2: "Baker"})
    assert each.index(max(each)) == 0
    assert each != tailor.rank(POSTING, bullets, [1, 2, 2])
    with pytest.raises(InputError, match="titles has 1 items, bullets has 3"):
        tailor.rank(POSTING, bullets, [1, 2, 2], ["Baker"])
    with pytest.raises(InputError, match="there are no groups"):
        tailor.rank(POSTING, bullets, titles={1: "Baker"})


def test_a_posting_of_one_line_is_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = "We need a nurse with ventilator experience and ACLS."
    outcome = tailor.tailor(CASE / "resume.yaml", line)
    assert outcome.posting.text.strip() == line
    monkeypatch.chdir(tmp_path)
    named = Path("my posting.txt")
    assert tailor.is_text(str(named))
    assert tailor.is_text("Nurse wanted. " * 400)
    named.write_text(line, encoding="utf-8")
    assert not tailor.is_text(str(named))
    with pytest.raises(FileError):
        tailor.tailor(CASE / "resume.yaml", "nosuch.txt")


def test_what_callers_need_is_exported() -> None:
    assert tailor.Options is Options
    assert tailor.Rules is Rules
    kinds = {
        kind.__name__ for kind in TailorError.__subclasses__() if kind.__module__ == "tailor.errors"
    }
    assert kinds < set(tailor.__all__)
    assert all(hasattr(tailor, name) for name in tailor.__all__)
    assert not hasattr(tailor, "nosuch")
