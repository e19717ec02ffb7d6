"""The strokes task: the pen's way as steps, whatever the place, the size and the points; and the trained networks."""

import json
import math
import time
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import assume, given
from hypothesis import strategies as st
from torch.nn.utils.rnn import pad_sequence
from ways import MISREAD, WAYS, Drawing, drawn

from playground import checkpoints
from playground.errors import InputError
from playground.inspection import inspect
from playground.models import ARCHITECTURES
from playground.models.recurrent import RecurrentClassifier
from playground.tasks.drawing import MAX_POINTS, MAX_STROKES, Pen
from playground.tasks.strokes import FEATURES, JUMP, MOST, STEP, STROKES
from playground.training.data import TEST_WRITERS, TRAIN_WRITERS, VALIDATION_WRITERS
from playground.training.hands import WAYS as OTHER_WAYS
from playground.training.hands import other_hands
from playground.training.pens import (
    Way,
    backwards,
    coarse,
    cut,
    in_another_order,
    placed,
    varied,
    walk,
    way,
    with_fewer_points,
)
from playground.training.sequences import last_logits
from playground.training.sources import POINTS, PenDigits
from playground.training.strokes import OTHER_HANDS, StrokesRecipe, StrokesTraining

EXAMPLES = json.loads((files("playground.tasks") / "examples" / "strokes.json").read_text("utf-8"))
SMALL = [[[0.03, 0.02], [0.15, 0.02], [0.08, 0.18]]]  # F061

# Near and far, and the exact ends of the range.
numbers = st.floats(0, 1) | st.sampled_from([0.0, 1.0, 0.5, 0.5 + STEP, 0.5 + 1e-12, 5e-324])
places = st.tuples(numbers, numbers).map(list)
drawings = st.lists(st.lists(places, min_size=1, max_size=8), min_size=1, max_size=4)
large = drawings.filter(lambda d: extent(d) >= 0.02)
digits_drawn = st.sampled_from(
    [*(d for _, d in MISREAD.values()), SMALL, *(e["input"]["strokes"] for e in EXAMPLES["shown"])]
)


def extent(drawing: Drawing) -> float:
    xs, ys = zip(*(point for stroke in drawing for point in stroke), strict=True)
    return max(max(xs) - min(xs), max(ys) - min(ys))


def values(drawing: Drawing) -> torch.Tensor:
    return STROKES.encode({"strokes": drawing}).values


def moved(drawing: Drawing, size: float, x: float, y: float) -> Drawing:
    """Its longer side of `size`, at the share x, y of the room that is left on the pad."""
    low = [min(point[i] for stroke in drawing for point in stroke) for i in (0, 1)]
    scale = size / extent(drawing)
    room = (x * (1 - size), y * (1 - size))
    return [[[min(1.0, (v - low[i]) * scale + room[i]) for i, v in enumerate(point)] for point in s] for s in drawing]


@given(large)
def test_steps_are_equally_long_and_lead_along_the_drawing(drawing: Drawing) -> None:
    p = STROKES.encode({"strokes": drawing})
    assert STROKES.network_input(p) is p.values
    assert p.values.shape == (len(p.down), FEATURES)
    assert p.points.shape == (len(p.down), 2)
    length = sum(math.dist(*pair) for stroke in drawing for pair in pairwise(stroke))
    assert p.step == pytest.approx(max(STEP * extent(drawing), length / MOST), rel=1e-6)
    move, up, down = p.values[:, :2], p.values[:, 2] == 1, p.values[:, 3] == 1
    lengths = move.norm(dim=1)
    assert (lengths[~up & ~down] - 1).abs().max() < 1e-5 if (~up & ~down).any() else True
    assert (lengths[up] < 1 + 1e-6).all()
    assert p.down == tuple((~down).tolist())
    assert int(up.sum()) == len(drawing)
    assert int(down.sum()) == len(drawing) - 1
    assert p.stroke == tuple((down.long().cumsum(0)).tolist())
    # All moves together lead from the first point to where each step ends.
    unit = torch.where(down, JUMP, 1)[:, None] * p.step
    ends = torch.tensor(drawing[0][0]) + (move * unit).double().cumsum(0)
    torch.testing.assert_close(ends.float(), p.points, atol=1e-5, rtol=0)
    lifted = torch.tensor([stroke[-1] for stroke in drawing], dtype=torch.float32)
    torch.testing.assert_close(p.points[up], lifted, atol=1e-6, rtol=0)


