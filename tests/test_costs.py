"""What requests cost: foretold from the layers, refused in words where it is too much, and nothing without an end."""

from collections.abc import Callable
from typing import Any

import pytest
from inputs import NETWORKS, first

from playground.comparison import counted
from playground.errors import InputError
from playground.inspection import start
from playground.pace import products
from playground.service import comparing, costs, learning, service
from playground.service.comparison_requests import ComparisonRequest
from playground.service.gradient_requests import GradientsRequest
from playground.service.lanes import Job
from playground.service.requests import AttributeRequest, PredictRequest

WORDS = 120


class Ended(Exception):
    """Raised by a check."""


def review(count: int, network: str = "gru") -> dict[str, Any]:
    return {"task": "reviews", "network": network, "value": {"text": "good " * count}}


def attribution(asked: dict[str, Any]) -> Job:
    return service.attribute(AttributeRequest(**asked, method="gradient_x_input"))


def measure(asked: dict[str, Any]) -> Job:
    return comparing.measure(ComparisonRequest(task=asked["task"], input=asked["value"]))


def dearest(job: Job) -> int:
    """The highest cost of a job's parts, none of which but the first is done."""
    step = job.work(lambda: None)
    assert isinstance(step, Job)
    return step.cost


@pytest.mark.parametrize(("task", "network"), [one for one in NETWORKS if one[0] != "series"])
def test_products_are_those_that_the_layers_tell(task: str, network: str) -> None:
    """The oracle goes by the equations of the stages, the pace by what a forward calls; biases are the rest."""
    run = start(task, first(task), network)
    assert products(run.model, run.item(), 0) == pytest.approx(counted(run.network, run.item()).multiply_adds, rel=0.05)


@pytest.mark.parametrize("ask", [attribution, measure])
def test_what_is_too_dear_is_refused_with_what_would_do(ask: Callable[[dict[str, Any]], Job]) -> None:
    with pytest.raises(InputError) as error:
        ask(review(4_990)).work(lambda: None)
    assert error.value.code == "too_dear"
    most: Any = error.value.values["most"]
    assert most < 4_990
    assert error.value.values["steps"] == 4_990
    assert str(most) in error.value.message("en")
    assert str(most) in error.value.message("zh")
    assert dearest(ask(review(int(0.9 * most)))) <= costs.MOST


def test_the_way_back_of_a_gru_is_dearer_than_that_of_an_lstm() -> None:
    assert dearest(attribution(review(500))) > 4 * dearest(attribution(review(500, "lstm")))


def test_an_input_twice_as_long_costs_twice_as_much() -> None:
    for network in ("rnn", "lstm", "gru"):
        once, twice = (dearest(attribution(review(count, network))) for count in (400, 800))
        assert twice == pytest.approx(2 * once, rel=0.02)


ENDED: dict[str, Callable[[], Job]] = {
    "check": lambda: service.check(PredictRequest(**review(WORDS, "lstm"))),
    "gradients": lambda: learning.gradients(GradientsRequest(**review(WORDS))),
    "reach": lambda: learning.reach(GradientsRequest(**review(WORDS))),
    "compared": lambda: comparing.told(ComparisonRequest(task="reviews", input={"text": "good " * WORDS})),
}


@pytest.mark.parametrize("name", ENDED)
def test_it_can_be_ended_at_any_step(name: str) -> None:
    """There are more checks than stages, so that the way back and the counting have some of their own; each ends it."""
    whole = checks_of(ENDED[name]())
    assert whole > 2 * WORDS
    for last in (whole // 2, whole - 1):
        with pytest.raises(Ended):
            checks_of(ENDED[name](), last)


def checks_of(job: Job, last: int | None = None) -> int:
    """How often a job checks whether it is to end; after `last` times it is."""
    count = 0

    def check() -> None:
        nonlocal count
        count += 1
        if last is not None and count > last:
            raise Ended

    step: Any = job
    while isinstance(step, Job):
        step = step.work(check)
    return count
