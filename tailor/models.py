"""The nouns of the program. Values never change once made; a tailored résumé is a `Resume` too."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, fields, is_dataclass


@dataclass(frozen=True, slots=True)
class Date:
    """A date as precise as it was typed: a year, perhaps a month (1-12), perhaps a day.

    `text` is set only for what has no number, such as "Summer 2020"; it is then printed as typed.
    """

    year: int
    month: int | None = None
    day: int | None = None
    text: str = ""

    def months(self, *, last: bool = False) -> int:
        """Months since year 0; a bare year counts as its January, or with `last` its December."""
        return self.year * 12 + ((self.month or (12 if last else 1)) - 1)


@dataclass(frozen=True, slots=True)
class Profile:
    """A presence elsewhere, such as a GitHub account."""

    network: str
    username: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    email: str = ""
    phone: str = ""
    url: str = ""
    place: str = ""
    profiles: tuple[Profile, ...] = ()


@dataclass(frozen=True, slots=True)
class Bullet:
    """One statement of the master, in one or more wordings of which at most one is printed.

    `key` is its path in the master, such as `work/0/highlights/3`; `id` the name that its owner
    gave it, "" if none (`tailor.line_ids`).
    `keep` is "always", "never" or "" (let the posting decide); `weight` multiplies its score.
    """

    key: str
    text: str
    variants: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    keep: str = ""
    weight: float = 1.0
    id: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text, *self.variants)


@dataclass(frozen=True, slots=True)
class Group:
    """A named piece of work inside an entry, with its technologies.

    An entry without named pieces has one group without a title. A group without
    bullets is a plain list of keywords (the courses of a degree).
    """

    key: str
    title: str = ""
    keywords: tuple[str, ...] = ()
    bullets: tuple[Bullet, ...] = ()
    id: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Employer:
    """What several positions with one employer have in common; it is printed once above them."""

    key: str
    name: str
    place: str = ""
    url: str = ""
    id: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A job, a degree, a project, a publication, a skill category, a language ...

    `end is None` with a `start` means "to this day". `note` is the short extra of some
    kinds: a grade, a skill level, a fluency, the roles in a project. `employer` is set if the
    entry is one of several positions with it; the entry has its name and place as well.
    """

    key: str
    title: str = ""
    organisation: str = ""
    place: str = ""
    start: Date | None = None
    end: Date | None = None
    url: str = ""
    note: str = ""
    authors: tuple[str, ...] = ()
    summary: Bullet | None = None
    groups: tuple[Group, ...] = ()
    id: str = ""
    tags: tuple[str, ...] = ()
    employer: Employer | None = None

    @property
    def bullets(self) -> tuple[Bullet, ...]:
        return tuple(bullet for group in self.groups for bullet in group.bullets)


@dataclass(frozen=True, slots=True)
class Section:
    """`kind` is the JSON Resume key it came from (work, education, ...) or "custom"."""

    key: str
    title: str
    kind: str
    entries: tuple[Entry, ...] = ()
    id: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that is bold, italic or a link: characters `start` to `end`."""

    start: int
    end: int
    kind: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """A master, or a page of it; of `label` and `label_variants` a page has the nearest.

    `markup` are texts that have inline marks, each with its marks; the texts themselves are plain.
    `letters` are the paragraphs of letters, with keys such as `letters/opening/0`. `translations`
    are the same master in the other languages that its texts are given in.
    """

    name: str
    label: str = ""
    contact: Contact = field(default_factory=Contact)
    summary: Bullet | None = None
    sections: tuple[Section, ...] = ()
    language: str = "en"
    label_variants: tuple[str, ...] = ()
    markup: tuple[tuple[str, tuple[Mark, ...]], ...] = ()
    letters: tuple[Bullet, ...] = ()
    translations: tuple["Resume", ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a posting: `kind` is must, nice, duties, context or boilerplate.

    `start` and `end` are character offsets into `Posting.text`.
    """

    kind: str
    heading: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Posting:
    """A job advert as clean text, split into passages that cover it in order.

    `years` and the lowest `degree` are what it asks for; `notes` tell what is odd; `sha256` is that
    of the file that it was read from, "" if it was in none.
    """

    text: str
    title: str = ""
    company: str = ""
    source: str = ""
    language: str = "en"
    passages: tuple[Passage, ...] = ()
    place: str = ""
    seniority: str = ""
    years: int | None = None
    degree: str = ""
    notes: tuple[str, ...] = ()
    sha256: str = field(default="", repr=False, compare=False)


KINDS = ("must", "nice", "context")
"""Of keywords: what a posting requires, what it wishes for, what it only speaks of."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """Something the posting asks for.

    `kind` is must, nice or context; `weight` is in points; `variants` are spellings that count
    as the same; `quotes` are the sentences that ask for it, `spans` the character offsets of its
    mentions; `choice` are terms that will do in its place ("Java or Kotlin").
    """

    term: str
    kind: str
    weight: float
    variants: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    choice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A keyword answered by words of a line; `points = weight * strength`, strength in (0, 1]."""

    term: str
    weight: float
    strength: float
    words: str

    @property
    def points(self) -> float:
        return self.weight * self.strength


@dataclass(frozen=True, slots=True)
class Score:
    """One wording of one line; `value` is the sum of the hits' points and of the named extras
    (relevance, job, length ...). Of a job's lines the one of the greatest `lead` comes first."""

    key: str
    variant: int
    value: float
    hits: tuple[Hit, ...] = ()
    extras: tuple[tuple[str, float], ...] = ()
    lead: float = 0.0


@dataclass(frozen=True, slots=True)
class Cut:
    """A line that is not on the page, why, and the height in sp that it would need.

    `loss`: a page with it is known that is worth at most so many points less; None if none is. It
    lacks the lines with the keys `instead`.
    """

    key: str
    text: str
    value: float
    reason: str
    height: int
    loss: float | None = None
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The chosen page: a tailored résumé, what was cut, and the proof.

    `objective` is what the page is worth and `bound` the most that any could be, in points; equal
    means proven. `fill` is used height over page height. `chosen` are (key, variant) pairs.
    `kept` are (key, why) of what must be there; a cut line whose return costs less than `toss_up`
    points is a toss-up.
    """

    resume: Resume
    chosen: tuple[tuple[str, int], ...]
    dropped: tuple[Cut, ...]
    objective: float
    bound: float
    fill: float
    kept: tuple[tuple[str, str], ...] = ()
    toss_up: float = 0.0

    @property
    def proven(self) -> bool:
        return self.bound - self.objective <= 1e-6

    def is_toss_up(self, points: float | None) -> bool:
        """Whether the return of a line that costs so many points is a matter of taste."""
        return points is not None and points < self.toss_up


@dataclass(frozen=True, slots=True)
class Document:
    """A typeset résumé: LaTeX source, PDF bytes, page count, and overfull boxes in pt."""

    tex: str
    pdf: bytes
    pages: int
    overfull: tuple[float, ...] = ()
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw: `level` is pass, warn or fail; `place` says where, if it is known."""

    check: str
    level: str
    message: str
    place: str = ""


def texts_in(value: object, left_out: Collection[str] = ()) -> Iterator[str]:
    """Every text in a value of the model, without the fields of some names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_in(item, left_out)
    elif is_dataclass(value):
        for member in fields(value):
            if member.name not in left_out:
                yield from texts_in(getattr(value, member.name), left_out)
