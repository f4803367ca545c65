"""A template: a folder with `template.toml` and `cv.tex.j2`.

`cv.tex.j2` is the frame of the document, with `<< body >>` where the parts go, and one macro
for each kind of part: header, section, entry, group, bullet, paragraph, line, inline, names.
A macro prints one `\\tailorpart`, so what is measured is what is printed.
"""

import tomllib
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tailor.errors import Place, Problem, TemplateError
from tailor.model import Resume
from tailor.parts import Part, walk
from tailor.render import fragments, wording
from tailor.render.escape import Tex, escape
from tailor.render.look import USUAL, Look, operators, strong
from tailor.resources import folder

if TYPE_CHECKING:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

Result = TypeVar("Result")
SOURCE, ABOUT = "cv.tex.j2", "template.toml"
HEADINGS = {"section", "entry", "group"}
DELIMITERS = {
    "block_start_string": "<%",
    "block_end_string": "%>",
    "variable_start_string": "<<",
    "variable_end_string": ">>",
    "comment_start_string": "<#",
    "comment_end_string": "#>",
}


@dataclass(frozen=True, slots=True)
class Template:
    """A template on disk and what its `template.toml` says of it."""

    name: str
    folder: Path
    description: str
    licence: str
    accent: str

    def parts(self, resume: Resume, parts: Sequence[Part], look: Look = USUAL) -> list[Tex]:
        """The LaTeX of each part.

        Raises:
            TemplateError: the template is at fault; the problem points at its line.
            ToolchainError: a character cannot be printed.
        """
        context = self.context(resume, look)
        module = guarded(self, lambda: loaded(self).make_module(context))
        return [Tex(guarded(self, partial(printed, module, part)).strip()) for part in parts]

    def document(self, resume: Resume, body: str, look: Look = USUAL) -> str:
        """The whole LaTeX document around a body. Raises as `parts`."""
        context = self.context(resume, look, body)
        return guarded(self, lambda: loaded(self).render(context))

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the program, and so is trusted."""
        return self.folder.parent == folder("templates")

    def context(self, resume: Resume, look: Look, body: str = "") -> dict[str, object]:
        """What the template can print by name."""
        try:
            accent = operators(look.accent or self.accent)
        except ValueError as error:
            place = None if look.accent else Place(str(self.folder / ABOUT))
            raise TemplateError(Problem(str(error), place)) from error
        return {"resume": resume, "body": Tex(body), "look": look, "accent": accent}

    def render(self, resume: Resume, look: Look = USUAL) -> str:
        """A résumé as a LaTeX document; every part is preceded by a line `% key: ...`.

        Raises as `parts`.
        """
        parts = list(walk(resume))
        return self.document(resume, body(parts, self.parts(resume, parts, look)), look)


def body(parts: Sequence[Part], texts: Sequence[str]) -> str:
    """The parts in order; a page may end after any that is not a heading."""
    lines = []
    for part, text in zip(parts, texts, strict=True):
        key = getattr(part.value, "key", "basics")
        after = "" if part.kind in HEADINGS else "\\allowbreak"
        lines.append(f"% key: {key}\n{text}{after}")
    return "\n".join(lines)


def printed(module: "jinja2.environment.TemplateModule", part: Part) -> str:
    macro = getattr(module, part.kind, None)
    if macro is None:
        raise TemplateError(Problem(f"the template has no macro “{part.kind}”"))
    return str(macro(part.value))


def guarded(template: Template, action: Callable[[], Result]) -> Result:
    """Runs template code and turns what goes wrong in it into a `TemplateError` with its line."""
    import jinja2

    try:
        return action()
    except jinja2.TemplateSyntaxError as error:
        place = Place(str(template.folder / (error.name or SOURCE)), error.lineno)
        raise TemplateError(Problem(error.message or "syntax error", place)) from error
    except jinja2.TemplateError as error:
        raise TemplateError(
            Problem(error.message or str(error), line_of(template, error))
        ) from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise TemplateError(Problem(str(error), line_of(template, error))) from error


def line_of(template: Template, error: Exception) -> Place:
    """The deepest line of a template that the error passed through."""
    place = Place(str(template.folder / SOURCE))
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename.endswith(".j2"):
            compiled = frame.f_globals.get("__jinja_template__")
            line = compiled.get_corresponding_lineno(line) if compiled else line
            place = Place(frame.f_code.co_filename, line)
    return place


def loaded(template: Template) -> "jinja2.Template":
    return environment(template.folder).get_template(SOURCE)


@cache
def environment(own: Path) -> "ImmutableSandboxedEnvironment":
    """Jinja2 that escapes whatever it prints unless it is `Tex`, and knows no undefined names."""
    from jinja2 import FileSystemLoader, StrictUndefined, pass_context
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    jinja = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([own, folder("templates")]),
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        keep_trailing_newline=True,
        **DELIMITERS,
    )
    jinja.globals |= {
        "geometry": pass_context(
            lambda at, *margins: fragments.geometry(at["look"].paper, *margins)
        ),
        "metadata": fragments.metadata,
    }
    jinja.filters |= {
        "citation": wording.citation,
        "date": wording.date,
        "dates": wording.dates,
        "items": fragments.contact_items,
        "linked": fragments.link,
        "margin": wording.margin,
        "names": wording.names,
        "noted": wording.noted,
        "separated": fragments.separated,
        "strong": pass_context(lambda at, text: strong(text, at["look"].bold)),
        "tex": Tex,
    }
    return jinja


def finalize(value: object) -> str:
    return value if isinstance(value, Tex) else escape(str(value))


def shipped() -> tuple[Template, ...]:
    """The templates that come with the program, by name."""
    paths = sorted(folder("templates").glob("*/template.toml"))
    return tuple(read(path.parent) for path in paths)


def find(name: str) -> Template:
    """The shipped template of that name, or the one in that folder.

    Raises:
        TemplateError: there is none, or its `template.toml` is wrong.
    """
    for path in (folder("templates") / name, Path(name)):
        if (path / ABOUT).is_file():
            return read(path)
    known = ", ".join(template.name for template in shipped())
    hint = f"choose one of {known}, or a folder with {ABOUT} and {SOURCE}"
    raise TemplateError(Problem(f"there is no template “{name}”", hint=hint))


def read(path: Path) -> Template:
    about = path / ABOUT
    try:
        table = tomllib.loads(about.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TemplateError(Problem(f"cannot be read: {error}", Place(str(about)))) from error
    name, description, licence, accent = (
        str(table.get(key, "")) for key in ("name", "description", "licence", "accent")
    )
    return Template(name or path.name, path, description, licence, accent or "black")
