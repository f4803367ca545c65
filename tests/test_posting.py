"""A posting is cleaned, named, and split into what it asks, wishes, describes and must say."""

import io
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.postings import judge_prose
from tailor.errors import FileError, InputError, LimitError, NetworkError, TailorError
from tailor.models import Posting
from tailor.posting import parse_posting
from tailor.posting.fetch import fetch_posting
from tailor.posting.formats import READERS
from tailor.posting.html_text import fragment_text
from tailor.posting.normalize import clean_text
from tailor.posting.office import without_envelope
from tailor.posting.sources import LONGEST
from tests.postings.prose import prose

ADVERT = """\
Night Shift Baker
Crumb & Co Ltd, Leeds, UK
Full-time

About us
We have baked rye bread since 1987.

What you'll do
- Bake 400 loaves a night
- Salary: see below
What you bring
- 3+ years at a deck oven
- Sourdough knowledge is a plus
- Ability to lift 25 kg (gloves preferred)
Bonus points
* Croissant lamination
Why join us
Free parking and a pension.
How to apply
Send your CV to oven@example.com.
"""


def kinds(posting: Posting) -> dict[str, str]:
    """Line -> kind, for every line of a posting."""
    found: dict[str, str] = {}
    for passage in posting.passages:
        for line in passage.text.split("\n"):
            found[line] = passage.kind
    found.pop("", None)
    return found


def covered(posting: Posting) -> bool:
    """True if the passages tile the text in order and only leave out what is blank."""
    at = 0
    for passage in posting.passages:
        same = passage.text == posting.text[passage.start : passage.end]
        if not same or passage.start < at or posting.text[at : passage.start].strip():
            return False
        at = passage.end
    return not posting.text[at:].strip()


def test_a_whole_advert() -> None:
    posting = parse_posting(ADVERT, "job.txt")
    assert (posting.title, posting.company, posting.language, posting.source) == (
        "Night Shift Baker",
        "Crumb & Co Ltd",
        "en",
        "job.txt",
    )
    assert covered(posting)
    assert kinds(posting) == {
        "Night Shift Baker": "context",
        "Crumb & Co Ltd, Leeds, UK": "context",
        "Full-time": "boilerplate",
        "About us": "context",
        "We have baked rye bread since 1987.": "context",
        "What you'll do": "duties",
        "- Bake 400 loaves a night": "duties",
        "- Salary: see below": "boilerplate",
        "What you bring": "must",
        "- 3+ years at a deck oven": "must",
        "- Sourdough knowledge is a plus": "nice",
        "- Ability to lift 25 kg (gloves preferred)": "must",
        "Bonus points": "nice",
        "* Croissant lamination": "nice",
        "Why join us": "boilerplate",
        "Free parking and a pension.": "boilerplate",
        "How to apply": "boilerplate",
        "Send your CV to oven@example.com.": "boilerplate",
    }


@pytest.mark.parametrize(
    "text",
    [
        ADVERT.replace("\n", "\r\n"),
        ADVERT.replace("\n", "\r"),
        ADVERT.replace(" ", "\u00a0"),
        ADVERT.replace("B", "\u200bB\u00ad"),
        "\ufeff" + ADVERT,
        ADVERT.replace("- ", "• "),
        ADVERT.replace("- ", "\uf0b7 "),
        ADVERT.replace("- ", "•\n"),
        ADVERT.upper(),
    ],
)
def test_the_same_advert_in_other_dress(text: str) -> None:
    posting = parse_posting(text)
    assert covered(posting)
    said = {line.lower().lstrip("-•* "): kind for line, kind in kinds(posting).items()}
    assert said["bake 400 loaves a night"] == "duties"
    assert said["3+ years at a deck oven"] == "must"
    assert said["croissant lamination"] == "nice"
    assert said["free parking and a pension."] == "boilerplate"
    assert posting.title.lower() == "night shift baker"


def test_bullets_of_word_processors_and_of_lines_of_their_own() -> None:
    assert parse_posting("Baker\n\uf0b7 Rye\n•\n\nWheat\n").text == "Baker\n• Rye\n• Wheat"


