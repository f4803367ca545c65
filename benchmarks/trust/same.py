"""Number 7: the same inputs give the same bytes: anywhere, any time, with any cache or none."""

import json
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from benchmarks.trust import Line, beside
from benchmarks.trust.runs import STRANGE, Site, site
from tailor.render.templates import shipped_templates

REPEATS = 50
ELSEWHERE: tuple[Mapping[str, str], ...] = (
    {"TZ": "Asia/Tokyo"},
    {"TZ": "America/St_Johns"},
    {"LC_ALL": "C"},
    {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    {"LC_ALL": "de_DE.ISO-8859-1", "LANGUAGE": "de"},
    {"PYTHONHASHSEED": "0"},
    {"PYTHONHASHSEED": "1"},
    {"PYTHONHASHSEED": "4294967295"},
    {"SOURCE_DATE_EPOCH": "1234567890"},
    {"HOME": "/nowhere"},
    {"COLUMNS": "40", "TERM": "xterm-256color"},
    {"OMP_NUM_THREADS": "1"},
    {"OMP_NUM_THREADS": "7", "OPENBLAS_NUM_THREADS": "3"},
)
SHELLS = (
    'umask 077; exec "$@"',
    'umask 000; exec "$@"',
    'exec nice "$@"',
    'cd /; exec "$@" -r "$OLDPWD/resume.yaml" -j "$OLDPWD/posting.txt" -o "$OLDPWD/out/page.pdf"',
    'exec taskset -c 0 "$@"',
)


@dataclass(frozen=True, slots=True)
class Way:
    """One more way to do the same: switches, variables, the line that starts it, a fresh cache."""

    words: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    shell: str = 'exec "$@"'
    cold: bool = False


def run(quick: bool) -> Iterator[Line]:
    repeats = [Way(("--no-cache",) if n % 5 == 0 else (), cold=n % 5 == 1) for n in range(REPEATS)]
    yield compared("the same bytes again, cache cold, hot and none", repeats[:: 8 if quick else 1])
    places = [Way(more=tuple(more.items())) for more in ELSEWHERE]
    places += [Way(shell=shell) for shell in SHELLS if "taskset" not in shell or has_taskset()]
    places += [Way(("--no-cache",), way.more, way.shell) for way in places]
    name = "the same bytes in other folders, time zones, locales, with other hashes and cores"
    yield compared(name, places[:: 6 if quick else 1])
    yield from beside(other_script, partial(templates, quick))


def other_script() -> Line:
    """A name in Cyrillic and Chinese, for LuaLaTeX, which numbers its files by the time if it may:
    again with what it learned of the fonts, and in another place with nothing."""
    name = "the same bytes from LuaLaTeX"
    if shutil.which("lualatex") is None:
        return Line(name, 0, skipped="there is no lualatex on the PATH")
    again = [Way(), Way(more=(("TZ", "Asia/Tokyo"), ("LC_ALL", "C"), ("PYTHONHASHSEED", "7")))]
    parts = ([Way(), *again], [Way(("--no-cache",))])
    with ThreadPoolExecutor(2) as pool:
        found = [one for part in pool.map(strangely, parts) for one in part]
    faults = [fault for one in found if (fault := compared_with(found[0], one))]
    return Line(name, len(found) - 1, len(faults), "; ".join(faults))


def strangely(ways: Iterable[Way]) -> list[dict[str, bytes]]:
    """The results, one after the other in one place; of a run that fails what it said."""
    found = []
    with site() as here:
        (here.work / "resume.yaml").write_text(STRANGE, encoding="utf-8")
        for way in ways:
            done = here.make(*way.words, more=dict(way.more))
            found.append({"error": str(done).encode()} if done.code else here.results())
    return found


def compared_with(first: Mapping[str, bytes], one: Mapping[str, bytes]) -> str:
    """What is wrong with the results of a run beside those of the first; "" if nothing."""
    if "error" in one:
        return one["error"].decode()
    engine = json.loads(one["tailor.json"])["engine"]
    if not engine.startswith("lualatex"):
        return f"this is {engine}"
    return ", ".join(f"another {end}" for end in one if one[end] != first.get(end))


def has_taskset() -> bool:
    return shutil.which("taskset") is not None


def compared(name: str, ways: list[Way]) -> Line:
    """Whether all ways lead to the bytes of one plain run, in two places at a time."""
    with site() as here:
        begun = time.time()
        here.make()
        expected = here.results()

    def differing(part: Iterable[Way]) -> list[str]:
        with site() as there:
            return [fault for way in part for fault in differences(there, way, expected)]

    with ThreadPoolExecutor(2) as pool:
        faults = [f for found in pool.map(differing, (ways[::2], ways[1::2])) for f in found]
    note = f"over {time.time() - begun:.0f} s"
    return Line(name, len(ways), len(faults), "; ".join([note, *faults[:3]]))


def differences(here: Site, way: Way, expected: Mapping[str, bytes]) -> list[str]:
    if way.cold:
        shutil.rmtree(here.root / "home")
        (here.root / "home").mkdir()
    shutil.rmtree(here.work / "out", ignore_errors=True)
    done = here.make(*way.words, more=dict(way.more), shell=way.shell)
    if done.code:
        return [f"{way}: {done}"]
    found = here.results()
    return [f"{way}: another {end}" for end in expected if found.get(end) != expected[end]]


def templates(quick: bool) -> Line:
    """Every template on both papers, with a cold and with a hot cache and in another folder."""
    names = [one.name for one in shipped_templates()]
    looks = [(name, paper) for name in names for paper in ("letter", "a4")]
    looks = looks[:: 4 if quick else 1]
    with ThreadPoolExecutor(2) as pool:
        faults = [fault for found in pool.map(with_look, looks) for fault in found]
    name = "the same bytes from every template on both papers"
    return Line(name, 2 * len(looks), len(faults), "; ".join(faults))


def with_look(look: tuple[str, str]) -> list[str]:
    words = ("--template", look[0], "--paper", look[1])
    with site() as here, site() as there:
        expected = here.make(*words, "--no-cache").code, here.results()
        found = [(there.make(*words).code, there.results()) for _ in range(2)]
    return [" ".join(look) for one in found if one != expected or one[0]]
