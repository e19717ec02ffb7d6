"""What the series networks say of whole batches, one step ahead and freely, and how much better than the baselines."""

from statistics import fmean
from typing import NamedTuple

import torch
from torch import Tensor, nn

from playground.models.fnn import FNN
from playground.models.recurrent import RecurrentClassifier
from playground.tasks.baselines import repeat_season
from playground.tasks.series import WINDOW, moves, scales, windows

AHEAD = 12  # values for which a network goes on freely when that is scored
STARTS = 8  # places of a held-out part from which it does
MEMORY = 500  # values, at most, that it has read before each


class Held(NamedTuple):
    """Series of which a part is held out from training."""

    label: str
    values: Tensor  # (B, T) float64
    first: int  # the first value held out; the network reads those before, and at every step those up to it
    season: int = 0  # steps; 0 when none is known


def outputs(model: nn.Module, values: Tensor, scale: Tensor, cut: int = 1, ahead: int = 0) -> tuple[Tensor, Tensor]:
    """The outputs y (B, T) over series (B, T), and the values (B, ahead) with which it goes on after `cut` of them."""
    if isinstance(model, FNN):
        return _slide(model, values, scale, cut, ahead)
    assert isinstance(model, RecurrentClassifier)
    return _read(model, values, scale, cut, ahead)


def _read(model: RecurrentClassifier, values: Tensor, scale: Tensor, cut: int, ahead: int) -> tuple[Tensor, Tensor]:
    x = moves(values, scale)
    states, state = model.recurrent(x[:, :cut])
    later, _ = model.recurrent(x[:, cut:], state) if cut < x.shape[1] else (states[:, :0], None)
    y = model.fc(torch.cat([states, later], 1)).squeeze(-1)  # (B, T)
    now, step, freely = y[:, cut - 1], scale[:, cut - 1], [values[:, cut - 1]]
    for _ in range(ahead):
        freely.append(freely[-1] + step * now)
        states, state = model.recurrent(now[:, None, None], state)
        now = model.fc(states)[:, 0, 0]
    return y, torch.stack(freely, 1)[:, 1:]


def _slide(model: FNN, values: Tensor, scale: Tensor, cut: int, ahead: int) -> tuple[Tensor, Tensor]:
    x = windows(values, scale).float()
    y = model(x.flatten(0, 1)).view(x.shape[:2])
    now, step, freely = y[:, cut - 1], scale[:, cut - 1], values[:, max(0, cut - WINDOW) : cut]
    for _ in range(ahead):
        freely = torch.cat([freely, (freely[:, -1] + step * now)[:, None]], 1)
        latest = freely[:, -WINDOW:]
        now = model(windows(latest, step[:, None].expand_as(latest))[:, -1].float())[:, 0]
    return y, freely[:, freely.shape[1] - ahead :]


@torch.inference_mode()
def scores(model: nn.Module, held: list[Held]) -> dict[str, float]:
    """How much smaller mean absolute errors are than a baseline's, in percent: 100 is no error at all, 0 no gain.

    One step ahead, "skill_last" (of repeating the last value) and "skill_season" (of repeating the last season) are
    means over the series, "free_last" and "free_season" the same for AHEAD values freely. "wins" of "series" counts
    where no baseline is as good one step ahead; each label has the percent against the better baseline there.
    """
    one = {part.label: _one_step(model, part) for part in held}
    free = [_freely(model, part) for part in held if part.season]
    better = {label: min(skills) for label, skills in one.items()}
    found = {
        "skill_last": fmean(skills[0] for skills in one.values()),
        "skill_season": fmean(skills[1] for skills in one.values() if len(skills) > 1),
        "free_last": fmean(skills[0] for skills in free),
        "free_season": fmean(skills[1] for skills in free),
        "wins": sum(skill > 0 for skill in better.values()),
        "series": len(better),
    }
    return {name: round(float(score), 2) for name, score in (found | better).items()}


def _one_step(model: nn.Module, part: Held) -> list[float]:
    """Skills against the last value and, where there is one, against the last season."""
    values, first = part.values, part.first
    scale = scales(values)
    y, _ = outputs(model, values, scale)
    truth = values[:, first:]
    error = _error((values + scale * y)[:, first - 1 : -1], truth)
    others = [values[:, first - 1 : -1]]
    if part.season:
        others.append(values[:, first - part.season : -part.season])
    return [100 * (1 - error / _error(other, truth)) for other in others]


def _freely(model: nn.Module, part: Held) -> list[float]:
    """Skills of going on from STARTS places of a held-out part of one series with a season."""
    values, memory = part.values[0], min(part.first, MEMORY)
    places = torch.linspace(part.first, len(values) - AHEAD, STARTS).long().tolist()
    rows = torch.stack([values[place - memory : place + AHEAD] for place in places])
    _, predicted = outputs(model, rows, scales(rows), memory, AHEAD)
    seasons = torch.stack([torch.tensor(repeat_season(row.tolist(), part.season, AHEAD)) for row in rows[:, :memory]])
    truth = rows[:, memory:]
    error = _error(predicted, truth)
    return [100 * (1 - error / _error(other, truth)) for other in (rows[:, memory - 1 : memory], seasons)]


def _error(predicted: Tensor, truth: Tensor) -> float:
    return float((predicted - truth).abs().mean())
