"""What the readout says: a logit, and its probability; at the end, or after a time step."""

import math
from typing import Any

from playground.explain.before import states
from playground.explain.dense import linear
from playground.explain.explanation import MOST as _MOST
from playground.explain.explanation import Explanation, Source, Step, Sum, Term, at, significant
from playground.explain.walk import RECURRENT, Walk, finish, source
from playground.models.fnn import FNN
from playground.stages import Output

FAR = 700.0  # e^709 is the largest that a float64 holds


def logit(walk: Walk) -> Explanation:
    """y = W features + b."""
    (k,) = walk.selection.index
    features, where, sources = _features(walk)
    name = next(name for name, module in reversed(list(walk.model.named_modules())) if module is _layer(walk))
    parts = linear(_layer(walk), k, features, "y", "h" if _recurrent(walk) else "a", (len(features),))
    line = f"model.{name}.weight[{k}] @ features + model.{name}.bias[{k}]"
    both = _recurrent(walk) and walk.model.recurrent.bidirectional
    notes = ("both_ends",) if both and isinstance(walk.stage, Output) else ()
    return finish(walk, "logit", parts, line, where=(("features", where),), sources=tuple(sources), notes=notes)


def probability(walk: Walk) -> Explanation:
    """e^y over the sum of e^y of all classes; where no float64 holds those, of all logits less the largest of them."""
    (k,) = walk.selection.index
    logits = walk.stage.logits.tolist()
    most = max(logits)
    top, less = (most, " − max(y)") if abs(most) > FAR else (0.0, "")
    powers = [math.exp(y - top) for y in logits]
    total = sum(powers)
    order = sorted(range(len(powers)), key=lambda j: -powers[j])[:_MOST]
    terms = tuple(Term(f"e^{{{at('y', (j,))}{less}}}", (j,), 1.0, logits[j] - top, powers[j]) for j in order)
    rest, more = total - sum(powers[j] for j in order), len(powers) - len(order)
    result = powers[k] / total
    p, y = at("p", (k,)), at("y", (k,))
    return finish(
        walk,
        "softmax",
        {
            "symbols": (f"{p} = e^{{{y}{less}}} / Σ_j e^{{y_j{less}}}",),
            "numbers": (
                f"{p} = e^{{{significant(logits[k] - top)}}} / {significant(total)}"
                f" = {significant(powers[k])} / {significant(total)} = {significant(result)}",
            ),
            "sums": (Sum(f"Σ_j e^{{y_j{less}}}", terms, more, rest if more else 0.0, 0, total),),
            "steps": (
                Step("logit", y, logits[k]),
                Step("power", f"e^{{{y}{less}}}", powers[k]),
                Step("powers", f"Σ_j e^{{y_j{less}}}", total),
                Step("probability", p, result),
            ),
            "result": result,
        },
        f"torch.softmax(logits, dim=0)[{k}]",
        where=(("logits", f"stages[{walk.position}].logits"),),
        sources=(source("logits", walk.stage, "logits"),),
    )


def _recurrent(walk: Walk) -> bool:
    return hasattr(walk.model, "recurrent")


def _layer(walk: Walk) -> Any:
    """The linear layer that reads out."""
    if isinstance(walk.model, FNN):
        return walk.model.layers[-1]
    return walk.model.fc if _recurrent(walk) else walk.model.out


def _features(walk: Walk) -> tuple[Any, str, list[Source]]:
    """What is read out: its values, the expression that gives them, and where they stand."""
    stage = walk.stage
    if isinstance(stage, Output):
        return stage.features, f"stages[{walk.position}].features", _ends(walk)
    if not _recurrent(walk):
        position = walk.find("DenseStep", layer=walk.model.depth - 2, t=stage.t)
        if position is None:  # no hidden layer: the input is read out itself
            first: Any = walk.stages[0]
            row = stage.t - walk.first
            ranges = ((row, row + 1), (0, first.values.shape[1]))
            return first.values[row], f"stages[0].values[{row}]", [source("input", first, "values", ranges)]
        step: Any = walk.stages[position]
        return step.activation, f"stages[{position}].activation", [source("layer", step, "activation")]
    import torch

    kind, last = _last_layer(walk)
    found = [walk.find(kind, layer=last, direction=direction, t=stage.t) for direction in (0, 1)]
    positions = [position for position in found if position is not None]
    parts = [walk.stages[position].hidden for position in positions]  # type: ignore[union-attr]
    names = [f"stages[{position}].hidden" for position in positions]
    where = names[0] if len(names) == 1 else f"torch.cat([{', '.join(names)}])"
    return torch.cat(parts), where, states(walk, kind, last, stage.t)


def _ends(walk: Walk) -> list[Source]:
    """Where the features of the Output stand."""
    first: Any = walk.stages[0]
    if _recurrent(walk):
        kind, last = _last_layer(walk)
        end = walk.first + len(first.values) - 1
        forward = walk.find(kind, layer=last, direction=0, t=end)
        backward = walk.find(kind, layer=last, direction=1, t=walk.first)
        return [source("layer", walk.stages[p], "hidden") for p in (forward, backward) if p is not None]
    if not isinstance(walk.model, FNN):
        return [source("layer", walk.stages[walk.position - 1], "values")]
    depth = walk.model.depth
    sliding = first.values.dim() == 2
    if depth == 1:
        rows = len(first.values)
        ranges = ((rows - 1, rows), (0, first.values.shape[1])) if sliding else None
        return [source("input", first, "values", ranges)]
    place = {"t": walk.first + len(first.values) - 1} if sliding else {}
    position = walk.find("DenseStep" if sliding else "Dense", layer=depth - 2, **place)
    return [] if position is None else [source("layer", walk.stages[position], "activation")]


def _last_layer(walk: Walk) -> tuple[str, int]:
    """The kind of the steps, and the number of the last layer."""
    kind = next(type(stage).__name__ for stage in walk.stages if isinstance(stage, RECURRENT))
    return kind, walk.model.recurrent.num_layers - 1
