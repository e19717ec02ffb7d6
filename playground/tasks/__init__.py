"""The kinds of input a person can bring, one file each; TASKS lists them by name."""

from playground.registry import Registry

TASKS = Registry("task", {"digits": "playground.tasks.digits:DIGITS"})
