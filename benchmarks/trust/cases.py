"""Hostile, broken and odd inputs of every kind: made of the texts in corpus.toml, or computed."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.trust.runs import POSTING, RESUME

TEXTS: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("corpus.toml").read_text(encoding="utf-8")
)
GOOD, BAD, EITHER = (0,), (3, 9), (0, 3, 4, 6, 9)
HEAD = "basics:\n  name: Ada Example\n"
JOB = "  - name: X\n    position: Y\n    startDate: 2020\n    highlights:\n      - Z pumps\n"
INVENTED = "PhD from MIT"


@dataclass(frozen=True, slots=True)
class Case:
    """An input, as a file of that name, and the exit codes that are right for it.

    `role` is resume, job or template. If a page is made, `needles` are read in it and `absent` is
    not; spaces do not count. HARM in the data becomes a file that must never be.
    """

    role: str
    name: str
    data: bytes
    codes: tuple[int, ...] = EITHER
    needles: tuple[str, ...] = ()
    absent: str = INVENTED


def cases() -> Iterator[Case]:
    yield from literal("tex", TEXTS["tex"])
    yield from literal("text", TEXTS["texts"])
    for number, text in enumerate([*TEXTS["odd"], *COMPUTED]):
        data = with_texts({PLACES[number % len(PLACES)]: text})
        yield Case("resume", f"odd-{number}.yaml", data)
    yield from links()
    for ending in ("yaml", "json"):
        broken, bearable = TEXTS[f"{ending}_broken"], TEXTS[f"{ending}_bearable"]
        yield from files("resume", f"broken.{ending}", broken, BAD)
        yield from files("resume", f"bearable.{ending}", bearable)
    yield from files("resume", "bomb.yaml", YAML_BOMBS, BAD)
    yield from files("resume", "bomb.json", JSON_BOMBS, BAD)
    for number, data in enumerate(BYTES):
        yield Case("resume", f"bytes-{number}.yaml", data)
    yield from large()
    yield from named()
    yield from files("resume", "cv.tex", [LATEX.replace("HERE", one) for one in TEXTS["latex"]])
    yield from files("resume", "cv.md", [MARKDOWN + one for one in TEXTS["markdown"]])
    yield from files("resume", "bomb.md", MARKDOWN_BOMBS)
    yield from files("job", "job.txt", [f"{POSTING}\n{one}\n" for one in TEXTS["postings"]])
    yield from files("job", "alone.txt", TEXTS["postings"])
    yield from files("job", "empty.txt", TEXTS["postings_empty"], BAD)
    yield from files("job", "page.html", TEXTS["pages"], (0, 3, 8, 9))
    yield from files("job", "bomb.html", PAGE_BOMBS, (0, 3, 8, 9))
    yield from files("template", "own.tex.j2", TEXTS["templates"], (4, 5, 6, 9))
    yield from (replace(one, role="job") for one in named() if one.name.endswith(".doc"))


def files(
    role: str, name: str, texts: list[str], codes: tuple[int, ...] = EITHER
) -> Iterator[Case]:
    stem, _, ending = name.partition(".")
    for number, text in enumerate(texts):
        data = text.encode("utf-8", "surrogatepass")
        yield Case(role, f"{stem}-{number}.{ending}", data, codes)


def literal(kind: str, texts: list[str]) -> Iterator[Case]:
    """Masters with a text of its own in each of some places.

    Name and label take turns, for the gate refuses a page at whose top no parser finds a name.
    """
    for number in range(0, len(texts), 3):
        places = {
            place: texts[(number * 7 + step * 11) % len(texts)]
            for step, place in enumerate(PLACES)
            if place != PLACES[number % 2]
        }
        needles = tuple(text for text in places.values() if "HARM" not in text)
        yield Case("resume", f"{kind}-{number}.yaml", with_texts(places), GOOD, needles)


def with_texts(places: dict[str, str]) -> bytes:
    """The master with other texts in some places, and those lines never left out."""
    whole = RESUME
    for line, text in places.items():
        quoted = '"' + "".join(map(quotable, text)) + '"'
        if line.startswith("      - "):
            whole = whole.replace(line, f"      - {{text: {quoted}, keep: always}}")
        else:
            whole = whole.replace(line, f"{line.partition(':')[0]}: {quoted}")
    return whole.encode("utf-8", "surrogatepass")


def quotable(letter: str) -> str:
    """A letter inside double quotes of YAML."""
    code = ord(letter)
    if letter in '"\\':
        return "\\" + letter
    plain = 32 <= code < 127 or (code > 160 and letter.isprintable()) or 0xD800 <= code < 0xE000
    return letter if plain else f"\\U{code:08X}"


PLACES = (
    "  name: Ada Example",
    "  label: Marine Engineer",
    "      - Rebuilt 14 diesel engines of coastal ferries, two weeks ahead of the plan",
    "  - name: Ferry Works",
    "    position: Engineer",
    "  - institution: Bergen Technical School",
    "    area: Marine Engineering",
)
COMPUTED = [
    "\ud800",
    "Z" + "\u0334" * 300,
    "x" * 3000,
    "x" * 200_000,
    "word " * 800,
    "👩\u200d" * 99,
]
LINKED = RESUME.replace("  email:", '  url: "HERE"\n  email:')


def links() -> Iterator[Case]:
    for kind, codes in (("good", GOOD), ("bad", (0, 3))):
        texts = [LINKED.replace("HERE", url) for url in TEXTS[f"links_{kind}"]]
        yield from files("resume", f"link-{kind}.yaml", texts, codes)


LAUGHS = "".join(
    f"{letter}: &{letter} [{', '.join(f'*{before}' for _ in range(9))}]\n"
    for before, letter in zip("abcdefgh", "bcdefghi", strict=True)
)
YAML_BOMBS = [
    *("[" * 100_000, "{a: " * 20_000, "- " * 50_000, "? " * 20_000, "!" * 99_999, "'" * 99_999),
    *(f"a: &a [{'x, ' * 9}]\n{LAUGHS}", '"' + "\\x" * 9999, "&" * 9999, "|" * 999, "\x00\x01\x02"),
    *("basics: {" + "a" * 500_000, "".join(" " * n + "a:\n" for n in range(900)), "#" * 6_000_000),
]
JSON_BOMBS = ["[" * 200_000, '{"a":' * 100_000, f'{{"basics": {"1" * 6000}}}', '"' + "\\u00" * 99]
MARKDOWN_BOMBS = [
    *(
        "> " * 5000 + "a",
        "- " * 2000 + "a",
        "[" * 9000,
        "*a" * 9000,
        "`" * 9999 + "a",
        "<a " * 9000,
    ),
    *("![" * 5000, "|" * 9000, "a\n===\n" * 3000, "\n".join(" " * n + "- a" for n in range(400))),
]
PAGE_BOMBS = [
    *("<div>" * 50_000, "<p>" * 99_999, "<table>" * 5000, "<a href=x " * 20_000, "&" * 99_999),
    *("<!--" * 50_000, "<script>" * 20_000, "<b " + "a=1 " * 99_999 + ">", "<![CDATA[" * 20_000),
    *(
        "x" * 11_000_000,
        "<p>Engineer: Python</p>" * 9_000,
        "\x00" * 1000,
        "<x:y xmlns:x='z'>" * 999,
    ),
]
BYTES = (
    *(RESUME.encode(name) for name in ("utf-16", "utf-16-be", "utf-32")),
    RESUME.replace("Ada", "Zoë").encode("latin-1"),
    RESUME.replace("Ada", "A\x81da").encode("latin-1"),
    *(RESUME.encode() + tail for tail in (b"\xff\xfe\xc0\xaf", bytes(1000), b"\xed\xa0\x80")),
    *(head + RESUME.encode() for head in (b"\xef\xbb\xbf" * 3, b"\x1f\x8b\x08", b"PK\x03\x04")),
    bytes(range(256)) * 40,
)
LATEX = r"""\documentclass{article}\begin{document}
\section*{Ada Example} ada@example.com
HERE
\section{Work Experience}
\textbf{Ferry Works} \hfill 2019 -- 2021 \\ Engineer
\begin{itemize}\item Repaired diesel pumps with Python\end{itemize}
\end{document}
"""
MARKDOWN = (
    "# Ada Example\n\nada@example.com\n\n## Work\n\n### Engineer, Ferry Works (2019 - 2021)\n\n"
)
MARKDOWN += "- Repaired diesel pumps with Python\n\n"


def large() -> Iterator[Case]:
    """Masters of an unusual size, or with one part of it."""
    email, title = "  email:", "    position: Engineer"
    sized = {
        "jobs": HEAD + "work:\n" + JOB * 1000,
        "bullets": HEAD + "work:\n" + JOB + "      - Repaired pumps\n" * 800,
        "keywords": f"{HEAD}work:\n{JOB}skills: [{{name: x, keywords: [{'pump, ' * 5000}]}}]\n",
        "summary": RESUME.replace(email, f"  summary: {'long ' * 2000}\n{email}"),
        "title": RESUME.replace(title, f"    position: {'Chief ' * 60}"),
        "name": RESUME.replace("Ada Example", "Ada " * 100),
        "word": RESUME.replace("Ferry Works", "W" * 400),
        "url": RESUME.replace(email, f"  url: https://example.com/{'u' * 1500}\n{email}"),
        "variants": RESUME.replace("- Kept", f"- variants: [{'a pump, ' * 500}]\n      - Kept"),
        "languages": RESUME + "languages:\n" + "  - {language: Norsk, fluency: x}\n" * 300,
        "sections": RESUME + "sections:\n" + "  - {title: T, entries: [{title: E}]}\n" * 200,
    }
    for name, text in sized.items():
        yield Case("resume", f"large-{name}.yaml", text.encode(), (0, 3, 4, 9))


def named() -> Iterator[Case]:
    """Files with odd names, or of formats that are not read."""
    for name in ("with space & percent 50%.yaml", "名前#~{x}.yaml", "a'b\"c$d.YAML", "~.yaml"):
        yield Case("resume", name, RESUME.encode(), GOOD)
    for name in ("cv.doc", "cv.xyz", "cv", ".yaml", "cv.yaml.exe", "cv.rtf", "cv.pages"):
        yield Case("resume", name, RESUME.encode(), BAD)


def written(case: Case, folder: Path) -> Path:
    path = folder / case.name
    path.write_bytes(case.data.replace(b"HARM", str(folder / "harm").encode()))
    return path
