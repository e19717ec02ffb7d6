"""The pad: it moves while one draws; mouse, touch, keyboard, examples, uploads; and what it cannot read."""

import math
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Error, Route
from visit import FOUR, MESSAGE, ONE, SEVEN, Visit

from playground.models import ARCHITECTURES
from playground.text import text


def assert_answer(visit: Visit) -> None:
    """The page shows what `inspect` says of the drawing that it sent."""
    trace = visit.trace()
    assert visit.prediction == trace.prediction
    held = visit.page.evaluate("session.trace.probabilities")
    assert held == pytest.approx(trace.probabilities.tolist(), abs=1e-3)
    best = 100 * max(trace.probabilities.tolist())
    assert float(visit.text("[data-confidence]").strip("<>% ")) == pytest.approx(best, abs=0.11)
    assert visit.message == ""


def strokes_sent(visit: Visit) -> list[list[list[float]]]:
    return visit.asked[-1]["input"]["strokes"]


# It moves while the pen does

OUTPUT = "[...session.trace.output]"
PREVIEWED = "before => session.trace?.preview && String([...session.trace.output]) !== String(before)"
RING = [(0.5 + 0.3 * math.sin(k / 40 * math.tau), 0.5 - 0.38 * math.cos(k / 40 * math.tau)) for k in range(81)]


def put(visit: Visit, points: list[tuple[float, float]], *, down: bool = True) -> None:
    """Move the pen over the points; at the first of them it is put down."""
    box = visit.page.locator(".pg-paper canvas[tabindex]").bounding_box()
    assert box
    for x, y in points:
        visit.page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        if down:
            visit.page.mouse.down()
        down = False


def draw_until(visit: Visit, previews: int) -> int:
    """Put the pen down and move it until the page has asked for so many previews; how many points that took."""
    put(visit, RING[:1])
    k = 1
    while len(visit.previews) < previews:
        put(visit, [RING[k % 80]], down=False)
        k += 1
    return k


# When each trace was asked for, in milliseconds.
STARTS = "performance.getEntriesByType('resource').filter((e) => e.name.endsWith('/trace')).map((e) => e.startTime)"


@pytest.mark.parametrize("architecture", ["fnn", "cnn", "lstm"])
def test_the_last_layer_changes_before_the_pen_is_up(visit: Visit, architecture: str) -> None:
    visit.clear()
    visit.pick(architecture)
    before = len(visit.asked)
    put(visit, RING[:12])
    visit.page.wait_for_function(PREVIEWED, arg=None)
    first = visit.page.evaluate("window.shown = session.trace, " + OUTPUT)
    put(visit, RING[12:34], down=False)
    visit.page.wait_for_function(PREVIEWED, arg=first)
    assert visit.page.evaluate("session.trace === shown"), "one run, whose values are overwritten"
    assert visit.page.evaluate("stage.run === session.trace && session.input === null")
    assert len(visit.asked) == before, "nothing is asked exactly while the pen is down"
    visit.before()
    visit.page.mouse.up()
    visit.settle()
    assert len(visit.asked) == before + 1
    assert_answer(visit)


def test_at_most_twelve_previews_a_second_and_one_exact_answer(visit: Visit) -> None:
    visit.clear()
    visit.pick("cnn")
    visit.page.evaluate("performance.clearResourceTimings()")
    before, previews = len(visit.asked), len(visit.previews)
    k = draw_until(visit, previews + 26)
    visit.before()
    visit.page.mouse.up()
    visit.settle()
    starts = visit.page.evaluate(STARTS)
    sent = len(visit.previews) - previews
    seconds = [sum(at <= other < at + 990 for other in starts[:sent]) for at in starts[:sent]]
    assert sent >= 26
    assert max(seconds) <= 12
    assert len(visit.asked) == before + 1
    assert len(str(visit.asked[-1]["input"])) < 40 * k


def test_previews_are_refused_in_silence(visit: Visit) -> None:
    """Under load the server sheds them first: the page asks less often, says nothing, and the last answer is exact."""

    def shed(route: Route) -> None:
        if route.request.post_data_json.get("preview"):
            route.fulfill(status=503, json={"message": "too much to do"})
        else:
            route.continue_()

    visit.clear()
    visit.page.route("**/playground/trace", shed)
    visit.page.evaluate("performance.clearResourceTimings()")
    draw_until(visit, len(visit.previews) + 5)
    starts = visit.page.evaluate(STARTS)
    pauses = [later - at for at, later in pairwise(starts)]
    twelfth = 1000 / 12
    least = [min(1000, twelfth * 2 ** (k + 1)) for k in range(4)]  # twice as long each time, up to a second
    assert all(pause >= 0.9 * wanted for pause, wanted in zip(pauses, least, strict=False)), pauses
    assert visit.message == ""
    visit.before()
    visit.page.mouse.up()
    visit.settle()
    visit.page.unroute("**/playground/trace", shed)
    assert_answer(visit)
    visit.frames()
    visit.problems.clear()  # the browser's own lines about what was refused


