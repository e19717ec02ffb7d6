"""The tasks "recall", "adding" and "copy": made-up sequences whose answer depends on what was read many steps before.

They go back to Hochreiter and Schmidhuber (1997); adding and copy as in Arjovsky, Shah and Bengio (2016).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from playground.errors import InputError
from playground.tasks.task import Network, Task

LETTERS = "abcd"
WAIT, GO = ".", ">"  # of a copy: a step without a letter, and the sign to begin
COPIED = 5  # letters that the networks learnt to copy
MOST_COPIED = 12
HUNDREDTHS = 100  # the numbers to add are whole hundredths, so that a text says them exactly
TOLERANCE = 0.1  # how far a sum may be from the right one
ROUNDING = 1e-6  # of float32, so that what is off by a tenth is right whichever way
HIDDEN = 32
LONGEST = 1_000  # steps
NUMBER = re.compile(r"(0?\.\d{1,4}|[01](?:\.\d{0,4})?)(\*?)")


class Batch(NamedTuple):
    """Sequences of one lag, and what is right at their last A steps."""

    values: Tensor  # (B, T, D) float32
    right: Tensor  # (B, A): int64 indices of labels, or float32 numbers


@dataclass(frozen=True, eq=False)
class Remembered:
    """A sequence as it is read, one token per time step, and what ought to be answered at its last A steps."""

    tokens: tuple[str, ...]  # T
    values: Tensor  # (T, D)
    right: Tensor  # (A,), as in Batch
    lag: int


class MemoryTask(Task):
    """A task with four networks of one size, which a lag makes as hard as one likes."""

    chance: float  # the share of right answers of the best answer that has read nothing

    def __init__(self, input_size: int, labels: tuple[str, ...] = ()) -> None:
        """input_size: D, numbers a step."""
        self.labels = labels
        size = {"input_size": input_size, "hidden_size": HIDDEN, "num_layers": 1, "num_classes": len(labels) or 1}
        self.networks = {
            "rnn": Network("rnn", size),
            "irnn": Network("rnn", size | {"activation": "relu"}),  # trained from the identity (Le et al. 2015)
            "lstm": Network("lstm", size),
            "gru": Network("gru", size),
        }

    def drawn(self, lag: int, count: int, generator: Generator) -> Batch:
        """`count` random sequences of a lag."""
        raise NotImplementedError

    def text(self, values: Tensor) -> str:
        """A sequence (T, D) of `drawn` as the text that `encode` reads."""
        raise NotImplementedError

    def read(self, text: str) -> Remembered:
        """A text that is not longer than it may be, as a sequence. Raises InputError."""
        raise NotImplementedError

    def target(self, encoded: Remembered) -> str | float:
        """What is right at the last step, as learning.gradients takes it."""
        return self.labels[int(encoded.right[-1])]

    def loss(self, outputs: Tensor, right: Tensor) -> Tensor:
        """The mean loss () of the outputs (B, A, K) at the last A steps."""
        return F.cross_entropy(outputs.flatten(0, 1), right.flatten())

    def correct(self, outputs: Tensor, right: Tensor) -> Tensor:
        """Which of the answers (B, A, K) at the last A steps are right, (B, A) bool; what has overflowed is none."""
        return (outputs.argmax(-1) == right) & outputs.isfinite().all(-1)

    def encode(self, value: object) -> Remembered:
        """The sequence of a text, given as `{"text": ...}` or as it is.

        Raises InputError, which says what is accepted.
        """
        given = value.get("text") if isinstance(value, dict) else value
        if not isinstance(given, str):
            raise InputError("bad_text")
        if len(given) > 8 * LONGEST:
            raise InputError("too_long", limit=LONGEST)
        read = self.read(given.strip().lower())
        if len(read.tokens) > LONGEST:
            raise InputError("too_long", limit=LONGEST)
        return read

    def blank(self) -> Remembered:
        """Eleven steps of nothing."""
        size = self.networks["rnn"].arguments["input_size"]
        return Remembered(("",) * 11, torch.zeros(11, size), torch.zeros(1, dtype=torch.int64), 10)

    def network_input(self, encoded: Remembered) -> Tensor:
        """(T, D)."""
        return encoded.values

    def reordered(self, encoded: Remembered, order: Callable[[int], list[int]]) -> Remembered:
        """The steps in another order; what was right of the sequence as it came stays so."""
        places = order(len(encoded.tokens))
        return replace(encoded, tokens=tuple(encoded.tokens[i] for i in places), values=encoded.values[places])


class Recall(MemoryTask):
    """Which letter came first, asked after `lag` more of the same letters."""

    name = "recall"
    chance = 1 / len(LETTERS)

    def drawn(self, lag: int, count: int, generator: Generator) -> Batch:
        """Every letter of lag + 1 is drawn alike."""
        letters = torch.randint(len(LETTERS), (count, lag + 1), generator=generator)
        return Batch(F.one_hot(letters, len(LETTERS)).float(), letters[:, :1])

    def text(self, values: Tensor) -> str:
        """Its letters."""
        return "".join(LETTERS[i] for i in values.argmax(1).tolist())

    def read(self, text: str) -> Remembered:
        """The letters of a text; spaces between them say nothing."""
        letters = "".join(text.split())
        if not letters or not set(letters) <= set(LETTERS):
            raise InputError("bad_recall", letters=", ".join(LETTERS))
        indices = torch.tensor([LETTERS.index(c) for c in letters])
        return Remembered(tuple(letters), F.one_hot(indices, len(LETTERS)).float(), indices[:1], len(letters) - 1)


class Copy(MemoryTask):
    """Letters, `lag` steps of waiting, a sign, and from it on the letters again, one a step."""

    name = "copy"
    chance = 1 / len(LETTERS)
    symbols = LETTERS + WAIT + GO

    def drawn(self, lag: int, count: int, generator: Generator) -> Batch:
        """COPIED letters; the sequence has 2 * COPIED + lag steps."""
        letters = torch.randint(len(LETTERS), (count, COPIED), generator=generator)
        wait = torch.full((count, lag + COPIED), self.symbols.index(WAIT))
        wait[:, lag] = self.symbols.index(GO)
        return Batch(F.one_hot(torch.cat([letters, wait], 1), len(self.symbols)).float(), letters)

    def text(self, values: Tensor) -> str:
        """Its letters and signs, up to the one to begin."""
        whole = "".join(self.symbols[i] for i in values.argmax(1).tolist())
        return whole[: whole.index(GO) + 1]

    def read(self, text: str) -> Remembered:
        """Letters, steps of waiting, the sign; the steps of answering are added."""
        found = re.fullmatch(rf"([{LETTERS}]{{1,{MOST_COPIED}}})({re.escape(WAIT)}*){GO}?", "".join(text.split()))
        if not found:
            raise InputError("bad_copy", letters=", ".join(LETTERS), most=MOST_COPIED, wait=WAIT, go=GO)
        letters = found[1]
        tokens = letters + found[2] + GO + WAIT * (len(letters) - 1)
        indices = torch.tensor([self.symbols.index(c) for c in tokens])
        values, right = F.one_hot(indices, len(self.symbols)).float(), indices[: len(letters)]
        return Remembered(tuple(tokens), values, right, len(found[2]))


class Adding(MemoryTask):
    """A number at each of `lag` steps, two of which are marked: their sum."""

    name = "adding"

    def __init__(self) -> None:
        super().__init__(2)
        each = torch.arange(HUNDREDTHS + 1)
        off = (each[:, None] + each - HUNDREDTHS).abs()  # of answering always 1, in hundredths
        self.chance = float((off <= round(TOLERANCE * HUNDREDTHS)).float().mean())

    def drawn(self, lag: int, count: int, generator: Generator) -> Batch:
        """One mark somewhere in the first half, one in the second; at least two steps."""
        length, rows = max(lag, 2), torch.arange(count)
        numbers = torch.randint(HUNDREDTHS + 1, (count, length), generator=generator) / HUNDREDTHS
        half = length // 2
        first = torch.randint(half, (count,), generator=generator)
        second = torch.randint(half, length, (count,), generator=generator)
        marks = torch.zeros(count, length)
        marks[rows, first] = marks[rows, second] = 1
        return Batch(torch.stack([numbers, marks], -1), (numbers * marks).sum(1, keepdim=True))

    def text(self, values: Tensor) -> str:
        """Numbers with two decimals, a star behind those that are marked."""
        return " ".join(f"{number:.2f}" + ("*" if mark else "") for number, mark in values.tolist())

    def read(self, text: str) -> Remembered:
        """Numbers from 0 to 1 between spaces, two of them with a star."""
        found = [NUMBER.fullmatch(part) for part in text.replace(",", " ").split()]
        read = [(float(one[1]), float(bool(one[2]))) for one in found if one]
        if len(read) < len(found) or sum(mark for _, mark in read) != 2 or any(number > 1 for number, _ in read):
            raise InputError("bad_adding")
        values = torch.tensor(read)
        return Remembered(tuple(one[0] for one in found if one), values, values.prod(1).sum()[None], len(values))

    def target(self, encoded: Remembered) -> float:
        """The sum."""
        return float(encoded.right[0])

    def loss(self, outputs: Tensor, right: Tensor) -> Tensor:
        """The mean squared error."""
        return F.mse_loss(outputs.squeeze(-1), right)

    def correct(self, outputs: Tensor, right: Tensor) -> Tensor:
        """Whether the sum is right to within TOLERANCE."""
        return (outputs.squeeze(-1) - right).abs() <= TOLERANCE + ROUNDING

    def answer(self, encoded: Remembered, logits: Tensor) -> float:
        """The network's one output."""
        return float(logits[0])


RECALL = Recall(len(LETTERS), tuple(LETTERS))
ADDING = Adding()
COPY = Copy(len(Copy.symbols), tuple(LETTERS))
