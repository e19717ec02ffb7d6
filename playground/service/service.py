"""Each kind of request as a job: checked and costed first, done when its turn has come.

The functions check what is cheap to check - they encode the input and make the network ready - and leave the rest to
the job. Importing this does not import torch, and so a page can be answered while torch is still loading; the first job
does.
"""

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict, dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from playground.service import requests as r
from playground.service.lanes import Check, Job

if TYPE_CHECKING:
    from playground.changes import Learning
    from playground.descent import Learnt
    from playground.explanation.edges import LayerEdges
    from playground.lesson import Lesson
    from playground.run import Run
    from playground.stages import Stage, Trace
    from playground.stages.check import Check as Proof


@dataclass(frozen=True, eq=False)
class Tracing:
    """A run that is ready to be iterated, and what that costs."""

    run: "Run"
    cost: int
    exact: bool  # every value is wanted as float32


def predict(asked: r.PredictRequest) -> Job:
    """A job that gives {"prediction": label or number, "familiarity": share}, and of labels "probabilities"."""

    def work(run: "Run", check: Check) -> dict[str, Any]:
        found = whole(run, check)
        known = {"prediction": found.prediction, "familiarity": found.familiarity}
        if not found.labels:
            return known
        return known | {"probabilities": dict(zip(found.labels, found.probabilities.tolist(), strict=True))}

    return started(asked, lambda run: _of_a_trace(run, work))


def trace(asked: r.TraceRequest) -> Job:
    """A job that gives a Tracing."""

    def ready(run: "Run") -> Tracing:
        from playground.service.costs import tracing

        return Tracing(run, tracing(run), asked.exact)

    return started(asked, ready)


def followed(job: Job, work: Callable[[Any, Check], Any]) -> Job:
    """A job that goes on with what another gives in the end, in the same turn."""

    def go_on(check: Check) -> Any:
        step = job.work(check)
        return followed(step, work) if isinstance(step, Job) else work(step, check)

    return Job(go_on, job.cost, job.outside)


def explain(asked: r.ExplainRequest) -> Job:
    """A job that gives the fields of explanation.Explanation."""

    def work(run: "Run", check: Check) -> dict[str, Any]:
        from playground.explanation import explained

        return asdict(explained(run.walk(tuple(checked(run, check))), asked.selection, asked.terms))

    from playground.service.costs import EXPLAINING

    return started(asked, lambda run: _of_a_trace(run, work, EXPLAINING))


def edges(asked: r.EdgesRequest) -> Job:
    """A job that gives the LayerEdges of every layer (explanation/edges.py)."""
    from playground.service.costs import CONNECTING

    def work(run: "Run", check: Check) -> "tuple[LayerEdges, ...]":
        from playground.explanation.edges import edges

        return edges(run.walk(tuple(checked(run, check))), units=asked.units)

    return started(asked, lambda run: _of_a_trace(run, work, CONNECTING))


def check(asked: r.PredictRequest) -> Job:
    """A job that gives what a trace was found to be (stages/check.py)."""
    from playground.service.costs import CHECKING

    def work(run: "Run", check: Check) -> dict[str, Any]:
        return told(whole(run, check).check(check))

    return started(asked, lambda run: _of_a_trace(run, work, CHECKING))


def attribute(asked: r.AttributeRequest) -> Job:
    """A job that gives the fields of attribution.Attribution, its values as nested lists."""
    from playground.attribution import attribution_of
    from playground.service.costs import attributing

    def ready(run: "Run") -> Job:
        def work(check: Check) -> dict[str, Any]:
            found = attribution_of(run, asked.method, asked.label, check)
            return asdict(found) | {"values": found.values.tolist()}

        return Job(work, attributing(run, asked.method))

    return started(asked, ready)


def similar(asked: r.SimilarRequest) -> Job:
    """A job that gives what similar.answer does; the query is checked before the example set is read."""
    from playground.example_set import at_hand
    from playground.service.costs import READING, SEARCHING
    from playground.similar import Query, answer, checked

    def begin(_: Check) -> Job:
        query = checked(Query(**asked.model_dump(exclude={"changes"})))
        cost = SEARCHING if at_hand(query.task, query.network) else READING
        return Job(lambda check: answer(query, check), cost)

    return Job(begin)


