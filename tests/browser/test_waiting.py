"""What the page says while it waits for its server, what it asks again by itself, and what can be cancelled."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from hosts import APP, free_port, until
from own_files import as_pt
from playwright.sync_api import Route
from test_gradients_page import SHOWN, SWITCH
from test_own_page import DIALOG, INPUT, LOGITS, READ, LeNet, opened
from test_why import FRESH, TOOL
from visit import FOUR, MESSAGE, SEVEN, Visit

from playground.text import text

WINDOW: dict[str, Any] = {"locale": "en-US", "viewport": {"width": 1440, "height": 900}}
IS_SAID = "([at, words]) => document.querySelector(at)?.textContent === words"


def hold(route: Route) -> None:
    """It is on its way for ever, but for previews."""
    if "/trace" in route.request.url and route.request.post_data_json.get("preview"):
        route.continue_()


def standing(**told: Any) -> Callable[[Route], None]:
    return lambda route: route.fulfill(json={"place": None, "seconds": None, "share": None} | told)


def said(visit: Visit, key: str, **values: object) -> None:
    visit.page.wait_for_function(IS_SAID, arg=[MESSAGE, text(key, **values)])


def test_who_waits_hears_the_place(visit: Visit) -> None:
    page = visit.page
    page.route("**/playground/trace", hold)
    page.route("**/readyz", lambda route: route.fulfill(json={"ready": True, "networks": True}))
    page.route("**/playground/visits/*", standing(state="waiting", place=3, seconds=4.2))
    visit.clear()
    visit.draw(SEVEN, wait=False)
    said(visit, "waiting.turn_in", place=text("waiting.places.3"), seconds=4)
    assert page.evaluate("getComputedStyle(document.querySelector('.pg-guess')).opacity") < "1", "of a preview"
    page.route("**/playground/visits/*", standing(state="working", share=0.4))
    said(visit, "waiting.share", percent=40)
    page.unroute("**/playground/trace")
    visit.draw([[(0.3, 0.5), (0.7, 0.5)]])
    said_nothing = "(at) => document.querySelector(at).textContent === ''"
    page.wait_for_function(said_nothing, arg=MESSAGE)
    page.unroute("**/playground/visits/*")
    visit.assert_no_problems()


def test_the_networks_are_loading_only_where_the_server_says_so(open_page: Callable[..., Visit]) -> None:
    visit = open_page()
    page = visit.page
    page.route("**/playground/trace", hold)
    page.route("**/playground/visits/*", standing(state="working"))
    page.route("**/readyz", lambda route: route.fulfill(status=503, json={"ready": False, "networks": False}))
    visit.clear()
    visit.draw(FOUR, wait=False)
    said(visit, "waiting.loading")
    page.unroute("**/readyz")
    page.route("**/readyz", lambda route: route.fulfill(json={"ready": True, "networks": True}))
    said(visit, "waiting.working")
    page.close()


def test_what_is_refused_is_asked_again_by_itself(visit: Visit) -> None:
    asked = []

    def refuse_once(route: Route) -> None:
        if asked:
            route.continue_()
            return
        if not route.request.post_data_json.get("preview"):
            asked.append(route)
        route.fulfill(status=503, json={"message": "Many people", "retry": 2})

    visit.page.route("**/playground/trace", refuse_once)
    visit.clear()
    visit.before()
    visit.draw(SEVEN, wait=False)
    said(visit, "waiting.busy", seconds=2)
    assert text("tasks.digits.waiting") not in visit.page.locator(".pg-answer").inner_text(), "one is drawn"
    visit.settle()
    assert visit.prediction == "7"
    visit.page.unroute("**/playground/trace")


def test_an_attribution_is_cancelled_and_asked_again(visit: Visit) -> None:
    page = visit.page
    visit.clear()
    visit.draw(SEVEN)
    page.route("**/playground/attribution", lambda _: None)
    page.route("**/playground/visits/*", standing(state="working", share=0.25))
    page.locator("[data-why]").click()
    line = page.locator(".pg-why .pg-waits")
    line.get_by_text(text("waiting.share", percent=25)).wait_for()
    assert line.locator("progress").evaluate("(bar) => bar.value") == pytest.approx(0.25)
    with page.expect_event("requestfailed", lambda request: "attribution" in request.url):
        line.get_by_role("button").click()
    line.get_by_text(text("waiting.cancelled")).wait_for()
    page.unroute("**/playground/attribution")
    with page.expect_response("**/playground/attribution"):
        line.get_by_role("button").click()
    page.locator(".pg-why [data-check]:not(:empty)").wait_for()
    assert line.count() == 0
    page.unroute("**/playground/visits/*")
    page.locator("[data-why]").click()
    visit.assert_no_problems()


def test_a_part_that_did_not_come_comes_by_itself(open_page: Callable[..., Visit]) -> None:
    visit = open_page()
    page = visit.page
    page.route("**/guide/sections.js", lambda route: route.abort())
    page.goto(f"{page.url.split('?')[0]}?guide=lstm")
    page.get_by_text(text("notices.no_part")).wait_for()
    page.unroute("**/guide/sections.js")
    page.locator(".pg-guide h2").first.wait_for()
    page.get_by_text(text("notices.no_part")).wait_for(state="hidden")
    visit.problems.clear()  # the browser's own line about the file


class Server:
    """The app in a process of its own, always at the same port."""

    def __init__(self) -> None:
        self.address = f"http://127.0.0.1:{free_port()}"
        self.start()

    def start(self) -> None:
        environment = os.environ | {"GRADIO_SERVER_PORT": self.address.rpartition(":")[2]}
        self.process = subprocess.Popen([sys.executable, APP], env=environment, stderr=subprocess.DEVNULL, text=True)
        until(self.address, self.process)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def own_server() -> Iterator[Server]:
    server = Server()
    yield server
    server.kill()


@pytest.mark.slow
def test_a_server_that_is_killed_and_comes_back(own_server: Server, windows: Any) -> None:
    """A drawing, and a training, without a touch after the kill."""
    drawn = windows.visit(own_server.address, **WINDOW)
    trained = windows.visit(f"{own_server.address}/?view=train", **WINDOW)
    trained.page.locator(".pg-train .pg-train-main").click()
    trained.page.evaluate("async () => { window.training = (await load('train/training')).training; }")
    trained.page.wait_for_function("training.progress?.update?.step > 20")
    drawn.clear()
    own_server.kill()
    drawn.before()
    drawn.draw(SEVEN, wait=False)
    said(drawn, "waiting.away")
    ink = drawn.ink()
    step = trained.page.evaluate("training.progress.update.step")
    own_server.start()
    drawn.page.wait_for_function("session.trace?.milliseconds > 0 && !session.trace.preview", timeout=60_000)
    assert (drawn.prediction, drawn.ink()) == ("7", ink)
    trained.page.wait_for_function("(step) => training.progress?.update?.step > step", arg=step, timeout=60_000)
    windows.close()


@pytest.mark.slow
def test_whatever_is_open_goes_on_when_a_killed_server_comes_back(
    own_server: Server, windows: Any, tmp_path: Path
) -> None:
    """A playback, Compare, a network of one's own, an exercise, Why, gradients: nothing is touched after the kill."""
    queries = ("?network=lstm", "?view=compare", "?task=digits", "?guide=start", "?network=cnn", "?network=gru")
    visits = [windows.visit(f"{own_server.address}/{query}", **WINDOW) for query in queries]
    playing, compared, own, solving, asking, learning = visits
    torch.manual_seed(4)
    model = LeNet().eval()
    (tmp_path / "lenet.pt").write_bytes(as_pt(model.state_dict()))
    opened(own, tmp_path / "lenet.pt")
    own.page.locator(f"{DIALOG} [data-open]").click(timeout=60_000)
    own.page.wait_for_function(READ)
    solving.page.locator("[data-exercise=start] [data-option='9']").wait_for()
    asking.page.locator("[data-why]").click()
    asking.page.wait_for_function(FRESH)
    for visit in (playing, compared, own):
        visit.clear()
    playing.draw(SEVEN)
    own_server.kill()
    playing.page.locator("[data-play]").click()
    playing.page.wait_for_function("player.moment >= 3 && player.playing")
    asking.page.locator(f"{TOOL} [data-method=occlusion]").click()
    asking.page.locator(f"{TOOL}.stale").wait_for()
    learning.page.locator(SWITCH.format("gradients")).click()
    for visit in (compared, own):
        visit.before()
        visit.draw(SEVEN, wait=False)
        said(visit, "waiting.away")
    solving.page.locator("[data-exercise=start] [data-option='9']").click()
    playing.page.wait_for_function("!player.playing && player.moment === 27")
    playing.page.evaluate("void setChanges({gates: [{gate: 'forget', value: 0}]})")
    own_server.start()
    answers = "() => [...document.querySelectorAll('.pg-rows output')].map((one) => one.textContent).join()"
    compared.page.wait_for_function(f"() => ({answers})() === '7,7,7,7,7'", timeout=60_000)
    own.page.wait_for_function(f"({READ})() && session.trace !== old && !session.trace.preview", timeout=60_000)
    with torch.no_grad():
        expected = model(torch.tensor(own.page.evaluate(INPUT)).view(1, 1, 32, 32))[0]
    torch.testing.assert_close(torch.tensor(own.page.evaluate(LOGITS)), expected, rtol=1e-4, atol=1e-4)
    solving.page.locator("[data-exercise=start] .wrong").wait_for(timeout=60_000)
    asking.page.wait_for_selector(f"{TOOL}:not(.stale) [data-method=occlusion][aria-pressed=true]", timeout=60_000)
    learning.page.wait_for_function(SHOWN, arg=[None, None], timeout=60_000)
    playing.page.wait_for_function("session.trace?.of?.changes?.gates && session.trace.milliseconds > 0")
    windows.close()
