"""What flows back along edges: those out of a node are autograd's gradient of it, each is autograd by one path."""

from typing import Any

import pytest
import torch
from gradient_oracle import leaves
from gradient_oracle import run as computed
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs import SEVEN, first
from random_stacks import stacks, with_weights
from torch import Tensor, nn
from torch.nn import functional as F

from playground import InputError, gradient_edges, gradients
from playground.explanation.edges import GradientEdges
from playground.explanation.edges import gradient_edges as edges_of
from playground.following import follow
from playground.stages import Flatten, Place
from playground.stages.backward import backward
from playground.stages.walk import Walk, parameters_of

SEEDS = st.integers(0, 999)
MIXING = nn.Conv2d | nn.Linear  # each of their targets is made of many sources


def summed(gradient: Tensor, count: int) -> Tensor:
    """Of so many maps the sum over the cells of each."""
    return gradient.double().reshape(count, -1).sum(1)


def assert_near(actual: Tensor, expected: Tensor, sizes: Tensor) -> None:
    """Within 1e-5 of the sum of the sizes of what is added up."""
    assert ((actual - expected).abs() <= 1e-5 * sizes.clamp_min(1e-9)).all()


def by_modules(model: nn.Sequential, x: Tensor) -> list[Tensor]:
    """The input, and what each module makes of it, in double precision."""
    values = [x.double().requires_grad_()]
    for module in model.double().eval():
        values.append(module(values[-1]))
    return values


def by_one_path(module: nn.Module, given: Tensor, above: Tensor, target: int, source: int, sources: int) -> float:
    """What comes back from one map or unit of a layer to one that it reads: all other ways are detached."""
    alone = torch.zeros_like(given).reshape(sources, -1)
    alone[source] = 1
    one = given.detach().requires_grad_()
    mask = alone.view(given.shape)
    made = module(one * mask + given.detach() * (1 - mask))
    only = torch.zeros_like(above)
    only[:, target] = above[:, target]
    (gradient,) = torch.autograd.grad(made, one, only)
    return float(gradient.sum())


@settings(max_examples=40)
@given(stacks(), SEEDS, st.booleans())
def test_of_random_stacks(model: nn.Sequential, seed: int, units: bool) -> None:
    torch.manual_seed(seed)
    x, upstream = torch.randn(1, 2, 12, 11), torch.randn(3)
    followed = follow(with_weights(model, x).requires_grad_(False), x)
    walk = Walk(followed.layers, parameters_of(model.eval()), followed.stages)
    stages, _ = backward(walk, upstream)
    found = edges_of(walk, stages, units=units)
    values = by_modules(model, x)
    above = torch.autograd.grad(values[-1] @ upstream.double(), values, grad_outputs=torch.ones(1).double())
    mixing = [k for k, module in enumerate(model) if isinstance(module, MIXING)]
    told = [one for one in found if one.place.kind in ("Convolution", "Linear", "Output")]
    assert len(told) == len(mixing)
    for one, k in zip(told, mixing, strict=True):
        sizes, count = one.values.abs().sum(0), one.values.shape[1]
        # Maps are told as maps also where a flatten stands between.
        assert_near(one.values.sum(0), summed(above[k], count), sizes)
        assert_near(one.source, summed(above[k], count), sizes)
        assert_near(one.node, summed(above[k + 1], len(one.node)), summed(above[k + 1].abs(), len(one.node)))
        target, source = seed % len(one.node), seed % count
        alone = by_one_path(model[k], values[k], above[k + 1], target, source, count)
        assert abs(float(one.values[target, source]) - alone) <= 1e-5 * float(sizes[source]) + 1e-9
    for one in found:
        assert_near(one.values.sum(0), one.source, one.values.abs().sum(0))


@pytest.mark.parametrize(
    ("task", "network", "question"),
    [
        ("digits", "cnn", {"target": "8"}),
        ("digits", "fnn", {"loss": "mse"}),
        ("cancer", "fnn", {}),
        ("diabetes", "fnn", {"target": 150}),
        ("series", "fnn", {"loss": "logit"}),
        ("names", "bigru", {"target": "Russian"}),
    ],
)
def test_out_of_a_node_they_are_its_gradient(task: str, network: str, question: dict[str, Any]) -> None:
    """Of our own classes, each value computed piece by piece, from d loss / d the logits (test_gradients.py)."""
    value = SEVEN if task == "digits" else first(task)
    found = gradients(task, value, network, **question)
    weights = leaves(found.trace.run.model)
    stages = computed(found.trace.run.model, found.trace.stages, weights)
    places = {stage.place: stage for stage in stages}
    loss = stages[-1].logits @ found.stages[-1].logits.double()  # type: ignore[attr-defined]
    told = gradient_edges(task, value, network, **question)
    assert told[-1].place == Place("Output")
    for one in told:
        sizes, wanted = one.values.abs().sum(0), []
        for origin in one.sources:
            (gradient,) = torch.autograd.grad(loss, getattr(places[origin.place], origin.quantity), retain_graph=True)
            box = gradient[tuple(slice(*some) for some in origin.ranges)]
            wanted.append(summed(box, origin.count))
        assert_near(one.values.sum(0), torch.cat(wanted), sizes)


