"""How a statement of a posting asks for a licence, certificate or degree, if it does at all."""

import re
from collections.abc import Iterator

from tailor.keywords.credential_names import Named, find_names
from tailor.keywords.demand import MUST, NICE

BREAK = re.compile(r"(?<=[.;!?])\s+(?=[A-Z•(])|\n|\s[•·▪]\s|\s\*\s")
"""Where a statement ends."""
NEAR = 70
"""Characters around a name in which the wording says how it is asked for."""
SHORT = 200
"""Characters of a statement of which all words speak of the same."""
SHORT_ITEM = 4
"""Words of an item that may be the name of a licence alone."""

CUE = re.compile(
    r"qualif|certif|licen[sc]|\bregist|accredit|charter|\bhold|\bmember|must|requir|essential"
    r"|possess|equivalent|\bcards?\b|mandatory|\bvalid\b|trained|desirable|preferred|clearance"
    r"|gültig|en cours de validité|en vigor|in corso di validità|geldig|exigé|exigid|indispensab"
    r"|erforderlich|obligatori|obrigatóri|vereist|richiest|zwingend"
    r"|an? (?:plus|bonus|advantage)|practitioner|\basset\b|\bwelcome\b|\bcurrent\b|\bneed",
    re.IGNORECASE,
)
"""Words that say that a name is that of a licence or certificate."""
CERTIFIED = re.compile(
    r"qualif|certif|licen[sc]|accredit|practitioner|foundation|\bhold|trained", re.IGNORECASE
)
KNOWLEDGE = re.compile(
    r"(?:knowledge|understanding|experience|awareness|exposure|familiarity|familiar|proficien\w+"
    r"|skills?|expertise) (?:of|in|with|to|using)[^.;]{0,40}$",
    re.IGNORECASE,
)
WAIVED = re.compile(
    r"not (?:strictly |be |an? )?(?:essential|required?|necessary|needed|mandatory|requirement)"
    r"|\bor not\b|no need|not suitable",
    re.IGNORECASE,
)
LATER = re.compile(
    r"(?:stud(?:y|ying)|train(?:ing)?|work(?:ing)?|towards?) (?:for|towards?|gaining|to gain\w*"
    r"|towards gain\w*)[^.;]{0,40}$"
    r"|(?:opportunity|support\w*|encouraged|expected|able|willing\w*) to (?:\w+ ){0,2}"
    r"(?:gain|obtain|complete|study|achieve|undertake|train|work towards)[^.;]{0,40}$|we (?:will )?"
    r"(?:pay|fund|offer|provide)\b[^.;]{0,60}$|obtain and maintain[^.;]{0,40}$",
    re.IGNORECASE,
)
"""What is only to be gained in the job."""
EITHER = re.compile(
    r"(?:or|and/or|/),? (?:\w+ ){0,4}(?:working|studying|evidence of)|eligible|or willing",
    re.IGNORECASE,
)
"""Being on the way to it will do."""
OTHERS = re.compile(
    r"(?:\bwith|\bsupport(?:ing|s)?|\bassist(?:ing|s)?|supervis\w+|\bmanag(?:e|es|ing)|alongside"
    r"|team of|\bour|under|number of|range of|led by|report(?:s|ing)? to|\bother|trainee(?: and)?"
    r"|liais\w+ with) (?:(?:the|a|an|other|all|and|experienced|our) )*$",
    re.IGNORECASE,
)
"""Before the name of a profession: it is somebody else's."""
HELD = re.compile(
    r"regist(?:er|rat)|licen[sc]|certified|qualified|chartered|accredit|examiniert|ausbildung"
    r"|abgeschlossen|diplom|título|titulación",
    re.IGNORECASE,
)
"""What makes the name of a profession that of its licence."""
ASSISTANT = re.compile(
    r"\b(?:assistant|aide|trainee|student|apprentice|recruit\w+|support|helper|secretary|pre-?reg)",
    re.IGNORECASE,
)
"""In a title beside a profession: the job does not need its licence."""
EMPLOYER = re.compile(
    r"^\W*(?:we|our)\b(?! (?:\w+ )?(?:need|require|are looking|are seeking|seek|ask|expect))"
    r"|(?:we are|are|is|been) (?:proud|accredited|awarded|certified|registered (?:charity|in))"
    r"|achieve \d|accredited to|programme is",
    re.IGNORECASE,
)
"""The employer speaks of itself."""
DEMANDED = re.compile(
    rf"{MUST.pattern}|qualifications?\s?:|educated|\bhold|qualified"
    r"|\bregistered\b(?! (?:charity|in|office|no|number))|degree in",
    MUST.flags,
)
"""What makes a demand even of a sentence that is mostly boilerplate."""
LEAD = re.compile(
    r"(?:or|and/or|,|/|\(|\)|and|qualified|certified|certification|the|an?|\s|[“”\"])*"
)
WISHED = re.compile(r"preferential|highly regarded", re.IGNORECASE)


