"""Frames: what is read from them is what the stages are, within half a step of their encoding."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from inputs import NETWORKS, first
from wire_reader import half_step, read

from playground.inspection import inspect, start
from playground.models import ARCHITECTURES
from playground.stages import MaxPooling, RecurrentStep, Stage, results
from playground.stages.declarations import declarations
from playground.tasks import TASKS
from playground.ui import wire

FIVE = {"strokes": [[[0.7, 0.15], [0.35, 0.15], [0.32, 0.45], [0.6, 0.45], [0.7, 0.65], [0.5, 0.85], [0.3, 0.8]]]}

# What the page is promised of each stage: every number that it cannot make from those it has.
PROMISED = {
    "Input": {"values"},
    "Dense": {"pre_activation", "activation"},
    "DenseStep": {"pre_activation", "activation"},
    "Convolution": {"maps"},
    "Activation": set(),
    "MaxPooling": {"maps", "winners"},
    "Flatten": set(),
    "RNNStep": {"hidden"},
    "LSTMStep": {"forget", "input", "candidate", "output", "cell", "hidden"},
    "GRUStep": {"reset", "update", "candidate", "hidden"},
    "StepOutput": {"logits"},
    "Output": {"logits"},
}


def frames_of(run: Any, **options: Any) -> list[bytes]:
    """The frames of a whole run, a trace or a model with its stages."""
    return list(wire.frames(iter(run.stages), lambda: getattr(run, "run", run).layers, **options))


def times(head: dict[str, Any]) -> range | list[None]:
    if "t" not in head:
        return [None]
    first, last = head["t"]
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


def unpacked(content: bytes) -> Iterator[tuple[dict[str, Any], int | None, dict[str, np.ndarray]]]:
    """Each stage's head, time step, and arrays, one after another."""
    for head, arrays in read(content):
        steps = times(head)
        assert len(steps) == head["count"], head
        for i, t in enumerate(steps):
            yield head, t, {name: values[i] for name, values in arrays.items()}


def original(stage: Stage, name: str) -> np.ndarray:
    """The values as they are in the stage; of winners the place in their window, from row and column."""
    values = getattr(stage, name).double().numpy()
    if not (isinstance(stage, MaxPooling) and name == "winners"):
        return values
    width = stage.maps.shape[-1] * 2
    rows, columns = np.divmod(values.astype(int), width)
    return rows % 2 * 2 + columns % 2


def assert_same(content: bytes, stages: tuple[Stage, ...]) -> None:
    found = list(unpacked(content))
    assert [head["stage"] for head, _, _ in found] == [type(stage).__name__ for stage in stages]
    for (head, t, arrays), stage in zip(found, stages, strict=True):
        assert (head.get("layer"), head.get("direction"), t) == tuple(
            getattr(stage, name, None) for name in ("layer", "direction", "t")
        )
        assert set(arrays) == PROMISED.get(head["stage"], set(results(type(stage))))
        for name, _, encoding, scale in head["arrays"]:
            values = original(stage, name)
            assert arrays[name].shape == values.shape
            np.testing.assert_allclose(arrays[name], values, rtol=1e-6, atol=half_step(encoding, scale))
            assert not arrays[name][values == 0].any(), "zero is exact"


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_stage_travels_alone_or_with_others(architecture: str) -> None:
    trace = inspect("digits", FIVE, architecture)
    stages = trace.stages
    assert_same(b"".join(frames_of(trace)), stages)
    one_by_one = frames_of(trace, together=-1)
    assert len(one_by_one) == len(stages)
    assert_same(b"".join(one_by_one), stages)


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_every_network_of_every_task_travels(task: str, network: str) -> None:
    trace = inspect(task, first(task), network)
    stages = trace.stages
    content = b"".join(frames_of(trace, together=60))
    assert_same(content, stages)
    heads = [head for head, _ in read(content)]
    keys = [(head["stage"], head.get("layer"), head.get("direction")) for head in heads]
    assert all(a != b for a, b in pairwise(keys)), "what comes together shares a frame"


def test_probabilities_can_be_made_from_what_travels() -> None:
    """float32 logits: the page's softmax of them at the temperature is the model's."""
    for architecture in ARCHITECTURES:
        trace = inspect("digits", FIVE, architecture)
        *_, (head, arrays) = read(b"".join(frames_of(trace)))
        logits = arrays["logits"][0] / head.get("temperature", 1)
        powers = np.exp(logits - logits.max())
        np.testing.assert_allclose(powers / powers.sum(), trace.probabilities, atol=1e-6)


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_exact_frames_are_the_models_float32(task: str, network: str) -> None:
    """The same frames as the coarse ones, bit by bit what the stages have; an index into a window stays as it is."""
    trace = inspect(task, first(task), network)
    stages = trace.stages
    coarse = read(b"".join(frames_of(trace, together=60)))
    exact = read(b"".join(frames_of(trace, together=60, exact=True)))
    rest = iter(stages)
    for (head, _), (same, arrays) in zip(coarse, exact, strict=True):
        assert head | {"arrays": None} == same | {"arrays": None}
        assert [array[:2] for array in head["arrays"]] == [array[:2] for array in same["arrays"]]
        group = [next(rest) for _ in range(head["count"])]
        for name, _, encoding, _ in same["arrays"]:
            if encoding == "window":
                continue
            assert encoding == "float32"
            sent = arrays[name].astype(np.float32)
            assert sent.tobytes() == np.stack([getattr(stage, name).numpy() for stage in group]).tobytes(), name


