"""The time steps of RNN, LSTM and GRU, whose equations are those of torch.nn.RNN, LSTM and GRU.

Shapes: D input size, N hidden size. ′ is the step before, in the order in which the direction computes.
"""

from dataclasses import dataclass

from torch import Tensor

from playground.equations import Equation, affine, before, given, own, sigmoid, tanh
from playground.stages.quantity import UNIT, argument, candidate, gate, state
from playground.stages.stage import Stage


def from_input(block: int = 0) -> Equation:
    """W x + b, with a block of rows of the parameters weight_ih and bias_ih."""
    return affine(given("x"), "weight_ih", "bias_ih", block, ("W", "b"), "i", "input")


def from_state(block: int = 0, of: Equation | None = None) -> Equation:
    """U h′ + d, with a block of rows of weight_hh and bias_hh; or U times something else that is made of the state."""
    return affine(of or before("hidden"), "weight_hh", "bias_hh", block, ("U", "d"), "j", "state")


def from_both(block: int = 0) -> Equation:
    """W x + b + U h′ + d."""
    return from_input(block) + from_state(block)


@dataclass(frozen=True, eq=False)
class RecurrentStep(Stage):
    """One time step of one layer in one direction. Each kind has `x`, and its states and gates as equations say.

    The state that a layer gives on is called `hidden`.
    """

    layer: int
    t: int
    direction: int  # 0 forward, 1 backward
    x: Tensor = argument("x", UNIT)  # (D,)


@dataclass(frozen=True, eq=False)
class RNNStep(RecurrentStep):
    """h = tanh(W_ih x + b_ih + W_hh h' + b_hh)."""

    hidden: Tensor = state("h", tanh(from_both()))  # (N,)


@dataclass(frozen=True, eq=False)
class LSTMStep(RecurrentStep):
    """f = sigmoid(W_if x + b_if + W_hf h' + b_hf), and so on for i, g, o; c = f c' + i g; h = o tanh(c)."""

    forget: Tensor = gate("f", sigmoid(from_both(1)))  # (N,)
    input: Tensor = gate("i", sigmoid(from_both(0)))  # (N,)
    candidate: Tensor = candidate("g", tanh(from_both(2)))  # (N,)
    output: Tensor = gate("o", sigmoid(from_both(3)))  # (N,)
    cell: Tensor = state("c", own("forget") * before("cell") + own("input") * own("candidate"), "unbounded")  # (N,)
    hidden: Tensor = state("h", own("output") * tanh(own("cell")))  # (N,)


@dataclass(frozen=True, eq=False)
class GRUStep(RecurrentStep):
    """In the reference's notation (that of Chung et al. 2014, arXiv:1412.3555): z renews. h = (1 - z) h' + z n.

    PyTorch's own z is 1 - `update`: it writes h = (1 - z) n + z h', as Cho et al. 2014 (arXiv:1406.1078) do. The reset
    gate is PyTorch's and cuDNN's, applied after the matrix: n = tanh(W_in x + b_in + r * (W_hn h' + b_hn)); the papers
    apply it before.
    """

    reset: Tensor = gate("r", sigmoid(from_both(0)))  # (N,)
    update: Tensor = gate("z", 1 - sigmoid(from_both(1)), ("update",))  # (N,)  the share of the state that is renewed
    candidate: Tensor = candidate("n", tanh(from_input(2) + own("reset") * from_state(2)), ("reset_after",))  # (N,)
    hidden: Tensor = state("h", (1 - own("update")) * before("hidden") + own("update") * own("candidate"))  # (N,)
