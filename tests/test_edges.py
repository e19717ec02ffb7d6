"""Edges and bias are their node, for random networks of any make, and what each value by itself is made from."""

import pytest
import torch
from foreign import FOREIGN, made
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs import NETWORKS, SEVEN, first
from random_stacks import stacks, walk_through, with_weights
from torch import Tensor, nn
from torch.nn import functional as F

from playground import edges as edges_of
from playground.explanation import Selection
from playground.explanation.contributions import contributions
from playground.explanation.edges import LayerEdges, edges
from playground.inspection import inspect
from playground.models.fnn import FNN
from playground.networks import Network, Wants
from playground.stages import Activation, Convolution, Output, Place
from playground.stages.walk import Walk

SEEDS = st.integers(0, 999)


def assert_adds_up(found: LayerEdges) -> None:
    absolute = found.values.abs().sum(1) + found.bias.abs()
    apart = (found.values.sum(1) + found.bias - found.node).abs()
    assert (apart <= 1e-5 * absolute.clamp_min(1e-9)).all(), (found.place, float((apart / absolute).max()))
    assert sum(origin.count for origin in found.sources) == found.values.shape[1]
    assert len(found.node) == len(found.bias) == len(found.values)


@settings(max_examples=40)
@given(stacks(), SEEDS)
def test_of_random_stacks(model: nn.Module, seed: int) -> None:
    torch.manual_seed(seed)
    x = torch.randn(1, 2, 12, 11)
    walk = walk_through(with_weights(model, x), x)
    found, by_unit = edges(walk), edges(walk, units=True)
    kinds = {"Convolution", "Normalisation", "Linear", "Output", "MaxPooling", "AveragePooling"}
    assert [one.place for one in found] == [stage.place for stage in walk.stages if type(stage).__name__ in kinds]
    for one, other in zip(found, by_unit, strict=True):
        assert_adds_up(one)
        assert_adds_up(other)
        assert_as_value_by_value(walk, other, seed % len(one.node))
        torch.testing.assert_close(one.values, other.values.unflatten(1, (one.values.shape[1], -1)).sum(2))


def assert_as_value_by_value(walk: Walk, found: LayerEdges, target: int) -> None:
    """Against the trees of single values: the products of a unit; those of a map's cells that go on, by channel."""
    shape = getattr(walk.stages[walk.positions[found.place]], found.quantity).shape
    cells = through(walk, found)[target].nonzero().tolist() if len(shape) == 3 else [()]
    values, bias = torch.zeros(found.values.shape[1], dtype=torch.float64), 0.0
    for cell in cells:
        told = contributions(walk, Selection(found.place.kind, found.quantity, (target, *cell), *found.place[1:]))
        bias += sum(float(part.values) for part in told.parts if not part.places)
        for part in (part for part in told.parts if part.places):
            if len(shape) == 1:
                values += part.values
            elif found.place.kind == "Convolution":
                channels = [place[0] if len(place) == 3 else 0 for place in part.places]
                values.index_add_(0, torch.tensor(channels), part.values)
            else:
                values[target] += part.values.sum()
    torch.testing.assert_close(found.values[target], values)
    assert float(found.bias[target]) == pytest.approx(bias)


def through(walk: Walk, found: LayerEdges) -> Tensor:
    """The cells of a stage's maps that go on: above 0 in a ReLU that follows, where pooled the winners, else all."""
    stage, *later = walk.stages[walk.positions[found.place] :]
    follows = next(stage for stage in later if isinstance(stage, Activation | Convolution | Output))
    values = getattr(stage, found.quantity)
    relu = isinstance(follows, Activation) and follows.function == "relu" and follows.maps.shape == values.shape
    return follows.maps > 0 if relu else torch.ones_like(values)  # type: ignore[union-attr]


