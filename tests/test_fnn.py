"""Every FNN stage against numpy, over depths, widths and activations."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from oracle import assert_same_stages, fnn

from playground.models.fnn import ACTIVATIONS, FNN
from playground.stages import Dense, DenseStep, StepOutput

WIDTHS = st.lists(st.integers(1, 40), min_size=1, max_size=4)


@given(st.integers(1, 60), WIDTHS, st.integers(1, 12), st.sampled_from(list(ACTIVATIONS)), st.integers(0, 99))
def test_stages(inputs: int, hidden: list[int], outputs: int, activation: str, seed: int) -> None:
    torch.manual_seed(seed)
    model = FNN(inputs, hidden, outputs, activation)
    x = 4 * torch.rand(inputs) - 2
    with torch.inference_mode():
        stages = list(model.stages(x))
        assert_same_stages(stages, fnn(model, x))
        torch.testing.assert_close(stages[-1].logits, model(x[None])[0], rtol=0, atol=1e-5)


def test_one_width_is_one_hidden_layer() -> None:
    assert list(FNN(5, 7, 3).state_dict()) == list(FNN(5, (7,), 3).state_dict())


def test_no_hidden_layer_is_the_readout_alone() -> None:
    model = FNN(5, (), 3)
    assert not any(isinstance(stage, Dense) for stage in model.stages(torch.ones(5)))
    assert list(model.state_dict()) == ["fc1.weight", "fc1.bias"]


def test_bad_arguments() -> None:
    with pytest.raises(ValueError, match="the sizes 10, 3, 0, 2 must each be at least 1"):
        FNN(hidden_size=(3, 0))
    with pytest.raises(ValueError, match=r"'gelu' is not one of relu, tanh, sigmoid, identity"):
        FNN(activation="gelu")


def test_a_sliding_window_gives_what_each_of_its_places_gives_alone() -> None:
    torch.manual_seed(2)
    model = FNN(5, [4, 3], 2).eval()
    windows = torch.randn(6, 5)
    with torch.inference_mode():
        stages = list(model.stages(windows))
        steps = [stage for stage in stages if isinstance(stage, DenseStep)]
        assert [(step.layer, step.t) for step in steps] == [(layer, t) for layer in (0, 1) for t in range(6)]
        for t, window in enumerate(windows):
            _, *dense, output = model.stages(window)
            for layer, expected in enumerate(dense):
                step = steps[layer * 6 + t]
                for name in ("x", "pre_activation", "activation"):
                    torch.testing.assert_close(getattr(step, name), getattr(expected, name), atol=1e-6, rtol=1e-5)
            said = next(stage for stage in stages if isinstance(stage, StepOutput) and stage.t == t)
            torch.testing.assert_close(said.logits, output.logits, atol=1e-6, rtol=1e-5)
    assert torch.equal(stages[-1].logits, stages[-2].logits)
