"""Every check of a page, in the order of the report.

A check is a function that yields a `Finding` for each fault of a PDF (`tailor.ats.evidence`). The
checks of any PDF are those of our own pages too, so no page is printed that `tailor check` rejects.
To add one: write the function in a module of this folder, add its line to `CHECKS`, and name it
in docs/commands.md.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tailor.ats import hidden_text
from tailor.ats.checks import file, readback, text
from tailor.ats.evidence import Evidence
from tailor.errors import pluralize
from tailor.models import Finding

FindFaults = Callable[[Evidence], Iterator[Finding]]
Describe = Callable[[Evidence], str]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, why it matters, how to fix what it finds, and its functions.

    `find` is for any PDF, and `find_own` what only our own page can be asked besides; each is
    None if the check has no such function. `passed` and `passed_own` describe a PDF without faults.
    Checks with `structure` need what is below the text of the PDF.
    """

    name: str
    why: str
    fix: str
    find: FindFaults | None = None
    passed: Describe = lambda _: ""
    find_own: FindFaults | None = None
    passed_own: Describe | None = None
    structure: bool = False


def run_checks(page: Evidence) -> Iterator[Finding]:
    """For each check of any PDF one finding that it passed, or one for each fault."""
    for check in CHECKS:
        if check.find and (page.facts or not check.structure):
            yield from list(check.find(page)) or [Finding(check.name, "pass", check.passed(page))]


def run_own_checks(page: Evidence) -> Iterator[Finding]:
    """As `run_checks`, for a page of ours. Checks for any PDF report failures only."""
    for check in CHECKS:
        faults = list(check.find_own(page)) if check.find_own else []
        further = list(check.find(page)) if check.find else []
        if check.find_own or not check.passed_own:
            further = [
                finding for finding in further if finding.level == "fail" and not has_failed(faults)
            ]
        faults += further
        if not faults and check.passed_own:
            faults = [Finding(check.name, "pass", check.passed_own(page))]
        yield from faults


def has_failed(findings: Iterable[Finding]) -> bool:
    """Whether any check failed."""
    return any(finding.level == "fail" for finding in findings)


def by_readers(page: Evidence) -> str:
    return f"by {len(page.readings)} readers"


def describe_count(page: Evidence) -> str:
    return pluralize(file.structure_of(page).pages, "page")


def describe_texts(page: Evidence) -> str:
    return f"{len(readback.own_page(page).texts)} texts read back identical {by_readers(page)}"


def describe_fonts(page: Evidence) -> str:
    fonts = file.structure_of(page).fonts
    return f"{pluralize(len(fonts), 'font')}, all embedded, none Type 3"


def describe_links(page: Evidence) -> str:
    return f"{pluralize(len(file.structure_of(page).links), 'link')}, nothing that acts"


