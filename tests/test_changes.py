"""Changed networks against forwards of their own from the trained weights, in double precision."""

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from changed_oracle import cnn, fnn, recurrent, without_sums
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs import NETWORKS, SEVEN, first
from oracle import assert_same_stages
from torch import Tensor, nn

from playground import InputError, attribute, explain, inspect, stages
from playground.changes import Changes, Gate, Off, read_changes
from playground.checkpoints import load, metadata
from playground.inspection import start
from playground.models import ARCHITECTURES
from playground.models.activations import ACTIVATIONS
from playground.models.cnn import CNN
from playground.models.fnn import FNN
from playground.provider import provided

INPUTS = {"names": {"text": "Yamamoto"}, "reviews": {"text": "not a good film, zzyzx"}, "digits": SEVEN}


def changed(task: str, network: str, changes: Changes) -> Any:
    return provided(task, network, changes).model


def traced(task: str, network: str, **changes: Any) -> tuple[Any, ...]:
    return inspect(task, INPUTS.get(task) or first(task), network, **changes).stages


GATES = {
    ("digits", "lstm"): ["forget", "input", "output", "candidate"],
    ("digits", "gru"): ["reset", "update", "candidate"],
    ("names", "bigru"): ["reset", "update", "candidate"],
}


HELD = [
    (*network, gate, value)
    for network, gates in GATES.items()
    for gate in gates
    for value in (0, 1, 0.3, *((-1, -0.7) if gate == "candidate" else ()))
]


@pytest.mark.parametrize(("task", "network", "gate", "value"), HELD)
def test_a_gate_is_held(task: str, network: str, gate: str, value: float) -> None:
    trained: Any = load(task, network)
    for layer in (None, trained.recurrent.num_layers - 1):
        found = traced(task, network, gates=[{"gate": gate, "value": value, "layer": layer}])
        x: Tensor = found[0].values
        # A cell that takes all in grows, step by step, and so does the rounding that the next steps go on from.
        assert_same_stages(found, recurrent(trained, x, [Gate(gate, value, layer)]), tolerance=5e-5)
        for stage in found:
            if hasattr(stage, gate) and layer in (None, stage.layer):
                # Whole numbers as they are; others as near as float32 comes, in which update is 1 - (1 - value).
                atol = 0 if value in (-1, 0, 1) else 1e-7
                torch.testing.assert_close(
                    getattr(stage, gate), torch.full_like(stage.hidden, value), rtol=0, atol=atol
                )


UNITS = st.lists(st.integers(0, 95), max_size=40)


@settings(max_examples=20)
@given(
    st.sampled_from(list(GATES)),
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from([0, 0.25, 1]), st.none() | st.integers(0, 1), st.none() | UNITS),
        min_size=1,
        max_size=4,
    ),
)
def test_a_gate_is_held_for_some_units(which: tuple[str, str], entries: list[Any]) -> None:
    """Of one layer or direction, or of all; a later entry wins over an earlier one."""
    trained: Any = load(*which)
    place = "direction" if trained.recurrent.bidirectional else "layer"
    asked = [
        {"gate": GATES[which][gate], "value": value, place: where, "units": units}
        for gate, value, where, units in entries
    ]
    found = traced(*which, gates=asked)
    gates = read_changes({"gates": asked}).gates
    assert_same_stages(found, recurrent(trained, found[0].values, gates), tolerance=5e-5)
    for stage in found:
        for held in (one for one in gates[-1:] if hasattr(stage, one.gate)):
            if held.layer in (None, stage.layer) and held.direction in (None, stage.direction):
                values = getattr(stage, held.gate)
                units = list(range(len(values)) if held.units is None else held.units)
                torch.testing.assert_close(values[units], values.new_full((len(units),), held.value), rtol=0, atol=1e-7)