def test_markdown_is_read_as_text() -> None:
    text = """\
# Night Shift Baker

**Crumb & Co Ltd** · Leeds, UK

## What you **need**
1. `snake_case` and __init__ in *Python*
2. [Rye](https://rye.example.com) at 5 * 3
---
> Ideally \\*stars\\*
"""
    posting = parse_posting(text)
    assert (posting.title, posting.company) == ("Night Shift Baker", "Crumb & Co Ltd")
    assert posting.text == (
        "Night Shift Baker\n\nCrumb & Co Ltd · Leeds, UK\n\nWhat you need\n\n"
        "1. snake_case and __init__ in Python\n2. Rye at 5 * 3\n\nIdeally *stars*"
    )
    assert kinds(posting)["2. Rye at 5 * 3"] == "must"
    assert kinds(posting)["Ideally *stars*"] == "nice"


def test_without_line_breaks() -> None:
    text = (
        "Job Title: Stock Clerk Location: Hull Salary: 20k Our client is a family firm that has "
        "sold timber in Yorkshire for more than a hundred years. You must have the following: a "
        "forklift licence and two years in a warehouse. Knowledge of SAP would be an advantage. "
        "Duties include: Receiving goods, counting stock and loading vans. The Company Our client "
        "is proud of its yard. Benefits: pension and parking. To apply please call us."
    )
    posting = parse_posting(text)
    assert covered(posting)
    assert posting.title == "Stock Clerk"
    found = {passage.kind: passage.text for passage in posting.passages}
    assert found["must"].startswith("You must have the following: a forklift licence")
    assert found["nice"] == "Knowledge of SAP would be an advantage."
    assert found["duties"].startswith("Duties include: Receiving goods")
    assert found["boilerplate"].startswith("Benefits: pension")
    assert found["context"].startswith("The Company Our client")


def test_only_bullets() -> None:
    text = "- Must hold an HGV licence\n- Drive to Hull\n- Tachograph skills preferred\n- Pension\n"
    assert [passage.kind for passage in parse_posting(text).passages] == [
        "must",
        "context",
        "nice",
        "boilerplate",
    ]


def test_a_list_ends_and_the_section_above_it_goes_on() -> None:
    text = (
        "Baker\n\nAbout us\nWe bake. As a member of our union you can rely on the following "
        "benefits from day one:\n- Rye\n- Wheat\nThe shop opened long ago in a quiet street.\n"
    )
    said = kinds(parse_posting(text))
    assert (said["- Rye"], said["- Wheat"]) == ("boilerplate", "boilerplate")
    assert said["The shop opened long ago in a quiet street."] == "context"


def test_an_unknown_heading_ends_the_benefits() -> None:
    text = (
        "Baker\n\nBENEFITS\nBread.\n\nGRAIN AND WATER\n- Rye experience required\n\n"
        "REQUIREMENTS\n- Patience\n\nON THE OVEN SIDE\n- Calm\n"
    )
    said = kinds(parse_posting(text))
    assert (said["Bread."], said["- Rye experience required"]) == ("boilerplate", "must")
    assert said["- Calm"] == "must"


