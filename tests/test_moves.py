"""A picture moved: each kind against an oracle of its own, the middle and the order of several, and refusals."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from playground import inspect
from playground.errors import InputError
from playground.tasks import TASKS
from playground.tasks.moves import LIMITS, Move, moved, read_move

DRAWING = {"strokes": [[[0.2, 0.15], [0.8, 0.15], [0.45, 0.9]]], "width": 0.065}

numbers = {name: st.floats(*limits) for name, limits in LIMITS.items()}
moves = st.fixed_dictionaries({}, optional=numbers)
shifts = st.integers(-14, 14)


def pictures(count: int = 2, height: int = 28, width: int = 28, seed: int = 0) -> Tensor:
    return torch.rand(count, 1, height, width, generator=torch.Generator().manual_seed(seed))


def line(height: int = 13) -> Tensor:
    """One row of ink, whole, in the middle."""
    picture = torch.zeros(1, 1, height, height)
    picture[..., height // 2, :] = 1
    return picture


def shifted(picture: Tensor, right: int, down: int) -> Tensor:
    """torch.roll, and paper where the ink came round."""
    rolled = torch.roll(picture, (down, right), (-2, -1))
    rows, columns = torch.arange(picture.shape[-2])[:, None] - down, torch.arange(picture.shape[-1]) - right
    inside = (rows >= 0) & (rows < picture.shape[-2]) & (columns >= 0) & (columns < picture.shape[-1])
    return rolled * inside


@given(shifts, shifts)
def test_whole_shifts_move_the_pixels_as_they_are(right: int, down: int) -> None:
    given = pictures()
    assert torch.equal(moved(given, Move(right=right, down=down)), shifted(given, right, down))


@given(st.floats(-14, 14), st.floats(-14, 14))
def test_other_shifts_lie_evenly_between_the_whole_ones(right: float, down: float) -> None:
    given, (x, y) = pictures(), (math.floor(right), math.floor(down))
    expected = sum(
        (1 - abs(right - a)) * (1 - abs(down - b)) * shifted(given, a, b) for a in (x, x + 1) for b in (y, y + 1)
    )
    torch.testing.assert_close(moved(given, Move(right=right, down=down)), expected)


@pytest.mark.parametrize("quarters", range(-2, 3))
@pytest.mark.parametrize("side", [28, 9])
def test_quarter_turns_move_the_pixels_as_they_are_and_are_clockwise(quarters: int, side: int) -> None:
    given = pictures(height=side, width=side)
    # torch.rot90 turns from the first of the two dimensions to the second: from down to right, against the clock.
    expected = torch.rot90(given, -quarters, (-2, -1))
    torch.testing.assert_close(moved(given, Move(turn=90 * quarters)), expected, rtol=0, atol=0)


@given(st.floats(-180, 180), st.floats(0.5, 2), st.floats(-4, 4), st.floats(-4, 4), st.floats(-3, 3), st.floats(-3, 3))
def test_ink_goes_where_turn_size_and_shift_say(
    turn: float, size: float, x: float, y: float, right: float, down: float
) -> None:
    """The centre of a blot of 3 x 3 pixels at whole pixels from the middle of a large picture, to a quarter pixel."""
    given, column, row = torch.zeros(1, 1, 41, 41), 20 + round(x), 20 + round(y)
    given[..., row - 1 : row + 2, column - 1 : column + 2] = 1
    ink = moved(given, Move(right=right, down=down, turn=turn, size=size))[0, 0].double()
    place = torch.arange(41.0, dtype=torch.float64) - 20
    found = (ink.sum(0) @ place / ink.sum(), ink.sum(1) @ place / ink.sum())
    angle = math.radians(turn)
    to_x = size * (round(x) * math.cos(angle) - round(y) * math.sin(angle)) + right
    to_y = size * (round(x) * math.sin(angle) + round(y) * math.cos(angle)) + down
    assert found == pytest.approx((to_x, to_y), abs=0.25)


@pytest.mark.parametrize("size", [0.5, 0.8, 1.25, 1.6])
def test_a_size_changes_the_ink_by_its_square(size: float) -> None:
    blot = torch.zeros(1, 1, 28, 28)
    blot[..., 6:22, 6:22] = 1
    assert float(moved(blot, Move(size=size)).sum() / blot.sum()) == pytest.approx(size**2, rel=0.01)


def test_half_the_size_is_the_mean_of_each_four_pixels() -> None:
    given = pictures()
    expected = torch.zeros_like(given)
    expected[..., 7:21, 7:21] = torch.nn.functional.avg_pool2d(given, 2)
    torch.testing.assert_close(moved(given, Move(size=0.5)), expected)


def spread(picture: list[list[float]], reach: float) -> list[list[float]]:
    """The most of what each pixel's neighbours give it: all of their ink up to `reach`, none one pixel beyond."""
    size = range(len(picture))
    return [
        [
            max(
                picture[r][c] * max(0.0, min(1.0, reach + 1 - math.dist((r, c), (row, column))))
                for r in size
                for c in size
            )
            for column in size
        ]
        for row in size
    ]


