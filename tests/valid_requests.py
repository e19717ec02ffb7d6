"""A few valid requests of every route of the playground: what hostile ones are made of by changing something."""

import json
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from typing import Any

import torch
from inputs import NETWORKS, ONE, SEVEN, first
from own_files import as_pt, as_safetensors, with_said
from reference import REFERENCE
from trainings import DENSE, RELU, setup

from playground.ui.modules import version


@dataclass(frozen=True)
class Asked:
    """A request: the values of its path's parameters, its query, and its body, as JSON or as bytes."""

    body: Any = None
    parameters: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()


DIGIT = {"task": "digits", "input": SEVEN, "network": "cnn"}
LSTM = DIGIT | {"network": "lstm"}
NAME = {"task": "names", "input": {"text": "Ada"}, "network": "gru"}
SERIES = {"task": "series", "input": {"values": [1, 2, 3, 2] * 8, "ahead": 3}, "network": "gru"}
PASTED = {"task": "series", "input": {"text": "day,value\n1,2.5\n2,3.5\n3,2.5\n4,3.0\n5,2.0"}, "network": "lstm"}
PAPER = b"\xff" * 140 + (b"\xff" * 13 + b"\0\0" + b"\xff" * 13) * 18 + b"\xff" * 140  # 28 x 28 with an upright line
PICTURE = DIGIT | {"input": {"picture": {"width": 28, "height": 28, "grey": b64encode(PAPER).decode()}}}
CELL = {"stage": "LSTMStep", "layer": 0, "direction": 0, "t": 12, "quantity": "cell", "index": [5]}
MAP = {"stage": "Convolution", "layer": 1, "quantity": "maps", "index": [3, 4, 5]}
LEARNING = {"learning": {"target": "2", "optimiser": "adam", "learning_rate": 0.002, "steps": 2}}
CHANGES = (
    {"pooling": "average", "off": [{"layer": 0, "units": [3]}], "move": {"right": 3}},
    {"gates": [{"gate": "forget", "value": 0.5, "layer": 0}], "order": "shuffled", "seed": 3, "recurrent": 1.5},
    {"kernels": [{"layer": 0, "map": 1, "channel": 0, "values": [[0.1] * 5] * 5}], "activation": "tanh", "random": 4},
    {"snapshot": 2},
)
STEPS = {"task": "digits", "network": "lstm", "layer": 0, "direction": 0, "quantity": "forget", "units": [1]}
LAB = {"input": [[[1, 2, 3], [4, 5, 6], [7, 8, 9]]], "kernels": [[[[1, 0], [0, -1]]]], "bias": [0.5], "relu": True}
VISITOR = {"visitor": "fuzzing-visitor"}
TRAINING = {"layers": [DENSE, RELU], "updates": 5}
PNG = "data:image/png;base64,iVBORw0KGgo="
HANDED = {
    "name": "A student",
    "link": "http://example.org/?task=digits",
    "picture": PNG,
    "changed": ["pooling: average"],
    "answers": [{"ask": "Which digit?", "given": "7", "told": "7", "right": True}],
}
NAMED = {"task": "digits", "network": "cnn"}
KEY = "x" * 43


def _in_address(body: dict[str, Any], **parameters: str) -> Asked:
    query = {key: value if isinstance(value, str) else json.dumps(value) for key, value in body.items()}
    return Asked(parameters=tuple(parameters.items()), query=tuple(query.items()))


def _at(**parameters: str) -> Asked:
    return Asked(parameters=tuple(parameters.items()))


@cache
def files() -> dict[str, bytes]:
    """Weights of a network of the reference's class, as they are saved, and as the page sends them on."""
    torch.manual_seed(1)
    state = REFERENCE["fnn"](784, 8, 10).state_dict()
    plain = as_safetensors(state)
    return {"pt": as_pt(state), "safetensors": plain, "own": with_said(plain, "digits"), "trained": _trained()}


def _trained() -> bytes:
    from playground.live_training import train
    from playground.networks.saving import packed

    *_, last = train(setup("circles", layers=[DENSE], updates=2), seconds=60)
    return packed(last.network())


