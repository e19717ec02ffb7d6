"""The packed test data of a task, from which no network has learnt: inputs, and what each of them is.

A file of them (training/evaluation_sets.py) is read and checked once, without torch. Of digits it has pixels, to which
{"test": number} is the input; of all other tasks the inputs themselves.
"""

import json
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from playground import sealed_file, weights_file
from playground.checks import whole
from playground.errors import InputError, quoted

FOLDER = weights_file.FOLDER / "test"
SETS = ("digits", "strokes", "names", "reviews", "cancer")  # the tasks that have one
KEYS = ("task", "source", "terms", "rule", "every", "of", "command", sealed_file.DIGEST)
PIXELS = 28
PACKED, TRUTH = "packed", "truth"  # the tensors of a file: bytes of zlib, and the index of each label


@dataclass(frozen=True, eq=False)
class EvaluationSet:
    """N inputs of the test data of a task, in their order there."""

    task: str
    inputs: tuple[Any, ...]  # as the task's encode takes them
    truth: tuple[int, ...]  # of each the index of its label
    every: int  # it has each so manieth of the test data, from the first on
    of: int  # how many those are in all
    pixels: bytes  # of digits, (N, 28, 28) row by row, 0 paper, 255 ink
    digest: str


def evaluation_set(task: str) -> EvaluationSet:
    """The packed test data of a task. Raises InputError when it has none, and when its file is missing or damaged."""
    if not isinstance(task, str) or task not in SETS:
        raise InputError("no_evaluation_set", task=quoted(task), tasks=", ".join(SETS))
    return _read(task)


def number_of(value: object) -> int:
    """Where the digit {"test": value} stands in the set, from 0. Raises InputError when it is none of those packed."""
    digits = evaluation_set("digits")
    number = whole(value, 0, digits.of - 1)
    if number is None or number % digits.every:
        raise InputError("no_test_digit", value=quoted(value), every=digits.every, last=digits.of - digits.every)
    return number // digits.every


@cache
def _read(task: str) -> EvaluationSet:
    file = FOLDER / f"{task}.safetensors"
    try:
        content = sealed_file.content(file)
        facts = {key: json.loads(value) for key, value in sealed_file.checked(content, KEYS).items()}
        tensors = weights_file.read(content).tensors
        packed = zlib.decompress(tensors[PACKED].content)
    except (OSError, InputError, KeyError, zlib.error) as error:
        raise InputError("evaluation_set_damaged", path=file.name) from error
    truth, every = tuple(tensors[TRUTH].content), facts["every"]
    numbers = range(0, len(truth) * every, every)
    inputs = [{"test": number} for number in numbers] if task == "digits" else json.loads(packed)
    pixels = packed if task == "digits" else b""
    return EvaluationSet(task, tuple(inputs), truth, every, facts["of"], pixels, facts[sealed_file.DIGEST])


def facts(task: str) -> dict[str, Any]:
    """What is known of a file: KEYS. Raises InputError as `evaluation_set`."""
    evaluation_set(task)
    found = sealed_file.facts(FOLDER / f"{task}.safetensors", KEYS)
    return {key: json.loads(value) for key, value in found.items()}
