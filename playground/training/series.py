"""The training of the series networks on real and made-up series: one step ahead, and some steps freely."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, NamedTuple

import torch
from torch import Tensor, nn

from playground.tasks.baselines import SETTLED
from playground.tasks.series import TRAINED, scales
from playground.training.forecasts import Held, outputs, scores
from playground.training.samples import HELD_BACK, UCR, VALIDATION, pool, seasons, ucr, univariate
from playground.training.training import Recipe, Training

LENGTH = 161  # values of a stretch
STEPS = 100  # batches in an epoch

NOTES = """\
Scores are percent by which a network's mean absolute error on the test part is smaller than a baseline's: 100 would be
no error at all, and below 0 the baseline is better. One step ahead `skill_last` is against repeating the last value
(mean over all eight sets of series), `skill_season` against repeating the last season (over the five long ones);
`free_last` and `free_season` are the same for going on freely for 12 values from 8 places of the test part of each long
series. `wins` of `series` counts the sets on which no baseline is as good one step ahead; the columns after it are
each set by itself, against the better of its baselines.

Of each long series the first 70 % are for training, the next 15 % for validation, the last 15 % for the test, in which
the network reads the series from its beginning. A season is what the calendar says: 12 months, 7 or 365 days, and 132
months for sunspots. Of the UCR sets the official TRAIN rows are for training (every seventh for validation) and the
TEST rows for the test, from the eleventh value on. About half of what is trained on is made up (waves, trends, growth,
steps, walks, cycles, noise), so that a network has seen many kinds of series and any unit.

What falls short: the test is the later part of series whose earlier part was trained on, so it says how a network goes
on with these; on others expect less, and some test parts are short (22 months of `airline`). The FNN sees ten values
and so cannot know of a season of twelve, as `nottingham` shows. No network has learned seasons of hundreds of steps.
On an exactly periodic series repeating the last season is perfect, and the page says so. Input and output are changes
in units of the latest changes (`playground.tasks.series`).

Of pasted numbers still misread, though the page says which column, marks and rows it took: `1 1/2`, as its whole part;
of two tables one below the other, the last alone; both decimal marks in one column without another mark between
cells. Money in millions (`512,7 Mio. €`) is read as 512.7. Refused, with the line: fractions as `½`, hours as
`1:23`, powers of ten other than `1e3`, ranges, numbers in words, debit and credit as `DR` and `CR`.
"""
TERMS = """\
| [Five series](https://github.com/jbrownlee/Datasets) of the Time Series Data Library (airline passengers, minimum \
temperatures in Melbourne, births in California, temperatures in Nottingham, sunspots) | training, validation, test, \
the page's examples | none stated; "a copy of machine learning datasets used in tutorials" |
| [UCR Time Series Archive](https://www.cs.ucr.edu/~eamonn/time_series_data_2018/) (Dau et al., 2019): ECG200, \
GunPoint, ItalyPowerDemand | training, validation, test, the page's examples | none stated; to be cited |
"""


@dataclass(frozen=True)
class SeriesRecipe(Recipe):
    """With what is particular to series."""

    real: float = 0.5  # share of the stretches that are real; the others are made up
    free: float = 0.05  # weight of going on freely in the loss
    ahead: int = 32  # steps of going on freely


class Batch(NamedTuple):
    """Stretches of series, padded with their last value at their end."""

    values: Tensor  # (B, LENGTH) float64
    real: Tensor  # (B, LENGTH) bool: not padding


class SeriesTraining(Training):
    """Real series, split in time."""

    task = "series"
    recipes: ClassVar = {
        "fnn": SeriesRecipe(epochs=20, learning_rate=1e-2, batch=64, average=0.99, real=0.85),
        "rnn": SeriesRecipe(epochs=25, learning_rate=2e-3, batch=64, average=0.99),
        "lstm": SeriesRecipe(epochs=20, learning_rate=4e-3, batch=64, average=0.99),
        "gru": SeriesRecipe(epochs=40, learning_rate=4e-3, batch=64, average=0.99),
    }
    notes = NOTES
    terms = TERMS
    data = "five univariate series, 70 : 15 : 15 in time; ECG200, GunPoint, ItalyPowerDemand (UCR); made-up series"

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._series = univariate(folder)
        self._rows = {label: ucr(label, "TRAIN", folder) for label in UCR}

    def steps(self, recipe: SeriesRecipe) -> int:
        return STEPS

    def batches(self, recipe: SeriesRecipe) -> Iterator[Batch]:
        random.seed(int(torch.randint(2**31, ())))
        series = [values[: int(TRAINED * len(values))] for values in self._series.values()]
        rows = [values[torch.arange(len(values)) % HELD_BACK > 0] for values in self._rows.values()]
        values, real = pool(series, rows, STEPS * recipe.batch, LENGTH, recipe.real)
        yield from map(Batch, values.split(recipe.batch), real.split(recipe.batch))

    def loss(self, model: nn.Module, batch: Batch, recipe: SeriesRecipe) -> Tensor:
        """Mean square error one step ahead, and that of going on freely from some step.

        Each in a unit of the series' own, so that repeating the last value gets 1 or less.
        """
        with torch.autocast("cpu", enabled=False):
            values, real = batch
            scale = scales(values)
            cut = random.randint(LENGTH // 2, LENGTH - recipe.ahead - 1)  # how many values are read before going on
            y, freely = outputs(model, values, scale, cut, recipe.ahead)
            change = values.diff(dim=1).square() * real[:, 1:]
            unit = change.sum(1, keepdim=True) / real[:, 1:].sum(1, keepdim=True).clamp_min(1)  # (B, 1), squared
            unit = unit.clamp_min(1e-18)
            error = (values[:, :-1] + scale[:, :-1] * y[:, :-1] - values[:, 1:]).square() / unit
            far = slice(cut, cut + recipe.ahead)
            distance = (values[:, cut - 1 : cut] - values[:, far]).square().mean(1, keepdim=True)  # of the last value
            free_error = (freely - values[:, far]).square() / (unit + distance)
            return _mean(error, real[:, 1:]) + recipe.free * _mean(free_error, real[:, far])

    def validate(self, model: nn.Module) -> dict[str, float]:
        held = [
            Held(label, values[None, : int(VALIDATION * len(values))], int(TRAINED * len(values)), seasons()[label])
            for label, values in self._series.items()
        ]
        return scores(model, held + [Held(label, v[::HELD_BACK], SETTLED) for label, v in self._rows.items()])

    def test(self, model: nn.Module) -> dict[str, float]:
        held = [
            Held(label, values[None], int(VALIDATION * len(values)), seasons()[label])
            for label, values in self._series.items()
        ]
        return scores(model, held + [Held(label, ucr(label, "TEST", self.folder), SETTLED) for label in UCR])


def _mean(error: Tensor, real: Tensor) -> Tensor:
    return ((error * real).sum() / real.sum().clamp_min(1)).float()
