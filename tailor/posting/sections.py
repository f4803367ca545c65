"""Which stretches of a posting ask, which wish, which describe, and which are only legal."""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from tailor.models import Passage
from tailor.posting.headings import (
    BULLET,
    LONGEST_LEAD,
    Block,
    find_labels,
    heading_kind,
    heading_wordings,
    is_brief,
    is_need,
    is_short,
    lead_in_kind,
    split_blocks,
    split_sentences,
    value_end,
    words_of,
)
from tailor.posting.identity import is_title

ADDRESSED = re.compile(r"\b(?:you|candidates?|applicants?)\b", re.IGNORECASE)
HEADLIKE = re.compile(
    r"(?:what|who|how|why|here(?: is|\W?s) (?:what|the))\b|your \w+$"
    r"|(?:nice|great|good|bonus|extras?|ideal|helpful|useful|desirable|preferred|desired)\b"
    r"|(?:you|we)\b.*\b(?:bring|have|need|be|get|offer|do|are|if|want|expect|ask|like|give)"
    r"(?: \w+){0,2}$",
    re.IGNORECASE,
)
"""How a heading is worded that no blank line tells from the lines below it."""

OPENING = re.compile(
    r"(?:you|we|to be|as an?|in this|what|who|your|if you|ideally|du|sie|vous|tu|das|was)\b", re.I
)
"""How a line begins that leads in a list without saying so."""

DOES = re.compile(
    r"^\W*(?:the|our) (?:[\w-]+ ){0,3}?([a-z]+?)s? (?:also |then )?"
    r"(?:will|would|\w{2,}s|\w+[^s\W] \w)\b",
    re.IGNORECASE,
)
"""A sentence whose subject may be the name of a job."""

ASIDE = re.compile(r"\([^()]*\)")
LONGEST = 100_000
"""Characters that are looked at closely; whatever follows them counts as context."""

LONG = 120
"""Characters of a sentence from which it is judged clause by clause."""
SHORTEST_CLAUSE = 15
CLAUSE = re.compile(
    r"(?<=[a-z\d)*]) (?=(?:[A-Z][a-z]+ (?!(?:[A-Z]|and |of |& )))|[•·] )|(?<=[;:–—]) "
)
"""Where a clause may begin: a capital letter that no name explains, or a sign."""

ASKING = ("must", "nice", "duties")

LONGEST_SENTENCE = 1_000
"""Characters of a sentence after which its kind is clear."""

LONGEST_LEAD_LINE = 8
"""Words of a line above a list that stands for a heading."""

LONGEST_UNKNOWN = 6
"""Words of a heading whose wording nobody foresaw."""


@dataclass(frozen=True, slots=True)
class State:
    """The kind and heading in force; after a list, `outer` is in force again.

    A `brief` heading ("Salary", "Note") holds for one paragraph or one list.
    """

    kind: str = ""
    heading: str = ""
    outer: "State | None" = None
    listed: bool = False
    brief: bool = False


def split_passages(text: str) -> tuple[Passage, ...]:
    """Passages of a clean text, in order; together they cover everything that is not blank."""
    merged: list[Passage] = []
    for piece in classify_pieces(text):
        last = merged[-1] if merged else None
        if last and (last.kind, last.heading) == (piece.kind, piece.heading):
            merged[-1] = replace(last, end=piece.end)
        else:
            merged.append(piece)
    return tuple(replace(piece, text=text[piece.start : piece.end]) for piece in merged)


def empty_headings(parts: Sequence[Passage]) -> tuple[str, ...]:
    """Headings for duties, needs or wishes with nothing below them: their lists may be lost."""
    headings = []
    for part, after in zip_longest(parts, parts[1:]):
        words, heading = words_of(part.text), words_of(part.heading)
        is_parent = after is not None and words_of(after.heading) in FIRST_SUBHEADINGS
        if part.kind in ASKING and heading and words == heading and is_need(part.heading):
            headings += [] if is_parent else [part.heading]
    return tuple(headings)


FIRST_SUBHEADINGS = {
    tuple(words.split())
    for words in (
        *("required", "essential", "minimum", "must have", "must haves", "essential criteria"),
        *("required qualifications", "minimum qualifications", "minimum requirements"),
    )
}
"""Headings that are right below another one: nothing is lost between the two."""


