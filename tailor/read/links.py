"""Web addresses and e-mail addresses: only http, https and mailto become links."""

import re
from dataclasses import replace

from tailor.errors import Problem
from tailor.read.source import Mapping, Path, Scalar, Source, shown, visible

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d)")
SAFE = {"http", "https", "mailto"}
BARE = re.compile(r"[^\s/@?#]+\.[^\W\d]{2,}(?::\d+)?(?:[/?#].*)?")
FULL = re.compile(r"https?://[^\s/?#]+(?:[/?#].*)?", re.IGNORECASE)
EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\/]+")
UNSAFE = re.compile(r"[ <>\"\\^`{|}]")


def safe_links(source: Source, root: Mapping) -> tuple[Mapping, list[Problem]]:
    """The tree with every `url` that must not or cannot be a link emptied, with a warning."""
    problems: list[Problem] = []

    def change(value: Scalar, path: Path) -> Scalar:
        if path[-1] != "url" or not value.text:
            return value
        text, message = safe_url(value.text)
        if message:
            said = f"{shown(path)}: {message}"
            problems.append(source.problem(value.start, said, level="warning"))
        return replace(value, text=text)

    return root.changed(change), problems


def safe_url(typed: str) -> tuple[str, str]:
    """The address ("" if it must not be a link), and what to warn of ("" if nothing)."""
    scheme = SCHEME.match(typed)
    if scheme and scheme[1].lower() not in SAFE:
        return "", f"only http, https and mailto are linked; {visible(scheme[1])}: was left out"
    if scheme and scheme[1].lower() == "mailto":
        known = bool(EMAIL.fullmatch(typed[7:].split("?")[0]))
    else:
        known = bool((FULL if scheme else BARE).fullmatch(typed))
    if not known:
        return "", f"`{visible(typed)}` is not a web address and was left out"
    encoded = UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", typed)
    if encoded != typed:
        return encoded, "characters that an address cannot have were percent-encoded"
    return typed, ""


def is_email(text: str) -> bool:
    return bool(EMAIL.fullmatch(text))