def statements(text: str) -> Iterator[str]:
    for part in BREAK.split(text):
        flat = " ".join(part.split())
        if flat:
            yield flat


def is_alternative(statement: str, before: Named, after: Named) -> bool:
    """Whether one of two names will do: "ACA or ACCA", "CPA / CA", "ACA, ACCA or CIMA"."""
    between = statement[before.end : after.start]
    if not LEAD.fullmatch(between.lower()):
        return False
    rest = statement[after.start : after.end + NEAR]
    return bool(re.search(r"\bor\b|/", between) or ("," in between and re.search(r"\bor\b", rest)))


def is_asked(statement: str, one: Named, section: str) -> bool:
    """Whether a name is that of something the reader should hold."""
    before = statement[max(0, one.start - NEAR) : one.start]
    around = before + statement[one.start : one.end + NEAR]
    if section == "title":
        return not ASSISTANT.search(statement)
    if one.is_profession and not HELD.search(statement[max(0, one.start - 40) : one.end + 40]):
        return False
    if OTHERS.search(before):
        return False
    asks = section in ("must", "nice")
    if is_known_only(one, before, around):
        return asks
    words = len(statement.split())
    if one.is_short and not CUE.search(around):
        shouts = statement.isupper() and words > SHORT_ITEM
        beside = sum(1 for _ in find_names(around)) > 1
        return asks and (words <= SHORT_ITEM or beside) and not shouts
    return asks or bool(CUE.search(around))


def is_known_only(one: Named, before: str, around: str) -> bool:
    """Whether a statement asks for knowledge of what a certificate is about: who holds the
    certificate has the best proof of it, but it is not demanded."""
    is_subject = one.row.is_subject or bool(KNOWLEDGE.search(before))
    return is_subject and not CERTIFIED.search(around)


def demand(statement: str, start: int, end: int, section: str) -> str:
    """must, nice, or "" if what stands at [start, end) of a statement is not asked for."""
    if section == "title":
        return "must"
    rest = re.split(r",\s+(?:preferably|ideally)", statement[end:])[0]
    before = statement[max(0, start - NEAR) : start]
    around = f"{before}{statement[start:end]}{rest[:NEAR]}"
    if EMPLOYER.search(statement[:start]) or (LATER.search(before) and not EITHER.search(before)):
        return ""
    whole = f"{statement[:end]}{rest}" if len(statement) <= SHORT else around
    wished = NICE.search(WAIVED.sub(" ", whole)) or re.search(
        r"preferential|ideally|highly regarded", around, re.I
    )
    if WAIVED.search(around):
        return "nice" if wished else ""
    if section == "boilerplate" and not DEMANDED.search(around):
        return ""
    elsewhere = NICE.search(statement) and not wished
    return "nice" if wished or (section == "nice" and not elsewhere) else "must"
