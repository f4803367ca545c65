"""Builds the integer program of a page from its blocks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tailor.layout import (
    Measure,
    Part,
    employer_part,
    heading_part,
    join_nonempty,
    page_parts,
    section_shape,
    with_employers,
)
from tailor.models import Bullet, Entry, Group, Resume, Score, Section
from tailor.optimizer import rules as tariff
from tailor.optimizer.constraints import (
    UserConstraints,
    collect_constraints,
    find_career_gaps,
    gap_windows,
    highest_degree,
)
from tailor.optimizer.model import (
    Block,
    BlockValues,
    Need,
    Page,
    Stack,
    Wording,
    keyword_value,
    slot_name,
)
from tailor.optimizer.rules import MOST_SKILLS, Rules

Scores = Mapping[Wording, Score]


@dataclass(slots=True)
class BlockCollector:
    """Collects the blocks of a résumé, in the order of the master."""

    worth: BlockValues
    wishes: UserConstraints
    rules: Rules
    blocks: list[Block] = field(default_factory=list)

    def add(self, block: Block) -> int:
        self.blocks.append(block)
        return len(self.blocks) - 1

    def is_banned(self, key: str) -> bool:
        return key in self.wishes.banned

    def resume(self, resume: Resume) -> None:
        summary = resume.summary
        summary = None if summary and self.is_banned(summary.key) else summary
        for part in page_parts(replace(resume, sections=())):
            if part.kind == "header":
                self.add(Block(slot_name(part), part, kind="header"))
            elif part.kind == "section" and summary and isinstance(part.value, Section):
                head = self.add(Block(slot_name(part), part, head=True, kind="section"))
                self.wordings(summary, "paragraph", head, "summary")
        for section in resume.sections:
            if not self.is_banned(section.key):
                self.section(section)

    def section(self, section: Section) -> None:
        entries = [entry for entry in section.entries if not self.is_banned(entry.key)]
        if not entries:
            return
        part = Part("section", section)
        head = self.add(Block(section.key, part, head=True, kind="section"))
        form = section_shape(section)
        if form == "names":
            self.names(section, entries, head)
            return
        below = {"lines": self.line, "inline": self.inline}.get(form, self.entry)
        above = head
        for employer, entry in with_employers(entries):
            if employer:
                part = employer_part(employer)
                above = self.add(Block(employer.key, part, (), head, True, "employer"))
            below(entry, above if entry.employer else head, section.kind)

    def wordings(self, bullet: Bullet, kind: str, parent: int, section: str) -> None:
        """One block for each text of a bullet or summary."""
        if self.is_banned(bullet.key):
            return
        wanted = self.wishes.wordings.get(bullet.key)
        for variant, text in enumerate(bullet.texts):
            if wanted not in (None, variant):
                continue
            if section != "summary" and self.worth.is_inferior(bullet, variant, self.wishes.pinned):
                continue
            wording = (bullet.key, variant)
            part = Part(kind, replace(bullet, text=text, variants=()))
            block = Block(bullet.key, part, (wording,), parent, kind=kind)
            self.add(self.worth.of(block, section))

    def entry(self, entry: Entry, parent: int, section: str) -> None:
        heading = (entry.key, 0)
        block = Block(entry.key, heading_part(entry), (heading,), parent, True, "entry")
        head = self.add(self.worth.of(block, section))
        if entry.summary:
            self.wordings(entry.summary, "paragraph", head, section)
        for group in entry.groups:
            if not self.is_banned(group.key):
                self.group(group, head, section)

    def group(self, group: Group, parent: int, section: str) -> None:
        above = parent
        bullets = [bullet for bullet in group.bullets if not self.is_banned(bullet.key)]
        if group.title or group.keywords:
            if group.bullets and not bullets:
                return
            part = Part("group", group)
            wording = (group.key, 0)
            block = Block(group.key, part, (wording,), parent, bool(bullets), "group")
            above = self.add(self.worth.of(block, section))
        for bullet in bullets:
            self.wordings(bullet, "bullet", above, section)

    def line(self, entry: Entry, parent: int, section: str) -> None:
        """An award, a publication: with its summary, and without it."""
        summary, wording = entry.summary, (entry.key, 0)
        bare = replace(entry, summary=None)
        if summary and not self.is_banned(summary.key):
            full = replace(entry, summary=replace(summary, variants=()))
            block = Block(entry.key, Part("line", full), (wording,), parent, kind="line")
            self.add(self.worth.of(block, section))
        if not summary or summary.key not in self.wishes.pinned:
            seen = join_nonempty(entry.title, entry.organisation, entry.note) if summary else None
            block = Block(entry.key, Part("line", bare), (wording,), parent, kind="line")
            self.add(self.worth.of(block, section, seen=seen))

    def inline(self, entry: Entry, parent: int, section: str) -> None:
        """A skill category: its best skill, its best two, and so on; those that nobody asked for
        come last, in the master's order."""
        skills = [bullet for bullet in entry.bullets if not self.is_banned(bullet.key)]
        pinned = self.wishes.pinned
        wanted = {skill.key for skill in skills if self.worth.answers((skill.key, 0))}
        ranked = sorted(
            skills,
            key=lambda b: (
                b.key not in pinned,
                b.key not in wanted,
                -self.worth.value((b.key, 0)) if b.key in wanted else 0.0,
            ),
        )
        least = max(1, sum(skill.key in pinned for skill in skills))
        most = min(len(ranked), max(least, MOST_SKILLS))
        heading = [(entry.key, 0)]
        heading += [(entry.summary.key, 0)] if entry.summary else []
        for count in range(least, most + 1) if skills else (0,):
            part = Part("inline", self.with_skills(entry, ranked[:count]))
            prints = (*heading, *((skill.key, 0) for skill in ranked[:count]))
            block = Block(entry.key, part, prints, parent, kind="inline")
            self.add(self.worth.of(block, section))

    def with_skills(self, entry: Entry, skills: Sequence[Bullet]) -> Entry:
        """The entry with these skills only, in this order, or in its own with `keep_order`."""
        if self.rules.keep_order:
            skills = [bullet for bullet in entry.bullets if bullet in skills]
        plain = tuple(replace(skill, variants=()) for skill in skills)
        return replace(entry, groups=tuple(replace(g, bullets=plain) for g in entry.groups[:1]))

    def names(self, section: Section, entries: Sequence[Entry], parent: int) -> None:
        """Languages: all of them, or all but the least, and so on."""
        pinned = self.wishes.pinned
        ranked = sorted(entries, key=lambda e: (e.key not in pinned, -self.worth.value((e.key, 0))))
        least = max(1, sum(entry.key in pinned for entry in entries))
        for count in range(len(ranked), least - 1, -1):
            printed = tuple(entry for entry in entries if entry in ranked[:count])
            part = Part("names", replace(section, entries=printed))
            prints = tuple((entry.key, 0) for entry in printed)
            block = Block(slot_name(part), part, prints, parent, kind="names")
            self.add(self.worth.of(block, section.kind))


