"""The lexicon of skills, and the normal form of a term."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from tailor.files import data_folder
from tailor.keywords.disambiguation import disambiguate, is_same_spelling

ATOM = re.compile(r"[^\W_]+|[^\w\s]")
SPLIT_WORDS = """
after-care air-craft anti-virus back-end back-office bench-mark bench-marking bio-chemistry
bio-medical book-keeping brain-storming case-load case-work child-care co-operation co-ordinate
co-ordinated co-ordinating co-ordination co-ordinator copy-writer copy-writing cross-functional
cyber-security data-base data-set day-care dead-line decision-making e-commerce e-learning e-mail
e-procurement fire-wall fork-lift front-end full-stack fund-raising geo-spatial geo-technical
hand-over health-care home-care home-page house-keeping inter-personal key-board life-cycle
life-style meta-data micro-controller micro-service mile-stone multi-agency multi-channel
multi-cultural multi-disciplinary multi-lingual multi-media multi-national multi-task
multi-tasking neuro-science non-profit note-book off-line off-shore off-site on-board on-boarding
on-going on-line on-shore on-site opto-mechanical out-patient out-sourcing pay-roll post-doctoral
post-graduate power-point power-shell pre-school pro-active proof-reading road-map safe-guarding
self-starter share-point shop-floor short-list soft-ware spread-sheet stake-holder story-board
story-telling sub-contract sub-contractor super-market team-work tele-communication tele-marketing
tele-sale time-line time-scale time-sheet time-table touch-screen trouble-shoot trouble-shooting
under-graduate web-cast web-page web-site white-board whole-sale wire-frame wire-framing wire-less
work-book work-flow work-force work-load work-place work-sheet work-shop work-station work-stream
"""
"""Words that are written as one, with a hyphen or with a blank, folded."""
COMPOUNDS = frozenset(tuple(word.split("-")) for word in SPLIT_WORDS.split())
COMPOUND_STARTS = frozenset(first for first, _ in COMPOUNDS)
GAP = re.compile(r"\s?[-‐‑]?\s?")
"""What may be between the two parts of such a word."""


def split_atoms(text: str) -> Iterator[tuple[str, int, int]]:
    """Folded words and single signs with their offsets; a hyphen inside a word is passed over, and
    "e-commerce", "health care" are one word."""
    pending: tuple[str, int, int] | None = None
    for atom in single_atoms(text):
        if pending is None:
            pending = atom
        elif (pending[0], atom[0]) in COMPOUNDS and GAP.fullmatch(text, pending[2], atom[1]):
            pending = (normalize_word(pending[0] + atom[0]), pending[1], atom[2])
        else:
            yield pending
            pending = atom
    if pending:
        yield pending


def single_atoms(text: str) -> Iterator[tuple[str, int, int]]:
    """Folded words and single signs with their offsets, each by itself."""
    for match in ATOM.finditer(text):
        a, b = match.span()
        sign = match.group()
        if sign in "-‐‑–" and a and text[a - 1].isalnum() and text[b : b + 1].isalnum():
            continue
        yield normalize_word(sign), a, b


ENGLISHES = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|er|ing|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})our(?=(?:|ed|ing|al)$)"), "or"),
    (re.compile(r"(?<=[a-z]{2})ys(?=(?:e|ed|ing)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{3})(?<!og)ogue$"), "og"),
    (re.compile(r"^(cent|theat|fib|lit|met)re$"), r"\1er"),
    (re.compile(r"^programme$"), "program"),
)
BRITISH = re.compile(r"is|our|ys|ogue|re$|mme$")
"""In every word that one of these changes."""


@cache
def normalize_word(word: str) -> str:
    """A word without case, plural and the difference of British and American spelling."""
    if len(word) == 3 and word[:2].isupper() and word[2] == "s":
        return word[:2].lower()
    word = word.lower().replace("’", "'")
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    if len(word) > 4 and BRITISH.search(word):
        for pattern, spelling in ENGLISHES:
            word = pattern.sub(spelling, word)
    return word


def normalize(text: str) -> tuple[str, ...]:
    """A text as folded words and signs, for comparing names."""
    return tuple(atom for atom, _, _ in split_atoms(text))


TIGHT = re.compile(r"[-‐‑–+#&/'’.@]")
GRADE = re.compile(r"\b[A-D]\*?\s*(?:to|-|–)\s*$|\bgrades?\s*$", re.IGNORECASE)
INITIAL = re.compile(r"\.[A-Z]|\.\s?[A-Z]\.")
"""A letter that is a mark of a school or an initial: "grades A to C", "E.C.G."."""
SOFT_FILES = frozenset({"soft"})
DEGREE_FILES = frozenset({"degrees"})
"""Of degrees the lexicon says which are the same; that one is asked for, only the taggers say."""


@dataclass(frozen=True, slots=True)
class Skill:
    """A named skill: `aliases` mean the same, `families` are wider (React: JavaScript)."""

    name: str
    sort: str
    aliases: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    context: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mention:
    """A skill that is in a text at the character offsets [start, end)."""

    start: int
    end: int
    skill: Skill


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling of a skill; `exact` is set if only this very spelling counts."""

    skill: Skill
    exact: str = ""


