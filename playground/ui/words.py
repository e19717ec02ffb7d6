"""The words of the page: those of playground/text, and for a task that a program brought those of its kind."""

from copy import deepcopy
from typing import Any

from playground.tasks import TASKS
from playground.text import table

# Tables in which a task has the words of ours that has the same kind of input.
SHARED = ("axis", "backward", "changes", "compare", "player", "time", "why")


def words(language: str) -> dict[str, Any]:
    """The whole table of a language. Raises KeyError for an unknown one."""
    known = table(language)
    if not TASKS.made:
        return known
    known = deepcopy(known)
    for task in TASKS.made.values():
        for part in SHARED:
            _also(known[part], task.like, task.name)
        own = known["own_task"]
        known["tasks"][task.name] = {"name": task.name.replace("_", " ")} | own["tab"] | own[task.like]
        for key, said in (own["said"] | (own["of_numbers"] if task.like == "cancer" else {})).items():
            _put(known, [*key.split("."), task.name], said)
        known["features"][task.name] = {one["name"]: one["name"] for one in task.examples.get("features", ())}
    return known


def _also(entries: dict[str, Any], like: str, name: str) -> None:
    """Where something is said of one task, say it of another, too."""
    for key, entry in list(entries.items()):
        if isinstance(entry, dict):
            _also(entry, like, name)
        if key == like or key.endswith(f"_{like}"):
            entries[key.removesuffix(like) + name] = entry


def _put(entries: dict[str, Any], path: list[str], said: str) -> None:
    for step in path[:-1]:
        entries = entries[step]
    entries[path[-1]] = said
