"""The gate on our own page, on real pages made by LaTeX."""

import re
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailor.ats.checks import has_failed
from tailor.ats.expected_text import Text, expected_texts, one_line_text, read_back, verbatim_text
from tailor.ats.inspect import check_page, inspect_pdf
from tailor.latex import typeset_document
from tailor.models import (
    Bullet,
    Contact,
    Date,
    Document,
    Entry,
    Finding,
    Group,
    Profile,
    Resume,
    Section,
)
from tailor.pdf.text import READERS, pdfium_text, read_with_poppler
from tailor.render.templates import find_template

URL = "https://status.example.com/a/long/path/with/no/spaces/in/it/that/goes/over/the/end"
LOST = "Cut the settlement of 4,000 merchants from 900 ms to 120 ms"
BULLETS = (
    Bullet("work/0/highlights/0", f"{LOST} – in C++ & Go, “for good”, at 99.99 %, as {URL} says."),
    Bullet("work/0/highlights/1", "Raised uptime from 99.9 % to 99.99 %"),
)
RESUME = Resume(
    name="Ada Löwe",
    label="Backend engineer",
    contact=Contact(
        email="ada.loewe@example.com",
        phone="206-555-0148",
        url="https://loewe.example.com/",
        place="Seattle, WA",
        profiles=(Profile("GitHub", "adal", "https://github.com/adal"), Profile("Mastodon", "ada")),
    ),
    summary=Bullet("basics/summary", "Engineer of efficient, affable offline ledgers."),
    sections=(
        Section(
            "work",
            "Work Experience",
            "work",
            (
                Entry(
                    "work/0",
                    "Senior Engineer",
                    "Example Payments & Co.",
                    "Seattle, WA",
                    Date(2021, 3),
                    groups=(
                        Group("work/0", bullets=BULLETS),
                        Group("work/0/projects/0", "Shield", ("Python", "C"), BULLETS[1:]),
                    ),
                ),
                Entry("work/1", "Intern", "Harbour Labs", "Oslo", Date(2018), Date(2019, 5)),
            ),
        ),
        Section(
            "education",
            "Education",
            "education",
            (
                Entry(
                    "education/0", "MSc", "University of Oslo", "Oslo", end=Date(2014), note="1.3"
                ),
            ),
        ),
        Section(
            "skills",
            "Skills",
            "skills",
            (
                Entry(
                    "skills/0",
                    "Programming",
                    note="expert",
                    groups=(
                        Group("skills/0", bullets=(Bullet("skills/0/0", "C"), Bullet("s/1", "R"))),
                    ),
                ),
            ),
        ),
        Section(
            "languages", "Languages", "languages", (Entry("languages/0", "German", note="C1"),)
        ),
        Section(
            "publications",
            "Publications",
            "publications",
            (
                Entry(
                    "publications/0",
                    "What a queue can promise",
                    "Journal of Ledgers Inc.",
                    start=Date(2020, 5, 4),
                    end=Date(2020, 5, 4),
                    url="https://doi.org/10.5555/queue",
                    authors=("A. Löwe", "B. Nguyễn"),
                    summary=Bullet("publications/0/summary", "A proof."),
                ),
            ),
        ),
    ),
)


@cache
def page() -> Document:
    return typeset_document(find_template("classic").render(RESUME))


@cache
def text() -> str:
    return READERS["pypdf"](page().pdf)


def faults(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(one.check, one.place) for one in findings if one.level == "fail"}


def test_our_own_page_passes_every_check() -> None:
    findings = check_page(page(), RESUME, 1, {})
    assert not has_failed(findings)
    assert {one.check for one in findings if one.level == "pass"} >= {
        "text", "order", "contact", "additions", "glyphs", "pages", "overfull", "fonts", "active"
    }  # fmt: skip
    count = len(expected_texts(RESUME))
    assert Finding("text", "pass", f"{count} texts read back identical by 2 readers") in findings


CONTACT = RESUME.contact
JOB, *_ = RESUME.sections[0].entries


def with_jobs(*jobs: Entry) -> Resume:
    return replace(RESUME, sections=(replace(RESUME.sections[0], entries=jobs),))


def with_job(**changes: Any) -> Resume:
    return with_jobs(replace(JOB, **changes))


