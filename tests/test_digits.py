"""The digits task: from a drawing or a picture to the pixels a network reads, and what is refused."""

import base64
import json
import math
import time
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from torch import Tensor

from playground.errors import InputError
from playground.tasks.digits import DIGITS, PAD
from playground.tasks.drawing import MAX_POINTS, MAX_STROKES, Pen, read_drawing
from playground.tasks.raster import BOX, FINE, PIXELS, THICKEST, THINNEST, centre, draw, pixels

Strokes = list[list[tuple[float, float]]]

places = st.tuples(st.floats(0, 1), st.floats(0, 1))
strokes = st.lists(st.lists(places, min_size=2, max_size=8), min_size=1, max_size=3).filter(lambda s: extent(s) > 0.2)


def extent(drawing: Strokes) -> float:
    xs, ys = zip(*(point for stroke in drawing for point in stroke), strict=True)
    return max(max(xs) - min(xs), max(ys) - min(ys))


def moved(drawing: Strokes, scale: float, x: float, y: float) -> Strokes:
    return [[(scale * a + x, scale * b + y) for a, b in stroke] for stroke in drawing]


def by_hand(drawing: Strokes, width: float, size: int) -> Tensor:
    """Ink on the whole pad, pixel by pixel: the definition of `draw`, without any of its shortcuts."""
    ink = torch.zeros(size, size)
    for row in range(size):
        for column in range(size):
            x, y = (column + 0.5) / size, (row + 0.5) / size
            distance = min(to_segment(x, y, *a, *b) for s in drawing for a, b in pairwise(s))
            ink[row, column] = min(1.0, max(0.0, (width / 2 - distance) * size + 0.5))
    return ink


def to_segment(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> float:
    squared = (bx - ax) ** 2 + (by - ay) ** 2
    t = 0.0 if squared < 1e-18 else ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squared
    t = min(1.0, max(0.0, t))
    return math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay))


@given(strokes, st.floats(0.01, 0.3))
def test_ink_is_where_the_pen_was_down(drawing: Strokes, width: float) -> None:
    pen = read_drawing({"strokes": drawing, "width": width})
    drawn = draw(pen, torch.zeros(1, 2), torch.ones(1), 16)[0]
    torch.testing.assert_close(drawn, by_hand(drawing, width, 16), atol=1e-4, rtol=0)


@given(strokes, st.floats(0.005, 0.3))
def test_the_four_pictures(drawing: Strokes, width: float) -> None:
    p = DIGITS.encode({"strokes": drawing, "width": width})
    assert p.ink.shape == (1, PAD, PAD)
    assert max(p.cropped.shape) == 60
    assert max(p.scaled.shape) == BOX
    assert p.centred.shape == (1, PIXELS, PIXELS)
    for picture in (p.ink, p.cropped, p.scaled, p.centred):
        assert picture.dtype == torch.float32
        assert picture.min() >= 0
        assert picture.max() <= 1
    assert p.centred.max() == 1
    assert float(p.centred.sum()) == pytest.approx(float(p.scaled.sum()), rel=1e-5)  # no ink is lost
    assert DIGITS.network_input(p) is p.centred


@given(strokes)
def test_centre_of_mass_is_in_the_middle(drawing: Strokes) -> None:
    ink = DIGITS.encode({"strokes": drawing}).centred[0]
    for axis in (0, 1):
        mass = ink.sum(1 - axis)
        middle = float((mass * (torch.arange(PIXELS) + 0.5)).sum() / mass.sum())
        at_the_border = bool(mass[0] > 0 or mass[-1] > 0)
        assert abs(middle - PIXELS / 2) <= 0.5 + 1e-3 or at_the_border


