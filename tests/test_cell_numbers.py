"""The numbers that the page's tests of the cell's diagram go by (tests/page/cells.json) are the library's.

`PYTHONPATH=. python tests/test_cell_numbers.py` writes them anew.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from test_recurrent import network

from playground.explanation import walk_of
from playground.stages import RecurrentStep
from playground.stages.declarations import declarations
from playground.stages.diagram import numbers

FILE = Path(__file__).parent / "page" / "cells.json"
UNIT, STEPS = 2, 4


def _added() -> Any:
    sys.path.append(str(Path(__file__).parent / "extending"))
    return importlib.import_module("minimal_gated_unit")


def cells() -> dict[str, Any]:
    """By name what a kind of step declares, the values of a layer over time, and the numbers of a unit at each step."""
    torch.manual_seed(3)
    models = {name: network(name, False, 3, 5, 1, 2) for name in ("rnn", "lstm", "gru")}
    models |= {"mgu": _added().MGUClassifier(3, 5, 1, 2), "backward": network("lstm", True, 3, 5, 1, 2)}
    return {name: _told(model.requires_grad_(False), int(name == "backward")) for name, model in models.items()}


def _told(model: Any, direction: int) -> dict[str, Any]:
    stages = tuple(model.stages(torch.randn(STEPS, 3)))
    positions = {stage.t: k for k, stage in enumerate(stages) if getattr(stage, "direction", None) == direction}
    steps = [stages[positions[t]] for t in range(STEPS)]
    assert all(isinstance(step, RecurrentStep) for step in steps)
    declared = declarations(type(steps[0]))
    walk = walk_of(model, stages)
    return {
        "declares": declared,
        "direction": direction,
        "unit": UNIT,
        "arrays": {name: [getattr(step, name).tolist() for step in steps] for name in declared["quantities"]},
        "numbers": [numbers(walk, positions[t], UNIT) for t in range(STEPS)],
    }


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in [key, *_leaves(inner)]]
    return [leaf for inner in value for leaf in _leaves(inner)] if isinstance(value, list) else [value]


def test_the_pages_tests_have_the_librarys_numbers() -> None:
    kept, now = _leaves(json.loads(FILE.read_text(encoding="utf-8"))), _leaves(json.loads(json.dumps(cells())))
    assert len(kept) == len(now)
    for one, other in zip(kept, now, strict=True):
        assert one == (pytest.approx(other, abs=1e-6) if isinstance(other, float) else other)


if __name__ == "__main__":
    FILE.write_text(json.dumps(cells(), ensure_ascii=False) + "\n", encoding="utf-8")