def exciting(asked: r.ExcitingRequest) -> Job:
    """A job that gives what exciting.answer does; the query is checked before the example set is read."""
    from playground.exciting import Query, answer, at_hand, checked
    from playground.service.costs import READING, SEARCHING

    def begin(_: Check) -> Job:
        query = checked(Query(**asked.model_dump(exclude={"changes"})))
        cost = SEARCHING if at_hand(query.task, query.network) else READING
        return Job(lambda check: answer(query, check), cost)

    return Job(begin)


def lab(asked: r.LabRequest) -> Job:
    """A job that gives what lab.answer does."""
    from playground.lab import answer, setting

    return Job(lambda _: answer(setting(**{name: getattr(asked, name) for name in type(asked).model_fields})))


def whole(run: "Run", check: Check) -> "Trace":
    """The whole run, unless it is to end."""
    return run.trace(tuple(checked(run, check)))


def told(check: "Proof") -> dict[str, Any]:
    """What a trace was found to be, for a page or a program: each difference, of the largest value or of 1.

    None where a value is NaN or infinite, of which JSON has neither.
    """
    differences = [
        {**one.key._asdict(), "quantity": one.quantity, "difference": _finite(one.relative)}
        for one in check.differences
    ]
    unknown = [key._asdict() for key in check.unknown]
    largest, output = _finite(check.largest), _finite(check.output.relative)
    return {"largest": largest, "output": output, "differences": differences, "unknown": unknown}


def _finite(number: float) -> float | None:
    return number if isfinite(number) else None


def checked(run: "Run", check: Check) -> "Iterator[Stage]":
    """The stages of a run, unless it is to end."""
    for stage in run.stages:
        check()
        yield stage


def together(run: "Run", check: Check, seconds: float = 0.004) -> "Generator[list[Stage], None, None]":
    """The stages of a run, those in one list that come within so many seconds."""
    group: list[Stage] = []
    since = time.monotonic()
    for stage in checked(run, check):
        group.append(stage)
        if time.monotonic() - since > seconds:
            yield group
            group, since = [], time.monotonic()
    if group:
        yield group


def _of_a_trace(run: "Run", work: "Callable[[Run, Check], Any]", times: float = 1) -> Job:
    """A job that has to make every stage of a run, and takes so many times as long as that."""
    from playground.service.costs import tracing

    return Job(lambda check: work(run, check), tracing(run, times))


def started(asked: r.PredictRequest, ready: "Callable[[Run], Any]") -> Job:
    """The run of a request, after the steps of learning that are asked for, and what is made of it."""

    def begun(run: "Run", learning: "Learning | None") -> Any:
        if learning is None:
            return ready(run)
        return taught(run, learning, lambda _, made, __: ready(run.through(made.network)))

    return begin(asked, begun)


def taught(run: "Run", learning: "Learning", ready: "Callable[[Lesson, Learnt, Check], Any]") -> Job:
    """The steps of learning that have not been made yet, and what is made of them."""
    from playground.lesson import learnt, lesson
    from playground.service import costs

    asked = lesson(run, learning)
    return Job(lambda check: ready(asked, learnt(asked, check), check), costs.lesson(asked))


def begin(asked: r.PredictRequest, ready: "Callable[[Run, Learning | None], Any]") -> Job:
    """The run of a request before it learns anything; before that what its series needs from elsewhere."""
    from playground.inspection import before_learning

    def begun(_: Check) -> Any:
        return ready(*before_learning(asked.task, asked.value, asked.network, asked.changes))

    return when_there(asked.task, asked.value, begun)


def when_there(task: str, value: Any, begin: Callable[[Check], Any]) -> Job:
    """What begins with an input; before that what a series needs from elsewhere."""
    from playground.tasks import series

    missing = series.missing(value) if task == "series" else None
    if missing is None:
        return Job(begin)

    def download(_: Check) -> Job:
        series.example(missing)
        return Job(begin)

    return Job(download, outside=True)
