"""How fast tailor is, beside one plain `pdflatex` of its page (`benchmarks/speed.py`).

`process` runs programs and takes their time; `material` invents masters and postings; `desk` has
the runs of tailor; `rows` the lines of the table; `growth` the curves; `profile` where the time
goes; `peers` the programs of others; `plot` and `told` show it all.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table.

    `seconds` of wall time and `ratio` to the plain run are medians, as is `cpu`, the ratio of
    processor time of the program and all that it started; `memory` is that of its largest process
    in bytes. `most` is the bar for `value`, which is the ratio where nothing else is said.
    `note` says what stands in the way where there are no figures.
    """

    name: str
    seconds: float | None = None
    ratio: float | None = None
    cpu: float | None = None
    memory: int | None = None
    most: float | None = None
    value: float | None = None
    unit: str = "x"
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the bar is kept; None where there is none."""
        value = self.ratio if self.value is None else self.value
        return None if self.most is None or value is None else value <= self.most
