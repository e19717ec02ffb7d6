"""Every explanation against the traced value: computed from its own terms, by its line of PyTorch, and by gradients."""

from collections.abc import Sequence
from typing import Any

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from limited import evaluate
from test_recurrent import network
from torch import Tensor

from playground.equations.cell import MOST
from playground.equations.written import plus, significant
from playground.errors import InputError
from playground.explanation import Explanation, Selection, Source, explained, read_selection, walk_of
from playground.explanation import explicable as quantities
from playground.models import ARCHITECTURES
from playground.models.activations import ACTIVATIONS
from playground.models.cnn import CNN
from playground.models.fnn import FNN
from playground.models.recurrent import Carried, carried
from playground.stages import Input, Output, Stage
from playground.tasks.series import SERIES
from playground.text import table

SMALL, SEEDS = st.integers(1, 20), st.integers(0, 999)
PAIRS = st.one_of(st.integers(1, 4), st.tuples(st.integers(1, 4), st.integers(1, 4)))
KINK = {"dense_relu", "relu", "max_pooling", "input"}  # whose derivative can be zero at an input that counts
TOLERANCE = 1e-5


def explain(model: Any, stages: Sequence[Stage], selection: Selection, state: Carried | None = None) -> Explanation:
    return explained(walk_of(model, stages, state), selection)


def block(stages: Sequence[Stage], source: Source) -> Tensor:
    """The values that a source names."""
    return _quantity(stages, source)[tuple(slice(*span) for span in source.ranges)]


def _quantity(stages: Sequence[Stage], source: Source) -> Tensor:
    place = (source.stage, source.layer, source.direction, source.t)
    (stage,) = [
        s for s in stages if (type(s).__name__, *(getattr(s, n, None) for n in ("layer", "direction", "t"))) == place
    ]
    return getattr(stage, source.quantity)


def every_selection(stages: Sequence[Stage], draw: Any) -> list[Selection]:
    """A random place in each quantity of each stage."""
    found = []
    for stage in stages:
        place = {name: getattr(stage, name, None) for name in ("layer", "direction", "t")}
        for quantity in quantities(stage):
            sizes = getattr(stage, quantity).shape
            index = tuple(draw(st.integers(0, size - 1)) for size in sizes)
            found.append(Selection(type(stage).__name__, quantity, index, **place))
    return found


def check(
    model: Any, stages: Sequence[Stage], selection: Selection, state: Carried | None = None, *, named: bool = True
) -> Explanation:
    """All that must be true of an explanation; `named`: the texts have a word for its kind."""
    told, line, used = check_numbers(model, stages, selection, state, named=named)
    if told.kind != "input":
        line.backward()
    assert_sources(told, stages, used)
    return told


def check_numbers(
    model: Any, stages: Sequence[Stage], selection: Selection, state: Carried | None = None, *, named: bool = True
) -> tuple[Explanation, Tensor, list[Tensor]]:
    """What must be true whatever the weights are, 0 too; also the value of its line, and the values used there."""
    told = explain(model, stages, selection, state)
    near = TOLERANCE * max(1, abs(told.value))
    assert told.result == pytest.approx(told.value, abs=near)
    names: dict[str, Any] = {"torch": torch, "model": model}
    for name, expression in told.where:
        values = evaluate(expression, names | {"stages": stages, "state": state})
        names[name] = values.detach().clone().requires_grad_()
    line = evaluate(told.torch, names)
    assert float(line.detach()) == pytest.approx(told.value, abs=near)
    assert_sums(told)
    assert_places(told, stages)
    assert len(told.symbols) == len(told.numbers)
    words = table("zh")["explain"]
    assert (told.kind in words["kinds"]) == named
    assert told.role in words["roles"]
    assert {step.name for step in told.steps} <= set(words["steps"])
    assert {source.role for source in told.sources} <= set(words["sources"])
    assert set(told.notes) <= set(words["notes"])
    assert not any("nan" in words or "inf" in words for words in told.numbers)
    return told, line, [names[name] for name, _ in told.where]


