"""Test data that are packed with the playground: what is in the files, and what networks say of it."""

import gzip
from pathlib import Path
from typing import Any

import pytest
import torch
from inputs import DATA, needs
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient
from torch import nn
from wire_reader import read

from playground import InputError, Network, checkpoints, evaluate, evaluation, inspect, provider
from playground.changes import NOTHING
from playground.provider import keep
from playground.tasks import TASKS, evaluation_set
from playground.tasks.digits import DIGITS
from playground.tasks.evaluation_set import SETS
from playground.ui.routes import routes

SOME = 12  # inputs that are compared one by one


@needs(DATA)
def test_the_digits_are_every_fifth_of_mnists() -> None:
    pixels = gzip.decompress((DATA / "mnist" / "t10k-images-idx3-ubyte.gz").read_bytes())[16:]
    labels = gzip.decompress((DATA / "mnist" / "t10k-labels-idx1-ubyte.gz").read_bytes())[8:]
    packed = evaluation_set.evaluation_set("digits")
    assert packed.truth == tuple(labels[::5])
    assert packed.pixels == b"".join(pixels[784 * k : 784 * (k + 1)] for k in range(0, 10_000, 5))
    assert [value["test"] for value in packed.inputs] == list(range(0, 10_000, 5))
    assert (evaluation_set.FOLDER / "digits.safetensors").stat().st_size < 500_000


