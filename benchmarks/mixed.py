"""What people might ask one after another, at random: inputs of all tasks and lengths, and what is asked of them."""

import json
import string
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log2
from pathlib import Path
from random import Random
from typing import Any

import torch
from common import ROOT
from safetensors.torch import save

from playground.models import ARCHITECTURES
from playground.tasks import TASKS

LISTED = ("digits", "strokes", "names", "reviews", "series", "cancer", "diabetes")
MEMORY = ("recall", "adding", "copy")
IN_STEPS = ("strokes", "names", "reviews")  # whose example sets can be searched
# What is asked, and how often of a hundred times.
SHARES = {
    "trace": 55,
    "predict": 8,
    "attribution": 10,
    "similar": 6,
    "edges": 5,
    "gradients": 4,
    "explain": 4,
    "compare": 3,
    "own": 3,
    "training": 2,
}
LONGEST = 700  # letters, words, values of a run
SHORTER = 100  # of what costs many times a run, and would be refused for that
METHODS = ("integrated_gradients", "occlusion", "gradient_x_input")
DENSE = {"layers": [{"kind": "dense", "size": 8}, {"kind": "relu"}], "data": {"kind": "circles"}, "updates": 60}


@dataclass(frozen=True)
class Asked:
    """One request: of which kind, and its fields; of one's own network its file instead."""

    kind: str
    fields: dict[str, Any]
    file: bytes = b""


def asked(number: int, kinds: Sequence[str] = tuple(SHARES)) -> Asked:
    """The same for the same number. Each kind is among the first ones."""
    chance, shares = Random(number), [SHARES[kind] for kind in kinds]
    kind = kinds[number] if number < len(kinds) else chance.choices(kinds, shares)[0]
    if kind == "training":
        return Asked(kind, DENSE | {"seed": number, "visitor": f"soak-visitor-{number}"})
    if kind == "own":
        return Asked(kind, {"task": "digits", "input": drawing(chance)}, own_network(number))
    task = chance.choice(IN_STEPS if kind == "similar" else (*LISTED, *(MEMORY if kind == "trace" else ())))
    longest = LONGEST if kind == "trace" else SHORTER
    fields = {"task": task, "architecture": chance.choice([*TASKS[task].networks])}
    fields["input"] = value(task, chance, longest)
    return Asked(kind, fields | _more(kind, chance))


def _more(kind: str, chance: Random) -> dict[str, Any]:
    if kind == "attribution":
        return {"method": chance.choice(METHODS)}
    if kind == "gradients":
        return {"loss": "logit"}  # that of a number needs no right answer
    if kind == "explain":
        return {"selection": {"stage": "Output", "quantity": "logits", "index": [0]}}
    if kind == "similar":
        units = {
            "units": [chance.randrange(32)],
            "threshold": chance.uniform(-0.5, 0.5),
            "length": chance.randint(1, 6),
        }
        return {"layer": 0, "direction": 0, "quantity": "hidden"} | units
    return {}


def value(task: str, chance: Random, longest: int) -> dict[str, Any]:
    """An input of a task, as a visitor gives it; long ones are rarer than short ones."""
    length = round(2 ** chance.uniform(1, log2(longest)))
    if task in ("digits", "strokes"):
        return drawing(chance)
    if task == "names":
        return {"text": "".join(chance.choices(string.ascii_letters, k=length)).capitalize()}
    if task == "reviews":
        return {"text": " ".join(chance.choices(words(), k=length))}
    if task == "series":
        values = [round(10 + 3 * chance.gauss(0, 1), 2) for _ in range(max(20, length))]
        return {"values": values, "ahead": chance.randint(1, 60)}
    given = chance.choice(examples(task))["input"]
    if "values" not in given:
        return given
    return {"values": [number * chance.uniform(0.98, 1.02) if number > 2 else number for number in given["values"]]}


def drawing(chance: Random) -> dict[str, Any]:
    """An example drawn by a shaking hand, or a scribble of up to 900 points."""
    if chance.random() < 0.5:
        given = chance.choice(examples("digits"))["input"]
        strokes = [[[near(x, chance), near(y, chance)] for x, y in stroke] for stroke in given["strokes"]]
        return {"strokes": strokes, "width": given["width"]}
    strokes = []
    for _ in range(chance.randint(1, 3)):
        x, y, points = chance.random(), chance.random(), []
        for _ in range(round(2 ** chance.uniform(2, 8.2))):
            x, y = near(x, chance, 0.03), near(y, chance, 0.03)
            points.append([x, y])
        strokes.append(points)
    return {"strokes": strokes, "width": round(chance.uniform(0.02, 0.12), 3)}


def near(number: float, chance: Random, spread: float = 0.004) -> float:
    """A place on the pad beside another."""
    return round(min(1.0, max(0.0, number + chance.gauss(0, spread))), 4)


@cache
def examples(task: str) -> list[dict[str, Any]]:
    """Those that the page shows, but for series, which are fetched."""
    path: Path = ROOT / f"playground/tasks/examples/{task}.json"
    return [one for one in json.loads(path.read_text(encoding="utf-8"))["shown"] if "input" in one]


@cache
def words() -> list[str]:
    """Those of the reviews that the page shows."""
    return " ".join(example["input"]["text"] for example in examples("reviews")).split()


def own_network(number: int) -> bytes:
    """A visitor's file: a CNN of the reference with weights of its own, and that it is for digits."""
    torch.manual_seed(number)
    said = {"own": json.dumps({"task": "digits", "name": f"mine {number}"})}
    return save({name: weight.contiguous() for name, weight in ARCHITECTURES["cnn"]().state_dict().items()}, said)
