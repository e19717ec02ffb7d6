"""Requests for what a network says of test data as jobs, and the answers as a page and a program get them."""

from typing import TYPE_CHECKING, Any

from playground.service import requests as r
from playground.service.lanes import Check, Job
from playground.service.service import followed

if TYPE_CHECKING:
    from playground.evaluation import Evaluation


def evaluate(asked: r.NetworkRequest) -> Job:
    """A job that gives the evaluation.Evaluation of a network."""
    from playground.changes import read_changes
    from playground.evaluation import at_hand, evaluated
    from playground.inspection import before_learning
    from playground.provider import provided
    from playground.service.costs import evaluating
    from playground.tasks.evaluation_set import evaluation_set

    def begin(_: Check) -> Job:
        changes = read_changes(asked.changes)
        provided(asked.task, asked.network, changes)  # raises, before anything is read
        data = evaluation_set(asked.task)
        run = before_learning(asked.task, data.inputs[0], asked.network, changes)[0]
        cost = 0 if at_hand(asked.task, asked.network, changes) else evaluating(run, len(data.inputs))
        return Job(lambda check: evaluated(asked.task, asked.network, changes, check), cost)

    return Job(begin)


def shown(asked: r.NetworkRequest) -> Job:
    """A job that gives what the page shows of it: of each input, which it knows, the answer and how sure that is."""

    def told(found: "Evaluation", _: Check) -> dict[str, Any]:
        return {
            "accuracy": found.accuracy,
            "answers": found.answers.tolist(),
            "certainty": [round(value, 6) for value in found.certainty.tolist()],
            "confusion": found.confusion.tolist(),
        }

    return followed(evaluate(asked), told)


def for_a_program(found: "Evaluation", _: Check) -> dict[str, Any]:
    """All of it."""
    return {
        "labels": list(found.labels),
        "inputs": list(found.inputs),
        "truth": list(found.data.truth),
        "answers": found.answers.tolist(),
        "probabilities": found.probabilities.tolist(),
        "confusion": found.confusion.tolist(),
        "accuracy": found.accuracy,
    }
