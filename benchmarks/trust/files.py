"""Number 4, files: what may be odd about folders, disks, names and streams, each a clear end."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.trust import Line
from benchmarks.trust.runs import Ended, Site, site

AT_ONCE = 20
ALONE = "unshare -Urm true"
"""What works where a user may have folders mounted for one program only."""
LONG = "x" * 4000
DEEP = "/".join(["d" * 200] * 25)


@dataclass(frozen=True, slots=True)
class Case:
    """A run in odd circumstances, and the exit codes that are right for it.

    `before` prepares the place, `shell` starts the program, `more` is added to its environment.
    After an exit code of `after` the page may be there. With `needs` the case is skipped where
    that line fails in a shell. `text` must be in what is said on stderr.
    """

    name: str
    codes: tuple[int, ...]
    words: tuple[str, ...] = ()
    shell: str = 'exec "$@"'
    more: tuple[tuple[str, str], ...] = ()
    before: Callable[[Site], object] = lambda _: None
    needs: str = ""
    after: tuple[int, ...] = ()
    text: str = ""


def mounted(folder: str, options: str) -> str:
    """Starts the program with a small disk in a folder, which only it sees."""
    return f'exec unshare -Urm sh -c \'mount {options} "$0" && exec "$@"\' {folder} "$@"'


def full(folder: str, size: str = "16k") -> str:
    return mounted(folder, f"-t tmpfs -o size={size} none")


READ_ONLY = (
    "exec unshare -Urm sh -c 'mount --bind out out && mount -o remount,bind,ro out"
    ' && exec "$@"\' sh "$@"'
)


def folder(name: str) -> Callable[[Site], object]:
    return lambda here: (here.work / name).mkdir(parents=True)


def link(name: str, to: str) -> Callable[[Site], object]:
    return lambda here: (here.work / name).symlink_to(to)


def copied(name: str) -> Callable[[Site], object]:
    return lambda here: shutil.copy(here.work / "posting.txt", here.work / name)


FILES = (
    Case("a read-only folder", (7,), shell=READ_ONLY, before=folder("out"), needs=ALONE,
         text="read-only"),
    Case("a folder without permission", (7,), before=lambda here: (here.work / "out").mkdir(0o555),
         needs='test "$(id -u)" != 0', text="permission denied"),
    Case("a full disk for the results", (7,), shell=full("out"), before=folder("out"), needs=ALONE,
         text="no space left"),
    Case("a full disk for the scratch folder", (6, 7), shell=full("../tmp", "4k"), needs=ALONE,
         text="space"),
    Case("a scratch disk that fills while TeX writes", (6, 7, 9), shell=full("../tmp", "40k"),
         needs=ALONE, text="space"),
    Case("a home on a full disk", (0,), shell=full("../home", "4k"), needs=ALONE),
    Case("files of at most 4 KB (ulimit -f)", (6, 7, 9), shell='ulimit -f 8; exec "$@"'),
    Case("twenty open files (ulimit -n)", (0, 6, 7), shell='ulimit -n 20; exec "$@"'),
    Case("TMPDIR is missing", (0,), more=(("TMPDIR", "/nowhere"),)),
    Case("HOME is unset", (0,), shell='unset HOME; exec "$@"'),
    Case("HOME is missing", (0,), more=(("HOME", "/nowhere/at/all"),)),
    Case("HOME is a file", (0,), more=(("HOME", "/dev/null"),)),
    Case("the working folder is gone", (2, 3, 7), shell='mkdir g; cd g; rmdir ../g; exec "$@"'),
    Case("the output is a folder", (7,), before=folder("out/page.pdf")),
    Case("the output's folder is a file", (7,), ("-o", "posting.txt/page.pdf")),
    Case("the output is the posting", (2,), ("-j", "p.pdf", "-o", "p.pdf"),
         before=copied("p.pdf")),
    Case("the output is the posting by a link", (2,), ("-o", "l.pdf"),
         before=link("l.pdf", "posting.txt")),
    Case("the .tex beside it is the posting", (2,), ("-j", "p.tex", "-o", "p.pdf"),
         before=copied("p.tex")),
    Case("the output is a link to a file", (0,), before=lambda here: (
        folder("out")(here), copied("real.pdf")(here), link("out/page.pdf", "../real.pdf")(here))),
    Case("the output is a link to nothing", (0,), before=lambda here: (
        folder("out")(here), link("out/page.pdf", "../real.pdf")(here))),
    Case("the output is a link to itself", (0, 7), before=lambda here: (
        folder("out")(here), link("out/page.pdf", "page.pdf")(here))),
    Case("the output's folder is a link", (0,), before=lambda here: (
        folder("real")(here), link("out", "real")(here))),
    Case("the .tex beside it is a link to another folder", (7,), before=lambda here: (
        folder("out")(here), copied("kept.txt")(here), link("out/page.tex", "../kept.txt")(here)),
         text="outside of its folder"),
    Case("the lock file beside it is a link to nothing", (7,), before=lambda here: (
        folder("out")(here), link("out/page.tailor.json", "../new.json")(here)),
         text="outside of its folder"),
    Case("the master is a link to itself", (7,), before=link("l.yaml", "l.yaml"),
         words=("-r", "l.yaml")),
    Case("the master is a named pipe", (7,), before=lambda here: os.mkfifo(here.work / "p.yaml"),
         words=("-r", "p.yaml")),
    Case("the posting is a named pipe nobody writes to", (7,), ("-j", "p.txt"),
         before=lambda here: os.mkfifo(here.work / "p.txt")),
    Case("the master is a device", (3, 7, 9), ("-r", "/dev/zero")),
    Case("the posting is a device", (3, 7, 9), ("-j", "/dev/zero")),
    Case("an output of 4,000 characters", (7,), ("-o", f"{LONG}.pdf")),
    Case("an output 25 folders deep", (7,), ("-o", f"{DEEP}/a.pdf")),
    Case("a posting of 4,000 characters", (3, 7), ("-j", f"{LONG}.txt")),
    Case("a master of 4,000 characters", (7,), ("-r", f"{LONG}.yaml")),
    Case("a template of 4,000 characters", (5,), ("-t", LONG)),
    Case("a name with a line end", (0,), ("-o", "out/a\nb.pdf")),
    Case("a name that is no UTF-8", (0, 2, 7),
         shell='exec "$@" -o "$(printf "out/\\377.pdf")"'),
)  # fmt: skip
STREAMS = (
    Case("LC_ALL=C", (0,), more=(("LC_ALL", "C"), ("LANG", "C"))),
    Case("LC_ALL=C, and Python told not to mend it", (0,),
         more=(("LC_ALL", "C"), ("PYTHONUTF8", "0"), ("PYTHONCOERCECLOCALE", "0"))),
    Case("a locale that does not exist", (0,), more=(("LC_ALL", "xx_YY.KOI-9"),)),
    Case("output in ASCII", (0,), more=(("PYTHONIOENCODING", "ascii:strict"),)),
    Case("stdout closed", (0,), shell='exec "$@" >&-'),
    Case("stderr closed", (0,), shell='exec "$@" 2>&-'),
    Case("stdin closed", (0,), shell='exec "$@" <&-'),
    Case("all three closed", (0,), shell='exec "$@" <&- >&- 2>&-'),
    Case("all three closed, and an error", (7,), ("-r", "none.yaml"),
         shell='exec "$@" <&- >&- 2>&-'),
    Case("a posting from stdin that is closed", (3, 7), ("-j", "-"), shell='exec "$@" <&-'),
    Case("stdout is full", (7,), shell='exec "$@" >/dev/full', after=(7,), text="no space left"),
    Case("stderr is full", (0,), shell='exec "$@" 2>/dev/full'),
    Case("stderr is full, and an error", (7,), ("-r", "none.yaml"),
         shell='exec "$@" 2>/dev/full'),
    Case("nobody reads stdout", (0,), shell='"$@" | true; exit 0'),
)  # fmt: skip


def run(quick: bool) -> Iterator[Line]:
    yield at_once(AT_ONCE // 4 if quick else AT_ONCE)
    yield tried("odd folders, disks and names: each a clear end", FILES)
    yield tried("odd streams and locales: each a clear end", STREAMS)


def at_once(count: int) -> Line:
    """Many runs on one output and one cache, which is empty at first, and then full."""
    with site() as here:
        here.make()
        expected = here.results()
        here.forget()
        faults: list[str] = []
        for state in ("an empty", "a full"):
            with ThreadPoolExecutor(count) as pool:
                ends = list(pool.map(lambda _: here.make(), range(count)))
            wrong = [str(one) for one in ends if one.code != 0]
            wrong += [name for name, data in here.results().items() if data != expected.get(name)]
            faults += [f"{state} cache: {one}" for one in (*wrong, *here.litter())]
    return Line("runs at once on one output and one cache", 2 * count, len(faults),
                "; ".join(faults))  # fmt: skip


def tried(name: str, cases: tuple[Case, ...]) -> Line:
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(judged, cases))
    faults = [fault for fault in found if fault and fault != SKIPPED]
    skipped = [case.name for case, one in zip(cases, found, strict=True) if one == SKIPPED]
    note = [f"not tried, for this machine cannot: {', '.join(skipped)}"] if skipped else []
    return Line(name, len(cases) - len(skipped), len(faults), "; ".join([*note, *faults]))


SKIPPED = "skipped"


def judged(case: Case) -> str:
    """What is wrong in a case; "" if nothing."""
    if case.needs and subprocess.run(["sh", "-c", case.needs], capture_output=True).returncode:
        return SKIPPED
    with site() as here:
        case.before(here)
        inputs = contents(here.work)
        done = here.make(*case.words, more=dict(case.more), shell=case.shell)
        faults = list(wrong(case, done))
        if done.code not in (0, *case.after):
            faults += [f"{path} changed" for path in changed(inputs, contents(here.work))]
        faults += [f"left {one}" for one in here.scratch.iterdir()]
    return f"{case.name}: {', '.join(faults)} ({done})" if faults else ""


def wrong(case: Case, done: Ended) -> Iterator[str]:
    if done.traced:
        yield "traceback"
    if done.code not in case.codes:
        yield f"not exit {' or '.join(map(str, case.codes))}"
    if case.text not in done.err.lower():
        yield f"does not say {case.text}"
    if done.code and "2>" not in case.shell and "error: " not in done.err:
        yield "no error is told"


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    names = sorted(before.keys() | after.keys())
    return [name for name in names if before.get(name) != after.get(name)]
