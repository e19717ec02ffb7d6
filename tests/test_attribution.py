"""Attributions against other ways to compute them without captum: differences, sums, loops, gradients of our own."""

import math
from typing import Any

import pytest
import torch
from inputs import NETWORKS, ONE, SEVEN, first
from numpy.polynomial.legendre import leggauss
from torch import Tensor
from torch.nn import functional as F
from ways import arc

from playground import InputError, attribute, inspect
from playground.attribution import METHODS, TOLERANCE
from playground.budget import MOST_READ
from playground.checkpoints import load
from playground.halving import FIRST, HALF, along
from playground.inspection import start
from playground.models.fnn import FNN
from playground.stages import Input, StepOutput
from playground.tasks import TASKS

EVERYWHERE = [method for method in METHODS if method != "grad_cam"]
SHORT = {
    "series": {"values": [3.0, 4.0, 2.5, 5.0, 4.5]},
    "names": {"text": "Ng"},
    "reviews": {"text": "not good"},
    "strokes": ONE,
}


def given(task: str) -> Any:
    return SHORT.get(task, first(task))


def item(task: str, network: str, value: Any, **changes: Any) -> tuple[Any, Tensor]:
    """The network in double precision, and the one item of a batch that it reads, from the trace's first stage."""
    trace = inspect(task, value, network, **changes)
    stage = trace.stages[0]
    assert isinstance(stage, Input)
    model = start(task, value, network, changes).model
    double = type(model)(**arguments(model, task, network, changes)).double()
    double.load_state_dict(model.state_dict())
    # Where the FNN slides over a series its input has a row for each place.
    x = stage.values[-1] if task == "series" and isinstance(model, FNN) else stage.values
    return double.requires_grad_(False), x.double().view(1, 1, 28, 28) if task == "digits" else x.double()[None]


def arguments(model: Any, task: str, network: str, changes: dict[str, Any]) -> dict[str, Any]:
    known = dict(TASKS[task].networks[network].arguments)
    if not changes.get("padding", True):
        known["padding"] = 0
    return known | {name: changes[name] for name in ("pooling", "activation") if name in changes}


def gradient(model: Any, x: Tensor, target: int) -> Tensor:
    x = x.clone().requires_grad_()
    (found,) = torch.autograd.grad(model(x)[:, target].sum(), x)
    return found


def parts(values: Tensor, task: str) -> Tensor:
    """As Attribution has them: (H, W), (T,) summed over a step's numbers, or (D,)."""
    if task == "digits":
        return values[0, 0]
    return values[0].sum(-1) if values.dim() == 3 else values[0]


def target_of(task: str, network: str, value: Any, label: str | None, **changes: Any) -> int:
    trace = inspect(task, value, network, **changes)
    return trace.labels.index(label) if label else int(trace.logits.argmax())


CASES = [(task, network, None, {}) for task, network in NETWORKS]
CASES += [
    ("digits", "cnn", "2", {"pooling": "average"}),
    ("digits", "lstm", "1", {"gates": [{"gate": "forget", "value": 0.5}]}),
    ("digits", "cnn", "4", {"random": 3}),
    ("names", "gru", "Arabic", {"order": "reversed"}),
    ("strokes", "gru1", "0", {"random": 1}),
]
NAMED = pytest.mark.parametrize(("task", "network", "label", "changes"), CASES)


@NAMED
def test_gradient_times_input_by_autograd(task: str, network: str, label: str | None, changes: dict[str, Any]) -> None:
    value = given(task)
    model, x = item(task, network, value, **changes)
    target = target_of(task, network, value, label, **changes)
    found = attribute(task, value, network, "gradient_x_input", label, **changes)
    expected = parts(x * gradient(model, x, target), task)
    torch.testing.assert_close(found.values.double(), expected, atol=2e-3 * float(expected.abs().max()), rtol=1e-3)
    assert found.output == pytest.approx(float(model(x)[0, target]), abs=1e-4)
    assert found.baseline == pytest.approx(float(model(torch.zeros_like(x))[0, target]), abs=1e-4)
    assert found.total == pytest.approx(float(found.values.double().sum()))


