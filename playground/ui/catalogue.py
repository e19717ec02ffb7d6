"""What there is to show of a task before any input: its networks with their scores, its examples."""

import json
from importlib.resources import files
from typing import Any

from playground.checkpoints import curves, metadata, missing, names
from playground.errors import InputError
from playground.facts import in_every_language
from playground.tasks import TASKS


def describe(task: str) -> dict[str, Any]:
    """The networks of a task with the metadata of their checkpoints, and its examples. Does not import torch.

    "snapshots" of a network are those of its training, what is known of each; there may be none.
    Under "missing" are those whose checkpoint is absent or damaged: {"name", "reason": {language: text}}. Raises
    InputError when there is no such task.
    """
    if task not in TASKS:
        TASKS[task]  # raises
    if task in TASKS.made:
        return {
            "networks": [],
            "missing": [],
            "examples": {k: v for k, v in TASKS[task].examples.items() if k != "searched"},
        }
    networks = [{"name": name} | metadata(task, name) | {"snapshots": _snapshots(task, name)} for name in names(task)]
    lacking = [{"name": name, "reason": in_every_language(error)} for name, error in missing(task).items()]
    examples = json.loads((files("playground.tasks") / "examples" / f"{task}.json").read_text(encoding="utf-8"))
    examples.pop("searched")  # the server's own; similar.py reads it
    return {"networks": networks, "missing": lacking, "examples": examples}


def _snapshots(task: str, network: str) -> list[dict[str, Any]]:
    try:
        return curves(task, network)
    except InputError:  # none were kept, or their file is damaged: there is nothing to replay
        return []
