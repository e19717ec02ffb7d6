"""A task of a program's own: the page's ways in, and a function that makes of what they give what a network reads."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import torch
from torch import Tensor

from playground.checks import number
from playground.errors import InputError, quoted
from playground.tasks import TASKS
from playground.tasks.digits import Digits, Pictures
from playground.tasks.names import Characters
from playground.tasks.tabular import EXAMPLES, Features, Tabular
from playground.tasks.task import MAX_STEPS, Task

Encode = Callable[[Any], Any]
LARGEST = 1_000_000  # numbers that a network is given
MOST_LABELS, MOST_INPUTS = 1_000, 40
FAR = 1e9  # ends of a slider
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class OwnPicture(Digits):
    """A drawing or a picture, centred on 28 x 28 pixels as those of the digits are."""

    networks = {}  # noqa: RUF012 - they are handed over
    like = "digits"

    def __init__(self, function: Encode) -> None:
        self.function = function
        # Those that somebody drew for the digits.
        self.examples = json.loads((EXAMPLES / "digits.json").read_text(encoding="utf-8"))

    def network_input(self, encoded: Pictures) -> Tensor:
        """What the function makes of (1, 28, 28), ink 1 on paper 0."""
        return made_by(self.function, encoded.centred.clone())


class OwnVector(Tabular):
    """Numbers, a slider for each."""

    like = "cancer"

    def __init__(self, function: Encode, inputs: Mapping[str, tuple[float, float]]) -> None:
        super().__init__("", (), {})
        self.function = function
        features = [_feature(name, *ends) for name, ends in inputs.items()]
        middle = {"label": None, "input": {"values": [feature["mean"] for feature in features]}}
        self.examples = {"features": features, "shown": [middle]}

    @cached_property
    def table(self) -> dict[str, Any]:
        """As of the tables of ours; where nobody knows how the numbers are spread, their middle is the mean."""
        return self.examples

    def encode(self, value: object) -> Features:
        """As of a table; what the network reads is what the function makes of the list of numbers."""
        read = super().encode(value)
        return replace(read, standardised=made_by(self.function, list(read.values)))


class OwnSequence(Task):
    """A text, read letter by letter or word by word, whichever its function does."""

    networks = {}  # noqa: RUF012 - they are handed over

    def __init__(self, function: Encode, example: str) -> None:
        self.function, self.example = function, example
        self.by_letters = len(made_by(function, example)) >= len(example)
        self.like = "names" if self.by_letters else "reviews"
        self.examples = {"shown": [{"label": None, "input": {"text": example}}]}

    def encode(self, value: object) -> Characters:
        """Of a text, given as `{"text": ...}` or as it is. Raises InputError on anything else, and on none."""
        text = value.get("text") if isinstance(value, dict) else value
        if not isinstance(text, str) or not text.strip():
            raise InputError("bad_text")
        if len(text) > MAX_STEPS:
            raise InputError("too_long", limit=MAX_STEPS)
        values = made_by(self.function, text)  # (T, D), or (T,) the numbers of letters or words
        tokens = [*text] if self.by_letters else text.split()
        return Characters((*tokens, *[""] * len(values))[: len(values)], (), values)

    def blank(self) -> Characters:
        """As many steps as the example has."""
        read = self.encode(self.example)
        return replace(read, tokens=("",) * len(read.tokens))

    def network_input(self, encoded: Characters) -> Tensor:
        """(T, D), or (T,) of whole numbers."""
        return encoded.values


KINDS: dict[str, Callable[..., Task]] = {"picture": OwnPicture, "vector": OwnVector, "sequence": OwnSequence}


def from_function(
    encode: Encode,
    labels: Sequence[str],
    kind: str = "picture",
    *,
    name: str = "own",
    inputs: Mapping[str, tuple[float, float]] | None = None,
    example: str | None = None,
) -> Task:
    """As Task.from_function."""
    if not isinstance(name, str) or not NAME.fullmatch(name) or (name in TASKS and name not in TASKS.made):
        raise InputError("own_name", name=quoted(name))
    given = tuple(labels) if isinstance(labels, list | tuple) else ()
    good = all(isinstance(label, str) and label for label in given) and len(set(given)) == len(given)
    if not good or not 1 <= len(given) <= MOST_LABELS:
        raise InputError("own_labels")
    if kind not in KINDS:
        raise InputError("own_kind", kind=quoted(kind))
    if (inputs is not None) != (kind == "vector") or (inputs is not None and not _are_inputs(inputs)):
        raise InputError("own_inputs")
    if (example is not None) != (kind == "sequence") or (example is not None and not str(example).strip()):
        raise InputError("own_example")
    task: Any = KINDS[kind](encode, *(more for more in (inputs, example) if more is not None))
    task.name, task.labels = name, given
    task.network_input(task.blank())  # raises here, not on the page
    TASKS.made[name] = task
    return task


def _are_inputs(inputs: object) -> bool:
    """Whether they are names with the ends of their ranges."""
    if not isinstance(inputs, Mapping) or not 1 <= len(inputs) <= MOST_INPUTS:
        return False
    return all(isinstance(name, str) and name and _is_range(ends) for name, ends in inputs.items())


def _is_range(ends: object) -> bool:
    read = [number(end, -FAR, FAR) for end in ends] if isinstance(ends, list | tuple) else []
    return len(read) == 2 and read[0] is not None and read[1] is not None and read[0] < read[1]


def _feature(name: str, least: float, most: float) -> dict[str, Any]:
    quarter = (most - least) / 4
    quartiles = [least + quarter, least + 2 * quarter, most - quarter]
    known = {"min": least, "max": most, "mean": least + 2 * quarter, "sd": quarter}
    return {"name": name, "unit": "", "quartiles": quartiles} | known


def made_by(function: Encode, given: Any) -> Tensor:
    """What a function makes of an input. Raises InputError, which says what it raised, or what it gave instead."""
    try:
        made = torch.as_tensor(function(given)).detach()
    except (InputError, MemoryError):
        raise
    except Exception as error:
        line = next(iter(str(error).strip().splitlines()), "")
        raise InputError("encode_raised", kind=type(error).__name__, line=line[:200]) from error
    whole = made.dtype in (torch.int64, torch.int32, torch.uint8)
    made = made.long() if whole else made.float()
    if not made.dim() or not 1 <= made.numel() <= LARGEST or not made.isfinite().all():
        raise InputError("encode_gave", what=f"{tuple(made.shape)} {made.dtype}".replace("torch.", ""))
    return made
