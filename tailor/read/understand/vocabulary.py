"""Words by which the parts of a CV are told apart."""

import re
from functools import cache

from tailor.read.understand import tongues
from tailor.read.understand.towns import BRACKETS, is_town, split_town
from tailor.words import table

KINDS = {
    "work": "experience experiences employment employments career work internship internships "
    "positions position appointments history jobs",
    "education": "education educational studies qualifications degrees",
    "skills": "skills skill technologies competencies competences toolkit tools expertise "
    "proficiencies stack abilities strengths",
    "projects": "projects project",
    "publications": "publications publication papers articles bibliography preprints",
    "awards": "awards award honors honours achievements fellowships scholarships prizes "
    "distinctions grants recognition",
    "certificates": "certifications certification certificates licenses licences credentials",
    "languages": "languages",
    "interests": "interests hobbies",
    "references": "references referees",
    "volunteer": "volunteering volunteer",
    "summary": "summary profile objective overview about biography",
    "contact": "contact details information",
    "custom": "patents patent talks presentations teaching service services activities "
    "memberships affiliations leadership courses coursework training conferences workshops "
    "supervision outreach media press exhibitions research extracurricular extracurriculars "
    "community thesis theses involvement participation",
}
"""Words of which at least one stands in the title of a section of each kind."""

FILLERS = frozenset(
    re.findall(
        r"\S+",
        """
a and of the for in my me other additional selected relevant professional academic technical
personal undergraduate graduate postgraduate extra curricular co core key recent related
invited open source industry industrial clinical teaching research volunteer volunteering
community service work job executive career military field practical leadership programming
computer software soft hard it digital areas area statement peer reviewed conference journal
book books chapters patents training public speaking engagements foreign spoken social main
summary top key
""",
    )
)
"""Words that may stand beside them."""

JOB = re.compile(
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
    rf"photographer|artist|musician|authors?|maintainers?|contributors?|{tongues.TITLES})\b",
    re.IGNORECASE,
)
ORGANISATION = re.compile(
    r"\b(?:inc|llc|llp|ltd|plc|gmbh|ag|kg|corp|corporation|company|co|pvt|group|labs?|"
    r"laborator\w+|bank|foundation|association|department|dept|hospital|clinic|council|ministry|"
    r"agency|services|systems|technologies|partners|solutions|institut\w*|universit\w*|college|"
    r"school|academy|s\.?a\.?|b\.?v\.?|oy|ab|as|srl|spa|society|center|centre|medical|health|"
    r"software|studio|studios|consulting|industries|museum|army|navy|police|government|"
    r"district|authority|logistics|analytics|energy|insurance|airlines|hotel|restaurant|"
    rf"{tongues.ORGANISATIONS})\b",
    re.IGNORECASE,
)
SCHOOL = re.compile(
    r"universit|college|school|institut|academy|polytechnic|lyceum|faculty|"
    rf"\b(?:ETH|MIT|UCLA|EPFL|TU|IIT|NIT|KIT)\b|{tongues.SCHOOLS}",
    re.IGNORECASE,
)
DEGREE = re.compile(
    r"bachelor|master|doctor|degree|\b(?:minor|major) in|associate of|certificate|"
    rf"{tongues.DEGREES}|\b(?:[BM]\.?\s?(?:Sc|S|A|Eng|Ed|Tech|BA|Phil|Com|Arch)\b\.?|"
    r"Ph\.?\s?D|MBA|LL\.?[BM]|J\.?D\b|M\.?D\b|DNP|BSN|MSN|GED|ADN|A\.A\.S?|postdoc)",
    re.IGNORECASE,
)
SCORE = re.compile(
    rf"\b(?:C?GPA|grade|average|score|percentage|honou?rs|{tongues.SCORES})\b", re.IGNORECASE
)
HONOURS = re.compile(
    r"^(?:with )?(?:(?:first|second|upper|lower|third)[ -]class|"
    r"(?:summa |magna |insigni )?cum laude|(?:high )?distinction$|merit$|"
    r"mention (?:très )?(?:assez )?bien|sehr gut|mit auszeichnung)",
    re.IGNORECASE,
)
"""A grade in words."""
COURSES = re.compile(r"((?:\w+ )?(?:courses?|coursework|modules|subjects))\s*:\s*", re.IGNORECASE)

COMMON = frozenset(
    re.findall(
        r"[^|]+",
        "experience|work experience|professional experience|employment|employment history|"
        "education|skills|technical skills|projects|summary|publications|awards|certifications|"
        "references|interests|hobbies|volunteering|volunteer experience|profile",
    )
)
"""Titles that nothing but a section has."""

ACTION = re.compile(
    r"^(?!(?:advanced|certified|applied|united|registered|distributed|embedded|allied|licensed|"
    r"federated|automated|integrated|related|selected|chartered|limited|shared)\b)"
    r"(?:\w{3,}ed|led|built|made|ran|wrote|taught|drove|won|cut|grew|kept|oversaw|held|sold|gave|"
    r"took|brought|spoke|began|set|responsible)\s+(?:\S+\s+){2,}\S+$",
    re.IGNORECASE,
)
"""A line that says what was done."""

