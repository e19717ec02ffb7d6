"""A trace proves itself: it is what its equations and the network's forward give, and tampering is caught."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

import pytest
import torch
from foreign import FOREIGN, Opaque, TextClassifier, made
from inputs import NETWORKS, ONE, SEVEN, first
from starlette.applications import Starlette
from starlette.testclient import TestClient
from torch import Tensor, nn
from wire_reader import read

from playground import Network, inspect
from playground.inspection import start
from playground.models import ARCHITECTURES
from playground.networks import Wants
from playground.service.service import told
from playground.stages import Key, Stage, Trace, key_of, quantities
from playground.stages.check import EQUAL, Check
from playground.text import LANGUAGES
from playground.ui.routes import routes

TOLERANCE = 1e-5
SHARE = 1e-3  # of the scale, by which a value is made false
SENTENCE = [0.3, -0.7, 1.1, 0.4, 0.9, -0.2, 0.8, 1.6, 1.2, 0.1, 0.7, 2.0]


def assert_proven(check: Check) -> None:
    worst = max((*check.differences, check.output), key=lambda one: one.relative)
    assert check.largest == worst.relative <= TOLERANCE, worst
    assert not check.unknown


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_every_network_of_every_task(task: str, network: str) -> None:
    trace = inspect(task, first(task), network)
    check = trace.check()
    assert_proven(check)
    told = {(one.key, one.quantity) for one in check.differences}
    for stage in trace.stages:
        for name, what in quantities(type(stage)).items():
            if name not in type(stage).derived and what.role not in ("input", "argument"):
                assert (key_of(stage), name) in told, "nothing is left out"


CHANGED: list[tuple[str, str, dict[str, Any]]] = [
    ("digits", "cnn", {"pooling": "average"}),
    ("digits", "cnn", {"padding": False}),
    ("digits", "cnn", {"activation": "tanh"}),
    ("digits", "cnn", {"padding": False, "pooling": "average", "activation": "sigmoid"}),
    ("digits", "cnn", {"off": [{"layer": 1, "units": [0, 5]}]}),
    ("digits", "cnn", {"kernels": [{"layer": 0, "map": 2, "channel": 0, "values": [[0.5] * 5] * 5}]}),
    ("digits", "fnn", {"activation": "sigmoid", "off": [{"layer": 0, "units": [7]}]}),
    ("digits", "lstm", {"gates": [{"gate": "forget", "value": 1}]}),
    ("digits", "lstm", {"gates": [{"gate": "candidate", "value": -0.5, "layer": 1}], "order": "reversed"}),
    ("digits", "gru", {"gates": [{"gate": "update", "value": 0}], "off": [{"layer": 0, "units": [3, 4]}]}),
    ("digits", "rnn", {"off": [{"layer": 1, "units": list(range(60))}]}),
    ("strokes", "bigru", {"off": [{"layer": 0, "units": [1], "direction": 1}]}),
    ("names", "bigru", {"random": 3, "order": "shuffled", "seed": 2}),
    *((task, network, {"random": 1}) for task, network in NETWORKS),
]


@pytest.mark.parametrize(("task", "network", "changes"), CHANGED)
def test_changed_networks(task: str, network: str, changes: dict[str, Any]) -> None:
    assert_proven(inspect(task, first(task), network, **changes).check())


@pytest.mark.parametrize("network", ["fnn", "rnn", "lstm", "gru"])
@pytest.mark.parametrize("more", [{"ahead": 6}, {"held_out": 4}, {"held_out": 3, "ahead": 5}])
def test_series_that_go_on_freely(network: str, more: dict[str, int]) -> None:
    trace = inspect("series", {"values": SENTENCE, **more}, network)
    assert_proven(trace.check())
    steps = [stage.t for stage in trace.stages if type(stage).__name__ == "StepOutput"]  # type: ignore[attr-defined]
    assert len(steps) == len(SENTENCE) + more.get("ahead", 0) - 1 + (
        0 if "ahead" in more or more.get("held_out") else 1
    )


@pytest.mark.parametrize("name", FOREIGN)
def test_networks_of_other_make(name: str) -> None:
    module, _ = made(name)
    text = isinstance(module, TextClassifier)
    wants = Wants(size=(32, 32), mean=0.13, std=0.31) if name == "LeNet-5" else Wants()
    if text:
        wants = Wants(vocabulary={"good": 3, "bad": 7}, unknown=1)
    network = Network.from_module(module, "reviews" if text else "digits", wants=wants)
    assert_proven(inspect(network.task, "not bad , good" if text else SEVEN, network).check())


def test_what_is_not_known_is_named() -> None:
    check = inspect("digits", SEVEN, Opaque()).check()
    assert [key.kind for key in check.unknown] == ["Opaque"]
    assert check.largest <= TOLERANCE
    for language in LANGUAGES:
        assert "Opaque 0" in check.told(language)


# Tampering.


class Mixed(nn.Module):
    """One of each kind of stage that networks of other make have."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.drop = nn.Dropout(0.5)
        self.most, self.mean = nn.MaxPool2d(2), nn.AvgPool2d(2)
        self.fc1, self.fc2 = nn.Linear(4 * 7 * 7, 12), nn.Linear(12, 12)
        self.layer_norm = nn.LayerNorm(12)
        self.shift = nn.Parameter(torch.randn(12))
        self.out = nn.Linear(12, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.drop(torch.relu(self.norm(self.conv(x))))
        x = self.mean(self.most(x)).flatten(1)
        a = torch.tanh(self.fc1(x))
        b = self.layer_norm(self.fc2(a) + a)
        c = torch.softmax(b * a + self.shift, dim=-1) * 2 + 1
        return torch.log_softmax(self.out(c), dim=-1)


def traces() -> dict[str, Callable[[], Trace]]:
    def of(task: str, value: Any, network: str, **changes: Any) -> Callable[[], Trace]:
        return lambda: inspect(task, value, network, **changes)

    def mixed() -> Trace:
        torch.manual_seed(1)
        return inspect("digits", SEVEN, Mixed())

    def text() -> Trace:
        network = Network.from_module(made("text, both ways")[0], "reviews", wants=Wants(vocabulary={"good": 3}))
        return inspect("reviews", "not good at all", network)

    def rows() -> Trace:
        return inspect("digits", SEVEN, made("CNN + GRU")[0])

    return {
        "fnn": of("digits", SEVEN, "fnn"),
        "cnn": of("digits", SEVEN, "cnn"),
        "cnn, means": of("digits", SEVEN, "cnn", pooling="average", activation="tanh"),
        "rnn": of("names", "Li", "rnn"),
        "lstm": of("reviews", "not bad", "lstm"),
        "gru": of("digits", ONE, "gru", order="reversed"),
        "bigru": of("names", "Sato", "bigru"),
        "window": of("series", {"values": SENTENCE, "ahead": 3}, "fnn"),
        "free": of("series", {"values": SENTENCE, "ahead": 3}, "lstm"),
        "mixed": mixed,
        "text": text,
        "rows": rows,
    }


TRACES = traces()


def held(stage: Stage) -> Iterator[str]:
    """The names of all tensors that a stage holds."""
    for field in fields(stage):
        if isinstance(getattr(stage, field.name), Tensor):
            yield field.name


def falsified(stage: Stage, name: str) -> Stage:
    """The stage with one value in the middle of a quantity that is off by a thousandth of the quantity's scale."""
    values = getattr(stage, name).clone()
    flat, place = values.view(-1), values.numel() // 2
    if name in ("winners", "order"):  # where all values are the same any place is right
        place = int(getattr(stage, {"winners": "maps", "order": "values"}[name]).argmax())
    if values.is_floating_point():
        flat[place] += 2 * SHARE * max(1.0, float(values.abs().max()))
    else:  # an index: of a winner, of the order of values
        flat[place] = (flat[place] + 1) % max(2, int(values.max()) + 1)
    return replace(stage, **{name: values})


def places(stages: Sequence[Stage]) -> Iterator[tuple[int, str]]:
    """For each kind, layer and direction a stage in its middle, and each of its quantities."""
    by_key: dict[Key, list[int]] = {}
    for position, stage in enumerate(stages):
        by_key.setdefault(key_of(stage), []).append(position)
    for positions in by_key.values():
        for position in {positions[len(positions) // 2], positions[-1]}:
            for name in held(stages[position]):
                yield position, name


@pytest.mark.parametrize("name", TRACES)
def test_a_stage_that_was_tampered_with_is_caught(name: str) -> None:
    """Where it was tampered with or in what is made of that, and in nothing that comes before."""
    trace = TRACES[name]()
    assert trace.run is not None
    honest = trace.check()
    assert_proven(honest)
    order = [(one.key, one.quantity) for one in honest.differences]
    for position, quantity in places(trace.stages):
        stage = trace.stages[position]
        where = (key_of(stage), quantity)
        stages = (*trace.stages[:position], falsified(stage, quantity), *trace.stages[position + 1 :])
        check = replace(trace, stages=stages).check()
        found = [(one.key, one.quantity) for one in check.differences if one.relative > SHARE / 20]
        assert found or check.output.relative > SHARE / 2, where
        assert check.largest > SHARE / 20
        if where in order:
            assert where in found or _left_to_others(stage, quantity), (where, found)
        first_false = min((order.index(one) for one in found), default=len(order))
        earliest = order.index(where) if where in order else _of_layer(order, where[0], first_false)
        if quantities(type(stage))[quantity].role == "state":  # the layer's next step begins with it
            earliest = _of_layer(order, where[0], first_false)
        assert first_false >= earliest, (where, found)
        if type(stage).__name__ == "Output" and quantity == "logits":
            assert check.output.relative > SHARE / 2
        else:
            assert check.output == honest.output, "the output is what it was"


def _left_to_others(stage: Stage, quantity: str) -> bool:
    """What a stage was given and has no place where it stands is believed: what it makes of that is then false."""
    return quantities(type(stage))[quantity].role == "argument"


def _of_layer(order: list[tuple[Key, str]], key: Key, otherwise: int) -> int:
    return next((k for k, one in enumerate(order) if one[0] == key), otherwise)


def test_every_kind_of_stage_is_tampered_with() -> None:
    seen = {type(stage).__name__ for make in TRACES.values() for stage in make().stages}
    assert seen >= {
        *("Input", "Dense", "DenseStep", "Convolution", "Activation", "MaxPooling", "AveragePooling", "Flatten"),
        *("RNNStep", "LSTMStep", "GRUStep", "StepOutput", "Output", "Normalisation", "Dropout", "Embedding", "Linear"),
        *("Addition", "Multiplication", "Scaling", "Softmax"),
    }, seen


@pytest.mark.parametrize("value", [torch.nan, torch.inf, -torch.inf])
def test_values_that_are_no_numbers_are_caught(value: float) -> None:
    trace = inspect("digits", SEVEN, "lstm")
    position = 20
    values = trace.stages[position].cell.clone()  # type: ignore[attr-defined]
    values[5] = value
    stages = (*trace.stages[:position], replace(trace.stages[position], cell=values), *trace.stages[position + 1 :])  # type: ignore[call-arg]
    assert replace(trace, stages=stages).check().largest == torch.inf


def test_a_network_whose_forward_says_something_else_is_caught() -> None:
    """Its stages hang together, and are not what it computes."""
    model: Any = ARCHITECTURES["gru"](28, 5, 1, 10)
    model.forward = lambda x: type(model).forward(model, x) + 0.01
    check = inspect("digits", SEVEN, Network("gru", "digits", model.eval(), tuple("0123456789"), "gru")).check()
    assert max(one.relative for one in check.differences) <= TOLERANCE
    assert check.output.largest == pytest.approx(0.01, abs=1e-4)
    assert check.largest == check.output.relative


def test_weights_that_are_not_those_of_the_run_are_caught() -> None:
    trace = inspect("digits", SEVEN, "cnn")
    assert trace.run is not None
    other = start(
        "digits", SEVEN, "cnn", {"kernels": [{"layer": 1, "map": 0, "channel": 0, "values": [[0.1] * 5] * 5}]}
    )
    check = replace(trace, run=other).check()
    false = {(one.key.kind, one.key.layer, one.quantity) for one in check.differences if one.relative > TOLERANCE}
    assert false == {("Convolution", 1, "maps")}
    assert check.output.relative > TOLERANCE


def test_a_trace_of_which_nothing_is_known() -> None:
    trace = replace(inspect("digits", SEVEN, "cnn"), run=None)
    with pytest.raises(ValueError, match="without its run"):
        trace.check()


def test_a_long_sequence() -> None:
    """2,000 steps; how long it takes is measured by benchmarks, not here."""
    values = torch.randn(2_000, generator=torch.Generator().manual_seed(0)).cumsum(0).tolist()
    trace = inspect("series", values, "lstm")
    begun = time.perf_counter()
    assert_proven(trace.check())
    print(f"{len(trace.stages)} stages checked in {time.perf_counter() - begun:.2f} s")


# What is said of it.


def test_the_finding_in_words() -> None:
    trace = inspect("digits", SEVEN, "lstm")
    check = trace.check()
    figures = f"{check.output.relative:.1e}", f"{check.largest:.1e}"
    assert check.told() == (
        f"Equal to the network’s own forward within {figures[0]}; each value equal to what its equation makes of those "
        f"before it within {figures[1]}."
    )
    false = replace(check, output=replace(check.output, largest=0.5, scale=1.0))
    told = [one.told(language) for one in (check, false) for language in LANGUAGES]
    assert len(set(told)) == 4
    assert "5.0e-01" in false.told() and "Not equal" in false.told()
    assert all(figure in check.told("zh") for figure in figures)
    assert check.largest < EQUAL < false.largest
    with pytest.raises(KeyError):
        check.told("fr")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def end_of(client: TestClient, **asked: Any) -> dict[str, Any]:
    answer = client.post("/playground/trace", json={"task": "digits", "network": "cnn", "input": SEVEN} | asked)
    assert answer.status_code == 200
    return list(read(answer.content))[-1][0]["end"]


def test_the_exact_stream_ends_with_it(client: TestClient) -> None:
    found = end_of(client, exact=True)["check"]
    check = inspect("digits", SEVEN, "cnn").check()
    assert found["largest"] == pytest.approx(check.largest, rel=1e-6)
    assert found["output"] == pytest.approx(check.output.relative, rel=1e-6)
    assert (len(found["differences"]), found["unknown"]) == (len(check.differences), [])
    assert "check" not in end_of(client)


def test_what_is_not_finite_is_told_as_json_has_it() -> None:
    trace = inspect("digits", SEVEN, "fnn")
    first_, *others = trace.stages
    false = replace(trace, stages=(replace(first_, values=first_.values / 0), *others))  # type: ignore[attr-defined, call-arg]
    found = told(false.check())
    assert found["largest"] is None and "Infinity" not in json.dumps(found)
    assert found["output"] is not None
