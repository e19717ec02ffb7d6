"""What is unlike any digit is told: letters, shapes, several digits, noise; real digits are not, and nobody guesses."""

import base64
import json
import math
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import torch
from inputs import NETWORKS
from torch import nn

from playground import inspect
from playground.familiarity import MEASURES, likeness, pictures, sentences, surnames
from playground.inspection import start
from playground.networks import Network
from playground.story.states import HEART
from playground.tasks import TASKS
from playground.weights_file import FOLDER

Strokes = list[list[list[float]]]


def ring(x: float, y: float, across: float, down: float) -> list[list[float]]:
    angles = [math.tau * k / 28 - 1.57 for k in range(29)]
    return [[x + across * math.cos(a), y + down * math.sin(a)] for a in angles]


STRANGE: dict[str, Strokes] = {
    "F065 A": [[[0.2, 0.85], [0.5, 0.15], [0.8, 0.85]], [[0.33, 0.58], [0.67, 0.58]]],
    "F066 heart": [HEART],
    "F063 11": [[[0.35, 0.2], [0.35, 0.8]], [[0.65, 0.2], [0.65, 0.8]]],
    "F064 10": [[[0.25, 0.2], [0.25, 0.8]], ring(0.65, 0.5, 0.15, 0.3)],
    "star": [[[0.5, 0.05], [0.78, 0.9], [0.05, 0.35], [0.95, 0.35], [0.22, 0.9], [0.5, 0.05]]],
    "house": [[[0.2, 0.9], [0.2, 0.45], [0.5, 0.1], [0.8, 0.45], [0.8, 0.9], [0.2, 0.9]], [[0.2, 0.45], [0.8, 0.45]]],
    "arrow": [[[0.1, 0.5], [0.9, 0.5]], [[0.65, 0.28], [0.9, 0.5], [0.65, 0.72]]],
    "cross": [[[0.15, 0.15], [0.85, 0.85]], [[0.85, 0.15], [0.15, 0.85]]],
    "zigzag": [[[k / 10, 0.2 + 0.6 * (k % 2)] for k in range(11)]],
    "W": [[[0.1, 0.2], [0.3, 0.8], [0.5, 0.3], [0.7, 0.8], [0.9, 0.2]]],
    "K": [[[0.3, 0.1], [0.3, 0.9]], [[0.75, 0.1], [0.3, 0.55], [0.75, 0.9]]],
}


def examples(task: str) -> list[Any]:
    known = json.loads((files("playground.tasks") / "examples" / f"{task}.json").read_text(encoding="utf-8"))
    return [example["input"] for example in known["shown"]]


@pytest.mark.parametrize("task", ["digits", "strokes"])
@pytest.mark.parametrize("name", STRANGE)
def test_what_is_no_digit_is_told(task: str, name: str) -> None:
    run = start(task, {"strokes": STRANGE[name]}, next(iter(TASKS[task].networks)))
    assert run.likeness
    assert run.likeness.told, run.likeness


@pytest.mark.parametrize("task", ["digits", "strokes"])
def test_a_digit_is_not(task: str) -> None:
    shares = [start(task, value, "lstm").likeness for value in examples(task)]
    assert not [likeness for likeness in shares if likeness is None or likeness.told]


def test_every_network_has_it_and_it_is_the_same_for_all() -> None:
    for task in ("digits", "strokes"):
        found = {inspect(task, {"strokes": STRANGE["F065 A"]}, name).familiarity for name in TASKS[task].networks}
        assert len(found) == 1
        assert 0 <= found.pop() < 0.01  # type: ignore[operator]


def test_noise_is_told() -> None:
    specks = torch.randint(2, (14, 14), generator=torch.Generator().manual_seed(0)).byte() * 255
    grey = specks.repeat_interleave(2, 0).repeat_interleave(2, 1)
    picture = {"width": 28, "height": 28, "grey": base64.b64encode(grey.numpy().tobytes()).decode()}
    assert inspect("digits", {"picture": picture}, "cnn").familiarity == 0


def test_of_a_network_of_other_make_nothing_is_known() -> None:
    drawing = {"strokes": STRANGE["F065 A"]}
    network = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    assert inspect("digits", drawing, network).familiarity is None
    assert inspect("digits", drawing, Network.from_module(network, "digits")).familiarity is None
    assert inspect("digits", drawing, "cnn", random=1).familiarity is None


def test_a_changed_network_has_learnt_from_the_same_digits() -> None:
    drawing = {"strokes": STRANGE["F065 A"]}
    assert inspect("digits", drawing, "cnn", pooling="average").familiarity == inspect("digits", drawing).familiarity
    turned = inspect("digits", examples("digits")[4], "cnn", move={"turn": 180})
    assert turned.familiarity < 0.01  # type: ignore[operator]


def test_where_nothing_was_calibrated_there_is_none() -> None:
    for task, network in {task: network for task, network in NETWORKS if task not in MEASURES}.items():
        assert inspect(task, examples(task)[0], network).familiarity is None


@pytest.mark.parametrize(
    ("task", "module", "name", "reads"),
    [
        ("digits", pictures, "PATH", [pictures.content, pictures.detector]),
        ("names", surnames, "FILE", [surnames.letters]),
        ("reviews", sentences, "FILE", [sentences.real]),
    ],
)
def test_a_damaged_file_is_as_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, task: str, module: Any, name: str, reads: list[Any]
) -> None:
    run = start(task, examples(task)[0], "gru")
    path = getattr(module, name)
    damaged = tmp_path / path.name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    damaged.write_bytes(content)
    for bad in (damaged, tmp_path / "absent"):
        for read in reads:
            read.cache_clear()
        monkeypatch.setattr(module, name, bad)
        assert likeness(run.network, run.encoded) is None
    monkeypatch.undo()
    for read in reads:
        read.cache_clear()
    assert likeness(run.network, run.encoded)


def test_the_file_is_small_and_what_it_compares_with_is_in_order() -> None:
    assert pictures.PATH.stat().st_size < 1_000_000
    assert pictures.PATH.parent == FOLDER
    for kind in ("drawn", "pictures", "strokes"):
        real = pictures.content()[pictures.REAL + kind]
        assert (real.diff() >= 0).all()
        assert len(real) >= 700


def test_what_was_measured_is_as_good_as_it_is_to_be() -> None:
    """By the file's own figures, on letters, shapes and digits of people of whom nothing was learnt."""
    scores = json.loads(pictures.facts()["scores"])
    for kind in ("drawn", "strokes"):
        assert scores[f"{kind} digits"]["flagged"] <= 3
        assert scores[f"{kind} letters"]["flagged"] >= 95
        assert scores[f"{kind} letters_aside"]["flagged"] >= 85
        assert scores[f"{kind} several"]["flagged"] >= 95
    assert scores["pictures digits"]["flagged"] <= 1.5
    assert scores["pictures noise"]["flagged"] >= 98
