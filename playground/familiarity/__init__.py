"""How like what a network learnt from an input is: a measure for each kind of input, calibrated on real inputs.

A softmax shares 1 out among its classes and cannot say that none of them fits. Nothing here imports torch before a
measure is asked for.
"""

from typing import Any

from playground.errors import InputError
from playground.familiarity.measure import UNLIKE, Likeness, Measure
from playground.registry import Registry

MEASURES = Registry(
    "task",
    {
        "digits": "playground.familiarity.pictures:OF_DIGITS",
        "strokes": "playground.familiarity.pictures:OF_STROKES",
        "names": "playground.familiarity.surnames:MEASURE",
        "reviews": "playground.familiarity.sentences:MEASURE",
    },
)

__all__ = ["MEASURES", "UNLIKE", "Likeness", "Measure", "likeness"]


def likeness(network: Any, encoded: Any) -> Likeness | None:
    """How like what a network learnt from an input is; None where nothing was calibrated.

    network: a networks.Network. encoded: what its task made of the whole of the input, with its changes. Of a network
    that was handed over nobody knows what it learnt from; one of ours with changes has still learnt from the same.
    """
    if not network.calibrated or network.task not in MEASURES:
        return None
    try:
        return MEASURES[network.task].likeness(network, encoded)
    except InputError:  # the measure's file is missing or damaged; all else is as it was
        return None
