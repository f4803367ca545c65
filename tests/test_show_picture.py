"""The picture of a page in the report: a PNG that any viewer opens, in the page's own colours."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image

from tailor.report.pages import STEP, encode_png

SHAPES = array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=20)


def opened(data: bytes) -> "np.ndarray[tuple[int, ...], np.dtype[np.int64]]":
    image = Image.open(io.BytesIO(data))
    image.load()
    return np.asarray(image.convert("RGB")).astype(int)


@given(st.data(), SHAPES, st.sampled_from([3, 4]))
def test_pillow_opens_it_and_every_colour_is_near(
    data: st.DataObject, shape: tuple[int, int], channels: int
) -> None:
    pixels = data.draw(arrays(np.uint8, (*shape, channels)))
    found = opened(encode_png(pixels))
    assert found.shape == (*shape, 3)
    assert np.abs(found - pixels[..., :3]).max() <= STEP // 2


@given(st.data(), SHAPES)
def test_shades_of_grey(data: st.DataObject, shape: tuple[int, int]) -> None:
    pixels = data.draw(arrays(np.uint8, shape))
    found = opened(encode_png(pixels))
    assert np.abs(found - pixels[..., None]).max() <= STEP // 2


@pytest.mark.parametrize(("colours", "mode"), [(200, "P"), (4000, "RGB")])
def test_few_colours_have_a_palette(colours: int, mode: str) -> None:
    numbers = np.arange(colours)
    parts = (numbers // 256, numbers // 16 % 16, numbers % 16)
    pixels = (np.stack(parts, axis=1) * STEP).astype(np.uint8)[None]
    image = Image.open(io.BytesIO(encode_png(pixels)))
    assert image.mode == mode
    assert (np.asarray(image.convert("RGB")) == pixels).all()
