"""Escaping, wording and templates."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailor.errors import TemplateError, ToolchainError
from tailor.i18n import format_dates
from tailor.layout import visible_url
from tailor.models import Bullet, Contact, Date, Entry, Group, Profile, Resume, Section
from tailor.render.escape import (
    SPECIAL,
    character_table,
    escape,
    escape_text,
    stand_in_fonts,
    unprintable_characters,
)
from tailor.render.filters import (
    contact_items,
    format_citation,
    is_same_person,
    link_latex,
    url_argument,
)
from tailor.render.style import PageStyle
from tailor.render.templates import find_template, shipped_templates

PRINTABLE = st.text(st.sampled_from([chr(c) for c in range(32, 127)] + sorted(character_table())))


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("50% of R&D", r"50\% of R\&D"),
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        (
            "a--b ,, ?` `x'",
            r"a-{}-b ,{}, ?{}\textasciigrave{} \textasciigrave{}x\textquotesingle{}",
        ),
        ("[x] * <b>", r"{[}x{]} {*} \textless{}b\textgreater{}"),
        ("Zoë – “ok” 5 €", "Zoë – “ok” 5 €"),
        ("≥", r"\tailorsymbol{\geq}{≥}"),
        ("pre- and post-war", r"pre-\nobreak{} and post-war"),
    ],
)
def test_text_becomes_latex_that_prints_it(text: str, tex: str) -> None:
    assert escape(text) == tex


def test_a_very_long_word_may_be_broken_anywhere() -> None:
    assert escape("x" * 41).count(r"\allowbreak{}") == 40
    assert r"\allowbreak" not in escape("x" * 40)


@given(PRINTABLE)
def test_no_special_character_survives_unescaped(text: str) -> None:
    left: str = escape(text)
    printers = {r"\nobreak{}", *SPECIAL.values(), *character_table().values()}
    for tex in sorted(printers, key=len, reverse=True):
        left = left.replace(tex, "")
    assert set(left) & set("\\$&#%_^~") <= ({"\\"} if "allowbreak" in left else set())


def test_characters_that_pdftex_lacks_are_found_in_a_resume() -> None:
    entry = Entry("work/0", "გიორგი", "ok", groups=(Group("work/0", keywords=("李",)),))
    resume = Resume("A", sections=(Section("work/ვ", "Work", "work", (entry,)),))
    assert unprintable_characters(resume) == ("გ", "ი", "ო", "რ", "李")
    assert unprintable_characters(Resume("Renée Dvořák-Ħal", "Женя Ζωή ₂⁴₹✓≠ẞ")) == ()


def test_characters_that_pdftex_lacks_stand_for_themselves() -> None:
    assert escape("ვ李 a") == r"ვ李\allowbreak{} a"


def test_stand_ins_hold_what_the_body_uses_and_nothing_else() -> None:
    assert stand_in_fonts("Ada", escape("Ada & Co"), "lmr") == ""
    tex = stand_in_fonts("Ada", escape("10⁴ ₹"), "lmr")
    assert sorted(re.findall(r"/(?!\.notdef|TSS)[\w.]+", tex)) == sorted(
        4 * ["/four.sups", "/uni20B9"]
    )
    assert tex.count("<2074>") == tex.count("<20B9>") == 4
    assert "SourceSansPro-LF" not in tex
    assert "SourceSansPro-LF" in stand_in_fonts("Женя", escape("Женя"), "lmr")


def test_one_letter_alone_is_marked_for_the_template() -> None:
    assert escape_text("X") == r"\tailorlone{X}"
    assert [escape_text(text) for text in ("", "XY", "&", "3")] == ["", "XY", r"\&", "3"]


@pytest.mark.parametrize("character", ["\x07", "\x7f", "\u200b", "\ue000", "א", "ش", "ा"])
def test_what_no_engine_prints_is_refused_by_name(character: str) -> None:
    with pytest.raises(ToolchainError, match=rf"cannot print “.” \(U\+{ord(character):04X} "):
        escape(f"a{character}")


@pytest.mark.parametrize(
    ("url", "tex"),
    [
        ("github.com/x_y", r"https://github.com/x\_y"),
        ("https://müller.example/ü", r"https://xn--mller-kva.example/\%C3\%BC"),
        ("https://x.example/(a)\\", r"https://x.example/\%28a\%29\%5C"),
        ("https://x.example/?a=1&b=~#f", r"https://x.example/?a=1\&b=\~\#f"),
        ("mailto:a+b@example.com", "mailto:a+b@example.com"),
        ("javascript:alert(1)", ""),
        ("launch:calc.exe", ""),
        ("https://[", ""),
    ],
)
def test_only_web_and_mail_addresses_become_links(url: str, tex: str) -> None:
    assert url_argument(url) == tex
    assert link_latex("here", url).startswith(r"\tailorlink{") == bool(tex)


def test_contact_items_are_visible_linked_and_unbreakable() -> None:
    contact = Contact(
        "a@example.com",
        "206-555-0148",
        "https://example.com/",
        "Bern",
        (Profile("Mastodon", "@a"),),
    )
    assert contact_items(contact) == (
        r"\tailorwhole{206-555-0148}",
        r"\tailorwhole{\tailorlink{mailto:a@example.com}{a@example.com}}",
        r"\tailorwhole{Bern}",
        r"\tailorwhole{\tailorlink{https://example.com/}{example.com}}",
        r"\tailorwhole{Mastodon: @a}",
    )


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("HTTPS://Example.COM/Ada/", "Example.COM/Ada"),
        ("Http://example.com", "example.com"),
        ("MAILTO:a@example.com", "a@example.com"),
        ("example.com/https://x", "example.com/https://x"),
    ],
)
def test_addresses_are_shown_without_what_people_do_not_read(url: str, shown: str) -> None:
    assert visible_url(url) == shown


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (Date(2021, 3), None, "March 2021 – Present"),
        (Date(2019), Date(2021, 12), "2019 – December 2021"),
        (None, Date(2020, 5, 17), "May 2020"),
        (Date(2020, 5), Date(2020, 5), "May 2020"),
        (Date(2020, text="Summer 2020"), Date(2020, 9), "Summer 2020 – September 2020"),
        (None, None, ""),
    ],
)
def test_dates_read_as_people_write_them(start: Date | None, end: Date | None, text: str) -> None:
    assert format_dates(Entry("work/0", start=start, end=end)) == text


def test_a_publication_reads_as_a_citation() -> None:
    entry = Entry(
        "publications/0",
        "Is it so?",
        "Journal of X",
        authors=("A. One", "B. Two"),
        summary=Bullet("publications/0/summary", "Shows that it is."),
    )
    assert format_citation(entry) == "A. One, B. Two. Is it so? Journal of X. Shows that it is."
    cut = replace(entry, authors=(), summary=None, organisation="Foo Inc.", end=Date(2020))
    assert format_citation(cut) == r"Is it so? Foo Inc. \mbox{(2020)}"
    assert (
        format_citation(replace(cut, title="", place="Leeds")) == r"Foo Inc., Leeds \mbox{(2020)}"
    )


@pytest.mark.parametrize("template", ["classic", "plain"])
def test_a_category_and_its_items_are_parted_by_a_colon_only_if_both_are_there(
    template: str,
) -> None:
    def category(title: str, note: str, *items: str) -> Entry:
        bullets = tuple(Bullet(f"skills/0/keywords/{n}", one) for n, one in enumerate(items))
        return Entry("skills/0", title, note=note, groups=(Group("skills/0", bullets=bullets),))

    def printed(entry: Entry) -> str:
        section = Section("skills", "Skills", "skills", (entry,))
        tex = find_template(template).render(
            Resume("Ada Example", sections=(section,)), PageStyle()
        )
        (line,) = re.findall(r"\\hangafter1\\strut\{\}(.*)\\strut\}", tex)
        return re.sub(r"\\textbf\{(.*?)\}", r"\1", line)

    assert printed(category("Web", "Master", "Go", "SQL")) == "Web (Master): Go, SQL"
    assert printed(category("Web", "")) == "Web"
    assert printed(category("", "", "Go", "SQL")) == "Go, SQL"


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Z. Marczak-Lindh", True),
        ("Marczak-Lindh, Z. K.", True),
        ("ZOFIA MARCZAK-LINDH", True),
        ("A. Marczak-Lindh", False),
        ("Z. Lindh", False),
        ("Zofia", False),
        ("", False),
    ],
)
def test_the_own_name_is_known_in_its_usual_forms(name: str, same: bool) -> None:
    assert is_same_person(name, "Zofia Marczak-Lindh") is same


def test_a_sign_is_followed_by_a_space_that_every_reader_sees() -> None:
    assert escape("a → b") == r"a →\rlap{\tailorspace} b"
    assert (escape("a→b"), escape("a →"), escape("a × b")) == ("a→b", "a →", "a × b")


def test_the_own_name_stands_bold_among_the_authors() -> None:
    entry = Entry("publications/0", "T", authors=("A. Lee", "B. One"))
    assert format_citation(entry, "Ann Lee") == r"\textbf{A. Lee}, B. One. T"


def test_the_date_of_a_line_stands_in_its_text() -> None:
    entry = Entry("publications/0", "T", end=Date(2020, 5), authors=("A. Lee",))
    assert format_citation(entry) == r"A. Lee. T \mbox{(May 2020)}"
    award = Entry("awards/0", "Prize", end=Date(2020, 5))
    assert format_citation(award) == r"Prize \mbox{(May 2020)}"
    assert format_citation(replace(award, end=None)) == "Prize"


def test_every_shipped_template_is_found_by_name_and_has_a_licence() -> None:
    names = [template.name for template in shipped_templates()]
    assert names == ["academic", "classic", "compact", "engineer", "modern", "plain"]
    assert {template.licence for template in shipped_templates()} == {"MIT"}


def test_an_unknown_template_is_refused_with_the_known_ones() -> None:
    with pytest.raises(TemplateError, match=r"there is no template “fancy”.*\n.*classic"):
        find_template("fancy")


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("<< nothing >>", "'nothing' is undefined"),
        ("<% if %>", "Expected an expression"),
        ("<< ''.__class__.__mro__ >>", "access to attribute '__class__'"),
        ("<< 1/0 >>", "division by zero"),
        ("<< resume.nam >>", "a resume has no field `nam`\n  hint: did you mean name"),
        ("<< resume.name|truncate(1) >>", "expected length"),
    ],
)
def test_a_fault_in_a_template_is_shown_at_its_line(
    tmp_path: Path, fault: str, message: str
) -> None:
    shutil.copytree(find_template("classic").folder, tmp_path / "mine")
    source = tmp_path / "mine" / "cv.tex.j2"
    source.write_text("first line\n" + fault + "\n" + source.read_text())
    with pytest.raises(TemplateError, match=message) as caught:
        find_template(str(tmp_path / "mine")).render(Resume("A"))
    assert str(caught.value).startswith(f"{source}:2: error: ")
