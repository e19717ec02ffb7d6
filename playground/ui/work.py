"""What the routes have done in a worker thread: each function takes what was asked, as it came.

Torch is imported at the first question that needs it, never before.
"""

import json
import time
from typing import TYPE_CHECKING, Any

from playground.errors import InputError

if TYPE_CHECKING:
    from playground.inspection import Run


def start(asked: dict[str, Any]) -> tuple["Run", float, bool]:
    """The run that is asked for, when work on it began, and whether its values are to be exact."""
    begun, exact = time.perf_counter(), asked.get("exact") is True
    return _run(asked), begun, exact


def _run(asked: dict[str, Any]) -> "Run":
    from playground.inspection import start_asked
    from playground.live import go_on, read

    if "points" in asked:  # of a stroke that is still being drawn
        return go_on(asked.get("architecture"), asked["points"], asked.get("lift"), asked.get("carry"))
    if asked.get("task") == "strokes" and asked.get("changes") in (None, {}):
        return read(asked.get("architecture"), asked.get("input"))
    return start_asked(asked)


def similar(asked: dict[str, Any]) -> dict[str, Any]:
    """Where in the example set the same units are on (similar.py)."""
    from playground.similar import answer, read_query

    return answer(read_query(asked))


def story() -> dict[str, Any]:
    """What the read-along tab has beside its words (story.py)."""
    from playground import story

    return story.story()


def explain(asked: dict[str, Any]) -> dict[str, Any]:
    """One value as an equation with its numbers (explain/)."""
    from playground.explain.asked import answer

    return answer(asked)


def attribution(asked: dict[str, Any]) -> dict[str, Any]:
    """What each part of an input did to the answer (attribution.py)."""
    from playground.attribution import answer

    return answer(asked)


def lab(asked: dict[str, Any]) -> dict[str, Any]:
    """The maps of the convolution lab (lab.py)."""
    from playground.lab import answer

    return answer(asked)


def weights(asked: dict[str, str]) -> bytes:
    """A frame of the weights of a layer, or of one of its units, of a network with or without changes."""
    from playground.changes import changed, read_changes
    from playground.ui.catalogue import layer_weights
    from playground.ui.wire import pack

    try:
        changes = read_changes(json.loads(asked.get("changes", "null")))
    except (ValueError, RecursionError) as error:
        raise error if isinstance(error, InputError) else InputError("bad_request") from error
    model = changed(asked["task"], asked["architecture"], changes)
    unit = asked.get("unit")
    weight, bias = layer_weights(model, asked["layer"], unit)
    arrays = [("weight", "float32", weight[None]), ("bias", "float32", bias[None])]  # they are printed
    return pack({"stage": "Weights", "layer": int(asked["layer"])}, arrays)
