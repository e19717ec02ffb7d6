"""Trained weights and what is known of them, and snapshots of trainings, by task and network."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground import sealed_file, weights_file
from playground.errors import InputError, quoted
from playground.models import ARCHITECTURES
from playground.tasks import TASKS

if TYPE_CHECKING:
    from torch import Tensor, nn

FOLDER = weights_file.FOLDER
_ALL = ("task", "network", "architecture", "arguments", "data", "seed", "command", "digest")
KEYS = (*_ALL, "parameters", "scores")
REPLAY_KEYS = (*_ALL, "snapshots")
_OF_A_TRAINING = ("architecture", "arguments", "data", "seed", "command")
LATER = ("calibration",)  # what is known some time after a training, and None until then (training/calibration.py)
Snapshot = tuple[dict[str, Any], "dict[str, Tensor]"]  # its facts, and a state_dict


def path(task: str, network: str) -> Path:
    """Where the weights of one of a task's networks are."""
    return FOLDER / f"{task}-{network}.safetensors"


def replay_path(task: str, network: str) -> Path:
    """Where the snapshots of a network's training are, where they were kept."""
    return FOLDER / "replay" / path(task, network).name


def names(task: str) -> list[str]:
    """The networks of a task whose checkpoints are good: in the order of ARCHITECTURES, plain ones first.

    Imports no torch. What is wrong with the others is in `missing`.
    """
    architectures = {name: known["architecture"] for name, known in _found(task) if not isinstance(known, InputError)}
    order = list(ARCHITECTURES)
    return sorted(architectures, key=lambda name: (order.index(architectures[name]), len(name), name))


def missing(task: str) -> dict[str, InputError]:
    """Why which networks of a task cannot be used, by name.

    Imports no torch, so that those without a file are in it as soon as something else has imported the task.
    """
    wrong = {name: known for name, known in _found(task) if isinstance(known, InputError)}
    imported = TASKS.imported(task)
    networks = imported.networks if imported else ()
    wrong |= {name: _missing(task, name) for name in networks if not path(task, name).exists()}
    return {name: error for name, error in wrong.items() if name in networks or not _of_something_else(error)}


def _of_something_else(error: InputError) -> bool:
    """Whether a file says nothing of a network, and holds something else, such as the table of words."""
    reason = error.values.get("reason")
    return isinstance(reason, InputError) and reason.code == "facts_missing"


def save(model: "nn.Module", network: str, metadata: dict[str, Any]) -> Path:
    """Write the weights as float32 with `metadata`, which has all of KEYS but `network`, `parameters` and `digest`.

    It may have what is in LATER.

    Raises InputError, and leaves the file that is there, when a weight is NaN or infinite.
    """
    weights = {name: value.detach().float().contiguous() for name, value in model.state_dict().items()}
    facts = metadata | {"network": network, "parameters": sum(p.numel() for p in model.parameters())}
    later = tuple(key for key in LATER if key in facts)
    return sealed_file.write(path(metadata["task"], network), weights, _all_of(facts, (*KEYS, *later)))


def _all_of(facts: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: facts[key] for key in keys if key != sealed_file.DIGEST}


def save_replay(network: str, metadata: dict[str, Any], snapshots: "list[Snapshot]") -> Path:
    """Write snapshots of a training; `metadata` has all of REPLAY_KEYS but `network`, `snapshots` and `digest`.

    Raises InputError as `save`.
    """
    import torch

    weights = {name: torch.stack([state[name] for _, state in snapshots]) for name in snapshots[0][1]}
    facts = metadata | {"network": network, "snapshots": [facts for facts, _ in snapshots]}
    return sealed_file.write(replay_path(metadata["task"], network), weights, _all_of(facts, REPLAY_KEYS))


def metadata(task: str, network: str) -> dict[str, Any]:
    """What is known of a checkpoint: its KEYS, and LATER. Raises InputError when it is missing or damaged.

    The whole file is checked, once for as long as it stays the same. Of a good one torch is not imported.
    """
    if not isinstance(task, str) or task not in TASKS:
        TASKS[task]  # raises
    wrong = None
    if isinstance(network, str) and network.isidentifier():  # a path is made of nothing else
        try:
            return _metadata(task, network)
        except InputError as error:
            wrong = error
    networks = TASKS[task].networks
    if wrong is None or network not in networks:
        raise InputError("unknown_network", name=quoted(network), names=", ".join(networks)) from wrong
    raise wrong


def load(task: str, network: str) -> "nn.Module":
    """The trained network in eval mode. It is shared by all who ask and is not to be changed.

    Raises InputError when the checkpoint is missing, damaged, or another network's.
    """
    return _load(task, network, metadata(task, network)["digest"])


