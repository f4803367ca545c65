"""A résumé, or a page of it, to a file of another kind: one writer for each format."""

from collections.abc import Callable, Iterable, Mapping

from tailor.exporters.docx import to_docx
from tailor.exporters.json_resume import master_data, page_to_json_resume, to_json_resume
from tailor.exporters.markdown import to_markdown, to_plain_text
from tailor.exporters.outline import master_lines, page_lines
from tailor.exporters.yaml import yaml_text
from tailor.models import Resume

WRITERS: dict[str, Callable[[Resume], bytes]] = {
    ".json": lambda resume: to_json_resume(resume).encode(),
    ".yaml": lambda resume: yaml_text(master_data(resume)).encode(),
    ".yml": lambda resume: yaml_text(master_data(resume)).encode(),
    ".md": lambda resume: to_markdown(master_lines(resume)).encode(),
    ".txt": lambda resume: to_plain_text(master_lines(resume)).encode(),
    ".docx": lambda resume: to_docx(master_lines(resume)),
}
"""By suffix: a master to the bytes of a file."""
FORMS: Mapping[str, Callable[[Resume, str], bytes]] = {
    "docx": lambda page, paper: to_docx(page_lines(page), paper),
    "md": lambda page, _: to_markdown(page_lines(page)).encode(),
    "txt": lambda page, _: to_plain_text(page_lines(page)).encode(),
    "json": lambda page, _: page_to_json_resume(page).encode(),
}
"""By suffix: a page and its paper (letter or a4) to the bytes of a file that says the same."""


def page_forms(page: Resume, wanted: Iterable[str], paper: str) -> dict[str, bytes]:
    """A page as files of other kinds: the printed lines in their order, and nothing else.

    Args:
        page: the tailored résumé (`Plan.resume`).
        wanted: suffixes without a dot, of `FORMS`.
        paper: letter or a4.
    """
    return {suffix: FORMS[suffix](page, paper) for suffix in wanted}