def classify_pieces(text: str) -> Iterator[Passage]:
    """Every heading and sentence of a clean text with its kind."""
    state = State()
    shouting = text.isupper()
    blocks = [*split_blocks(text[:LONGEST])]
    for block, after in zip_longest(blocks, blocks[1:]):
        if state.outer and state.listed and not block.bullet:
            state = state.outer
        state = replace(state, listed=state.listed or block.bullet or state.brief)
        titled = block.start == 0 and is_title(block.text)
        heading = None if titled else read_heading(block, after, state, shouting=shouting)
        if heading:
            state = heading
            yield Passage(state.kind or "context", state.heading, "", block.start, block.end)
        elif titled:
            yield Passage("context", "", "", block.start, block.end)
        else:
            state = yield from classify_block(text, block, state)
    if text[LONGEST:].strip():
        yield Passage("context", "", "", LONGEST, len(text))


def read_heading(
    block: Block, after: Block | None, state: State, *, shouting: bool
) -> State | None:
    """The state that a heading begins; None if the block is not a heading."""
    mark = BULLET.match(block.text)
    if mark and is_numbered_heading(block, after, mark.end()):
        block, mark = replace(block, text=block.text[mark.end() :]), None
    core = block.text[mark.end() if mark else 0 :].rstrip(" :-–…").strip()
    colon = block.text.rstrip(" -–").endswith(":")
    size = len(words_of(core))
    if not 0 < size <= LONGEST_LEAD or (not colon and (mark or core[-1] in ".,;" or ":" in core)):
        return None
    capitals = core.isupper() and not shouting and len(core) > 3
    outer = state.outer or state
    listing = after is not None and not mark and size <= LONGEST_LEAD_LINE
    leads = listing and after is not None and after.bullet
    kind = heading_kind(core, strong=colon or capitals or leads or (block.isolated and size <= 8))
    if kind and not (capitals and sentence_kind(core, "") == "must"):
        brief = kind == "boilerplate" and is_brief(core)
        keeps = brief or (colon and not is_short(core))
        return State(kind, core, outer if keeps else None, brief=brief)
    alone = capitals or (block.isolated and size <= LONGEST_UNKNOWN)
    opens = bool(alone and OPENING.match(core)) and sentence_kind(core, "") != "boilerplate"
    gap = block.below_gap and block.start > 0 and size <= LONGEST_UNKNOWN
    headlike = gap or HEADLIKE.match(core) is not None
    opens = opens or bool(listing and core[-1] != "!" and headlike)
    if (colon or leads or opens) and (kind := lead_in_kind(core)):
        return State(kind, core, outer)
    rich = after is not None and (after.bullet or len(after.text) > 80)
    short = size <= LONGEST_UNKNOWN and block.isolated and rich and not core[0].islower()
    plain = sentence_kind(core, "") != "boilerplate"
    if not mark and plain and size <= 8 and (colon or capitals or short):
        return State("" if outer.kind == "boilerplate" else outer.kind, core)
    return None


def is_numbered_heading(block: Block, after: Block | None, end: int) -> bool:
    """Whether "2. What you need" numbers a heading: no next number follows, and it announces."""
    if not block.text[0].isdigit() or after is None or block.text[-1] in ".;,":
        return False
    number = int(block.text[:2].rstrip(".)"))
    core = block.text[end:].rstrip(" :?")
    listed = after.text.lstrip("(").startswith((f"{number + 1}.", f"{number + 1})"))
    return not listed and bool(
        heading_kind(core, strong=True) or (HEADLIKE.match(core) and lead_in_kind(core))
    )


def classify_block(text: str, block: Block, state: State) -> Generator[Passage, None, State]:
    """The sentences of a block; the state after it."""
    now, start = state, block.start
    cuts = [*find_labels(text, block, state.kind)]
    for cut, after in zip_longest(cuts, cuts[1:]):
        if any(char.isalnum() for char in text[start : cut.start]):
            yield from classify_sentence(text, start, cut.start, now)
            start = cut.start
        if cut.kind in ("field", "title", "brief"):
            end = min(value_end(text, cut, block), after.start if after else block.end)
            kind = "context" if cut.kind == "title" else "boilerplate"
            yield Passage(kind, now.heading, "", start, end)
            start = end
        else:
            now = State(cut.kind, text[cut.start : cut.end].strip(" :-–"))
            state = now if is_short(now.heading) and not block.bullet else state
    yield from classify_sentence(text, start, block.end, now)
    return state_after_lead_in(text, start, block, state)


def state_after_lead_in(text: str, start: int, block: Block, state: State) -> State:
    """The state after a block, which may end in "... so we offer:" with a list below it."""
    *_, (first, last) = [(start, start), *split_sentences(text, start, block.end)]
    if block.bullet or text[last - 1] != ":":
        return state
    core = text[first:last].rstrip(" :-")
    kind = heading_kind(core, strong=True) or lead_in_kind(core)
    return State(kind, core, state.outer or state) if kind else state