@given(strokes, st.floats(0.1, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0.02, 0.2))
def test_place_and_size_do_not_matter(drawing: Strokes, scale: float, x: float, y: float, width: float) -> None:
    here = DIGITS.encode({"strokes": drawing, "width": width})
    there = moved(drawing, scale, x * (1 - scale), y * (1 - scale))
    there = [[(min(a, 1.0), min(b, 1.0)) for a, b in stroke] for stroke in there]
    other = DIGITS.encode({"strokes": there, "width": max(0.005, width * scale)})
    if width * scale >= 0.005:
        assert here.scaled.shape == other.scaled.shape
        torch.testing.assert_close(here.scaled, other.scaled, atol=1e-3, rtol=0)


@given(strokes)
def test_a_pen_thicker_or_thinner_than_known_reads_as_the_limit(drawing: Strokes) -> None:
    size = extent(drawing)
    assume(len(DIGITS.encode({"strokes": drawing}).boxes) == 1)  # else the limit is that of the digit that is read
    for width, limit in ((0.005, THINNEST), (0.3, THICKEST)):
        if (width < limit * size) == (limit == THINNEST):
            asked, at_limit = (DIGITS.encode({"strokes": drawing, "width": w}) for w in (width, limit * size))
            torch.testing.assert_close(asked.centred, at_limit.centred, atol=1e-3, rtol=0)


@given(strokes, st.integers(2, 5))
def test_into_how_many_points_a_line_is_cut_does_not_matter(drawing: Strokes, parts: int) -> None:
    cut = [
        [
            (a + (c - a) * k / parts, b + (d - b) * k / parts)
            for (a, b), (c, d) in pairwise(stroke)
            for k in range(parts)
        ]
        + [stroke[-1]]
        for stroke in drawing
    ]
    whole, pieces = (DIGITS.encode({"strokes": s}).scaled for s in (drawing, cut))
    torch.testing.assert_close(whole, pieces, atol=1e-3, rtol=0)


def test_a_batch_gives_what_each_drawing_gives_alone() -> None:
    generator = torch.Generator().manual_seed(0)
    points = torch.rand(5, 30, 2, generator=generator, dtype=torch.float64)
    joined = torch.rand(5, 30, generator=generator) < 0.9
    joined[:, -1] = False
    pen = Pen(points, joined, torch.full((5,), 0.065, dtype=torch.float64))
    alone = [pixels(Pen(points[i : i + 1], joined[i : i + 1], pen.width[i : i + 1])) for i in range(5)]
    torch.testing.assert_close(pixels(pen), torch.cat(alone))


def test_nothing_is_cut_off_where_the_mass_is_at_one_end() -> None:
    scaled = torch.zeros(1, BOX, BOX)
    scaled[0, :, 0] = 0.01
    scaled[0, 0] = 1
    assert float(centre(scaled).sum()) == pytest.approx(float(scaled.sum()))


def test_a_fine_drawing_of_ten_thousand_points_takes_well_under_a_second() -> None:
    turn = [20 * math.pi * i / 10_000 for i in range(10_000)]
    spiral = [(0.5 + a / 150 * math.cos(a), 0.5 + a / 150 * math.sin(a)) for a in turn]
    begun = time.thread_time()
    pictures = DIGITS.encode({"strokes": [spiral[i::500] for i in range(500)]})
    assert time.thread_time() - begun < 3  # 0.3 s on one idle core
    assert pictures.centred.max() == 1


def test_a_scribble_over_everything_is_read() -> None:
    lines = [[(0.0, y / 40), (1.0, y / 40)] for y in range(41)]
    assert DIGITS.encode({"strokes": lines, "width": 0.1}).centred.mean() > 0.4


