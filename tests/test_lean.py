"""Parts of libraries that are left out are not imported, and come back when they are used."""

import subprocess
import sys

SPACY = """
import sys
from tailor.lean import without
with without("spacy.cli", "spacy.cli.info"):
    import spacy
assert not {"spacy.cli", "typer", "httpx", "weasel"} & sys.modules.keys()
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
assert "spacy.cli.info" in sys.modules
import spacy.cli
assert spacy.cli.download.__module__ == "spacy.cli.download"
"""
SKLEARN = """
import sys
from tailor.lean import without
with without("scipy.stats"):
    from sklearn.feature_extraction.text import TfidfVectorizer
assert not any(name.startswith("scipy.stats") for name in sys.modules)
assert TfidfVectorizer().fit_transform(["a b", "bb cc"]).shape == (2, 2)
import scipy
from sklearn.utils.fixes import _mode
assert _mode([1, 2, 2])[0] == 2
import scipy.stats
assert round(scipy.stats.norm.cdf(0.0), 6) == 0.5
"""
OURS = """
import sys
from tailor import extract, rank
extract("We need Python and SQL.")
rank("We need Python.", ["Wrote Python services."])
from tailor.score import similar
from tailor.lines import Line
assert not {"spacy.cli", "scipy.stats", "typer", "httpx"} & sys.modules.keys()
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
