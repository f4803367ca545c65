"""Number 5, the tool chain: engines that misbehave, hostile variables and working folders."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.trust import Line, beside
from benchmarks.trust.runs import JOB, Ended, Site, ended, site
from tailor.latex.engine import find_engine

ENGINE_FROM_PATH = """
import sys
from dataclasses import replace
from tailor.latex import engine, compiler as tex
engine.BINARIES.clear()
tex.LIMITS = replace(tex.LIMITS, seconds=4)
from tailor.cli import main
sys.exit(main())
"""
"""tailor where no TeX is embedded, and with less patience."""

MEASURES = 'if grep -q tailor-height resume.tex; then exec "$REAL" "$@"; fi; '
"""Lets the real pdflatex measure, so that it comes to a page."""
PAGE = MEASURES + "echo 'Output written on resume.pdf (1 page, 9 bytes).' >resume.log; "
HEIGHT = '"$REAL" "$@"; sed -i "s/tailor-height 1 .*/tailor-height %s/" resume.log'
BAD_ENGINES: Mapping[str, tuple[tuple[int, ...], str]] = {
    "cannot be run": ((6,), "not a program"),
    "ends at once, well": ((6,), "exit 0"),
    "ends at once, badly": ((6,), "exit 3"),
    "is killed": ((6, 9), "kill -9 $$"),
    "crashes": ((6, 9), "kill -SEGV $$"),
    "hangs": ((9,), "sleep 600"),
    "hangs and heeds no signal": ((9,), "trap '' TERM INT HUP; while :; do sleep 1; done"),
    "reads for ever": ((6, 9), "cat; cat </dev/zero >/dev/null"),
    "stops itself": ((9,), "kill -STOP $$"),
    "prints garbage": ((6,), "head -c 300000 /dev/urandom; exit 1"),
    "prints garbage, and all is well": ((6,), "head -c 300000 /dev/urandom; exit 0"),
    "writes garbage to its log": ((6,), "head -c 300000 /dev/urandom >resume.log"),
    "prints without end": ((6, 9), "exec yes"),
    "logs without end": ((6, 9), "yes >resume.log"),
    "writes one huge file": ((6, 9), "head -c 900000000 /dev/zero >resume.pdf"),
    "writes many files": ((6, 9), "while :; do i=$((i+1)); head -c 9000000 /dev/zero >$i; done"),
    "takes memory without end": ((6, 9), 'exec "$PYTHON" -c "[bytes(10**8) for _ in range(9**9)]"'),
    "says heights that are none": ((6,), HEIGHT % "1 -"),
    "says heights of too few parts": ((6,), HEIGHT % "0 1"),
    "says heights of parts that are not": ((6,), HEIGHT % "999999 1"),
    "says heights beyond all bounds": ((6,), HEIGHT % f"1 {'9' * 5000}"),
    "says heights below zero": ((6,), HEIGHT % f"1 -{'9' * 30}"),
    "makes no page": ((6,), MEASURES),
    "makes a page that is none": ((6,), PAGE + "echo no >resume.pdf"),
    "makes a page that breaks off": ((4, 6), PAGE + "echo %PDF-1.5 >resume.pdf"),
    "makes a page of zeros": ((4, 6), PAGE + "(echo %PDF-; head -c 9999 /dev/zero) >resume.pdf"),
    "makes a link for a page": ((6,), PAGE + "ln -s /etc/passwd resume.pdf"),
    "makes a folder for a page": ((6,), PAGE + "mkdir resume.pdf resume.aux"),
    "makes a pipe for a page": ((6,), PAGE + "mkfifo resume.pdf"),
    "makes a pipe for a log": ((6,), "mkfifo resume.log"),
    "makes many pages": ((4, 6), MEASURES + '"$REAL" "$@"; sed -i "s/(1 p/(7 p/" resume.log'),
    "shuts its folder": ((6, 7), "mkdir d; touch d/f; chmod 0 d; chmod 0 .; exit 1"),
    "removes its folder": ((6, 7), 'rm -rf "$PWD"'),
    "leaves a child": ((6,), "sleep 600 & exit 1"),
    "leaves a child that hides": ((6,), "nohup sleep 600 >/dev/null 2>&1 & sleep 0.5; exit 1"),
    "leaves a child in a session of its own": ((6,), "setsid sleep 600 & sleep 0.5; exit 1"),
}  # fmt: skip
"""Exit codes that are right, and what stands in for pdflatex, for a shell."""

GROUPS = 8
HARM = 'import pathlib; pathlib.Path("@HARM@").touch()\n'
MODULES = (
    *("yaml", "json", "typing", "re", "dataclasses", "tempfile", "subprocess", "sitecustomize"),
    *("usercustomize", "jinja2/__init__", "numpy/__init__", "spacy/__init__", "sklearn/__init__"),
    *("pypdf/__init__", "typer", "click", "rich/__init__", "tailor/__init__", "tailor/cli"),
    *("pydantic", "platformdirs", "docx", "lxml/__init__", "markdown_it", "joblib", "runpy"),
)
TEX_FILES = {
    ".latexmkrc": "system('touch @HARM@');",
    "latexmkrc": "system('touch @HARM@');",
    **dict.fromkeys(
        ("article.cls", "lmodern.sty", "fontenc.sty", "t1lmr.fd", "T1lmr.fd", "glyphtounicode.tex",
         "size10.clo", "utf8.def", "pdftex.def", "resume.aux", "texsys.cfg"),
        r"\immediate\write18{touch @HARM@}\errmessage{hijacked}",
    ),
    "texmf.cnf": "openin_any=a\nopenout_any=a\nshell_escape=t\nTEXINPUTS=.\n",
    "pdftex.map": "hijacked\n",
    "ls-R": "% ls-R -- maintained by MKTeX; do not change this comment.\n",
}  # fmt: skip
PROGRAMS = ("pdflatex", "lualatex", "kpsewhich", "mktextfm", "mktexpk", "pdftotext", "python3")
TEX_VARIABLES = (
    *("TEXINPUTS", "TEXMFHOME", "TEXMFCNF", "TEXMFVAR", "TEXMFCONFIG", "TEXMFLOCAL", "TEXMFDIST"),
    *("TEXMF", "TEXMFDBS", "TEXFORMATS", "TFMFONTS", "T1FONTS", "ENCFONTS", "TEXFONTMAPS"),
    *("VFFONTS", "TEXMFOUTPUT", "TEXMFSYSVAR", "TEXMFCACHE", "LUAINPUTS", "OSFONTDIR"),
    *("TEXCONFIG", "SELFAUTOLOC", "PDFTEXCONFIG"),
)  # fmt: skip
VALUES = {
    **{"openin_any": "a", "openout_any": "a", "shell_escape": "t", "max_print_line": "20"},
    **{"error_line": "20", "buf_size": "100", "main_memory": "1000", "MKTEXTFM": "1"},
    **{"SOURCE_DATE_EPOCH": "1234567890", "FORCE_SOURCE_DATE": "0", "TEXMFLOG": "@HARM@"},
    **{"PYTHONSTARTUP": "yaml.py", "PYTHONWARNINGS": "error", "PYTHONOPTIMIZE": "2"},
    **{"PYTHONIOENCODING": "utf-16", "PYTHONDEVMODE": "1", "PYTHONUTF8": "0"},
    **{"PYTHONHASHSEED": "4242", "PYTHONCASEOK": "1", "PYTHONMALLOC": "debug"},
    **{"PYTHONBREAKPOINT": "yaml.harm", "PYTHONINTMAXSTRDIGITS": "640", "PYTHONTRACEMALLOC": "1"},
    **{"OMP_NUM_THREADS": "none", "TERM": "no-such", "COLUMNS": "-3", "LINES": "x"},
    **{"LANGUAGE": "xx", "TZ": "nowhere", "XDG_CACHE_HOME": "relative/folder", "IFS": "x"},
    **{"BASH_ENV": "harm.sh", "ENV": "harm.sh", "HTTPS_PROXY": "http://192.0.2.1:9"},
    **{"CI": "true", "FORCE_COLOR": "1", "JOBLIB_MULTIPROCESSING": "0", "JOBLIB_TEMP_FOLDER": "/x"},
}


def run(quick: bool) -> Iterator[Line]:
    names = list(BAD_ENGINES)[:: 3 if quick else 1]
    with ThreadPoolExecutor(2) as pool:
        faults = [fault for one in pool.map(with_engine, names) for fault in one]
    yield Line("an engine that misbehaves: a clear end", len(names), len(faults), "; ".join(faults))
    yield from beside(missing, partial(variables, quick), partial(folder, quick))


def with_engine(name: str) -> list[str]:
    """What goes wrong with one bad engine."""
    codes, script = BAD_ENGINES[name]
    with site() as here:
        programs = here.root / "bin"
        programs.mkdir()
        head = f"#!/bin/sh\nPYTHON={sys.executable}\nREAL={find_engine().path}\n"
        text = script if name == "cannot be run" else f"{head}{script}\n"
        (programs / "pdflatex").write_text(text)
        (programs / "pdflatex").chmod(0o755)
        more = {"PATH": f"{programs}:/usr/bin:/bin"}
        done = with_path(here, more)
        wrong = [] if done.code in codes else [f"not exit {codes}"]
        wrong += ["a traceback"] if done.traced or "error: " not in done.err else []
        wrong += ["a message without end"] if len(done.err) > 3000 else []
        wrong += ["too long"] if done.seconds > 60 else []
        wrong += [f"left {left}" for left in (*here.orphans(), *here.litter())]
    return [f"{name}: {', '.join(wrong)} ({done})"] if wrong else []


def with_path(here: Site, more: Mapping[str, str]) -> Ended:
    """The main job where TeX comes from the PATH."""
    command = [sys.executable, "-P", "-c", ENGINE_FROM_PATH, *JOB, "--no-cache"]
    pipe = subprocess.PIPE
    environment = here.environment(more)
    return ended(
        subprocess.Popen(command, cwd=here.work, env=environment, stdout=pipe, stderr=pipe)
    )


def missing() -> Line:
    with site() as here:
        done = with_path(here, {"PATH": "/nowhere"})
    failed = done.code != 6 or "install a TeX" not in done.err
    return Line("no TeX at all: exit 6 and how to get one", 1, failed, str(done) if failed else "")


def variables(quick: bool) -> Line:
    """Groups of variables, and all together, give the same page and do no harm."""
    with site() as here:
        harm = plant(here)
        faults = [str(done)] if (done := here.make("--no-cache")).code else []
        expected = here.results()
        traps = {name: str(here.work / "traps") for name in TEX_VARIABLES}
        values = {name: value.replace("@HARM@", str(harm)) for name, value in VALUES.items()}
        hostile = [*traps.items(), *values.items(), ("PYTHONPATH", trapped_path(here))]
        tries = [dict(hostile[at::GROUPS]) for at in range(0, GROUPS, 4 if quick else 1)]
        for more in (*tries, dict(hostile)):
            done = here.make("--no-cache", more=more)
            if done.code or here.results() != expected:
                faults.append(f"one of {', '.join(more)}: {done}")
        faults += ["harm was done"] if harm.exists() else []
    name = "hostile variables of TeX, Python and others: no effect"
    return Line(name, len(hostile), len(faults), "; ".join(faults[:4]))


def trapped_path(here: Site) -> str:
    """PYTHONPATH with traps first; what tailor itself needs of it stays.

    (What Python loads before the first line of tailor, such as sitecustomize, is the user's own.)
    """
    for name in ("sitecustomize.py", "usercustomize.py", "tailor", "re.py", "runpy.py"):
        shutil.rmtree(here.work / "traps" / name, ignore_errors=True)
        (here.work / "traps" / name).unlink(missing_ok=True)
    return ":".join(filter(None, (str(here.work / "traps"), here.environment().get("PYTHONPATH"))))


def folder(quick: bool) -> Line:
    """Every command that starts a child process, in a folder full of traps."""
    with site() as here:
        here.make()
        expected = here.results()
        (here.work / "older.pdf").write_bytes(expected["pdf"])
        (here.work / "posting.html").write_text(f"<p>{(here.work / 'posting.txt').read_text()}")
        commands = (
            JOB,
            (*JOB, "--no-cache", "--job", "posting.html"),
            (*JOB, "--dry-run", "--template", "own"),
            ("import", "older.pdf"),
            ("check", "older.pdf"),
            ("batch", "postings", "--resume", "resume.yaml", "--workers", "2"),
            ("doctor",),
        )
        here.run("templates", "--new", "own")
        harm = plant(here, ".")
        faults = []
        for words in commands[:: 3 if quick else 1]:
            done = here.run(*words)
            faults += [f"{' '.join(words)}: {done}"] if done.code else []
        faults += ["another page"] if here.results().get("pdf") != expected["pdf"] else []
        faults += ["harm was done"] if harm.exists() else []
    return Line("hostile files in the working folder: no effect", len(commands), len(faults),
                "; ".join(faults))  # fmt: skip


def plant(here: Site, where: str = "traps") -> Path:
    """Fills a folder with files that do harm if they are used; the file that tells of it."""
    harm = here.root / "harm"
    files = {f"{name}.py": HARM for name in MODULES} | TEX_FILES
    files |= {"harm.sh": "touch @HARM@\n"}
    files |= dict.fromkeys(PROGRAMS, "#!/bin/sh\ntouch @HARM@\n")
    for name, text in files.items():
        path = here.work / where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("@HARM@", str(harm)))
        path.chmod(0o755)
    return harm
