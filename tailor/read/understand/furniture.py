"""What a page says of itself: its number, the name of the person above or below each page, and
the titles of the columns of its tables."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tailor.read.understand.blocks import Block
from tailor.read.understand.periods import periods
from tailor.read.understand.values import words
from tailor.read.understand.vocabulary import role_of

PAGE = r"(?:page|seite|página|pagina|pág|strona|sida|pg|p|s)"
OF = r"(?:/|of|von|sur|de|di|van|z|av|\|)"
EDGE = r"[-–—|·•.\[\]\s]*"
NUMBER = re.compile(
    rf"{EDGE}+(?:{PAGE}\.?\s*(?:\d{{1,2}})?|\d{{1,2}})\s*(?:{OF}\s*(?:\d{{1,2}})?)?{EDGE}",
    re.IGNORECASE,
)
DASHED = re.compile(r"\d{1,2}\s*[-–—]")
"""What is left of "- 2 -" where its first dash is read as the mark of a list."""
PAPERS = {
    *("resume", "résumé", "cv", "curriculum", "vitae", "lebenslauf", "currículum", "page", "seite"),
    *("of", "von", "sur", "de", "continued", "updated", "last", "stand"),
}
"""Words that may stand beside the name above or below a page."""
COLUMNS = {
    *("school", "institution", "university", "degree", "qualification", "dates", "date", "year"),
    *("years", "period", "company", "employer", "organization", "organisation", "position"),
    *("title", "role", "location", "place", "grade", "gpa", "from", "to", "description", "duties"),
    *("responsibilities", "course", "board", "percentage", "year of passing", "subject", "skill"),
    *("level", "language", "zeitraum", "firma", "unternehmen", "position", "abschluss", "schule"),
    *("ort", "tätigkeit", "période", "entreprise", "poste", "diplôme", "école", "établissement"),
    *("lieu", "année", "empresa", "puesto", "fechas", "título", "centro"),
}
"""Titles of the columns of a table of jobs, degrees or languages."""
DUTIES = re.compile(
    r"main activities(?: and responsibilities)?|tätigkeiten(?: und verantwortlichkeiten)?|"
    r"(?:wichtigste )?tätigkeiten.*|activités principales.*|responsibilities|duties|aufgaben|"
    r"principal(?:es|i) (?:actividades|attività).*|funciones"
)
ROLES = ("title", "organisation", "place", "date")
DATES = ("date", "period", "from", "zeitraum", "datum", "période", "fecha")
FORM = re.compile(
    rf"{DUTIES.pattern}|dates?(?: \(from.*\))?|from – to|period|zeitraum|datum|période|fechas?|"
    r"occupation or position held|position held|beruf oder funktion|funktion|"
    r"fonction ou poste occupé|poste|name (?:and address )?of employer|employer|arbeitgeber|"
    r"name und adresse des arbeitgebers|employeur|nom et adresse de l['’]employeur|place|ort|"
    r"lieu|title of qualification(?: awarded)?|qualification|abschluss|"
    r"bezeichnung der erworbenen qualifikation|diplôme|intitulé du certificat.*|"
    r"(?:name and type of )?organi[sz]ation(?: providing education.*)?|bildungseinrichtung|"
    r"établissement|degree|institution|school"
)
"""Labels of the rows of forms such as the Europass CV."""
HEAD = 12
"""Lines from the top in which contact data are looked for."""
LONGEST = 160


def without_furniture(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The lines of the CV, and those of its pages and tables.

    In a form the employer may stand below the duties, and comes before them here.
    """
    kept: list[Block] = []
    found: list[Block] = []
    duties = 0
    columns: tuple[str, ...] = ()
    for at, block in enumerate(blocks):
        columns = columns if len(block.cells) > 1 else ()
        roles = tuple(role_of(cell.text) for cell in block.cells)
        if len(roles) > 1 and all(roles) and len(set(roles)) > 1:
            columns = roles
        elif len(columns) == len(block.cells):
            named = zip(block.cells, columns, strict=True)
            block = replace(block, cells=tuple(replace(c, role=role) for c, role in named))
        told = block.kind != "bullet" or DASHED.fullmatch(block.text)
        if at and told and is_furniture(block, blocks[:HEAD], at):
            found.append(block)
            continue
        broken = at and found[-1:] == [blocks[at - 1]] and block.text[:1].islower()
        one, label = unlabelled(replace(block, gap=False) if broken else block)
        if DUTIES.fullmatch(label):
            duties = len(kept)
        elif label.startswith(DATES):
            duties = 0
        if duties and label and not DUTIES.fullmatch(label):
            kept.insert(duties, one)
            duties += 1
        else:
            kept.append(one)
    return kept, found


def unlabelled(block: Block) -> tuple[Block, str]:
    """A row of a form without its label, and that: "Name of employer | Acme" is "Acme"."""
    label = block.cells[0].text.casefold().rstrip(": ")
    role = role_of(label) if len(block.cells) == 2 else ""
    if len(block.cells) < 2 or not (FORM.fullmatch(label) or role in ROLES):
        return block, ""
    kind = "bullet" if DUTIES.fullmatch(label) else block.kind
    cells = tuple(replace(c, text=c.text.lstrip(": "), role=role) for c in block.cells[1:])
    return replace(block, kind=kind, level=int(kind == "bullet"), cells=cells), label


def is_furniture(block: Block, head: Sequence[Block], at: int) -> bool:
    """Whether a line is a page number, or repeats the name and nothing that is not known."""
    text = block.text
    if len(text) < 20 and NUMBER.fullmatch(text):
        return True
    if len(block.cells) > 1 and all(
        cell.text.casefold() in COLUMNS or role_of(cell.text) for cell in block.cells
    ):
        return True
    name = lower(head[0].cells[0].text) - PAPERS
    if not name or len(text) > LONGEST:
        return False
    for period in reversed(periods(text)):
        text = text[: period.begin] + " " + text[period.stop :]
    said = {word for word in lower(text) if not word.isdigit()}
    known = {word for one in head[: min(at, HEAD)] for word in lower(one.text)}
    late = at >= HEAD or bool(said & PAPERS) or any(len(one) < 3 for one in lower(text) - said)
    return late and name <= said and said <= known | PAPERS


def lower(text: str) -> set[str]:
    return {word.casefold() for word in words(text)}
