"""The names of lines: a short id for every line of a master, and the line that an id means.

A key such as `work/0/highlights/3` says where a line is, so it changes when lines are added
above it. An id does not: it is the `id` that the master gives the line, else four letters and
digits computed from the line's own text, such as `k3f7`. Whatever else is edited, the id still
means this line; when the text itself is edited, the id means nothing, and the nearest lines can be
named instead. `LineIds` maps keys to ids and back.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from tailor.errors import Problem
from tailor.layout import join_nonempty, suggest_key, with_employers
from tailor.models import Bullet, Entry, Group, Resume, Section

LETTERS, DIGITS = "abcdefghjkmnpqrstvwxyz", "23456789"
"""Characters of a computed id: none that looks like another one."""
SHORTEST, LONGEST = 4, 12
"""Characters of a computed id. It grows beyond `SHORTEST` where two lines would have the same."""
CODE = re.compile(f"[{LETTERS}][{DIGITS}][{LETTERS}{DIGITS}]{{{SHORTEST - 2},{LONGEST - 2}}}")
SLUG_WORDS = 4
"""Words of its text that a long id has before the computed part."""
NEAR = 3
"""How many lines are suggested for an id that no line has."""
LEAST_ALIKE = 0.5
"""Similarity of two texts (0 to 1, `difflib`) from which one may be an edited form of the other."""
SUMMARY = "basics/summary"


@dataclass(frozen=True, slots=True)
class NamedLine:
    """A line, entry, group or section that can be named. `path` are the keys that it is below,
    its own last; `context` is the text of what it is in."""

    key: str
    text: str
    path: tuple[str, ...]
    id: str = ""
    tags: tuple[str, ...] = ()
    context: str = ""


def named_lines(resume: Resume) -> Iterator[NamedLine]:
    """Everything in a master that has a key, in its order."""
    if resume.summary:
        yield bullet_line(resume.summary, (), "")
    for section in resume.sections:
        yield NamedLine(section.key, section.title, (section.key,), section.id, section.tags)
        for employer, entry in with_employers(section.entries):
            if employer:
                path = (section.key, employer.key)
                yield NamedLine(employer.key, employer.name, path, employer.id, employer.tags)
            yield from entry_lines(section, entry)


def entry_lines(section: Section, entry: Entry) -> Iterator[NamedLine]:
    path = (section.key, *((entry.employer.key,) if entry.employer else ()), entry.key)
    text = join_nonempty(entry.title, entry.organisation) or entry.key
    begin = f"{entry.start.year}-{entry.start.month or ''}" if entry.start else ""
    context = join_nonempty(section.title, text, begin)
    yield NamedLine(entry.key, text, path, entry.id, entry.tags, context)
    if entry.summary:
        yield bullet_line(entry.summary, path, context)
    for group in entry.groups:
        yield from group_lines(group, path, context)


def group_lines(group: Group, path: tuple[str, ...], context: str) -> Iterator[NamedLine]:
    below = path
    if group.key != path[-1]:
        below = (*path, group.key)
        text = group.title or ", ".join(group.keywords) or group.key.rpartition("/")[2]
        yield NamedLine(group.key, text, below, group.id, group.tags, context)
    for bullet in group.bullets:
        yield bullet_line(bullet, below, join_nonempty(context, group.title))


def bullet_line(bullet: Bullet, path: tuple[str, ...], context: str) -> NamedLine:
    return NamedLine(bullet.key, bullet.text, (*path, bullet.key), bullet.id, bullet.tags, context)


def normalise_text(text: str) -> str:
    """A text without what does not make it another one: case, spaces, the full stop at its end."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(" .;,")


def text_code(*texts: str) -> str:
    """The `LONGEST` characters that ids of a text are beginnings of (from its SHA-256)."""
    digest = hashlib.sha256("\n".join(map(normalise_text, texts)).encode()).digest()
    rest = LETTERS + DIGITS
    first = LETTERS[digest[0] % len(LETTERS)] + DIGITS[digest[1] % len(DIGITS)]
    return first + "".join(rest[byte % len(rest)] for byte in digest[2:LONGEST])


