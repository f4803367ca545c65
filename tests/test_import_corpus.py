"""Invented CVs in the classes, programs and languages that people use, beside what they say.

`benchmarks/imports.py` measures the same folder field by field.
"""

import re
from pathlib import Path

import pytest
import yaml

from benchmarks.imports import fields
from tailor.loader import import_cv
from tailor.resume.dates import month_numbers
from tailor.resume.dates import words_of as data
from tailor.resume_parser.values import split_words
from tailor.resume_parser.vocabulary import section_kind

FOLDER = Path(__file__).parent / "imported"
GOLD = yaml.safe_load((FOLDER / "gold.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("gold", GOLD, ids=[one["file"] for one in GOLD])
def test_at_least_nine_fields_of_ten_are_right(gold: dict[str, object]) -> None:
    found = list(fields(gold, import_cv(FOLDER / str(gold["file"])).master))
    wrong = [(name, seen) for name, right, seen in found if not right]
    assert 10 * len(wrong) <= len(found), wrong


@pytest.mark.parametrize(
    "name", [one["file"] for one in GOLD if one["file"].endswith(("md", "txt", "html"))]
)
def test_no_word_is_lost_unreported(name: str) -> None:
    """Every word of a text is in the master, in a line that is reported, or in a warning."""
    if name.endswith("html"):
        pytest.skip("the words of a page stand among its tags")
    found = import_cv(FOLDER / name)
    told = " ".join([*(one.text for one in found.unplaced), *(str(one) for one in found.problems)])
    kept = {word.casefold() for word in split_words(str(found.master) + told)}
    lines = re.sub(r"<[^>]*>", " ", (FOLDER / name).read_text(encoding="utf-8")).splitlines()
    titles = {word.casefold() for line in lines if section_kind(line) for word in split_words(line)}
    lost = {word.casefold() for line in lines for word in split_words(line)} - kept - titles
    dates = {
        one for key in ("now", "to", "since") for text in data(key) for one in split_words(text)
    }
    assert not {word for word in lost if word.isalpha()} - KNOWN - dates - set(month_numbers())


KNOWN = frozenset(
    re.findall(
        r"\S+",
        """
resume curriculum vitae name address phone email title author p align right a href pdf br https
www od do teraz de du à ce jour mars septembre février to august june july present heden augusti
februari pågående version mailto
""",
    )
)
"""Words that are dates, labels, tags and titles of the document, which a master says otherwise."""


TITLES = """
Praxiserfahrungen
Expériences pro
Experiencias laborales
Experiências profissionais
Esperienze lavorative
Werkervaringen
Doświadczenia zawodowe
Arbetslivserfarenheter
Erhvervserfaringer
Yrkeserfaring
Työkokemus
Pracovní zkušenosti
Experiența profesională
Szakmai tapasztalat
Опыт работы
Επαγγελματική εμπειρία
工作经历
職歴
경력
"""


@pytest.mark.parametrize("title", TITLES.split("\n")[1:-1])
def test_jobs_are_known_in_many_languages(title: str) -> None:
    assert section_kind(title) == section_kind(title.upper()) == "work"
