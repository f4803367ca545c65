"""The thing that is shipped: the wheel, installed in a fresh environment, in an empty folder."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tailor import __version__

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = {
    "tailor": "tailor",
    "templates": "tailor/templates",
    "data": "tailor/data",
    "docs/man": f"tailor_cv-{__version__}.data/data/share/man/man1",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("tailor_cv-*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that holds the wheel; its dependencies are lent by this one."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=False)
    packages = next(folder.glob("lib/python*/site-packages"))
    lent = sysconfig.get_path("purelib")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*command, "--target", str(packages), str(wheel)], check=True)
    (packages / "lent.pth").write_text(lent)
    return folder / "bin" / "python"


def tracked(folder: str) -> set[str]:
    """The files of a folder that are part of the project."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", folder]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return {line for line in listed.splitlines() if (ROOT / line).is_file()}


def test_the_wheel_holds_the_package_the_templates_and_the_data(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    expected = {
        name.replace(folder, place, 1)
        for folder, place in SHIPPED.items()
        for name in tracked(folder)
    }
    assert names == expected


def test_the_wheel_makes_a_page_in_an_empty_folder(environment: Path, tmp_path: Path) -> None:
    case = ROOT / "examples" / "nurse"
    posting = case / "postings" / "icu-registered-nurse.txt"
    command = [environment, "-m", "tailor", "--resume", case / "resume.yaml", "--job", posting]
    clean = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    ended = subprocess.run(
        [str(part) for part in command], cwd=tmp_path, env=clean, capture_output=True, text=True
    )
    assert ended.stderr == ""
    assert ended.returncode == 0
    assert (tmp_path / "out" / "icu-registered-nurse.pdf").read_bytes().startswith(b"%PDF-")
    origin = subprocess.run(
        [str(environment), "-c", "import tailor; print(tailor.__file__)"],
        cwd=tmp_path,
        env=clean,
        capture_output=True,
        text=True,
    )
    assert str(environment.parent.parent) in origin.stdout


def test_without_a_repository_the_tests_of_the_wheel_would_say_so() -> None:
    assert tracked("tailor") >= {"tailor/pipeline.py", "tailor/model.py"}
