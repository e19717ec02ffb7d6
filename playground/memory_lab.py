"""The memory lab: one sequence through the four networks of a memory task, and what each of them makes of its lag."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any

import torch
from torch import Generator, Tensor, nn

from playground import checkpoints, lag_checkpoints
from playground.changes import read_changes
from playground.descent import Gradients, gradients_of
from playground.equations import affine
from playground.errors import InputError
from playground.inspection import start
from playground.lag_checkpoints import LAGS
from playground.models.recurrent import RecurrentClassifier
from playground.networks import Network
from playground.run import Run
from playground.stages import RecurrentStep, StepOutput, quantities, results
from playground.stages.backward import length
from playground.stages.parts import affines
from playground.tasks import TASKS
from playground.tasks.memory import LONGEST, Batch, MemoryTask, Remembered

FRESH = 200  # sequences that a network is measured on
FRESH_WEIGHTS = 0  # the seed of the weights that have learnt nothing
FIRST_SEED = 2_000_000  # of no training, validation or test
LARGEST_FACTOR = 4.0
Scores = list[float | None]  # percent of right answers at LAGS, None where it was not measured


@dataclass(frozen=True, eq=False)
class Asked:
    """A sequence in a memory task, and its way through each network."""

    task: MemoryTask
    text: str
    encoded: Remembered
    trained: int | str | None  # see `sequence`
    changes: dict[str, Any]  # that all of them have
    runs: tuple[Run, ...]


def sequence(
    task: str,
    text: object = None,
    *,
    lag: int = LAGS[1],
    trained: int | str | None = None,
    factor: float = 1.0,
    seed: int = 0,
) -> Asked:
    """A sequence that somebody wrote, or without one a random one of a lag, ready for all networks of its task.

    trained: the lag of LAGS that the networks were trained at; without it they are those that were trained with all
    lags, and with "fresh" they have learnt nothing. factor: what their W_hh is multiplied with. Raises InputError,
    which says what is accepted.
    """
    kind: MemoryTask = TASKS[task]
    if not isinstance(kind, MemoryTask):
        raise InputError("no_memory_task", task=task)
    if not 1 <= lag <= LONGEST // 2 or not 0 <= factor <= LARGEST_FACTOR:
        raise InputError("bad_lag", most=LONGEST // 2, factor=f"{LARGEST_FACTOR:g}")
    if text is None:
        text = kind.text(kind.drawn(lag, 1, Generator().manual_seed(seed)).values[0])
    changes: dict[str, Any] = {"random": FRESH_WEIGHTS} if trained == "fresh" else {"lag": trained}
    changes |= {"recurrent": factor} if factor != 1 else {}
    first, *others = (start(task, {"text": text}, name, read_changes(changes)) for name in kind.networks)
    return Asked(kind, str(text), first.encoded, trained, changes, (first, *others))


def told(asked: Asked, seed: int = 0, check: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """What the page shows of it, beside the traces. check: called now and then, and ends the work by raising.

    `right` and of each network `answers` are what is said at the last steps; `hidden` and of an LSTM `cell` the length
    at each step of d y / d that state, y the last output for the right answer; `loss` is that of the last answer and
    `norm` the length of d loss / d all weights, None where a number is not finite; `accuracy` percent on FRESH
    sequences of this lag; `radii` of W_hh by quantity.
    """
    kind, encoded = asked.task, asked.encoded
    networks = []
    for run in asked.runs:
        networks.append(_network(asked, run, seed, check))
    return {
        "text": asked.text,
        "tokens": encoded.tokens,
        "lag": encoded.lag,
        "right": _said(kind, encoded.right),
        "chance": 100 * kind.chance,
        "fresh": FRESH,
        "lags": LAGS,
        "changes": asked.changes,
        "most_updates": max(known["measured"]["most_updates"] for known in networks),
        "networks": networks,
    }


def _network(asked: Asked, run: Run, seed: int, check: Callable[[], None]) -> dict[str, Any]:
    kind, encoded = asked.task, asked.encoded
    back = gradients_of(run, kind.target(encoded), check=check)
    of_output = gradients_of(run, kind.target(encoded) if kind.labels else None, "logit", back.trace.stages, check)
    outputs = torch.stack([stage.logits for stage in back.trace.stages if isinstance(stage, StepOutput)])  # (T, K)
    last = outputs[-len(encoded.right) :]
    check()
    found = accuracy(kind, run.model, encoded.lag, FRESH, FIRST_SEED + seed)
    return {
        "network": run.architecture,
        "parameters": sum(weight.numel() for weight in run.model.parameters()),
        "answers": _said(kind, last.argmax(-1) if kind.labels else last[:, 0]),
        "correct": kind.correct(last[None], encoded.right[None])[0].tolist(),
        "finite": bool(last.isfinite().all()),
        "loss": _number(back.loss),
        "norm": _number(length(*back.weights.values())),
        **_lengths(of_output),
        "radii": radii(run.network),
        "accuracy": found,
        "measured": measured(kind.name, run.architecture, asked.trained),
    }


def _lengths(back: Gradients) -> dict[str, Scores]:
    """|d y / d h_t|, (T,), and of an LSTM |d y / d c_t|."""
    steps = sorted((stage for stage in back.stages if isinstance(stage, RecurrentStep)), key=lambda stage: stage.t)
    states = [name for name in ("hidden", "cell") if hasattr(steps[0], name)]
    return {name: [_number(length(getattr(stage, name))) for stage in steps] for name in states}


def radii(network: Network) -> dict[str, float]:
    """The spectral radius of the recurrent matrix of each quantity: the largest |eigenvalue| of its block of W_hh."""
    found = {}
    for layer in network.layers.values():
        if "weight_hh" not in layer.parameters:
            continue
        blocks = network.model.get_parameter(layer.parameters["weight_hh"]).chunk(layer.settings["blocks"])
        kind = network.model.kind
        for name in results(kind):
            for piece in affines(quantities(kind)[name].equation):
                if isinstance(piece, affine) and piece.weight == "weight_hh":
                    found[name] = float(torch.linalg.eigvals(blocks[piece.block]).abs().max())
    return found


def measured(task: str, network: str, trained: int | str | None) -> dict[str, Any]:
    """What the trainings' own tests found, percent right at LAGS.

    `each` of the networks trained at one lag, each at its own; `mixed` of the one that was trained with all of them;
    `elsewhere` of the one trained at the lag `trained`, nothing where that is no lag; `most_updates` of any training.
    """
    trainings = lag_checkpoints.trainings(task, network)
    mixed = checkpoints.metadata(task, network)["scores"]
    here = trainings.get(str(trained), {})
    each = [trainings[str(lag)]["scores"][f"lag_{lag}"] if str(lag) in trainings else None for lag in LAGS]
    return {
        "each": each,
        "mixed": [mixed[f"lag_{lag}"] for lag in LAGS],
        "elsewhere": [here.get("scores", {}).get(f"lag_{lag}") for lag in LAGS],
        "most_updates": max((training["updates"] for training in trainings.values()), default=0),
    }


def answers(model: nn.Module, batch: Batch) -> Tensor:
    """The outputs (B, A, K) at the last A steps."""
    assert isinstance(model, RecurrentClassifier)
    states, _ = model.recurrent(batch.values)  # (B, T, N)
    return model.fc(states[:, -batch.right.shape[1] :])


@torch.inference_mode()
def accuracy(kind: MemoryTask, model: nn.Module, lag: int, count: int, seed: int) -> float:
    """Percent of right answers on `count` sequences of a lag, which are the same for every network."""
    batch = kind.drawn(lag, count, Generator().manual_seed(seed + lag))
    return 100 * float(kind.correct(answers(model, batch), batch.right).float().mean())


def _said(kind: MemoryTask, values: Tensor) -> list[Any]:
    """Labels, or numbers."""
    return [kind.labels[int(value)] if kind.labels else _number(value) for value in values]


def _number(value: Tensor | float) -> float | None:
    return float(value) if isfinite(value) else None
