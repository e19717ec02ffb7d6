"""The tables and single figures of the story, from the networks that are loaded."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import nn

BLOCKS = {"rnn": 1, "gru": 3, "lstm": 4}  # of weights, G in the formula: the gates and the candidate
# By task the score of its networks that is compared.
SCORES = {"digits": "mnist", "strokes": "writers", "names": "top1", "reviews": "test", "series": "skill_last"}


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


def step_rows(arguments: dict[str, Any]) -> list[dict[str, Any]]:
    """What goes into a recurrent network for pictures and comes out, with `batch_first`: names of sizes, and sizes.

    A picture is as many steps as it has rows, each of as many numbers as it has columns.
    """
    side, hidden = arguments["input_size"], arguments["hidden_size"]
    layers, classes = arguments["num_layers"], arguments["num_classes"]
    return [
        {"what": "x", "shape": ["B", "T", "D"], "sizes": ["B", side, side]},
        {"what": "x_t", "shape": ["B", "D"], "sizes": ["B", side]},
        {"what": "h_t", "shape": ["B", "H"], "sizes": ["B", hidden]},
        {"what": "h_n", "shape": ["L", "B", "H"], "sizes": [layers, "B", hidden]},
        {"what": "y_t", "shape": ["B", "K"], "sizes": ["B", classes]},
    ]
