"""The mean of each gate over the units of a layer, as curves over the time steps."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import torch

from playground.stages import GRUStep, LSTMStep, RNNStep

# Okabe and Ito's colours, which the colour-blind can tell apart; each quantity has the same one everywhere.
COLOURS = {
    "forget": "#D55E00",
    "input": "#009E73",
    "output": "#CC79A7",
    "reset": "#D55E00",
    "update": "#009E73",
    "candidate": "#E69F00",
    "cell": "#56B4E9",
    "hidden": "#0072B2",
}
_GATES = {LSTMStep: ("forget", "input", "output"), GRUStep: ("reset", "update"), RNNStep: ("hidden",)}


def gate_means(stages: Iterable[Any]) -> list[dict[str, Any]]:
    """One figure per layer and direction, in the order of the stages; none when no stage is a recurrent step.

    A network without gates shows the mean size |h| of its hidden state. `plotly.graph_objects.Figure(figure)` takes
    each as it is; trace names are field names of the steps, for the page to translate.
    """
    steps: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for stage in stages:
        if type(stage) in _GATES:
            steps[stage.layer, stage.direction].append(stage)
    return [_figure(of_layer) for of_layer in steps.values()]


def _figure(steps: list[Any]) -> dict[str, Any]:
    names = _GATES[type(steps[0])]
    times = [step.t + 1 for step in steps]
    traces = []
    for name in names:
        values = torch.stack([getattr(step, name) for step in steps])  # (T, N)
        means = (values.abs() if name == "hidden" else values).mean(1)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": name,
                "x": times,
                "y": [round(mean, 4) for mean in means.tolist()],
                "line": {"color": COLOURS[name], "width": 2},
                "hovertemplate": "%{y:.3f}",
            }
        )
    axis = {"gridcolor": "rgba(128,128,128,0.25)", "zeroline": False, "fixedrange": True}
    layout = {
        "height": 170,
        "margin": {"l": 34, "r": 8, "t": 8, "b": 30},
        "hovermode": "x unified",
        "showlegend": True,
        "legend": {"orientation": "h", "y": 1.22, "x": 0},
        # Transparent, and grey enough to be read on white and on black.
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": "#808080", "size": 12},
        "xaxis": axis | {"range": [0.5, max(times) + 0.5]},
        "yaxis": axis | {"range": [0, 1]},
    }
    return {"data": traces, "layout": layout}
