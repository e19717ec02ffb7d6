"""Networks with something changed, computed from the trained weights as they are, in double precision.

Nothing is changed in a weight: a gate is overridden, a value multiplied by 0, a kernel put beside the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground import stages
from playground.changes import Gate, Off
from playground.stages import Stage

FUNCTIONS = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "identity": lambda z: z}


def recurrent(
    model: Any, x: Tensor, gates: Sequence[Gate] = (), off: Sequence[Off] = (), activation: str = "tanh"
) -> Iterator[Stage]:
    """A loop over time with the weights as they were: a held gate is overridden, a state that is off multiplied by 0.

    The candidate and the cell of a unit that is off are told as 0, too. activation: of an RNN.
    """
    x = (x.squeeze(0) if x.dim() == 3 else x).double()
    yield stages.Input(x)
    module, weights = model.recurrent, doubled(model)
    for layer in range(module.num_layers):
        columns, last = [], []
        for direction in range(1 + module.bidirectional):
            mask = x.new_ones(module.hidden_size)
            for one in off:
                if (one.layer, one.direction) == (layer, direction):
                    mask[list(one.units)] = 0
            own = held(gates, layer, direction, mask)
            suffix = f"_l{layer}" + "_reverse" * direction
            parts = [weights[name + suffix] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
            h = c = x.new_zeros(module.hidden_size)
            states = {}
            for t in sorted(range(len(x)), reverse=direction == 1):
                told, h, c = CELLS[type(module)](parts, x[t], h, c, own, mask, FUNCTIONS[activation])
                yield STEPS[type(module)](layer=layer, t=t, direction=direction, x=x[t], **told)
                states[t] = h
            columns.append([states[t] for t in range(len(x))])
            last.append(h)
        x = torch.stack([torch.cat(row) for row in zip(*columns, strict=True)])
    for t, row in enumerate(x):
        yield stages.StepOutput(t, weights["fc.weight"] @ row + weights["fc.bias"])
    features = torch.cat(last)
    yield stages.Output(features, weights["fc.weight"] @ features + weights["fc.bias"])


def held(gates: Sequence[Gate], layer: int, direction: int, like: Tensor) -> dict[str, Tensor]:
    """Of each gate the values at which its units are held, NaN where they are not."""
    found: dict[str, Tensor] = {}
    for gate in gates:
        if gate.layer in (None, layer) and gate.direction in (None, direction):
            values = found.setdefault(gate.gate, torch.full_like(like, torch.nan))
            values[list(range(len(values)) if gate.units is None else gate.units)] = gate.value
    return found


def overridden(name: str, values: Tensor, own: dict[str, Tensor]) -> Tensor:
    return torch.where(own[name].isnan(), values, own[name]) if name in own else values


def doubled(model: nn.Module) -> dict[str, Tensor]:
    """The weights by the names of the modules' attributes, without the name of the recurrent module."""
    prefix = next((f"{name}." for name, module in model.named_children() if isinstance(module, nn.RNNBase)), "-")
    return {name.removeprefix(prefix): value.double() for name, value in model.state_dict().items()}


def rnn_cell(p: list[Tensor], x: Tensor, h: Tensor, c: Tensor, own: Any, mask: Tensor, f: Any) -> Any:
    h = mask * f(p[0] @ x + p[2] + p[1] @ h + p[3])
    return {"hidden": h}, h, c


def lstm_cell(p: list[Tensor], x: Tensor, h: Tensor, c: Tensor, own: Any, mask: Tensor, _: Any) -> Any:
    i, f, g, o = (p[0] @ x + p[2] + p[1] @ h + p[3]).chunk(4)
    told = {"input": i.sigmoid(), "forget": f.sigmoid(), "candidate": g.tanh(), "output": o.sigmoid()}
    told = {name: overridden(name, values, own) for name, values in told.items()}
    c = told["forget"] * c + told["input"] * told["candidate"]
    h = mask * told["output"] * torch.tanh(c)
    return told | {"candidate": mask * told["candidate"], "cell": mask * c, "hidden": h}, h, c


