# ruff: noqa: E501
"""Every regular expression of the program, against long lines that are made of its own pieces.

`python -m benchmarks.trust.patterns` prints those whose time grows faster than the line.
"""

import ast
import importlib
import re
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "tailor"
UNITS = (
    *("a", "A", "é", "北", "1", " ", "\t", "\n", "\r\n", "(", "[", "{", ")", "<", "-", "–", ",", ".", "_"),
    *("a ", "Aa ", "A. ", "a.", "a-", "a'", "a@", "1 ", "1.", "1-", "- ", ", ", "; ", ": ", " - ", " | "),
    *("(a", "a)", "\\a{", "{}", "# ", "• ", "**", "**a ", "`", "<a ", "</", "&", '"', "'", "/", "//"),
    *("http://", "www.", "https://a.b/", "2020 ", "2020-", "Jan 2020 - ", "+1 ", "(1) ", "and ", "to "),
    *("C++ ", "a, ", "x: ", "- a\n", "1\n", "<p>", "$", "%", "=", "~", "!", "? ", "![", "[]("),
)  # fmt: skip
"""What is repeated in a line that any pattern is tried on."""
FLAGS_AT = {
    **dict.fromkeys(("re.compile",), 1),
    **dict.fromkeys(("re.search", "re.match", "re.fullmatch", "re.findall", "re.finditer"), 2),
    **{"re.split": 3, "re.sub": 4, "re.subn": 4},
}
"""Where each function of `re` that takes an expression takes its flags."""
SHORT, LONG = 4_000, 16_000
"""Characters of the line that each pattern is tried on first, and of the longest."""
GLANCE_S = 0.0015
"""CPU time of the short line below which nothing can have taken the square of its length: that is
eight million steps, of which a processor of 2026 does some 500 million a second."""
SLOWEST = 5
"""How many lines of a pattern are tried at greater lengths."""
LIMIT_S = 3.0
"""CPU time after which a search is given up."""
RATIO, ISOLATED_RATIO = 3.0, 6.0
"""How many times longer a line of twice the length may take: 2 where time is linear, 4 where it
is the square, 8 where it is the cube."""
ISOLATED = (
    *("importers/", "resume_parser/", "html.py", "pdf/", "posting/html_", "posting/web_page.py"),
    *("posting/office.py", "posting/structured_data.py", "posting/job_boards.py"),
)
"""What runs only in child processes with limits; the square is allowed there."""


class StalledError(Exception):
    """The time is over."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A regular expression, and where it is compiled."""

    pattern: str
    flags: int
    place: str
    is_bytes: bool = False
    at_start: bool = False
    """Whether it is only matched at the beginning of a text."""

    def compiled(self) -> "re.Pattern[Any]":
        if self.is_bytes:
            return re.compile(self.pattern.encode("latin-1"), self.flags)
        return re.compile(self.pattern, self.flags)

    def find(self, line: str) -> None:
        """Looks for it as the program does: at the beginning, or everywhere."""
        text: Any = line.encode("latin-1", "replace") if self.is_bytes else line
        if self.at_start:
            self.compiled().match(text)
        else:
            for _ in self.compiled().finditer(text):
                pass


Find = Callable[[str], object]


