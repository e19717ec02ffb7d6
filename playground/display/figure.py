"""A trace as a Plotly figure: a heat map for each layer, along one axis where there is time, and the answer as bars."""

import math
from typing import Any

import torch
from torch import Tensor

from playground.display.panels import Panel, panels
from playground.display.ramps import stops
from playground.stages import Trace

WIDTH = 900  # px, about that of a notebook
ACROSS = 3  # panels without time beside each other


def figure(trace: Trace) -> Any:
    """Every layer of a trace; values can be read under the pointer. Units and steps are counted from 0."""
    from plotly.subplots import make_subplots

    shown = panels(trace)
    across = 1 if any(panel.timed for panel in shown) else ACROSS
    titles = [f"{panel.layer} {panel.quantity} {panel.symbol}".replace("  ", " ") for panel in shown]
    titles += ["Probabilities"] if trace.labels else []
    rows = math.ceil(len(titles) / across)
    height = 90 * rows + 60 if across == 1 else 280 * rows
    gap = min(0.5, 28 / height if across == 1 else 60 / height)
    made = make_subplots(rows, across, subplot_titles=titles, vertical_spacing=gap if rows > 1 else 0)
    for k, panel in enumerate(shown):
        at: Any = {"row": k // across + 1, "col": k % across + 1}
        made.add_trace(_heat_map(panel), **at)
        made.update_yaxes(autorange="reversed", showticklabels=False, showgrid=False, **at)
        made.update_xaxes(showticklabels=False, showgrid=False, **at)
        if not panel.timed:
            made.update_yaxes(scaleanchor=f"x{k + 1 if k else ''}", constrain="domain", **at)
            made.update_xaxes(constrain="domain", **at)
    if trace.labels:
        bars: dict[str, Any] = {"x": list(trace.labels), "y": trace.probabilities.tolist(), "name": "Probabilities"}
        made.add_bar(**bars, marker_color="#5b6470", row=rows, col=(len(titles) - 1) % across + 1)
    made.update_layout(width=WIDTH, height=height, showlegend=False, margin={"l": 20, "r": 20, "t": 60, "b": 30})
    made.update_layout(title=f"{trace.task} · {trace.architecture} → {trace.prediction}", template="plotly_white")
    return made


def _heat_map(panel: Panel) -> Any:
    """Its values in the page's colours on a light ground."""
    import plotly.graph_objects as go

    colours = stops(panel.scale.ramp, "light")
    ends = [[k / (len(colours) - 1), colour] for k, colour in enumerate(colours)]
    known = {"zmin": panel.scale.least, "zmax": panel.scale.most, "colorscale": ends, "showscale": False}
    name = f"{panel.layer} {panel.quantity}".strip()
    return go.Heatmap(z=laid_out(panel.values, panel.timed).numpy(), name=name, hoverongaps=False, **known)


def laid_out(values: Tensor, timed: bool) -> Tensor:
    """(H, W): maps beside and below each other with a gap of NaN, units as a grid, lanes as they are."""
    if timed:
        return values
    maps = values if values.dim() == 3 else values[:, None, None]
    count, height, width = maps.shape
    gap = 1 if values.dim() == 3 else 0
    columns = math.ceil(math.sqrt(count))
    whole = torch.full((math.ceil(count / columns) * (height + gap), columns * (width + gap)), torch.nan)
    for k, one in enumerate(maps):
        top, left = k // columns * (height + gap), k % columns * (width + gap)
        whole[top : top + height, left : left + width] = one
    return whole
