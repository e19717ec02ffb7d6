"""What can be held at a value, and between which, follows from the equation of a unit; a light GRU among them."""

from dataclasses import dataclass
from math import inf
from typing import ClassVar

import pytest
import torch
from inputs import SEVEN
from torch import Tensor, nn

from playground import InputError, inspect
from playground.equations import before, function, own, relu, sigmoid, tanh
from playground.models.recurrent import RecurrentClassifier
from playground.stages import RecurrentStep, candidate, from_both, from_input, from_state, gate, state
from playground.stages.declarations import declarations
from playground.stages.parts import holdable


@dataclass(frozen=True, eq=False)
class LightStep(RecurrentStep):
    """Ravanelli et al. 2018, arXiv:1803.10225: no reset gate, and a candidate without an upper end."""

    update: Tensor = gate("z", sigmoid(from_both(0)))
    candidate: Tensor = candidate("n", relu(from_both(1)), range="positive")
    hidden: Tensor = state("h", own("update") * before("hidden") + (1 - own("update")) * own("candidate"), "positive")


class Light(nn.Module):
    """One layer, batch first."""

    num_layers, bidirectional = 1, False

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.hidden_size = hidden
        self.weight_ih_l0 = nn.Parameter(torch.randn(2 * hidden, inputs) / 4)
        self.weight_hh_l0 = nn.Parameter(torch.randn(2 * hidden, hidden) / 4)
        self.bias_ih_l0 = nn.Parameter(torch.randn(2 * hidden))
        self.bias_hh_l0 = nn.Parameter(torch.randn(2 * hidden))

    def forward(self, x: Tensor) -> tuple[Tensor, None]:
        """States (B, T, N) of sequences (B, T, D)."""
        h, states = x.new_zeros(len(x), self.hidden_size), []
        for x_t in x.unbind(1):
            both = x_t @ self.weight_ih_l0.T + self.bias_ih_l0 + h @ self.weight_hh_l0.T + self.bias_hh_l0
            z, n = both.chunk(2, -1)
            h = z.sigmoid() * h + (1 - z.sigmoid()) * n.relu()
            states.append(h)
        return torch.stack(states, 1), None


class LightClassifier(RecurrentClassifier):
    kind: ClassVar = LightStep
    module: ClassVar = "light"

    def __init__(self) -> None:
        super().__init__()
        self.light = Light(28, 12)
        self.fc = nn.Linear(12, 10)


@pytest.fixture(scope="module")
def light() -> LightClassifier:
    torch.manual_seed(0)
    return LightClassifier()


@pytest.mark.parametrize(
    ("name", "value"), [("candidate", 0), ("candidate", 0.25), ("candidate", 300), ("update", 0.5), ("update", 1)]
)
def test_held(light: LightClassifier, name: str, value: float) -> None:
    trace = inspect("digits", SEVEN, light, gates=[{"gate": name, "value": value}])
    steps = [stage for stage in trace.stages if isinstance(stage, LightStep)]
    assert len(steps) == 28
    for step in steps:
        torch.testing.assert_close(getattr(step, name), torch.full((12,), float(value)))
    assert trace.check().largest < 1e-5


@pytest.mark.parametrize(("name", "value"), [("candidate", -0.5), ("update", 1.5), ("update", -0.5)])
def test_not_beyond_what_its_function_gives(light: LightClassifier, name: str, value: float) -> None:
    with pytest.raises(InputError) as error:
        inspect("digits", SEVEN, light, gates=[{"gate": name, "value": value}])
    assert error.value.code == "bad_gate_value"


@dataclass(frozen=True, eq=False)
class OddStep(RecurrentStep):
    """Gates that weights make in many ways."""

    turned: Tensor = gate("a", 1 - sigmoid(from_both(0)))
    bare: Tensor = candidate("b", from_both(1), range="unbounded")
    reset: Tensor = candidate("c", tanh(own("turned") * from_state(2) + from_input(2)))
    # Weights and biases alone do not say what these are.
    inside: Tensor = gate("d", sigmoid(own("turned") * from_both(3)))
    peephole: Tensor = gate("e", sigmoid(from_both(4) + before("hidden")))
    nested: Tensor = gate("f", sigmoid(tanh(from_both(5))))
    one_way: Tensor = candidate("g", function(from_both(6), "gelu"), range="unbounded")
    hidden: Tensor = state("h", tanh(from_both(7)))


def test_what_can_be_held() -> None:
    assert holdable(OddStep) == {"turned": (0, 1), "bare": (-inf, inf), "reset": (-1, 1)}
    told = declarations(OddStep)["quantities"]
    assert {name for name, what in told.items() if what["held"]} == {"turned", "bare", "reset"}


class Odd(nn.Module):
    num_layers, bidirectional, hidden_size = 1, False, 5

    def __init__(self) -> None:
        super().__init__()
        for name, size in {"weight_ih": (40, 28), "weight_hh": (40, 5), "bias_ih": (40,), "bias_hh": (40,)}.items():
            self.register_parameter(f"{name}_l0", nn.Parameter(torch.randn(size)))


class OddClassifier(RecurrentClassifier):
    kind: ClassVar = OddStep
    module: ClassVar = "odd"

    def __init__(self) -> None:
        super().__init__()
        self.odd = Odd()
        self.fc = nn.Linear(5, 10)


@pytest.mark.parametrize(("name", "value"), [("turned", 0.25), ("bare", -3.0), ("reset", 0.5)])
def test_held_whatever_its_bias_is_multiplied_with(name: str, value: float) -> None:
    torch.manual_seed(0)
    trace = inspect("digits", SEVEN, OddClassifier(), gates=[{"gate": name, "value": value}])
    for step in trace.stages:
        if isinstance(step, OddStep):
            torch.testing.assert_close(getattr(step, name), torch.full((5,), value))
