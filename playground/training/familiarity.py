"""python -m playground.training.familiarity: make what the measures of names and reviews compare with."""

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

import torch
from torch import Tensor

from playground import sealed_file
from playground.datasets import data_folder
from playground.errors import InputError
from playground.familiarity import sentences, surnames
from playground.familiarity.surnames import Letters
from playground.tasks.names import ALPHABET, END, INDEX
from playground.tasks.reviews import REVIEWS
from playground.text import text
from playground.training import names
from playground.training.sentences import everyday_sentences, film_sentences

COMMAND = "python -m playground.training.familiarity"
EVENNESS = 0.8  # a language counts as often as its size to the power of 1 - this


def main() -> int:
    """The exit code: 0, or 2 when a data file is missing or damaged, said in one line."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--data", type=Path, default=data_folder(), metavar="PATH")
    folder = parser.parse_args().data
    try:
        for file, of in ((surnames.FILE, of_names), (sentences.FILE, of_reviews)):
            print(text("training.written", path=sealed_file.write(file, of(folder), {"command": COMMAND})))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def of_names(folder: Path | None) -> dict[str, Tensor]:
    """The table of three letters from the training names, and how strange those of the validation part are."""
    parts = names.split(names.read(folder))
    rarity = rarities(parts["training"])
    steps = (rarity / surnames.STEP).round().clamp(0, 255).to(torch.uint8)
    rarity = steps.float() * surnames.STEP
    bare = Letters(rarity, 0.0, torch.zeros(0))
    held_out = sorted({name.folded for name in parts["validation"]})
    lengths = [len(name) + 1 for name in held_out]
    total = sum(bare.strange((*name, END)) * n**0.5 for name, n in zip(held_out, lengths, strict=True))
    known = Letters(rarity, total / sum(lengths), torch.zeros(0))
    strangeness = torch.tensor([known.strange((*name, END)) for name in held_out]).sort().values
    return {"rarity": steps, "usual": torch.tensor(known.usual), "strangeness": strangeness}


def of_reviews(folder: Path | None) -> dict[str, Tensor]:
    """How strange sentences are that nothing was learnt from, and for the short classes parts of such sentences."""
    held_out = film_sentences(folder)["validation"] + everyday_sentences("dev")
    chance = random.Random(0)
    found: dict[str, Tensor] = {}
    for size, longest in enumerate((*sentences.LONGEST, None)):
        strange = []
        for sentence in held_out:
            words = sentence.text.split()
            start = chance.randint(0, max(0, len(words) - longest)) if longest else 0
            try:
                looks = sentences.looks(REVIEWS.encode(" ".join(words[start:][:longest])))
            except InputError:  # a part without a known word
                continue
            if looks and looks.size == size:
                strange.append(looks.strange)
        found[str(size)] = torch.tensor(strange).sort().values
    return found


def rarities(training: list[names.Name]) -> Tensor:
    """-log P (A, A, A) of each character after two others; how many followers a context has says how sure it is.

    (Witten & Bell 1991: what was counted after two letters, filled up with what was counted after one, and so on.)
    """
    size = len(ALPHABET)
    of = Counter(name.label for name in training)
    counts = torch.zeros(size, size, size)
    for name in training:
        ids = [INDEX[c] for c in (END, END, *name.folded, END)]
        for a, b, c in zip(ids, ids[1:], ids[2:], strict=False):
            counts[a, b, c] += of[name.label] ** -EVENNESS
    counts *= sum(len(name.folded) + 1 for name in training) / counts.sum()
    share = torch.full((size,), 1 / size)
    for seen in (counts.sum((0, 1)), counts.sum(0), counts):
        kinds = (seen > 0).sum(-1, keepdim=True).clamp_min(1)
        share = (seen + kinds * share) / (seen.sum(-1, keepdim=True) + kinds)
    return -share.log()


if __name__ == "__main__":
    sys.exit(main())
