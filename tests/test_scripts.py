"""Scripts beyond Latin: Greek and Cyrillic by pdfTeX; others by LuaLaTeX where it is there, else an
error that names the characters."""

import shutil
from dataclasses import replace

import pytest

from tailor.ats.checks import has_failed
from tailor.ats.inspect import check_page
from tailor.errors import ToolchainError
from tailor.latex import lualatex
from tailor.models import Bullet, Contact, Date, Entry, Group, Resume, Section
from tailor.pdf.structure import read_facts
from tailor.pdf.text import read_with_poppler
from tailor.render.style import PageStyle
from tailor.render.templates import Template, find_template, shipped_templates
from tailor.typesetter import make_typesetter

needs_lualatex = pytest.mark.skipif(
    shutil.which("lualatex") is None
    or not {"DejaVuSans.ttf", "NotoSans-Regular.ttf"} & lualatex.installed_fonts(),
    reason="needs lualatex and Noto Sans or DejaVu Sans",
)
GREEK = "Έχτισε ροή εργασιών για 12 000 συνδρομητές – office flow ≥ 99,9 % ✓"
ARMENIAN = "Կառուցեց կապի գիծ 12 000 բաժանորդի համար – office flow ≥ 99,9 %"
LATIN = "Șs șt Țț Đđ ķł žſ ẞß Őű Ŵŷ ħġ ĉŭ Ňǎ ṣễ Þœ ıİ – “double” ‘single’ … — «x» „y“"
SYMBOLS = " or ".join("€£₹₽₺₴≥≤≈≠×÷±°µ²³¹⁴⁻₂½⅓∞√∑→←↑⇒•·☑✓™®©§¶†№‰")
CYRILLIC = "Построил «линию связи» → 40 % быстрее, бюджет 3 млн ₽"


def resume(*texts: str) -> Resume:
    bullets = tuple(Bullet(f"work/0/highlights/{n}", text) for n, text in enumerate(texts))
    job = Entry(
        "work/0",
        "Инженер",
        "Связь & Ко",
        "Москва",
        Date(2019, 2),
        groups=(Group("work/0", bullets=bullets),),
    )
    work = Section("work", "Опыт работы", "work", (job,))
    return Resume("Женя Иванов", contact=Contact("a@example.com"), sections=(work,), language="ru")


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_greek_and_cyrillic_are_read_back_by_every_reader(template: Template) -> None:
    master = resume(GREEK, CYRILLIC)
    document = make_typesetter(master, template, PageStyle()).print(master)
    assert document.engine.startswith("pdflatex")
    assert not has_failed(check_page(document, master, 1, read_with_poppler(document.pdf)))
    fonts = {font.name for font in read_facts(document.pdf).fonts}
    assert {name for name in fonts if "Bold" in name} == {"SourceSansPro-Bold"}


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_letters_and_symbols_of_many_countries(template: Template) -> None:
    master = replace(resume(LATIN, SYMBOLS, GREEK), name="Ştefan Ķirsis", label=LATIN)
    document = make_typesetter(master, template, PageStyle(bold=("double",))).print(master)
    assert document.engine.startswith("pdflatex")
    found = check_page(document, master, 2, read_with_poppler(document.pdf))
    assert [one for one in found if one.level == "fail"] == []


@needs_lualatex
@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_armenian_is_read_back_by_every_reader(template: Template) -> None:
    master = resume(ARMENIAN, GREEK, SYMBOLS)
    document = make_typesetter(master, template, PageStyle()).print(master)
    assert document.engine == "lualatex (PATH)"
    assert not has_failed(check_page(document, master, 1, {}))


@needs_lualatex
def test_lualatex_gives_the_same_bytes_twice() -> None:
    master = resume(ARMENIAN)
    machine = make_typesetter(master, find_template("classic"), PageStyle())
    assert machine.print(master).pdf == machine.print(master).pdf


@needs_lualatex
def test_a_character_in_no_font_is_no_silent_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lualatex, "CJK", ())
    master = resume("\U00018b00")
    with pytest.raises(ToolchainError, match=r"no font .* can print “\U00018B00” \(U\+18B00\)"):
        make_typesetter(master, find_template("classic"), PageStyle()).print(master)


def test_without_lualatex_the_characters_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tailor.typesetter.engine_on_path", lambda _: None)
    with pytest.raises(ToolchainError, match=r"“李” \(U\+674E .*\n.*hint: install LuaLaTeX"):
        make_typesetter(Resume("李"), find_template("classic"), PageStyle())


def test_latin_never_waits_for_lualatex(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tailor.typesetter.engine_on_path", lambda _: None)
    machine = make_typesetter(Resume("Zoë Dvořák-Ħal"), find_template("classic"), PageStyle())
    assert machine.engine.name == "pdflatex"