@pytest.mark.parametrize(
    ("other", "place"),
    [
        (replace(RESUME, name="Ada Loewe"), "basics/name"),
        (replace(RESUME, label="backend engineer"), "basics/label"),
        (replace(RESUME, contact=replace(CONTACT, phone="206-555-0149")), "basics/phone"),
        (replace(RESUME, contact=replace(CONTACT, email="loewe@example.com")), "basics/email"),
        (replace(RESUME, contact=replace(CONTACT, url="http://loewe.example")), "basics/url"),
        (replace(RESUME, summary=Bullet("basics/summary", "An engineer")), "basics/summary"),
        (replace(RESUME, sections=(Section("awards", "Awards", "awards"),)), "awards"),
        (with_job(organisation="Example Payments and Co."), "work/0"),
        (with_job(place="Seattle"), "work/0"),
        (with_job(title="Senior engineer"), "work/0"),
        (with_job(start=Date(2021, 4)), "work/0"),
        (with_job(start=Date(2020, 3)), "work/0"),
        (with_job(end=Date(2022, 1)), "work/0"),
        (with_job(groups=(Group("work/0/projects/9", "Sword"),)), "work/0/projects/9"),
        (with_job(groups=(Group("g", "", ("Pyth",)),)), "g"),
        (with_job(groups=(Group("g", "", (), (Bullet("b", f"{LOST}."),)),)), "b"),
    ],
)
def test_a_text_that_is_not_on_the_page_is_named(other: Resume, place: str) -> None:
    assert ("text", place) in faults(check_page(page(), other, 1, {}))


def test_a_line_printed_once_cannot_stand_for_two() -> None:
    twice = with_job(groups=(Group("g", bullets=(BULLETS[0], replace(BULLETS[0], key="again"))),))
    assert ("text", "again") in faults(check_page(page(), twice, 1, {}))
    place = replace(JOB, key="again", organisation="", title="", start=None, groups=())
    assert ("text", "again") in faults(check_page(page(), with_jobs(JOB, place), 1, {}))


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("affable", "aﬀable", ("text", "basics/summary")),
        ("affable", "aﬀable", ("glyphs", "")),
        ("affable", "a\ue000able", ("glyphs", "")),
        ("affable", "a\x0cfable", ("text", "basics/summary")),
        ("affable", "a\x02able", ("glyphs", "")),
        ("affable", "a(cid:12)able", ("glyphs", "")),
        ("offline ledgers", "offline  ledgers", None),
        ("offline ledgers", "off-\nline ledgers", ("text", "basics/summary")),
        ("offline ledgers", "off\nline ledgers", ("text", "basics/summary")),
        ("offline ledgers", "offlineledgers", ("text", "basics/summary")),
        ("ms – in", "ms - in", ("text", "work/0/highlights/0")),
        ("spaces/", "spa\nces/", None),
        ("spaces/", "spa ces/", ("text", "work/0/highlights/0")),
        ("206-555-0148", "206-555-\n0148", ("contact", "basics/phone")),
        ("Ada Löwe", "Ada\nLöwe", ("contact", "basics/name")),
        ("March 2021", "Mar. 2021", None),
        ("WORK EXPERIENCE", "Work Experience", ("text", "work")),
        ("WORK EXPERIENCE", "W ORK EXPERIENCE", ("text", "work")),
    ],
)
def test_one_reader_that_reads_otherwise_is_enough(
    before: str, after: str, fault: tuple[str, str] | None
) -> None:
    assert before in text()
    findings = check_page(page(), RESUME, 1, {"other": text().replace(before, after, 1)})
    assert fault in faults(findings) if fault else not has_failed(findings)
    assert all("other" in one.message for one in findings if one.level == "fail")


def test_a_moved_section_is_out_of_order() -> None:
    start, end = text().index("EDUCATION"), text().index("SKILLS")
    moved = text()[:start] + text()[end:] + "\n" + text()[start:end]
    findings = check_page(page(), RESUME, 1, {"other": moved})
    assert {place for check, place in faults(findings) if check == "order"}
    assert not {place for check, place in faults(findings) if check == "text"}


def test_dates_read_late_are_no_fault_but_inside_a_text_they_are() -> None:
    late = text().replace(" March 2021 – Present", "", 1) + "\nMarch 2021 – Present\n"
    assert not has_failed(check_page(page(), RESUME, 1, {"other": late}))
    torn = text().replace(" March 2021 – Present", "", 1).replace(
        "affable offline", "affable\nMarch 2021 – Present\noffline"
    )  # fmt: skip
    findings = check_page(page(), RESUME, 1, {"other": torn})
    assert faults(findings) == {("tears", "basics/summary")}


