"""Where the buttons of the story lead: a task, a network with its changes, an input, and what is selected."""

import math
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class State:
    """Where a button leads: a task, one of its networks, and an example by its label or its text; or to a lab.

    `at` is what the page's address has of the rest, by its keys (store/state.js): a lab ("view") and what stands in it,
    a part of Compare, gradients in place of values ("shows"). What is not named there is as it is at first.
    """

    task: str = ""
    network: str = ""
    example: str = ""  # the visitor's own input stays in its place where the paragraph tells of any input
    select: str = ""  # a layer, map, unit or value of the picture, as the page's address has it; none for all of it
    moment: int | None = None  # the time step at which the player stands, from 0; none for the end
    changes: dict[str, Any] | None = None  # of the network or its input, as changes.read_changes takes them
    input: dict[str, Any] | None = None  # of its own, where no example has it
    own: bool = False  # the visitor's own input will do
    right: bool = False  # the loss is that of the right answer: an example's label, else what the trained network says
    at: dict[str, str] = field(default_factory=dict)


def held(gate: str, value: float) -> dict[str, Any]:
    return {"gates": [{"gate": gate, "value": value}]}


QUEUE = "The queue was endless and the room was loud, yet the food was wonderful."
SOUP = "The soup was not good and the waiter wasn’t friendly."
MOVED = {"move": {"right": 6}}
_ROUND = [math.tau * k / 40 for k in range(41)]
HEART = [
    [
        round(0.5 + 0.32 * math.sin(a) ** 3, 3),
        round(0.48 - 0.02 * (13 * math.cos(a) - 5 * math.cos(2 * a) - 2 * math.cos(3 * a) - math.cos(4 * a)), 3),
    ]
    for a in _ROUND
]
HALF = {"off": [{"layer": 0, "units": list(range(192))}]}  # of the 384 units of the FNN's first layer
STATES = {
    "pixel": State("digits", "cnn", "3", "Input....values.0-6-14", own=True),
    "start": State("digits", "cnn", "3"),
    "sum": State("digits", "fnn", "3", "Dense.0...pre_activation.379", own=True),
    "bend": State("digits", "fnn", "3", "Dense.0...activation", changes={"activation": "identity"}),
    "unit": State("digits", "fnn", "3", "Dense.0...activation", own=True),
    "half": State("digits", "fnn", "3", "Dense.0...activation", changes=HALF, own=True),
    "next": State("digits", "fnn", "3", "Dense.1...pre_activation.104", own=True),
    "logits": State("digits", "fnn", "3", "Output....logits", own=True),
    "regression": State("diabetes", "fnn", "160", "Output....logits", own=True),
    "random": State("digits", "fnn", "3", "Output....logits", changes={"random": 1}, own=True),
    "watch": State("strokes", "rnn1", "3", changes={"snapshot": 0}, own=True),
    "heart": State("digits", "cnn", select="Output....logits", input={"strokes": [HEART]}),
    "sliders": State("cancer", "fnn", "malignant", own=True),
    "moved": State("digits", "fnn", "3", "Input....values", changes=MOVED),
    "window": State("series", "fnn", "wave", "Input....values", own=True),
    "patch": State("digits", "cnn", "3", "Convolution.0...maps.1-15-19", own=True),
    "small": State(at={"view": "lab", "lab": "example"}),
    "kernels": State("digits", "cnn", "3", "Convolution.0...maps", own=True),
    "follows": State("digits", "cnn", "3", "Convolution.0...maps", changes=MOVED),
    "second": State("digits", "cnn", "3", "Convolution.1...maps", own=True),
    "border": State(at={"view": "lab", "lab": "padding"}),
    "borderless": State("digits", "cnn", "3", "Convolution.0...maps", changes={"padding": False}, own=True),
    "relu": State("digits", "cnn", "3", "Activation.0...maps", own=True),
    "pooling": State("digits", "cnn", "3", "MaxPooling.0...maps", own=True),
    "mean": State("digits", "cnn", "3", "AveragePooling.0...maps", changes={"pooling": "average"}),
    "flatten": State("digits", "cnn", "3", "Flatten....values", own=True),
    "ten": State("digits", "cnn", "3", "Output....logits", own=True),
    "backwards": State("reviews", "lstm", QUEUE, "StepOutput....logits", changes={"order": "reversed"}),
    "far": State("digits", "cnn", "3", "MaxPooling.1...maps", own=True),
    "state": State("names", "rnn", "Yamamoto", "RNNStep.0.0.2.hidden.5"),
    "name": State("names", "rnn", "Yamamoto", "RNNStep.0...hidden", moment=2),
    "read": State("names", "rnn", "Yamamoto", "Output....logits.10"),
    "guess": State("names", "rnn", "Yamamoto", "StepOutput....logits"),
    "rows": State("digits", "rnn", "3", "RNNStep.0...hidden", moment=13, own=True),
    "fade": State("reviews", "rnn", QUEUE, "StepOutput....logits"),
    "by_rows": State("digits", "rnn", "3", "StepOutput....logits", own=True),
    "untrained": State(at={"view": "memory", "memory": "recall.100.fresh.1"}),
    "two_numbers": State(at={"view": "memory", "memory": "adding.50.same.1"}),
    "added": State("reviews", "lstm", QUEUE, "LSTMStep.0.0.14.cell.60"),
    "forget": State("reviews", "lstm", QUEUE, "LSTMStep.0...forget"),
    "write": State("reviews", "lstm", SOUP, "LSTMStep.0...input", moment=4),
    "cell": State("reviews", "lstm", QUEUE, "LSTMStep.0...cell"),
    "forget_0": State("reviews", "lstm", QUEUE, "LSTMStep.0...cell", changes=held("forget", 0)),
    "forget_1": State("reviews", "lstm", QUEUE, "LSTMStep.0...cell", changes=held("forget", 1)),
    "sigmoid": State("reviews", "lstm", QUEUE, "LSTMStep.0.0.10.forget.42"),
    "shown": State("reviews", "lstm", QUEUE, "LSTMStep.0.0.14.hidden.60"),
    "candidate": State("reviews", "lstm", QUEUE, "LSTMStep.0.0.14.candidate.60"),
    "mixed": State("digits", "gru", "3", "GRUStep.0.0.13.hidden.5", own=True),
    "update": State("digits", "gru", "3", "GRUStep.0...update", moment=13, own=True),
    "update_0": State("digits", "gru", "3", "GRUStep.0...hidden", changes=held("update", 0), own=True),
    "update_1": State("digits", "gru", "3", "GRUStep.0...hidden", changes=held("update", 1), own=True),
    "reset": State("names", "gru", "Papadopoulos", "GRUStep.0...reset", moment=3),
    "reset_0": State("names", "gru", "Papadopoulos", "GRUStep.0...candidate", changes=held("reset", 0)),
    "one_minus": State("digits", "gru", "3", "GRUStep.0.0.13.update.5", own=True),
    "bracket": State("digits", "gru", "3", "GRUStep.0.0.13.candidate.5", own=True),
    "counted": State("reviews", "lstm", QUEUE, "LSTMStep.1...hidden"),
    "pen": State("strokes", "gru", "3", "GRUStep.0...hidden", own=True),
    "lstm": State("strokes", "lstm", "3", "LSTMStep.0...hidden", own=True),
    "both": State("names", "bigru", "Papadopoulos", "Output....logits"),
    "ends": State("names", "bigru", "Papadopoulos", "Output....logits.7"),
    "stride": State("digits", "cnn", "3", "Convolution.0...maps", changes={"stride": 2}),
    "hello": State("names", "rnn", input={"text": "HELLO"}, select="RNNStep.0...hidden"),
    "relu_rnn": State("digits", "rnn", "3", "RNNStep.1...hidden", changes={"activation": "relu"}),
}
