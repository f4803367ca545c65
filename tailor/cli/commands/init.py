"""`init`: a master CV, its schema and a posting to begin with."""

import json
import os
import re
from importlib.resources import files
from pathlib import Path

from tailor.cli.atomic import write_files
from tailor.cli.console import UsageError, print_result
from tailor.cli.inputs import NAMES
from tailor.cli.json_report import print_json
from tailor.cli.settings import Format
from tailor.errors import FileError, Place, Problem
from tailor.project import NOTHING, named_file

STARTER, SAMPLE = "starter.yaml", "sample_posting.txt"
STARTER_NAME = "Robin Marlowe"
SCHEMA, POSTING = "resume.schema.json", "posting.txt"
MASTERS = (".yaml", ".yml")


def name_and_file(words: list[str]) -> tuple[str, Path]:
    """The person and the file that the arguments of `init` name.

    Raises UsageError for two of one kind.
    """
    paths = [word for word in words if is_path(word)]
    names = [word for word in words if not is_path(word)]
    if len(paths) > 1 or len(names) > 1:
        hint = 'put quotes around a name: tailor init "Your Name"'
        raise UsageError(Problem("give at most one name and one file", hint=hint))
    return " ".join("".join(names).split()), Path(paths[0] if paths else NAMES[0])


def is_path(word: str) -> bool:
    """Whether a word names a file rather than a person."""
    return "/" in word or "\\" in word or word.lower().endswith((*MASTERS, ".json"))


def write_starter(words: list[str], format: Format) -> int:
    """Writes the starter, its schema and a sample posting; returns 0. What is there stays.

    Raises `FileError` if the master exists or cannot be written.
    """
    from tailor.resume.validation import json_schema

    name, path = name_and_file(words)
    if os.path.lexists(path):
        hint = "it was not changed; name another: tailor init OTHER.yaml"
        raise FileError(Problem("this file exists", Place(str(path)), hint=hint))
    named = named_file(path) if any(map(is_path, words)) else NOTHING
    schema, posting = path.with_name(SCHEMA), Path(POSTING)
    shipped = files("tailor.cli")
    text = (shipped / STARTER).read_text("utf-8")
    if name:
        plain = re.fullmatch(r"[\w][\w .'’-]*", name)
        written = name if plain else json.dumps(name, ensure_ascii=False)
        text = text.replace(f"name: {STARTER_NAME}", f"name: {written}", 1)
    new = [(path, text.encode())]
    if path.suffix.lower() in MASTERS:
        new[0] = (path, f"# yaml-language-server: $schema={SCHEMA}\n{text}".encode())
    if not os.path.lexists(schema):
        new.append((schema, (json.dumps(json_schema(), indent=2) + "\n").encode()))
    if not os.path.lexists(posting):
        new.append((posting, (shipped / SAMPLE).read_bytes()))
    write_files(new, named)
    if format == "json":
        extra = {"schema": str(schema), "posting": str(posting)}
        print_json({"outputs": {"master": str(path)} | extra})
        return 0
    option = "" if str(path) in NAMES else f" --resume {path}"
    others = " and ".join(str(file) for file, _ in new[1:])
    person = f" called {name}" if name else ""
    beside = f", with {others}" if others else ""
    print_result(f"""wrote {path}, the master CV of an invented person{person}{beside}. Next:
  tailor --job {posting}{option}
      makes the page for that posting, in out/
  tailor check {path}
      after you have replaced its facts by your own: all that you have done, not one page of it;
      first the e-mail, phone and links of basics, which are made up and printed on each page
  tailor match --job {posting}{option}
      shows what you answer of a posting, and what you lack""")
    return 0
