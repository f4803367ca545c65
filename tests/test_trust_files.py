"""Odd files and streams: a clear end, whatever is behind a name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tailor.cache import Cache
from tailor.cli import main, outputs
from tailor.errors import FileError, TemplateError, ToolchainError
from tailor.folders import Entry
from tailor.latex import lualatex
from tailor.latex.compiler import run_latex
from tailor.latex.engine import Engine
from tailor.posting.sources import load_source
from tailor.render.templates import find_template

ROOT = Path(__file__).resolve().parent.parent
FULL = Path("/dev/full")


def test_a_named_pipe_is_no_posting(tmp_path: Path) -> None:
    """To open it would wait for a writer that may never come."""
    os.mkfifo(tmp_path / "job.txt")
    with pytest.raises(FileError, match=r"not a regular file\n.*--job -"):
        load_source(str(tmp_path / "job.txt"))


@pytest.mark.parametrize("name", ["x" * 4000, "a/" * 3000, "a\0b", "\udcff"])
def test_what_can_be_no_name_is_no_template(name: str) -> None:
    with pytest.raises(TemplateError, match="there is no template"):
        find_template(name)


def test_a_full_scratch_disk_is_told(tmp_path: Path) -> None:
    """The stand-in says what pdfTeX says then."""
    engine = tmp_path / "pdflatex"
    said = "!pdfTeX error: pdflatex: fwrite() failed"
    engine.write_text(f"#!/bin/sh\necho '{said}'\nexit 1\n")
    engine.chmod(0o755)
    with pytest.raises(ToolchainError, match=r"fwrite\(\) failed\n.*no space left.*TMPDIR"):
        run_latex("", Engine("pdflatex", engine, "PATH"))


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    ("words", "stream", "code", "said"),
    [
        (["--version"], "stdout", 7, "standard output: error: no space left on device\n"),
        (["--job"], "stderr", 2, ""),
        (["-r", "none.yaml", "-j", "none.txt"], "stderr", 7, ""),
    ],
)
def test_a_stream_that_is_full(words: list[str], stream: str, code: int, said: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tailor", *words]
    with FULL.open("wb") as full:
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: full}
        done = subprocess.run(command, **streams, env=environment, text=True, timeout=60)  # type: ignore[call-overload]
    assert done.returncode == code
    assert (done.stderr or "") == said


def test_data_are_on_disk_before_the_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """fsync of the file, then the rename, then fsync of the folder: so it lasts a power cut."""
    seen, sync, replace = [], os.fsync, Entry.replace

    def synced(handle: int) -> None:
        seen.append("folder" if Path(f"/dev/fd/{handle}").resolve().is_dir() else "file")
        sync(handle)

    def renamed(entry: Entry, target: Entry) -> None:
        seen.append("rename")
        replace(entry, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Entry, "replace", renamed)
    outputs.write_files([(tmp_path / "a.tex", b"1"), (tmp_path / "a.pdf", b"2")])
    assert seen == ["file", "file", "rename", "rename", "folder"]


def test_what_is_kept_is_the_users_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "home/.cache/tailor/answers")
    mask = os.umask(0)
    try:
        cache.get_or_make(lambda: b"answer", "kind")
        lualatex.lualatex_environment(cache)
    finally:
        os.umask(mask)
    made = list((tmp_path / "home").rglob("*"))
    assert {path.name for path in made} >= {".cache", "tailor", "answers", "luatex"}
    assert [path for path in made if path.stat().st_mode & 0o077] == []


@pytest.mark.parametrize(("given", "kept"), [(0o777, 0o077), (0o027, 0o027), (0o700, 0)])
def test_our_own_files_are_open_to_ourselves_whatever_the_umask(given: int, kept: int) -> None:
    """With umask 777 nobody but root could read a scratch file after writing it."""
    code = "import os; from tailor.cli import prepare_process; "
    code += f"os.umask({given}); prepare_process(); print(os.umask(0))"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
    assert int(done.stdout) == kept


@pytest.mark.parametrize("name", ["resume.yaml", "posting.txt", "alias.jsonl"])
def test_the_list_of_a_batch_replaces_no_input(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("resume.yaml").write_text("basics: {name: Ada Example}\n")
    Path("posting.txt").write_text("Fitter\n")
    Path("alias.jsonl").symlink_to("resume.yaml")
    assert main(["batch", "posting.txt", "--jsonl", name]) == 2
    assert "would replace an input" in capsys.readouterr().err
    assert Path("resume.yaml").read_text() == "basics: {name: Ada Example}\n"
