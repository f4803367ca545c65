"""Plain text and rich text (RTF) to lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tailor.errors import InputError, Place, Problem
from tailor.i18n import known_languages, section_title
from tailor.importers.base import ImportedTree
from tailor.importers.line_builder import (
    CONTRAST,
    TINY,
    LineBuilder,
    import_blocks,
    import_marked,
    import_sheet,
)
from tailor.importers.markdown import read_markdown
from tailor.resume.reading import decode_utf8, drop_control_characters
from tailor.resume.source import Source, printable
from tailor.resume_parser.blocks import Block, Span, make_block
from tailor.resume_parser.exported import parse_exported
from tailor.resume_parser.vocabulary import section_kind


def read_plain(source: Source) -> Sequence[Block]:
    """The lines as `tailor export` writes them, by the empty lines around them: a name, titles of
    sections in capitals, headings of entries, bullets, text."""
    lines = ["", *source.text.splitlines(), ""]
    blocks: list[Block] = []
    summaries = {section_title("summary", tag).upper() for tag in known_languages()}
    in_summary = False
    for number, line in enumerate(lines[1:-1], 1):
        if not line.strip():
            continue
        gap, alone = not lines[number - 1].strip(), not lines[number + 1].strip()
        kind, level = "text", 0
        if not blocks:
            kind, level = "heading", 1
        elif gap and alone and line.isupper():
            kind, level, in_summary = "heading", 2, line in summaries
        elif line.startswith("- "):
            kind, level = "bullet", 1
        elif gap and not in_summary:
            kind, level = "heading", 3
        if block := make_block(kind, [Span(line)], number, number, level, gap):
            blocks.append(block)
    return blocks


def in_columns(source: Source) -> Source:
    """A text of two columns with one below the other; any other text as it is.

    Both columns must hold titles of sections, and nothing may be between them.
    """
    lines = source.text.expandtabs(8).split("\n")
    sided = {number: edge for number, line in enumerate(lines) for edge in EDGE.finditer(line)}
    edges = [match.end() for match in sided.values()]
    edge = max(set(edges), key=edges.count, default=0)
    if edges.count(edge) < FEWEST:
        return source
    first = min(number for number, match in sided.items() if match.end() == edge)
    body = lines[first:]
    if any(line[edge - 2 : edge].strip() for line in body):
        return source
    sides = ([line[:edge].rstrip() for line in body], [line[edge:].rstrip() for line in body])
    if not all(any(section_kind(line.strip()) for line in side) for side in sides):
        return source
    return Source(source.path, "\n".join([*lines[:first], *sides[0], "", *sides[1]]) + "\n")


def with_marks(source: Source) -> Source:
    """A text with "-" for the "o" that some people begin the items of a list with."""
    marked = LETTER_MARK.findall(source.text)
    return Source(source.path, LETTER_MARK.sub(r"\1- ", source.text)) if marked[1:] else source


LETTER_MARK = re.compile(r"^([ \t]*)o[ \t]+(?=\S)", re.MULTILINE)
EDGE = re.compile(r"(?<=\S) {3,}(?=\S)")
FEWEST = 5
"""Lines with text in both columns."""


def import_file(data: bytes, path: str) -> ImportedTree:
    source, problems = drop_control_characters(decode_utf8(data, path), path)
    plain = read_plain(source)
    if parse_exported(plain) is not None:
        return import_blocks(source, plain, problems)
    source = in_columns(with_marks(source))
    return import_marked(source, read_markdown(source), problems)


RTF_BULLET = re.compile(r"^[^\w\t\n]{0,3}\t+(?=\S)|^[\xb7\u2022\uf0b7o-]\s+(?=\S)")
"""What is left of the mark of a list: its sign may be of a font that is not read."""


RTF_TOKEN = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,9})? ?|\\'[0-9a-f]{2}|\\[^a-z]|[{}]|[^\\{}]",
    re.DOTALL | re.IGNORECASE,
)
RTF_UNICODE = re.compile(r"\\upr ?\{[^{}]{0,5000}\}\{\\\*\\ud ?")
"""A text for old readers before the same in Unicode."""
RTF_COLOURS = re.compile(r"\{\\colortbl([^{}]{0,20000})\}")
RTF_LEVEL = re.compile(r"\\(?:red|green|blue)(\d{1,3})(?!\d)")
RTF_APART = {
    **{f"{name}{side}": name for name in ("header", "footer") for side in ("", "l", "r", "f")},
    **{"footnote": "footnote", "annotation": "comment"},
    **dict.fromkeys(("shptxt", "dptxbxtext"), "text box"),
}
"""Groups of an RTF file beside its text -> what people call them."""
RTF_GROUNDS = {"highlight", "cb", "chcbpat", "cbpat", "clcbpat", "chshdng", "shading"}
"""Commands of RTF that put a colour behind letters."""
RTF_LETTERS = {"highlight", "cb", "chcbpat", "chshdng"}
"""Those of them that go with the letters."""


@dataclass(frozen=True, slots=True)
class RtfLook:
    """How letters of an RTF file look: `unseen` names the commands that hide them, `grounds` those
    that put a colour behind them, `size` is in half points, `apart` in what they are if not in the
    text."""

    unseen: frozenset[str] = frozenset()
    white: bool = False
    size: int = 24
    grounds: frozenset[str] = frozenset()
    apart: str = ""

    @property
    def left_out(self) -> str:
        """What a text that looks so is, if it is not read."""
        merged = self.white and not self.grounds
        unseen = self.unseen or merged or self.size < 2 * TINY
        return "hidden text" if unseen else f"the text of a {self.apart}" if self.apart else ""

    def after(self, word: str, number: int, whites: Sequence[bool]) -> "RtfLook":
        """How letters look after a command; `whites` tells of each colour whether it is white."""
        grounds, unseen = self.grounds, self.unseen
        if word == "plain":
            return RtfLook(grounds=grounds - RTF_LETTERS, apart=self.apart)
        if word in ("pard", "trowd"):
            ended = {"cbpat", "shading"} if word == "pard" else {"clcbpat"}
            return replace(self, grounds=grounds - ended)
        if word in RTF_GROUNDS:
            return replace(self, grounds=grounds | {word} if number else grounds - {word})
        if word in ("v", "deleted"):
            return replace(self, unseen=unseen | {word} if number else unseen - {word})
        return replace(
            self,
            size=number if word == "fs" else self.size,
            white=any(whites[number : number + 1]) if word == "cf" else self.white,
            apart=RTF_APART.get(word, self.apart),
        )


def split_rtf(text: str) -> tuple[str, list[tuple[str, str]]]:
    """An RTF file without what is not read of it, and that, each with what it is."""
    table = RTF_COLOURS.search(text)
    levels = [RTF_LEVEL.findall(entry) for entry in (table[1] if table else "").split(";")]
    whites = [len(entry) == 3 and min(map(int, entry)) > 255 - CONTRAST for entry in levels]
    look, outer = RtfLook(), list[RtfLook]()
    read_tokens, left = list[str](), list[tuple[str, list[str]]]()
    for token in RTF_TOKEN.finditer(text):
        if token[0] == "{":
            outer.append(look)
        elif token[0] == "}":
            look = outer.pop() if outer else look
        elif token["word"]:
            number = int(token["number"]) if token["number"] else 1
            look = look.after(token["word"].lower(), abs(number), whites)
        letter = token[0] not in "{}" and (not token["word"] or token["word"] in ("u", "tab"))
        what = look.left_out
        if what and letter:
            if not left or left[-1][0] != what:
                left.append((what, []))
            left[-1][1].append(token[0])
        else:
            read_tokens.append(token[0])
            if what and token["word"] in ("par", "line", "cell") and left:
                left[-1][1].append(" ")
    return "".join(read_tokens), [(what, "".join(pieces)) for what, pieces in left]


def import_rtf(data: bytes, path: str) -> ImportedTree:
    """The paragraphs and rows of tables of an RTF file; bold type and pictures are not known.

    Raises InputError.
    """
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        hint = "save it again as .docx, .odt or .pdf"
        raise InputError(Problem("this is not an RTF file", Place(path), hint=hint))
    try:
        seen, left = split_rtf(RTF_UNICODE.sub("{", data.decode("latin-1")))
        text = rtf_to_text(seen, errors="replace")
        apart = [
            (what, rtf_to_text(f"{{\\rtf1\\ansi {rtf}}}", errors="replace")) for what, rtf in left
        ]
    except (ValueError, LookupError, IndexError, TypeError) as error:
        hint = "open it in your word processor and save it again"
        raise InputError(Problem("the RTF file is damaged", Place(path), hint=hint)) from error
    sheet = LineBuilder(whole=True)
    for line in text.split("\n"):
        row = re.sub(r"\s*\|\s*$", "", line).replace("|", "\t")
        mark = RTF_BULLET.match(row)
        sheet.add("bullet" if mark else "text", [Span(row[mark.end() :] if mark else row)], 1)
    tree = import_sheet(sheet, path)
    warnings = (
        Problem(f"{what} was left out: `{printable(words)}`", Place(path), level="warning")
        for what, text in apart
        if (words := " ".join(text.split()))
    )
    return replace(tree, problems=(*tree.problems, *warnings))
