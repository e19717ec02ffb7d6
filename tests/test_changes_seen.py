"""Changes as they are seen: the input in another order, explanations, frames, and many visitors at once."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import torch
from inputs import SEVEN, first
from oracle import assert_same_stages
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient
from test_explain import check_numbers
from wire_reader import read

from playground import inspect
from playground.changes import read_changes
from playground.explanation import Selection
from playground.explanation import explicable as quantities
from playground.inspection import start
from playground.provider import provided
from playground.stages import Stage
from playground.tasks import TASKS
from playground.tasks.words import table
from playground.ui.routes import routes

KERNEL = {"layer": 0, "map": 0, "channel": 0, "values": [[1000.0] * 5] * 5}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


ORDERS: list[tuple[str, Any, Any]] = [
    ("digits", SEVEN, lambda e: e.centred[0]),
    ("names", {"text": "Yamamoto"}, lambda e: list(zip(e.tokens, e.values.argmax(1).tolist(), strict=True))),
    ("reviews", {"text": "Not a GOOD film, zzyzx!"}, lambda e: list(zip(e.tokens, e.read, e.known, strict=True))),
]


def permuted(task: str, value: Any, **changes: Any) -> Any:
    return start(task, value, "gru", changes).encoded


@pytest.mark.parametrize(("task", "value", "rows"), ORDERS)
def test_the_order_of_the_input(task: str, value: Any, rows: Any) -> None:
    """Rows, letters with their marks, words with all that is known of them; the end of a name stays."""
    before = [str(row) for row in rows(permuted(task, value))]
    end = [before.pop()] if task == "names" else []
    reverse = permuted(task, value, order="reversed")
    assert [str(row) for row in rows(reverse)] == before[::-1] + end
    shuffled = [
        [str(row) for row in rows(permuted(task, value, order="shuffled", seed=seed))] for seed in (0, 0, *range(1, 9))
    ]
    assert shuffled[0] == shuffled[1]
    assert len({tuple(one) for one in shuffled}) > 5
    for one in shuffled:
        assert one[len(before) :] == end
        assert sorted(one[: len(before)]) == sorted(before)
    found: Any = next(start(task, value, "gru", {"order": "reversed"}).stages)
    assert torch.equal(found.values, TASKS[task].network_input(reverse).squeeze(0))


def test_words_keep_their_numbers() -> None:
    known = table()
    for order in ("reversed", "shuffled"):
        words = permuted("reviews", ORDERS[2][1], order=order, seed=5)
        assert torch.equal(words.values, known.vectors[[known.rows.get(word, 0) for word in words.read]])
        assert words.known == tuple(word in known.rows for word in words.read)


def test_a_shuffle_depends_on_the_seed_alone() -> None:
    one, other = (start("digits", SEVEN, n, {"order": "shuffled", "seed": 3}).encoded for n in ("cnn", "lstm"))
    assert torch.equal(one.centred, other.centred)
    texts = [permuted("names", {"text": text}, order="shuffled", seed=3).tokens for text in ("abcdefg", "hijklmn")]
    assert [ord(b) - ord(a) for a, b in zip(*texts, strict=True)] == [7] * 7 + [0]


CHANGED = [
    ("digits", "cnn", {"pooling": "average", "activation": "sigmoid", "off": [{"layer": 0, "units": [0, 1, 2]}]}),
    ("digits", "cnn", {"padding": False, "kernels": [KERNEL]}),
    ("digits", "cnn", {"activation": "identity", "order": "reversed"}),
    ("digits", "fnn", {"activation": "tanh", "off": [{"layer": 0, "units": [*range(16)]}]}),
    ("digits", "fnn", {"activation": "sigmoid", "off": [{"layer": 0, "units": [*range(16)]}]}),
    ("digits", "lstm", {"gates": [{"gate": "forget", "value": 1}, {"gate": "candidate", "value": -0.5, "layer": 1}]}),
    ("digits", "lstm", {"random": 5, "gates": [{"gate": "input", "value": 0}], "move": {"turn": 20}}),
    ("digits", "rnn", {"off": [{"layer": 0, "units": [*range(64)]}], "order": "shuffled"}),
    ("names", "bigru", {"gates": [{"gate": "update", "value": 1}, {"gate": "reset", "value": 0.3}]}),
    ("names", "bigru", {"off": [{"layer": 0, "units": [*range(48)], "direction": 1}], "order": "reversed"}),
    ("reviews", "lstm", {"gates": [{"gate": "output", "value": 0}], "order": "shuffled"}),
    ("series", "fnn", {"activation": "sigmoid"}),
    ("series", "gru", {"gates": [{"gate": "update", "value": 0.25}]}),
]


@pytest.mark.parametrize(("task", "network", "changes"), CHANGED)
def test_the_changed_network_is_explained(client: TestClient, task: str, network: str, changes: dict[str, Any]) -> None:
    """Some values of each kind of stage, layer and direction, at random times; one of them through the route."""
    run = start(task, first(task), network, changes)
    stages = tuple(run.stages)
    source = torch.Generator().manual_seed(0)
    groups: dict[Any, list[Stage]] = {}
    for stage in stages:
        key = type(stage).__name__, getattr(stage, "layer", None), getattr(stage, "direction", None)
        groups.setdefault(key, []).append(stage)
    for (kind, layer, direction), members in groups.items():
        for quantity in quantities(members[0]) * 2:
            stage = members[int(torch.randint(len(members), (), generator=source))]
            index = tuple(int(torch.randint(n, (), generator=source)) for n in getattr(stage, quantity).shape)
            chosen = Selection(kind, quantity, index, layer, direction, getattr(stage, "t", None))
            told, _, _ = check_numbers(run.model, stages, chosen)
    asked = {"task": task, "architecture": network, "input": first(task), "changes": changes}
    answer = client.post("/playground/explain", json=asked | {"selection": vars(chosen)}).json()
    assert (answer["value"], answer["result"]) == (told.value, told.result)


@pytest.mark.parametrize(("task", "network", "changes"), CHANGED)
def test_the_route_streams_the_changed_network(client: TestClient, task: str, network: str, changes: Any) -> None:
    asked = {"task": task, "architecture": network, "input": first(task), "changes": changes}
    frames = list(read(client.post("/playground/trace", json=asked).content))
    trace = inspect(task, first(task), network, **changes)
    heads = [head for head, _ in frames]
    functions = [head["function"] for head in heads if head.get("stage") == "Activation"]
    assert functions == [changes.get("activation", "relu")] * (2 if network == "cnn" else 0)
    (logits,) = (arrays["logits"][0] for head, arrays in frames if head.get("stage") == "Output")
    assert logits.tolist() == trace.logits.tolist()
    assert "AveragePooling" in {head.get("stage") for head in heads} or "pooling" not in changes


def test_no_changes_are_none_or_an_empty_object(client: TestClient) -> None:
    asked = {"task": "strokes", "architecture": "gru", "input": SEVEN}
    for changes in (None, {}, {"random": 1}):
        *_, (end, _) = read(client.post("/playground/trace", json=asked | {"changes": changes}).content)
        assert end["end"]["milliseconds"] > 0
    for changes in (0, False, "", []):
        assert_refused(client.post("/playground/trace", json=asked | {"changes": changes}), "bad_changes")


def test_visitors_with_different_changes_do_not_meet() -> None:
    jobs = [job for job in CHANGED if job[0] != "series"] + [("digits", "lstm", {}), ("digits", "cnn", {})]
    alone = [inspect(task, first(task), network, **changes).stages for task, network, changes in jobs]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda job: inspect(job[0], first(job[0]), job[1], **job[2]).stages, jobs * 3))
    for ours, theirs in zip(found, alone * 3, strict=True):
        assert_same_stages(ours, theirs, tolerance=0)


@pytest.mark.parametrize(
    ("network", "layer", "unit", "changes"),
    [
        ("cnn", "0", "0", {"kernels": [KERNEL | {"values": [[1, 2, 3, 4, 5]] * 5}]}),
        ("cnn", "2", "3", {"padding": False}),
        ("fnn", "0", "3", {"off": [{"layer": 0, "units": [3]}]}),
        ("fnn", "1", "3", {"random": 2}),
    ],
)
def test_the_weights_of_a_unit_of_a_changed_network(
    client: TestClient, network: str, layer: str, unit: str, changes: Any
) -> None:
    place = f"/playground/weights/digits/{network}/{layer}"
    ((_, arrays),) = read(client.get(place, params={"unit": unit, "changes": json.dumps(changes)}).content)
    trained, other = (provided("digits", network, read_changes(c)).model for c in (None, changes))
    new, old = other.weighted[int(layer)], trained.weighted[int(layer)]
    row = int(unit)
    assert arrays["weight"][0].tolist() == new.weight[row].tolist() != old.weight[row].tolist()
    assert arrays["bias"][0].tolist() == new.bias[row].tolist()
    for sent in ("{", "[" * 5_000, "9" * 5_000):
        assert_refused(client.get(place, params={"changes": sent}), "bad_request")
    assert_refused(client.get(place, params={"changes": "7"}), "bad_changes")