def assert_sums(told: Explanation) -> None:
    """Terms and rest are the sum; sums and biases are what goes into the activation."""
    for total in told.sums:
        for term in total.terms:
            if told.kind != "softmax":
                assert term.product == pytest.approx(term.weight * term.value, abs=1e-9)
        assert sum(term.product for term in total.terms) + total.rest == pytest.approx(total.total, abs=1e-9)
        sizes = [abs(term.product) for term in total.terms]
        assert sizes == sorted(sizes, reverse=True) or told.kind.endswith("pooling")
        assert total.more != 1
        assert len(total.terms) <= MOST + 1
        assert len(total.terms) + total.more >= total.padding
    steps = {step.name: step.value for step in told.steps}
    parts = [steps[name] for name in ("sum", "bias", "input_sum", "input_bias", "gated_part") if name in steps]
    if told.kind != "gru_candidate":
        parts += [steps[name] for name in ("state_sum", "state_bias") if name in steps]
    for name in {"pre_activation", "logit"} & set(steps):
        if told.sums and told.kind != "softmax":
            assert sum(parts) == pytest.approx(steps[name], abs=1e-9)


def assert_places(told: Explanation, stages: Sequence[Stage]) -> None:
    """Each term stands where it says, or outside of the picture if it is padding."""
    if told.kind.startswith(("convolution", "dense", "max", "average")) and told.sources[0].stage != "DenseStep":
        values = _quantity(stages, told.sources[0])
        for term in told.sums[0].terms:
            place = (0,) * (values.dim() - len(term.index)) + term.index
            if told.sources[0].t is None and told.selection.t is not None:
                place = (told.sources[0].ranges[0][0], *term.index)  # the row of this time step
            there = all(0 <= i < size for i, size in zip(place, values.shape, strict=True))
            assert there != term.padding
            assert term.value == (pytest.approx(float(values[place])) if there else 0)


def assert_sources(told: Explanation, stages: Sequence[Stage], used: list[Tensor]) -> None:
    """The value changes with what stands in the sources and with nothing else, after the gradients of its line."""
    sources = [source for source in told.sources if source.role != "winner"]
    inside = [block(stages, source).flatten() for source in sources]
    counted, all_counted = [], []
    for values in used:
        counts = torch.zeros_like(values, dtype=torch.bool) if values.grad is None else values.grad != 0
        counted.append(values.detach()[counts])
        for source in sources:  # the very same tensor: the place is known, too
            whole = _quantity(stages, source)
            if whole.shape == values.shape and torch.equal(whole, values):
                box = torch.zeros_like(counts)
                box[tuple(slice(*span) for span in source.ranges)] = True
                assert not (counts & ~box).any()
        all_counted.append(int(counts.sum()))
    available = torch.cat([torch.zeros(0), *inside])
    for value in torch.cat(counted).tolist():
        # A state of zeros, before the first step, stands in no stage.
        assert value in available or (value == 0 and "zero_state" in told.notes) or "carried_state" in told.notes
    if told.kind not in KINK and not {"zero_state", "carried_state"} & set(told.notes):
        assert sum(all_counted) == len(available)


@settings(max_examples=30)
@given(
    st.data(),
    st.lists(SMALL, min_size=0, max_size=3),
    st.sampled_from(list(ACTIVATIONS)),
    SMALL,
    st.integers(1, 5),
    st.sampled_from(["vector", "picture", "sliding"]),
    SEEDS,
)
def test_fnn(data: Any, hidden: list[int], activation: str, size: int, classes: int, shape: str, seed: int) -> None:
    torch.manual_seed(seed)
    x = {"vector": (size,), "picture": (1, size, 2), "sliding": (4, size)}[shape]
    model = FNN(2 * size if shape == "picture" else size, hidden, classes, activation)
    stages = tuple(model.stages(4 * torch.rand(x) - 2))
    for selection in every_selection(stages, data.draw):
        check(model.requires_grad_(False), tuple(_detached(stages)), selection)


