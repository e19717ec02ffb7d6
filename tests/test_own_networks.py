"""A visitor's own network: the reference's classes as its reader saves them, other stacks, conventions."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import torch
from own_files import as_pt, as_safetensors, parts, with_said
from reference import REFERENCE
from torch import Tensor, nn

from playground.changes import Changes
from playground.errors import InputError
from playground.own_networks import state_file
from playground.own_networks.conventions import Trial, best, tried
from playground.own_networks.own_file import MisfitError, own
from playground.provider import keep, provided
from playground.run import run_of
from playground.tasks import TASKS
from playground.tasks.evaluation_set import evaluation_set

# Of each class with which arguments it is made for which task.
CLASSES: dict[str, tuple[str, dict[str, Any]]] = {
    "fnn": ("digits", {"input_size": 784, "hidden_size": 32, "output_size": 10}),
    "cnn": ("digits", {}),
    "rnn": ("digits", {"hidden_size": 24}),
    "lstm": ("reviews", {"hidden_size": 16}),
    "gru": ("names", {"input_size": 29, "hidden_size": 16, "num_layers": 2, "num_classes": 18, "bidirectional": True}),
}


def digits(count: int) -> tuple[Tensor, Tensor]:
    """(N, 1, 28, 28) and (N,) of the packed test digits, the last ones."""
    task, data = TASKS["digits"], evaluation_set("digits")
    x = torch.stack([task.network_input(task.encode(value)) for value in data.inputs[-count:]])
    return x, torch.tensor(data.truth[-count:])


def learn(model: nn.Module, x: Tensor, y: Tensor, epochs: int, rate: float = 3e-3) -> None:
    """As the reader of a book trains it."""
    optimiser = torch.optim.Adam(model.parameters(), lr=rate)
    for _ in range(epochs):
        for batch in torch.randperm(len(x)).split(50):
            loss = nn.functional.cross_entropy(model(x[batch]), y[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    model.eval()


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are known to be harmless, read without a process for each."""
    from playground.own_networks import reading_process

    monkeypatch.setattr(state_file, "_asked", lambda content: b"+" + reading_process.safetensors(content))


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", CLASSES)
def test_the_reference_s_classes_load_as_its_reader_saves_them(name: str) -> None:
    task, arguments = CLASSES[name]
    blank = TASKS[task].network_input(TASKS[task].blank())
    if name == "gru":
        arguments = arguments | {"input_size": blank.shape[-1], "num_classes": len(TASKS[task].labels)}
    torch.manual_seed(1)
    model = REFERENCE[name](**arguments)
    x = torch.rand(50, *blank.shape)
    labels = len(TASKS[task].labels)
    learn(model, x.flatten(1) if name == "fnn" else x, torch.randint(labels, (50,)), 3)
    item = x[:1]
    with torch.no_grad():
        expected = model(item.flatten(1) if name == "fnn" else item)
    state = model.state_dict()
    for file in (
        as_safetensors(state),
        state_file.as_safetensors(as_pt(state)),
        as_safetensors({f"module.{key}": v for key, v in state.items()}),
    ):
        found = own(with_said(file, task))
        assert found.network.architecture == name
        torch.testing.assert_close(found.network.model(item), expected, rtol=1e-5, atol=1e-5)
        run_of(task, found.network, TASKS[task].blank()).trace().check()
        address = keep(found.network)
        assert provided(task, address, Changes()).address == address