Row = tuple[str, str]
"""A line of a table, and the table it is in."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All skills: the rows and spellings that begin with a folded atom, of which those that a
    text has are made into a trie over atoms; and the names that are one word with punctuation
    in it (C++, CI/CD)."""

    rows: dict[str, list[tuple[Row, str]]]
    joined: tuple[str, ...]
    tries: dict[str, dict[str, Any]] = field(default_factory=dict)

    def trie(self, atom: str) -> dict[str, Any]:
        """The spellings that begin with an atom, by the atoms that follow; "" holds the forms
        that end here."""
        if atom not in self.tries:
            root: dict[str, Any] = {}
            for row, form in self.rows.get(atom, ()):
                add_spelling(root, parse_skill(row), form)
            self.tries[atom] = root.get(atom, {})
        return self.tries[atom]

    def find(self, name: str) -> Skill | None:
        """The skill that is called so, by name or alias, if there is one."""
        node: Any = None
        for atom, _, _ in split_atoms(name):
            node = self.trie(atom) if node is None else node.get(atom)
            if node is None:
                return None
        forms: tuple[Form, ...] = node.get("", ()) if node else ()
        return forms[0].skill if forms else None

    def mentions(self, text: str, *, asking: bool | None = None) -> tuple[Mention, ...]:
        """Every skill in a sentence or line, longest names first, left to right.

        `asking` is given for a sentence of a posting, where the wording makes an ambiguous name
        plain: whether it is among needs or wishes.
        """
        parts = list(split_atoms(text))
        words = frozenset(part[0] for part in parts)
        candidates: list[tuple[int, int, tuple[Form, ...]]] = []
        i = 0
        while i < len(parts):
            j, forms = self.longest(text, parts, i)
            if forms:
                candidates.append((parts[i][1], parts[j - 1][2], forms))
            i = max(j, i + 1)
        company = {f.skill.sort for _, _, forms in candidates for f in forms if not f.exact}
        settled: dict[tuple[int, int], bool] = {}
        if asking is not None:
            sure = [
                any(not f.exact and f.skill.sort not in SOFT_FILES for f in forms)
                for _, _, forms in candidates
            ]
            settled = disambiguate(text, [(a, b) for a, b, _ in candidates], sure, asking=asking)
        chosen = (
            (a, b, fitting_skill(text[a:b], forms, words, company, settled.get((a, b))))
            for a, b, forms in candidates
        )
        return tuple(Mention(a, b, skill) for a, b, skill in chosen if skill)

    def longest(
        self, text: str, parts: list[tuple[str, int, int]], i: int
    ) -> tuple[int, tuple[Form, ...]]:
        """The end and the forms of the longest name that begins at part `i`."""
        node: Any = None
        best: tuple[int, tuple[Form, ...]] = (i, ())
        for j in range(i, len(parts)):
            node = self.trie(parts[j][0]) if j == i else node.get(parts[j][0])
            if node is None:
                break
            forms = node.get("")
            if forms and is_whole_name(text, parts[i][1], parts[j][2]):
                best = (j + 1, forms)
        return best


