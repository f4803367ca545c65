"""Words of a CV: section titles, towns and places, what is personal."""

import re
from collections.abc import Iterator
from functools import cache

from tailor.files import load_towns
from tailor.i18n import load_table
from tailor.resume.cv_words import JOB, ORGANISATION, foreign
from tailor.resume.dates import fold_accents, words_of

NAMED = re.compile(r"^(?:university of|(?:indian|national) institute of)\b", re.IGNORECASE)
"""Names of schools of which the town behind them is a part."""
BRACKETS = re.compile(r"^(?P<name>.*\S)\s*\((?P<place>[^()]+)\)$")


def is_town(text: str) -> bool:
    """Whether it is the name of a town, and nothing else."""
    return bool(text) and text.strip() in load_towns()


def split_town(text: str) -> tuple[str, str]:
    """A name and the town behind it: ("Acme GmbH", "Kassel") of "Acme GmbH, Kassel"."""
    name, comma, last = text.rpartition(", ")
    if comma and is_town(last) and not NAMED.match(name):
        return name, last
    return text, ""


KINDS = (
    *("work", "education", "skills", "projects", "publications", "awards", "certificates"),
    *("languages", "interests", "references", "volunteer", "summary", "contact", "personal"),
    "custom",
)
"""What a section can be; "personal" holds what no CV of today prints, such as a birth date."""
SCORE = re.compile(
    rf"\b(?:C?GPA|grade|average|score|percentage|honou?rs|{foreign('scores')})\b", re.IGNORECASE
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
PLACES = load_table("countries.toml")
COUNTRIES = {name: code for code, names in PLACES["countries"].items() for name in names}
"""Country -> its code (ISO 3166-1)."""
STATES = frozenset(PLACES["states"]["codes"].split())
STATE_NAMES = frozenset(PLACES["states"]["names"].split("|"))
DASHED_PLACE = re.compile(r"^(?P<name>\S.{0,200}?)\s{1,9}[–—-]\s+(?P<place>[^–—]+)$")
REMOTE = re.compile(r"remote|hybrid|on-?site", re.IGNORECASE)
ENDING = re.compile(
    r"(?<=\w{5})(?:er|ar|or)(?:na|ne|s)?$|(?<=\w{4})(?:[aeiouns]{1,9}|[аеиоуыэюяьй]{1,9})$|(?<=\w{3})s$"
)
"""What plural and case change at the end of a word."""
SKIP = re.compile(r"^\s*(?:\d{1,2}|[IVX]{1,4}|[A-Za-z])[.)]\s+|\([^()]*\)")
"""The number of a section, and remarks in its title."""


def word_stems(title: str) -> tuple[str, ...]:
    """The words of a title without accents, case, plural and apostrophes."""
    return tuple(ENDING.sub("", word) for word in bare_words(title))


def bare_words(title: str) -> tuple[str, ...]:
    """The words of a title without accents, case and apostrophes."""
    plain = SKIP.sub(" ", title).casefold().translate(LETTERS)
    plain = re.sub(r"(?<=\w)-(?=\w)", "", plain)
    return tuple(re.findall(r"[^\W_]+", fold_accents(plain)))


LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "&": " and "})


def listed_titles() -> Iterator[tuple[str, str]]:
    """Every section title of the tables and its kind."""
    for table in load_table("cv_words.toml").values():
        for kind in KINDS:
            for title in filter(None, table.get(kind, "").split("|")):
                if not title.startswith("*"):
                    yield title, kind
    for titles in load_table("section_titles.toml").values():
        for kind, title in titles.items():
            if kind != "courses":
                yield title, kind


@cache
def known_titles() -> dict[tuple[str, ...], str]:
    """The stems of section titles of more than one word, and of single ones -> kind."""
    kinds: dict[tuple[str, ...], str] = {}
    for title, kind in listed_titles():
        kinds.setdefault(word_stems(title), kind)
    return kinds