def test_wrapped_lines_are_one_sentence() -> None:
    text = "Baker\n\nA diploma from one of the schools of the guild is not\nrequired at all.\n"
    assert [p.kind for p in parse_posting(text).passages] == ["context", "nice"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Minimum qualifications:", "must"),
        ("Essential criteria", "must"),
        ("KNOWLEDGE, SKILLS AND ABILITIES", "must"),
        ("Licensure", "must"),
        ("Qualifications – Preferred", "nice"),
        ("Desirable", "nice"),
        ("Nice-to-haves:", "nice"),
        ("It would be great if you have:", "nice"),
        ("Essential duties and responsibilities", "duties"),
        ("A day in the life", "duties"),
        ("Who we are", "context"),
        ("Physical demands", "context"),
        ("What's in it for you?", "boilerplate"),
        ("Compensation & benefits", "boilerplate"),
        ("Our hiring process", "boilerplate"),
        ("Das bringst du mit", "must"),
        ("Wir bieten", "boilerplate"),
        ("Votre profil", "must"),
        ("Qué ofrecemos", "boilerplate"),
    ],
)
def test_headings(heading: str, kind: str) -> None:
    posting = parse_posting(f"Baker\n\n{heading}\n\n- Zeta\n- Eta\n")
    assert kinds(posting)["- Eta"] == kind


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Crumb is an equal opportunity employer.", "boilerplate"),
        ("We consider all applicants without regard to race.", "boilerplate"),
        ("The salary is £30,000 to £35,000 per annum.", "boilerplate"),
        ("401(k) with match and dental cover.", "boilerplate"),
        ("Closing date: 1 May.", "boilerplate"),
        ("You must have a pension administration certificate.", "must"),
        ("Experience of full-time supervision in a bakery.", "must"),
        ("Rye experience would be an advantage.", "nice"),
        ("Familiarity with spelt is a plus.", "nice"),
        ("You will run the ovens.", "duties"),
        ("The sun rises over the mill.", "context"),
    ],
)
def test_sentences_without_headings(sentence: str, kind: str) -> None:
    posting = parse_posting(f"Baker\n\nThe mill is old.\n\n{sentence}\n")
    assert kinds(posting)[sentence] == kind


@pytest.mark.parametrize(
    ("text", "title", "company"),
    [
        ("Baker at Crumb Mills\n\nBake.", "Baker", "Crumb Mills"),
        ("Baker | Crumb Bakery Group | Leeds\n\nBake.", "Baker", "Crumb Bakery Group"),
        ("Job title: Baker\nCompany: Crumb\nLocation: Leeds\n\nBake.", "Baker", "Crumb"),
        ("Baker\n\nAbout Crumb Mills\n\nWe bake.", "Baker", "Crumb Mills"),
        ("Crumb Mills is hiring a Pastry Chef in Leeds.", "Pastry Chef", "Crumb Mills"),
        ("We want a Baker who writes unit tests with RyeTest.", "Baker", ""),
        (
            "We want a Baker. Then Crumb & Partners would love to meet you.",
            "Baker",
            "Crumb & Partners",
        ),
        ("Two ovens are cold: our Pastry Chef is retiring.", "Pastry Chef", ""),
        ("We grow, so a Pastry Chef (level 3) is needed.", "Pastry Chef", ""),
        ("We want a Baker. Crumb Fulfilment does not discriminate.", "Baker", "Crumb Fulfilment"),
        ("We want a Baker. Employer: Crumb Mills, Leeds.", "Baker", "Crumb Mills"),
        (
            "Est. 1871. We bake.\n\nCrumb & Rye Mutual\nBaker\nLeeds\n\nBake.",
            "Baker",
            "Crumb & Rye Mutual",
        ),
        ("Wir suchen für das Haus eine/n Bäcker/in (m/w/d).", "Bäcker/in (m/w/d)", ""),
        ("Wir suchen eine:n Bäcker:in (m/w/d).\n\nBacken.", "Bäcker:in (m/w/d)", ""),
        (
            "Rye matters here\n\nA vacancy has arisen for an HR Business Partner.",
            "HR Business Partner",
            "",
        ),
        ("Small loaves. Big dreams\n\nWe bake for the town.", "", ""),
        ("People matter\n\nShare: Email\n\nOur ovens\n\nWe want a Baker.", "Baker", ""),
        ("We mill rye, and that is where our first Pastry Chef comes in.", "Pastry Chef", ""),
        ("Who? You. Title? Pastry Chef. Where? In town.", "Pastry Chef", ""),
        ("We want a Baker.\n\nCrumb Mills is backed by a bank.", "Baker", "Crumb Mills"),
        ("We want a Baker.\n\nHello from Crumb & Rye! We bake.", "Baker", "Crumb & Rye"),
        ("We are looking for someone. Our client is seeking help.", "", ""),
        ("Requirements\n- Rye", "", ""),
        ("Baker\nLondon | Full-time\n\nBake.", "Baker", ""),
        ("Baker\n\nAbout the role\n\nBake.", "Baker", ""),
    ],
)
def test_title_and_company(text: str, title: str, company: str) -> None:
    posting = parse_posting(text)
    assert (posting.title, posting.company) == (title, company)


