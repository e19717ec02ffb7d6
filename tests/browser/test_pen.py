"""Pen strokes: what is drawn so far is read while the pen is down, and the whole when it lifts."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from visit import FOUR, SEVEN, Visit

from playground import Trace, inspect
from playground.stages import StepOutput
from playground.tasks.strokes import STROKES


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
    assert not visit.page.evaluate("session.trace.preview")
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


def put_further(visit: Visit, to: tuple[float, float]) -> None:
    box = visit.page.locator(".pg-paper canvas[tabindex]").bounding_box()
    assert box
    visit.page.mouse.move(box["x"] + to[0] * box["width"], box["y"] + to[1] * box["height"], steps=8)


def test_strokes_one_right_after_the_other(visit: Visit) -> None:
    """The next begins before the answer to the last has come."""
    begin(visit, "lstm")
    for stroke in FOUR:
        visit.page.evaluate("() => { window.former = session.input }")
        put(visit, stroke)
        visit.page.mouse.up()
    visit.page.wait_for_function("""() => session.input && session.input.strokes.length === 2
      && window.answered === session.input && !session.trace.preview
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
        "n => session.input?.strokes.flat().length === n && window.answered === session.input", arg=count
    )
    assert_shown(visit)
    draw(visit, [[(0.3, 0.5), (0.7, 0.5)]])
    assert_shown(visit)


@pytest.mark.parametrize(("network", "changed"), [*((name, False) for name in STROKES.networks), ("lstm", True)])
def test_what_is_drawn_so_far_is_previewed(visit: Visit, network: str, changed: bool) -> None:
    """While the pen is down all of it is read anew, coarsely, as if it were the whole; and exactly when it lifts."""
    begin(visit, network)
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
    assert [asked["input"] for asked in visit.asked[before:]][-1] == visit.page.evaluate("session.input")
    if changed:
        visit.page.evaluate("setChanges(null)")
        visit.page.wait_for_function("session.trace.milliseconds && !session.original")
    assert_shown(visit)


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
