"""The vocabulary: one frozen dataclass for each thing that happens inside a network, and the Trace of a run.

Shapes: C channels, H W height and width, T time steps, D input size, N hidden size, K classes.
"""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)  # eq=False: comparing tensors field by field raises
class Input:
    """What the network is given."""

    values: Tensor  # (1, H, W) for pictures, (T, D) for sequences


@dataclass(frozen=True, eq=False)
class Dense:
    """One fully connected hidden layer. z = W x + b, a = f(z)."""

    layer: int
    x: Tensor  # (D,)
    pre_activation: Tensor  # (N,)  z
    activation: Tensor  # (N,)  a


@dataclass(frozen=True, eq=False)
class DenseStep:
    """One fully connected hidden layer at one place of a window that slides over a sequence. z = W x + b, a = f(z)."""

    layer: int
    t: int  # of the last time step that the window shows
    x: Tensor  # (D,)
    pre_activation: Tensor  # (N,)  z
    activation: Tensor  # (N,)  a


@dataclass(frozen=True, eq=False)
class Convolution:
    """One convolution. Each map is the sum over channels of kernel times patch, plus a bias."""

    layer: int
    x: Tensor  # (C_in, H, W)
    maps: Tensor  # (C, H', W')


@dataclass(frozen=True, eq=False)
class Activation:
    """The convolution's maps after the activation; after ReLU max(0, x)."""

    layer: int
    function: str  # relu, tanh, sigmoid, or identity: none
    maps: Tensor  # (C, H, W)


@dataclass(frozen=True, eq=False)
class MaxPooling:
    """The largest value of each window, and where it stood."""

    layer: int
    maps: Tensor  # (C, H, W)
    winners: Tensor  # (C, H, W) int64: index into the flattened H * W of the same channel's map before pooling


@dataclass(frozen=True, eq=False)
class AveragePooling:
    """The mean of each window."""

    layer: int
    maps: Tensor  # (C, H, W)


@dataclass(frozen=True, eq=False)
class Flatten:
    """The maps in one vector, channel by channel, row by row."""

    values: Tensor  # (C * H * W,)


@dataclass(frozen=True, eq=False)
class RNNStep:
    """One time step of one layer. h = tanh(W_ih x + b_ih + W_hh h' + b_hh)."""

    layer: int
    t: int
    direction: int  # 0 forward, 1 backward
    x: Tensor  # (D,)
    hidden: Tensor  # (N,)


@dataclass(frozen=True, eq=False)
class LSTMStep:
    """One time step of one layer. f = sigmoid(W_if x + b_if + W_hf h' + b_hf), and so on for i, g, o."""

    layer: int
    t: int
    direction: int  # 0 forward, 1 backward
    x: Tensor  # (D,)
    forget: Tensor  # (N,)
    input: Tensor  # (N,)
    candidate: Tensor  # (N,)
    output: Tensor  # (N,)
    cell: Tensor  # (N,)  c = f * c' + i * g
    hidden: Tensor  # (N,)  h = o * tanh(c)


@dataclass(frozen=True, eq=False)
class GRUStep:
    """One time step of one layer, in the reference's notation (that of Chung et al. 2014, arXiv:1412.3555): z renews.

    PyTorch's own z is 1 - `update`: it writes h = (1 - z) n + z h', as Cho et al. 2014 (arXiv:1406.1078) do. The reset
    gate is PyTorch's and cuDNN's, applied after the matrix: n = tanh(W_in x + b_in + r * (W_hn h' + b_hn)); the papers
    apply it before.
    """

    layer: int
    t: int
    direction: int  # 0 forward, 1 backward
    x: Tensor  # (D,)
    reset: Tensor  # (N,)
    update: Tensor  # (N,)  the share of the state that is renewed
    candidate: Tensor  # (N,)
    hidden: Tensor  # (N,)  h = (1 - update) * h' + update * candidate


RecurrentStep = RNNStep | LSTMStep | GRUStep


@dataclass(frozen=True, eq=False)
class StepOutput:
    """What the readout says of the last layer after one time step: logits = W h_t + b; for a number, that itself."""

    t: int
    logits: Tensor  # (K,)

    @property
    def probabilities(self) -> Tensor:
        """softmax(logits), (K,)."""
        return torch.softmax(self.logits, dim=-1)


@dataclass(frozen=True, eq=False)
class Output:
    """The readout, always the last stage. logits = W features + b; where the answer is a number, that itself."""

    features: Tensor  # (F,)
    logits: Tensor  # (K,)

    @property
    def probabilities(self) -> Tensor:
        """softmax(logits), (K,)."""
        return torch.softmax(self.logits, dim=-1)


Stage = (
    Input
    | Dense
    | DenseStep
    | Convolution
    | Activation
    | MaxPooling
    | AveragePooling
    | Flatten
    | RNNStep
    | LSTMStep
    | GRUStep
    | StepOutput
    | Output
)


@dataclass(frozen=True, eq=False)
class Trace:
    """All stages of one input through one network, in the order in which they happen."""

    task: str
    architecture: str  # the name of the network among those of the task
    labels: tuple[str, ...]  # none when the answer is a number
    stages: tuple[Stage, ...]
    prediction: str | float  # a label, or a number in the unit of the input

    @property
    def output(self) -> Output:
        """The last stage."""
        last = self.stages[-1]
        assert isinstance(last, Output)
        return last

    @property
    def logits(self) -> Tensor:
        """(K,)."""
        return self.output.logits

    @property
    def probabilities(self) -> Tensor:
        """(K,), sums to 1. Raises ValueError when the answer is a number."""
        if not self.labels:
            raise ValueError(f"{self.task} has a number for an answer, which has no probabilities")
        return self.output.probabilities
