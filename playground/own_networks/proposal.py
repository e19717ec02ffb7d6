"""A list of layers for weights whose shapes do not tell all: pooling, padding and functions that would fit."""

from collections.abc import Iterator
from itertools import product

from playground.live_training.setup import LayerAsked, read_layers
from playground.own_networks.groups import NORM, Group

SIZES = (28, 32)  # rows and columns of a picture of a digit
MOST_TRIED = 5  # convolutions of which each may be padded and pooled in its own way

Fit = tuple[int, tuple[bool, ...], tuple[bool, ...]]  # a picture's size; which convolutions are padded, which pooled


def proposed(found: list[Group], columns: int | None) -> tuple[tuple[LayerAsked, ...], int | None]:
    """Layers without the readout, and the size of the picture where there are convolutions.

    columns: of the first dense layer. A ReLU stands behind every layer but the recurrent ones and the last. Raises
    InputError when the list cannot be read.
    """
    convolutions = [group for group in found if group.kind == "conv"]
    size, padded, pooled = next(_fits(convolutions, columns), (SIZES[0], *[(False,) * len(convolutions)] * 2))
    ways = iter(zip(padded, pooled, strict=True))
    layers: list[dict[str, object]] = []
    after: list[dict[str, object]] = []  # what follows a layer, behind its normalisation
    for place, group in enumerate(found):
        if group.kind != NORM:
            layers += after
            after = [{"kind": "relu"}] if group.kind in ("conv", "dense") else []
        if group.kind == "conv":
            pads, pools = next(ways)
            group.settings["padding"] = group.settings["kernel"] // 2 if pads else 0
            after += [{"kind": "max_pool", "size": 2}] if pools else []
        if place < len(found) - 1:
            layers.append({"kind": group.kind, **group.settings})
    return read_layers(layers), size if convolutions else None


def _fits(convolutions: list[Group], columns: int | None) -> Iterator[Fit]:
    """With which the last maps have as many values as the dense layer has columns; the usual ways first."""
    if not convolutions or columns is None:
        return
    count, maps = len(convolutions), convolutions[-1].settings["channels"]
    every = sorted(product((True, False), repeat=min(count, MOST_TRIED)), key=sum, reverse=True)
    ways = [way + way[-1:] * (count - len(way)) for way in every]
    for padded, size, pooled in product([ways[-1], ways[0], *ways[1:-1]], SIZES, ways):
        side = size
        for group, pads, pools in zip(convolutions, padded, pooled, strict=True):
            kernel = group.settings["kernel"]
            side = (side - kernel + 1 + 2 * (kernel // 2) * pads) // (1 + pools)
        if side > 0 and maps * side * side == columns:
            yield size, padded, pooled
