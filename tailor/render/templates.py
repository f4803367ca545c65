"""A template: a folder with `template.toml` and `cv.tex.j2`, or a single file.

The source is the frame of the document, with `<< body >>` where the parts go, and macros for
kinds of parts: header, section, entry, employer, role, group, bullet, paragraph, line, inline,
names.
A macro prints one `\\tailorpart`, so what is measured is what is printed.
"""

import os
import shutil
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from tailor.errors import FileError, InputError, Place, Problem, TemplateError
from tailor.files import data_folder
from tailor.layout import ENTRY_HEADINGS, Part, page_parts
from tailor.models import Group, Resume
from tailor.project import refuse_input, settings_text
from tailor.render.environment import Isolate, compile_template, print_template
from tailor.render.escape import Tex
from tailor.render.style import USUAL, PageStyle, colour_operators

SOURCE, ABOUT, SHEET = "cv.tex.j2", "template.toml", "sheet.png"
HEADINGS = {"section", *ENTRY_HEADINGS, "group"}
TAGS = {"section": "H2", "entry": "H3", "employer": "H3", "role": "H4"}
TAGS |= {"bullet": "LBody", "line": "LBody"}
"""What the parts are for a screen reader (PDF 1.7, 14.8.4); anything else is a paragraph."""
TAGGED = (r"\tailortag", r"\tailorname")
"""LaTeX that says what kind of element its text is."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template on disk and what its `template.toml` says of it.

    One that did not come with the program is run by `isolate`.
    """

    name: str
    path: Path
    description: str = ""
    licence: str = ""
    accent: str = "black"
    isolate: Isolate | None = field(default=None, compare=False)

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def picture(self) -> Path | None:
        """A picture of a page, PNG, if there is one."""
        path = self.folder / "picture.png"
        return path if path.is_file() else None

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the program, and so is trusted."""
        return self.folder.parent == data_folder("templates")

    def load(self) -> None:
        """Compiles the template, unless a process of its own runs it. Raises as `parts`."""
        if not self.isolate:
            compile_template(self.path)

    def parts(self, resume: Resume, parts: Sequence[Part], look: PageStyle = USUAL) -> list[Tex]:
        """The LaTeX of each part.

        Raises:
            TemplateError: the template is at fault; the problem points at its line.
            ToolchainError: a character cannot be printed.
            LimitError: a template of the user's own takes too long or too much memory.
        """
        return self.run(self.context(resume, look), parts)

    def document(self, resume: Resume, body: str, look: PageStyle = USUAL) -> str:
        """The whole LaTeX document around a body. Raises as `parts`."""
        return self.run(self.context(resume, look, body))[0]

    def render(self, resume: Resume, look: PageStyle = USUAL) -> str:
        """A résumé as a LaTeX document; every part is preceded by a line `% key: ...`.

        Raises as `parts`.
        """
        parts = list(page_parts(resume))
        return self.document(resume, join_parts(parts, self.parts(resume, parts, look)), look)

    def run(self, context: dict[str, object], parts: Sequence[Part] | None = None) -> list[Tex]:
        if self.isolate:
            return [Tex(text) for text in self.isolate(self.path, context, parts)]
        return print_template(self.path, context, parts)

    def context(self, resume: Resume, look: PageStyle, body: str = "") -> dict[str, object]:
        """What the template can print by name."""
        try:
            accent = colour_operators(look.accent or self.accent)
        except ValueError as error:
            place = None if look.accent else Place(str(self.folder / ABOUT))
            raise TemplateError(Problem(str(error), place)) from error
        return {"resume": resume, "body": Tex(body), "look": look, "accent": accent}


def join_parts(parts: Sequence[Part], texts: Sequence[str]) -> str:
    """The parts in order; a page may end after any that is not a heading."""
    lines = []
    for part, text in zip(parts, texts, strict=True):
        key = getattr(part.value, "key", "basics")
        after = "" if part.kind in HEADINGS else "\\allowbreak"
        lines.append(f"% key: {key}\n\\tailoras{{{part_tag(part, text)}}}{text}{after}")
    return "\n".join(lines)


def part_tag(part: Part, text: str) -> str:
    """The kind of element that a part is; "" if its text says so itself."""
    if any(tag in text for tag in TAGGED):
        return ""
    if isinstance(part.value, Group) and part.value.bullets:
        return "H4"
    return TAGS.get(part.kind, "P")


def shipped_templates() -> tuple[Template, ...]:
    """The templates that come with the program, by name."""
    paths = sorted(data_folder("templates").glob(f"*/{ABOUT}"))
    return tuple(read_template(path.parent) for path in paths)


def find_template(name: str, isolate: Isolate | None = None) -> Template:
    """The shipped template of that name, or the one in that folder or file.

    Args:
        name: a name or path; a file is the source of a template without `template.toml`.
        isolate: runs a template that is not shipped in a process of its own.

    Raises:
        TemplateError: there is none, or its `template.toml` is wrong.
        FileError: a file of it is a link that leads out of its folder.
    """
    if is_shipped(name):
        return read_template(data_folder("templates") / name)
    path = Path(name)
    if is_template_file(path / SOURCE):
        for file in (path / SOURCE, path / ABOUT):
            refuse_input(file, "--template", [path])
        return read_template(path, isolate)
    if is_template_file(path):
        return Template(path.name.partition(".")[0], path, isolate=isolate)
    names = [template.name for template in shipped_templates()]
    near = [f"did you mean {match}? " for match in get_close_matches(name, names, 1)]
    choices = f"choose one of {', '.join(names)}, or a folder with {SOURCE}, or such a file"
    message = f"there is no template “{name}”"
    raise TemplateError(
        Problem(message, hint="".join([*near, choices]), setting=("template", name))
    )


def is_shipped(name: str) -> bool:
    """Whether a template of that name came with the program."""
    return name.isidentifier() and is_template_file(data_folder("templates") / name / ABOUT)


def is_template_file(path: Path) -> bool:
    """Whether it is one; what can be no name of a file is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def read_template(path: Path, isolate: Isolate | None = None) -> Template:
    about, table = path / ABOUT, {}
    try:
        if os.path.lexists(about):
            table = tomllib.loads(settings_text(about))
    except InputError as error:
        raise TemplateError(*error.problems) from error
    except ValueError as error:
        raise TemplateError(Problem(f"cannot be read: {error}", Place(str(about)))) from error
    except RecursionError as error:
        raise TemplateError(Problem("this is nested too deeply", Place(str(about)))) from error
    data = {key: str(table[key]) for key in ("description", "licence", "accent") if table.get(key)}
    return Template(str(table.get("name") or path.name), path / SOURCE, **data, isolate=isolate)


def copy_shipped(name: str, target: Path) -> Path:
    """Copies a shipped template to a new folder, to start one's own from, and returns its source.

    Args:
        name: the shipped template.
        target: the folder to make; its name becomes that of the template.

    Raises:
        TemplateError: there is no such template.
        FileError: the folder is there already, or cannot be made.
    """
    source = find_template(name)
    if not source.is_shipped:
        raise TemplateError(Problem(f"“{name}” is not a template that comes with tailor"))
    about = (source.folder / ABOUT).read_text(encoding="utf-8")
    try:
        target.mkdir(parents=True)
        shutil.copyfile(source.path, target / SOURCE)
        text = about.replace(f'name = "{source.name}"', f'name = "{target.name}"')
        (target / ABOUT).write_bytes(text.encode(errors="replace"))
    except FileExistsError as error:
        raise FileError(Problem("is there already", Place(str(target)))) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError(Problem(f"cannot be written: {reason}", Place(str(target)))) from error
    return target / SOURCE
