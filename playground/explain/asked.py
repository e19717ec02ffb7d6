"""The explanation that a page asks for: a run of its own for each question, nothing kept between two."""

from dataclasses import asdict
from typing import Any

from playground.checkpoints import load
from playground.explain import explain, read_selection
from playground.inspection import start


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Explanation, as a dict, of "selection" in the run of "task", "input" and "architecture". Raises InputError."""
    selection = read_selection(asked.get("selection"))
    run = start(asked.get("task", "digits"), asked.get("input"), asked.get("architecture", "cnn"))
    return asdict(explain(load(run.task, run.architecture), tuple(run.stages), selection))
