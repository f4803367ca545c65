"""From a résumé to a printed page: a template, a look and a TeX engine, working together."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from tailor.ats import check
from tailor.ats.apart import answered, request
from tailor.cache import NOWHERE, Cache
from tailor.errors import LimitError, Place, Problem, TemplateError
from tailor.lines import lines
from tailor.model import Document, Finding, Resume
from tailor.parts import Measure, Measured, Part
from tailor.render import Look, Template, beyond, refusal
from tailor.render import find as find_template
from tailor.typeset import (
    Engine,
    Limits,
    here,
    measure,
    on_path,
    own,
    probes,
    reading,
    run,
    typeset,
)
from tailor.typeset import find as find_engine

LIMITS = Limits(seconds=20, cpu=10, file=32_000_000, memory=1_000_000_000)
"""What a template of the user's own may use."""
READING = Limits(seconds=30, cpu=20, memory=2_000_000_000)
"""What reading back its page may take."""


@dataclass(frozen=True, slots=True)
class Press:
    """What prints a page. Its methods raise as those of `Template`, and as `typeset`."""

    template: Template
    look: Look
    engine: Engine
    cache: Cache = NOWHERE

    def print(self, resume: Resume) -> Document:
        """The résumé, typeset."""
        return typeset(self.template.render(resume, self.look), self.engine, self.cache)

    def check(self, document: Document, resume: Resume, most: int) -> tuple[Finding, ...]:
        """What reading a page back finds, as `tailor.ats.check`; `most` pages it may have.

        A template of the user's own can put things into a PDF that make readers loop or swell.
        """
        with reading(document.pdf) as readings:
            if self.template.is_shipped:
                return check(document, resume, most, readings)
            asked = request(document, resume, most, readings)
        place = Place(str(self.template.path))
        return answered(handled("tailor.ats", asked, READING, place, "read back"))

    def measurer(self, resume: Resume) -> Measure:
        """A function that lets TeX measure parts as this press prints them, once."""
        known: dict[tuple[Part, ...], Measured] = {}

        def sizes(parts: Sequence[Part]) -> Measured:
            if (asked := tuple(parts)) not in known:
                texts = self.template.parts(resume, parts, self.look)
                tex = self.template.document(resume, probes(texts), self.look)
                known[asked] = self.measured(tex, len(texts))
            return known[asked]

        return sizes

    def measured(self, tex: str, count: int) -> Measured:
        def sizes() -> bytes:
            found = measure(tex, count, self.engine, self.cache)
            return json.dumps([found.page, *found.heights]).encode()

        stamp = self.engine.stamp()
        found = (
            self.cache.kept(sizes, "heights", tex, *stamp, decode=json.loads) if stamp else sizes()
        )
        page, *heights = json.loads(found)
        return Measured(page, tuple(heights))


def press(resume: Resume, template: Template, look: Look, cache: Cache = NOWHERE) -> Press:
    """pdfTeX, or LuaLaTeX if the résumé holds characters that pdfTeX cannot print.

    LuaTeX runs no template of the user's own, for nothing keeps Lua from reading any file.

    Raises:
        ToolchainError: there is no engine, or none that prints these characters.
    """
    strange = beyond(resume)
    if not strange:
        return Press(template, look, find_engine(), cache)
    engine = on_path("lualatex") if template.is_shipped else None
    if engine is None:
        texts = (line.text for line in lines(resume))
        raise refusal(strange, next((text for text in texts if set(strange) & set(text)), ""))
    return Press(template, look, engine, cache)


def find(name: str) -> Template:
    """The shipped template of that name, or the user's own in that folder or file.

    Raises:
        TemplateError: there is none, or it is wrong.
    """
    return find_template(name, isolated)


def handled(
    package: str, data: bytes, limits: Limits, template: Place, done: str, do: str = ""
) -> bytes:
    """What a package says of a page of a template of the user's own, in a process with limits.

    `done` and `do` say what that is, as in "drawn" and "draw".

    Raises:
        TemplateError: the libraries fail on the page.
        LimitError: they take too much time or memory.
    """
    ended = run(own(package), environment=here(), data=data, limits=limits)
    if ended.code > 0:
        raise TemplateError(Problem(f"the page that it makes cannot be {done}", template))
    if ended.code < 0:
        message = f"the page that it makes takes too much time or memory to {do or done}"
        raise LimitError(Problem(message, template))
    return ended.output


def isolated(asked: bytes) -> bytes:
    """Runs a template of the user's own in a process that cannot use much; b"" if it would."""
    try:
        ended = run(own("tailor.render"), environment=here(), data=asked, limits=LIMITS)
    except LimitError:
        return b""
    if ended.code > 0:
        raise RuntimeError(ended.errors.decode("utf-8", "replace"))
    return ended.output if ended.code == 0 else b""
