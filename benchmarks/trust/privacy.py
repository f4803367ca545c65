"""Number 6, privacy: no network, nothing readable by others, nothing of the CV where it leaks."""

import getpass
import http.server
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from benchmarks.trust import Line, beside
from benchmarks.trust.runs import JOB, RESUME, SENTENCE, STRANGE, Site, ended, site

WATCH = """
import os, sys
log = os.environ["SOCKETS"]
def seen(event, arguments):
    name = event.partition("socket.")[2]
    if name in ("connect", "sendto", "sendmsg") or name.startswith("getaddr") or "by" in name:
        with open(log, "a") as file:
            file.write(event + "\\n")
sys.addaudithook(seen)
"""
"""Tells of every connection and every look-up of a name, in each process of Python."""

BREAK = """
import sys
from tailor import pipeline, cli
import tailor.cli.app, tailor.cli.commands.tailor
def broken(*given, **named):
    raise KeyError("@SENTENCE@", given)
assert callable(@MODULE@.@NAME@)
@MODULE@.@NAME@ = broken
sys.exit(cli.main())
"""
BROKEN = (
    ("tailor.cli.commands.tailor", "read_master"),
    ("tailor.cli.commands.tailor", "tailor"),
    ("tailor.cli.commands.tailor", "answer_keywords"),
    ("tailor.cli.commands.tailor", "must_coverage"),
    ("pipeline", "select_page"),
    ("pipeline", "make_typesetter"),
    ("pipeline", "find_any_template"),
)
"""Functions that break down with the CV in their hands."""

OTHERS = 0o077
COMMANDS = (
    JOB,
    (*JOB, "--no-cache"),
    (*JOB, "--job", "posting.html"),
    ("check", "older.pdf"),
    ("import", "older.pdf"),
    ("match", "--job", "posting.txt"),
    ("batch", "postings", "--resume", "resume.yaml", "--workers", "2"),
    ("doctor",),
)


def run(quick: bool) -> Iterator[Line]:
    commands = COMMANDS[:: 3 if quick else 1]
    yield from beside(
        partial(cut_off, commands),
        traceless,
        partial(sockets, commands),
        private,
        partial(crashes, BROKEN[:: 3 if quick else 1]),
        anonymous,
    )


@contextmanager
def furnished() -> Iterator[Site]:
    with site() as here:
        done = here.make()
        if done.code:
            raise RuntimeError(str(done))
        (here.work / "older.pdf").write_bytes(here.results()["pdf"])
        text = (here.work / "posting.txt").read_text(encoding="utf-8")
        (here.work / "posting.html").write_text(f"<pre>{text}</pre>", encoding="utf-8")
        yield here


def cut_off(commands: tuple[tuple[str, ...], ...]) -> Line:
    name = "every command with the network cut"
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode:
        return Line(name, 0, skipped="this user may not cut off a program (unshare -rn)")
    with furnished() as here:
        ends = [here.run(*words, shell='exec unshare -rn "$@"') for words in commands]
    faults = [str(one) for one in ends if one.code]
    return Line(name, len(commands), len(faults), "; ".join(faults))


def sockets(commands: tuple[tuple[str, ...], ...]) -> Line:
    """Counts connections and look-ups; a posting from an address shows that it counts."""
    with furnished() as here, served(here) as address:
        (here.root / "hook").mkdir()
        (here.root / "hook/sitecustomize.py").write_text(WATCH)
        path = ":".join(filter(None, (f"{here.root}/hook", here.environment().get("PYTHONPATH"))))
        log = here.root / "sockets"
        more = {"PYTHONPATH": path, "SOCKETS": str(log)}
        for words in commands:
            here.run(*words, more=more)
        found = log.read_text().split() if log.exists() else []
        here.make("--job", address, "--allow-local", more=more)
        control = log.read_text().split() if log.exists() else []
    faults = [*found, *([] if len(control) > len(found) else ["the counter counts nothing"])]
    note = f"{len(control) - len(found)} for a posting from an address, as a control"
    name = "connections and look-ups of a job without an address"
    return Line(name, len(commands), len(faults), "; ".join([note, *faults[:5]]))


