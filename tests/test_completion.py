"""Completion, asked for by real shells."""

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tailor.cli import main
from tailor.cli.completion import preview_text
from tailor.render.templates import shipped_templates

ROOT = Path(__file__).resolve().parent.parent
DRIVER = """
source ./script
IFS=$'\\t' read -ra COMP_WORDS <<< "$LINE"
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
[ "${COMP_WORDS[COMP_CWORD]}" != . ] || COMP_WORDS[COMP_CWORD]=
_tailor_completion tailor
printf '%s\\n' "${COMPREPLY[@]}"
complete -p tailor
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a master and a `tailor` to run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TAILOR_RESUME", raising=False)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/tailor").write_text(f'#!/bin/sh\nexec {sys.executable} -m tailor "$@"\n')
    (tmp_path / "bin/tailor").chmod(0o755)
    shutil.copy(ROOT / "tailor/cli/starter.yaml", tmp_path / "resume.yaml")
    return tmp_path


def shell(folder: Path, *command: str, **more: str) -> list[str]:
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    env = {"PATH": path, "PYTHONPATH": str(ROOT), "HOME": str(folder), "LC_ALL": "C.UTF-8", **more}
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def bash(folder: Path, *words: str) -> set[str]:
    """What bash offers for the last of some words; "." is an empty one."""
    script = folder / "script"
    if not script.exists():
        script.write_text("\n".join(shell(folder, "tailor", "completion", "bash")))
    line = "\t".join(words)
    *offered, registered = shell(folder, "bash", "--norc", "-c", DRIVER, LINE=line)
    assert registered == "complete -o default -F _tailor_completion tailor"
    return set(offered) - {""}


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_a_real_bash_completes_what_can_be_said(folder: Path) -> None:
    assert {"batch", "check", "completion", "watch"} <= bash(folder, "tailor", ".")
    assert bash(folder, "tailor", "te") == {"templates"}
    assert bash(folder, "tailor", "--pa") == {"--paper"}
    assert bash(folder, "tailor", "--paper", ".") == {"letter", "a4"}
    assert bash(folder, "tailor", "batch", "-t", "c") == {"classic", "compact"}
    assert bash(folder, "tailor", "--lang", "p") == {"pl", "pt"}
    assert bash(folder, "tailor", "--weight", "rec") == {"recency="}
    assert {"work", "work/0", "education"} <= bash(folder, "tailor", "--pin", ".")
    assert bash(folder, "tailor", "--pin", "work/2/") == {
        "work/2/highlights/0", "work/2/highlights/1"
    }  # fmt: skip
    assert bash(folder, "tailor", "check", "res") == set(), "bash itself completes names of files"


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_the_tab_key_of_a_bash_that_somebody_types_in(folder: Path) -> None:
    own, its = pty.openpty()
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    env = {"PATH": path, "PYTHONPATH": str(ROOT), "TERM": "dumb"}
    command = ["bash", "--norc", "--noprofile", "-i"]
    with subprocess.Popen(
        command, cwd=folder, env=env, stdin=its, stdout=its, stderr=its, start_new_session=True
    ) as typed:
        try:
            os.write(own, b'eval "$(tailor completion bash)"; echo rea""dy\n')
            read_until(own, b"\nready")
            os.write(own, b"tailor batch --templ\tmod\t--pap\t")
            read_until(own, b"tailor batch --template modern --paper ")
        finally:
            typed.kill()
    os.close(own)
    os.close(its)


def read_until(terminal: int, wanted: bytes) -> bytes:
    """What a terminal shows up to some text; fails after a minute."""
    said, end = b"", time.monotonic() + 60
    while wanted not in said:
        ready, _, _ = select.select([terminal], [], [], 1)
        said += os.read(terminal, 4096).replace(b"\r", b"").replace(b"\a", b"") if ready else b""
        assert time.monotonic() < end, said
    return said


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_keys_are_those_of_the_master_that_is_meant(folder: Path) -> None:
    (folder / "cv").mkdir()
    (folder / "resume.yaml").rename(folder / "cv/me.yaml")
    (folder / "tailor.toml").write_text("paper = 3\n")
    assert bash(folder, "tailor", "--pin", "work/0/high") == set()
    (folder / "tailor.toml").write_text('resume = "cv/me.yaml"\n')
    assert "work/0/highlights/0" in bash(folder, "tailor", "--pin", "work/0/high")
    (folder / "tailor.toml").unlink()
    assert bash(folder, "tailor", "--pin", "wo") == set()
    assert "work" in bash(folder, "tailor", "-r", "cv/me.yaml", "--pin", "wo")


def test_fish_gets_a_row_for_each_choice(folder: Path) -> None:
    """A description on two rows would be two choices."""
    more = {"_TAILOR_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    more["_TYPER_COMPLETE_ARGS"] = "tailor --template "
    rows = shell(folder, "tailor", **more)
    names = [one.name for one in shipped_templates()]
    assert [row.partition("\t")[0] for row in rows] == names


@pytest.mark.parametrize("name", ["zsh", "fish"])
def test_other_shells_understand_their_script(folder: Path, name: str) -> None:
    text = "\n".join(shell(folder, "tailor", "completion", name))
    assert "_TAILOR_COMPLETE" in text
    if not shutil.which(name):
        pytest.skip(f"there is no {name}")
    (folder / "script").write_text(text)
    shell(folder, name, "-n", "script")


def test_what_zsh_evaluates_holds_no_text_that_could_be_a_command(folder: Path) -> None:
    text = (folder / "resume.yaml").read_text("utf-8")
    evil = r'Built \$(touch owned) `touch owned` "; touch owned; [bold]x'
    old = "Built a ridership forecast in Python"
    assert old in text
    (folder / "resume.yaml").write_text(text.replace(old, evil.replace('"', "'")), "utf-8")
    more = {"_TAILOR_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "tailor --pin work/0/"}
    told = next(row for row in shell(folder, "tailor", **more) if "work/0/highlights/0" in row)
    assert "Built" in told
    assert not set("$`\\;[").intersection(told)


def test_texts_that_are_shown() -> None:
    assert preview_text("a\tb\n$(c) `d` \\ é") == "a b c d é"


def test_no_other_shell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh"]) == 2
    assert "bash" in capsys.readouterr().err
