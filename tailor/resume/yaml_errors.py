"""What goes wrong when sentences are typed into YAML, and how to say it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tailor.errors import Problem, pluralize
from tailor.resume.source import Scalar, Source, printable

if TYPE_CHECKING:
    import yaml

DONE = re.compile(
    r"(?:[A-Z]\w{2,}ed|Led|Built|Made|Ran|Wrote|Taught|Won|Cut|Grew|Kept|Set) [a-z\d]"
)
"""How a line begins that says what was done."""
VALUE = re.compile(r"(?P<lead>\s*(?:- +)*(?:[A-Za-z_$][\w$-]*: +)?)(?P<value>\S.*)")
COMMENT = re.compile(r"[ \t]+#(?P<rest>.*)")
UNTEXTUAL = {"startDate", "endDate", "date", "releaseDate", "url", "email", "phone", "keep"}
"""Keys whose values no one begins a sentence with: a comment behind them cuts nothing."""

SENTENCES = {"summary", "text", "reference", "description"}
HYPHEN = re.compile(r"\s*(?P<key>-[A-Za-z]\w*:)")
"""A key with a hyphen right before it."""
BARE_KEY = re.compile(r"[A-Za-z]\w*:")
"""A key alone on its line."""
MARKERS = ("* ", "• ", "– ", "— ", "· ")
"""How people begin the items of lists, and YAML does not."""
MARKER_HINT = 'an item of a list begins with a hyphen and a space: "- "'
BAD_OPENER = "a text cannot begin with"
OPENERS = "*&!%@`|>?"
NO_TABS = "YAML allows only spaces there: replace each tab"
COLON = "is a space missing after the colon?"
QUOTES = 'put quotes around the text: "..."'
BACKSLASH = "write \\\\ for a backslash, or the character itself"
ESCAPES = ("escape", "hexdecimal")
"""What the parser says of an escape that is none; the second is its spelling."""
LATE_COLON = re.compile(r".{1023,}:(?:\s|$)")
"""Behind more letters than YAML allows in a key."""
END = re.compile(r"^\.\.\.[ \t]*$", re.MULTILINE)


def never_closed(source: Source, error: "yaml.MarkedYAMLError") -> str:
    """What is open to the end, or to a line that cannot be inside of it: "quote", "bracket", ""."""
    context, problem = error.context_mark, error.problem_mark
    if not context or not problem:
        return ""
    ends = ("end of stream", "document separator", "document indicator")
    if "quoted scalar" in str(error.context):
        return "quote" if str(error.problem).endswith(ends) else ""
    if "flow" not in str(error.context) or context.line == problem.line:
        return ""
    ended = source.place(min(problem.index, len(source.text))).line or 1
    outside = indent_of(source.line(ended)) <= indent_of(source.line(context.line + 1))
    return "bracket" if outside else ""


def offset_of(source: Source, error: "yaml.MarkedYAMLError") -> int:
    """Where the fault is: of what is not closed, and of a key without a colon, where it begins."""
    begins = never_closed(source, error) or "simple key" in str(error.context)
    marks = (error.problem_mark, error.context_mark)
    mark = next(filter(None, marks[::-1] if begins else marks), None)
    return min(mark.index if mark else 0, len(source.text))


def line_of(source: Source, error: "yaml.MarkedYAMLError") -> int:
    return source.place(offset_of(source, error)).line or 1


def explain_error(source: Source, error: "yaml.MarkedYAMLError") -> Problem:
    """A syntax error in the words of the person who typed the line."""
    opened, offset = never_closed(source, error), offset_of(source, error)
    reason = str(error.problem or error.context or "this is not YAML")
    if "<document start>" in reason and (ends := [*END.finditer(source.text, 0, offset)]):
        message = "this line ends the master, but the file goes on"
        return source.problem(ends[-1].start(), message, "remove it")
    if opened:
        message = f"the {opened} that opens here is never closed"
        hint = "close it, or put the other kind of quotes around the whole text"
        hint = hint if opened == "quote" else "close it, or put quotes around the text"
    elif "mapping values" in reason and (start := hyphen_without_space(source, offset)) is not None:
        offset, message = start, "a space is missing after the hyphen"
        hint = 'an item of a list begins with "- "'
    else:
        number = line_of(source, error)
        message, hint = explain_line(source.line(number), reason)
        if message.startswith(BAD_OPENER) and (match := VALUE.fullmatch(source.line(number))):
            offset = source.starts[number - 1] + match.start("value")
        if hint == COMPARE or is_misplaced_key(source, number):
            message, hint = explain_indent(source, number) or (message, hint)
    return source.problem(offset, message, hint)


COMPARE = "compare the indentation of the lines above"


def is_misplaced_key(source: Source, number: int) -> bool:
    """Whether a faulty line is a key alone below a `key: value`: no text, so quotes do not help."""
    above = VALUE.fullmatch(source.line(number - 1)) if number > 1 else None
    is_key = BARE_KEY.fullmatch(source.line(number).strip())
    return bool(is_key and above and ":" in above["lead"])


def explain_indent(source: Source, number: int) -> tuple[str, str] | None:
    """Message and hint for a line that begins in another column than any that is open above it;
    None if it begins in one of those."""
    column, open_columns = indent_of(source.line(number)), list[int]()
    for before in range(number - 1, 0, -1):
        line = source.line(before)
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        indent = indent_of(line)
        if not open_columns or indent < open_columns[-1]:
            open_columns.append(indent)
        if indent < column:
            break
    if column in open_columns or not open_columns:
        return None
    wanted = " or ".join(map(str, reversed(open_columns)))
    message = f"this line begins with {pluralize(column, 'space')}, and no line above it does"
    return message, f"begin it with {wanted} spaces, as a line above does"


def hyphen_without_space(source: Source, offset: int) -> int | None:
    """The offset of a key such as `-name:`, if the line above a fault begins with one."""
    number = source.place(offset).line or 1
    match = HYPHEN.match(source.line(number - 1)) if number > 1 else None
    return source.starts[number - 2] + match.start("key") if match else None


def explain_line(line: str, reason: str) -> tuple[str, str]:
    """Message and hint for a line that the parser refused with the words `reason`."""
    match = VALUE.fullmatch(line)
    value = match["value"] if match else ""
    quote = {'"': "single", "'": "double"}.get(value[:1], "")
    inside = 'write \\" for the one inside it' if value[:1] == '"' else "double the one inside it"
    spelled = f"put {quote} quotes around the whole text, or {inside}"
    marker = value.startswith(MARKERS)
    cases = (
        ("\t" in line[: len(line) - len(line.lstrip())], "a tab indents this line", NO_TABS),
        (any(word in reason for word in ESCAPES), "this is not a valid escape", BACKSLASH),
        (
            "expected ':'" in reason and LATE_COLON.match(value),
            "a key may have at most 1,024 letters",
            "",
        ),
        (
            value[:1] in set(OPENERS),
            f"{BAD_OPENER} {value[:1]} here",
            MARKER_HINT if marker else QUOTES,
        ),
        (quote, "the quotes around this text do not match", spelled),
        (value[:1] in {"[", "{"}, f"{BAD_OPENER} {value[:1]} here", QUOTES),
        (": " in value or value.endswith(":"), "`: ` in a text makes YAML read a key", QUOTES),
        (
            "expected ':'" in reason,
            "this is neither a `key: value` nor an item of a list",
            MARKER_HINT if marker else COLON,
        ),
    )
    fallback = (True, f"this is not valid YAML: {reason}", COMPARE)
    return next((message, hint) for is_so, message, hint in (*cases, fallback) if is_so)


def quote_and_retry(source: Source, error: "yaml.MarkedYAMLError") -> Source | None:
    """The source with the text on the faulty line in quotes; None if that cannot help.

    The lines in which a text continues are quoted with it.
    """
    number = line_of(source, error)
    match = VALUE.fullmatch(source.line(number))
    if not match or "\t" in match["lead"] or is_misplaced_key(source, number):
        return None
    last = last_line_of(source, number)
    start = source.starts[number - 1] + len(match["lead"])
    end = source.starts[last - 1] + len(source.line(last).rstrip())
    quoted = "'" + source.text[start:end].replace("'", "''") + "'"
    return Source(source.path, source.text[:start] + quoted + source.text[end:])


def last_line_of(source: Source, number: int) -> int:
    """The number of the last line of the text that begins on a line.

    It continues in lines that are indented deeper and are neither items nor `key: value`.
    """
    indent = indent_of(source.line(number))
    for after in range(number + 1, len(source.starts) + 1):
        line = source.line(after)
        match = VALUE.fullmatch(line)
        if not match or match["lead"].strip() or indent_of(line) <= indent or ends_key(line):
            return after - 1
    return len(source.starts)


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip())


def ends_key(line: str) -> bool:
    """Whether the line is a key whose value is below it, an item alone or a comment."""
    text = line.strip()
    return text.endswith(":") or text == "-" or text.startswith("#")


def drop_repaired(problems: list[Problem], typed: Source, read: Source) -> list[Problem]:
    """The problems of lines that were read as they were typed: of the others enough was said."""
    lines = zip(typed.text.split("\n"), read.text.split("\n"), strict=True)
    repaired = {number for number, (left, right) in enumerate(lines, 1) if left != right}
    return [p for p in problems if p.place is None or p.place.line not in repaired]


def cut_by_comment(source: Source, node: Scalar, key: str | None) -> Iterator[Problem]:
    """` #` ends a plain text: a fault if it looks like part of it, else a warning in sentences."""
    number = source.place(node.end).line or 1
    end = source.starts[number - 1] + len(source.line(number))
    match = COMMENT.fullmatch(source.text, node.end, end)
    if not match or key in UNTEXTUAL:
        return
    rest = match["rest"]
    hint = 'put quotes around the text if "#" belongs to it'
    offset = source.text.index("#", node.end)
    if rest and not rest[0].isspace() and rest[0] != "#":
        message = f'" #" begins a comment, so the text ends before "#{printable(rest, 30)}"'
        yield source.problem(offset, message, hint)
    elif key is None or key in SENTENCES:
        message = "the text ends here: what follows is a comment"
        yield source.problem(offset, message, hint, level="warning")


def missing_list_marker(source: Source, node: Scalar) -> Iterator[Problem]:
    """A warning for each line with which an item continues, but that reads like an item of its own.

    "- Built A" over a deeper "Led B" or "- Led B" is one text to YAML.
    """
    first, last = (source.place(i).line or 1 for i in (node.start, max(node.end - 1, node.start)))
    for number in range(first + 1, last + 1):
        line, before = source.line(number).strip(), source.line(number - 1).rstrip()
        ended = before.endswith((".", "!", ";")) and line[:1].isupper()
        marked = line.startswith(("- ", "• ", "* "))
        if marked or (line and (ended or DONE.match(line))):
            advice = "indent it as the item above" if marked else "put `- ` before it"
            hint = f"{advice} if it is an item of its own, quotes around the text if not"
            offset = source.starts[number - 1] + indent_of(source.line(number))
            message = "this line continues the item above it"
            yield source.problem(offset, message, hint, level="warning")


def read_as_key(key: str) -> tuple[str, str]:
    """Message and hint for a sentence with a colon that became a mapping."""
    short = printable(key, 40)
    return (
        f'": " makes YAML read this text as a key ("{short}") and its value',
        f'put quotes around the text: - "{short}: ..."',
    )
