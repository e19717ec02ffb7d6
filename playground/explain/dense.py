"""A unit of a fully connected layer: z = W x + b and a = f(z); of a hidden layer, or of the readout."""

from typing import Any

from torch import Tensor, nn

from playground.explain.before import given
from playground.explain.explanation import Explanation, Source, Step, at, weigh, with_bias
from playground.explain.functions import FUNCTIONS
from playground.explain.walk import Walk, finish, source
from playground.stages import Dense, DenseStep


def unit(walk: Walk) -> Explanation:
    """A unit of a Dense or DenseStep before or after its activation."""
    stage: Dense | DenseStep = walk.stage
    (n,) = walk.selection.index
    name = f"fc{stage.layer + 1}"
    expression = f"model.{name}.weight[{n}] @ x + model.{name}.bias[{n}]"
    shape = tuple(stage.x.shape)
    if isinstance(stage, Dense) and stage.layer == 0:
        shape = tuple(s for s in walk.stages[0].values.shape if s > 1) or (1,)  # type: ignore[union-attr]
    parts = linear(walk.model.get_submodule(name), n, stage.x, "z", "a" if stage.layer else "x", shape)
    found = {"sources": tuple(_below(walk, stage)), "where": (("x", f"stages[{walk.position}].x"),)}
    if walk.selection.quantity == "pre_activation":
        return finish(walk, "dense_z", parts, expression, **found)
    f = FUNCTIONS[walk.model.activation]
    symbols, numbers, after = f.told(at("a", (n,)), at("z", (n,)), parts["result"])
    parts["symbols"] += (symbols,)
    parts["numbers"] += (numbers,)
    parts["steps"] += (Step("activation", at("a", (n,)), after),)
    line = f.torch.format(expression)
    return finish(walk, f"dense_{walk.model.activation}", parts | {"result": after}, line, **found)


def linear(layer: nn.Linear, n: int, x: Tensor, symbol: str, name: str, shape: tuple[int, ...]) -> dict[str, Any]:
    """The parts of an explanation of output `n` of a linear layer; x (D,) is told as `name` with places in `shape`."""

    def place(i: int) -> tuple[int, ...]:
        index = []
        for size in reversed(shape):
            i, rest = divmod(i, size)
            index.append(rest)
        return tuple(reversed(index))

    sum_ = weigh(f"Σ_i w_{{{n + 1},i}} {name}_i", layer.weight[n], x, place, name=name)
    return with_bias(at(symbol, (n,)), sum_, at("b", (n,)), float(layer.bias[n]))


def _below(walk: Walk, stage: Dense | DenseStep) -> list[Source]:
    """Where a layer's input stands: in the layer before, in the input, or with the step itself."""
    place = {"t": stage.t} if isinstance(stage, DenseStep) else {}
    if stage.layer:
        below = walk.find(type(stage).__name__, layer=stage.layer - 1, **place)
        return [] if below is None else [source("layer", walk.stages[below], "activation")]
    return given(walk, stage)
