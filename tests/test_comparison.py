"""One input through several networks: what they say, and how much they compute, against torch's own counter."""

import gzip
from typing import Any

import pytest
import torch
from foreign import FOREIGN, Opaque, made
from inputs import NETWORKS, SEVEN, first
from starlette.applications import Starlette
from starlette.testclient import TestClient
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode
from wire_reader import half_step, read

from playground import InputError, Network, compare, inspect
from playground.checkpoints import names
from playground.comparison import begun, counted, timed
from playground.inspection import start
from playground.service.comparing import Comparing
from playground.tasks import TASKS
from playground.ui.comparison_frames import comparison_preview
from playground.ui.routes import routes

WITH_NETWORKS = [task for task in TASKS if TASKS[task].networks]


def multiply_adds(model: nn.Module, item: Tensor) -> int:
    """What torch counts in one forward, recurrent layers step by step and not as one call that it cannot see into."""
    with torch.backends.mkldnn.flags(enabled=False), torch.no_grad(), FlopCounterMode(display=False) as counter:
        model.eval()(item)
    return counter.get_total_flops() // 2


def value_of(formula: str) -> int:
    """The number that a formula of products, of sums and of one bracket gives."""
    if formula.endswith(")"):
        blocks, _, inner = formula[:-1].partition("·(")
        return int(blocks) * value_of(inner)
    total = 0
    for term in formula.split(" + "):
        product = 1
        for factor in term.split("·"):
            product *= int(factor)
        total += product
    return total


def assert_counted(network: Network, item: Tensor) -> None:
    counts = counted(network, item)
    assert counts.multiply_adds == multiply_adds(network.model, item)
    assert counts.parameters == sum(weight.numel() for weight in network.model.parameters())
    for part in counts.parts:
        assert value_of(part.formula) == part.parameters, part


@pytest.mark.filterwarnings("ignore:TF32")
@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_counts_are_those_of_torch(task: str, network: str) -> None:
    run = start(task, first(task), network)
    assert_counted(run.network, run.item().clone())


@pytest.mark.filterwarnings("ignore:TF32")
@pytest.mark.parametrize("name", FOREIGN)
def test_counts_of_networks_of_other_make(name: str) -> None:
    model, item = made(name)
    assert_counted(Network.from_module(model, "digits"), item)


def test_what_is_not_known_is_not_counted() -> None:
    class Bilinear(nn.Module):
        """Weights that no declared equation multiplies by."""

        def __init__(self) -> None:
            super().__init__()
            self.both = nn.Bilinear(784, 784, 10)

        def forward(self, x: Tensor) -> Tensor:
            return self.both(x.flatten(1), x.flatten(1))

    counts = counted(Network.from_module(Bilinear(), "digits"), torch.rand(1, 1, 28, 28))
    assert counts.multiply_adds is None
    assert counts.parameters == 784 * 784 * 10 + 10
    known = counted(Network.from_module(Opaque(), "digits"), torch.rand(1, 1, 28, 28))
    assert known.multiply_adds == 7840  # what is opaque in it has no weights


def test_the_lstm_of_the_digits_in_its_formula() -> None:
    run = start("digits", SEVEN, "lstm")
    formulas = [part.formula for part in counted(run.network, run.item()).parts]
    assert formulas == ["4·(28·128 + 128·128 + 2·128)", "4·(128·128 + 128·128 + 2·128)", "128·10 + 10"]


@pytest.mark.parametrize("task", WITH_NETWORKS)
def test_each_network_says_what_it_says_alone(task: str) -> None:
    found = compare(task, first(task))
    assert list(found.predictions) == list(names(task))
    for trace in found.traces:
        alone = inspect(task, first(task), trace.architecture)
        torch.testing.assert_close(trace.logits, alone.logits, rtol=1e-5, atol=1e-5)
    speakers = [name for one in found.said for name in one.networks]
    assert sorted(speakers) == (sorted(TASKS[task].networks) if TASKS[task].labels else [])


def test_who_says_what_and_the_changes_of_all() -> None:
    """Networks that always say one thing."""

    def says(label: int) -> nn.Module:
        readout = nn.Linear(784, 10)
        nn.init.zeros_(readout.weight)
        readout.bias = nn.Parameter(torch.eye(10)[label])
        return nn.Sequential(nn.Flatten(), readout)

    given = [Network.from_module(says(label), "digits", name=name) for label, name in ((3, "a"), (8, "b"), (3, "c"))]
    found = compare("digits", SEVEN, given)
    assert [(one.answer, one.networks) for one in found.said] == [("3", ("a", "c")), ("8", ("b",))]
    assert not found.agree
    assert compare("digits", SEVEN, ["lstm", "gru", "lstm"]).agree
    turned = compare("digits", SEVEN, ["lstm", "gru"], order="reversed")
    alone = [inspect("digits", SEVEN, name, order="reversed") for name in ("lstm", "gru")]
    for trace, other in zip(turned.traces, alone, strict=True):
        torch.testing.assert_close(trace.logits, other.logits, rtol=1e-5, atol=1e-5)
    steps = {"target": "1", "learning_rate": 0.05, "steps": 2}
    asked = {"task": "digits", "input": SEVEN, "networks": ["fnn", "cnn"], "changes": {"learning": steps}}
    taught = compare("digits", SEVEN, ["fnn", "cnn"], learning=steps)
    sent = [
        arrays["logits"][0] for head, arrays in read(ask("compare", **asked).content) if head.get("stage") == "Output"
    ]
    for trace, row in zip(taught.traces, sent, strict=True):
        own = inspect("digits", SEVEN, trace.architecture, learning=steps)
        torch.testing.assert_close(trace.logits, own.logits, rtol=1e-5, atol=1e-5)
        assert row.tolist() == pytest.approx(own.logits.tolist(), rel=1e-4, abs=1e-4)
    for wrong in ([], ["lstm", "no such network"]):
        with pytest.raises(InputError):
            compare("digits", SEVEN, wrong)


