# ruff: noqa: E501
"""Every regular expression of the program, against long lines that were made to stall it."""

import ast
import importlib
import re
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import tailor
from benchmarks.trust.built import made

PACKAGE = Path(tailor.__file__).parent
UNITS = (
    *("a", "A", "é", "北", "1", " ", "\t", "\n", "\r\n", "(", "[", "{", ")", "<", "-", "–", ",", ".", "_"),
    *("a ", "Aa ", "A. ", "a.", "a-", "a'", "a@", "1 ", "1.", "1-", "- ", ", ", "; ", ": ", " - ", " | "),
    *("(a", "a)", "\\a{", "{}", "# ", "• ", "**", "**a ", "`", "<a ", "</", "&", '"', "'", "/", "//"),
    *("http://", "www.", "https://a.b/", "2020 ", "2020-", "Jan 2020 - ", "+1 ", "(1) ", "and ", "to "),
    *("C++ ", "a, ", "x: ", "- a\n", "1\n", "<p>", "$", "%", "=", "~", "!", "? ", "![", "[]("),
)  # fmt: skip
FLAGS_AT = {
    **dict.fromkeys(("re.compile",), 1),
    **dict.fromkeys(("re.search", "re.match", "re.fullmatch", "re.findall", "re.finditer"), 2),
    **{"re.split": 3, "re.sub": 4, "re.subn": 4},
}
"""Where each function of `re` that takes an expression takes its flags."""
LETTERS = 3000
SECONDS = 0.5
"""CPU time for a line of that length: a square of it is far below, a cube far above."""


class StalledError(Exception):
    """The time is over."""


def stalled(_number: int, _frame: FrameType | None) -> None:
    raise StalledError


@dataclass(frozen=True, slots=True)
class Found:
    """Every regular expression, with its flags, and the file; and the calls that make others, which
    nobody has tried."""

    patterns: Mapping[tuple[str, int], str]
    untried: tuple[str, ...]


def patterns() -> Found:
    """The expressions that a module holds or writes down, and those that it makes of other texts."""
    found: dict[tuple[str, int], str] = {}
    untried = []
    built = list(made())
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name == "__main__.py":
            continue
        name, own = str(path.relative_to(PACKAGE)), [one for one in built if one[1] == path]
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
        known = [*held(vars(module)), *(pattern for pattern, _, _ in own)]
        for call in calls(ast.parse(path.read_text(encoding="utf-8"))):
            if pattern := written(call, vars(module)):
                known.append(pattern)
            elif not any(call.lineno <= line <= (call.end_lineno or 0) for _, _, line in own):
                untried.append(f"{name}:{call.lineno}: {ast.unparse(call)[:60]}")
        for one in known:
            if isinstance(one.pattern, str):
                found.setdefault((one.pattern, one.flags), name)
    return Found(found, tuple(untried))


def held(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """The patterns in a value, or in what it is made of."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, dict):
        for one in list(value.values()):
            yield from held(one, depth + 1)
    elif depth < 4 and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from held(one, depth + 1)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls of `re` in functions; what others make a module holds."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    inside = {node for function in functions for node in ast.walk(function)}
    for node in ast.walk(tree):
        if node in inside and isinstance(node, ast.Call) and ast.unparse(node.func) in FLAGS_AT:
            yield node


def written(call: ast.Call, names: Mapping[str, object]) -> re.Pattern[str] | None:
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


def slow() -> tuple[int, int, list[str]]:
    """How many patterns there are, how many lines each was tried on, and the slow ones."""
    wrong: list[str] = []
    lines = [unit * (LETTERS // len(unit)) + "\x01" for unit in UNITS]
    known = patterns()
    wrong += [f"not tried: {one}" for one in known.untried]
    before = signal.signal(signal.SIGVTALRM, stalled)
    try:
        for (pattern, flags), where in known.patterns.items():
            compiled = re.compile(pattern, flags)
            worst, line = max((seconds(compiled, line), line) for line in lines)
            if worst > SECONDS:
                wrong.append(f"{where}: {pattern[:60]!r} on {line[:8]!r}: {worst:.1f} s")
    finally:
        signal.signal(signal.SIGVTALRM, before)
    return len(known.patterns), len(lines), wrong


def seconds(pattern: re.Pattern[str], line: str) -> float:
    """CPU time of one search, at most a little more than twice the bar."""
    start = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * SECONDS)
    try:
        pattern.search(line)
    except StalledError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - start