@cache
def _load(task: str, network: str, _digest: str) -> "nn.Module":
    from safetensors import SafetensorError
    from safetensors.torch import load as unpacked

    with _said_of(path(task, network), task, network):
        content = sealed_file.content(path(task, network))
        known = _values(sealed_file.checked(content, KEYS, LATER), task, network)
        try:
            model = ARCHITECTURES[known["architecture"]](**known["arguments"])
            model.load_state_dict(unpacked(content))
        except (SafetensorError, TypeError, ValueError, RuntimeError) as error:
            raise InputError("weights_unfit", reason=" ".join(str(error).split())[:200]) from error
    return model.eval().requires_grad_(False)


def curves(task: str, network: str) -> list[dict[str, Any]]:
    """What is known of each snapshot of a network's training, from before the first step to its end.

    step and epoch: how many were done. train_loss: the mean of the batches since the snapshot before, None at first.
    validation_loss, validation_accuracy: mean cross-entropy, and percent, of these very weights. Imports no torch.
    Raises InputError when there is no such network, its snapshots were not kept, or are not of the training that made
    the checkpoint.
    """
    known, file = metadata(task, network), replay_path(task, network)
    if not file.exists():
        raise no_replay(network)
    with _said_of(file, task, network):
        found = _values(sealed_file.facts(file, REPLAY_KEYS), task, network)
        if any(found[key] != known[key] for key in _OF_A_TRAINING):
            raise InputError("replay_of_another")
    return found["snapshots"]


def no_replay(network: str) -> InputError:
    """That no snapshots were kept of the training of a network, and of which they were."""
    names = sorted(file.stem.replace("-", "/") for file in (FOLDER / "replay").glob("*.safetensors"))
    return InputError("no_replay", network=network, names=", ".join(names))


def replay(task: str, network: str) -> "list[Snapshot]":
    """The snapshots of a network's training, each what `curves` says of it and a state_dict in float16.

    The last one is the network that `load` gives, an average over steps. They are shared by all who ask and are not to
    be changed. Raises InputError when none were kept or the file is damaged.
    """
    if network not in list(TASKS[task].networks):
        raise InputError("unknown_network", name=quoted(network), names=", ".join(TASKS[task].networks))
    file = replay_path(task, network)
    if not file.exists():
        raise no_replay(network)
    with _said_of(file, task, network):
        return _replay(file, task, network, sealed_file.facts(file, REPLAY_KEYS)[sealed_file.DIGEST])


@lru_cache(maxsize=3)  # 1 to 2 MB each
def _replay(file: Path, task: str, network: str, _digest: str) -> "list[Snapshot]":
    from safetensors.torch import load as unpacked

    content = sealed_file.content(file)
    known = _values(sealed_file.checked(content, REPLAY_KEYS), task, network)
    weights = unpacked(content)
    states = ({name: value[i] for name, value in weights.items()} for i in range(len(known["snapshots"])))
    return list(zip(known["snapshots"], states, strict=True))


def _found(task: str) -> Iterator[tuple[str, dict[str, Any] | InputError]]:
    """Of each file of a task's the name of its network, and what is known of it or wrong with it."""
    for file in FOLDER.glob(f"{task}-*.safetensors"):
        network = file.stem.removeprefix(f"{task}-")
        try:
            yield network, _metadata(task, network)
        except InputError as error:
            yield network, error


def _metadata(task: str, network: str) -> dict[str, Any]:
    file = path(task, network)
    with _said_of(file, task, network):
        return _values(sealed_file.facts(file, KEYS, LATER), task, network)


@contextmanager
def _said_of(file: Path, task: str, network: str) -> Iterator[None]:
    """What is wrong with a file as an InputError that says which one, and which command makes it."""
    known = {"path": file.relative_to(FOLDER).as_posix(), "task": task, "architecture": network}
    try:
        yield
    except FileNotFoundError as error:
        raise _missing(task, network) from error
    except OSError as error:
        reason = InputError("file_unreadable", reason=error.strerror)
        raise InputError("damaged_checkpoint", **known, reason=reason) from error
    except InputError as error:
        raise InputError("damaged_checkpoint", **known, reason=error) from error


def _values(facts: Mapping[str, str], task: str, network: str) -> dict[str, Any]:
    """The metadata as values, if they are those of this network of this task; else InputError."""
    values: dict[str, Any] = dict.fromkeys(LATER) | {key: json.loads(value) for key, value in facts.items()}
    if (values["task"], values["network"]) != (task, network):
        raise InputError("file_of_another", task=values["task"], network=values["network"])
    if values["architecture"] not in list(ARCHITECTURES):
        ARCHITECTURES[values["architecture"]]  # raises, with the names
    return values


def _missing(task: str, network: str) -> InputError:
    return InputError("missing_checkpoint", path=path(task, network).name, task=task, architecture=network)
