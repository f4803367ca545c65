"""A résumé, its scores and its heights as a `Page`: one question with one best answer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tailor.fit import rules as tariff
from tailor.fit.blocks import Draft, Scores
from tailor.fit.gaps import highest_degree, holes, windows
from tailor.fit.objective import covered
from tailor.fit.page import Block, Need, Page, Stack
from tailor.fit.rules import Rules
from tailor.fit.wishes import Wishes, wishes
from tailor.fit.worth import Worth
from tailor.model import Bullet, Resume
from tailor.parts import Measure, shape

Similar = Sequence[tuple[str, int, str, int, float]]


def build(
    resume: Resume,
    scores: Scores,
    measure: Measure,
    similar: Similar,
    rules: Rules,
    required: Sequence[str] = (),
) -> Page:
    """The page to be filled; `required` are keys of entries that the posting asks for.

    Raises `InputError` for rules that the master contradicts.
    """
    wanted = wishes(resume, rules)
    worth = Worth(scores, rules)
    draft = Draft(worth, wanted, rules)
    draft.resume(resume)
    measured = measure([block.part for block in draft.blocks])
    blocks = refined(
        [replace(b, height=h) for b, h in zip(draft.blocks, measured.heights, strict=True)], rules
    )
    page = Page(blocks, measured.page * rules.max_pages, worth.tiers())
    page = replace(page, twins=tuple(twins(page, wanted)))
    page = replace(page, pairs=tuple(pairs(page, similar, rules)))
    page = replace(page, needs=tuple(needs(page, resume, wanted, rules, required)))
    page = replace(page, bridges=() if rules.allow_gaps else tuple(bridges(page, resume)))
    return replace(page, stacks=tuple(stacks(page, resume, wanted, rules)))


def refined(blocks: Sequence[Block], rules: Rules) -> tuple[Block, ...]:
    """Adds what height and place earn, and leaves out wordings that another one outdoes."""
    leaves = [block.slot for block in blocks if block.parent >= 0 and not block.head]
    total, rank = max(len(leaves), 200), len(leaves)
    fill = tariff.FILL * tariff.UNIT * rules.weight("fill")
    priced: list[Block] = []
    for block in blocks:
        gain = block.gain + round(fill * block.height / tariff.POINT)
        if block.parent >= 0 and not block.head:
            same = priced and priced[-1].slot == block.slot and block.kind in ("inline", "names")
            rank -= 0 if same else 1
            gain += rank * 200 // total
        priced.append(replace(block, gain=gain))
    return renumbered(priced, [not outdone(block, priced) for block in priced])


def outdone(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether a fuller list of the same names stands in no more height and earns as much."""
    if block.kind not in ("inline", "names"):
        return False
    return any(
        other.slot == block.slot
        and len(other.prints) > len(block.prints)
        and other.height <= block.height
        and other.gain >= block.gain
        for other in blocks
    )


def renumbered(blocks: Sequence[Block], keep: Sequence[bool]) -> tuple[Block, ...]:
    places = {-1: -1}
    kept: list[Block] = []
    for index, block in enumerate(blocks):
        if keep[index]:
            places[index] = len(kept)
            kept.append(replace(block, parent=places[block.parent]))
    return tuple(kept)


def twins(page: Page, wanted: Wishes) -> Iterator[tuple[int, ...]]:
    """Bullets of one list that say the same, word for word, and are not all pinned."""
    found: dict[tuple[int, str], list[int]] = {}
    for index, block in enumerate(page.blocks):
        if block.kind == "bullet" and isinstance(block.part.value, Bullet):
            text = " ".join(block.part.value.text.casefold().split())
            found.setdefault((block.parent, text), []).append(index)
    for same in found.values():
        slots = {page.blocks[index].slot for index in same}
        if len(slots) > 1 and len(slots & wanted.pinned) < 2:
            yield tuple(same)


def pairs(page: Page, similar: Similar, rules: Rules) -> Iterator[tuple[int, int, int]]:
    """Pairs of blocks that repeat each other, with what printing both loses."""
    places = {
        block.prints[0]: index
        for index, block in enumerate(page.blocks)
        if not block.head and len(block.prints) == 1
    }
    factor = tariff.REDUNDANCY * rules.weight("repetition")
    groups = {index: number for number, same in enumerate(page.twins) for index in same}
    for one, its, other, others, similarity in similar:
        a, b = places.get((one, its)), places.get((other, others))
        if a is None or b is None or page.blocks[a].slot == page.blocks[b].slot:
            continue
        if a in groups and groups[a] == groups.get(b):
            continue
        lesser = min(alone(page, page.blocks[a]), alone(page, page.blocks[b]))
        if (loss := round(similarity * factor * lesser)) > 0:
            yield min(a, b), max(a, b), loss