class LeNet(nn.Module):
    """As it is written everywhere: the list of layers is not in the names."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = nn.functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = nn.functional.max_pool2d(torch.relu(self.conv2(x)), 2).flatten(1)
        return self.fc3(torch.relu(self.fc2(torch.relu(self.fc1(x)))))


class Normed(nn.Module):
    """With batch normalisation, declared before what it normalises, and no bias before it."""

    def __init__(self) -> None:
        super().__init__()
        self.bn1, self.bn2 = nn.BatchNorm2d(8), nn.BatchNorm2d(16)
        self.conv1, self.conv2 = nn.Conv2d(1, 8, 3, padding=1, bias=False), nn.Conv2d(8, 16, 3, padding=1, bias=False)
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(16 * 49, 10))

    def forward(self, x: Tensor) -> Tensor:
        x = nn.functional.max_pool2d(torch.relu(self.bn1(self.conv1(x))), 2)
        return self.classifier(nn.functional.max_pool2d(torch.relu(self.bn2(self.conv2(x))), 2))


class Example(nn.Module):
    """PyTorch's own MNIST example: two convolutions, then one pooling."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 32, 3), nn.Conv2d(32, 64, 3)
        self.fc1, self.fc2 = nn.Linear(9216, 128), nn.Linear(128, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = nn.functional.max_pool2d(torch.relu(self.conv2(torch.relu(self.conv1(x)))), 2)
        return self.fc2(torch.relu(self.fc1(x.flatten(1))))


class Stacked(nn.Module):
    """A recurrent module of two layers under a name of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.reader, self.head = nn.GRU(28, 12, 2, batch_first=True), nn.Linear(12, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.reader(x.squeeze(1))[0][:, -1])


STACKS: list[Callable[[], nn.Module]] = [LeNet, Normed, Example, Stacked]


@pytest.mark.parametrize("make", STACKS)
def test_the_layers_of_other_networks_are_proposed(make: Callable[[], nn.Module]) -> None:
    torch.manual_seed(2)
    model = make()
    model(torch.rand(4, 1, 28, 28))  # running means
    model.eval()
    found = own(with_said(as_safetensors(model.state_dict()), "digits"))
    x = torch.zeros(1, 1, 28, 28)
    x[..., 8:20, 8:20] = torch.rand(12, 12)
    with torch.no_grad():
        given = found.network.wants.prepared(x[0])[None]
        torch.testing.assert_close(found.network.model(given), model(x), rtol=1e-4, atol=1e-5)
    run_of("digits", found.network, TASKS["digits"].blank()).trace().check()


def layers(*kinds: str | dict[str, Any]) -> list[dict[str, Any]]:
    return [{"kind": kind} if isinstance(kind, str) else kind for kind in kinds]


def test_the_owner_says_what_shapes_cannot() -> None:
    model = nn.Sequential(nn.Conv2d(1, 4, 5, stride=2), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(144, 10))
    file = as_safetensors(model.state_dict())
    with pytest.raises(MisfitError) as refused:  # no way that is tried has so many columns
        own(with_said(file, "digits"))
    assert refused.value.said.layers
    conv = {"kind": "conv", "channels": 4, "kernel": 5, "stride": 2}
    said = layers(conv, "tanh", {"kind": "avg_pool", "size": 2}, "flatten")
    found = own(with_said(file, "digits", layers=said))
    x = torch.rand(2, 1, 28, 28)
    torch.testing.assert_close(found.network.model(x), model(x))
    with pytest.raises(MisfitError) as impossible:
        own(with_said(file, "digits", layers=layers({**conv, "kernel": 3}, "flatten")))
    assert impossible.value.place == {"layer": 0}


def test_wrong_colours_and_normalisation_show() -> None:
    torch.manual_seed(3)
    x, y = digits(400)
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 24), nn.ReLU(), nn.Linear(24, 10))
    learn(model, ((1 - x) - 0.1307) / 0.3081, y, 8)
    found = own(with_said(as_safetensors(model.state_dict()), "digits"))
    trials = tried(found)
    chosen = best(trials)
    true = next(trial for trial in trials if trial.inverted and trial.mean == 0.1307)
    assert chosen.inverted  # 0.5 / 0.5 is so near that it may read as many
    assert true.right > true.of / 2
    assert trials[0].right < true.right / 2  # as they come
    # The count is what the module's own forward says.
    data, task = evaluation_set("digits"), TASKS["digits"]
    every = len(data.inputs) // true.of
    picked = data.inputs[: true.of * every : every]
    given = torch.stack([task.network_input(task.encode(value)) for value in picked])
    with torch.no_grad():
        answers = model(((1 - given) - 0.1307) / 0.3081).argmax(1).tolist()
    truth = data.truth[: true.of * every : every]
    assert true.right == sum(a == b for a, b in zip(answers, truth, strict=True))
    kept = own(with_said(as_safetensors(model.state_dict()), "digits", inverted=True, mean=0.1307, std=0.3081))
    assert kept.network.digest != found.network.digest


def test_the_first_of_equals_is_best() -> None:
    trials = [Trial(False, 0, 1, 3, 10), Trial(False, 0.5, 0.5, 7, 10), Trial(True, 0, 1, 7, 10)]
    assert best(trials) is trials[1]


def test_a_network_of_another_task_is_told_so() -> None:
    with pytest.raises(InputError):
        tried(own(with_said(as_safetensors(REFERENCE["fnn"](5, 8, 2).state_dict()), "cancer")))


def test_what_is_written_in_the_header_leaves_the_weights() -> None:
    state: Mapping[str, Tensor] = REFERENCE["fnn"]().state_dict()
    file = as_safetensors(state)
    header, data = parts(with_said(file, "cancer"))
    assert data == parts(file)[1]
    assert json.loads(header["__metadata__"]["own"])["task"] == "cancer"
