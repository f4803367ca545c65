"""Every example, whole: the page that the command line makes of it, against its golden texts."""

import io
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tailor.layout import page_parts
from tailor.loader import read_resume
from tailor.models import Resume

ROOT = Path(__file__).resolve().parent.parent
PAIRS = sorted((ROOT / "examples").glob("*/postings/*"))


@dataclass(frozen=True)
class Made:
    """What one run of the main job gave."""

    tex: str
    text: str
    report: dict[str, Any]


@cache
def made(posting: Path) -> Made:
    case = posting.parent.parent
    folder = case / "expected" / posting.stem
    out = Path(os.environ["TAILOR_TEST_OUT"]) / f"{case.name}-{posting.stem}.pdf"
    command = [sys.executable, "-m", "tailor", "--resume", str(case / "resume.yaml")]
    command += ["--job", str(posting), "--output", str(out), "--format", "json"]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert (ended.returncode, ended.stderr) == (0, ""), folder
    pages = PdfReader(io.BytesIO(out.read_bytes())).pages
    text = "\n".join(page.extract_text() for page in pages) + "\n"
    return Made(out.with_suffix(".tex").read_text(), text, json.loads(ended.stdout))


@pytest.fixture(autouse=True, scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["TAILOR_TEST_OUT"] = str(tmp_path_factory.mktemp("examples"))


def texts(resume: Resume) -> set[str]:
    """Every text of a master, in every wording."""
    found: set[str] = set()
    for part in page_parts(resume):
        for value in (part.value, getattr(part.value, "contact", None)):
            for name in getattr(value, "__dataclass_fields__", ()):
                found |= strings(getattr(value, name))
    return found


def strings(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, tuple):
        return set().union(*map(strings, value))
    fields = getattr(value, "__dataclass_fields__", ())
    return set().union(*(strings(getattr(value, name)) for name in fields))


def composed(text: str, known: set[str]) -> bool:
    """Whether a text is one of the master's, or several of them with ". " or ", " between."""
    if text in known:
        return True
    cuts = (found.span() for found in re.finditer(r"\. |, ", text))
    return any(text[:end] in known and composed(text[after:], known) for end, after in cuts)


def test_what_is_not_the_master_s_is_noticed() -> None:
    known = {"Led a team", "Go", "C, C++ and R"}
    assert composed("Led a team. Go, C, C++ and R", known)
    assert not composed("Led a large team", known)
    assert not composed("Led a team. Rust", known)


@pytest.mark.parametrize("posting", PAIRS, ids=lambda path: f"{path.parents[1].name}/{path.stem}")
class TestExample:
    def test_the_page_is_one_full_proven_and_read_back(self, posting: Path) -> None:
        report = made(posting).report
        page = report["page"]
        assert page["pages"] == 1
        assert page["fill"] >= 0.95
        assert page["proven"] is True
        assert page["bound"] == pytest.approx(page["objective"], abs=1e-6)
        assert [finding for finding in report["findings"] if finding["level"] != "pass"] == []

    def test_nothing_is_invented(self, posting: Path) -> None:
        master, _ = read_resume(posting.parent.parent / "resume.yaml")
        known = texts(master)
        for bullet in made(posting).report["bullets"]:
            if bullet["chosen"]:
                assert composed(bullet["text"], known), bullet["text"]

    def test_the_golden_texts_hold(self, posting: Path, update_golden: bool) -> None:
        result = made(posting)
        folder = posting.parent.parent / "expected" / posting.stem
        report = json.dumps(stable(result.report), indent=1, ensure_ascii=False) + "\n"
        for name, text in (
            ("resume.tex", result.tex),
            ("resume.txt", result.text),
            ("report.json", report),
        ):
            if update_golden:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(text, encoding="utf-8")
            assert text == (folder / name).read_text(encoding="utf-8"), name


def stable(report: dict[str, Any]) -> dict[str, Any]:
    """The report without paths, times and what depends on what is installed."""
    kept = {key: value for key, value in report.items() if key not in ("outputs", "findings")}
    page = {key: value for key, value in report["page"].items() if key != "seconds"}
    page["engine"] = page["engine"].replace("(PATH)", "(embedded)")
    return kept | {"page": page, "posting": {**report["posting"], "source": ""}}


def test_two_postings_give_two_different_pages() -> None:
    for case in {path.parents[1] for path in PAIRS}:
        first, second = (made(path) for path in PAIRS if path.parents[1] == case)
        chosen = [{b["key"] for b in m.report["bullets"] if b["chosen"]} for m in (first, second)]
        assert len(chosen[0] ^ chosen[1]) >= 10
