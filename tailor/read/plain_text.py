"""Plain text as `tailor export` writes it, to lines: what an empty line above it makes of each."""

from collections.abc import Sequence

from tailor.read.source import Source
from tailor.read.understand import Block, Span, block
from tailor.words import languages, title


def read_plain(source: Source) -> Sequence[Block]:
    """The lines: a name, titles of sections in capitals, headings of entries, bullets, text."""
    lines = ["", *source.text.splitlines(), ""]
    found: list[Block] = []
    summaries = {title("summary", tag).upper() for tag in languages()}
    said = False
    for number, line in enumerate(lines[1:-1], 1):
        if not line.strip():
            continue
        gap, alone = not lines[number - 1].strip(), not lines[number + 1].strip()
        kind, level = "text", 0
        if not found:
            kind, level = "heading", 1
        elif gap and alone and line.isupper():
            kind, level, said = "heading", 2, line in summaries
        elif line.startswith("- "):
            kind, level = "bullet", 1
        elif gap and not said:
            kind, level = "heading", 3
        if made := block(kind, [Span(line)], number, number, level, gap):
            found.append(made)
    return found
