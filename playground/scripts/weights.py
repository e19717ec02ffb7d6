"""Where a script has its weights from: a file by its name, and lines that make of them those of a changed network."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import torch
from torch import Tensor

from playground import checkpoints
from playground.changes import Changes
from playground.errors import InputError
from playground.networks import Network, saving
from playground.scripts.literal import literal, numbers
from playground.scripts.writing import weight
from playground.stages.walk import parameters_of

MOST = 200  # single numbers that are written; of more there is a file


@dataclass(frozen=True, eq=False)
class Weights:
    """A file of weights, and what is done with them."""

    file: str
    lines: tuple[str, ...] = ()
    network: Network | None = None  # whose weights the file is to have; None: it is one of the checkpoints


def weights_of(network: Network, changes: Changes) -> Weights:
    """Those of the checkpoint with the changes in a few lines, or where that would be long of the network itself."""
    trained = _checkpoint(network)
    if trained is not None:
        now = parameters_of(network.model)
        scaled = {layer.parameters.get("weight_hh"): changes.recurrent for layer in network.layers.values()}
        lines = _differences(parameters_of(trained.model), now, scaled)
        if lines is not None:
            return Weights(checkpoints.path(network.task, network.name).name, tuple(lines))
    return Weights(file_of(network), (), network)


def file_of(network: Network) -> str:
    """The name of the file of a network that is no checkpoint: another one for other weights."""
    return f"{network.task}-{re.sub(r'[^0-9A-Za-z]+', '-', network.name)[:40]}-{network.digest[:8]}.safetensors"


def packed(network: Network) -> bytes:
    """The file: parameters and buffers by name; with all that makes it a network again, where that is known."""
    from safetensors.torch import save

    try:
        return saving.packed(network)
    except InputError:
        parameters = parameters_of(network.model)
        return save({name: values.detach().clone().contiguous() for name, values in parameters.items()})


def _checkpoint(network: Network) -> Network | None:
    """The trained network of this name, if there is one."""
    from playground.provider import checkpoint

    try:
        return checkpoint(network.task, network.name)
    except InputError:
        return None


def _differences(
    before: Mapping[str, Tensor], now: Mapping[str, Tensor], scaled: Mapping[str | None, float | None]
) -> list[str] | None:
    """Lines that make of some weights others; None where they are not the same ones, or the lines would be long."""
    if {name: values.shape for name, values in before.items()} != {name: values.shape for name, values in now.items()}:
        return None
    lines: list[str] = []
    for name, wanted in now.items():
        values, factor = before[name], scaled.get(name)
        if factor is not None:
            values = values * factor
            lines.append(f"{weight(name)} *= {factor!r}")
        if torch.equal(values, wanted):
            continue
        values = values.clone()
        lines += _rows(name, values, wanted)
        left = (values != wanted).flatten().nonzero()[:, 0]
        if len(left) > MOST:
            return None
        if len(left):
            lines.append(f"{weight(name)}.view(-1)[{numbers(left)}] = {literal(wanted.flatten()[left])}")
    return lines


def _rows(name: str, values: Tensor, wanted: Tensor) -> Iterator[str]:
    """Lines for rows that are one number each, which `values` then has, too."""
    if not values.dim():
        return
    rows, first = wanted.flatten(1) if wanted.dim() > 1 else wanted[:, None], wanted.reshape(len(wanted), -1)[:, 0]
    other = ((values != wanted).reshape(len(wanted), -1).any(1)) & (rows == first[:, None]).all(1)
    for number in first[other].unique():
        places = (other & (first == number)).nonzero()[:, 0]
        values[places] = number
        for first_of, end in _runs(places.tolist()):
            yield f"{weight(name)}[{first_of if end == first_of + 1 else f'{first_of}:{end}'}] = {float(number)!r}"


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """The first, and one after the last, of those that follow each other."""
    for _, run in groupby(enumerate(places), lambda one: one[1] - one[0]):
        found = [place for _, place in run]
        yield found[0], found[-1] + 1