def test_a_gate_of_some_units_is_held_in_what_is_told_of_it() -> None:
    """The card of the unit has the bias that holds it; an attribution is that of the changed network."""
    changes: dict[str, Any] = {"gates": [{"gate": "forget", "value": 0, "layer": 1, "units": [58]}]}
    place = {"stage": "LSTMStep", "layer": 1, "direction": 0, "t": 0, "quantity": "forget"}
    held, free = (explain("digits", SEVEN, "lstm", place | {"index": [unit]}, **changes) for unit in (58, 57))
    assert (held.value, held.result) == (0, pytest.approx(0))
    assert free.value > 0
    assert explain("digits", SEVEN, "lstm", place | {"index": [57]}).value == pytest.approx(free.value)
    one, other = (attribute("digits", SEVEN, "lstm", "gradient_x_input", label="7", **c) for c in (changes, {}))
    assert one.output == pytest.approx(float(inspect("digits", SEVEN, "lstm", **changes).logits[7]), abs=1e-5)
    assert one.output != other.output


@settings(max_examples=15)
@given(
    st.sampled_from(list(ACTIVATIONS)),
    st.sampled_from(["max", "average"]),
    st.booleans(),
    st.lists(st.builds(Off, st.just(0), st.lists(st.integers(0, 15), max_size=9).map(tuple)), max_size=1),
)
def test_a_stride_in_place_of_a_pooling(activation: str, pooling: str, padding: bool, off: list[Off]) -> None:
    asked = {"stride": 2, "activation": activation, "pooling": pooling, "padding": padding}
    found = traced("digits", "cnn", **asked, off=[vars(one) for one in off])
    expected = cnn(
        load("digits", "cnn"), found[0].values, activation, pooling, 2 if padding else 0, off=off, strided=True
    )
    assert_same_stages(without_sums(found, off), without_sums(list(expected), off))
    assert [stage.maps.shape for stage in found if isinstance(stage, stages.Convolution)] == (
        [(16, 14, 14), (32, 14, 14)] if padding else [(16, 12, 12), (32, 8, 8)]
    )


def test_a_stride_is_told_of() -> None:
    place = {"stage": "Convolution", "layer": 0, "quantity": "maps", "index": [3, 5, 6]}
    told = explain("digits", SEVEN, "cnn", place, stride=2)
    assert told.window == ((8, 13), (10, 15))
    assert told.result == pytest.approx(told.value, abs=1e-5)
    assert inspect("digits", SEVEN, "cnn", stride=2).check().largest < 1e-5
    attributed = attribute("digits", SEVEN, "cnn", "grad_cam", stride=2)
    assert attributed.values.shape == (28, 28)
    assert inspect("digits", SEVEN, "cnn", stride=1).logits.equal(inspect("digits", SEVEN, "cnn").logits)


RNNS = [(task, network) for task, network in NETWORKS if metadata(task, network)["architecture"] == "rnn"]


@pytest.mark.parametrize(("task", "network"), RNNS)
def test_an_rnn_with_relu(task: str, network: str) -> None:
    trained: Any = load(task, network)
    trace = inspect(task, INPUTS.get(task) or first(task), network, activation="relu")
    if task != "series":  # which goes on freely
        expected = list(recurrent(trained, trace.stages[0].values, activation="relu"))
        assert_same_stages(trace.stages, expected, tolerance=5e-5)
    assert trace.check().largest < 1e-4
    steps = [stage for stage in trace.stages if isinstance(stage, stages.RNNStep)]
    assert min(float(step.hidden.min()) for step in steps) == 0


def test_relu_in_an_rnn_is_told_of() -> None:
    place = {"stage": "RNNStep", "layer": 0, "direction": 0, "t": 9, "quantity": "hidden", "index": [5]}
    told = explain("digits", SEVEN, "rnn", place, activation="relu")
    assert told.result == pytest.approx(told.value, abs=1e-5)
    assert "max(0" in told.symbols[-1]
    assert "tanh" in explain("digits", SEVEN, "rnn", place).symbols[-1]
    one = attribute("digits", SEVEN, "rnn", "gradient_x_input", label="7", activation="relu")
    assert one.output == pytest.approx(float(inspect("digits", SEVEN, "rnn", activation="relu").logits[7]), rel=1e-5)
    with pytest.raises(InputError) as error:
        inspect("digits", SEVEN, "rnn", activation="sigmoid")
    assert error.value.code == "bad_argument"


