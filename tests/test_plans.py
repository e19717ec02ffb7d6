"""What can be shown of a network before there is an input: the frames of a run without its values."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from inputs import NETWORKS, first
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient
from wire_reader import read

from playground.inspection import blank
from playground.tasks import TASKS
from playground.ui import plans
from playground.ui.routes import routes


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def ask(client: TestClient, task: str, network: str, **query: str) -> Any:
    return client.get(f"/playground/plan/{task}/{network}", params=query)


def described(head: dict[str, Any]) -> dict[str, Any]:
    """A head without what its values are sent as."""
    arrays = [[name, shape] for name, shape, _, _ in head["arrays"]]
    return head | {"arrays": arrays}


def joined(heads: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One of each layer, however its time steps were cut."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for head in (head for head in heads if "stage" in head):
        known = found.setdefault((head["stage"], head.get("layer"), head.get("direction")), head)
        if known is not head:
            known["count"] += head["count"]
            known["t"][1] = head["t"][1]
    return sorted(found.values(), key=lambda head: (head["stage"], head.get("layer"), head.get("direction")))


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_a_plan_has_the_frames_of_a_trace_without_values(client: TestClient, task: str, network: str) -> None:
    answer = ask(client, task, network)
    assert answer.status_code == 200
    heads = [head for head, _ in read(answer.content)]
    assert {encoding for head in heads for _, _, encoding, _ in head["arrays"]} == {"blank"}
    given = first(task)
    traced = client.post("/playground/trace", json={"task": task, "input": given, "architecture": network})
    there = [head for head, _ in read(traced.content)]
    assert heads[0]["run"] == there[0]["run"]
    assert heads[1]["encoded"] == there[1]["encoded"]
    assert heads[1]["given"].keys() == there[1]["given"].keys()
    assert heads[-1]["end"] == {}
    ours, theirs = joined(heads), joined(there)
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        if task not in ("digits", "cancer", "diabetes"):  # another number of steps
            shapes = [array[1][-1] for array in one["arrays"]], [array[1][-1] for array in other["arrays"]]
            assert shapes[0] == shapes[1]
            one, other = ({k: v for k, v in head.items() if k not in ("t", "count", "arrays")} for head in (one, other))
            assert one == other
        else:
            assert described(one) == described(other)


@pytest.mark.parametrize(("task", "steps"), [("names", 8), ("reviews", 12), ("series", 60), ("strokes", 40)])
def test_a_plan_has_as_many_steps_as_an_input_of_usual_length(client: TestClient, task: str, steps: int) -> None:
    heads = [head for head, _ in read(ask(client, task, "gru").content)]
    assert {head["count"] for head in heads if "t" in head} == {steps}


def test_those_of_the_digits_are_kept() -> None:
    for network in TASKS["digits"].networks:
        run = blank("digits", network)
        assert plans.kept(network) == plans.plan(run, tuple(run.stages)), "run python -m playground.ui.plans"


def test_what_is_kept_is_what_is_written(tmp_path: Any) -> None:
    plans.write(tmp_path / "plans.json")
    assert (tmp_path / "plans.json").read_bytes() == plans.KEPT.read_bytes()


def test_of_a_changed_network(client: TestClient) -> None:
    answer = ask(client, "digits", "cnn", changes=json.dumps({"padding": False}))
    maps = [head["arrays"][0][1] for head, _ in read(answer.content) if head.get("stage") == "Convolution"]
    assert maps == [[16, 24, 24], [32, 8, 8]]


def test_what_there_is_not_is_refused(client: TestClient) -> None:
    assert_refused(ask(client, "digits", "none"), "unknown_network")
    assert_refused(ask(client, "none", "cnn"), "unknown_task")
    assert_refused(ask(client, "digits", "cnn", changes="{"), "bad_request")
