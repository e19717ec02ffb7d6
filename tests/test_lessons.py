"""The lessons of the guide: their minutes, their words, where they lead, and what their words claim."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import torch
from inputs import selection
from test_story import assert_there, example, flat

from playground import Trace, inspect
from playground.checkpoints import curves
from playground.exercises import MEASURES
from playground.inspection import start
from playground.lag_checkpoints import trainings
from playground.learning.others import others
from playground.learning.reach import reach
from playground.memory_lab import sequence, told
from playground.stages import LSTMStep, StepOutput
from playground.story import story
from playground.story.paths import LONG, MINUTES, PATHS
from playground.story.states import State
from playground.text import LANGUAGES, table

COMPONENTS = Path(__file__).parent.parent / "playground" / "ui" / "components"
STOPS = {f"{path}.{name}": stop for path, stops in PATHS.items() for name, stop in stops.items()}
WAYS = {f"{name}.{way}": state for name, stop in STOPS.items() for way, state in stop.ways.items()}
RUNS = [name for name, state in WAYS.items() if state.task]
REMEMBERED = [name for name, state in WAYS.items() if state.at.get("view") == "memory"]
OF_A_PATH, OF_A_STOP = {"name", "lead"}, {"title", "do", "ask", "seen", "otherwise"}
EXAMPLES = {each: example("digits", each) for each in "0123456789"}


def words_of(language: str, stop: str) -> dict[str, str]:
    path, name = stop.split(".")
    return table(language)["lessons"][path][name]


# Layout and words


@pytest.mark.parametrize("path", PATHS)
def test_a_lesson_takes_its_time(path: str) -> None:
    minutes = [stop.minutes for stop in PATHS[path].values()]
    assert sum(minutes) == MINUTES
    assert 8 <= len(minutes) <= 12
    assert min(minutes) >= 2, "there is a question and a look at each"


def test_the_address_knows_every_stop() -> None:
    known = (COMPONENTS / "store" / "state.js").read_text(encoding="utf-8")
    for path, stops in PATHS.items():
        assert f"{path}: {list(stops)}," in known
        assert not set(stops) & OF_A_PATH, "words of the whole lesson"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stop", STOPS)
def test_a_stop_has_its_words(stop: str, language: str) -> None:
    words, known = words_of(language, stop), STOPS[stop]
    asked = {"told"} if known.exercise else set()
    assert set(words) == OF_A_STOP | asked | set(known.ways)
    assert not known.exercise or known.exercise.state in known.ways
    for text in words.values():
        assert text.count("`") % 2 == 0, text
        assert text.count("*") % 2 == 0, text
        placeholders = set(re.findall(r"\{(\w+)\}", text))
        assert placeholders - {"value"} <= set(story()["values"]), text


@pytest.mark.parametrize("stop", STOPS)
def test_both_languages_quote_the_same_figures(stop: str) -> None:
    quoted = [sorted(set(re.findall(r"\{(\w+)\}", str(words_of(language, stop))))) for language in LANGUAGES]
    assert quoted[0] == quoted[1]


def test_an_answer_has_words_or_is_a_label() -> None:
    for language in LANGUAGES:
        choices = table(language)["story"]["choices"]
        for measure in MEASURES.values():
            assert set(measure.options) <= set(choices)


def test_what_is_measured_is_known_to_the_page() -> None:
    """And the other way round."""
    known = "".join((COMPONENTS / "guide" / name).read_text(encoding="utf-8") for name in ("measures.js", "awaited.js"))
    tables = re.findall(r"^export const (?:MEASURES|GOALS|AWAITED) = \{\n(.*?)^\};", known, re.S | re.M)
    assert len(tables) == 3
    assert set(re.findall(r"^  (\w+): ", "".join(tables), re.M)) == set(MEASURES)


def test_the_page_is_told_all_of_it() -> None:
    told_ = json.loads(json.dumps(story()["paths"]))
    assert {path: list(stops) for path, stops in told_.items()} == {path: list(stops) for path, stops in PATHS.items()}
    assert told_["cnn"]["random"]["ways"]["open"]["changes"] == {"random": 1}
    assert not any("UNKNOWN" in text for text in flat(table("en")["lessons"]))


# Where the buttons lead


def opened(name: str, value: Any = None) -> Trace:
    """What a button opens, with the label of the example as the right answer."""
    state: State = WAYS[name]
    changes = dict(state.changes or {})
    if "learning" in changes:
        changes["learning"] = {**changes["learning"], "target": state.example}
    return inspect(state.task, value or state.input or example(state.task, state.example), state.network, **changes)


@pytest.mark.parametrize("name", RUNS)
def test_a_button_leads_to_what_is_there(name: str) -> None:
    assert_there(WAYS[name], opened(name).stages)


@pytest.mark.parametrize("name", REMEMBERED)
def test_the_memory_lab_has_the_networks(name: str) -> None:
    assert len(remembered(name)["networks"]) == 4


def remembered(name: str) -> dict[str, Any]:
    task, lag, weights, factor = re.match(r"(\w+)\.(\d+)\.(\w+)\.([\d.]+)$", WAYS[name].at["memory"]).groups()  # type: ignore[union-attr]
    trained = {"same": int(lag), "fresh": "fresh", "all": None}[weights]
    return told(sequence(task, lag=int(lag), trained=trained, factor=float(factor)))


# What the words claim


@pytest.mark.parametrize("label", EXAMPLES)
def test_what_is_said_of_random_weights(label: str) -> None:
    trace = opened("cnn.random.open", EXAMPLES[label])
    assert float(trace.probabilities.max()) < 0.13, "never far ahead"


def test_what_is_said_of_steps_on_one_drawing() -> None:
    first, later = (float(opened(f"cnn.{stop}.open").probabilities[3]) for stop in ("step", "many"))
    assert 0.1 < first < 0.5
    assert later > 0.99, "almost certain"
    state = WAYS["cnn.many.open"]
    run = start("digits", EXAMPLES["3"], "cnn", {"random": 1})
    learnt = start(
        "digits", EXAMPLES["3"], "cnn", {**state.changes, "learning": {**state.changes["learning"], "target": "3"}}
    )  # type: ignore[index,dict-item]
    counted = others(run, learnt.network)
    assert counted
    assert counted.after < counted.count / 5, "as many as say the same digit to all"


def test_what_is_said_of_the_moments_of_the_training() -> None:
    known = [moment["validation_accuracy"] for moment in curves("digits", "cnn")]
    early = WAYS["cnn.replay.early"].changes["snapshot"]  # type: ignore[index]
    assert known[0] < 15, "chance"
    assert 70 < known[early] < known[-1] - 5
    assert curves("digits", "cnn")[early]["epoch"] < 0.5
    values = story()["values"]
    assert values["digits_cnn_moments_early"] == round(known[early], 1)
    assert values["digits_cnn_moments_count"] == len(known)


def test_what_is_said_of_the_long_sentence() -> None:
    words = len(LONG.split())
    assert 60 < words < 80, "some sixty after the first sentence"
    trace = opened("gates.sentence.open")
    guesses = [step.logits.softmax(0) for step in trace.stages if isinstance(step, StepOutput)]
    at = trace.labels.index("positive")
    first = max(float(guess[at]) for guess in guesses[:10])
    assert first > 0.8, "quite sure after the first sentence"
    assert float(guesses[-1][at]) < first - 0.1, "worn away"


def test_what_is_said_of_the_gradient_on_its_way_back() -> None:
    found = {each.network: each for each in reach("reviews", {"text": LONG}, "rnn").networks}
    trained = {name: way.trained.hidden[0] / way.trained.hidden[-1] for name, way in found.items()}
    assert trained["rnn"] == min(trained.values()) < 1e-9
    assert trained["gru"] == max(trained.values()) > 1e-3
    for way in found.values():
        assert way.fresh.hidden[0] < 1e-9 * way.fresh.hidden[-1], "before training all three fade away"


def test_what_is_said_of_vanishing_and_exploding() -> None:
    def of(name: str, network: str) -> dict[str, Any]:
        return next(each for each in remembered(name)["networks"] if each["network"] == network)

    half, double = (of(f"gates.factor.{way}", "rnn") for way in ("half", "open"))
    assert half["hidden"][0] / half["hidden"][-1] < 1e-3 * double["hidden"][0] / double["hidden"][-1]
    assert double["radii"]["hidden"] == pytest.approx(4 * half["radii"]["hidden"])
    exploding, bounded = (of("gates.factor.exploding", network) for network in ("irnn", "rnn"))
    assert exploding["norm"] is None or exploding["norm"] > 1e3, "with ReLU it explodes"
    assert bounded["radii"]["hidden"] > 1, "with tanh it need not"
    assert bounded["norm"] < 100


def test_what_is_said_of_lags() -> None:
    def at(task: str, network: str, lag: int) -> float:
        return trainings(task, network)[str(lag)]["scores"][f"lag_{lag}"]

    assert all(at("recall", network, 50) > 99 for network in ("rnn", "irnn", "lstm", "gru"))
    assert at("recall", "rnn", 100) < 30, "chance with four letters"
    assert min(at("recall", network, 100) for network in ("lstm", "gru")) > 99
    assert at("recall", "lstm", 200) < 50 < at("recall", "gru", 200)
    assert at("copy", "rnn", 50) > at("copy", "lstm", 50) > at("copy", "gru", 50)
    assert at("adding", "rnn", 50) < 50 < 90 < min(at("adding", network, 50) for network in ("lstm", "gru"))
    sizes = {each["network"]: each["parameters"] for each in remembered("gates.truth.open")["networks"]}
    assert sizes["rnn"] == min(sizes.values()), "the smallest network is ahead"
    right = {each["network"]: each for each in remembered("gates.truth.all")["networks"]}["rnn"]
    assert right["accuracy"] == 100
    assert right["hidden"][0] < 1e-20 * right["hidden"][-1], "though no gradient reaches the first letter"


def test_what_is_kept_and_what_is_added() -> None:
    given = PATHS["gates"]["idea"].exercise.given  # type: ignore[union-attr]
    chosen = selection(WAYS["gates.idea.open"].select)
    assert (given["step"], given["unit"]) == (WAYS["gates.idea.open"].moment, chosen.index[0])
    steps = [s for s in opened("gates.idea.open").stages if isinstance(s, LSTMStep) and s.layer == 0]
    before, now = steps[given["step"] - 1], steps[given["step"]]
    parts = now.forget * before.cell, now.input * now.candidate
    assert torch.allclose(sum(parts), now.cell, atol=1e-5)  # type: ignore[arg-type]
    kept, added = (abs(float(part[given["unit"]])) for part in parts)
    assert abs(kept - added) > 0.02, "the answer is clear"
