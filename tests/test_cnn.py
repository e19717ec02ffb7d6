"""Every CNN stage against unfolded patches and window loops, over kernels, strides, paddings and functions."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import assert_same_stages, cnn, windows
from torch import Tensor

from playground.models.activations import ACTIVATIONS
from playground.models.cnn import CNN
from playground.stages import Activation, Convolution, Flatten, MaxPooling, Stage

EITHER = st.one_of(st.integers(1, 5), st.tuples(st.integers(1, 5), st.integers(1, 5)))
STRIDE = st.one_of(st.integers(1, 2), st.tuples(st.integers(1, 2), st.integers(1, 2)))
PADDING = st.one_of(st.integers(0, 2), st.tuples(st.integers(0, 2), st.integers(0, 2)))


def assert_stages(model: CNN, x: Tensor) -> None:
    with torch.inference_mode():
        stages = list(model.stages(x))
        assert_same_stages(stages, cnn(model, x))
        torch.testing.assert_close(stages[-1].logits, model(x[None])[0], rtol=0, atol=1e-5)
        assert_winners(stages)


def assert_winners(stages: list[Stage]) -> None:
    """Each winner is the place of the first largest value of its window."""
    for before, after in pairwise(stages):
        if isinstance(after, MaxPooling):
            assert isinstance(before, Activation)
            values, places = windows(before.maps, np.max)
            assert torch.equal(after.maps, values)
            assert torch.equal(after.winners, places)


@settings(max_examples=25)
@given(
    st.sampled_from([1, 3]),
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
    EITHER,
    STRIDE,
    PADDING,
    st.sampled_from(["max", "average"]),
    st.sampled_from(list(ACTIVATIONS)),
    st.tuples(st.integers(26, 30), st.integers(26, 30)),
    st.integers(0, 99),
)
def test_stages(
    in_channels: int,
    channels: tuple[int, int],
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int],
    padding: int | tuple[int, int],
    pooling: str,
    activation: str,
    image_size: tuple[int, int],
    seed: int,
) -> None:
    torch.manual_seed(seed)
    try:
        model = CNN(in_channels, channels, kernel_size, stride, padding, pooling, image_size, 4, activation)
    except ValueError:  # nothing left of the picture; held below
        return
    assert_stages(model, 4 * torch.rand(in_channels, *image_size) - 2)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"pooling": "average"},
        {"kernel_size": (3, 5)},
        {"stride": 2},
        {"stride": (1, 2), "padding": (0, 1)},
        {"padding": 0},
        {"in_channels": 3, "image_size": 32},
    ],
    ids=str,
)
def test_the_variants_the_page_offers(options: dict) -> None:
    torch.manual_seed(0)
    size = options.get("image_size", 28)
    assert_stages(CNN(**options), 2 * torch.rand(options.get("in_channels", 1), size, size) - 1)


def test_shapes_of_the_reference() -> None:
    stages = list(CNN().stages(torch.rand(1, 28, 28)))
    assert [s.maps.shape for s in stages if isinstance(s, Convolution)] == [(16, 28, 28), (32, 14, 14)]
    assert [s.maps.shape for s in stages if isinstance(s, MaxPooling)] == [(16, 14, 14), (32, 7, 7)]
    assert [s.values.shape for s in stages if isinstance(s, Flatten)] == [(1568,)]


def test_an_odd_last_row_and_column_are_left_out() -> None:
    torch.manual_seed(0)
    assert_stages(CNN(image_size=(31, 29)), torch.rand(1, 31, 29))


def test_bad_arguments() -> None:
    with pytest.raises(ValueError, match=r"'median' is not one of max, average"):
        CNN(pooling="median")
    with pytest.raises(ValueError, match="stride 0 is less than 1"):
        CNN(stride=0)
    with pytest.raises(ValueError, match=r"padding \(0, -1\) is less than 0"):
        CNN(padding=(0, -1))
    with pytest.raises(ValueError, match="nothing is left of a 4 x 4 picture"):
        CNN(image_size=4, padding=0)
    with pytest.raises(ValueError, match="nothing is left of a 28 x 3 picture"):
        CNN(image_size=(28, 3))
