"""What many tests read: the data, two drawings, every network of every task, and one input of each task."""

import json
import os
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from playground.explanation import Selection
from playground.tasks import TASKS

DATA = Path(os.environ.get("PLAYGROUND_DATA") or Path(__file__).parents[2] / "shared" / "data")
ONE = {"strokes": [[[0.5, 0.1], [0.5, 0.9]]], "width": 0.065}
SEVEN = {"strokes": [[[0.2, 0.15], [0.8, 0.15], [0.45, 0.9]]]}

NETWORKS = [(task, network) for task in TASKS for network in TASKS[task].networks]


def needs(path: Path) -> pytest.MarkDecorator:
    """For a test that reads a file or a folder of the data: without it, it is skipped."""
    return pytest.mark.skipif(not path.exists(), reason=f"{path} is missing; PLAYGROUND_DATA names a folder of data")


def first(task: str) -> Any:
    """The task's first example that is shown, as a visitor gives it."""
    examples = json.loads((files("playground.tasks") / "examples" / f"{task}.json").read_text(encoding="utf-8"))
    return examples["shown"][0]["input"]


def selection(cell: str) -> Selection:
    """As the page's address names it: LSTMStep.0.0.12.forget.5, Output....logits.3 without layer and step; a whole
    layer, Convolution.0...maps, has no index."""
    stage, layer, direction, t, quantity, *index = cell.split(".")
    layer, direction, t = (int(number) if number else None for number in (layer, direction, t))
    return Selection(stage, quantity, tuple(int(i) for part in index for i in part.split("-")), layer, direction, t)
