"""The tasks "cancer" and "diabetes", ten measured numbers for the reference's FNN as it stands; and "plane", two."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from playground.checks import listed, number
from playground.errors import InputError
from playground.tasks.numbers import shown
from playground.tasks.task import Network, Task

EXAMPLES = Path(__file__).parent / "examples"
COUNT = 10  # features of either data set, the reference's input size


@dataclass(frozen=True, eq=False)
class Features:
    """Numbers as they were measured, and as the network reads them."""

    values: tuple[float, ...]  # in the data's own units
    outside: tuple[bool, ...]  # which are beyond all that is in the training data, where the network can only guess
    standardised: Tensor  # (F,) less the mean of the training data, over their standard deviation


class Tabular(Task):
    """One row of a table. Its features, with their mean, deviation and range in the training data, are in a file."""

    def __init__(self, name: str, labels: tuple[str, ...], networks: dict[str, Network]) -> None:
        """`labels` are those of the classes, or none when the answer is a number."""
        self.name = name
        self.labels = labels
        self.networks = networks

    @cached_property
    def table(self) -> dict[str, Any]:
        """The file: "features", each with name, unit, min, max, mean, sd and quartiles; rows to show; the target."""
        return json.loads((EXAMPLES / f"{self.name}.json").read_text(encoding="utf-8"))

    def encode(self, value: object) -> Features:
        """From a list of a number for each feature, or {"values": a list}. Raises InputError on anything else."""
        given = listed(value.get("values") if isinstance(value, dict) else value)
        features = self.table["features"]
        if given is None or len(given) != len(features):
            names = ", ".join(feature["name"] for feature in features)
            raise InputError("bad_features", count=len(features), names=names)
        values = tuple(_number(entry, feature) for entry, feature in zip(given, features, strict=True))
        outside = tuple(not f["min"] <= v <= f["max"] for v, f in zip(values, features, strict=True))
        scaled = [(v - f["mean"]) / f["sd"] for v, f in zip(values, features, strict=True)]
        return Features(values, outside, torch.tensor(scaled))

    def blank(self) -> Features:
        """The averages of the training data."""
        return self.encode([feature["mean"] for feature in self.table["features"]])

    def network_input(self, encoded: Features) -> Tensor:
        """(F,)."""
        return encoded.standardised

    def answer(self, encoded: Features, logits: Tensor) -> str | float:
        """The class, or the number that is predicted, in its own unit; logits (K,)."""
        if self.labels:
            return super().answer(encoded, logits)
        return self.table["target"]["mean"] + self.table["target"]["sd"] * float(logits[0])

    def output_of(self, encoded: Features, answer: float) -> float:
        """The number less the mean of the training data, over their standard deviation."""
        return (answer - self.table["target"]["mean"]) / self.table["target"]["sd"]


def _number(entry: object, feature: dict[str, Any]) -> float:
    """`entry` when it is a number within three times the range that was seen."""
    middle, reach = (feature["min"] + feature["max"]) / 2, 1.5 * (feature["max"] - feature["min"])
    least, most = middle - reach, middle + reach
    read = number(entry, least, most)
    if read is None:
        seen = {"least": f"{least:.4g}", "most": f"{most:.4g}"}
        raise InputError("bad_feature", name=feature["name"], value=shown(entry), **seen)
    return float(read)


def _fnn(outputs: int) -> dict[str, Network]:
    return {"fnn": Network("fnn", {"input_size": COUNT, "hidden_size": 32, "output_size": outputs})}


CANCER = Tabular("cancer", ("malignant", "benign"), _fnn(2))
DIABETES = Tabular("diabetes", (), _fnn(1))
PLANE = Tabular("plane", ("A", "B", "C", "D", "E"), {})  # a point, for networks that visitors train (live_training/)
