"""Lines of a CV, from whatever a format calls its parts, and what is understood of them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from tailor.errors import InputError, LimitError, Place, Problem
from tailor.html import VisibilityTracker
from tailor.importers.base import ImportedTree
from tailor.resume.source import Mapping, Scalar, Source, printable
from tailor.resume.validation import remove_invalid
from tailor.resume_parser import parse_cv
from tailor.resume_parser.blocks import LONGEST, PICTURE, Block, Span, make_block
from tailor.resume_parser.vocabulary import is_duties, role_of, section_kind

TINY = 3.5
"""Type of fewer pt than this is not meant to be read."""
CONTRAST = 24
"""Colours that differ by less than this in each channel (0-255) look the same."""
COLOUR = re.compile(r"#?([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})(?: .*)?")
HIGHLIGHTS = {
    **{"white": "FFFFFF", "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "red": "FF0000"},
    **{"green": "00FF00", "magenta": "FF00FF", "yellow": "FFFF00", "darkBlue": "000080"},
    **{"darkGreen": "008000", "darkRed": "800000", "darkGray": "808080", "lightGray": "C0C0C0"},
}
"""Colours of highlights in Word (ISO/IEC 29500-1, 17.18.40); of others it is not known."""
TODAY = "\U0010fffd"
"""Stands for the day on which a document is printed."""
MATH = re.compile(r"\$([^$\n\\]*\\[^$\n]*)\$")
BOLD, ITALIC = {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"}, {"i", "em"}
ENDS = {"br", "p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
COLUMNS = {"td", "th"}
SILENT = {"script", "style", "head", "title"}


@dataclass(slots=True)
class Lines:
    """Spans on their way to blocks: `number` is the line of the source that is being read."""

    number: int = 1
    kind: str = "text"
    level: int = 0
    gap: bool = False
    bold: int = 0
    italic: int = 0
    silent: int = 0
    quotes: int = 0
    math: int = 0
    url: str = ""
    began: int = 0
    spans: list[Span] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    looks: VisibilityTracker = field(default_factory=VisibilityTracker)
    pictures: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """HTML elements and their texts that are not read although a page may show them."""
    typed: list[str] = field(default_factory=list)
    """The lines of a text, where an item of a list may end without an empty line."""

    def is_lazy(self) -> bool:
        """Whether the next line continues an item by Markdown's rules only.

        It is not indented, and in capitals or a title of a section; or it has a label such as
        "Position:".
        """
        following = self.typed[self.number] if self.number < len(self.typed) else ""
        if self.is_labelled():
            return True
        plain = bool(following.strip()) and not following[0].isspace()
        return plain and (following.isupper() or bool(section_kind(following)))

    def is_labelled(self) -> bool:
        """Whether the next line has a label such as "Position:" or "Duties:"."""
        following = self.typed[self.number] if self.number < len(self.typed) else ""
        label, colon, _ = following.strip().partition(":")
        return bool(colon) and bool(role_of(label) or is_duties(label))

    def text(self, text: str) -> None:
        if self.silent or not text or self.looks.collect_if_hidden(text):
            return
        self.pictures += re.findall(PICTURE, text)
        self.began = self.began or self.number
        plain = formula_text(text) if self.math else MATH.sub(lambda m: formula_text(m[1]), text)
        self.spans.append(Span(plain, self.bold > 0, self.italic > 0, self.url))

    def end(self) -> None:
        """Ends the block."""
        self.looks.end_line()
        first = self.began or self.number
        if any(TODAY in span.text for span in self.spans):
            self.spans = [replace(span, text=span.text.replace(TODAY, "")) for span in self.spans]
            if len("".join(span.text for span in self.spans).split()) < 4:
                self.kind = "front"
        block = make_block(self.kind, self.spans, first, self.number, self.level, self.gap)
        if block is not None:
            self.blocks.append(block)
            self.gap = False
        self.spans, self.began = [], 0

    def warnings(self, path: str) -> list[Problem]:
        """Each text that was not taken: what people do not see or is not part of a CV."""
        messages = (
            f"the text of <{tag}> was left out: `{printable(text)}`"
            for tag, text in dict.fromkeys(self.left_out)
        )
        left_out = [Problem(message, Place(path), level="warning") for message in messages]
        return [*hidden_warnings(self.looks.hidden, path), *left_out]

    def tag(self, name: str, opening: bool, url: str = "") -> None:
        """An HTML tag."""
        step = 1 if opening else -1
        if name in BOLD:
            self.bold = max(self.bold + step, 0)
        if name in ITALIC:
            self.italic = max(self.italic + step, 0)
        if name in SILENT:
            self.silent = max(self.silent + step, 0)
        if name == "math":
            self.math = max(self.math + step, 0)
        if name == "a":
            self.url = url if opening else ""
        if name in COLUMNS and not opening:
            self.spans.append(Span("\t"))
        if name in ENDS:
            self.end()
            if name == "li":
                self.kind, self.level = ("bullet", 1) if opening else ("text", 0)
            elif re.fullmatch(r"h\d", name):
                self.kind, self.level = ("heading", int(name[1])) if opening else ("text", 0)


@cache
def formula_reader() -> tuple[Any, Any]:
    """What turns LaTeX into text, and the commands that it knows: made once, for that is slow."""
    from pylatexenc.latex2text import LatexNodes2Text
    from pylatexenc.latexwalker import get_default_latex_context_db

    return LatexNodes2Text(math_mode="text"), get_default_latex_context_db()


def formula_text(tex: str) -> str:
    """A formula or a command as text; as it was typed if it cannot be read, but an unknown sign
    such as \\varheart is nothing."""
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

    converter, commands = formula_reader()
    try:
        nodes = LatexWalker(tex, latex_context=commands).get_latex_nodes()[0]
        text = converter.nodelist_to_text(nodes)
    except (LatexWalkerError, LookupError, ValueError, TypeError, AttributeError):
        return tex
    unread = "" if SIGN.fullmatch(tex.strip()) else tex
    return unicodedata.normalize("NFKC", str(text)) or unread


SIGN = re.compile(r"\\[A-Za-z]+")
NOTE = "if it belongs in the CV, put it into the text"


@dataclass(slots=True)
class LineBuilder:
    """Blocks of a file that has no lines of its own; each block is a line of `source`."""

    texts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What is next to the text, such as "footnote: more on that", and is not read."""
    gap: bool = False
    repaired: bool = False
    """Whether the file is damaged, so some of it may be lost."""
    whole: bool = False
    """Whether each line that is added is a paragraph, not one that was broken by width."""

    def add(self, kind: str, spans: Sequence[Span], level: int = 0) -> None:
        """Adds a line, unless there is nothing on it."""
        number = len(self.texts) + 1
        block = make_block(kind, spans, number, number, level, self.gap)
        if block is None:
            self.gap = True
            return
        self.blocks.append(replace(block, whole=self.whole))
        self.texts.append("".join(span.text for span in spans).replace("\n", " "))
        self.gap = False

    def source(self, path: str) -> Source:
        """The lines as the text of a file."""
        return Source(path, "\n".join(self.texts) + "\n")

    def warnings(self, path: str) -> list[Problem]:
        """What may be lost, and each text that people do not see and that was not taken."""
        damaged = "the file is damaged and was repaired before it was read"
        hint = "compare the result with what you see when you open the file"
        lost = "page numbers and the like were left out: " + " / ".join(self.furniture[:6])
        place = Place(path)
        furniture = [Problem(printable(lost, 300), place, level="warning")]
        return [
            *([Problem(damaged, place, hint=hint, level="warning")] if self.repaired else ()),
            *(furniture if self.furniture else ()),
            *(
                Problem(f"not read: {printable(note)}", place, level="warning", hint=NOTE)
                for note in self.notes
            ),
            *hidden_warnings(self.hidden, path),
        ]


