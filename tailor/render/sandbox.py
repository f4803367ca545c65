"""Runs the Jinja2 source of a template: escaped by default, no undefined names, no way out.

What a template prints for a part comes from its macro of that name, or where it has none from
`shared/parts.tex.j2`.
"""

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tailor.errors import Place, Problem, TailorError, TemplateError
from tailor.parts import Part, shape
from tailor.render import fragments, wording
from tailor.render.escape import Tex, alone
from tailor.render.look import strong
from tailor.render.stand_ins import stand_ins
from tailor.resources import folder

if TYPE_CHECKING:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

Result = TypeVar("Result")
PARTS = "shared/parts.tex.j2"
LONGEST = 4_000_000
"""Characters that a template may print."""
FOREIGN = re.compile(r"\{\{\s[^\\<]*?\}\}|\{%[^\\<]*?%\}")
DELIMITERS = {
    "block_start_string": "<%",
    "block_end_string": "%>",
    "variable_start_string": "<<",
    "variable_end_string": ">>",
    "comment_start_string": "<#",
    "comment_end_string": "#>",
}


def printed(
    path: Path, context: Mapping[str, object], parts: Sequence[Part] | None = None
) -> list[Tex]:
    """What a template prints: for each of the parts, or without parts the whole document.

    Args:
        path: the source of the template.
        context: what it can print by name.
        parts: see above.

    Raises:
        TemplateError: the template is at fault; the problem points at its line.
        ToolchainError: a character cannot be printed.
    """
    if parts is None:
        return [Tex(limited(guarded(path, lambda: loaded(path).render(context))))]
    modules = [
        guarded(path, partial(module, source, context))
        for source in (path, folder("templates") / PARTS)
    ]
    texts = [Tex(guarded(path, partial(one, part, modules)).strip()) for part in parts]
    limited("".join(texts))
    return texts


def module(path: Path, context: Mapping[str, object]) -> "jinja2.environment.TemplateModule":
    return loaded(path).make_module(dict(context))


def one(part: Part, modules: "Sequence[jinja2.environment.TemplateModule]") -> str:
    """The part as the first module prints it that can."""
    macros: list[Any] = [getattr(module, part.kind, None) for module in modules]
    return str(next(filter(None, macros))(part.value))


def limited(text: str) -> str:
    if len(text) > LONGEST:
        raise TemplateError(Problem(f"the template prints more than {LONGEST:,} characters"))
    return text


def guarded(path: Path, action: Callable[[], Result]) -> Result:
    """Runs template code and turns what goes wrong in it into a `TemplateError` with its line."""
    import jinja2

    try:
        return action()
    except TailorError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise TemplateError(Problem(f"cannot be read: {reason}", Place(str(path)))) from error
    except jinja2.TemplateSyntaxError as error:
        place = Place(str(path.parent / (error.name or path.name)), error.lineno)
        raise TemplateError(Problem(error.message or "syntax error", place)) from error
    except UnicodeDecodeError as error:
        raise TemplateError(Problem("is not UTF-8 text", Place(str(path)))) from error
    except jinja2.TemplateError as error:
        raise TemplateError(Problem(error.message or str(error), line_of(path, error))) from error
    except MemoryError as error:
        raise TemplateError(Problem("needs too much memory", line_of(path, error))) from error
    except Exception as error:  # Whatever a stranger's code makes Python or Jinja2 raise.
        message = str(error) or type(error).__name__
        raise TemplateError(Problem(message, line_of(path, error))) from error


def line_of(path: Path, error: BaseException) -> Place:
    """The deepest line of a template that the error passed through."""
    place = Place(str(path))
    for frame, line in traceback.walk_tb(error.__traceback__):
        compiled = frame.f_globals.get("__jinja_template__")
        if compiled:
            place = Place(frame.f_code.co_filename, compiled.get_corresponding_lineno(line))
    return place


def loaded(path: Path) -> "jinja2.Template":
    return environment(path).get_template(path.name)


def source(main: Path, name: str) -> tuple[str, str, None] | None:
    """The text and the path of a template by its name, or None if there is none to be had.

    Besides `main` itself only files `*.j2` that truly lie in its folder, or came with the program:
    what a template includes is printed, and a stranger's must not print the files around it.
    """
    if name == main.name:
        return main.read_text(encoding="utf-8"), str(main), None
    for root in (main.parent, folder("templates")):
        path = root / name
        inside = path.resolve().is_relative_to(root.resolve())
        if path.suffix == ".j2" and inside and path.is_file():
            return path.read_text(encoding="utf-8"), str(path), None
    return None


def refuse_foreign(path: Path) -> None:
    """Raises TemplateError for a template written with Jinja2's usual marks, not with ours."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if found := FOREIGN.search(line):
            hint = "write << value >> and <% statement %>: braces and % belong to LaTeX"
            place = Place(str(path), number, found.start() + 1)
            raise TemplateError(
                Problem("these marks are not those of a template", place, line, hint)
            )


@cache
def environment(main: Path) -> "ImmutableSandboxedEnvironment":
    """Jinja2 that escapes whatever it prints unless it is `Tex`, and knows no undefined names."""
    from jinja2 import FunctionLoader, StrictUndefined, pass_context
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    jinja = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(partial(source, main)),
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        keep_trailing_newline=True,
        **DELIMITERS,
    )
    jinja.globals = {
        "range": jinja.globals["range"],
        "geometry": pass_context(lambda at, *sizes: fragments.geometry(at["look"].paper, *sizes)),
        "metadata": fragments.metadata,
        "stand_ins": stand_ins,
    }
    jinja.filters |= {
        "citation": in_its_language(wording.citation),
        "date": in_its_language(wording.date),
        "dates": in_its_language(wording.dates),
        "items": fragments.contact_items,
        "linked": lambda text, url: fragments.link(alone(text), url),
        "names": wording.names,
        "noted": wording.noted,
        "separated": fragments.separated,
        "shape": shape,
        "strong": pass_context(lambda at, text: strong(text, at["look"].bold)),
        "tex": Tex,
    }
    return jinja


def finalize(value: object) -> str:
    return value if isinstance(value, Tex) else alone(str(value))


def in_its_language(filter: Callable[..., Result]) -> Callable[..., Result]:
    """A filter that is told the language of the résumé."""
    from jinja2 import pass_context

    def spoken(at: "jinja2.runtime.Context", *values: object) -> Result:
        return filter(*values, language=at["resume"].language)

    return pass_context(spoken)
