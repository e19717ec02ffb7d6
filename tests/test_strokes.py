"""The strokes task: the pen's way as steps, however its points arrive; what is refused; and the trained networks."""

import json
import math
import time
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from playground import checkpoints
from playground.errors import InputError
from playground.inspection import inspect
from playground.models import ARCHITECTURES
from playground.models.recurrent import RecurrentClassifier
from playground.tasks.drawing import MAX_POINTS, MAX_STROKES, Pen
from playground.tasks.strokes import FEATURES, JUMP, STEP, STROKES, Carry, Points, advance
from playground.tasks.task import MAX_STEPS
from playground.training.data import TEST_WRITERS, TRAIN_WRITERS, VALIDATION_WRITERS
from playground.training.hands import WAYS, other_hands
from playground.training.pens import Way, cut, in_another_order, placed, varied, walk, way, with_fewer_points
from playground.training.sources import POINTS, PenDigits
from playground.training.strokes import OTHER_HANDS, StrokesRecipe, StrokesTraining

EXAMPLES = json.loads((files("playground.tasks") / "examples" / "strokes.json").read_text("utf-8"))

Drawing = list[list[list[float]]]

# Near and far, and the exact ends of the range.
numbers = st.floats(0, 1) | st.sampled_from([0.0, 1.0, 0.5, 0.5 + STEP, 0.5 + 1e-12, 5e-324])
places = st.tuples(numbers, numbers).map(list)
drawings = st.lists(st.lists(places, min_size=1, max_size=8), min_size=1, max_size=4)
large = drawings.filter(lambda d: extent(d) >= 0.02)


def extent(drawing: Drawing) -> float:
    xs, ys = zip(*(point for stroke in drawing for point in stroke), strict=True)
    return max(max(xs) - min(xs), max(ys) - min(ys))


def joined(parts: list[Points]) -> tuple[torch.Tensor, torch.Tensor, tuple[bool, ...], tuple[int, ...]]:
    return (
        torch.cat([p.values for p in parts]),
        torch.cat([p.points for p in parts]),
        tuple(down for p in parts for down in p.down),
        tuple(stroke for p in parts for stroke in p.stroke),
    )


def live(drawing: Drawing, cuts: Any, lift_last: bool = True) -> list[Points]:
    """The drawing as a page sends it: batches of points, the carry through JSON and back."""
    carry, parts = None, []
    for i, stroke in enumerate(drawing):
        left, lifts = stroke, lift_last or i < len(drawing) - 1
        while left:
            size = cuts()
            batch, left = left[:size], left[size:]
            carry, points = advance(carry, batch, lifts and not left)
            carry = json.loads(json.dumps(carry))
            parts.append(points)
    return parts


@given(large, st.data())
def test_into_what_batches_the_points_are_cut_does_not_matter(drawing: Drawing, data: st.DataObject) -> None:
    whole = STROKES.encode({"strokes": drawing})
    values, points, down, stroke = joined(live(drawing, lambda: data.draw(st.integers(0, 3))))
    assert torch.equal(values, whole.values)  # bit by bit
    assert torch.equal(points, whole.points)
    assert (down, stroke) == (whole.down, whole.stroke)


@given(large)
def test_the_lift_may_come_by_itself(drawing: Drawing) -> None:
    carry, parts = None, []
    for stroke in drawing:
        carry, points = advance(carry, stroke, False)
        carry, rest = advance(carry, [], True)
        carry, nothing = advance(carry, [], True)  # the pen is up already
        assert len(nothing.values) == 0
        parts += [points, rest]
    assert torch.equal(joined(parts)[0], STROKES.encode({"strokes": drawing}).values)


@given(large, st.data())
def test_the_steps_of_a_beginning_are_the_beginning_of_the_steps(drawing: Drawing, data: st.DataObject) -> None:
    whole = STROKES.encode({"strokes": drawing}).values
    last = data.draw(st.integers(0, len(drawing) - 1))
    point = data.draw(st.integers(1, len(drawing[last])))
    values = joined(live([*drawing[:last], drawing[last][:point]], lambda: 2, lift_last=False))[0]
    assert torch.equal(values, whole[: len(values)])


