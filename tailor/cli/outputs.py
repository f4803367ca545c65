"""Names of result files, and which files may be replaced."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from tailor.cli.atomic import refuse_name, write_files
from tailor.cli.console import UsageError
from tailor.errors import FileError, Place, Problem
from tailor.files import is_reserved, read_regular
from tailor.models import Document, Posting
from tailor.posting.sources import CLIPBOARD, is_web
from tailor.project import NOTHING, Named, result_destination

BLANKS = ("posting", "company", "title")
"""What may be in braces in an output's name."""
POSTING = ".posting.txt"
FORMS = ("docx", "md", "txt", "json")
"""Suffixes of the other forms of a page (`tailor.exporters.FORMS`)."""
UNNAMED = "posting"
LONGEST_STEM = 80
STEPS = ("jobs", "job", "o", "view", "viewjob", "careers", "apply", "en", "en-us", "postings")
"""Parts of addresses that many share."""


def pattern_fields(pattern: str) -> list[str]:
    """What is in braces."""
    return re.findall(r"\{(.{0,200}?)\}", pattern)


def unused_fields(pattern: str) -> list[str]:
    """What a pattern could have in braces and has not."""
    return [f"{{{blank}}}" for blank in BLANKS if blank not in pattern_fields(pattern)]


def check_file_name(name: str) -> None:
    """Raises ValueError if no file can have the name."""
    if "\0" in name:
        raise ValueError("a file name cannot contain a NUL character")


def check_fields(pattern: str) -> None:
    """Raises as `check_file_name`, and if something is in braces that is none of `BLANKS`."""
    check_file_name(pattern)
    for name in pattern_fields(pattern):
        if name not in BLANKS:
            blanks = ", ".join(f"{{{blank}}}" for blank in BLANKS)
            raise ValueError(f"{{{name}}} is not known here: use {blanks}")


def uses_posting_words(pattern: str) -> bool:
    """Whether a file is to be called as the posting calls itself: a stranger chose those words."""
    return not {"company", "title"}.isdisjoint(pattern_fields(pattern))


def slugify(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:LONGEST_STEM].rstrip("-.")


def file_stem(source: str) -> str:
    """A file name from a posting's: letters, digits, dots and dashes, never a path or hidden."""
    name = "" if source == "-" else Path(source.rstrip("/")).stem
    name = slugify(url_tail(source) if is_web(source) else name.removesuffix(Path(POSTING).stem))
    return avoid_device_name(name) if name else UNNAMED


def avoid_device_name(name: str) -> str:
    """A name that is not a device on Windows, so that results are called alike on every system."""
    return f"{UNNAMED}-{name}" if is_reserved(name) else name


def fill_name(pattern: str, words: Mapping[str, str]) -> str:
    """One name of a path with its blanks filled in."""
    name = pattern
    for blank, text in words.items():
        name = name.replace(f"{{{blank}}}", text)
    return avoid_device_name(name) if name != pattern else name


def url_tail(url: str) -> str:
    """What identifies an address: the end of its path, and its query."""
    address = urlsplit(url)
    steps = [step for step in address.path.split("/") if slugify(step).lower() not in ("", *STEPS)]
    queries = [value for _, value in parse_qsl(address.query)][:2]
    return "-".join([*steps[-2:], *queries]) or address.hostname or ""


SIGNS = {
    ".pdf": re.compile(rb"/MadeBy\s?\(tailor\)"),
    ".tex": re.compile(rb"^% (?:key: .*\n\\tailoras\{|tailor: )", re.MULTILINE),
    ".json": re.compile(rb'"tailor":'),
    ".html": re.compile(rb"tailor</title>"),
    ".htm": re.compile(rb"tailor</title>"),
    ".txt": re.compile(rb"\n\nSource: .*\n\Z"),
}
"""What is in every file of ours, by its suffix; `.txt` is a posting that was kept."""
EMPTY = re.compile(rb"\Z|%PDF")
"""The beginning of files that nobody wrote by hand."""
LONGEST = 20_000_000
"""Bytes in which the sign of a file is sought."""


