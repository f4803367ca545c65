"""`init`: a master CV to begin with."""

from importlib.resources import files
from pathlib import Path

from tailor.cli.atomic import write_files
from tailor.cli.console import print_result
from tailor.cli.inputs import NAMES
from tailor.cli.json_report import print_json
from tailor.cli.settings import Format
from tailor.errors import FileError, Place, Problem

STARTER = "starter.yaml"


def write_starter(path: Path, format: Format) -> int:
    """Writes the starter to a file that is not there yet; returns 0.

    Raises `FileError` if it exists or cannot be written.
    """
    if path.exists() or path.is_symlink():
        hint = "it was left as it is; name another: tailor init OTHER.yaml"
        raise FileError(Problem("this file exists", Place(str(path)), hint=hint))
    write_files([(path, (files("tailor.cli") / STARTER).read_bytes())])
    if format == "json":
        print_json({"outputs": {"master": str(path)}})
        return 0
    named = "" if str(path) in NAMES else f" --resume {path}"
    print_result(f"""wrote {path}, the master CV of an invented person. Next:
  1. put your own facts in it: everything that you have done, not only one page of it
  2. tailor check {path}
  3. tailor --job posting.txt{named}""")
    return 0