@settings(max_examples=15)
@given(
    st.sampled_from([("digits", n) for n in ("rnn", "lstm", "gru")] + [("names", "bigru"), ("reviews", "lstm")]),
    st.integers(0, 1),
    UNITS,
    UNITS,
)
def test_units_of_a_state_are_off(which: tuple[str, str], place: int, some: list[int], others: list[int]) -> None:
    trained: Any = load(*which)
    kind = "direction" if trained.recurrent.bidirectional else "layer"
    asked: list[dict[str, Any]] = [{"layer": 0, "units": some}, {"layer": 0, "units": others} | {kind: place}]
    off = read_changes({"off": asked}).off
    found = traced(*which, off=asked)
    assert_same_stages(found, recurrent(trained, found[0].values, off=off))
    for stage in found:
        for one in off:
            if hasattr(stage, "hidden") and (stage.layer, stage.direction) == (one.layer, one.direction):
                assert not stage.hidden[list(one.units)].any()


@settings(max_examples=25)
@given(
    st.sampled_from(["fnn", "cnn"]),
    st.sampled_from(list(ACTIVATIONS)),
    st.sampled_from(["max", "average"]),
    st.booleans(),
    st.lists(st.builds(Off, st.just(0), st.lists(st.integers(0, 15), max_size=9).map(tuple)), max_size=2),
    st.dictionaries(
        st.tuples(st.just(0), st.integers(0, 15), st.just(0))
        | st.tuples(st.just(1), st.integers(0, 31), st.integers(0, 15)),
        st.lists(st.lists(st.floats(-2, 2, width=32), min_size=5, max_size=5), min_size=5, max_size=5),
        max_size=2,
    ),
)
def test_activation_pooling_padding_kernels_and_units(
    network: str, activation: str, pooling: str, padding: bool, off: list[Off], kernels: dict[Any, Any]
) -> None:
    """Each by itself and all together, of the digits' FNN and CNN."""
    trained = load("digits", network)
    asked: dict[str, Any] = {"activation": activation, "off": [vars(one) for one in off]}
    if network == "cnn":
        asked |= {"pooling": pooling, "padding": padding}
        asked["kernels"] = [
            dict(zip(("layer", "map", "channel"), k, strict=True), values=v) for k, v in kernels.items()
        ]
    found = traced("digits", network, **asked)
    x: Tensor = found[0].values
    expected = (
        fnn(trained, x, activation, off)
        if network == "fnn"
        else cnn(trained, x, activation, pooling, 2 if padding else 0, kernels, off)
    )
    assert_same_stages(without_sums(found, off), without_sums(list(expected), off))
    units = [unit for one in off for unit in one.units]
    values = found[1].activation if isinstance(found[1], stages.Dense) else found[2].maps
    assert not values[units].any()


def test_an_edited_kernel_is_the_only_one() -> None:
    asked = {"kernels": [{"layer": 1, "map": 3, "channel": 2, "values": [[k] * 5 for k in range(5)]}]}
    before, after = (changed("digits", "cnn", read_changes(c)).state_dict() for c in (None, asked))
    differs = {name: (before[name] != after[name]).nonzero().tolist() for name in before}
    assert {(name, *place[:2]) for name, places in differs.items() for place in places} == {("conv2.0.weight", 3, 2)}
    assert after["conv2.0.weight"][3, 2].tolist() == [[k] * 5 for k in range(5)]


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_random_weights_are_those_of_a_new_network(task: str, network: str) -> None:
    one, same, other = (changed(task, network, Changes(random=seed)) for seed in (0, 0, 1))
    known = metadata(task, network)
    new = ARCHITECTURES[known["architecture"]](**known["arguments"])
    seen = set()
    for (path, weight), again, another, fresh in zip(
        one.named_parameters(), same.parameters(), other.parameters(), new.parameters(), strict=True
    ):
        assert torch.equal(weight, again)
        assert not torch.equal(weight, another)
        module = one.get_submodule(path.rpartition(".")[0])
        recurrent_size = getattr(module, "hidden_size", None)
        inputs = recurrent_size or module.weight[0].numel()
        assert weight.abs().max() <= inputs**-0.5
        if weight.numel() > 1_000:
            assert weight.std() == pytest.approx(float(fresh.detach().std()), rel=0.1)
            assert weight.mean().abs() < 0.1 * weight.std()
        seen.add(tuple(weight.flatten()[:2].tolist()))
    assert len(seen) == len(list(new.parameters())), "each has numbers of its own"


