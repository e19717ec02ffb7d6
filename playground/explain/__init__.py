"""explain(model, stages, selection) -> Explanation: one value of a run, as an equation with its numbers in it."""

from collections.abc import Sequence
from typing import Any

from torch import nn

from playground.explain import convolution, dense, readout, recurrent
from playground.explain.explanation import Explanation, Selection, Source, Step, Sum, Term, at, significant
from playground.explain.walk import Walk, finish, locate, read_selection, source
from playground.models.recurrent import Carried
from playground.stages import Stage

__all__ = ["Explanation", "Selection", "Source", "Step", "Sum", "Term", "explain", "read_selection"]


def explain(
    model: nn.Module, stages: Sequence[Stage], selection: Selection, state: Carried | None = None
) -> Explanation:
    """How the selected value came about; everything is read from `stages`, the run of one input through `model`.

    state: what the run went on from, if it did. Raises InputError when there is no such value.
    """
    walk = locate(model, stages, selection, state)
    if selection.quantity == "probabilities":
        return readout.probability(walk)
    return _FAMILIES[selection.stage](walk)


def _given(walk: Walk) -> Explanation:
    """A value of the input, which nothing computes."""
    index = walk.selection.index
    symbol = at("x", index[1:] if len(index) == 3 and walk.stage.values.shape[0] == 1 else index)
    parts: dict[str, Any] = {
        "symbols": (symbol,),
        "numbers": (f"{symbol} = {significant(walk.value)}",),
        "sums": (),
        "steps": (Step("given", symbol, walk.value),),
        "result": walk.value,
    }
    line = f"x[{', '.join(map(str, index))}]"
    cell = source("input", walk.stage, "values", [(i, i + 1) for i in index])
    return finish(walk, "input", parts, line, where=(("x", f"stages[{walk.position}].values"),), sources=(cell,))


_FAMILIES = {
    "Input": _given,
    "Dense": dense.unit,
    "DenseStep": dense.unit,
    "Convolution": convolution.convolution,
    "Activation": convolution.activation,
    "MaxPooling": convolution.pooling,
    "AveragePooling": convolution.pooling,
    "Flatten": convolution.flatten,
    "RNNStep": recurrent.step,
    "LSTMStep": recurrent.step,
    "GRUStep": recurrent.step,
    "StepOutput": readout.logit,
    "Output": readout.logit,
}