COUNTRIES = {
    name.replace("_", " "): code
    for code, names in (
        row.split("=")
        for row in """US=USA US U.S.A. United_States United_States_of_America
        GB=UK U.K. United_Kingdom England Scotland Wales Great_Britain|DE=Germany Deutschland
        IN=India|FR=France|ES=Spain España|IT=Italy Italia|PT=Portugal|NL=Netherlands
        BE=Belgium|CH=Switzerland Schweiz|AT=Austria Österreich|SE=Sweden|NO=Norway|DK=Denmark
        FI=Finland|IE=Ireland|PL=Poland|CZ=Czechia Czech_Republic|SK=Slovakia|HU=Hungary
        RO=Romania|BG=Bulgaria|GR=Greece|TR=Turkey Türkiye|UA=Ukraine|RU=Russia|CA=Canada
        MX=Mexico México|BR=Brazil Brasil|AR=Argentina|CL=Chile|CO=Colombia|PE=Peru|AU=Australia
        NZ=New_Zealand|JP=Japan|CN=China|HK=Hong_Kong|TW=Taiwan|KR=South_Korea Korea|SG=Singapore
        MY=Malaysia|TH=Thailand|VN=Vietnam|PH=Philippines|ID=Indonesia|PK=Pakistan|BD=Bangladesh
        LK=Sri_Lanka|NP=Nepal|AE=UAE United_Arab_Emirates|SA=Saudi_Arabia|QA=Qatar|IL=Israel
        EG=Egypt|ZA=South_Africa|NG=Nigeria|KE=Kenya|GH=Ghana|MA=Morocco|EE=Estonia|LV=Latvia
        LT=Lithuania|SI=Slovenia|HR=Croatia|RS=Serbia|IS=Iceland|LU=Luxembourg|MT=Malta""".replace(
            "\n", "|"
        ).split("|")
    )
    for code, names in [(code.strip(), names)]
    for name in names.split()
}
"""Country -> its code (ISO 3166-1)."""

STATES = frozenset(
    re.findall(
        r"\S+",
        """
AL AK AZ AR CA CO CT DC DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ
NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AB BC MB NB NL NS ON PE QC SK NSW
VIC QLD
""",
    )
)
REMOTE = re.compile(r"remote|hybrid|on-?site", re.IGNORECASE)


@cache
def known_titles() -> dict[str, str]:
    """Section title in lower case -> kind, in every language that tailor has titles for."""
    others = {one: kind for kind, text in tongues.SECTIONS.items() for one in text.split("|")}
    return others | {
        title.casefold(): kind
        for titles in table("section_titles.toml").values()
        for kind, title in titles.items()
        if kind != "courses"
    }


@cache
def kind_words() -> dict[str, str]:
    """Word -> kind."""
    return {word: kind for kind, text in KINDS.items() for word in text.split()}


def section_kind(heading: str) -> str:
    """The kind of section that a heading announces, or "" if it is none that is known.

    Words in parentheses do not count; all others must be known.
    """
    bare = re.sub(r"\([^()]*\)", " ", heading).strip(" :.-–—")
    plain = re.sub(r"[^\w' ]+", " ", bare.casefold().replace("-", "")).split()
    bare = bare.replace("’", "'")
    known = known_titles().get(" ".join(plain)) or known_titles().get(bare.casefold())
    if known:
        return known
    if not plain or len(plain) > 8 or not all(w in kind_words() or w in FILLERS for w in plain):
        return ""
    kinds = [kind_words()[word] for word in plain if word in kind_words()]
    return best_kind(plain, kinds)


WEAK = ("contact", "custom", "work", "volunteer", "summary")


def best_kind(plain: list[str], kinds: list[str]) -> str:
    """Of several kinds in one title the most telling one."""
    if "languages" in kinds and "programming" in plain:
        return "skills"
    if "summary" in kinds and (len(set(kinds)) == 1 or plain[-1] in KINDS["summary"].split()):
        return "summary"
    telling = [kind for kind in kinds if kind not in WEAK]
    if telling:
        return telling[0]
    for kind in ("volunteer", "work", "custom", "contact", "summary"):
        if kind in kinds:
            return kind
    return ""


def is_title(text: str) -> bool:
    """Whether it looks like what someone is or does, not where."""
    return bool(JOB.search(text))


def is_organisation(text: str) -> bool:
    return bool(ORGANISATION.search(text))


def is_place(text: str) -> bool:
    """Such as "Munich, Germany", "Seattle, WA", "Remote"."""
    if REMOTE.fullmatch(text.split("(")[0].strip()):
        return True
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 3 and not (parts[1] in STATES and parts[2] in COUNTRIES):
        return False
    if not 1 <= len(parts) <= 3 or any(letter.isdigit() for letter in text):
        return False
    if parts[-1] in COUNTRIES:
        return not is_organisation(text)
    return len(parts) > 1 and parts[-1] in STATES and not is_organisation(parts[0])


def split_place(text: str) -> tuple[str, str]:
    """A name and the place behind it: ("Acme", "Pune, India") of "Acme, Pune, India"."""
    bracketed = BRACKETS.match(text)
    if bracketed and (is_place(bracketed["place"]) or is_town(bracketed["place"])):
        return bracketed["name"], bracketed["place"]
    parts = text.split(", ")
    if len(parts) < 2 or not (parts[-1] in COUNTRIES or parts[-1] in STATES):
        return split_town(text)
    size = 2 if len(parts) > 2 and not is_organisation(parts[-2]) else 1
    if size == 1 and parts[-1] in STATES and parts[-1] not in COUNTRIES:
        return text, ""
    return ", ".join(parts[:-size]), ", ".join(parts[-size:])
