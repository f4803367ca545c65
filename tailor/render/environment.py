"""The Jinja2 environment of templates, in a child process for templates of users."""

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tailor.errors import Place, Problem, TailorError, TemplateError
from tailor.files import data_folder
from tailor.i18n import format_date, format_dates
from tailor.layout import ENTRY_HEADINGS, Part, join_names, section_shape, with_note
from tailor.models import Mark
from tailor.render import filters
from tailor.render.escape import Tex, escape_text, stand_in_fonts
from tailor.render.style import print_marked

if TYPE_CHECKING:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

Result = TypeVar("Result")
PARTS = "shared/parts.tex.j2"
LONGEST = 4_000_000
"""Characters that a template may print."""
FOREIGN = re.compile(r"\{\{\s[^\\<]{0,500}?\}\}|\{%[^\\<]{0,500}?%\}")
DELIMITERS = {
    "block_start_string": "<%",
    "block_end_string": "%>",
    "variable_start_string": "<<",
    "variable_end_string": ">>",
    "comment_start_string": "<#",
    "comment_end_string": "#>",
}


def print_template(
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
        return [Tex(require_short(run_guarded(path, lambda: load_template(path).render(context))))]
    modules = [
        run_guarded(path, partial(load_module, source, context)) for source in template_files(path)
    ]
    texts = [Tex(run_guarded(path, partial(print_part, part, modules)).strip()) for part in parts]
    require_short("".join(texts))
    return texts


def compile_template(path: Path) -> None:
    """Compiles a template and what it shares with all others. Raises as `print_template`."""
    for source in template_files(path):
        run_guarded(path, partial(load_template, source))


def template_files(path: Path) -> tuple[Path, Path]:
    """A template, and the one that has what a template leaves out."""
    return path, data_folder("templates") / PARTS


def load_module(path: Path, context: Mapping[str, object]) -> "jinja2.environment.TemplateModule":
    return load_template(path).make_module(dict(context))


def print_part(part: Part, modules: "Sequence[jinja2.environment.TemplateModule]") -> str:
    """The part as the first module prints it that can. A template that has no macro for the
    heading of an employer or of a position prints both as entries."""
    kinds = (part.kind, "entry") if part.kind in ENTRY_HEADINGS else (part.kind,)
    macros: list[Any] = [getattr(module, kind, None) for module in modules for kind in kinds]
    return str(next(filter(None, macros))(part.value))


def require_short(text: str) -> str:
    if len(text) > LONGEST:
        raise TemplateError(Problem(f"the template prints more than {LONGEST:,} characters"))
    return text


def run_guarded(path: Path, action: Callable[[], Result]) -> Result:
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
        message, hint = describe_undefined(error.message or str(error))
        raise TemplateError(Problem(message, template_line(path, error), hint=hint)) from error
    except MemoryError as error:
        raise TemplateError(Problem("needs too much memory", template_line(path, error))) from error
    except Exception as error:  # Whatever a stranger's code makes Python or Jinja2 raise.
        message = str(error) or type(error).__name__
        raise TemplateError(Problem(message, template_line(path, error))) from error


UNDEFINED = re.compile(r"'tailor\.models\.(\w+) object' has no attribute '(\w+)'")


def describe_undefined(message: str) -> tuple[str, str]:
    """What Jinja2 says of a field that a value does not have, in the words of the docs; a hint that
    names the fields. Any other message stays, without a hint."""
    from difflib import get_close_matches

    from tailor import models

    match = UNDEFINED.search(message)
    kind = getattr(models, match[1], None) if match else None
    if match is None or kind is None:
        return message, ""
    fields = sorted(name for name in dir(kind) if not name.startswith("_"))
    near = get_close_matches(match[2], fields, 1)
    hint = f"did you mean {near[0]}? " if near else ""
    name = match[1].lower()
    article = "an" if name == "entry" else "a"
    return f"{article} {name} has no field `{match[2]}`", f"{hint}known: {', '.join(fields)}"


def template_line(path: Path, error: BaseException) -> Place:
    """The deepest line of a template that the error passed through."""
    place = Place(str(path))
    for frame, line in traceback.walk_tb(error.__traceback__):
        compiled = frame.f_globals.get("__jinja_template__")
        if compiled:
            place = Place(frame.f_code.co_filename, compiled.get_corresponding_lineno(line))
    return place


def load_template(path: Path) -> "jinja2.Template":
    return template_environment(path).get_template(path.name)


def template_source(main: Path, name: str) -> tuple[str, str, None] | None:
    """The text and the path of a template by its name, or None if there is none to be had.

    Besides `main` itself only files `*.j2` that truly lie in its folder, or came with the program:
    what a template includes is printed, and a stranger's must not print the files around it.
    """
    if name == main.name:
        return main.read_text(encoding="utf-8"), str(main), None
    for root in (main.parent, data_folder("templates")):
        path = root / name
        inside = path.resolve().is_relative_to(root.resolve())
        if path.suffix == ".j2" and inside and path.is_file():
            return path.read_text(encoding="utf-8"), str(path), None
    return None


def refuse_foreign(path: Path) -> None:
    """Raises TemplateError for a template written with Jinja2's usual marks, not with ours."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if match := FOREIGN.search(line):
            hint = "write << value >> and <% statement %>: braces and % belong to LaTeX"
            place = Place(str(path), number, match.start() + 1)
            raise TemplateError(
                Problem("these marks are not those of a template", place, line, hint)
            )


@cache
def template_environment(main: Path) -> "ImmutableSandboxedEnvironment":
    """Jinja2 that escapes whatever it prints unless it is `Tex`, and knows no undefined names."""
    from jinja2 import FunctionLoader, StrictUndefined, pass_context
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    jinja = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(partial(template_source, main)),
        undefined=StrictUndefined,
        finalize=pass_context(finalize_value),
        trim_blocks=True,
        keep_trailing_newline=True,
        **DELIMITERS,
    )
    jinja.globals = {
        "range": jinja.globals["range"],
        "geometry": pass_context(
            lambda context, *sizes: filters.geometry_line(context["look"].paper, *sizes)
        ),
        "metadata": filters.metadata_latex,
        "stand_ins": stand_in_fonts,
    }
    jinja.filters |= {
        "citation": pass_context(
            lambda context, entry, person="": filters.format_citation(
                entry, person, context["resume"].language, partial(show_text, context)
            )
        ),
        "date": with_language(format_date),
        "dates": with_language(format_dates),
        "items": filters.contact_items,
        "linked": pass_context(
            lambda context, text, url: (
                filters.link_latex(escape_text(text), url) if url else finalize_value(context, text)
            )
        ),
        "names": join_names,
        "noted": with_note,
        "separated": filters.join_items,
        "shape": section_shape,
        "strong": pass_context(
            lambda context, text: print_marked(text, marks_of(context, text), context["look"].bold)
        ),
        "tex": Tex,
    }
    return jinja


def finalize_value(context: "jinja2.runtime.Context", value: object) -> str:
    if isinstance(value, Tex):
        return value
    marks = marks_of(context, text := str(value))
    return print_marked(text, marks) if marks else escape_text(text)


def show_text(context: "jinja2.runtime.Context", text: str) -> Tex:
    return print_marked(text, marks_of(context, text))


def marks_of(context: "jinja2.runtime.Context", text: str) -> tuple[Mark, ...]:
    """The marks of a text of the résumé that is being printed."""
    markup = context["resume"].markup if "resume" in context else ()
    return markup_table(markup).get(text, ()) if markup else ()


@cache
def markup_table(markup: tuple[tuple[str, tuple[Mark, ...]], ...]) -> dict[str, tuple[Mark, ...]]:
    return dict(markup)


def with_language(filter: Callable[..., Result]) -> Callable[..., Result]:
    """A filter that gets the language of the résumé."""
    from jinja2 import pass_context

    def spoken(context: "jinja2.runtime.Context", *values: object) -> Result:
        return filter(*values, language=context["resume"].language)

    return pass_context(spoken)


Isolate = Callable[[Path, Mapping[str, object], Sequence[Part] | None], list[str]]
"""Runs `print_foreign` in a process of its own."""


def print_foreign(
    path: Path, context: Mapping[str, object], parts: Sequence[Part] | None
) -> list[str]:
    """As `print_template`, for a template of the user's own, which may use the wrong delimiters."""
    run_guarded(path, lambda: refuse_foreign(path))
    return list(print_template(path, context, parts))
