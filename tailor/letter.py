"""A letter of one page out of the paragraphs that a master has for letters.

Of each part (greeting, opening, motivation, closing, sign-off) the paragraph that scores best for
the posting is printed, of the achievements the best few: by the same scores as the lines of a page.
No sentence is made: {company} and {title} are filled in, and a paragraph that needs what is not
known is not used. A date may be above them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from tailor.cache import NOWHERE, Cache
from tailor.errors import InputError, Problem, UnfitError
from tailor.i18n import choose_translation, format_day
from tailor.layout import LETTER, Part, page_parts
from tailor.line_ids import LineIds
from tailor.models import (
    Bullet,
    Document,
    Entry,
    Finding,
    Group,
    Keyword,
    Mark,
    Posting,
    Resume,
    Score,
    Section,
)
from tailor.optimizer.rules import Rules
from tailor.optimizer.tags import emphasise_tags, left_out_by_tags, parse_emphasis
from tailor.page_form import form_page
from tailor.pipeline import Options, Progress, match
from tailor.render.style import PageStyle
from tailor.render.templates import Template
from tailor.typesetter import Typesetter, find_any_template, make_typesetter

ACHIEVEMENTS = "achievements"
MOST_ACHIEVEMENTS = 3
"""How many achievements are printed at most: with greeting and closing that fills a page."""
MOST_TRIED = 15
"""How many of the best achievements are combined with each other."""
NAMED = 1.0
"""Points by which one of nearly equal wordings is ahead if it names the company or the title; the
scores do not see these words."""
PLACEHOLDER = re.compile(r"\{(\w+)\}")
SIGNATURE = "basics/name"
"""The key of the last line: the person's name."""
DATE = "letters/date"
"""The key of the line with the date."""
POINT_SP = 65_536
"""A TeX point in sp."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a paragraph: as the master has it, as it is printed, what it is worth."""

    bullet: Bullet
    variant: int
    text: str
    score: Score

    @property
    def part(self) -> str:
        """greeting, opening, motivation, achievements, closing or signOff."""
        return letter_part(self.bullet.key)

    @property
    def names_posting(self) -> bool:
        """Whether it names the company or the title."""
        return PLACEHOLDER.search(self.bullet.texts[self.variant]) is not None


