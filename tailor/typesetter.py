"""From a résumé to a printed page: a template, a look and a TeX engine, working together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, TypeVarTuple

from tailor.cache import NOWHERE, Cache
from tailor.errors import LimitError, Place, Problem, TemplateError
from tailor.latex import measure_parts, probe_latex, typeset_document
from tailor.latex.engine import Engine, engine_on_path
from tailor.latex.engine import find_engine as find_engine
from tailor.layout import Measure, Measured, Part, scorable_lines
from tailor.models import Document, Finding, Resume
from tailor.pdf.text import poppler_stamp, start_poppler
from tailor.render.environment import print_foreign
from tailor.render.escape import unprintable_characters, unprintable_error
from tailor.render.style import PageStyle
from tailor.render.templates import Template
from tailor.render.templates import find_template as find_template
from tailor.sandbox.process import Limits
from tailor.sandbox.worker import WorkerError, WorkerKilledError, call_isolated

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")
LIMITS = Limits(seconds=20, cpu=10, file=32_000_000, memory=1_000_000_000)
"""What a template of the user's own may use."""
READING = Limits(seconds=30, cpu=20, memory=2_000_000_000)
"""What reading back its page may take."""


@dataclass(frozen=True, slots=True)
class Typesetter:
    """What prints a page. Its methods raise as those of `Template`, and as `typeset`."""

    template: Template
    look: PageStyle
    engine: Engine
    cache: Cache = NOWHERE

    def print(self, resume: Resume) -> Document:
        """The résumé, typeset; of a shipped template the page is kept."""
        tex = self.template.render(resume, self.look)

        def document() -> Document:
            return typeset_document(tex, self.engine, self.cache)

        stamp = self.engine.stamp() if self.template.is_shipped else None
        return (
            self.cache.get_or_compute(document, Document, "page", tex, *stamp)
            if stamp
            else document()
        )

    def check(self, document: Document, resume: Resume, most: int) -> tuple[Finding, ...]:
        """What reading a page back finds; `most` pages it may have. It is kept by the bytes of the
        PDF, whichever template made it."""

        def findings() -> tuple[Finding, ...]:
            return self.read_back(document, resume, most)

        about = repr((resume, document.pages, document.overfull, most, self.template.is_shipped))
        kind = tuple[Finding, ...]
        question = (document.pdf, about, poppler_stamp())
        return self.cache.get_or_compute(findings, kind, "findings", *question)

    def read_back(self, document: Document, resume: Resume, most: int) -> tuple[Finding, ...]:
        """As `check`, found by the readers.

        A template of the user's own can put things into a PDF that make readers loop or swell.
        """
        from tailor.ats.inspect import check_page

        with start_poppler(document.pdf) as readings:
            if self.template.is_shipped:
                return check_page(document, resume, most, readings)
            given = dict(readings)
        place, what = Place(str(self.template.path)), "read back"
        return run_on_page(READING, place, what, what, check_page, document, resume, most, given)

    def measurer(self, resume: Resume) -> Measure:
        """A function that lets TeX measure parts as this press prints them, once."""
        cached: dict[tuple[Part, ...], Measured] = {}

        def sizes(parts: Sequence[Part]) -> Measured:
            if (key := tuple(parts)) not in cached:
                texts = self.template.parts(resume, parts, self.look)
                tex = self.template.document(resume, probe_latex(texts), self.look)
                cached[key] = self.measured(tex, len(texts))
            return cached[key]

        return sizes

    def measured(self, tex: str, count: int) -> Measured:
        def sizes() -> Measured:
            result = measure_parts(tex, count, self.engine, self.cache)
            return Measured(result.page, result.heights)

        stamp = self.engine.stamp()
        return (
            self.cache.get_or_compute(sizes, Measured, "heights", tex, *stamp) if stamp else sizes()
        )


def make_typesetter(
    resume: Resume, template: Template, look: PageStyle, cache: Cache = NOWHERE
) -> Typesetter:
    """pdfTeX, or LuaLaTeX if the résumé holds characters that pdfTeX cannot print.

    LuaTeX runs no template of the user's own, for nothing keeps Lua from reading any file.

    Raises:
        ToolchainError: there is no engine, or none that prints these characters.
    """
    strange = unprintable_characters(resume)
    if not strange:
        return Typesetter(template, look, find_engine(), cache)
    engine = engine_on_path("lualatex") if template.is_shipped else None
    if engine is None:
        texts = (line.text for line in scorable_lines(resume))
        raise unprintable_error(
            strange, next((text for text in texts if set(strange) & set(text)), "")
        )
    return Typesetter(template, look, engine, cache)


def find_any_template(name: str) -> Template:
    """The shipped template of that name, or the user's own in that folder or file.

    Raises:
        TemplateError: there is none, or it is wrong.
    """
    return find_template(name, run_template_isolated)


def run_on_page(
    limits: Limits,
    template: Place,
    done: str,
    do: str,
    function: Callable[[*Arguments], Result],
    *arguments: *Arguments,
) -> Result:
    """What a function says of a page of a template of the user's own, in a process with limits.

    `done` and `do` say what that is, as in "drawn" and "draw".

    Raises:
        TemplateError: the libraries fail on the page.
        LimitError: they take too much time or memory.
    """
    try:
        return call_isolated(limits, function, *arguments)
    except WorkerError as error:
        problem = Problem(f"the page that it makes cannot be {done}", template)
        raise TemplateError(problem) from error
    except WorkerKilledError as error:
        message = f"the page that it makes takes too much time or memory to {do}"
        raise LimitError(Problem(message, template)) from error


def run_template_isolated(
    path: Path, context: Mapping[str, object], parts: Sequence[Part] | None
) -> list[str]:
    """As `tailor.render.environment.print_foreign`, in a process that cannot use much.

    Raises:
        LimitError: the template used too much time or memory.
    """
    try:
        return call_isolated(LIMITS, print_foreign, path, context, parts)
    except (LimitError, WorkerKilledError) as error:
        message = "the template uses too much time or memory"
        raise LimitError(Problem(message, Place(str(path)))) from error
