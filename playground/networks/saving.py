"""A network as one safetensors file that says what it is made of, and the network of such a file again."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor, nn

from playground import sealed_file
from playground.checks import number
from playground.errors import InputError, quoted
from playground.models import ARCHITECTURES
from playground.networks.network import Network, Wants
from playground.tasks import TASKS

NEEDED = ("task", "network", "architecture", "arguments", sealed_file.DIGEST)
BESIDE = ("labels", "facts", "wants", "temperature", "calibrated")  # of a network that `packed` has packed
OF_A_TRAINING = ("data", "seed", "command", "parameters", "scores", "calibration")  # of a checkpoint
MOST_SIZES = 100  # arguments of an architecture
LARGEST_SIZE = 10_000  # of one of them


def packed(network: Network) -> bytes:
    """The file of a network; raises InputError as Network.save."""
    known, weights = described(network), {name: values.contiguous() for name, values in network.weights.items()}
    if "setup" in known:  # live_training/network_file.py reads it, and checks what it makes of it
        return save(weights, {key: json.dumps(value) for key, value in known.items()})
    return sealed_file.packed(weights, known)


def described(network: Network) -> dict[str, Any]:
    """What a network is made of beside its weights. Raises InputError where nothing but its own code tells."""
    if "setup" in network.facts:  # of the training lab
        return {"task": network.task, "labels": network.labels, "setup": network.facts["setup"]}
    known = {
        "task": network.task,
        "network": network.name,
        "architecture": network.architecture,
        "arguments": dict(network.arguments),
        "labels": network.labels,
        "facts": dict(network.facts),
        "wants": asdict(network.wants),
        "temperature": network.temperature,
        "calibrated": network.calibrated,
    }
    # Of some changes the architecture and its arguments do not tell: what would be read again is looked at first.
    if network.architecture is None or _model(known, network.weights).digest != network.digest:
        raise InputError("network_of_code", name=network.name)
    return known


def unpacked(content: bytes) -> Network:
    """The network of a file that `packed` has made, or of a checkpoint.

    Nothing of it is run, and what it says stands under a digest. Its sizes are compared with its tensors before any of
    it is made. Raises InputError, which says what is wrong with it.
    """
    facts = sealed_file.checked(content, NEEDED, (*BESIDE, *OF_A_TRAINING))
    try:
        known = {key: json.loads(value) for key, value in facts.items()}
        return _model(known, load(content))
    except InputError:
        raise
    except (SafetensorError, LookupError, TypeError, ValueError, AttributeError, RuntimeError) as error:
        raise InputError("weights_unfit", reason=" ".join(str(error).split())[:200]) from error


def _model(known: Mapping[str, Any], weights: Mapping[str, Tensor]) -> Network:
    model = _made(known["architecture"], known["arguments"], weights)
    model.load_state_dict(weights)
    wants = dict(known.get("wants", {}))
    size = wants.pop("size", None)
    temperature = known.get("temperature", (known.get("calibration") or {}).get("temperature", 1.0))
    if number(temperature, 1e-6, 1e6) is None:
        raise InputError("bad_field", name="temperature", value=quoted(temperature))
    return Network(
        str(known["network"]),
        known["task"],
        model.eval().requires_grad_(False),
        tuple(map(str, known.get("labels", TASKS[known["task"]].labels))),
        known["architecture"],
        known["arguments"],
        known.get("facts", {"calibration": None} | dict(known)),
        Wants(size=size and tuple(size), **wants),
        temperature,
        known.get("calibrated", True) is True,
    )


def _made(architecture: str, arguments: Mapping[str, Any], weights: Mapping[str, Tensor]) -> nn.Module:
    """The network with weights of its own, which takes no more memory than the file. Raises ValueError."""
    sizes = [size for value in arguments.values() for size in (value if isinstance(value, list) else [value])]
    if len(sizes) > MOST_SIZES or any(isinstance(size, int) and size > LARGEST_SIZE for size in sizes):
        raise ValueError(quoted(arguments))
    kind = ARCHITECTURES[architecture]
    with torch.device("meta"):
        expected = {name: (values.dtype, values.shape) for name, values in kind(**arguments).state_dict().items()}
    if expected != {name: (values.dtype, values.shape) for name, values in weights.items()}:
        raise InputError("network_file_misfit")
    return kind(**arguments)
