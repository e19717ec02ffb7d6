"""The story of the five networks: what stands in which order, where its buttons lead, and the figures in it.

Its words are the table `story` of playground/text, its equations ui/components/story/equations.html. Every figure is
that of a network that is loaded: from the metadata of the checkpoints, or from the CNN itself. Of a network whose
checkpoint is absent or damaged sizes are still known, and its scores are left out.
"""

import re
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from playground.checkpoints import load
from playground.errors import InputError
from playground.exercises import exercises
from playground.facts import known_networks
from playground.models import ARCHITECTURES
from playground.tasks import TASKS
from playground.text import LANGUAGES, table

if TYPE_CHECKING:
    from torch import nn

# The sections, and what stands in each: a paragraph by its name, "!" one that sets something right, "=" an equation or
# a line of PyTorch, "#" a table, ">" a button.
SECTIONS = {
    "start": "a >pixel b >start c",
    "unit": "a =unit >sum b >bend c >unit",
    "layers": "a =layer >half b >next c =softmax >logits d #dense >regression",
    "learning": "a =loss >random b =step c >sliders",
    "blind": "a b >moved c >window",
    "convolution": "a =convolution >patch >small b >kernels >follows c >second",
    "padding": "a =size >border >borderless b >relu c >pooling >mean",
    "shapes": "a #shapes >flatten b !c =conv2 >ten",
    "sequences": "a >backwards b =reach c >far d",
    "rnn": "a =rnn >state b >name c =readout >read d >guess e >rows",
    "vanishing": "a =gradient b =powers c d >fade e >by_rows",
    "lstm": "a =cell >added b >forget >write c =cell_gradient d >cell >forget_0 >forget_1",
    "gates": "a =lstm >sigmoid b >shown c >candidate",
    "gru": "a =gru >mixed b >update >update_0 >update_1 c >reset >reset_0",
    "conventions": "a =update !b >one_minus c =reset !d >bracket",
    "counting": "a =count !b #counts >counted",
    "compare": "a #gated b #scores !c >pen >lstm",
    "both": "a >both b =ends >ends !c",
}
BLOCKS = {"rnn": 1, "gru": 3, "lstm": 4}  # of weights, G in the formula: the gates and the candidate
UNKNOWN = "—"  # in a sentence, in place of the score of a network that cannot be loaded
# By task the score of its networks that is compared.
SCORES = {"digits": "mnist", "strokes": "writers", "names": "top1", "reviews": "test", "series": "skill_last"}


@dataclass(frozen=True)
class State:
    """Where a button leads: a task, one of its networks, and an example by its label or its text; or to the lab."""

    task: str = ""
    network: str = ""
    example: str = ""  # the visitor's own input stays in its place where the paragraph tells of any input
    select: str = ""  # a layer, map, unit or value of the picture, as the page's address has it; none for all of it
    moment: int | None = None  # the time step at which the player stands, from 0; none for the end
    changes: dict[str, Any] | None = None  # of the network or its input, as changes.read_changes takes them
    own: bool = False  # the visitor's own input will do
    lab: str = ""  # a set-up of the convolution lab, in place of all others


def _held(gate: str, value: float) -> dict[str, Any]:
    return {"gates": [{"gate": gate, "value": value}]}


