"""Command lines that need no parser do what the parser would have made of them."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from tailor.cli.help import option_rows

ROOT = Path(__file__).resolve().parent.parent
GOOD = "basics: {name: Ada Example}\nwork: [{name: Ferry Works}]\n"
LOADED = """
import sys
from tailor.cli import main
code = main()
print("parser" if "typer" in sys.modules else "no parser", file=sys.stderr)
sys.exit(code)
"""
Said = tuple[int, str, str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "odd.yaml").write_text("basics: {name: Ada Example}\n")
    (tmp_path / "sign.yaml").write_text(GOOD.replace("Ferry", "\N{FERRY}"), encoding="utf-8")
    (tmp_path / "bad.json").write_text('{"basics": {"nam": "Ada"}}')
    return tmp_path


def said(folder: Path, words: Sequence[str], more: Mapping[str, str] = {}) -> tuple[str, Said]:
    """Whether a parser was loaded; exit code, output and errors."""
    kept = {name: value for name, value in os.environ.items() if "TAILOR_" not in name}
    own = {"PYTHONPATH": str(ROOT), "TAILOR_CACHE": str(folder / "cache")}
    done = subprocess.run(
        [sys.executable, "-P", "-c", LOADED, *words],
        cwd=folder,
        env={**kept, **own, **more},
        capture_output=True,
        text=True,
    )
    *errors, loaded = done.stderr.splitlines()
    return loaded, (done.returncode, done.stdout, "\n".join(errors))


@pytest.mark.parametrize("names", [["good.yaml"], ["odd.yaml", "good.yaml"], ["sign.yaml"]])
def test_masters_are_checked_without_a_parser(folder: Path, names: list[str]) -> None:
    first, again = (said(folder, ["check", *names]) for _ in range(2))
    long = said(folder, ["check", *names, "--format", "text"])
    assert (first[0], long[0]) == ("no parser", "parser")
    assert first == again
    assert first[1] == long[1]
    assert first[1][:2] == (0, "".join(ok(name) for name in names))


def ok(name: str) -> str:
    entries = "0 entries" if name == "odd.yaml" else "1 entry"
    return f"{name}: ok (Ada Example, {entries}, 0 bullets)\n"


@pytest.mark.parametrize("names", [["bad.json", "good.yaml"], ["none.yaml"]])
def test_faults_are_told_likewise(folder: Path, names: list[str]) -> None:
    _, short = said(folder, ["check", *names])
    _, long = said(folder, ["check", *names, "--format", "text"])
    assert short == long
    assert short[0] != 0
    assert "error: " in short[2]


@pytest.mark.parametrize("words", [["--help"], ["check", "-h"]])
def test_help_is_kept(folder: Path, words: list[str]) -> None:
    narrow, wide = {"COLUMNS": "70"}, {"COLUMNS": "120"}
    first, other, again = (said(folder, words, more) for more in (narrow, wide, narrow))
    long = said(folder, words, {**narrow, "TAILOR_STRICT": "false"})
    assert (first[0], again[0], long[0]) == ("parser", "no parser", "parser")
    assert first[1] == again[1] == long[1]
    assert first[1][0] == 0
    assert "Usage: tailor" in first[1][1]
    assert other[1] != first[1]


@pytest.mark.parametrize(
    ("words", "code"),
    [(["chek", "--help"], 2), (["check", "--hepl"], 2), (["check", "-x.yaml"], 2), ([], 2)],
)
def test_what_is_wrong_is_left_to_the_parser(folder: Path, words: list[str], code: int) -> None:
    for _ in range(2):
        loaded, (ended, _, errors) = said(folder, words)
        assert (loaded, ended) == ("parser", code)
        assert errors.startswith("error: ")


def test_a_setting_of_the_environment_is_heeded(folder: Path) -> None:
    assert said(folder, ["check", "odd.yaml"])[1][0] == 0
    loaded, (code, _, errors) = said(folder, ["check", "odd.yaml"], {"TAILOR_STRICT": "1"})
    assert (loaded, code) == ("parser", 4)
    assert "--strict" in errors


@pytest.mark.parametrize("flags", [["-h", "--help"], ["--help", "-h"]])
def test_a_row_of_the_help_has_both_flags_in_whatever_order_they_are_known(
    flags: list[str],
) -> None:
    option = SimpleNamespace(opts=flags, secondary_opts=[], is_flag=True, count=False, type=None)
    option.default, option.help, option.envvar, option.metavar = False, "Show this.", None, None
    assert next(option_rows(option, 70)).split() == ["-h,", "--help", "Show", "this."]
