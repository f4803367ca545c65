"""How well postings of all shapes are read: `python -m benchmarks.postings` prints two tables.

The pages are those of tests/postings, made of adverts of invented firms. For each: are title,
company and the other facts right; which share of the lines that ask for something ends up in a
passage of that kind (must, nice or duties); which share of benefits, legal text and page furniture
is still there as something else than boilerplate.

The second table is about the adverts of tests/postings/prose_*.txt, which
have no markup: facts right and wrong (a fact that the text does not give must stay empty), and the
share of marked stretches that are read as what they are. `-v` prints what is wrong.

`python -m benchmarks.postings languages` does it for the adverts of tests/postings/languages, ten
in each of seven languages, in which {braces} mark the terms that a reader should find. One half of
each language (`held`) was put away before anything was tuned and was opened once, at the end.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from tailor.errors import TailorError
from tailor.keywords import extract
from tailor.keywords.lexicon import normalize
from tailor.models import Keyword, Posting
from tailor.posting import parse_posting
from tailor.posting.formats import READERS
from tests.postings.pages import ASKED, FACTS, Advertised, Page, advert, pages
from tests.postings.prose import FACTS as PROSE_FACTS
from tests.postings.prose import Prose, prose

LANGUAGES = Path(__file__).parents[1] / "tests" / "postings" / "languages"
HALVES = ("tuned", "held")
MARKED = re.compile(r"\{([^{}]*)\}")
BEST = 10
"""Keywords of which the share is taken that a reader would have written down."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was found on a page: which facts are right, and counts of lines."""

    page: str
    format: str
    facts: dict[str, bool]
    asked: int
    kept: int
    junk: int
    left: int
    missing: tuple[str, ...] = field(default=())
    leftover: tuple[str, ...] = field(default=())


def judge(page: Page) -> Result:
    """Reads one page and compares it with what was put on it."""
    try:
        text = page.data.decode() if page.format not in READERS else read(page)
        posting = parse_posting(text, page.name)
    except TailorError as error:
        posting = Posting(str(error))
    asked, junk = page.advert.said(*ASKED), (*page.advert.said("boilerplate"), *page.junk)
    useful = squeezed(p.text for p in posting.passages if p.kind in ASKED)
    other = squeezed(p.text for p in posting.passages if p.kind != "boilerplate")
    missing = tuple(line for line in asked if squeezed([line]) not in useful)
    leftover = tuple(line for line in junk if squeezed([line]) in other)
    right = {fact: value(posting, fact) == page.advert.facts[fact] for fact in FACTS}
    kept = len(asked) - len(missing)
    return Result(
        page.name, page.format, right, len(asked), kept, len(junk), len(leftover), missing, leftover
    )


def read(page: Page) -> str:
    return READERS[page.format](page.data, "utf-8", "")


def value(posting: Posting, fact: str) -> str:
    found = getattr(posting, fact)
    return "" if found is None else str(found)


def squeezed(texts: Iterable[str]) -> str:
    return re.sub(r"\W+", "", "".join(texts).lower())