@given(large)
def test_steps_are_equally_long_and_lead_along_the_drawing(drawing: Drawing) -> None:
    p = STROKES.encode({"strokes": drawing})
    assert STROKES.network_input(p) is p.values
    assert p.values.shape == (len(p.down), FEATURES)
    assert p.points.shape == (len(p.down), 2)
    move, up, down = p.values[:, :2], p.values[:, 2] == 1, p.values[:, 3] == 1
    length = move.norm(dim=1)
    assert (length[~up & ~down] - 1).abs().max() < 1e-5 if (~up & ~down).any() else True
    assert (length[up] < 1 + 1e-6).all()
    assert p.down == tuple((~down).tolist())
    assert int(up.sum()) == len(drawing)
    assert int(down.sum()) == len(drawing) - 1
    assert p.stroke == tuple((down.long().cumsum(0)).tolist())
    # All moves together lead from the first point to where each step ends.
    unit = torch.where(down, JUMP * STEP, STEP)[:, None]
    ends = torch.tensor(drawing[0][0]) + (move * unit).double().cumsum(0)
    torch.testing.assert_close(ends.float(), p.points, atol=1e-5, rtol=0)
    lifted = torch.tensor([stroke[-1] for stroke in drawing], dtype=torch.float32)
    assert torch.equal(p.points[up], lifted)


def test_a_straight_line_by_hand() -> None:
    """0.1 to the right is three steps of 0.03 and a rest of 0.01; then 0.15 up through the air, and a dot."""
    p = STROKES.encode({"strokes": [[[0.5, 0.5], [0.6, 0.5]], [[0.6, 0.35]]]})
    right, rest, air, dot = [1, 0, 0, 0], [1 / 3, 0, 1, 0], [0, -0.5, 0, 1], [0, 0, 1, 0]
    torch.testing.assert_close(p.values, torch.tensor([right, right, right, rest, air, dot]), atol=1e-5, rtol=0)
    assert p.down == (True, True, True, True, False, True)
    assert p.stroke == (0, 0, 0, 0, 1, 1)


def test_a_mouse_that_trembles_gives_no_more_steps() -> None:
    t = torch.linspace(0, 1, 2000)
    line = torch.stack([0.1 + 0.8 * t, 0.5 + 0.002 * torch.randn(2000, generator=torch.manual_seed(0))], 1)
    smooth, jagged = (STROKES.encode({"strokes": [points.tolist()]}) for points in (line[[0, -1]], line))
    assert abs(len(smooth.values) - len(jagged.values)) <= 1


@given(st.integers(0, 9), st.floats(0, 0.6), st.floats(0, 0.6))
def test_the_place_on_the_pad_does_not_matter(digit: int, x: float, y: float) -> None:
    drawing = EXAMPLES["shown"][digit]["input"]["strokes"]
    # At a size at which no point lies just a step away, where rounding decides to which step it belongs.
    here, there = (
        STROKES.encode({"strokes": [[[0.37 * a + x, 0.37 * b + y] for a, b in stroke] for stroke in drawing]}).values
        for x, y in ((0.0, 0.0), (x, y))
    )
    torch.testing.assert_close(here, there, atol=1e-4, rtol=0)


GOOD = [[0.2, 0.2], [0.8, 0.8]]
START = Carry()


@pytest.mark.parametrize(
    "carry",
    [
        7,
        "carry",
        {},
        [],
        [None, None, 0],
        [None, None, 0, 0, 0],
        [None, None, 0, 1],  # steps, but no point
        [None, None, 1, 0],
        [None, [0.5, 0.5], 1, 0],
        [[0.5, 0.5], None, 0, 3],  # a point, but no stroke
        [[0.5, 0.5], [0.6, 0.5], 1, 3],  # the pen is farther away than a step
        [[0.5, 0.5], [0.5, 0.5], -1, 3],
        [[0.5, 0.5], [0.5, 0.5], 1, -3],
        [[0.5, 0.5], [0.5, 0.5], 1, 3.0],
        [[0.5, 0.5], [0.5, 0.5], True, 3],
        [[0.5, 0.5], [0.5, 0.5], 1, MAX_STEPS + 1],
        [[0.5, 0.5], [0.5, 0.5], MAX_STROKES + 1, 3],
        [[0.5, math.nan], [0.5, 0.5], 1, 3],
        [[0.5, 1.5], [0.5, 1.5], 1, 3],
        [[0.5], [0.5, 0.5], 1, 3],
        [["0.5", 0.5], [0.5, 0.5], 1, 3],
        ["ab", [0.5, 0.5], 1, 3],
        [[10**400, 0.5], [0.5, 0.5], 1, 3],
    ],
)
def test_a_carry_that_was_not_given_out_is_refused(carry: Any) -> None:
    assert refusal(lambda: advance(carry, GOOD, False)) == "bad_carry"