def test_words_that_are_not_in_the_resume_are_shown() -> None:
    findings = check_page(page(), RESUME, 1, {"other": text() + "\nPage 1 of 1"})
    assert [one.message for one in findings if one.check == "additions"] == [
        "other reads 4 words that are not in the résumé: Page 1 of 1"
    ]


def test_pages_and_boxes() -> None:
    assert ("pages", "") in faults(check_page(page(), RESUME, 0, {}))
    assert ("pages", "") in faults(check_page(replace(page(), pages=2), RESUME, 2, {}))
    assert ("overfull", "") in faults(
        check_page(replace(page(), overfull=(0.4, 12.5)), RESUME, 1, {})
    )
    assert not has_failed(check_page(replace(page(), overfull=(0.4,)), RESUME, 1, {}))


PLAIN = r"""\documentclass{article}\usepackage[T1]{fontenc}\usepackage{lmodern}
\pagestyle{empty}\begin{document}\noindent Ada | ada@example.com BODY\end{document}"""
ADA = Resume("Ada", contact=Contact(email="ada@example.com"))


def action(entries: str) -> str:
    """A link that does something."""
    return rf"\pdfstartlink attr{{}} user{{/Subtype/Link/A<<{entries}>>}}Ada\pdfendlink"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("", "no font is named Bold, so headings cannot be recognised"),
        (r"\pdfgentounicode=0 \textbf{A}", "the font LMRoman10-Bold has no map to Unicode"),
        (action("/S/JavaScript/JS(app.alert)"), "the PDF contains JavaScript"),
        (action("/S/Launch/F(x)"), "the PDF contains a program to launch"),
        (action("/S/URI/URI(file:///x)"), "the PDF contains a link to “file:///x”"),
        (r"\pdfnames{/EmbeddedFiles 1 0 R}", "the PDF contains an embedded file"),
        (r"\pdfcatalog{/OpenAction<</S/Named/N/Print>>}", "the PDF contains an action on opening"),
        *(
            (rf"\pdfannot width9pt height9pt{{{entries}}}", "the PDF contains a note on the page")
            for entries in (
                "/Subtype/FreeText/Contents(New)/DA(/F1 12 Tf)",
                "/Subtype/Text",
                "/Subtype/Highlight",
                "/Subtype/Redact/OverlayText(New)",
                "/Subtype/Popup",
                "/Subtype/Stamp",
                "/Subtype/Zzz",
                "/Contents(New)",
            )
        ),
        (
            r"\setbox0\hbox{New}\immediate\pdfxform0 \pdfannot width9pt height9pt{/Subtype/Link"
            r"/AP<</N \the\pdflastxform\space0 R>>}",
            "the PDF contains a note on the page",
        ),
        (r"\pdfinfo{/Keywords(Nobel)}", "PDF properties that are not in the résumé: Nobel"),
        (r"\pdfinfo{/Title(Nobel)}", "PDF properties that are not in the résumé: Nobel"),
        (r"\pdfinfo{/Title(Ada)}\pdfinfo{/Title(Nobel)}", "the PDF has two values for one name"),
        (
            r"\pdfoutline goto page 1{/Fit}{Nobel}",
            "PDF properties that are not in the résumé: Nobel",
        ),
        (
            r"\pdfcatalog{/PageLabels<</Nums[0<</P(Nobel)>>]>>}",
            "PDF properties that are not in the résumé: Nobel",
        ),
        (
            r"\immediate\pdfobj stream attr{/Type/Metadata/Subtype/XML}{<x>Nobel</x>}"
            r"\pdfcatalog{/Metadata \the\pdflastobj\space0 R}",
            "PDF properties that are not in the résumé: x Nobel x",
        ),
        (r"\immediate\pdfobj{(Nobel)}", "PDF properties that are not in the résumé: Nobel"),
        (
            r"\pdfliteral direct{/Span<</ActualText(Nobel)>>BDC}A\pdfliteral direct{EMC}",
            "PDF properties that are not in the résumé: Nobel",
        ),
        (
            r"\pdfliteral direct{/Span<</Alt(Nobel)>>BDC}A\pdfliteral direct{EMC}",
            "PDF properties that are not in the résumé: Nobel",
        ),
        (
            r"\pdfliteral direct{/Span<</E<4E6F62656C>>>BDC}A\pdfliteral direct{EMC}",
            "PDF properties that are not in the résumé: Nobel",
        ),
    ],
)
def test_what_the_pdf_is_made_of(body: str, fault: str) -> None:
    findings = check_page(typeset_document(PLAIN.replace("BODY", body)), ADA, 1, {})
    assert fault in {one.message for one in findings if one.level == "fail"}


