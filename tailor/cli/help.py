"""The examples that the help of each command shows."""

from collections.abc import Iterator, Mapping, Sequence

Example = tuple[str, str]
"""A command line, and what it does."""

EXAMPLES: Mapping[str, tuple[Example, ...]] = {  # By name; "" is the main job.
    "": (
        ("tailor init", "a master CV to begin with"),
        ("tailor --job posting.txt", "the page, as out/posting.pdf"),
        ("tailor -j posting.txt --pin work/0/highlights/3 --paper a4", ""),
        ("tailor match --job posting.txt", "what you answer, and what you lack"),
        ("pbpaste | tailor --job - -o acme.pdf", ""),
    ),
    "edit": (
        ("tailor edit --job posting.txt", "choose in the browser what is on it"),
        ("tailor edit -j posting.txt --no-open --port 8765", ""),
    ),
    "watch": (
        ("tailor watch --job posting.txt", "the page anew at each save"),
        ("tailor watch -j posting.txt --open", "and shown in the browser"),
    ),
    "report": (
        ("tailor report --job posting.txt", "out/posting.html, to be opened in a browser"),
        ("tailor report -j posting.txt -o acme.html --min-coverage 60", ""),
    ),
    "letter": (
        ("tailor letter --job posting.txt", "out/posting-letter.pdf"),
        ('tailor letter -j posting.txt --company "Alder Bay Ferries" --also docx', ""),
    ),
    "render": (
        ("tailor render", "out/resume.pdf, all of resume.yaml"),
        ("tailor render -t academic --paper a4 -o cv.pdf", ""),
    ),
    "batch": (
        ("tailor batch jobs/", "every posting of a folder"),
        ("tailor batch 'jobs/**/*.txt' @mine.list", "patterns, and a list of postings"),
        ("tailor batch", "the jobs of tailor.toml"),
        ("tailor batch jobs/ --master-for-all", "one page that serves all of them"),
        ("tailor batch jobs/ --backend dask --scheduler tcp://10.0.0.5:8786", ""),
    ),
    "keywords": (
        ("tailor keywords --job posting.txt", ""),
        ("tailor keywords -j https://example.com/jobs/41 --format json", ""),
    ),
    "match": (
        ("tailor match --job posting.txt", "what you answer, and what you lack"),
        ("tailor match -j posting.txt --explain work/0/highlights/3", ""),
    ),
    "check": (
        ("tailor check resume.yaml", "every fault at its line"),
        ("tailor check out/posting.pdf", "what an ATS reads"),
        ("tailor check any.pdf --resume resume.yaml", "is that what you wrote?"),
    ),
    "verify": (
        ("tailor verify out/posting.pdf", "is it what its inputs give?"),
        ("tailor verify --quick", "are the pages of tailor.toml unchanged?"),
    ),
    "diff": (
        ("tailor diff out/acme.pdf out/northwind.pdf", ""),
        ("tailor diff out/acme.pdf resume.yaml", "what was left out"),
    ),
    "log": (
        ("tailor log", "every page below this folder"),
        ("tailor log acme --mark sent", "the page for Acme was sent today"),
        ('tailor log out/acme.pdf --mark interview --note "Tuesday at 10"', ""),
    ),
    "init": (
        ("tailor init", "resume.yaml"),
        ("tailor init cv/me.yaml", ""),
    ),
    "import": (
        ("tailor import old.pdf -o resume.yaml", ""),
        ("tailor import cv.docx linkedin.zip -o resume.yaml", "several as one"),
        ("tailor import new.md --into resume.yaml", "adds to a master"),
    ),
    "export": (
        ("tailor export -o resume.docx", "for portals that want Word"),
        ("tailor export me.yaml -o resume.json", "JSON Resume"),
    ),
    "templates": (
        ("tailor templates", ""),
        ("tailor templates --new mine --from modern", "a copy to make your own"),
    ),
    "schema": (
        ("tailor schema > resume.schema.json", "completion in your editor"),
        ("tailor schema --config > tailor.schema.json", ""),
    ),
    "doctor": (
        ("tailor doctor", ""),
        ("tailor doctor --clear-cache", "delete what earlier runs kept"),
    ),
    "mcp": (
        ("tailor mcp", "serves the files of this folder to an agent"),
        ("tailor mcp --allow ~/cv --allow ~/postings", ""),
    ),
    "completion": (
        ('eval "$(tailor completion bash)"', "in ~/.bashrc"),
        ("tailor completion zsh > ~/.zfunc/_tailor", ""),
        ("tailor completion fish > ~/.config/fish/completions/tailor.fish", ""),
    ),
}


def with_examples(name: str, text: str) -> str:
    """The help of a command: its text, then its examples, their remarks below each other."""
    found = EXAMPLES[name]
    word = "Examples" if len(found) > 1 else "Example"
    rows = (f"  {row}" for row in align_examples(found))
    return "\n".join((text.strip(), "", "\b", f"{word}:", *rows))


def align_examples(examples: Sequence[Example], mark: str = "") -> Iterator[str]:
    """Examples with their remarks below each other."""
    wide = max((len(line) for line, remark in examples if remark), default=0)
    for line, remark in examples:
        yield f"{line:<{wide}}  {mark}{remark}" if remark else line
