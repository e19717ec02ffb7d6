"""Packs what the training lab brings along, live_training/packed.safetensors: `python -m playground.training.packed`.

Digits: of each digit the first DIGITS in the file of MNIST's training part, never of its test part, so one of each
after another. Names: of each language the first NAMES of the names networks' training part, in the order of their
digests, then mixed. Tables: all rows, in the three parts that the app's own networks have.
"""

import hashlib
import lzma
from collections import Counter
from pathlib import Path

import torch
from torch import Tensor

from playground import sealed_file
from playground.datasets import data_folder
from playground.live_training import packed as file
from playground.tasks.tabular import CANCER, DIABETES
from playground.training import names, tabular
from playground.training.sources import mnist

DIGITS = 500
NAMES = 500


def contents(folder: Path | None) -> dict[str, Tensor]:
    """The tensors of the file. Raises InputError when a source is missing or damaged."""
    pictures, labels = mnist(folder, train=True)
    first = torch.stack([(labels == digit).nonzero()[:DIGITS, 0] for digit in range(10)], 1).flatten()
    found = {
        file.DIGITS: sealed_file.as_bytes(_compressed(pictures[first].numpy().tobytes())),
        file.LABELS: labels[first].byte(),
        file.NAMES: sealed_file.as_bytes(_compressed(_names(folder).encode("ascii"))),
    }
    for task in (CANCER, DIABETES):
        for part, (features, right) in tabular.split(task).items():
            found[file.TABLES[task.name] + part] = torch.cat([features, right[:, None].double()], 1)
    return found


def _names(folder: Path | None) -> str:
    """Lines; all parts of them have the languages as often as the whole."""
    taken: Counter[int] = Counter()
    chosen = []
    for name in sorted(names.split(names.read(folder))["training"], key=lambda name: _digest("chosen", name.folded)):
        taken[name.label] += 1
        if taken[name.label] <= NAMES:
            chosen.append(name)
    chosen.sort(key=lambda name: (_digest("order", name.folded), name.label))
    return "".join(f"{name.label}\t{name.folded}\n" for name in chosen)


def _digest(what: str, folded: str) -> bytes:
    return hashlib.sha256(f"{what} {folded}".encode()).digest()


def _compressed(content: bytes) -> bytes:
    return lzma.compress(content, preset=9 | lzma.PRESET_EXTREME)


if __name__ == "__main__":
    written = sealed_file.write(file.FILE, contents(data_folder()), {})
    print(written, written.stat().st_size)
