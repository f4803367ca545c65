"""Text that prints literally, templates that do no harm, PDFs that do not act: a few of each.

`make trust` tries them all.
"""

import io
import random
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from benchmarks.trust import templates, tex, texts
from benchmarks.trust.attacks import ABSENT, ACCESS, ACTING, ENDLESS, JINJA, READING
from tailor.errors import LimitError, ToolchainError
from tailor.latex.engine import Engine, find_engine
from tailor.models import Entry, Resume, Section
from tailor.pdf import structure
from tailor.pipeline import Options, render
from tailor.render.escape import is_hopeless
from tailor.render.templates import shipped_templates
from tailor.sandbox.process import Limits, run_program
from tailor.system import children
from tailor.system import landlock as wall
from tailor.typesetter import find_any_template as find_template


@pytest.mark.parametrize("number", range(5))
def test_strings_of_every_kind_print_literally_in_every_template(number: int) -> None:
    tally, stream = tex.Tally(), tex.texts(number)
    plain: list[str] = []
    for one in (next(stream) for _ in range(60)):
        tex.sort(one, plain, tally)
    tex.settle(plain, shipped_templates()[number], find_engine(), tally)
    assert tally.wrong == []
    assert tally.printed > 40


def test_what_is_not_literal_is_found_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tex, "is_literal", lambda pack, *_: "bad" not in pack)
    tally = tex.Tally()
    tex.settle(["a", "b", "bad", "c", "d"], shipped_templates()[0], find_engine(), tally)
    assert (tally.printed, tally.wrong) == (4, ["bad"])


def test_texts_are_of_every_kind() -> None:
    source = random.Random(1)
    found = [texts.text(source) for _ in range(400)]
    assert any("\\input" in one for one in found)
    assert any(is_hopeless(letter) for one in found for letter in one)
    assert len({letter for one in found for letter in one}) > 400


@pytest.mark.parametrize(
    "name",
    [
        *("include through a link", "include of the file beside", "nested loops"),
        *("half a character", "an assertion of Jinja2's own"),
    ],
)
def test_a_template_of_jinja_that_attacks_fails(name: str) -> None:
    assert templates.fault(templates.jinja, JINJA[name]) == ""


@pytest.mark.parametrize("name", ["format string", "function", "changing a value"])
def test_a_template_of_jinja_that_reaches_out_is_refused(name: str) -> None:
    assert templates.fault(templates.access, {**ACCESS, **ABSENT}[name]) == ""


def test_without_the_sandbox_they_get_through_and_are_seen() -> None:
    line = templates.control()
    assert (line.tried, line.failed) == (len(ACCESS), 0)


def test_attacks_are_tried_in_processes_of_their_own() -> None:
    attacks = {"allowed": "<< resume.name >>", "refused": "<< nothing >>"}
    line = templates.tried("some", attacks, templates.access)
    assert (line.tried, line.failed) == (2, 1)
    assert "allowed: was let through: Robin Example" in line.detail


def test_a_template_includes_templates_of_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "part.j2").write_text("included", encoding="utf-8")
    text = find_template(str(templates.written(tmp_path, '<% include "part.j2" %>')))
    assert text.document(templates.RESUME, "") == "included"


@pytest.mark.parametrize(
    "name", ["file as a stream", "file as a stream, by another name", "input", "writing outside"]
)
def test_latex_that_reads_or_writes_files_fails(name: str) -> None:
    if not wall.has_landlock() and "file as" in name:
        pytest.skip("this kernel has no Landlock")
    assert templates.fault(templates.reading, READING[name]) == ""


def test_the_wall_is_what_keeps_a_file_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine, "reads", lambda _: None)
    assert templates.fault(templates.reading, READING["file as a stream"]) == "is in the PDF"


@pytest.mark.skipif(not wall.has_landlock(), reason="this kernel has no Landlock")
def test_a_program_behind_a_wall_sees_its_folder_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (own := tmp_path / "own").mkdir()
    script = "echo a > made; cat made; cat ../secret; echo b > ../escaped; ls /etc"
    ended = run_program(["/bin/sh", "-c", script], folder=own, limits=Limits(reads=()))
    assert ended.output == b"a\n"
    assert ended.errors.count(b"ermission denied") == 3
    assert not (tmp_path / "escaped").exists()


