"""The lessons of the guide in a browser: every stop opens, its buttons do what they say, answers are measured."""

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from visit import SEVEN, Visit, frames

from playground.story.paths import MINUTES, PATHS, Stop
from playground.story.states import State
from playground.text import table

# The page's address says what a state says; where that has a run, it is there, with these changes.
OPENED = """({task, network, changes, select, at}) => {
  const address = new URLSearchParams(location.search);
  if (Object.entries(at).some(([key, text]) => address.get(key) !== text)) return false;
  if (!task) return true;
  const {trace, changes: now} = window.session;
  if (trace?.task !== task || trace.architecture !== network) return false;
  if (trace.preview || trace.milliseconds === null) return false;
  const {learning, ...others} = changes ?? {};
  const {learning: learnt, ...seen} = trace.of.changes ?? {};
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  if (!same(others, seen) || !same(now, trace.of.changes ?? null)) return false;
  if (learning && !(learnt?.steps === learning.steps && learnt.target)) return false;
  return (address.get('cell') ?? '') === select;
}"""
# What then is to be seen, by the place that a state leads to.
THERE = {
    "train": ".pg-train-main:not(:disabled)",
    "memory": ".pg-memory:not(.stale) .pg-memory-row >> nth=4",
    "compare": ".pg-compare-part:not([hidden]) >> visible=true",
    "gradients": ".pg-loss-formula:has-text('=')",
}


def opened(visit: Visit, state: State) -> None:
    wanted = {key: getattr(state, key) for key in ("task", "network", "changes", "select", "at")}
    visit.page.wait_for_function(OPENED, arg=wanted)
    place = state.at.get("view") or state.at.get("shows")
    if place:
        visit.page.locator(THERE[place]).first.wait_for()
    assert visit.page.locator(".pg-guide").is_visible(), "the lesson stays"


def turn_to(visit: Visit, path: str, name: str) -> None:
    visit.page.wait_for_function(
        "stop => new URLSearchParams(location.search).get('guide') === stop", arg=f"{path}.{name}"
    )
    visit.page.wait_for_selector(f".pg-guide [data-state^='{path}.{name}.']")


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_a_lesson_from_beginning_to_end(open_page: Callable[..., Visit], path: str) -> None:
    stops: dict[str, Stop] = PATHS[path]
    first = next(iter(stops))
    visit = open_page(f"?guide={path}.{first}")
    minutes = 0
    for k, (name, stop) in enumerate(stops.items()):
        turn_to(visit, path, name)
        minutes += stop.minutes
        assert f"{minutes} of {MINUTES} min" in visit.text("[data-place]")
        assert visit.page.locator("[data-part=seen]").get_attribute("open") is None, "asked first"
        assert visit.page.locator(".pg-input").is_visible() == stop.entry
        for way, state in stop.ways.items():
            visit.page.locator(f"[data-state='{path}.{name}.{way}']").click()
            opened(visit, state)
            assert visit.page.locator("[data-part=seen]").get_attribute("open") is not None
        text = visit.text(".pg-guide .pg-text")
        assert "{" not in text
        assert "undefined" not in text
        turn = visit.page.locator("[data-by='1']")
        if k < len(stops) - 1:
            turn.click()
    assert turn.is_disabled()
    visit.assert_no_problems()


def test_the_contents_lead_to_lessons_and_back(visit: Visit) -> None:
    visit.page.locator("[data-view=guide]").click()
    contents = visit.page.locator("[data-contents]")
    contents.select_option("gates.letters")
    turn_to(visit, "gates", "letters")
    names = contents.locator("optgroup").first.locator("option").all_text_contents()
    assert len(names) == len(PATHS["gates"])
    contents.select_option("start")
    visit.page.wait_for_function("() => new URLSearchParams(location.search).get('guide') === 'start'")
    assert visit.text(".pg-guide h2") == table("en")["story"]["start"]["title"]


def test_the_drawing_of_the_class_goes_with_the_lesson(visit: Visit) -> None:
    """It is drawn beside the text; and the steps of learning learn what it is."""
    visit.go("?guide=cnn.draw")
    visit.page.wait_for_selector("[data-state='cnn.draw.open']")
    visit.clear()
    visit.draw(SEVEN)
    mine = visit.page.evaluate("session.input")
    visit.page.locator("[data-contents]").select_option("cnn.step")
    turn_to(visit, "cnn", "step")
    visit.page.locator("[data-state='cnn.step.open']").click()
    opened(visit, PATHS["cnn"]["step"].ways["open"])
    assert visit.page.evaluate("session.input") == mine
    assert visit.page.evaluate("session.changes.learning.target") == "7"
    visit.page.locator("[data-option=rises]").click()
    visit.page.locator(".pg-exercise .right").wait_for()


@pytest.mark.slow
def test_a_training_answers_when_it_has_ended(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?guide=cnn.overfit")
    visit.page.locator("[data-option=large]").click()
    visit.page.locator(".pg-exercise .waiting").wait_for()
    assert visit.page.locator("[data-preset=overfit]").get_attribute("aria-pressed") == "true"
    visit.page.evaluate("load('train/training').then((m) => m.setPace(null))")
    visit.page.locator(".pg-train-main").click()
    visit.page.locator(".pg-exercise .right").wait_for(timeout=60_000)
    visit.assert_no_problems()


@pytest.mark.parametrize("view", ["train", "memory", "lab"])
def test_it_stands_beside_the_pages(open_page: Callable[..., Visit], view: str) -> None:
    """Not over them; on a phone below."""
    visit = open_page(f"?guide=cnn.draw&view={view}")
    visit.page.wait_for_selector(".pg-guide h2")
    page, guide = (visit.page.locator(place).bounding_box() for place in (f"#pg-{view}", ".pg-guide"))
    assert page
    assert guide
    assert guide["x"] + guide["width"] <= page["x"] + 1
    assert page["x"] + page["width"] <= 1441
    visit.page.locator("[data-close]").first.click()
    assert visit.page.locator(f"#pg-{view}").bounding_box()["x"] < 1  # type: ignore[index]
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.page.locator("[data-view=guide]").click()
    visit.page.wait_for_selector(".pg-guide h2")
    guide = visit.page.locator(".pg-guide").bounding_box()
    assert guide
    assert abs(guide["y"] + guide["height"] - 844) < 2
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visit.assert_no_problems()


def test_after_gradients_a_cell_is_shown_at_its_step(visit: Visit) -> None:
    """The gradients of the stop before may come late; they do not move the cursor of what is seen now."""
    visit.go("?guide=gates.fading")
    for name in ("fading", "idea"):
        visit.page.locator("[data-contents]").select_option(f"gates.{name}")
        turn_to(visit, "gates", name)
        with visit.page.expect_response("**/playground/gradients"):  # of the run, while gradients are still asked for
            visit.page.locator(f"[data-state='gates.{name}.open']").click()
        opened(visit, PATHS["gates"][name].ways["open"])
    frames(visit.page)
    assert visit.page.evaluate("player.moment") == PATHS["gates"]["idea"].ways["open"].moment
    assert "wonderful" in visit.text("#pg-dock-title")


def test_a_picture_of_full_height_does_not_scroll(visit: Visit) -> None:
    visit.go(f"?changes={quote(json.dumps({'snapshot': 5}))}")
    visit.page.locator(".pg-replay:visible").first.wait_for()
    frames(visit.page)
    height = "document.querySelector('.pg-stage').{}Height"
    assert visit.page.evaluate(height.format("scroll")) == visit.page.evaluate(height.format("client"))
