"""Where results go, and how they get there whole or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tailor.cli.atomic import refuse_name, write
from tailor.cli.names import BLANKS, POSTING, UNNAMED, blanks, filled_name, slug, stem
from tailor.cli.ours import refuse_strangers, refuse_written
from tailor.cli.say import UsageError
from tailor.errors import FileError, Place, Problem
from tailor.model import Document, Posting
from tailor.posting import CLIPBOARD, is_web
from tailor.project import NOTHING, Named, destination

__all__ = ["HTML", "Target", "filled", "html_target", "kept", "same", "target", "write"]

HTML = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Target:
    """The files of a result; `named` is what of them the user named."""

    pdf: Path
    tex: Path
    html: Path | None = None
    named: Named = NOTHING

    @property
    def lock(self) -> Path:
        """What the PDF was made of (`tailor.cli.lock`)."""
        return self.pdf.with_suffix(".tailor.json")

    @property
    def posting(self) -> Path:
        """The posting, if it came from the web or the clipboard."""
        return self.pdf.with_suffix(POSTING)

    def write(
        self, document: Document, lock: bytes = b"", posting: bytes = b"", html: bytes = b""
    ) -> None:
        """Replaces all of them. Raises `FileError`, and then nothing has changed."""
        more = ((self.html, html), (self.lock, lock), (self.posting, posting))
        write(
            [
                *((path, data) for path, data in more if path and data),
                (self.tex, document.tex.encode()),
                (self.pdf, document.pdf),
            ],
            self.named,
        )


def target(
    output: Path | None,
    source: str,
    inputs: Sequence[Path],
    html: Path | None = None,
    *,
    told: bool = False,
    named: Named = NOTHING,
) -> Target:
    """Where the result for a posting goes.

    Args:
        output: the PDF, if its name is given.
        source: the posting.
        inputs: files that must not be replaced.
        html: the report, if one is wanted; from `html_target`.
        told: whether the PDF is called as the posting calls itself.
        named: what the user named; all else stays inside the project.

    Raises:
        UsageError: the output is no PDF, or is one of `inputs`.
        FileError: there is a folder of that name, or a file that is not ours; or it leads out of
            the project.
    """
    pdf = output or Path("out") / f"{stem(source)}.pdf"
    if pdf.suffix.lower() != ".pdf":
        raise UsageError(Problem("the output must be a file that ends in .pdf", Place(str(pdf))))
    found = Target(pdf, pdf.with_suffix(".tex"), html, named)
    fetched = [found.posting] if is_fetched(source) else []
    for path in (found.pdf, found.tex, found.lock, *fetched):
        refuse_taken(path, inputs)
        destination(path, named)
    refuse_strangers(found.pdf, found.tex, found.lock, told, found.pdf in named.files)
    return found


def html_target(path: Path, inputs: Iterable[Path], *, told: bool, named: Named = NOTHING) -> Path:
    """Where a report goes, by the name that the user gave it or (`told`) the posting.

    Raises:
        UsageError: it is no HTML file, or is one of `inputs`.
        FileError: there is a folder of that name; or a file that is not ours, and it was `told`.
    """
    if path.suffix.lower() not in HTML:
        raise UsageError(Problem("the report must be a file that ends in .html", Place(str(path))))
    refuse_taken(path, inputs)
    destination(path, named)
    if told or path not in named.files:
        refuse_written(path)
    return path


def refuse_taken(path: Path, inputs: Iterable[Path]) -> None:
    """Raises what keeps a file from being written at a path."""
    refuse_name(path)
    if path.is_dir():
        raise FileError(Problem("this is a folder", Place(str(path))))
    if any(same(path, other) for other in inputs):
        raise UsageError(Problem("the output would replace an input", Place(str(path))))


def filled(pattern: str, source: str, posting: Posting) -> Path:
    """A file name with {posting}, {company} and {title} filled in, each never a path.

    What the posting does not say is called as its file is, or as the rest of what it says, so that
    no page replaces that of another posting.
    """
    name, company, title = stem(source), slug(posting.company), slug(posting.title)
    words = dict(zip(BLANKS, (name, company, title), strict=True))
    spare = (company, title, name) if source in ("-", CLIPBOARD) else (name,)
    taken = {words[blank] for blank in blanks(pattern) if blank in words}
    other = next((word for word in spare if word and word not in taken), UNNAMED)
    texts = {blank: text or other for blank, text in words.items()}
    return Path(*(filled_name(name, texts) for name in Path(pattern).parts))


def is_fetched(source: str) -> bool:
    """Whether a posting stands in no file: what is on the web or in the clipboard may change."""
    return source == CLIPBOARD or is_web(source)


def kept(posting: Posting) -> bytes:
    """A posting to be kept beside its page, so that this can be made again; b"" if it is a file."""
    if not is_fetched(posting.source):
        return b""
    return f"{posting.text}\n\nSource: {posting.source}\n".encode()


def same(path: Path, other: Path) -> bool:
    """Whether both are one file, by whatever name."""
    try:
        return path.samefile(other)
    except OSError:
        return False
