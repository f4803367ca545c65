"""Line and column of the keys of a TOML file, which `tomllib` does not give."""

import re
import tomllib
from collections import deque
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

TOKEN = re.compile(
    r"""(?P<skip>[ \t\r]+|\#[^\n]*)
    |(?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<mark>[\[\]{}=,.\n])
    |(?P<bare>[^\s\[\]{}=,.\#"']+)""",
    re.DOTALL | re.VERBOSE,
)
VALUE_ENDS = (",", "]", "}", "\n")


@dataclass(slots=True)
class Scanner:
    """One walk through a valid TOML text: `found` is path -> offset of the key or item."""

    tokens: deque[tuple[str, int]]
    found: dict[Path, int] = field(default_factory=dict)
    counts: dict[Path, int] = field(default_factory=dict)

    def document(self) -> None:
        base: Path = ()
        while self.tokens:
            token, _ = self.tokens[0]
            if token == "\n":
                self.tokens.popleft()
            elif token == "[":
                base = self.header()
            else:
                self.pair(base)

    def header(self) -> Path:
        """`[a.b]` or `[[a.b]]`: the path that the keys below it begin with."""
        _, start = self.tokens.popleft()
        repeated = self.tokens[0] == ("[", start + 1)
        if repeated:
            self.tokens.popleft()
        parts = self.key()
        path: Path = ()
        for number, (part, offset) in enumerate(parts, 1):
            path = (*path, part)
            self.found.setdefault(path, offset)
            if repeated and number == len(parts):
                self.counts[path] = self.counts.get(path, 0) + 1
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
                self.found.setdefault(path, offset)
        for _ in range(1 + repeated):
            self.tokens.popleft()
        return path

    def pair(self, base: Path) -> None:
        path = base
        for part, offset in self.key():
            path = (*path, part)
            self.found.setdefault(path, offset)
        self.tokens.popleft()
        self.value(path)

    def key(self) -> list[tuple[str, int]]:
        parts = [self.part()]
        while self.tokens[0][0] == ".":
            self.tokens.popleft()
            parts.append(self.part())
        return parts

    def part(self) -> tuple[str, int]:
        token, offset = self.tokens.popleft()
        quoted = token[0] in "\"'"
        return (tomllib.loads(f"key = {token}")["key"] if quoted else token), offset

    def value(self, path: Path) -> None:
        token, _ = self.tokens[0]
        if token in ("[", "{"):
            self.tokens.popleft()
            self.inside(path, "]" if token == "[" else "}")
        else:
            while self.tokens and self.tokens[0][0] not in VALUE_ENDS:
                self.tokens.popleft()

    def inside(self, path: Path, end: str) -> None:
        """The items of an array, or the pairs of an inline table, up to `end`."""
        count = 0
        while (token := self.tokens[0])[0] != end:
            if token[0] in (",", "\n"):
                self.tokens.popleft()
            elif end == "}":
                self.pair(path)
            else:
                self.found[(*path, count)] = token[1]
                self.value((*path, count))
                count += 1
        self.tokens.popleft()


def key_offsets(text: str) -> dict[Path, int]:
    """Path -> character offset of every key and array item of a text that `tomllib` accepts."""
    tokens = (
        (match[0], match.start()) for match in TOKEN.finditer(text) if match.lastgroup != "skip"
    )
    scanner = Scanner(deque(tokens))
    scanner.document()
    return scanner.found
