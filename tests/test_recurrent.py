"""Every recurrent stage against PyTorch's cells, over sizes, lengths, layers, directions and input shapes."""

from itertools import pairwise

import pytest
import reference
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from oracle import assert_same_stages, recurrent
from torch import Tensor, nn

from playground.models import ARCHITECTURES
from playground.models.gru import GRUClassifier
from playground.models.recurrent import RecurrentClassifier, carried
from playground.models.rnn import RNNClassifier
from playground.stages import GRUStep, Input, Output, RNNStep, StepOutput, results

NAMES = ("rnn", "lstm", "gru")
SMALL, LENGTHS = st.integers(1, 12), st.integers(1, 20)
LAYERS, SEEDS = st.integers(1, 3), st.integers(0, 999)


def network(name: str, both: bool, inputs: int, hidden: int, layers: int, classes: int) -> RecurrentClassifier:
    """Only the reference's GRU has the argument; the others are given a module of both directions."""
    if name == "gru":
        return GRUClassifier(inputs, hidden, layers, classes, bidirectional=both)
    model = ARCHITECTURES[name](inputs, hidden, layers, classes)
    if both:
        module = type(model.recurrent)(inputs, hidden, layers, batch_first=True, bidirectional=True)
        setattr(model, name, module)
        model.fc = nn.Linear(2 * hidden, classes)
    return model


def assert_stages(model: RecurrentClassifier, x: Tensor, tolerance: float = 1e-5) -> None:
    with torch.inference_mode():
        stages = list(model.stages(x))
        assert_same_stages(stages, recurrent(model, x), tolerance)
        torch.testing.assert_close(stages[-1].logits, model(x[None])[0], rtol=0, atol=tolerance)


@given(st.sampled_from(NAMES), st.booleans(), SMALL, SMALL, LAYERS, SMALL, LENGTHS, st.booleans(), SEEDS)
@example("lstm", False, 28, 128, 2, 10, 28, True, 0)
@example("gru", True, 28, 64, 2, 10, 28, True, 0)
def test_stages(
    name: str,
    both: bool,
    inputs: int,
    hidden: int,
    layers: int,
    classes: int,
    length: int,
    picture: bool,
    seed: int,
) -> None:
    torch.manual_seed(seed)
    model = network(name, both, inputs, hidden, layers, classes)
    x = 4 * torch.rand(length, inputs) - 2
    assert_stages(model, x[None] if picture else x)


