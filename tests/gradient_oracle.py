"""Networks computed piece by piece in double precision, nothing fused, each value kept: autograd differentiates them.

What a stage is given is a copy of its own, so that its gradient is what goes back through this stage alone.
"""

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground import stages
from playground.models.cnn import CNN
from playground.models.fnn import FNN
from playground.models.recurrent import RecurrentClassifier
from playground.stages import Stage, quantities

FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": torch.relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "identity": lambda z: z * 1.0,
}
Weights = dict[str, Tensor]


def leaves(model: nn.Module) -> Weights:
    """The weights in double precision, to be differentiated by."""
    return {name: value.detach().double().requires_grad_() for name, value in model.named_parameters()}


def run(model: Any, trace: Iterable[Stage], w: Weights) -> list[Stage]:
    """All stages of one of the five classes, of the input of a trace.

    Of a pooling those win that won there: near ties fall either way.
    """
    begin, *others = trace
    x: Tensor = begin.values  # type: ignore[attr-defined]
    winners = {stage.layer: stage.winners.clone() for stage in others if isinstance(stage, stages.MaxPooling)}
    x = x.detach().double().requires_grad_()
    if isinstance(model, FNN):
        return sliding(model, x, w) if x.dim() == 2 else fnn(model, x, w)
    return cnn(model, x, w, winners) if isinstance(model, CNN) else recurrent(model, x, w)


def fnn(model: FNN, x: Tensor, w: Weights) -> list[Stage]:
    found: list[Stage] = [stages.Input(x)]
    a = x.flatten()
    for layer in range(model.depth - 1):
        given = a.clone()
        z = w[f"fc{layer + 1}.weight"] @ given + w[f"fc{layer + 1}.bias"]
        a = FUNCTIONS[model.activation](z)
        found.append(stages.Dense(layer, given, z, a))
    given = a.clone()
    return [*found, stages.Output(given, w[f"fc{model.depth}.weight"] @ given + w[f"fc{model.depth}.bias"])]


def sliding(model: FNN, x: Tensor, w: Weights) -> list[Stage]:
    places = [fnn(model, row, w) for row in x]
    found: list[Stage] = [stages.Input(x)]
    for layer in range(model.depth - 1):
        for t, place in enumerate(places):
            dense: Any = place[1 + layer]
            found.append(stages.DenseStep(layer, t, dense.x, dense.pre_activation, dense.activation))
    found += [stages.StepOutput(t, place[-1].logits * 1.0) for t, place in enumerate(places)]  # type: ignore[attr-defined]
    return [*found, places[-1][-1]]


