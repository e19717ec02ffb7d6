"""Requests for gradients and steps of learning as jobs: checked and costed first, done when its turn has come."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from playground.errors import InputError
from playground.service import networks, service
from playground.service.gradient_requests import ChainRequest, GradientsRequest, LearntWeightsRequest, UpdateRequest
from playground.service.lanes import Check, Job
from playground.service.requests import PredictRequest
from playground.service.service import started

if TYPE_CHECKING:
    from torch import Tensor

    from playground.changes import Learning
    from playground.descent import Gradients, Learnt
    from playground.explanation.edges import GradientEdges
    from playground.lesson import Lesson
    from playground.run import Run


def gradients(asked: GradientsRequest) -> Job:
    """A job that gives the learning.Gradients of a run."""
    from playground.service.costs import learning

    return started(asked, lambda run: Job(lambda check: _gradients(run, asked, check), learning(run)))


def gradients_and_edges(asked: GradientsRequest) -> Job:
    """A job that gives them, and what flows back along each edge (explanation/edges.py)."""
    from playground.service.costs import learning, tracing, within

    def work(run: "Run", check: Check) -> "tuple[Gradients, tuple[GradientEdges, ...]]":
        from playground.explanation.edges import gradient_edges

        found = _gradients(run, asked, check)
        return found, gradient_edges(run.walk(found.trace.stages), found.stages)

    def ready(run: "Run") -> Job:
        return Job(lambda check: work(run, check), within(run, learning(run) + tracing(run)))

    return started(asked, ready)


def chain(asked: ChainRequest) -> Job:
    """A job that gives the fields of learning.chain.Chain."""
    from playground.service.costs import learning, within

    def work(run: "Run", check: Check) -> dict[str, Any]:
        from playground.learning.chain import chain

        return asdict(chain(_gradients(run, asked, check), asked.selection, asked.terms, check))

    return started(asked, lambda run: Job(lambda check: work(run, check), within(run, 1.5 * learning(run))))


def reach(asked: GradientsRequest) -> Job:
    """A job that gives the fields of learning.reach.Reach."""
    from playground.learning.reach import reach_of, runs_of
    from playground.service.costs import reaching, summed

    def ready(run: "Run") -> Job:
        runs = list(runs_of(run, asked.network))
        cost = summed(run, (reaching(one) for pair in runs for one in pair))
        return Job(lambda check: asdict(reach_of(runs, asked.target, asked.loss, check)), cost)

    return started(asked, ready)


def _gradients(run: "Run", asked: GradientsRequest, check: Check) -> "Gradients":
    from playground.descent import gradients_of

    return gradients_of(run, asked.target, asked.loss, tuple(service.checked(run, check)), check)


def learning(asked: PredictRequest) -> Job:
    """A job that gives how the steps of changes["learning"] went: {"loss", "target", "steps", "curve", "others"}.

    "curve": from before the first step on {"loss", "probability", "prediction"} (descent.Point); "others": what became
    of other inputs (learning.Others).
    """

    def told(lesson: "Lesson", made: "Learnt", _: Check) -> Job:
        from playground.learning.others import others
        from playground.service.costs import reading_others

        def work(_: Check) -> dict[str, Any]:
            found = others(lesson.run, made.network, asked.changes)
            known = {"loss": lesson.question.name, "target": lesson.question.target, "steps": lesson.steps}
            return known | {"curve": [asdict(point) for point in made.curve], "others": found and asdict(found)}

        return Job(work, reading_others(lesson.run))

    return _lesson(asked, told)


def update(asked: UpdateRequest) -> Job:
    """A job that gives the fields of learning.unit_update.UnitUpdate, of the step after those that are asked for."""

    def told(lesson: "Lesson", made: "Learnt", check: Check) -> Job:
        from playground.learning.unit_update import unit_update
        from playground.service.costs import learning

        def work(check: Check) -> dict[str, Any]:
            question = GradientsRequest(target=lesson.question.target, loss=lesson.question.name)
            found = _gradients(lesson.run.through(made.network), question, check)
            name, trained = asked.changes.learning.optimiser, lesson.run.model
            update = unit_update(found, asked.selection, lesson.rule, name, made.memory, trained, asked.weight)
            return asdict(update)

        return Job(work, learning(lesson.run))

    return _lesson(asked, told)


def weights(asked: LearntWeightsRequest) -> Job:
    """A job that gives what networks.weights does, after the steps."""

    def told(_: "Lesson", made: "Learnt", __: Check) -> "tuple[int, Tensor, Tensor]":
        return networks.weights_in(made.network.model, asked.layer, asked.unit)

    return _lesson(asked, told)


def _lesson(asked: PredictRequest, told: Any) -> Job:
    def ready(run: "Run", learning: "Learning | None") -> Job:
        if learning is None:
            raise InputError("no_learning")
        return service.taught(run, learning, told)

    return service.begin(asked, ready)
