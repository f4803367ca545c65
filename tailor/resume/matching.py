"""Which entries, skills and lines of two masters are the same."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tailor.i18n import load_table
from tailor.sandbox.lazy_imports import NEEDLESS, skip_unused_modules

LEGAL = {
    *("inc", "llc", "llp", "ltd", "plc", "gmbh", "ag", "kg", "corp", "co", "pvt", "company"),
    *("corporation", "limited", "sa", "bv", "oy", "ab", "srl", "spa", "the", "and", "of", "for"),
}
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
MONTH = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?")
NEAR = 0.55
"""Cosine of character n-grams from which two sentences say the same."""
NAME_SIMILARITY = str.maketrans("“”„’‘–—", '"""\'\'--')
Similar = Callable[[str, str], float]


def normalise_typing(text: str) -> str:
    """A text without what people type in two ways: case, quotes, dashes, a full stop at the end."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(NAME_SIMILARITY)
    return " ".join(folded.split()).rstrip(" .;,")


def normalise_letters(text: str) -> str:
    """Letters and digits in lower case, without accents."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(
        re.findall(r"[^\W_]+", "".join(c for c in bare if not unicodedata.combining(c)))
    )


def telling_words(name: str) -> frozenset[str]:
    """The telling words of a name of an organisation."""
    words = frozenset(normalise_letters(name).split())
    return words - LEGAL or words


def same_name(left: str, right: str) -> bool:
    """Whether the words of one name are all in the other."""
    first, second = telling_words(left), telling_words(right)
    return bool(first and second) and (first <= second or second <= first)


def sorted_figures(text: str) -> tuple[str, ...]:
    """The figures in a text, sorted."""
    return tuple(sorted(figure.replace(",", "") for figure in NUMBER.findall(text)))


def month_number(date: str, *, last: bool = False) -> int | None:
    """Months since year 0 of a date of a master; None if it has no year."""
    match = MONTH.search(date)
    if not match:
        return None
    return int(match["year"]) * 12 + int(match["month"] or (12 if last else 1)) - 1


def make_similarity(texts: Sequence[str]) -> Similar:
    """A function that says how alike two of these texts are, from 0 to 1.

    It is the cosine of their character 3- to 5-grams, weighed by TF-IDF over all texts
    (scikit-learn).
    """
    with skip_unused_modules(*NEEDLESS["sklearn"]):
        from sklearn.feature_extraction.text import TfidfVectorizer

    distinct = list(dict.fromkeys(texts))
    place = {text: row for row, text in enumerate(distinct)}
    if not any(normalise_letters(text) for text in distinct):
        return lambda left, right: float(left == right)
    vectors = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), preprocessor=normalise_letters, sublinear_tf=True
    )
    matrix = vectors.fit_transform(distinct)

    def similarity(left: str, right: str) -> float:
        if normalise_typing(left) == normalise_typing(right):
            return 1.0
        cosine = matrix[place[left]].multiply(matrix[place[right]]).sum()
        return min(float(cosine), 1.0)

    return similarity


YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
TRUNK = re.compile(r"\(0\)")
SHORTEST = 6
"""Digits of the shortest telephone number that is taken for another one without its prefix."""
PREFIX = 4
"""Digits that the code of a country and the zero of a town have at most."""
STEM = 3
"""Letters that an abbreviation of a word has at least."""


def more_specific(key: str, ours: str, theirs: str) -> str | None:
    """The one that says what both say; None if they contradict each other.

    2020 and 2020-01, "Acme" and "Acme Ltd", "Junior Dev" and "Junior Developer" agree, and so do
    telephone numbers and addresses that are typed in two ways.
    """
    if normalise_typing(ours) == normalise_typing(theirs):
        return ours
    agree = AGREE.get(key)
    if agree is None:
        return None
    if agree(ours, theirs):
        return ours
    return theirs if agree(theirs, ours) else None


def is_more_exact_date(exact: str, vague: str) -> bool:
    """Whether a date is another one more exactly; "Summer 2020" is in 2020."""
    if YEAR.fullmatch(vague):
        return YEAR.findall(exact) == [vague]
    return exact.startswith(f"{vague}-")


def is_same_phone(full: str, short: str) -> bool:
    """Whether the digits are the same, except the country's code and the zero before it."""
    digits, local = (re.sub(r"\D", "", TRUNK.sub("", phone)) for phone in (full, short))
    if digits == local:
        return True
    local = local.removeprefix("0") if not short.strip().startswith("+") else "x"
    abroad = full.strip().startswith(("+", "00"))
    less = len(digits) - len(local)
    return abroad and len(local) >= SHORTEST and 0 < less <= PREFIX and digits.endswith(local)


def is_same_place(full: str, short: str) -> bool:
    """Whether two places differ only in how the state is written and in the country: "Portland,
    Oregon, United States" is "Portland, OR"."""
    first, second = place_parts(full), place_parts(short)
    return bool(second) and first == second and full.count(",") >= short.count(",")


