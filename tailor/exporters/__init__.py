"""A résumé to a file of another kind: one writer for each format."""

from collections.abc import Callable

from tailor.exporters.docx import to_docx
from tailor.exporters.json_resume import master_data, to_json_resume
from tailor.exporters.markdown import to_markdown, to_plain_text
from tailor.exporters.yaml import yaml_text
from tailor.models import Resume

WRITERS: dict[str, Callable[[Resume], bytes]] = {
    ".json": lambda resume: to_json_resume(resume).encode(),
    ".yaml": lambda resume: yaml_text(master_data(resume)).encode(),
    ".yml": lambda resume: yaml_text(master_data(resume)).encode(),
    ".md": lambda resume: to_markdown(resume).encode(),
    ".txt": lambda resume: to_plain_text(resume).encode(),
    ".docx": to_docx,
}
"""By suffix: a résumé to the bytes of a file."""
