"""How long all gradients take against PyTorch's forward and backward, for the five networks; a table in Markdown.

    python benchmarks/gradients.py

The figure is the trace, and the way back through all of it: of every gate, state, map, unit, input and weight. The
floor is the network's own fused forward, and autograd's gradients of its weights alone. Both are medians of the same
run, taken by turns, on one thread as in the app, in its processor time, so that other jobs beside count less.
"""

import sys
import time
from pathlib import Path

import torch
from by_turns import medians
from torch import Tensor
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).parent.parent))

from playground.models import ARCHITECTURES
from playground.stages.backward import backward
from playground.stages.walk import Walk, parameters_of

SIZES = {"fnn": (784, (256, 128), 10), "cnn": ()}
RECURRENT = (28, 128, 2, 10)
TARGET = 2.0  # at 28 time steps
LABEL = torch.tensor([3])


def row(name: str, steps: int | None) -> str:
    """One line of the table."""
    torch.manual_seed(0)
    model = ARCHITECTURES[name](*SIZES.get(name, RECURRENT)).eval()
    x = torch.rand(1, steps or 28, 28)
    layers, parameters, weights = model.layers, parameters_of(model), list(model.parameters())

    def floor() -> tuple[Tensor, ...]:
        return torch.autograd.grad(F.cross_entropy(model(x[None]), LABEL), weights)

    @torch.inference_mode()
    def figure() -> object:
        stages = tuple(model.stages(x))
        return backward(Walk(layers, parameters, stages), stages[-1].logits.softmax(0) - F.one_hot(LABEL[0], 10))

    slow, fast = medians([figure, floor], 4.0 if (steps or 0) < 100 else 12.0, time.thread_time)
    target = "" if (steps or 28) > 28 else TARGET
    return f"| {name} | {steps or ''} | {fast:.2f} | {slow:.2f} | {slow / fast:.2f} | {target} |"


def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    print(f"torch {torch.__version__}, one thread\n")
    print("| network | time steps | forward and backward, ms | all gradients, ms | ratio | target |")
    print("|---|---:|---:|---:|---:|---:|")
    for name in ("fnn", "cnn"):
        print(row(name, None), flush=True)
    for steps in (28, 200, 2_000):
        for name in ("rnn", "lstm", "gru"):
            print(row(name, steps), flush=True)


if __name__ == "__main__":
    main()
