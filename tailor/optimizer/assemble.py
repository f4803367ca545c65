"""Puts the chosen blocks on pages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tailor.layout import ENTRY_HEADINGS, group_by_employer, page_parts, section_shape
from tailor.models import Bullet, Entry, Group, Resume, Section
from tailor.optimizer.constraints import KINDS, last_month
from tailor.optimizer.model import Block, slot_name

HEADS = ("section", *ENTRY_HEADINGS, "group")


def overflow_height(resume: Resume, printed: Mapping[str, Block], capacity: int, most: int) -> int:
    """Height in sp that is beyond the `most` pages of which `capacity` is the sum.

    Each page takes as many parts as it can; a heading stays with what follows it.
    """
    page = capacity // most
    pages, used, beyond = 1, 0, 0
    for run in unbroken_heights(resume, printed):
        if used and used + run > page:
            pages, used = pages + 1, 0
        used += run
        beyond += run if pages > most else max(0, run - page)
    return beyond


def unbroken_heights(resume: Resume, printed: Mapping[str, Block]) -> list[int]:
    """Heights in sp of the stretches that stay together."""
    heights, height = [], 0
    for part in page_parts(resume):
        height += printed[slot_name(part)].height
        if part.kind not in HEADS:
            heights.append(height)
            height = 0
    return [*heights, height] if height else heights


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Prints what is in `printed` (by slot); best first unless `keep_order`. `sections` are keys
    of sections in the order in which they are; empty: that of the master. The parts of a page
    are rigid boxes, so no order changes how much of one page they fill."""

    printed: Mapping[str, Block]
    keep_order: bool
    sections: tuple[str, ...] = ()

    def resume(self, resume: Resume) -> Resume:
        ranks = {key: rank for rank, key in enumerate(self.sections)}
        ordered = sorted(resume.sections, key=lambda s: ranks.get(s.key, len(ranks)))
        sections = tuple(self.section(s) for s in ordered if s.key in self.printed)
        return replace(resume, summary=self.statement(resume.summary), sections=sections)

    def section(self, section: Section) -> Section:
        form = section_shape(section)
        if form == "names":
            names = self.printed[f"{section.key}/*"].part.value
            assert isinstance(names, Section)
            return names
        arranged = self.entry if form == "entries" else self.measured_entry
        entries = [arranged(entry) for entry in section.entries if entry.key in self.printed]
        if section.kind in KINDS:
            entries.sort(key=last_month, reverse=True)
            entries = group_by_employer(entries)
        elif form == "inline" and not self.keep_order:
            entries.sort(key=lambda entry: -self.printed[entry.key].value)
        return replace(section, entries=tuple(entries))

    def measured_entry(self, entry: Entry) -> Entry:
        """An entry that is one block, as it was measured."""
        value = self.printed[entry.key].part.value
        assert isinstance(value, Entry)
        return value

    def entry(self, entry: Entry) -> Entry:
        groups = [self.group(group) for group in entry.groups if self.is_shown(group)]
        if not self.keep_order:
            groups.sort(key=lambda group: (bool(group.title or group.keywords), -self.value(group)))
        return replace(entry, summary=self.statement(entry.summary), groups=tuple(groups))

    def is_shown(self, group: Group) -> bool:
        if group.title or group.keywords:
            return group.key in self.printed
        return any(bullet.key in self.printed for bullet in group.bullets)

    def group(self, group: Group) -> Group:
        bullets = [bullet for bullet in map(self.statement, group.bullets) if bullet]
        if not self.keep_order:
            bullets.sort(key=lambda bullet: -self.printed[bullet.key].lead)
        return replace(group, bullets=tuple(bullets))

    def statement(self, bullet: Bullet | None) -> Bullet | None:
        """The bullet in its chosen wording; None if it is not printed."""
        if bullet is None or bullet.key not in self.printed:
            return None
        value = self.printed[bullet.key].part.value
        assert isinstance(value, Bullet)
        return value

    def value(self, group: Group) -> float:
        keys = [bullet.key for bullet in group.bullets] or [group.key]
        return sum(self.printed[key].value for key in keys if key in self.printed)