def test_a_straight_line_by_hand() -> None:
    """0.3 to the right, half of the longer side: six steps and a rest; then 0.6 up through the air, and a dot."""
    p = STROKES.encode({"strokes": [[[0.2, 0.8], [0.5, 0.8]], [[0.5, 0.2]]]})
    right, dot = [1, 0, 0, 0], [0, 0, 1, 0]
    rest, air = [0.5 / STEP - 6, 0, 1, 0], [0, -1 / STEP / JUMP, 0, 1]
    torch.testing.assert_close(p.values, torch.tensor([*[right] * 6, rest, air, dot]), atol=1e-5, rtol=0)
    assert p.down == (*[True] * 7, False, True)
    assert p.stroke == (*[0] * 7, 1, 1)
    assert p.step == pytest.approx(0.6 * STEP)


def test_a_mouse_that_trembles_gives_no_more_steps() -> None:
    t = torch.linspace(0, 1, 2000)
    line = torch.stack([0.1 + 0.8 * t, 0.5 + 0.002 * torch.randn(2000, generator=torch.manual_seed(0))], 1)
    smooth, jagged = (values([points.tolist()]) for points in (line[[0, -1]], line))
    assert abs(len(smooth) - len(jagged)) <= 1


# Steps as long as a hand pleases, for which rounding decides on which side of a step's end a point lies, are not drawn.


@given(digits_drawn | large, st.floats(0.08, 1), st.floats(0, 1), st.floats(0, 1))
def test_neither_place_nor_size_matters(drawing: Drawing, size: float, x: float, y: float) -> None:
    assume(extent(drawing) > 0.05)
    torch.testing.assert_close(values(moved(drawing, size, x, y)), values(drawing), atol=1e-5, rtol=0)


@given(digits_drawn | large, st.integers(2, 40))
def test_neither_do_more_points_on_the_same_way(drawing: Drawing, parts: int) -> None:
    dense = [
        [
            [a + (b - a) * k / parts for a, b in zip(p, q, strict=True)]
            for p, q in pairwise(stroke)
            for k in range(parts)
        ]
        + [stroke[-1]]
        for stroke in drawing
    ]
    torch.testing.assert_close(values(dense), values(drawing), atol=1e-5, rtol=0)


@given(large, st.data())
def test_nor_does_a_pause(drawing: Drawing, data: st.DataObject) -> None:
    held = [[point for point in stroke for _ in range(data.draw(st.integers(1, 3)))] for stroke in drawing]
    assert torch.equal(values(held), values(drawing))


@given(large)
def test_the_steps_are_bounded_by_the_strokes(drawing: Drawing) -> None:
    assert len(values(drawing)) < MOST + 2 * len(drawing)


@pytest.mark.parametrize(
    ("strokes", "code"),
    [
        ([], "empty_drawing"),
        ([[]], "empty_drawing"),
        ([[[0.5, 0.5]]], "only_a_dot"),
        (None, "bad_drawing"),
        ([[[0.1, 0.1], [0.5, 0.5]]] * (MAX_STROKES + 1), "too_many_points"),
        ([[[0.5, 0.5]] * (MAX_POINTS + 1)], "too_many_points"),
    ],
)
def test_what_is_no_drawing_is_refused(strokes: object, code: str) -> None:
    with pytest.raises(InputError) as caught:
        STROKES.encode({"strokes": strokes})
    assert caught.value.code == code