def rows(results: Sequence[Result]) -> Iterable[str]:
    """The table: a row for each format, and one for all."""
    titles = ("format", "pages", *FACTS, "asked lines kept", "boilerplate left")
    yield f"| {' | '.join(titles)} |"
    yield "|---" * len(titles) + "|"
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.format].append(result)
    for name, group in [*sorted(groups.items()), ("all", [*results])]:
        facts = [share(sum(one.facts[fact] for one in group), len(group)) for fact in FACTS]
        kept = share(sum(one.kept for one in group), sum(one.asked for one in group))
        left = share(sum(one.left for one in group), sum(one.junk for one in group))
        yield f"| {' | '.join((name, str(len(group)), *facts, kept, left))} |"


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def faults(results: Sequence[Result]) -> Iterable[str]:
    for one in results:
        wrong = [fact for fact, right in one.facts.items() if not right]
        if wrong or one.missing or one.leftover:
            yield f"{one.page}: wrong {wrong}, missing {one.missing}, left {one.leftover}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in an advert without markup.

    `facts` has "right", "wrong" (another value than the text gives) or "missed" for each;
    `spans` the marked kind, the kind that it was read as, and the words.
    """

    advert: str
    facts: dict[str, tuple[str, str]]
    spans: tuple[tuple[str, str, str], ...]


def judge_prose(advert: Prose) -> Reading:
    """Reads one advert; a stretch has the kind that most of its letters have."""
    posting = parse_posting(advert.text, advert.file)
    kinds = [""] * len(posting.text)
    for passage in posting.passages:
        kinds[passage.start : passage.end] = [passage.kind] * (passage.end - passage.start)
    seen = [kind for letter, kind in zip(posting.text, kinds, strict=True) if letter.isalnum()]
    before = [0, *accumulate(letter.isalnum() for letter in advert.text)]
    if before[-1] != len(seen):
        raise AssertionError(f"{advert.slug}: letters were lost")
    spans = []
    for kind, start, end in advert.spans:
        found = Counter(seen[before[start] : before[end]])
        if found:
            spans.append((kind, found.most_common(1)[0][0], advert.text[start:end]))
    facts = {}
    for fact in PROSE_FACTS:
        name = str(getattr(posting, fact))
        accepted = {squeezed([one]) for one in advert.facts[fact]}
        right = squeezed([name]) in accepted
        facts[fact] = ("right" if right else "wrong" if name else "missed", name)
    return Reading(advert.slug, facts, tuple(spans))


def prose_row(name: str, readings: Sequence[Reading]) -> str:
    """A row: facts right, facts wrong, and stretches by what they are read as."""
    verdicts = {
        fact: Counter(reading.facts[fact][0] for reading in readings) for fact in PROSE_FACTS
    }
    spans = [span for reading in readings for span in reading.spans]
    lost = [span for span in spans if span[0] in ASKED and span[1] == "boilerplate"]
    losing = sum(any(span in lost for span in reading.spans) for reading in readings)
    cells = [share(verdicts[fact]["right"], len(readings)) for fact in PROSE_FACTS]
    cells += [str(sum(verdicts[fact]["wrong"] for fact in PROSE_FACTS)), str(losing)]
    groups = (("must", "nice"), ("duties",), ("boilerplate",))
    for kinds in groups:
        chosen = [span for span in spans if span[0] in kinds]
        good = sum(span[1] == span[0] or is_duty_kept(span) for span in chosen)
        cells.append(share(good, len(chosen)))
    return f"| {' | '.join((name, str(len(readings)), *cells))} |"


def is_duty_kept(span: tuple[str, str, str]) -> bool:
    """A duty counts as kept if it is read as something that the employer asks for."""
    return span[0] == "duties" and span[1] in ASKED


def prose_faults(readings: Sequence[Reading]) -> Iterable[str]:
    for reading in readings:
        for fact, (verdict, name) in reading.facts.items():
            if verdict != "right":
                yield f"{reading.advert}: {fact} {verdict}: {name!r}"
        for kind, found, words in reading.spans:
            if found != kind and not (kind == "duties" and found in ASKED):
                yield f"{reading.advert}: {kind} read as {found}: {words}"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in an advert of one of the languages: counts, right ones and all.

    `must`, `nice`, `duties`: terms that are listed at all; `as_must`, `as_nice`: with that kind.
    `best`: of the first ten keywords those that a reader marked. `missing`: what is not listed.
    """

    slug: str
    counts: dict[str, tuple[int, int]]
    missing: tuple[str, ...]


def marked_adverts(half: str) -> tuple[Advertised, ...]:
    """The adverts of one half, with the marks in their lines."""
    files = sorted(LANGUAGES.glob(f"{half}_*.txt"))
    blocks = (block for file in files for block in file.read_text("utf-8").split("@ ")[1:])
    return tuple(advert(block) for block in blocks)


def unmarked(advert: Advertised) -> str:
    """The text of an advert as it would be published."""
    lines = [advert.title, f"{advert.company} | {advert.place}", ""]
    for part in advert.sections:
        lines += [part.heading, *part.lines, ""]
    return re.sub(r"[{}]", "", "\n".join(lines))


