"""The tagged structure of a page: complete, in order, owned by the right page."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tailor.models import Bullet, Contact, Entry, Group, Resume, Section
from tailor.pipeline import Options, render
from tailor.render.templates import Template, shipped_templates


def resume(jobs: int) -> Resume:
    work = tuple(
        Entry(
            f"work/{n}",
            "Fitter",
            f"Yard {n}",
            url="https://yard.example.com",
            groups=(
                Group(
                    f"work/{n}",
                    bullets=tuple(
                        Bullet(f"work/{n}/highlights/{b}", f"Built {b + 2} ferries.")
                        for b in range(3)
                    ),
                ),
                Group(f"work/{n}/projects/0", "Hull", bullets=(Bullet(f"b{n}", "Welded it."),)),
            ),
        )
        for n in range(jobs)
    )
    prize = Entry("awards/0", "Prize", "Nordic Yards")
    return Resume(
        "Ada Example",
        contact=Contact("ada@example.com", "206-555-0148"),
        summary=Bullet("basics/summary", "Fitter of ferries."),
        sections=(
            Section("work", "Work Experience", "work", work),
            Section("awards", "Awards", "awards", (prize,)),
        ),
    )


def children(element: Any) -> list[Any]:
    inside = element["/K"]
    return list(inside) if isinstance(inside, list) else [inside]


def outline(element: Any) -> Iterator[str]:
    """Such as "L(LI(LBody))"."""
    inside = [child.get_object() for child in children(element) if not isinstance(child, int)]
    below = [name for child in inside if "/S" in child for name in outline(child)]
    yield element["/S"][1:] + (f"({' '.join(below)})" if below else "")


def marked(element: Any, pages: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Page and number of every marked content below an element, in reading order."""
    for child in children(element):
        if isinstance(child, int):
            yield pages[element.raw_get("/Pg").idnum], int(child)
        elif child.get_object().get("/Type") == "/OBJR":
            assert child.get_object()["/Obj"]["/Subtype"] == "/Link"
        else:
            yield from marked(child.get_object(), pages)


def tree(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_the_structure_is_that_of_the_resume(template: Template) -> None:
    document, _ = render(resume(1), Options(template.name))
    root = tree(PdfReader(io.BytesIO(document.pdf)))
    bullets = "L(LI(LBody) LI(LBody) LI(LBody)) H4 L(LI(LBody))"
    assert list(outline(root["/K"][0])) == [
        f"Document(H1 P(Link) H2 P H2 H3(Link) {bullets} H2 L(LI(LBody)))"
    ]


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_every_content_belongs_to_one_element_of_its_own_page(template: Template) -> None:
    document, _ = render(resume(12), Options(template.name))
    reader = PdfReader(io.BytesIO(document.pdf))
    assert len(reader.pages) > 1
    pages, there = {}, []
    for number, page in enumerate(reader.pages):
        content = page.get_contents()
        assert content is not None
        assert page.indirect_reference is not None
        pages[page.indirect_reference.idnum] = number
        there += [(number, int(n)) for n in re.findall(rb"/MCID (\d+)", content.get_data())]
    root = tree(reader)
    assert list(marked(root["/K"][0], pages)) == there
    numbers = root["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    assert list(parents) == sorted(parents)
    for number, page in enumerate(reader.pages):
        owners = parents[page["/StructParents"]]
        for _, content_number in (pair for pair in there if pair[0] == number):
            assert content_number in children(owners[content_number].get_object())
        for note in page["/Annots"]:  # type: ignore[attr-defined]
            link = parents[note.get_object()["/StructParent"]].get_object()
            assert link["/S"] == "/Link"


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="needs qpdf")
def test_qpdf_finds_no_fault(tmp_path: Path) -> None:
    document, _ = render(resume(12), Options("modern"))
    (tmp_path / "page.pdf").write_bytes(document.pdf)
    ended = subprocess.run(["qpdf", "--check", tmp_path / "page.pdf"], capture_output=True)
    assert ended.returncode == 0


def test_language_title_and_author_are_told() -> None:
    document, _ = render(replace(resume(1), language="de"))
    reader = PdfReader(io.BytesIO(document.pdf))
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]) == ("de", {"/Marked": True})
    assert root["/ViewerPreferences"] == {"/DisplayDocTitle": True}
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Ada Example", "Ada Example")
