"""torch.nn.RNN, LSTM and GRU become time steps: of each layer, of each direction."""

from collections.abc import Callable, Generator
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from playground.following.node import Node, Part, Recurrence, Unknown
from playground.following.operation import Operation
from playground.models.gru import gru_steps
from playground.models.lstm import lstm_steps
from playground.models.recurrent import Weights, weight_names
from playground.models.rnn import RELU, rnn_steps
from playground.stages import GRUStep, LSTMStep, RecurrentStep, RNNStep, states_before

Steps = Callable[..., Generator[RecurrentStep, None, Tensor]]


KINDS: dict[str, tuple[type[RecurrentStep], Steps]] = {
    "rnn_tanh": (RNNStep, rnn_steps),
    "rnn_relu": (RNNStep, partial(rnn_steps, activation="relu")),
    "lstm": (LSTMStep, lstm_steps),
    "gru": (GRUStep, gru_steps),
}


def recurrent(o: Operation) -> Any:
    """All layers of one call; later values go on from what the module itself gave out."""
    module, (kind, steps) = o.owner, KINDS[o.name]
    names = "input hx weights has_biases num_layers dropout training bidirectional batch_first"
    x, hx, *_, batch_first = o.arguments(names)
    # A packed sequence has other arguments; a projected state has no equation here.
    if not isinstance(module, nn.RNNBase) or not isinstance(batch_first, bool) or module.proj_size:
        raise Unknown(o.name)
    if (x.shape[0] if batch_first else x.shape[1]) != 1 or (module.training and module.dropout):
        raise Unknown(f"{o.name} of several sequences")
    x = x[0] if batch_first else x[:, 0]  # (T, D)
    begins = hx if isinstance(hx, tuple) else (hx,)
    parts, values = o.graph.rows(x), x.detach().clone()
    nodes: list[Node] = []
    for layer in range(module.num_layers):
        pair = []
        for direction in range(2 if module.bidirectional else 1):
            number = layer * (2 if module.bidirectional else 1) + direction
            states = tuple(state[number, 0] for state in begins)
            node = _layer(o, kind, steps, layer, direction, values, states)
            node.inputs["x"] = parts
            if pair:
                assert node.recurrence
                node.recurrence.stack = pair[0].recurrence
            pair.append(node)
        values = torch.cat([node.values["hidden"] for node in pair], dim=-1)
        parts = tuple(Part(node, "hidden", "same") for node in pair)
        nodes += pair
    out = o.call()
    _bind(o, module, nodes, len(values), out)
    return out


def _layer(
    o: Operation, kind: type[RecurrentStep], steps: Steps, layer: int, direction: int, x: Tensor, states: Any
) -> Node:
    """One layer in one direction."""
    module = o.owner
    assert isinstance(module, nn.RNNBase)
    o.graph.count(len(x), len(x) * 4 * (x.shape[1] + module.hidden_size * 6))
    found = [getattr(module, name, None) for name in weight_names(layer, direction)]
    if not all(id(t) in o.graph.names for t in found if t is not None):
        raise Unknown("weights that are no parameters")
    given, hidden, *biases = found
    assert given is not None and hidden is not None
    none = given.new_zeros(len(given))
    w = Weights(given, hidden, *(none if bias is None else bias for bias in biases))
    names = states_before(kind)
    began = tuple(state.detach().clone() for state in states)
    taken = tuple(steps(w, layer, direction, x, 0, began))
    in_time = taken[::-1] if direction else taken
    values = {name: torch.stack([getattr(step, name) for step in in_time]) for name in names}
    inputs = {f"{name}′": o.given(state) for name, state in zip(names, states, strict=True) if state.count_nonzero()}
    if 0 < len(inputs) < len(names):  # what is zero is given, too
        inputs = {f"{name}′": o.given(state) for name, state in zip(names, states, strict=True)}
    equations = RELU if o.name == "rnn_relu" else {}
    return o.graph.add(
        kind, values, o.module, inputs=inputs, equations=equations,
        recurrence=Recurrence(module, layer, direction, taken),
    )  # fmt: skip


def _bind(o: Operation, module: nn.RNNBase, nodes: list[Node], length: int, out: tuple[Tensor, ...]) -> None:
    """The states of the last layer at all times; of all layers at the last time that each direction computes."""
    size = module.hidden_size
    ways = 2 if module.bidirectional else 1
    one = torch.arange(length * size).view(length, size)
    states = torch.cat([one + k * length * size for k in range(ways)], dim=-1)
    o.graph.bind_places(out[0], [(node, "hidden") for node in nodes[-ways:]], states.view(out[0].shape))
    for name, t in zip(states_before(nodes[0].kind), out[1:], strict=True):
        rows = [one[0 if k % ways else -1] + k * length * size for k in range(len(nodes))]
        o.graph.bind_places(t, [(node, name) for node in nodes], torch.stack(rows).view(t.shape))


OPERATIONS: dict[str, Callable[[Operation], Any]] = dict.fromkeys(KINDS, recurrent)
