"""The pen followed while it draws: however its points are cut into calls, the steps are those of the whole drawing."""

import base64
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inputs import SEVEN, first
from oracle import assert_same_stages
from starlette.applications import Starlette
from starlette.testclient import TestClient
from wire_reader import half_step, read

from playground import inspect, live
from playground.errors import InputError
from playground.inspection import Run
from playground.stages import Input, Output, Stage, StepOutput
from playground.tasks.strokes import STROKES
from playground.text import LANGUAGES, text
from playground.ui.routes import routes

FORWARD = [name for name, network in STROKES.networks.items() if not network.arguments.get("bidirectional")]
TWO = {"strokes": [[[0.3, 0.2], [0.5, 0.15], [0.7, 0.4], [0.3, 0.85]], [[0.3, 0.85], [0.75, 0.85]], [[0.2, 0.5]]]}
DRAWINGS = [first("strokes"), SEVEN, TWO]

Batch = tuple[list[list[float]], bool]  # points, and whether the pen lifts after them


def cut(drawing: dict[str, Any], places: set[int]) -> list[Batch]:
    """The points in calls: a new one begins at each of the places, counted over all points, and after each lift."""
    batches: list[Batch] = []
    at = 0
    for stroke in drawing["strokes"]:
        points: list[list[float]] = []
        for point in stroke:
            if at in places and points:
                batches.append((points, False))
                points = []
            points.append(point)
            at += 1
        batches.append((points, True))
    return batches


def follow(network: str, batches: list[Batch], carry: Any = None) -> tuple[list[Stage], Any]:
    """All stages of the calls, each with the carry of the one before as JSON gives it back."""
    found: list[Stage] = []
    for points, lift in batches:
        run = live.go_on(network, points, lift, carry)
        found += run.stages
        assert run.carry is not None
        carry = json.loads(json.dumps(run.carry()))
    return found, carry


def in_order(stages: list[Stage]) -> list[Stage]:
    """Steps layer by layer, then the guesses, as one run over the whole has them."""
    steps = [stage for stage in stages if not isinstance(stage, Input | Output)]
    return sorted(steps, key=lambda stage: (isinstance(stage, StepOutput), getattr(stage, "layer", 0), stage.t))


@cache
def whole(network: str, which: int) -> list[Stage]:
    return in_order(list(inspect("strokes", DRAWINGS[which], network).stages))


@pytest.mark.parametrize("network", FORWARD)
@given(st.integers(0, len(DRAWINGS) - 1), st.data())
def test_however_it_is_cut_the_steps_are_those_of_the_whole(network: str, which: int, data: st.DataObject) -> None:
    count = sum(map(len, DRAWINGS[which]["strokes"]))
    places = data.draw(st.sets(st.integers(1, count)))
    found, _ = follow(network, cut(DRAWINGS[which], places))
    # Piece by piece products are of other sizes, and each step goes on from the rounding of those before it.
    assert_same_stages(in_order(found), whole(network, which), tolerance=2e-5)


@pytest.mark.parametrize("network", FORWARD)
def test_the_last_answer_is_that_of_the_whole(network: str) -> None:
    for drawing in DRAWINGS:
        trace = inspect("strokes", drawing, network)
        found, carry = follow(network, cut(drawing, set(range(0, 99, 3))))
        *_, output = found
        assert isinstance(output, Output)
        np.testing.assert_allclose(output.logits, trace.logits, atol=1e-5, rtol=1e-5)
        assert STROKES.answer(None, output.logits) == trace.prediction
        assert carry["steps"] == len(STROKES.encode(drawing).values) == carry["pen"][3]


@pytest.mark.parametrize("network", FORWARD)
def test_the_pen_goes_on_from_a_whole_drawing(network: str) -> None:
    """As after an example was shown: its answer carries the state."""
    *begun, last = TWO["strokes"][:2]
    run = live.read(network, {"strokes": begun})
    list(run.stages)
    assert run.carry is not None
    found, _ = follow(network, [(last[:1], False), (last[1:], True)], json.loads(json.dumps(run.carry())))
    steps = len(STROKES.encode({"strokes": begun}).values)
    both = in_order(list(inspect("strokes", {"strokes": TWO["strokes"][:2]}, network).stages))
    assert_same_stages(in_order(found), [stage for stage in both if stage.t >= steps])


def test_points_too_near_for_a_step_are_not_lost() -> None:
    near = [[[0.5, 0.5], [0.505, 0.5], [0.51, 0.5], [0.52, 0.5], [0.535, 0.5]]]
    run = live.go_on("gru", near[0][:2], False, None)
    assert list(run.stages) == []
    found, _ = follow("gru", [(near[0][2:], True)], run.carry and run.carry())
    assert_same_stages(in_order(found), in_order(list(inspect("strokes", {"strokes": near}, "gru").stages)))


# What cannot be gone on from


def carried(network: str = "gru") -> dict[str, Any]:
    return follow(network, [(SEVEN["strokes"][0][:2], False)])[1]


def encoded(values: Any) -> str:
    return base64.b64encode(np.asarray(values, "<f4").tobytes()).decode()