@settings(max_examples=15)
@given(st.integers(1, 9), st.lists(st.integers(1, 7), min_size=1, max_size=3), st.sampled_from(["relu", "tanh"]), SEEDS)
def test_of_fully_connected_layers(inputs: int, hidden: list[int], activation: str, seed: int) -> None:
    torch.manual_seed(seed)
    model = FNN(inputs, tuple(hidden), 3, activation)
    found = edges(walk_through(model, torch.randn(1, inputs)))
    assert [one.values.shape for one in found] == [weight.weight.shape for weight in model.weighted]
    for one, layer in zip(found, model.weighted, strict=True):
        assert_adds_up(one)
        torch.testing.assert_close(one.bias.float(), layer.bias)


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_of_every_network_of_every_task(task: str, network: str) -> None:
    for one in edges_of(task, first(task), network):
        assert_adds_up(one)


@pytest.mark.parametrize("name", FOREIGN)
def test_of_networks_of_other_make(name: str) -> None:
    model, x = made(name)
    found = edges(walk_through(model.eval(), x))
    assert found[-1].place.kind == "Output"
    for one in found:
        assert_adds_up(one)


def test_a_network_that_is_handed_over() -> None:
    model = Network.from_module(made("LeNet-5")[0], "digits", wants=Wants(size=(32, 32)))
    found = {one.place.kind + str(one.place.layer): one for one in edges_of("digits", SEVEN, model)}
    assert found["Convolution1"].by_channel
    assert found["Convolution1"].sources[0].place == Place("AveragePooling", 0)
    assert found["Convolution1"].values.shape == (16, 6)


def test_maps_add_to_a_logit_by_way_of_flatten() -> None:
    found = edges_of("digits", SEVEN, "cnn")
    assert [one.values.shape for one in found] == [(16, 1), (16, 16), (32, 16), (32, 32), (10, 32)]
    last = found[-1]
    assert last.sources[0].place == Place("MaxPooling", 1)
    assert last.by_channel
    whole = edges_of("digits", SEVEN, "cnn", units=True)[-1]
    assert (whole.sources[0].place, whole.by_channel) == (Place("Flatten"), False)
    trace = inspect("digits", SEVEN, "cnn")
    torch.testing.assert_close(last.node.float(), trace.logits)
    torch.testing.assert_close(whole.values.float(), trace.run.model.out.weight * trace.output.features)


def test_pixels_stay_by_themselves() -> None:
    first, *_ = edges_of("digits", SEVEN, "fnn")
    assert (first.values.shape, first.by_channel, first.sources[0].place.kind) == ((384, 784), False, "Input")


def test_a_readout_reads_the_last_states() -> None:
    (found,) = edges_of("digits", SEVEN, "lstm")
    assert [origin.place for origin in found.sources] == [Place("LSTMStep", 1, 0, 27)]
    assert found.values.shape == (10, 128)


def test_of_both_directions_a_readout_reads_where_each_ends() -> None:
    (found,) = edges_of("names", {"text": "Anna"}, "bigru")
    last = inspect("names", {"text": "Anna"}, "bigru").stages[-2].place.t
    assert [(origin.place.direction, origin.place.t) for origin in found.sources] == [(0, last), (1, 0)]
    assert_adds_up(found)


def test_the_winners_go_on_where_a_relu_follows_a_pooling() -> None:
    torch.manual_seed(0)
    first = nn.Conv2d(1, 3, 3)
    model = nn.Sequential(first, nn.MaxPool2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(27, 2))
    x = torch.randn(1, 1, 8, 8)
    convolution, pooling, _ = edges(walk_through(model, x))
    passed = torch.relu(F.max_pool2d(first(x), 2)).sum((0, 2, 3))
    torch.testing.assert_close(convolution.node.float(), passed)
    torch.testing.assert_close(pooling.node.float(), passed)
    assert_adds_up(convolution)


def test_of_a_large_layer_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = edges_of("digits", SEVEN, "cnn")[2]
    monkeypatch.setattr("playground.explanation.layer_flow.UNFOLDED", 1)
    torch.testing.assert_close(edges_of("digits", SEVEN, "cnn")[2].values, whole.values)
