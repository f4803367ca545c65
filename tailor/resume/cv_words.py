"""Words by which the readers of CVs know jobs, employers, schools and degrees, in any language.

Both the importers and the form parser of the ATS check use them. Neither what prints a page nor
what compares it with its texts does.
"""

import re
from collections.abc import Iterable

from tailor.files import lazy_pattern
from tailor.i18n import load_table
from tailor.resume.dates import fold_accents


def foreign(key: str) -> str:
    """The inside of a regular expression for other languages than English."""
    return load_table("cv_words.toml")["any"][key]


def any_of(texts: Iterable[str]) -> str:
    """One of these texts, with or without accents, the longest first."""
    every = {re.escape(form).replace("'", "['’]") for t in texts for form in (t, fold_accents(t))}
    return "|".join(sorted(every, key=lambda form: (-len(form), form)))


JOB = lazy_pattern(
    r"\b(?:engineers?|developers?|programmers?|managers?|directors?|analysts?|nurses?|teachers?|"
    r"lecturers?|professors?|assistants?|assistantship|associates?|consultants?|interns?|"
    r"internship|trainees?|apprentices?|technicians?|designers?|architects?|scientists?|"
    r"researchers?|fellows?|officers?|administrators?|coordinators?|specialists?|leads?|leader|"
    r"head|chief|president|accountants?|auditors?|lawyers?|attorneys?|paralegals?|clerks?|"
    r"drivers?|mechanics?|electricians?|plumbers?|welders?|machinists?|supervisors?|"
    r"representatives?|instructors?|tutors?|postdoc\w*|founders?|co-founders?|owner|volunteers?|"
    r"chair|editors?|reviewers?|therapists?|physicians?|pharmacists?|chefs?|cooks?|secretary|"
    r"advis[eo]rs?|agents?|planners?|operators?|trainers?|strategists?|writers?|students?|"
    r"superintendent|cashiers?|buyers?|recruiters?|librarians?|journalists?|translators?|"
    r"surveyors?|c[etfio]o|vp|paramedics?|midwi\w+|caregivers?|aides?|educators?|principal|dean|"
    r"partner|counsel|clinicians?|practitioners?|member|staff|freelance\w*|contractor|scrum|"
    r"sales\w+|thesis|sergeant|captain|mentor|coach|foreman|inspector|dispatcher|bookkeeper|"
    r"surgeon|dentist|veterinarian|psychologist|counsell?or|registrar|curator|producer|"
    rf"photographer|artist|musician|authors?|maintainers?|contributors?|{foreign('titles')})\b",
    re.IGNORECASE,
)
ORGANISATION = lazy_pattern(
    r"\b(?:inc|llc|llp|ltd|plc|gmbh|ag|kg|corp|corporation|company|co|pvt|group|labs?|"
    r"laborator\w+|bank|foundation|association|department|dept|hospital|clinic|council|ministry|"
    r"agency|services|systems|technologies|partners|solutions|institut\w*|universit\w*|college|"
    r"school|academy|s\.?a\.?|b\.?v\.?|oy|ab|as|srl|spa|society|center|centre|medical|health|"
    r"software|studio|studios|consulting|industries|museum|army|navy|police|government|"
    r"district|authority|logistics|analytics|energy|insurance|airlines|hotel|restaurant|"
    r"works|mills?|farm|bakery|shop|store|factory|limited|theatre|theater|airport|railways?|trust|"
    r"nhs|charity|club|church|press|gallery|pharmacy|holding|networks|capital|ventures|factory|"
    r"s\.r\.o|a\.s|n\.v|s\.l|s\.p\.a|ооо|pte|pty|"
    rf"{foreign('organisations')})\b",
    re.IGNORECASE,
)
SCHOOL = lazy_pattern(
    r"universit|college|school|institut|academy|polytechnic|lyceum|faculty|"
    r"akademi|skola\b|skole\b|szkoł|uczelni|fachschule|berufskolleg|technikum|\bIFSI\b|\bCFA\b|"
    r"vidyalaya|vidyapeeth|colegio|facult|academia|uniwersytet|univerzit|yliopisto|"
    rf"\b(?:ETH|MIT|UCLA|EPFL|TU|IIT|NIT|KIT|ITI|IES|IUT|UAM|UPM|HEC)\b|{foreign('schools')}",
    re.IGNORECASE,
)
DEGREE = lazy_pattern(
    r"bachelor|master|doctor|degree|\b(?:minor|major) in|associate of|certificate|"
    rf"{foreign('degrees')}|\b(?:[BM]\.?\s?(?:Sc|S|A|Eng|Ed|Tech|BA|Phil|Com|Arch)\b\.?|"
    r"Ph\.?\s?D|LL\.?[BM]|J\.?D\b|M\.?D\b|(?:MBA|DNP|BSN|MSN|GED|ADN)\b|A\.A\.S?|postdoc)",
    re.IGNORECASE,
)
