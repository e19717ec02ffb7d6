"""Gradients as the frames of a trace (wire.py), one of the loss before them, those of kernels and edges after them."""

from collections.abc import Generator, Iterable, Iterator
from itertools import groupby
from typing import Any

from playground import stages as s
from playground.explanation.edges import GradientEdges
from playground.learning import Gradients
from playground.stages.rows import together
from playground.stages.stage import continuous
from playground.ui.edge_frames import edge_frames
from playground.ui.wire import Heads, pack


def gradient_frames(found: Gradients, edges: Iterable[GradientEdges]) -> Generator[bytes, None, None]:
    """The head of the run and of its loss; each stage with d loss / d what it made, float32; d loss / d kernels; edges.

    Nothing is left for the page to make: what it makes of values, such as a ReLU, is not so made of gradients.
    """
    run, asked = found.trace.run, found.asked
    loss = {"name": asked.name, "target": asked.target, "value": found.loss}
    numbers = {"logits": found.trace.logits.tolist(), "right": asked.right.tolist()}
    yield pack(
        {"run": {"task": run.task, "architecture": run.architecture, "labels": run.labels}, "loss": loss | numbers}
    )
    heads = Heads(run.layers)
    for _, stages in groupby(found.stages, s.key_of):
        group = list(stages)
        yield pack(_head(group, heads), _arrays(group), len(group))
    yield from _kernels(found)
    yield from edge_frames(edges)
    yield pack({"end": {"milliseconds": 0}})


def _head(group: list[Any], heads: Heads) -> dict[str, Any]:
    return {name: value for name, value in heads.head(group).items() if name not in ("made", "temperature")}


def _arrays(group: list[Any]) -> list[tuple[str, str, Any]]:
    return [(name, "float32", together(group, name).float()) for name in continuous(type(group[0]))]


def _kernels(found: Gradients) -> Iterator[bytes]:
    for layer in found.trace.run.layers.values():
        path = layer.parameters.get("weight", "")
        if layer.key.kind == "Convolution" and path in found.weights:
            head = {"stage": "Weights", "layer": layer.key.layer}
            yield pack(head, [("weight", "float32", found.weights[path][None])])
