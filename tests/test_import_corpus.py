"""Invented CVs in the classes, programs and languages that people use, beside what they say.

`benchmarks/imports.py` measures the same folder field by field.
"""

import re
import unicodedata
import zipfile
from pathlib import Path

import pytest
import yaml
from lxml import etree, html
from pdfminer.high_level import extract_text

from benchmarks.imports import fields
from tailor.loader import import_cv
from tailor.resume.dates import fold_accents, month_numbers, words_of
from tailor.resume_parser.vocabulary import section_kind

FOLDER = Path(__file__).parent / "imported"
GOLD = yaml.safe_load((FOLDER / "gold.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("gold", GOLD, ids=[one["file"] for one in GOLD])
def test_at_least_nine_fields_of_ten_are_right(gold: dict[str, object]) -> None:
    found = list(fields(gold, import_cv(FOLDER / str(gold["file"])).master))
    wrong = [(name, seen) for name, right, seen in found if not right]
    assert 10 * len(wrong) <= len(found), wrong


PDFS = sorted((FOLDER.parent / "foreign_pdfs").glob("*.pdf"))


@pytest.mark.parametrize(
    "path", [*(FOLDER / one["file"] for one in GOLD), *PDFS], ids=lambda path: path.name
)
def test_no_word_is_lost_unreported(path: Path) -> None:
    """Every word that another reader finds in a document is in the master, in a line that is
    reported, or in a warning; but for titles of sections, dates and labels, which a master says
    in its own way."""
    result = import_cv(path)
    reported = [line.text for line in result.unplaced] + [str(one) for one in result.problems]
    kept = simplify(" ".join([str(result.master), *reported]))
    lines = simplify(read_independently(path)).splitlines()
    titles = {word for line in lines if section_kind(line) for word in WORD.findall(line)}
    words = {word for line in lines for word in WORD.findall(line)}
    # A reader may join or part words at the end of a line or cell, so parts of words count too.
    pressed = re.sub(r"\W", "", kept)
    assert not {word for word in words - titles - LABELS - dates() if word not in pressed}


def dates() -> set[str]:
    """The words of dates in any language."""
    spoken = [*month_numbers(), *(text for key in ("now", "to", "since") for text in words_of(key))]
    return set(WORD.findall(simplify(" ".join(spoken))))


WORD = re.compile(r"[^\W\d_]{3,}")


def simplify(text: str) -> str:
    """A text without accents, capitals and soft hyphens."""
    return fold_accents(unicodedata.normalize("NFKC", text).replace("\u00ad", "")).casefold()


def read_independently(path: Path) -> str:
    """The text of a document, by other means than those of the importer."""
    if path.suffix == ".pdf":
        return str(extract_text(path)).replace("-\n", "")
    data = path.read_bytes()
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            body = etree.fromstring(archive.read("word/document.xml"))
        return "\n".join(
            "".join(str(node.text or " ") for node in line.iter("{*}t", "{*}tab", "{*}br"))
            for line in body.iter("{*}p")
            if not any(True for _ in line.iterdescendants("{*}p"))
        )
    if path.suffix == ".html":
        page = html.fromstring(data.decode())
        etree.strip_elements(page, "script", "style", "head", with_tail=False)
        return "\n".join(page.itertext())
    text = data.decode("utf-8")
    if path.suffix != ".tex":
        return re.sub(r"<[^>]*>", " ", text)
    text = re.sub(r"(?<!\\)%.*", "", text.partition(r"\begin{document}")[2])
    for command, replacement in LATEX:
        text = re.sub(command, replacement, text)
    return text


LATEX = (
    (r"\\(?:[\'`^\"~=.]\s*\{?|[uvHcdbkr]\{)([A-Za-z])\}?", r"\1"),
    (r"\\(?:begin|end|thispagestyle|pagestyle)\{[^}]*\}(?:\{[^}]*\})?", " "),
    (r"\\[A-Za-z@]+\*?(?:\[[^\]]*\])?|\\\\(?:\[[^\]]*\])?|[{}&~]", " "),
)
"""Accents to letters, commands and their options to blanks."""


LABELS = frozenset(
    re.findall(
        r"\S+",
        """
and attivita company contact curriculum datore designation duration given https idiomas impiego
indirizzo known langues lavoro leftmargin mailto nome posizione principali professionali qualifica
responsabilita responsibilities resume retrato ricoperti rilasciata roles same telefon tel tipo
titolo title author vitae website label
""",
    )
)
"""Labels of forms and contact data, and options of LaTeX."""


TITLES = """
Praxiserfahrungen
Expériences pro
Experiencias laborales
Experiências profissionais
Esperienze lavorative
Werkervaringen
Doświadczenia zawodowe
Arbetslivserfarenheter
Erhvervserfaringer
Yrkeserfaring
Työkokemus
Pracovní zkušenosti
Experiența profesională
Szakmai tapasztalat
Опыт работы
Επαγγελματική εμπειρία
工作经历
職歴
경력
"""


@pytest.mark.parametrize("title", TITLES.split("\n")[1:-1])
def test_jobs_are_known_in_many_languages(title: str) -> None:
    assert section_kind(title) == section_kind(title.upper()) == "work"
