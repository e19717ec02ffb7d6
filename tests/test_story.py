"""The story: its figures beside the loaded networks themselves, its layout beside its words, its claims beside both."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from inputs import selection
from starlette.applications import Starlette
from starlette.testclient import TestClient
from torch import nn

from playground import inspect
from playground.checkpoints import load, metadata, names
from playground.explanation import explained
from playground.inspection import start
from playground.memory_lab import sequence
from playground.models import ARCHITECTURES
from playground.models.cnn import CNN
from playground.stages import Convolution, GRUStep, LSTMStep, RNNStep, Stage, Trace
from playground.story import SECTIONS, story
from playground.story.figures import BLOCKS, SCORES, count_row, dense_rows, reach, shape_rows
from playground.story.states import MOVED, QUEUE, STATES, State
from playground.tasks import TASKS
from playground.text import LANGUAGES, table
from playground.training import TRAININGS
from playground.ui.routes import routes

ROOT = Path(__file__).parent.parent
COMPONENTS = ROOT / "playground" / "ui" / "components"
EQUATIONS = COMPONENTS / "guide" / "equations.html"
RECURRENT = [(task, name) for task in TASKS for name in names(task) if metadata(task, name)["architecture"] in BLOCKS]
LAYOUT = [(section, block) for section, blocks in SECTIONS.items() for block in blocks.split()]


def size(model: nn.Module) -> int:
    return sum(p.numel() for p in model.parameters())


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return json.loads(json.dumps(story()))


# Figures


@pytest.mark.parametrize(("task", "name"), RECURRENT)
def test_the_formula_counts_the_loaded_network(task: str, name: str) -> None:
    row, model = count_row(task, name, metadata(task, name)), load(task, name)
    assert row["total"] == size(model)
    assert row["readout"] == size(model.fc)  # type: ignore[arg-type]
    second = sum(p.numel() for key, p in model.named_parameters() if "bias_hh" in key)
    assert row["one"] == row["two"] - second


@given(
    st.sampled_from(sorted(BLOCKS)),
    st.integers(1, 9),
    st.integers(1, 9),
    st.integers(1, 3),
    st.integers(1, 5),
    st.booleans(),
)
def test_the_formula_counts_any_network(
    architecture: str, d: int, n: int, layers: int, classes: int, both: bool
) -> None:
    arguments = {"input_size": d, "hidden_size": n, "num_layers": layers, "num_classes": classes}
    if architecture == "gru":
        arguments["bidirectional"] = both
    row = count_row("names", "it", {"architecture": architecture, "arguments": arguments})
    assert row["total"] == size(ARCHITECTURES[architecture](**arguments))


def test_the_layers_of_an_fnn() -> None:
    rows = dense_rows(metadata("digits", "fnn")["arguments"])
    layers = list(load("digits", "fnn").weighted)  # type: ignore[arg-type]
    assert [(row["units"], row["inputs"]) for row in rows] == [tuple(layer.weight.shape) for layer in layers]
    assert sum(row["weights"] + row["biases"] for row in rows) == size(load("digits", "fnn"))


def test_the_shapes_are_those_of_a_run() -> None:
    rows = shape_rows(load("digits", "cnn"))
    shown = {(row["stage"], row["layer"]): row for row in rows}
    assert shown["flatten", None]["shape"] == [32 * 7 * 7]
    assert shown["output", None]["shape"] == [10]
    assert [row["shape"] for row in rows][:4] == [[1, 28, 28], [16, 28, 28], [16, 28, 28], [16, 14, 14]]
    assert sum(row["weights"] + row["biases"] for row in rows) == size(load("digits", "cnn"))


@pytest.mark.parametrize(
    "choices", [{}, {"kernel_size": 3, "padding": 1}, {"kernel_size": 5, "stride": 2, "image_size": 60}]
)
def test_the_reach_is_where_the_gradient_goes(choices: dict[str, Any]) -> None:
    """With positive weights and mean pooling every pixel that can matter does."""
    model = CNN(**choices | {"pooling": "average"})
    with torch.no_grad():
        for p in model.parameters():
            p.abs_()
    side = choices.get("image_size", 28)
    x = torch.rand(1, 1, side, side, requires_grad=True)
    maps = model.conv2(model.conv1(x))
    maps[0, 0, maps.shape[2] // 2, maps.shape[3] // 2].backward()
    assert x.grad is not None
    assert int((x.grad[0, 0].sum(0) > 0).sum()) == reach(model)


def test_all_that_travels_can_be_shown(told: dict[str, Any]) -> None:
    """The page has a name for every stage, task and score, and its sums are those of the networks."""
    words = table("en")
    assert {row["stage"] for row in told["tables"]["shapes"]} <= set(words["stages"])
    assert {row["task"] for row in told["tables"]["counts"]} <= set(words["tasks"])
    assert {f"score_{row['task']}" for row in told["tables"]["scores"]} <= set(words["story"]["table"])
    assert set(told["states"]) == set(STATES)
    assert told["tables"]["gated"]["gru"][2] == size(load("digits", "gru"))
    assert told["values"]["digits_cnn_parameters"] == size(load("digits", "cnn"))
    placeholders = {name for text in flat(words["story"]) for name in re.findall(r"\{(\w+)\}", text)}
    assert placeholders - {"layer", "weights", "biases", "input", "hidden", "moment", "value", "number"} <= set(
        told["values"]
    )


# Layout


def flat(entry: Any) -> list[str]:
    return [entry] if isinstance(entry, str) else [text for value in entry.values() for text in flat(value)]


def test_every_paragraph_has_its_place() -> None:
    words = table("en")["story"]
    labels = {"conventions": {"here", "pytorch", "paper", "both"}, "counting": {"one_bias", "two_biases"}}
    assert set(SECTIONS) == {name for name in words if "title" in words[name] and isinstance(words[name], dict)}
    for section, blocks in SECTIONS.items():
        shown = [block.lstrip("!") for block in blocks.split() if block[0] not in "=#>"]
        assert sorted(shown) == sorted(set(words[section]) - {"title"} - labels.get(section, set())), section


def test_every_section_leads_somewhere() -> None:
    buttons = [block[1:] for _, block in LAYOUT if block[0] == ">"]
    assert len(set(buttons)) == len(buttons)
    known = (COMPONENTS / "store" / "state.js").read_text(encoding="utf-8")
    assert f"SECTIONS = {list(SECTIONS)}" in known, "the page's address knows all sections"
    assert set(buttons) == set(STATES)
    assert set(buttons) == set(table("en")["story"]["open"])
    assert all(">" in blocks for blocks in SECTIONS.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_markup_is_the_same_in_every_language(language: str) -> None:
    def marked(words: dict[str, Any]) -> list[list[str]]:
        return [sorted(set(re.findall(r"`[^`]+`", text))) for text in flat(words)]

    for text in flat(table(language)["story"]):
        assert text.count("`") % 2 == 0, text
        assert text.count("*") % 2 == 0, text
    assert marked(table(language)["story"]) == marked(table("en")["story"])


def test_equations_are_mathml() -> None:
    root = ElementTree.fromstring(f"<all>{EQUATIONS.read_text(encoding='utf-8')}</all>")
    snippets = {element.get("data-snippet"): element for element in root}
    assert sorted(name for name in snippets if name) == sorted({block[1:] for _, block in LAYOUT if block[0] == "="})
    elements = {child.tag for child in root.iter()} - {"all", "div", "p", "span", "pre"}
    core = "math mrow mi mn mo mspace msub msup msubsup munder munderover mfrac"
    assert elements == set(core.split()), "of MathML Core, which all browsers set"


# Where the buttons lead


PLACES = [name for name, state in STATES.items() if state.task]
LAB = [name for name, state in STATES.items() if state.at.get("view") == "lab"]


def shown(task: str) -> list[dict[str, Any]]:
    folder = ROOT / "playground" / "tasks" / "examples"
    return json.loads((folder / f"{task}.json").read_text(encoding="utf-8"))["shown"]


def example(task: str, name: str) -> Any:
    return next(e["input"] for e in shown(task) if name in (e["label"], e["input"].get("text")))


def given_by(state: State) -> Any:
    return state.input or example(state.task, state.example)


def opened(name: str) -> Trace:
    """What a button opens."""
    state = STATES[name]
    return inspect(state.task, given_by(state), state.network, **state.changes or {})


def assert_there(state: State, stages: tuple[Stage, ...]) -> None:
    """The task has the network, and the run what is selected."""
    assert state.network in names(state.task)
    if state.select:
        chosen = selection(state.select)
        layers = [s for s in stages if type(s).__name__ == chosen.stage and getattr(s, "layer", None) == chosen.layer]
        assert hasattr(layers[0], chosen.quantity)


@pytest.mark.parametrize("name", PLACES)
def test_a_button_leads_to_what_is_there(name: str) -> None:
    state: State = STATES[name]
    stages = opened(name).stages
    assert_there(state, stages)
    steps = max(getattr(s, "t", -1) for s in stages) + 1
    assert state.moment is None or state.moment < steps - 1


@pytest.mark.parametrize("name", [name for name in PLACES if STATES[name].changes])
def test_changes_change_what_is_shown(name: str) -> None:
    state = STATES[name]
    before = inspect(state.task, given_by(state), state.network)
    assert not torch.equal(before.stages[-1].logits, opened(name).stages[-1].logits)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "name", [name for name in PLACES if STATES[name].select and selection(STATES[name].select).index]
)
def test_the_value_of_a_button_is_explained(name: str) -> None:
    state = STATES[name]
    run = start(state.task, given_by(state), state.network, state.changes)
    chosen = selection(state.select)
    told = explained(run.walk(tuple(run.stages)), chosen)
    assert told.value != 0


@pytest.mark.parametrize("name", LAB)
def test_the_lab_has_the_set_up(name: str) -> None:
    presets = (COMPONENTS / "lab" / "presets.js").read_text(encoding="utf-8")
    setup = STATES[name].at["lab"]
    assert f"\n  {setup}: {{" in presets.partition("export const SETUPS")[2]
    assert STATES[name] == State(at={"view": "lab", "lab": setup}), "nothing else stands in the lab"


@pytest.mark.parametrize("name", [name for name, state in STATES.items() if state.at.get("view") == "memory"])
def test_the_memory_lab_has_the_networks(name: str) -> None:
    task, lag, weights, factor = STATES[name].at["memory"].split(".")
    asked = sequence(task, lag=int(lag), trained={"same": int(lag), "fresh": "fresh"}[weights], factor=float(factor))
    assert len(asked.runs) == 4


# What the words claim


def test_what_the_text_says_of_the_networks(told: dict[str, Any]) -> None:
    scores = told["tables"]["scores"]
    assert [row["task"] for row in scores] == list(SCORES)
    assert all(min(row["gru"], row["lstm"]) > row["rnn"] for row in scores), "both with gates are ahead in every row"
    largest = max(told["tables"]["counts"], key=lambda row: row["total"])
    counted = STATES["counted"]
    assert (largest["task"], largest["network"], largest["layers"]) == (counted.task, counted.network, 2)
    gru, lstm = (told["tables"]["gated"][name] for name in ("gru", "lstm"))
    assert [4 * n for n in gru[:2]] == [3 * n for n in lstm[:2]], "three quarters"
    for row in told["tables"]["counts"]:
        scores = metadata(row["task"], row["network"])["scores"]
        if row["directions"] == 2 and row["task"] == "names":
            assert scores["last_step"] < scores["top1"]


def test_what_the_text_says_of_trainings() -> None:
    """What the text says of scores and recipes: which differ, and in what."""
    known = {name: metadata("digits", name)["scores"]["mnist"] for name in ("cnn", "fnn")}
    assert abs(known["cnn"] - known["fnn"]) < 0.2, "practically equal: of 10,000 pictures as many as chance may bring"
    for task in SCORES:
        found = [TRAININGS[task].recipes[name] for name in BLOCKS]
        assert len({recipe.epochs for recipe in found}) > 1
        assert len({recipe.learning_rate for recipe in found}) > 1
        assert {recipe.label_smoothing for recipe in found} == {{"names": 0.1, "reviews": 0.0}.get(task, 0.02)}
        for name in BLOCKS:
            assert f"--epochs {TRAININGS[task].recipes[name].epochs} --seed 0" in metadata(task, name)["command"]
    assert [TRAININGS["series"].recipes[name].epochs for name in ("lstm", "gru")] == [20, 40]
    shifts = json.loads((ROOT / "playground" / "tasks" / "moves.json").read_text(encoding="utf-8"))["curves"]
    for kind in ("shift", "across", "down"):
        read = shifts[kind]["accuracy"]
        assert all(min(lstm, gru) > cnn for lstm, gru, cnn in zip(read["lstm"], read["gru"], read["cnn"], strict=True))


def test_what_the_text_works_out() -> None:
    assert (f"{0.9**100:.5f}", f"{1.1**100:,.0f}") == ("0.00003", "13,781")
    assert 1 + 25 * (5 - 1) == 101 > 1 + 24 * (5 - 1), "25 layers connect what is 100 steps apart"
    convolution = CNN().conv2[0]
    assert isinstance(convolution, nn.Conv2d)
    assert repr(convolution).startswith("Conv2d(16, 32, kernel_size=(5, 5), stride=(1, 1), padding=(2, 2)")
    assert CNN().conv1(torch.zeros(1, 1, 28, 28)).shape[-1] * 2 == 28 == (28 + 2 * 2 - 5) // 1 + 1
    assert 28 - 5 + 1 == 24


def share(trace: Trace, label: str) -> float:
    assert trace.probabilities is not None
    return float(trace.probabilities[trace.labels.index(label)])


def test_what_the_text_says_of_changed_fnns() -> None:
    assert opened("bend").prediction == "8"
    for each in shown("digits"):
        halved = inspect("digits", each["input"], "fnn", **STATES["half"].changes or {})
        assert halved.prediction == each["label"]
    assert max(share(opened("random"), label) for label in "0123456789") < 0.15, "no answer before training"
    assert share(opened("unit"), "3") > 0.95, "sure of it"
    assert opened("moved").prediction == "2"
    assert share(opened("moved"), "2") < 0.5, "without much conviction"
    rows, moved = (trace.stages[0].values[0] for trace in (opened("unit"), opened("moved")))  # type: ignore[union-attr]
    assert torch.equal(moved[:, 6:], rows[:, :-6]), "all of the 3 is there, six pixels to the right"


def test_what_the_text_says_of_changed_cnns() -> None:
    assert opened("follows").prediction == "3"
    others = [each for each in shown("digits") if each["label"] != "3"]
    moved = [inspect("digits", each["input"], "cnn", **MOVED).prediction == each["label"] for each in others]
    assert not all(moved), "it does not know every moved digit"
    first = load("digits", "cnn").weighted[0]  # type: ignore[index]
    assert int((first.bias > 0).sum()) == 3, "kernels of which blank paper is above 0"  # type: ignore[union-attr]
    convolutions = [s.maps.shape[-2:] for s in opened("borderless").stages if isinstance(s, Convolution)]
    assert convolutions == [(24, 24), (8, 8)]
    assert opened("mean").prediction == "3"
    assert share(opened("mean"), "3") < share(opened("pooling"), "3") - 0.1, "less sure of the 3"


def test_what_the_text_says_of_changed_networks_in_time() -> None:
    assert opened("cell").prediction == opened("fade").prediction == "positive"
    assert opened("backwards").prediction == opened("forget_1").prediction == "negative"
    assert abs(share(opened("forget_0"), "positive") - 0.5) < 0.05, "all but undecided"
    assert opened("reset").prediction == "Greek" != opened("reset_0").prediction
    for step in (s for s in opened("update_0").stages if isinstance(s, GRUStep)):
        assert not step.hidden.any(), "the zeros that it began with"
    for step in (s for s in opened("update_1").stages if isinstance(s, GRUStep)):
        assert torch.allclose(step.hidden, step.candidate, atol=1e-5), "nothing is copied"
    answers = [inspect("digits", e["input"], "gru", **STATES["update_0"].changes or {}) for e in shown("digits")]
    assert len({tuple(answer.stages[-1].logits.tolist()) for answer in answers}) == 1  # type: ignore[union-attr]


def test_the_words_that_buttons_name() -> None:
    tokens = start("reviews", {"text": QUEUE}, "lstm").encoded.tokens
    assert len(tokens) == 16
    assert (tokens[10], tokens[14]) == ("yet", "wonderful")
    assert selection(STATES["sigmoid"].select).t == 10
    first = [s for s in opened("forget").stages if isinstance(s, LSTMStep) and s.layer == 0]
    assert min(first, key=lambda s: s.forget.mean()).t == 10
    for name, label in (("read", "Japanese"), ("ends", "Greek")):
        trace = opened(name)
        assert trace.labels[selection(STATES[name].select).index[0]] == label == trace.prediction


def test_hello_is_five_letters_and_an_end_mark() -> None:
    steps = [s for s in opened("hello").stages if type(s).__name__ == "RNNStep" and s.layer == 0]  # type: ignore[attr-defined]
    assert len(steps) == len("HELLO") + 1


def test_with_relu_the_state_grows_without_bound() -> None:
    """In the second layer alone, which the button selects: there it is about twice as large after each row."""
    steps = [s for s in opened("relu_rnn").stages if isinstance(s, RNNStep)]
    first, second = ([s.hidden for s in steps if s.layer == layer] for layer in (0, 1))
    assert max(float(state.max()) for state in first) < 20
    grown = [float(later.norm() / state.norm()) for state, later in pairwise(second[3:])]
    assert all(1.5 < by < 2.5 for by in grown)
    assert 1.9 < (float(second[-1].norm() / second[3].norm())) ** (1 / len(grown)) < 2.2
    assert 1e8 < float(opened("relu_rnn").stages[-1].logits.abs().max()) < 1e9  # type: ignore[union-attr]
    read = [inspect("digits", e["input"], "rnn", **STATES["relu_rnn"].changes or {}) for e in shown("digits")]
    assert {trace.prediction for trace in read} == {"1"}
    assert selection(STATES["relu_rnn"].select).layer == 1


def test_a_stride_of_two_halves_the_map() -> None:
    maps = [s.maps for s in opened("stride").stages if isinstance(s, Convolution)]
    assert maps[0].shape[1:] == (14, 14)
    assert maps[1].shape[1:] == (14, 14), "there is no pooling between them"
    assert opened("stride").prediction == "3"
    assert CNN(kernel_size=(3, 5)).conv1(torch.zeros(1, 1, 28, 28)).shape[1] == 16, "a pair is taken"
    first = load("digits", "cnn").conv1[0]  # type: ignore[index]
    written = EQUATIONS.read_text(encoding="utf-8").partition('data-snippet="conv1">')[2].partition("</pre>")[0]
    assert repr(eval(written)) == repr(first)


@pytest.mark.parametrize("batch", [1, 3])
def test_the_sizes_of_a_recurrent_network(told: dict[str, Any], batch: int) -> None:
    model = load("digits", "rnn")
    sizes = {row["what"]: [batch if size == "B" else size for size in row["sizes"]] for row in told["tables"]["steps"]}
    x = torch.zeros(sizes["x"])
    out, last = model.rnn(x)
    assert list(last.shape) == sizes["h_n"]
    assert list(out[:, 0].shape) == sizes["h_t"]
    assert list(x[:, 0].shape) == sizes["x_t"]
    assert list(model(x).shape) == sizes["y_t"]


# What the page asks for


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=routes()))


def test_the_story_is_asked_for_when_it_is_opened(client: TestClient, told: dict[str, Any]) -> None:
    assert client.get("/playground/story").json() == told
    for language in LANGUAGES:
        whole = client.get(f"/playground/text/{language}").json()
        assert "story" not in whole
        assert client.get(f"/playground/text/{language}/story").json() == table(language)["story"]
    assert client.get("/playground/text/en/nothing").status_code == 404
