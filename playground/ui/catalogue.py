"""What there is to show of a task before any input: its networks with their scores, its examples, layers' weights."""

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from playground.checkpoints import metadata, missing, names
from playground.errors import InputError
from playground.facts import in_every_language
from playground.tasks import TASKS

if TYPE_CHECKING:
    from torch import Tensor, nn


def describe(task: str) -> dict[str, Any]:
    """The networks of a task with the metadata of their checkpoints, and its examples. Does not import torch.

    Under "missing" are those whose checkpoint is absent or damaged: {"name", "reason": {language: text}}. Raises
    InputError when there is no such task.
    """
    if task not in TASKS:
        TASKS[task]  # raises
    networks = [{"name": name} | metadata(task, name) for name in names(task)]
    lacking = [{"name": name, "reason": in_every_language(error)} for name, error in missing(task).items()]
    examples = json.loads((files("playground.tasks") / "examples" / f"{task}.json").read_text(encoding="utf-8"))
    examples.pop("searched")  # the server's own; similar.py reads it
    return {"networks": networks, "missing": lacking, "examples": examples}


def layer_weights(model: "nn.Module", layer: str, unit: str | None) -> "tuple[Tensor, Tensor]":
    """Weights (N, ...) and biases (N,) of a layer; of one unit (...) and (). Raises InputError if there is none.

    Layers and units are counted from "0".
    """
    layers = getattr(model, "layers", [])
    chosen = layers[_index(layer, "unknown_layer", len(layers))]
    if unit is None:
        return chosen.weight, chosen.bias
    row = _index(unit, "unknown_unit", len(chosen.weight))
    return chosen.weight[row], chosen.bias[row]


def _index(digits: str, problem: str, count: int) -> int:
    if not digits.isdecimal() or len(digits) > 9 or int(digits) >= count:
        raise InputError(problem, count=count)
    return int(digits)
