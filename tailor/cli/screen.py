"""What the live page shows, shared between the loop that makes pages and the server."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class View:
    """`state` is making, good, failed or ended; `errors` tell why it failed.

    `page` numbers the report that is shown, which is the last good one (0: there is none yet);
    `line`, `when` and `changes` (came, went or reworded, and a text) are about it. `number` grows
    with every change of the view.
    """

    number: int = 0
    state: str = "making"
    title: str = ""
    line: str = ""
    when: str = ""
    errors: str = ""
    changes: Sequence[tuple[str, str]] = ()
    page: int = 0
    html: bytes = field(default=b"", repr=False)
    pdf: bytes = field(default=b"", repr=False)

    def told(self) -> dict[str, Any]:
        """What a browser is told at each change."""
        return {
            "state": self.state,
            "title": self.title,
            "line": self.line,
            "when": self.when,
            "errors": self.errors,
            "changes": self.changes,
            "page": self.page,
        }


@dataclass(slots=True)
class Screen:
    """The view as it is now, for one thread that changes it and many that wait for changes."""

    view: View = View()
    changed: threading.Condition = field(default_factory=threading.Condition)

    def show(self, **changes: Any) -> None:
        """Changes the view; a new `html` is a new page."""
        with self.changed:
            pages = self.view.page + ("html" in changes)
            self.view = replace(self.view, number=self.view.number + 1, page=pages, **changes)
            self.changed.notify_all()

    def after(self, number: int, seconds: float) -> View:
        """The view as soon as it is a later one than `number`, or as it is after some seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.view.number > number, seconds)
            return self.view
