"""The training of the networks for tables: scikit-learn's breast-cancer and diabetes sets, split once and for all."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from playground.tasks.tabular import CANCER, COUNT, DIABETES, EXAMPLES, Tabular
from playground.training.training import Recipe, Training

TRAIN, VALIDATION = 0.6, 0.8  # of the rows, in an order drawn once: where the training part ends, and the validation's
SHOWN = 8  # rows of the test part that the page offers
# Of cancer each is the mean over the cell nuclei of a picture, lengths in units of the picture.
CANCER_FEATURES = (
    "radius texture perimeter area smoothness compactness concavity concave_points symmetry fractal_dimension"
)
FEATURES = {
    "cancer": dict.fromkeys((f"mean_{name}" for name in CANCER_FEATURES.split()), ""),
    "diabetes": {
        "age": "years",
        "sex": "",
        "bmi": "kg/m²",
        "blood_pressure": "mmHg",
        "cholesterol": "mg/dL",
        "ldl": "mg/dL",
        "hdl": "mg/dL",
        "cholesterol_to_hdl": "",
        "triglycerides": "",
        "glucose": "mg/dL",
    },
}

CANCER_NOTES = """\
`test` is the percentage right of the 114 rows of the test part, `largest` the share of the larger class, benign, which
is what always guessing it would get. With 114 rows one more or less right is 0.9 points. No medical advice: the rows
are of 569 patients of one hospital, about 1990.
"""
DIABETES_NOTES = """\
Of the 89 rows of the test part: `r2` is the coefficient of determination in percent (100 would be no error at all, 0 is
always saying the mean), `mae` the mean absolute error in the target's own units (25 to 346), `mean_mae` that of always
saying the mean of the training part, `linear_mae` that of a linear regression, for comparison: ten numbers measured a
year before say only so much. No medical advice: the rows are of 442 patients.
"""
CANCER_TERMS = """\
| [Breast Cancer Wisconsin (Diagnostic)](https://archive.ics.uci.edu/dataset/17) (W. Wolberg, O. Mangasarian, \
N. Street, W. Street, 1993), as scikit-learn brings it | training, validation, test, the page's examples | CC BY 4.0 |
"""
DIABETES_TERMS = """\
| [Diabetes](https://www4.stat.ncsu.edu/~boos/var.select/diabetes.html) (Efron, Hastie, Johnstone, Tibshirani, 2004), \
as scikit-learn brings it | training, validation, test, the page's examples | none stated |
"""

Part = tuple[Tensor, Tensor]  # features (B, 10) float64 as measured; labels (B,) int64 or targets (B,) float64


@dataclass(frozen=True)
class TabularRecipe(Recipe):
    """With what is particular to small tables."""

    noise: float = 0.1  # added to the standardised features in training


def rows(task: Tabular) -> Part:
    """All rows of the set."""
    from sklearn.datasets import load_breast_cancer, load_diabetes

    bunch: Any = load_breast_cancer() if task is CANCER else load_diabetes(scaled=False)
    return torch.from_numpy(bunch.data[:, :COUNT]).double(), torch.from_numpy(bunch.target)


def split(task: Tabular) -> dict[str, Part]:
    """ "training", "validation" and "test", in an order that never changes."""
    features, answers = rows(task)
    order = torch.randperm(len(answers), generator=torch.Generator().manual_seed(0))
    ends = [int(share * len(order)) for share in (TRAIN, VALIDATION)]
    parts = zip(("training", "validation", "test"), order.tensor_split(ends), strict=True)
    return {name: (features[chosen], answers[chosen]) for name, chosen in parts}


def table(task: Tabular) -> dict[str, Any]:
    """What stands in examples/<task>.json: the features as they are in the training part, and rows of the test part."""
    parts = split(task)
    features, answers = parts["training"]
    columns = zip(FEATURES[task.name].items(), features.T, strict=True)
    known: dict[str, Any] = {"features": [{"name": name, "unit": unit} | _spread(x) for (name, unit), x in columns]}
    if not task.labels:
        known["target"] = _spread(answers)
    return known | {"shown": [_example(task, x, y) for x, y in _some(*parts["test"])], "searched": []}


def _some(x: Tensor, y: Tensor) -> list[tuple[list[float], float]]:
    """SHOWN rows whose answers are spread over all there are."""
    order = y.argsort(stable=True)
    chosen = order[torch.linspace(0, len(y) - 1, SHOWN).long()]
    return list(zip(x[chosen].tolist(), y[chosen].tolist(), strict=True))


def _example(task: Tabular, x: list[float], y: float) -> dict[str, Any]:
    return {"label": task.labels[int(y)] if task.labels else f"{y:g}", "input": {"values": x}}


def _spread(x: Tensor) -> dict[str, Any]:
    quartiles = torch.quantile(x, torch.tensor([0.25, 0.5, 0.75], dtype=x.dtype)).tolist()
    figures = {"min": x.min(), "max": x.max(), "mean": x.mean(), "sd": x.std()}
    short = {name: _short(float(figure)) for name, figure in figures.items()}
    return short | {"quartiles": [_short(quartile) for quartile in quartiles]}


def _short(number: float) -> float:
    return float(f"{number:.6g}")


def write_examples() -> None:
    """Write both files."""
    for task in (CANCER, DIABETES):
        lines = json.dumps(table(task), ensure_ascii=False)
        for start in ('{"name"', '{"label"', '"target"', '"shown"', '"searched"'):
            lines = lines.replace(" " + start, "\n" + start).replace("[" + start, "[\n" + start)
        (EXAMPLES / f"{task.name}.json").write_text(lines + "\n", encoding="utf-8")


class TabularTraining(Training):
    """One of the tables."""

    kind: ClassVar[Tabular]
    recipes: ClassVar = {"fnn": TabularRecipe(epochs=60, learning_rate=3e-3, batch=32, average=0.98)}

    def __init__(self, folder: Path | None) -> None:
        """scikit-learn brings the data; `folder` is not used."""
        self._parts = {name: (self._standardised(x), y) for name, (x, y) in split(self.kind).items()}

    def _standardised(self, x: Tensor) -> Tensor:
        """(B, 10) float32 as the task gives it to the network."""
        return torch.stack([self.kind.encode(row).standardised for row in x.tolist()])

    def steps(self, recipe: TabularRecipe) -> int:
        return math.ceil(len(self._parts["training"][1]) / recipe.batch)

    def batches(self, recipe: TabularRecipe) -> Iterator[Part]:
        x, y = self._parts["training"]
        for chosen in torch.randperm(len(y)).split(recipe.batch):
            yield x[chosen] + recipe.noise * torch.randn(len(chosen), COUNT), y[chosen]

    def loss(self, model: nn.Module, batch: Part, recipe: TabularRecipe) -> Tensor:
        x, y = batch
        if self.kind.labels:
            return F.cross_entropy(model(x).float(), y, label_smoothing=recipe.label_smoothing)
        target = self.kind.table["target"]
        return F.mse_loss(model(x)[:, 0].float(), (y.float() - target["mean"]) / target["sd"])

    def validate(self, model: nn.Module) -> dict[str, float]:
        return self._scores(model, "validation")

    def answers(self, model: nn.Module, part: str) -> Part | None:
        x, y = self._parts[part]
        return (model(x), y) if self.kind.labels else None

    def test(self, model: nn.Module) -> dict[str, float]:
        return self._scores(model, "test")

    @torch.inference_mode()
    def _scores(self, model: nn.Module, part: str) -> dict[str, float]:
        """Of classes, percent right and the share of the largest class; of a number, R² in percent and errors."""
        x, y = self._parts[part]
        if self.kind.labels:
            right, largest = (model(x).argmax(1) == y).double().mean(), y.bincount().max() / len(y)
            return {part: round(100 * float(right), 2), "largest": round(100 * float(largest), 2)}
        target = self.kind.table["target"]
        missed = y - (target["mean"] + target["sd"] * model(x)[:, 0].double())
        r2 = 1 - missed.square().sum() / (y - y.mean()).square().sum()
        errors = {
            "mae": missed.abs().mean(),
            "mean_mae": (y - target["mean"]).abs().mean(),
            "linear_mae": (y - self._linear(x)).abs().mean(),
        }
        return {"r2": round(100 * float(r2), 2)} | {name: round(float(error), 2) for name, error in errors.items()}

    def _linear(self, x: Tensor) -> Tensor:
        """What a linear regression on the training part says, (B,): what the hidden layer has to beat."""
        known, y = self._parts["training"]
        weights = torch.linalg.lstsq(F.pad(known.double(), (0, 1), value=1.0), y.double()).solution  # (11,)
        return F.pad(x.double(), (0, 1), value=1.0) @ weights


class CancerTraining(TabularTraining):
    """Malignant or benign."""

    task = "cancer"
    kind = CANCER
    notes = CANCER_NOTES
    terms = CANCER_TERMS
    data = "the ten mean features of scikit-learn's breast-cancer set, 60 : 20 : 20"


class DiabetesTraining(TabularTraining):
    """How far the disease has gone after a year."""

    task = "diabetes"
    kind = DIABETES
    notes = DIABETES_NOTES
    terms = DIABETES_TERMS
    data = "scikit-learn's diabetes set, 60 : 20 : 20"


if __name__ == "__main__":
    write_examples()
