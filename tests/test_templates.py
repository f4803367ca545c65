"""The shipped templates, and templates of the user's own in their child process."""

import io
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import pdfplumber
import pytest
from pdfminer.high_level import extract_text
from pypdf import PdfReader

from tailor.ats.inspect import check_page, inspect_pdf
from tailor.ats.layout import read_pages as layout
from tailor.errors import FileError, LimitError, TailorError, TemplateError, ToolchainError
from tailor.i18n import known_languages, month_name, present_word, translate_titles
from tailor.latex import measure_parts, probe_latex, typeset_document
from tailor.latex.engine import engine_on_path
from tailor.layout import page_parts
from tailor.loader import read_resume
from tailor.models import (
    Bullet,
    Contact,
    Date,
    Document,
    Employer,
    Entry,
    Group,
    Profile,
    Resume,
    Section,
)
from tailor.pdf.text import read_with_poppler
from tailor.pipeline import Options, render
from tailor.render.style import COLOURS, PageStyle, contrast_ratio, parse_colour, print_marked
from tailor.render.templates import Template, copy_shipped, shipped_templates
from tailor.sandbox.process import Limits
from tailor.typesetter import find_any_template, make_typesetter

ROOT = Path(__file__).resolve().parent.parent
CONTACT = Contact(
    "ada.lindqvist@example.com",
    "206-555-0148",
    "https://lindqvist.example.com",
    "Bergen, Norway",
    (Profile("GitHub", "ada", "https://github.com/ada-lindqvist-example"),),
)
WORDS = (
    *("Rebuilt", "the", "office", "workflow", "so", "that", "1,250", "files"),
    *("flow", "through", "five", "efficient", "steps"),
)


def bullets(key: str, count: int) -> tuple[Bullet, ...]:
    return tuple(
        Bullet(f"{key}/highlights/{n}", " ".join((WORDS * 3)[n : n + 9 + 5 * (n % 4)]))
        for n in range(count)
    )


def resume(jobs: int = 2, papers: int = 2) -> Resume:
    """Every kind of part, in figures that fill a page or more."""
    work = tuple(
        Entry(
            f"work/{n}",
            "Process Engineer",
            f"Ferry Works No. {n + 1}",
            "Oslo, Norway",
            Date(2023 - 2 * n, 3),
            Date(2025 - 2 * n, 2) if n else None,
            "https://ferry.example.com",
            summary=Bullet(f"work/{n}/summary", "Yard of 300 people that builds small ferries."),
            groups=(
                Group(f"work/{n}", bullets=bullets(f"work/{n}", 3)),
                Group(
                    f"work/{n}/projects/0",
                    "Hull line",
                    ("C++", "CI/CD"),
                    bullets(f"work/{n}/projects/0", 2),
                ),
            ),
        )
        for n in range(jobs)
    )
    published = tuple(
        Entry(
            f"publications/{n}",
            f"How the {WORDS[n % 9]} of ferries is measured, and what it tells about their hulls",
            "Journal of Small Ships",
            end=Date(2020 - n, 5),
            authors=("B. Ødegård", "A. Lindqvist"),
        )
        for n in range(papers)
    )
    degree = Entry(
        "education/0",
        "MSc, Naval Architecture",
        "University of Bergen",
        "Bergen, Norway",
        Date(2012),
        Date(2014),
        note="1.3",
        groups=(Group("education/0/courses", "Courses", ("Hydrodynamics", "Statistics")),),
    )
    tools = (Bullet("skills/0/keywords/0", "C++"), Bullet("skills/0/keywords/1", "CAD"))
    skill = Entry("skills/0", "Tools", groups=(Group("skills/0", bullets=tools),))
    award = Entry("awards/0", "Prize for young engineers", "Nordic Yards", end=Date(2019, 11))
    spoken = (Entry("languages/0", "English", note="native"), Entry("languages/1", "Norwegian"))
    return Resume(
        "Ada Lindqvist",
        "Naval Architect",
        CONTACT,
        Bullet("basics/summary", "Naval architect with ten years of work on small ferries."),
        (
            Section("work", "Work Experience", "work", work),
            Section("education", "Education", "education", (degree,)),
            Section("skills", "Skills", "skills", (skill,)),
            Section("publications", "Publications", "publications", published),
            Section("awards", "Awards", "awards", (award,)),
            Section("languages", "Languages", "languages", spoken),
        ),
    )