def read_marked(advert: Advertised) -> Found:
    posting = parse_posting(unmarked(advert))
    keywords = extract(posting)
    gold = {kind: MARKED.findall("\n".join(advert.said(kind))) for kind in ASKED}
    counts, missing = {}, []
    for kind, terms in gold.items():
        told = [one for one in terms if any(is_same(one, keyword) for keyword in keywords)]
        counts[kind] = len(told), len(terms)
        missing += [f"{kind} {one}" for one in terms if one not in told]
        if kind != "duties":
            of_kind = [keyword for keyword in keywords if keyword.kind == kind]
            right = [one for one in terms if any(is_same(one, keyword) for keyword in of_kind)]
            counts[f"as {kind}"] = len(right), len(terms)
    first = keywords[:BEST]
    every = [one for terms in gold.values() for one in terms]
    marked = [keyword for keyword in first if any(is_same(one, keyword) for one in every)]
    counts["best"] = len(marked), len(first)
    lines = [re.sub(r"[{}]", "", line) for line in advert.said(*ASKED)]
    junk = advert.said("boilerplate")
    useful = squeezed(p.text for p in posting.passages if p.kind in ASKED)
    other = squeezed(p.text for p in posting.passages if p.kind != "boilerplate")
    lost = [line for line in lines if squeezed([line]) not in useful]
    left = [line for line in junk if squeezed([line]) in other]
    counts["kept"] = len(lines) - len(lost), len(lines)
    counts["left"] = len(left), len(junk)
    counts["language"] = int(posting.language == advert.slug[:2]), 1
    counts["title"] = int(squeezed([posting.title]) == squeezed([advert.title])), 1
    counts["company"] = int(posting.company == advert.company), 1
    notes = [f"lost: {line}" for line in lost] + [f"left: {line}" for line in left]
    return Found(advert.slug, counts, (*missing, *notes))


def is_same(gold: str, keyword: Keyword) -> bool:
    """Whether a keyword is what a reader marked: the same words, or all words of one in the
    other, of which they are at least half."""
    wanted = {word for word in normalize(gold) if word.isalnum()}
    for name in (keyword.term, *keyword.variants):
        held = {word for word in normalize(name) if word.isalnum()}
        shared = len(wanted & held)
        if shared in (len(wanted), len(held)) and 2 * shared >= max(len(wanted), len(held)):
            return True
    return False


def read_half(half: str) -> dict[str, list[Found]]:
    """What was found in the adverts of one half, by language."""
    groups: dict[str, list[Found]] = defaultdict(list)
    for one in marked_adverts(half):
        groups[one.slug[:2]].append(read_marked(one))
    return groups


def language_rows(half: str) -> Iterable[str]:
    """A row for each language: shares of what is right."""
    groups = read_half(half)
    names = list(next(iter(groups.values()))[0].counts)
    yield f"| {half} | {' | '.join(names)} |"
    yield "|---" * (len(names) + 1) + "|"
    for language, group in groups.items():
        shares = [share_of(group, name) for name in names]
        yield f"| {language} | {' | '.join(f'{one:.2f}' for one in shares)} |"
    if "-v" in sys.argv:
        yield from (f"{one.slug}: {'; '.join(one.missing)}" for g in groups.values() for one in g)


def share_of(group: Sequence[Found], name: str) -> float:
    right, every = (sum(one.counts[name][i] for one in group) for i in (0, 1))
    return right / every if every else 0.0


def main() -> None:
    if "languages" in sys.argv:
        for half in HALVES if "held" in sys.argv else HALVES[:1]:
            print("\n".join(language_rows(half)))
        return
    results = [judge(page) for page in pages()]
    print("\n".join(rows(results)))
    if "-v" in sys.argv:
        print("\n".join(faults(results)))
    columns: tuple[str, ...] = (
        "adverts",
        "number",
        *PROSE_FACTS,
        "facts wrong",
        "adverts that lose lines",
    )
    columns += ("must and nice apart", "duties kept", "boilerplate known")
    print(f"\n| {' | '.join(columns)} |\n{'|---' * len(columns)}|")
    for part in ("dev", "held", "messy_dev", "messy_held"):
        readings = [judge_prose(advert) for advert in prose(part)]
        print(prose_row(part, readings))
        if f"-v={part}" in sys.argv:
            print("\n".join(prose_faults(readings)))


if __name__ == "__main__":
    main()
