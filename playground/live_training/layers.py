"""A list of layers as a PyTorch module: an nn.Sequential whose shapes are known before it takes any memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import torch
from torch import Tensor, nn

from playground.errors import InputError
from playground.live_training.modules import LastState, Latest, Rows, States
from playground.live_training.setup import ACTIVATIONS, LayerAsked

MOST_PARAMETERS = 500_000
MOST_WORK = 4_000_000_000  # multiply-adds of one update, there and back: half a second or so on one core
MOST_VALUES = 64_000_000  # that the layers give in one update; the way back holds some three times as many
FEWEST = 32  # examples that both hold for whatever the batch is: those that are looked at are read together, too
LENGTH = 12  # steps that a sequence of any length has while shapes are found
RECURRENT: dict[str, Callable[..., nn.RNNBase]] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
_ACTIVATION = {"relu": nn.ReLU, "leaky_relu": nn.LeakyReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}

Shape = Sequence[int | None]  # of one item: (N,), (C, H, W), or (T, D), whose T is None where it differs


@dataclass(frozen=True)
class Made:
    """One module of the Sequential."""

    place: int  # of its layer in the list that was asked for; of the readout the length of that list
    make: Callable[[], nn.Module]
    shape: Shape  # of what it gives
    parameters: int


@dataclass(frozen=True)
class Plan:
    """The modules of a list of layers, not made yet."""

    given: Shape  # what the network reads
    made: tuple[Made, ...]
    work: int  # multiply-adds of one item on its way there
    values: int  # that the modules give for it, all together
    normed: int | None  # the first layer that normalises single vectors, which takes two of them

    @property
    def parameters(self) -> int:
        """How many weights and biases it has."""
        return sum(each.parameters for each in self.made)

    @property
    def places(self) -> tuple[int, ...]:
        """Of each module the place of its layer."""
        return tuple(each.place for each in self.made)

    def module(self) -> nn.Sequential:
        """The network, with PyTorch's own first weights."""
        return nn.Sequential(*(each.make() for each in self.made))

    def layers(self) -> list[dict[str, Any]]:
        """Of each layer that was asked for, and of the readout, the shape (null: any length) and its parameters."""
        told = []
        for place in range(max(self.places) + 1):
            own = [each for each in self.made if each.place == place]
            told.append({"shape": list(own[-1].shape), "parameters": sum(each.parameters for each in own)})
        return told


def plan(
    layers: tuple[LayerAsked, ...], given: Shape, outputs: int, steps: int = LENGTH, most: int = MOST_PARAMETERS
) -> Plan:
    """The plan of a network that reads items of a shape and gives so many numbers.

    steps: of an item of any length, at most. Raises InputError "impossible_layer": `values` has the "number" of the
    layer, from 1, and as "reason" why; and on more than `most` parameters.
    """
    growing = _Growing(given, steps)
    for place, layer in enumerate(layers):
        try:
            growing.add(place, layer, layers[place + 1 :])
        except InputError as error:
            raise _impossible(place, layer.kind, error) from error
    try:
        growing.dense(len(layers), outputs)
    except InputError as error:
        raise InputError("impossible_readout", reason=error) from error
    found = Plan(given, tuple(growing.made), round(growing.work), round(growing.values), growing.normed)
    if found.parameters > most:
        raise InputError("stack_too_large", count=f"{found.parameters:,}", most=f"{most:,}")
    return found


def check_batch(found: Plan, batch: int) -> None:
    """Raise InputError when one update on so many items would take too long or too much memory, or cannot be."""
    if batch == 1 and found.normed is not None:
        raise _impossible(found.normed, "batch_norm", InputError("layer_norm_alone"))
    work, values = (each * max(batch, FEWEST) for each in (3 * found.work, found.values))
    if work > MOST_WORK:
        raise InputError("stack_too_slow", count=f"{work:.2g}", most=f"{MOST_WORK:.2g}")
    if values > MOST_VALUES:
        raise InputError("stack_too_wide", count=f"{values:.2g}", most=f"{MOST_VALUES:.2g}")


def _impossible(place: int, kind: str, reason: InputError) -> InputError:
    return InputError("impossible_layer", number=place + 1, kind=kind, reason=reason)


