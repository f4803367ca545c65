"""The names of skills in `data/lexicon`, and where they stand in a text.

A name is matched as a whole, never inside a longer one: Java is not in JavaScript, C not in
C++, Go not in "going" or "go-to-market". Plurals, both Englishes, hyphens and case do not matter,
but a name marked "?" in the data (Go, R, Excel) must be spelled as it is there, in fitting company.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from tailor.keywords.folding import atoms, folded
from tailor.keywords.plain import alike, plain
from tailor.resources import folder

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
    """A skill that stands in a text at the character offsets [start, end)."""

    start: int
    end: int
    skill: Skill


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling of a skill; `exact` is set if only this very spelling counts."""

    skill: Skill
    exact: str = ""


Row = tuple[str, str]
"""A line of a table, and the table it stands in."""


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
                plant(root, skill(row), form)
            self.tries[atom] = root.get(atom, {})
        return self.tries[atom]

    def find(self, name: str) -> Skill | None:
        """The skill that is called so, by name or alias, if there is one."""
        node: Any = None
        for atom, _, _ in atoms(name):
            node = self.trie(atom) if node is None else node.get(atom)
            if node is None:
                return None
        forms: tuple[Form, ...] = node.get("", ()) if node else ()
        return forms[0].skill if forms else None

    def mentions(self, text: str, *, asking: bool | None = None) -> tuple[Mention, ...]:
        """Every skill in a sentence or line, longest names first, left to right.

        `asking` is given for a sentence of a posting, where the wording makes an ambiguous name
        plain: whether it stands among needs or wishes.
        """
        parts = list(atoms(text))
        words = frozenset(part[0] for part in parts)
        found: list[tuple[int, int, tuple[Form, ...]]] = []
        i = 0
        while i < len(parts):
            j, forms = self.longest(text, parts, i)
            if forms:
                found.append((parts[i][1], parts[j - 1][2], forms))
            i = max(j, i + 1)
        company = {f.skill.sort for _, _, forms in found for f in forms if not f.exact}
        named: dict[tuple[int, int], bool] = {}
        if asking is not None:
            sure = [
                any(not f.exact and f.skill.sort not in SOFT_FILES for f in forms)
                for _, _, forms in found
            ]
            named = plain(text, [(a, b) for a, b, _ in found], sure, asking=asking)
        chosen = (
            (a, b, fitting(text[a:b], forms, words, company, named.get((a, b))))
            for a, b, forms in found
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
            if forms and alone(text, parts[i][1], parts[j][2]):
                best = (j + 1, forms)
        return best


def alone(text: str, start: int, end: int) -> bool:
    """False if the name goes on in the text: C in C++ or C-level, R in R&D, NET in .NETs."""
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


def fitting(
    found: str, forms: tuple[Form, ...], words: frozenset[str], company: set[str], item: bool | None
) -> Skill | None:
    """The first skill that these words can mean in a sentence of these words.

    `item` is what `plain` says of them, None if nothing.
    """
    for form in forms:
        if not form.exact:
            return form.skill
        fits = item is not None or form.skill.context & words or form.skill.sort in company
        if fits and (found == form.exact or (item and alike(found, form.exact))):
            return form.skill
    return None


@cache
def lexicon() -> Lexicon:
    """The lexicon of `data/lexicon/*.tsv`, read once."""
    return build(tables())


def tables() -> tuple[Path, ...]:
    return tuple(sorted((folder("data") / "lexicon").glob("*.tsv")))


def skills() -> tuple[Skill, ...]:
    """Every skill of the lexicon once, in the order of its tables."""
    found: dict[str, Skill] = {}
    for row in chain.from_iterable(map(lines, tables())):
        found.setdefault(skill(row).name.lower(), skill(row))
    return tuple(found.values())


@cache
def products() -> frozenset[str]:
    """The names of `data/products.txt`: families that are one product, language or platform."""
    lines = (folder("data") / "products.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def build(files: tuple[Path, ...]) -> Lexicon:
    """A lexicon from tables of name, aliases, families and context words, "; " between items."""
    rows: dict[str, list[tuple[Row, str]]] = {}
    joined: set[str] = set()
    for row in chain.from_iterable(map(lines, files)):
        for form in forms(row[0]):
            bare = form.rstrip("?")
            rows.setdefault(opening(bare), []).append((row, form))
            if " " not in bare and not bare.isalnum():
                joined.add(bare)
    return Lexicon(rows, tuple(sorted(joined)))


def lines(file: Path) -> list[Row]:
    """The rows of a table."""
    name, text = file.stem, file.read_text(encoding="utf-8")
    return [(line, name) for line in text.splitlines() if line.strip() and line[0] != "#"]


def forms(line: str) -> tuple[str, ...]:
    """The spellings in a line of a table, as they are marked there."""
    name, _, rest = line.partition("\t")
    return (name.strip(), *listed(rest.partition("\t")[0]))


def opening(form: str) -> str:
    """The first atom of a spelling."""
    return next((atom for atom, _, _ in atoms(form)), "")


@cache
def skill(row: Row) -> Skill:
    """The skill of a line in a table."""
    line, sort = row
    name, aliases, families, context = [*line.split("\t"), "", "", ""][:4]
    return Skill(
        name.strip().rstrip("?"),
        sort,
        tuple(alias.rstrip("?") for alias in listed(aliases)),
        listed(families),
        frozenset(atom for word in listed(context) for atom in folded(word)),
    )


def listed(cell: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in cell.split(";") if item.strip())


def plant(trie: dict[str, Any], skill: Skill, form: str) -> None:
    """Add one spelling to the trie; an unambiguous one goes before the ambiguous."""
    bare = form.rstrip("?")
    node = trie
    for atom in folded(bare):
        node = node.setdefault(atom, {})
    new = Form(skill, bare if form.endswith("?") else "")
    old: tuple[Form, ...] = node.get("", ())
    if all(form.skill.name != skill.name for form in old):
        node[""] = (*old, new) if new.exact else (new, *old)
