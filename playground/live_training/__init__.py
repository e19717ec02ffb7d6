"""Training while somebody watches: data sets, networks as lists of layers, and a loop that reports on itself.

from playground.live_training import train
for update in train({"data": {"kind": "moons"}, "layers": [{"kind": "dense", "size": 8}, {"kind": "relu"}]}):
    print(update.step, update.validation.accuracy)
inspect("plane", [0.2, 0.5], update.network())
"""

from typing import Any


def __getattr__(name: str) -> Any:
    """`train` and `Training`, on first use: what a setup is can be read without torch."""
    from importlib import import_module

    if name not in ("Training", "train"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.loop"), name)