def refuse_foreign_files(target: "Target", filled: bool, fetched: bool) -> None:
    """Raises FileError if a page would replace a file that is not ours.

    Each file must carry our sign, except a PDF that the user named, and a lock file that lost its
    sign (in a merge, say) next to a `.tex` that has one. Where words of the posting are in the name
    of the PDF (`filled`), the lock file next to it must be ours too. It is written first, so that
    the results of a program that was killed are known too.

    Args:
        target: where the page goes.
        filled: see above.
        fetched: whether the posting is kept next to it.
    """
    if not is_generated(target.tex):
        for path in (target.tex, target.lock):
            refuse_foreign_text(path)
    if fetched:
        refuse_foreign_text(target.posting)
    is_ours = target.pdf in target.named.files or is_generated_pdf(target.pdf, target.lock)
    if has_content(target.pdf) and (not is_ours or (filled and not is_generated(target.lock))):
        raise foreign_file_error(target.pdf)


def is_generated_pdf(pdf: Path, lock: Path) -> bool:
    """Whether a PDF carries our sign, or the lock file next to it knows its bytes."""
    if not pdf.is_file():
        return False
    data = read_beginning(pdf)
    digest = hashlib.sha256(data).hexdigest().encode()
    return bool(SIGNS[".pdf"].search(data)) or (lock.is_file() and digest in read_beginning(lock))


def has_content(path: Path) -> bool:
    """Whether there is a file that is not empty."""
    return path.is_file() and path.stat().st_size > 0


def refuse_foreign_text(path: Path) -> None:
    """Raises FileError if there is a text at a path that is none of ours."""
    if path.is_file() and not EMPTY.match(read_beginning(path)) and not is_generated(path):
        raise foreign_file_error(path)


def is_generated(path: Path) -> bool:
    return path.is_file() and SIGNS[path.suffix.lower()].search(read_beginning(path)) is not None


def read_beginning(path: Path) -> bytes:
    """The bytes of a file; of one that cannot be read, some that are not ours."""
    try:
        return read_regular(path, LONGEST)
    except OSError:
        return b"?"


def foreign_file_error(path: Path) -> FileError:
    hint = "choose another name with --output or --html, or move this file"
    return FileError(
        Problem(
            "this file was not made by tailor, and is not replaced", Place(str(path)), hint=hint
        )
    )


__all__ = [
    "HTML",
    "Target",
    "fill_pattern",
    "html_target_path",
    "is_same_file",
    "posting_snapshot",
    "target_paths",
    "write_files",
]
HTML = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Target:
    """The files of a result; `named` is what of them the user named, `also` are the suffixes of
    other forms of the page."""

    pdf: Path
    tex: Path
    html: Path | None = None
    named: Named = NOTHING
    also: tuple[str, ...] = ()

    def form(self, suffix: str) -> Path:
        """The file of another form of the page (one of `FORMS`)."""
        return self.pdf.with_suffix(f".{suffix}")

    def older_forms(self) -> dict[str, str]:
        """The other forms that are as the lock file records them: suffix -> SHA-256."""
        try:
            hashes = json.loads(read_regular(self.lock, LONGEST))["outputs"]
            forms = [name for name in FORMS if name in hashes and self.form(name).is_file()]
            files = {name: hash_file(self.form(name)) for name in forms}
        except (OSError, ValueError, RecursionError, KeyError, TypeError):
            return {}
        return {name: digest for name, digest in files.items() if digest == hashes[name]}

    @property
    def lock(self) -> Path:
        """What the PDF was made of (`tailor.cli.lockfile`)."""
        return self.pdf.with_suffix(".tailor.json")

    @property
    def judge(self) -> Path:
        """The answers of a judge, if one was asked (`tailor.judge.Judgement.record`)."""
        return self.pdf.with_suffix(".judge.json")

    @property
    def posting(self) -> Path:
        """The posting, if it came from the web or the clipboard."""
        return self.pdf.with_suffix(POSTING)

    def write(
        self,
        document: Document,
        lock: bytes = b"",
        posting: bytes = b"",
        html: bytes = b"",
        judge: bytes = b"",
        forms: Mapping[str, bytes] | None = None,
    ) -> None:
        """Replaces all of them. Raises `FileError`, and then nothing has changed."""
        if judge:
            refuse_foreign_text(self.judge)
        others = {self.form(name): data for name, data in (forms or {}).items()}
        more = ((self.html, html), (self.lock, lock), (self.posting, posting), (self.judge, judge))
        write_files(
            [
                *((path, data) for path, data in (*more, *others.items()) if path and data),
                (self.tex, document.tex.encode()),
                (self.pdf, document.pdf),
            ],
            self.named,
        )