def test_the_exact_input_of_the_task_travels() -> None:
    pictures = start("digits", FIVE, "cnn").encoded
    ((_, arrays),) = read(wire.encoded_frame(pictures, exact=True))
    for name, values in arrays.items():
        np.testing.assert_array_equal(values[0], getattr(pictures, name))


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_what_a_kind_declares_comes_once_with_its_first_stage(task: str, network: str) -> None:
    trace = inspect(task, first(task), network)
    stages = trace.stages
    heads = [head for head, _ in read(b"".join(frames_of(trace, together=-1)))]
    seen: set[str] = set()
    for head, stage in zip(heads, stages, strict=True):
        kind = head["stage"]
        assert ("declares" in head) == (kind not in seen)
        if kind not in seen:
            assert head["declares"] == json.loads(json.dumps(declarations(type(stage))))
            assert all(hasattr(stage, name) for name in head["declares"]["quantities"])
            assert head["declares"]["timed"] == hasattr(stage, "t")
            assert ("diagram" in head["declares"]) == isinstance(stage, RecurrentStep)
        seen.add(kind)


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_a_stage_names_those_that_it_was_made_of(task: str, network: str) -> None:
    """They have come before; where the stage says what it was given, its values are among theirs."""
    trace = inspect(task, first(task), network)
    known: list[list[Any]] = []
    for head, _ in read(b"".join(frames_of(trace, together=60))):
        assert isinstance(head["module"], str)
        assert all(key in known for key in head["inputs"])
        assert bool(head["inputs"]) == bool(known)
        if head.get("made"):
            assert head["arrays"] == []
            assert len(head["inputs"]) == 1
        known.append([head["stage"], head.get("layer"), head.get("direction")])


def test_a_layer_of_both_directions_feeds_the_next_with_both() -> None:
    model = ARCHITECTURES["gru"](5, 4, 2, 3, bidirectional=True)
    with torch.inference_mode():
        frames = wire.frames(model.stages(torch.randn(7, 5)), lambda: model.layers, 60)
        heads = [head for head, _ in read(b"".join(frames))]
    inputs = {(head["stage"], head.get("layer"), head.get("direction")): head["inputs"] for head in heads}
    both = [["GRUStep", 0, 0], ["GRUStep", 0, 1]]
    assert inputs["GRUStep", 0, 1] == [["Input", None, None]]
    assert inputs["GRUStep", 1, 0] == inputs["GRUStep", 1, 1] == both


def test_both_directions_travel_in_the_order_of_computing() -> None:
    model = ARCHITECTURES["gru"](5, 4, 1, 3, bidirectional=True)
    with torch.inference_mode():
        stages = tuple(model.stages(torch.randn(7, 5)))
    content = b"".join(wire.frames(iter(stages), lambda: model.layers, 60))
    assert_same(content, stages)
    steps = [head for head, _ in read(content) if head["stage"] == "GRUStep"]
    assert [(head["direction"], head["t"]) for head in steps] == [(0, [0, 6]), (1, [6, 0])]


def test_the_pictures_travel() -> None:
    pictures = start("digits", FIVE, "cnn").encoded
    ((head, arrays),) = read(wire.encoded_frame(pictures))
    boxes = [[*pictures.boxes[0]]]
    given = {"drawn": True, "boxes": boxes, "read": 0, "left_out": [], "label": None, "whole": None}
    assert (head["encoded"], head["given"]) == ("Pictures", given)
    assert set(arrays) == {"ink", "cropped", "scaled"}  # the fourth is the network's input
    for name, values in arrays.items():
        np.testing.assert_allclose(values[0], getattr(pictures, name), atol=0.5 / 255 + 1e-6)


def test_the_way_of_the_pen_travels() -> None:
    points = TASKS["strokes"].encode(FIVE)
    ((head, arrays),) = read(wire.encoded_frame(points))
    found = {"boxes": [[*points.boxes[0]]], "read": 0, "whole": None}
    given = {"down": [*points.down], "stroke": [*points.stroke], "step": points.step} | found
    assert (head["encoded"], head["given"]) == ("Points", given)
    np.testing.assert_array_equal(arrays["points"][0], points.points)


@pytest.mark.parametrize("task", [task for task in TASKS if task not in ("digits", "strokes")])
def test_the_encoded_input_travels_in_plain_fields(task: str) -> None:
    """All but tensors; numbers as they are, to the last digit. The tensor is the network's Input."""
    encoded = TASKS[task].encode(first(task))
    ((head, arrays),) = read(wire.encoded_frame(encoded))
    assert (head["encoded"], arrays) == (type(encoded).__name__, {})
    plain = {name: value for name, value in vars(encoded).items() if not isinstance(value, torch.Tensor)}
    assert set(head["given"]) == set(plain)
    assert plain
    for name, value in plain.items():
        assert head["given"][name] == json.loads(json.dumps(value)), name
        assert flat(head["given"][name]) == flat(value), name