@contextmanager
def served(here: Site) -> Iterator[str]:
    """The address of a posting on this computer."""

    class Pages(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *given: object) -> None:
            super().__init__(*given, directory=str(here.work))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/posting.html"
        server.shutdown()


def private() -> Line:
    """With a umask that allows all: what is seen of caches and scratch folders while it runs."""
    seen: dict[str, int] = {}
    with site() as here:
        process = here.start((*JOB, "--template", "modern"), shell='umask 000; exec "$@"')
        while process.poll() is None:
            look(here.scratch, seen, lambda path: path.parent == here.scratch)
            time.sleep(0.002)
        done = ended(process)
        look(here.root / "home", seen, lambda path: path.is_dir() and path.name != ".cache")
        faults = [f"{path}: {mode:o}" for path, mode in seen.items() if mode & OTHERS]
        faults += [] if seen and not done.code else [f"nothing seen ({done})"]
    name = "caches and scratch folders are the user's alone (umask 000)"
    return Line(name, len(seen), len(faults), "; ".join(faults))


def look(folder: Path, seen: dict[str, int], counts: Callable[[Path], bool]) -> None:
    for path in folder.rglob("*"):
        with suppress(OSError):
            if counts(path):
                seen[str(path.relative_to(folder.parent))] = path.stat().st_mode & 0o777


def traceless() -> Line:
    """--no-cache leaves nothing but the results, and a cache elsewhere nothing at home; TeX and
    LuaTeX, which has a cache of its own, alike."""
    has_lua = shutil.which("lualatex")
    tries = [(text, kept) for text in (RESUME, STRANGE)[: 2 if has_lua else 1] for kept in (0, 1)]
    note = [] if has_lua else ["without LuaLaTeX, which is not on the PATH"]
    with ThreadPoolExecutor(2) as pool:
        left = [one for found in pool.map(traces, tries) for one in found]
    name = "--no-cache leaves nothing, and TAILOR_CACHE nothing in the home folder"
    return Line(name, len(tries), len(left), "; ".join([*note, *left[:5]]))


def traces(given: tuple[str, int]) -> list[str]:
    """What a run leaves at home, or why it made no page."""
    master, kept = given
    with site() as here:
        (here.work / "resume.yaml").write_text(master, encoding="utf-8")
        elsewhere = {"TAILOR_CACHE": str(here.root / "kept")}
        done = here.make(more=elsewhere) if kept else here.make("--no-cache")
        return [*here.at_home(), *here.litter(), *([str(done)] if done.code else [])]


def crashes(broken: tuple[tuple[str, str], ...]) -> Line:
    """The report of a bug tells where it is, and nothing of the CV."""
    faults = []
    with site() as here:
        for module, name in broken:
            script = BREAK.replace("@MODULE@", module).replace("@NAME@", name)
            command = [sys.executable, "-P", "-c", script.replace("@SENTENCE@", SENTENCE), *JOB]
            pipe = subprocess.PIPE
            done = ended(
                subprocess.Popen(
                    [*command, "--no-cache"],
                    cwd=here.work,
                    env=here.environment(),
                    stdout=pipe,
                    stderr=pipe,
                )
            )
            said = done.out + done.err
            wrong = [] if done.code == 1 and done.traced and "KeyError" in said else [str(done)]
            faults += wrong + [f"{name} quotes it"] * bool(QUOTED.search(said))
    return Line("the report of a bug quotes nothing of the CV", len(broken), len(faults),
                "; ".join(faults))  # fmt: skip


QUOTED = re.compile("diesel|ferries|Ada Example|ada@example|Ferry Works", re.IGNORECASE)


def anonymous() -> Line:
    """Nothing of the machine is in what is sent to others."""
    with site() as here:
        here.make()
        names = (str(here.root), socket.gethostname(), getpass.getuser(), sys.prefix)
        told = {name for name in names if len(name) > 4}
        faults = [
            f"{name} in the {end}"
            for end, data in here.results().items()
            for name in told
            if name.encode() in data
        ]
    name = "no path, user or host name in the results"
    return Line(name, len(told), len(faults), "; ".join(faults))
