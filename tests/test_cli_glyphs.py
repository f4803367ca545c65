"""`check` tells of characters that may not be printed, where they stand."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tailor.cli import main
from tailor.errors import ToolchainError
from tailor.latex import lualatex

TOP = "# \N{PARTY POPPER} says nothing here\nbasics: {name: Ada Example, email: a@example.com}\n"
JOB = TOP + "work:\n  - name: Wörk – Ltd\n    highlights:\n"
SHALOM = "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED}"


def warned(
    text: str, capsys: pytest.CaptureFixture[str], options: Sequence[str] = (), code: int = 0
) -> list[tuple[str, str]]:
    """The places and messages of what `check` says of a master, and its hints."""
    Path("cv.yaml").write_text(text, encoding="utf-8")
    assert main(["check", "cv.yaml", *options]) == code
    rows = capsys.readouterr().err.splitlines()
    return list(zip(rows[::2], rows[1::2], strict=True))


@pytest.mark.parametrize(
    ("bullets", "said"),
    [
        (["Löd 3 × 5 µm → 2 €, Ада"], []),
        (
            ["Fine", "Ran 5★ and 4★ hotels"],
            [
                (
                    "cv.yaml:7:14: warning: work/0/highlights/1: only some fonts can print "
                    "“★” (U+2605 BLACK STAR)",
                    "  hint: leave it out",
                )
            ],
        ),
        (
            [f"Said {SHALOM}"],
            [
                (
                    "cv.yaml:6:14: warning: work/0/highlights/0: no engine can print "
                    f"“{SHALOM[0]}” (U+05E9 HEBREW LETTER SHIN), “{SHALOM[1]}” (U+05DC HEBREW "
                    "LETTER LAMED)",
                    "  hint: write it in Latin letters, or leave it out",
                )
            ],
        ),
        (
            ['"Ran 5\\u2605 hotels"'],
            [
                (
                    "cv.yaml: warning: only some fonts can print “★” (U+2605 BLACK STAR)",
                    "  hint: leave it out",
                )
            ],
        ),
    ],
)
def test_signs_and_scripts_are_told_at_their_lines(
    desk: Path, bullets: list[str], said: list[tuple[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    text = JOB + "".join(f"      - {one}\n" for one in bullets)
    assert desk == Path.cwd()
    first, again = warned(text, capsys), warned(text, capsys)
    assert first == again == said


@pytest.mark.usefixtures("desk")
def test_letters_are_told_of_only_where_there_is_no_lualatex(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = JOB + "      - Lived in 東京\n      - Then in 大阪\n"
    program = tmp_path / "bin" / "lualatex"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    assert warned(text, capsys) == []
    monkeypatch.setenv("PATH", str(tmp_path))
    ((message, hint),) = warned(text, capsys)
    assert message.startswith("cv.yaml:6:18: warning: work/0/highlights/0: only LuaLaTeX, which is")
    assert "install LuaLaTeX" in hint


@pytest.mark.usefixtures("desk")
def test_such_a_warning_counts(capsys: pytest.CaptureFixture[str]) -> None:
    text = JOB + "      - Won \N{PARTY POPPER}\n"
    Path("cv.yaml").write_text(text, encoding="utf-8")
    assert main(["check", "cv.yaml", "--strict", "--format", "json"]) == 4
    problems = json.loads(capsys.readouterr().out)["files"][0]["problems"]
    assert [(one["level"], one["line"]) for one in problems] == [("warning", 6), ("error", None)]


def test_what_no_font_has_is_told_with_the_part_of_the_master() -> None:
    log = "Missing character: There is no \N{PARTY POPPER} (U+1F389) in font x!\n"
    tex = "% key: work/0\nX\n% key: work/0/highlights/1\nWon \N{PARTY POPPER}\n% key: work/1\n"
    with pytest.raises(ToolchainError) as caught:
        lualatex.refuse_missing(log, tex)
    (found,) = caught.value.problems
    assert found.message.startswith("work/0/highlights/1: no font on this machine can print “")
    assert found.hint.startswith("leave it out; ")
    with pytest.raises(ToolchainError) as caught:
        lualatex.refuse_missing(log.replace("\N{PARTY POPPER}", "東"), tex)
    (found,) = caught.value.problems
    assert found.hint.startswith("install a font that has it")


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("template", ["classic", "modern"])
def test_an_address_longer_than_a_line_and_a_last_hyphen_are_printed(template: str) -> None:
    """It is broken, but at no hyphen: poppler takes one at the end of a line away."""
    path = "-".join(["path-of-words", "a" * 60, *map(str, range(40))])
    lines = ["Raised the grade to A-", f"Wrote {path} in Python", "Kept SQL"]
    Path("long.yaml").write_text(
        f"basics: {{name: Ada Example, email: a@example.com, url: 'https://example.com/{path}'}}\n"
        "work:\n- name: Ferries\n  position: Developer\n  startDate: 2020-01\n  highlights:\n"
        + "".join(f"  - {line}\n" for line in lines)
    )
    Path("p.txt").write_text("Python Developer\n\nRequirements\n- Python\n- SQL\n- Linux\n")
    assert main(["-r", "long.yaml", "-j", "p.txt", "-q", "-t", template]) == 0
