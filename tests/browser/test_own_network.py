"""A program opens the page with its own networks and tasks: they are chosen, and answer as their modules do."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from foreign import MNISTExample, lenet5
from hosts import free_port
from playwright.sync_api import Browser
from torch import nn
from visit import Visit

import playground
from playground import Task, Wants, inspect, launch
from playground.tasks import TASKS


class LeNet(nn.Module):
    """As somebody writes it."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2))
        self.out = nn.Linear(6 * 14 * 14, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.out(self.features(x).flatten(1))


@pytest.fixture
def opened(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Visit]]:
    """Launch as a program does, and open the page at its plain address."""
    left: list[Callable[[], object]] = []

    def opened(*arguments: Any, **more: Any) -> Visit:
        monkeypatch.setenv("GRADIO_SERVER_PORT", str(free_port()))
        demo = launch(*arguments, **more, prevent_thread_lock=True)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US", reduced_motion="reduce")
        left.extend([demo.close, context.close])
        return Visit(context, demo.local_url)

    yield opened
    for close in reversed(left):
        close()
    TASKS.made.clear()


def answer(visit: Visit, model: nn.Module, read: torch.Tensor, labels: list[str]) -> None:
    """The page's probabilities are the module's, under these labels."""
    shown = visit.page.evaluate("[...session.trace.stages.get('Output').arrays.logits.values]")
    expected = model.eval()(read[None])[0].detach()
    assert shown == pytest.approx(expected.tolist(), abs=0.02 * float(expected.abs().max()))
    assert visit.page.evaluate("[...session.trace.labels]") == labels
    visit.assert_no_problems()


@pytest.mark.parametrize("model", [lenet5(), LeNet()], ids=["stack", "class"])
def test_the_page_opens_with_it_chosen(opened: Callable[..., Visit], model: nn.Module) -> None:
    labels = [f"digit {k}" for k in range(10)]
    size = 32 if isinstance(model, nn.Sequential) else 28
    visit = opened(model, labels=labels, name="my <LeNet>", wants=Wants(size=(size, size)))
    chosen = visit.page.locator(".pg-picker [aria-checked=true]")
    assert chosen.text_content() == "my <LeNet>"
    value = visit.page.evaluate("session.input")
    given = inspect("digits", value, "cnn").stages[0].values
    read = nn.functional.pad(given, (2, 2, 2, 2)) if size == 32 else given
    answer(visit, model, read, labels)
    pixels = visit.page.evaluate(
        "(({width, height}) => [width, height])(document.querySelector('.pg-picture-read canvas'))"
    )
    assert pixels == [size, size]
    visit.pick("cnn")
    visit.assert_no_problems()


@pytest.mark.slow
def test_several_by_their_names(opened: Callable[..., Visit]) -> None:
    visit = opened({"mine": LeNet(), "other": MNISTExample()})
    named = visit.page.locator(".pg-picker button").all_text_contents()
    assert named[-2:] == ["mine", "other"]
    assert visit.page.locator(".pg-picker [aria-checked=true]").text_content() == "mine"
    visit.assert_no_problems()


def test_a_task_of_ones_own(opened: Callable[..., Visit]) -> None:
    task = Task.from_function(lambda drawing: drawing.flatten(), ["odd", "even"], name="parity")
    model = nn.Sequential(nn.Linear(784, 8), nn.ReLU(), nn.Linear(8, 2))
    visit = opened(model, task=task)
    assert visit.page.locator(".pg-tasks [aria-current=page]").text_content() == "parity"
    given = inspect("digits", visit.page.evaluate("session.input"), "cnn").stages[0].values
    answer(visit, model, given.flatten(), ["odd", "even"])


@pytest.mark.slow
def test_numbers(opened: Callable[..., Visit]) -> None:
    inputs = {"height": (0.0, 2.0), "weight": (0.0, 100.0), "age": (0.0, 90.0)}
    task = Task.from_function(torch.tensor, ["a", "b"], kind="vector", inputs=inputs, name="people")
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    visit = opened(model, task=task)
    assert visit.page.locator(".pg-measure span").all_text_contents() == list(inputs)
    answer(visit, model, torch.tensor([1.0, 50.0, 45.0]), ["a", "b"])


class Reader(nn.Module):
    """Numbers of letters to two classes."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(128, 8)
        self.gru = nn.GRU(8, 16, batch_first=True)
        self.fc = nn.Linear(16, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out, _ = self.gru(self.embedding(x))
        return self.fc(out[:, -1])


@pytest.mark.slow
def test_a_text(opened: Callable[..., Visit]) -> None:
    def encode(text: str) -> torch.Tensor:
        return torch.tensor([min(ord(letter), 127) for letter in text])

    task = Task.from_function(encode, ["calm", "loud"], kind="sequence", example="hello there", name="mood")
    model = Reader()
    visit = opened(model, task=task)
    answer(visit, model, encode("hello there"), ["calm", "loud"])
    visit.write("HEY")
    answer(visit, model, encode("HEY"), ["calm", "loud"])


def test_the_readmes_example(opened: Callable[..., Visit], monkeypatch: pytest.MonkeyPatch) -> None:
    readme = Path(__file__).parents[2].joinpath("README.md").read_text(encoding="utf-8")
    example = next(block.split("```")[0] for block in readme.split("```python\n")[1:] if "launch(" in block)
    visits: list[Visit] = []
    monkeypatch.setattr(
        playground, "launch", lambda *given, **more: visits.append(opened(*given, **more)), raising=False
    )
    exec(example, names := {})
    assert visits[0].page.locator(".pg-picker [aria-checked=true]").text_content() == "Sequential"
    given = inspect("digits", visits[0].page.evaluate("session.input"), "cnn").stages[0].values
    answer(visits[0], names["lenet"], given, [*"0123456789"])