def test_what_is_written_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LOOK_S", 0.02)
    script = "n=0; while true; do n=$((n+1)); head -c 100000 /dev/zero > $n; done"
    with pytest.raises(LimitError, match="wrote more than 1,000,000 bytes"):
        run_program(
            ["/bin/sh", "-c", script], folder=tmp_path, limits=Limits(seconds=20, disk=1_000_000)
        )


def test_a_page_that_draws_itself_is_read_back_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = Limits(seconds=20, cpu=2, memory=500_000_000)
    monkeypatch.setattr("tailor.typesetter.READING", limits)
    with templates.ground() as folder:
        document, _, said = templates.latex(folder, ENDLESS["drawing itself"])
    assert document is None
    assert "takes too much time or memory to read back" in said


@pytest.mark.parametrize(
    "name", ["script on opening", "program behind an object", "data from a file", "film"]
)
def test_a_template_whose_page_acts_is_named(name: str) -> None:
    assert templates.fault(templates.acting, ACTING[name]) == ""


def acts(**more: object) -> bytes:
    """A PDF with a catalogue of these keys."""
    writer = PdfWriter()
    writer.add_blank_page(99, 99)
    for key, value in more.items():
        writer.root_object[NameObject(f"/{key}")] = value
    writer.write(made := io.BytesIO())
    return made.getvalue()


def action(kind: str, **more: object) -> DictionaryObject:
    table = {NameObject(f"/{key}"): value for key, value in more.items()}
    return DictionaryObject({NameObject("/S"): NameObject(f"/{kind}")} | table)


OUTSIDE = StreamObject()
OUTSIDE[NameObject("/F")] = TextStringObject("/etc/passwd")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, ()),
        ({"OpenAction": action("GoTo")}, ()),
        (
            {"OpenAction": action("GoTo", Next=action("JavaScript"))},
            ("JavaScript",),
        ),
        ({"X": action("Sound")}, ("a media action",)),
        ({"X": action("Hide")}, ("an action that hides parts of the page",)),
        ({"X": action("Thread")}, ("a jump into another file",)),
        ({"X": ArrayObject([action("Launch")])}, ("a program to launch",)),
        ({"AcroForm": DictionaryObject()}, ("a form",)),
        ({"AF": DictionaryObject({NameObject("/EF"): OUTSIDE})}, None),
        ({"URI": DictionaryObject()}, ("a base for its links",)),
        ({"X": OUTSIDE}, ("data that is read from another file",)),
    ],
)
def test_what_acts_in_a_pdf_is_found(more: dict[str, object], said: tuple[str, ...] | None) -> None:
    found = structure.read_facts(acts(**more)).active
    expected = ("an embedded file", "data that is read from another file") if said is None else said
    assert found == expected


@pytest.mark.parametrize("uri", ["javascript:x", "file:///etc/passwd", "page", "http "])
def test_links_are_of_the_web_or_mail(uri: str) -> None:
    facts = structure.read_facts(acts(X=action("URI", URI=TextStringObject(uri))))
    assert list(structure.odd_links(facts)) == [uri]


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_the_place_of_an_entry_without_an_organisation_is_printed(template: object) -> None:
    talk = Entry("sections/0/entries/0", "Ferries of the North", place="Bergen, Norway")
    spoken = replace(talk, note="invited")
    prize = Section("sections/0", "Talks", "projects", (talk, spoken))
    resume = replace(templates.RESUME, sections=(*templates.RESUME.sections, prize))
    _, findings = render(resume, Options(getattr(template, "name", "")))
    assert [one for one in findings if one.check == "text" and one.level != "pass"] == []


def test_the_last_word_of_tex_is_told_where_its_log_says_nothing() -> None:
    if not wall.has_landlock():
        pytest.skip("this kernel has no Landlock")
    source = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{lmodern}"
    source += r"\begin{document}\immediate\pdfobj stream file{@SECRET@}x\end{document}"
    with templates.ground() as folder:
        path = templates.written(folder, source)
        with pytest.raises(ToolchainError, match="Permission denied"):
            render(Resume("x"), Options(str(path)))
