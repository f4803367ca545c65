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
        module: the module of this package that reads them.
        signature: the first bytes of its files; empty for texts.
        function: of the module; it takes the bytes of a file and its path, returns an
            `ImportedTree`, and raises TailorError.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    signature: bytes = b""
    function: str = "import_file"

    def read(self, data: bytes, path: str) -> ImportedTree:
        """What is in a file. Raises TailorError; InputError if it is of another format."""
        signed = (other for other in IMPORTERS if other.signature)
        matching = [other for other in signed if data.startswith(other.signature)]
        if matching and self not in matching:
            other = matching[0]
            message = f"this is {other.name}, not {self.name}"
            hint = f"rename it so that it ends in {other.suffixes[0]}"
            raise InputError(Problem(message, Place(path), hint=hint))
        tree: ImportedTree = getattr(import_module(self.module), self.function)(data, path)
        return tree


IMPORTERS = (
    Importer("Markdown", (".md", ".markdown"), "tailor.importers.markdown"),
    Importer("plain text", (".txt",), "tailor.importers.text"),
    Importer("LaTeX", (".tex",), "tailor.importers.latex"),
    Importer("a web page", (".html", ".htm"), "tailor.importers.html"),
    Importer("a Word document", (".docx",), "tailor.importers.docx", b"PK\x03\x04"),
    Importer("an OpenDocument text", (".odt",), "tailor.importers.odt", b"PK\x03\x04"),
    Importer("an RTF file", (".rtf",), "tailor.importers.text", b"{\\rtf", "import_rtf"),
    Importer("a PDF", (".pdf",), "tailor.importers.pdf", b"%PDF-"),
    Importer("LinkedIn's data export", (".zip",), "tailor.importers.linkedin", b"PK\x03\x04"),
)
WORDS = "open it in a word processor and save it as .docx, .odt or .pdf"
PRINTED = "print it to a PDF"
UNREAD = {
    ".doc": ("an old Word document", WORDS),
    ".dot": ("an old Word document", WORDS),
    ".docm": ("a Word document with macros", "save it as .docx"),
    ".dotx": ("a Word template", "save it as .docx"),
    ".fodt": ("an OpenDocument text in one XML file", "save it as .odt"),
    ".ott": ("an OpenDocument template", "save it as .odt"),
    ".pages": ("a Pages document", "export it from Pages as Word or PDF"),
    ".wpd": ("a WordPerfect document", WORDS),
    ".wps": ("a Works document", WORDS),
    ".xml": ("XML, as Europass saves a CV", "download the CV at europass.europa.eu as a PDF"),
    ".epub": ("an e-book", PRINTED),
    ".typ": ("a Typst document", "compile it, and import the PDF"),
    ".rst": ("reStructuredText", "convert it to .md or .html, with Pandoc for example"),
    ".org": ("an Org document", "convert it to .md or .html, with Pandoc for example"),
    ".adoc": ("an AsciiDoc document", "convert it to .html, and import that"),
    ".mht": ("a saved web page in one file", "save the page as .html"),
    ".mhtml": ("a saved web page in one file", "save the page as .html"),
    ".eml": ("an e-mail", "save its attachment"),
    ".msg": ("an e-mail", "save its attachment"),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".key"), ("slides", PRINTED)),
    **dict.fromkeys((".xls", ".xlsx", ".ods", ".csv", ".numbers"), ("a spreadsheet", PRINTED)),
    **dict.fromkeys((".indd", ".psd", ".ai", ".svg", ".sla"), ("a drawing", PRINTED)),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".tif", ".tiff", ".bmp"),
        ("a picture", "use text recognition (OCR) to make a PDF with text from it"),
    ),
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz"), ("an archive", "unpack it first")),
}
"""Suffixes of files that may hold a CV and are not read -> what they are, and what to do."""
BY_SUFFIX = {suffix: importer for importer in IMPORTERS for suffix in importer.suffixes}
