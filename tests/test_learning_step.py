"""One step of learning against torch.optim, over several steps, for networks of every kind."""

import math
from copy import deepcopy
from itertools import pairwise
from typing import Any

import pytest
import torch
from gradient_oracle import apart
from inputs import NETWORKS, SEVEN, first
from learning_oracle import RATES, THEIRS, target_of
from torch import nn

from playground import InputError, Network, gradients, inspect, learning_step
from playground.learning import Adam, LearningStep, Memory, Momentum
from playground.models import ARCHITECTURES
from playground.run import Run

TOLERANCE = 1e-6  # a few roundings of float32


def learnt(task: str, value: Any, network: Any, optimiser: str, steps: int, **more: Any) -> list[LearningStep]:
    """Several steps, each from where the one before has ended."""
    found: list[LearningStep] = []
    memory = None
    for _ in range(steps):
        asked = {"target": target_of(task), "optimiser": optimiser, "learning_rate": RATES[optimiser]}
        found.append(learning_step(task, value, network, memory=memory, **asked, **more))
        network, memory, more = found[-1].network, found[-1].memory, {}
    return found


def assert_as_torch(found: list[LearningStep], optimiser: str) -> None:
    """The same weights as PyTorch's optimiser makes of autograd's gradients, step by step."""
    run: Run = found[0].gradients.trace.run
    model = deepcopy(run.model).requires_grad_()
    theirs = THEIRS[optimiser](model.parameters(), RATES[optimiser])
    for step in found:
        loss = step.gradients.asked.value(model(run.item())[0])
        theirs.zero_grad()
        loss.backward()
        theirs.step()
        assert step.gradients.loss == pytest.approx(loss.item(), rel=1e-4, abs=1e-5)
        for name, weight in model.named_parameters():
            ours = step.network.weights[name]
            if optimiser == "adam":  # which makes a step of a rounding where the gradient is about as small
                there = weight.grad is not None and weight.grad.abs() > 1e-5
                assert apart(ours[there], weight.detach()[there]) <= 1e-5, name
            else:
                assert apart(ours, weight.detach()) <= TOLERANCE * 10, name
        model.load_state_dict(step.network.weights)  # so that roundings do not add up


@pytest.mark.parametrize(("task", "network"), NETWORKS)
@pytest.mark.parametrize("optimiser", RATES)
def test_every_network_of_every_task(task: str, network: str, optimiser: str) -> None:
    assert_as_torch(learnt(task, first(task), network, optimiser, 2), optimiser)


@pytest.mark.parametrize("optimiser", RATES)
def test_networks_with_changes(optimiser: str) -> None:
    held = {"gates": [{"gate": "forget", "value": 0.7}]}
    found = learnt("digits", SEVEN, "lstm", optimiser, 3, **held)
    assert found[0].gradients.trace.prediction == inspect("digits", SEVEN, "lstm", **held).prediction
    assert_as_torch(found, optimiser)


