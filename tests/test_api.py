"""The functions of the package itself."""

import subprocess
import sys
from pathlib import Path

import pytest

import tailor
from tailor.errors import FileError, InputError, TailorError
from tailor.optimizer.rules import Rules
from tailor.pipeline import Options
from tailor.posting.fetch import fetch_posting

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "examples" / "nurse"
JOB = CASE / "postings" / "icu-registered-nurse.txt"
POSTING = """Site Reliability Engineer

Requirements
- Kafka and PostgreSQL in production
- You must know Terraform
"""


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
