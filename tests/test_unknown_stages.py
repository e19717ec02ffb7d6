"""A kind of stage that says nothing of itself is a clear error that names it, wherever it comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
import torch
from inputs import ONE
from starlette.applications import Starlette
from starlette.testclient import TestClient
from torch import Tensor, nn
from wire_reader import read

from playground import InputError, explain, inspect
from playground.explanation import Selection, explained, walk_of
from playground.inspection import start
from playground.networks import Network
from playground.stages import Input, Output, Stage
from playground.stages.declarations import declarations
from playground.tasks import TASKS
from playground.text import LANGUAGES
from playground.ui import wire
from playground.ui.routes import routes


@dataclass(frozen=True)
class Mystery:
    """No stage at all."""

    values: Tensor


class Secretive(nn.Module):
    """A network that yields what its author has not described."""

    def __init__(self, secret: Any) -> None:
        super().__init__()
        self.secret = secret
        self.fc = nn.Linear(784, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x.flatten(1))

    def stages(self, x: Tensor) -> Iterator[Any]:
        yield Input(x)
        yield self.secret(x)
        yield Output(x.flatten(), self(x[None])[0])


@dataclass(frozen=True, eq=False)
class Undeclared(Stage):
    """A stage whose field is not declared."""

    values: Tensor


@dataclass(frozen=True, eq=False)
class Partly(Input):
    """A stage with a field that is declared, and one that is not."""

    more: Tensor


@dataclass(frozen=True, eq=False)
class Silent(Stage):
    """A stage that tells of nothing."""

    values: list[float]


UNKNOWN = [
    (Mystery, "Mystery"),
    (Silent, "Silent"),
    (Undeclared, "Undeclared.values"),
    (partial(Partly, torch.zeros(1)), "Partly.more"),
]


@pytest.mark.parametrize(("secret", "name"), UNKNOWN)
def test_it_is_named(secret: Any, name: str) -> None:
    """Wherever it comes: in a run, on the wire, in a check, in an explanation, in its declarations."""
    model = Secretive(secret).eval().requires_grad_(False)
    stages = tuple(model.stages(torch.rand(1, 28, 28)))
    run = start("digits", ONE, Network.from_module(model, "digits"))
    ways = {
        "wire": lambda: list(wire.frames(iter(stages), dict)),
        "run": lambda: inspect("digits", ONE, model),
        "check": lambda: run.trace(stages).check(),
        "explain": lambda: explained(walk_of(model, stages), Selection("Input", "values", (0, 0, 0))),
        "declarations": lambda: declarations(type(stages[1])),
        "public": lambda: explain("digits", ONE, model, {"stage": "Input", "quantity": "values", "index": [0, 0, 0]}),
    }
    for way, ask in ways.items():
        with pytest.raises(InputError) as error:
            ask()
        assert error.value.code == "undeclared_stage", way
        assert all(name in error.value.message(language) for language in LANGUAGES), way


def test_it_ends_a_stream_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    client = TestClient(Starlette(routes=routes()))
    model = Secretive(Mystery).eval().requires_grad_(False)
    monkeypatch.setattr(TASKS["digits"], "stages", lambda *_: model.stages(torch.rand(1, 28, 28)))
    selection = {"stage": "Input", "quantity": "values", "index": [0, 0, 0]}
    for language in LANGUAGES:
        asked = {"task": "digits", "network": "lstm", "input": ONE, "language": language}
        frames = list(read(client.post("/playground/trace", json=asked).content))
        assert "Mystery" in frames[-1][0]["error"]
        refused = client.post("/playground/explain", json=asked | {"selection": selection})
        assert refused.status_code == 422
        assert "Mystery" in refused.json()["message"]
