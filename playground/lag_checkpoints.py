"""Weights of the memory tasks' networks, each trained at one lag, and how often each was right at every lag.

One file for a task and a network, in float16: checkpoints/lags/recall-lstm.safetensors.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground import sealed_file
from playground.checkpoints import FOLDER
from playground.errors import InputError
from playground.models import ARCHITECTURES

if TYPE_CHECKING:
    from torch import Tensor, nn

LAGS = (5, 10, 20, 50, 100, 200, 500)  # that there are trained networks of
KEYS = ("task", "network", "architecture", "arguments", "seed", "command", "trainings", sealed_file.DIGEST)


def path(task: str, network: str) -> Path:
    """Where the weights of one of a task's networks are, of all lags."""
    return FOLDER / "lags" / f"{task}-{network}.safetensors"


def facts(task: str, network: str) -> dict[str, Any]:
    """What is known of the trainings of a network: KEYS; `trainings` by lag, which is a text.

    Of each the updates, learning_rate, batch, clip, and scores: percent right by lag as "lag_5". Imports no torch.
    Raises InputError when the file is missing or damaged.
    """
    try:
        found = sealed_file.facts(path(task, network), KEYS)
    except OSError as error:
        raise InputError("no_lags", path=path(task, network).name, task=task, network=network) from error
    return {key: json.loads(value) for key, value in found.items()}


def trainings(task: str, network: str) -> dict[str, Any]:
    """Those that there are, none where there is no file. Raises InputError when it is damaged."""
    return facts(task, network)["trainings"] if path(task, network).exists() else {}


def save(
    task: str, network: str, lag: int, model: "nn.Module", known: dict[str, Any], training: dict[str, Any]
) -> Path:
    """Write the weights of one lag beside those of the others that there are.

    known: those of KEYS that are the same for all lags. training: see `facts`.
    """
    file = path(task, network)
    weights, trainings = (_weights(file), facts(task, network)["trainings"]) if file.exists() else ({}, {})
    weights |= {f"lag_{lag}.{name}": value.detach().half().contiguous() for name, value in model.state_dict().items()}
    trainings |= {str(lag): training}
    trainings = {key: trainings[key] for key in sorted(trainings, key=int)}
    return sealed_file.write(file, weights, known | {"task": task, "network": network, "trainings": trainings})


def load(task: str, network: str, lag: int) -> "nn.Module":
    """The network trained at a lag, in eval mode and float32. It is shared by all who ask and is not to be changed.

    Raises InputError when there is no such training.
    """
    return _load(task, network, lag, facts(task, network)[sealed_file.DIGEST])


@lru_cache(maxsize=96)
def _load(task: str, network: str, lag: int, _digest: str) -> "nn.Module":
    known = facts(task, network)
    if str(lag) not in known["trainings"]:
        raise InputError("no_such_lag", lag=lag, lags=", ".join(known["trainings"]))
    model = ARCHITECTURES[known["architecture"]](**known["arguments"])
    start = f"lag_{lag}."
    weights = _weights(path(task, network)).items()
    model.load_state_dict({name.removeprefix(start): value for name, value in weights if name.startswith(start)})
    return model.eval().requires_grad_(False)


def _weights(file: Path) -> "dict[str, Tensor]":
    from safetensors.torch import load as unpacked

    return unpacked(sealed_file.content(file))