def cnn(model: CNN, x: Tensor, w: Weights, winners: dict[int, Tensor]) -> list[Stage]:
    found: list[Stage] = [stages.Input(x)]
    for layer, block in enumerate((model.conv1, model.conv2)):
        conv, _, *pools = block
        given = x.clone()
        name = f"conv{layer + 1}.0"
        maps = F.conv2d(given, w[f"{name}.weight"], w[f"{name}.bias"], conv.stride, conv.padding)  # type: ignore[arg-type]
        found.append(stages.Convolution(layer, given, maps))
        x = FUNCTIONS[model.activation](maps)
        found.append(stages.Activation(layer, model.activation, x))
        for pool in pools:
            if isinstance(pool, nn.MaxPool2d):
                x = x.flatten(1).gather(1, winners[layer].flatten(1)).view(winners[layer].shape)
                found.append(stages.MaxPooling(layer, x, winners[layer]))
            else:
                x = x[:, : x.shape[1] // 2 * 2, : x.shape[2] // 2 * 2].unfold(1, 2, 2).unfold(2, 2, 2).mean((-1, -2))
                found.append(stages.AveragePooling(layer, x))
    flat = x.flatten()
    given = flat.clone()
    return [*found, stages.Flatten(flat), stages.Output(given, w["out.weight"] @ given + w["out.bias"])]


def recurrent(model: RecurrentClassifier, x: Tensor, w: Weights) -> list[Stage]:
    found: list[Stage] = [stages.Input(x)]
    module, size = model.recurrent, model.recurrent.hidden_size
    function = FUNCTIONS[getattr(model, "activation", "tanh")]
    states = list(x)
    for layer in range(module.num_layers):
        columns = []
        for direction in range(1 + module.bidirectional):
            end = f"_l{layer}" + "_reverse" * direction
            names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
            parts = [w[f"{model.module}.{name}{end}"] for name in names]
            h = c = x.new_zeros(size)
            made = {}
            for t in sorted(range(len(states)), reverse=direction == 1):
                given = states[t].clone()
                step, h, c = CELLS[type(module)](parts, given, h, c, function)
                found.append(STEPS[type(module)](layer=layer, t=t, direction=direction, x=given, **step))
                made[t] = h
            columns.append(made)
        states = [torch.cat([made[t] for made in columns]) for t in range(len(states))]
    found += [stages.StepOutput(t, w["fc.weight"] @ state + w["fc.bias"]) for t, state in enumerate(states)]
    last = states[-1]
    if module.bidirectional and model.readout_of == "final":
        last = torch.cat([states[-1][:size], states[0][size:]])
    given = last.clone()
    return [*found, stages.Output(given, w["fc.weight"] @ given + w["fc.bias"])]


def _rnn(p: list[Tensor], x: Tensor, h: Tensor, c: Tensor, function: Any) -> Any:
    h = function(p[0] @ x + p[2] + p[1] @ h + p[3])
    return {"hidden": h}, h, c


def _lstm(p: list[Tensor], x: Tensor, h: Tensor, c: Tensor, _: Any) -> Any:
    i, f, g, o = (p[0] @ x + p[2] + p[1] @ h + p[3]).chunk(4)
    i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
    c = f * c + i * g
    h = o * c.tanh()
    return {"input": i, "forget": f, "candidate": g, "output": o, "cell": c, "hidden": h}, h, c


def _gru(p: list[Tensor], x: Tensor, h: Tensor, c: Tensor, _: Any) -> Any:
    (xr, xz, xn), (hr, hz, hn) = (p[0] @ x + p[2]).chunk(3), (p[1] @ h + p[3]).chunk(3)
    reset, update = (xr + hr).sigmoid(), 1 - (xz + hz).sigmoid()
    new = (xn + reset * hn).tanh()
    h = (1 - update) * h + update * new
    return {"reset": reset, "update": update, "candidate": new, "hidden": h}, h, c


CELLS: dict[Any, Any] = {nn.RNN: _rnn, nn.LSTM: _lstm, nn.GRU: _gru}
STEPS: dict[Any, Any] = {nn.RNN: stages.RNNStep, nn.LSTM: stages.LSTMStep, nn.GRU: stages.GRUStep}


def differentiated(found: list[Stage], loss: Tensor, w: Weights) -> tuple[list[dict[str, Tensor]], Weights]:
    """By autograd: of each stage d loss / d each of its fields, and of each weight; 0 where nothing reads it."""
    fields = [
        {name: getattr(stage, name) for name in quantities(type(stage)) if name not in type(stage).derived}
        for stage in found
    ]
    kept = [{name: value for name, value in one.items() if value.is_floating_point()} for one in fields]
    asked = [*(value for one in kept for value in one.values()), *w.values()]
    got = iter(torch.autograd.grad(loss, asked, allow_unused=True, materialize_grads=True))
    told = [{name: next(got) for name in one} for one in kept]
    return told, {name: next(got) for name in w}


def apart(a: Tensor, b: Tensor) -> float:
    """The largest difference, over the largest value where that is more than 1."""
    assert a.shape == b.shape
    return float((a.double() - b.double()).abs().max() / b.abs().max().clamp(min=1)) if len(b.flatten()) else 0.0


def assert_same(
    actual: Iterable[Stage], expected: list[Stage], told: list[dict[str, Tensor]], tolerance: float
) -> None:
    """Stage by stage and field by field."""
    actual = list(actual)
    assert [stage.place for stage in actual] == [stage.place for stage in expected]
    for stage, fields in zip(actual, told, strict=True):
        for name, gradient in fields.items():
            assert getattr(stage, name).dtype == torch.float32
            assert apart(getattr(stage, name), gradient) <= tolerance, f"{stage.place}.{name}"