@pytest.mark.parametrize(
    ("task", "network"), [("digits", "fnn"), ("digits", "lstm"), ("names", "bigru"), ("cancer", "fnn")]
)
def test_gradient_times_input_by_differences(task: str, network: str) -> None:
    """The largest parts: scaled up and down a little, x changes the logit by so much a share."""
    value, small = given(task), 1e-5
    model, x = item(task, network, value)
    target = target_of(task, network, value, None)
    found = attribute(task, value, network, "gradient_x_input")
    flat = found.values.flatten()
    for k in flat.abs().topk(min(4, len(flat))).indices.tolist():
        step = torch.zeros_like(x)
        place = divmod(k, 28) if task == "digits" else (k,)
        step[(0, 0, *place) if task == "digits" else (0, *place)] = 1
        up, down = (float(model(x * (1 + sign * small * step))[0, target]) for sign in (1, -1))
        assert float(flat[k]) == pytest.approx((up - down) / (2 * small), rel=1e-2, abs=1e-4)


def summed(model: Any, x: Tensor, target: int, panels: int, points: int) -> Tensor:
    """x times the mean gradient on the way to it, by Gauss and Legendre's rule on equal parts of the way."""
    places, weights = leggauss(points)
    expected = torch.zeros_like(x)
    for k in range(panels):
        way = torch.from_numpy((k + (1 + places) / 2) / panels).view(-1, *[1] * (x.dim() - 1))
        shares = torch.from_numpy(weights / 2 / panels).view_as(way)
        expected += x * (gradient(model, way * x, target) * shares).sum(0, keepdim=True)
    return expected


@NAMED
def test_integrated_gradients_by_a_sum(task: str, network: str, label: str | None, changes: dict[str, Any]) -> None:
    """Gauss and Legendre's rule, and the sum is what the logit differs by."""
    value = given(task)
    model, x = item(task, network, value, **changes)
    target = target_of(task, network, value, label, **changes)
    found = attribute(task, value, network, "integrated_gradients", label, **changes)
    many = (1, FIRST) if found.points == FIRST else (64, 2 * HALF)
    expected = parts(summed(model, x, target, *many), task)
    rough = 1e-2 if found.points == FIRST else 5e-2
    torch.testing.assert_close(found.values.double(), expected, atol=rough * float(expected.abs().max()), rtol=rough)
    difference = found.output - found.baseline
    assert abs(found.total - difference) <= TOLERANCE * max(1.0, abs(difference)) * 1.01


# F123: near zero the output of these jumps, and points that lie evenly on the way miss it.
EIGHT = {"strokes": [arc(0.5, 0.32, 0.15, 0.17, 90, 450) + arc(0.5, 0.67, 0.18, 0.18, -90, -450)]}
JUMPS = [("strokes", EIGHT, "rnn"), ("strokes", EIGHT, "lstm"), ("strokes", EIGHT, "rnn1")]
JUMPS += [("series", {"values": [i % 7 for i in range(200)]}, network) for network in ("rnn", "lstm", "gru")]


@pytest.mark.parametrize(("task", "value", "network"), JUMPS)
def test_f123_points_lie_where_they_are_needed(task: str, value: Any, network: str) -> None:
    found = attribute(task, value, network, "integrated_gradients")
    difference = found.output - found.baseline
    allowed = TOLERANCE * max(1.0, abs(difference)) * 1.01
    assert abs(found.total - difference) <= allowed
    assert found.points is not None
    model, x = item(task, network, value)
    target = target_of(task, network, value, None)
    evenly = summed(model, x, target, 1, found.points)
    assert abs(float(evenly.sum()) - difference) > allowed, "as many points, evenly"
    expected = parts(summed(model, x, target, 128, HALF), task)
    torch.testing.assert_close(found.values.double(), expected, atol=0.05 * float(expected.abs().max()), rtol=0.05)


def test_the_points_are_limited() -> None:
    """A series as long as this jumps too often; what is missed is for all to see."""
    found = attribute("series", {"values": [i % 7 for i in range(1_000)]}, "rnn", "integrated_gradients")
    assert found.points is not None
    assert FIRST <= found.points * 1_000 <= MOST_READ["integrated_gradients"]
    assert abs(found.total - (found.output - found.baseline)) > TOLERANCE


