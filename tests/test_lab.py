"""The convolution lab against loops over windows, and every way in which its request can be wrong."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground.errors import InputError
from playground.lab import LARGEST, POOLINGS, setting, size_after
from playground.lab import answer as maps_of
from playground.service.requests import LabRequest
from playground.ui.routes import routes

DIAGONAL = [[1, -1, -1], [-1, 1, -1], [-1, -1, 1]]
EXAMPLE: dict[str, Any] = {
    "input": [[[float(x == y or x + y == 5) for x in range(6)] for y in range(6)]],
    "kernels": [[DIAGONAL]],
}


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """What the lab makes of a request."""
    return maps_of(setting(**dict(LabRequest(**asked))))


@st.composite
def settings(draw: st.DrawFn) -> dict[str, Any]:
    """Any convolution that the lab takes."""
    channels = draw(st.sampled_from([1, 3]))
    height, width = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    kernel = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    count = draw(st.integers(1, 4))
    pairs = {
        name: [draw(st.integers(least, most)) for _ in range(2)]
        for name, least, most in (("stride", 1, 4), ("padding", 0, 4), ("dilation", 1, 3))
    }
    values = np.random.default_rng(draw(st.integers(0, 10**6)))
    asked = {
        "input": values.normal(size=(channels, height, width)).round(2).tolist(),
        "kernels": values.normal(size=(count, channels, *kernel)).round(2).tolist(),
        "bias": values.normal(size=count).round(2).tolist(),
        "relu": draw(st.booleans()),
        "pooling": draw(st.sampled_from(POOLINGS)),
        **pairs,
    }
    sides = [len(starts(side, kernel[i], *(pairs[n][i] for n in pairs))) for i, side in enumerate((height, width))]
    assume(min(sides) >= (1 if asked["pooling"] == "none" else 2))
    return asked


def starts(size: int, kernel: int, stride: int, padding: int, dilation: int) -> range:
    """Where windows begin along a side, counted from its first cell; before that is padding."""
    return range(-padding, size + padding - dilation * (kernel - 1), stride)


def windows(asked: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Maps, and how often each cell was read: window by window, product by product."""
    grid, kernels = np.array(asked["input"]), np.array(asked["kernels"])
    (_, height, width), (count, channels, kh, kw) = grid.shape, kernels.shape
    (sh, sw), (ph, pw), (dh, dw) = asked["stride"], asked["padding"], asked["dilation"]
    rows, columns = starts(height, kh, sh, ph, dh), starts(width, kw, sw, pw, dw)
    maps, reads = np.zeros((count, len(rows), len(columns))), np.zeros((height, width), int)
    for y, top in enumerate(rows):
        for x, left in enumerate(columns):
            for i, j in np.ndindex(kh, kw):
                row, column = top + i * dh, left + j * dw
                if not (0 <= row < height and 0 <= column < width):
                    continue  # a zero of the padding
                reads[row, column] += 1
                for m, c in np.ndindex(count, channels):
                    maps[m, y, x] += kernels[m, c, i, j] * grid[c, row, column]
            maps[:, y, x] += asked["bias"]
    return maps, reads


@given(settings())
def test_the_same_as_windows_one_by_one(asked: dict[str, Any]) -> None:
    got = answer(asked)
    maps, reads = windows(asked)
    np.testing.assert_allclose(got["maps"], maps, atol=1e-12)
    np.testing.assert_array_equal(got["reads"], reads)
    active = maps
    if asked["relu"]:
        active = np.where(maps > 0, maps, 0)
        np.testing.assert_allclose(got["activated"], active, atol=1e-12)
    else:
        assert got["activated"] is None
    last = pooled(active, asked["pooling"])
    if asked["pooling"] == "none":
        assert got["pooled"] is None
    else:
        np.testing.assert_allclose(got["pooled"], last, atol=1e-12)
    np.testing.assert_allclose(got["flat"], last.ravel(), atol=1e-12)
    if asked["pooling"] == "max":
        np.testing.assert_allclose(winning(active, got["winners"]), last, atol=1e-12)
    else:
        assert got["winners"] is None


