"""python benchmarks/training.py: images a second of our training against the plain loop, on this machine, now.

The plain loop is what a tutorial writes: a DataLoader over MNIST, whose pictures torchvision's transforms vary one by
one, and a step in float32; once with RandomAffine alone, once with ElasticTransform as well, which are our kinds of
variation. Same network, same batch, same optimiser, same number of torch threads. Ours draws a quarter of each batch
from pen strokes besides. Needs the data folder of the trainer: PLAYGROUND_DATA, or downloads.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import v2

from playground.models import ARCHITECTURES
from playground.tasks.digits import DIGITS
from playground.training.data import TrainingDigits
from playground.training.digits import DigitsTraining
from playground.training.loop import learn

SECONDS = 8.0  # for each figure, in turns of one second
THREADS = 1

AFFINE = v2.RandomAffine(degrees=8, translate=(0.03, 0.03), scale=(0.9, 1.1), shear=8)
ELASTIC = v2.ElasticTransform(alpha=20.0, sigma=4.0)


def one_by_one(*variations: nn.Module) -> v2.Compose:
    """The usual chain from the bytes of a picture to a tensor."""
    return v2.Compose([v2.ToPILImage(), *variations, v2.ToImage(), v2.ToDtype(torch.float32, scale=True)])


class OneByOne(Dataset):
    """MNIST's training pictures, each varied when it is asked for."""

    def __init__(self, data: TrainingDigits, transform: Callable) -> None:
        self.pictures, self.labels, self.transform = data.pictures, data.labels, transform

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return self.transform(self.pictures[index]), int(self.labels[index])


def plain(model: nn.Module, data: TrainingDigits, batch: int, transform: Callable) -> Iterator[int]:
    """One step after the other; the number of pictures in each."""
    optimizer = torch.optim.AdamW(model.parameters())
    while True:
        for pictures, labels in DataLoader(OneByOne(data, transform), batch, shuffle=True):
            loss = F.cross_entropy(model(pictures), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            yield len(labels)


def ours(model: nn.Module, training: DigitsTraining, architecture: str) -> Iterator[int]:
    """The trainer's own batches and steps, without its moving average."""
    recipe = training.recipes[architecture]
    optimizer = torch.optim.AdamW(model.parameters())
    while True:
        for batch in training.batches(recipe):
            learn(model, optimizer, training, batch, recipe)
            yield len(batch[1])


def measure(*loops: Iterator[int]) -> list[float]:
    """Images a second of each, taken in turns so that a busy moment of the machine falls on all."""
    for loop in loops:
        next(loop)
    seen, spent = [0] * len(loops), [0.0] * len(loops)
    while min(spent) < SECONDS:
        for i, loop in enumerate(loops):
            begun = time.perf_counter()
            while time.perf_counter() - begun < 1:
                seen[i] += next(loop)
            spent[i] += time.perf_counter() - begun
    return [count / seconds for count, seconds in zip(seen, spent, strict=True)]


def main() -> None:
    """Print a markdown table."""
    torch.set_num_threads(THREADS)
    given = os.environ.get("PLAYGROUND_DATA")
    training = DigitsTraining(Path(given) if given else None)
    data = training.digits
    print(f"Images a second, {THREADS} thread.\n")
    print("| network (batch) | plain, affine | plain, affine and elastic | ours | ratios |\n|---|---|---|---|---|")
    for name in ARCHITECTURES:
        batch = training.recipes[name].batch
        models = [ARCHITECTURES[name](**DIGITS.networks[name].arguments) for _ in range(3)]
        floors = [plain(models[0], data, batch, one_by_one(AFFINE))]
        floors.append(plain(models[1], data, batch, one_by_one(AFFINE, ELASTIC)))
        affine, elastic, speed = measure(*floors, ours(models[2], training, name))
        ratios = f"{speed / affine:.1f}, {speed / elastic:.1f}"
        print(f"| {name} ({batch}) | {affine:,.0f} | {elastic:,.0f} | {speed:,.0f} | {ratios} |", flush=True)


if __name__ == "__main__":
    main()
