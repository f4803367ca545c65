"""Checks that a tag, the version and the changelog agree before a release is built.

    python ci/check_release.py v0.2.0

Exits 1 and lists every difference otherwise.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def differences(tag: str, root: Path = ROOT) -> Iterator[str]:
    """What keeps the project in `root` from being released as `tag`, one sentence each."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project["version"]
    if tag != f"v{version}":
        yield f"the tag is {tag}, but pyproject.toml says version {version}: expected v{version}"
    module = (root / "tailor" / "version.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(.*)"$', module, re.MULTILINE)
    if not found or found[1] != version:
        said = found[1] if found else "nothing"
        yield f"tailor/version.py says version {said}, but pyproject.toml says {version}"
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    if not re.search(rf"^## {re.escape(version)}\b", changelog, re.MULTILINE):
        yield f"CHANGELOG.md has no heading `## {version}`"


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: python ci/check_release.py TAG", file=sys.stderr)
        return 2
    found = list(differences(sys.argv[1]))
    for one in found:
        print(f"error: {one}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
