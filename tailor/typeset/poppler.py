"""poppler's `pdftotext`, where it is installed: one more reader of our pages."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tailor.typeset.program import Limits, Running, running

MODES: Mapping[str, tuple[str, ...]] = {"poppler": (), "poppler -layout": ("-layout",)}
LIMITS = Limits(seconds=20, cpu=10, memory=1_000_000_000)


@dataclass(frozen=True, slots=True)
class Readings(Mapping[str, str]):
    """Text by reader; it is waited for when it is asked for."""

    programs: Mapping[str, Running]

    def __getitem__(self, name: str) -> str:
        return self.programs[name].ended().output.decode("utf-8", "replace")

    def __iter__(self) -> Iterator[str]:
        return iter(self.programs)

    def __len__(self) -> int:
        return len(self.programs)


@contextmanager
def reading(pdf: bytes) -> Iterator[Readings]:
    """Begins to read a PDF in poppler's two modes, if it is installed."""
    program = shutil.which("pdftotext")
    modes = MODES if program else {}
    with ExitStack() as stack:
        yield Readings(
            {
                name: stack.enter_context(
                    running(
                        [str(program), *switches, "-enc", "UTF-8", "-", "-"],
                        data=pdf,
                        limits=LIMITS,
                    )
                )
                for name, switches in modes.items()
            }
        )


def poppler(pdf: bytes) -> dict[str, str]:
    """The text that poppler reads, by mode; nothing if it is not installed."""
    with reading(pdf) as found:
        return dict(found)