def classify_sentence(text: str, start: int, end: int, state: State) -> Iterator[Passage]:
    for begin, stop in split_sentences(text, start, end):
        clauses = split_clauses(text, begin, stop)
        kinds = [
            sentence_kind(text[first:end].replace("\n", " "), state.kind) for first, end in clauses
        ]
        if len(clauses) > 1 and not differ_too_much(kinds, state.kind, stop - begin):
            whole = text[begin : min(stop, begin + LONGEST_SENTENCE)].replace("\n", " ")
            clauses, kinds = [(begin, stop)], [sentence_kind(whole, state.kind)]
        asking = ""
        for (first, last), kind in zip(clauses, kinds, strict=True):
            asking = kind if kind in ASKING else asking
            first += len(text[first:last]) - len(text[first:last].lstrip())
            yield Passage(
                asking if kind == "context" and asking else kind, state.heading, "", first, last
            )


def differ_too_much(kinds: Sequence[str], section: str, length: int) -> bool:
    """Whether the clauses of a sentence say too different things to be judged as one.

    Legal text makes the whole sentence legal text, unless another clause asks for something.
    """
    if length > LONGEST_SENTENCE:
        return True
    asks = section in ASKING or not set(ASKING).isdisjoint(kinds)
    return ("boilerplate" in kinds and asks) or {"must", "nice"} <= {*kinds}


def split_clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of a long sentence; a short one is a single clause."""
    cuts = [start]
    if end - start <= LONG:
        cut = text.find("; ", start, end) + 2
        cuts += [cut] if cut - start >= SHORTEST_CLAUSE <= end - cut else []
    else:
        breaks = heading_wordings().sentences["breaks"].finditer(text, start, end)
        ends = sorted(
            {
                *(match.end() for match in CLAUSE.finditer(text, start, end)),
                *(match.start() for match in breaks),
            }
        )
        for cut in ends:
            if cut - cuts[-1] >= SHORTEST_CLAUSE and end - cut >= SHORTEST_CLAUSE:
                cuts.append(cut)
    clauses = [*zip(cuts, [*cuts[1:], end], strict=True)]
    return [part for pair in clauses for part in without_terms(text, *pair)]


def without_terms(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A clause; of a long one that asks first and speaks of terms between commas, three parts."""
    says = heading_wordings().sentences
    hits = [
        hit
        for name in ("boilerplate", "terms", "benefits")
        if end - start > LONG and (hit := says[name].search(text, start, end))
    ]
    if not hits:
        return [(start, end)]
    first = max(text.rfind(", ", start, min(hit.start() for hit in hits)), start)
    last = text.find(", ", max(hit.end() for hit in hits), end)
    last = end if last < 0 else last
    ask = text[start:first]
    if not any(says[kind].search(ask) for kind in ASKING):
        return [(start, end)]
    return [(a, b) for a, b in ((start, first), (first, last), (last, end)) if b > a]


def sentence_kind(sentence: str, section: str) -> str:
    """The kind of a sentence: legal text and wishes are found anywhere, the rest by section.

    Under a heading for duties or needs only wordings count that no duty and no need has.
    """
    says = heading_wordings().sentences
    sentence = sentence[:LONGEST_SENTENCE]
    main = ASIDE.sub("", sentence)
    if is_boilerplate(sentence, main, section):
        return "boilerplate"
    if section == "boilerplate":
        rescued = (kind for kind in ("must", "duties") if says[f"sure_{kind}"].search(main))
        return next(rescued, "boilerplate")
    if section != "context" and says["nice"].search(main):
        return "nice"
    if section in ASKING:
        return "must" if section == "duties" and says["needs"].search(main) else section
    if section == "context" and not ADDRESSED.search(sentence) and not is_about_the_job(main):
        return "context"
    kinds = (kind for kind in ("nice", "must", "duties") if says[kind].search(main))
    return next(kinds, "duties" if is_about_the_job(main) else "context")


def is_boilerplate(sentence: str, main: str, section: str) -> bool:
    """Whether a sentence is about pay, benefits, the law, or how to apply."""
    says = heading_wordings().sentences
    if says["boilerplate"].search(sentence):
        return True
    terms, benefits = says["terms"].search(sentence), says["benefits"].search(sentence)
    if section in ASKING:
        return bool(terms and benefits)
    asks = says["must"].search(main) or says["sure_duties"].search(main)
    return bool(terms) or bool(benefits and not asks)


def is_about_the_job(sentence: str) -> bool:
    """Whether a sentence says what the job's holder does: "The technician prepares media"."""
    match = DOES.search(sentence)
    return bool(match and match[1].lower() in heading_wordings().jobs)
