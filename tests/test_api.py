"""The functions of the package itself."""

import subprocess
import sys
from pathlib import Path

import pytest

import tailor
from tailor.errors import FileError, InputError
from tailor.fetch import fetch
from tailor.fit import Rules
from tailor.pipeline import Options

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
    by_value = tailor.tailor(tailor.read_resume(CASE / "resume.yaml"), fetch(str(JOB)), options)
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
