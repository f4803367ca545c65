"""The language libraries beside everything else: the same answers, asked once."""

import sys
from pathlib import Path

import pytest

from tailor import analysis as room
from tailor.analysis import start_analysis
from tailor.cache import Cache
from tailor.keywords import extract
from tailor.models import Bullet, Entry, Group, Resume, Section
from tailor.posting import parse_posting
from tailor.sandbox import worker
from tailor.scoring.similarity import find_similar_wordings, repeatable_wordings

POSTING = parse_posting("Data engineer\n\nRequirements\n- Python and SQL\n- You know Airflow\n")
TEXTS = (
    "Built the nightly load of orders into the warehouse.",
    "Built the nightly load of all orders into the warehouse.",
    "Taught new colleagues.",
)
BULLETS = tuple(Bullet(f"work/0/highlights/{n}", text) for n, text in enumerate(TEXTS))
JOB = Entry("work/0", "Engineer", "Ferry Works", groups=(Group("work/0", bullets=BULLETS),))
MASTER = Resume("Ada Example", sections=(Section("work", "Work Experience", "work", (JOB,)),))


@pytest.fixture
def unloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if neither library had been imported yet."""
    for library in ("spacy", "sklearn"):
        monkeypatch.setitem(sys.modules, library, None)
        monkeypatch.delitem(sys.modules, library)


@pytest.mark.usefixtures("unloaded")
def test_children_answer_as_this_process_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "FEW", 0)
    with start_analysis(MASTER, POSTING, Cache(tmp_path), apart=True) as asked:
        apart = asked.keywords(), asked.repeats()
    assert not {"spacy", "sklearn"} & sys.modules.keys()
    assert apart == (extract(POSTING), find_similar_wordings(repeatable_wordings(MASTER)))
    assert [keyword.term for keyword in apart[0]][:2] != []
    assert len(apart[1]) == 1


@pytest.mark.usefixtures("unloaded")
def test_what_is_kept_needs_no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with start_analysis(MASTER, POSTING, Cache(tmp_path)) as asked:
        inside = asked.keywords(), asked.repeats()
    monkeypatch.setattr(room, "start_call", lambda *_: pytest.fail("a program was started"))
    for name in ("spacy", "sklearn"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with start_analysis(MASTER, POSTING, Cache(tmp_path), apart=True) as asked:
        assert (asked.keywords(), asked.repeats()) == inside


@pytest.mark.usefixtures("unloaded")
def test_a_child_that_fails_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        worker, "module_command", lambda _: [sys.executable, "-c", "raise SystemExit(9)"]
    )
    with start_analysis(MASTER, POSTING, apart=True) as asked:
        assert asked.keywords() == extract(POSTING)
