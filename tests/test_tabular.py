"""The tables: what a row becomes, what is refused, and that constants, examples and scores are those of the data."""

import json
import math
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from playground import checkpoints, inspect
from playground.errors import InputError
from playground.stages import Dense, Input, Output
from playground.tasks.tabular import CANCER, COUNT, DIABETES, EXAMPLES, Tabular
from playground.text import LANGUAGES, table
from playground.training import TRAININGS

TASKS = [CANCER, DIABETES]
tasks = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)


def means(task: Tabular) -> list[float]:
    return [feature["mean"] for feature in task.table["features"]]


@tasks
def test_a_row_is_standardised_by_the_training_part(task: Tabular) -> None:
    features = task.table["features"]
    encoded = task.encode(means(task))
    torch.testing.assert_close(encoded.standardised, torch.zeros(COUNT))
    encoded = task.encode({"values": [f["mean"] - 0.5 * f["sd"] for f in features]})
    torch.testing.assert_close(encoded.standardised, torch.full((COUNT,), -0.5))
    assert encoded.standardised.dtype == torch.float32
    assert not any(encoded.outside)
    assert task.network_input(encoded) is encoded.standardised


@tasks
@given(st.lists(st.floats(-0.99, 1.99), min_size=COUNT, max_size=COUNT))
def test_what_was_never_seen_is_marked(task: Tabular, places: list[float]) -> None:
    features = task.table["features"]
    values = [f["min"] + p * (f["max"] - f["min"]) for p, f in zip(places, features, strict=True)]
    encoded = task.encode(tuple(values))
    assert encoded.values == tuple(values)
    assert list(encoded.outside) == [not f["min"] <= v <= f["max"] for v, f in zip(values, features, strict=True)]
    assert encoded.standardised.isfinite().all()


@tasks
@pytest.mark.parametrize(
    "value", [None, 5, "1 2 3", {}, [], [1.0] * 9, [1.0] * 11, {"values": 3}, {"text": "1"}], ids=str
)
def test_what_is_not_ten_numbers_is_refused(task: Tabular, value: Any) -> None:
    with pytest.raises(InputError) as caught:
        task.encode(value)
    assert caught.value.code == "bad_features"
    for language in LANGUAGES:
        assert task.table["features"][0]["name"] in caught.value.message(language)


@tasks
@pytest.mark.parametrize("number", [math.nan, math.inf, -1e9, True, None, "5", [1], 10**100])
def test_a_bad_number_is_named(task: Tabular, number: Any) -> None:
    values = means(task)
    values[3] = number
    with pytest.raises(InputError) as caught:
        task.encode(values)
    assert caught.value.code == "bad_feature"
    for language in LANGUAGES:
        message = caught.value.message(language)
        assert task.table["features"][3]["name"] in message
        assert len(message) < 150


@tasks
def test_the_stages_are_those_of_the_whole_network(task: Tabular) -> None:
    for shown in task.table["shown"]:
        trace = inspect(task.name, shown["input"], "fnn")
        assert [type(stage) for stage in trace.stages] == [Input, Dense, Output]
        x = task.encode(shown["input"]).standardised
        torch.testing.assert_close(trace.logits, checkpoints.load(task.name, "fnn")(x[None])[0])


def test_answers() -> None:
    encoded = CANCER.encode(means(CANCER))
    assert CANCER.answer(encoded, torch.tensor([2.0, -1.0])) == "malignant"
    assert CANCER.answer(encoded, torch.tensor([-2.0, -1.0])) == "benign"
    target = DIABETES.table["target"]
    answer = DIABETES.answer(DIABETES.encode(means(DIABETES)), torch.tensor([2.0]))
    assert answer == pytest.approx(target["mean"] + 2 * target["sd"])


@tasks
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_feature_and_label_has_a_name(task: Tabular, language: str) -> None:
    words = table(language)
    for feature in task.table["features"]:
        assert words["features"][task.name][feature["name"]]
        assert feature["min"] <= feature["quartiles"][0] <= feature["quartiles"][1] <= feature["quartiles"][2]
        assert feature["quartiles"][2] <= feature["max"]
    for label in task.labels:
        assert words["labels"][task.name][label]
    assert len(task.table["shown"]) == 8


def test_both_classes_are_among_the_examples() -> None:
    assert {shown["label"] for shown in CANCER.table["shown"]} == set(CANCER.labels)


@tasks
def test_the_constants_are_those_of_the_training_part(task: Tabular) -> None:
    pytest.importorskip("sklearn")
    from playground.training import tabular

    assert json.loads((EXAMPLES / f"{task.name}.json").read_text(encoding="utf-8")) == tabular.table(task)
    parts = tabular.split(task)
    sizes = [len(parts[name][1]) for name in ("training", "validation", "test")]
    assert sizes == {"cancer": [341, 114, 114], "diabetes": [265, 88, 89]}[task.name]
    rows = {tuple(row) for row in parts["test"][0].tolist()}
    assert all(tuple(shown["input"]["values"]) in rows for shown in task.table["shown"])


@tasks
def test_the_scores_are_what_the_network_scores(task: Tabular) -> None:
    pytest.importorskip("sklearn")
    known = checkpoints.metadata(task.name, "fnn")
    assert known["arguments"] == task.networks["fnn"].arguments
    assert TRAININGS[task.name](None).test(checkpoints.load(task.name, "fnn")) == pytest.approx(
        known["scores"], abs=0.02
    )


@tasks
def test_the_loss_is_least_for_the_right_answer(task: Tabular) -> None:
    pytest.importorskip("sklearn")
    training = TRAININGS[task.name](None)
    recipe = training.recipes["fnn"]
    batches = list(training.batches(recipe))
    assert len(batches) == training.steps(recipe)
    model = checkpoints.load(task.name, "fnn")
    x, y = batches[0]
    right = float(training.loss(model, (x, y), recipe))
    assert right < float(training.loss(model, (x, y.flip(0)), recipe))