CHECKS = (
    Check(
        "text",
        "What a reader cannot read, an employer's search cannot find.",
        "Use a font with a Unicode map and no ligatures, and no hyphenation.",
        find=text.check_has_text,
        passed=lambda page: f"the text is read {by_readers(page)}",
        find_own=readback.find_missing_texts,
        passed_own=describe_texts,
    ),
    Check(
        "readers",
        "Employers use different programs to read a PDF; each must find the same words.",
        "Save the PDF again; from LaTeX, load \\usepackage[T1]{fontenc}, lmodern and cmap.",
        find=text.check_readers,
        passed=lambda page: f"the same words are read {by_readers(page)}",
    ),
    Check(
        "words",
        "Glued, spaced-out or cut words are not the words that a search looks for.",
        "Set normal word and letter spacing, no faked small capitals, and no hyphenation.",
        find=text.check_words,
        passed=lambda _: "no glued, spaced-out or cut words",
    ),
    Check(
        "columns",
        "Many parsers read straight across the page and mix the columns line by line.",
        "Use one column; dates may be at the right edge.",
        find=text.check_columns,
        passed=lambda _: "one column",
    ),
    Check(
        "order",
        "Text that is read in another order ends up under the wrong heading.",
        "Write the document in reading order, without text boxes.",
        find=text.check_order,
        passed=lambda page: f"read from top to bottom {by_readers(page)}",
        find_own=readback.find_disordered_texts,
        passed_own=lambda page: f"texts read in page order {by_readers(page)}",
    ),
    Check(
        "tears",
        "A date that is read in the middle of a sentence breaks the sentence and loses the date.",
        "Indent the second line of a bullet by less than half a line, or not at all.",
        find=text.check_interruptions,
        passed=lambda page: f"no sentence is interrupted {by_readers(page)}",
        find_own=readback.find_interrupted_texts,
        passed_own=lambda page: f"no text is interrupted by another, {by_readers(page)}",
    ),
    Check(
        "additions",
        "Words that are not yours are read as part of the résumé.",
        "Remove them from the template.",
        find_own=readback.find_added_words,
        passed_own=lambda page: f"nothing but the résumé was read {by_readers(page)}",
    ),
    Check(
        "icons",
        "An icon is read as a stray character and spoils the e-mail address or number next to it.",
        "Leave icons out, or write “Phone:” and “E-mail:” in words.",
        find=text.check_icons,
        passed=lambda _: "no icons next to contact data",
    ),
    Check(
        "hidden",
        "Hidden text looks like an attempt to deceive.",
        "Delete it, or write it where everyone can read it.",
        find=hidden_text.check_hidden_text,
        passed=lambda _: "no hidden text",
        passed_own=lambda _: "no hidden text",
    ),
    Check(
        "contact",
        "Without a name, an e-mail address and a number nobody can contact you.",
        "Write them as plain text at the top of the first page, not as a picture.",
        find=file.check_contact,
        passed=lambda _: "name, e-mail address and number found",
        find_own=readback.find_lost_contact,
        passed_own=lambda page: f"name and contact data read whole {by_readers(page)}",
    ),
    Check(
        "glyphs",
        "These characters replace letters, so no search finds the words with them.",
        "In LaTeX: \\input{glyphtounicode}\\pdfgentounicode=1, and ligatures off (microtype).",
        find=text.check_characters,
        passed=lambda page: f"no broken characters {by_readers(page)}",
        passed_own=lambda page: f"no broken characters {by_readers(page)}",
    ),
    Check(
        "headings",
        "Parsers find jobs, degrees and skills only under the usual headings.",
        "Use Work Experience, Education, Skills, Projects, Publications and the like.",
        find=file.check_headings,
        passed=lambda page: f"{len(page.form.headings)} usual headings",
    ),
    Check(
        "jobs",
        "Years of experience, employers and titles are what most searches ask for.",
        "One line for company and place, one for title and dates, then bullets (•).",
        find=file.check_jobs,
        passed=lambda page: f"jobs: {len(page.form.jobs)}, degrees: {len(page.form.education)}",
    ),
    Check(
        "pages",
        "Few people read more than two pages, except for academic work.",
        "Keep what answers the posting.",
        find=file.check_length,
        passed=lambda page: f"pages: {file.structure_of(page).pages}",
        find_own=readback.find_wrong_page_count,
        passed_own=describe_count,
        structure=True,
    ),
    Check(
        "overfull",
        "Text outside of the page or its column may be cut off in print.",
        "Shorten the line, or let it break.",
        find_own=readback.find_overfull_boxes,
        passed_own=lambda _: "nothing sticks out",
    ),
    Check(
        "fonts",
        "Parsers take letters from the font's map and headings from its name.",
        "Use vector fonts that are embedded and have a bold face, such as Latin Modern.",
        find=file.check_fonts,
        passed=lambda _: "embedded vector fonts with maps to Unicode",
        passed_own=describe_fonts,
        structure=True,
    ),
    Check(
        "size",
        "Many upload forms refuse files of more than 2 to 5 MB.",
        "Leave pictures out, or make them smaller.",
        find=file.check_size,
        passed=lambda page: f"{len(page.pdf) / 1e3:.0f} kB",
        structure=True,
    ),
    Check(
        "metadata",
        "Title, author, language and structure are what screen readers and file lists show.",
        "Set them in the program that makes the PDF (in LaTeX: hyperref or \\pdfinfo).",
        find=file.check_metadata,
        passed=lambda _: "title, author, language and structure",
        structure=True,
    ),
    Check(
        "encryption",
        "Many systems refuse protected files outright.",
        "Save the PDF without any protection.",
        find=file.check_encryption,
        passed=lambda _: "not encrypted",
        structure=True,
    ),
    Check(
        "active",
        "Scripts, attachments and unusual links make mail filters drop the file.",
        "Print the document to a new PDF and send that.",
        find=file.check_activity,
        passed=lambda _: "nothing that acts by itself",
        passed_own=describe_links,
        structure=True,
    ),
)
ADVICE = {check.name: (check.why, check.fix) for check in CHECKS} | {
    "resume": (
        "The form should get what your master says.",
        "Fix the wording or the layout at these places.",
    ),
    "sentences": (
        "A sentence that is not in your master has no source.",
        "Add it to the master if it is true.",
    ),
}
"""By check, with those that compare a PDF with a master: why it matters, and how to fix it."""
