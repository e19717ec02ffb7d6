"""Trained weights and what is known of them, in safetensors files, each checked against its digests without torch."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground import weights_file
from playground.errors import InputError, quoted
from playground.models import ARCHITECTURES
from playground.tasks import TASKS

if TYPE_CHECKING:
    from torch import nn

FOLDER = weights_file.FOLDER
KEYS = ("task", "network", "architecture", "arguments", "parameters", "data", "seed", "command", "scores", "digest")
_FACTS_DIGEST = "facts_digest"  # in the file beside KEYS: of these, as `digest` is of the weights


def path(task: str, network: str) -> Path:
    """Where the weights of one of a task's networks are."""
    return FOLDER / f"{task}-{network}.safetensors"


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

    Raises InputError, and leaves the file that is there, when a weight is NaN or infinite.
    """
    from safetensors.torch import save as packed

    weights = {name: value.detach().float().contiguous() for name, value in model.state_dict().items()}
    written = weights_file.read(packed(weights))
    written.check_finite()
    count = sum(p.numel() for p in model.parameters())
    values = metadata | {"network": network, "parameters": count, "digest": written.digest()}
    facts = {key: json.dumps(values[key]) for key in KEYS}
    target = path(metadata["task"], network)
    target.parent.mkdir(exist_ok=True)
    whole = target.with_suffix(".part")  # a server that reads meanwhile finds the old file or the new one
    whole.write_bytes(packed(weights, facts | {_FACTS_DIGEST: _facts_digest(facts)}))
    whole.replace(target)
    return target


def metadata(task: str, network: str) -> dict[str, Any]:
    """What is known of a checkpoint: its KEYS. Raises InputError when it is missing or damaged.

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

    try:
        content = _content(path(task, network))
        known = _values(_checked(content), task, network)
        model = ARCHITECTURES[known["architecture"]](**known["arguments"])
        model.load_state_dict(unpacked(content))
    except FileNotFoundError as error:
        raise _missing(task, network) from error
    except InputError as error:
        raise _damaged(task, network, error) from error
    except (SafetensorError, TypeError, ValueError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise _damaged(task, network, InputError("weights_unfit", reason=reason)) from error
    return model.eval().requires_grad_(False)


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
    try:
        status = file.stat()
        facts = _read(file, status.st_mtime_ns, status.st_size)
        if isinstance(facts, InputError):
            raise facts
        return _values(facts, task, network)
    except FileNotFoundError as error:
        raise _missing(task, network) from error
    except OSError as error:
        raise _damaged(task, network, InputError("file_unreadable", reason=error.strerror)) from error
    except InputError as error:
        raise _damaged(task, network, error) from error


@lru_cache(maxsize=256)
def _read(file: Path, _changed: int, _size: int) -> dict[str, str] | InputError:
    """The metadata of a file as long as it is the same, or what is wrong with it."""
    try:
        return _checked(_content(file))
    except InputError as error:
        return error


def _content(file: Path) -> bytes:
    if file.is_dir():
        raise InputError("file_folder")
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise InputError("file_unreadable", reason=error.strerror) from error


def _checked(content: bytes) -> dict[str, str]:
    """The metadata of a file if it and the weights are those that were saved. Raises InputError, which says why not."""
    file = weights_file.read(content)
    facts = {key: file.metadata[key] for key in KEYS if key in file.metadata}
    if lacking := [key for key in KEYS if key not in facts]:
        raise InputError("facts_missing", keys=", ".join(lacking))
    if file.metadata.get(_FACTS_DIGEST) != _facts_digest(facts):
        raise InputError("facts_changed")
    file.check_finite()
    if json.dumps(file.digest()) != facts["digest"]:
        raise InputError("weights_changed", found=file.digest()[:12], stated=json.loads(facts["digest"])[:12])
    return facts


def _values(facts: Mapping[str, str], task: str, network: str) -> dict[str, Any]:
    """The metadata as values, if they are those of this network of this task; else InputError."""
    values = {key: json.loads(facts[key]) for key in KEYS}
    if (values["task"], values["network"]) != (task, network):
        raise InputError("file_of_another", task=values["task"], network=values["network"])
    if values["architecture"] not in list(ARCHITECTURES):
        ARCHITECTURES[values["architecture"]]  # raises, with the names
    return values


def _facts_digest(facts: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(sorted(facts.items())).encode()).hexdigest()


def _missing(task: str, network: str) -> InputError:
    return InputError("missing_checkpoint", path=path(task, network).name, task=task, architecture=network)


def _damaged(task: str, network: str, reason: InputError) -> InputError:
    name = path(task, network).name
    return InputError("damaged_checkpoint", path=name, task=task, architecture=network, reason=reason)
