"""See inside a neural network: one input through FNN, CNN, RNN, LSTM or GRU, every value on the way kept.

from playground import inspect
trace = inspect("digits", {"strokes": [[[0.5, 0.2], [0.5, 0.8]]]}, "lstm")
trace.prediction, trace.probabilities, trace.stages
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.attribution import attribute
    from playground.errors import InputError
    from playground.explanation.of_input import edges, explain
    from playground.inspection import inspect
    from playground.listings import listing
    from playground.networks import Network
    from playground.stages import Trace

__version__ = "0.1.0"

__all__ = ["InputError", "Network", "Trace", "attribute", "edges", "explain", "inspect", "listing"]

_PLACES = {
    "InputError": "errors",
    "Network": "networks",
    "Trace": "stages",
    "attribute": "attribution",
    "edges": "explanation.of_input",
    "explain": "explanation.of_input",
    "inspect": "inspection",
    "listing": "listings",
}


def __getattr__(name: str) -> Any:
    """Import on first use: `import playground` alone stays quick and does not import torch."""
    from importlib import import_module

    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
