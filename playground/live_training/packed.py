"""The data that come with the app to be trained on, in one file: digits, names and two tables.

Made by `python -m playground.training.packed`, which says by which rule they are chosen. The file is checked against
its digests as every checkpoint is.
"""

import lzma
from functools import cache
from pathlib import Path

import torch
from torch import Tensor

from playground import sealed_file
from playground.errors import InputError

FILE = Path(__file__).with_name("packed.safetensors")
DIGITS, NAMES = "digits", "names"  # lzma of pixels, and of lines: the number of a language, a tab, the folded name
LABELS = "digit_labels"
TABLES = {"cancer": "cancer_", "diabetes": "diabetes_"}  # and the part: rows of the features and of what is right
PARTS = ("training", "validation", "test")


@cache
def packed() -> dict[str, Tensor]:
    """The tensors of the file. Raises InputError when it is missing or damaged."""
    from safetensors.torch import load

    try:
        content = sealed_file.content(FILE)
    except FileNotFoundError as error:
        raise InputError("missing_data", path=FILE.name) from error
    sealed_file.checked(content, (sealed_file.DIGEST,))
    return load(content)


@cache
def digits() -> tuple[Tensor, Tensor]:
    """(N, 1, 28, 28) float32 in 0..1 and (N,) int64, one of each digit after another."""
    pixels = bytearray(lzma.decompress(packed()[DIGITS].numpy().tobytes()))
    return torch.frombuffer(pixels, dtype=torch.uint8).view(-1, 1, 28, 28).float() / 255, packed()[LABELS].long()


@cache
def names() -> tuple[tuple[str, int], ...]:
    """Folded surnames, and the number of the language of each."""
    lines = lzma.decompress(packed()[NAMES].numpy().tobytes()).decode("ascii").splitlines()
    return tuple((name, int(label)) for label, name in (line.split("\t") for line in lines))


def table(task: str, part: str) -> tuple[Tensor, Tensor]:
    """(N, 10) and (N,) float64 of one of PARTS, in the data's own units."""
    rows = packed()[TABLES[task] + part]
    return rows[:, :-1], rows[:, -1]
