"""listing(task, network) -> Listing: the class of one network as a short program, and which lines make which layer.

It is written with the network's own numbers and changes, and with the names of its parameters, so that its weights go
into it as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from playground.changes import Changes, read_changes
from playground.errors import InputError
from playground.inspection import one_network
from playground.models.cnn import CNN
from playground.models.fnn import FNN
from playground.models.recurrent import RecurrentClassifier
from playground.networks import Network
from playground.provider import provided
from playground.stages import Key
from playground.tasks import TASKS


@dataclass(frozen=True)
class Listing:
    """The lines of a class of PyTorch, and of each layer those that make it, counted from 0."""

    lines: tuple[str, ...]
    layers: Mapping[Key, tuple[int, ...]]

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines) + "\n"


def listing(task: str, network: object = None, *, architecture: object = None, **changes: Any) -> Listing:
    """The class of a network, with the changes of it, as for `inspect`.

    Raises InputError when there is no such network, or it is none of the five classes or of another recurrent unit.
    """
    return listing_of(task, one_network(network, architecture), read_changes(changes))


def listing_of(task: str, network: object, changes: Changes) -> Listing:
    """The same, of changes that have been read."""
    known = provided(task, network, changes)
    shape = tuple(TASKS[task].network_input(TASKS[task].blank()).shape)
    if isinstance(known.model, FNN):
        return _fnn(known.model, shape).listing(known)
    if isinstance(known.model, CNN):
        return _cnn(known.model, shape).listing(known)
    if isinstance(known.model, RecurrentClassifier):
        return _recurrent(known.model, shape).listing(known)
    raise InputError("no_listing", network=known.name)


@dataclass
class _Lines:
    """The lines so far; of each what it makes: names of modules, or of kinds of stages that have none."""

    name: str
    lines: list[str] = field(default_factory=list)
    makes: list[tuple[str, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for line in (f"class {self.name}(nn.Module):", "    def __init__(self):", "        super().__init__()"):
            self._add(line)

    def _add(self, line: str, *makes: str) -> None:
        self.lines.append(line)
        self.makes.append(makes)

    def add(self, code: str, *makes: str, shape: tuple[int, ...] | None = None, note: str = "") -> None:
        """A line inside of a method; with `shape` that of a batch of what it makes."""
        sizes = "" if shape is None else f"({', '.join(map(str, ('B', *shape)))})"
        told = ": ".join(filter(None, (sizes, note)))
        self._add(f"        {code}" + (f"  # {told}" if told else ""), *makes)

    def forward(self, shape: tuple[int, ...]) -> None:
        """The beginning of the second method."""
        self._add("")
        self._add(f"    def forward(self, x):  # ({', '.join(map(str, ('B', *shape)))})", "Input")

    def listing(self, network: Network) -> Listing:
        """With the layers of the network, which know the names of their modules."""
        layers = {
            key: tuple(k for k, makes in enumerate(self.makes) if layer.module in makes or key.kind in makes)
            for key, layer in network.layers.items()
        }
        return Listing(tuple(self.lines), {key: lines for key, lines in layers.items() if lines})


def _fnn(model: FNN, shape: tuple[int, ...]) -> _Lines:
    lines = _Lines("FNN")
    names = [f"fc{k + 1}" for k in range(model.depth)]
    *hidden, readout = names
    for name, layer in zip(names, model.weighted, strict=True):
        lines.add(f"self.{name} = nn.Linear({layer.in_features}, {layer.out_features})", name)
    function = model.activation
    lines.add(f"self.{function} = nn.{_ACTIVATIONS[function]}()", *hidden)
    inputs = model.weighted[0].in_features
    lines.forward(shape if len(shape) == 3 else (inputs,))
    if len(shape) == 3:
        lines.add("x = x.flatten(1)", "Input", shape=(inputs,))
    for name, layer in zip(hidden, model.weighted, strict=False):
        lines.add(f"x = self.{function}(self.{name}(x))", name, shape=(layer.out_features,))
    lines.add(f"return self.{readout}(x)", readout, shape=(model.weighted[-1].out_features,))
    return lines


_ACTIVATIONS = {"relu": "ReLU", "tanh": "Tanh", "sigmoid": "Sigmoid", "identity": "Identity"}


def _cnn(model: CNN, shape: tuple[int, ...]) -> _Lines:
    lines = _Lines("CNN")
    x = torch.zeros(1, *shape)
    sizes = []
    for name in ("conv1", "conv2"):
        lines.add(f"self.{name} = nn.Sequential(")
        for k, module in enumerate(model.get_submodule(name).children()):
            lines.add(f"    {_layer(module)},", f"{name}.{k}")
        lines.add(")")
        x = model.get_submodule(name)(x)
        sizes.append(tuple(x.shape[1:]))
    channels, height, width = sizes[-1]
    lines.add(f"self.out = nn.Linear({channels} * {height} * {width}, {model.out.out_features})", "out")
    lines.forward(shape)
    for name, size in zip(("conv1", "conv2"), sizes, strict=True):
        parts = (f"{name}.{k}" for k in range(len(model.get_submodule(name))))  # type: ignore[arg-type]
        lines.add(f"x = self.{name}(x)", *parts, shape=size)
    lines.add("x = x.flatten(1)", "Flatten", shape=(model.out.in_features,))
    lines.add("return self.out(x)", "out", shape=(model.out.out_features,))
    return lines


def _layer(module: nn.Module) -> str:
    """A convolution, a pooling or an activation function as it is made."""
    given: dict[str, Any] = {}
    if isinstance(module, nn.Conv2d):
        names = ("in_channels", "out_channels", "kernel_size", "stride", "padding")
        given = {name: getattr(module, name) for name in names}
    elif hasattr(module, "kernel_size"):
        given = {"kernel_size": module.kernel_size}
    written = ", ".join(f"{name}={_size(value)}" for name, value in given.items())
    return f"nn.{type(module).__name__}({written})"


def _size(value: Any) -> str:
    """One number for rows and columns, where they are the same."""
    return str(value[0] if isinstance(value, tuple) and len(set(value)) == 1 else value)


def _recurrent(model: RecurrentClassifier, shape: tuple[int, ...]) -> _Lines:
    lines, module, name = _Lines(type(model).__name__), model.recurrent, model.module
    *_, steps, inputs = shape
    size = module.hidden_size
    given = {"input_size": inputs, "hidden_size": size, "num_layers": module.num_layers, "batch_first": True}
    given |= {"bidirectional": True} if module.bidirectional else {}
    given |= {"nonlinearity": '"relu"'} if getattr(module, "nonlinearity", "tanh") == "relu" else {}
    prefix = "nn." if isinstance(module, nn.RNNBase) else ""
    made = ", ".join(f"{key}={value}" for key, value in given.items())
    lines.add(f"self.{name} = {prefix}{type(module).__name__}({made})", name)
    lines.add(f"self.fc = nn.Linear({model.fc.in_features}, {model.fc.out_features})", "fc")
    lines.forward(shape if len(shape) == 3 else ("T", inputs))  # type: ignore[arg-type]
    long: Any = steps if len(shape) == 3 else "T"
    if len(shape) == 3:
        lines.add("x = x.squeeze(1)", "Input", shape=(steps, inputs), note="each row is a time step")
    lines.add(f"out, _ = self.{name}(x)", name, shape=(long, model.fc.in_features))
    if module.bidirectional and model.readout_of == "final":
        code = f"out = torch.cat([out[:, -1, :{size}], out[:, 0, {size}:]], dim=1)"
        lines.add(code, "Output", shape=(2 * size,), note="where each direction ends")
    else:
        lines.add("out = out[:, -1, :]", "Output", shape=(model.fc.in_features,), note="the last time step")
    lines.add("return self.fc(out)", "fc", shape=(model.fc.out_features,))
    return lines