@settings(max_examples=30)
@given(
    st.data(),
    st.sampled_from([1, 3]),
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
    PAIRS,
    st.one_of(st.integers(1, 2), st.tuples(st.integers(1, 2), st.integers(1, 2))),
    st.one_of(st.integers(0, 3), st.tuples(st.integers(0, 3), st.integers(0, 3))),
    st.sampled_from(["max", "average"]),
    st.sampled_from(list(ACTIVATIONS)),
    st.tuples(st.integers(4, 20), st.integers(4, 20)),
    SEEDS,
)
def test_cnn(
    data: Any,
    in_channels: int,
    channels: tuple[int, int],
    kernel: Any,
    stride: Any,
    padding: Any,
    pooling: str,
    activation: str,
    size: tuple[int, int],
    seed: int,
) -> None:
    torch.manual_seed(seed)
    try:
        model = CNN(in_channels, channels, kernel, stride, padding, pooling, size, 4, activation).requires_grad_(False)
        x = (4 * torch.rand(in_channels, *size) - 2).requires_grad_()
        stages = tuple(model.stages(x))
    except (ValueError, RuntimeError):  # nothing is left of the picture, or the kernel is larger than it
        assume(False)
        return
    for selection in every_selection(stages, data.draw):
        told = check(model, tuple(_detached(stages)), selection)
        assert_receptive_field(told, stages, x)


def assert_receptive_field(told: Explanation, stages: Sequence[Stage], x: Tensor) -> None:
    """By the gradient of the whole network: nothing outside the field counts, nor any cell before but the sources."""
    chosen = told.selection
    (stage,) = [s for s in stages if type(s).__name__ == chosen.stage and getattr(s, "layer", None) == chosen.layer]
    value = getattr(stage, chosen.quantity)[chosen.index]
    places = [(told.field, x)] if told.field else []
    places += [(source, _quantity(stages, source)) for source in told.sources if source.stage != chosen.stage]
    for source, values in places:
        if source.role == "winner":
            continue
        (gradient,) = torch.autograd.grad(value, values, retain_graph=True)
        gradient[tuple(slice(*span) for span in source.ranges)] = 0
        assert not gradient.any(), source


@settings(max_examples=30)
@given(
    st.data(),
    st.sampled_from(["rnn", "lstm", "gru"]),
    st.booleans(),
    SMALL,
    SMALL,
    st.integers(1, 3),
    st.integers(1, 4),
    st.integers(1, 5),
    SEEDS,
)
def test_recurrent(
    data: Any, name: str, both: bool, inputs: int, hidden: int, layers: int, classes: int, length: int, seed: int
) -> None:
    torch.manual_seed(seed)
    model = network(name, both, inputs, hidden, layers, classes).requires_grad_(False)
    stages = tuple(model.stages(4 * torch.rand(length, inputs) - 2))
    for selection in every_selection(stages, data.draw):
        told = check(model, stages, selection)
        first = selection.t == (length - 1 if selection.direction else 0)
        reads = told.kind.startswith(("rnn", "lstm", "gru")) and told.kind != "lstm_hidden"
        assert ("zero_state" in told.notes) == (reads and first)


@settings(max_examples=15)
@given(st.data(), st.sampled_from(["rnn", "lstm", "gru"]), st.integers(1, 2), SEEDS)
def test_a_carried_state(data: Any, name: str, layers: int, seed: int) -> None:
    torch.manual_seed(seed)
    model = network(name, False, 3, 4, layers, 2).requires_grad_(False)
    x = torch.randn(5, 3)
    state = carried(list(model.stages(x[:3])))
    stages = tuple(model.stages(x[3:], state))
    told = [check(model, stages, selection, state) for selection in every_selection(stages, data.draw)]
    assert any("carried_state" in one.notes for one in told)


def _detached(stages: Sequence[Stage]) -> list[Stage]:
    """The same numbers without the graph, as a run of the page has them."""
    from dataclasses import fields, replace

    return [
        replace(stage, **{f.name: v.detach() for f in fields(stage) if isinstance(v := getattr(stage, f.name), Tensor)})
        for stage in stages
    ]