def test_a_drawing_in_progress_is_previewed_with_its_changes(visit: Visit) -> None:
    visit.clear()
    visit.page.evaluate("setChanges({activation: 'tanh'})")
    put(visit, RING[:30])
    visit.page.wait_for_function(PREVIEWED, arg=None)
    assert visit.page.evaluate("session.original.preview && session.trace.of.changes.activation") == "tanh"
    assert visit.page.evaluate("[...session.original.output]") != visit.page.evaluate(OUTPUT)
    visit.before()
    visit.page.mouse.up()
    visit.page.wait_for_function("session.trace !== old && session.original?.milliseconds && !session.trace.preview")
    visit.clear()
    visit.page.evaluate("setChanges(null)")


def test_clear_leaves_the_empty_network(visit: Visit) -> None:
    visit.clear()
    visit.pick("cnn")
    visit.draw(SEVEN)
    keys = visit.page.evaluate("stage.layout.blocks.map((block) => block.key)")
    visit.clear()
    visit.frames(3)
    assert visit.page.evaluate("stage.layout.blocks.map((block) => block.key)") == keys
    assert visit.page.evaluate("stage.run !== null && stage.run.of === null")
    assert visit.page.evaluate("stage.run.stages.get('MaxPooling:0').arrays.maps.values.every((value) => value === 0)")


# What is drawn


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_network_answers_as_inspect_does(visit: Visit, architecture: str) -> None:
    visit.clear()
    visit.pick(architecture)
    visit.draw(FOUR)
    assert len(strokes_sent(visit)) == 2
    assert visit.asked[-1]["architecture"] == architecture
    assert_answer(visit)


def test_the_pad_keeps_the_points(visit: Visit) -> None:
    visit.clear()
    visit.draw(SEVEN)
    (stroke,) = strokes_sent(visit)
    assert len(stroke) == 13  # six moves for each of two lines
    for corner in SEVEN[0]:
        assert min(math.dist(corner, point) for point in stroke) < 0.005


def test_the_answer_follows_the_hand(visit: Visit) -> None:
    """Renewed after each stroke, with all strokes so far; no button is pressed."""
    visit.clear()
    before = len(visit.asked)
    visit.draw([[(0.6, 0.1), (0.3, 0.5)]])
    assert_answer(visit)
    visit.draw([[(0.3, 0.5), (0.6, 0.85)], [(0.6, 0.85), (0.3, 0.6)]])
    assert_answer(visit)
    assert [len(asked["input"]["strokes"]) for asked in visit.asked[before:]] == [1, 2, 3]


def test_undo_and_clear(visit: Visit) -> None:
    visit.clear()
    visit.draw(FOUR)
    visit.before()
    visit.page.locator("[data-do=undo]").click()
    visit.settle()
    assert len(strokes_sent(visit)) == 1
    assert_answer(visit)
    visit.clear()
    assert visit.ink() == 0
    assert visit.prediction == "?"
    assert visit.page.locator(".pg-hint").is_visible()


def test_the_width_of_the_pen(visit: Visit) -> None:
    visit.clear()
    visit.draw(ONE)
    thin = visit.ink()
    visit.page.locator(".pg-pad-menu summary").click()
    visit.page.locator("[data-width]").focus()
    for _ in range(4):
        visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_function("session.trace.of.input.width > 0.084 && session.trace.milliseconds !== null")
    visit.settle()
    assert visit.ink() > 1.2 * thin
    assert visit.asked[-1]["input"]["width"] == pytest.approx(0.085)
    assert_answer(visit)
    for _ in range(4):
        visit.page.keyboard.press("ArrowLeft")
    visit.page.keyboard.press("Escape")
    assert not visit.page.locator("[data-width]").is_visible()


def test_drawing_with_the_keyboard(visit: Visit) -> None:
    visit.clear()
    visit.page.locator(".pg-paper canvas[tabindex]").focus()
    press = visit.page.keyboard.press
    for _ in range(8):
        press("ArrowUp")
    press(" ")
    for _ in range(16):
        press("ArrowDown")
    visit.before()
    press(" ")
    visit.settle()
    (stroke,) = strokes_sent(visit)
    assert stroke[0] == [0.5, pytest.approx(0.26)]
    assert stroke[-1] == [0.5, pytest.approx(0.74)]
    assert_answer(visit)
    press("Backspace")
    visit.page.wait_for_function("session.trace === null")
    assert visit.page.locator(".pg-hint").is_visible()


