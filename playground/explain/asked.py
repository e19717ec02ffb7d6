"""The explanation that a page asks for: a run of its own for each question, nothing kept between two."""

from dataclasses import asdict
from typing import Any

from playground.explain import explain, read_selection
from playground.inspection import start


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Explanation, as a dict, of "selection" in the run of a run. Raises InputError.

    asked: "selection", and of the run "task", "input", "architecture" and "changes".
    """
    selection = read_selection(asked.get("selection"))
    network = asked.get("architecture", "cnn")
    run = start(asked.get("task", "digits"), asked.get("input"), network, asked.get("changes"))
    return asdict(explain(run.model, tuple(run.stages), selection))