def collect() -> tuple[list[Found], list[str]]:
    """All that the modules of the program compile when they are imported, in their functions, and
    from other texts (`built.MAKERS`); and the calls that none of these reaches.

    It must run in a process that has not imported the program yet.
    """
    seen: dict[tuple[str, int, bool], set[str]] = {}
    lines: set[tuple[str, int]] = set()
    original = re._compile  # type: ignore[attr-defined]

    starts: set[str] = set()

    def note(compiled: "re.Pattern[Any]", path: Path, line: int, function: str) -> None:
        is_bytes = isinstance(compiled.pattern, bytes)
        text = compiled.pattern.decode("latin-1") if is_bytes else compiled.pattern
        flags = compiled.flags & ~re.DEBUG
        place = f"{path.relative_to(PACKAGE)}:{line}"
        seen.setdefault((text, flags, is_bytes), set()).add(place)
        if function in ("match", "fullmatch"):
            starts.add(place)

    def watch(pattern: object, flags: int) -> object:
        caller = sys._getframe(2)  # The one that called re.compile, re.search ...
        compiled = original(pattern, flags)
        path = Path(caller.f_code.co_filename)
        if path.is_relative_to(PACKAGE):
            note(compiled, path, caller.f_lineno, sys._getframe(1).f_code.co_name)
            lines.add((str(path), caller.f_lineno))
        return compiled

    # What is compiled when it is first used is compiled at once here.
    with patch.object(re, "_compile", watch), patch("tailor.files.lazy_pattern", re.compile):
        modules = dict(import_all())
        from benchmarks.trust.built import MAKERS

        for maker in MAKERS:
            maker()
    missed = []
    for path, module in modules.items():
        for call in calls(ast.parse(path.read_text(encoding="utf-8"))):
            if compiled := written(call, vars(module)):
                note(compiled, path, call.lineno, ast.unparse(call.func).removeprefix("re."))
            elif not any(
                (str(path), line) in lines
                for line in range(call.lineno, (call.end_lineno or call.lineno) + 1)
            ):
                missed.append(
                    f"{path.relative_to(PACKAGE)}:{call.lineno}: {ast.unparse(call)[:60]}"
                )
    starts.update(only_matched(modules))
    return sorted(
        Found(*key[:2], min(places), key[2], places <= starts) for key, places in seen.items()
    ), missed


def only_matched(paths: Iterable[Path]) -> Iterator[str]:
    """The places of patterns that have a name, of which nothing but `match` and `fullmatch` is
    called in their module and those that import from it."""
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    for path, text in texts.items():
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        matched, other = set[str](), set[str]()
        taken = re.compile(rf"from {re.escape(module)} import (\([^)]*\)|.*)")
        for near in texts.values():
            names = "".join(taken.findall(near))
            for found in USE.finditer(IMPORTED.sub("", near) if names or near is text else ""):
                is_ours = near is text or re.search(rf"\b{found[1]}\b", names)
                if is_ours and not (found[2] or "").startswith(" ="):
                    (matched if found[2] else other).add(found[1])
        for node in ast.parse(text).body:
            name = getattr(node.targets[0], "id", "") if isinstance(node, ast.Assign) else ""
            if name in matched - other:
                for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                    yield f"{path.relative_to(PACKAGE)}:{line}"


USE = re.compile(r"\b([A-Z][A-Z\d_]*)\b(\.(?:full)?match\(| = (?:re\.compile|lazy_pattern))?")
IMPORTED = re.compile(r"(?m)^ *(?:from .*|\w+,)$")


