"""A trained network as one safetensors file, which says what it is made of, and is made a network of again."""

import json
from dataclasses import dataclass, replace
from typing import Any

from torch import nn

from playground import weights_file
from playground.errors import InputError
from playground.live_training.data import SHAPES
from playground.live_training.layers import FEWEST, check_batch, plan
from playground.live_training.setup import MOST_DRAWINGS, Setup, as_json, is_label, read_setup
from playground.networks import Network

LARGEST = 2_200_000  # bytes: layers.MOST_PARAMETERS of four, and the header
NAME = "trained"  # of a network that was trained here


@dataclass(frozen=True, eq=False)
class Trained:
    """A network that was trained here, and what makes it one of its kind."""

    task: str
    labels: tuple[str, ...]
    setup: Setup  # that it was trained with

    def network(self, model: nn.Module) -> Network:
        """The Network with these weights, a copy. Raises InputError when one of them is not finite."""
        made = Network.from_module(model, self.task, name=NAME, labels=self.labels)
        setup = as_json(self.setup)
        return replace(made, facts={"layers": setup["layers"], "setup": setup})


def entry(network: Network, title: str | None = None) -> dict[str, Any]:
    """What a page's catalogue has of a network (ui/catalogue.py), of one that was trained here or has a title."""
    count = sum(values.numel() for values in network.model.parameters())
    known = {"architecture": NAME, "arguments": {}, "parameters": count, "scores": {}, "snapshots": []}
    return {"name": network.address, "title": title} | known


def unpacked(content: bytes) -> Network:
    """The network of a file, whoever made it. Raises InputError, which says what is wrong with it.

    Sizes are found before any of it is made, from the layers that the file names; every tensor must be of them.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    if len(content) > LARGEST:
        raise InputError("network_file_too_large", most=LARGEST // 1000)
    try:
        file = weights_file.read(content)
        file.check_finite()
        weights = load(content)
    except (InputError, SafetensorError) as error:
        reason = error if isinstance(error, InputError) else InputError("file_header")
        raise InputError("network_file_damaged", reason=reason) from error
    trained = _described(file.metadata)
    made = plan(trained.setup.layers, SHAPES[trained.task], len(trained.labels) or 1)
    check_batch(made, FEWEST)
    model = made.module()
    expected = {name: (values.dtype, values.shape) for name, values in model.state_dict().items()}
    if expected != {name: (values.dtype, values.shape) for name, values in weights.items()}:
        raise InputError("network_file_misfit")
    model.load_state_dict(weights)
    return trained.network(model)


def _described(metadata: dict[str, str]) -> Trained:
    """What a file says of itself. Raises InputError unless it is all there and can be."""
    try:
        task, labels, setup = (json.loads(metadata[key]) for key in ("task", "labels", "setup"))
    except (KeyError, ValueError, RecursionError) as error:
        raise InputError("network_file_unknown") from error
    good = isinstance(task, str) and task in SHAPES and isinstance(labels, list) and len(labels) <= MOST_DRAWINGS
    if not good or not all(is_label(label) for label in labels) or len(set(labels)) < len(labels):
        raise InputError("network_file_unknown")
    return Trained(task, tuple(labels), read_setup(setup))