def test_padding_cells_are_named() -> None:
    torch.manual_seed(0)
    model = CNN().requires_grad_(False)
    stages = tuple(model.stages(torch.rand(1, 28, 28)))
    corner = explain(model, stages, Selection("Convolution", "maps", (3, 0, 27), layer=0))
    assert corner.sums[0].padding == 16  # of 25 cells, 9 are in the picture
    assert corner.sources[0].ranges == ((0, 1), (0, 3), (25, 28))
    assert corner.window == ((-2, 3), (25, 30))
    assert not any(term.padding for term in corner.sums[0].terms[:9])
    assert "padding" in corner.notes
    middle = explain(model, stages, Selection("Convolution", "maps", (3, 9, 9), layer=0))
    assert (middle.sums[0].padding, middle.notes) == (0, ())


def test_the_winner_is_marked() -> None:
    model = CNN(channels=(1, 1)).requires_grad_(False)
    torch.manual_seed(1)
    stages = tuple(model.stages(torch.rand(1, 28, 28)))
    told = explain(model, stages, Selection("MaxPooling", "maps", (0, 4, 5), layer=0))
    window, winner = told.sources
    assert window.ranges == ((0, 1), (8, 10), (10, 12))
    assert float(block(stages, winner)) == told.value
    assert [term.weight for term in told.sums[0].terms].count(1.0) == 1


def test_the_receptive_field_of_the_references_cnn() -> None:
    """5 x 5, then after pooling 6 x 6, 14 x 14 and 16 x 16 pixels."""
    model = CNN().requires_grad_(False)
    stages = tuple(model.stages(torch.rand(1, 28, 28)))
    sizes = {}
    for stage, layer in [("Convolution", 0), ("MaxPooling", 0), ("Convolution", 1), ("MaxPooling", 1)]:
        told = explain(model, stages, Selection(stage, "maps", (0, 3, 3), layer=layer))
        assert told.field
        rows, columns = told.field.ranges[1:]
        assert rows == columns
        sizes[stage, layer] = rows[1] - rows[0]
    middle = explain(model, stages, Selection("Convolution", "maps", (0, 7, 7), layer=1))
    assert middle.field
    assert middle.field.ranges == ((0, 1), (8, 22), (8, 22))
    assert sizes["Convolution", 0] == 5
    assert sizes["MaxPooling", 0] == 6


