"""A task of a program's own, from a function: each kind end to end, and what cannot be."""

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from foreign import lenet5
from torch import Tensor, nn

from playground import InputError, Task, attribute, inspect, provider
from playground.networks import Network
from playground.tasks import TASKS
from playground.ui.catalogue import describe
from playground.ui.opening import opening
from playground.ui.words import words

SEVEN = {"strokes": [[[0.2, 0.15], [0.8, 0.15], [0.45, 0.9]]]}
LETTERS = "abcdefghijklmnopqrstuvwxyz "


class Reader(nn.Module):
    """Numbers of letters to two classes."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(len(LETTERS), 8)
        self.lstm = nn.LSTM(8, 16, batch_first=True)
        self.fc = nn.Linear(16, 2)

    def forward(self, x: Tensor) -> Tensor:
        out, _ = self.lstm(self.embedding(x))
        return self.fc(out[:, -1])


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    yield
    TASKS.made.clear()


def letters(text: str) -> Tensor:
    return torch.tensor([LETTERS.index(letter) for letter in text])


def half(drawing: Tensor) -> Tensor:
    return nn.functional.pad(drawing, (2, 2, 2, 2)) - 0.5


KINDS: list[tuple[Any, dict[str, Any], nn.Module, Any, Any]] = [
    (half, {"kind": "picture"}, lenet5(), SEVEN, None),
    (
        lambda numbers: torch.tensor(numbers) / 10,
        {"kind": "vector", "inputs": {"height": (0, 10), "weight": (-5, 5)}},
        nn.Sequential(nn.Linear(2, 6), nn.Tanh(), nn.Linear(6, 2)),
        [3.0, -1.0],
        torch.tensor([0.3, -0.1]),
    ),
    (letters, {"kind": "sequence", "example": "hello there"}, Reader(), "abc", torch.tensor([0, 1, 2])),
]


@pytest.mark.parametrize(("encode", "more", "model", "value", "read"), KINDS, ids=["picture", "vector", "sequence"])
def test_each_kind_is_traced_as_its_module_answers(encode: Any, more: Any, model: Any, value: Any, read: Any) -> None:
    labels = [f"class {k}" for k in range(10 if more["kind"] == "picture" else 2)]
    task = Task.from_function(encode, labels, name="mine", **more)
    trace = inspect("mine", value, model)
    if read is None:
        read = half(inspect("digits", value, "cnn").stages[0].values)
    expected = model.eval()(read[None])[0]
    torch.testing.assert_close(trace.logits, expected.detach(), rtol=1e-4, atol=1e-5)
    assert trace.prediction == labels[int(expected.argmax())]
    assert trace.check().largest <= 1e-4
    assert trace.prediction in trace._repr_html_()
    assert attribute("mine", value, model, "occlusion").values.isfinite().all()
    assert describe("mine")["examples"]["shown"]
    head = opening([Network.from_module(model, task.name)])
    assert "mine" in head
    assert words("zh")["tasks"]["mine"]["title"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"kind": "sound"}, "own_kind"),
        ({"name": "digits"}, "own_name"),
        ({"name": "../x"}, "own_name"),
        ({"labels": []}, "own_labels"),
        ({"labels": ["a", "a"]}, "own_labels"),
        ({"kind": "vector"}, "own_inputs"),
        ({"kind": "vector", "inputs": {"a": (2, 1)}}, "own_inputs"),
        ({"kind": "sequence"}, "own_example"),
        ({"encode": lambda x: x.nothing}, "encode_raised"),
        ({"encode": lambda x: float("nan") * x}, None),
        ({"encode": lambda x: torch.full((3,), torch.nan)}, "encode_gave"),
        ({"encode": lambda x: 3}, "encode_gave"),
    ],
)
def test_what_cannot_be_says_so(arguments: dict[str, Any], code: str | None) -> None:
    given = {"encode": lambda x: x, "labels": ["a", "b"], **arguments}
    with pytest.raises(InputError) as raised:
        Task.from_function(given.pop("encode"), given.pop("labels"), **given)
    assert code is None or raised.value.code == code
    assert not TASKS.made


def test_what_a_program_hands_over_is_never_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "KEPT", provider.Kept(most=1))
    network = Network.from_module(lenet5(), "digits")
    address = provider.pin(network)
    provider.KEPT.keep("other", Network.from_module(lenet5(), "digits"))
    assert provider.provided("digits", address, provider.Changes()) is network
