"""What RNN, LSTM and GRU classifiers share: stacked layers, directions, and the readout."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground.models.stepping import stepwise
from playground.stages import (
    Input,
    Key,
    Layer,
    Layers,
    Output,
    RecurrentStep,
    Ref,
    Stage,
    StepOutput,
    by_key,
    states_before,
)
from playground.stages.rows import steps

READOUTS = ("final", "last")  # of a bidirectional network


class Weights(NamedTuple):
    """The parameters of one layer in one direction; G gates are stacked along the first dimension."""

    input: Tensor  # (G * N, D)
    hidden: Tensor  # (G * N, N)
    input_bias: Tensor  # (G * N,)
    hidden_bias: Tensor  # (G * N,)


@dataclass(frozen=True, eq=False)
class Carried:
    """Where a sequence has been read to, and the state in which that left each layer of a forward network."""

    steps: int
    layers: tuple[tuple[Tensor, ...], ...]  # of each layer h (N,), and of an LSTM also c (N,): stages.states_before


def carried(stages: Iterable[Stage]) -> Carried:
    """The state after the last of some stages, which are all of the time steps up to it or the latest of them."""
    last = {stage.layer: stage for stage in stages if isinstance(stage, RecurrentStep)}
    layers = [tuple(getattr(step, name) for name in states_before(type(step))) for step in last.values()]
    return Carried(last[0].t + 1, tuple(layers))


class RecurrentClassifier(nn.Module):
    """A recurrent module, whose last state a linear layer `fc` reads.

    `kind` is the stage of its time steps, whose equations say all that there is to say of it; `module` the name of the
    attribute that holds the recurrent module. That has `hidden_size`, `num_layers`, `bidirectional`, and parameters
    named and stacked as those of torch.nn.RNNBase: weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, ..._reverse.
    """

    kind: ClassVar[type[RecurrentStep]]
    module: ClassVar[str]
    fc: nn.Linear
    readout_of: str = "final"  # one of READOUTS

    @property
    def recurrent(self) -> nn.RNNBase:
        """The recurrent module."""
        return getattr(self, self.module)

    def steps(
        self, layer: int, direction: int, x: Tensor, first: int, state: tuple[Tensor, ...]
    ) -> Generator[RecurrentStep, None, Tensor]:
        """Yield the steps of one layer in one direction in the order of computing; return its states (T, N).

        `x` (T, D) is in the order of time, and so are the states. `first` is the time of its first row, `state` what
        the layer begins with, as in Carried. By default each step is computed by its equations; a class that can do it
        faster, on fused kernels, does.
        """
        w = self.weights(layer, direction)
        hidden = []
        taken = times(len(x), direction, first)
        for t, x_t in zip(taken, in_order(x, direction).unbind(), strict=True):
            step = stepwise(self.kind, layer, t, direction, x_t, state, w)
            state = tuple(getattr(step, name) for name in states_before(self.kind))
            hidden.append(state[0])
            yield step
        return in_order(torch.stack(hidden), direction)

    def forward(self, x: Tensor, state: Carried | None = None) -> Tensor:
        """Logits (B, K) of sequences (B, T, D) or pictures (B, 1, T, D), whose rows are the time steps.

        With `state` one sequence (1, T, D) goes on from there.
        """
        x = x.squeeze(1) if x.dim() == 4 else x
        if state is None:
            states = self.recurrent(x)[0]  # (B, T, N)
        else:  # of an RNNBase (layers, B, N), two of them of an LSTM
            parts: Any = tuple(torch.stack(part)[:, None] for part in zip(*state.layers, strict=True))
            states = self.recurrent(x, parts if len(parts) > 1 else parts[0])[0]
        return self.fc(self.readout(states))

    def readout(self, states: Tensor) -> Tensor:
        """What is read out, (..., N) or (..., 2 N), of states (..., T, N) or (..., T, 2 N).

        The last step's; of a bidirectional network the final state of each direction, for the backward one ends at
        the first time step and has at the last one seen one input only. "last" reads the last step all the same.
        """
        if not self.recurrent.bidirectional or self.readout_of == "last":
            return states[..., -1, :]
        n = self.recurrent.hidden_size
        return torch.cat([states[..., -1, :n], states[..., 0, n:]], dim=-1)

    def stages(self, x: Tensor, state: Carried | None = None) -> Iterator[Stage]:
        """Input, the steps layer by layer, a StepOutput per time step, Output; for (T, D) or (1, T, D).

        With `state` the steps go on from there, numbered on. Raises ValueError when a bidirectional network, which
        reads from the end too, is to go on.
        """
        x = x.squeeze(0) if x.dim() == 3 else x
        state = state or self.rest(x)
        if state.steps and self.recurrent.bidirectional:
            raise ValueError("a bidirectional network reads a sequence from its end, too, and cannot go on")
        yield Input(x)
        both = self.recurrent.bidirectional
        for layer in range(self.recurrent.num_layers):
            directions = []
            for direction in range(2 if both else 1):
                made = self.steps(layer, direction, x, state.steps, state.layers[layer])
                directions.append((yield from made))
            x = torch.cat(directions, dim=-1) if len(directions) > 1 else directions[0]  # (T, N) or (T, 2 N)
        logits = F.linear(x, self.fc.weight, self.fc.bias)  # (T, K)
        guess = None
        for guess in steps(StepOutput, range(state.steps, state.steps + len(x)), {"logits": logits}):
            yield guess
        assert guess is not None
        features = self.readout(x)
        if both and self.readout_of == "final":
            yield Output(features, F.linear(features, self.fc.weight, self.fc.bias))
        else:
            yield Output(features, guess.logits)  # the answer is the last guess

    def rest(self, x: Tensor) -> Carried:
        """The state before any step: zeros, of the kind of `x`."""
        parts = (x.new_zeros(self.recurrent.hidden_size),) * len(states_before(self.kind))
        return Carried(0, (parts,) * self.recurrent.num_layers)

    def weights(self, layer: int, direction: int) -> Weights:
        """The parameters of one layer in one direction."""
        recurrent = self.recurrent
        return Weights(*(getattr(recurrent, name) for name in weight_names(layer, direction)))

    @property
    def layers(self) -> Layers:
        """What made each stage, with which parameters, from what."""
        kind, count = self.kind.__name__, self.recurrent.num_layers
        directions = range(2 if self.recurrent.bidirectional else 1)
        found = [Layer(Key("Input"))]
        for layer in range(count):
            below = tuple(Ref(kind, "hidden", layer - 1, direction, "same") for direction in directions)
            inputs = {"x": below if layer else (Ref("Input", "values", row=True),)}
            found += [recurrent_layer(self.recurrent, self.kind, self.module, layer, d, inputs) for d in directions]
        readout = {"weight": "fc.weight", "bias": "fc.bias"}
        ends = ["last", "first" if self.readout_of == "final" else "last"]
        for name, at in (("StepOutput", ["same", "same"]), ("Output", ends)):
            refs = tuple(Ref(kind, "hidden", count - 1, direction, at[direction]) for direction in directions)
            found.append(Layer(Key(name), "fc", readout, inputs={"features": refs}))
        return by_key(*found)


def recurrent_layer(
    recurrent: nn.Module,
    kind: type[RecurrentStep],
    module: str,
    layer: int,
    direction: int,
    inputs: dict[str, tuple[Ref, ...]],
    place: int | None = None,
) -> Layer:
    """One layer in one direction of a recurrent module called `module`; `place` is its number among all, if another."""
    names = [f"{module}.{name}" if module else name for name in weight_names(layer, direction)]
    there = {role: name for role, name in zip(_ROLES, names, strict=True) if hasattr(recurrent, name.split(".")[-1])}
    rows = getattr(recurrent, names[0].split(".")[-1]).shape[0]
    settings = {"blocks": rows // recurrent.hidden_size}
    return Layer(Key(kind.__name__, layer if place is None else place, direction), module, there, settings, inputs)


_ROLES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


@cache
def weight_names(layer: int, direction: int) -> list[str]:
    """The parameters of one layer in one direction, as torch.nn.RNNBase has them."""
    return [f"{role}_l{layer}" + ("_reverse" if direction else "") for role in _ROLES]


def readout_called(name: str) -> str:
    """Raises ValueError on a name that is none of READOUTS."""
    if name not in READOUTS:
        raise ValueError(f"readout {name!r} is not one of {', '.join(READOUTS)}")
    return name


def before(states: Tensor, first: Tensor) -> Tensor:
    """The state before each step, (T, N): `first` (N,), then all states but the last, in the order of computing."""
    return torch.cat([first[None], states[:-1]])


def in_order(x: Tensor, direction: int) -> Tensor:
    """(T, D) in the order of computing, from the order of time, or back."""
    return x.flip(0) if direction else x


def times(length: int, direction: int, first: int) -> range:
    """The time of each step in the order of computing, when the first row is of time `first`."""
    return range(first + length - 1, first - 1, -1) if direction else range(first, first + length)
