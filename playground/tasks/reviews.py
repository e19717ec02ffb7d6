"""The task "reviews": a sentence, word by word, as the 50 numbers of each word; is it negative or positive?"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import torch
from torch import Tensor

from playground.errors import InputError
from playground.tasks.task import MAX_STEPS, Network, Task
from playground.tasks.words import split, table

MAX_CHARACTERS = 20 * MAX_STEPS
BLANK = 12  # steps of a sentence that is still to come
PUNCTUATION = frozenset(".,!?")
# The reference's own sizes.
SIZES: dict[str, Any] = {"input_size": 50, "hidden_size": 128, "num_layers": 2, "num_classes": 2}


@dataclass(frozen=True, eq=False)
class Words:
    """A sentence as the networks read it, one entry for each step."""

    tokens: tuple[str, ...]  # as typed
    read: tuple[str, ...]  # the form that was looked up
    known: tuple[bool, ...]  # whether the table has it; all that it does not have share one row
    values: Tensor  # (T, 50)


class Reviews(Task):
    """What somebody says of a product, a place or a film, in English."""

    name = "reviews"
    labels = ("negative", "positive")
    networks = {name: Network(name, SIZES) for name in ("rnn", "lstm", "gru")}  # noqa: RUF012 - the literal table

    def encode(self, value: object) -> Words:
        """The words of a text, `{"text": "..."}` or the text itself.

        Raises InputError on anything else, on a text without words or without one known word, and on a long one.
        """
        text = value.get("text") if isinstance(value, dict) else value
        if not isinstance(text, str):
            raise InputError("bad_text")
        if len(text) > MAX_CHARACTERS:
            raise InputError("too_long", limit=MAX_STEPS)
        known = table()
        pairs = list(islice(split(text, known.rows), MAX_STEPS + 1))
        if len(pairs) > MAX_STEPS:
            raise InputError("too_long", limit=MAX_STEPS)
        if all(read in PUNCTUATION for _, read in pairs):
            raise InputError("no_words")
        tokens, read = zip(*pairs, strict=True)
        rows = [known.rows.get(word, 0) for word in read]
        if not any(row and word not in PUNCTUATION for row, word in zip(rows, read, strict=True)):
            raise InputError("no_known_word")
        return Words(tokens, read, tuple(row > 0 for row in rows), known.vectors[rows])

    def blank(self) -> Words:
        """As many steps as a short sentence has."""
        nothing = ("",) * BLANK
        return Words(nothing, nothing, (True,) * BLANK, torch.zeros(BLANK, SIZES["input_size"]))

    def network_input(self, encoded: Words) -> Tensor:
        """(T, 50)."""
        return encoded.values

    def reordered(self, encoded: Words, order: Callable[[int], list[int]]) -> Words:
        """The words in another order."""
        places = order(len(encoded.tokens))
        return Words(
            tuple(encoded.tokens[i] for i in places),
            tuple(encoded.read[i] for i in places),
            tuple(encoded.known[i] for i in places),
            encoded.values[places],
        )


REVIEWS = Reviews()