@dataclass(frozen=True, slots=True)
class Unused:
    """A paragraph that is not in the letter, and why."""

    key: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that was made: what it says, what it leaves out, and the page as a résumé.

    `company` and `title` are what was filled in, `date` is the line with the date, "" if there is
    none; `fill` is used height over page height.
    """

    posting: Posting
    keywords: tuple[Keyword, ...]
    company: str
    title: str
    chosen: tuple[Wording, ...]
    unused: tuple[Unused, ...]
    page: Resume
    document: Document
    findings: tuple[Finding, ...]
    template: Template
    fill: float
    date: str = ""


def letter_part(key: str) -> str:
    """letters/opening/0 -> opening"""
    return key.split("/")[1]


def write_letter(
    master: Resume,
    posting: Posting,
    options: Options,
    company: str = "",
    title: str = "",
    progress: Progress = str,
    cache: Cache = NOWHERE,
    day: date | None = None,
) -> Letter:
    """The best letter of a master for a posting.

    Args:
        master: its `letters` are what there is to choose from.
        posting: what the letter answers.
        options: template, paper, accent colour and weights.
        company: what {company} stands for, if not what the posting says; likewise `title`.
        progress: called with the name of each step when it begins.
        cache: as in `tailor.pipeline.tailor`.
        day: the date of the letter, printed as its language writes it; None prints none.

    Raises:
        InputError: there are no letters; or all paragraphs of a part need what is not known.
        UnfitError: no letter fits on one page.
        TemplateError, ToolchainError, LimitError: it cannot be typeset.
    """
    master = choose_translation(master, posting.language)
    if not master.letters:
        hint = "add paragraphs under letters: (docs/letter.md shows how)"
        raise InputError(Problem("the master has no letters", hint=hint))
    words = {"company": company or posting.company, "title": title or posting.title}
    pool, rules = letter_pool(master), known_tags(options.rules, master.letters)
    matched = match(pool, posting, progress, rules.weights, cache)
    hidden, scores = (
        left_out_by_tags(LineIds(pool), rules),
        emphasise_tags(matched.scores, pool, rules),
    )
    wordings, unused = usable_wordings(master.letters, words, scores, hidden)
    form = form_page(master, (posting,), keep_order=True)
    markup = (*form.resume.markup, *filled_markup(wordings, dict(form.resume.markup), words))
    head = replace(form.resume, summary=None, sections=(), letters=(), markup=markup)
    dated = format_day(day, head.language) if day else ""
    progress("measuring and choosing the paragraphs")
    machine = make_typesetter(
        letter_page(head, wordings, dated),
        find_any_template(options.template),
        PageStyle(options.paper, options.accent),
        cache,
    )
    heights, room, whole = measure_wordings(machine, head, wordings, dated)
    chosen = choose_paragraphs(wordings, heights, room)
    page = letter_page(head, chosen, dated)
    progress("typesetting")
    document = machine.print(page)
    progress("reading the letter back")
    findings = machine.check(document, page, 1)
    filled = sum(heights[wording] for wording in chosen) - room
    return Letter(
        posting,
        matched.keywords,
        words["company"],
        words["title"],
        chosen,
        (*unused, *find_outscored(wordings, chosen)),
        page,
        document,
        findings,
        machine.template,
        1 + filled / whole,
        dated,
    )


def known_tags(rules: Rules, letters: Sequence[Bullet]) -> Rules:
    """The rules with those tags that paragraphs have: others are about lines of the page."""
    tags = {tag for paragraph in letters for tag in paragraph.tags}
    return replace(
        rules,
        emphasise=tuple(item for item in rules.emphasise if parse_emphasis(item)[0] in tags),
        only_tags=tuple(tag for tag in rules.only_tags if tag in tags),
        hide_tags=tuple(tag for tag in rules.hide_tags if tag in tags),
    )


def fill_placeholders(text: str, words: Mapping[str, str]) -> str:
    """The text with {company} and {title} filled in; "Inc." before a full stop ends with one."""
    for name, word in words.items():
        if word:
            text = text.replace(f"{{{name}}}.", word if word.endswith(".") else f"{word}.")
            text = text.replace(f"{{{name}}}", word)
    return text


def filled_markup(
    wordings: Iterable[Wording],
    markup: Mapping[str, tuple[Mark, ...]],
    words: Mapping[str, str],
) -> Iterator[tuple[str, tuple[Mark, ...]]]:
    """The marks of wordings in which something was filled in, moved to where they are then."""
    for wording in wordings:
        text = wording.bullet.texts[wording.variant]
        if text != wording.text and text in markup:

            def moved(position: int, text: str = text) -> int:
                return len(fill_placeholders(text[:position], words))

            marks = (replace(m, start=moved(m.start), end=moved(m.end)) for m in markup[text])
            yield wording.text, tuple(marks)


def letter_pool(master: Resume) -> Resume:
    """The paragraphs to be scored as the lines of a page are, each as a job of its own; what is
    in braces scores nothing."""
    entries = []
    for paragraph in master.letters:
        first, *others = map(without_blanks, paragraph.texts)
        blank = replace(paragraph, text=first, variants=tuple(others))
        entries.append(Entry(paragraph.key, groups=(Group(paragraph.key, bullets=(blank,)),)))
    section = Section("letters", "", "work", tuple(entries))
    return replace(master, summary=None, letters=(), sections=(section,))


def without_blanks(text: str) -> str:
    return " ".join(PLACEHOLDER.sub(" ", text).split()) or "-"


def as_letter(head: Resume, bullets: Sequence[Bullet]) -> Resume:
    """A résumé that is a letter: a head, and paragraphs."""
    entry = Entry("letters", groups=(Group("letters", bullets=tuple(bullets)),))
    return replace(head, sections=(Section("letters", "", LETTER, (entry,)),))


def letter_page(head: Resume, chosen: Iterable[Wording], dated: str) -> Resume:
    """The page: head, date if there is one, paragraphs, and the name below the sign-off."""
    bullets = [Bullet(DATE, dated)] if dated else []
    bullets += [Bullet(wording.bullet.key, wording.text) for wording in chosen]
    if any(letter_part(bullet.key) == "signOff" for bullet in bullets):
        bullets.append(Bullet(SIGNATURE, head.name))
    return as_letter(head, bullets)


def usable_wordings(
    letters: Sequence[Bullet],
    words: Mapping[str, str],
    scores: Mapping[tuple[str, int], Score],
    hidden: Mapping[str, str],
) -> tuple[tuple[Wording, ...], tuple[Unused, ...]]:
    """The wordings that can be printed, and the paragraphs of which none can; `hidden` are keys
    that tags leave out, each with the reason.

    Raises InputError, naming the option, if that leaves a part without any.
    """
    result: list[Wording] = []
    unused: list[Unused] = []
    lacking: dict[str, set[str]] = {}
    for paragraph in letters:
        reason = "its keep is never" if paragraph.keep == "never" else hidden.get(paragraph.key)
        if reason:
            unused.append(Unused(paragraph.key, paragraph.text, reason))
            continue
        usable = [(v, text) for v, text in enumerate(paragraph.texts) if not gaps_in(text, words)]
        for variant, text in usable:
            score = scores.get((paragraph.key, variant)) or Score(paragraph.key, variant, 0.0)
            result.append(Wording(paragraph, variant, fill_placeholders(text, words), score))
        if not usable:
            names = gaps_in(paragraph.text, words)
            lacking.setdefault(letter_part(paragraph.key), set()).update(names)
            reason = f"the posting names no {' and no '.join(names)}"
            unused.append(Unused(paragraph.key, paragraph.text, reason))
    parts = {wording.part for wording in result}
    problems = [
        missing_word_problem(part, sorted(names))
        for part, names in lacking.items()
        if part not in parts
    ]
    if problems:
        raise InputError(*problems)
    return tuple(result), tuple(unused)


def gaps_in(text: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """The placeholders of a text for which nothing is known."""
    names = dict.fromkeys(PLACEHOLDER.findall(text))
    return tuple(name for name in names if not words.get(name))


def missing_word_problem(part: str, names: Sequence[str]) -> Problem:
    options = " and ".join(f"--{name} {name.upper()}" for name in names)
    message = f"letters/{part}: the posting names no {' and no '.join(names)}"
    hint = f"give {options}, or add a wording without {{{'} and {'.join(names)}}}"
    return Problem(message, hint=hint)


def measure_wordings(
    machine: Typesetter, head: Resume, wordings: Sequence[Wording], dated: str
) -> tuple[dict[Wording, int], int, int]:
    """The height of each wording in sp, the height for all of them, and that of a page."""
    page = letter_page(head, wordings, dated)
    parts = list(page_parts(page))
    measured = machine.measurer(page)(parts)
    by_part = dict(zip(parts, measured.heights, strict=True))
    heights = {
        wording: by_part[Part("letter", Bullet(wording.bullet.key, wording.text))]
        for wording in wordings
    }
    fixed = [part for part in parts if part.kind == "header" or is_date_or_name(part)]
    return heights, measured.page - sum(by_part[part] for part in fixed), measured.page


def is_date_or_name(part: Part) -> bool:
    return isinstance(part.value, Bullet) and part.value.key in (DATE, SIGNATURE)


def choose_paragraphs(
    wordings: Sequence[Wording], heights: Mapping[Wording, int], room: int
) -> tuple[Wording, ...]:
    """The paragraphs of the letter, in the order of its parts.

    Of each part but the achievements the best wording; of the achievements the set of at most
    `MOST_ACHIEVEMENTS` that is worth most besides them and fits. If no set fits, the shortest
    wordings are taken instead of the best. What is kept always goes first.

    Args:
        wordings: those that can be printed, part by part.
        heights: of each, in sp.
        room: height for all of them together, in sp.

    Raises UnfitError if nothing fits.
    """
    for rank in (rank_by_worth, lambda wording: (*rank_by_worth(wording)[:1], -heights[wording])):
        single, several = best_of_parts(wordings, rank)
        left = room - sum(heights[wording] for wording in single)
        sets = achievement_sets(several)
        fitting = [some for some in sets if sum(heights[index] for index in some) <= left]
        if left >= 0 and fitting:
            best = max(
                fitting, key=lambda some: (round(joint_worth((*single, *some)), 6), len(some))
            )
            order = {wording.part: number for number, wording in enumerate(wordings)}
            ranked = sorted(best, key=lambda wording: -wording.score.value)
            return tuple(sorted((*single, *ranked), key=lambda wording: order[wording.part]))
    over = (sum(heights[wording] for wording in (*single, *several[:1])) - room) / POINT_SP
    message = f"the letter does not fit on one page: it is {over:.0f} pt too long"
    raise UnfitError(Problem(message, hint="shorten a paragraph, or add a shorter wording of it"))


Rank = Callable[[Wording], tuple[bool, float]]


def rank_by_worth(wording: Wording) -> tuple[bool, float]:
    worth = wording.score.value + NAMED * wording.names_posting
    return wording.bullet.keep == "always", round(worth, 6)


def best_of_parts(wordings: Sequence[Wording], rank: Rank) -> tuple[list[Wording], list[Wording]]:
    """The best wording of each part but the achievements, and the best of each achievement,
    best first."""
    best: dict[str, Wording] = {}
    for wording in wordings:
        place = wording.bullet.key if wording.part == ACHIEVEMENTS else wording.part
        if place not in best or rank(wording) > rank(best[place]):
            best[place] = wording
    single = [wording for wording in best.values() if wording.part != ACHIEVEMENTS]
    several = [wording for wording in best.values() if wording.part == ACHIEVEMENTS]
    return single, sorted(several, key=rank, reverse=True)


def achievement_sets(several: Sequence[Wording]) -> Iterator[tuple[Wording, ...]]:
    """The sets of achievements that a letter may have: one at least if there are any."""
    if not several:
        yield ()
    fixed = tuple(wording for wording in several if wording.bullet.keep == "always")
    others = [wording for wording in several if wording not in fixed][:MOST_TRIED]
    for count in range(max(MOST_ACHIEVEMENTS - len(fixed), 0) + 1):
        yield from ((*fixed, *some) for some in combinations(others, count) if fixed or some)


def joint_worth(chosen: Iterable[Wording]) -> float:
    """What paragraphs are worth together, in points: a keyword counts once, by its best answer."""
    points: dict[str, float] = {}
    rest = 0.0
    for wording in chosen:
        rest += wording.score.value - sum(hit.points for hit in wording.score.hits)
        for hit in wording.score.hits:
            points[hit.term] = max(points.get(hit.term, 0.0), hit.points)
    return rest + sum(points.values())


def find_outscored(wordings: Sequence[Wording], chosen: Sequence[Wording]) -> Iterator[Unused]:
    """The paragraphs that could have been printed, and were not."""
    printed = {wording.bullet.key for wording in chosen}
    for key in dict.fromkeys(wording.bullet.key for wording in wordings):
        if key not in printed:
            same = (wording for wording in wordings if wording.bullet.key == key)
            best = max(same, key=rank_by_worth)
            yield Unused(key, best.text, "others answer more of the posting")
