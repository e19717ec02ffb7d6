"""What is known of every network of every task, also of one whose checkpoint cannot be used."""

from typing import Any

from playground.checkpoints import metadata
from playground.errors import InputError
from playground.models import ARCHITECTURES
from playground.tasks import TASKS
from playground.text import LANGUAGES


def known_networks() -> tuple[dict[tuple[str, str], dict[str, Any]], list[dict[str, Any]]]:
    """By task and name the metadata of every network, and those that cannot be loaded.

    The latter are {"task", "name", "reason": {language: text}}; their sizes are known, and their scores are none.
    """
    known, missing = {}, []
    for task in TASKS:
        for name in TASKS[task].networks:
            try:
                known[task, name] = metadata(task, name)
            except InputError as error:
                known[task, name] = _untrained(task, name)
                missing.append({"task": task, "name": name, "reason": in_every_language(error)})
    return known, missing


def in_every_language(error: InputError) -> dict[str, str]:
    """What went wrong, for an answer that is kept when the visitor changes the language."""
    return {language: error.message(language) for language in LANGUAGES}


def _untrained(task: str, network: str) -> dict[str, Any]:
    import torch

    architecture, arguments = TASKS[task].networks[network]
    with torch.device("meta"):
        model = ARCHITECTURES[architecture](**arguments)
    count = sum(p.numel() for p in model.parameters())
    return {"architecture": architecture, "arguments": arguments, "parameters": count, "scores": {}}