class Normalised(nn.Module):
    """With BatchNorm, whose statistics stay as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(1, 4, 5, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(256, 10))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.net(x)


@pytest.mark.parametrize("optimiser", RATES)
def test_networks_of_other_make(optimiser: str) -> None:
    torch.manual_seed(0)
    module = Normalised().eval()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    found = learnt("digits", SEVEN, module, optimiser, 3)
    assert_as_torch(found, optimiser)
    for name, value in module.state_dict().items():
        assert torch.equal(value, before[name]), "whoever handed it over keeps it as it was"
        if "running" in name:
            assert torch.equal(value, found[-1].network.weights[name])


@pytest.mark.parametrize("optimiser", RATES)
def test_repeated_steps_learn_the_one_example_by_heart(optimiser: str) -> None:
    """A seven that is to be called a two: the loss falls until it is one."""
    found = learnt("digits", SEVEN, "cnn", optimiser, 12)
    assert found[0].gradients.trace.prediction == "7"
    target = target_of("digits")
    assert found[-1].trace.prediction == target
    assert found[-1].loss < 0.1 * found[0].gradients.loss
    for step, later in pairwise(found):
        assert later.gradients.loss == pytest.approx(step.loss, rel=1e-5)
        assert later.memory.steps == step.memory.steps + 1
    again = inspect("digits", SEVEN, found[-1].network)
    assert apart(again.logits, found[-1].trace.logits) <= TOLERANCE


def test_the_kept_network_stays_as_it_is() -> None:
    before = inspect("digits", SEVEN, "gru").logits
    learning_step("digits", SEVEN, "gru", target="2", learning_rate=0.5)
    assert torch.equal(inspect("digits", SEVEN, "gru").logits, before)


def test_the_numbers_of_a_formula() -> None:
    """Those of one weight, worked out anew in double precision."""
    name, place = "fc.weight", (2, 17)
    for optimiser, keeps in (("sgd", ()), ("momentum", ("v",)), ("adam", ("m", "v"))):
        first_, second = learnt("digits", SEVEN, "gru", optimiser, 2)
        rate = RATES[optimiser]
        for step in (first_, second):
            told = step.numbers(name, list(place))
            assert told["w"] == float(step.gradients.trace.run.network.weights[name][place])
            assert told["g"] == float(step.gradients.weights[name][place])
            assert told["new"] == float(step.network.weights[name][place])
            assert {f"{letter}_before" for letter in keeps if step is second} <= set(told)
            before = {letter: told.get(f"{letter}_before", 0.0) for letter in keeps}
            if optimiser == "sgd":
                new = told["w"] - rate * told["g"]
            elif optimiser == "momentum":
                assert told["v"] == pytest.approx(0.9 * before["v"] + told["g"], rel=1e-5)
                new = told["w"] - rate * told["v"]
            else:
                t = step.memory.steps
                assert told["m"] == pytest.approx(0.9 * before["m"] + 0.1 * told["g"], rel=1e-5)
                assert told["v"] == pytest.approx(0.999 * before["v"] + 0.001 * told["g"] ** 2, rel=1e-5)
                assert told["m_hat"] == pytest.approx(told["m"] / (1 - 0.9**t), rel=1e-5)
                assert told["v_hat"] == pytest.approx(told["v"] / (1 - 0.999**t), rel=1e-5)
                new = told["w"] - rate * told["m_hat"] / (math.sqrt(told["v_hat"]) + 1e-8)
            assert told["new"] == pytest.approx(new, rel=1e-5)


def test_settings_of_its_own() -> None:
    torch.manual_seed(0)
    module = ARCHITECTURES["fnn"](784, 8, 10)
    found = gradients("digits", SEVEN, module, target="1").weights
    for optimiser, theirs in (
        (Momentum(0.2, momentum=0.5), torch.optim.SGD(module.parameters(), 0.2, momentum=0.5)),
        (Adam(0.1, 0.5, 0.8, 1e-4), torch.optim.Adam(module.parameters(), 0.1, (0.5, 0.8), 1e-4)),
    ):
        ours = learning_step("digits", SEVEN, deepcopy(module), target="1", optimiser=optimiser)
        before = deepcopy(module.state_dict())
        for name, weight in module.named_parameters():
            weight.grad = found[name].clone()
        theirs.step()
        for name, weight in module.named_parameters():
            assert apart(ours.network.weights[name], weight.detach()) <= TOLERANCE
        module.load_state_dict(before)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"optimiser": "lbfgs"}, "sgd, momentum, adam"),
    ({"optimiser": ["sgd"]}, "sgd, momentum, adam"),
    ({"learning_rate": -1}, "learning_rate"),
    ({"learning_rate": 1e9}, "learning_rate"),
    ({"learning_rate": "fast"}, "learning_rate"),
    ({"learning_rate": float("nan")}, "learning_rate"),
    ({"target": "ten"}, "is not a class"),
]


@pytest.mark.parametrize(("asked", "message"), BAD)
def test_what_cannot_be_used_is_said(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        learning_step("digits", SEVEN, "fnn", **asked)
    with pytest.raises(InputError, match="momentum"):
        Momentum(0.1, momentum=1)


def test_a_step_that_leads_nowhere() -> None:
    """From logits that are infinite there is no gradient to learn by; a network of NaN is made of none."""
    kernel = {"layer": 0, "map": 0, "channel": 0, "values": [[1000.0] * 5] * 5}
    network = learning_step("digits", SEVEN, "cnn", target="1", learning_rate=1000).network
    for _ in range(30):
        try:
            network = learning_step("digits", SEVEN, network, target="1", loss="mse", learning_rate=1000).network
        except InputError as error:
            assert error.code == "learning_not_finite"
            break
    else:
        pytest.fail("nothing explodes")
    assert isinstance(network, Network)
    assert all(value.isfinite().all() for value in network.weights.values())
    assert learning_step("digits", SEVEN, "cnn", target="1", learning_rate=0, kernels=[kernel]).loss >= 0


@pytest.mark.parametrize(
    ("name", "place", "message"),
    [
        ("fc9.weight", (0, 0), "no weights"),
        ("fc1.weight", (0,), "384 × 784"),
        ("fc1.weight", (0, 784), "384 × 784"),
        ("fc1.weight", "00", "384 × 784"),
        ("fc1.weight", None, "384 × 784"),
    ],
)
def test_a_weight_that_is_not_there(name: str, place: Any, message: str) -> None:
    step = learning_step("digits", SEVEN, "fnn", target="1")
    with pytest.raises(InputError, match=message):
        step.numbers(name, place)


def test_memory_of_other_weights_is_refused() -> None:
    memory = learning_step("digits", SEVEN, "gru", target="1", optimiser="adam").memory
    assert isinstance(memory, Memory)
    with pytest.raises(InputError, match="another"):
        learning_step("digits", SEVEN, "fnn", target="1", optimiser="adam", memory=memory)
    with pytest.raises(InputError, match="another"):
        learning_step("digits", SEVEN, "gru", target="1", optimiser="momentum", memory=memory)