@pytest.mark.parametrize(
    ("body", "size"),
    [
        (r"\global\pdfpageheight=2000bp", "× 2000 pt"),
        (r"\global\pdfpagewidth=300bp", "a page has 300"),
    ],
)
def test_a_page_has_the_size_of_paper(body: str, size: str) -> None:
    findings = check_page(typeset_document(PLAIN.replace("BODY", body)), ADA, 1, {})
    assert [size in one.message for one in findings if one.check == "pages"] == [True]


def test_where_to_start_reading_is_no_action() -> None:
    body = r"\pdfcatalog{/OpenAction[1 0 R/Fit]}" + action("/S/URI/URI(mailto:ada@example.com)")
    findings = check_page(typeset_document(PLAIN.replace("BODY", body)), ADA, 1, {})
    assert Finding("active", "pass", "1 link, nothing that acts") in findings


LETTERS = st.text(alphabet="abcABC ,.+#/–éß()", min_size=1).filter(lambda text: text.strip())


@given(st.lists(LETTERS, min_size=1, max_size=8), st.data())
def test_texts_are_found_in_their_order_and_only_identical(
    texts: list[str], data: st.DataObject
) -> None:
    named = [f"x{number}x {text.strip()} y{number}y" for number, text in enumerate(texts)]
    wanted = [verbatim_text(str(number), text) for number, text in enumerate(named)]
    space = data.draw(st.sampled_from([" ", "  ", "\n", " \r\n"]))
    page = "\n".join(text.replace(" ", space) for text in named)
    back = read_back(page, wanted)
    assert (back.missing, back.disordered, back.torn, back.rest.strip()) == ((), (), (), "")
    number = data.draw(st.integers(0, len(named) - 1))
    place = data.draw(st.integers(0, len(named[number]) - 1))
    changed = named[number][:place] + "Z" + named[number][place + 1 :]
    other = "\n".join([*named[:number], changed, *named[number + 1 :]])
    assert read_back(other, wanted).missing == (wanted[number],)
    if len(named) > 1:
        assert read_back("\n".join(reversed(named)), wanted).disordered


SHIPPED = ("academic", "classic", "compact", "engineer", "modern", "plain")


def small(name: str, *jobs: tuple[str, str, str, Date | None, Date | None]) -> Resume:
    entries = [
        Entry(
            f"work/{n}",
            *facts,
            groups=(Group(f"work/{n}", bullets=(Bullet(f"work/{n}/highlights/0", f"Did {n}."),)),),
        )
        for n, facts in enumerate(jobs)
    ]
    section = Section("work", "Work Experience", "work", tuple(entries))
    return Resume(name, contact=Contact(email="a@example.com"), sections=(section,))


def anyone(random: Random) -> Resume:
    """Somebody with names of one to three letters, titles of one word and years alone."""

    def word(least: int) -> str:
        more = random.choices("aeimnotx", k=random.randint(least - 1, 2))
        return random.choice("ABJKLMOWZ") + "".join(more)

    names = " ".join(word(1) for _ in range(random.randint(1, 3)))
    place, end = ("", "LA", "Rye", "Oslo"), (None, Date(2021), Date(2022))
    jobs = [
        (word(3), f"{word(1)}{n}", random.choice(place), Date(2010 + n), random.choice(end))
        for n in range(8)
    ]
    return small(names, *jobs)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_page_of_few_letters_is_read_back(name: str) -> None:
    template, random = find_template(name), Random(name)
    for resume in (
        small("A B", ("Cook", "Z", "", Date(2019), Date(2020))),
        small("Bo Li", ("Yard Hand", "Ox", "", Date(2020), None)),
        small("X Y Z", ("Vet", "Pi", "Rye", None, Date(2018))),
        anyone(random),
    ):
        document = typeset_document(template.render(resume))
        found = faults(check_page(document, resume, 1, read_with_poppler(document.pdf)))
        assert found == set(), resume.name


