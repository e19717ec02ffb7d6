"""The exercises of the guide: each has its words, can be solved, and its answer is that of the networks themselves."""

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
import torch
from inputs import selection
from test_story import example

from playground import Trace, inspect
from playground.checkpoints import load
from playground.exercises import exercise_sets
from playground.familiarity import UNLIKE
from playground.stages import Flatten, GRUStep, LSTMStep, StepOutput
from playground.story import SECTIONS, story
from playground.story.states import STATES
from playground.text import LANGUAGES

EXERCISES = exercise_sets()["guide"].exercises
# Changes that reach a goal from its beginning.
SOLVED = {
    "blind": {"move": {"right": 6}},
    "convolution": {"off": [{"layer": 0, "units": [3, 7, 14, 15]}]},
    "lstm": {"gates": [{"gate": "forget", "value": 1.0}]},
}


def begun(section: str) -> dict[str, Any]:
    """What the address of an exercise says: task, value, network, changes, cell."""
    said = dict(parse_qsl(EXERCISES[section].state[1:]))
    kind, text = said["input"].split(".", 1)
    value = {"text": text} if kind == "t" else STATES["heart"].input if kind == "d" else example(said["task"], text)
    changes = json.loads(said.get("changes", "{}"))
    return {
        "task": said["task"],
        "value": value,
        "network": said["network"],
        "changes": changes,
        "cell": said.get("cell"),
    }


def run(section: str, **changes: Any) -> Trace:
    said = begun(section)
    return inspect(said["task"], said["value"], said["network"], **said["changes"] | changes)


def unchanged(section: str) -> Trace:
    said = begun(section)
    return inspect(said["task"], said["value"], said["network"])


def stages(trace: Trace, kind: type) -> list[Any]:
    return [stage for stage in trace.stages if isinstance(stage, kind)]


def settled(trace: Trace) -> int:
    """The step from which on the leading class is that of the end."""
    leaders = [int(step.logits.argmax()) for step in stages(trace, StepOutput)]
    return max((t + 1 for t, leader in enumerate(leaders) if leader != leaders[-1]), default=0)


def test_every_section_ends_with_an_exercise() -> None:
    assert list(EXERCISES) == list(SECTIONS)
    assert list(story()["sets"]["guide"]["exercises"]) == list(SECTIONS)
    for exercise in EXERCISES.values():
        assert set(exercise.words) == {"ask", "told"}
        assert set(exercise.words["ask"]) == set(exercise.words["told"]) == set(LANGUAGES)


@pytest.mark.parametrize("section", SOLVED)
def test_a_goal_can_be_reached(section: str) -> None:
    exercise, changes = EXERCISES[section], SOLVED[section]
    assert set(changes) <= set(exercise.given["only"])
    assert sum(len(off["units"]) for off in changes.get("off", [])) <= exercise.given.get("most", 99)
    before, after = unchanged(section).prediction, run(section, **changes).prediction
    assert after != before
    assert after == exercise.given.get("label", after)


@pytest.mark.parametrize("section", [name for name, one in EXERCISES.items() if one.measure == "answer_changes"])
def test_a_change_is_worth_a_question(section: str) -> None:
    assert begun(section)["changes"]


def test_numbers_that_are_asked_for() -> None:
    """As the words tell them, where they tell the way to them."""
    assert run("padding").stages[1].maps.shape[1] == 28 - 5 + 1  # type: ignore[union-attr]
    assert stages(run("shapes"), Flatten)[0].values.shape == (32 * 7 * 7,)
    assert max(float(step.hidden.abs().max()) for step in stages(run("gru"), GRUStep)) == 0
    layer = load("digits", "gru").gru
    counted = sum(p.numel() for name, p in layer.named_parameters() if name.endswith("l0"))
    assert counted == 3 * (28 * 128 + 128 * 128 + 2 * 128) == story()["tables"]["gated"]["gru"][1]
    both = story()["tables"]["gated"]
    assert 3 * both["lstm"][0] == 4 * both["gru"][0]
    assert load("names", "bigru").fc.in_features == 2 * load("names", "bigru").gru.hidden_size


def test_the_random_network_is_as_undecided_as_told() -> None:
    assert float(run("learning").probabilities.max()) < 0.3


def test_the_steps_at_which_guesses_settle() -> None:
    trace = run("rnn")
    at = settled(trace)
    assert 0 < at < len(stages(trace, StepOutput)) - 1
    assert 0 < settled(run("vanishing")) < 27


def test_one_gate_opens_most_where_the_lstm_changes_its_mind() -> None:
    trace = run("gates")
    at = settled(trace)
    last = [step for step in stages(trace, LSTMStep) if step.layer == 1]
    rises = torch.stack(
        [getattr(last[at], g).mean() - getattr(last[at - 1], g).mean() for g in EXERCISES["gates"].options]
    )
    first, second = rises.topk(2).values
    assert first > 0
    assert first - second > 1e-3, "the answer is clear"


def test_the_update_gate_that_is_asked_for() -> None:
    chosen = selection(begun("conventions")["cell"])
    step = next(s for s in stages(run("conventions"), GRUStep) if s.layer == chosen.layer and s.t == chosen.t)
    assert 0 < float(getattr(step, chosen.quantity)[chosen.index]) < 1


def test_nonsense_can_be_sure() -> None:
    state = STATES["heart"]
    trace = inspect(state.task, state.input, state.network)
    assert trace.familiarity is not None
    assert trace.familiarity < UNLIKE
    assert trace.probabilities.max() > 0.7
