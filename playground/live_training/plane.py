"""Sets of points in the plane, -1..1 both ways, by seed: circles, moons, spirals, XOR, Gaussians."""

import math
from collections.abc import Callable

import torch
from torch import Generator, Tensor

Points = tuple[Tensor, Tensor]  # (N, 2) float32, (N,) int64
SPREAD = 0.5  # of a point from its place, at noise 1


def points(kind: str, size: int, noise: float, seed: int) -> Points:
    """`size` points and their classes, as many of each as can be; the same for the same arguments.

    noise: 0 leaves each point where it belongs, 1 moves it by SPREAD, normally distributed. Of the Gaussians it is
    beside their own spread.
    """
    random = Generator().manual_seed(seed)
    make, classes = SETS[kind]
    labels = torch.arange(size) % classes
    places = make(labels, torch.rand(size, generator=random), random)
    return (places + SPREAD * noise * torch.randn(size, 2, generator=random)).float(), labels


def _circles(labels: Tensor, along: Tensor, _: Generator) -> Tensor:
    """One around the other."""
    return torch.where(labels == 0, 0.3, 0.8)[:, None] * _on_circle(2 * math.pi * along)


def _moons(labels: Tensor, along: Tensor, _: Generator) -> Tensor:
    """Two halves of circles, each with an end inside the other."""
    upper = _on_circle(math.pi * along)
    lower = torch.tensor([1.0, 0.5]) - upper
    return (torch.where(labels[:, None] == 0, upper, lower) - torch.tensor([0.5, 0.25])) * 0.6


def _spirals(labels: Tensor, along: Tensor, _: Generator) -> Tensor:
    """Two arms of one and a half turns, each from the middle outwards."""
    angle = 3 * math.pi * along.sqrt() + math.pi * labels
    return 0.9 * along.sqrt()[:, None] * _on_circle(angle)


def _xor(labels: Tensor, along: Tensor, random: Generator) -> Tensor:
    """Squares in the four corners: opposite ones are of the same class."""
    x, y = 0.1 + 0.8 * along, 0.1 + 0.8 * torch.rand(len(labels), generator=random)
    right = torch.where(torch.rand(len(labels), generator=random) < 0.5, -1.0, 1.0)
    upper = torch.where(labels == 0, right, -right)
    return torch.stack([x * right, y * upper], 1)


def _gaussians(labels: Tensor, _: Tensor, random: Generator) -> Tensor:
    """Three bells at the corners of a triangle."""
    around = _on_circle(math.pi / 2 + 2 * math.pi / 3 * labels)
    return 0.55 * around + 0.15 * torch.randn(len(labels), 2, generator=random)


def _on_circle(angle: Tensor) -> Tensor:
    return torch.stack([angle.cos(), angle.sin()], 1)


# How the points of a set are placed, and how many classes it has.
SETS: dict[str, tuple[Callable[[Tensor, Tensor, Generator], Tensor], int]] = {
    "circles": (_circles, 2),
    "moons": (_moons, 2),
    "spirals": (_spirals, 2),
    "xor": (_xor, 2),
    "gaussians": (_gaussians, 3),
}