@pytest.mark.parametrize(
    ("who", "words", "level"),
    [
        ("poppler", "Raised a grade to A", "warn"),
        ("poppler", "Raised a grade to B", "fail"),
        ("pypdf", "Raised a grade to A", "fail"),
        ("poppler", "Raised a grade to A-", "pass"),
    ],
)
def test_a_hyphen_at_the_end_that_poppler_drops_is_no_reason_to_refuse_a_page(
    who: str, words: str, level: str
) -> None:
    group = Group("work/0", bullets=(Bullet("work/0/highlights/0", "Raised a grade to A-"),))
    entry = Entry("work/0", "Teacher", "Example School", start=Date(2020), groups=(group,))
    master = replace(RESUME, sections=(Section("work", "Work", "work", (entry,)),))
    document = typeset_document(find_template("classic").render(master))
    reading = pdfium_text(document.pdf).replace("Raised a grade to A-", words)
    found = [f for f in check_page(document, master, 1, {who: reading}) if f.check == "text"]
    assert [f.level for f in found] == [level]


@pytest.mark.parametrize(
    ("read", "start", "end", "found"),
    [
        ("Hand 2020 – Present • Built", Date(2020), None, True),
        ("Hand 2020\nBuilt", Date(2020), Date(2020), True),
        ("Hand 2020 – Present\n", Date(2020), None, True),
        ("Hand 2020 – May 2021", Date(2020), None, False),
        ("Hand 2019 – 2020", Date(2020), Date(2020), False),
        ("Hand 2019 – 2020", Date(2019), Date(2019), False),
        ("Hand 2020–2021 • Built", Date(2020), Date(2021), True),
        ("Hand 2020, Built", Date(2020), Date(2020), False),
        ("Hand 20201 Built", Date(2020), Date(2020), False),
    ],
)
def test_a_date_ends_where_its_words_do(
    read: str, start: Date, end: Date | None, found: bool
) -> None:
    resume = with_jobs(Entry("work/0", start=start, end=end))
    wanted = tuple(text for text in expected_texts(resume) if text.role == "side")[:1]
    assert (read_back(read, wanted).missing == ()) == found


def test_a_lost_date_is_quoted_as_the_page_has_it() -> None:
    for language, shown in (("en", "March 2021 – Present"), ("de", "März 2021 – heute")):
        resume = replace(RESUME, language=language)
        assert shown in {text.text for text in expected_texts(resume) if text.role == "side"}
        if language == "en":
            assert shown in text()


def test_our_page_fails_where_any_page_would() -> None:
    letters = Resume("Ada", contact=Contact(email="ada@example.com"))
    spaced = typeset_document(PLAIN.replace("BODY", r"\par\textbf{E X P E R I E N C E}\par"))
    found = check_page(spaced, letters, 1, {})
    assert "words" in {one.check for one in found if one.level == "fail"}
    own = replace(letters, label="E X P E R I E N C E")
    found = check_page(spaced, own, 1, {})
    assert "words" not in {one.check for one in found if one.level == "fail"}


def test_what_the_master_lacks_fails_no_page_of_ours() -> None:
    document = typeset_document(find_template("classic").render(Resume("Ada Example")))
    assert not has_failed(check_page(document, Resume("Ada Example"), 1, {}))
    assert has_failed(inspect_pdf(document.pdf).findings)


@given(
    st.text("ab_-(|,.é", min_size=1, max_size=3),
    st.text("ab_ \n-(|)<>,.:é\0", max_size=30),
    st.integers(0, 5),
    st.sampled_from([verbatim_text, lambda key, text: one_line_text(key, "text", text)]),
)
def test_a_text_is_found_where_its_regular_expression_matches(
    wanted: str, page: str, position: int, make: Any
) -> None:
    """Plain search is a shortcut for the expression."""
    for words in (wanted, f"{wanted} {wanted[::-1]}"):
        text: Text = make("key", words)
        join = "[ \n]" if text.any_space else " "
        slow = replace(text, literal="", source=join.join(map(re.escape, words.split())))
        assert text.literal
        assert text.find(page, position) == slow.find(page, position)
        assert text.is_line(page) == slow.is_line(page)