def pdfplumber_text(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "\f".join(page.extract_text() for page in document.pages)


PLAIN = PageStyle()


def printed(page: Resume, template: Template, look: PageStyle = PLAIN) -> Document:
    """A page that nobody has read back yet."""
    return make_typesetter(page, template, look).print(page)


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_a_page_passes_every_check(template: Template, paper: str) -> None:
    document = printed(resume(), template, PageStyle(paper, "teal"))
    readings = read_with_poppler(document.pdf) | {
        "pdfplumber": pdfplumber_text(document.pdf),
        "pdfminer": str(extract_text(io.BytesIO(document.pdf))),
    }
    findings = check_page(document, resume(), 1, readings)
    assert [finding for finding in findings if finding.level != "pass"] == []


def promoted() -> Resume:
    """A résumé with two positions at one employer, between other jobs."""
    held = Employer("work/9", "Nordic Yards", "Narvik, Norway", "https://yards.example.com")
    roles = tuple(
        Entry(
            f"work/9/positions/{n}",
            title,
            held.name,
            place,
            Date(2023 - 2 * n, 4),
            Date(2025 - 2 * n, 1),
            held.url,
            groups=(Group(f"work/9/positions/{n}", bullets=bullets(f"work/9/positions/{n}", 2)),),
            employer=held,
        )
        for n, (title, place) in enumerate((("Yard Lead", held.place), ("Fitter", "Bodø, Norway")))
    )
    plain = resume(2)
    work = plain.sections[0]
    last = replace(roles[1], key="work/9/positions/2", title="Apprentice", groups=())
    roles = (*roles, replace(last, start=Date(2019, 9), end=Date(2021, 3), place=held.place))
    entries = (work.entries[0], *roles, work.entries[1])
    return replace(plain, sections=(replace(work, entries=entries), *plain.sections[1:4]))


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_several_positions_with_one_employer_pass_every_check(template: Template) -> None:
    document, findings = render(promoted(), Options(template.name))
    assert [finding for finding in findings if finding.level != "pass"] == []
    text = PdfReader(io.BytesIO(document.pdf)).pages[0].extract_text()
    assert text.count("Nordic Yards") == 1
    jobs = {(job.organisation, job.title) for job in inspect_pdf(document.pdf).fields.jobs}
    assert {("Nordic Yards", one) for one in ("Yard Lead", "Fitter", "Apprentice")} <= jobs


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_the_text_of_a_page_is_the_golden_one(template: Template, update_golden: bool) -> None:
    document = printed(resume(), template)
    pages = PdfReader(io.BytesIO(document.pdf)).pages
    text = "\n".join(page.extract_text() for page in pages) + "\n"
    path = ROOT / "docs" / "pages" / f"{template.name}.txt"
    if update_golden:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_several_pages_pass_every_check(template: Template) -> None:
    document = printed(resume(7, 12), template)
    findings = check_page(document, resume(7, 12), 4, read_with_poppler(document.pdf))
    assert document.pages > 1
    assert [finding for finding in findings if finding.level == "fail"] == []


TITLES = ("X", "A B", "R & D", "Œuvre, Ålesund", "Straße", "Ķekava", "C++ & C#", "Świat", "1–2")


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_odd_parts_are_read_whole(template: Template) -> None:
    """Headings of any letters, in capitals; entries without a title, an employer or a place;
    authors, who stand below the heading of their entry."""
    jobs = resume(4).sections[0].entries
    odd = (
        replace(jobs[0], title=""),
        replace(jobs[1], organisation=""),
        replace(jobs[2], title="", note="part-time"),
        replace(jobs[3], place=""),
    )
    key = f"sections/{len(TITLES)}/entries"
    talks = (
        Entry(f"{key}/0", "On ropes", "Ropes Day", "Leeds", end=Date(2021), authors=("Bo Okafor",)),
        Entry(f"{key}/1", "On knots", authors=("Ada Lindqvist", "Ines Vallgren") * 5),
        Entry(f"{key}/2", "On tar", groups=(Group(f"{key}/2", bullets=bullets(f"{key}/2", 1)),)),
    )
    sections = (
        replace(resume().sections[0], entries=odd),
        *(Section(f"sections/{n}", title, "custom", jobs[:1]) for n, title in enumerate(TITLES)),
        Section(f"sections/{len(TITLES)}", "Talks", "custom", talks),
    )
    document, findings = render(replace(resume(), sections=sections), Options(template.name))
    assert [finding for finding in findings if finding.level != "pass"] == []
    shown = " ".join(pdfplumber_text(document.pdf).split())
    assert "On ropes 2021 Bo Okafor On knots Ada Lindqvist, Ines Vallgren, Ada" in shown


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_a_title_of_two_lines_is_read_whole_by_all(template: Template) -> None:
    """At some of these lengths the first line ends at the right edge, where the dates do."""
    wide = resume(15)
    jobs = tuple(
        replace(
            job, title=f"{' '.join((WORDS * 3)[:words])} ({' '.join(WORDS[: 1 + n])})", groups=()
        )
        for (words, n), job in zip(
            product((15, 16, 18), range(5)), wide.sections[0].entries, strict=True
        )
    )
    wide = replace(wide, sections=(replace(wide.sections[0], entries=jobs), *wide.sections[1:]))
    document, findings = render(wide, Options(template.name))
    assert [finding for finding in findings if finding.level != "pass"] == []
    found = inspect_pdf(document.pdf).fields.jobs
    assert [(one.organisation, one.title) for one in found] == [
        (job.organisation, job.title) for job in jobs
    ]


@pytest.mark.parametrize("case", ["academic", "nurse", "software-engineer"])
def test_a_whole_master_passes_every_check(case: str) -> None:
    master, _ = read_resume(ROOT / "examples" / case / "resume.yaml")
    document, findings = render(master)
    assert document.pages > 4
    assert [finding for finding in findings if finding.level != "pass"] == []


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
@pytest.mark.parametrize(
    ("name", "label", "company", "title"), [("X", "R", "GE", "R"), ("A B", "I", "X", "VP")]
)
def test_a_page_of_next_to_nothing_is_read_whole(
    template: Template, name: str, label: str, company: str, title: str
) -> None:
    group = Group("work/0", bullets=(Bullet("work/0/highlights/0", "Ran it."),))
    job = Entry("work/0", title, company, start=Date(2020), end=Date(2021), groups=(group,))
    work = Section("work", "Work Experience", "work", (job,))
    short = Resume(name, label, Contact("a@example.com"), sections=(work,))
    _, findings = render(short, Options(template.name))
    assert [finding for finding in findings if finding.level != "pass"] == []


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_a_long_name_is_one_line_and_a_long_address_stays_on_the_page(template: Template) -> None:
    name = "Maximiliane Alexandra Oberhuber-Wintersteiner von und zu Hohenlohe-Schillingsfürst"
    long = replace(resume(1, 0), name=name)
    document, findings = render(long, Options(template.name))
    assert [finding for finding in findings if finding.level != "pass"] == []
    assert inspect_pdf(document.pdf).fields.name == name
    url = f"https://www.example.com/{'a-very-long-path-' * 8}"
    document, findings = render(
        replace(long, contact=replace(CONTACT, url=url)), Options(template.name)
    )
    assert {one.check for one in findings if one.level == "fail"} <= {"contact", "text"}


def test_what_stands_under_the_name_has_its_own_size_unless_the_name_is_small() -> None:
    def sizes(name: str) -> list[float]:
        document, _ = render(replace(resume(1, 0), name=name), Options("modern"))
        lines = layout(document.pdf)[0].lines
        return [round(line.size, 1) for line in lines[:2]]

    assert sizes("Ada Lindqvist") == [26.9, 13.0]
    first, second = sizes("Ada Lindqvist " * 6)
    assert 11 <= first < 14
    assert 9.9 <= second < first


@pytest.mark.parametrize("language", known_languages())
def test_a_page_in_every_language_fills_the_form(language: str) -> None:
    page = translate_titles(resume(), language)
    document, findings = render(page, Options("compact"))
    assert [finding for finding in findings if finding.level != "pass"] == []
    form = inspect_pdf(document.pdf).fields
    kinds = ["work", "education", "skills", "publications", "awards", "languages"]
    assert [kind for _, kind in form.headings if kind != "summary"] == kinds
    spoken = [f"{month_name(3, language)} 2023 – {present_word(language)}"]
    spoken.append(f"{month_name(3, language)} 2021 – {month_name(2, language)} 2023")
    assert [job.dates for job in form.jobs] == spoken
    assert [degree.dates for degree in form.education] == ["2012 – 2014"]


def test_no_last_line_is_a_word_that_another_break_would_join() -> None:
    """The first lines would hold all but "port."; TeX moves a word down to it."""
    text = "Wrote the handbook by which all of the crews in the two yards now check " + "hulls " * 4
    jobs = tuple(
        Entry(key, "Clerk", summary=Bullet(f"{key}/summary", f"{text}{'of it ' * words}in port."))
        for words, key in ((words, f"work/{words}") for words in range(1, 30))
    )
    page = replace(resume(), sections=(Section("work", "Work Experience", "work", jobs),))
    document = printed(page, find_any_template("classic"))
    pages = PdfReader(io.BytesIO(document.pdf)).pages
    lines = [line.strip() for one in pages for line in one.extract_text().splitlines()]
    assert len([line for line in lines if line.endswith("in port.")]) == len(jobs)
    assert "port." not in lines


ELSEWHERE = """
import sys
from pathlib import Path
from tailor.typesetter import find_any_template, make_typesetter
from tailor.loader import read_resume
from tailor.render.style import PageStyle

master, _ = read_resume(Path("cv.yaml"))
for name in sys.argv[1:]:
    document = make_typesetter(master, find_any_template(name), PageStyle()).print(master)
    Path(f"{name}.pdf").write_bytes(document.pdf)
    Path(f"{name}.tex").write_bytes(document.tex.encode())
"""
PLACES = (
    ("here", {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
    ("else where/é", {"TZ": "Pacific/Kiritimati", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "2"}),
)


def test_the_same_bytes_in_another_folder_time_zone_and_locale(tmp_path: Path) -> None:
    names = [template.name for template in shipped_templates()]
    made = []
    for place, environment in PLACES:
        folder = tmp_path / place
        (folder / "home").mkdir(parents=True)
        shutil.copyfile(ROOT / "tailor" / "cli" / "starter.yaml", folder / "cv.yaml")
        home = {"HOME": str(folder / "home"), "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
        around = {"PATH": os.environ["PATH"], "LANG": environment["LC_ALL"], **home, **environment}
        command = [sys.executable, "-c", ELSEWHERE, *names]
        subprocess.run(command, cwd=folder, env=around, check=True, timeout=60)
        made.append({path.name: path.read_bytes() for path in folder.glob("*.[pt][de][fx]")})
    assert set(made[0]) == {f"{name}.{kind}" for name in names for kind in ("pdf", "tex")}
    assert made[0] == made[1]


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_heights_add_up_in_every_template(template: Template) -> None:
    parts = list(page_parts(resume(6)))
    texts = template.parts(resume(6), parts)
    sizes = measure_parts(template.document(resume(6), probe_latex(texts)), len(texts))
    fitting = next(n for n in range(len(parts)) if sum(sizes.heights[: n + 1]) > sizes.page)
    spare = sizes.page - sum(sizes.heights[:fitting])
    filler = rf"\tailorpart{{\hrule width0pt height{spare}sp}}"
    for extra, pages in (("", 1), (r"\allowbreak\tailorpart{\hrule width0pt height1sp}", 2)):
        body = "\n".join((*texts[:fitting], filler + extra))
        assert typeset_document(template.document(resume(6), body)).pages == pages


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_a_template_keeps_the_rules_of_the_house(template: Template) -> None:
    source = template.path.read_text(encoding="utf-8")
    size, leading = map(float, re.findall(r", (\d+(?:\.\d+)?)(?=,)", source.splitlines()[0]))
    margins = [float(inches) for inches in re.findall(r'"([\d.]+)in"', source.splitlines()[0])]
    sizes = [
        float(points) for points in re.findall(r"\\tailor(?:size|name|label)\{([\d.]+)\}", source)
    ]
    assert 10 <= size <= 11 < leading
    assert (len(margins), min(margins) >= 0.5, min(sizes, default=10.0) >= 10) == (2, True, True)
    assert len(source.splitlines()) < 150
    assert template.description.endswith(".")
    assert template.licence == "MIT"
    assert template.picture is not None
    assert template.picture.stat().st_size < 120_000


@pytest.mark.skipif(engine_on_path("pdflatex") is None, reason="needs a TeX on the PATH")
@pytest.mark.parametrize("template", shipped_templates(), ids=lambda template: template.name)
def test_the_latex_is_good_for_a_tex_of_ones_own(template: Template) -> None:
    document = typeset_document(template.render(resume()), engine_on_path("pdflatex"))
    findings = check_page(document, resume(), document.pages, {})
    assert [finding for finding in findings if finding.level == "fail"] == []


@pytest.mark.parametrize(
    ("text", "digits"), [("navy", "14304F"), ("#1f4e9e", "1F4E9E"), ("14E", "1144EE")]
)
def test_a_colour_is_a_name_or_hex_digits(text: str, digits: str) -> None:
    assert parse_colour(text) == digits


@pytest.mark.parametrize(
    ("text", "message"),
    [("mauve", "is not a colour"), ("#ffff00", "too light"), ("12", "not a colour")],
)
def test_other_colours_are_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_colour(text)
    with pytest.raises(TemplateError, match=message):
        find_any_template("classic").render(resume(), PageStyle(accent=text))


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert [round(contrast_ratio(digits), 2) for digits in ("000000", "767676", "FFFFFF")] == [
        21,
        4.54,
        1,
    ]
    assert min(map(contrast_ratio, COLOURS.values())) > 7


def test_bold_words_stand_whole_and_change_no_character() -> None:
    words = ("C++", "flow", "Python", "R")
    text = "R, Python & C++ in workflow: flow"
    expected = r"\textbf{R}, \textbf{Python} \& \textbf{C++} in workflow: \textbf{flow}"
    assert print_marked(text, (), words) == expected
    assert print_marked(text, ()) == r"R, Python \& C++ in workflow: flow"


def test_a_page_with_bold_words_reads_the_same() -> None:
    machine = make_typesetter(
        resume(), find_any_template("modern"), PageStyle(bold=("flow", "1,250 files"))
    )
    document = machine.print(resume())
    assert r"\textbf{1,250 files}" in document.tex
    assert [f for f in check_page(document, resume(), 1, {}) if f.level != "pass"] == []


def test_a_new_template_is_a_copy_that_works(tmp_path: Path) -> None:
    source = copy_shipped("modern", tmp_path / "mine")
    mine = find_any_template(str(tmp_path / "mine"))
    assert (mine.name, mine.path, mine.is_shipped) == ("mine", source, False)
    assert mine.accent == find_any_template("modern").accent
    assert mine.render(resume()) == find_any_template("modern").render(resume())
    with pytest.raises(FileError, match="is there already"):
        copy_shipped("modern", tmp_path / "mine")
    with pytest.raises(TemplateError, match="there is no template “nothing”"):
        copy_shipped("nothing", tmp_path / "other")


def test_the_example_of_the_manual_is_a_template_that_works(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    example = re.search(r"```jinja\n(.*?)```", text, re.DOTALL)
    assert example is not None
    assert len(example[1].splitlines()) <= 30
    (tmp_path / "mine.tex.j2").write_text(example[1], encoding="utf-8")
    document, findings = render(resume(), Options(str(tmp_path / "mine.tex.j2")))
    assert [finding for finding in findings if finding.level != "pass"] == []
    assert document.pages == 1


HOSTILE = {
    "range bomb": ("<% for i in range(10**9) %>x<% endfor %>", TemplateError, "Range too big"),
    "huge string": ("<< 'x' * 10**10 >>", TemplateError, "memory"),
    "nested loops": (
        "<% for a in range(9999) %><% for b in range(9999) %><% endfor %><% endfor %>",
        LimitError,
        "too much time or memory",
    ),
    "long output": ("<< ('xy z ' * 2000000)|tex >>", TemplateError, "prints more than 4,000,000"),
    "way out": ("<< resume.__class__.__init__ >>", TemplateError, "is unsafe"),
    "format": ("<< '{0.__class__}'.format(resume) >>", TemplateError, "__class__"),
    "include": ('<% include "../../../../etc/passwd" %>', TemplateError, "etc/passwd"),
    "foreign marks": ("{{ 7 * 7 }}", TemplateError, "these marks are not those of a template"),
    "unknown name": ("<< resume.salary >>", TemplateError, "a resume has no field `salary`"),
    "endless recursion": (
        "<% macro f() %><< f() >><% endmacro %><< f() >>",
        TemplateError,
        "recursion",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_template_is_stopped_at_its_line(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tailor.typesetter.LIMITS", Limits(cpu=1, memory=600_000_000))
    source, error, message = HOSTILE[name]
    path = tmp_path / "mine.tex.j2"
    path.write_text("\\documentclass{article}\n" + source, encoding="utf-8")
    with pytest.raises(error, match=message) as caught:
        find_any_template(str(path)).document(resume(), "")
    assert str(path) in str(caught.value) or name == "long output"


def test_a_template_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.tex.j2"
    path.write_bytes("Café".encode("latin-1"))
    with pytest.raises(TemplateError, match="is not UTF-8 text"):
        find_any_template(str(path)).document(resume(), "")


@pytest.mark.parametrize(
    ("tex", "error"),
    [
        (r"\input{/etc/passwd}", ToolchainError),
        (r"\usepackage{nosuchpackage-xyz}", ToolchainError),
        ("", ToolchainError),
    ],
)
def test_a_template_that_tex_refuses_makes_no_page(
    tmp_path: Path, tex: str, error: type[TailorError]
) -> None:
    path = tmp_path / "mine.tex.j2"
    path.write_text(rf"\documentclass{{article}}\begin{{document}}{tex}\end{{document}}")
    with pytest.raises(error):
        render(resume(), Options(str(path)))


def test_lualatex_runs_no_template_of_the_user(tmp_path: Path) -> None:
    copy_shipped("classic", tmp_path / "mine")
    mine = find_any_template(str(tmp_path / "mine"))
    with pytest.raises(ToolchainError, match="cannot print “ვ”"):
        make_typesetter(Resume("ვ"), mine, PageStyle())
