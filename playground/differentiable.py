"""The network of a run, to be read with gradients and for several inputs at once; and the modules in it."""

from copy import deepcopy

import torch
from torch import Tensor, nn

from playground.errors import InputError
from playground.networks.answers import Logits
from playground.run import Run
from playground.stages import Key, Layers


def readable(run: Run) -> tuple[Logits, Tensor, Tensor]:
    """A module, what it reads as the only item of a batch, (1, 1, H, W), (1, T, D) or (1, D), and of zeros the same.

    Of a module of other make it is a copy, which it may alter as it runs. Numbers of letters or words have no gradient:
    the copy reads their rows of the embedding.
    """
    x = run.item()
    model = run.model if run.network.native else deepcopy(run.model)
    if x.is_floating_point():
        return Logits(model), x, run.network.wants.prepared(torch.zeros_like(x)[0])[None]
    layers = _layers(run).values()
    names = {layer.module for layer in layers if any(ref.kind == "Input" for ref in layer.inputs.get("x", ()))}
    module = model.get_submodule(*names) if len(names) == 1 else None
    if not isinstance(module, nn.Embedding) or module is model:
        raise InputError("attribution_not_here", network=run.network.name)
    with torch.no_grad():
        embedded = module(x)  # (1, T, D)
    model.set_submodule(*names, nn.Identity())
    return Logits(model), embedded, torch.zeros_like(embedded)


def last_maps(run: Run) -> str | None:
    """The module that made the last maps, or their activation if one makes that alone; None if none does."""
    layers = _layers(run)
    convolutions = [key for key in layers if key.kind == "Convolution"]
    if not convolutions:
        return None
    last, made = convolutions[-1], [layer.module for layer in layers.values()]
    found = [last, *_from(layers, last, "Activation")]
    for normalised in _from(layers, last, "Normalisation"):
        found += _from(layers, normalised, "Activation")
    return next((name for key in reversed(found) if made.count(name := layers[key].module) == 1 and name), None)


def _from(layers: Layers, key: Key, kind: str) -> list[Key]:
    """The layers of a kind that are given what another made."""
    place = (key.kind, key.layer)
    return [
        other
        for other, layer in layers.items()
        if other.kind == kind and [(ref.kind, ref.layer) for ref in layer.inputs.get("x", ())] == [place]
    ]


def _layers(run: Run) -> Layers:
    """What made each stage; a network of other make is followed for it."""
    if not run.network.native and not run.layers:
        tuple(run.stages)
    return run.layers
