"""Changes as they are sent: what is read, and what is refused, with which words; whatever it is."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs import SEVEN, first
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground import InputError, inspect
from playground.changes import NOTHING, Changes, Gate, Kernel, Off, read_changes
from playground.changes.asked import MOST
from playground.inspection import start
from playground.models.activations import ACTIVATIONS
from playground.tasks.moves import Move
from playground.text import LANGUAGES
from playground.ui.routes import routes

ROW = [0.0] * 5
KERNEL = {"layer": 0, "map": 0, "channel": 0, "values": [ROW] * 5}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def test_all_that_can_be_asked_is_read() -> None:
    sent = {
        "random": 7,
        "activation": "tanh",
        "pooling": None,
        "padding": False,
        "kernels": [{**KERNEL, "values": [[1, 2.5]]}],
        "gates": [
            {"gate": "forget", "value": 0},
            {"gate": "output", "value": 0.5, "layer": 1, "units": [5], "direction": 0},
        ],
        "stride": 2,
        "off": [{"layer": 0, "units": [3, 4]}, {"layer": 0, "units": (), "direction": 1}],
        "order": "shuffled",
        "seed": 4,
        "move": {"right": 2},
    }
    assert read_changes(sent) == Changes(
        random=7,
        activation="tanh",
        padding=False,
        kernels=(Kernel(0, 0, 0, ((1.0, 2.5),)),),
        gates=(Gate("forget", 0.0), Gate("output", 0.5, 1, (5,), 0)),
        stride=2,
        off=(Off(0, (3, 4)), Off(0, (), 1)),
        order="shuffled",
        seed=4,
        move=Move(right=2),
    )
    assert read_changes(None) is NOTHING
    assert read_changes({"stride": 1}) == NOTHING
    assert read_changes({}) == read_changes({"gates": [], "random": None}) == NOTHING


DEEP: list[Any] = []
for _ in range(100_000):
    DEEP = [DEEP]

BAD = [
    *((value, "bad_changes") for value in (0, False, "", "random", [], [1], 1.5)),
    ({"weights": 1}, "unknown_change"),
    ({1: 2}, "unknown_change"),
    ({None: None}, "unknown_change"),
    *(({"random": v}, "bad_whole") for v in (-1, 2**31, 10**400, 10**5_000, 1.0, True, "1", [], float("nan"), DEEP)),
    *(({"seed": v}, "bad_whole") for v in (-1, 2**31, {})),
    *(({"activation": v}, "bad_choice") for v in ("softmax", 1, [], ["relu"], {}, True, "")),
    *(({"pooling": v}, "bad_choice") for v in ("min", ["max"], 0)),
    *(({"padding": v}, "bad_choice") for v in (0, 1, "true", [])),
    *(({"order": v}, "bad_choice") for v in ("up", 3, ["reversed"])),
    *(({name: v}, "bad_entry") for name in ("kernels", "gates", "off") for v in (0, "x", {}, [0], [None], [{}], [[]])),
    *(({"gates": v}, "bad_entry") for v in ([{"gate": "forget"}], [{"gate": "x", "value": 0, "t": 1}], [{1: 2}])),
    *(({"gates": [{"gate": g, "value": v}]}, "bad_entry") for g, v in ((None, 0), ("forget", None))),
    ({"gates": [{"gate": "forget", "value": 0, "t": None}]}, "bad_entry"),
    ({"gates": [{"gate": "forget", "value": 0}] * (MOST + 1)}, "bad_entry"),
    *(
        ({"gates": [{"gate": "forget", "value": v}]}, "bad_weight")
        for v in ("0", True, 1001, 10**400, -(10**5_000), float("nan"), float("inf"), [], DEEP)
    ),
    ({"gates": [{"gate": "forget", "value": 0, "layer": -1}]}, "bad_whole"),
    *(({"off": [{"layer": v, "units": []}]}, "bad_whole") for v in (-1, 1.0, "0", True, 10**400)),
    *(({"off": [{"layer": 0, "units": v}]}, "bad_entry") for v in (3, "3", {}, [0] * (MOST + 1))),
    *(({"stride": v}, "bad_choice") for v in (0, 3, "2", True, [2])),
    *(({"gates": [{"gate": "forget", "value": 0, "units": v}]}, "bad_entry") for v in (3, "3", {})),
    ({"gates": [{"gate": "forget", "value": 0, "units": [-1]}]}, "bad_whole"),
    *(({"off": [{"layer": 0, "units": [v]}]}, "bad_whole") for v in (-1, None, "a", 0.5, False, 10**5_000)),
    *(({"kernels": [KERNEL | {"values": v}]}, "bad_entry") for v in (0, "x", [0], [[0], None], [ROW] * 1_001)),
    *(({"kernels": [KERNEL | {"values": [[v]]}]}, "bad_weight") for v in (None, "1", float("-inf"), 10**400, [])),
    *(({"move": v}, "bad_move") for v in (0, [], {"up": 1}, {1: 1})),
    *(({"move": {"right": v}}, "bad_move_number") for v in (15, None, "1", float("nan"), 10**5_000, True)),
]


@pytest.mark.parametrize(("value", "code"), BAD, ids=[f"{code}{k}" for k, (_, code) in enumerate(BAD)])
def test_what_is_malformed_is_told(value: Any, code: str) -> None:
    with pytest.raises(InputError) as error:
        read_changes(value)
    assert error.value.code == code
    messages = [error.value.message(language) for language in LANGUAGES]
    assert len(set(messages)) == len(LANGUAGES)
    assert all(len(message) < 400 for message in messages)


NOT_HERE = [
    ("digits", "fnn", {"pooling": "max"}, "change_not_here"),
    ("digits", "fnn", {"kernels": [KERNEL]}, "change_not_here"),
    ("digits", "fnn", {"padding": False}, "change_not_here"),
    ("digits", "cnn", {"gates": [{"gate": "forget", "value": 0}]}, "change_not_here"),
    ("digits", "rnn", {"gates": [{"gate": "forget", "value": 0}]}, "change_not_here"),
    ("digits", "lstm", {"activation": "relu"}, "change_not_here"),
    ("digits", "lstm", {"gates": [{"gate": "update", "value": 0}]}, "unknown_gate"),
    ("digits", "lstm", {"gates": [{"gate": "cell", "value": 0}]}, "unknown_gate"),
    ("digits", "gru", {"gates": [{"gate": ["reset"], "value": 0}]}, "unknown_gate"),
    ("digits", "gru", {"gates": [{"gate": "update", "value": -0.1}]}, "bad_gate_value"),
    ("digits", "gru", {"gates": [{"gate": "reset", "value": 1.1}]}, "bad_gate_value"),
    ("digits", "lstm", {"gates": [{"gate": "candidate", "value": -1.1}]}, "bad_gate_value"),
    ("digits", "lstm", {"gates": [{"gate": "forget", "value": 0, "layer": 2}]}, "no_such_place"),
    ("digits", "lstm", {"gates": [{"gate": "forget", "value": 0, "units": [128]}]}, "no_such_place"),
    ("digits", "lstm", {"gates": [{"gate": "forget", "value": 0, "direction": 1}]}, "no_such_place"),
    ("digits", "fnn", {"stride": 2}, "change_not_here"),
    ("digits", "rnn", {"stride": 2}, "change_not_here"),
    ("digits", "lstm", {"off": [{"layer": 2, "units": []}]}, "no_such_place"),
    ("digits", "gru", {"off": [{"layer": 0, "units": [128]}]}, "no_such_place"),
    ("digits", "gru", {"off": [{"layer": 0, "units": [0], "direction": 1}]}, "no_such_place"),
    ("names", "bigru", {"off": [{"layer": 0, "units": [96], "direction": 1}]}, "no_such_place"),
    ("digits", "cnn", {"off": [{"layer": 2, "units": [0]}]}, "no_such_place"),  # not of the readout
    ("digits", "cnn", {"off": [{"layer": 0, "units": [16]}]}, "no_such_place"),
    ("digits", "cnn", {"off": [{"layer": 0, "units": [0], "direction": 1}]}, "no_such_place"),
    ("digits", "cnn", {"kernels": [KERNEL | {"layer": 2}]}, "no_such_place"),
    ("digits", "cnn", {"kernels": [KERNEL | {"map": 16}]}, "no_such_place"),
    ("digits", "cnn", {"kernels": [KERNEL | {"channel": 1}]}, "no_such_place"),
    ("digits", "cnn", {"kernels": [KERNEL | {"values": [ROW] * 4}]}, "bad_kernel_size"),
    ("digits", "cnn", {"kernels": [KERNEL | {"values": [*[ROW] * 4, ROW[:4]]}]}, "bad_kernel_size"),
    ("digits", "cnn", {"kernels": [KERNEL | {"values": []}]}, "bad_kernel_size"),
    *((task, "fnn", {"order": "reversed"}, "no_order") for task in ("series", "cancer", "diabetes")),
    ("strokes", "gru", {"order": "shuffled"}, "no_order"),
    *((task, network, {"move": {}}, "no_move") for task, network in (("strokes", "gru"), ("names", "lstm"))),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("task", "network", "changes", "code"), NOT_HERE)
def test_what_a_network_has_not_is_told(
    client: TestClient, task: str, network: str, changes: Any, code: str, language: str
) -> None:
    with pytest.raises(InputError) as error:
        inspect(task, first(task), network, **changes)
    assert error.value.code == code
    asked = {"task": task, "architecture": network, "input": first(task), "changes": changes, "language": language}
    selected = asked | {"selection": {"stage": "Output", "quantity": "logits", "index": [0]}}
    for route, sent in (("trace", asked), ("explain", selected)):
        assert_refused(client.post(f"/playground/{route}", json=sent), code, language)


KEYS = st.sampled_from([*vars(NOTHING), *(f.name for kind in (Kernel, Gate, Off, Move) for f in fields(kind))])
NUMBERS = st.integers() | st.floats() | st.just(10**400)
CHOICES = [*ACTIVATIONS, "max", "average", "reversed", "shuffled", "forget", "update", "candidate"]
PLAIN = st.none() | st.booleans() | NUMBERS | st.sampled_from(CHOICES) | st.text(max_size=50)
NESTED = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=9), inner, max_size=4),
    max_leaves=9,
)


def spoiled(good: Any, names: Iterable[str]) -> Any:
    """An object with one field replaced by anything, or one more."""
    keys = st.sampled_from([*names] * 5) | KEYS
    return st.tuples(good, st.dictionaries(keys, NESTED, min_size=1, max_size=1)).map(lambda both: both[0] | both[1])


def entries(**likely: Any) -> Any:
    """Objects with likely values, of which one may be spoiled."""
    good = st.fixed_dictionaries(likely)
    lists = st.lists(good, max_size=2)
    return lists | lists | st.tuples(lists, spoiled(good, likely)).map(lambda both: [*both[0], both[1]])


SMALL = st.integers(0, 2)
ROWS = st.lists(st.lists(st.floats(-2, 2), min_size=5, max_size=5), min_size=5, max_size=5)
GOOD = st.fixed_dictionaries(
    {},
    optional={
        "random": SMALL,
        "activation": st.sampled_from([*ACTIVATIONS]),
        "pooling": st.sampled_from(["max", "average"]),
        "padding": st.booleans(),
        "kernels": entries(layer=st.integers(0, 1), map=SMALL, channel=st.just(0), values=ROWS),
        "gates": entries(gate=st.sampled_from(CHOICES[-3:]), value=st.floats(-1, 1), layer=st.none() | SMALL),
        "off": entries(layer=SMALL, units=st.lists(st.integers(0, 20), max_size=5), direction=st.just(0)),
        "order": st.sampled_from(["reversed", "shuffled"]),
        "seed": SMALL,
        "move": st.dictionaries(st.sampled_from([*vars(Move())]), st.floats(0.3, 1) | NUMBERS, max_size=2),
    },
)
OFFERED = {
    "cnn": ("activation", "pooling", "padding", "kernels"),
    "fnn": ("activation",),
    "rnn": (),
    "lstm": ("gates",),
    "gru": ("gates",),
}


def fitting(network: str) -> Any:
    """Mostly what the network has."""
    names = {*OFFERED[network], "random", "off", "order", "seed", "move"}
    good = GOOD.map(lambda sent: {name: value for name, value in sent.items() if name in names})
    return st.tuples(st.just(network), good | good | GOOD | spoiled(good, vars(NOTHING)) | NESTED)


@settings(max_examples=150)
@given(st.sampled_from([*OFFERED]).flatmap(fitting))
def test_whatever_is_sent_is_used_or_told(client: TestClient, which: tuple[str, Any]) -> None:
    """An answer of finite numbers, or words in both languages; by the route, too."""
    network, sent = which
    try:
        run = start("digits", SEVEN, network, sent)
    except InputError as error:
        expected = 422
        assert len({error.message(language) for language in LANGUAGES}) == len(LANGUAGES)
    else:
        expected = 200
        assert run.trace().logits.isfinite().all()
    body = json.dumps({"input": SEVEN, "architecture": network, "changes": sent})  # NaN and all
    assert client.post("/playground/trace", content=body).status_code == expected
