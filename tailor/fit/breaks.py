"""Where pages break when a résumé may take more than one."""

from collections.abc import Mapping

from tailor.fit.page import Block, slot
from tailor.model import Resume
from tailor.parts import walk

HEADS = ("section", "entry", "group")


def overflow(resume: Resume, printed: Mapping[str, Block], capacity: int, most: int) -> int:
    """Height in sp that stands beyond the `most` pages of which `capacity` is the sum.

    Each page takes as many parts as it can; a heading stays with what follows it.
    """
    page = capacity // most
    pages, used, beyond = 1, 0, 0
    for run in runs(resume, printed):
        if used and used + run > page:
            pages, used = pages + 1, 0
        used += run
        beyond += run if pages > most else max(0, run - page)
    return beyond


def runs(resume: Resume, printed: Mapping[str, Block]) -> list[int]:
    """Heights in sp of the stretches that stay together."""
    heights, kept = [], 0
    for part in walk(resume):
        kept += printed[slot(part)].height
        if part.kind not in HEADS:
            heights.append(kept)
            kept = 0
    return [*heights, kept] if kept else heights