@NAMED
def test_occlusion_by_a_loop(task: str, network: str, label: str | None, changes: dict[str, Any]) -> None:
    value = given(task)
    model, x = item(task, network, value, **changes)
    target = target_of(task, network, value, label, **changes)
    found = attribute(task, value, network, "occlusion", label, **changes)
    whole = model(x)[0, target]
    covered, drops = [], []
    if task == "digits":
        assert (found.window, found.stride) == ((4, 4), (2, 2))
        for top in range(0, 25, 2):
            for left in range(0, 25, 2):
                mask = torch.zeros(28, 28, dtype=torch.double)
                mask[top : top + 4, left : left + 4] = 1
                covered.append(mask)
    else:
        assert (found.window, found.stride) == ((1,), (1,))
        covered = list(torch.eye(len(found.values), dtype=torch.double))
    for mask in covered:
        kept = (1 - mask)[None, None] if task == "digits" else (1 - mask)[None, :, None] if x.dim() == 3 else 1 - mask
        drops.append(float(whole - model(x * kept)[0, target]))
    masks, drop = torch.stack(covered), torch.tensor(drops, dtype=torch.double)
    expected = torch.einsum("n,n...->...", drop, masks) / masks.sum(0)
    torch.testing.assert_close(found.values.double(), expected, atol=1e-3, rtol=1e-3)


@pytest.mark.parametrize(("steps", "window"), [(128, 1), (129, 2), (300, 3), (1_000, 8), (5_000, 200)])
def test_a_long_sequence_is_covered_in_parts(steps: int, window: int) -> None:
    values = [math.sin(k / 5) + k / 100 for k in range(steps)]
    found = attribute("series", {"values": values}, "rnn", "occlusion")
    assert (found.window, found.stride, found.values.shape) == ((window,), (window,), (steps,))
    model, x = item("series", "rnn", {"values": values})
    for first_step in (0, window * ((steps - 1) // window)):  # the last one may be shorter
        without = x.clone()
        without[:, first_step : first_step + window] = 0
        drop = float((model(x) - model(without))[0, 0])
        assert found.values[first_step : first_step + window].tolist() == pytest.approx(
            [drop] * len(found.values[first_step : first_step + window]), abs=1e-4
        )


@pytest.mark.parametrize(
    ("label", "changes", "side"),
    [
        (None, {}, 14),
        ("1", {}, 14),
        (None, {"padding": False}, 8),
        ("3", {"random": 5}, 14),
        (None, {"pooling": "average", "activation": "sigmoid"}, 14),
    ],
)
def test_grad_cam_by_autograd(label: str | None, changes: dict[str, Any], side: int) -> None:
    """The maps after the second activation, each times the mean of its gradient, by the modules one after another."""
    model, x = item("digits", "cnn", SEVEN, **changes)
    target = target_of("digits", "cnn", SEVEN, label, **changes)
    convolution, activation, pool = model.conv2
    maps = activation(convolution(model.conv1(x))).requires_grad_()  # (1, 32, 14, 14)
    (slope,) = torch.autograd.grad(model.out(pool(maps).flatten(1))[0, target], maps)
    coarse = F.relu((slope.mean((2, 3), keepdim=True) * maps).sum(1, keepdim=True))
    expected = F.interpolate(coarse, (28, 28), mode="bilinear")[0, 0].detach()
    found = attribute("digits", SEVEN, "cnn", "grad_cam", label, **changes)
    assert found.maps == (side, side)
    assert (found.values >= 0).all()
    assert expected.any()
    torch.testing.assert_close(found.values.double(), expected, atol=1e-4, rtol=1e-3)


@pytest.mark.parametrize(("task", "network"), NETWORKS)
@pytest.mark.parametrize("method", EVERYWHERE)
def test_every_network_twice_the_same_and_unchanged(task: str, network: str, method: str) -> None:
    model = load(task, network)
    before = {name: weight.clone() for name, weight in model.state_dict().items()}
    value = given(task)
    one, two = (attribute(task, value, network, method) for _ in range(2))
    trace = inspect(task, value, network)
    inputs = trace.stages[0].values  # type: ignore[union-attr]
    expected = {"digits": (28, 28), "cancer": (10,), "diabetes": (10,)}.get(task, (len(inputs),))
    assert one.values.shape == ((10,) if (task, network) == ("series", "fnn") else expected)
    assert torch.isfinite(one.values).all()
    assert torch.equal(one.values, two.values)
    assert (one.output, one.baseline, one.total) == (two.output, two.baseline, two.total)
    assert one.target == (trace.prediction if trace.labels else None)
    assert one.output == pytest.approx(float(trace.logits.max()), abs=1e-4)
    assert not model.training
    assert all(torch.equal(weight, before[name]) for name, weight in model.state_dict().items())
    assert all(p.grad is None and not p.requires_grad for p in model.parameters())
    assert not any(m._forward_hooks or m._forward_pre_hooks or m._backward_hooks for m in model.modules())


def test_grad_cam_leaves_no_hook() -> None:
    model = load("digits", "cnn")
    one, two = (attribute("digits", SEVEN, "cnn", "grad_cam") for _ in range(2))
    assert torch.equal(one.values, two.values)
    assert not any(m._forward_hooks or m._forward_pre_hooks or m._backward_hooks for m in model.modules())


def test_a_series_shorter_than_the_window_of_its_fnn() -> None:
    """The output is that after the last value that is read, whatever is held out."""
    value = {"values": [3.0, 4.0, 2.5, 5.0, 4.5, 9.0], "held_out": 1, "ahead": 3}
    found = attribute("series", value, "fnn")
    steps = [stage for stage in inspect("series", value, "fnn").stages if isinstance(stage, StepOutput)]
    assert found.output == pytest.approx(float(steps[4].logits[0]), abs=1e-5)
    assert found.values.shape == (10,)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("digits", SEVEN, "cnn", "saliency"), "unknown_method"),
        (("digits", SEVEN, "cnn", None), "unknown_method"),
        (("digits", SEVEN, "cnn", ["occlusion"]), "unknown_method"),
        (("digits", SEVEN, "cnn", "occlusion", "11"), "unknown_label"),
        (("digits", SEVEN, "cnn", "occlusion", 7), "unknown_label"),
        (("digits", SEVEN, "cnn", "occlusion", ["7"]), "unknown_label"),
        (("diabetes", first("diabetes"), "fnn", "occlusion", "7"), "no_labels"),
        (("digits", SEVEN, "fnn", "grad_cam"), "grad_cam_not_here"),
        (("names", {"text": "Ng"}, "gru", "grad_cam"), "grad_cam_not_here"),
        (("names", {"text": "x" * 1_000}, "gru"), "attribution_too_long"),
        (("digits", {"strokes": []}, "cnn"), "empty_drawing"),
        (("digits", SEVEN, "transformer"), "unknown_network"),
    ],
)
def test_what_is_refused(arguments: tuple[Any, ...], code: str) -> None:
    with pytest.raises(InputError) as error:
        attribute(*arguments)
    assert error.value.code == code
    assert error.value.message("zh") != error.value.message("en")


