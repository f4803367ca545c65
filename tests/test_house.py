"""The rules of the house: who may import whom, who prints, who starts programs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tailor"
MODULES = sorted(PACKAGE.rglob("*.py"))
FLOORS = (
    {
        *(
            "errors",
            "version",
            "model",
            "resources",
            "words",
            "languages",
            "fields",
            "parts",
            "lines",
            "claims",
            "cache",
        ),
        *("figures", "pdf"),
        *("charset", "lean", "reply", "shield", "streams", "system", "folders", "project"),
    },
    {
        *("read", "posting", "keywords", "score", "fit", "render", "typeset", "ats", "write"),
        *("merge", "show"),
    },
    {"press", "analysis", "page_form"},
    {"pipeline", "fetch", "examine"},
    {"cli", "__init__"},
    {"__main__"},
)
FLOOR = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
SIDEWAYS = {("score", "keywords")}
HEAVY = {
    "jinja2", "numpy", "pdfminer", "platformdirs", "pydantic", "pylatex", "pypdf", "pypdfium2",
    "rich", "scipy", "sklearn", "spacy", "thinc", "yaml", "highspy", "py3langid", "joblib",
    "markdown_it", "pylatexenc", "docx", "ruamel", "pyperclip", "distributed", "PIL",
}  # fmt: skip
PROGRAMS = {"subprocess", "multiprocessing", "pty"}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            named = node.module or ""
            yield from (f"tailor.{a.name}" for a in node.names) if named == "tailor" else (named,)


def upward(here: str, names: Iterator[str]) -> list[str]:
    """The imports that go up, or sideways to a room that is none of `here`'s business."""
    wrong = []
    for name in names:
        there = name.split(".")[1] if name.startswith("tailor.") else here
        there = there if there in FLOOR else here
        allowed = FLOOR[there] == 0 or (here, there) in SIDEWAYS
        if there != here and not allowed and FLOOR[there] >= FLOOR[here]:
            wrong.append(name)
    return wrong


def eager(tree: ast.Module) -> set[str]:
    """Packages imported as soon as the module is, type checking aside."""
    top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return {name.split(".")[0] for node in top for name in imported(node)}


def prints(tree: ast.AST) -> bool:
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return any(
        (isinstance(call, ast.Name) and call.id == "print")
        or ast.unparse(call).replace(".buffer", "") in ("sys.stdout.write", "sys.stderr.write")
        for call in calls
    )


def starts_programs(tree: ast.AST) -> bool:
    """Whether a module imports what starts programs, or calls os.system, os.exec*, os.fork ..."""
    calls = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    shells = {
        name
        for name in calls
        if re.fullmatch(r"system|popen|fork|exec[lv]p?e?|posix_spawn|create_subprocess_\w+", name)
    }
    return bool(shells) or not PROGRAMS.isdisjoint(imported(tree))


def test_no_reader_that_is_only_for_comparison_is_imported() -> None:
    """PyMuPDF is under the AGPL; pdfplumber is for development."""
    found = {name.split(".")[0] for one in MODULES for name in imported(ast.parse(one.read_text()))}
    assert "pypdf" in found
    assert found.isdisjoint({"pymupdf", "fitz", "pdfplumber"})


def test_every_room_has_a_floor_and_every_floor_its_rooms() -> None:
    assert {room(module) for module in MODULES} == set(FLOOR)


def test_the_rules_can_fail() -> None:
    assert upward("fit", iter(["tailor.ats.check", "tailor.model"])) == ["tailor.ats.check"]
    assert upward("model", iter(["tailor.read"])) == ["tailor.read"]
    assert upward("score", iter(["tailor.keywords.lexicon"])) == []
    assert upward("model", imported(ast.parse("from tailor import cli"))) == ["tailor.cli"]
    assert eager(ast.parse("import spacy.tokens\ndef f():\n import numpy")) == {"spacy"}
    assert prints(ast.parse("def f(): print(1)"))
    assert prints(ast.parse("import sys\nsys.stdout.write('x')"))
    assert prints(ast.parse("import sys\nsys.stdout.buffer.write(b'x')"))
    assert starts_programs(ast.parse("import os\nos.system('x')"))
    assert starts_programs(ast.parse("from subprocess import run"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_keeps_the_house_rules(path: Path) -> None:
    tree, here = ast.parse(path.read_text(encoding="utf-8")), room(path)
    assert upward(here, imported(tree)) == [], "imports only go down"
    assert eager(tree) & HEAVY == set(), (
        "heavy libraries are imported by the function that needs them"
    )
    speaks = here in ("cli", "reply") or path.name == "__main__.py"
    assert speaks or not prints(tree), "only the command line prints, and child processes answer"
    starts = here in ("typeset", "system")  # `system` waits for programs that typeset starts.
    assert starts or not starts_programs(tree), "only typeset starts programs"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_at_most_600_lines_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 600


def test_each_folder_of_data_names_its_sources() -> None:
    text = (ROOT / "data" / "SOURCES.md").read_text(encoding="utf-8")
    names = {path.name for path in (ROOT / "data").iterdir()} - {"SOURCES.md"}
    assert {name for name in names if f"`{name}" not in text} == set()