@given(st.sampled_from(NAMES), st.booleans(), SMALL, LAYERS, LENGTHS, SEEDS)
def test_stages_of_saturated_gates(name: str, both: bool, hidden: int, layers: int, length: int, seed: int) -> None:
    """With large weights float32 drifts chaotically, so both sides are computed in double precision."""
    torch.manual_seed(seed)
    model = network(name, both, 3, hidden, layers, 2).double()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(6)
    assert_stages(model, 10 * torch.rand(length, 3, dtype=torch.float64) - 5, tolerance=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_two_thousand_time_steps(name: str) -> None:
    torch.manual_seed(0)
    model = ARCHITECTURES[name](1, 16, 1, 2)
    assert_stages(model, torch.rand(2_000, 1))


@pytest.mark.parametrize("name", NAMES)
def test_steps_come_layer_by_layer_then_the_guesses(name: str) -> None:
    *steps, last = list(ARCHITECTURES[name](4, 5, 2, 3).stages(torch.rand(3, 4)))[1:]
    places = [(s.layer, s.t) if hasattr(s, "layer") else ("guess", s.t) for s in steps]
    assert places == [
        (0, 0),
        (0, 1),
        (0, 2),
        (1, 0),
        (1, 1),
        (1, 2),
        ("guess", 0),
        ("guess", 1),
        ("guess", 2),
    ]
    assert last.logits is steps[-1].logits  # the last guess is the answer


def test_both_directions_meet_in_the_next_layer() -> None:
    steps = [s for s in GRUClassifier(4, 5, 2, 3, True).stages(torch.rand(3, 4)) if isinstance(s, GRUStep)]
    assert [(s.layer, s.direction, s.t) for s in steps[:6]] == [
        (0, 0, 0), (0, 0, 1), (0, 0, 2), (0, 1, 2), (0, 1, 1), (0, 1, 0)
    ]  # fmt: skip
    below = {(s.direction, s.t): s.hidden for s in steps[:6]}
    for step in steps[6:]:
        assert torch.equal(step.x, torch.cat([below[0, step.t], below[1, step.t]]))


def test_a_bidirectional_gru_is_read_out_at_the_final_state_of_each_direction() -> None:
    torch.manual_seed(0)
    model = GRUClassifier(4, 6, 2, 3, bidirectional=True)
    x = torch.randn(5, 7, 4)  # (B, T, D)
    _, h_n = model.gru(x)
    final = torch.cat([h_n[-2], h_n[-1]], dim=1)  # (B, 2 N)
    torch.testing.assert_close(model(x), model.fc(final))
    output = list(model.stages(x[0]))[-1]
    assert isinstance(output, Output)
    torch.testing.assert_close(output.features, final[0])


def test_the_references_bidirectional_weights_load() -> None:
    theirs = reference.GRUClassifier(4, 6, 2, 3, bidirectional=True)
    ours = GRUClassifier(4, 6, 2, 3, bidirectional=True)
    ours.load_state_dict(theirs.state_dict())
    one = torch.randn(1, 1, 4)  # after one time step both readouts see the same
    torch.testing.assert_close(ours(one), theirs(one))


def test_update_is_one_minus_pytorchs_z() -> None:
    """h = (1 - z) n + z h' after torch.nn.GRU; at z near 1 the state stays, so `update` is near 0."""
    torch.manual_seed(0)
    model = GRUClassifier(2, 3, 1, 2)
    with torch.no_grad():
        model.gru.bias_ih_l0[3:6] = 30.0  # z's rows
        first, second = [s for s in model.stages(torch.randn(2, 2)) if isinstance(s, GRUStep)]
    assert float(first.update.max()) < 1e-9
    assert float(first.update.min()) > 0  # 1 - sigmoid(30) would be 0
    torch.testing.assert_close(second.hidden, first.hidden)


def test_hidden_states_follow_from_the_values_beside_them() -> None:
    """The equations in the docstrings, with the numbers of the stages put in."""
    torch.manual_seed(0)
    x = torch.randn(9, 4)
    h = c = torch.zeros(6)
    for s in [s for s in ARCHITECTURES["lstm"](4, 6, 1, 2).stages(x) if hasattr(s, "cell")]:
        c = s.forget * c + s.input * s.candidate
        torch.testing.assert_close(s.cell, c)
        torch.testing.assert_close(s.hidden, s.output * c.tanh())
    for s in [s for s in GRUClassifier(4, 6, 1, 2).stages(x) if isinstance(s, GRUStep)]:
        h = (1 - s.update) * h + s.update * s.candidate
        torch.testing.assert_close(s.hidden, h)


def test_a_picture_is_read_row_by_row() -> None:
    model, picture = RNNClassifier(), torch.rand(1, 28, 28)
    steps = [s for s in model.stages(picture) if isinstance(s, RNNStep) and s.layer == 0]
    assert all(torch.equal(step.x, picture[0, step.t]) for step in steps)
    assert len(steps) == len([s for s in model.stages(picture) if isinstance(s, StepOutput)]) == 28


def test_gradients_of_every_gate_reach_the_input() -> None:
    for name in NAMES:
        x = torch.randn(5, 4, requires_grad=True)
        steps = [s for s in ARCHITECTURES[name](4, 6, 2, 3).stages(x) if hasattr(s, "layer") and s.layer == 1]
        values = [getattr(steps[-1], quantity) for quantity in results(type(steps[-1]))]
        for value in values:
            (gradient,) = torch.autograd.grad(value.sum(), x, retain_graph=True)
            assert bool((gradient.abs().sum(1) > 0).all())  # from every time step


def test_bad_sizes() -> None:
    for name in NAMES:
        with pytest.raises(ValueError, match="hidden_size"):
            ARCHITECTURES[name](28, 0, 2, 10)
    assert isinstance(ARCHITECTURES["lstm"]().recurrent, nn.LSTM)


@pytest.mark.parametrize("architecture", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("cuts", [[7], [1, 2, 3, 4, 5, 6], [1], [3, 4]])
def test_going_on_from_a_carried_state_is_reading_the_whole(architecture: str, cuts: list[int]) -> None:
    torch.manual_seed(3)
    model = ARCHITECTURES[architecture](4, 6, 2, 3).eval()
    x = torch.randn(8, 4)
    with torch.inference_mode():
        whole = [stage for stage in model.stages(x) if not isinstance(stage, Input | Output)]
        state, parts = None, []
        for start, end in pairwise([0, *cuts, 8]):
            stages = list(model.stages(x[start:end], state))
            state = carried(stages)
            parts += [stage for stage in stages if not isinstance(stage, Input | Output)]
    assert state is not None
    assert state.steps == 8
    order = {StepOutput: 9}
    parts.sort(key=lambda stage: (order.get(type(stage), getattr(stage, "layer", 0)), stage.t))
    assert_same_stages(parts, whole)


def test_a_bidirectional_network_cannot_go_on() -> None:
    model = ARCHITECTURES["gru"](4, 6, 1, 3, bidirectional=True).eval()
    state = carried(list(ARCHITECTURES["gru"](4, 6, 1, 3).stages(torch.randn(2, 4))))
    with pytest.raises(ValueError, match="from its end"):
        next(model.stages(torch.randn(2, 4), state))
