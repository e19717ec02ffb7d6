"""What a forecast has to beat: repeating the last value, and repeating the last season."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch

MAX_SEASON = 1_000  # steps of the longest season
CLEAR = 0.3  # the least autocorrelation by which a season is found
SETTLED = 10  # values; before them nothing is compared, as neither a network nor a season can know much


@dataclass(frozen=True, eq=False)
class Comparison:
    """A series, and how far off the baselines are on it: mean absolute and root mean square error, in its unit.

    One step ahead, a baseline is compared on values[first:read]. On the values from `read` on, which nobody was given,
    it goes on from values[read - 1]. Where a baseline has nothing to say, or there is nothing to compare, stands ().
    """

    values: tuple[float, ...]  # all that were given
    read: int  # how many of them are known; the others are held out
    season: int  # steps; 0 when none was stated and none found
    first: int  # the first value whose prediction is compared; at least `read` when there are too few values
    last_errors: tuple[float, ...]
    season_errors: tuple[float, ...]
    last_backtest: tuple[float, ...]
    season_backtest: tuple[float, ...]


def compare(values: Sequence[float], read: int, season: int | None, trained: int = 0) -> Comparison:
    """The baselines on a series of which the first `read` values are known. Without a season one is looked for.

    Nothing is compared on the first `trained` values, which the networks were trained on.

    It is looked for in the first half of what is known, so that repeating it is a forecast for the other half; what
    it gains by that in the first half is to the baseline's favour.
    """
    if season is None:
        season = find_season(values[: read // 2])
    first = max(SETTLED, season, trained)
    known, held_out = values[:read], values[read:]
    seasonal = 0 < season <= read
    compared = first < read
    return Comparison(
        tuple(values),
        read,
        season,
        first,
        errors(known[first - 1 : -1], known[first:]) if compared else (),
        errors(known[first - season : -season], known[first:]) if compared and seasonal else (),
        errors(repeat_last(known, len(held_out)), held_out) if held_out else (),
        errors(repeat_season(known, season, len(held_out)), held_out) if held_out and seasonal else (),
    )


def repeat_last(values: Sequence[float], ahead: int) -> list[float]:
    """`ahead` values after `values`, all of them the last."""
    return [values[-1]] * ahead


def repeat_season(values: Sequence[float], season: int, ahead: int) -> list[float]:
    """`ahead` values after `values`: the last `season` ones over and over."""
    last = values[-season:]
    return [last[step % season] for step in range(ahead)]


def errors(predictions: Sequence[float], truth: Sequence[float]) -> tuple[float, float]:
    """Mean absolute error and root mean square error of predictions of the same length as the truth."""
    misses = [abs(p - v) for p, v in zip(predictions, truth, strict=True)]
    return sum(misses) / len(misses), math.hypot(*misses) / math.sqrt(len(misses))


def find_season(values: Sequence[float]) -> int:
    """The number of steps after which a series is most like itself again; 0 when there is none.

    It is the lag of the largest autocorrelation of the values about their straight line, from where it has first
    fallen to nothing up to half of the values, if that is CLEAR.
    """
    series = torch.tensor(values, dtype=torch.float64)
    count = len(series)
    if count < 2 * 2:
        return 0
    time = torch.linspace(-1, 1, count, dtype=torch.float64)
    size = series.abs().max()
    series = series - series.mean()
    series = series - (series @ time) / (time @ time) * time
    if series.abs().max() <= 1e-12 * size:  # a straight line, but for rounding
        return 0
    spectrum = torch.fft.rfft(series / series.abs().max(), 2 * count).abs().square()
    likeness = torch.fft.irfft(spectrum)[: min(count // 2, MAX_SEASON) + 1]  # (lags,) from lag 0
    fallen = (likeness <= 0).nonzero()
    start = max(2, int(fallen[0])) if len(fallen) else len(likeness)
    lag = start + int(likeness[start:].argmax()) if start < len(likeness) else 0
    return lag if lag and likeness[lag] > CLEAR * likeness[0] else 0