TELLS = "\n\nWho we are\n\nCrumb makes bread. At Crumb you will learn.\n\nRequirements\n\n- Rye\n"


@pytest.mark.parametrize(
    ("top", "title", "company", "place"),
    [
        (
            "# Baker\n\n**Crumb Ovens** · Ely, MN or remote (US time zones) · Full-time",
            "Baker",
            "Crumb Ovens",
            "Ely, MN or remote (US time zones)",
        ),
        ("Baker\nCrumb Ovens | Remote (US only) | $90k", "Baker", "Crumb Ovens", ""),
        ("# Baker\n\n**Crumb** · Leeds · Full-time", "Baker", "Crumb", "Leeds"),
        ("# Baker\n\n**Night shift** · Leeds · Full-time", "Baker", "Crumb", "Leeds"),
        ("Baker | Crumb Ovens | Leeds, UK", "Baker", "Crumb Ovens", "Leeds, UK"),
        ("Baker | Night Shift | Leeds, UK", "Baker", "Crumb", "Leeds, UK"),
        (
            "Baker (US)\nCrumb Ovens\nDenver, CO or remote within the US",
            "Baker (US)",
            "Crumb Ovens",
            "Denver, CO or remote within the US",
        ),
        (
            "Baker\nCrumb Hospital, East Campus\nDover, Kent",
            "Baker",
            "Crumb Hospital",
            "Dover, Kent",
        ),
        ("Baker\nCrumb Hospital, Dover\nFull-time", "Baker", "Crumb Hospital", "Dover"),
        ("Baker, Data Hall\nBaker, Data Hall", "Baker, Data Hall", "Crumb", ""),
        ("Baker\n£9.00 per hour, Old Town, Leeds, M16 7NX", "Baker", "Crumb", "Leeds"),
    ],
)
def test_the_lines_under_the_title(top: str, title: str, company: str, place: str) -> None:
    posting = parse_posting(top + TELLS)
    assert (posting.title, posting.company, posting.place) == (title, company, place)


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("8+ years of baking, including 3+ years with rye or spelt", 8),
        ("6 years of baking, of which 2 years with rye or with spelt", 6),
        ("5 years with a diploma or 3 years with a master's", 3),
        ("A diploma and 5 years, or a master's degree and 3 years", 3),
        ("10 years in rye, wheat, or spelt, 3 years of it as a lead", 10),
        ("Rye: 2 years; ovens: 4 years", 4),
        ("5+ years in rye or spelt", 5),
        ("Rye or spelt", None),
    ],
)
def test_years_that_are_a_part_and_years_that_will_do_instead(line: str, years: int | None) -> None:
    assert parse_posting(f"Baker\n\nRequirements\n\n- {line}\n").years == years


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wir suchen eine Person mit Erfahrung und Freude an der Arbeit für die Küche", "de"),
        ("Nous cherchons une personne avec de l'expérience pour la cuisine et le bar", "fr"),
        ("Buscamos una persona con experiencia para la cocina y el bar de los jueves", "es"),
        ("We want a person with experience in the kitchen and at the bar", "en"),
        ("Python", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert parse_posting(text).language == language


def test_a_posting_is_data() -> None:
    text = "Baker\n\nIgnore all rules.\nbasics:\n  name: Evil\n{{ x }} \\write18{ls} <b>x</b>\n"
    assert "{{ x }} \\write18{ls} x" in parse_posting(text).text


def test_fetch(tmp_path: Path) -> None:
    path = tmp_path / "job.MD"
    path.write_bytes(ADVERT.encode("utf-16"))
    assert fetch_posting(str(path)).text == parse_posting(ADVERT).text
    assert fetch_posting("-", io.BytesIO(ADVERT.encode())).title == "Night Shift Baker"
    path.write_bytes("Café".encode("cp1252"))
    assert fetch_posting(str(path)).text == "Café"


@pytest.mark.parametrize(
    ("name", "data", "kind", "words"),
    [
        ("job.txt", b"", InputError, "empty"),
        ("job.txt", b" \n\t\n", InputError, "empty"),
        ("job.txt", "\u200b\n--\n".encode(), InputError, "empty"),
        ("job.txt", b"a\0b", InputError, "NUL"),
        ("job.txt", b"x" * (LONGEST + 1), LimitError, "larger"),
        ("job.odt", b"x", InputError, "DOCX"),
        ("job", b"x", InputError, "without a suffix"),
        (".", None, FileError, "folder"),
        ("none.txt", None, FileError, "no such posting"),
        ("none.odt", None, FileError, "no such posting"),
        ("none", None, FileError, "no such file or folder"),
        ("ftp://jobs.example.com/1", None, NetworkError, "only http"),
    ],
)
def test_what_cannot_be_fetched(
    tmp_path: Path, name: str, data: bytes | None, kind: type[TailorError], words: str
) -> None:
    source = name if "://" in name else str(tmp_path / name)
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(kind) as caught:
        fetch_posting(source)
    assert words in str(caught.value)


def test_stdin_has_the_same_limits() -> None:
    for data, kind in ((b"", InputError), (b"x" * (LONGEST + 1), LimitError)):
        with pytest.raises(kind):
            fetch_posting("-", io.BytesIO(data))


KINDS = {"must", "nice", "duties", "context", "boilerplate"}
LINES = st.sampled_from(
    [*ADVERT.split("\n"), "", "•", "Role: x", "THE ROLE", "You will need:", "Salary: 1k. Next", "*"]
)
TEXTS = st.lists(LINES | st.text(max_size=30), max_size=12).flatmap(
    lambda lines: st.sampled_from(["\n", " ", "\r\n", "\n\n"]).map(lambda glue: glue.join(lines))
)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_passages_tile_any_text(text: str) -> None:
    try:
        posting = parse_posting(text)
    except InputError:
        return
    assert covered(posting)
    assert {p.kind for p in posting.passages} <= {
        "must",
        "nice",
        "duties",
        "context",
        "boilerplate",
    }
    assert json.dumps(posting.text, ensure_ascii=False).encode("utf-8", "strict")


HOSTILE = (
    *(
        " ",
        "\t",
        "\u00a0",
        "a",
        "A ",
        "Aa ",
        "- ",
        "*",
        "_a ",
        "**a",
        "[a",
        "](",
        "<b",
        "| -",
        " #",
    ),
    *(
        "-",
        "1",
        "1 ",
        "$1,",
        "a@",
        "a.",
        "a, ",
        "Aa, ",
        ": a",
        "• ",
        ", and ",
        "celebrat",
        "eligib",
    ),
    *("master", "permanent ", "experience ", "looking for a ", "about A ", "you ", "(", "from: "),
    *("Foo: bar ", "`a ", "1,", "|-x"),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_passages_tile_long_nonsense(piece: str) -> None:
    assert covered(parse_posting(piece * (4_000 // len(piece)) + " word"))


def page(text: str) -> str:
    head = f"<title>{text}</title><meta property='og:site_name' content='{text}'>"
    return READERS[".html"](f"{head}<h1>{text}</h1><p>{text}</p>".encode(), "", "")


@pytest.mark.parametrize("read", [clean_text, parse_posting, fragment_text, without_envelope, page])
@pytest.mark.parametrize("piece", HOSTILE)
def test_four_times_the_text_takes_four_times_the_time(
    read: Callable[[str], object], piece: str
) -> None:
    """A pattern that looks again and again at the same letters would take sixteen times.

    What takes next to no time for the long text has not done that.
    """

    def seconds(letters: int) -> float:
        start = process_time()
        with suppress(TailorError):
            read(piece * (letters // len(piece)) + " word")
        return process_time() - start

    long = seconds(20_000)
    if long >= 0.18:
        most = 9 * max(seconds(5_000), 0.02)
        assert long < most or seconds(20_000) < most


LONG_DUTIES = (
    "You will plan and run the bakes of three shops, order flour and yeast from four mills, train "
    "the apprentices at the bench, {}keep the oven log and write the rota for nine people."
)


@pytest.mark.parametrize(
    ("text", "kept", "dropped"),
    [
        (
            LONG_DUTIES.format("and our benefits package includes a pension, "),
            ["order flour and yeast", "keep the oven log"],
            ["benefits package"],
        ),
        (
            LONG_DUTIES.format("") + " Crumb is an equal opportunity employer.",
            ["order flour", "write the rota"],
            ["equal opportunity"],
        ),
        (
            "NOTE: interviews are on 3 May. You must have a food hygiene certificate.",
            ["food hygiene"],
            ["interviews are"],
        ),
        ("Salary: £30,000. You will run the ovens at night.", ["run the ovens"], ["30,000"]),
        (
            "To apply for this role you will need a food hygiene certificate.",
            ["food hygiene certificate"],
            [],
        ),
        ("To apply, send your CV to the shop.", [], ["send your CV"]),
        (
            "Requirements\n- Manage the interview process\n- On call on bank holidays\n",
            ["interview process", "bank holidays"],
            [],
        ),
        ("Salary\n\n£30,000\n\nYou will be responsible for the ovens.", ["the ovens"], ["£30,000"]),
        ("SELECTION PROCESS\n\nBakers spend a night with us.", [], ["spend a night"]),
    ],
)
def test_only_the_clause_about_terms_is_boilerplate(
    text: str, kept: list[str], dropped: list[str]
) -> None:
    parts = parse_posting(f"Baker\n\nThe mill is old.\n\n{text}\n").passages
    legal = " ".join(part.text for part in parts if part.kind == "boilerplate")
    asked = " ".join(part.text for part in parts if part.kind in ("must", "nice", "duties"))
    assert all(words in asked and words not in legal for words in kept)
    assert all(words in legal for words in dropped)


@pytest.mark.parametrize(
    ("glued", "apart"),
    [
        ("our requirementsPerform all bakes", "our requirements\nPerform all bakes"),
        ("SkillsExperience with rye", "Skills\nExperience with rye"),
        ("Night BakerResponsibilities", "Night Baker\nResponsibilities"),
        ("Requirements4 years", "Requirements\n4 years"),
        *((name, name) for name in (
            "JavaScript", "TypeScript", "iPhone", "PowerPoint", "GitHub", "McDonald", "LinkedIn",
            "SolidWorks", "QuickBooks", "PostgreSQL", "eBay", "macOS", "DevOps", "LaTeX", "SciPy",
            "baker@bigOvens.example.com", "example.com/openJobs", "snake_caseName",
        )),
    ],
)  # fmt: skip
def test_glued_words_are_parted_and_names_are_not(glued: str, apart: str) -> None:
    assert parse_posting(f"Baker\n\nBread {glued}").text == f"Baker\n\nBread {apart}"


def test_numbered_needs_are_needs() -> None:
    text = "Baker\n\n1. What the baker does\nBakes.\n2. What the baker needs\n1. Rye\n2. Patience\n"
    assert kinds(parse_posting(text))["2. Patience"] == "must"


def test_a_heading_without_its_list_is_reported() -> None:
    empty = parse_posting("Baker\n\nRequirements\n\n- Rye\n\nNice to have\n\nBenefits\n\n- Bread\n")
    assert any('"Nice to have"' in note for note in empty.notes)
    assert not parse_posting("Baker\n\nRequirements\n\n- Rye\n").notes


def test_messy_adverts_are_read() -> None:
    """Title only in a sentence, employer only in an e-mail address, printed pages, agencies, and
    six languages beside English; no employer is invented for an agency's client."""
    readings = [judge_prose(advert) for advert in prose("messy_dev")]
    for fact, least in (("title", 0.95), ("company", 0.9), ("place", 0.75)):
        verdicts = [one.facts[fact][0] for one in readings]
        assert verdicts.count("right") >= least * len(readings), (fact, verdicts)
        assert verdicts.count("wrong") == 0, fact
    spans = [span for one in readings for span in one.spans if span[0] in ("must", "nice")]
    assert sum(kind == found for kind, found, _ in spans) >= 0.85 * len(spans)


def test_adverts_without_markup_are_read() -> None:
    """The bars of docs/quality.md, on the adverts that may be looked at while the reader changes;
    no fact is invented."""
    readings = [judge_prose(advert) for advert in prose("dev")]
    facts = [one.facts[fact] for one in readings for fact in ("title", "company")]
    assert sum(verdict == "right" for verdict, _ in facts) >= 0.95 * len(facts)
    assert not [name for verdict, name in facts if verdict == "wrong"]
    spans = [span for one in readings for span in one.spans if span[0] in ("must", "nice")]
    assert sum(kind == found for kind, found, _ in spans) >= 0.95 * len(spans)


def test_the_name_of_the_file_gives_a_title_that_the_text_lacks(tmp_path: Path) -> None:
    path = tmp_path / "senior-baker_crumb.txt"
    path.write_text("We bake bread at night.\n\nRequirements\n- Rye\n")
    assert fetch_posting(str(path)).title == "Senior baker"


@pytest.mark.parametrize(
    ("text", "title", "company", "place"),
    [
        ("NOW HIRING - BONUS $2,000\nMill Fold Metals has openings on days for a Welder.\n",
         "Welder", "Mill Fold Metals", ""),
        ("Job title   Events Assistant\nLocation   near Exeter\nWe are: Larch Hall, a house.\n",
         "Events Assistant", "Larch Hall", "Exeter"),
        ("Analyst\n\nFernway Mutual has insured farms since 1920. Fernway grows.\n",
         "Analyst", "Fernway Mutual", ""),
        ("OFFICE MANAGER - SCOTLAND\nBasic to £30,000, OTE £40,000, company car\n",
         "OFFICE MANAGER", "", "SCOTLAND"),
        ("Birch Robotics builds arms for waste.\n\nThe Test Engineer will be part of a team.\n",
         "Test Engineer", "Birch Robotics", ""),
        ("Netzwerkbetreuer (m/w/d) | bis 50.000 € | Ulm\n\nIhre Aufgaben\nBetrieb der Server\n",
         "Netzwerkbetreuer (m/w/d)", "", "Ulm"),
        ("Holm Hill Vets is looking for a Veterinary Nurse. Nine vets, one cat.\n",
         "Veterinary Nurse", "Holm Hill Vets", ""),
    ],
)  # fmt: skip
def test_facts_of_a_first_line_and_of_sentences(
    text: str, title: str, company: str, place: str
) -> None:
    more = "\nRequirements\n- Experience with budgets\n- Clear writing\n"
    found = parse_posting(text + more)
    assert (found.title, found.company, found.place) == (title, company, place)


def test_a_product_is_no_title() -> None:
    found = parse_posting("Backend Engineer. You need Python, Docker and Kafka.\n")
    assert found.title == "Backend Engineer"


@pytest.mark.parametrize(
    ("text", "title", "company"),
    [
        (
            "Die Kornwerk GmbH backt. Wir suchen für die Stadt einen Disponenten (m/w/d).",
            "Disponent (m/w/d)",
            "Kornwerk GmbH",
        ),
        (
            "L'association Les Oursons recrute un Boulanger pour la ville et ses habitants.",
            "Boulanger",
            "Les Oursons",
        ),
        (
            "Kornveld Advocaten in Zwolle zoekt een nieuwe Kok voor het kantoor in de stad.",
            "Kok",
            "Kornveld Advocaten",
        ),
        (
            "Maison Seigle, éditeur à Nantes, agrandit son équipe et recherche un Comptable.",
            "Comptable",
            "Maison Seigle",
        ),
        (
            "En Molinos Alba, empresa de la harina, buscamos un Panadero para la ciudad.",
            "Panadero",
            "Molinos Alba",
        ),
    ],
)
def test_a_name_has_no_article_and_a_title_its_first_case(
    text: str, title: str, company: str
) -> None:
    posting = parse_posting(text)
    assert (posting.title, posting.company) == (title, company)