def test_changes_are_made_in_the_order_of_their_fields() -> None:
    """New weights first, then what is held or off in them; a unit that is off wins over its candidate's value."""
    gates, off = [Gate("candidate", 1.0), Gate("forget", 0.5, 0)], [Off(0, (3, 5)), Off(1, (3,))]
    asked = {"gates": [vars(gate) for gate in gates], "off": [vars(one) for one in off]}
    base = changed("digits", "lstm", Changes(random=7))
    found = traced("digits", "lstm", random=7, **asked)
    assert_same_stages(found, recurrent(base, found[0].values, gates, off))
    base = changed("digits", "cnn", Changes(random=7))
    kernel = [[1.0] * 5] * 5
    asked = {"kernels": [{"layer": 0, "map": 3, "channel": 0, "values": kernel}], "off": [{"layer": 0, "units": [3]}]}
    found = traced("digits", "cnn", random=7, activation="tanh", **asked)
    expected = cnn(base, found[0].values, "tanh", off=[Off(0, (3,))])
    assert_same_stages(without_sums(found, [Off(0, (3,))]), without_sums(list(expected), [Off(0, (3,))]))
    *_, last = traced("digits", "cnn", random=7, padding=False)
    assert not torch.equal(last.logits, traced("digits", "cnn", random=8, padding=False)[-1].logits)


def possible(task: str, network: str) -> Iterator[dict[str, Any]]:
    """A few changes of any kind that a network has."""
    model = load(task, network)
    yield {"random": 3}
    yield {"off": [{"layer": 0, "units": [0, 7]}]}
    if isinstance(model, CNN | FNN):
        yield from ({"activation": name, "off": [{"layer": 0, "units": [1]}]} for name in ACTIVATIONS)
    if isinstance(model, CNN):
        kernels = [{"layer": 0, "map": 0, "channel": 0, "values": [[1.0] * 5] * 5}]
        yield {"pooling": "average", "padding": False, "kernels": kernels}
        yield {"stride": 2}
    elif not isinstance(model, FNN) and not isinstance(model.recurrent, nn.RNN):
        yield {"gates": [{"gate": "candidate", "value": 0.5, "units": [2, 3]}]}
    elif not isinstance(model, FNN):
        yield {"activation": "relu"}


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_the_changed_network_answers_and_the_trained_one_is_untouched(task: str, network: str) -> None:
    trained = load(task, network)
    before = {name: value.clone() for name, value in trained.state_dict().items()}
    for asked in possible(task, network):
        run = start(task, INPUTS.get(task) or first(task), network, asked)
        assert run.model is not trained
        assert not run.model.training
        assert not any(weight.requires_grad for weight in run.model.parameters())
        found = list(run.stages)
        x: Tensor = found[0].values
        with torch.inference_mode():  # the rows of a window that slides are a batch
            expected = run.model(x if isinstance(trained, FNN) and x.dim() == 2 else x[None])[-1]
        torch.testing.assert_close(found[-1].logits, expected, rtol=1e-5, atol=1e-5)
    assert load(task, network) is trained
    assert changed(task, network, Changes(order="reversed", seed=3)) is trained
    assert all(torch.equal(value, before[name]) for name, value in trained.state_dict().items())