@cache
def exact_titles() -> dict[tuple[str, ...], str]:
    """The words of section titles, as written in the tables -> kind.

    They come before the stems: French "cursus" and Dutch "cursussen" share theirs.
    """
    kinds: dict[tuple[str, ...], str] = {}
    for title, kind in listed_titles():
        kinds.setdefault(bare_words(title), kind)
    return kinds


@cache
def joined_titles() -> dict[str, str]:
    """The characters of section titles without spaces -> the title in capitals."""
    return {"".join(bare_words(title)): title.upper() for title, _ in listed_titles()}


FEWEST_LETTERS = 4
"""Pieces of a line in spaced letters."""


def begins_with_title(text: str) -> int:
    """Characters of the first word of a title of two words, if it is a title by itself."""
    first, _, second = text.partition(" ")
    return len(first) if second and section_kind(first) else 0


def has_spaced_letters(text: str) -> bool:
    """Whether a line is set in spaced letters: a few pairs may have no space between them, as in
    "P RO F E S S I O N A L"."""
    pieces = text.split(" ")
    singles = sum(len(piece) == 1 for piece in pieces)
    if len(pieces) < FEWEST_LETTERS or 4 * singles < 3 * len(pieces):
        return False
    return all(len(piece) in (1, 2) and (piece.isalnum() or piece in "'’&") for piece in pieces)


def join_letters(text: str) -> str:
    """A line in spaced letters as the title that it is, else as one word."""
    plain = text.replace(" ", "")
    listed = joined_titles().get("".join(bare_words(plain)), "")
    return split_section_title(plain) or listed or split_job_title(plain) or plain


def split_section_title(plain: str) -> str:
    """A title without spaces as one or two words that make a title of a section, or nothing."""
    pairs = sorted(split_words(plain), key=begins_with_title, reverse=True)
    return next((words for words in (plain, *pairs) if section_kind(words)), "")


def split_job_title(plain: str) -> str:
    """A title without spaces as two words, of which the second names a job, or nothing."""
    return next((pair for pair in split_words(plain) if is_title(pair.split()[1])), "")


def split_words(plain: str) -> list[str]:
    """A word as two words, in each way that leaves at least three characters of both."""
    return [f"{plain[:index]} {plain[index:]}" for index in range(3, len(plain) - 2)]


@cache
def compound_endings() -> tuple[tuple[str, str], ...]:
    """The ends of compound words -> kind."""
    return tuple(
        (word_stems(word)[0], kind)
        for kind in KINDS
        for word in words_of(kind)
        if word.startswith("*")
    )


@cache
def filler_stems() -> frozenset[str]:
    """The stems of words that may be next to those that say what a section is."""
    return frozenset(stem for text in words_of("fillers") for stem in word_stems(text))


def word_kind(stem: str, word: str = "") -> str:
    """The kind of section that one word announces, "" if none."""
    if exact := exact_titles().get((word,)):
        return exact
    if kind := known_titles().get((stem,)):
        return kind
    return next((kind for end, kind in compound_endings() if stem.endswith(end)), "")


def section_kind(heading: str) -> str:
    """The kind of section that a heading announces, or "" if it is none that is known.

    Remarks in brackets do not count; all other words must be known.
    """
    written, plain = bare_words(heading), word_stems(heading)
    if known_kind := exact_titles().get(written) or known_titles().get(plain):
        return known_kind
    if "-" in heading and (known_kind := section_kind(heading.replace("-", " "))):
        return known_kind
    if not plain or len(plain) > 8 or len(heading) > 80:
        return ""
    both = tuple(zip(plain, written, strict=True))
    kinds = [
        kind
        for stem, word in both
        if (kind := word_kind(stem, word)) and (kind in WEAK or stem not in filler_stems())
    ]
    if not all(word_kind(stem, word) or stem in filler_stems() for stem, word in both):
        return "work" if is_kind_of_experience(heading, plain) else kind_of_half(heading)
    return best_kind(plain, kinds)


