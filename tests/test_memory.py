"""The memory tasks: their sequences, what the networks make of them, and what is stated of the trained ones."""

import json
import math
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
import torch
from starlette.applications import Starlette
from starlette.testclient import TestClient
from torch import Generator

from playground import checkpoints, lag_checkpoints
from playground.changes import read_changes
from playground.errors import InputError
from playground.inspection import inspect
from playground.memory_lab import accuracy, radii, sequence, told
from playground.models import ARCHITECTURES
from playground.provider import provided
from playground.tasks import MEMORY, TASKS
from playground.tasks.memory import COPIED, COPY, GO, TOLERANCE, MemoryTask
from playground.training.loop import train
from playground.training.memory import AddingTraining, RecallTraining
from playground.ui.routes import routes

tasks = pytest.mark.parametrize("kind", [TASKS[name] for name in MEMORY], ids=list(MEMORY))
NETWORKS = ("rnn", "irnn", "lstm", "gru")
TRAINED = [
    (task, network, lag)
    for task in MEMORY
    for network in NETWORKS
    for lag in map(int, lag_checkpoints.trainings(task, network))
]


def drawn(kind: MemoryTask, lag: int, count: int = 50) -> Any:
    return kind.drawn(lag, count, Generator().manual_seed(3))


@tasks
@pytest.mark.parametrize("lag", [2, 5, 37])
def test_what_is_drawn_reads_as_what_it_is_written_as(kind: MemoryTask, lag: int) -> None:
    batch = drawn(kind, lag)
    for values, right in zip(batch.values, batch.right, strict=True):
        encoded = kind.encode({"text": kind.text(values)})
        torch.testing.assert_close(encoded.values, values)
        torch.testing.assert_close(encoded.right, right)
        assert encoded.lag == lag
        assert len(encoded.tokens) == len(values)


def test_what_is_right() -> None:
    recall, adding, copy = (drawn(TASKS[name], 20) for name in MEMORY)
    assert recall.values.shape == (50, 21, 4)
    assert torch.equal(recall.right[:, 0], recall.values[:, 0].argmax(1))
    numbers, marks = adding.values.unbind(-1)
    assert torch.equal(marks[:, :10].sum(1), torch.ones(50))
    assert torch.equal(marks[:, 10:].sum(1), torch.ones(50))
    torch.testing.assert_close(adding.right[:, 0], torch.stack([n[m == 1].sum() for n, m in zip(numbers, marks)]))  # noqa: B905
    assert torch.equal(copy.right, copy.values[:, :COPIED].argmax(2))
    assert (copy.values[:, COPIED:].argmax(2) == COPY.symbols.index(GO)).sum() == 50
    assert copy.values[:, COPIED + 20].argmax(1).eq(COPY.symbols.index(GO)).all()
    assert copy.values.shape[1] == 2 * COPIED + 20


@tasks
def test_chance_is_what_the_best_answer_that_has_read_nothing_gets(kind: MemoryTask) -> None:
    batch = drawn(kind, 10, 20_000)
    answers = len(batch.right[0])
    if kind.labels:
        outputs = torch.zeros(20_000, answers, len(kind.labels))
        outputs[..., 2] = 1
    else:
        outputs = torch.ones(20_000, answers, 1)
    assert float(kind.correct(outputs, batch.right).float().mean()) == pytest.approx(kind.chance, abs=0.012)


@pytest.mark.parametrize(
    ("task", "text"),
    [
        *(("recall", text) for text in ("", "abe", "a1", "a" * 1_001)),
        *(("copy", text) for text in ("", ">", "ab.c>", "e...>", "a" * 13 + ">", "ab" + "." * 1_000 + ">")),
        *(
            ("adding", text)
            for text in ("", "0.5* 0.5", "0.5* 0.5* 0.5*", "1.5* 0.5*", "x* 0.5*", "nan* 0.5*", "-0.5* 1*")
        ),
    ],
)
def test_what_is_no_sequence_is_refused(task: str, text: str) -> None:
    with pytest.raises(InputError):
        TASKS[task].encode({"text": text})


def test_an_answer_may_be_a_tolerance_off() -> None:
    right = torch.tensor([[1.0], [1.0]])
    assert TASKS["adding"].correct(
        torch.tensor([[[1 + 0.9 * TOLERANCE]], [[1 - 1.1 * TOLERANCE]]]), right
    ).tolist() == [
        [True],
        [False],
    ]


@tasks
@pytest.mark.parametrize("trained", [5, None])
def test_the_lab_answers_as_the_networks_do(kind: MemoryTask, trained: int | None) -> None:
    found = told(sequence(kind.name, lag=5, trained=trained))
    for known in found["networks"]:
        trace = inspect(kind.name, found["text"], known["network"], **found["changes"])
        assert known["answers"][-1] == pytest.approx(trace.prediction, abs=1e-4)
        assert len(known["hidden"]) == len(found["tokens"])
        # y reads h of the last step alone, by one row of the readout.
        model = provided(kind.name, known["network"], read_changes(found["changes"])).model
        row = kind.labels.index(found["right"][-1]) if kind.labels else 0
        assert known["hidden"][-1] == pytest.approx(float(model.fc.weight[row].norm()), rel=1e-4)


@pytest.mark.parametrize(
    ("network", "quantity", "block"), [("rnn", "hidden", 0), ("lstm", "candidate", 2), ("gru", "update", 1)]
)
def test_a_factor_of_the_recurrent_weights_is_one_of_the_spectral_radius(
    network: str, quantity: str, block: int
) -> None:
    whole = lag_checkpoints.load("recall", network, 20)
    plain = next(value for name, value in whole.state_dict().items() if "weight_hh" in name)
    largest = torch.linalg.eigvals(plain[32 * block : 32 * (block + 1)]).abs().max()
    changed = provided("recall", network, read_changes({"lag": 20, "recurrent": 1.5}))
    assert radii(changed)[quantity] == pytest.approx(1.5 * float(largest), rel=1e-4)
    assert radii(provided("recall", network, read_changes({"lag": 20})))[quantity] == pytest.approx(
        float(largest), rel=1e-4
    )