class _Growing:
    """The modules so far, and the shape of what they give."""

    def __init__(self, given: Shape, steps: int) -> None:
        self.shape: list[int | None] = list(given)
        self.longer = steps / LENGTH  # than what is read while shapes are found
        self.made: list[Made] = []
        self.work = self.values = 0.0
        self.normed: int | None = None

    def add(self, place: int, layer: LayerAsked, later: tuple[LayerAsked, ...]) -> None:
        """One layer more. Raises InputError, which says why it cannot stand there."""
        s = layer.settings
        match layer.kind:
            case "dense":
                self.dense(place, s["size"])
            case "conv":
                self._maps(s["kernel"], s["padding"])
                sizes = (self.shape[0], s["channels"], s["kernel"])
                self._put(place, lambda: nn.Conv2d(*sizes, stride=s["stride"], padding=s["padding"]))  # type: ignore[arg-type]
            case "max_pool" | "avg_pool":
                self._maps(s["size"])
                pool = nn.MaxPool2d if layer.kind == "max_pool" else nn.AvgPool2d
                self._put(place, lambda: pool(s["size"]))
            case "batch_norm":
                self._norm(place)
            case "dropout":
                self._put(place, lambda: nn.Dropout(s["share"]))
            case "flatten":
                self._flatten(place)
            case kind if kind in RECURRENT:
                self._recurrent(place, layer, later)
            case kind:
                self._put(place, _ACTIVATION[kind])

    def dense(self, place: int, size: int) -> None:
        """A dense layer, which reads all numbers of an item."""
        if len(self.shape) > 1:
            self._flatten(place)
        columns = self.shape[0]
        self._put(place, lambda: nn.Linear(columns, size))  # type: ignore[arg-type]

    def _flatten(self, place: int) -> None:
        if None in self.shape:
            raise InputError("layer_any_length")
        if len(self.shape) == 2:  # of a longer sequence the latest steps
            length = self.shape[0] or 0
            self._put(place, lambda: Latest(length))
        self._put(place, nn.Flatten)

    def _maps(self, kernel: int, padding: int = 0) -> None:
        """Raise InputError unless there are maps as large as a kernel."""
        if len(self.shape) != 3:
            raise InputError("layer_no_maps", shape=_told(self.shape))
        smallest = min(size or 0 for size in self.shape[1:]) + 2 * padding
        if kernel > smallest:
            raise InputError("layer_no_room", kernel=kernel, shape=_told(self.shape))

    def _norm(self, place: int) -> None:
        size = self.shape[0]
        if len(self.shape) == 2:
            raise InputError("layer_norm_steps")
        if len(self.shape) == 1 and self.normed is None:
            self.normed = place
        kind = nn.BatchNorm2d if len(self.shape) == 3 else nn.BatchNorm1d
        self._put(place, lambda: kind(size))  # type: ignore[arg-type]

    def _recurrent(self, place: int, layer: LayerAsked, later: tuple[LayerAsked, ...]) -> None:
        """Reads steps, or maps row by row; gives its states where another recurrent layer reads them."""
        if len(self.shape) == 1:
            raise InputError("layer_no_steps", shape=_told(self.shape))
        if len(self.shape) == 3:
            self._put(place, Rows)
        columns, size, both = self.shape[-1], layer.settings["size"], layer.settings["bidirectional"]
        kind = RECURRENT[layer.kind]
        between = next((one.kind for one in later if one.kind not in (*ACTIVATIONS, "dropout")), "")
        last = States if between in RECURRENT else lambda: LastState(size, both)
        self._put(place, lambda: kind(columns, size, batch_first=True, bidirectional=both), last)

    def _put(self, place: int, *makes: Callable[[], nn.Module]) -> None:
        """Modules whose shapes, sizes and work are seen on a device that has none of their numbers."""
        read = tuple(LENGTH if size is None else size for size in self.shape)
        longer = self.longer if None in self.shape else 1.0
        with torch.device("meta"):
            modules = [make().eval() for make in makes]
            x: Any = torch.zeros(2, *read)
            for module in modules:
                x = _given(module, x)
                self.values += longer * (x[0] if isinstance(module, nn.RNNBase) else x)[0].numel()
        shape = tuple(x.shape[1:])
        if None in self.shape and len(shape) > 1:
            shape = (None, *shape[1:])
        for make, module in zip(makes, modules, strict=True):
            weights = [values.numel() for values in module.parameters()]
            self.made.append(Made(place, make, shape, sum(weights)))
            self.work += longer * sum(weights) * _positions(module, read, tuple(x.shape[1:]))
        self.shape = list(shape)


def _given(module: nn.Module, x: Tensor) -> Any:
    """What a module gives; of a recurrent one the shape is known, and to go through its steps would take seconds."""
    if not isinstance(module, nn.RNNBase):
        return module(x)
    return x.new_empty(*x.shape[:2], module.hidden_size * (1 + module.bidirectional)), None


def _positions(module: nn.Module, read: tuple[int, ...], gives: tuple[int, ...]) -> int:
    """At how many places of one item the weights of a module are used."""
    if isinstance(module, nn.RNNBase):
        return read[0]
    return prod(gives[1:]) if isinstance(module, nn.Conv2d) else 1


def _told(shape: Shape) -> str:
    return " × ".join("T" if size is None else str(size) for size in shape)
