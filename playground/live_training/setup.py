"""All that a training is made of, as a page or a program says it: data, layers, loss, optimiser, seed.

Imports no torch. `read_setup` takes what JSON has; the fields of Setup, Data and LayerAsked are what it may hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from playground.errors import InputError, quoted
from playground.live_training import fields as f

PLANE = ("circles", "moons", "spirals", "xor", "gaussians", "points")
MEMORY = ("recall", "adding")  # the memory tasks with one answer, at the last step
KINDS = (*PLANE, "digits", "drawings", "names", "series", "cancer", "diabetes", *MEMORY)
ACTIVATIONS = ("relu", "leaky_relu", "tanh", "sigmoid")
LOSSES = ("cross_entropy", "mse")
OPTIMISERS = ("sgd", "momentum", "adam", "adamw")
SCHEDULES = ("constant", "cosine", "step")
INITIALISATIONS = ("default", "xavier", "he", "normal_small", "normal_large", "zeros")
EDGE = 1.5  # how far the plane goes, each way
LONGEST_LABEL = 20
MOST_POINTS, MOST_DRAWINGS, MOST_CLASSES, MOST_LAYERS = 2_000, 200, 5, 24

_WINDOW = {"size": f.count(2, 8)}
_RECURRENT = {"size": f.count(1, 512), "bidirectional": f.flag}
_ONE_OF_MANY = {"channels": f.count(1, 128), "kernel": f.count(1, 9), "padding": f.count(0, 4), "stride": f.count(1, 4)}
# Of each kind of layer what can be said of it, and what holds where it is not.
LAYERS: dict[str, tuple[dict[str, f.Reader], dict[str, Any]]] = {
    "dense": ({"size": f.count(1, 1024)}, {"size": 8}),
    "conv": (_ONE_OF_MANY, {"channels": 8, "kernel": 3, "padding": 0, "stride": 1}),
    "max_pool": (_WINDOW, {"size": 2}),
    "avg_pool": (_WINDOW, {"size": 2}),
    "batch_norm": ({}, {}),
    "dropout": ({"share": f.real(0, 0.95)}, {"share": 0.2}),
    "flatten": ({}, {}),
    **dict.fromkeys(("rnn", "lstm", "gru"), (_RECURRENT, {"size": 32, "bidirectional": False})),
    **dict.fromkeys(ACTIVATIONS, ({}, {})),
}


@dataclass(frozen=True)
class LayerAsked:
    """One layer of the list."""

    kind: str  # of LAYERS
    settings: Mapping[str, Any]  # all that LAYERS has of this kind


@dataclass(frozen=True)
class Data:
    """What is learnt from. A field that a kind has no use for changes nothing."""

    kind: str = "circles"
    noise: float = 0.1  # of the sets in the plane: of a point's distance from where it belongs, the plane is -1..1
    size: int = 400  # points in all; of the others how many are trained on, beside what is held out
    points: tuple[tuple[float, float, int], ...] = ()  # x, y and class of the kind "points"
    drawings: tuple[tuple[str, Any], ...] = ()  # label and drawing, as the task "digits" takes it
    values: tuple[float, ...] = ()  # of the kind "series"
    lag: int = 20  # of the memory tasks
    held_out: float = 0.4  # the share that is not trained on: half for validation, half for the test


@dataclass(frozen=True)
class Setup:
    """A training, all of it: the same setup gives the same network."""

    data: Data = field(default_factory=Data)
    layers: tuple[LayerAsked, ...] = ()  # without the readout, which every network has as its last layer
    loss: str = "cross_entropy"  # where the answer is a number it is "mse" always
    optimiser: str = "adam"
    learning_rate: float = 0.01
    schedule: str = "constant"
    batch: int = 32
    weight_decay: float = 0.0
    clip: float | None = None  # the most that the norm of all gradients together may be
    initialisation: str = "default"
    seed: int = 0
    updates: int = 2_000


def read_setup(given: object) -> Setup:
    """A checked setup of JSON's values; what is left out is as in Setup. Raises InputError, which names the field."""
    if isinstance(given, Setup):
        return given
    return Setup(**f.record(given, "setup", _SETUP))


def as_json(setup: Setup) -> dict[str, Any]:
    """What `read_setup` makes this setup of, but for points, drawings and values, which are the visitor's own."""
    told = {each.name: getattr(setup, each.name) for each in fields(setup)}
    data = setup.data
    told["data"] = {name: getattr(data, name) for name in ("kind", "noise", "size", "lag", "held_out")}
    return told | {"layers": [{"kind": layer.kind, **layer.settings} for layer in setup.layers]}


def _layer(value: object, name: str) -> LayerAsked:
    given = dict(value) if isinstance(value, dict) else {}
    kind = given.pop("kind", None)
    if not isinstance(kind, str) or kind not in LAYERS:
        raise InputError("unknown_layer_kind", name=quoted(kind), names=", ".join(LAYERS))
    readers, usual = LAYERS[kind]
    return LayerAsked(kind, MappingProxyType(usual | f.record(given, kind, readers)))


def read_layers(value: object) -> tuple[LayerAsked, ...]:
    """The layers of a list of {"kind", ...}. Raises InputError."""
    return f.entries(0, MOST_LAYERS, _layer)(value, "layers")


def _point(value: object, name: str) -> tuple[float, float, int]:
    x, y, label = f.entries(3, 3, lambda entry, _: entry)(value, name)
    coordinate = f.real(-EDGE, EDGE)
    return coordinate(x, name), coordinate(y, name), f.count(0, MOST_CLASSES - 1)(label, name)


def is_label(value: object) -> bool:
    """Whether it can be the label of a class: a short text that can be shown, and sent."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_LABEL and value.isprintable()


def _drawing(value: object, name: str) -> tuple[str, Any]:
    given = dict(value) if isinstance(value, dict) else {}
    label = given.pop("label", None)
    if not is_label(label):
        raise InputError("drawing_label", value=quoted(label))
    return label, given


def _data(value: object, name: str) -> Data:
    return Data(**f.record(value, name, _DATA))


_DATA: dict[str, f.Reader] = {
    "kind": f.choice(*KINDS),
    "noise": f.real(0, 1),
    "size": f.count(10, 4_000),
    "points": f.entries(0, MOST_POINTS, _point),
    "drawings": f.entries(0, MOST_DRAWINGS, _drawing),
    "values": f.entries(0, 5_000, f.real(-1e30, 1e30)),
    "lag": f.count(2, 200),
    "held_out": f.real(0.1, 0.9),
}
_SETUP: dict[str, f.Reader] = {
    "data": _data,
    "layers": lambda value, _: read_layers(value),
    "loss": f.choice(*LOSSES),
    "optimiser": f.choice(*OPTIMISERS),
    "learning_rate": f.real(0, 100),
    "schedule": f.choice(*SCHEDULES),
    "batch": f.count(1, 512),
    "weight_decay": f.real(0, 10),
    "clip": f.optional(f.real(1e-6, 1e6)),
    "initialisation": f.choice(*INITIALISATIONS),
    "seed": f.count(0, 2**31 - 1),
    "updates": f.count(1, 20_000),
}
