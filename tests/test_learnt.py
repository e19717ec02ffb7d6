"""Steps of learning as a change of a network: against torch.optim over several steps, and what is kept of them."""

from copy import deepcopy
from typing import Any

import pytest
import torch
from gradient_oracle import apart
from inputs import NETWORKS, SEVEN, first
from learning_oracle import RATES, THEIRS, target_of

from playground import InputError, gradients, inspect, learning_step, provider
from playground.changes import read_changes
from playground.descent import SGD, Momentum
from playground.example_set import labelled
from playground.inspection import before_learning
from playground.learning.others import MOST, others
from playground.learning.unit_update import unit_update
from playground.lesson import learnt, lesson
from playground.provider import Kept
from playground.tasks import TASKS

STEPS = 4


def rate_of(task: str, optimiser: str) -> float:
    """Of the squares of numbers far too large a rate only multiplies roundings."""
    return RATES[optimiser] * (1 if TASKS[task].labels else 0.02)


def asked(task: str, optimiser: str, steps: int = STEPS) -> dict[str, Any]:
    rate = rate_of(task, optimiser)
    return {"target": target_of(task), "optimiser": optimiser, "learning_rate": rate, "steps": steps}


@pytest.mark.parametrize(("task", "network"), NETWORKS)
@pytest.mark.parametrize("optimiser", RATES)
def test_several_steps_of_every_network(task: str, network: str, optimiser: str) -> None:
    """The loss falls as it does where PyTorch's optimiser has the weights to itself, and the weights come out alike."""
    run, learning = before_learning(task, first(task), network, {"learning": asked(task, optimiser)})
    assert learning is not None
    planned = lesson(run, learning)
    found = learnt(planned)
    model = deepcopy(run.model).requires_grad_()
    theirs = THEIRS[optimiser](model.parameters(), rate_of(task, optimiser))
    steady = {name: torch.ones_like(weight, dtype=torch.bool) for name, weight in model.named_parameters()}
    for point in found.curve[:-1]:
        loss = planned.question.value(model(run.item())[0])
        assert point.loss == pytest.approx(loss.item(), rel=1e-3, abs=1e-5)
        theirs.zero_grad()
        loss.backward()
        theirs.step()
        for name, weight in model.named_parameters():
            if optimiser == "adam":  # which makes a step of a rounding where the gradient is about as small
                steady[name] &= torch.zeros_like(weight).bool() if weight.grad is None else weight.grad.abs() > 1e-4
    for name, weight in model.named_parameters():
        there = steady[name]
        assert apart(found.network.weights[name][there], weight.detach()[there]) <= 1e-4, name
    last = planned.question.value(model(run.item())[0])
    assert found.curve[-1].loss == pytest.approx(last.item(), rel=1e-3, abs=1e-5)


def test_it_is_what_single_steps_make_of_it() -> None:
    network: Any = "gru"
    memory = None
    for _ in range(3):
        step = learning_step("digits", SEVEN, network, target="2", optimiser="adam", memory=memory)
        network, memory = step.network, step.memory
    learning = {"target": "2", "optimiser": "adam", "steps": 3}
    trace = inspect("digits", SEVEN, "gru", learning=learning)
    assert apart(trace.logits, step.trace.logits) <= 1e-5
    assert apart(gradients("digits", SEVEN, "gru", target="2", learning=learning).trace.logits, trace.logits) <= 1e-6


def test_a_step_more_costs_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """And comes out as if all had been made at once; whatever the order, and with whatever is kept."""
    made: dict[int, Any] = {}
    for order in ([4], [1, 2, 3, 4], [4, 2, 3]):
        monkeypatch.setattr(provider, "KEPT", Kept())
        for steps in order:
            run, learning = before_learning("digits", SEVEN, "rnn", {"learning": asked("digits", "momentum", steps)})
            assert learning is not None
            planned = lesson(run, learning)
            known = [k for k in order[: order.index(steps)] if k <= steps]
            assert planned.left == steps - max(known, default=0)
            found = learnt(planned)
            assert len(found.curve) == steps + 1
            known_now = lesson(run, learning)
            assert known_now.left == 0 and learnt(known_now) is found
            same = made.setdefault(steps, found)
            for name, weight in found.network.weights.items():
                assert apart(weight, same.network.weights[name]) <= 1e-6


