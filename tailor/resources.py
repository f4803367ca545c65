"""Where `templates/`, `data/` and `tex/` are: in the package, or beside it in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `name` ("templates", "data" or "tex") that was shipped with this program."""
    shipped = PACKAGE / name
    return shipped if shipped.is_dir() else PACKAGE.parent / name