UNITS = STROKES.networks["gru"].arguments["hidden_size"] * STROKES.networks["gru"].arguments["num_layers"]
BAD: list[Any] = [
    7,
    "carry",
    [1],
    {"pen": 7},
    {"pen": [[0.5, 2], [0.5, 2], 1, 3]},
    *(
        {"state": state}
        for state in (None, 7, [0.5], "", "!", "ü", "AAA", encoded([0.1]), encoded([0.0] * (UNITS + 1)))
    ),
    *({"state": encoded([0.0] * (UNITS - 1) + [bad])} for bad in (np.nan, np.inf, -np.inf, 3e38, -1e7)),
    *({"steps": steps} for steps in (None, -1, 1.5, True, "3", 0, 10**9, 10**400)),
    *({gone: ...} for gone in ("pen", "steps", "state")),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: str(bad)[:40])
def test_what_is_no_carry_is_refused(bad: Any) -> None:
    """Alone, or in the place of a part of a good one; ... takes the part away."""
    if isinstance(bad, dict):
        bad = {name: value for name, value in (carried() | bad).items() if value is not ...}
    with pytest.raises(InputError) as caught:
        live.go_on("gru", [[0.5, 0.5]], True, bad)
    assert caught.value.code == "bad_carry"
    assert all(caught.value.message(language) for language in LANGUAGES)


def test_the_carry_of_another_network_is_refused() -> None:
    for other in ("lstm", "gru1"):
        with pytest.raises(InputError) as caught:
            live.go_on("gru", [[0.5, 0.5]], True, carried(other))
        assert caught.value.code == "bad_carry"


def test_a_network_that_reads_from_the_end_too_refuses() -> None:
    with pytest.raises(InputError, match="bigru reads the drawing from its end, too"):
        live.go_on("bigru", [[0.5, 0.5]], True, None)
    assert live.read("bigru", SEVEN).carry is None


@pytest.mark.parametrize("network", ["fnn", "cnn", "", None, 7, ["gru"]])
def test_unknown_networks(network: Any) -> None:
    for ask in (lambda: live.go_on(network, [[0.5, 0.5]], True, None), lambda: live.read(network, SEVEN)):
        with pytest.raises(InputError) as caught:
            ask()
        assert caught.value.code == "unknown_network"


# Through the route


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def post(client: TestClient, **asked: Any) -> Any:
    return client.post("/playground/trace", json={"task": "strokes"} | asked)


def steps_in(content: bytes) -> Iterator[tuple[tuple[Any, ...], dict[str, Any], dict[str, np.ndarray]]]:
    """Of each time step its place, the frame's head, and its arrays."""
    for head, arrays in read(content):
        if "t" in head:
            for i, t in enumerate(range(head["t"][0], head["t"][1] + 1)):
                place = (head["stage"], head.get("layer"), head.get("direction"), t)
                yield place, head, {name: values[i] for name, values in arrays.items()}


@pytest.mark.parametrize("network", FORWARD)
def test_the_route_follows_the_pen(client: TestClient, network: str) -> None:
    found, points, carry = {}, [], None
    batches = cut(TWO, {1, 3, 5})
    for batch, lift in batches:
        answer = post(client, architecture=network, points=batch, lift=lift, carry=carry)
        assert answer.status_code == 200
        heads = list(read(answer.content))
        assert heads[0][0]["run"]["architecture"] == network
        points += heads[1][1]["points"][0].tolist()
        carry = heads[-1][0]["end"]["carry"]
        found |= {place: (head, arrays) for place, head, arrays in steps_in(answer.content)}
    run: Run = live.read(network, TWO)
    np.testing.assert_allclose(points, run.encoded.points)
    stages = [stage for stage in run.stages if hasattr(stage, "t")]
    assert len(found) == len(stages)
    for stage in stages:
        place = tuple(getattr(stage, name, None) for name in ("layer", "direction", "t"))
        head, arrays = found[type(stage).__name__, *place]
        for name, _, encoding, scale in head["arrays"]:
            atol = half_step(encoding, scale) + 1e-5 * max(1, scale)
            np.testing.assert_allclose(arrays[name], getattr(stage, name), atol=atol, rtol=1e-5)


def test_the_route_gives_a_whole_drawing_with_what_it_carries(client: TestClient) -> None:
    whole = list(read(post(client, architecture="lstm", input=TWO).content))
    pen, steps = whole[-1][0]["end"]["carry"]["pen"], len(STROKES.encode(TWO).values)
    assert (pen[1:], whole[-1][0]["end"]["carry"]["steps"]) == ([None, 3, steps], steps)
    both_ways = list(read(post(client, architecture="bigru", input=TWO).content))
    assert "carry" not in both_ways[-1][0]["end"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_route_refuses_in_words(client: TestClient, language: str) -> None:
    good = {"architecture": "gru", "points": [[0.5, 0.5]], "lift": True, "carry": None, "language": language}
    waits = text("errors.waits_for_the_end", language, name="bigru")
    for change, message in (
        ({"carry": {"pen": "x"}}, text("errors.bad_carry", language)),
        ({"architecture": "bigru"}, waits),
        ({"points": None}, text("errors.bad_drawing", language)),
        ({"points": [["a", 0.5]]}, text("errors.bad_point", language, value="a", least=0.0, most=1.0)),
    ):
        answer = post(client, **good | change)
        assert (answer.status_code, answer.json()) == (422, {"message": message})
    assert post(client, **{name: value for name, value in good.items() if name != "lift"}).status_code == 422
