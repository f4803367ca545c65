"""The pages of the invented judged pairs: how near they come to what a careful person chose.

The floors stand a little below what the program reached when they were set. A change of a weight
or of a rule of the page that makes pages worse is seen here. 16 pairs tell a difference of about
0.05 from noise; a change that lifts the figures should lift the floors too.
"""

from pathlib import Path

import pytest

from benchmarks.judged_pages import Figures, measure_folder, summarize

FOLDER = Path(__file__).resolve().parent / "judged"
LEAST = {"must": 0.53, "wanted": 0.45, "required": 1.0, "utility": 0.50, "summary": 0.70}
MOST = {"must-not": 0.80}


@pytest.fixture(scope="module")
def results() -> list[Figures]:
    return measure_folder(FOLDER)


def test_pages_print_what_a_careful_person_would_print(results: list[Figures]) -> None:
    assert len(results) == 16
    means = {name: round(mean, 3) for name, (mean, _, _) in summarize(results).items()}
    worse = {name: means[name] for name, floor in LEAST.items() if means[name] < floor}
    worse |= {name: means[name] for name, top in MOST.items() if means[name] > top}
    assert worse == {}, f"worse than {LEAST | MOST}: all figures are {means}"


def test_every_asked_licence_certificate_and_degree_is_printed(results: list[Figures]) -> None:
    asked = [one["required"] for one in results if one["required"] is not None]
    assert len(asked) > 5
    assert set(asked) == {1.0}
