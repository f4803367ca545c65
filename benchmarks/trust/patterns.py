# ruff: noqa: E501
"""Every regular expression of the program, against long lines that were made to stall it."""

import ast
import importlib
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import tailor

PACKAGE = Path(tailor.__file__).parent
UNITS = (
    *("a", "A", "é", "北", "1", " ", "\t", "\n", "\r\n", "(", "[", "{", ")", "<", "-", "–", ",", ".", "_"),
    *("a ", "Aa ", "A. ", "a.", "a-", "a'", "a@", "1 ", "1.", "1-", "- ", ", ", "; ", ": ", " - ", " | "),
    *("(a", "a)", "\\a{", "{}", "# ", "• ", "**", "**a ", "`", "<a ", "</", "&", '"', "'", "/", "//"),
    *("http://", "www.", "https://a.b/", "2020 ", "2020-", "Jan 2020 - ", "+1 ", "(1) ", "and ", "to "),
    *("C++ ", "a, ", "x: ", "- a\n", "1\n", "<p>", "$", "%", "=", "~", "!", "? ", "![", "[]("),
)  # fmt: skip
LETTERS = 3000
SECONDS = 0.5
"""CPU time for a line of that length: a square of it is far below, a cube far above."""


class StalledError(Exception):
    """The time is over."""


def stalled(_number: int, _frame: FrameType | None) -> None:
    raise StalledError


def patterns() -> dict[tuple[str, int], str]:
    """Every regular expression that a module holds or writes down, with the file."""
    found: dict[tuple[str, int], str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name == "__main__.py":
            continue
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
        for one in (*held(vars(module)), *written(path, vars(module))):
            if isinstance(one.pattern, str):
                found.setdefault((one.pattern, one.flags), str(path.relative_to(PACKAGE)))
    return found


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


def written(path: Path, names: dict[str, object]) -> Iterator[re.Pattern[str]]:
    """The patterns that calls of `re` in a module are given, where they need no local name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).startswith("re."):
            try:
                code = compile(ast.Expression(node.args[0]), str(path), "eval")
                yield re.compile(eval(code, dict(names)))
            except (NameError, TypeError, AttributeError, re.error):
                continue


def slow() -> tuple[int, int, list[str]]:
    """How many patterns there are, how many lines each was tried on, and the slow ones."""
    wrong, lines = [], [unit * (LETTERS // len(unit)) + "\x01" for unit in UNITS]
    known = patterns()
    before = signal.signal(signal.SIGVTALRM, stalled)
    try:
        for (pattern, flags), where in known.items():
            compiled = re.compile(pattern, flags)
            worst, line = max((seconds(compiled, line), line) for line in lines)
            if worst > SECONDS:
                wrong.append(f"{where}: {pattern[:60]!r} on {line[:8]!r}: {worst:.1f} s")
    finally:
        signal.signal(signal.SIGVTALRM, before)
    return len(known), len(lines), wrong


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
