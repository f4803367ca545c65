"""PDFs that other programs made, judged fairly: tests/foreign_pdfs/, by scripts/foreign_pdfs.py."""

from dataclasses import astuple
from functools import cache
from pathlib import Path

import pytest

from scripts.foreign_cv import DEGREE, JOBS, MAIL, NAME, PHONE, SKILLS, Entry
from tailor.ats.checks import has_failed
from tailor.ats.form_parser import ParsedJob
from tailor.ats.inspect import Inspection, inspect_pdf

FOLDER = Path(__file__).resolve().parent / "foreign_pdfs"
AUTHOR = "metadata: the PDF has no author"
GOOD = {
    "chromium_rows": {AUTHOR},
    "chromium_at": {AUTHOR},
    "chromium_table": {AUTHOR},
    "chromium_bars": {AUTHOR},
    "chromium_contact_below": {AUTHOR, "contact: the e-mail address is not above all headings"},
    "libreoffice_tabs": {
        "glyphs: bullets are read as U+F0B7 by pypdf, pdfium",
        "metadata: the PDF has no title, no tagged structure",
    },
    "typst_rows": set(),
    "weasyprint_rows": {"metadata: the PDF has no author, no tagged structure"},
    "article_small_caps": {
        "fonts: no font is named Bold, so headings cannot be recognised",
        "metadata: the PDF has no title, no author, no language, no tagged structure",
    },
}
"""Those that an employer's program reads as they are meant, with all that is remarked."""
BAD = {
    "chromium_sidebar": "columns: page 1: the text is in two columns",
    "chromium_dates_apart": "order: pypdf reads “Northgate Analytics, Portland, OR” before “March",
    "chromium_faint": "hidden: text is in the colour of its background: “Kubernetes Terraform",
    "chromium_covered": "hidden: text is behind a picture or an area of colour: “Kubernetes",
    "chromium_spaced": "words: “E D U C A T I O N” is read letter by letter by pypdf",
    "chromium_small_caps": "words: “E DUCATION” falls apart by pypdf",
    "moderncv_classic": "icons: an icon (FontAwesome5Free-Solid) is next to “",
}
OTHER = {"chromium_german", "chromium_two_roles"}


@cache
def seen(name: str) -> Inspection:
    return inspect_pdf((FOLDER / f"{name}.pdf").read_bytes())


def said(name: str, level: str) -> set[str]:
    return {f"{one.check}: {one.message}" for one in seen(name).findings if one.level == level}


def post(one: Entry, *, place: bool = True) -> ParsedJob:
    organisation, title, where, dates, bullets = astuple(one)
    return ParsedJob(organisation, title, where if place else "", dates, tuple(bullets))


def test_every_page_is_named_here() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {*GOOD, *BAD, *OTHER}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_good_passes_with_every_field(name: str) -> None:
    assert said(name, "fail") == set()
    assert said(name, "warn") == GOOD[name]
    form = seen(name).fields
    place = name not in ("chromium_at", "chromium_table")
    assert (form.name, form.email, form.phone) == (NAME, MAIL, PHONE)
    assert form.jobs == tuple(post(one, place=place) for one in JOBS)
    assert form.education == (post(DEGREE, place=place),)
    assert form.skills[: len(SKILLS)] == SKILLS


@pytest.mark.parametrize("name", BAD)
def test_what_is_bad_fails_for_its_reason(name: str) -> None:
    assert has_failed(seen(name).findings)
    assert any(one.startswith(BAD[name]) for one in said(name, "fail")), said(name, "fail")


def test_a_german_one_is_understood() -> None:
    form = seen("chromium_german").fields
    assert said("chromium_german", "fail") == set()
    assert [kind for _, kind in form.headings] == ["work", "education", "skills"]
    assert form.jobs == (
        ParsedJob(
            "Nordtor GmbH", "Datenanalystin", "Bonn", "März 2021 – heute", ("Prüft Zahlen.",)
        ),
    )
    assert form.education == (ParsedJob("Universität Bonn", "Diplom", "Bonn", "09/2013 – 06/2017"),)


def test_two_posts_at_one_employer() -> None:
    first, second = JOBS
    assert said("chromium_two_roles", "fail") == set()
    assert seen("chromium_two_roles").fields.jobs == (
        post(first),
        ParsedJob(
            first.organisation, "Junior Analyst", "", "May 2019 – February 2021", second.bullets
        ),
    )