@pytest.mark.parametrize("name", ["rnn", "lstm", "gru", "fnn"])
def test_a_series_goes_on_from_what_the_network_said(name: str) -> None:
    """At steps that were given, and at those that the network went on to by itself."""
    torch.manual_seed(0)
    known = SERIES.networks[name]
    model = ARCHITECTURES[known.architecture](**known.arguments).requires_grad_(False)
    values = [float(v) for v in (3, 5, 4, 6, 5, 7, 6, 8, 7, 9, 8)]
    stages = tuple(SERIES.stages(model, SERIES.encode({"values": values, "ahead": 4})))
    for stage in stages:
        place = {n: getattr(stage, n, None) for n in ("layer", "direction", "t")}
        for quantity in quantities(stage):
            index = tuple(size // 2 for size in getattr(stage, quantity).shape)
            check(model, stages, Selection(type(stage).__name__, quantity, index, **place))
    gate = {"rnn": "hidden", "lstm": "forget", "gru": "reset"}.get(name)
    if gate:
        kind = f"{name.upper()}Step"
        given, free = (explain(model, stages, Selection(kind, gate, (0,), 0, 0, t)) for t in (10, 11))
        assert (given.sources[0].stage, given.sources[0].ranges[0]) == ("Input", (10, 11))
        assert (free.sources[0].stage, free.sources[0].t) == ("StepOutput", 10)


BAD = [
    (None, "bad_selection"),
    ([], "bad_selection"),
    ({"stage": "GRUStep", "quantity": "hidden", "index": 3}, "bad_selection"),
    ({"stage": "GRUStep", "quantity": "hidden", "index": [True], "layer": 0, "direction": 0, "t": 0}, "bad_selection"),
    ({"stage": "GRUStep", "quantity": "hidden", "index": [0], "layer": "0"}, "bad_selection"),
    ({"stage": "Convolution", "quantity": "maps", "index": [0, 0, 0]}, "unknown_stage"),
    ({"stage": "GRUStep", "quantity": "hidden", "index": [0], "layer": 0, "direction": 0, "t": 9}, "unknown_place"),
    ({"stage": "GRUStep", "quantity": "hidden", "index": [0]}, "unknown_place"),
    ({"stage": "GRUStep", "quantity": "cell", "index": [0], "layer": 0, "direction": 0, "t": 0}, "unknown_quantity"),
    (
        {"stage": "GRUStep", "quantity": "__class__", "index": [0], "layer": 0, "direction": 0, "t": 0},
        "unknown_quantity",
    ),
    ({"stage": "GRUStep", "quantity": "hidden", "index": [4], "layer": 0, "direction": 0, "t": 0}, "bad_index"),
    ({"stage": "GRUStep", "quantity": "hidden", "index": [-1], "layer": 0, "direction": 0, "t": 0}, "bad_index"),
    ({"stage": "GRUStep", "quantity": "hidden", "index": [], "layer": 0, "direction": 0, "t": 0}, "bad_index"),
    ({"stage": "Output", "quantity": "probabilities", "index": [0]}, "unknown_quantity"),
]


@pytest.mark.parametrize(("selection", "code"), BAD)
def test_bad_selections(selection: object, code: str) -> None:
    model = network("gru", False, 3, 4, 1, 1).requires_grad_(False)
    stages = tuple(model.stages(torch.rand(2, 3)))
    with pytest.raises(InputError) as error:
        explain(model, stages, read_selection(selection))
    assert error.value.code == code
    assert error.value.message("zh") != error.value.message("en")


def test_a_selection_is_read_as_the_page_sends_it() -> None:
    sent = {"stage": "LSTMStep", "quantity": "forget", "index": [5], "layer": 1, "direction": 0, "t": 3}
    assert read_selection(sent) == Selection("LSTMStep", "forget", (5,), 1, 0, 3)


def test_numbers_as_they_are_written() -> None:
    assert [significant(v) for v in (0.0123456, -2, 1234567, 1.2e-7, -0.0)] == [
        "0.01235",
        "−2",
        "1.235 · 10^{6}",
        "1.2 · 10^{−7}",
        "0",
    ]
    assert plus(["a", "−b", "c"]) == "a − b + c"


def test_the_equations_of_a_forget_gate() -> None:
    torch.manual_seed(0)
    model = network("lstm", False, 2, 3, 1, 2).requires_grad_(False)
    stages = tuple(model.stages(torch.rand(2, 2)))
    told = explain(model, stages, Selection("LSTMStep", "forget", (1,), 0, 0, 1))
    assert told.symbols == (
        "s_{2} = Σ_i W_{f,2,i} x_i + b_{f,2} + Σ_j U_{f,2,j} h′_j + d_{f,2}",
        "f_{2} = σ(s_{2})",
    )
    assert told.torch == (
        "torch.sigmoid(model.lstm.weight_ih_l0[4] @ x + model.lstm.bias_ih_l0[4]"
        " + model.lstm.weight_hh_l0[4] @ h + model.lstm.bias_hh_l0[4])"
    )
    assert told.where == (("x", "stages[2].x"), ("h", "stages[1].hidden"))
    assert isinstance(stages[0], Input)
    assert isinstance(stages[-1], Output)


@pytest.mark.parametrize("far", [-1e4, -720, 680, 1e4])
def test_probabilities_of_logits_whose_powers_no_number_holds(far: float) -> None:
    model = FNN(2, [], 3).requires_grad_(False)
    model.weighted[0].bias[:] = torch.tensor([far, far + 1, far - 1])
    stages = tuple(model.stages(torch.rand(2)))
    told = [check(model, stages, Selection("Output", "probabilities", (k,))) for k in range(3)]
    assert ("max(y)" in told[0].symbols[0]) == (abs(far) > 700)
    assert sum(one.result for one in told) == pytest.approx(1)
