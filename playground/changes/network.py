"""The network of a run: the trained one, or one of its class with other arguments and weights."""

import math
from typing import Any

import torch
from torch import Tensor, nn

from playground.changes.changes import Changes, Gate, Kernel, Off
from playground.checkpoints import load, metadata
from playground.errors import InputError
from playground.models import ARCHITECTURES
from playground.models.cnn import CNN
from playground.models.fnn import FNN
from playground.models.recurrent import RecurrentClassifier, Weights

SHUT = 100.0  # sigmoid and tanh are 0, 1 or -1 there, exactly, in float32
OFFERED = {CNN: ("activation", "pooling", "padding", "kernels"), FNN: ("activation",)}


@torch.no_grad()
def changed(task: str, network: str, changes: Changes) -> Any:
    """One of a task's networks in eval mode, with the changes.

    Without any it is the shared, trained one (checkpoints.load). Raises InputError when the network has nothing of
    the kind that is to be changed, or no such layer, unit or gate.
    """
    trained = load(task, network)
    if not changes.of_network:
        return trained
    _check(trained, changes, network)
    known = metadata(task, network)
    arguments = {name: getattr(changes, name) for name in ("activation", "pooling") if getattr(changes, name)}
    arguments |= {} if changes.padding else {"padding": 0}
    model: Any = ARCHITECTURES[known["architecture"]](**(known["arguments"] | arguments))
    if changes.random is None:
        weights = trained.state_dict()
        if not changes.padding:
            weights["out.weight"] = _middle(trained, model)
        model.load_state_dict(weights)
    else:
        _randomise(model, changes.random)
    for kernel in changes.kernels:
        _set_kernel(model, kernel)
    for gate in changes.gates:
        _hold(model, gate)
    for off in changes.off:
        _switch_off(model, off)
    return model.eval().requires_grad_(False)


def _check(model: nn.Module, changes: Changes, network: str) -> None:
    """Raise InputError if the network has nothing of a kind that is to be changed."""
    gates = ("gates",) if isinstance(model, RecurrentClassifier) and _gates(model) else ()
    offered = ("random", *OFFERED.get(type(model), ()), *gates, "off")
    for name in ("activation", "pooling", "kernels", "gates", "padding"):
        asked = not changes.padding if name == "padding" else getattr(changes, name)
        if asked and name not in offered:
            raise InputError("change_not_here", name=name, network=network, names=", ".join(offered))


def _middle(trained: nn.Module, model: CNN) -> Tensor:
    """The readout's weights (K, C * H * W) for smaller maps, as if they lay in the middle of those it was made for."""
    channels = model.layers[1].weight.shape[0]
    old, new = (_side(m, channels) for m in (trained, model))
    first = (old - new) // 2
    weights = trained.out.weight.view(-1, channels, old, old)  # type: ignore[operator, union-attr]
    return weights[:, :, first : first + new, first : first + new].flatten(1)


def _side(model: Any, channels: int) -> int:
    """Rows, and columns, of the maps that are read out."""
    return math.isqrt(model.out.weight.shape[1] // channels)


def _randomise(model: nn.Module, seed: int) -> None:
    """Weights as they were before training: uniform, within what torch.nn's reset_parameters has for each module."""
    source = torch.Generator().manual_seed(seed)
    for module in model.modules():
        own = list(module.parameters(recurse=False))
        if own:
            inputs = module.hidden_size if isinstance(module, nn.RNNBase) else own[0][0].numel()
            for weight in own:
                weight.uniform_(-(inputs**-0.5), inputs**-0.5, generator=source)


def _set_kernel(model: CNN, kernel: Kernel) -> None:
    convolution = model.layers[_place("layer", kernel.layer, 2)]
    maps, channels, height, width = convolution.weight.shape
    values = kernel.values
    if len(values) != height or any(len(row) != width for row in values):
        raise InputError("bad_kernel_size", height=height, width=width)
    place = _place("map", kernel.map, maps), _place("channel", kernel.channel, channels)
    convolution.weight[place] = torch.tensor(values)


def _hold(model: RecurrentClassifier, gate: Gate) -> None:
    """The gate's rows become 0 and its bias what makes the value: it no longer depends on anything."""
    recurrent = model.recurrent
    if gate.gate not in _gates(model):
        raise InputError("unknown_gate", name=gate.gate, names=", ".join(_gates(model)))
    least = -1.0 if gate.gate == "candidate" else 0.0
    if not least <= gate.value <= 1.0:
        raise InputError("bad_gate_value", name=gate.gate, value=gate.value, least=least)
    # PyTorch's update gate keeps what ours renews (stages.GRUStep).
    value = 1 - gate.value if gate.gate == "update" else gate.value
    bias = _inverse(torch.atanh if gate.gate == "candidate" else torch.logit, value)
    layers = range(recurrent.num_layers) if gate.layer is None else [_place("layer", gate.layer, recurrent.num_layers)]
    for layer in layers:
        for direction in range(2 if recurrent.bidirectional else 1):
            rows = _rows(model, layer, direction, gate.gate)
            for part in rows:
                part.zero_()
            rows.input_bias.fill_(bias)


def _inverse(function: Any, value: float) -> float:
    """The number of which an activation makes `value`, within ±SHUT."""
    return float(function(torch.tensor(value, dtype=torch.float64)).clamp(-SHUT, SHUT))


def _gates(model: RecurrentClassifier) -> list[str]:
    """What is made by weights of its own, but for a state."""
    return [quantity for quantity in model.blocks if quantity != "hidden"]


def _rows(model: RecurrentClassifier, layer: int, direction: int, quantity: str) -> Weights:
    """The rows of one quantity, (N, ...) each."""
    first, size = model.blocks[quantity], model.recurrent.hidden_size
    return Weights(*(part[first * size : (first + 1) * size] for part in model.weights(layer, direction)))


def _switch_off(model: nn.Module, off: Off) -> None:
    """A unit whose weights and bias are 0 is 0; where a state is mixed from a candidate, the candidate is."""
    if isinstance(model, RecurrentClassifier):
        recurrent = model.recurrent
        layer = _place("layer", off.layer, recurrent.num_layers)
        direction = _place("direction", off.direction, 2 if recurrent.bidirectional else 1)
        made = "candidate" if "candidate" in model.blocks else "hidden"
        for part in _rows(model, layer, direction, made):
            _clear(part, off, 0.0)
        return
    _place("direction", off.direction, 1)
    layers: Any = model.layers
    layer = layers[_place("layer", off.layer, len(layers) - 1)]
    _clear(layer.weight, off, 0.0)
    _clear(layer.bias, off, -SHUT if model.activation == "sigmoid" else 0.0)


def _clear(part: Tensor, off: Off, value: float) -> None:
    part[[_place("unit", unit, len(part)) for unit in off.units]] = value


def _place(name: str, index: int, count: int) -> int:
    if not 0 <= index < count:
        raise InputError("no_such_place", name=name, index=index, count=count)
    return index
