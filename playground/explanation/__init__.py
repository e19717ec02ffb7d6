"""One value of a run, explained: its equation with its numbers, its terms, and where they came from."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from torch import nn

from playground.equations.cell import MOST, Cell, Source, Sum, Term
from playground.equations.written import at, subscript
from playground.explanation.card import Explanation, Step, card
from playground.explanation.field import field
from playground.explanation.selection import Selection, explicable, locate, read_selection
from playground.stages import Layers, RecurrentStep, Stage
from playground.stages.walk import Moment, Walk, parameters_of

__all__ = [
    "Explanation",
    "Selection",
    "Source",
    "Step",
    "Sum",
    "Term",
    "explained",
    "explicable",
    "read_selection",
    "walk_of",
]


def walk_of(model: nn.Module, stages: Sequence[Stage], state: Any = None, layers: Layers | None = None) -> Walk:
    """A run through a network, to be walked back; `layers` are the model's own unless they are given."""
    known: Any = layers if layers is not None else getattr(model, "layers", {})
    return Walk(known, parameters_of(model), stages, state)


def explained(walk: Walk, selection: Selection, terms: int = MOST) -> Explanation:
    """How the selected value came about, from the values of its run. Raises InputError when there is no such value.

    terms: how many products of each sum of weights times values are told one by one.
    """
    position = locate(walk, selection)
    moment = walk.at(position, selection.quantity)
    equation = walk.equation(position, selection.quantity)
    if equation is None:
        return card(moment, selection, _read(moment, selection), kind(moment), None)
    seen = field(walk, _here(moment, selection))
    return card(moment, selection, equation.cell(moment, selection.index), kind(moment), seen, terms)


def _here(moment: Moment, selection: Selection) -> Source:
    place, ranges = moment.stage.place, tuple((i, i + 1) for i in selection.index)
    return Source("", place.kind, selection.quantity, ranges, place.layer, place.direction, place.t)


def _read(moment: Moment, selection: Selection) -> Cell:
    """A value of the input, which nothing computes, or of a layer of which nothing is known."""
    values = getattr(moment.stage, selection.quantity)
    declared, index = moment.declared[selection.quantity], selection.index
    given = declared.role == "input"
    place = index[1:] if given and len(index) == 3 and len(values) == 1 else index
    role = "input" if given else "cell"
    source = replace(_here(moment, selection), role=role)
    return Cell(
        "value",
        float(values[index]),
        at(declared.symbol, place),
        f"x{subscript(index)}",
        step="given" if given else "unknown",
        sources=(source,),
        names=(("x", f"stages[{moment.position}].{selection.quantity}"),),
        notes=() if given else ("unknown",),
    )


def kind(moment: Moment) -> str:
    """Of which kind an explanation is: a key of explain.kinds in playground/text for those that have words there."""
    stage, name = moment.stage, moment.quantity
    of_stage, role = type(stage).__name__, moment.declared[name].role
    if isinstance(stage, RecurrentStep):
        return f"{of_stage.removesuffix('Step').lower()}_{name}"
    by_role = {"input": "input", "logits": "logit", "probabilities": "softmax", "pre_activation": "dense_z"}
    if role in by_role:
        return by_role[role]
    function = moment.setting("function")
    if role == "activation" and function:
        return function if of_stage == "Activation" else f"dense_{function}"
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in of_stage).lstrip("_")
