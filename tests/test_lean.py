"""Parts of libraries that are left out are not imported, and come back when they are used."""

import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

import pytest

import tailor
from tailor.files import LazyPattern, lazy_pattern

SPACY = """
import sys
from tailor.sandbox.lazy_imports import NEEDLESS, skip_unused_modules
with skip_unused_modules(*NEEDLESS["spacy"]):
    import spacy
assert not {"spacy.cli", "typer", "httpx", "weasel", "pydantic.v1"} & sys.modules.keys()
import pydantic.v1
assert pydantic.v1.BaseModel
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
assert "spacy.cli.info" in sys.modules
import spacy.cli
assert spacy.cli.download.__module__ == "spacy.cli.download"
"""
SKLEARN = """
import sys
from tailor.sandbox.lazy_imports import NEEDLESS, skip_unused_modules
with skip_unused_modules(*NEEDLESS["sklearn"]):
    from sklearn.feature_extraction.text import TfidfVectorizer
assert not any(name.startswith(NEEDLESS["sklearn"]) for name in sys.modules)
assert TfidfVectorizer().fit_transform(["a b", "bb cc"]).shape == (2, 2)
import scipy
from sklearn.utils.fixes import _mode
assert _mode([1, 2, 2])[0] == 2
from sklearn.preprocessing import SplineTransformer
assert SplineTransformer(n_knots=3).fit_transform([[0.0], [1.0], [2.0]]).shape == (3, 5)
import scipy.stats
assert round(scipy.stats.norm.cdf(0.0), 6) == 0.5
"""
OURS = """
import sys
from tailor import extract, rank
extract("We need Python and SQL.")
rank("We need Python.", ["Wrote Python services."])
from tailor.scoring.similarity import find_similar_wordings
from tailor.layout import Line
assert not {"spacy.cli", "scipy.stats", "scipy.interpolate", "typer", "httpx"} & sys.modules.keys()
"""


def runs(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    return done.stderr


def test_spacy_without_its_command_line() -> None:
    assert runs(SPACY) == ""


def test_sklearn_without_statistics() -> None:
    assert runs(SKLEARN) == ""


def test_analysis_imports_neither() -> None:
    assert runs(OURS) == ""


def test_every_lazy_pattern_is_a_regular_expression() -> None:
    """A mistake in one would be raised only when it is used."""
    modules = [import_module(name) for name in modules_of_the_program()]
    found = [
        (module.__name__, name, value)
        for module in modules
        for name, held in vars(module).items()
        for value in values_of(held)
        if isinstance(value, LazyPattern)
    ]
    assert len(found) > 50
    assert [one for *one, pattern in found if not pattern.match] == []


def values_of(held: object) -> Iterator[object]:
    """A value, and those that it holds if it is a tuple or a dictionary."""
    yield held
    inner = held.values() if isinstance(held, dict) else held if isinstance(held, tuple) else ()
    for one in inner:
        yield from values_of(one)


def modules_of_the_program() -> list[str]:
    every = (info.name for info in pkgutil.walk_packages(tailor.__path__, "tailor."))
    return [name for name in every if not name.endswith("__main__")]


def test_a_lazy_pattern_is_one_when_it_is_used() -> None:
    pattern = lazy_pattern("a(b)", re.IGNORECASE)
    for _ in range(2):
        match = pattern.fullmatch("AB")
        assert match
        assert match[1] == "B"
    assert (pattern.pattern, pattern.flags & re.IGNORECASE) == ("a(b)", re.IGNORECASE)
    wrong = lazy_pattern("(")
    with pytest.raises(re.error):
        wrong.match("x")
