"""Values as JSON: what goes through, and what is refused."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailor.codec import decode, encode


@dataclass(frozen=True, slots=True)
class Inner:
    size: float
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Outer:
    name: str
    inner: Inner | None
    pairs: tuple[tuple[str, int], ...]
    table: dict[str, list[Path]]
    anything: Any = None


INNER = st.builds(Inner, st.floats(allow_nan=False), st.binary())
TEXT = st.text(st.characters())
OUTER = st.builds(
    Outer,
    TEXT,
    st.none() | INNER,
    st.lists(st.tuples(TEXT, st.integers())).map(tuple),
    st.dictionaries(TEXT, st.lists(TEXT.map(Path))),
    st.none() | st.lists(st.integers()),
)


@given(OUTER)
def test_a_value_goes_through(value: Outer) -> None:
    assert decode(encode(value), Outer) == value


def test_lone_surrogates_go_through() -> None:
    assert decode(encode("caf\udce9.pdf"), str) == "caf\udce9.pdf"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", str),
        (b"{", str),
        (b"1", str),
        (b"[1]", tuple[str, ...]),
        (b'["a"]', tuple[str, int]),
        (b'["a"]', Outer),
        (b'{"size": 1}', Inner),
        (b'[1, "no base64"]', Inner),
        (b"[" * 100_000, Any),
        (b"null", int),
    ],
)
def test_what_is_no_value_of_the_type_is_refused(data: bytes, kind: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of many kinds
        decode(data, kind)


@pytest.mark.parametrize("kind", [set[str], dict[int, str], complex, str | int | None])
def test_a_type_without_a_form_in_json_is_an_error_of_ours(kind: Any) -> None:
    with pytest.raises(TypeError, match="no form in JSON"):
        decode(b"[]", kind)