def target_paths(
    output: Path | None,
    source: str,
    inputs: Sequence[Path],
    html: Path | None = None,
    *,
    filled: bool = False,
    named: Named = NOTHING,
    also: tuple[str, ...] = (),
) -> Target:
    """Where the result for a posting goes.

    Args:
        output: the PDF, if its name is given.
        source: the posting.
        inputs: files that must not be replaced.
        html: the report, if one is wanted; from `html_target_path`.
        filled: whether words of the posting are in the name of the PDF.
        named: what the user named; all else stays inside the project.
        also: suffixes of other forms of the page.

    Raises:
        UsageError: the output is not a PDF, or is one of `inputs`.
        FileError: there is a folder of that name, or a file that is not ours; or it leads out of
            the project.
    """
    pdf = output or Path("out") / f"{file_stem(source)}.pdf"
    if pdf.suffix.lower() != ".pdf":
        raise UsageError(Problem("the output must be a file that ends in .pdf", Place(str(pdf))))
    target = Target(pdf, pdf.with_suffix(".tex"), html, named, also)
    fetched = [target.posting] if is_fetched(source) else []
    for path in (target.pdf, target.tex, target.lock, *fetched, *map(target.form, also)):
        refuse_taken(path, inputs)
        result_destination(path, named)
    refuse_foreign_files(target, filled, bool(fetched))
    refuse_changed_forms(target)
    return target


def refuse_changed_forms(target: Target) -> None:
    """Raises FileError if another form of the page is there and not as tailor wrote it: people
    edit Word documents."""
    recorded = target.older_forms() if target.also else {}
    for suffix in target.also:
        if has_content(target.form(suffix)) and suffix not in recorded:
            hint = f"move it away, or choose another name with --output, or drop --also {suffix}"
            message = "this file was changed after tailor wrote it, and is not replaced"
            raise FileError(Problem(message, Place(str(target.form(suffix))), hint=hint))


def html_target_path(
    path: Path, inputs: Iterable[Path], *, filled: bool, named: Named = NOTHING
) -> Path:
    """Where a report goes; `filled`: words of the posting are in its name.

    Raises:
        UsageError: it is not an HTML file, or is one of `inputs`.
        FileError: there is a folder of that name; or a file that is not ours, and it was `filled`.
    """
    if path.suffix.lower() not in HTML:
        raise UsageError(Problem("the report must be a file that ends in .html", Place(str(path))))
    refuse_taken(path, inputs)
    result_destination(path, named)
    if filled or path not in named.files:
        refuse_foreign_text(path)
    return path


def refuse_taken(path: Path, inputs: Iterable[Path]) -> None:
    """Raises what keeps a file from being written at a path."""
    refuse_name(path)
    if path.is_dir():
        raise FileError(Problem("this is a folder", Place(str(path))))
    if any(is_same_file(path, other) for other in inputs):
        raise UsageError(Problem("the output would replace an input", Place(str(path))))


def fill_pattern(pattern: str, source: str, posting: Posting) -> Path:
    """A file name with {posting}, {company} and {title} filled in, each never a path.

    What the posting does not say is called as its file is, or as the rest of what it says, so that
    no page replaces that of another posting.
    """
    name, company, title = file_stem(source), slugify(posting.company), slugify(posting.title)
    words = dict(zip(BLANKS, (name, company, title), strict=True))
    spare = (company, title, name) if source in ("-", CLIPBOARD) else (name,)
    taken = {words[blank] for blank in pattern_fields(pattern) if blank in words}
    other = next((word for word in spare if word and word not in taken), UNNAMED)
    texts = {blank: text or other for blank, text in words.items()}
    return Path(*(fill_name(name, texts) for name in Path(pattern).parts))


def is_fetched(source: str) -> bool:
    """Whether a posting came from the web or the clipboard, where it may change."""
    return source == CLIPBOARD or is_web(source)


def posting_snapshot(posting: Posting) -> bytes:
    """The copy of a posting to keep next to its page, to rebuild it; b"" if it is a file."""
    if not is_fetched(posting.source):
        return b""
    return f"{posting.text}\n\nSource: {posting.source}\n".encode()


def hash_file(path: Path) -> str:
    return hashlib.sha256(read_regular(path)).hexdigest()


def is_same_file(path: Path, other: Path) -> bool:
    """Whether both are one file, by whatever name."""
    try:
        return path.samefile(other)
    except OSError:
        return False