def place_parts(text: str) -> list[str]:
    """The parts of a place, states by their codes, without the country behind them."""
    table = load_table("countries.toml")
    codes = {name.casefold(): code.casefold() for code, name in table["state_names"].items()}
    countries = {name.casefold() for names in table["countries"].values() for name in names}
    parts = [part.strip().casefold() for part in text.split(",")]
    if len(parts) > 1 and parts[-1] in countries:
        parts.pop()
    return [codes.get(part, part) for part in parts]


def is_same_url(left: str, right: str) -> bool:
    """Whether two addresses of the web differ only in what browsers add."""
    return strip_scheme(left) == strip_scheme(right)


def strip_scheme(url: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.strip().casefold()).rstrip("/")


def is_same_organisation(full: str, short: str) -> bool:
    """Whether two names of an organisation differ only in its legal form."""
    return telling_words(full) == telling_words(short) and set(
        normalise_letters(short).split()
    ) <= set(normalise_letters(full).split())


def is_same_title(full: str, short: str) -> bool:
    """Whether each word of one title is the other's, or begins it."""
    long, words = normalise_letters(full).split(), normalise_letters(short).split()
    return len(long) == len(words) and all(map(is_prefix, long, words))


def is_prefix(word: str, start: str) -> bool:
    return word == start or (len(start) >= STEM and word.startswith(start))


AGREE: dict[str, Callable[[str, str], bool]] = {
    **dict.fromkeys(("startDate", "endDate", "date", "releaseDate"), is_more_exact_date),
    "phone": is_same_phone,
    "url": is_same_url,
    **dict.fromkeys(("region", "location"), is_same_place),
    **dict.fromkeys(
        ("name", "organization", "institution", "organisation", "entity"), is_same_organisation
    ),
    **dict.fromkeys(("awarder", "issuer", "publisher"), is_same_organisation),
    **dict.fromkeys(("position", "title", "studyType"), is_same_title),
}
"""By key of a field: whether the first value says all that the second says."""
Statement = Any
"""A text, or a mapping with text and variants."""
FEWEST = 4
"""Words of the shortest sentence that is looked for as a part of another one."""
SHARED = 0.6
"""Share of the words of the shorter of two sentences with which both begin."""


def statement_wordings(statement: Statement) -> list[str]:
    if isinstance(statement, dict):
        return [statement["text"], *statement.get("variants", [])]
    return [statement]


def with_wording(statement: Statement, text: str) -> Statement:
    """The statement with one more other, unless it has it."""
    if any(
        normalise_typing(text) == normalise_typing(other) for other in statement_wordings(statement)
    ):
        return statement
    mapping = statement if isinstance(statement, dict) else {"text": statement}
    return mapping | {"variants": [*mapping.get("variants", []), text]}


def wording_similarity(left: Statement, right: Statement, score: Similar) -> float:
    """How alike the two wordings are that are most alike."""
    return max(
        1.0 if has_same_words(a, b) else score(a, b)
        for a in statement_wordings(left)
        for b in statement_wordings(right)
    )


def has_same_words(left: str, right: str) -> bool:
    """Whether a sentence is a part of the other, or both begin with the same words."""
    short, long = sorted(
        (normalise_letters(left).split(), normalise_letters(right).split()), key=len
    )
    if len(short) < FEWEST:
        return False
    starts = range(len(long) - len(short) + 1)
    if any(long[index : index + len(short)] == short for index in starts):
        return True
    pairs = zip(short, long, strict=False)
    shared = next((index for index, (a, b) in enumerate(pairs) if a != b), len(short))
    return shared > FEWEST and shared >= SHARED * len(short)


def has_same_numbers(left: Statement, right: Statement) -> bool:
    """Whether a wording has no figures but those of one of the other statement."""
    figures = (
        (Counter(sorted_figures(a)), Counter(sorted_figures(b)))
        for a in statement_wordings(left)
        for b in statement_wordings(right)
    )
    return any(a <= b or b <= a for a, b in figures)


