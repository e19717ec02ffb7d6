"""The service: what its request types accept, in which words they refuse, what its jobs cost and what they give."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from inputs import NETWORKS, SEVEN, first

from playground import InputError, datasets, example_set, inspect, provider
from playground.attribution import METHODS, attribute
from playground.checks import listed, number, plain, whole
from playground.explanation import Selection
from playground.lab import setting
from playground.service import networks, service
from playground.service import requests as r
from playground.service.lanes import Job, Lane
from playground.similar import Query, checked
from playground.tasks import TASKS
from playground.tasks.series import sources
from playground.text import LANGUAGES

REVIEW = {"task": "reviews", "network": "lstm", "value": {"text": "good " * 1_000}}
STEPS = {"task": "digits", "network": "lstm", "layer": 0, "direction": 0, "quantity": "forget", "units": [1]}
STEPS |= {"threshold": 0.5, "length": 4}
PLACE = {"stage": "LSTMStep", "layer": 0, "direction": 0, "t": 3, "quantity": "cell", "index": [5]}


def until(job: Any, lane: Lane = Lane.LONG) -> Any:
    """What comes of a job, or the first that would wait in that lane."""
    while isinstance(job, Job) and job.lane is not lane:
        job = job.work(lambda: None)
    return job


# What is accepted, and what is refused


def test_either_name_of_a_network_is_accepted() -> None:
    asked = {"task": "names", "input": {"text": "Ada"}}
    either = [r.PredictRequest(**asked, **{name: "gru"}) for name in ("network", "architecture")]
    assert either[0] == either[1] == r.PredictRequest(**asked, network="gru", architecture="gru")
    assert r.PredictRequest(value=SEVEN) == r.PredictRequest(input=SEVEN, task="digits", network="cnn")


@pytest.mark.parametrize(
    ("kind", "given", "code", "named"),
    [
        (r.PredictRequest, {"task": 7}, "unknown_task", "7"),
        (r.PredictRequest, {"network": None}, "unknown_network", "None"),
        (r.PredictRequest, {"task": "names", "network": ["gru"]}, "unknown_network", "bigru"),
        (r.PredictRequest, {"network": "fnn", "architecture": "cnn"}, "two_networks", "fnn"),
        (r.PredictRequest, {"network": "fnn", "architecture": None}, "two_networks", "None"),
        (r.PredictRequest, {"changes": 3}, "bad_changes", "random"),
        (r.PredictRequest, {"changes": {"pooling": "min"}}, "bad_choice", "pooling"),
        (r.TraceRequest, {"exact": 1}, "bad_flag", "exact"),
        (r.TraceRequest, {"exact": "yes"}, "bad_flag", "exact"),
        (r.ExplainRequest, {}, "bad_selection", "index"),
        (r.ExplainRequest, {"selection": PLACE | {"index": [0.5]}}, "bad_selection", "index"),
        (r.AttributeRequest, {"method": None}, "unknown_method", "occlusion"),
        (r.AttributeRequest, {"label": 7}, "unknown_label", "0, 1, 2"),
        (r.AttributeRequest, {"task": "diabetes", "label": "7"}, "no_labels", "diabetes"),
        (r.SimilarRequest, STEPS | {"layer": "0"}, "bad_whole", "layer"),
        (r.SimilarRequest, STEPS | {"direction": True}, "bad_whole", "direction"),
        (r.SimilarRequest, STEPS | {"quantity": 7}, "bad_string", "quantity"),
        (r.SimilarRequest, STEPS | {"units": [np.nan]}, "bad_wholes", "units"),
        (r.SimilarRequest, STEPS | {"threshold": np.nan}, "bad_threshold", "nan"),
        (r.SimilarRequest, STEPS | {"length": 0}, "bad_length", "0"),
        (r.SimilarRequest, STEPS | {"below": None}, "bad_flag", "below"),
        (r.SimilarRequest, {"layer": 0}, "missing_field", "direction"),
        (r.WeightsRequest, {}, "missing_field", "layer"),
        (r.WeightsRequest, {"layer": 0, "unit": "x"}, "bad_whole", "unit"),
        (r.LabRequest, {"relu": 1}, "bad_flag", "relu"),
    ],
)
def test_what_cannot_be_a_request_is_said_in_plain_words(kind: Any, given: Any, code: str, named: str) -> None:
    with pytest.raises(InputError) as error:
        kind(**given)
    assert error.value.code == code
    messages = [error.value.message(language) for language in LANGUAGES]
    assert len(set(messages)) == len(LANGUAGES)
    for message in messages:
        assert named in message
        assert len(message) < 400
        assert not any(word in message for word in ("pydantic", "validation", "Input should", "type="))


def test_a_field_that_no_request_has_is_named_before_what_else_is_wrong() -> None:
    with pytest.raises(InputError, match=r"“nettwork”: not known here. What can be given: task, network, .*architect"):
        r.PredictRequest(value=SEVEN, nettwork="gru")
    with pytest.raises(InputError, match=r"“layr”: not known here. What can be given: .*layer"):
        r.WeightsRequest(layr=0)


# Numbers of numpy, torch and Python


def arrays(numbers: list[float]) -> list[Any]:
    return [
        np.array(numbers),
        torch.tensor(numbers, dtype=torch.float64),
        torch.tensor(numbers, dtype=torch.float64, requires_grad=True),
        tuple(numbers),
        [np.float64(n) for n in numbers],
        [torch.tensor(n, dtype=torch.float64) for n in numbers],
    ]


def test_numbers_are_read_wherever_they_come_from() -> None:
    for given in (3, np.int64(3), np.uint8(3), torch.tensor(3), np.array(3)):
        assert (whole(given), type(whole(given)), number(given, 0, 9)) == (3, int, 3)
    assert number(np.float32(0.5), 0, 1) == 0.5
    assert (listed(range(3)), listed((1, 2)), listed(np.eye(2))) == ([0, 1, 2], [1, 2], [[1.0, 0.0], [0.0, 1.0]])
    assert plain("text") == "text"
    for none in (True, np.True_, torch.tensor(True), np.nan, np.float32("inf"), torch.tensor(torch.nan), "3", None, 3j):
        assert number(none, -9, 9) is None
        assert whole(none) is None
    for none in (7, "text", {1: 2}, np.float64(1), torch.tensor(1), None, np.ndarray):
        assert listed(none) is None
    assert len(listed(range(10**12)) or ()) < 10**7


def encoded(task: str, value: Any) -> Any:
    """What the task makes of it, without what cannot be compared."""
    kind = TASKS[task]
    return kind.network_input(kind.encode(value))


@pytest.mark.parametrize("task", ["digits", "strokes"])
def test_a_drawing_of_arrays(task: str) -> None:
    stroke = SEVEN["strokes"][0]
    expected = encoded(task, SEVEN)
    for points in (np.array(stroke), torch.tensor(stroke, dtype=torch.float64), [np.array(p) for p in stroke]):
        for strokes in ([points], (points,)):
            assert torch.equal(encoded(task, {"strokes": strokes, "width": np.float64(0.065)}), expected)
    assert torch.equal(encoded(task, {"strokes": np.array([stroke])}), expected)
    with pytest.raises(InputError, match="not a place"):
        encoded(task, {"strokes": [np.array([[0.5, np.nan], [0.5, 0.9]])]})
    with pytest.raises(InputError, match="A drawing is"):
        encoded(task, {"strokes": np.zeros((2, 2))})


@pytest.mark.parametrize("task", ["series", "cancer", "diabetes"])
def test_numbers_in_arrays(task: str) -> None:
    values = [float(n) for n in range(3, 13)] if task == "series" else first(task)["values"]
    expected = encoded(task, values)
    for given in arrays(values):
        assert torch.equal(encoded(task, given), expected)
        assert torch.equal(encoded(task, {"values": given}), expected)
    if task == "series":
        assert torch.equal(encoded(task, range(3, 13)), expected)
        assert torch.equal(encoded(task, {"values": np.arange(3, 13), "ahead": np.int64(0)}), expected)
    for bad in (np.nan, np.inf):
        with pytest.raises(InputError):
            encoded(task, np.array([*values[:-1], bad]))
    with pytest.raises(InputError):
        encoded(task, np.array([True] * 10))


FLOATS = [[np.float32(0.2), np.float32(0.15)], [np.float32(0.8), np.float32(0.15)], [np.float32(0.45), np.float32(0.9)]]
COUNTED = [
    list(np.array([1, 2, 3, 4])),
    list(np.array([1, 2, 3, 4], np.float32)),
    [np.uint8(n) for n in range(1, 5)],
]  # F120
WHOLE = [np.array([1.0, 2, 3, 4]), np.array([1, 2, 3, 4], np.float16), range(1, 5)]  # F122
WHOLE += [torch.tensor([1.0, 2, 3, 4]), torch.tensor([1, 2, 3, 4], dtype=torch.bfloat16), torch.arange(1, 5)]


@pytest.mark.parametrize("given", [*COUNTED, *WHOLE], ids=lambda given: f"{type(given).__name__}-{given}")
def test_f120_f122_numbers_of_numpy_and_torch(given: Any) -> None:
    expected = inspect("series", {"values": [1, 2, 3, 4]}, "lstm").prediction
    assert inspect("series", {"values": given}, "lstm").prediction == pytest.approx(expected, rel=1e-6)
    assert inspect("series", given, "lstm").prediction == pytest.approx(expected, rel=1e-6)


def test_f121_places_of_numpys_single_precision() -> None:
    for stroke in (FLOATS, np.array(FLOATS), torch.tensor(np.array(FLOATS))):
        assert inspect("digits", {"strokes": [stroke]}, "cnn").prediction == "7"
    with pytest.raises(InputError, match="“list” is not a number"):
        inspect("series", {"values": np.ones((2, 2))}, "lstm")


def test_changes_the_lab_and_places_of_arrays() -> None:
    kernel = {"layer": np.int64(0), "map": 0, "channel": 0, "values": np.eye(5)}
    given = {"kernels": (kernel,), "off": [{"layer": 1, "units": range(3)}], "padding": np.False_}
    plainly = {
        "kernels": [kernel | {"layer": 0, "values": np.eye(5).tolist()}],
        "off": [{"layer": 1, "units": [0, 1, 2]}],
    }
    assert torch.equal(
        inspect("digits", SEVEN, "cnn", **given).logits,
        inspect("digits", SEVEN, "cnn", **plainly, padding=False).logits,
    )
    moved = {"move": {"right": np.float32(2), "seed": np.int64(1)}}
    assert torch.equal(
        inspect("digits", SEVEN, "cnn", **moved).logits, inspect("digits", SEVEN, "cnn", move={"right": 2}).logits
    )
    grid, kernels = np.eye(4)[None], torch.ones(2, 1, 3, 3)
    lists = setting(grid.tolist(), kernels.tolist(), [0, 1], [1, 1])
    for found in (setting(grid, kernels, np.array([0, 1]), (1, 1)), setting(grid, kernels, range(2), np.array([1, 1]))):
        assert all(torch.equal(getattr(found, n), getattr(lists, n)) for n in ("grid", "kernels", "bias"))
        assert found.stride == lists.stride
    asked = r.ExplainRequest(selection=PLACE | {"index": np.array([5]), "t": np.int64(3)})
    assert asked.selection == Selection("LSTMStep", "cell", (5,), 0, 0, 3)
    assert r.SimilarRequest(**STEPS | {"units": np.array([1]), "layer": np.int8(0)}) == r.SimilarRequest(**STEPS)


# Jobs


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_a_prediction_is_that_of_the_library_and_is_short(task: str, network: str) -> None:
    answer = until(service.predict(r.PredictRequest(task=task, network=network, value=first(task))))
    trace = inspect(task, first(task), network)
    assert answer["prediction"] == trace.prediction
    if trace.labels:
        assert list(answer["probabilities"]) == list(trace.labels)


@pytest.mark.parametrize("method", METHODS)
def test_an_attribution_is_that_of_the_library(method: str) -> None:
    found = until(service.attribute(r.AttributeRequest(value=SEVEN, method=method, label="7")), Lane.OUTSIDE)
    expected = attribute("digits", SEVEN, "cnn", method, "7")
    assert found == asdict(expected) | {"values": expected.values.tolist()}


LONG: list[Any] = [
    service.attribute(r.AttributeRequest(**REVIEW)),
    service.attribute(r.AttributeRequest(**REVIEW, method="occlusion")),
    service.predict(r.PredictRequest(**REVIEW | {"value": {"text": "good " * 4_000}})),
    service.explain(
        r.ExplainRequest(task="series", network="gru", value=range(4_000), selection=PLACE | {"stage": "GRUStep"})
    ),
]


@pytest.mark.parametrize("job", LONG)
def test_what_takes_long_is_known_to_before_it_is_done(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr("playground.run._stages", lambda *_: map(work, [0]))
    monkeypatch.setattr("playground.attribution.attribution_of", work)
    waits = until(job)
    assert isinstance(waits, Job)
    assert waits.lane is Lane.LONG


def test_a_long_trace_is_known_too() -> None:
    value = {"text": "good " * 4_000}
    tracing = until(service.trace(r.TraceRequest(task="reviews", network="lstm", value=value, exact=True)))
    assert Job(lambda _: None, tracing.cost).lane is Lane.LONG
    assert tracing.exact
    short = until(service.trace(r.TraceRequest(value=SEVEN)))
    assert Job(lambda _: None, short.cost).lane is Lane.SHORT


def test_a_bad_query_reads_no_example_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise AssertionError("an example set was read")

    monkeypatch.setattr(example_set, "_read", read)
    monkeypatch.setattr(provider, "KEPT", provider.Kept())
    bad = [{"task": "names", "network": "fnn"}, {"layer": 2}, {"quantity": "x"}, {"units": [128]}, {"units": []}]
    for other in bad:
        with pytest.raises(InputError):
            until(service.similar(r.SimilarRequest(**STEPS | other)))
    waits = until(service.similar(r.SimilarRequest(**STEPS)))
    assert waits.lane is Lane.LONG  # the set is still to be read


def test_a_set_that_is_kept_is_searched_at_once() -> None:
    example_set.example_set("digits", "lstm")
    assert until(service.similar(r.SimilarRequest(**STEPS)))["searched"] == 100


def test_sets_are_kept_while_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    room = int(1.5 * example_set.example_set("digits", "rnn").bytes)
    monkeypatch.setattr(provider, "KEPT", provider.Kept(room))
    first = example_set.example_set("digits", "rnn")
    assert example_set.example_set("digits", "rnn") is first
    example_set.example_set("digits", "lstm")  # which takes more room than there is
    example_set.example_set("names", "rnn")
    assert provider.KEPT.bytes <= room
    assert example_set.at_hand("names", "rnn")


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_the_steps_of_a_network_are_those_of_its_example_set(task: str, network: str) -> None:
    steps = example_set.steps_of(task, network)
    run = inspect(task, first(task), network)
    seen = {(s.layer, s.direction) for s in run.stages if hasattr(s, "direction") and hasattr(s, "hidden")}  # type: ignore[union-attr]
    assert set(steps) == seen
    for (layer, direction), quantities in steps.items():
        for name, units in quantities.items():
            checked(Query(task, network, layer, direction, name, (units - 1,), 0.5, 1))
            with pytest.raises(InputError, match="units"):
                checked(Query(task, network, layer, direction, name, (units,), 0.5, 1))


def test_a_series_from_elsewhere_waits_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """And is then read as any other; one that is here, or that there is not, waits for nothing."""
    label = next(iter(sources()))
    asked = r.PredictRequest(task="series", network="gru", value={"example": label})
    monkeypatch.delenv("PLAYGROUND_DATA", raising=False)
    monkeypatch.setattr(datasets, "DOWNLOADS", tmp_path)
    assert service.predict(asked).lane is Lane.OUTSIDE
    monkeypatch.setenv("PLAYGROUND_DATA", str(tmp_path))
    assert service.predict(asked).lane is Lane.SHORT
    unknown = r.PredictRequest(task="series", network="gru", value={"example": "x"})
    assert service.predict(unknown).lane is Lane.SHORT
    with pytest.raises(InputError, match="There is no series"):
        until(service.predict(unknown))


def test_weights_of_what_there_is() -> None:
    _, weight, bias = until(networks.weights(r.WeightsRequest(network="fnn", layer=0, unit=3)))
    assert (tuple(weight.shape), tuple(bias.shape)) == ((784,), ())
    for other, code in (({"layer": 3}, "unknown_layer"), ({"layer": 0, "unit": 384}, "unknown_unit")):
        with pytest.raises(InputError) as error:
            until(networks.weights(r.WeightsRequest(network="fnn", **other)))
        assert error.value.code == code