@pytest.mark.parametrize(
    "other",
    [
        {"value": {"strokes": [[[0.5, 0.1], [0.5, 0.9]]]}},
        {"move": {"right": 3}},
        {"off": [{"layer": 0, "units": [3]}]},
        {"learning": {"target": "3"}},
        {"learning": {"loss": "mse"}},
        {"learning": {"optimiser": "adam"}},
        {"learning": {"learning_rate": 0.02}},
    ],
)
def test_what_was_learnt_otherwise_is_not_taken_for_it(other: dict[str, Any]) -> None:
    known = {"target": "2", "optimiser": "sgd", "learning_rate": 0.01, "steps": 2}
    inspect("digits", SEVEN, "cnn", learning=known)
    value = other.get("value", SEVEN)
    changes = {name: change for name, change in other.items() if name != "value"}
    learning = known | changes.pop("learning", {})
    step = learning_step("digits", value, "cnn", target=learning["target"], loss=learning.get("loss"),
                         optimiser=learning["optimiser"], learning_rate=learning["learning_rate"]
                         if "learning_rate" in other.get("learning", {}) or learning["optimiser"] == "sgd" else 0.01,
                         **changes)  # fmt: skip
    again = learning_step("digits", value, step.network, target=learning["target"], loss=learning.get("loss"),
                          optimiser=step.optimiser, memory=step.memory,
                          **{name: change for name, change in changes.items() if name == "move"})  # fmt: skip
    assert apart(inspect("digits", value, "cnn", learning=learning, **changes).logits, again.trace.logits) <= 1e-5


def test_the_trained_network_stays_as_it_is() -> None:
    before = inspect("digits", SEVEN, "cnn").logits
    after = inspect("digits", SEVEN, "cnn", learning={"target": "2", "steps": 5})
    assert after.prediction == "2"
    assert torch.equal(inspect("digits", SEVEN, "cnn").logits, before)
    assert torch.equal(inspect("digits", SEVEN, "cnn", learning={"target": "2", "steps": 0}).logits, before)


def test_a_long_sentence_of_steps_ends_when_it_is_to_end() -> None:
    class EndedError(Exception):
        pass

    calls = []

    def check() -> None:
        calls.append(1)
        if len(calls) == 3:
            raise EndedError

    run, learning = before_learning("digits", SEVEN, "fnn", {"learning": {"target": "5", "steps": 90}})
    assert learning is not None
    with pytest.raises(EndedError):
        learnt(lesson(run, learning), check)
    assert lesson(run, learning).left == 90


OF_OTHERS = [("digits", "cnn"), ("names", "gru"), ("reviews", "lstm"), ("cancer", "fnn")]


