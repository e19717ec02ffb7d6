"""Made-up series of many kinds, in batches: seasons, trends, growth, steps, random walks, cycles and noise."""

import math

import torch
from torch import Tensor

HARMONICS = 6


def synthetic(count: int, length: int) -> Tensor:
    """(count, length) float64, each series a random mixture; offset and scale are left to the caller."""
    t = torch.arange(length, dtype=torch.float64)
    series = _seasons(count, t) * _chance(count, 0.75)
    series = series + _seasons(count, t) * _chance(count, 0.2) * torch.rand(count, 1)
    series = series + torch.randn(count, 1) * t / length * 3 * _chance(count, 0.4)
    series = series * (1 + _chance(count, 0.2) * torch.rand(count, 1) * 3 * t / length)  # the season grows with time
    series = series + _walks(count, length) * _chance(count, 0.3)
    series = series + _cycles(count, length) * _chance(count, 0.3)
    series = series + _steps(count, length) * _chance(count, 0.15)
    noise = torch.randn(count, length) * torch.exp(torch.empty(count, 1).uniform_(math.log(0.003), math.log(1.5)))
    series = series + noise * _chance(count, 0.8)
    series = torch.where(_chance(count, 0.1) > 0, (0.7 * series).clamp(-6, 6).exp(), series)
    return torch.where(_chance(count, 0.07) > 0, series.clamp_min(0), series)  # what cannot be less than nothing


def _chance(count: int, share: float) -> Tensor:
    """(count, 1): 1 in `share` of the rows, else 0."""
    return (torch.rand(count, 1) < share).double()


def _seasons(count: int, t: Tensor) -> Tensor:
    """Waves of any form that repeat after 2 to 80 steps, a whole number of them for half of the series; (count, T)."""
    period = torch.exp(torch.empty(count, 1).uniform_(math.log(2.0), math.log(80.0)))
    period = torch.where(_chance(count, 0.6) > 0, period.round(), period)
    common = torch.tensor([4.0, 7.0, 12.0, 24.0])[torch.randint(4, (count, 1))]
    period = torch.where(_chance(count, 0.3) > 0, common, period).double()
    phase = t / period + torch.rand(count, 1)  # (count, T)
    order = torch.arange(1, HARMONICS + 1)
    fall = torch.empty(count, 1).uniform_(0.3, 2.5)  # a sawtooth's overtones fall with 1, a soft wave's sooner
    strength = torch.randn(count, HARMONICS) / order**fall  # (count, H)
    strength = strength * (order <= torch.randint(1, HARMONICS + 1, (count, 1)))
    strength = strength / strength.norm(dim=1, keepdim=True)
    angle = 2 * math.pi * (phase[..., None] * order + torch.rand(count, 1, HARMONICS))  # (count, T, H)
    wave = (angle.sin() * strength[:, None]).sum(-1)
    kind = torch.rand(count, 1)
    wave = torch.where(kind < 0.1, phase % 1 * 2 - 1, wave)  # sawtooth
    return torch.where((kind > 0.1) & (kind < 0.2), ((phase % 1) < 0.5).double() * 2 - 1, wave)


def _walks(count: int, length: int) -> Tensor:
    """Random walks, some with a momentum that fades; (count, T)."""
    keep = torch.rand(count, 1) * 0.9 * _chance(count, 0.5)
    steps = [torch.zeros(count, 1, dtype=torch.float64)]
    for _ in range(length - 1):
        steps.append(keep * steps[-1] + torch.randn(count, 1))
    return torch.cat(steps, 1).cumsum(1) / math.sqrt(length) * torch.rand(count, 1) * 3


def _cycles(count: int, length: int) -> Tensor:
    """Autoregressive noise of the second order: it swings with a period that wanders; (count, T)."""
    radius = torch.empty(count, 1).uniform_(0.3, 0.995).double()
    turn = 2 * math.pi / torch.exp(torch.empty(count, 1).uniform_(math.log(3.0), math.log(150.0)))
    a, b = 2 * radius * turn.cos(), -(radius**2)
    values = [torch.randn(count, 1, dtype=torch.float64) for _ in range(2)]
    for _ in range(length - 2):
        values.append(a * values[-1] + b * values[-2] + torch.randn(count, 1))
    series = torch.cat(values, 1)
    return series / series.std(1, keepdim=True).clamp_min(1e-9) * torch.rand(count, 1) * 2


def _steps(count: int, length: int) -> Tensor:
    """A level that jumps now and then; (count, T)."""
    jumps = (torch.rand(count, length) < 0.015) * torch.randn(count, length) * 2
    return jumps.double().cumsum(1)