def test_a_weight_times_what_comes_back() -> None:
    found, told = gradients("cancer", first("cancer"), "fnn"), gradient_edges("cancer", first("cancer"), "fnn")
    dense, output = found.stages[1], found.stages[-1]
    weight = found.trace.run.model.fc2.weight  # type: ignore[union-attr]
    torch.testing.assert_close(told[-1].values.float(), output.logits[:, None] * weight)  # type: ignore[attr-defined]
    torch.testing.assert_close(told[-1].source.float(), dense.activation)  # type: ignore[attr-defined]
    torch.testing.assert_close(told[0].node.float(), found.weights["fc1.bias"])


def test_a_gradient_goes_no_further_where_a_relu_is_shut() -> None:
    found, told = gradients("digits", SEVEN, "fnn"), gradient_edges("digits", SEVEN, "fnn")
    for one, stage in zip(told[1:], found.trace.stages[1:-1], strict=True):
        assert torch.equal(one.passes, stage.pre_activation > 0)  # type: ignore[attr-defined]
        assert 0 < int(one.passes.sum()) < len(one.passes)
    assert all(one.passes.all() for one in gradient_edges("digits", SEVEN, "cnn"))


def test_of_two_ways_on_both_count() -> None:
    """A map that a convolution reads and an addition, too: its gradient is that of both."""

    class Residual(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.second = nn.Conv2d(1, 3, 3), nn.Conv2d(3, 3, 3, padding=1)
            self.out = nn.Linear(3 * 36, 2)

        def forward(self, x: Tensor) -> Tensor:
            a = F.relu(self.first(x))
            return self.out((a + self.second(a)).flatten(1))

    torch.manual_seed(0)
    model, x = Residual().eval(), torch.randn(1, 1, 8, 8)
    followed = follow(model.requires_grad_(False), x)
    walk = Walk(followed.layers, parameters_of(model), followed.stages)
    stages, _ = backward(walk, torch.tensor([1.0, -2.0]))
    found = edges_of(walk, stages)
    a = F.relu(model.first(x)).requires_grad_()
    y = model.out((a + model.second(a)).flatten(1))[0]
    (expected,) = torch.autograd.grad(y @ torch.tensor([1.0, -2.0]), a)
    out = torch.zeros(3, dtype=torch.float64)
    readers = 0
    for one in found:
        for origin, part in zip(one.sources, one.values.split([o.count for o in one.sources], 1), strict=True):
            if origin.place == Place("Activation", 0):
                out, readers = out + part.sum(0), readers + 1
    assert readers == 2
    torch.testing.assert_close(out, summed(expected, 3), rtol=1e-4, atol=1e-6)


def test_by_way_of_a_flatten_value_by_value() -> None:
    maps, values = (gradient_edges("digits", SEVEN, "cnn", units=units)[-1] for units in (False, True))
    assert values.sources[0].place == Place(Flatten.__name__)
    torch.testing.assert_close(values.values.unflatten(1, (32, 49)).sum(2), maps.values)


def test_a_normalisation_by_its_own_mean_is_left_out() -> None:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 6), nn.LayerNorm(6), nn.ReLU(), nn.Linear(6, 2)).requires_grad_(False)
    followed = follow(model.eval(), torch.randn(1, 4))
    walk = Walk(followed.layers, parameters_of(model), followed.stages)
    stages, _ = backward(walk, torch.ones(2))
    assert [one.place.kind for one in edges_of(walk, stages)] == ["Linear", "Output"]


def test_what_cannot_be_answered_is_refused() -> None:
    with pytest.raises(InputError, match="eleven"):
        gradient_edges("digits", SEVEN, "cnn", target="eleven")


def test_they_are_what_they_say() -> None:
    (found,) = gradient_edges("digits", SEVEN, "lstm")
    assert isinstance(found, GradientEdges)
    assert [origin.place for origin in found.sources] == [Place("LSTMStep", 1, 0, 27)]