@pytest.mark.parametrize(("task", "network"), OF_OTHERS)
def test_others_are_counted_one_by_one(task: str, network: str) -> None:
    """Each example of the set by itself, through the same networks."""
    run, _ = before_learning(task, first(task), network)
    right = inspect(task, first(task), network).prediction
    wrong = next(label for label in run.labels if label != right)
    learning = {"target": wrong, "learning_rate": 0.1, "steps": 6}
    after = inspect(task, first(task), network, learning=learning).run
    found = others(run, after.network)
    assert found is not None
    assert 0 < found.count <= MOST
    known = labelled(task)
    chosen = [item for item in known[:: -(-len(known) // MOST)] if item["input"] != first(task)]
    assert len(chosen) == found.count
    for of, count in ((run.network, found.before), (after.network, found.after)):
        assert sum(inspect(task, item["input"], of).prediction == item["label"] for item in chosen) == count
    assert found.after < found.before  # a rate of 0.1 is much for a trained network


def test_where_answers_are_numbers_nothing_is_counted() -> None:
    run, _ = before_learning("diabetes", first("diabetes"), "fnn")
    assert others(run, run.network) is None


LAYER = {f"lstm.{a}_{b}_l1" for a in ("weight", "bias") for b in ("ih", "hh")}
SELECTED = [
    ("digits", "cnn", "Convolution.1...maps.5-3-3", {"conv2.0.weight", "conv2.0.bias"}),
    ("digits", "fnn", "Dense.0...activation.3", None),
    ("digits", "lstm", "LSTMStep.1.0.9.forget.5", LAYER),
    ("digits", "gru", "GRUStep.0.0.9.hidden.5", None),
    ("names", "bigru", "GRUStep.0.1.0.candidate.5", None),
    ("digits", "rnn", "Output....logits.3", {"fc.weight", "fc.bias"}),
]  # fmt: skip


@pytest.mark.parametrize("case", SELECTED)
def test_the_weights_of_a_unit_are_those_that_its_value_depends_on(case: Any) -> None:
    """By taking each away: of a state all, and of a gate its own."""
    from inputs import selection

    task, network, cell, names = case
    found = gradients(task, first(task), network, target=target_of(task))
    chosen = selection(cell)
    rule = Momentum(0.1)
    known = unit_update(found, chosen, rule, "momentum", learning_step_memory(), found.trace.run.model)
    assert names is None or {part.parameter for part in known.parts} == names
    state = found.trace.run.model.state_dict()
    for part in known.parts:
        assert torch.equal(torch.tensor(part.values).view(part.shape), state[part.parameter][part.row])
        assert torch.equal(torch.tensor(part.gradients).view(part.shape), found.weights[part.parameter][part.row])
    # What is not told of the unit's rows does not make its value.
    position = next(k for k, stage in enumerate(found.trace.stages) if tuple(stage.place) == tuple(chosen.place))
    model = deepcopy(found.trace.run.model)
    for name, weight in model.named_parameters():
        rows = [part.row for part in known.parts if part.parameter == name]
        if rows:
            weight[rows] = 0
    without = inspect(task, first(task), found.trace.run.network.changed(model, {})).stages[position]
    quantity = getattr(without, chosen.quantity)
    value = float(quantity[chosen.index])
    silent = {"forget": 0.5}.get(chosen.quantity, 0.0)
    assert value == pytest.approx(silent, abs=1e-6)
    largest = max(abs(g) for part in known.parts if part.shape for g in part.gradients)
    assert abs(known.numbers["g"]) == pytest.approx(largest)
    assert known.numbers["new"] == pytest.approx(known.numbers["w"] - 0.1 * known.numbers["g"], abs=1e-7)
    assert known.trained == known.numbers["w"]


def learning_step_memory() -> Any:
    from playground.descent import Memory

    return Memory()


BAD = [
    (3, "bad_learning"),
    ([], "bad_learning"),
    ({"rate": 1}, "bad_learning"),
    ({"target": []}, "bad_target"),
    ({"target": float("nan")}, "bad_target"),
    ({"loss": "logit"}, "bad_choice"),
    ({"optimiser": "adamw"}, "bad_choice"),
    *(({"learning_rate": rate}, "bad_rate") for rate in (-1, "1", float("inf"), 10**400, True)),
    *(({"steps": steps}, "bad_whole") for steps in (-1, 101, 1.5, "3", True)),
]


@pytest.mark.parametrize(("value", "code"), BAD)
def test_what_cannot_be_learnt_is_said(value: Any, code: str) -> None:
    with pytest.raises(InputError) as error:
        read_changes({"learning": value})
    assert error.value.code == code


@pytest.mark.parametrize(
    ("task", "network", "learning", "code"),
    [
        ("digits", "cnn", {"target": "x"}, "unknown_label"),
        ("diabetes", "fnn", {}, "bad_target"),
        ("diabetes", "fnn", {"target": 5, "loss": "cross_entropy"}, "unknown_loss"),
        ("digits", "fnn", {"target": "2", "loss": "mse", "learning_rate": 1000.0, "steps": 40}, "learning_not_finite"),
    ],
)
def test_what_a_network_cannot_learn_is_said(task: str, network: str, learning: Any, code: str) -> None:
    with pytest.raises(InputError) as error:
        inspect(task, first(task), network, learning=learning)
    assert error.value.code == code


def test_an_optimiser_is_told_by_its_name() -> None:
    run, learning = before_learning("digits", SEVEN, "fnn", {"learning": {"optimiser": "sgd", "learning_rate": 0.5}})
    assert learning is not None
    assert lesson(run, learning).rule == SGD(0.5)
    assert TASKS["digits"].labels[7] == lesson(run, learning).question.target  # of a seven, by default