GOOD = [[[0.2, 0.2], [0.8, 0.8]]]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "bad_drawing"),
        ("7", "bad_drawing"),
        ([], "bad_drawing"),
        ({}, "bad_drawing"),
        ({"strokes": None}, "bad_drawing"),
        ({"strokes": "abc"}, "bad_drawing"),
        ({"strokes": [3]}, "bad_drawing"),
        ({"strokes": [[3, 4]]}, "bad_drawing"),
        ({"strokes": [[[1, 2, 3]]]}, "bad_drawing"),
        ({"strokes": [["ab"]]}, "bad_drawing"),
        ({"strokes": {"0": GOOD}}, "bad_drawing"),
        ({"strokes": [[[0.2, "0.3"]]]}, "bad_point"),
        ({"strokes": [[[0.2, None]]]}, "bad_point"),
        ({"strokes": [[[True, 0.1]]]}, "bad_point"),
        ({"strokes": [[[0.2, math.nan]]]}, "bad_point"),
        ({"strokes": [[[0.2, math.inf]]]}, "bad_point"),
        ({"strokes": [[[0.2, -0.01]]]}, "bad_point"),
        ({"strokes": [[[1.01, 0.2]]]}, "bad_point"),
        ({"strokes": [[[10**400, 0.2]]]}, "bad_point"),
        ({"strokes": GOOD, "width": 0}, "bad_width"),
        ({"strokes": GOOD, "width": 0.31}, "bad_width"),
        ({"strokes": GOOD, "width": math.nan}, "bad_width"),
        ({"strokes": GOOD, "width": "wide"}, "bad_width"),
        ({"strokes": GOOD, "width": True}, "bad_width"),
        ({"strokes": GOOD, "width": None}, "bad_width"),
        ({"strokes": []}, "empty_drawing"),
        ({"strokes": [[], []]}, "empty_drawing"),
        ({"strokes": [[[0.5, 0.5]]]}, "only_a_dot"),
        ({"strokes": [[[0.5, 0.5], [0.51, 0.5], [0.5, 0.51]]]}, "only_a_dot"),
        ({"strokes": [[[0.5, 0.5]] * (MAX_POINTS + 1)]}, "too_many_points"),
        ({"strokes": [[[0.5, 0.5]]] * (MAX_STROKES + 1)}, "too_many_points"),
    ],
)
def test_a_bad_drawing_is_refused_with_what_is_accepted(value: Any, code: str) -> None:
    with pytest.raises(InputError) as caught:
        DIGITS.encode(value)
    assert caught.value.code == code
    for language in ("en", "zh"):
        assert "{" not in caught.value.message(language).replace('{"strokes"', "")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(json_values, json_values, st.sampled_from(["strokes", "picture"]))
def test_whatever_is_sent_there_is_a_message_or_an_answer(value: Any, other: Any, key: str) -> None:
    for sent in (value, {key: value, "width": other}, {key: {"width": 8, "height": 8, "grey": other}}):
        try:
            assert DIGITS.encode(sent).centred.max() == 1
        except InputError as error:
            assert str(error)


def test_the_examples_are_ten_digits() -> None:
    examples = json.loads((files("playground.tasks") / "examples" / "digits.json").read_text("utf-8"))
    assert [example["label"] for example in examples["shown"]] == list(DIGITS.labels)
    for example in examples["shown"]:
        assert DIGITS.encode(example["input"]).ink[0].amax(0)[0] == 0  # a margin at the left


def test_the_readme_says_whose_drawings_they_are() -> None:
    readme = Path(__file__).parent.parent.joinpath("README.md").read_text(encoding="utf-8")
    assert any("pendigits" in line and "Alpaydin" in line and "CC BY 4.0" in line for line in readme.splitlines())


def upload(picture: Tensor) -> dict[str, Any]:
    content = (picture.clamp(0, 1) * 255).round().to(torch.uint8)
    grey = base64.b64encode(bytes(content.flatten().tolist())).decode()
    return {"picture": {"width": picture.shape[1], "height": picture.shape[0], "grey": grey}}


def photo(noise: float = 0.02, shade: float = 0.4, contrast: float = 0.7) -> tuple[Tensor, Tensor]:
    """A seven on paper that gets darker to one corner, and the pixels of the same seven drawn on the pad."""
    strokes = torch.tensor([[[0.35, 0.2], [0.65, 0.2], [0.45, 0.6], [0.4, 0.4], [0.6, 0.4]]]).double()
    joined = torch.tensor([[True, True, False, True, False]])
    pen = Pen(strokes, joined, torch.tensor([0.05]).double())
    ink = draw(pen, torch.zeros(1, 2), torch.ones(1), 400)[0, :300]
    y, x = torch.meshgrid(torch.linspace(0, 1, 300), torch.linspace(0, 1, 400), indexing="ij")
    paper = 0.9 - shade * (x + y) / 2
    grain = noise * torch.randn(300, 400, generator=torch.Generator().manual_seed(1))
    return paper * (1 - contrast * ink) + grain, pixels(pen)[0]