@pytest.mark.parametrize(
    ("points", "code"),
    [
        (None, "bad_drawing"),
        ("ab", "bad_drawing"),
        ({}, "bad_drawing"),
        ([0.5, 0.5], "bad_drawing"),
        ([[0.5]], "bad_drawing"),
        ([["0.5", 0.5]], "bad_point"),
        ([[math.inf, 0.5]], "bad_point"),
        ([[0.5, -0.1]], "bad_point"),
        ([[0.5, 0.5]] * (MAX_POINTS + 1), "too_many_points"),
    ],
)
def test_points_that_are_none_are_refused(points: Any, code: str) -> None:
    assert refusal(lambda: advance(START, points, True)) == code


def refusal(call: Any) -> str:
    with pytest.raises(InputError) as caught:
        call()
    for language in ("en", "zh"):
        assert "{" not in caught.value.message(language).replace('{"strokes"', "")
    return caught.value.code


@pytest.mark.parametrize("lift", [None, 1, "yes"])
def test_lift_is_yes_or_no(lift: Any) -> None:
    assert refusal(lambda: advance(START, GOOD, lift)) == "bad_lift"


@pytest.mark.parametrize(
    ("strokes", "code"),
    [([], "empty_drawing"), ([[]], "empty_drawing"), ([[[0.5, 0.5]]], "only_a_dot"), (None, "bad_drawing")],
)
def test_a_drawing_of_nothing_is_refused(strokes: Any, code: str) -> None:
    assert refusal(lambda: STROKES.encode({"strokes": strokes})) == code


