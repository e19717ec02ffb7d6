"""From the graph of a forward to its stages and layers: what leads nowhere is left out, the rest gets its numbers."""

from collections import Counter
from dataclasses import replace
from typing import Any

from torch import Tensor

from playground.equations import given, same
from playground.following.graph import Graph, plain
from playground.following.node import Node, Part, Recurrence
from playground.models.recurrent import recurrent_layer
from playground.stages import (
    Flatten,
    Input,
    Key,
    Layer,
    Layers,
    Linear,
    LogSoftmax,
    Opaque,
    Output,
    Ref,
    Softmax,
    Stage,
)

ENDINGS = {LogSoftmax: "log_softmax", Softmax: "softmax"}
_WITHOUT_LAYER = (Input, Output, Flatten)


def built(graph: Graph, answer: Tensor, others: list[Tensor]) -> tuple[tuple[Stage, ...], Layers]:
    """Stages and layers; `answer` is what the network says, `others` is what it returns besides."""
    roots = [part.node for t in others if graph.knows(t) for part in graph.parts(t)[0]]
    parts = graph.given(answer, tuple(plain(answer).shape), held=True)
    output, replaced = _output(graph, answer, parts, roots)
    graph.nodes = [node for node in graph.nodes if node not in replaced]
    graph.nodes.append(output)
    living = _living([output, *roots])
    nodes = [node for node in graph.nodes if node in living or node.kind is Input]
    for node in nodes:
        if node.kind is Opaque and node.operation != "outside":
            graph.note(f"unknown operation {node.operation} in {node.module or 'forward'}: shown as Opaque")
    numbers = _numbered(nodes)
    stages: list[Stage] = []
    layers: dict[Key, Layer] = {}
    for node in nodes:
        stages += _stages(node, numbers)
        layer = _layer(node, numbers)
        layers[layer.key] = layer
    return tuple(stages), layers


def _output(graph: Graph, answer: Tensor, parts: tuple[Part, ...], roots: list[Node]) -> tuple[Node, set[Node]]:
    """The last stage, and the nodes that it stands for: a linear layer, and the softmax that ends the network."""
    settings: dict[str, Any] = {}
    replaced: set[Node] = set()
    (node, *more) = (part.node for part in parts)
    used = [n for n in graph.nodes if n is not node and any(p.node is node for ps in n.inputs.values() for p in ps)]
    if not more and node.kind in ENDINGS and not used and node not in roots:
        settings["ending"] = ENDINGS[node.kind]  # type: ignore[index]
        replaced.add(node)
        parts = node.inputs["x"]
        (node, *more) = (part.node for part in parts)
    others = [
        n for n in graph.nodes if n not in replaced and any(p.node is node for ps in n.inputs.values() for p in ps)
    ]
    others = [n for n in others if n in _living([*roots])]
    if not more and node.kind is Linear and not others and node not in roots:
        values = {"features": node.values["x"], "logits": node.values["values"]}
        inputs = {"features": node.inputs["x"]}
        return (
            Node(Output, values, node.module, inputs, node.parameters, settings | node.settings),
            replaced | {node},
        )
    logits = plain(answer)
    if settings:
        logits = node.values[parts[0].quantity] if not more else logits
    values = {"features": logits, "logits": logits}
    return Node(
        Output, values, "", {"features": parts}, settings=settings, equations={"logits": same(given("features"))}
    ), replaced


def _living(roots: list[Node]) -> set[Node]:
    """All that some nodes are made from."""
    found: set[Node] = set()
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += [part.node for parts in node.inputs.values() for part in parts]
    return found


def _numbered(nodes: list[Node]) -> dict[Node, int | None]:
    """The number of each among those of its kind; both directions of a recurrent layer have the same."""
    counts: Counter[type[Stage]] = Counter()
    numbers: dict[Node, int | None] = {}
    stacks: dict[Recurrence, int] = {}
    for node in nodes:
        forward = node.recurrence.stack if node.recurrence else None
        if forward is not None and forward in stacks:
            numbers[node] = stacks[forward]
            continue
        numbers[node] = None if node.kind in _WITHOUT_LAYER else counts[node.kind]
        counts[node.kind] += 1
        if node.recurrence is not None:
            stacks[node.recurrence] = counts[node.kind] - 1
    return numbers


def _stages(node: Node, numbers: dict[Node, int | None]) -> list[Stage]:
    layer = numbers[node]
    if node.recurrence is not None:
        if any(step.layer != layer for step in node.recurrence.steps[:1]):
            return [replace(step, layer=layer) for step in node.recurrence.steps]
        return list(node.recurrence.steps)
    place = {} if layer is None else {"layer": layer}
    return [node.kind(**place, **node.fields, **node.values)]


def _layer(node: Node, numbers: dict[Node, int | None]) -> Layer:
    inputs = {name: tuple(_ref(part, numbers) for part in parts) for name, parts in node.inputs.items()}
    if node.recurrence is None:
        key = Key(node.kind.__name__, numbers[node])
        return Layer(key, node.module, node.parameters, node.settings, inputs, node.equations)
    r = node.recurrence
    known = recurrent_layer(r.module, node.kind, node.module, r.index, r.direction, inputs, numbers[node])  # type: ignore[arg-type]
    return Layer(known.key, known.module, known.parameters, known.settings, known.inputs, node.equations)


def _ref(part: Part, numbers: dict[Node, int | None]) -> Ref:
    node = part.node
    direction = node.recurrence.direction if node.recurrence else None
    return Ref(node.kind.__name__, part.quantity, numbers[node], direction, part.t, part.row)