def test_examples_fill_the_pad_and_are_recognised(visit: Visit) -> None:
    visit.pick("cnn")
    visit.clear()
    for digit in "0123456789":
        visit.page.locator(f"[data-example='{digit}']").click()
        visit.page.wait_for_function("d => document.querySelector('[data-prediction]').textContent === d", arg=digit)
        visit.page.wait_for_function("session.trace?.milliseconds")
        assert visit.page.locator(".pg-examples [aria-pressed=true]").all_inner_texts() == [digit]
    assert visit.ink() > 1000
    assert_answer(visit)


def test_the_first_stroke_wipes_the_demonstration_off(open_page: Callable[..., Visit]) -> None:
    visit = open_page()
    assert visit.ink() > 1000
    visit.draw(SEVEN)
    assert len(strokes_sent(visit)) == 1
    assert strokes_sent(visit)[0][0] == pytest.approx([0.2, 0.15], abs=0.005)
    visit.assert_no_problems()


def test_a_finger_draws_and_does_not_scroll(open_page: Callable[..., Visit]) -> None:
    visit = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    touch = visit.finger(".pg-paper canvas[tabindex]")
    visit.before()
    touch("touchStart", 0.5, 0.9)
    for i in range(16):
        touch("touchMove", 0.5, 0.9 - i * 0.05)
    touch("touchEnd")
    visit.settle()
    assert visit.page.evaluate("scrollY") == 0
    (stroke,) = strokes_sent(visit)
    assert stroke[-1] == pytest.approx([0.5, 0.15], abs=0.01)
    assert_answer(visit)
    visit.assert_no_problems()


# What cannot be read


def assert_told(visit: Visit, key: str, **values: object) -> None:
    message = text(key if "." in key else f"errors.{key}", **values)
    visit.page.wait_for_function("([at, m]) => document.querySelector(at).textContent === m", arg=[MESSAGE, message])
    assert visit.page.locator(MESSAGE).is_visible()


def test_an_empty_pad_asks_for_a_digit(visit: Visit) -> None:
    visit.clear()
    assert visit.prediction == "?"
    assert visit.page.locator("[data-do=clear]").is_disabled()


def test_clear_can_be_undone(visit: Visit) -> None:
    visit.clear()
    visit.draw(FOUR)
    sent = strokes_sent(visit)
    visit.clear()
    visit.before()
    visit.page.locator("[data-do=undo]").click()
    visit.settle()
    assert strokes_sent(visit) == sent
    assert_answer(visit)


def test_what_is_beyond_the_border_is_not_drawn(visit: Visit) -> None:
    visit.clear()
    visit.draw([[(0.5, 0.2), (0.5, 0.5), (1.2, 0.5), (1.2, 0.8), (0.5, 0.8)]])
    strokes = strokes_sent(visit)
    assert [stroke[i] for stroke in strokes for i in (0, -1)] == [
        pytest.approx(corner, abs=0.005) for corner in ([0.5, 0.2], [1, 0.5], [1, 0.8], [0.5, 0.8])
    ]
    assert_answer(visit)


def test_a_dot(visit: Visit) -> None:
    visit.clear()
    canvas = visit.page.locator(".pg-paper canvas[tabindex]")
    canvas.click(position={"x": 100, "y": 100})
    assert_told(visit, "only_a_dot")
    assert visit.page.evaluate("session.trace === null")
    assert visit.ink() > 0, "the pad keeps what was drawn"
    visit.draw(SEVEN)  # and goes on from there
    assert len(strokes_sent(visit)) == 2
    assert_answer(visit)


def test_a_stroke_that_begins_is_no_dot_to_be_refused(visit: Visit) -> None:
    """The server is asked for no preview that it would refuse: the browser writes each refusal to its console."""
    refused = []
    visit.page.on("response", lambda response: response.status == 422 and refused.append(response.request.post_data))
    visit.clear()
    previews = len(visit.previews)
    put(visit, [(0.5, 0.3)])
    for k in range(1, 20):  # as slowly as a hand that begins: a frame for each step, of less than a dot's size
        put(visit, [(0.5, 0.3 + k / 200)], down=False)
        visit.frames()
    visit.page.wait_for_function(PREVIEWED, arg=None)
    visit.before()
    visit.page.mouse.up()
    visit.settle()
    assert len(visit.previews) > previews
    assert refused == []
    assert_answer(visit)


def test_a_scribble_over_everything(visit: Visit) -> None:
    visit.clear()
    visit.draw([[(0.02 if i % 2 else 0.98, (i + 0.5) / 40) for i in range(40)]])
    assert_answer(visit)