def test_a_way_without_end_is_refused_at_once() -> None:
    lines = [[0.0, (i // 2) / 10_000] if i % 4 in (0, 3) else [1.0, (i // 2) / 10_000] for i in range(20_000)]
    begun = time.thread_time()
    assert refusal(lambda: STROKES.encode({"strokes": [lines]})) == "too_long"
    assert time.thread_time() - begun < 1  # 0.03 s on one idle core
    carry, points = advance(None, lines[:280], False)  # 140 times over the pad
    assert MAX_STEPS - 500 < len(points.values) == carry.steps < MAX_STEPS
    assert refusal(lambda: advance(carry, lines[280:320], False)) == "too_long"


def test_no_more_strokes_than_a_drawing_may_have() -> None:
    carry = None
    for _ in range(MAX_STROKES):
        carry, _ = advance(carry, [[0.5, 0.5]], True)
    assert refusal(lambda: advance(carry, [[0.5, 0.5]], False)) == "too_many_points"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 2) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(json_values, json_values, json_values)
def test_whatever_is_sent_there_is_a_message_or_an_answer(carry: Any, points: Any, lift: Any) -> None:
    for sent in ((carry, points, lift), (None, [points], True), ([carry, points, 1, 1], GOOD, False)):
        try:
            assert advance(*sent)[1].values.isfinite().all()
        except InputError as error:
            assert str(error)


def test_a_few_points_take_well_under_a_millisecond() -> None:
    carry, _ = advance(None, [[0.5, 0.5]], False)
    points = [[0.5 + i / 100, 0.5 + i / 150] for i in range(8)]
    times = []
    for _ in range(50):
        begun = time.thread_time()
        advance(carry, points, False)
        times.append(time.thread_time() - begun)
    assert min(times) < 3e-4  # 0.03 ms on one idle core


def some_pens(count: int = 60) -> Pen:
    """Drawings of a few strokes, padded as the training data are."""
    generator = torch.Generator().manual_seed(0)
    points = torch.rand(count, POINTS, 2, generator=generator, dtype=torch.float64).cumsum(1).frac()
    joined = torch.rand(count, POINTS, generator=generator) < 0.95
    joined[:, 0] = True
    joined[: count // 2, 30:] = False  # padding
    joined[:, -1] = False
    return Pen(points, joined, torch.full((count,), 0.065, dtype=torch.float64))


def test_training_reads_what_the_page_reads() -> None:
    pens = way(some_pens())
    values, lengths = walk(pens)
    for i, (count, length) in enumerate(zip(pens.counts.tolist(), lengths.tolist(), strict=True)):
        drawing: Drawing = [[]]
        for point, goes_on in zip(pens.points[i, :count].tolist(), pens.joined[i, :count].tolist(), strict=True):
            drawing[-1].append(point)
            if not goes_on:
                drawing.append([])
        read = STROKES.encode({"strokes": drawing}).values
        assert len(read) == length
        torch.testing.assert_close(values[i, :length], read, atol=1e-6, rtol=0)
        assert not values[i, length:].any()


def segments(points: torch.Tensor, joined: torch.Tensor, count: int) -> set[frozenset[tuple[float, ...]]]:
    places = [tuple(place) for place in points[:count].tolist()]
    return {frozenset(pair) for pair, on in zip(pairwise(places), joined[: count - 1].tolist(), strict=True) if on}


def test_another_order_of_strokes_draws_the_same_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playground.training.pens.CLOSED", 0.0)
    pens = way(some_pens())
    torch.manual_seed(0)
    points, joined = in_another_order(pens)
    changed = 0
    for i, count in enumerate(pens.counts.tolist()):
        assert segments(points[i], joined[i], count) == segments(pens.points[i], pens.joined[i], count)
        changed += not torch.equal(points[i, :count], pens.points[i, :count])
    assert 0 < changed < len(points)


def test_fewer_points_keep_the_ends_of_strokes() -> None:
    pens = way(some_pens())
    torch.manual_seed(0)
    fewer = with_fewer_points(pens)
    assert 0 < int((fewer.counts < pens.counts).sum()) < len(pens.counts)
    for i, (before, after) in enumerate(zip(pens.counts.tolist(), fewer.counts.tolist(), strict=True)):
        lifts = pens.points[i, :before][~pens.joined[i, :before]]
        assert torch.equal(fewer.points[i, :after][~fewer.joined[i, :after]], lifts)


def test_drawings_are_put_where_and_as_large_as_asked() -> None:
    pens = way(some_pens())
    size = torch.linspace(0.2, 1, len(pens.points))
    moved = placed(pens, size)
    for points, count, wanted in zip(moved, pens.counts.tolist(), size.tolist(), strict=True):
        assert float((points[:count].amax(0) - points[:count].amin(0)).max()) == pytest.approx(wanted, abs=1e-6)
        assert points[:count].min() > -1e-6
        assert points[:count].max() < 1 + 1e-6


def test_variations_differ_and_can_be_walked() -> None:
    torch.manual_seed(0)
    first, second = (walk(varied(some_pens())) for _ in range(2))
    assert first[0].isfinite().all()
    assert not torch.equal(first[1], second[1])


def test_a_closed_stroke_may_begin_anywhere_and_an_open_one_not() -> None:
    at = torch.linspace(0, 2 * math.pi, 20).double()
    circle = torch.stack([0.5 + 0.3 * at.cos(), 0.5 + 0.3 * at.sin()], 1)
    line = torch.stack([at / 7, at / 7], 1)
    points = torch.stack([circle, line]).repeat_interleave(50, 0)
    joined = torch.ones(100, 20, dtype=torch.bool)
    joined[:, -1] = False
    torch.manual_seed(0)
    changed, still_joined = in_another_order(Way(points, joined, torch.full((100,), 20)))
    assert torch.equal(still_joined, joined)
    starts = [{tuple(place) for place in some[:, 0].tolist()} for some in changed.split(50)]
    assert len(starts[0]) > 5
    assert starts[1] == {tuple(line[0].tolist()), tuple(line[-1].tolist())}


def test_some_strokes_are_drawn_in_two() -> None:
    pens = way(some_pens(500))
    torch.manual_seed(0)
    more = (pens.joined & ~cut(pens)).sum(1)
    assert set(more.tolist()) == {0, 1}
    assert 0.05 < float(more.double().mean()) < 0.2


def test_ways_of_writing_by_hand_can_be_read() -> None:
    digits = other_hands(2)
    assert len(digits.labels) == 2 * len(WAYS)
    assert set(digits.labels.tolist()) == set(range(10))
    assert digits.pen.points.min() > -0.05
    assert digits.pen.points.max() < 1.05
    for i, (label, strokes) in enumerate(WAYS):
        assert digits.labels[2 * i] == int(label)
        joined = digits.pen.joined[2 * i]
        assert int((~joined).sum()) == len(strokes.split("/"))
        first = [float(word) / 100 for word in strokes.split(",")[0].split()]
        assert digits.pen.points[2 * i, 0].tolist() == pytest.approx(first)


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> StrokesTraining:
    """On made-up drawings, two of each writer."""
    pens = PenDigits(some_pens(), torch.arange(60) % 10, torch.arange(60) // 2 + 1)
    monkeypatch.setattr("playground.training.strokes.pen_digits", lambda folder: pens)
    return StrokesTraining(None)


def network(name: str) -> RecurrentClassifier:
    torch.manual_seed(0)
    architecture, arguments = STROKES.networks[name]
    return ARCHITECTURES[architecture](**arguments | {"hidden_size": 8}).eval()


def test_an_epoch_has_every_drawing_once(training: StrokesTraining) -> None:
    recipe = StrokesRecipe(epochs=1, learning_rate=0.1, batch=50)
    batches = list(training.batches(recipe))
    assert len(batches) == training.steps(recipe)
    labels = torch.cat([batch.labels for batch in batches])
    wanted = torch.cat([torch.arange(44) % 10, other_hands(OTHER_HANDS).labels])
    assert labels.bincount().tolist() == wanted.bincount().tolist()
    for values, lengths, _ in batches:
        assert values.shape[1] == lengths.max()
        for x, length in zip(values, lengths.tolist(), strict=True):
            assert not x[length:].any()
            assert x[length - 1, 2] == 1  # the pen lifts at the end


@pytest.mark.parametrize("name", ["gru1", "bigru"])
def test_the_loss_is_that_of_each_drawing_alone(training: StrokesTraining, name: str) -> None:
    model, share = network(name), 0.3
    recipe = StrokesRecipe(epochs=1, learning_rate=0.1, batch=9, on_the_way=share, label_smoothing=0.1)
    batch = next(iter(training.batches(recipe)))
    expected = 0.0
    model.requires_grad_(False)
    for x, length, y in zip(*batch, strict=True):
        logits = model(x[None, :length])
        alone = float(F.cross_entropy(logits, y[None], label_smoothing=0.1))
        if name == "gru1":
            each = [float(F.cross_entropy(model(x[None, : t + 1]), y[None])) for t in range(length)]
            weights = [(t + 1) ** 2 for t in range(length)]
            way = sum(w * e for w, e in zip(weights, each, strict=True)) / sum(weights)
            alone = (1 - share) * alone + share * way
        expected += alone / len(batch.labels)
    assert float(training.loss(model, batch, recipe)) == pytest.approx(expected, rel=1e-4)


def test_scores_are_those_of_each_drawing_alone(training: StrokesTraining) -> None:
    model = network("bigru")
    scores = training.test(model)
    digits = training.digits.of(TEST_WRITERS)
    values, lengths = walk(way(digits.pen))
    right, right_at_the_last_step = 0, 0
    for x, length, y in zip(values, lengths.tolist(), digits.labels.tolist(), strict=True):
        states = model.recurrent(x[None, :length])[0]
        right += int(model(x[None, :length]).argmax()) == y
        right_at_the_last_step += int(model.fc(states[0, -1]).argmax()) == y
    assert scores["writers"] == pytest.approx(10 * right)
    assert scores["last_step"] == pytest.approx(10 * right_at_the_last_step)
    assert training.test(model) == scores  # the sizes are the same in every run
    assert set(training.validate(network("gru1"))) == {"writers", "sizes"}


def test_no_writer_is_in_two_parts() -> None:
    parts = [set(TRAIN_WRITERS), set(VALIDATION_WRITERS), set(TEST_WRITERS)]
    assert sum(map(len, parts)) == len(set.union(*parts)) == 30


def test_examples_can_be_read() -> None:
    assert [example["label"] for example in EXAMPLES["shown"]] == list(STROKES.labels)
    assert sorted({example["label"] for example in EXAMPLES["searched"]}) == list(STROKES.labels)
    for example in EXAMPLES["searched"]:
        assert 3 < len(STROKES.encode(example["input"]).values) < 200
        assert sum(map(len, example["input"]["strokes"])) <= 24


def shrunk(drawing: Drawing) -> Drawing:
    """0.3 of the size, in the lower right corner."""
    return [[[0.65 + 0.3 * x, 0.65 + 0.3 * y] for x, y in stroke] for stroke in drawing]


@pytest.mark.parametrize("network", STROKES.networks)
def test_trained_networks_read_the_examples_at_two_sizes(network: str) -> None:
    least = 9 if network in ("gru", "lstm") else 8
    for change in (lambda drawing: drawing, shrunk):
        sent = [(e["label"], {"strokes": change(e["input"]["strokes"])}) for e in EXAMPLES["shown"]]
        assert sum(inspect("strokes", value, network).prediction == label for label, value in sent) >= least


def test_all_checkpoints_together_are_small() -> None:
    sizes = [checkpoints.path("strokes", name).stat().st_size for name in STROKES.networks]
    assert sum(sizes) < 2.6e6
