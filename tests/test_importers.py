"""The list of formats: each knows its files."""

import pytest

from tailor.errors import InputError
from tailor.importers import BY_SUFFIX, IMPORTERS


def test_no_suffix_is_that_of_two_formats() -> None:
    assert len(BY_SUFFIX) == sum(len(one.suffixes) for one in IMPORTERS)


@pytest.mark.parametrize(
    ("suffix", "data", "message"),
    [
        (".md", b"%PDF-1.7\n", "cv.md: error: this is a PDF, not Markdown\n.*ends in .pdf"),
        (".pdf", b"PK\x03\x04", "this is a Word document, not a PDF"),
        (".docx", b"%PDF-1.7\n", "this is a PDF, not a Word document"),
        (".zip", b"%PDF-1.7\n", "this is a PDF, not LinkedIn's data export"),
    ],
)
def test_a_file_with_the_suffix_of_another_format(suffix: str, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        BY_SUFFIX[suffix].read(data, f"cv{suffix}")
