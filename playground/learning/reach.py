"""reach(task, input) -> Reach: how far back the gradient comes in the RNN, the LSTM and the GRU of a task."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

from playground.changes import NOTHING, read_changes
from playground.descent.loss import Asked, asked
from playground.errors import InputError
from playground.inspection import start
from playground.models import ARCHITECTURES
from playground.models.recurrent import RecurrentClassifier
from playground.provider import provided
from playground.run import Run
from playground.stages import Input, RecurrentStep, Stage, Trace
from playground.stages.backward import backward, length
from playground.tasks import TASKS

FRESH = 0  # the seed of the weights that have learnt nothing


@dataclass(frozen=True)
class Way:
    """Lengths of gradients along the time steps of one network, each a Euclidean norm, (T,)."""

    hidden: tuple[float, ...]  # |d loss / d h_t|, of the last layer's state
    input: tuple[float, ...]  # |d logit of the right class / d x_t|, of a number of the output


@dataclass(frozen=True)
class Reaching:
    """One network, with its trained weights and with fresh ones."""

    network: str
    architecture: str
    trained: Way
    fresh: Way


@dataclass(frozen=True)
class Reach:
    """The networks of a task that read step by step from the first to the last."""

    loss: str
    target: str | float | None
    networks: tuple[Reaching, ...]


def reach(
    task: str, value: object, network: object = None, *, target: object = None, loss: object = None, **changes: Any
) -> Reach:
    """How far back the gradient reaches, in one network of each kind that reads from the first step to the last.

    value, target, loss and changes as for `gradients`; without a target all are asked after the label that the first of
    them predicts. network: the one that is taken for its kind where the task has several. Of the changes those of the
    input are kept. Fresh weights are those of `random=0`. Raises InputError.
    """
    given = read_changes(changes)
    of_input = replace(NOTHING, order=given.order, seed=given.seed, move=given.move)
    run = start(task, value, _readers(task, network)[0], of_input)
    return reach_of(list(runs_of(run, network)), target, loss)


def runs_of(run: Run, network: object) -> Iterator[tuple[Run, Run]]:
    """The input of a run through each network, with its trained weights and with fresh ones; nobody has iterated them.

    network: as for `reach`.
    """
    for name in _readers(run.task, network):
        trained, fresh = (provided(run.task, name, replace(NOTHING, random=seed)) for seed in (None, FRESH))
        yield run.through(trained), run.through(fresh)


def _readers(task: str, network: object) -> list[str]:
    """Of each kind of network that reads from the first step to the last the name of one. Raises InputError."""
    kinds: dict[str, str] = {}
    for name, known in TASKS[task].networks.items():
        if issubclass(ARCHITECTURES[known.architecture], RecurrentClassifier) and not known.arguments.get(
            "bidirectional"
        ):
            kinds[known.architecture] = name if name == network else kinds.get(known.architecture) or name
    if not kinds:
        raise InputError("no_reach", task=task)
    return list(kinds.values())


def reach_of(
    runs: Sequence[tuple[Run, Run]], target: object, loss: object, check: Callable[[], None] = lambda: None
) -> Reach:
    """The reach of such runs. check: called now and then, and ends the work by raising."""
    question, networks = None, []
    for trained, fresh in runs:
        ways = []
        for run in (trained, fresh):
            trace = run.trace(tuple(_each(run.stages, check)))
            question = asked(run, trace.logits, target if question is None else question.target, loss)
            ways.append(_way(run, trace, question, check))
        architecture = TASKS[trained.task].networks[trained.architecture].architecture
        networks.append(Reaching(trained.architecture, architecture, *ways))
    assert question is not None
    return Reach(question.name, question.target, tuple(networks))


def _each(stages: Iterator[Stage], check: Callable[[], None]) -> Iterator[Stage]:
    for stage in stages:
        check()
        yield stage


@torch.no_grad()
def _way(run: Run, trace: Trace, question: Asked, check: Callable[[], None]) -> Way:
    """The lengths for one network: two ways back from the same way there."""
    y, walk = trace.logits, run.walk(trace.stages)
    back, _ = backward(walk, question.derivative(y), check)
    logit = asked(run, y, question.target if run.labels else None, "logit")
    of_logit, _ = backward(walk, logit.derivative(y), check)
    steps = [stage for stage in back if isinstance(stage, RecurrentStep)]
    last = max(stage.layer for stage in steps)
    given = next(stage.values for stage in of_logit if isinstance(stage, Input))
    hidden = {stage.t: length(stage.hidden) for stage in steps if stage.layer == last}
    return Way(tuple(hidden[t] for t in range(len(given))), tuple(map(length, given)))
