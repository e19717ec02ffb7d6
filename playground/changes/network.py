"""A network with something changed: one like any other, of its class with other arguments and weights."""

import inspect as python
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from playground.changes.asked import LARGEST
from playground.changes.changes import Changes, Gate, Kernel, Off
from playground.equations import affine
from playground.equations.affine import convolution
from playground.errors import InputError
from playground.models import ARCHITECTURES
from playground.networks import Network
from playground.stages import Key, Layer, Output, StepOutput, quantities
from playground.stages.parts import affines, bias_of, holdable, inverse, made_by_weights
from playground.stages.stage import kind_called

# Changes that are other arguments of a class, and which.
_ARGUMENTS = {"activation": "activation", "pooling": "pooling", "stride": "downsampling", "padding": "padding"}
SHUT = 100.0  # sigmoid and tanh are 0, 1 or -1 there, exactly, in float32


@torch.no_grad()
def changed(network: Network, changes: Changes) -> Network:
    """A network with the changes of it; the one that is given stays as it is.

    Raises InputError when the network has nothing of the kind that is to be changed, or no such layer, unit or gate.
    """
    if not changes.of_network:
        return network
    _check(network, changes)
    arguments = {name: getattr(changes, name) for name in ("activation", "pooling") if getattr(changes, name)}
    arguments |= {"downsampling": "stride"} if changes.stride else {}
    arguments |= {} if changes.padding else {"padding": 0}
    model = _other(network, arguments) if arguments else deepcopy(network.model)
    if not changes.padding:
        model.get_parameter("out.weight").copy_(_middle(network, model))
    if changes.random is not None:
        _randomise(model, changes.random)
        network = replace(network, calibrated=False)  # it has learnt from nothing
    made = network.changed(model, arguments)
    if changes.recurrent is not None:
        _multiply(made, changes.recurrent)
    for kernel in changes.kernels:
        _set_kernel(made, kernel)
    for gate in changes.gates:
        _hold(made, gate)
    for off in changes.off:
        _switch_off(made, off)
    return made


def _other(network: Network, arguments: dict[str, Any]) -> Any:
    """One of the network's class with other arguments, and the same weights where they have the same shape."""
    assert network.architecture is not None
    try:
        model = ARCHITECTURES[network.architecture](**(dict(network.arguments) | arguments))
    except ValueError as error:  # nothing is left of a small picture
        raise InputError("bad_argument", reason=str(error)) from error
    own = model.state_dict()
    weights = network.model.state_dict()
    model.load_state_dict({key: weights[key] if weights[key].shape == own[key].shape else own[key] for key in own})
    return model.eval().requires_grad_(False)


def _check(network: Network, changes: Changes) -> None:
    """Raise InputError if the network has nothing of a kind that is to be changed."""
    offered = ["random"]
    if network.architecture is not None:
        known = python.signature(ARCHITECTURES[network.architecture]).parameters
        offered += [name for name, of in _ARGUMENTS.items() if of in known]
    kinds = {kind_called(key.kind) for key in network.layers}
    offered += ["kernels"] if any(key.kind == "Convolution" for key in network.layers) else []
    offered += ["recurrent"] if any("weight_hh" in layer.parameters for layer in network.layers.values()) else []
    offered += ["gates"] if any(holdable(kind) for kind in kinds) else []
    offered += ["off"] if network.native else []
    for name in ("activation", "pooling", "stride", "recurrent", "kernels", "gates", "off", "padding"):
        asked = not changes.padding if name == "padding" else getattr(changes, name) not in (None, ())
        if asked and name not in offered:
            raise InputError("change_not_here", name=name, network=network.name, names=", ".join(offered))


def _middle(network: Network, model: Any) -> Tensor:
    """The readout's weights (K, C * H * W) for smaller maps, as if they lay in the middle of those it was made for."""
    trained: Any = network.model
    sides = network.arguments.get("image_size", python.signature(type(model)).parameters["image_size"].default)
    height, width = (sides, sides) if isinstance(sides, int) else sides
    picture = torch.zeros(1, trained.conv1[0].in_channels, height, width)
    old, new = (m.conv2(m.conv1(picture))[0] for m in (trained, model))  # (C, H, W)
    weights = trained.out.weight.view(-1, *old.shape)
    for dimension in (1, 2):
        first = (old.shape[dimension] - new.shape[dimension]) // 2
        weights = weights.narrow(dimension + 1, first, new.shape[dimension])
    return weights.flatten(1)


def _randomise(model: nn.Module, seed: int) -> None:
    """Weights as they were before training: uniform, within what torch.nn's reset_parameters has for each module.

    Those of a normalisation begin at 1 and 0, without chance.
    """
    source = torch.Generator().manual_seed(seed)
    for module in model.modules():
        own = list(module.parameters(recurse=False))
        again = getattr(module, "reset_parameters", None)
        if own and again is not None and all(weight.dim() == 1 for weight in own):
            again()
        elif own:
            inputs = getattr(module, "hidden_size", own[0][0].numel() if own[0].dim() and len(own[0]) else 1)
            for weight in own:
                weight.uniform_(-(inputs**-0.5), inputs**-0.5, generator=source)


