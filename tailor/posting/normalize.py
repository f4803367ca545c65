"""Normal characters, spaces and line ends; and a posting as its source gives it, with facts."""

import re
import unicodedata
from dataclasses import dataclass

from tailor.files import lazy_pattern, load_towns
from tailor.posting.headings import BULLETS, heading_wordings

LONE_BULLET = lazy_pattern(rf"^([{BULLETS}*-])\n+(?=[^\n{BULLETS}*-])", re.MULTILINE)
LINE_ENDS = lazy_pattern("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
SYMBOL_FONT = lazy_pattern("[\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc\uf076]")
"""Bullets of the Symbol and Wingdings fonts, as word processors copy them."""
DISGUISED = lazy_pattern("[\uff01-\uff5e\ufb00-\ufb06\U0001d400-\U0001d7ff]+")
DROPPED = ("Cc", "Cf", "Co", "Cs", "Cn")
HEADING = lazy_pattern(r"^[ ]{0,3}#{1,6}[ ]+(\S.*)$", re.MULTILINE)
JOINT = lazy_pattern(
    r"(?<=[a-z]{2})(?=[A-Z][a-z])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})|(?<=[a-z]{4})(?=\d)"
)
LAST_WORD = lazy_pattern(r"(?<![A-Za-z])[A-Za-z]+$")
FIRST_WORD = lazy_pattern(r"[A-Z][a-z]+")
CAPITALISED = lazy_pattern(r"[A-Z][a-z]*$")
ADDRESSED = tuple("@/._#=-")
"""Characters next to a word of an address, a file or a program, which is left alone."""
LONGEST_WORD, SHORTEST_GLUED = 40, 4
WIDE = lazy_pattern(r"[^\S\n]{5,}")
"""More blanks than any indentation that means something."""
MARKDOWN = tuple(
    (lazy_pattern(pattern, re.MULTILINE), replacement)
    for pattern, replacement in (
        (r"^[ ]{0,3}(?:```|~~~).*$", ""),
        (r"^[ ]{0,3}(?:[-*_][ ]?){3,}$|^[=-]{3,}$", ""),
        (r"^[ ]{0,3}>[ ]?", ""),
        (r"^[ ]*+\|?[ ]*+:?-{2,}:?[ ]*(?:\|[ ]*:?-{2,}:?[ ]*)+\|?$", ""),
        (r"^\|(.*)\|$", r"\1"),
        (r"!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)", ""),
        (r"\[([^\]\n]{1,300})\]\([^)\n]{1,2000}\)", r"\1"),
        (r"<(https?://[^<>\s]+)>", r"\1"),
        (r"</?(?:br|p|b|i|u|em|strong|ul|ol|li|div|span|h[1-6])\b[^<>\n]{0,200}>", " "),
        (r"(?<![\w*\\])\*\*\*?(?=[^\s*])([^\n*]{1,400}?)(?<=[^\s\\])\*\*\*?(?![\w*])", r"\1"),
        (r"(?<![\w_\\])__(?=[A-ZÀ-Þ]|[^\s_]+ )([^\n_]{1,400}?)(?<=[^\s\\])__(?![\w_])", r"\1"),
        (r"(?<![\w*\\])\*(?=[^\s*])([^\n*]{1,400}?)(?<=[^\s\\])\*(?![\w*])", r"\1"),
        (r"(?<![\w_\\])_(?=[^\s_])([^\n_]{1,400}?)(?<=[^\s\\])_(?![\w_])", r"\1"),
        (r"`([^`\n]{1,200})`", r"\1"),
        (r"^([ ]*(?:[-*+]|\d+\.))[ ]+\[[ xX]\][ ]", r"\1 "),
        (r"\\([-\\`*_{}\[\]()#+.!|>~])", r"\1"),
    )
)


def clean_text(text: str) -> str:
    """The text in NFC, lines kept and ended by \\n, spaces single, no more than one blank line."""
    text = LINE_ENDS.sub("\n", text)
    text = SYMBOL_FONT.sub("•", text)
    if not text.isascii():
        text = DISGUISED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
        text = unicodedata.normalize("NFC", text)
    text = "".join(char for char in text if char.isspace() or is_visible(char))
    text = WIDE.sub("    ", text)
    text = HEADING.sub(lambda match: f"\n{without_closing(match[1])}\n", text)
    for pattern, replacement in MARKDOWN:
        text = pattern.sub(replacement, text)
    text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    text = part_glued(LONE_BULLET.sub(r"\1 ", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def without_closing(heading: str) -> str:
    """A Markdown heading without the number signs that may close it ("## Skills ##")."""
    heading = heading.rstrip()
    plain = heading.rstrip("#")
    return plain.rstrip() if not plain or plain.endswith(" ") else heading


def part_glued(text: str) -> str:
    """The text with the line breaks that were lost in "requirementsPerform"."""
    cuts = [match.start() for match in JOINT.finditer(text) if is_glued(text, match.start())]
    return "\n".join(text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True))


def is_glued(text: str, index: int) -> bool:
    """Whether two words meet at `index` before a capital or a digit and are not parts of a name."""
    before, after = text[max(0, index - LONGEST_WORD) : index], text[index : index + LONGEST_WORD]
    left, right = LAST_WORD.search(before), FIRST_WORD.match(after)
    wordings = heading_wordings().glued
    if not left or not right:
        return left is not None and left[0].lower() in wordings["before"]
    sign, end = before[: left.start()][-1:], after[right.end() :][:2]
    is_address = sign in ADDRESSED and (sign != "." or left[0][0].islower())
    first, second = left[0].lower(), right[0].lower()
    if FULL_TIME.match(after):
        return True
    if is_address or (end[:1] in ADDRESSED and end != ". ") or first + second in wordings["names"]:
        return False
    last = CAPITALISED.search(left[0])
    if last is None:
        return len(first) >= SHORTEST_GLUED
    if second in wordings["after"] or left[0][-1].isupper():
        return second in wordings["after"]
    begins = second in wordings["verbs"] and end[:1] == " " and end[1:].islower()
    ends = last[0].lower() in wordings["before"] or last[0].lower() in heading_wordings().jobs
    return begins or ends or left[0] in load_towns()


FULL_TIME = lazy_pattern(r"(?:Full|Part)[- ](?:time|Time)\b")


def is_visible(char: str) -> bool:
    plain = char.isascii() and char.isprintable()
    return plain or unicodedata.category(char) not in DROPPED


ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеіјорѕсухһԁԛԝѵΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιν",
    "ABESIJKMHOPCTYXaeijopscyxhdqwvABEZHIKMNOPTYXoiv",
)
"""Cyrillic and Greek letters that look like Latin ones in common fonts (Unicode UTS 39)."""
WORD = lazy_pattern(r"[^\W\d_]+")
FOREIGN = lazy_pattern("[\u0370-\u03ff\u0400-\u052f]")
LATIN = lazy_pattern(r"[A-Za-z]")


def replace_homoglyphs(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with such letters inside Latin words made Latin, and the words that had them.

    In a text with few foreign letters, words of nothing but look-alikes are Latin as well.
    """
    if text.isascii() or not FOREIGN.search(text):
        return text, ()
    latin = len(LATIN.findall(text))
    mostly = len(FOREIGN.findall(text)) * 4 <= latin
    changed: list[str] = []

    def fold(match: re.Match[str]) -> str:
        word = match[0]
        if word.isascii() or not FOREIGN.search(word) or not (mostly or LATIN.search(word)):
            return word
        plain = word.translate(ALIKE)
        if FOREIGN.search(plain):
            return word
        changed.append(plain)
        return plain

    return WORD.sub(fold, text), tuple(changed)


JOB_AD_FACTS = (
    ("title", "Job title"),
    ("company", "Company"),
    ("place", "Location"),
    ("seniority", "Seniority"),
)


@dataclass(frozen=True, slots=True)
class JobAd:
    """What a structured source says. `text` is the body; facts that it lacks are ""."""

    text: str
    title: str = ""
    company: str = ""
    place: str = ""
    seniority: str = ""

    def whole(self) -> str:
        """One text that says everything, so that the text alone can be kept and read again."""
        facts = ((label, to_one_line(getattr(self, name))) for name, label in JOB_AD_FACTS)
        head = "\n".join(f"{label}: {value}" for label, value in facts if value)
        return f"{head}\n\n{self.text}".strip()


def to_one_line(text: str) -> str:
    """One line without what would end a field."""
    flat = " ".join(text.replace("\t", " – ").split())
    return re.sub(r" [|·•] ", " – ", flat).strip(" -–|,;")
