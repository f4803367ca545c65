"""Processes of our own: nothing in the environment or the working folder changes what they run."""

import os
from pathlib import Path

import pytest

from tailor.ats.inspect import inspect_file
from tailor.errors import FileError
from tailor.latex import typeset_document
from tailor.loader.isolated import import_isolated
from tailor.posting.fetch import fetch_posting
from tailor.render.style import PageStyle
from tailor.sandbox.process import child_environment
from tailor.typesetter import find_any_template
from tests.test_typeset import resume

CLASSIC = Path(__file__).resolve().parent.parent / "templates" / "classic"
HTML = "<h1>Fitter</h1><p>You repair pumps and know PLC well.</p>"


@pytest.fixture(autouse=True)
def traps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder full of modules that do harm, and hostile settings of Python."""
    harm = tmp_path / "harm"
    for name in ("yaml", "json", "typing", "re", "lxml", "docx", "pypdf", "jinja2", "tailor"):
        (tmp_path / f"{name}.py").write_text(f"open({str(harm)!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "yaml.py"))
    monkeypatch.setenv("PYTHONIOENCODING", "utf-16")
    monkeypatch.setenv("PYTHONUSERBASE", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C")
    return harm


def test_every_child_process_is_safe(traps: Path, tmp_path: Path) -> None:
    (tmp_path / "job.html").write_text(HTML)
    assert "You repair pumps" in fetch_posting("job.html").text
    document = typeset_document(find_any_template("classic").render(resume("Grüße, Łukasz")))
    (tmp_path / "page.pdf").write_bytes(document.pdf)
    assert "page.pdf" in str(import_isolated(Path("page.pdf")))
    assert "Łukasz" in str(inspect_file(Path("page.pdf")))
    own_one = tmp_path / "own"
    own_one.mkdir()
    (own_one / "cv.tex.j2").write_text((CLASSIC / "cv.tex.j2").read_text(encoding="utf-8"))
    assert "One" in find_any_template("own").render(resume("One"), PageStyle("a4"))
    assert not traps.exists()


def test_settings_of_python_do_not_reach_a_child() -> None:
    given = {name for name in child_environment() if name.startswith("PYTHON")}
    assert given == {"PYTHONPATH", "PYTHONUTF8"}
    assert os.environ["PYTHONWARNINGS"] == "error"


def test_a_child_speaks_utf_8() -> None:
    with pytest.raises(FileError, match=r"Łódź\.md"):
        import_isolated(Path("Łódź.md"))
