"""A résumé as blocks to choose from, before anything is measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tailor.fit.page import Block, Wording, slot
from tailor.fit.rules import MOST_SKILLS, Rules
from tailor.fit.wishes import Wishes
from tailor.fit.worth import Worth
from tailor.lines import joined
from tailor.model import Bullet, Entry, Group, Resume, Score, Section
from tailor.parts import Part, shape, walk

Scores = Mapping[Wording, Score]


@dataclass(slots=True)
class Draft:
    """Collects the blocks of a résumé, in the order of the master."""

    worth: Worth
    wishes: Wishes
    rules: Rules
    blocks: list[Block] = field(default_factory=list)

    def add(self, block: Block) -> int:
        self.blocks.append(block)
        return len(self.blocks) - 1

    def banned(self, key: str) -> bool:
        return key in self.wishes.banned

    def resume(self, resume: Resume) -> None:
        summary = resume.summary if resume.summary and not self.banned(resume.summary.key) else None
        for part in walk(replace(resume, sections=())):
            if part.kind == "header":
                self.add(Block(slot(part), part, kind="header"))
            elif part.kind == "section" and summary and isinstance(part.value, Section):
                head = self.add(Block(slot(part), part, head=True, kind="section"))
                self.wordings(summary, "paragraph", head, "summary")
        for section in resume.sections:
            if not self.banned(section.key):
                self.section(section)

    def section(self, section: Section) -> None:
        entries = [entry for entry in section.entries if not self.banned(entry.key)]
        if not entries:
            return
        part = Part("section", section)
        head = self.add(Block(section.key, part, head=True, kind="section"))
        form = shape(section)
        if form == "names":
            self.names(section, entries, head)
            return
        below = {"lines": self.line, "inline": self.inline}.get(form, self.entry)
        for entry in entries:
            below(entry, head, section.kind)

    def wordings(self, bullet: Bullet, kind: str, parent: int, section: str) -> None:
        """One block for each text of a bullet or summary."""
        if self.banned(bullet.key):
            return
        for variant, text in enumerate(bullet.texts):
            if section != "summary" and self.worth.loses(bullet, variant, self.wishes.pinned):
                continue
            wording = (bullet.key, variant)
            part = Part(kind, replace(bullet, text=text, variants=()))
            block = Block(bullet.key, part, (wording,), parent, kind=kind)
            self.add(self.worth.of(block, section))

    def entry(self, entry: Entry, parent: int, section: str) -> None:
        heading = (entry.key, 0)
        block = Block(entry.key, Part("entry", entry), (heading,), parent, True, "entry")
        head = self.add(self.worth.of(block, section))
        if entry.summary:
            self.wordings(entry.summary, "paragraph", head, section)
        for group in entry.groups:
            if not self.banned(group.key):
                self.group(group, head, section)

    def group(self, group: Group, parent: int, section: str) -> None:
        above = parent
        bullets = [bullet for bullet in group.bullets if not self.banned(bullet.key)]
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
        if summary and not self.banned(summary.key):
            full = replace(entry, summary=replace(summary, variants=()))
            block = Block(entry.key, Part("line", full), (wording,), parent, kind="line")
            self.add(self.worth.of(block, section))
        if not summary or summary.key not in self.wishes.pinned:
            seen = joined(entry.title, entry.organisation, entry.note) if summary else None
            block = Block(entry.key, Part("line", bare), (wording,), parent, kind="line")
            self.add(self.worth.of(block, section, seen=seen))

    def inline(self, entry: Entry, parent: int, section: str) -> None:
        """A skill category: its best skill, its best two, and so on; those that nobody asked for
        come last, in the master's order."""
        skills = [bullet for bullet in entry.bullets if not self.banned(bullet.key)]
        pinned = self.wishes.pinned
        asked = {skill.key for skill in skills if self.worth.answers((skill.key, 0))}
        ranked = sorted(
            skills,
            key=lambda b: (
                b.key not in pinned,
                b.key not in asked,
                -self.worth.value((b.key, 0)) if b.key in asked else 0.0,
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
            kept = tuple(entry for entry in entries if entry in ranked[:count])
            part = Part("names", replace(section, entries=kept))
            prints = tuple((entry.key, 0) for entry in kept)
            block = Block(slot(part), part, prints, parent, kind="names")
            self.add(self.worth.of(block, section.kind))