def test_ten_thousand_points(visit: Visit) -> None:
    """From one pen that reports often: all in one event, as browsers hand over what came between two frames."""
    visit.clear()
    visit.draw(ONE)
    visit.before()
    visit.page.evaluate("""() => {
      const canvas = document.querySelector('.pg-paper canvas[tabindex]'), box = canvas.getBoundingClientRect();
      const event = (kind, x, y, more = {}) => new PointerEvent(kind, {pointerId: 1, button: 0, bubbles: true,
        clientX: box.left + x * box.width, clientY: box.top + y * box.height, ...more});
      canvas.dispatchEvent(event('pointerdown', 0, 0));
      const coalescedEvents = Array.from({length: 10000}, (_, i) => event('pointermove', i % 2 ? 0.2 : 0.8, i / 10000));
      canvas.dispatchEvent(event('pointermove', 0.8, 1, {coalescedEvents}));
      canvas.dispatchEvent(event('pointerup', 0.8, 1));
    }""")
    visit.settle()
    assert sum(map(len, strokes_sent(visit))) > 10_000
    assert_answer(visit)


def test_an_answer_that_comes_late_is_dropped(visit: Visit) -> None:
    visit.clear()
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held or route.request.post_data_json.get("preview"):
            route.continue_()
        else:
            held.append(route)

    visit.page.route("**/playground/trace", hold_the_first)
    visit.draw(SEVEN, wait=False)
    computing = text("waiting.computing")  # as far as this server knows, which has not got it
    visit.page.wait_for_function("([at, m]) => document.querySelector(at).textContent === m", arg=[MESSAGE, computing])
    visit.draw([[(0.3, 0.5), (0.7, 0.5)], [(0.2, 0.9), (0.8, 0.9)]])
    with suppress(Error):  # it may have been given up by then
        held[0].continue_()
    visit.page.unroute("**/playground/trace", hold_the_first)
    visit.frames(18)
    assert len(strokes_sent(visit)) == 3
    assert_answer(visit)


def test_the_server_is_gone_and_comes_back(visit: Visit) -> None:
    visit.clear()
    visit.draw(SEVEN)
    ink = visit.ink()

    def gone(route: Route) -> None:
        route.abort()

    visit.page.route("**/playground/trace", gone)
    visit.page.locator(".pg-header .pg-picker [data-architecture=rnn]").click()
    assert_told(visit, "waiting.away")
    assert visit.ink() == ink
    visit.page.unroute("**/playground/trace", gone)
    visit.problems.clear()  # the browser's own line about the request that failed
    visit.pick("cnn")
    assert_answer(visit)


# Pictures


def upload(visit: Visit, path: Path) -> None:
    visit.page.locator(".pg-tools input[type=file]").set_input_files(path)


def seven(size: tuple[int, int], ink: int, paper: int) -> Image.Image:
    picture = Image.new("L", size, paper)
    side, left, top = min(size), size[0] * 0.3, size[1] * 0.2
    points = [(left, top), (left + side * 0.4, top), (left + side * 0.15, top + side * 0.6)]
    ImageDraw.Draw(picture).line(points, fill=ink, width=round(side * 0.07), joint="curve")
    return picture


@pytest.mark.parametrize(
    ("name", "size", "ink", "paper"),
    [("dark.png", (300, 200), 30, 230), ("light.jpg", (200, 300), 240, 20), ("huge.png", (5000, 4000), 0, 255)],
)
def test_a_picture(visit: Visit, tmp_path: Path, name: str, size: tuple[int, int], ink: int, paper: int) -> None:
    visit.clear()
    seven(size, ink, paper).save(tmp_path / name)
    visit.before()
    upload(visit, tmp_path / name)
    visit.settle()
    sent = visit.asked[-1]["input"]["picture"]
    assert max(sent["width"], sent["height"]) <= 512
    assert_answer(visit)
    assert visit.prediction == "7"
    visit.draw(ONE)  # a stroke takes its place
    assert len(strokes_sent(visit)) == 1


def test_a_text_file_called_png(visit: Visit, tmp_path: Path) -> None:
    visit.clear()
    visit.draw(SEVEN)
    ink, before = visit.ink(), visit.prediction
    (tmp_path / "notes.png").write_text("no picture")
    upload(visit, tmp_path / "notes.png")
    assert_told(visit, "not_a_picture", name="notes.png")
    assert (visit.ink(), visit.prediction) == (ink, before)
    visit.draw(ONE)
    assert len(strokes_sent(visit)) == 2
    assert_answer(visit)


def test_a_blank_picture(visit: Visit, tmp_path: Path) -> None:
    visit.clear()
    Image.new("L", (100, 100), 255).save(tmp_path / "blank.png")
    upload(visit, tmp_path / "blank.png")
    assert_told(visit, "blank_picture")
