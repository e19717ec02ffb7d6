"""Pen strokes: the network follows the pen while it is down, or answers a preview where it cannot be followed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Route
from visit import FOUR, SEVEN, Visit

from playground import Trace, inspect
from playground.stages import StepOutput
from playground.tasks.strokes import STROKES
from playground.text import text

FORWARD = [name for name, network in STROKES.networks.items() if not network.arguments.get("bidirectional")]


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    return open_page("?task=strokes")


def begin(visit: Visit, network: str) -> None:
    """An empty pad, the pen up."""
    visit.page.mouse.up()
    visit.clear()
    visit.pick(network)


def put(visit: Visit, stroke: list[tuple[float, float]]) -> None:
    """Put the pen down at the first point and move it over the others; it stays down."""
    canvas = visit.page.locator(".pg-paper canvas[tabindex]")
    box = canvas.bounding_box()
    assert box
    for i, (x, y) in enumerate(stroke):
        visit.page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=8 if i else 1)
        if i == 0:
            visit.page.mouse.down()


def lift(visit: Visit) -> None:
    """Lift the pen, and wait until all steps of what it drew are there."""
    visit.page.evaluate("() => { window.former = session.input }")
    visit.page.mouse.up()
    visit.page.wait_for_function("session.input !== former && window.answered === session.input")


def draw(visit: Visit, strokes: list[list[tuple[float, float]]]) -> None:
    for stroke in strokes:
        put(visit, stroke)
        lift(visit)


def steps(visit: Visit) -> int:
    return visit.page.evaluate("session.trace?.steps ?? 0")


def held(visit: Visit) -> Trace:
    """What `inspect` says of the drawing that the page holds."""
    drawing, network = visit.page.evaluate("[session.input, session.architecture]")
    return inspect("strokes", drawing, network)


def assert_shown(visit: Visit) -> None:
    """The answer and every heatmap of the page are the model's, as if it had read the whole at once."""
    trace = held(visit)
    assert visit.page.evaluate("session.trace.open") is False
    assert visit.prediction == trace.prediction
    assert visit.page.evaluate("session.trace.probabilities") == pytest.approx(trace.probabilities.tolist(), abs=1e-3)
    layers: dict[tuple[str, int, int], list[Any]] = {}
    for stage in trace.stages:
        if hasattr(stage, "hidden"):
            layers.setdefault((type(stage).__name__, stage.layer, stage.direction), []).append(stage)
    for (kind, layer, direction), found in layers.items():
        found.sort(key=lambda stage: stage.t)
        key = f"{kind}:{layer}" + (f":{direction}" if direction else "")
        for name in visit.page.evaluate("key => Object.keys(session.trace.stages.get(key).arrays)", key):
            expected = np.stack([np.asarray(getattr(stage, name)) for stage in found])  # (T, N)
            scale = max(1.0, float(np.abs(expected).max()))
            shown = visit.values(key, name)[: expected.size]
            np.testing.assert_allclose(shown, expected.ravel(), atol=0.51 * scale / 2047 + 1e-5 * scale)
    guesses = [stage.probabilities for stage in trace.stages if isinstance(stage, StepOutput)]
    if guesses:
        shown = visit.values("StepOutput", "probabilities")[: 10 * len(guesses)]
        np.testing.assert_allclose(shown, np.stack(guesses).ravel(), atol=1e-3)


@pytest.mark.parametrize("network", FORWARD)
def test_steps_arrive_while_the_pen_is_down(visit: Visit, network: str) -> None:
    begin(visit, network)
    before = len(visit.asked)
    put(visit, [(0.2, 0.15), (0.8, 0.15)])
    visit.page.wait_for_function("session.trace?.open && session.trace.stages.has('Output') && session.trace.steps > 8")
    visit.frames()
    visit.page.wait_for_function(
        "document.querySelector('[data-caption]').textContent.includes(String(session.trace.steps))"
    )  # the guess so far
    assert visit.prediction in STROKES.labels
    early = steps(visit)
    put_further(visit, (0.45, 0.9))
    visit.page.wait_for_function("early => session.trace.open && session.trace.steps > early + 8", arg=early)
    lift(visit)
    assert_shown(visit)
    asked = visit.asked[before:]
    assert len(asked) >= 2
    assert all("input" not in question for question in asked), "the whole is never sent"
    sent = [point for question in asked for point in question["points"]]
    assert [sent] == visit.page.evaluate("session.input.strokes")
    assert asked[0]["carry"] is None
    assert [question["lift"] for question in asked] == [False] * (len(asked) - 1) + [True]


def put_further(visit: Visit, to: tuple[float, float]) -> None:
    box = visit.page.locator(".pg-paper canvas[tabindex]").bounding_box()
    assert box
    visit.page.mouse.move(box["x"] + to[0] * box["width"], box["y"] + to[1] * box["height"], steps=8)


def test_the_next_stroke_goes_on_from_the_carried_state(visit: Visit) -> None:
    begin(visit, "gru")
    draw(visit, FOUR[:1])
    so_far, before = steps(visit), len(visit.asked)
    put(visit, FOUR[1])
    visit.page.wait_for_function("n => session.trace.open && session.trace.steps > n", arg=so_far)
    lift(visit)
    assert_shown(visit)
    asked = visit.asked[before:]
    assert asked[0]["carry"]["steps"] == so_far
    sent = [point for question in asked for point in question["points"]]
    assert sent == visit.page.evaluate("session.input.strokes[1]")
    assert all("input" not in question for question in asked)


