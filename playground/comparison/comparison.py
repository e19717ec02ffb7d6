"""compare(task, input, networks) -> Comparison: one input through all networks of a task, or through some."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from playground.changes import NOTHING, Changes, read_changes
from playground.checkpoints import names
from playground.comparison.counts import Counts, counted
from playground.errors import InputError
from playground.inspection import after_learning, before_learning
from playground.provider import provided
from playground.run import Run
from playground.stages import Trace


@dataclass(frozen=True)
class Said:
    """One answer, and who gives it."""

    answer: str
    networks: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Comparison:
    """The runs of one input, in the order in which the networks were asked for."""

    traces: tuple[Trace, ...]

    @property
    def predictions(self) -> dict[str, str | float]:
        """What each network says, by its name."""
        return {trace.architecture: trace.prediction for trace in self.traces}

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Each answer with the networks that give it, that of the most first; none where the answers are numbers."""
        found: dict[str, list[str]] = {}
        for trace in self.traces:
            if trace.labels:
                found.setdefault(str(trace.prediction), []).append(trace.architecture)
        most_first = sorted(found.items(), key=lambda one: -len(one[1]))
        return tuple(Said(answer, tuple(networks)) for answer, networks in most_first)

    @property
    def agree(self) -> bool:
        """Whether all give one answer; numbers always differ."""
        return len(self.said) == 1

    @cached_property
    def counts(self) -> dict[str, Counts]:
        """The parameters of each network, and the multiply-adds of its forward for this input, by its name."""
        return {trace.architecture: counted(trace.run.network, trace.run.item()) for trace in self.traces}


def compare(task: str, value: object, networks: Iterable[object] | None = None, **changes: Any) -> Comparison:
    """One input through several networks, every value of each kept.

    task, value and changes as for `inspect`; the changes are made in each of the networks. networks: names among the
    task's networks, modules, or Networks, by default all of the task's own. Raises InputError, which says what is
    accepted, and where one of them cannot read the input or has nothing of the kind that is to be changed.
    """
    read = read_changes(changes)
    runs = begun(task, value, names_of(task, networks), read)
    for run in runs:
        if isinstance(run, InputError):
            raise run
    return Comparison(tuple(after_learning(run, read.learning).trace() for run in runs if isinstance(run, Run)))


def begun(task: str, value: object, networks: Iterable[object], changes: Changes = NOTHING) -> list[Run | InputError]:
    """The run of one input through each of the networks before it learns anything, or why there is no such network.

    Raises InputError where the input cannot be read at all.
    """
    found: list[Run | InputError] = []
    first: Run | None = None  # whose encoded input the others are given
    for network in networks:
        try:
            known = provided(task, network, changes)
        except InputError as error:
            found.append(error)
            continue
        if first is None:
            first, _ = before_learning(task, value, network, changes)
            found.append(first)
        else:
            found.append(first.through(known))
    return found


def names_of(task: str, networks: Iterable[object] | None) -> list[object]:
    """The networks that are asked for, without any all that there are of a task. Raises InputError on an empty list."""
    given = names(task) if networks is None else [networks] if isinstance(networks, str) else networks
    found: list[object] = list(given)
    if not found:
        raise InputError("no_networks")
    return found