QUEUE = "The queue was endless and the room was loud, yet the food was wonderful."
SOUP = "The soup was not good and the waiter wasn’t friendly."
MOVED = {"move": {"right": 6}}
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
    "sliders": State("cancer", "fnn", "malignant", own=True),
    "moved": State("digits", "fnn", "3", "Input....values", changes=MOVED),
    "window": State("series", "fnn", "wave", "Input....values", own=True),
    "patch": State("digits", "cnn", "3", "Convolution.0...maps.1-15-19", own=True),
    "small": State(lab="example"),
    "kernels": State("digits", "cnn", "3", "Convolution.0...maps", own=True),
    "follows": State("digits", "cnn", "3", "Convolution.0...maps", changes=MOVED),
    "second": State("digits", "cnn", "3", "Convolution.1...maps", own=True),
    "border": State(lab="padding"),
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
    "added": State("reviews", "lstm", QUEUE, "LSTMStep.0.0.14.cell.60"),
    "forget": State("reviews", "lstm", QUEUE, "LSTMStep.0...forget"),
    "write": State("reviews", "lstm", SOUP, "LSTMStep.0...input", moment=4),
    "cell": State("reviews", "lstm", QUEUE, "LSTMStep.0...cell"),
    "forget_0": State("reviews", "lstm", QUEUE, "LSTMStep.0...cell", changes=_held("forget", 0)),
    "forget_1": State("reviews", "lstm", QUEUE, "LSTMStep.0...cell", changes=_held("forget", 1)),
    "sigmoid": State("reviews", "lstm", QUEUE, "LSTMStep.0.0.10.forget.42"),
    "shown": State("reviews", "lstm", QUEUE, "LSTMStep.0.0.14.hidden.60"),
    "candidate": State("reviews", "lstm", QUEUE, "LSTMStep.0.0.14.candidate.60"),
    "mixed": State("digits", "gru", "3", "GRUStep.0.0.13.hidden.5", own=True),
    "update": State("digits", "gru", "3", "GRUStep.0...update", moment=13, own=True),
    "update_0": State("digits", "gru", "3", "GRUStep.0...hidden", changes=_held("update", 0), own=True),
    "update_1": State("digits", "gru", "3", "GRUStep.0...hidden", changes=_held("update", 1), own=True),
    "reset": State("names", "gru", "Papadopoulos", "GRUStep.0...reset", moment=3),
    "reset_0": State("names", "gru", "Papadopoulos", "GRUStep.0...candidate", changes=_held("reset", 0)),
    "one_minus": State("digits", "gru", "3", "GRUStep.0.0.13.update.5", own=True),
    "bracket": State("digits", "gru", "3", "GRUStep.0.0.13.candidate.5", own=True),
    "counted": State("reviews", "lstm", QUEUE, "LSTMStep.1...hidden"),
    "pen": State("strokes", "gru", "3", "GRUStep.0...hidden", own=True),
    "lstm": State("strokes", "lstm", "3", "LSTMStep.0...hidden", own=True),
    "both": State("names", "bigru", "Papadopoulos", "Output....logits"),
    "ends": State("names", "bigru", "Papadopoulos", "Output....logits.7"),
    "unmoved": State("digits", "fnn", "3"),
    "nine": State("digits", "cnn", "9", "Convolution.0...maps"),
    "turn": State("digits", "lstm", "3", "StepOutput....logits"),
}


def story() -> dict[str, Any]:
    """All of the story that is not words: its sections, where its buttons lead, its tables and single figures.

    Under "missing" are the networks that cannot be loaded, {"task", "name", "reason": {language: text}}: their scores
    stand in no table, and tasks that lack one of those that are compared have no row.
    """
    known, missing = known_networks()
    counts = [
        count_row(task, name, known[task, name]) for task, name in known if known[task, name]["architecture"] in BLOCKS
    ]
    cnn = _cnn()
    shapes = shape_rows(cnn)
    dense = dense_rows(known["digits", "fnn"]["arguments"])
    first = shapes[1]
    values = dict.fromkeys(_named_in_the_words(missing), UNKNOWN)
    values |= {f"{task}_{name}_{key}": value for (task, name), found in known.items() for key, value in _figures(found)}
    values |= {
        "digits_fnn_first": dense[0]["weights"],
        "series_fnn_window": known["series", "fnn"]["arguments"]["input_size"],
        "cnn_kernel": cnn.weighted[0].weight.shape[-1],  # type: ignore[index,union-attr]
        "cnn_maps": first["shape"][0],
        "cnn_flat": str(next(row["shape"][0] for row in shapes if row["stage"] == "flatten")),  # a shape, not an amount
        "cnn_reach": reach(cnn),
    }
    tables = {"dense": dense, "shapes": shapes, "counts": counts, "scores": score_rows(known), "gated": gated(known)}
    states = {name: asdict(state) for name, state in STATES.items()}
    told = {"sections": SECTIONS, "states": states, "values": values, "tables": tables, "missing": missing}
    return told | {"exercises": exercises()}


def _cnn() -> "nn.Module":
    """The CNN for digits; without weights that were trained when there are none, for its shapes are the same."""
    try:
        return load("digits", "cnn")
    except InputError:
        architecture, arguments = TASKS["digits"].networks["cnn"]
        return ARCHITECTURES[architecture](**arguments)


def _named_in_the_words(missing: list[dict[str, Any]]) -> list[str]:
    """The figures of the missing networks that the words of the story quote."""
    quoted = re.findall(r"\{(\w+)\}", str(table(LANGUAGES[0])["story"]))
    return [name for name in quoted if any(name.startswith(f"{one['task']}_{one['name']}_") for one in missing)]