def nearest_statement(statement: Statement, others: list[Statement], score: Similar) -> int | None:
    """The index of the statement that says the same, None if none does."""
    ranked = [
        (wording_similarity(statement, other, score), -index) for index, other in enumerate(others)
    ]
    best = max(ranked, default=(0.0, 0))
    return -best[1] if best[0] >= NEAR else None


Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two CVs say different things at `key`: what the master has, and what the other said.

    `file` is the name of the other CV's file; empty if it is not known.
    """

    key: str
    kept: str
    other: str
    file: str = ""

    def __str__(self) -> str:
        if self.key.endswith("/highlights"):
            where = f" ({self.file})" if self.file else ""
            return (
                f"at {self.key}: “{self.kept}” and “{self.other}”{where} differ in figures;"
                " both are kept"
            )
        other_file = self.file or "another file"
        if not self.kept:
            return f"at {self.key}: {other_file} says “{self.other}”, which has no place"
        return f"at {self.key}: kept “{self.kept}”; {other_file} says “{self.other}”"


@dataclass(slots=True)
class Merged:
    """One master of several. `shared` entries and `wordings` are what was found in more than one.

    `conflicts` also are in the master's `meta.conflicts`.
    """

    master: Data
    conflicts: list[Conflict] = field(default_factory=list)
    shared: int = 0
    wordings: int = 0


SkillData = dict[str, Any]
WORDS = ("skills", "interests")


def unknown_words(
    merged: Merged, path: str, ours: list[SkillData], entry: SkillData
) -> list[SkillData]:
    """A category without the words that are in ours; none if nothing is left of it.

    The name of a category all of whose words are known is ours if ours has none, else a conflict.
    """
    places = {
        normalise_typing(word): index
        for index, category in enumerate(ours)
        for word in category.get("keywords", [])
    }
    words = entry.get("keywords", [])
    new = [word for word in words if normalise_typing(word) not in places]
    names = {normalise_letters(category.get("name", "")) for category in ours}
    if new or not words or normalise_letters(entry.get("name", "")) in names:
        return [entry | {"keywords": new} if words else entry]
    if "name" in entry:
        place = places[normalise_typing(words[0])]
        keep_level(merged, f"{path}/{place}", ours[place], entry)
    return []


def keep_level(merged: Merged, path: str, ours: SkillData, entry: SkillData) -> None:
    """Keeps the name and the level of a category that ours holds already."""
    whole = {normalise_typing(word) for word in ours["keywords"]} == {
        normalise_typing(word) for word in entry["keywords"]
    }
    for key in ("name", "level"):
        if key in entry and key not in ours and whole:
            ours[key] = entry[key]
        elif key in entry and normalise_typing(ours.get(key, "")) != normalise_typing(entry[key]):
            merged.conflicts.append(Conflict(f"{path}/{key}", ours.get(key, ""), entry[key]))


Entry = dict[str, Any]
NAMES = {
    "work": ("name", "position"),
    "volunteer": ("organization", "position"),
    "education": ("institution", "studyType"),
    "projects": ("entity", "name"),
    "awards": ("awarder", "title"),
    "certificates": ("issuer", "name"),
    "publications": ("publisher", "name"),
    "skills": ("", "name"),
    "interests": ("", "name"),
    "languages": ("", "language"),
    "references": ("", "name"),
    "entries": ("organisation", "title"),
}
"""Keys of organisation and title in the entries of each list."""
ENTRY_SIMILARITY = 0.8
"""Similarity from which two titles are one."""
MONTHS = 2
"""How many months the dates of one job may differ in two CVs."""


def entry_similarity(kind: str, left: Entry, right: Entry, score: Similar) -> float:
    """How surely two entries are the same; 0 means that they are not."""
    organisation, title = NAMES[kind]
    titles = (
        score(left.get(title, ""), right.get(title, "")) if title in left and title in right else 0
    )
    if kind in ("work", "volunteer", "education"):
        return job_similarity(left, right, organisation, titles)
    if kind in ("skills", "interests", "languages", "references"):
        return float(
            normalise_letters(left.get(title, "")) == normalise_letters(right.get(title, ""))
        )
    if titles < ENTRY_SIMILARITY or are_dates_apart(left, right):
        return 0.0
    return titles


def job_similarity(left: Entry, right: Entry, organisation: str, titles: float) -> float:
    """Two jobs are one if the employer is, and the dates nearly are."""
    if organisation in left and organisation in right:
        if not same_name(left[organisation], right[organisation]):
            return 0.0
    elif titles < ENTRY_SIMILARITY:
        return 0.0
    start = months_between(left.get("startDate", ""), right.get("startDate", ""))
    end = months_between(left.get("endDate", ""), right.get("endDate", ""))
    if start is None and end is None:
        return 1 + titles if titles >= ENTRY_SIMILARITY else 0.0
    near = [gap for gap in (start, end) if gap is not None and gap <= MONTHS]
    if not near:
        return 0.0
    return 2 + titles + len(near) - sum(near) / 10


def months_between(left: str, right: str) -> int | None:
    """Months between two dates; None if one is missing. A bare year is any of its months."""
    first, second = month_number(left), month_number(right)
    if first is None or second is None:
        return None
    years = len(left) == 4 or len(right) == 4
    return 0 if years and first // 12 == second // 12 else abs(first - second)


def are_dates_apart(left: Entry, right: Entry) -> bool:
    """Whether the dates of two entries with one title say that they are two."""
    for key in ("startDate", "endDate", "date", "releaseDate"):
        gap = months_between(left.get(key, ""), right.get(key, ""))
        if gap is not None and gap > 12:
            return True
    return False


def match_entries(
    kind: str, ours: list[Entry], theirs: list[Entry], score: Similar
) -> dict[int, int]:
    """Index of theirs -> index of ours, the surest first, each at most once."""
    ranked = sorted(
        (
            (entry_similarity(kind, left, other, score), -our_index, -their_index)
            for our_index, left in enumerate(ours)
            for their_index, other in enumerate(theirs)
        ),
        reverse=True,
    )
    matches: dict[int, int] = {}
    for similarity, our_index, their_index in ranked:
        if similarity > 0 and -their_index not in matches and -our_index not in matches.values():
            matches[-their_index] = -our_index
    return matches