Similar = Sequence[tuple[str, int, str, int, float]]


def build_page(
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
    wanted = collect_constraints(resume, rules)
    worth = BlockValues(scores, rules)
    draft = BlockCollector(worth, wanted, rules)
    draft.resume(resume)
    measured = measure([block.part for block in draft.blocks])
    blocks = refine_blocks(draft.blocks, measured.heights, rules)
    page = Page(blocks, measured.page * rules.max_pages, worth.tiers())
    page = replace(page, twins=tuple(find_identical_bullets(page, wanted)))
    page = replace(page, pairs=tuple(find_similar_pairs(page, similar, rules)))
    needs = list(collect_needs(page, resume, wanted, rules, required))
    if least_room(page) <= page.capacity:
        needs += needs_of_everything(page, similar, rules)
    page = replace(page, needs=tuple(needs))
    page = replace(page, bridges=() if rules.allow_gaps else tuple(find_gap_bridges(page, resume)))
    return replace(page, stacks=tuple(build_stacks(page, resume, wanted, rules)))


def refine_blocks(
    blocks: Sequence[Block], heights: Sequence[int], rules: Rules
) -> tuple[Block, ...]:
    """Adds heights and what height and place earn; leaves out wordings that another outdoes."""
    leaves = [block.slot for block in blocks if block.parent >= 0 and not block.head]
    total, rank = max(len(leaves), 200), len(leaves)
    fill = tariff.FILL * tariff.UNIT * rules.weight("fill")
    priced: list[Block] = []
    for block, height in zip(blocks, heights, strict=True):
        gain = block.gain + round(fill * height / tariff.POINT)
        if block.parent >= 0 and not block.head:
            same = priced and priced[-1].slot == block.slot and block.kind in ("inline", "names")
            rank -= 0 if same else 1
            gain += rank * 200 // total
        priced.append(replace(block, gain=gain, height=height))
    return renumber_blocks(priced, [not is_dominated_list(block, priced) for block in priced])


def is_dominated_list(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether a fuller list of the same names takes no more height and earns as much."""
    if block.kind not in ("inline", "names"):
        return False
    return any(
        other.slot == block.slot
        and len(other.prints) > len(block.prints)
        and other.height <= block.height
        and other.gain >= block.gain
        for other in blocks
    )


def renumber_blocks(blocks: Sequence[Block], keep: Sequence[bool]) -> tuple[Block, ...]:
    places = {-1: -1}
    remaining: list[Block] = []
    for index, block in enumerate(blocks):
        if keep[index]:
            places[index], parent = len(remaining), places[block.parent]
            remaining.append(block if parent == block.parent else replace(block, parent=parent))
    return tuple(remaining)


def find_identical_bullets(page: Page, wanted: UserConstraints) -> Iterator[tuple[int, ...]]:
    """Bullets of one list that say the same, word for word, and are not all pinned."""
    groups: dict[tuple[int, str], list[int]] = {}
    for index, block in enumerate(page.blocks):
        if block.kind == "bullet" and isinstance(block.part.value, Bullet):
            text = " ".join(block.part.value.text.casefold().split())
            groups.setdefault((block.parent, text), []).append(index)
    for same in groups.values():
        slots = {page.blocks[index].slot for index in same}
        if len(slots) > 1 and len(slots & wanted.pinned) < 2:
            yield tuple(same)


def find_similar_pairs(
    page: Page, similar: Similar, rules: Rules
) -> Iterator[tuple[int, int, int]]:
    """Pairs of blocks that repeat each other, with what printing both loses."""
    places = {
        block.prints[0]: index
        for index, block in enumerate(page.blocks)
        if not block.head and len(block.prints) == 1
    }
    factor = tariff.REDUNDANCY * rules.weight("repetition")
    groups = {index: number for number, same in enumerate(page.twins) for index in same}
    for first, first_variant, second, second_variant, similarity in similar:
        a, b = places.get((first, first_variant)), places.get((second, second_variant))
        if a is None or b is None or page.blocks[a].slot == page.blocks[b].slot:
            continue
        if a in groups and groups[a] == groups.get(b):
            continue
        lesser = min(value_alone(page, page.blocks[a]), value_alone(page, page.blocks[b]))
        if (loss := round(similarity * factor * lesser)) > 0:
            yield min(a, b), max(a, b), loss


def value_alone(page: Page, block: Block) -> int:
    """Units that a block earns on an otherwise empty page."""
    return block.gain + sum(keyword_value(page.tiers[t], percent) for t, percent in block.strengths)


def find_gap_bridges(page: Page, resume: Resume) -> Iterator[tuple[int, frozenset[int]]]:
    """Old jobs, each with newer ones of which one must be there too."""
    slots = page.slots()
    allowed = frozenset(entry.key for s in resume.sections for entry in s.entries) & slots.keys()
    for old, newer in find_career_gaps(resume, allowed):
        yield slots[old][0], frozenset(slots[key][0] for key in newer)


def collect_needs(
    page: Page, resume: Resume, wanted: UserConstraints, rules: Rules, required: Sequence[str]
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
        printing = slots.get(key) or tuple(prints.get(key, ()))
        if printing:
            yield Need(key, frozenset(printing), "pinned")
    allowed = frozenset(entry.key for s in resume.sections for entry in s.entries) & slots.keys()
    if degree := highest_degree(resume, allowed):
        yield Need(degree, frozenset(slots[degree]), "the highest degree")
    for key in required:
        if key in allowed:
            yield Need(key, frozenset(slots[key]), "the posting asks for it")
    for window in () if rules.allow_gaps else gap_windows(resume, allowed):
        jobs = sorted(window, key=lambda key: slots[key])
        blocks = frozenset(index for key in jobs for index in slots[key])
        yield Need(" or ".join(jobs), blocks, "no gap of more than a year")


def least_room(page: Page) -> int:
    """Height in sp in which the whole master has room, each line in its tallest wording."""
    tallest: dict[str, int] = {}
    for block in page.blocks:
        tallest[block.slot] = max(tallest.get(block.slot, 0), block.height)
    return sum(tallest.values())


def needs_of_everything(page: Page, similar: Similar, rules: Rules) -> Iterator[Need]:
    """Where there is room for all, nothing is left out but what is said twice.

    Of an entry with more bullets than `max_bullets` the best are chosen as usual.
    """
    bullets: dict[int, set[str]] = {}
    for index, block in enumerate(page.blocks):
        for head in page.heads_above(index) if block.kind == "bullet" else ():
            bullets.setdefault(head, set()).add(block.slot)
    long = (slots for slots in bullets.values() if len(slots) > rules.max_bullets)
    chosen = {slot for slots in long for slot in slots}
    chosen |= {key for first, _, second, _, _ in similar for key in (first, second)}
    chosen |= {page.blocks[index].slot for same in page.twins for index in same}
    for slot, blocks in page.slots().items():
        if slot not in chosen:
            yield Need(slot, frozenset(blocks), "there is room for everything")


def build_stacks(
    page: Page, resume: Resume, wanted: UserConstraints, rules: Rules
) -> Iterator[Stack]:
    """The entries of each section, and the bullets of each entry, as stacks."""
    slots, below = page.slots(), page.children()
    for section in resume.sections:
        if section.key not in slots:
            continue
        head, form = slots[section.key][0], section_shape(section)
        members = tuple(
            index
            for child in below[head]
            for index in (below[child] if page.blocks[child].kind == "employer" else (child,))
        )
        count = len({page.blocks[index].slot for index in members})
        ample = tariff.AMPLE * rules.max_pages if form == "lines" else count
        present = tariff.presence_steps(
            section.kind, len(section.entries), rules.weight(section.kind)
        )
        yield Stack(head, members, step_values(count, ample, present, rules))
        for entry in section.entries if form == "entries" else ():
            if entry.key in slots:
                head = slots[entry.key][0]
                yield entry_stack(page, head, section.kind, wanted, rules)
                if section.kind == "work":
                    yield from account_stack(page, head, rules)


def entry_stack(page: Page, head: int, kind: str, wanted: UserConstraints, rules: Rules) -> Stack:
    """The bullets of an entry; a degree may be without any."""
    members = tuple(i for i in entry_leaves(page, head) if page.blocks[i].kind == "bullet")
    keys = {page.blocks[index].slot for index in members}
    most = min(len(keys), max(rules.max_bullets, len(keys & wanted.pinned)))
    least = min(rules.min_bullets, len(keys)) if kind != "education" else 0
    return Stack(head, members, step_values(most, tariff.AMPLE, (), rules), least)


def account_stack(page: Page, head: int, rules: Rules) -> Iterator[Stack]:
    """The statements of a job that could also be shown with a list of keywords alone."""
    leaves = entry_leaves(page, head)
    members = tuple(i for i in leaves if page.blocks[i].kind in ("bullet", "paragraph"))
    count = len({page.blocks[index].slot for index in members})
    if count and any(page.blocks[index].kind == "group" for index in leaves):
        first = round(tariff.ACCOUNT * rules.weight("work") * tariff.UNIT)
        yield Stack(head, members, (first, *(0,) * (count - 1)))


def entry_leaves(page: Page, head: int) -> tuple[int, ...]:
    """What can be printed below an entry, and below the titles of its groups."""
    below = page.children()
    heads = (head, *(index for index in below[head] if page.blocks[index].head))
    return tuple(i for above in heads for i in below[above] if not page.blocks[i].head)


def step_values(count: int, ample: int, first: tuple[float, ...], rules: Rules) -> tuple[int, ...]:
    """Units that the first, second ... of `count` in a stack adds: `first`, whose last figure
    holds on, less a growing price for each beyond `ample`."""
    last = first[-1] if first else 0.0
    points = [first[n] if n < len(first) else last for n in range(count)]
    price = tariff.CROWDING * rules.weight("crowding")
    crowd = [price * max(0, n + 1 - ample) for n in range(count)]
    return tuple(round((p - c) * tariff.UNIT) for p, c in zip(points, crowd, strict=True))
