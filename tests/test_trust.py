"""The frame of `make trust`: what counts as kept, and that a missed bar is an error."""

from collections.abc import Iterator

import pytest

from benchmarks import trust
from benchmarks.trust import Line
from benchmarks.trust.__main__ import main
from benchmarks.trust.cases import cases
from benchmarks.trust.inputs import flat
from tailor.loader import parse_resume
from tailor.models import Resume


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (Line("a", 5), "ok"),
        (Line("a", 5, 1), "FAIL"),
        (Line("a", 5, 1, most=1), "ok"),
        (Line("a", 0), "FAIL"),
        (Line("a", 0, skipped="no strace here"), "skipped"),
    ],
)
def test_a_promise_is_kept_or_not(line: Line, verdict: str) -> None:
    assert line.verdict == verdict
    assert line.holds == (verdict != "FAIL")


@pytest.mark.parametrize(("failed", "code"), [(0, 0), (1, 1)])
def test_a_missed_bar_is_an_error(
    failed: int, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def tried(name: str, quick: bool) -> Iterator[Line]:
        yield Line(f"{name} holds{' quickly' if quick else ''}", 1200, failed, "seen")

    monkeypatch.setattr("benchmarks.trust.__main__.tried", tried)
    monkeypatch.setattr("sys.argv", ["benchmarks.trust", "--only", "7,2", "--quick"])
    assert main() == code
    shown = capsys.readouterr().out
    verdict = "FAIL" if failed else "ok"
    assert f"| 7 | same holds quickly | 1,200 | {failed} | 0 | {verdict} |" in shown
    assert f"{2 - 2 * failed} of 2 promises hold" in shown


def test_a_module_that_breaks_down_is_a_missed_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(trust.MODULES, 1, ("no_such_module",))
    monkeypatch.setattr("sys.argv", ["benchmarks.trust", "--only", "1"])
    assert main() == 1
    assert "ModuleNotFoundError" in capsys.readouterr().out


def texts(resume: Resume) -> str:
    """Where the corpus puts its texts."""
    entries = [entry for section in resume.sections for entry in section.entries]
    found = [resume.name, resume.label]
    for entry in entries:
        found += [entry.title, entry.organisation]
        found += [bullet.text for bullet in entry.bullets]
    return "\n".join(found)


def test_the_corpus_is_what_it_says() -> None:
    """Masters that must be printed are masters; names tell the cases apart."""
    found = list(cases())
    assert len({(case.role, case.name) for case in found}) == len(found) > 300
    for case in found:
        if case.needles:
            resume, _ = parse_resume(case.data.decode(), case.name, "yaml")
            assert {
                needle for needle in case.needles if flat(needle) not in flat(texts(resume))
            } == set()