def import_all() -> Iterator[tuple[Path, Any]]:
    """Every module of the program but those that run when they are imported."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name != "__main__.py":
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield path, importlib.import_module(".".join(parts).removesuffix(".__init__"))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls of `re` in functions; others are made when a module is imported."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda))
    inside = {node for function in functions for node in ast.walk(function)}
    for node in inside:
        if isinstance(node, ast.Call) and ast.unparse(node.func) in FLAGS_AT:
            yield node


def written(call: ast.Call, names: Mapping[str, object]) -> "re.Pattern[Any] | None":
    """The expression that a call of `re` is given; None if that needs a local name."""
    place = FLAGS_AT[ast.unparse(call.func)]
    flags = [word.value for word in call.keywords if word.arg == "flags"]
    try:
        pattern, *more = (value(one, names) for one in (call.args[0], *flags, *call.args[place:]))
        return re.compile(pattern, *more)
    except (NameError, TypeError, AttributeError, re.error):
        return None


def value(node: ast.expr, names: Mapping[str, object]) -> Any:
    return eval(compile(ast.Expression(node), "", "eval"), dict(names))


def hostile_lines(found: Found) -> Iterator[tuple[str, str, str]]:
    """Beginning, what is repeated, and end of lines that may stall a pattern.

    They are made of its own characters and of texts that it matches: each character, each text
    that a part of it matches after what matches the parts before it, and the whole of it.
    """
    tree = re._parser.parse(found.pattern, found.flags & ~re.DEBUG)  # type: ignore[attr-defined]
    units = dict.fromkeys(UNITS)
    starts: dict[tuple[str, str], None] = {}
    for before, unit in repeated_parts(tree, ""):
        units[unit] = None
        starts[before, unit] = None
    whole = sample(tree)
    pieces = [one for one in dict.fromkeys(whole) if not one.isalnum()][:12]
    units |= dict.fromkeys([*pieces, whole, whole[:-1], whole[1:], whole + " ", whole[:-1] + " "])
    units |= dict.fromkeys(f"{one}{other}" for one in pieces[:5] for other in ("a", " "))
    for unit in filter(None, units):
        yield "", unit, "\x01"
    for before, unit in list(starts)[:40]:
        if before and unit:
            yield before, unit, "\x01"
            yield before + unit, before + unit, "\x01"


def repeated_parts(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """For each part that may repeat without end: a text that leads to it, and one that it matches."""
    for kind, what in tree:
        name = str(kind)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, most, body = what
            if int(most) > 20:
                for unit in dict.fromkeys(samples(body)):
                    yield before, unit
            yield from repeated_parts(body, before)
        elif name == "BRANCH":
            for branch in what[1][:40]:
                yield from repeated_parts(branch, before)
        elif name == "SUBPATTERN":
            yield from repeated_parts(what[-1], before)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from repeated_parts(what[1], before)
        elif name == "ATOMIC_GROUP":
            yield from repeated_parts(what, before)
        before += sample([(kind, what)])


SETS = "a1 -.,\n\t_A@/:;(<[{é北\"'#&+|\\*"
"""Characters of which some are in any class."""


def samples(tree: Any) -> list[str]:
    """Texts that a pattern matches; of one that is a single class, each of some characters."""
    if len(tree) == 1 and str(tree[0][0]) in ("IN", "NOT_LITERAL", "ANY"):
        inside = [one for one in SETS if matches(tree[0], one)]
        return inside or [sample(tree)]
    return [sample(tree)]


def matches(node: Any, character: str) -> bool:
    """Whether a node of one character matches it."""
    kind, what = str(node[0]), node[1]
    if kind == "ANY":
        return character != "\n"
    if kind == "NOT_LITERAL":
        return bool(ord(character) != what)
    negated = any(str(one) == "NEGATE" for one, _ in what)
    return negated != any(is_member(one, character) for one in what)


CATEGORIES = {
    "DIGIT": re.compile(r"\d"),
    "SPACE": re.compile(r"\s"),
    "WORD": re.compile(r"\w"),
    "NOT_DIGIT": re.compile(r"\D"),
    "NOT_SPACE": re.compile(r"\S"),
    "NOT_WORD": re.compile(r"\W"),
}


def is_member(one: Any, character: str) -> bool:
    kind, what = str(one[0]), one[1]
    if kind == "LITERAL":
        return bool(ord(character) == what)
    if kind == "RANGE":
        return bool(what[0] <= ord(character) <= what[1])
    if kind == "CATEGORY":
        return bool(CATEGORIES[str(what).removeprefix("CATEGORY_")].match(character))
    return False


def sample(tree: Any) -> str:
    """A text that a pattern matches, as far as that can be told without looking around."""
    found = ""
    for kind, what in tree:
        name = str(kind)
        if name == "LITERAL":
            found += chr(what)
        elif name in ("IN", "NOT_LITERAL", "ANY"):
            one = next((one for one in SETS if matches((kind, what), one)), "")
            first = what[0] if name == "IN" else None
            if not one and first is not None and str(first[0]) in ("LITERAL", "RANGE"):
                one = chr(first[1] if str(first[0]) == "LITERAL" else first[1][0])
            found += one
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            found += sample(what[2]) * min(max(1, what[0]), 20)
        elif name == "BRANCH":
            found += sample(what[1][0])
        elif name == "SUBPATTERN":
            found += sample(what[-1])
        elif name == "ATOMIC_GROUP":
            found += sample(what)
    return found


def line_of(parts: tuple[str, str, str], length: int) -> str:
    before, unit, after = parts
    return before + unit * (length // len(unit)) + after


def judge(found: Found) -> tuple[int, str]:
    """How many lines a pattern was tried on, and what is wrong with it; "" if nothing."""
    before = signal.signal(signal.SIGVTALRM, stalled)
    most = ISOLATED_RATIO if found.place.startswith(ISOLATED) else RATIO
    try:
        lines = list(dict.fromkeys(hostile_lines(found)))
        took = {parts: seconds(found.find, line_of(parts, SHORT)) for parts in lines}
        for parts in sorted(lines, key=took.__getitem__)[-SLOWEST:]:
            if took[parts] > GLANCE_S and (fault := growth(found.find, parts, most)):
                shown = tuple(one[:24] for one in parts[:2])
                told = f"{found.place}: {found.pattern[:70]!r} on {shown}: {fault}"
                return len(lines), told
    finally:
        signal.signal(signal.SIGVTALRM, before)
    return len(lines), ""


def growth(pattern: Find, parts: tuple[str, str, str], most: float = RATIO) -> str:
    """How the time grows with the line, if that is `most` times for twice the length; "" else.

    A part that may repeat a thousand times looks like one without an end on short lines, so what
    seems to grow is tried on longer ones.
    """
    length = SHORT
    last, ratio = best_of(pattern, parts, length), most
    if last < GLANCE_S:
        return ""
    while length < LONG and last < LIMIT_S:
        length *= 2
        took = best_of(pattern, parts, length)
        ratio, last = took / last, took
        if ratio < most and took < LIMIT_S:
            return ""
    if last >= LIMIT_S:
        return f"more than {LIMIT_S:g} s for {length:,} characters"
    return f"{ratio:.1f} times as long for twice the length"


def best_of(pattern: Find, parts: tuple[str, str, str], length: int) -> float:
    """The least CPU time of some tries, for others use the machine too."""
    line = line_of(parts, length)
    least = seconds(pattern, line)
    return min(least, seconds(pattern, line)) if least < LIMIT_S / 10 else least


def seconds(find: Find, line: str) -> float:
    """CPU time of finding all that a pattern matches in a line, at most the limit."""
    start = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT_S)
    try:
        try:
            find(line)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)  # It may strike just before this.
    except StalledError:  # The timer may count a little less than the clock.
        return max(LIMIT_S, time.process_time() - start)
    return time.process_time() - start


def stalled(_number: int, _frame: FrameType | None) -> None:
    raise StalledError


def collect_elsewhere() -> tuple[list[Found], list[str]]:
    """As `collect`, in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(collect).result()


