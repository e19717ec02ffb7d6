"""The explanation that a page asks for: a run of its own for each question, nothing kept between two."""

from dataclasses import asdict
from typing import Any

from playground.explain import explain, read_selection
from playground.inspection import start_asked


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Explanation, as a dict, of "selection" in the run of a run. Raises InputError.

    asked: "selection", and of the run "task", "input", "architecture" and "changes".
    """
    selection = read_selection(asked.get("selection"))
    run = start_asked(asked)
    return asdict(explain(run.model, tuple(run.stages), selection))