def flat(value: Any) -> list[Any]:
    """All plain values in order, however they are nested."""
    if isinstance(value, dict):
        return [plain for entry in value.values() for plain in flat(entry)]
    return [plain for entry in value for plain in flat(entry)] if isinstance(value, list | tuple) else [value]


def test_frames_come_while_the_network_works() -> None:
    """A frame is out before the stages after it are computed."""
    done = []
    trace = inspect("digits", FIVE, "cnn")

    def stages() -> Iterator[Stage]:
        for stage in trace.stages:
            done.append(stage)
            yield stage

    frames = wire.frames(stages(), lambda: trace.run.layers)
    next(frames)
    assert len(done) == 2  # the second one showed that the first is complete


numbers = st.floats(-1e6, 1e6, width=32)
lists = st.lists(numbers, min_size=1, max_size=13)


def packed(values: list[float], encoding: str, count: int = 1) -> tuple[dict[str, Any], np.ndarray]:
    tensor = torch.tensor(values).reshape(count, -1)
    ((head, arrays),) = read(wire.pack({"a": "é"}, [("x", encoding, tensor)], count))
    assert head["a"] == "é"
    return head, arrays["x"].ravel()


@given(lists)
def test_signed(values: list[float]) -> None:
    head, got = packed(values, "signed12")
    scale = head["arrays"][0][3]
    assert scale == (pytest.approx(max(map(abs, values))) if any(values) else 1)
    np.testing.assert_allclose(got, values, rtol=1e-6, atol=half_step("signed12", scale))
    assert all(g == 0 for g, v in zip(got, values, strict=True) if v == 0)


@given(lists)
def test_twelve_bits_are_within_the_half_step_that_the_page_reckons_with(values: list[float]) -> None:
    """playground/ui/components/server/wire.js: 0.5005 steps, and the page holds them in float32."""
    head, got = packed(values, "signed12")
    scale = head["arrays"][0][3]
    assert np.abs(np.float32(got) - np.float32(values)).max() <= 0.5005 * scale / 2047


@given(lists)
def test_floats_are_exact(values: list[float]) -> None:
    np.testing.assert_array_equal(packed(values, "float32")[1], np.float32(values))


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=13), st.sampled_from(["unit12", "byte"]))
def test_shares(values: list[float], encoding: str) -> None:
    got = packed(values, encoding)[1]
    np.testing.assert_allclose(got, values, atol=half_step(encoding, 1))
    assert [g for g, v in zip(got, values, strict=True) if v in (0, 1)] == [v for v in values if v in (0, 1)]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=13))
def test_places_in_a_window_are_exact(values: list[int]) -> None:
    tensor = torch.tensor(values)[None]
    ((_, arrays),) = read(wire.pack({}, [("x", "window", tensor)]))
    assert arrays["x"].ravel().tolist() == values


@given(st.integers(1, 5), st.integers(1, 5))
def test_several_arrays_share_a_payload(count: int, size: int) -> None:
    a, b = torch.rand(count, size), torch.randn(count, 2, size)
    ((_, arrays),) = read(wire.pack({}, [("a", "unit12", a), ("b", "signed12", b)], count))
    assert arrays["a"].shape == a.shape
    assert arrays["b"].shape == b.shape
    np.testing.assert_allclose(arrays["a"], a, atol=half_step("unit12", 1))
    np.testing.assert_allclose(arrays["b"], b, atol=half_step("signed12", float(b.abs().max())))


def test_what_a_changed_layer_declares() -> None:
    """ReLU in an RNN: its state is no longer between -1 and 1, and its cell has another function."""
    for activation, range_ in (("tanh", "signed"), ("relu", "positive")):
        heads = [head for head, _ in read(b"".join(frames_of(inspect("digits", FIVE, "rnn", activation=activation))))]
        declared = next(head["declares"] for head in heads if head["stage"] == "RNNStep")
        hidden = declared["quantities"]["hidden"]
        assert (hidden["range"], "max(0" in hidden["equation"]) == (range_, activation == "relu")
        assert activation in {operation for _, operation, _ in declared["diagram"]["nodes"]}


@pytest.mark.parametrize("encoding", ["signed8", "signed12"])
def test_the_smallest_numbers_there_are_keep_their_sign_and_order(encoding: str) -> None:
    """As after 24 layers whose weights are small: 2047 over the largest of them is beyond float32."""
    values = torch.tensor([[-1.0, -0.5, 0.0, 0.25, 1.0]]) * 1e-38
    ((head, arrays),) = read(wire.pack({}, [("values", encoding, values)]))
    (_, _, _, scale) = head["arrays"][0]
    assert arrays["values"] == pytest.approx(values.numpy(), abs=half_step(encoding, scale) * 1.01, rel=0)
