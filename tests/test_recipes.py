"""The six recipes of CONTRIBUTING.md, followed step by step in a copy of the program."""

import json
import os
import re
import shutil
import subprocess
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "examples" / "software-engineer"
RECIPES = {
    "Add an importer (a format of CVs)": "test_add_an_importer",
    "Add an option of the main job": "test_add_an_option",
    "Change a weight of the objective": "test_change_a_weight",
    "Add an ATS check": "test_add_a_check",
    "Add a template": "test_add_a_template",
    "Add a skill": "test_add_a_skill",
}
MILLER = """basics: {name: Ada Osei, email: ada@example.com}
work:
- name: Ferry Mills
  position: Miller
  startDate: 2019
  highlights: [Answered for the quernstone dressing of three mills.]
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program to change, beside an empty folder to work in.

    It has the bytecode too: a module that is changed is newer than its own.
    """
    copy = tmp_path / "program"
    for name in ("tailor", "templates", "data"):
        shutil.copytree(ROOT / name, copy / name, copy_function=os.link)
    (tmp_path / "folder").mkdir()
    venv.create(tmp_path / "env", symlinks=True)
    sites = next(tmp_path.glob("env/lib*/python3*/site-packages"))
    write(sites / "program.pth", f"{copy}\n{Path(pytest.__file__).parent.parent}\n")
    return copy


def run(program: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """`tailor ARGUMENTS` of a copy of the program; fails unless it ends well."""
    python, folder = program.parent / "env/bin/python", program.parent / "folder"
    command = [str(python), "-m", "tailor", *map(str, arguments)]
    environment = os.environ | {"TAILOR_CACHE": str(program / "cache")}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def change(file: Path, old: str, new: str) -> None:
    """Replaces a text that stands once in a file, in this copy only."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    write(file, text.replace(old, new))


def write(file: Path, text: str) -> None:
    """Writes a file of the copy. It is a link to that of the project, which must not change."""
    file.unlink(missing_ok=True)
    file.write_text(text, encoding="utf-8")


def test_each_recipe_has_its_test() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    recipes = re.findall(r"^## ((?:Add|Change) .*)$", text, re.MULTILINE)
    assert recipes == list(RECIPES)
    assert set(RECIPES.values()) <= set(globals())


def test_add_an_importer(program: Path) -> None:
    reader = """
from tailor.importers.base import ImportedTree
from tailor.importers import text

def import_file(data: bytes, path: str) -> ImportedTree:
    return text.import_file(data.replace(b";", b"\\n"), path)
"""
    write(program / "tailor/importers/semicolons.py", reader)
    line = '    Importer("a list", (".semi",), "tailor.importers.semicolons"),\n'
    plain = '    Importer("plain text", (".txt",), "tailor.importers.text"),\n'
    change(program / "tailor/importers/__init__.py", plain, plain + line)
    cv = "# Ada Osei;;ada@example.com;;## Work;;### Engineer, Ferry Works;2019 - 2021;;- Ran it."
    (program.parent / "folder/cv.semi").write_text(cv, encoding="utf-8")
    run(program, "import", "cv.semi", "--output", "cv.yaml")
    master = (program.parent / "folder/cv.yaml").read_text(encoding="utf-8")
    assert "name: Ada Osei" in master
    assert "Ran it." in master


def test_add_an_option(program: Path) -> None:
    old = '    strict: Annotated[bool, Option(\n        "--strict",'
    option = """    shout: Annotated[bool, Option(
        "--shout", "Print the report in capitals.",
        PAGE, in_lock="if set")] = False
"""
    change(program / "tailor/cli/settings.py", old, option + old)
    folder = program.parent / "folder"
    (folder / "tailor.toml").write_text("shout = true\n", encoding="utf-8")
    shutil.copy(CASE / "resume.yaml", folder)
    run(program, "--job", CASE / "postings/backend-payments.txt", "--output", "page.pdf", "-q")
    lock = json.loads((folder / "page.tailor.json").read_text(encoding="utf-8"))
    assert lock["options"]["shout"] is True
    assert "Print the report in capitals." in run(program, "--help").stdout
    assert '"shout"' in run(program, "schema", "--config").stdout


def test_change_a_weight(program: Path) -> None:
    """Each constant that docs/objective.md names stands in the module that it names."""
    text = (ROOT / "docs/objective.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.*`[A-Z]+`.*) \| `(tailor/[^`]+)`", text, re.MULTILINE)
    named = [(name, file) for words, file in rows for name in re.findall(r"`([A-Z]+)`", words)]
    assert len(named) >= 6
    for name, file in named:
        module = program / file
        assert re.search(rf"^{name}\b.* = ", module.read_text(encoding="utf-8"), re.MULTILINE), name
    answered = ("match", "--job", CASE / "postings/backend-payments.txt", "--json")
    shutil.copy(CASE / "resume.yaml", program.parent / "folder")
    before = json.loads(run(program, *answered).stdout)
    model = program / "tailor/scoring/line_model.py"
    points = re.search(r"^POINTS = (.+)$", model.read_text(encoding="utf-8"), re.MULTILINE)
    assert points
    change(model, points[0], f"POINTS = 2 * {points[1]}")
    after = json.loads(run(program, *answered).stdout)
    assert [one["score"] for one in before["bullets"]] != [one["score"] for one in after["bullets"]]


def test_add_a_check(program: Path) -> None:
    module = program / "tailor/ats/checks/file.py"
    check = """

def check_length(page: Evidence) -> Iterator[Finding]:
    if len(page.pdf) > 10:
        yield Finding("length", "warn", "the file has more than ten bytes")
"""
    write(module, module.read_text(encoding="utf-8") + check)
    row = 'Check("length", "It is a test.", "Write less.", find=file.check_length),'
    change(program / "tailor/ats/checks/__init__.py", "CHECKS = (\n", f"CHECKS = (\n    {row}\n")
    shutil.copy(CASE / "resume.yaml", program.parent / "folder")
    run(program, "render", "--output", "page.pdf", "-q")
    assert "the file has more than ten bytes" in run(program, "check", "page.pdf").stdout


def test_add_a_template(program: Path) -> None:
    shutil.copytree(program / "templates/classic", program / "templates/mine")
    described = '\nname = "mine"\ndescription = "One of my own."\nlicence = "MIT"\n'
    write(program / "templates/mine/template.toml", described)
    assert "One of my own." in run(program, "templates").stdout
    shutil.copy(CASE / "resume.yaml", program.parent / "folder")
    run(program, "render", "--template", "mine", "--output", "page.pdf", "-q")
    run(program, "check", "page.pdf")


def test_add_a_skill(program: Path) -> None:
    lexicon = program / "data/lexicon/logistics.tsv"
    text = lexicon.read_text(encoding="utf-8")
    write(lexicon, text + "Quernstone dressing\tQRD\tLogistics management\t\n")
    folder = program.parent / "folder"
    posting = folder / "job.txt"
    posting.write_text("Miller\n\nRequirements\n- Experience with QRD\n", encoding="utf-8")
    (folder / "resume.yaml").write_text(MILLER, encoding="utf-8")
    found = json.loads(run(program, "match", "--job", posting, "--json").stdout)
    assert [one["status"] for one in found["keywords"] if one["term"] == "QRD"] == ["cut"]
