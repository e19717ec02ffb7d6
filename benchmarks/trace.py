"""How long a full trace takes against the bare forward, for the five networks; prints a table in Markdown.

    python benchmarks/trace.py

Floor and figure are medians of the same run, taken by turns, on one thread as in the app.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import torch
from by_turns import medians

sys.path.insert(0, str(Path(__file__).parent.parent))

from playground.models import ARCHITECTURES
from playground.stages import Stage, results

SIZES = {"fnn": (784, (256, 128), 10), "cnn": ()}
RECURRENT = (28, 128, 2, 10)
TARGETS = {"fnn": 1.1, "cnn": 1.1, ("rnn", 28): 2.3, ("lstm", 28): 2.3, ("gru", 28): 2.3}
TARGETS |= {("rnn", 2_000): 1.5, ("lstm", 2_000): 2.8, ("gru", 2_000): 1.5}


def looked_at(stages: Iterable[Stage]) -> list[Stage]:
    """Every stage with its values; the rows of a time step are made when it is looked at."""
    found = list(stages)
    for stage in found:
        getattr(stage, results(type(stage))[0])
    return found


def row(name: str, steps: int | None) -> str:
    """One line of the table."""
    model = ARCHITECTURES[name](*SIZES.get(name, RECURRENT)).eval()
    x = torch.rand(1, steps or 28, 28)
    forward, trace, whole = medians(
        [lambda: model(x[None]), lambda: tuple(model.stages(x)), lambda: looked_at(model.stages(x))]
    )
    target = TARGETS[(name, steps) if steps else name]
    ratios = f"{trace / forward:.2f} | {whole / forward:.2f} | {target}"
    return f"| {name} | {steps or ''} | {forward:.3f} | {trace:.3f} | {whole:.3f} | {ratios} |"


@torch.inference_mode()
def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    print(f"torch {torch.__version__}, one thread\n")
    print("| network | time steps | forward, ms | stages, ms | looked at, ms | ratio | ratio, looked at | target |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name in ("fnn", "cnn"):
        print(row(name, None), flush=True)
    for steps in (28, 2_000):
        for name in ("rnn", "lstm", "gru"):
            print(row(name, steps), flush=True)


if __name__ == "__main__":
    main()