def _figures(found: dict[str, Any]) -> list[tuple[str, Any]]:
    return [("parameters", found["parameters"]), *found["scores"].items()]


def layer_parameters(blocks: int, inputs: int, hidden: int, biases: int) -> int:
    """Of one recurrent layer in one direction: G (D H + H H + H), with one bias for each unit and block, or more."""
    return blocks * (inputs * hidden + hidden * hidden + biases * hidden)


def count_row(task: str, name: str, found: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a recurrent network, from its arguments alone: with one bias, with PyTorch's two, in all."""
    arguments = found["arguments"]
    blocks, hidden, layers = BLOCKS[found["architecture"]], arguments["hidden_size"], arguments["num_layers"]
    directions = 2 if arguments.get("bidirectional") else 1
    inputs = [arguments["input_size"]] + [directions * hidden] * (layers - 1)
    one, two = (directions * sum(layer_parameters(blocks, d, hidden, biases) for d in inputs) for biases in (1, 2))
    readout = (directions * hidden + 1) * arguments["num_classes"]
    row = {"task": task, "network": name, "architecture": found["architecture"], "blocks": blocks, "inputs": inputs[0]}
    row |= {"hidden": hidden, "layers": layers, "directions": directions}
    return row | {"one": one, "two": two, "readout": readout, "total": two + readout}


def dense_rows(arguments: dict[str, Any]) -> list[dict[str, int]]:
    """The layers of an FNN, the readout last: weights and biases of each."""
    hidden = arguments["hidden_size"]
    sizes = [arguments["input_size"], *([hidden] if isinstance(hidden, int) else hidden), arguments["output_size"]]
    return [{"inputs": d, "units": n, "weights": d * n, "biases": n} for d, n in pairwise(sizes)]


def shape_rows(cnn: "nn.Module") -> list[dict[str, Any]]:
    """What each stage of a CNN gives out for one picture, as it does so, and the weights and biases it has."""
    import torch

    values = {"Input": "values", "Flatten": "values", "Output": "logits"}
    kinds = {"Activation": "relu", "MaxPooling": "max_pooling", "AveragePooling": "average_pooling"}
    layers, rows = list(cnn.weighted), []  # type: ignore[arg-type]
    with torch.inference_mode():
        for stage in cnn.stages(torch.zeros(1, 28, 28)):  # type: ignore[operator]
            kind = type(stage).__name__
            layer = layers.pop(0) if kind in ("Convolution", "Output") else None
            counts = (
                {"weights": layer.weight.numel(), "biases": layer.bias.numel()}
                if layer
                else {"weights": 0, "biases": 0}
            )
            row = {"stage": kinds.get(kind, kind.lower()), "layer": getattr(stage, "layer", None)}
            rows.append(row | {"shape": list(getattr(stage, values.get(kind, "maps")).shape)} | counts)
    return rows


def reach(cnn: "nn.Module") -> int:
    """How many pixels, in each direction, a cell of a CNN's last map depends on."""
    from torch import nn

    reached, apart = 1, 1  # in pixels: the cell's window, and the distance between two cells
    for module in cnn.modules():
        if isinstance(module, nn.Conv2d | nn.MaxPool2d | nn.AvgPool2d):
            kernel, stride = (v if isinstance(v, int) else v[-1] for v in (module.kernel_size, module.stride))
            reached, apart = reached + (kernel - 1) * apart, apart * stride
    return reached


def score_rows(known: dict[tuple[str, str], dict[str, Any]]) -> list[dict[str, Any]]:
    """For each task with all recurrent architectures the score of each."""
    return [
        {"task": task} | {name: known[task, name]["scores"][score] for name in BLOCKS}
        for task, score in SCORES.items()
        if all(score in known[task, name]["scores"] for name in BLOCKS)
    ]


def gated(known: dict[tuple[str, str], dict[str, Any]]) -> dict[str, Any]:
    """GRU beside LSTM: the first layer of the networks for digits, with one bias and with two, and the whole."""
    both = {name: known["digits", name] for name in ("gru", "lstm")}
    inputs, hidden = (both["gru"]["arguments"][key] for key in ("input_size", "hidden_size"))
    counted = {
        name: [layer_parameters(BLOCKS[name], inputs, hidden, biases) for biases in (1, 2)] + [found["parameters"]]
        for name, found in both.items()
    }
    return {"input": inputs, "hidden": hidden} | counted
