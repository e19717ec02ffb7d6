"""Contributions add up to their node, for random networks; the diagram of a cell has its equations' numbers."""

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from test_recurrent import network

from playground.errors import InputError
from playground.explanation import Selection, explicable, walk_of
from playground.explanation.contributions import contributions
from playground.models.cnn import CNN
from playground.models.fnn import FNN
from playground.stages import (
    GRUStep,
    Input,
    LSTMStep,
    MaxPooling,
    Output,
    RecurrentStep,
    RNNStep,
    Stage,
    StepOutput,
)
from playground.stages.diagram import diagram, numbers

SEEDS = st.integers(0, 999)


def places(stage: Stage, draw: Any) -> Iterator[Selection]:
    """A random place of each quantity of a stage."""
    for quantity in explicable(stage):
        index = tuple(draw(st.integers(0, size - 1)) for size in getattr(stage, quantity).shape)
        yield Selection(type(stage).__name__, quantity, index, *stage.place[1:])


def assert_adds_up(found: Any) -> None:
    absolute = sum(float(part.values.abs().sum()) for part in found.parts)
    assert abs(found.total - found.node) <= 1e-5 * max(1e-12, absolute)
    for part in found.parts:
        torch.testing.assert_close(part.by_channel().sum(), part.values.sum())


@settings(max_examples=20)
@given(st.data(), st.sampled_from(["rnn", "lstm", "gru"]), st.integers(1, 6), st.integers(1, 6), SEEDS)
def test_of_time_steps(data: Any, name: str, inputs: int, hidden: int, seed: int) -> None:
    torch.manual_seed(seed)
    model = network(name, False, inputs, hidden, 2, 3).requires_grad_(False)
    stages = tuple(model.stages(torch.randn(4, inputs)))
    walk = walk_of(model, stages)
    for stage in stages:
        if isinstance(stage, Input):
            continue
        for selection in places(stage, data.draw):
            if selection.quantity != "probabilities":
                assert_adds_up(contributions(walk, selection))


@settings(max_examples=20)
@given(st.data(), st.sampled_from(["relu", "tanh"]), st.sampled_from(["max", "average"]), SEEDS)
def test_of_maps(data: Any, activation: str, pooling: str, seed: int) -> None:
    torch.manual_seed(seed)
    model = CNN(2, (3, 4), (3, 2), 1, (1, 1), pooling, 9, 4, activation).requires_grad_(False)
    stages = tuple(model.stages(torch.randn(2, 9, 9)))
    walk = walk_of(model, stages)
    for stage in stages:
        if not isinstance(stage, Input):
            for selection in places(stage, data.draw):
                if selection.quantity != "probabilities":
                    assert_adds_up(contributions(walk, selection))


def test_a_logits_terms_are_its_products_and_its_bias() -> None:
    torch.manual_seed(0)
    model = FNN(5, (4,), 3).requires_grad_(False)
    stages = tuple(model.stages(torch.randn(5)))
    found = contributions(walk_of(model, stages), Selection("Output", "logits", (1,)))
    products, bias = found.parts
    layer = model.weighted[-1]
    torch.testing.assert_close(products.values.float(), layer.weight[1] * stages[-1].features)
    assert float(bias.values) == pytest.approx(float(layer.bias[1]))


def test_nothing_adds_up_to_an_input() -> None:
    model = FNN(5, (4,), 3).requires_grad_(False)
    walk = walk_of(model, tuple(model.stages(torch.randn(5))))
    with pytest.raises(InputError) as error:
        contributions(walk, Selection("Input", "values", (1,)))
    assert error.value.code == "nothing_adds_up"


def test_the_diagram_of_an_lstm() -> None:
    drawn = diagram(LSTMStep)
    names = {node.name for node in drawn.nodes}
    assert {"x", "hidden′", "cell′", "forget", "input", "candidate", "output", "cell", "hidden"} <= names
    # c is the sum of two products: the line that is kept, and what is added to it.
    (total,) = drawn.into("cell")
    assert drawn.node(total).operation == "sum"
    kept, written = drawn.into(total)
    assert set(drawn.into(kept)) == {"forget", "cell′"}
    assert set(drawn.into(written)) == {"input", "candidate"}
    (shown,) = drawn.into("hidden")
    assert {drawn.node(part).operation for part in drawn.into(shown)} == {"quantity", "tanh"}
    order = [node.name for node in drawn.nodes]
    assert all(order.index(start) < order.index(end) for start, end in drawn.edges)


@pytest.mark.parametrize(("name", "kind"), [("rnn", RNNStep), ("lstm", LSTMStep), ("gru", GRUStep)])
def test_the_numbers_on_the_lines_are_the_traces(name: str, kind: type[RecurrentStep]) -> None:
    torch.manual_seed(1)
    model = network(name, False, 3, 5, 2, 2).requires_grad_(False)
    stages = tuple(model.stages(torch.randn(4, 3)))
    walk = walk_of(model, stages)
    for position, stage in enumerate(stages):
        if not isinstance(stage, kind):
            continue
        found = numbers(walk, position, 2)
        for node in diagram(kind).nodes:
            if node.operation == "quantity":
                assert found[node.name] == pytest.approx(float(getattr(stage, node.name)[2]), abs=1e-6)
            elif node.operation == "product":
                a, b = (found[part] for part in diagram(kind).into(node.name))
                assert found[node.name] == pytest.approx(a * b)
            elif node.operation == "sum":
                assert found[node.name] == pytest.approx(sum(found[part] for part in diagram(kind).into(node.name)))


def test_a_pooled_value_is_the_winners() -> None:
    torch.manual_seed(0)
    model = CNN(1, (2, 2), 3, 1, 1, "max", 8, 2).requires_grad_(False)
    stages = tuple(model.stages(torch.randn(1, 8, 8)))
    pooled = next(stage for stage in stages if isinstance(stage, MaxPooling))
    found = contributions(walk_of(model, stages), Selection("MaxPooling", "maps", (1, 2, 3), layer=0))
    assert found.node == pytest.approx(float(pooled.maps[1, 2, 3]))
    assert_adds_up(found)


def test_outputs_and_guesses_have_the_same_terms() -> None:
    torch.manual_seed(0)
    model = network("gru", False, 3, 5, 1, 2).requires_grad_(False)
    stages = tuple(model.stages(torch.randn(4, 3)))
    walk = walk_of(model, stages)
    assert isinstance(stages[-1], Output)
    assert isinstance(stages[-2], StepOutput)
    at_end = contributions(walk, Selection("Output", "logits", (1,)))
    guess = contributions(walk, Selection("StepOutput", "logits", (1,), t=3))
    for one, other in zip(at_end.parts, guess.parts, strict=True):
        torch.testing.assert_close(one.values, other.values)
