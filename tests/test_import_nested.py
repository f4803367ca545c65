"""Lists inside of lists, in each format. The people are invented."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tailor.loader import import_cv

LED = "Led the yard: one crew; two crews"
HEAD = (
    "# Jorun Vestby\njorun@example.com\n\n## Experience\n\n"
    "### Foreman, Vestby Works Ltd\n2019 – 2021\n\n"
)


def imported(folder: Path, name: str, data: str | bytes) -> dict[str, Any]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    result = import_cv(path)
    assert not result.unplaced
    return result.master


def word_document() -> bytes:
    document = Document()
    document.add_heading("Jorun Vestby", 0)
    document.add_paragraph("jorun@example.com")
    document.add_heading("Experience", 1)
    document.add_heading("Foreman, Vestby Works Ltd", 2)
    document.add_paragraph("2019 – 2021")
    document.add_paragraph("Led the yard", "List Bullet")
    document.add_paragraph("one crew", "List Bullet 2")
    document.add_paragraph("two crews", "List Bullet 2")
    document.add_paragraph("Sold scrap", "List Bullet")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def numbered_document() -> bytes:
    """A document whose lists are known by their numbering alone."""
    document = Document()
    document.add_heading("Jorun Vestby", 0)
    document.add_paragraph("jorun@example.com")
    document.add_heading("Experience", 1)
    document.add_heading("Foreman, Vestby Works Ltd", 2)
    document.add_paragraph("2019 – 2021")
    for text, level in (("Led the yard", 0), ("one crew", 1), ("two crews", 1), ("Sold scrap", 0)):
        numbering = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
        numbering.get_or_add_numId().val = 1
        numbering.get_or_add_ilvl().val = level
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


NESTED: dict[str, str | bytes] = {
    "cv.md": HEAD + "- Led the yard\n  - one crew\n  - two crews\n- Sold scrap\n",
    "cv.docx": word_document(),
    "numbered.docx": numbered_document(),
    "cv.html": (
        "<h1>Jorun Vestby</h1><p>jorun@example.com</p><h2>Experience</h2>"
        "<h3>Foreman, Vestby Works Ltd</h3><p>2019 – 2021</p><ul><li>Led the yard<ul>"
        "<li>one crew</li><li>two crews</li></ul></li><li>Sold scrap</li></ul>"
    ),
    "cv.tex": (
        "\\documentclass{article}\\begin{document}\n\\begin{center}Jorun Vestby\\\\"
        "jorun@example.com\\end{center}\n\\section{Experience}\n"
        "\\subsection{Foreman, Vestby Works Ltd}\n2019 -- 2021\n\\begin{itemize}\n"
        "\\item Led the yard\n\\begin{itemize}\n\\item one crew\n\\item two crews\n\\end{itemize}\n"
        "\\item Sold scrap\n\\end{itemize}\n\\end{document}\n"
    ),
}


@pytest.mark.parametrize("name", NESTED)
def test_a_list_below_a_bullet_is_a_part_of_it(name: str, tmp_path: Path) -> None:
    (job,) = imported(tmp_path, name, NESTED[name])["work"]
    assert job["highlights"] == [LED, "Sold scrap"]


def test_a_long_list_below_a_name_is_a_piece_of_work(tmp_path: Path) -> None:
    long = "Rebuilt the slipway of the northern yard with nine people, " * 3 + "on time"
    points = f"- Slipway\n  - {long}\n  - {long} again\n- Sold scrap\n"
    (job,) = imported(tmp_path, "cv.md", HEAD + points)["work"]
    assert job["projects"] == [{"name": "Slipway", "highlights": [long, f"{long} again"]}]
    assert job["highlights"] == ["Sold scrap"]


def test_a_long_list_below_a_sentence_stays_apart(tmp_path: Path) -> None:
    head = "Rebuilt the slipway of the northern yard with nine people in one winter, on time."
    long = "Poured 400 tons of concrete below the line of the tide, between two storms, " * 2
    points = f"- {head}\n  - {long.strip()}\n  - {long}and a third\n"
    (job,) = imported(tmp_path, "cv.md", HEAD + points)["work"]
    assert job["highlights"] == [head, long.strip(), f"{long}and a third"]


def test_a_list_below_its_label_is_what_the_label_says(tmp_path: Path) -> None:
    duties = "- Responsibilities:\n  - Led one crew\n  - Sold scrap\n"
    (job,) = imported(tmp_path, "cv.md", HEAD + duties)["work"]
    assert job["highlights"] == ["Led one crew", "Sold scrap"]
    school = (
        "## Education\n\n### BSc Geology, University of Hull\n2012 – 2015\n\n"
        "- Relevant courses:\n  - Algebra\n  - Optics\n"
    )
    (degree,) = imported(tmp_path, "cv.md", HEAD + "- Sold scrap\n\n" + school)["education"]
    assert degree["courses"] == ["Algebra", "Optics"]


def test_groups_of_skills_have_their_items_below(tmp_path: Path) -> None:
    skills = "- Sold scrap\n\n## Skills\n\n- Tools\n  - Lathe\n  - Saw\n- Software: Excel\n"
    master = imported(tmp_path, "cv.md", HEAD + skills)
    assert master["skills"] == [
        {"name": "Tools", "keywords": ["Lathe", "Saw"]},
        {"name": "Software", "keywords": ["Excel"]},
    ]


def test_a_master_with_nested_bullets_is_read_whole(tmp_path: Path) -> None:
    text = (
        "basics: {name: Jorun Vestby}\nwork:\n  - name: Vestby Works Ltd\n    highlights:\n"
        "      - Led the yard:\n          - one crew\n          - two crews\n"
    )
    (job,) = imported(tmp_path, "cv.yaml", text)["work"]
    assert job["highlights"] == [LED]
