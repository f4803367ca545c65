"""A CV in a format that is not the master's own, to a master and a report of what was lost."""

from dataclasses import dataclass
from importlib import import_module

from tailor.errors import InputError, Place, Problem
from tailor.importers.base import ImportedTree


@dataclass(frozen=True, slots=True)
class Importer:
    """A format of CVs.

    Args:
        name: what the format is called in messages.
        suffixes: how the names of its files end.
        module: the module of this package that reads them: its function `import_file` takes the
            bytes of a file and its path, returns an `ImportedTree`, and raises TailorError.
        signature: the first bytes of its files; empty for texts.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    signature: bytes = b""

    def read(self, data: bytes, path: str) -> ImportedTree:
        """What is in a file. Raises TailorError; InputError if it is of another format."""
        alike = [one for one in IMPORTERS if one.signature and data.startswith(one.signature)]
        if alike and self not in alike:
            other = alike[0]
            message = f"this is {other.name}, not {self.name}"
            hint = f"let its name end in {other.suffixes[0]}"
            raise InputError(Problem(message, Place(path), hint=hint))
        found: ImportedTree = import_module(self.module).import_file(data, path)
        return found


IMPORTERS = (
    Importer("Markdown", (".md", ".markdown"), "tailor.importers.markdown"),
    Importer("plain text", (".txt",), "tailor.importers.text"),
    Importer("LaTeX", (".tex",), "tailor.importers.latex"),
    Importer("a web page", (".html", ".htm"), "tailor.importers.html"),
    Importer("a Word document", (".docx",), "tailor.importers.docx", b"PK\x03\x04"),
    Importer("a PDF", (".pdf",), "tailor.importers.pdf", b"%PDF-"),
    Importer("LinkedIn's data export", (".zip",), "tailor.importers.linkedin", b"PK\x03\x04"),
)
BY_SUFFIX = {suffix: importer for importer in IMPORTERS for suffix in importer.suffixes}
