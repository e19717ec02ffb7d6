"""A minimal gated unit added as anyone would: its one file, one line that registers it, one network of a task."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import pytest
import torch
from torch import Tensor, nn

from playground import checkpoints
from playground.models import ARCHITECTURES
from playground.tasks.digits import DIGITS
from playground.tasks.task import Network
from playground.train import main
from playground.training import TRAININGS
from playground.training.data import as_input
from playground.training.digits import DigitsRecipe, DigitsTraining, accuracy
from playground.training.sources import mnist

FILE = Path(__file__).parent / "extending" / "minimal_gated_unit.py"
DATA = os.environ.get("PLAYGROUND_DATA")
SIZES = {"input_size": 28, "hidden_size": 40, "num_layers": 2, "num_classes": 10}
UPDATES = 40


class FewPictures(DigitsTraining):
    """Some updates on real digits: of MNIST where that is on this machine, else the drawings that the page offers."""

    recipes: ClassVar = {"gru": DigitsRecipe(epochs=1, learning_rate=1e-2, batch=64, average=0.8)}  # none of its own
    losses: ClassVar[list[float]] = []

    def __init__(self, folder: Path | None) -> None:
        if DATA:
            pictures, labels = mnist(Path(DATA), train=True)
            self.few = as_input(pictures[:3000]), labels[:3000]
        else:
            self.few = _offered()

    def steps(self, recipe: DigitsRecipe) -> int:
        return UPDATES

    def batches(self, recipe: DigitsRecipe) -> Iterator[Any]:
        pictures, labels = self.few
        for _ in range(UPDATES):
            chosen = torch.randint(len(labels), (recipe.batch,))
            yield pictures[chosen], labels[chosen]

    def loss(self, model: nn.Module, batch: Any, recipe: DigitsRecipe) -> Tensor:
        loss = super().loss(model, batch, recipe)
        self.losses.append(loss.item())
        return loss

    def validate(self, model: nn.Module) -> dict[str, float]:
        return {name: accuracy(model, self.few) for name in ("mnist", "pen")}

    test = validate


def _offered() -> tuple[Tensor, Tensor]:
    """The drawn digits of the package, as pictures and labels."""
    examples = json.loads((files("playground.tasks") / "examples" / "strokes.json").read_text(encoding="utf-8"))
    pictures = [DIGITS.encode(example["input"]).centred for example in examples["searched"]]
    return torch.stack(pictures), torch.tensor([int(example["label"]) for example in examples["searched"]])


@dataclass(frozen=True)
class Added:
    """What came of it."""

    folder: Path  # with the unit's file, and the checkpoints
    losses: list[float]  # of each update


@contextmanager
def minimal_gated_unit(folder: Path) -> Iterator[Added]:
    """The task "digits" has a network "mgu" while this lasts; everything that is written lies in `folder`."""
    with pytest.MonkeyPatch.context() as patch:
        # Copies, so that all is as before when this ends, and nobody who goes through them meanwhile is disturbed.
        patch.setattr(ARCHITECTURES, "_places", dict(ARCHITECTURES._places))
        patch.setattr(TRAININGS, "_places", TRAININGS._places | {"digits": f"{__name__}:FewPictures"})
        patch.setattr(DIGITS, "networks", dict(DIGITS.networks))
        patch.setattr(checkpoints, "FOLDER", _linked(checkpoints.FOLDER, folder / "checkpoints"))
        patch.delitem(sys.modules, FILE.stem, raising=False)
        patch.syspath_prepend(folder)
        FewPictures.losses.clear()

        # All that it takes.
        shutil.copy(FILE, folder)
        ARCHITECTURES.register("mgu", "minimal_gated_unit:MGUClassifier")
        DIGITS.networks["mgu"] = Network("mgu", SIZES)
        assert main(["digits", "mgu"]) == 0  # python -m playground.train digits mgu

        yield Added(folder, list(FewPictures.losses))
        sys.modules.pop(FILE.stem)


def _linked(checkpoints: Path, folder: Path) -> Path:
    """A folder with all checkpoints that there are."""
    folder.mkdir()
    for file in checkpoints.glob("*.safetensors"):
        (folder / file.name).symlink_to(file)
    return folder
