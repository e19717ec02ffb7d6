"""A trained network as one safetensors file, which says what it is made of, and is made a network of again."""

import json
from dataclasses import dataclass, replace
from typing import Any

from torch import nn

from playground import weights_file
from playground.errors import InputError
from playground.live_training.data import SHAPES
from playground.live_training.layers import plan
from playground.live_training.setup import MOST_LAYERS, LayerAsked, Setup, as_json, layers_as_json, read_layers
from playground.networks import Network

LARGEST = 2_200_000  # bytes: layers.MOST_PARAMETERS of four, and the header
NAME = "trained"  # of a network that was trained here
MOST_LABELS, LONGEST_LABEL = 18, 40
KINDS = {"float32": "F32", "int64": "I64"}  # of PyTorch, as the file has them


@dataclass(frozen=True, eq=False)
class Trained:
    """A network that was trained here, and what makes it one of its kind."""

    task: str
    labels: tuple[str, ...]
    layers: tuple[LayerAsked, ...]
    setup: dict[str, Any]  # as_json of what it was trained with

    @classmethod
    def of(cls, task: str, labels: tuple[str, ...], setup: Setup) -> "Trained":
        """What is trained with a setup."""
        return cls(task, labels, setup.layers, as_json(setup))

    def network(self, model: nn.Module) -> Network:
        """The Network with these weights, a copy. Raises InputError when one of them is not finite."""
        made = Network.from_module(model, self.task, name=NAME, labels=self.labels)
        return replace(made, facts={"layers": layers_as_json(self.layers), "setup": self.setup})

    def packed(self, model: nn.Module) -> bytes:
        """The file."""
        from safetensors.torch import save

        told = {"task": self.task, "labels": self.labels, "layers": layers_as_json(self.layers), "setup": self.setup}
        weights = {name: values.detach().contiguous() for name, values in model.state_dict().items()}
        return save(weights, {key: json.dumps(value) for key, value in told.items()})


def repacked(network: Network) -> bytes:
    """The file of a Network that was trained here."""
    told = network.facts
    return Trained(network.task, network.labels, read_layers(told["layers"]), told["setup"]).packed(network.model)


def entry(network: Network) -> dict[str, Any]:
    """What a page's catalogue has of a network (ui/catalogue.py), of one that was trained here."""
    count = sum(values.numel() for values in network.model.parameters())
    known = {"architecture": NAME, "arguments": {}, "parameters": count, "scores": {}, "snapshots": []}
    return {"name": network.address} | known


def unpacked(content: bytes) -> Network:
    """The network of a file, whoever made it. Raises InputError, which says what is wrong with it.

    Sizes are found before any of it is made, from the layers that the file names; every tensor must be of them.
    """
    if len(content) > LARGEST:
        raise InputError("network_file_too_large", most=LARGEST // 1000)
    file = weights_file.read(content)
    file.check_finite()
    trained = _described(file.metadata)
    made = plan(trained.layers, SHAPES[trained.task], len(trained.labels) or 1)
    model = made.module()
    expected = {name: (KINDS[str(v.dtype)[6:]], tuple(v.shape)) for name, v in model.state_dict().items()}
    if expected != {name: (weights.kind, weights.shape) for name, weights in file.tensors.items()}:
        raise InputError("network_file_misfit")
    from safetensors.torch import load

    model.load_state_dict(load(content))
    return trained.network(model)


def _described(metadata: dict[str, str]) -> Trained:
    """What a file says of itself. Raises InputError unless it is all there and can be."""
    try:
        told = {key: json.loads(metadata[key]) for key in ("task", "labels", "layers", "setup")}
    except (KeyError, ValueError, RecursionError) as error:
        raise InputError("network_file_unknown") from error
    task, labels, setup = told["task"], told["labels"], told["setup"]
    good = isinstance(task, str) and task in SHAPES and isinstance(labels, list) and isinstance(setup, dict)
    good = good and len(labels) <= MOST_LABELS and len(metadata["setup"]) < 1_000 * MOST_LAYERS
    if not good or not all(isinstance(label, str) and 0 < len(label) <= LONGEST_LABEL for label in labels):
        raise InputError("network_file_unknown")
    return Trained(task, tuple(labels), read_layers(told["layers"]), setup)