def hidden_warnings(texts: Sequence[str], path: str) -> list[Problem]:
    """A warning for each text that people do not see."""
    messages = (f"hidden text was left out: `{printable(text)}`" for text in texts)
    return [Problem(message, Place(path), level="warning") for message in messages]


def import_marked(source: Source, lines: Lines, problems: Sequence[Problem]) -> ImportedTree:
    """What is understood of a text with marks that say what its lines are."""
    warnings = [*problems, *lines.warnings(source.path)]
    return import_blocks(source, lines.blocks, warnings, "".join(lines.pictures))


def import_sheet(sheet: LineBuilder, path: str) -> ImportedTree:
    """What is understood of a file without lines of its own."""
    return import_blocks(sheet.source(path), sheet.blocks, sheet.warnings(path))


def import_blocks(
    source: Source, blocks: Sequence[Block], problems: Sequence[Problem] = (), pictures: str = ""
) -> ImportedTree:
    """What is understood of the lines, in which there are `pictures` besides those in the source.

    Raises InputError (no lines, or neither name nor section) or LimitError (an endless line).
    """
    place = Place(source.path)
    if not blocks:
        raise InputError(Problem("there is no text in this file", place), *problems)
    if endless := next((block for block in blocks if len(block.text) > LONGEST), None):
        message = f"a paragraph has {len(endless.text):,} letters; at most {LONGEST:,} are read"
        hint = "break it into lines"
        raise LimitError(Problem(message, Place(source.path, endless.line), hint=hint))
    parsed = parse_cv(source, blocks)
    pictures = "".join(dict.fromkeys(re.findall(PICTURE, source.text + pictures)))
    if visible := "".join(letter for letter in pictures if letter.isprintable()):
        message = f"pictures between characters were left out: {visible}"
        problems = [*problems, Problem(message, place, level="warning")]
    for what, texts in (
        ("page numbers and the like", parsed.furniture),
        ("titles of columns", parsed.titles),
    ):
        if texts:
            message = f"{what} were left out: {' / '.join(texts[:6])}"
            problems = [*problems, Problem(printable(message, 300), place, level="warning")]
    basics = parsed.root.get("basics")
    sections = [key for key, _ in parsed.root.pairs if key.text not in ("basics", "meta")]
    if not sections and (not isinstance(basics, Mapping) or basics.get("name") is None):
        hint = "the first line must be the name of the person"
        raise InputError(Problem("no name was found in this CV", place, hint=hint), *problems)
    root, left, warnings = remove_invalid(source, with_name(parsed.root))
    unplaced = (*parsed.unplaced, *left)
    problems = [*problems, *missing_name_problem(root, source.path), *warnings]
    return ImportedTree(source, root, unplaced, tuple(problems), len(blocks))