def test_gradients_vanish_and_explode_by_hand() -> None:
    fading, bursting = (told(sequence("recall", lag=100, trained="fresh", factor=f))["networks"][1] for f in (1.0, 4.0))
    assert fading["hidden"][0] < 1e-9 * fading["hidden"][-1]
    assert bursting["hidden"][0] is None or bursting["hidden"][0] > 1e9
    far = told(sequence("recall", lag=500, trained="fresh", factor=4.0))["networks"][1]
    assert not far["finite"]
    assert far["accuracy"] == 0  # no answer is no right one, whatever index the largest NaN has
    assert far["norm"] is None


@pytest.mark.parametrize(("task", "network", "lag"), [one for one in TRAINED if one[2] <= 50])
def test_what_is_stated_of_a_network_is_so(task: str, network: str, lag: int) -> None:
    """200 other sequences: five standard deviations of a share, and half a point for those that are always right."""
    stated = lag_checkpoints.facts(task, network)["trainings"][str(lag)]["scores"][f"lag_{lag}"]
    kind = TASKS[task]
    share = stated / 100
    margin = 0.5 + 500 * math.sqrt(share * (1 - share) / 200)
    assert accuracy(kind, lag_checkpoints.load(task, network, lag), lag, 200, seed=5) == pytest.approx(
        stated, abs=margin
    )


@pytest.mark.parametrize(("task", "network"), [(task, network) for task in MEMORY for network in NETWORKS])
def test_the_networks_of_all_lags_are_as_stated(task: str, network: str) -> None:
    share = checkpoints.metadata(task, network)["scores"]["lag_20"] / 100
    margin = 0.5 + 500 * math.sqrt(share * (1 - share) / 200)
    assert accuracy(TASKS[task], checkpoints.load(task, network), 20, 200, seed=5) == pytest.approx(
        100 * share, abs=margin
    )


def test_a_lag_nobody_trained_at_is_refused() -> None:
    with pytest.raises(InputError, match="5"):
        inspect("recall", "abcd", "lstm", lag=7)
    with pytest.raises(InputError):
        inspect("digits", {"strokes": [[[0.5, 0.1], [0.5, 0.9]]]}, "cnn", recurrent=2)
    with pytest.raises(InputError):
        inspect("digits", {"strokes": [[[0.5, 0.1], [0.5, 0.9]]]}, "rnn", lag=5)
    with pytest.raises(InputError):
        sequence("names", "Maier")


def test_a_training_begins_with_what_keeps() -> None:
    training = RecallTraining(lag=20)
    rnn, lstm = (TASKS["recall"].networks[name] for name in ("irnn", "lstm"))
    kept, opened = (ARCHITECTURES[one.architecture](**one.arguments) for one in (rnn, lstm))
    training.begin(kept)
    training.begin(opened)
    assert torch.equal(kept.rnn.weight_hh_l0, torch.eye(32))
    forget = (opened.lstm.bias_ih_l0 + opened.lstm.bias_hh_l0).chunk(4)[1].sigmoid()
    assert ((forget >= 0.5) & (forget <= 20 / 21 + 1e-6)).all()  # 1 / (1 - f) steps, from 2 to the lag and one


def test_a_training_learns() -> None:
    torch.manual_seed(0)
    training = AddingTraining(lag=2)
    recipe = replace(training.recipe("gru"), epochs=1)
    architecture, arguments = TASKS["adding"].networks["gru"]
    model = ARCHITECTURES[architecture](**arguments)
    *_, last = train(model, training, recipe, 0)
    assert last.scores["lag_2"] > 100 * TASKS["adding"].chance + 30


def test_the_route_tells_it_in_json() -> None:
    with TestClient(Starlette(routes=routes())) as client:
        found = client.post("/playground/memory", json={"task": "copy", "text": "abc..>", "trained": 5}).json()
        assert (found["right"], found["lag"], found["lags"]) == (["a", "b", "c"], 2, list(lag_checkpoints.LAGS))
        asked = {"task": "copy", "input": {"text": found["text"]}, "network": "gru", "changes": found["changes"]}
        assert client.post("/playground/trace", json=asked).status_code == 200
        for wrong in (
            {"task": "copy", "text": "x"},
            {"task": "copy", "lag": 5_000},
            {"task": "copy", "factor": 9},
            {"task": "names"},
        ):
            assert client.post("/playground/memory", json=wrong).status_code == 422


@tasks
def test_examples_are_read_as_they_say(kind: MemoryTask) -> None:
    examples = json.loads((files("playground.tasks") / "examples" / f"{kind.name}.json").read_text(encoding="utf-8"))
    for example in examples["shown"] + examples["searched"]:
        right = kind.encode(example["input"]).right
        if kind.labels:
            assert example["label"] == "".join(kind.labels[i] for i in right)
        else:
            assert example["label"] == pytest.approx(float(right))


def test_what_the_page_asks_of_any_task_it_can_ask_of_these() -> None:
    with TestClient(Starlette(routes=routes())) as client:
        for task in MEMORY:
            known = client.get(f"/playground/task/{task}").json()
            assert [network["name"] for network in known["networks"]] == ["rnn", "irnn", "lstm", "gru"]
            assert client.get(f"/playground/plan/{task}/gru").status_code == 200
