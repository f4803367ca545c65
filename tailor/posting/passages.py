"""Which stretches of a posting ask, which wish, which describe, and which are only legal."""

import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from tailor.model import Passage
from tailor.posting.headings import LONGEST_LEAD, announced, led, wordings, words_of
from tailor.posting.identity import is_title
from tailor.posting.labels import cuts, is_short, value_end
from tailor.posting.outline import BULLET, Block, blocks, sentences

ADDRESSED = re.compile(r"\b(?:you|candidates?|applicants?)\b", re.IGNORECASE)
OPENING = re.compile(
    r"(?:you|we|to be|as an?|in this|what|who|your|if you|ideally|du|sie|vous|tu|das|was)\b", re.I
)
"""How a line begins that leads in a list without saying so."""

ASIDE = re.compile(r"\([^()]*\)")
LONGEST = 100_000
"""Letters that are looked at closely; whatever follows them counts as context."""

LONG = 240
"""Letters of a sentence from which it is judged clause by clause."""
CLAUSE = re.compile(
    r"(?<=[a-z\d)*]) (?=(?:[A-Z][a-z]+ (?!(?:[A-Z]|and |of |& )))|[•·] )"
    r"|(?<=[;:–—]) |(?<=,) (?=please|and )"
)
"""Where a clause may begin: a capital letter that no name explains, or a sign."""

LONGEST_SENTENCE = 1_000
"""Letters of a sentence after which its kind is clear."""

LONGEST_LEAD_LINE = 8
"""Words of a line above a list that stands for a heading."""

LONGEST_UNKNOWN = 6
"""Words of a heading whose wording nobody foresaw."""


@dataclass(frozen=True, slots=True)
class State:
    """The kind and heading in force; after a list, `outer` is in force again."""

    kind: str = ""
    heading: str = ""
    outer: "State | None" = None
    listed: bool = False


def passages(text: str) -> tuple[Passage, ...]:
    """Passages of a clean text, in order; together they cover everything that is not blank."""
    merged: list[Passage] = []
    for piece in pieces(text):
        last = merged[-1] if merged else None
        if last and (last.kind, last.heading) == (piece.kind, piece.heading):
            merged[-1] = replace(last, end=piece.end)
        else:
            merged.append(piece)
    return tuple(replace(piece, text=text[piece.start : piece.end]) for piece in merged)


def pieces(text: str) -> Iterator[Passage]:
    """Every heading and sentence of a clean text with its kind."""
    state = State()
    shouting = text.isupper()
    found = [*blocks(text[:LONGEST])]
    for block, after in zip_longest(found, found[1:]):
        if state.outer and state.listed and not block.bullet:
            state = state.outer
        state = replace(state, listed=state.listed or block.bullet)
        titled = block.start == 0 and is_title(block.text)
        heading = None if titled else heading_of(block, after, state, shouting=shouting)
        if heading:
            state = heading
            yield Passage(state.kind or "context", state.heading, "", block.start, block.end)
        elif titled:
            yield Passage("context", "", "", block.start, block.end)
        else:
            state = yield from inside(text, block, state)
    if text[LONGEST:].strip():
        yield Passage("context", "", "", LONGEST, len(text))


def heading_of(block: Block, after: Block | None, state: State, *, shouting: bool) -> State | None:
    """The state that a heading begins; None if the block is no heading."""
    mark = BULLET.match(block.text)
    core = block.text[mark.end() if mark else 0 :].rstrip(" :-–…").strip()
    colon = block.text.rstrip(" -–").endswith(":")
    size = len(words_of(core))
    if not 0 < size <= LONGEST_LEAD or (not colon and (mark or core[-1] in ".,;" or ": " in core)):
        return None
    capitals = core.isupper() and not shouting and len(core) > 3
    outer = state.outer or state
    leads = after is not None and after.bullet and not mark and size <= LONGEST_LEAD_LINE
    kind = announced(core, strong=colon or capitals or leads or (block.isolated and size <= 8))
    if kind:
        return State(kind, core, None if is_short(core) or not colon else outer)
    alone = capitals or (block.isolated and size <= LONGEST_UNKNOWN)
    opens = alone and OPENING.match(core) and judge(core, "") != "boilerplate"
    if (colon or leads or opens) and (kind := led(core)):
        return State(kind, core, outer)
    rich = after is not None and (after.bullet or len(after.text) > 80)
    short = size <= LONGEST_UNKNOWN and block.isolated and rich and not core[0].islower()
    plain = judge(core, "") != "boilerplate"
    if not mark and plain and size <= 8 and (colon or capitals or short):
        return State("" if outer.kind == "boilerplate" else outer.kind, core)
    return None