def slow(known: Iterable[Found] | None = None) -> tuple[int, int, list[str]]:
    """How many patterns there are, how many lines they were tried on, and what is wrong."""
    wrong: list[str] = []
    if known is None:
        known, missed = collect_elsewhere()
        wrong += [f"not tried: {one}" for one in missed]
    patterns, tried = list(known), 0
    for count, fault in judged(patterns):
        tried += count
        wrong += [fault] if fault else []
    return len(patterns), tried, wrong


def judged(patterns: Sequence[Found]) -> Iterator[tuple[int, str]]:
    """What `judge` says of each pattern, by two processes, in any order."""
    with get_context("spawn").Pool(2) as pool:
        yield from pool.imap_unordered(judge, patterns, chunksize=4)


def main() -> None:
    """All patterns, or those whose place begins with a word of the command line."""
    found, missed = collect_elsewhere()
    chosen = [one for one in found if one.place.startswith(tuple(sys.argv[1:] or [""]))]
    faults = 0
    for _, fault in judged(chosen):
        faults += bool(fault)
        if fault:
            print(fault, flush=True)
    print("\n".join(f"not tried: {one}" for one in missed))
    print(f"{len(chosen)} patterns, {faults} faults, {len(missed)} not tried")


if __name__ == "__main__":
    main()