PLACEHOLDER = "Your Name"
"""Stands where no name was found."""


def with_name(root: Mapping) -> Mapping:
    """A master with a name; the placeholder if none was found."""
    basics = root.get("basics")
    pairs = basics.pairs if isinstance(basics, Mapping) else ()
    if any(key.text == "name" and isinstance(value, Scalar) and value.text for key, value in pairs):
        return root
    name = (Scalar("name", 0, 0), Scalar(PLACEHOLDER, 0, 0))
    others = tuple(pair for pair in pairs if pair[0].text != "name")
    rest = tuple(pair for pair in root.pairs if pair[0].text != "basics")
    filled = Mapping((name, *others), root.start)
    return Mapping(((Scalar("basics", 0, 0), filled), *rest), root.start)


def missing_name_problem(root: Mapping, path: str) -> list[Problem]:
    """A warning if the name of a master is the placeholder."""
    basics = root.get("basics")
    name = basics.get("name") if isinstance(basics, Mapping) else None
    if not isinstance(name, Scalar) or name.text != PLACEHOLDER:
        return []
    message = f"no name was found, so “{PLACEHOLDER}” is used instead"
    hint = "write the name under basics in the master"
    return [Problem(message, Place(path), hint=hint, level="warning")]


def is_similar_colour(left: str, right: str) -> bool:
    """Whether two colours cannot be told from each other; one that is unknown can."""
    first, second = COLOUR.fullmatch(left), COLOUR.fullmatch(right)
    if not first or not second:
        return False
    pairs = zip(first.groups(), second.groups(), strict=True)
    return all(abs(int(a, 16) - int(b, 16)) < CONTRAST for a, b in pairs)


def split_spans(runs: list[Span]) -> Iterator[list[Span]]:
    """The spans of each line of a paragraph."""
    line: list[Span] = []
    for span in runs:
        first, *others = span.text.split("\n")
        line.append(Span(first, span.bold, span.italic, span.url))
        for other in others:
            yield line
            line = [Span(other, span.bold, span.italic, span.url)]
    yield line
