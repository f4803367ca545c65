"""Parts of libraries that are left out are not imported, and come back when they are used."""

import subprocess
import sys

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
