"""What a kind of stage declares of itself, as data for the page and for programs."""

from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any

from playground.equations import Equation, function
from playground.errors import InputError
from playground.stages.dense import Output, StepOutput
from playground.stages.diagram import Others, told
from playground.stages.parts import affines, holdable, made_by_weights
from playground.stages.quantity import Range
from playground.stages.recurrent import RecurrentStep
from playground.stages.stage import Stage, quantities, results


def every_kind() -> dict[str, dict[str, Any]]:
    """By name what each kind of stage that there is declares, and under "about" what it is."""
    found: dict[str, dict[str, Any]] = {}
    left = Stage.__subclasses__()
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        with suppress(InputError):  # what somebody else has made, and says too little of itself
            if results(kind):  # a class that others are made from has none
                found[kind.__name__] = {"about": (kind.__doc__ or "").strip()} | declarations(kind)
    return dict(sorted(found.items()))


@cache
def declarations(kind: type[Stage], others: Others = ()) -> dict[str, Any]:
    """{"timed", "switchable", "searchable", "quantities": {name: {"symbol", "range", "role", "axes", ...}}}.

    timed: a stage for each time step. switchable: its units or maps can be switched off. searchable: similar steps can
    be searched. held: the quantity can be held at a value. equation: in one line, "" where there is none.
    `others` are equations of a layer in place of the declared ones.
    "diagram", the cell as a drawing (diagram.told), is there of recurrent kinds.
    """
    known, held = dict(quantities(kind)), holdable(kind)
    for name, equation in others:
        known[name] = replace(known[name], equation=equation, range=_range(equation) or known[name].range)
    # Where weights make one quantity alone, their letters need no index.
    several = sum(any(affines(what.equation)) for what in known.values()) > 1
    letters = {name: what.symbol or "x" for name, what in known.items()}
    letters = {"x": "x", "a": "a", "b": "b", "features": "h"} | letters
    shown = {name: what for name, what in known.items() if what.role != "argument" and name not in kind.derived}
    return ({"diagram": told(kind, others)} if issubclass(kind, RecurrentStep) else {}) | {
        "timed": "t" in kind.__dataclass_fields__,
        "switchable": made_by_weights(kind) is not None and not issubclass(kind, Output | StepOutput),
        "searchable": issubclass(kind, RecurrentStep),
        "quantities": {
            name: {
                "symbol": what.symbol,
                "range": what.range,
                "role": what.role,
                "axes": list(what.axes),
                "equation": ""
                if what.equation is None
                else what.equation.written(letters, what.symbol if several else ""),
                "held": name in held,
            }
            for name, what in shown.items()
        },
    }


def _range(equation: Equation | None) -> Range | None:
    """The range of a quantity that is made otherwise than is declared, where it is another."""
    return "positive" if isinstance(equation, function) and equation.name == "relu" else None
