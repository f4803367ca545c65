"""The texts that a page must hold, and how they are found in what a reader read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tailor.i18n import format_date, present_word
from tailor.layout import ENTRY_HEADINGS, Part, page_parts, visible_url
from tailor.models import Bullet, Date, Entry, Group, Resume

LONG_WORD, LONG_LINK = 40, 80
"""Words and addresses of more characters may go over the end of a line; nothing else may be broken.
An address does so only where it is wider than a line."""
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
LETTERS = r"[^\W\d_]+"


@dataclass(frozen=True, slots=True)
class Edges:
    """What may be before and after a text, as regular expressions that take no characters."""

    before: re.Pattern[str]
    after: re.Pattern[str]


WHOLE = Edges(re.compile(r"(?<!\w)|(?!\w)"), re.compile(r"(?!\w)|(?<!\w)"))
"""Neither end of it is inside a word."""
ALONE = Edges(re.compile(r"(?<![^\s\0|(<])"), re.compile(r"(?![.,;:]?[^\s\0|)>,;:.])"))
"""No other character touches it, save separators."""
SIDE = Edges(re.compile(r"(?<![^\s\0|(])"), re.compile(r"(?![^\s\0|;)])"))
"""It is a separate word; in a short line, readers put no more than a space at either end of it."""
PERIOD = r"(?<![-–—] ){}(?! ?[-–—])(?! \d)"
"""No date continues before or after it."""


@dataclass(frozen=True, slots=True)
class Text:
    """One run of the page: `source` is the regular expression that matches it, and nothing else,
    in folded text, between its `edges`.

    `role` is name, contact, heading, text or side; a side text is at the right-hand edge.
    `literal` says the same as `source` where it is not "": its words, with a space between two,
    which may be a line end with `any_space`. To look for it takes a fiftieth of the time that it
    takes to compile an expression.
    """

    key: str
    role: str
    text: str
    source: str
    edges: Edges
    literal: str = ""
    any_space: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        before, after = self.edges.before.pattern, self.edges.after.pattern
        return re.compile(f"(?:{before}){self.source}(?:{after})")

    def find(self, text: str, position: int = 0) -> tuple[int, int] | None:
        """Where the text comes first from a position on: its start and its end."""
        if not self.literal:
            match = self.pattern.search(text, position)
            return match.span() if match else None
        flat = text.replace("\n", " ") if self.any_space else text
        while (start := flat.find(self.literal, position)) >= 0:
            end = start + len(self.literal)
            if self.edges.before.match(text, start) and self.edges.after.match(text, end):
                return start, end
            position = start + 1
        return None

    def is_line(self, line: str) -> bool:
        """Whether a line holds the text and nothing else."""
        return (
            self.find(line) == (0, len(line))
            if self.literal
            else bool(self.pattern.fullmatch(line))
        )


def expected_texts(resume: Resume) -> tuple[Text, ...]:
    """Every run that must be on the page, in page order."""
    return tuple(text for part in page_parts(resume) for text in part_texts(part, resume.language))


def part_texts(part: Part, language: str) -> Iterator[Text]:
    value = part.value
    if isinstance(value, Resume):
        yield from header_texts(value)
    elif isinstance(value, Bullet):
        yield verbatim_text(value.key, value.text)
    elif isinstance(value, Group):
        yield from plain_texts(value.key, (value.title, *value.keywords))
    elif isinstance(value, Entry):
        yield from (
            heading_texts(value, language)
            if part.kind in ENTRY_HEADINGS
            else line_texts(value, language)
        )
    elif part.kind == "section":
        yield verbatim_text(value.key, value.title.upper(), "heading")
    else:
        for entry in value.entries:
            yield from line_texts(entry, language)


def header_texts(resume: Resume) -> Iterator[Text]:
    contact = resume.contact
    if resume.name:
        yield one_line_text("basics/name", "name", resume.name)
    yield from plain_texts("basics/label", (resume.label,))
    for key in ("phone", "email", "place"):
        if text := getattr(contact, key):
            yield one_line_text(f"basics/{key}", "contact", text)
    if contact.url:
        yield link_text("basics/url", contact.url)
    for number, profile in enumerate(contact.profiles):
        key = f"basics/profiles/{number}"
        if profile.url:
            yield link_text(key, profile.url)
        else:
            for text in (profile.network, profile.username):
                if text:
                    yield one_line_text(key, "contact", text)


def heading_texts(entry: Entry, language: str) -> Iterator[Text]:
    yield from plain_texts(entry.key, (entry.organisation,))
    if entry.place:
        source, literal = literal_pattern(entry.place), " ".join(entry.place.split())
        yield Text(entry.key, "side", entry.place, source, SIDE, literal)
    yield from plain_texts(entry.key, (entry.title, entry.note))
    yield from date_texts(entry, language)
    yield from plain_texts(entry.key, entry.authors)


def line_texts(entry: Entry, language: str) -> Iterator[Text]:
    """The texts of an entry that is one paragraph."""
    yield from plain_texts(entry.key, entry.authors)
    if not entry.title and entry.url:
        yield link_text(entry.key, entry.url)
    yield from plain_texts(entry.key, (entry.title, entry.organisation, entry.place, entry.note))
    if entry.summary:
        yield verbatim_text(entry.summary.key, entry.summary.text)
    for group in entry.groups:
        yield from plain_texts(group.key, (group.title, *group.keywords))
        for bullet in group.bullets:
            yield verbatim_text(bullet.key, bullet.text)
    yield from date_texts(entry, language)


def plain_texts(key: str, texts: Iterable[str]) -> Iterator[Text]:
    return (verbatim_text(key, text) for text in texts if text)


def verbatim_text(key: str, text: str, role: str = "text") -> Text:
    """The text itself; lines may end at its spaces and inside its longest words."""
    words = text.split()
    if words and max(map(len, words)) <= LONG_WORD:
        return Text(key, role, text, "", WHOLE, " ".join(words), any_space=True)
    return Text(key, role, text, "[ \n]".join(map(word_pattern, words)), WHOLE)


def word_pattern(text: str, longest: int = LONG_WORD) -> str:
    return "\n?".join(map(re.escape, text)) if len(text) > longest else re.escape(text)


def literal_pattern(text: str) -> str:
    return " ".join(map(re.escape, text.split()))


def one_line_text(key: str, role: str, text: str) -> Text:
    return Text(key, role, text, literal_pattern(text), ALONE, " ".join(text.split()))


def link_text(key: str, url: str) -> Text:
    """A URL, with or without its scheme and closing slash, in one line unless it is longer."""
    address = visible_url(url)
    pattern = f"(?:https?://)?{word_pattern(address, LONG_LINK)}/?"
    return Text(key, "contact", address, pattern, ALONE)


def date_texts(entry: Entry, language: str) -> Iterator[Text]:
    """The dates of an entry: month names and years, with any sign between start and end."""
    days = [day for day in (entry.start, entry.end) if day]
    if not days:
        return
    patterns = {format_date(day, language): date_pattern(day, language) for day in days}
    if not entry.end:
        patterns[present_word(language)] = LETTERS
    pattern = r" ?(?:[-–—]|to) ?".join(patterns.values())
    yield Text(entry.key, "side", " – ".join(patterns), PERIOD.format(pattern), SIDE)


def date_pattern(day: Date, language: str) -> str:
    if day.text:
        return literal_pattern(day.text)
    if not day.month:
        return str(day.year)
    name = MONTHS[day.month - 1]
    english = language.split("-")[0] == "en"
    month = f"(?:{name}|{name[:4]}|{name[:3]})" if english else LETTERS
    return f"{month}[.,]? {day.year}"


SPACE = re.compile(r"[ \t\r\n\f\v]+")
BLANK = "\0"


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What one reader made of the expected texts; `rest` is what it read besides."""

    missing: tuple[Text, ...] = ()
    disordered: tuple[Text, ...] = ()
    torn: tuple[Text, ...] = ()
    rest: str = ""