def is_whole_name(text: str, start: int, end: int) -> bool:
    """False if the name continues in the text: C in C++ or C-level, R in R&D, NET in .NETs."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if after in {"+", "#"} and after and not text[end + 1 : end + 2].isalnum():
        return False
    if end - start == 1 and (
        GRADE.search(text, max(0, start - 12), start) or INITIAL.match(text, end)
    ):
        return False
    if end - start > 2:
        return True
    if after and TIGHT.match(after) and after not in "./" and text[end + 1 : end + 2].isalnum():
        return False
    return not (
        before and TIGHT.match(before) and before != "/" and text[start - 2 : start - 1].isalnum()
    )


def fitting_skill(
    text: str, forms: tuple[Form, ...], words: frozenset[str], company: set[str], item: bool | None
) -> Skill | None:
    """The first skill that these words can mean in a sentence of these words.

    `item` is what `plain` says of them, None if nothing.
    """
    for form in forms:
        if not form.exact:
            return form.skill
        fits = item is not None or form.skill.context & words or form.skill.sort in company
        if fits and (text == form.exact or (item and is_same_spelling(text, form.exact))):
            return form.skill
    return None


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of `data/lexicon/*.tsv`, read once."""
    return build_lexicon(lexicon_tables())


def lexicon_tables() -> tuple[Path, ...]:
    return tuple(sorted((data_folder("data") / "lexicon").glob("*.tsv")))


def all_skills() -> tuple[Skill, ...]:
    """Every skill of the lexicon once, in the order of its tables."""
    skills: dict[str, Skill] = {}
    for row in chain.from_iterable(map(table_rows, lexicon_tables())):
        skills.setdefault(parse_skill(row).name.lower(), parse_skill(row))
    return tuple(skills.values())


@cache
def load_products() -> frozenset[str]:
    """The names of `data/products.txt`: families that are one product, language or platform."""
    lines = (data_folder("data") / "products.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def build_lexicon(files: tuple[Path, ...]) -> Lexicon:
    """A lexicon from tables of name, aliases, families and context words, "; " between items."""
    rows: dict[str, list[tuple[Row, str]]] = {}
    joined: set[str] = set()
    for row in chain.from_iterable(map(table_rows, files)):
        for form in spelling_forms(row[0]):
            bare = form.rstrip("?")
            rows.setdefault(first_atom(bare), []).append((row, form))
            if " " not in bare and not bare.isalnum():
                joined.add(bare)
    return Lexicon(rows, tuple(sorted(joined)))


def table_rows(file: Path) -> list[Row]:
    """The rows of a table."""
    name, text = file.stem, file.read_text(encoding="utf-8")
    return [(line, name) for line in text.splitlines() if line.strip() and line[0] != "#"]


def spelling_forms(line: str) -> tuple[str, ...]:
    """The spellings in a line of a table, as they are marked there."""
    name, _, rest = line.partition("\t")
    return (name.strip(), *split_items(rest.partition("\t")[0]))


WORD = re.compile(r"[^\W_]+")


def first_atom(form: str) -> str:
    """The first atom of a spelling."""
    match = WORD.match(form)
    word = normalize_word(match[0]) if match else ""
    if word and word not in COMPOUND_STARTS:  # Most are, and the rest takes six times as long.
        return word
    return next((atom for atom, _, _ in split_atoms(form)), "")


@cache
def parse_skill(row: Row) -> Skill:
    """The skill of a line in a table."""
    line, sort = row
    name, aliases, families, context = [*line.split("\t"), "", "", ""][:4]
    return Skill(
        name.strip().rstrip("?"),
        sort,
        tuple(alias.rstrip("?") for alias in split_items(aliases)),
        split_items(families),
        frozenset(atom for word in split_items(context) for atom in normalize(word)),
    )


def split_items(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, cell.split(";"))))


def add_spelling(trie: dict[str, Any], skill: Skill, form: str) -> None:
    """Add one spelling to the trie; an unambiguous one goes before the ambiguous."""
    bare = form.rstrip("?")
    node = trie
    for atom in normalize(bare):
        node = node.setdefault(atom, {})
    new = Form(skill, bare if form.endswith("?") else "")
    old: tuple[Form, ...] = node.get("", ())
    if all(form.skill.name != skill.name for form in old):
        node[""] = (*old, new) if new.exact else (new, *old)