def _multiply(network: Network, factor: float) -> None:
    """The recurrent weights times a factor, of every gate and layer."""
    for layer in network.layers.values():
        if "weight_hh" in layer.parameters:
            network.model.get_parameter(layer.parameters["weight_hh"]).mul_(factor)


def _layers(network: Network, kinds: set[str]) -> dict[Key, Layer]:
    return {key: layer for key, layer in network.layers.items() if key.kind in kinds}


def _chosen(found: dict[Key, Layer], layer: int | None, direction: int | None) -> list[tuple[Key, Layer]]:
    """Those of one layer and direction, or of all. Raises InputError when there is no such layer."""
    for name, asked in (("layer", layer), ("direction", direction)):
        if asked is not None:
            _place(name, asked, 1 + max((getattr(key, name) or 0 for key in found), default=-1))
    return [
        (key, made)
        for key, made in found.items()
        if layer in (None, key.layer) and direction in (None, key.direction or 0)
    ]


def _set_kernel(network: Network, kernel: Kernel) -> None:
    ((_, layer),) = _chosen(_layers(network, {"Convolution"}), kernel.layer, None)
    weights = network.model.get_parameter(layer.parameters["weight"])
    maps, channels, height, width = weights.shape
    values = kernel.values
    if len(values) != height or any(len(row) != width for row in values):
        raise InputError("bad_kernel_size", height=height, width=width)
    place = _place("map", kernel.map, maps), _place("channel", kernel.channel, channels)
    weights[place] = torch.tensor(values)


def _hold(network: Network, gate: Gate) -> None:
    """The gate's rows become 0 and its bias what makes the value: it no longer depends on anything."""
    kinds = {kind_called(key.kind) for key in network.layers}
    names = [name for kind in kinds for name in holdable(kind)]
    if gate.gate not in names:
        raise InputError("unknown_gate", name=gate.gate, names=", ".join(names))
    (kind,) = (kind for kind in kinds if gate.gate in holdable(kind))
    equation = quantities(kind)[gate.gate].equation
    assert equation is not None
    piece = bias_of(equation)
    assert piece is not None
    least, most = (max(-LARGEST, min(LARGEST, end)) for end in holdable(kind)[gate.gate])
    if not least <= gate.value <= most:
        raise InputError("bad_gate_value", name=gate.gate, value=gate.value, least=f"{least:g}", most=f"{most:g}")
    bias = inverse(equation, gate.value, SHUT)
    for _, layer in _chosen(_layers(network, {kind.__name__}), gate.layer, gate.direction):
        own = next(part for part in _rows(network, layer, [piece]) if part.dim() == 1)  # (N,)
        units = range(len(own)) if gate.units is None else gate.units
        held = [_place("unit", unit, len(own)) for unit in units]
        for part in _rows(network, layer, affines(equation)):
            part[held] = 0.0
        own[held] = bias


def _rows(network: Network, layer: Layer, pieces: Iterable[affine | convolution]) -> Iterator[Tensor]:
    """The rows of the parameters of some pieces of an equation, (N, ...) each: matrices and biases."""
    for piece in pieces:
        blocks, block = layer.settings.get("blocks", 1), getattr(piece, "block", 0)
        for role in (getattr(piece, "weight", "weight"), getattr(piece, "bias", "bias")):
            if role in layer.parameters:
                whole = network.model.get_parameter(layer.parameters[role])
                size = len(whole) // blocks
                yield whole[block * size : (block + 1) * size]


def _switch_off(network: Network, off: Off) -> None:
    """Units whose weights and bias are 0 are 0."""
    # Of an FNN a layer is the same whether it reads one input or a window that slides.
    ends = {Output.__name__, StepOutput.__name__, "DenseStep"}
    kinds = {key.kind for key in network.layers} - ends
    kinds = {name for name in kinds if made_by_weights(kind_called(name))}
    shut = -SHUT if getattr(network.model, "activation", None) == "sigmoid" else 0.0
    for key, layer in _chosen(_layers(network, kinds), off.layer, off.direction):
        kind = kind_called(key.kind)
        made = made_by_weights(kind)
        assert made is not None
        for part in _rows(network, layer, affines(quantities(kind)[made].equation)):
            part[[_place("unit", unit, len(part)) for unit in off.units]] = shut if part.dim() == 1 else 0.0


def _place(name: str, index: int, count: int) -> int:
    if not 0 <= index < count:
        raise InputError("no_such_place", name=name, index=index, count=count)
    return index