def test_each_figure_is_measured() -> None:
    (one, other) = timed([start("digits", SEVEN, name) for name in ("cnn", "rnn")])
    for timing in (one, other):
        assert timing.batch == 64
        assert min(timing.one, timing.one_learning, timing.many, timing.many_learning) > 0
        assert len(timing.times) == 4
        assert min(timing.times) >= 1
    (long,) = timed([start("series", {"values": list(range(1, 1_001))}, "rnn")])
    assert long.batch == 4  # a batch of long inputs is smaller


def ask(route: str, **given: Any) -> Any:
    with TestClient(Starlette(routes=routes())) as client:
        return client.post(f"/playground/{route}", json=given)


def coarse(task: str) -> bytes:
    """A preview, however long it takes: the route turns away what is not made at once."""
    runs = dict(zip(names(task), begun(task, first(task), names(task)), strict=True))
    return gzip.decompress(comparison_preview(Comparing(task, runs, 0), lambda: None))


@pytest.mark.parametrize("task", WITH_NETWORKS)
@pytest.mark.parametrize("preview", [False, True])
def test_the_page_gets_of_each_network_what_tells_most(task: str, preview: bool) -> None:
    frames = list(read(coarse(task) if preview else ask("compare", task=task, input=first(task)).content))
    runs: dict[str, list[Any]] = {}
    for head, arrays in frames:
        if "run" in head:
            runs[head["run"]["architecture"]] = []
        list(runs.values())[-1].append((head, arrays))
    assert list(runs) == list(names(task))
    for name, sent in runs.items():
        trace = inspect(task, first(task), name)
        by_stage = {head["stage"]: arrays for head, arrays in sent if "stage" in head}
        logits = by_stage["Output"]["logits"][0]
        assert logits.tolist() == pytest.approx(trace.logits.tolist(), rel=1e-4, abs=1e-4)
        assert "end" in sent[-1][0]
        steps = [head for head, _ in sent if str(head.get("stage")).endswith("Step")]
        assert len({head["layer"] for head in steps}) <= 1  # the last layer
        for head, _ in sent:
            for quantity, _, encoding, scale in head["arrays"] if "stage" in head else ():
                assert quantity in ("values", "logits", "hidden", "activation", "maps")
                assert preview or half_step(encoding, scale) < 0.01 * max(1, scale)


def test_a_preview_is_asked_for_by_the_same_route() -> None:
    (start, _), *_ = read(ask("compare", task="cancer", input=first("cancer"), preview=True).content)
    assert start["run"]["preview"] is True


def test_what_cannot_be_compared_is_told() -> None:
    for route in ("compare", "measure"):
        assert ask(route, task="digits", input=SEVEN, networks=[]).status_code == 422
        assert ask(route, task="digits", input={"strokes": []}).status_code == 422
        assert ask(route, task="digits", input=SEVEN, networks=["none"]).status_code == 422
    frames = list(read(ask("compare", task="digits", input=SEVEN, networks=["none", "fnn"]).content))
    (wrong,) = [head["error"] for head, _ in frames if "error" in head]
    assert "none" in wrong
    assert [head["run"]["architecture"] for head, _ in frames if "run" in head] == ["none", "fnn"]


def test_steps_of_learning_cost_what_they_cost_for_each_network() -> None:
    """They were made unasked, and unchecked, for the first of the networks."""
    long = {"learning": {"target": "b", "steps": 100}}
    answer = ask("compare", task="recall", input={"text": "a" * 1000}, changes=long)
    assert (answer.status_code, "too long" in answer.json()["message"]) == (422, True)


def test_measured_on_demand() -> None:
    answer = ask("measure", task="cancer", input=first("cancer")).json()
    assert answer["threads"] >= 1
    (told,) = answer["networks"].values()
    assert told["multiply_adds"] == 10 * 32 + 32 * 2
    assert told["parts"][0]["formula"] == "10·32 + 32"
    assert min(told[name] for name in ("one", "one_learning", "many", "many_learning")) > 0
