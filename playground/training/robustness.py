"""python -m playground.training.robustness: how many moved digits each network still reads; writes tasks/moves.json."""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

import playground.tasks
from playground import checkpoints
from playground.datasets import data_folder
from playground.errors import InputError
from playground.stages import Activation, Convolution, Dense, MaxPooling, RecurrentStep, Stage
from playground.tasks.moves import Move, moved
from playground.text import text
from playground.training.data import Part, as_input
from playground.training.sources import mnist

PATH = Path(playground.tasks.__file__).parent / "moves.json"
COMMAND = "python -m playground.training.robustness"
DATA = "MNIST, test set"
FIRST = 500  # digits at a time, with a seed of their own; of the first of them the counts are kept, for a test
PAIRS = 300  # of digits, that say how alike two different ones are
SEED = 0  # of the noise on the first digits; the next have the next

# By how much of what; a shift goes both ways, and what is read of the two is averaged.
AMOUNTS: dict[str, list[float]] = {
    "across": [float(n) for n in range(11)],
    "down": [float(n) for n in range(11)],
    "turn": [float(n) for n in range(-180, 181, 15)],
    "size": [n / 10 for n in range(5, 17)],
    "thicker": [n / 4 for n in range(-6, 13, 2)],
    "noise": [n / 10 for n in range(9)],
}


def moves(kind: str, amount: float) -> list[Move]:
    """The moves that are one such amount."""
    if kind == "across":
        return [Move(right=amount), Move(right=-amount)]
    if kind == "down":
        return [Move(down=amount), Move(down=-amount)]
    return [Move(**{kind: amount})]  # type: ignore[arg-type]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 when a file is missing or damaged, said in one line."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--data", type=Path, default=data_folder(), help=text("training.data"))
    try:
        pictures, labels = mnist(parser.parse_args(arguments).data, train=False)
        measured = measure((as_input(pictures), labels))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    PATH.write_text(written(measured), encoding="utf-8")
    print(text("training.written", path=PATH))
    return 0


def measure(digits: Part) -> dict[str, Any]:
    """All that stands in the file: what was measured on which data with which weights."""
    names = checkpoints.names("digits")
    models = {name: checkpoints.load("digits", name) for name in names}
    counts = {kind: _counts(models, digits, kind) for kind in AMOUNTS}
    counts = {"shift": torch.stack([counts["across"], counts["down"]]).mean(0), **counts}
    return {
        "command": COMMAND,
        "data": DATA,
        "count": len(digits[1]),
        "seed": SEED,
        "first": FIRST,
        "weights": {name: digest(name) for name in names},
        "apart": {name: unlike(model, digits) for name, model in models.items()},
        "curves": {kind: _curve(names, kind, found, len(digits[1])) for kind, found in counts.items()},
    }


def digest(network: str) -> str:
    """The beginning of the digest of a digit network's weights."""
    return checkpoints.metadata("digits", network)["digest"][:16]


def _counts(models: dict[str, nn.Module], digits: Part, kind: str) -> Tensor:
    """Digits read right, (amounts, networks, chunks), on average of the moves of an amount."""
    counts = []
    for amount in AMOUNTS[kind]:
        counts.append(torch.stack([right(models, digits, move) for move in moves(kind, amount)]).double().mean(0))
        print(kind, amount, counts[-1].sum(1).tolist(), flush=True)
    return torch.stack(counts)


def _curve(names: list[str], kind: str, counts: Tensor, count: int) -> dict[str, Any]:
    """Of every network the percentage it reads at each amount, and how many of the first digits."""
    percent = (100 * counts.sum(2) / count).T  # (networks, amounts)
    return {
        "amounts": AMOUNTS["across" if kind == "shift" else kind],
        "accuracy": {name: [round(p, 2) for p in row.tolist()] for name, row in zip(names, percent, strict=True)},
        "first": {name: row.tolist() for name, row in zip(names, counts[:, :, 0].T, strict=True)},
    }


@torch.inference_mode()
def right(models: dict[str, nn.Module], digits: Part, move: Move) -> Tensor:
    """How many moved digits each network reads right, (networks, chunks): of each FIRST digits in turn."""
    chunks = zip(*(part.split(FIRST) for part in digits), strict=True)
    counts = []
    for seed, (pictures, labels) in enumerate(chunks, SEED):
        given = moved(pictures, replace(move, seed=seed))
        counts.append(torch.stack([(model(given).argmax(1) == labels).sum() for model in models.values()]))
    return torch.stack(counts, dim=1)


@torch.inference_mode()
def unlike(model: Any, digits: Part) -> dict[str, float]:
    """The mean cosine similarity of what two different digits make of each layer, by its stage, such as "Dense:0"."""
    pictures, labels = (part[: PAIRS + 1] for part in digits)
    values = [layers(model.stages(picture)) for picture in pictures]
    pairs = [(a, b) for (a, one), (b, other) in pairwise(zip(values, labels, strict=True)) if one != other]
    alike = {key: [torch.cosine_similarity(a[key], b[key], dim=0) for a, b in pairs] for key in values[0]}
    return {key: round(float(torch.stack(found).mean()), 3) for key, found in alike.items()}


def layers(stages: Any) -> dict[str, Tensor]:
    """All values of a run by stage and layer, flat: of recurrent layers the hidden states, all time steps in one."""
    found: dict[str, list[Tensor]] = {}
    for stage in stages:
        values = _values(stage)
        if values is not None:
            found.setdefault(f"{type(stage).__name__}:{stage.layer}", []).append(values.flatten())
    return {key: torch.cat(parts) for key, parts in found.items()}


def _values(stage: Stage) -> Tensor | None:
    match stage:
        case Dense():
            return stage.activation
        case Convolution() | Activation() | MaxPooling():
            return stage.maps
        case RecurrentStep():
            return stage.hidden  # type: ignore[attr-defined]
    return None


def written(measured: dict[str, Any]) -> str:
    """As JSON, with every list of numbers on a line of its own."""
    return re.sub(r"\[[^\[\]]*\]", lambda numbers: " ".join(numbers[0].split()), json.dumps(measured, indent=1)) + "\n"


if __name__ == "__main__":
    sys.exit(main())