def inside(text: str, block: Block, state: State) -> Generator[Passage, None, State]:
    """The sentences of a block; the state after it."""
    now, at = state, block.start
    found = [*cuts(text, block, state.kind)]
    for cut, after in zip_longest(found, found[1:]):
        if any(letter.isalnum() for letter in text[at : cut.start]):
            yield from judged(text, at, cut.start, now)
            at = cut.start
        if cut.kind in ("field", "title"):
            end = min(value_end(text, cut, block), after.start if after else block.end)
            kind = "boilerplate" if cut.kind == "field" else "context"
            yield Passage(kind, now.heading, "", at, end)
            at = end
        else:
            now = State(cut.kind, text[cut.start : cut.end].strip(" :-–"))
            state = now if is_short(now.heading) and not block.bullet else state
    yield from judged(text, at, block.end, now)
    return led_in(text, at, block, state)


def led_in(text: str, start: int, block: Block, state: State) -> State:
    """The state after a block, which may end in "... so we offer:" with a list below it."""
    *_, (first, last) = [(start, start), *sentences(text, start, block.end)]
    if block.bullet or text[last - 1] != ":":
        return state
    core = text[first:last].rstrip(" :-")
    kind = announced(core, strong=True) or led(core)
    return State(kind, core, state.outer or state) if kind else state


def judged(text: str, start: int, end: int, state: State) -> Iterator[Passage]:
    for begin, stop in sentences(text, start, end):
        parts = [(begin, stop)] if state.kind == "boilerplate" else clauses(text, begin, stop)
        yield from judged_parts(text, parts, state)


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence; of a long one that holds legal text or an offer, that clause and the rest.

    A paragraph of duties without stops is not all boilerplate because it ends in how to apply.
    """
    at = start
    if end - start > LONG:
        for match in wordings().sentences["boilerplate"].finditer(text, start, end):
            if match.start() < at:
                continue
            breaks = [one.end() for one in CLAUSE.finditer(text, at, end)]
            first = max((one for one in breaks if one <= match.start()), default=at)
            last = min((one for one in breaks if one >= match.end()), default=end)
            if text[at:first].strip():
                yield at, first
            yield first, last
            at = last
    if text[at:end].strip():
        yield at, end


def judged_parts(text: str, parts: Iterable[tuple[int, int]], state: State) -> Iterator[Passage]:
    for first, last in parts:
        sentence = text[first : min(last, first + LONGEST_SENTENCE)].replace("\n", " ")
        kind = judge(sentence, state.kind)
        yield Passage(kind, state.heading, "", first, last)


def judge(sentence: str, section: str) -> str:
    """The kind of a sentence: legal text and wishes are found anywhere, the rest by section."""
    says = wordings().sentences
    if section == "boilerplate" or says["boilerplate"].search(sentence):
        return "boilerplate"
    main = ASIDE.sub("", sentence)
    if says["benefits"].search(sentence) and not says["must"].search(main):
        return "boilerplate"
    if section != "context" and says["nice"].search(main):
        return "nice"
    if section in ("must", "nice", "duties"):
        return section
    if section == "context" and not ADDRESSED.search(sentence):
        return "context"
    kinds = (kind for kind in ("nice", "must", "duties") if says[kind].search(main))
    return next(kinds, "context")