@pytest.mark.parametrize("by", [0.0, 0.4, 1.0, 1.5, 3.0])
def test_thicker_is_a_dilation_by_a_disc(by: float) -> None:
    given = pictures(1, 9, 9)
    expected = torch.tensor(spread(given[0, 0].tolist(), by))
    torch.testing.assert_close(moved(given, Move(thicker=by))[0, 0], expected)


@pytest.mark.parametrize("by", [0.4, 1.0, 1.5, 2.0])
def test_thinner_is_the_same_of_the_paper_of_which_there_is_more_around(by: float) -> None:
    given = pictures(1, 9, 9)
    paper = torch.nn.functional.pad(1 - given, (3, 3, 3, 3), value=1.0)
    expected = 1 - torch.tensor(spread(paper[0, 0].tolist(), by))[3:-3, 3:-3]
    torch.testing.assert_close(moved(given, Move(thicker=-by))[0, 0], expected)


@pytest.mark.parametrize("by", [0.0, 0.25, 0.5, 1.0, 1.75, 3.0])
def test_a_line_gets_thicker_by_as_much_on_either_side(by: float) -> None:
    assert float(moved(line(), Move(thicker=by))[0, 0, :, 6].sum()) == pytest.approx(1 + 2 * by)


@given(st.floats(-2, 3), st.floats(-2, 3))
def test_what_is_thicker_has_all_the_ink_of_what_is_thinner(one: float, other: float) -> None:
    thin, thick = (moved(pictures(), Move(thicker=by)) for by in sorted([one, other]))
    assert bool((thin <= thick + 1e-6).all())


def test_noise_is_that_of_its_seed_and_as_strong_as_asked() -> None:
    grey = torch.full((4, 1, 100, 100), 0.5)
    noisy = moved(grey, Move(noise=0.1, seed=3))
    assert torch.equal(noisy, moved(grey, Move(noise=0.1, seed=3)))
    assert not torch.equal(noisy, moved(grey, Move(noise=0.1, seed=4)))
    assert float((noisy - grey).std()) == pytest.approx(0.1, rel=0.05)
    assert float((noisy - grey).mean()) == pytest.approx(0, abs=0.005)
    assert not torch.equal(noisy[0], noisy[1])


def test_noise_leaves_torchs_own_random_numbers_alone() -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    moved(pictures(), Move(noise=0.5))
    assert torch.equal(torch.rand(3), expected)


@given(moves)
def test_every_move_gives_as_many_pictures_with_ink_from_0_to_1(asked: dict[str, float]) -> None:
    given = pictures(2, 28, 28)
    before = given.clone()
    result = moved(given, read_move(asked))
    assert result.shape == given.shape
    assert result.dtype == torch.float32
    assert 0 <= float(result.min()) <= float(result.max()) <= 1
    assert torch.equal(given, before)


@given(moves)
def test_a_picture_is_moved_alike_alone_and_among_others(asked: dict[str, float]) -> None:
    move = read_move({name: value for name, value in asked.items() if name != "noise"})
    given = pictures(3)
    torch.testing.assert_close(moved(given, move)[1:2], moved(given[1:2], move), rtol=0, atol=0)


def test_no_move_changes_nothing() -> None:
    given = pictures()
    assert torch.equal(moved(given, Move()), given)
    assert torch.equal(moved(given, read_move({})), given)


def test_paper_stays_paper_and_lost_ink_stays_lost() -> None:
    blank = torch.zeros(1, 1, 28, 28)
    assert torch.equal(moved(blank, Move(right=3.5, turn=20, size=1.3, thicker=2)), blank)
    there = moved(pictures(), Move(right=14))
    assert float(there[..., :14].max()) == 0
    assert float(moved(there, Move(right=-14))[..., 14:].max()) == 0


def test_the_network_gets_the_moved_picture_and_the_page_the_others_as_they_were() -> None:
    trace = inspect("digits", DRAWING, "cnn", move={"right": 3, "down": -2})
    plain = TASKS["digits"].encode(DRAWING).centred
    assert torch.equal(trace.stages[0].values, shifted(plain[None], 3, -2)[0])  # type: ignore[union-attr]


@pytest.mark.parametrize("value", [[], "right", 3, None, {"left": 3}, {"": 1}, {1: 2}])
def test_what_is_no_move_is_refused_with_the_names_there_are(value: object) -> None:
    with pytest.raises(InputError, match="right, down, turn, size, thicker, noise"):
        read_move(value)


@pytest.mark.parametrize("name", LIMITS)
def test_numbers_are_read_up_to_their_limits_and_refused_beyond(name: str) -> None:
    least, most = LIMITS[name]
    for number in (least, most):
        assert getattr(read_move({name: number}), name) == number
    bad = [least - 0.01, most + 0.01, math.nan, math.inf, -math.inf, 10**400, True, None, "1", [1]]
    for number in bad:
        with pytest.raises(InputError, match=f"“{name}” is “.*”, but must be a number from {least} to {most}"):
            read_move({name: number})


@pytest.mark.parametrize("seed", [-1, 2**31, 1.0, True, "1", None])
def test_a_seed_is_a_whole_number(seed: object) -> None:
    with pytest.raises(InputError, match=r"“seed” is .*must be a whole number from 0 to"):
        read_move({"seed": seed})
