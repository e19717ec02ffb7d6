"""A file with weights, and with what its owner said of them, as a Network: one of the five classes or a list of layers.

The file is a safetensors file, as any is; in its header the page has written what shapes cannot tell (`Said`). So it
is all that there is of the network, and can be sent again to a server that has it no more.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import torch
from torch import Tensor, nn

from playground import weights_file
from playground.errors import InputError
from playground.live_training import fields as f
from playground.live_training.data import SHAPES
from playground.live_training.layers import Plan, Shape, plan
from playground.live_training.setup import LayerAsked, is_label, read_layers
from playground.networks import Network, Wants
from playground.networks.network import check_finite
from playground.networks.weights import unwrapped
from playground.own_networks.groups import Group, groups
from playground.own_networks.limits import LARGEST_SENT, MOST_HEADER, MOST_VALUES, MOST_WORK, ORDER, check_tensors
from playground.own_networks.proposal import SIZES, proposed
from playground.tasks import TASKS

SAID = "own"  # the metadata with what its owner said of it
TASK_NAMES = ("digits", "strokes", "names", "reviews", "series", "cancer", "diabetes")
MOST_PARAMETERS = 5_000_000
STEPS = 28  # of a sequence, for what a network works


@dataclass(frozen=True)
class Said:
    """What the owner of a file said of it."""

    task: str
    name: str = "own"
    layers: tuple[LayerAsked, ...] | None = None  # None: as they are proposed
    size: int | None = None  # of a picture; None: as the shapes say, or as the task makes it
    inverted: bool = False
    mean: float = 0.0
    std: float = 1.0

    @property
    def wants(self) -> Wants:
        """How the network wants its input."""
        size = None if self.size in (None, SIZES[0]) else (self.size, self.size)
        return Wants(size=size, inverted=self.inverted, mean=self.mean, std=self.std)  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class Own:
    """What a file is found to be."""

    network: Network
    said: Said  # with what was proposed
    work: int  # multiply-adds of one input
    plan: Plan | None = None  # of a list of layers


class MisfitError(InputError):
    """The layers cannot be so. It has what was proposed or said, for its owner to mend."""

    def __init__(self, error: InputError, said: Said) -> None:
        super().__init__(error.code, **error.values)
        self.said = said


def own(content: bytes) -> Own:
    """The network of a file. Raises InputError, which says what is wrong with it; MisfitError where layers are."""
    weights, metadata = _read(content)
    said = _said(metadata)
    if said.layers is None:
        try:
            both = any(key.endswith("_l0_reverse") for key in weights)
            readout = {"readout": "last"} if both else {}  # as the reference reads both directions
            network = Network.from_state_dict(weights, said.task, name=said.name, wants=said.wants, **readout)
        except InputError as error:
            if error.code not in ("state_unknown", "state_extra"):  # else it has layers that none of the five has
                raise
        else:
            made = replace(network, facts={"own": asdict(said)})
            return Own(made, said, _check_size(made))
    found = groups({key: tuple(values.shape) for key, values in weights.items()}, ORDER in metadata)
    return _stack(found, weights, said)


def is_own(content: bytes) -> bool:
    """Whether a page has written into the file what its owner said of it."""
    length = int.from_bytes(content[:8], "little")
    return length <= MOST_HEADER and f'"{SAID}":'.encode() in content[8 : 8 + length]


def _read(content: bytes) -> tuple[dict[str, Tensor], dict[str, str]]:
    """The weights, float32, and the metadata. Raises InputError."""
    from safetensors import SafetensorError
    from safetensors.torch import load

    if len(content) > LARGEST_SENT:
        raise InputError("own_too_large")
    if int.from_bytes(content[:8], "little") > MOST_HEADER:
        raise InputError("own_long_header")
    try:
        file = weights_file.read(content)
        check_tensors({name: tensor.shape for name, tensor in file.tensors.items()})
        loaded = load(content)
    except SafetensorError as error:
        raise InputError("file_header") from error
    weights = unwrapped({name: loaded[name] for name in _order(file.metadata, list(file.tensors))})
    check_finite(weights)
    return weights, file.metadata


def _order(metadata: Mapping[str, str], names: list[str]) -> list[str]:
    try:
        order = json.loads(metadata.get(ORDER, "null")) or names
    except (ValueError, RecursionError):
        order = names
    is_whole = isinstance(order, list) and len(order) == len(names) and set(map(str, order)) == set(names)
    return order if is_whole else names


def _said(metadata: Mapping[str, str]) -> Said:
    try:
        given = json.loads(metadata[SAID])
    except (KeyError, ValueError, RecursionError) as error:
        raise InputError("network_file_unknown") from error
    said = Said(**f.record(given, SAID, _READERS))
    if not is_label(said.name):
        raise InputError("network_file_unknown")
    return said


_READERS: dict[str, f.Reader] = {
    "task": f.choice(*TASK_NAMES),
    "name": lambda value, _: value,  # checked as a whole
    "layers": f.optional(lambda value, _: read_layers(value)),
    "size": f.optional(f.count(*SIZES)),
    "inverted": f.flag,
    "mean": f.real(-1e3, 1e3),
    "std": f.real(1e-6, 1e6),
}


def _stack(found: list[Group], weights: Mapping[str, Tensor], said: Said) -> Own:
    """A list of layers with these weights."""
    outputs = len(TASKS[said.task].labels) or 1
    if not found or found[-1].kind != "dense" or found[-1].settings["size"] != outputs:
        last = found[-1].name if found else ""
        raise InputError("own_readout", name=last, count=outputs)
    if said.layers is None:
        dense = next(group for group in found if group.kind == "dense")
        layers, size = proposed(found, weights[dense.tensors["weight"]].shape[1])
        said = replace(said, layers=layers, size=size)
    try:
        made = plan(said.layers or (), _given(said), outputs, most=MOST_PARAMETERS)
        _check_work(made.work, made.values)
        model = _filled(made, found, weights)
    except InputError as error:
        raise MisfitError(error, said) from error
    network = Network.from_module(model, said.task, name=said.name, wants=said.wants)
    told = {
        "own": asdict(replace(said, layers=None)),
        "layers": [{"kind": x.kind, **x.settings} for x in said.layers or ()],
    }
    return Own(replace(network, facts=told), said, made.work, made)


def _given(said: Said) -> Shape:
    """What a network of the task reads."""
    if said.task == "digits":
        side = said.size or SIZES[0]
        return (1, side, side)
    task = TASKS[said.task]
    return SHAPES.get(said.task) or (None, task.network_input(task.blank()).shape[-1])


def _filled(made: Plan, found: list[Group], weights: Mapping[str, Tensor]) -> nn.Sequential:
    """The modules of a plan with the weights of the groups, one after another. Raises InputError where one misfits."""
    with torch.device("meta"):
        expected = [(each, each.make().state_dict()) for each in made.made]
    weighted = [(k, each, state) for k, (each, state) in enumerate(expected) if state]
    if len(weighted) != len(found):
        raise InputError("own_count", count=len(weighted), found=len(found))
    state = {}
    for (k, each, parts), group in zip(weighted, found, strict=True):
        for own_name, values in parts.items():
            state[f"{k}.{own_name}"] = _part(each.place, group, own_name, values, weights)
        if extra := [key for own_name, key in group.tensors.items() if own_name not in parts]:
            raise _misfit(each.place, group, InputError("state_extra", key=extra[0]))
    model = made.module()
    model.load_state_dict(state)
    return model


def _part(place: int, group: Group, name: str, values: Tensor, weights: Mapping[str, Tensor]) -> Tensor:
    """One tensor of a module; of a bias that the file has not zeros, of a factor ones."""
    key = group.tensors.get(name)
    if key is None and name.startswith("weight_"):
        raise _misfit(place, group, InputError("state_missing", key=f"{group.name}.{name}"))
    if key is None:
        return (torch.ones if name == "weight" else torch.zeros)(values.shape, dtype=values.dtype)
    if weights[key].shape != values.shape:
        shapes = [" × ".join(map(str, shape)) or "–" for shape in (weights[key].shape, values.shape)]
        raise _misfit(place, group, InputError("state_misfit", key=key, found=shapes[0], expected=shapes[1]))
    return weights[key].to(values.dtype)


def _misfit(place: int, group: Group, reason: InputError) -> InputError:
    return InputError("impossible_layer", number=place + 1, kind=group.kind, reason=reason)


def _check_work(work: float, values: float) -> None:
    if work > MOST_WORK:
        raise InputError("own_too_slow", count=f"{work:.2g}", most=f"{MOST_WORK:.2g}")
    if values > MOST_VALUES:
        raise InputError("own_too_wide", count=f"{values:.2g}", most=f"{MOST_VALUES:.2g}")


def _check_size(network: Network) -> int:
    """The multiply-adds of one input through one of the five classes. Raises InputError when they are too many."""
    model, arguments = network.model, network.arguments
    if network.architecture == "cnn":
        rows, columns = arguments["image_size"]
        convolutions = [module for module in model.modules() if isinstance(module, nn.Conv2d)]
        places = [rows * columns / 4**k for k in range(len(convolutions))]
        work = sum(one.weight.numel() * count for one, count in zip(convolutions, places, strict=True))
        values = sum(2 * one.out_channels * count for one, count in zip(convolutions, places, strict=True))
        work += model.out.weight.numel()  # type: ignore[union-attr]
    else:
        steps = 1 if network.architecture == "fnn" else STEPS
        work = steps * sum(values.numel() for values in model.parameters())
        values = sum(values.shape[0] * steps for values in model.parameters())
    _check_work(work, values)
    return round(work)
