"""Any PDF, as systems that take applications would read it."""

import json
from pathlib import Path

from tailor.ats import Inspection, loads
from tailor.errors import FileError, Place, Problem
from tailor.typeset import here, own, poppler, run


def examine(path: Path) -> Inspection:
    """What readers make of a PDF from anywhere, found out in a limited process.

    Raises:
        FileError: it cannot be read.
        InputError, LimitError: it is no PDF that can be inspected.
    """
    try:
        if path.exists() and not path.is_file():
            raise FileError(Problem("this is not a file", Place(str(path))))
        pdf = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileError(Problem(f"cannot be read: {reason}", Place(str(path)))) from error
    readings = json.dumps(poppler(pdf)).encode()
    return loads(run([*own("tailor.ats"), path], environment=here(), data=readings).output.decode())