def gru_cell(p: list[Tensor], x: Tensor, h: Tensor, c: Tensor, own: Any, mask: Tensor, _: Any) -> Any:
    (xr, xz, xn), (hr, hz, hn) = (p[0] @ x + p[2]).chunk(3), (p[1] @ h + p[3]).chunk(3)
    reset = overridden("reset", (xr + hr).sigmoid(), own)
    update = overridden("update", 1 - (xz + hz).sigmoid(), own)
    new = overridden("candidate", (xn + reset * hn).tanh(), own)
    h = mask * ((1 - update) * h + update * new)
    return {"reset": reset, "update": update, "candidate": mask * new, "hidden": h}, h, c


CELLS = {nn.RNN: rnn_cell, nn.LSTM: lstm_cell, nn.GRU: gru_cell}
STEPS: dict[Any, Any] = {nn.RNN: stages.RNNStep, nn.LSTM: stages.LSTMStep, nn.GRU: stages.GRUStep}


def cnn(
    model: Any,
    x: Tensor,
    activation: str = "relu",
    pooling: str = "max",
    padding: int = 2,
    kernels: dict[tuple[int, int, int], Any] | None = None,
    off: Sequence[Off] = (),
    strided: bool = False,
) -> Iterator[Stage]:
    """By torch.nn.functional; strided: the first convolution goes by 2 and is not pooled.

    Without padding the readout's weights are those of the middle 4 x 4 of 7 x 7.
    """
    x, weights = x.double(), doubled(model)
    for (layer, row, column), values in (kernels or {}).items():
        weights[f"conv{layer + 1}.0.weight"][row, column] = torch.tensor(values)
    yield stages.Input(x)
    for layer in (0, 1):
        alone = strided and layer == 0
        maps = F.conv2d(x, weights[f"conv{layer + 1}.0.weight"], weights[f"conv{layer + 1}.0.bias"], 1 + alone, padding)
        yield stages.Convolution(layer, x, maps)
        maps = masked(FUNCTIONS[activation](maps), layer, off)
        yield stages.Activation(layer, activation, maps)
        if alone:
            x = maps
        elif pooling == "max":
            x, winners = F.max_pool2d(maps, 2, return_indices=True)
            yield stages.MaxPooling(layer, x, winners)
        else:
            x = maps.unfold(1, 2, 2).unfold(2, 2, 2).mean((-1, -2))
            yield stages.AveragePooling(layer, x)
    yield stages.Flatten(x.flatten())
    places = weights["out.weight"].reshape(10, 32, 7, 7)
    places = places if padding else places[:, :, 1:5, 1:5]
    yield stages.Output(x.flatten(), places.reshape(10, -1) @ x.flatten() + weights["out.bias"])


def fnn(model: Any, x: Tensor, activation: str = "relu", off: Sequence[Off] = ()) -> Iterator[Stage]:
    yield stages.Input(x)
    a = x.flatten().double()
    *hidden, (weight, bias) = zip(*[iter(doubled(model).values())] * 2, strict=True)
    for layer, (w, b) in enumerate(hidden):
        z = w @ a + b
        step = stages.Dense(layer, a, z, masked(FUNCTIONS[activation](z), layer, off))
        yield step
        a = step.activation
    yield stages.Output(a, weight @ a + bias)


def masked(values: Tensor, layer: int, off: Sequence[Off]) -> Tensor:
    mask = torch.ones(len(values))
    mask[[unit for one in off if one.layer == layer for unit in one.units]] = 0
    return values * mask.view(-1, *[1] * (values.dim() - 1))


def without_sums(found: Sequence[Stage], off: Sequence[Off]) -> list[Stage]:
    """What goes into the activation of a unit that is off does not count, and is left out."""
    names = {stages.Dense: "pre_activation", stages.Convolution: "maps"}
    return [
        replace(stage, **{name: masked(getattr(stage, name), getattr(stage, "layer", 0), off)})
        if (name := names.get(type(stage)))
        else stage
        for stage in found
    ]