def pooled(maps: np.ndarray, pooling: str) -> np.ndarray:
    """Windows of 2 x 2 side by side; what is left over at the right and below is dropped."""
    if pooling == "none":
        return maps
    take = {"max": np.max, "average": np.mean}[pooling]
    count, height, width = maps.shape
    out = np.zeros((count, height // 2, width // 2))
    for m, y, x in np.ndindex(out.shape):
        out[m, y, x] = take(maps[m, 2 * y : 2 * y + 2, 2 * x : 2 * x + 2])
    return out


def winning(maps: np.ndarray, winners: list[list[list[int]]]) -> np.ndarray:
    """The values at the winners' places, each of which lies in its own window."""
    places = np.array(winners)
    rows, columns = np.divmod(places, maps.shape[2])
    for _, y, x in np.ndindex(places.shape):
        assert (rows[:, y, x] // 2 == y).all()
        assert (columns[:, y, x] // 2 == x).all()
    return np.array([m[r, c] for m, r, c in zip(maps, rows, columns, strict=True)])


def test_six_by_six_loses_its_edges_without_padding_only() -> None:
    without = answer(EXAMPLE)
    assert np.shape(without["maps"]) == (1, 4, 4)
    assert without["maps"][0][0] == [3, -1, -3, -1]  # counted by hand
    assert (without["reads"][0][0], without["reads"][2][2]) == (1, 9)
    padded = answer(EXAMPLE | {"padding": [1, 1]})
    assert np.shape(padded["maps"]) == (1, 6, 6)
    assert padded["reads"][0][0] == 4


@pytest.mark.parametrize("pooling", ["max", "average"])
def test_eight_by_eight_is_pooled_to_four_by_four(pooling: str) -> None:
    grid = [[[float(x * y % 3) for x in range(8)] for y in range(8)]]
    got = answer(EXAMPLE | {"input": grid, "padding": [1, 1], "pooling": pooling})
    assert (np.shape(got["maps"]), np.shape(got["pooled"])) == ((1, 8, 8), (1, 4, 4))


@given(st.integers(1, 12), st.integers(1, 5), st.integers(1, 4), st.integers(0, 4), st.integers(1, 3))
def test_the_formula_counts_windows(size: int, kernel: int, stride: int, padding: int, dilation: int) -> None:
    side = (size, kernel, stride, padding, dilation)
    assert max(0, size_after(*side)) == len(starts(*side))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"input": None}, "lab_lists"),
        ({"input": []}, "lab_lists"),
        ({"input": [[]]}, "lab_lists"),
        ({"input": [[[]]]}, "lab_lists"),
        ({"input": [[1, 2], [3, 4]]}, "lab_lists"),
        ({"input": [[[1, 2], [3]]]}, "lab_lists"),
        ({"input": [[[1, 2], 3]]}, "lab_lists"),
        ({"input": [[[1, [2]], [3, 4]]]}, "lab_number"),
        ({"input": [[[0] * 13] * 6]}, "lab_lists"),
        ({"input": [[[0] * 6] * 6] * 2}, "lab_grid"),
        ({"input": {"0": [[1]]}}, "lab_lists"),
        ({"input": [[[math.nan]]]}, "lab_number"),
        ({"input": [[[math.inf]]]}, "lab_number"),
        ({"input": [[["1"]]]}, "lab_number"),
        ({"input": [[[True]]]}, "lab_number"),
        ({"input": [[[LARGEST + 1]]]}, "lab_number"),
        ({"input": [[[10**400]]]}, "lab_number"),
        ({"kernels": [[[[1] * 6] * 3]]}, "lab_kernels"),
        ({"kernels": [[[[1]]]] * 5}, "lab_kernels"),
        ({"kernels": [[[[1]]] * 3]}, "lab_kernels"),
        ({"kernels": [[[1]]]}, "lab_lists"),
        ({"bias": [1, 2]}, "lab_bias"),
        ({"bias": 1}, "lab_lists"),
        ({"bias": [None]}, "lab_number"),
        ({"stride": [0, 1]}, "lab_pair"),
        ({"stride": [5, 1]}, "lab_pair"),
        ({"stride": 1}, "lab_pair"),
        ({"stride": [1.0, 1]}, "lab_pair"),
        ({"stride": [True, 1]}, "lab_pair"),
        ({"stride": [1, 1, 1]}, "lab_pair"),
        ({"stride": []}, "lab_pair"),
        ({"padding": [-1, 0]}, "lab_pair"),
        ({"dilation": [4, 1]}, "lab_pair"),
        ({"dilation": [3, 3]}, "lab_nothing_left"),
        ({"relu": 1}, "bad_flag"),
        ({"pooling": "median"}, "lab_unknown_pooling"),
        ({"pooling": ["max"]}, "lab_unknown_pooling"),
        ({"pooling": "max", "stride": [4, 1]}, "lab_pooling"),
    ],
)
def test_what_cannot_be_computed_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        answer(EXAMPLE | change)
    assert caught.value.code == code
    assert all(caught.value.message(language) for language in ("en", "zh"))


def test_the_route_of_the_page() -> None:
    with TestClient(Starlette(routes=routes())) as client:
        assert client.post("/playground/lab", json=EXAMPLE | {"language": "zh"}).json() == answer(EXAMPLE)
        refused = client.post("/playground/lab", json=EXAMPLE | {"bias": [1, 2], "language": "zh"})
        assert_refused(refused, "lab_bias", "zh")
        assert_refused(client.post("/playground/lab", content=b"[1]"), "bad_request")
