"""The baselines against naive loops, and the seasons that are found."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.tasks.baselines import SETTLED, compare, find_season, repeat_last, repeat_season

numbers = st.floats(-1e6, 1e6)


def by_hand(values: list[float], read: int, season: int) -> list[tuple[float, ...]]:
    """Errors of last and season one step ahead, then of both for the values held out: by definition."""
    first = max(SETTLED, season)
    tables: list[list[float]] = [[], [], [], []]
    for i in range(first, read):
        tables[0].append(values[i] - values[i - 1])
        if season:
            tables[1].append(values[i] - values[i - season])
    for i in range(read, len(values)):
        tables[2].append(values[i] - values[read - 1])
        if 0 < season <= read:
            same = i
            while same >= read:
                same -= season
            tables[3].append(values[i] - values[same])
    return [
        (sum(map(abs, misses)) / len(misses), math.sqrt(sum(m * m for m in misses) / len(misses))) if misses else ()
        for misses in tables
    ]


@given(st.lists(numbers, min_size=2, max_size=60), st.integers(2, 20), st.integers(0, 20))
def test_errors_are_those_of_a_naive_loop(values: list[float], season: int, held_out: int) -> None:
    read = max(2, len(values) - held_out)
    found = compare(values, read, season)
    pairs = zip(
        (found.last_errors, found.season_errors, found.last_backtest, found.season_backtest),
        by_hand(values, read, season),
        strict=True,
    )
    for got, expected in pairs:
        assert got == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert (found.values, found.read, found.season) == (tuple(values), read, season)


def test_repeating() -> None:
    assert repeat_last([1, 2], 3) == [2, 2, 2]
    assert repeat_season([9, 1, 2, 3], 3, 7) == [1, 2, 3, 1, 2, 3, 1]


@pytest.mark.parametrize("period", [3, 4, 7, 12, 24])
@pytest.mark.parametrize(("scale", "offset", "slope"), [(1, 0, 0), (1e-6, 5, 0), (1e6, -1e9, 0), (1, 100, 0.5)])
def test_the_season_of_a_wave_is_found(period: int, scale: float, offset: float, slope: float) -> None:
    noise = random.Random(period)
    wave = [math.sin(2 * math.pi * t / period) + 0.1 * noise.gauss(0, 1) + slope * t for t in range(6 * period)]
    assert find_season([offset + scale * value for value in wave]) == period


def test_there_is_no_season_where_nothing_repeats() -> None:
    noise = random.Random(0)
    for values in (
        [5.0] * 40,
        [0.1 * t for t in range(40)],
        [noise.gauss(0, 1) for _ in range(200)],
        [1.0],
        [],
        [1.0, 2.0, 1.0],
        [float(t > 20) for t in range(40)],
    ):
        assert find_season(values) == 0


def test_a_season_is_looked_for_in_the_first_half_only() -> None:
    wave = [math.sin(2 * math.pi * t / 8) for t in range(48)]
    assert compare(wave + [0.0] * 48, 96, None).season == 8
    assert compare([0.0] * 48 + wave, 96, None).season == 0