def test_a_test_digit_is_read_as_it_is() -> None:
    packed = evaluation_set.evaluation_set("digits")
    for number in (0, 1235, 9995):
        centred = DIGITS.encode({"test": number}).centred
        start = 784 * (number // 5)
        assert (255 * centred).flatten().tolist() == pytest.approx(list(packed.pixels[start : start + 784]), abs=1e-4)


@pytest.mark.parametrize("value", [1234, -5, 10_000, "5", None, True, 5.5, [5]])
def test_what_is_no_test_digit(value: object) -> None:
    with pytest.raises(InputError) as refused:
        inspect("digits", {"test": value})
    assert refused.value.code == "no_test_digit"


def test_a_damaged_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = bytearray((evaluation_set.FOLDER / "cancer.safetensors").read_bytes())
    content[-1] ^= 1
    (tmp_path / "cancer.safetensors").write_bytes(content)
    monkeypatch.setattr(evaluation_set, "FOLDER", tmp_path)
    monkeypatch.setattr(evaluation_set, "_read", evaluation_set._read.__wrapped__)
    for task in ("cancer", "digits"):  # damaged, and missing
        with pytest.raises(InputError) as refused:
            evaluation_set.evaluation_set(task)
        assert refused.value.code == "evaluation_set_damaged"


NETWORKS = [(task, name) for task in SETS for name in TASKS[task].networks]


@pytest.mark.parametrize(("task", "name"), NETWORKS)
def test_the_probabilities_are_those_of_each_input_alone(task: str, name: str) -> None:
    found = evaluate(task, name)
    assert found.probabilities.shape == (len(found.inputs), len(TASKS[task].labels))
    unsure = found.order[: SOME // 2].tolist()
    for k in [*unsure, *range(0, len(found.inputs), len(found.inputs) // (SOME // 2))]:
        trace = inspect(task, found.inputs[k], name)
        assert found.probabilities[k] == pytest.approx(trace.probabilities, abs=1e-5)


def test_the_digits_against_a_forward_of_all() -> None:
    packed = evaluation_set.evaluation_set("digits")
    x = torch.tensor(list(packed.pixels)).view(-1, 1, 28, 28) / 255
    with torch.inference_mode():
        logits = torch.cat([checkpoints.load("digits", "gru")(part) for part in x.split(500)])
    found = evaluate("digits", "gru")
    right = logits.argmax(1) == torch.tensor(packed.truth)
    assert found.accuracy == pytest.approx(float(right.double().mean()))
    assert found.wrong.tolist() == (~right).nonzero()[:, 0].tolist()


STATED = [("names", "top1", 0.01), ("reviews", "test", 0.1), ("cancer", "test", 0.01), ("strokes", "writers", 0.1)]


@pytest.mark.parametrize(("task", "score", "within"), STATED)
def test_the_accuracy_is_that_of_the_card(task: str, score: str, within: float) -> None:
    """Of reviews one sentence without a known word is left out; of strokes places are rounded as the page's are."""
    for name in TASKS[task].networks:
        stated = checkpoints.metadata(task, name)["scores"][score]
        assert 100 * evaluate(task, name).accuracy == pytest.approx(stated, abs=within)


def test_confusion_and_order() -> None:
    found = evaluate("names", "lstm")
    confusion = torch.zeros(18, 18, dtype=torch.int64)
    for truth, answer in zip(found.truth.tolist(), found.answers.tolist(), strict=True):
        confusion[truth, answer] += 1
    assert found.confusion.tolist() == confusion.tolist()
    assert len(found.wrong) == confusion.sum() - confusion.trace()
    ordered = found.certainty[found.order]
    assert (ordered[1:] >= ordered[:-1]).all()
    assert sorted(found.order.tolist()) == list(range(len(found.inputs)))


def test_where_two_networks_differ() -> None:
    one, other = evaluate("cancer", "fnn"), evaluate("cancer", "fnn", random=1)
    pairs = enumerate(zip(one.answers.tolist(), other.answers.tolist(), strict=True))
    assert one.differing(other).tolist() == [k for k, (a, b) in pairs if a != b]
    with pytest.raises(InputError):
        one.differing(evaluate("digits", "fnn"))


@pytest.mark.parametrize("changes", [{"pooling": "average"}, {"order": "reversed"}, {"move": {"right": 3}}])
def test_a_changed_network_and_a_changed_input(changes: dict[str, Any]) -> None:
    found = evaluate("digits", "cnn", **changes)
    for k in found.order[:3].tolist():
        trace = inspect("digits", found.inputs[k], "cnn", **changes)
        assert found.probabilities[k] == pytest.approx(trace.probabilities, abs=1e-5)


def test_modules_of_other_make() -> None:
    """One that ends in a softmax, and one whose labels are not those of the data."""
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.Softmax(1))
    found = evaluate("digits", model)
    trace = inspect("digits", found.inputs[7], model)
    assert found.probabilities[7] == pytest.approx(trace.probabilities, abs=1e-5)
    for wrong, code in [
        (nn.Sequential(nn.Flatten(), nn.Linear(784, 3)), "labels_misfit"),
        (Network.from_module(model, "digits", labels=list("abcdefghij")), "other_labels"),
    ]:
        with pytest.raises(InputError) as refused:
            evaluate("digits", wrong)
        assert refused.value.code == code


def test_without_an_input_nothing_is_learnt_from_it() -> None:
    with pytest.raises(InputError, match="Steps of learning"):
        evaluate("digits", "fnn", learning={"steps": 3})


def test_a_network_that_is_kept_by_its_address() -> None:
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    found = evaluate("digits", model)
    address = keep(Network.from_module(model, "digits"))
    with TestClient(Starlette(routes=routes())) as client:
        told = client.post("/playground/evaluate", json={"network": address}).json()
        assert told["answers"] == found.answers.tolist()
        assert client.post("/playground/evaluate", json={"network": "0" * 64}).status_code == 410


def test_a_few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    first = evaluate("cancer", "fnn")
    room = int(2.5 * (first.probabilities.nbytes + first.truth.nbytes))
    small = provider.Kept(room)
    monkeypatch.setattr(provider, "KEPT", small)
    first = evaluate("cancer", "fnn")
    assert evaluate("cancer", "fnn") is first
    assert evaluation.at_hand("cancer", "fnn", NOTHING)
    evaluate("cancer", "fnn", random=1)
    evaluate("cancer", "fnn", random=2)
    evaluate("cancer", "fnn", random=3)
    assert small.bytes <= room
    assert not evaluation.at_hand("cancer", "fnn", NOTHING)
    assert evaluate("cancer", "fnn").probabilities.tolist() == first.probabilities.tolist()


def test_the_routes() -> None:
    with TestClient(Starlette(routes=routes())) as client:
        response = client.get("/playground/test/digits")
        [(head, arrays)] = read(response.content)
        packed = evaluation_set.evaluation_set("digits")
        assert tuple(head["truth"]) == packed.truth
        assert (head["every"], head["of"]) == (5, 10_000)
        assert (255 * arrays["pixels"]).round().astype("uint8").tobytes() == packed.pixels
        again = client.get("/playground/test/digits", headers={"If-None-Match": response.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        [(names, _)] = read(client.get("/playground/test/names").content)
        assert names["inputs"] == list(evaluation_set.evaluation_set("names").inputs)
        assert_refused(client.get("/playground/test/series"), "no_evaluation_set")

        found = evaluate("names", "gru", random=3)
        asked = {"task": "names", "network": "gru", "changes": {"random": 3}}
        told = client.post("/playground/evaluate", json=asked).json()
        assert told["answers"] == found.answers.tolist()
        assert told["confusion"] == found.confusion.tolist()
        assert told["certainty"] == pytest.approx(found.certainty.tolist(), abs=1e-6)
        assert told["accuracy"] == found.accuracy
        for wrong, code in [({"task": "series"}, "no_evaluation_set"), ({"network": "x"}, "unknown_network")]:
            assert_refused(client.post("/playground/evaluate", json=asked | wrong), code)