@pytest.mark.parametrize("noise", [0.0, 0.02, 0.06])
@pytest.mark.parametrize("shade", [0.0, 0.5])
@pytest.mark.parametrize("inverted", [False, True])
def test_a_photo_reads_as_the_drawing_on_it(noise: float, shade: float, inverted: bool) -> None:
    picture, drawn = photo(noise=noise, shade=shade)
    read = DIGITS.encode(upload(1 - picture if inverted else picture))
    assert read.ink.shape == (1, PAD * 3 / 4, PAD)
    assert float((read.centred - drawn).abs().mean()) < 0.03  # of 1; the ink of a seven is 0.1 on average


def test_light_that_falls_off_to_the_border_is_not_ink() -> None:
    picture, drawn = photo(noise=0, shade=0.8, contrast=0.3)
    assert float((DIGITS.encode(upload(picture)).centred - drawn).abs().mean()) < 0.03


def test_the_edge_of_a_shadow_is_not_ink() -> None:
    picture, drawn = photo()
    y, x = torch.meshgrid(torch.linspace(0, 1, 300), torch.linspace(0, 1, 400), indexing="ij")
    read = DIGITS.encode(upload(picture * (1 - 0.4 * torch.sigmoid((x + y - 1) * 40))))
    assert float((read.centred - drawn).abs().mean()) < 0.03


def test_specks_and_what_touches_the_border_are_left_out() -> None:
    picture, drawn = photo()
    picture[:, 380:390] = 0.1  # the edge of a table
    picture[250:254, 100:104] = 0.1  # a crumb
    assert float((DIGITS.encode(upload(picture)).centred - drawn).abs().mean()) < 0.03


def test_a_thin_line_is_drawn_as_thick_as_the_thinnest_pen() -> None:
    picture = torch.ones(500, 500)
    picture[50:450, 249:251] = 0
    cropped = DIGITS.encode(upload(picture)).cropped  # a column of FINE pixels
    assert float(cropped.sum() / cropped.max()) / FINE > 0.8 * THINNEST * FINE


@pytest.mark.parametrize(
    "picture",
    [
        torch.ones(64, 64),
        torch.zeros(64, 64),
        torch.linspace(0, 1, 300).expand(200, 300),
        0.5 + 0.05 * torch.randn(200, 200, generator=torch.Generator().manual_seed(0)),
        torch.rand(100, 100, generator=torch.Generator().manual_seed(0)),
    ],
    ids=["white", "black", "gradient", "grain", "noise"],
)
def test_a_picture_of_nothing_is_refused(picture: Tensor) -> None:
    with pytest.raises(InputError) as caught:
        DIGITS.encode(upload(picture))
    assert caught.value.code == "blank_picture"


BYTES = base64.b64encode(bytes(64)).decode()


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"width": 8, "height": 8},
        {"width": 8, "height": 8, "grey": 5},
        {"width": 8, "height": 8, "grey": "*" * 88},
        {"width": 8, "height": 8, "grey": "é"},
        {"width": 8, "height": 9, "grey": BYTES},
        {"width": 8.0, "height": 8, "grey": BYTES},
        {"width": True, "height": 64, "grey": BYTES},
        {"width": 4, "height": 16, "grey": BYTES},
        {"width": 513, "height": 8, "grey": base64.b64encode(bytes(513 * 8)).decode()},
    ],
)
def test_a_bad_picture_is_refused(value: Any) -> None:
    with pytest.raises(InputError) as caught:
        DIGITS.encode({"picture": value})
    assert caught.value.code == "bad_picture"
