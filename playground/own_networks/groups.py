"""The layers that tensors belong to, by their names and shapes, in the order in which they work."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any

from playground.errors import InputError, quoted

Shape = tuple[int, ...]
NORM = "batch_norm"
_LAYER = re.compile(r"(weight|bias)_(ih|hh)_l(\d+)(_reverse)?")
_BLOCKS = {1: "rnn", 3: "gru", 4: "lstm"}
_FIRST = ("conv", "rnn", "gru", "lstm", "dense")  # where names tell no order, maps come before vectors


@dataclass
class Group:
    """The tensors of one layer."""

    name: str  # "features.0"; of a layer of a recurrent module "gru 1"
    tensors: dict[str, str] = field(default_factory=dict)  # from the name in its module, "weight", to that in the file
    kind: str = ""  # of live_training.setup.LAYERS
    settings: dict[str, Any] = field(default_factory=dict)  # that the shapes tell


def groups(shapes: Mapping[str, Shape], ordered: bool) -> list[Group]:
    """The layers with weights. ordered: the tensors stand as in the state dict, else their names say the order.

    Raises InputError, which names the first tensor that belongs to no layer that can be shown.
    """
    found: dict[str, Group] = {}
    for key in shapes if ordered else sorted(shapes, key=_natural):
        name, _, own = key.rpartition(".")
        if match := _LAYER.fullmatch(own):
            part, where, number, back = match.groups()
            name, own = f"{name or 'rnn'} {number}", f"{part}_{where}_l0{back or ''}"
        found.setdefault(name, Group(name)).tensors[own] = key
    for group in found.values():
        _tell(group, shapes)
    sizes = {name: prod(shapes[group.tensors["running_mean"]]) for name, group in found.items() if group.kind == NORM}
    return _in_order(list(found.values()), sizes, sort=not ordered)


def _natural(key: str) -> list[Any]:
    """So that 10 stands behind 2."""
    return [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in re.findall(r"\d{1,9}|\D+", key)]


def _tell(group: Group, shapes: Mapping[str, Shape]) -> None:
    of = {own: shapes[key] for own, key in group.tensors.items()}
    weight = of.get("weight", ())
    if "weight_hh_l0" in of and len(of["weight_hh_l0"]) == 2 and of["weight_hh_l0"][1]:
        rows, size = of["weight_hh_l0"]
        group.kind = _BLOCKS.get(rows // size, "") if rows % size == 0 else ""
        group.settings = {"size": size, "bidirectional": "weight_hh_l0_reverse" in of}
    elif "running_mean" in of:
        group.kind = NORM
    elif len(weight) == 4 and weight[2] == weight[3]:
        group.kind, group.settings = "conv", {"channels": weight[0], "kernel": weight[2]}
    elif len(weight) == 2:
        group.kind, group.settings = "dense", {"size": weight[0]}
    if not group.kind:
        own, key = next(iter(group.tensors.items()))
        raise InputError("own_no_layer", key=quoted(key), shape=" × ".join(map(str, of[own])) or "–")


def _in_order(found: list[Group], sizes: Mapping[str, int], *, sort: bool) -> list[Group]:
    """Maps before vectors where they are to be sorted, and each normalisation behind the layer whose size it has."""
    main = [group for group in found if group.kind != NORM]
    first = {part: min(_FIRST.index(g.kind) for g in main if _part(g) == part) for part in map(_part, main)}
    if sort:
        main.sort(key=lambda group: first[_part(group)])
    free = list(main)  # layers behind which no normalisation stands yet
    for place, group in enumerate(found):
        if group.kind == NORM:
            fitting = [one for one in free if _size(one) == sizes[group.name]]
            before = [one for one in found[:place][-1:] if one in fitting] or fitting
            main.insert(main.index(before[0]) + 1 if before else 0, group)
            free = [one for one in free if one not in before[:1]]
    return main


def _size(group: Group) -> int:
    return group.settings["channels" if group.kind == "conv" else "size"]


def _part(group: Group) -> str:
    return group.name.split(".")[0]
