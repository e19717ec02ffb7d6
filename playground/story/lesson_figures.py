"""Figures of the lessons: what was measured of the snapshots of a training, and of the memory lab's networks."""

from typing import Any

from playground import lag_checkpoints
from playground.checkpoints import curves
from playground.errors import InputError

EARLY = 4  # of the snapshots, by their number: long before the first epoch is over
MEMORY = dict.fromkeys(("recall", "adding", "copy"), ("rnn", "lstm", "gru"))
UNKNOWN = "—"  # in a sentence, in place of a figure that cannot be had


def moments(task: str, network: str) -> dict[str, Any]:
    """Of a network's training: how many snapshots, and what was measured of the first, an early one and the last."""
    try:
        known = curves(task, network)
    except InputError:
        known = []
    percent = {"before": 0, "early": EARLY, "last": -1}
    figures = {name: round(known[at]["validation_accuracy"], 1) if known else UNKNOWN for name, at in percent.items()}
    figures |= {"count": len(known), "early_step": known[EARLY]["step"] if known else UNKNOWN}
    return {f"{task}_{network}_moments_{name}": value for name, value in figures.items()}


def lags() -> dict[str, float | str]:
    """Percent right of each network of the memory lab that was trained at a lag alone, by task, network and lag."""
    found: dict[str, float | str] = {}
    for task, networks in MEMORY.items():
        for network in networks:
            known = lag_checkpoints.trainings(task, network)
            for lag in map(str, lag_checkpoints.LAGS):
                found[f"{task}_{network}_{lag}"] = (
                    round(known[lag]["scores"][f"lag_{lag}"], 1) if lag in known else UNKNOWN
                )
    return found