class LineIds:
    """The ids of the lines of a master."""

    def __init__(self, resume: Resume) -> None:
        self.lines: Mapping[str, NamedLine] = {line.key: line for line in named_lines(resume)}
        self._codes = line_codes(self.lines.values())
        self._own = {line.id: line.key for line in self.lines.values() if line.id}
        prefixes = Counter(
            code[:size] for code in self._codes.values() for size in range(SHORTEST, LONGEST + 1)
        )
        self._ids = {
            key: next((code[:n] for n in range(SHORTEST, LONGEST) if prefixes[code[:n]] == 1), code)
            for key, code in self._codes.items()
        }

    def id_of(self, key: str) -> str:
        """The short id of a line: its own `id`, the name of a section, else the computed one."""
        line = self.lines.get(key)
        if line is None:
            return key
        if line.id:
            return line.id
        if key == SUMMARY:
            return "summary"
        return key if "/" not in key else self._ids[key]

    def long_id_of(self, key: str) -> str:
        """The id with words of the text before it, such as `cut-costs-k3f7`: for files that people
        read. It means the same as the short one."""
        short = self.id_of(key)
        if short != self._ids.get(key):
            return short
        words = re.findall(r"[^\W_]+", self.lines[key].text.casefold())[:SLUG_WORDS]
        return "-".join([*words, short])

    def find(self, reference: str) -> str | None:
        """The key of the line that a reference means, None if there is not exactly one.

        A reference is a key, an `id` of the master, a short or long computed id, or the whole text
        of a line.
        """
        keys = self.candidates(reference)
        return keys[0] if len(keys) == 1 else None

    def texts(self, references: Iterable[str]) -> dict[str, str]:
        """The text of the line that each reference or pin means, of those that mean one."""
        pairs = ((reference, self.find(self.split_pin(reference)[0])) for reference in references)
        return {reference: self.lines[key].text for reference, key in pairs if key}

    def split_pin(self, pin: str) -> tuple[str, str]:
        """The reference of a pin, and the beginning of the wording that must be printed ("" for
        any): `k3f7=Cut the` -> (`k3f7`, `Cut the`). A reference may be a text with = in it."""
        if "=" not in pin or self.candidates(pin):
            return pin, ""
        reference, _, wording = pin.partition("=")
        return reference.strip(), wording.strip()

    def candidates(self, reference: str) -> list[str]:
        """The keys of the lines that a reference fits."""
        if reference in self._own:
            return [self._own[reference]]
        if reference in self.lines:
            return [reference]
        if reference == "summary" and SUMMARY in self.lines:
            return [SUMMARY]
        code, wanted = reference.rpartition("-")[2], normalise_text(reference)
        if CODE.fullmatch(code):
            keys = [key for key, whole in self._codes.items() if whole.startswith(code)]
            keys = keys or [key for key in self.lines if self._had_code(key, code)]
            if keys:
                return keys
        return [key for key, line in self.lines.items() if normalise_text(line.text) == wanted]

    def _had_code(self, key: str, code: str) -> bool:
        """Whether a line has a code where fewer, or more, lines have its text."""
        line = self.lines[key]
        codes = (text_code(line.text), text_code(line.text, line.context))
        return any(whole.startswith(code) for whole in codes)

    def nearest(self, reference: str, text: str = "") -> list[str]:
        """The keys of the lines that a reference without a line may have meant, best first; `text`
        is what that line said, if it is known."""
        words = text or " ".join(reference.split("-")[:-1]) or reference
        wanted = normalise_text(words)

        def likeness(key: str) -> float:
            candidate = normalise_text(self.lines[key].text)
            candidate = candidate if text else candidate[: len(wanted)]
            return SequenceMatcher(None, wanted, candidate, autojunk=False).ratio()

        ranked = sorted(((likeness(key), key) for key in self.lines), key=lambda pair: -pair[0])
        return [key for ratio, key in ranked[:NEAR] if ratio >= LEAST_ALIKE]

    def describe(self, key: str) -> str:
        """A line as messages name it, such as `k3f7 (“Cut costs by ...”)`."""
        text = self.lines[key].text
        return f"{self.id_of(key)} (“{text if len(text) <= 60 else text[:59].rstrip() + '…'}”)"

    def unknown_problem(self, reference: str, text: str = "") -> Problem:
        """The fault that a reference means no line, or several, with the nearest lines."""
        keys = self.candidates(reference)
        if len(keys) > 1:
            hint = "write one of " + ", ".join(self.id_of(key) for key in keys)
            return Problem(f"{len(keys)} lines of the master fit {reference}", hint=hint)
        was = f": it was “{text}”" if text else ""
        similar = [] if text else get_close_matches(reference, self._own, 1)
        hint = f"did you mean {similar[0]}?" if similar else ""
        if not hint and "/" in reference and not text:
            hint = suggest_key(reference, self.lines)
        if not hint and (near := self.nearest(reference, text)):
            hint = "was it edited? the nearest: " + "; ".join(map(self.describe, near))
        hint = hint or "tailor match -v lists the id and the key of every line"
        return Problem(f"nothing in the master has the key {reference}{was}", hint=hint)

    def moved_problem(self, reference: str, text: str) -> Problem | None:
        """A warning if a key of a line now means another line than the one that said `text`."""
        line = self.lines.get(reference)
        if line is None or "/" not in reference or reference in self._own:
            return None
        now, before = normalise_text(line.text), normalise_text(text)
        others = [key for key, other in self.lines.items() if normalise_text(other.text) == before]
        is_alike = SequenceMatcher(None, now, before, autojunk=False).ratio() >= LEAST_ALIKE
        if now == before or (is_alike and not others):
            return None
        message = f"{reference} is another line now: “{line.text}”; it was “{text}”"
        meant = others or self.nearest("", text)
        names = " or ".join(self.long_id_of(key) for key in meant)
        hint = f"for the original line, write {names}" if meant else "that line is gone"
        keep = f"for this one, {self.long_id_of(reference)}: ids stay when lines move"
        return Problem(message, hint=f"{hint}; {keep}", level="warning")


def line_codes(lines: Iterable[NamedLine]) -> dict[str, str]:
    """The whole code of each line: of its text; where several have the same, of what it is in
    too; where that is the same, of its number among them."""
    lines = list(lines)
    plain = {line.key: text_code(line.text) for line in lines}
    often = Counter(plain.values())
    codes: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for line in lines:
        code = plain[line.key]
        if often[code] > 1:
            inside = text_code(line.text, line.context)
            seen[inside] += 1
            again = seen[inside]
            code = inside if again == 1 else text_code(line.text, line.context, str(again))
        codes[line.key] = code
    return codes
