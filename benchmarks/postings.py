"""How well postings of all shapes are read: `python -m benchmarks.postings` prints two tables.

The pages are those of tests/postings, made of adverts of invented firms. For each: are title,
company and the other facts right; which share of the lines that ask for something ends up in a
passage of that kind (must, nice or duties); which share of benefits, legal text and page furniture
is still there as something else than boilerplate.

The second table is about the adverts of tests/postings/prose_dev.txt and prose_held.txt, which
have no markup: facts right and wrong (a fact that the text does not give must stay empty), and the
share of marked stretches that are read as what they are. `-v` prints what is wrong.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from tailor.errors import TailorError
from tailor.model import Posting
from tailor.posting import READERS, parse
from tests.postings.pages import ASKED, FACTS, Page, pages
from tests.postings.prose import FACTS as PROSE_FACTS
from tests.postings.prose import Prose, prose


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
        posting = parse(text, page.name)
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
    posting = parse(advert.text, advert.file)
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
    for kinds, wanted in (
        (("must", "nice"), ("",)),
        (("duties",), ASKED),
        (("boilerplate",), ("boilerplate",)),
    ):
        chosen = [span for span in spans if span[0] in kinds]
        good = sum(span[1] in (wanted if wanted != ("",) else (span[0],)) for span in chosen)
        cells.append(share(good, len(chosen)))
    return f"| {' | '.join((name, str(len(readings)), *cells))} |"


def prose_faults(readings: Sequence[Reading]) -> Iterable[str]:
    for reading in readings:
        for fact, (verdict, name) in reading.facts.items():
            if verdict != "right":
                yield f"{reading.advert}: {fact} {verdict}: {name!r}"
        for kind, found, words in reading.spans:
            if found != kind and not (kind == "duties" and found in ASKED):
                yield f"{reading.advert}: {kind} read as {found}: {words}"


def main() -> None:
    results = [judge(page) for page in pages()]
    print("\n".join(rows(results)))
    if "-v" in sys.argv:
        print("\n".join(faults(results)))
    titles = ("adverts", "number", *PROSE_FACTS, "facts wrong", "adverts that lose lines")
    titles += ("must and nice apart", "duties kept", "boilerplate known")
    print(f"\n| {' | '.join(titles)} |\n{'|---' * len(titles)}|")
    for part in ("dev", "held"):
        readings = [judge_prose(advert) for advert in prose(part)]
        print(prose_row(part, readings))
        if f"-v={part}" in sys.argv:
            print("\n".join(prose_faults(readings)))


if __name__ == "__main__":
    main()
