"""Names and reviews in time: lanes with the model's own numbers, orders of units, keys, windows, both directions."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from visit import Visit

from playground import inspect
from playground.stages import Stage, StepOutput
from playground.text import LANGUAGES, table, text

GATES = {
    "rnn": ["hidden"],
    "lstm": ["forget", "input", "candidate", "output", "cell", "hidden"],
    "gru": ["reset", "update", "candidate", "hidden"],
}
SENTENCE = "The film was not good, but I loved it!"
# The units of a layer from top to bottom.
UNITS = """async ([key, order]) => {
  const {look} = await load('playback/view');
  if (order) look({order});
  await new Promise(requestAnimationFrame);
  return (await load('stage/time/order')).orderOf(session.trace, key).units;
}"""
# The colour in the middle of a value's row and step, and the one that its value should have.
COLOURS = """async ([key, quantity, unit, t]) => {
  const {block, canvas} = window.stage.view(key, quantity);
  const box = window.stage.boxOf(key, [unit], {quantity, t});
  const dpr = window.devicePixelRatio;
  const at = [box.x - block.x + box.width / 2, box.y - block.y + box.height / 2].map((v) => Math.floor(v * dpr));
  const [r, g, b] = canvas.getContext('2d').getImageData(...at, 1, 1).data;
  const {scaleFor, cssColour} = await load('stage/colours');
  const stage = session.trace.stages.get(key);
  const {values, size} = stage.arrays[quantity];
  const scale = scaleFor(stage, quantity, [session.trace]);
  return [`rgb(${r} ${g} ${b})`, cssColour(scale, values[t * size + unit]), block.perRow];
}"""


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    return open_page("?task=names")


def begin(visit: Visit, task: str, network: str, words: str) -> tuple[Stage, ...]:
    """Let a network read a text; all its stages."""
    visit.choose_task(task)
    visit.pick(network)
    if visit.page.evaluate("session.input?.text") != words:
        visit.paste(words)
    visit.page.evaluate("window.old = null")
    visit.settle()
    return visit.trace().stages


def of(stages: tuple[Stage, ...], kind: str, layer: int = 0, direction: int = 0) -> list[Any]:
    found = [s for s in stages if type(s).__name__ == kind]
    same = [s for s in found if getattr(s, "layer", 0) == layer and getattr(s, "direction", 0) == direction]
    return sorted(same, key=lambda s: s.t)


def states(steps: list[Any], quantity: str) -> np.ndarray:
    """Of all units through time, (N, T)."""
    return np.stack([np.asarray(getattr(step, quantity)) for step in steps], axis=1).astype(np.float64)


WRITTEN = [
    ("names", "rnn", "Kowalski"),
    ("names", "lstm", "O'Brien"),
    ("names", "gru", "Nguyễn"),
    ("reviews", "rnn", SENTENCE),
    ("reviews", "lstm", SENTENCE),
    ("reviews", "gru", SENTENCE),
]


@pytest.mark.parametrize(("task", "network", "words"), WRITTEN)
def test_every_lane_has_the_numbers_of_the_model(visit: Visit, task: str, network: str, words: str) -> None:
    stages = begin(visit, task, network, words)
    kind = f"{network.upper()}Step"
    layers = 1 + max(s.layer for s in stages if type(s).__name__ == kind)
    for layer in range(layers):
        steps = of(stages, kind, layer)
        key = f"{kind}:{layer}"
        for quantity in GATES[network]:
            expected = states(steps, quantity)
            shown = np.array(visit.values(key, quantity)).reshape(-1, len(expected))[: len(steps)].T
            np.testing.assert_allclose(
                shown, expected, atol=0.51 * max(1.0, float(np.abs(expected).max())) / 2047 + 1e-6
            )
        unit, t = visit.page.evaluate(UNITS, [key, None])[7], len(steps) // 2
        digits, words_ = visit.hover(key, [unit], "hidden", t)
        # A row of several units tells of the strongest.
        told = float(digits)
        assert told == pytest.approx(expected[:, t][np.abs(expected[:, t] - told).argmin()], abs=1e-3)
        token = visit.page.evaluate("session.trace.encoded.tokens")[t]
        assert text(f"axis.{task}.place", step=t + 1, token=token) in words_


def test_a_cell_has_the_colour_of_its_value(visit: Visit) -> None:
    begin(visit, "names", "lstm", "Yamamoto")
    for unit, t in ((3, 0), (64, 4), (127, 8)):
        shown, expected, per_row = visit.page.evaluate(COLOURS, ["LSTMStep:0", "cell", unit, t])
        assert per_row == 1, "the cell state has a row for each unit here"
        assert shown == expected


@pytest.mark.parametrize("network", ["rnn", "lstm", "gru"])
def test_units_stand_in_the_order_of_their_state_at_the_end(visit: Visit, network: str) -> None:
    stages = begin(visit, "names", network, "Yamamoto")
    kind = f"{network.upper()}Step"
    steps = of(stages, kind)
    last = states(steps, "cell" if network == "lstm" else "hidden")[:, -1]
    units = visit.page.evaluate(UNITS, [f"{kind}:0", "state"])
    assert sorted(units) == list(range(len(last)))
    assert (np.diff(last[units]) > -5e-3).all()
    words = visit.page.locator(".pg-time-head span").get_attribute("title")  # what has no room is in the tip alone
    assert table("en")["time"]["state"]["cell" if network == "lstm" else "hidden"] in (words or "")


@pytest.mark.parametrize("order", ["mean", "active", "similarity", "index", "state"])
def test_other_orders(visit: Visit, order: str) -> None:
    stages = begin(visit, "names", "gru", "Yamamoto")
    units = visit.page.evaluate(UNITS, ["GRUStep:0", order])
    placed = states(of(stages, "GRUStep"), "hidden")[units]
    assert sorted(units) == list(range(len(placed)))
    if order == "index":
        assert units == sorted(units)
    elif order == "mean":
        assert (np.diff(placed.mean(axis=1)) < 2e-3).all()
    elif order == "active":
        # A peak is where a unit is largest within what travels of it.
        reached = 0
        for row in placed:
            peak = np.flatnonzero(np.abs(row) > np.abs(row).max() - 1e-3)
            reached = min(step for step in peak if step >= reached)
    elif order == "similarity":
        for at in range(len(placed) - 1):
            distances = np.linalg.norm(placed[at + 1 :] - placed[at], axis=1)
            assert distances[0] <= distances.min() + 5e-3, "the next is the most like it of those that are left"


def test_keys_lead_through_a_lane_as_its_rows_stand(visit: Visit) -> None:
    stages = begin(visit, "reviews", "gru", SENTENCE)
    units = visit.page.evaluate(UNITS, ["GRUStep:1", "state"])
    lane = visit.page.locator('.pg-block[data-form=lane][data-key="GRUStep:1"][data-quantity=update]')
    visit.page.mouse.move(4, 4)
    visit.page.keyboard.press("Tab")  # the focus is seen from here on
    lane.focus()
    visit.page.keyboard.press("ArrowLeft")
    visit.page.keyboard.press("ArrowLeft")
    where = "(async () => (await load('store/store')).state.pointed)()"
    before = visit.page.evaluate(where)
    for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
        visit.page.keyboard.press(key)
    after = visit.page.evaluate(where)
    assert after["t"] == before["t"] + 1
    place = units.index(before["index"][0])
    assert after["index"] == [units[(place + 2) % len(units)]]
    visit.page.wait_for_function("!isCoarse(session.trace.stages.get('GRUStep:1').arrays.update.values)")
    visit.frames()
    value = float(of(stages, "GRUStep", 1)[after["t"]].update[after["index"][0]])
    heard = visit.page.locator("[data-heard]").inner_text()
    assert f"{value:.3f}" in heard
    assert text("where.unit", unit=after["index"][0] + 1) in heard
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("player.moment") == after["t"]


@pytest.mark.parametrize("task", ["names", "reviews"])
def test_the_guess_in_numbers(visit: Visit, task: str) -> None:
    stages = begin(visit, task, "gru", "Rossi" if task == "names" else SENTENCE)
    guesses = of(stages, "StepOutput")
    best = np.asarray(guesses[-1].probabilities).argsort()[::-1][:2]
    for t in (0, len(guesses) - 1):
        for k in map(int, best):
            digits, words = visit.hover("StepOutput", [k], "probabilities", t)
            assert float(digits) == pytest.approx(float(guesses[t].probabilities[k]), abs=1e-3)
            assert table("en")["labels"][task].get(visit.trace().labels[k], visit.trace().labels[k]) in words


def test_a_long_name_is_seen_through_a_window(visit: Visit) -> None:
    visit.choose_task("names")
    visit.pick("gru")
    visit.paste("Yamamoto Kowalski Papadopoulos " * 40)  # 1,239 letters and the mark of the end
    visit.page.evaluate("window.old = null")
    visit.settle()
    steps = sum(isinstance(s, StepOutput) for s in visit.trace().stages)
    assert steps == 1240
    window = "() => [window.stage.layout.axis.from, window.stage.layout.axis.count]"
    box = visit.page.locator(".pg-overview").bounding_box()
    assert box
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.frames(3)
    middle = visit.page.evaluate("player.moment")
    assert middle == pytest.approx(steps / 2, abs=3)
    first, count = visit.page.evaluate(window)
    assert count == 48
    assert first <= middle < first + count
    cursor = visit.page.locator(".pg-cursor-step")
    cursor.press("End")
    visit.frames(3)
    assert visit.page.evaluate(window) == [steps - 48, 48]
    cursor.press("Home")
    visit.frames(3)
    assert visit.page.evaluate(window) == [0, 48]
    visit.paste("Rossi")
    visit.frames(3)
    assert visit.page.locator(".pg-overview").is_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_network_of_both_directions(open_page: Callable[..., Visit], language: str) -> None:
    visit = open_page(f"?task=names&network=bigru&lang={language}")
    visit.page.evaluate("window.old = null")
    visit.settle()
    trace = visit.trace()
    for direction in (0, 1):
        key = "GRUStep:0" + (":1" if direction else "")
        steps = of(trace.stages, "GRUStep", 0, direction)
        expected = states(steps, "hidden")
        shown = np.array(visit.values(key, "hidden")).reshape(-1, len(expected))[: len(steps)].T
        np.testing.assert_allclose(shown, expected, atol=1e-3)
        # Each is done where it has read all.
        units = visit.page.evaluate(UNITS, [key, "state"])
        assert (np.diff(expected[units, 0 if direction else -1]) > -5e-3).all()
    assert visit.page.locator(".pg-lane-way").all_inner_texts() == ["→", "←"]
    assert visit.page.locator(".pg-way-out").count() == 0, "no single step has the answer"
    late = of(trace.stages, "StepOutput")[-1].probabilities
    differs = float((late - trace.probabilities).abs().sum()) / 2
    assert f"{100 * differs:.1f}\u00a0%" in (visit.page.locator(".pg-turn").get_attribute("title") or "")
    visit.page.locator(".pg-cursor-step").press("Home")
    visit.frames(3)
    assert visit.page.locator(".pg-cursor-step").inner_text() == "1"
    visit.paste("Rossi")
    assert visit.trace().prediction == inspect("names", "Rossi", "bigru").prediction
    visit.assert_no_problems()


def test_typing_is_followed_letter_by_letter(visit: Visit) -> None:
    begin(visit, "names", "gru", "Ro")
    visit.page.locator(".pg-entry:not([hidden]) :is(textarea, input[type=text])").press_sequentially("ssi", delay=250)
    visit.read("Rossi")
    assert [asked["input"]["text"] for asked in visit.asked[-3:]] == ["Ros", "Ross", "Rossi"]
    visit.frames(3)
    assert visit.page.evaluate("window.stage.layout.axis.count") == 6


def test_a_shorter_name_is_not_pointed_at_beyond_its_end(visit: Visit) -> None:
    visit.go("?task=names&network=lstm")
    visit.paste("Alexandrovich")
    visit.hover("LSTMStep:0", [5], "forget", 11)
    visit.paste("Ann")
    visit.page.wait_for_function("state.pointed === null && document.querySelector('.pg-tip').hidden")
