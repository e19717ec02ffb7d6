"""A layer as the run sees it: which module made its stages, with which parameters, from what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from playground.equations import Equation
from playground.stages.stage import Stage, place_of


@dataclass(frozen=True)
class Ref:
    """Where something that a stage is given stands: a quantity of another stage, or a row of it.

    t: a time step, or "same", "last" or "first": of those that were given; None where the stage has none.
    row: of a sequence the row of the same time step, or the last one; of anything else all.
    otherwise: where it stands when there is no such stage in the run.
    """

    kind: str
    quantity: str
    layer: int | None = None
    direction: int | None = None
    t: int | str | None = None
    row: bool = False
    otherwise: "Ref | None" = None


class Key(NamedTuple):
    """Which layer of a network."""

    kind: str
    layer: int | None = None
    direction: int | None = None


@dataclass(frozen=True)
class Layer:
    """What is known of all stages of one kind, layer and direction."""

    key: Key
    module: str = ""  # its name among the network's modules; "" for a function without one
    parameters: Mapping[str, str] = field(
        default_factory=dict
    )  # role -> name in the network: "weight" -> "conv1.0.weight"
    settings: Mapping[str, Any] = field(default_factory=dict)  # stride, padding, function, blocks, ...
    # By the name of what is given, one after another.
    inputs: Mapping[str, tuple[Ref, ...]] = field(default_factory=dict)
    # In place of the declared ones; None where it is not known how a value came about.
    equations: Mapping[str, Equation | None] = field(default_factory=dict)


Layers = Mapping[Key, Layer]


def by_key(*layers: Layer) -> dict[Key, Layer]:
    """A network's layers in a table."""
    return {layer.key: layer for layer in layers}


def key_of(stage: Stage) -> Key:
    """The layer that made a stage. Raises InputError, which names its kind, when that declares nothing."""
    place = place_of(stage)
    return Key(place.kind, place.layer, place.direction)
