"""What a résumé's page must say, worked out from the résumé alone.

It shares no code with what prints the page, so that a mistake there cannot hide here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tailor.model import Bullet, Date, Entry, Group, Resume
from tailor.parts import Part, walk
from tailor.words import month, present

LONG_WORD = 40
"""Words of more characters may go over the end of a line; nothing else may be broken."""
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
WHOLE = r"(?:(?<!\w)|(?!\w)){}(?:(?!\w)|(?<!\w))"
"""Neither end of it is inside a word."""
ALONE = r"(?<![^\s\0|(<]){}(?![.,;:]?[^\s\0|)>,;:.])"
"""No other character touches it, save separators."""
SIDE = r"(?<![^\s\0|(]){}(?![^\s\0|;)])"
"""It stands alone; in a short line, readers put no more than a space at either end of it."""
PERIOD = r"(?<![-–—] ){}(?! ?[-–—])(?! \d)"
"""No date goes on before or after it."""
LETTERS = r"[^\W\d_]+"
SCHEME = re.compile(r"^(?:https?://|mailto:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    """One run of the page: `pattern` matches it, and nothing else, in folded text.

    `role` is name, contact, heading, text or side; a side text stands at the right-hand edge.
    """

    key: str
    role: str
    text: str
    pattern: re.Pattern[str]


def expected(resume: Resume) -> tuple[Text, ...]:
    """Every run that must be on the page, in page order."""
    return tuple(text for part in walk(resume) for text in part_texts(part, resume.language))


def part_texts(part: Part, language: str) -> Iterator[Text]:
    value = part.value
    if isinstance(value, Resume):
        yield from header_texts(value)
    elif isinstance(value, Bullet):
        yield verbatim(value.key, value.text)
    elif isinstance(value, Group):
        yield from each(value.key, (value.title, *value.keywords))
    elif isinstance(value, Entry):
        yield from (
            heading_texts(value, language) if part.kind == "entry" else line_texts(value, language)
        )
    elif part.kind == "section":
        yield verbatim(value.key, value.title.upper(), "heading")
    else:
        for entry in value.entries:
            yield from line_texts(entry, language)


def header_texts(resume: Resume) -> Iterator[Text]:
    contact = resume.contact
    if resume.name:
        yield one_line("basics/name", "name", resume.name)
    yield from each("basics/label", (resume.label,))
    for key in ("phone", "email", "place"):
        if text := getattr(contact, key):
            yield one_line(f"basics/{key}", "contact", text)
    if contact.url:
        yield link("basics/url", contact.url)
    for number, profile in enumerate(contact.profiles):
        key = f"basics/profiles/{number}"
        if profile.url:
            yield link(key, profile.url)
        else:
            for text in (profile.network, profile.username):
                if text:
                    yield one_line(key, "contact", text)


def heading_texts(entry: Entry, language: str) -> Iterator[Text]:
    yield from each(entry.key, (entry.organisation,))
    if entry.place:
        yield side(entry.key, entry.place, literal(entry.place))
    yield from each(entry.key, (entry.title, entry.note))
    yield from when(entry, language)
    yield from each(entry.key, entry.authors)


def line_texts(entry: Entry, language: str) -> Iterator[Text]:
    """The texts of an entry that is one paragraph."""
    yield from each(entry.key, entry.authors)
    if not entry.title and entry.url:
        yield link(entry.key, entry.url)
    yield from each(entry.key, (entry.title, entry.organisation, entry.place, entry.note))
    if entry.summary:
        yield verbatim(entry.summary.key, entry.summary.text)
    for group in entry.groups:
        yield from each(group.key, (group.title, *group.keywords))
        for bullet in group.bullets:
            yield verbatim(bullet.key, bullet.text)
    yield from when(entry, language)


def each(key: str, texts: Iterable[str]) -> Iterator[Text]:
    return (verbatim(key, text) for text in texts if text)


def verbatim(key: str, text: str, role: str = "text") -> Text:
    """The text itself; lines may end at its spaces and inside its longest words."""
    pattern = "[ \n]".join(map(word, text.split()))
    return Text(key, role, text, re.compile(WHOLE.format(pattern)))


def word(text: str) -> str:
    return "\n?".join(map(re.escape, text)) if len(text) > LONG_WORD else re.escape(text)


def literal(text: str) -> str:
    return " ".join(map(re.escape, text.split()))


def one_line(key: str, role: str, text: str) -> Text:
    return Text(key, role, text, re.compile(ALONE.format(literal(text))))


def side(key: str, text: str, pattern: str) -> Text:
    return Text(key, "side", text, re.compile(SIDE.format(pattern)))


def link(key: str, url: str) -> Text:
    """A URL, with or without its scheme and closing slash, in one line."""
    shown = SCHEME.sub("", url).removesuffix("/")
    pattern = f"(?:https?://)?{re.escape(shown)}/?"
    return Text(key, "contact", shown, re.compile(ALONE.format(pattern)))


def when(entry: Entry, language: str) -> Iterator[Text]:
    """The dates of an entry: month names and years, whatever stands between start and end."""
    days = [day for day in (entry.start, entry.end) if day]
    if not days:
        return
    patterns = {typed(day, language): date(day, language) for day in days}
    if not entry.end:
        patterns[present(language)] = LETTERS
    pattern = r" ?(?:[-–—]|to) ?".join(patterns.values())
    yield side(entry.key, " – ".join(patterns), PERIOD.format(pattern))


def typed(day: Date, language: str) -> str:
    """A date as it is quoted in messages: in the words of the page."""
    return day.text or (f"{month(day.month, language)} {day.year}" if day.month else str(day.year))


def date(day: Date, language: str) -> str:
    if day.text:
        return literal(day.text)
    if not day.month:
        return str(day.year)
    name = MONTHS[day.month - 1]
    english = language.split("-")[0] == "en"
    named = f"(?:{name}|{name[:4]}|{name[:3]})" if english else LETTERS
    return f"{named}[.,]? {day.year}"