def fold_space(text: str) -> str:
    """The text with each run of white space as one line end, if it has one, or one space."""
    return SPACE.sub(
        lambda run: " " if run[0].isspace() and not has_line_end(run[0]) else "\n", text
    )


def has_line_end(space: str) -> bool:
    return any(character in space for character in "\r\n\f\v")


def read_back(raw: str, texts: Sequence[Text]) -> ReadBack:
    """Looks for every text, character for character.

    Left-hand texts must come in page order; side texts only have to be there. A text is torn
    if it is whole only without the side texts that the reader put between its lines.
    """
    text = fold_space(raw)
    left = [text for text in texts if text.role != "side"]
    sides = [text for text in texts if text.role == "side"]
    missing, disordered, rest = find_in_order(text, left)
    torn: tuple[Text, ...] = ()
    if missing:
        main, lifted = split_side_texts(text, sides)
        in_order, moved, besides = find_in_order(main, left)
        torn = tuple(text for text in missing if text not in in_order)
        if torn:
            missing, disordered, rest = in_order, moved, f"{besides}\n{lifted}"
    lost, rest = find_anywhere(rest, sides)
    return ReadBack((*missing, *lost), disordered, torn, rest.replace(BLANK, " "))


def find_in_order(
    text: str, texts: Sequence[Text]
) -> tuple[tuple[Text, ...], tuple[Text, ...], str]:
    """Texts that are missing, texts that are too early, and the text without the others."""
    missing: list[Text] = []
    disordered: list[Text] = []
    position = 0
    for expected in texts:
        span = expected.find(text, position)
        if span:
            position = span[1]
        else:
            span = expected.find(text)
            (disordered if span else missing).append(expected)
        if span:
            text = blank_match(text, span)
    return tuple(missing), tuple(disordered), text


def find_anywhere(text: str, texts: Sequence[Text]) -> tuple[tuple[Text, ...], str]:
    """Texts that are missing, each needing a place of its own, and the text without the others.

    Longer texts choose first, so that "2019" does not take the year of "May 2019".
    """
    missing = []
    for expected in sorted(texts, key=lambda expected: -len(expected.source)):
        span = expected.find(text)
        if span:
            text = blank_match(text, span)
        else:
            missing.append(expected)
    return tuple(missing), text


def blank_match(text: str, span: tuple[int, int]) -> str:
    start, end = span
    return text[:start] + BLANK * (end - start) + text[end:]


def split_side_texts(text: str, sides: Sequence[Text]) -> tuple[str, str]:
    """The lines that are not side texts, and those that are."""
    main: list[str] = []
    lifted: list[str] = []
    for line in text.split("\n"):
        is_side = any(side.is_line(line) for side in sides)
        (lifted if is_side else main).append(line)
    return "\n".join(main), "\n".join(lifted)
