"""Options and fixtures for every test."""

import signal
import sys
from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    text = "write the golden texts of examples/ anew instead of comparing with them"
    parser.addoption("--update-golden", action="store_true", help=text)


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Puts back the signal handlers that `tailor.cli.main` sets."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    yield
    sys.unraisablehook = sys.__unraisablehook__
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)
