"""Trained weights and what is known of them, in safetensors files; the metadata is read without importing torch."""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.errors import InputError
from playground.models import ARCHITECTURES
from playground.tasks import TASKS

if TYPE_CHECKING:
    from torch import nn

FOLDER = Path(__file__).parent.parent / "checkpoints"
KEYS = ("task", "architecture", "arguments", "parameters", "data", "seed", "command", "scores")


def path(task: str, architecture: str) -> Path:
    """Where the weights of one architecture for one task are."""
    return FOLDER / f"{task}-{architecture}.safetensors"


def save(model: "nn.Module", metadata: dict[str, Any]) -> Path:
    """Write the weights as float32 with `metadata`, which has all of KEYS but `parameters`."""
    from safetensors.torch import save_file

    count = sum(p.numel() for p in model.parameters())
    values = metadata | {"parameters": count}
    target = path(metadata["task"], metadata["architecture"])
    target.parent.mkdir(exist_ok=True)
    weights = {name: value.detach().float().contiguous() for name, value in model.state_dict().items()}
    save_file(weights, target, {key: json.dumps(values[key]) for key in KEYS})
    target.chmod(0o644)  # save_file makes it readable by its owner only
    return target


def metadata(task: str, architecture: str) -> dict[str, Any]:
    """What is known of a checkpoint: its KEYS. Raises InputError when it is missing or damaged.

    Reads the file's header only (8 bytes little-endian length, then JSON) and does not import torch.
    """
    _known(task, architecture)
    file = path(task, architecture)
    try:
        with file.open("rb") as opened:
            size = int.from_bytes(opened.read(8), "little")
            if size > file.stat().st_size:
                raise ValueError("no safetensors header")
            header = json.loads(opened.read(size))["__metadata__"]
        values = {key: json.loads(header[key]) for key in KEYS}
    except FileNotFoundError as error:
        raise InputError("missing_checkpoint", path=file.name, task=task, architecture=architecture) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(task, architecture, error) from error
    if (values["task"], values["architecture"]) != (task, architecture):
        raise _damaged(task, architecture, ValueError(f"{values['task']}, {values['architecture']}"))
    return values


def load(task: str, architecture: str) -> "nn.Module":
    """The trained network in eval mode. It is shared by all who ask and is not to be changed.

    Raises InputError when the checkpoint is missing, damaged, or another network's.
    """
    _known(task, architecture)  # before the cache, which cannot look up what is not hashable
    return _load(task, architecture)


@cache
def _load(task: str, architecture: str) -> "nn.Module":
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    arguments = metadata(task, architecture)["arguments"]
    try:
        model = ARCHITECTURES[architecture](**arguments)
        model.load_state_dict(load_file(path(task, architecture)))
    except (OSError, SafetensorError, TypeError, ValueError, RuntimeError) as error:
        raise _damaged(task, architecture, error) from error
    return model.eval().requires_grad_(False)


def _known(task: str, architecture: str) -> None:
    """Raise InputError, which lists the names, unless both are names; without importing what they stand for."""
    for registry, name in ((TASKS, task), (ARCHITECTURES, architecture)):
        if not isinstance(name, str) or name not in registry:
            registry[name]


def _damaged(task: str, architecture: str, error: Exception) -> InputError:
    reason = (str(error).splitlines() or [""])[0] or type(error).__name__
    name = path(task, architecture).name
    return InputError("damaged_checkpoint", path=name, task=task, architecture=architecture, reason=reason)