def test_strokes_one_right_after_the_other(visit: Visit) -> None:
    """The next begins before the answer to the last has come."""
    begin(visit, "lstm")
    for stroke in FOUR:
        visit.page.evaluate("() => { window.former = session.input }")
        put(visit, stroke)
        visit.page.mouse.up()
    visit.page.wait_for_function("""() => session.input && session.input.strokes.length === 2
      && window.answered === session.input && !session.trace.open
      && session.trace.encoded.stroke.at(-1) === 1""")
    assert_shown(visit)


def test_undo_and_clear(visit: Visit) -> None:
    begin(visit, "gru")
    draw(visit, FOUR)
    visit.before()
    visit.page.locator("[data-do=undo]").click()
    visit.settle()
    assert len(visit.page.evaluate("session.input.strokes")) == 1
    assert_shown(visit)
    draw(visit, [[(0.6, 0.3), (0.6, 0.9)]])  # and goes on from what is left
    assert "carry" in visit.asked[-1]
    assert_shown(visit)
    visit.clear()
    assert visit.prediction == "?"
    assert visit.ink() == 0
    draw(visit, SEVEN)
    assert_shown(visit)


def test_the_pen_goes_on_from_an_example(visit: Visit) -> None:
    begin(visit, "gru")
    visit.page.locator("[data-example='1']").click()
    count = visit.page.evaluate("session.catalogue.examples.shown[1].input.strokes.flat().length")
    visit.page.wait_for_function(
        "n => session.input?.strokes.flat().length === n && window.answered === session.input && session.carry",
        arg=count,
    )
    assert_shown(visit)
    so_far, before = steps(visit), len(visit.asked)
    draw(visit, [[(0.3, 0.5), (0.7, 0.5)]])
    assert visit.asked[before]["carry"]["steps"] == so_far
    assert_shown(visit)


@pytest.mark.parametrize("changed", [False, True])
def test_a_network_that_cannot_follow_the_pen_is_previewed(visit: Visit, changed: bool) -> None:
    """One that reads from the end, too, and one with changes: the whole so far is read anew, coarsely."""
    begin(visit, "lstm" if changed else "bigru")
    if changed:
        visit.page.evaluate("setChanges({gates: [{gate: 'forget', value: 1}]})")
    before = len(visit.asked)
    put(visit, SEVEN[0][:2])
    visit.page.wait_for_function("session.trace?.preview")
    early = steps(visit)
    put_further(visit, SEVEN[0][2])
    visit.page.wait_for_function("early => session.trace.preview && session.trace.steps > early", arg=early)
    assert len(visit.asked) == before
    visit.page.evaluate("() => { window.former = session.input }")
    visit.page.mouse.up()
    visit.page.wait_for_function("session.input !== former && session.trace.milliseconds && !session.trace.preview")
    assert all("input" in asked for asked in visit.asked[before:])
    if changed:
        visit.page.evaluate("setChanges(null)")
        visit.page.wait_for_function("session.trace.milliseconds && !session.original")
    assert_shown(visit)


def test_a_pen_that_cannot_be_followed_is_read_as_a_whole(visit: Visit) -> None:
    """A batch of points is lost on the way."""
    begin(visit, "rnn")

    def lose(route: Route) -> None:
        route.abort()

    visit.page.route("**/playground/trace", lose, times=1)
    draw(visit, SEVEN)
    visit.problems.clear()  # the browser's own line about the request that failed
    assert visit.asked[-1]["input"] == visit.page.evaluate("session.input")
    assert_shown(visit)


def test_too_many_steps(visit: Visit) -> None:
    begin(visit, "rnn1")
    visit.page.evaluate("""() => {
      const canvas = document.querySelector('.pg-paper canvas[tabindex]'), box = canvas.getBoundingClientRect();
      const event = (kind, x, y, more = {}) => new PointerEvent(kind, {pointerId: 1, button: 0, bubbles: true,
        clientX: box.left + x * box.width, clientY: box.top + y * box.height, ...more});
      canvas.setPointerCapture = () => {};
      canvas.dispatchEvent(event('pointerdown', 0, 0));
      const coalescedEvents = Array.from({length: 200}, (_, i) => event('pointermove', (i + 1) % 2, i / 200));
      canvas.dispatchEvent(event('pointermove', 0, 1, {coalescedEvents}));
      canvas.dispatchEvent(event('pointerup', 0, 1));
      delete canvas.setPointerCapture;
    }""")
    message = text("errors.too_long", limit=5000)
    visit.page.wait_for_function("m => document.querySelector('.pg-message').textContent === m", arg=message)
    visit.clear()
    draw(visit, SEVEN)
    assert_shown(visit)
    assert visit.message == ""


def test_the_drawing_is_the_same_for_digits(visit: Visit) -> None:
    begin(visit, "gru")
    draw(visit, SEVEN)
    drawing = visit.page.evaluate("session.input.strokes")
    visit.choose_task("digits")
    assert visit.asked[-1]["input"]["strokes"] == drawing
    assert visit.prediction == visit.trace().prediction
    visit.choose_task("strokes")
    assert visit.asked[-1]["input"]["strokes"] == drawing
    assert_shown(visit)
