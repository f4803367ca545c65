"""A résumé to a file of another kind: one writer for each format."""

from collections.abc import Callable

from tailor.model import Resume
from tailor.write.json_resume import json_resume
from tailor.write.markdown import markdown
from tailor.write.master import master
from tailor.write.plain import plain
from tailor.write.word import word
from tailor.write.yaml_edit import into
from tailor.write.yaml_file import yaml_text

__all__ = ["WRITERS", "into", "master", "yaml_text"]

WRITERS: dict[str, Callable[[Resume], bytes]] = {
    ".json": lambda resume: json_resume(resume).encode(),
    ".yaml": lambda resume: yaml_text(master(resume)).encode(),
    ".yml": lambda resume: yaml_text(master(resume)).encode(),
    ".md": lambda resume: markdown(resume).encode(),
    ".txt": lambda resume: plain(resume).encode(),
    ".docx": word,
}
"""By suffix: a résumé to the bytes of a file."""
