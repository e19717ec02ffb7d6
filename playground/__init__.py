"""See inside a neural network: one input through FNN, CNN, RNN, LSTM or GRU, every value on the way kept.

from playground import inspect
trace = inspect("digits", {"strokes": [[[0.5, 0.2], [0.5, 0.8]]]}, "lstm")
trace.prediction, trace.probabilities, trace.stages
"""

import os
from typing import TYPE_CHECKING, Any

# oneDNN keeps what it has prepared for each length of a sequence, for 1,024 of them: more memory with every other
# length. It reads this when PyTorch is first imported.
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "16")

if TYPE_CHECKING:
    from playground.attribution import attribute
    from playground.checkpoints import curves
    from playground.comparison import compare
    from playground.display import figure, network_html, trace_html
    from playground.errors import InputError
    from playground.evaluation import evaluate
    from playground.explanation.of_input import edges, explain, gradient_edges
    from playground.inspection import inspect
    from playground.learning import gradients, learning_step
    from playground.listings import listing
    from playground.loading import load
    from playground.networks import Network, Wants
    from playground.reports import report
    from playground.saving import save
    from playground.scripts import code
    from playground.stages import Trace
    from playground.tasks.reading import Reading, read_numbers
    from playground.tasks.task import Task
    from playground.ui.launch import launch

__version__ = "0.1.0"

__all__ = [
    "InputError",
    "Network",
    "Reading",
    "Task",
    "Trace",
    "Wants",
    "attribute",
    "code",
    "compare",
    "curves",
    "edges",
    "evaluate",
    "explain",
    "figure",
    "gradient_edges",
    "gradients",
    "inspect",
    "launch",
    "learning_step",
    "listing",
    "load",
    "network_html",
    "read_numbers",
    "report",
    "save",
    "trace_html",
]

_PLACES = {
    "InputError": "errors",
    "Network": "networks",
    "Reading": "tasks.reading",
    "Task": "tasks.task",
    "Trace": "stages",
    "Wants": "networks",
    "attribute": "attribution",
    "code": "scripts",
    "compare": "comparison",
    "curves": "checkpoints",
    "edges": "explanation.of_input",
    "evaluate": "evaluation",
    "explain": "explanation.of_input",
    "figure": "display",
    "gradient_edges": "explanation.of_input",
    "gradients": "learning",
    "inspect": "inspection",
    "launch": "ui.launch",
    "learning_step": "learning",
    "listing": "listings",
    "load": "loading",
    "network_html": "display",
    "read_numbers": "tasks.reading",
    "report": "reports",
    "save": "saving",
    "trace_html": "display",
}


def __getattr__(name: str) -> Any:
    """Import on first use: `import playground` alone stays quick and does not import torch."""
    from importlib import import_module

    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