HALVES = re.compile(
    r"\s(?:&|and|und|et|y|e|ed|en|og|och|a|ve|и|(?-i:i))\s|\s?/\s?|,\s", re.IGNORECASE
)
"""What joins two things in a title."""


def kind_of_half(heading: str) -> str:
    """The kind that one of two things in a title announces: "Licensure & Certifications"."""
    halves = HALVES.split(heading)
    long = len(halves) != 2 or len(heading.split()) > 6
    if long or not heading.strip()[:1].isupper() or is_duties(heading) or is_title(heading):
        return ""
    kinds = [kind for kind in map(section_kind, halves) if kind and kind not in WEAK]
    return next(iter(kinds), "")


def is_kind_of_experience(heading: str, plain: tuple[str, ...]) -> bool:
    """Whether a title says in one word of which kind the jobs below are: "Flying Experience"."""
    telling = [
        stem for stem in plain if stem not in filler_stems() or stem in (plain[0], plain[-1])
    ]
    experience_words = {stem for word in words_of("experience") for stem in word_stems(word)} & {
        plain[0],
        plain[-1],
    }
    other_sense = {stem for word in words_of("no_experience") for stem in word_stems(word)} & set(
        plain
    )
    named = other_sense or JOB.search(heading)
    return (
        bool(experience_words) and len(telling) == 2 and not named and heading.strip()[:1].isupper()
    )


WEAK = ("contact", "custom", "work", "volunteer", "summary", "personal")


def best_kind(plain: tuple[str, ...], kinds: list[str]) -> str:
    """Of several kinds in one title the most telling one."""
    if "languages" in kinds and word_stems("programming")[0] in plain:
        return "skills"
    if "summary" in kinds and (len(set(kinds)) == 1 or word_kind(plain[-1]) == "summary"):
        return "summary"
    telling = [kind for kind in kinds if kind not in WEAK]
    if telling:
        return telling[0]
    if set(kinds) == {"contact"} and len(plain) > 1 and "contact" not in plain:
        return "custom"
    for kind in ("volunteer", "work", "custom", "contact", "summary", "personal"):
        if kind in kinds:
            return kind
    return ""


@cache
def duty_titles() -> frozenset[tuple[str, ...]]:
    """The stems of lines that say that what was done follows, such as "Responsibilities:"."""
    return frozenset(word_stems(text) for text in words_of("duties"))


def is_duties(text: str) -> bool:
    """Whether a line says nothing but that what was done follows."""
    plain = word_stems(text)
    duty_stems = [(stem,) in duty_titles() for stem in plain]
    all_known = all(
        is_said or stem in filler_stems() for is_said, stem in zip(duty_stems, plain, strict=True)
    )
    ended = text.rstrip().endswith(":") or sum(duty_stems) > 1
    return plain in duty_titles() or (all_known and ended and 1 < len(plain) < 6 and duty_stems[-1])


@cache
def cv_titles() -> frozenset[tuple[str, ...]]:
    """The stems of what a CV is called."""
    return frozenset(map(word_stems, foreign("papers").split("|")))


def is_paper(text: str) -> bool:
    """Whether a text says nothing but that this is a CV."""
    return word_stems(text) in cv_titles()


ROLES = {
    **{
        "position": "title",
        "degree": "title",
        "employer": "organisation",
        "school": "organisation",
    },
    **{"period": "date", "year": "date", "place": "place", "score": "score", "board": "board"},
}
"""Key of `cv_words.toml` -> what follows its labels, or below them in a table."""


@cache
def labels_known() -> dict[tuple[str, ...], str]:
    """The stems of a label -> what follows it."""
    roles: dict[tuple[str, ...], str] = {}
    for key, role in ROLES.items():
        for text in words_of(key):
            roles.setdefault(word_stems(text), role)
    return roles