def test_a_way_without_end_is_read_at_once_in_longer_steps() -> None:
    lines = [[0.0, (i // 2) / 10_000] if i % 4 in (0, 3) else [1.0, (i // 2) / 10_000] for i in range(20_000)]
    begun = time.thread_time()
    read = STROKES.encode({"strokes": [lines]})
    assert time.thread_time() - begun < 1  # 0.05 s on one idle core
    assert len(read.values) <= MOST + 2
    dots = [[[i / MAX_STROKES, i % 2]] for i in range(MAX_STROKES)]
    assert len(values(dots)) == 2 * MAX_STROKES - 1


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
    fewer = with_fewer_points(pens, torch.rand(pens.joined.shape) < 0.5)
    assert (fewer.counts < pens.counts).any()
    for i, (before, after) in enumerate(zip(pens.counts.tolist(), fewer.counts.tolist(), strict=True)):
        lifts = pens.points[i, :before][~pens.joined[i, :before]]
        assert torch.equal(fewer.points[i, :after][~fewer.joined[i, :after]], lifts)


def test_backwards_is_from_the_last_point_to_the_first() -> None:
    pens = way(some_pens())
    back = backwards(pens)
    for i, count in enumerate(pens.counts.tolist()):
        assert torch.equal(back.points[i, :count], pens.points[i, :count].flip(0))
        assert segments(back.points[i], back.joined[i], count) == segments(pens.points[i], pens.joined[i], count)
        assert not back.joined[i, count - 1 :].any()


def test_points_lie_on_the_pixels_of_a_screen() -> None:
    points = some_pens().points
    pixel = torch.linspace(0.001, 0.1, len(points))
    on_pixels = coarse(points, pixel) / pixel[:, None, None]
    torch.testing.assert_close(on_pixels, on_pixels.round(), atol=1e-4, rtol=0)
    assert float((coarse(points, pixel) - points).abs().max()) <= 0.05 + 1e-6


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
    assert 0.03 < float(more.double().mean()) < 0.15


def test_ways_of_writing_by_hand_can_be_read() -> None:
    digits = other_hands(2)
    assert len(digits.labels) == 2 * len(OTHER_WAYS)
    assert set(digits.labels.tolist()) == set(range(10))
    assert digits.pen.points.min() > -0.05
    assert digits.pen.points.max() < 1.05
    for i, (label, strokes) in enumerate(OTHER_WAYS):
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
    assert set(training.validate(network("gru1"))) == {"writers", "sizes", "few_points", "backwards"}
    for part, told in (("validation", training.validate(model)), ("test", scores)):
        logits, labels = training.answers(model, part)
        accuracy = 100 * float((logits.argmax(1) == labels).double().mean())
        parts = [told[name] for name in ("writers", "sizes", "few_points", "backwards")]
        assert accuracy == pytest.approx(sum(parts) / 4, abs=0.01)  # each of which is rounded


def test_no_writer_is_in_two_parts() -> None:
    parts = [set(TRAIN_WRITERS), set(VALIDATION_WRITERS), set(TEST_WRITERS)]
    assert sum(map(len, parts)) == len(set.union(*parts)) == 30


def test_examples_can_be_read() -> None:
    assert [example["label"] for example in EXAMPLES["shown"]] == list(STROKES.labels)
    assert sorted({example["label"] for example in EXAMPLES["searched"]}) == list(STROKES.labels)
    for example in EXAMPLES["searched"]:
        assert 3 < len(STROKES.encode(example["input"]).values) < 200
        assert sum(map(len, example["input"]["strokes"])) <= 24


@pytest.mark.parametrize("network", STROKES.networks)
def test_trained_networks_read_the_examples(network: str) -> None:
    read = [inspect("strokes", e["input"], network).prediction == e["label"] for e in EXAMPLES["shown"]]
    assert sum(read) >= 9


@pytest.mark.parametrize("network", STROKES.networks)
@pytest.mark.parametrize("name", MISREAD)
def test_what_was_misread_is_read(network: str, name: str) -> None:
    label, drawing = MISREAD[name]
    assert inspect("strokes", {"strokes": drawing}, network).prediction == label


@pytest.mark.parametrize("network", STROKES.networks)
@pytest.mark.parametrize("drawing", [SMALL, *(drawing for _, drawing in MISREAD.values())])
def test_equal_drawings_give_equal_probabilities(network: str, drawing: Drawing) -> None:
    """F061: moved by (0.7, 0.7) the probabilities of one network differed by 0.138."""
    small = moved(drawing, 0.2, 0, 0)
    here = inspect("strokes", {"strokes": small}, network)
    assert here.prediction in STROKES.labels
    for x, y in ((0.7, 0.7), (0.3333, 0.271)):
        there = [[[a + x, b + y] for a, b in stroke] for stroke in small]
        again = inspect("strokes", {"strokes": there}, network)
        np.testing.assert_allclose(again.probabilities, here.probabilities, atol=1e-6)


COUNT = 12  # of each way


@cache
def ways_drawn() -> tuple[torch.Tensor, torch.Tensor]:
    """Values (B, T, FEATURES) and lengths (B,) of COUNT drawings of each way."""
    read = [values(drawing) for name in WAYS for drawing in drawn(name, COUNT)]
    return pad_sequence(read, batch_first=True), torch.tensor([len(x) for x in read])


@pytest.mark.parametrize("network", STROKES.networks)
def test_ways_of_writing_are_read(network: str) -> None:
    model = checkpoints.load("strokes", network)
    assert isinstance(model, RecurrentClassifier)
    with torch.inference_mode():
        guesses = last_logits(model, *ways_drawn()).argmax(1).view(len(WAYS), COUNT)
    labels = torch.tensor([int(label) for label, _ in WAYS.values()])[:, None]
    right = dict(zip(WAYS, (guesses == labels).sum(1).tolist(), strict=True))
    assert sum(right.values()) >= 0.98 * len(WAYS) * COUNT, right
    assert min(right.values()) >= 0.7 * COUNT, right


@pytest.mark.parametrize("network", STROKES.networks)
def test_the_scores_are_those_that_were_aimed_at(network: str) -> None:
    scores = checkpoints.metadata("strokes", network)["scores"]
    assert min(scores[name] for name in ("writers", "sizes", "few_points")) >= 98.5
    assert scores["backwards"] >= 96


def test_all_checkpoints_together_are_small() -> None:
    sizes = [checkpoints.path("strokes", name).stat().st_size for name in STROKES.networks]
    assert sum(sizes) < 2.6e6
