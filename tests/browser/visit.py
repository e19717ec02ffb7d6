"""One visitor of the page: hands that draw, and eyes that read what it shows."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlparse

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, ViewportSize, expect

from playground import Trace, inspect, similar
from playground.service.requests import SimilarRequest
from playground.ui.modules import static

WAIT = 20_000  # milliseconds, for anything that is to come
FIELD = ".pg-entry:not([hidden]) :is(textarea, input[type=text])"
MESSAGE = ".pg-entry:not([hidden]) .pg-message"
# The page's own modules, the same instances that it runs; `load` gives others of them to a test.
MODULES = """async () => {
  const load = window.load = (name) => import(new URL(`STATIC/${name}.js`, location.origin));
  const {session, on, setChanges} = await load('run/session');
  window.setChanges = setChanges;
  window.state = (await load('store/store')).state;
  window.session = session;
  on('end', () => { window.answered = session.input; });
  const {player, seek} = await load('playback/player');
  const {state} = await load('store/store');
  Object.assign(window, {player, seek, state});
  const {isCoarse, originOf} = await load('run/trace');
  (await load('stage/stage')).withStage((stage) => { window.stage = stage; });
  window.isCoarse = (values) => Boolean(originOf(values)) && isCoarse(originOf(values).array);
}""".replace("STATIC", static())
# A whole answer is there, and not one to an example that is still being drawn.
ANSWERED = """() => {
  const {trace, input} = window.session;
  if (!trace || !input || trace.preview || trace.milliseconds === null) return false;
  // It stands in the picture, where that is in sight.
  const {stage} = window;
  const isThere = (stage.run?.forward ?? stage.run) === trace && stage.layout?.blocks.length > 1 && stage.idle;
  return !stage.room.width || isThere;
}"""
SETTLED = """() => {
  const {trace} = window.session;
  if (!trace || trace === window.old || trace.preview || trace.milliseconds === null) return false;
  // It stands in the picture, where that is in sight: the last layer that has a block has it for this run.
  const {run, room, layout, idle} = window.stage;
  return !room.width || ((run?.forward ?? run) === trace && layout?.blocks.length > 1 && idle);
}"""
# To another address as the browser's way back leads there, which loads nothing anew.
GO = """async (query) => {
  history.pushState(null, '', query);
  await (await load('address')).follow();
}"""
# What was asked for there is answered: this input, by this network, with these changes.
ARRIVED = """() => {
  const {trace, input, architecture, changes} = window.session;
  const same = (a, b) => JSON.stringify({...a, learning: null}) === JSON.stringify({...b, learning: null});
  return trace?.of?.input === input && trace.of.architecture === architecture && same(trace.of.changes, changes);
}"""

FRAMES = """async (count) => {
  for (let k = 0; k < count; k++) await new Promise(requestAnimationFrame);
}"""

# The middle of a layer, a map, a unit or a value in the window.
PLACE = """([key, index, quantity, t]) => {
  const box = window.stage.boxOf(key, index, {quantity: quantity ?? undefined, t});
  if (!box) return null;
  const {left, top} = window.stage.place.getBoundingClientRect();
  return [left + box.x + box.width / 2, top + box.y + box.height / 2];
}"""
# What the page holds of a quantity, step after step.
VALUES = """([key, quantity]) => {
  const {arrays} = window.session.trace.stages.get(key);
  return [...arrays[quantity ?? Object.keys(arrays)[0]].values];
}"""

SEVEN = [[(0.2, 0.15), (0.8, 0.15), (0.45, 0.9)]]
ONE = [[(0.5, 0.1), (0.5, 0.9)]]
FOUR = [[(0.4, 0.1), (0.2, 0.55), (0.8, 0.55)], [(0.6, 0.3), (0.6, 0.95)]]


def frames(page: Page, count: int = 2) -> None:
    """Wait until a page has been painted as often."""
    page.evaluate(FRAMES, count)


def matches(question: dict[str, Any]) -> list[similar.Match]:
    """What the library finds for a search as the page sent it: its language is that of a refusal."""
    asked = SimilarRequest(**{name: value for name, value in question.items() if name != "language"})
    return similar.find(similar.Query(**asked.model_dump(exclude={"changes"})))


class Visit:
    def __init__(self, context: BrowserContext, address: str, viewport: ViewportSize | None = None) -> None:
        self.page: Page = context.new_page()
        if viewport:
            self.page.set_viewport_size(viewport)
        self.page.set_default_timeout(WAIT)
        self.asked: list[dict[str, Any]] = []  # bodies of the requests for a trace
        self.exactly: list[dict[str, Any]] = []  # those for the float32 of a trace that is there
        self.previews: list[dict[str, Any]] = []  # those while the pen is down
        self.requests: list[str] = []
        self.problems: list[str] = []
        self.page.on("request", self._note)
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.problems.append(f"{error}\n{error.stack}"))
        self.page.goto(address, wait_until="domcontentloaded")
        self.meet()

    def meet(self) -> None:
        """Wait until a page that was just opened has its first answer."""
        self.page.wait_for_selector(".pg-picker button", state="attached")
        self.page.evaluate(MODULES)
        self.page.wait_for_function(ANSWERED)

    def go(self, query: str) -> None:
        """Be led to an address, and wait for its first answer."""
        self.page.evaluate(GO, query)
        self.page.wait_for_function(ARRIVED)
        self.page.wait_for_function(ANSWERED)

    def _note(self, request: Request) -> None:
        if request.url.endswith("/playground/trace"):
            asked = json.loads(request.post_data or "null")
            if asked.get("exact") or asked.get("preview"):
                (self.exactly if asked.get("exact") else self.previews).append(asked)
                return
            self.asked.append(asked)
        self.requests.append(request.url)

    def _listen(self, message: ConsoleMessage) -> None:
        # A refusal, which the page shows as a message; a preview that is turned away where an answer waits; an answer
        # that came while it was asked where it stands.
        expected = "422" in message.text or "503" in message.text or "/playground/visits/" in message.location["url"]
        if message.type == "error" and not expected:
            self.problems.append(message.text)

    def assert_no_problems(self) -> None:
        problems, self.problems = self.problems, []
        assert not problems, problems
        assert {urlparse(url).hostname for url in self.requests if url.startswith("http")} == {"127.0.0.1"}

    # Hands

    def draw(self, strokes: list[list[tuple[float, float]]], *, wait: bool = True) -> None:
        """Draw with the mouse, and wait for the answer after each stroke."""
        canvas = self.page.locator(".pg-paper canvas[tabindex][role=application]")
        box = canvas.bounding_box()
        assert box
        for stroke in strokes:
            self.before()
            between = 6 if len(stroke) < 10 else 1  # a hand's curve has its points already
            for i, (x, y) in enumerate(stroke):
                at = (box["x"] + x * box["width"], box["y"] + y * box["height"])
                self.page.mouse.move(*at, steps=between if i else 1)
                if i == 0:
                    self.page.mouse.down()
            self.page.mouse.up()
            if wait:
                self.settle()

    def write(self, words: str) -> None:
        """Type a text with the keyboard in place of what the field has, and wait for the answer to all of it."""
        field = self.page.locator(FIELD)
        field.press("ControlOrMeta+a")
        field.press_sequentially(words)
        self.read(words)

    def paste(self, words: str) -> None:
        """Put a text in place of what the field has, all at once, and wait for the answer."""
        self.page.locator(FIELD).fill(words)
        self.read(words)

    def read(self, words: str) -> None:
        self.page.wait_for_function(
            "words => session.input?.text === words && window.answered === session.input", arg=words
        )

    def before(self) -> None:
        """Remember what is shown, for `settle` to wait for something else."""
        self.page.evaluate("() => { window.old = session.trace }")

    def settle(self) -> None:
        self.page.wait_for_function(SETTLED)

    def give(self, act: Callable[[], object]) -> None:
        """Do something after which the page answers anew, and wait for that answer."""
        self.before()
        act()
        self.settle()

    def finger(self, selector: str) -> Callable[..., None]:
        """A finger for an element: called with the kind of a touch event, and with where, in 0..1 of the element."""
        box = self.page.locator(selector).bounding_box()
        assert box
        hand = self.page.context.new_cdp_session(self.page)

        def touch(kind: str, *at: float) -> None:
            points = [{"x": box["x"] + at[0] * box["width"], "y": box["y"] + at[1] * box["height"]}] if at else []
            hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        return touch

    def pick(self, network: str) -> None:
        """Choose a network, and wait for its answer."""
        if self.page.evaluate("session.architecture") == network:
            return
        self.before()
        self._choose(f".pg-header .pg-picker [data-architecture={network}]", ".pg-picker-choice", network)
        if self.page.evaluate("session.input !== null"):
            self.settle()

    def choose_task(self, task: str) -> None:
        """Choose another kind of input, and wait for the answer to what its entry begins with."""
        if self.page.evaluate("session.task") == task:
            return
        self.before()
        self._choose(f".pg-tasks [data-task={task}]", ".pg-tasks-choice", task)
        self.page.wait_for_function("task => session.task === task", arg=task)
        self.settle()

    def _choose(self, button: str, menu: str, value: str) -> None:
        """Press a button, or take an entry of the menu that a phone has instead."""
        if self.page.locator(menu).is_visible():
            self.page.select_option(menu, value)
        else:
            self.page.locator(button).click()

    def clear(self) -> None:
        button = self.page.locator("[data-do=clear]")
        if button.is_enabled():
            button.click()
        self.page.wait_for_function("session.trace === null && session.input === null")

    # Eyes

    def addressed(self, text: str) -> None:
        """Wait until the page's address has a text; Playwright hears of it a moment later."""
        self.page.wait_for_function("text => decodeURIComponent(location.search).includes(text)", arg=text)

    def frames(self, count: int = 2) -> None:
        """Wait until the page has been painted as often: what follows an event is there after two frames."""
        frames(self.page, count)

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()

    @property
    def prediction(self) -> str:
        return self.page.locator("[data-prediction]").text_content() or ""

    @property
    def message(self) -> str:
        return self.page.locator(MESSAGE).inner_text().strip()

    def assert_told(self, message: str) -> None:
        """The message comes; another, such as that the networks are loading, may stand there before."""
        expect(self.page.locator(MESSAGE)).to_have_text(message, timeout=WAIT)

    def bars(self) -> list[str]:
        """What stands at the bars of the answer, in the order of the classes."""
        rows = "e => e.sort((a, b) => a.dataset.class - b.dataset.class).map((row) => row.children[1].textContent)"
        return self.page.locator(".pg-classes .pg-class").evaluate_all(rows)

    def trace(self) -> Trace:
        """What `inspect` says of exactly what the page sent."""
        last = self.asked[-1]
        return inspect(last["task"], last["input"], last["architecture"], **last.get("changes", {}))

    @property
    def asked_for(self) -> list[str]:
        """Requests but for those of a part that has come in sight: the library of a chart, the card of why."""
        in_sight = ("plotly", "/why", "/attribution")
        return [url for url in self.requests if not any(part in url for part in in_sight)]

    def ink(self) -> int:
        """Pixels of the pad that are drawn on."""
        return self.page.evaluate("""() => {
          const c = document.querySelector('.pg-paper canvas[tabindex]');
          const {data} = c.getContext('2d').getImageData(0, 0, c.width, c.height);
          let n = 0;
          for (let i = 3; i < data.length; i += 4) n += data[i] > 0;
          return n;
        }""")

    def values(self, key: str, quantity: str | None = None) -> list[float]:
        """What the page holds of a quantity of a stage."""
        return self.page.evaluate(VALUES, [key, quantity])

    def place(self, key: str, index: list[int], quantity: str | None = None, t: int | None = None) -> list[float]:
        """Where a map, a unit or a value of a stage stands in the window, once it is drawn."""
        return self.page.wait_for_function(PLACE, arg=[key, index, quantity, t]).json_value()

    def hover(self, key: str, index: list[int], quantity: str | None = None, t: int | None = None) -> tuple[str, str]:
        """Point at a value of the picture; the number and the words that appear."""
        self.page.mouse.move(*self.place(key, index, quantity, t))
        tip = self.page.locator(".pg-tip")
        tip.wait_for(state="visible")
        # Of a value that came coarse all digits are there a moment later.
        self.page.wait_for_function(
            "([key, name]) => { const {arrays} = session.trace.stages.get(key);"
            " return !isCoarse(arrays[name ?? Object.keys(arrays)[0]].values) }",
            arg=[key, quantity],
        )
        self.frames()
        return tip.locator("b").first.inner_text().replace("−", "-"), tip.inner_text()

    def click(self, key: str, index: list[int], quantity: str | None = None, t: int | None = None) -> None:
        """Click a map, a unit or a value of the picture."""
        self.page.mouse.click(*self.place(key, index, quantity, t))
