"""Other programs that make a page, each in a virtual environment of its own.

They do less: none of them reads a posting and chooses what is on the page. Each makes the sample
that it brings, as its own documentation says.
"""

import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import CalledProcessError

from benchmarks.timing import Row
from benchmarks.timing.desk import Desk
from benchmarks.timing.process import middle, paired, timed
from benchmarks.timing.rows import Scale

SIMPLE = """\
full_name: Ada Example
email: ada@example.com
template: resume_no_bars
titles: {contact: Contact, certification: Certificates, expertise: Expertise, keyskills: Skills}
config: {theme_color: "#0395DE", sidebar_color: "#F6F6F6", page_width: 210, page_height: 297}
body:
  Experience:
    - start: "2019"
      end: Present
      title: Marine Engineer
      company: Ferry Works
      description: |
        - Rebuilt 14 diesel engines of coastal ferries, two weeks ahead of the plan
        - Trained six apprentices in pump alignment and safe work in closed rooms
"""
ICONS = ".cache/typst/packages/preview/fontawesome/0.6.0"
MANIFEST = '[package]\nname = "fontawesome"\nversion = "0.6.0"\nentrypoint = "lib.typ"\n'


@dataclass(frozen=True, slots=True)
class Peer:
    """A program of PyPI: what to install, what to do once, what to do each time."""

    package: str
    does: str
    prepare: Callable[[Path], Sequence[Sequence[str]]]
    command: Sequence[str]


def rendercv(folder: Path) -> Sequence[Sequence[str]]:
    """Its icons come from the network at the first run; here, none take their place."""
    icons = folder / ICONS
    icons.mkdir(parents=True, exist_ok=True)
    (icons / "typst.toml").write_text(MANIFEST, encoding="utf-8")
    (icons / "lib.typ").write_text("#let fa-icon(..any) = []\n", encoding="utf-8")
    return (("rendercv", "new", "Ada Example"),)


def simple_resume(folder: Path) -> Sequence[Sequence[str]]:
    inputs = folder / "resume_private/input"
    inputs.mkdir(parents=True, exist_ok=True)
    (inputs / "ada.yaml").write_text(SIMPLE, encoding="utf-8")
    return ()


def builder(_folder: Path) -> Sequence[Sequence[str]]:
    return (("yaml-resume-builder", "init"),)


PEERS = (
    Peer(
        "rendercv[full]",
        "YAML → PDF by Typst",
        rendercv,
        ("rendercv", "render", "Ada_Example_CV.yaml", "-nohtml", "-nopng", "-nomd"),
    ),
    Peer(
        "simple-resume",
        "YAML → PDF by WeasyPrint",
        simple_resume,
        ("simple-resume", "generate", "ada", "--format", "pdf"),
    ),
    Peer(
        "yaml-resume-builder",
        "YAML → PDF by latexmk of the PATH, on one page by smaller type",
        builder,
        ("yaml-resume-builder", "build", "-i", "sample_resume.yml", "-o", "page.pdf", "-1"),
    ),
)


def rows(desk: Desk, scale: Scale, folder: Path, python: str) -> Iterator[Row]:
    """A line for each; one that cannot be installed or run is named with the reason."""
    for peer in PEERS:
        home = folder.absolute() / peer.package.partition("[")[0]
        try:
            yield measured(peer, home, desk, max(2, scale.rounds // 2), python)
        except (CalledProcessError, RuntimeError, OSError) as error:
            said = getattr(error, "stderr", "") or str(error)
            yield Row(peer.package, note=" ".join(said.split())[-160:])


def measured(peer: Peer, home: Path, desk: Desk, rounds: int, python: str) -> Row:
    install(peer, home, python)
    work = home / "work"
    work.mkdir(exist_ok=True)
    environment = {**desk.environment(), "HOME": str(work)}
    environment["PATH"] = f"{home / 'bin'}:{environment['PATH']}"
    for command in peer.prepare(work):
        if not any(work.glob("*.y*ml")):
            timed([str(home / "bin" / command[0]), *command[1:]], work, environment)
    command = [str(home / "bin" / peer.command[0]), *peer.command[1:]]
    pairs = paired(lambda _: timed(command, work, environment), desk.plain, rounds)
    name = f"{peer.package.partition('[')[0]} {version(peer, home)}: {peer.does}"
    return Row(name, *middle(pairs))


def install(peer: Peer, home: Path, python: str) -> None:
    """An environment with the package, if there is none yet. Raises `CalledProcessError`."""
    if (home / "bin" / peer.command[0]).exists():
        return
    commands = (
        [python, "-m", "venv", str(home)],
        [str(home / "bin/python"), "-m", "pip", "install", "--quiet", peer.package],
    )
    for command in commands:
        subprocess.run(command, check=True, capture_output=True, text=True)


def version(peer: Peer, home: Path) -> str:
    name = peer.package.partition("[")[0]
    script = f"from importlib.metadata import version; print(version({name!r}))"
    done = subprocess.run([home / "bin/python", "-c", script], capture_output=True, text=True)
    return done.stdout.strip()