def test_changes_are_checked() -> None:
    with pytest.raises(InputError) as error:
        attribute("digits", SEVEN, "fnn", pooling="average")
    assert error.value.code == "change_not_here"


def test_a_jump_is_found_by_halving() -> None:
    """Of a step of height 1 at a third of the way, with a ramp around it, whose slope is known everywhere."""
    width = 1e-3

    def height(share: float) -> float:
        return min(1.0, max(0.0, (share - 1 / 3) / width))

    def take(places: list[tuple[float, float]], points: int) -> Tensor:
        at, weights = leggauss(points)
        rows = []
        for low, high in places:
            way = low + (high - low) * (1 + at) / 2
            slopes = [1 / width if 1 / 3 < share < 1 / 3 + width else 0.0 for share in way]
            rows.append(float((slopes * weights).sum() / 2 * (high - low)))
        return torch.tensor(rows)[:, None]

    found = along(take, height, (0.0, 1.0), close=0.05, most=1_000)
    assert float(torch.stack([part.values for part in found]).sum()) == pytest.approx(1, abs=0.05)
    assert min(part.end - part.start for part in found) < 10 * width
    assert max(part.end - part.start for part in found) == 0.5, "where it is flat nothing is halved"
    assert sorted((part.start, part.end) for part in found)[0][0] == 0
    assert sum(part.end - part.start for part in found) == pytest.approx(1)
    few = along(take, height, (0.0, 1.0), close=0.0, most=FIRST + 2 * HALF)
    assert len(few) == 2, "the limit ends it"
