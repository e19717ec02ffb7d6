"""Digits as people write them, on the pad: which of them the five digit networks read, whatever the pen."""

import math
from dataclasses import replace

import pytest
import torch
from inputs import DATA, needs
from ways import MISREAD

from playground import checkpoints, inspect
from playground.tasks import TASKS
from playground.tasks.drawing import MAX_WIDTH, MIN_WIDTH, Pen
from playground.tasks.raster import pixels
from playground.training.data import TEST_WRITERS
from playground.training.digits import accuracy
from playground.training.sources import pen_digits

NETWORKS = list(TASKS["digits"].networks)
SMALLEST, COPIES = 0.08, 3


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("name", MISREAD)
def test_what_was_misread_is_read(name: str, network: str) -> None:
    label, strokes = MISREAD[name]
    assert inspect("digits", {"strokes": strokes}, network).prediction == label


@needs(DATA)
def test_place_size_and_pen_cost_at_most_three_in_a_thousand() -> None:
    """On the digits of writers of whom none was in the training."""
    digits = pen_digits(DATA).of(TEST_WRITERS)
    moved = anywhere(digits.pen)
    labels = digits.labels.repeat(COPIES)
    for network in NETWORKS:
        model = checkpoints.load("digits", network)
        here = checkpoints.metadata("digits", network)["scores"]["pen"]
        assert accuracy(model, (pixels(moved), labels)) >= here - 0.3, network


def anywhere(pen: Pen) -> Pen:
    """COPIES of each drawing at random places, from SMALLEST of the pad to all of it large, with pens of any width."""
    generator = torch.Generator().manual_seed(0)
    points, joined = pen.points.repeat(COPIES, 1, 1), pen.joined.repeat(COPIES, 1)
    extent, width = (
        torch.empty(len(points), dtype=torch.float64).uniform_(math.log(a), math.log(b), generator=generator).exp()
        for a, b in ((SMALLEST, 1.0), (MIN_WIDTH, MAX_WIDTH))
    )
    low, high = points.amin(1, keepdim=True), points.amax(1, keepdim=True)
    size = extent[:, None, None]
    points = (points - low) / (high - low).amax(-1, keepdim=True) * size
    points = points + torch.rand(len(points), 1, 2, generator=generator) * (1 - size)
    return replace(pen, points=points, joined=joined, width=width)