def role_of(label: str) -> str:
    """What follows a label: title, organisation, date, place, score, board; "" if unknown."""
    if len(label) >= 60:
        return ""
    plain = word_stems(label)
    small = label_fillers()
    rest = tuple(stem for stem in plain if stem not in small)
    return labels_known().get(plain) or labels_known().get(rest, "")


@cache
def label_fillers() -> frozenset[str]:
    """The stems of words that may be next to a label: "name of the employer"."""
    return frozenset(word_stems(foreign("label_fillers")))


WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:[-’'.][^\W\d_]+)*(?!\w)")
WOMEN = (
    *(("in", ""), ("innen", ""), ("ka", ""), ("a", "o"), ("a", ""), ("e", ""), ("ne", "")),
    *(("rice", "eur"), ("rice", "ore"), ("euse", "eur"), ("ere", "er"), ("iera", "iere")),
    *(("s", ""), ("es", ""), ("e", "er"), ("er", "")),
)
"""Ends of the other forms of the name of a job, and what they stand for in that of the tables."""


@cache
def job_names() -> frozenset[str]:
    """The words that name a job in any language, without accents."""
    return frozenset(map(fold_accents, words_of("jobs")))


@cache
def word_endings(key: str) -> tuple[str, ...]:
    """The ends of compound words of a kind, without accents."""
    return tuple(map(fold_accents, words_of(key)))


@cache
def is_job_name(word: str) -> bool:
    """Whether a word names a job: "Stolarz", "Standardiste", "Truckförare"."""
    plain = fold_accents(word)
    forms = [plain, *(plain[: -len(end)] + new for end, new in WOMEN if plain.endswith(end))]
    names, ends = job_names(), word_endings("job_endings")
    compound = any(form.endswith(ends) and len(form) > SHORTEST_COMPOUND for form in forms)
    return compound or any(form in names or JOB.fullmatch(form) for form in forms)


SHORTEST_COMPOUND = 8
"""Letters of a word that is more than one of the endings."""


AGENT = re.compile(
    r"(?:er|or|ist|ian|smith|wright|erin|mann|frau|kraft|eur|euse|rice|ier|ière|iste|ien|ienne|"
    r"ora|ero|era|ista|tore|aio|aia|arz|czka|nik|lärare|mester|ka)$"
)
"""How words end that name somebody who does something: weak evidence."""


def is_title(text: str) -> bool:
    """Whether it looks like what someone is or does, not where."""
    return bool(JOB.search(text)) or any(map(is_job_name, WORD.findall(text)))


@cache
def employer_names() -> frozenset[str]:
    """The words that stand in names of employers, without accents."""
    return frozenset(map(fold_accents, words_of("employers")))


@cache
def is_employer_name(word: str) -> bool:
    """Whether a word stands in names of employers: "Zimmerei", "Sklep", "Planungsbüro"."""
    plain = fold_accents(word)
    compound = plain.endswith(word_endings("employer_endings"))
    return plain in employer_names() or (compound and len(plain) > SHORTEST_COMPOUND)


def is_organisation(text: str) -> bool:
    return bool(ORGANISATION.search(text)) or any(map(is_employer_name, WORD.findall(text)))


def is_place(text: str) -> bool:
    """Such as "Munich, Germany", "Seattle, WA", "Remote"."""
    if REMOTE.fullmatch(text.split("(")[0].strip()):
        return True
    if DASHED_PLACE.match(text):
        return False
    bracketed = BRACKETS.match(text)
    if bracketed and bracketed["place"] in COUNTRIES and is_town(bracketed["name"]):
        text = ", ".join(bracketed.groups())
    parts = [part.strip() for part in text.split(",")]
    ends_with_country = parts[-1] in COUNTRIES and len(parts) == 3
    if len(parts) == 3 and not (ends_with_country and (parts[1] in STATES or is_town(parts[0]))):
        return False
    if not 1 <= len(parts) <= 3 or any(letter.isdigit() for letter in text):
        return False
    if parts[-1] in COUNTRIES:
        return not is_organisation(text)
    return len(parts) > 1 and parts[-1] in STATES and not is_organisation(parts[0])


def is_region(text: str) -> bool:
    """Whether a text in brackets behind a town says where that is: "Austria", "A"."""
    return text in COUNTRIES or text in STATES or bool(re.fullmatch(r"[A-Z]{1,2}", text))


def split_place(text: str) -> tuple[str, str]:
    """A name and the place behind it: ("Acme", "Pune, India") of "Acme, Pune, India"."""
    bracketed = BRACKETS.match(text)
    if bracketed and is_region(bracketed["place"]) and ", " in bracketed["name"]:
        name, _, town = text.rpartition(", ")
        return (name, town) if town[:1].isupper() and not is_title(town) else (text, "")
    if bracketed and (is_place(bracketed["place"]) or is_town(bracketed["place"])):
        return bracketed["name"], bracketed["place"]
    dashed = DASHED_PLACE.match(text)
    if dashed and (is_place(dashed["place"]) or is_town(dashed["place"])):
        return dashed["name"], dashed["place"]
    parts = text.split(", ")
    if len(parts) < 2 or not (parts[-1] in COUNTRIES or parts[-1] in STATES):
        return split_town(text)
    size = 2 if len(parts) > 2 and not is_organisation(parts[-2]) else 1
    if size == 1 and parts[-1] in STATES and parts[-1] not in COUNTRIES:
        return text, ""
    return ", ".join(parts[:-size]), ", ".join(parts[-size:])


@cache
def personal_pattern() -> re.Pattern[str]:
    """A line about a person that no CV of today prints: "Date of birth: ...", "42 ans, marié"."""
    labels = "|".join(sorted(map(re.escape, words_of("personal_labels")), key=len, reverse=True))
    born = "|".join(
        re.escape(word) for word in words_of("personal_labels") if BORN.match(fold_accents(word))
    )
    ages = "|".join(map(re.escape, words_of("ages")))
    age = rf"[1-9]\d (?:{ages})\s*(?:[,;|/·•]|$)"
    pattern = rf"^\W*(?:(?:{labels})\s*(?:[:=–-]|\t|\s*$)|(?:{born})\b|{age})"
    return re.compile(pattern.replace("'", "['’]"), re.IGNORECASE)


BORN = re.compile(
    r"born|geb|ne\b|nee|nat[oa]|nacid|date of b|d\.?o\.?b|fecha de n|data de n|data di n|fodt|fodd"
)
"""How the labels begin that need no colon behind them."""


@cache
def status_pattern() -> re.Pattern[str]:
    """A part of a line that only says how old a person is, whether married, or a pronoun."""
    ages = "|".join(map(re.escape, words_of("ages")))
    pronouns = r"\(?(?:she|he|they|sie|er|elle|il)/\w{2,6}(?:/\w{2,6})?\)?"
    return re.compile(rf"[1-9]\d (?:{ages})|(?:{foreign('marital')})|{pronouns}", re.IGNORECASE)


def is_personal(text: str) -> bool:
    """Whether a line says what no CV of today prints: an age, a religion, a marital status."""
    parts = [part.strip() for part in PARTS.split(text)]
    short = len(parts) <= MOST_PARTS and all(len(part.split()) <= 3 for part in parts)
    count = sum(bool(status_pattern().fullmatch(part)) for part in parts) if short else 0
    return bool(personal_pattern().match(text)) or 2 * count > len(parts)


def without_status(text: str) -> str:
    """A label without an age, a marital status or a pronoun: "Chef" of "Chef, she/her"."""
    parts = text.split(", ")
    return ", ".join(part for part in parts if not status_pattern().fullmatch(part.strip()))


PARTS = re.compile(r"[,;|·•\t]|\s/\s")
MOST_PARTS = 6
"""Parts of a line with personal data."""
