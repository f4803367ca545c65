"""The text of a posting as people see it: composed, without invisible characters and markup."""

import re
import unicodedata

BULLETS = "•·▪●◦■□►▶➢➤✓✔‣⁃"
LONE_BULLET = re.compile(rf"^([{BULLETS}*-])\n+(?=[^\n{BULLETS}*-])", re.MULTILINE)
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
SYMBOL_FONT = re.compile("[\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc\uf076]")
"""Bullets of the Symbol and Wingdings fonts, as word processors copy them."""

DISGUISED = re.compile("[\uff01-\uff5e\ufb00-\ufb06\U0001d400-\U0001d7ff]+")
DROPPED = ("Cc", "Cf", "Co", "Cs", "Cn")

HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ ]+(\S.*)$", re.MULTILINE)
WIDE = re.compile(r"[^\S\n]{5,}")
"""More blanks than any indentation that means something."""

MARKDOWN = tuple(
    (re.compile(pattern, re.MULTILINE), replacement)
    for pattern, replacement in (
        (r"^[ ]{0,3}(?:```|~~~).*$", ""),
        (r"^[ ]{0,3}(?:[-*_][ ]?){3,}$|^[=-]{3,}$", ""),
        (r"^[ ]{0,3}>[ ]?", ""),
        (r"^[ ]*\|?[ ]*:?-{2,}:?[ ]*(?:\|[ ]*:?-{2,}:?[ ]*)+\|?$", ""),
        (r"^\|(.*)\|$", r"\1"),
        (r"!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)", ""),
        (r"\[([^\]\n]{1,300})\]\([^)\n]{1,2000}\)", r"\1"),
        (r"<(https?://[^>\s]+)>", r"\1"),
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


def clean(text: str) -> str:
    """The text in NFC, lines kept and ended by \\n, spaces single, no more than one blank line."""
    text = LINE_ENDS.sub("\n", text)
    text = SYMBOL_FONT.sub("•", text)
    if not text.isascii():
        text = DISGUISED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
        text = unicodedata.normalize("NFC", text)
    text = "".join(letter for letter in text if letter.isspace() or is_seen(letter))
    text = WIDE.sub("    ", text)
    text = HEADING.sub(lambda match: f"\n{without_closing(match[1])}\n", text)
    for pattern, replacement in MARKDOWN:
        text = pattern.sub(replacement, text)
    text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    text = LONE_BULLET.sub(r"\1 ", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def without_closing(heading: str) -> str:
    """A Markdown heading without the number signs that may close it ("## Skills ##")."""
    heading = heading.rstrip()
    plain = heading.rstrip("#")
    return plain.rstrip() if not plain or plain.endswith(" ") else heading


def is_seen(letter: str) -> bool:
    plain = letter.isascii() and letter.isprintable()
    return plain or unicodedata.category(letter) not in DROPPED
