"""How well postings of all shapes are read: `python -m benchmarks.postings` prints a table.

The pages are those of tests/postings, made of adverts of invented firms. For each: are title,
company and the other facts right; which share of the lines that ask for something ends up in a
passage of that kind (must, nice or duties); which share of benefits, legal text and page furniture
is still there as something else than boilerplate.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tailor.errors import TailorError
from tailor.model import Posting
from tailor.posting import READERS, parse
from tests.postings.pages import ASKED, FACTS, Page, pages


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


def main() -> None:
    results = [judge(page) for page in pages()]
    print("\n".join(rows(results)))
    if "-v" in sys.argv:
        print("\n".join(faults(results)))


if __name__ == "__main__":
    main()