def alone(page: Page, block: Block) -> int:
    """Units that a block earns on an otherwise empty page."""
    return block.gain + sum(covered(page.tiers[t], percent) for t, percent in block.strengths)


def bridges(page: Page, resume: Resume) -> Iterator[tuple[int, frozenset[int]]]:
    """Old jobs, each with newer ones of which one must be there too."""
    slots = page.slots()
    allowed = frozenset(entry.key for s in resume.sections for entry in s.entries) & slots.keys()
    for old, newer in holes(resume, allowed):
        yield slots[old][0], frozenset(slots[key][0] for key in newer)


def needs(
    page: Page, resume: Resume, wanted: Wishes, rules: Rules, required: Sequence[str]
) -> Iterator[Need]:
    """What must be printed, and why."""
    slots = page.slots()
    prints: dict[str, list[int]] = {}
    for index, block in enumerate(page.blocks):
        for key, _ in block.prints:
            prints.setdefault(key, []).append(index)
    yield Need("header", frozenset(slots["header"]), "the name and contact data")
    if resume.summary and resume.summary.key in slots:
        yield Need(resume.summary.key, frozenset(slots[resume.summary.key]), "the summary")
    for key in sorted(wanted.pinned):
        found = slots.get(key) or tuple(prints.get(key, ()))
        if found:
            yield Need(key, frozenset(found), "pinned")
    allowed = frozenset(entry.key for s in resume.sections for entry in s.entries) & slots.keys()
    if degree := highest_degree(resume, allowed):
        yield Need(degree, frozenset(slots[degree]), "the highest degree")
    for key in required:
        if key in allowed:
            yield Need(key, frozenset(slots[key]), "the posting asks for it")
    for window in () if rules.allow_gaps else windows(resume, allowed):
        jobs = sorted(window, key=lambda key: slots[key])
        blocks = frozenset(index for key in jobs for index in slots[key])
        yield Need(" or ".join(jobs), blocks, "no gap of more than a year")


def stacks(page: Page, resume: Resume, wanted: Wishes, rules: Rules) -> Iterator[Stack]:
    """The entries of each section, and the bullets of each entry, as stacks."""
    slots, below = page.slots(), page.children()
    for section in resume.sections:
        if section.key not in slots:
            continue
        head, form = slots[section.key][0], shape(section)
        count = len({page.blocks[index].slot for index in below[head]})
        ample = tariff.AMPLE * rules.max_pages if form == "lines" else count
        present = tariff.presence(section.kind, len(section.entries), rules.weight(section.kind))
        yield Stack(head, below[head], steps(count, ample, present, rules))
        for entry in section.entries if form == "entries" else ():
            if entry.key in slots:
                yield entry_stack(page, slots[entry.key][0], section.kind, wanted, rules)


def entry_stack(page: Page, head: int, kind: str, wanted: Wishes, rules: Rules) -> Stack:
    """The bullets of an entry; a degree may stand without any."""
    below = page.children()
    heads = (head, *(index for index in below[head] if page.blocks[index].head))
    leaves = [i for above in heads for i in below[above] if not page.blocks[i].head]
    members = tuple(i for i in leaves if page.blocks[i].kind == "bullet")
    keys = {page.blocks[index].slot for index in members}
    most = min(len(keys), max(rules.max_bullets, len(keys & wanted.pinned)))
    least = min(rules.min_bullets, len(keys)) if kind != "education" else 0
    return Stack(head, members, steps(most, tariff.AMPLE, (), rules), least)


def steps(count: int, ample: int, first: tuple[float, ...], rules: Rules) -> tuple[int, ...]:
    """Units that the first, second ... of `count` in a stack adds: `first`, whose last figure
    holds on, less a growing price for each beyond `ample`."""
    held = first[-1] if first else 0.0
    points = [first[n] if n < len(first) else held for n in range(count)]
    price = tariff.CROWDING * rules.weight("crowding")
    crowd = [price * max(0, n + 1 - ample) for n in range(count)]
    return tuple(round((p - c) * tariff.UNIT) for p, c in zip(points, crowd, strict=True))
