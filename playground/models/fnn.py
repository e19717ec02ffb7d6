"""The feedforward network (multi-layer perceptron): fully connected layers, an activation between them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from torch import Tensor, nn
from torch.nn import functional as F

from playground.models.activations import ACTIVATIONS, check_activation
from playground.stages import Dense, DenseStep, Input, Key, Layer, Layers, Output, Ref, Stage, StepOutput, by_key


class FNN(nn.Module):
    """The reference's FNN; several hidden layers and other activations are possible.

    a1 = f(W1 x + b1), a2 = f(W2 a1 + b2), ..., logits = W a + b, with f the activation.
    """

    def __init__(
        self,
        input_size: int = 10,
        hidden_size: int | Sequence[int] = 32,
        output_size: int = 2,
        activation: str = "relu",
    ) -> None:
        """One width or several. Raises ValueError on an unknown activation or a size under 1."""
        super().__init__()
        check_activation(activation)
        hidden = (hidden_size,) if isinstance(hidden_size, int) else tuple(hidden_size)
        sizes = (input_size, *hidden, output_size)
        if min(sizes) < 1:
            raise ValueError(f"the sizes {', '.join(map(str, sizes))} must each be at least 1")
        self.activation = activation
        self.depth = len(hidden) + 1
        # fc1, fc2, ... as attributes: the reference's state_dict has these names.
        for i, (inputs, outputs) in enumerate(pairwise(sizes), start=1):
            self.add_module(f"fc{i}", nn.Linear(inputs, outputs))

    @property
    def weighted(self) -> list[nn.Linear]:
        """The fully connected layers, from input to output."""
        return [self.get_submodule(f"fc{i}") for i in range(1, self.depth + 1)]  # type: ignore[misc]

    @property
    def layers(self) -> Layers:
        """What made each stage, with which parameters, from what; of one input, or of a window that slides."""
        found = [Layer(Key("Input"))]
        ends = []
        for kind, time in (("Dense", None), ("DenseStep", "same")):
            below = Ref("Input", "values", row=True)
            for i in range(self.depth - 1):
                found.append(_layer(Key(kind, i), f"fc{i + 1}", "x", below, self.activation))
                below = Ref(kind, "activation", i, t=time)
            ends.append(below)
        found.append(_layer(Key("StepOutput"), f"fc{self.depth}", "features", ends[1]))
        one = ends[0] if self.depth == 1 else replace(ends[0], otherwise=replace(ends[1], t="last"))
        found.append(_layer(Key("Output"), f"fc{self.depth}", "features", one))
        return by_key(*found)

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, K) of a batch (B, D); pictures (B, 1, H, W) are flattened."""
        f = ACTIVATIONS[self.activation]()
        *hidden, readout = self.weighted
        a = x.flatten(1)
        for layer in hidden:
            a = f(layer(a))
        return readout(a)

    def stages(self, x: Tensor) -> Iterator[Stage]:
        """Input, one Dense per hidden layer, Output, for one input (D,) or (1, H, W).

        For a window that slides over a sequence, given as (T, D), a row for each of its places: Input, a DenseStep
        per hidden layer and place, a StepOutput per place, and Output of the last one.
        """
        f = ACTIVATIONS[self.activation]()
        *hidden, readout = self.weighted
        yield Input(x)
        sliding = x.dim() == 2
        a = x if sliding else x.flatten()  # (D,) or (T, D)
        for i, layer in enumerate(hidden):
            z = F.linear(a, layer.weight, layer.bias)  # (N,) or (T, N)
            x, a = a, f(z)
            if sliding:
                yield from (DenseStep(i, t, *values) for t, values in enumerate(zip(x, z, a, strict=True)))
            else:
                yield Dense(i, x, z, a)
        logits = F.linear(a, readout.weight, readout.bias)  # (K,) or (T, K)
        if sliding:
            yield from (StepOutput(t, row) for t, row in enumerate(logits.unbind()))
            a, logits = a[-1], logits[-1]
        yield Output(a, logits)


def _layer(key: Key, name: str, given: str, below: Ref, activation: str | None = None) -> Layer:
    parameters = {"weight": f"{name}.weight", "bias": f"{name}.bias"}
    return Layer(key, name, parameters, {"function": activation} if activation else {}, {given: (below,)})
