"""The manual says what `--help` says, and every example is one that the program understands."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer

from scripts.manual import Page, files, main, pages
from tailor.cli import main as tailor
from tailor.cli.app import PANELS, app
from tailor.cli.help import EXAMPLES, with_examples

ROOT = Path(__file__).resolve().parent.parent
PAGES = tuple(pages())
NAMES = [one.title for one in PAGES]
WIDE = 78
FRAME = re.compile(r"[│╭╮╰╯─\s]+")


def told(capsys: pytest.CaptureFixture[str], one: Page) -> str:
    """What --help of a command says, in one line."""
    assert tailor([*one.name.split(), "--help"]) == 0
    return FRAME.sub(" ", capsys.readouterr().out)


def test_the_files_are_what_help_says(update_golden: bool) -> None:
    if update_golden:
        main()
    folders = ("docs/commands", "docs/man")
    found = {path for folder in folders for path in (ROOT / folder).iterdir()}
    wanted = files()
    config = {ROOT / "docs/config.md", ROOT / "docs/config.schema.json"}
    assert found | config == set(wanted)
    stale = [path.name for path, text in wanted.items() if path.read_text("utf-8") != text]
    assert stale == [], "python scripts/manual.py writes them anew"


@pytest.mark.parametrize("one", PAGES, ids=NAMES)
def test_a_page_holds_all_that_help_says_and_nothing_else(
    one: Page, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    shown, text = told(capsys, one), (ROOT / f"docs/commands/{one.stem}.md").read_text("utf-8")
    named = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
    body = shown.partition("Options")[2]
    rows = "\n".join(row for row in text.splitlines() if row.startswith("- `"))
    assert set(named.findall(rows)) == set(named.findall(body)) - {"--help", "-h"}
    for title, options in one.groups.items():
        assert title in shown
        for option in options:
            assert " ".join(option.help.split()) in shown
            assert option.usual in shown
            assert option.variable in shown


@pytest.mark.parametrize("one", PAGES, ids=NAMES)
def test_help_has_examples_that_fit_and_are_understood(one: Page) -> None:
    examples = EXAMPLES[one.name]
    rows = with_examples(one.name, "").splitlines()
    assert max(map(len, rows)) <= WIDE
    command: Any = typer.main.get_command(app)
    for line, _ in examples:
        words = shlex.split(re.split(r"[>)]", line.rpartition("| ")[2].removeprefix('eval "$('))[0])
        assert words[0] == "tailor"
        with command.make_context("tailor", words[1:]) as context:
            rest = [*context._protected_args, *context.args]
            if rest:
                command.commands[rest[0]].make_context(rest[0], rest[1:], parent=context)


def test_every_command_is_in_the_list_and_in_a_group_of_the_help() -> None:
    command: Any = typer.main.get_command(app)
    names = [name for some in PANELS.values() for name in some]
    assert sorted(names) == sorted(command.commands)
    assert set(EXAMPLES) == {"", *names}
    text = (ROOT / "docs/commands.md").read_text("utf-8")
    missing = [one.stem for one in PAGES if f"](commands/{one.stem}.md)" not in text]
    assert missing == []


@pytest.mark.parametrize("one", PAGES, ids=NAMES)
def test_man_pages_are_right(one: Page) -> None:
    path = ROOT / f"docs/man/{one.stem}.1"
    if not shutil.which("groff"):
        pytest.skip("there is no groff")
    command = ["groff", "-man", "-Tutf8", "-ww", "-P-cbou", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    text = " ".join(re.sub("‐\n *", "", done.stdout).split())
    assert f"{one.stem} - " in text.replace("−", "-")
    names = [
        word for some in one.groups.values() for option in some for word in option.typed.split()
    ]
    assert [name for name in names if name.strip(",") not in text.replace("−", "-")] == []