@cache
def valid() -> dict[str, list[Asked]]:
    """By "METHOD path" those of our routes. A test compares them with the routes that the app has."""
    runs = [DIGIT, LSTM, NAME, SERIES, PASTED, PICTURE, DIGIT | {"network": "fnn", "input": ONE}]
    runs += [{"task": task, "network": network, "input": first(task)} for task, network in NETWORKS]
    changed = [DIGIT | {"changes": CHANGES[0]}, LSTM | {"changes": CHANGES[1]}, DIGIT | {"changes": CHANGES[2]}]
    changed += [DIGIT | {"changes": CHANGES[3]}, LSTM | {"changes": LEARNING}]
    learnt = LSTM | {"changes": LEARNING}
    posted: dict[str, list[Any]] = {
        "trace": [*runs, *changed, DIGIT | {"exact": True}, LSTM | {"preview": True}],
        "compare": [
            {"task": "digits", "input": SEVEN, "networks": ["fnn", "gru"]},
            {"task": "names", "input": {"text": "Bo"}},
        ],
        "edges": [DIGIT, LSTM | {"units": True}, NAME],
        "gradients": [DIGIT | {"target": "3", "loss": "mse"}, LSTM, SERIES | {"loss": "logit"}],
        "attribution": [DIGIT | {"method": "grad_cam"}, DIGIT | {"method": "occlusion", "label": "3"}, NAME],
        "chain": [LSTM | {"selection": CELL, "target": "3"}],
        "code": [DIGIT | {"selection": MAP, "plain": True}, LSTM],
        "evaluate": [{"task": "cancer", "network": "fnn"}],
        "exciting": [NAMED | {"layer": 0, "unit": 3}],
        "explain": [LSTM | {"selection": CELL, "terms": 5}, DIGIT | {"selection": MAP}],
        "kept": [DIGIT, NAME, PASTED],
        "lab": [LAB, LAB | {"stride": [1, 1], "padding": [1, 1], "dilation": [1, 1], "pooling": "max"}],
        "learning": [learnt],
        "measure": [{"task": "diabetes", "input": first("diabetes")}],
        "memory": [{"task": "recall", "lag": 5}, {"task": "copy", "text": "abc..>", "trained": 5, "factor": 1.5}],
        "reach": [LSTM | {"target": "3"}],
        "similar": [STEPS | {"threshold": 0.5, "length": 4, "before": True}],
        "update": [
            learnt | {"selection": CELL},
            learnt | {"selection": CELL, "weight": ["lstm.weight_ih_l0", [133, 7]]},
        ],
        "numbers": [DIGIT | {"form": "csv", "selection": MAP}, DIGIT | {"form": "npz", "gradients": True}],
        "weights_file": [DIGIT | {"changes": CHANGES[0], "plain": True}],
        "report": [DIGIT | HANDED | {"selection": MAP}, NAME | HANDED],
        "qr": [{"link": "http://example.org/?task=digits"}],
        "training": [TRAINING | VISITOR | {"example": [0.1, 0.2]}, setup("xor", updates=3) | VISITOR],
        "training/code": [TRAINING, setup("series")],
        "training/{key}": [],
        "architecture": [TRAINING, setup("digits"), setup("names")],
        "network": [Asked(files()["own"]), Asked(files()["trained"])],
        "state_file": [Asked(files()["pt"])],
        "own_network": [Asked(files()["own"])],
        "learnt_weights": [DIGIT | {"changes": LEARNING, "layer": 0}],
    }
    return {f"POST /playground/{name}": [_whole(one) for one in asked] for name, asked in posted.items()} | _got()


def _whole(asked: Any) -> Asked:
    return asked if isinstance(asked, Asked) else Asked(asked)


def _got() -> dict[str, list[Asked]]:
    """Those without a body."""
    named = {"task": "digits", "network": "cnn"}
    changed = _in_address({"changes": CHANGES[0]}, **named)
    nothing = [Asked()]
    return {
        "GET /playground/training/presets": nothing,
        "GET /playground/kept/{key}": [],
        "GET /playground/listing/{task}/{network}": [_at(**named), changed],
        "GET /playground/plan/{task}/{network}": [_at(**named), changed, _at(task="strokes", network="gru1")],
        "GET /playground/weights/{task}/{network}/{layer}": [_in_address({"unit": "3"}, **named, layer="0")],
        "GET /playground/task/{task}": [_at(task="names"), _at(task="recall")],
        "GET /playground/test/{task}": [_at(task="cancer")],
        "GET /playground/text/{language}": [_at(language="zh")],
        "GET /playground/text/{language}/{part}": [_at(language="en", part="lab")],
        "GET /playground/story": nothing,
        "GET /playground/moves": nothing,
        "GET /playground/page.css": nothing,
        "GET /playground/plotly.min.js": nothing,
        "GET /playground/static/{version}/{path:path}": [_at(version=version(), path="store/store.js")],
        "GET /healthz": nothing,
    }
