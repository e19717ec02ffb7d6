"""The curves of the gates: a direct computation of their means, and figures that Plotly takes as they are."""

import numpy as np
import plotly.graph_objects as go
import pytest
import torch

from playground.figures.gates import gate_means
from playground.inspection import inspect
from playground.models import ARCHITECTURES

DRAWING = {"strokes": [[[0.2, 0.15], [0.8, 0.15], [0.45, 0.9]]]}
CURVES = {"rnn": ["hidden"], "lstm": ["forget", "input", "output"], "gru": ["reset", "update"]}


@pytest.mark.parametrize("architecture", CURVES)
def test_means_are_those_of_the_stages(architecture: str) -> None:
    stages = inspect("digits", DRAWING, architecture).stages
    figures = gate_means(stages)
    assert len(figures) == 2
    for layer, figure in enumerate(figures):
        steps = [s for s in stages if getattr(s, "layer", None) == layer]
        assert [curve["name"] for curve in figure["data"]] == CURVES[architecture]
        for curve in figure["data"]:
            values = [np.abs(np.array(getattr(step, curve["name"]))) for step in steps]
            assert curve["x"] == list(range(1, 29))
            assert curve["y"] == pytest.approx([v.sum() / len(v) for v in values], abs=1e-4)


@pytest.mark.parametrize("architecture", CURVES)
def test_plotly_takes_them(architecture: str) -> None:
    for figure in gate_means(inspect("digits", DRAWING, architecture).stages):
        made = go.Figure(figure)  # raises on any property that Plotly does not have
        assert [curve.name for curve in made.data] == CURVES[architecture]
        assert made.layout.yaxis.range == (0, 1)


def test_each_direction_has_its_own_in_the_order_of_its_steps() -> None:
    model = ARCHITECTURES["gru"](5, 4, 1, 3, bidirectional=True)
    with torch.inference_mode():
        stages = list(model.stages(torch.randn(6, 5)))
    forward, backward = gate_means(stages)
    assert forward["data"][0]["x"] == [1, 2, 3, 4, 5, 6]
    assert backward["data"][0]["x"] == [6, 5, 4, 3, 2, 1]
    first = next(s for s in stages if getattr(s, "direction", None) == 1)
    assert backward["data"][0]["y"][0] == pytest.approx(float(first.reset.mean()), abs=1e-4)


def test_networks_without_time_have_none() -> None:
    assert gate_means(inspect("digits", DRAWING, "cnn").stages) == []
    assert gate_means([]) == []
