"""The edges of a run as frames (wire.py), one for each layer of nodes: whole where they are few, else the strongest.

They are contributions, or gradients that come back.

The head has under "edges" `to`, the nodes' stage [kind, layer, direction], and their `quantity`; `from`, the stages of
the sources one after another, [kind, layer, direction] and of a time step also t, with their `quantities` and `counts`;
and `group`: "channel" where the sources are whole maps. Arrays in float32: `node` (targets), with contributions `bias`
(targets), with gradients `source` and `passes` (sources), and `values` (targets, sources). Where those are more than
COMPLETE there are in their place of each target the STRONGEST of the sources, with gradients of those from which they
go on (`target_sources`, places among all of them, and `target_values`), of each source the STRONGEST of its targets
(`source_targets`, `source_values`), and what all others add to each target, or bring back to each source (`rest`).
"""

from collections.abc import Generator, Iterable

import torch
from torch import Tensor

from playground.explanation.edges import Edges, GradientEdges
from playground.stages import Place
from playground.ui.wire import pack

COMPLETE = 4096  # numbers
STRONGEST = 12


def edge_frames(layers: Iterable[Edges]) -> Generator[bytes, None, None]:
    """A frame for each layer."""
    for layer in layers:
        told = {
            "to": _stage(layer.place),
            "quantity": layer.quantity,
            "from": [_stage(origin.place) for origin in layer.sources],
            "quantities": [origin.quantity for origin in layer.sources],
            "counts": [origin.count for origin in layer.sources],
        }
        if layer.by_channel:
            told["group"] = "channel"
        arrays = _whole(layer) if layer.values.numel() <= COMPLETE else _strongest(layer)
        arrays |= {name: getattr(layer, name) for name in ("bias", "node", "source", "passes") if hasattr(layer, name)}
        yield pack({"edges": told}, [(name, "float32", values[None]) for name, values in arrays.items()])


def _stage(place: Place) -> list[str | int | None]:
    kind, layer, direction, t = place
    return [kind, layer, direction] if t is None else [kind, layer, direction, t]


def _whole(layer: Edges) -> dict[str, Tensor]:
    return {"values": layer.values}


def _strongest(layer: Edges) -> dict[str, Tensor]:
    sources, values = _largest(layer.values * layer.passes if isinstance(layer, GradientEdges) else layer.values)
    targets, of_source = _largest(layer.values.T)
    axis, told = (0, of_source) if isinstance(layer, GradientEdges) else (1, values)
    return {
        "target_sources": sources,
        "target_values": values,
        "source_targets": targets,
        "source_values": of_source,
        "rest": layer.values.sum(axis) - told.sum(1),
    }


def _largest(values: Tensor) -> tuple[Tensor, Tensor]:
    """Of each row the places and the values of those with the largest size, the largest first."""
    places = values.abs().topk(min(STRONGEST, values.shape[1]), dim=1).indices
    return places.to(torch.float32), values.gather(1, places)
