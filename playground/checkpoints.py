"""Trained weights and what is known of them, in safetensors files; the metadata is read without importing torch."""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.errors import InputError, quoted
from playground.models import ARCHITECTURES
from playground.tasks import TASKS

if TYPE_CHECKING:
    from torch import nn

FOLDER = Path(__file__).parent.parent / "checkpoints"
KEYS = ("task", "architecture", "arguments", "parameters", "data", "seed", "command", "scores")


def path(task: str, network: str) -> Path:
    """Where the weights of one of a task's networks are."""
    return FOLDER / f"{task}-{network}.safetensors"


def names(task: str) -> list[str]:
    """The networks of a task that are trained, in the order of ARCHITECTURES, plain ones first; imports no torch."""
    found = [file.stem.removeprefix(f"{task}-") for file in FOLDER.glob(f"{task}-*.safetensors")]
    # A network's name has that of its architecture in it: gru, gru1, bigru.
    return [
        name
        for architecture in ARCHITECTURES
        for name in sorted(found, key=lambda name: (len(name), name))
        if architecture in name
    ]


def save(model: "nn.Module", network: str, metadata: dict[str, Any]) -> Path:
    """Write the weights as float32 with `metadata`, which has all of KEYS but `parameters`."""
    from safetensors.torch import save_file

    count = sum(p.numel() for p in model.parameters())
    values = metadata | {"parameters": count}
    target = path(metadata["task"], network)
    target.parent.mkdir(exist_ok=True)
    weights = {name: value.detach().float().contiguous() for name, value in model.state_dict().items()}
    save_file(weights, target, {key: json.dumps(values[key]) for key in KEYS})
    target.chmod(0o644)  # save_file makes it readable by its owner only
    return target


def metadata(task: str, network: str) -> dict[str, Any]:
    """What is known of a checkpoint: its KEYS. Raises InputError when it is missing or damaged.

    Reads the file's header only (8 bytes little-endian length, then JSON) and does not import torch.
    """
    _known(task, network)
    file = path(task, network)
    try:
        with file.open("rb") as opened:
            size = int.from_bytes(opened.read(8), "little")
            if size > file.stat().st_size:
                raise ValueError("no safetensors header")
            header = json.loads(opened.read(size))["__metadata__"]
        values = {key: json.loads(header[key]) for key in KEYS}
    except FileNotFoundError as error:
        raise InputError("missing_checkpoint", path=file.name, task=task, architecture=network) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(task, network, error) from error
    if values["task"] != task or values["architecture"] not in network:
        raise _damaged(task, network, ValueError(f"{values['task']}, {values['architecture']}"))
    return values


def load(task: str, network: str) -> "nn.Module":
    """The trained network in eval mode. It is shared by all who ask and is not to be changed.

    Raises InputError when the checkpoint is missing, damaged, or another network's.
    """
    _known(task, network)  # before the cache, which cannot look up what is not hashable
    return _load(task, network)


@cache
def _load(task: str, network: str) -> "nn.Module":
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    known = metadata(task, network)
    try:
        model = ARCHITECTURES[known["architecture"]](**known["arguments"])
        model.load_state_dict(load_file(path(task, network)))
    except (OSError, SafetensorError, TypeError, ValueError, RuntimeError) as error:
        raise _damaged(task, network, error) from error
    return model.eval().requires_grad_(False)


def _known(task: str, network: str) -> None:
    """Raise InputError, which lists the names, unless both are names; a path is made of nothing else."""
    if not isinstance(task, str) or task not in TASKS:
        TASKS[task]  # raises
    if isinstance(network, str) and network in names(task):
        return
    networks = TASKS[task].networks
    if not isinstance(network, str) or network not in networks:
        raise InputError("unknown_network", name=quoted(network), names=", ".join(networks))


def _damaged(task: str, network: str, error: Exception) -> InputError:
    reason = (str(error).splitlines() or [""])[0] or type(error).__name__
    name = path(task, network).name
    return InputError("damaged_checkpoint", path=name, task=task, architecture=network, reason=reason)
