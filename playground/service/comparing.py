"""One input through several networks as jobs: all runs, what each network says in figures, how long each takes."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from playground.errors import InputError
from playground.service.comparison_requests import ComparisonRequest
from playground.service.lanes import Check, Job
from playground.service.service import taught, when_there, whole

if TYPE_CHECKING:
    from playground.changes import Learning
    from playground.descent import Learnt
    from playground.run import Run


@dataclass(frozen=True, eq=False)
class Comparing:
    """Runs that are ready to be iterated, by the names of their networks; of some why there is none."""

    task: str
    runs: "dict[str, Run | InputError]"
    cost: int

    @property
    def ready(self) -> "list[Run]":
        """Those that there are."""
        return [run for run in self.runs.values() if not isinstance(run, InputError)]


def compare(asked: ComparisonRequest) -> Job:
    """A job that gives a Comparing. Raises InputError where none of the networks is there."""
    return _started(asked, lambda comparing: comparing)


def told(asked: ComparisonRequest) -> Job:
    """A job that gives {"networks": {name: what it says}, "said": [{"answer", "networks"}, ...]}.

    Of a network "prediction", "familiarity", of labels "probabilities", and "parameters", "parts", "multiply_adds".
    """

    def work(comparing: Comparing, check: Check) -> dict[str, Any]:
        from playground.comparison import Comparison

        traces = tuple(whole(run, check) for run in _all(comparing))
        found = Comparison(traces)
        networks = {trace.architecture: _answer(trace) | _counts(trace.run, check) for trace in traces}
        return {"networks": networks, "said": [asdict(one) for one in found.said]}

    def ready(comparing: Comparing) -> Job:
        from playground.service.costs import TELLING, summed

        cost = summed(comparing.ready[0], [TELLING * comparing.cost])
        return Job(lambda check: work(comparing, check), cost)

    return _started(asked, ready)


def measure(asked: ComparisonRequest) -> Job:
    """A job that gives {"threads": of PyTorch, "networks": {name: its counts and times on this machine}}.

    What there is of a network say comparison/counts.py and timing.py.
    """
    from playground.service.costs import timings

    def work(comparing: Comparing, check: Check) -> dict[str, Any]:
        from torch import get_num_threads

        from playground.comparison import timed

        runs = comparing.ready
        times = timed(runs, check)
        networks = {run.architecture: _counts(run, check) | asdict(one) for run, one in zip(runs, times, strict=True)}
        return {"threads": get_num_threads(), "networks": networks}

    def ready(comparing: Comparing) -> Job:
        return Job(lambda check: work(comparing, check), timings(comparing.ready))

    return _started(asked, ready)


def _started(asked: ComparisonRequest, ready: Callable[[Comparing], Any]) -> Job:
    """The runs of a request and what is made of them."""

    def begin(_: Check) -> Any:
        from playground.changes import read_changes
        from playground.comparison import begun, names_of
        from playground.service.costs import summed, tracing

        names = [str(name) for name in names_of(asked.task, asked.networks)]
        changes = read_changes(asked.changes)
        runs = dict(zip(names, begun(asked.task, asked.value, names, changes), strict=True))
        ready_ones = [run for run in runs.values() if not isinstance(run, InputError)]
        comparing = Comparing(asked.task, runs, summed(ready_ones[0], map(tracing, ready_ones)) if ready_ones else 0)
        if not ready_ones:
            _all(comparing)  # raises
        return _taught(comparing, names, changes.learning, ready)

    return when_there(asked.task, asked.value, begin)


def _taught(
    comparing: Comparing, names: list[str], learning: "Learning | None", ready: Callable[[Comparing], Any]
) -> Any:
    """What is made of the runs when these networks, one after another, have made their steps of learning."""
    if learning is None or not names:
        return ready(comparing)
    name, *others = names
    run = comparing.runs[name]
    if isinstance(run, InputError):
        return _taught(comparing, others, learning, ready)

    def next_one(_: object, made: "Learnt", __: Check) -> Any:
        after = replace(comparing, runs=comparing.runs | {name: run.through(made.network)})
        return _taught(after, others, learning, ready)

    return taught(run, learning, next_one)


def _all(comparing: Comparing) -> "list[Run]":
    """All runs. Raises InputError, which says why, where one is none."""
    for run in comparing.runs.values():
        if isinstance(run, InputError):
            raise run
    return comparing.ready


def _answer(trace: Any) -> dict[str, Any]:
    known = {"prediction": trace.prediction, "familiarity": trace.familiarity}
    if not trace.labels:
        return known
    return known | {"probabilities": dict(zip(trace.labels, trace.probabilities.tolist(), strict=True))}


def _counts(run: "Run", check: Check) -> dict[str, Any]:
    from playground.comparison import counted

    counts = counted(run.network, run.item(), check)
    return {"parameters": counts.parameters} | asdict(counts)
