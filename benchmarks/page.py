"""What a person in a browser gets: milliseconds to the answer, bytes and requests, frames a second, the first load.

    python benchmarks/page.py

Starts the app, Gradio's empty page and a page with one empty round trip (bare.py) in three processes on loopback
ports, and drives them by turns in one headless Chromium, which draws in software on the same cores. "Painted" is the
end of the first frame after the change (page.js).
"""

import math
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from common import EXAMPLES, Server, median, serve, table
from playwright.sync_api import CDPSession, Page, Request, sync_playwright

ROUNDS = 11
POINTS = 100
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SCRIPT = Path(__file__).with_suffix(".js")


@dataclass
class Visit:
    """A page in a browser of its own, with what it asked of the server."""

    page: Page
    devtools: CDPSession
    requests: list[Request] = field(default_factory=list)
    received: dict[str, int] = field(default_factory=dict)  # address -> bytes on the wire, headers and all

    def stroke(self, canvas: str, size: float) -> None:
        """Draw a ring of POINTS points with the mouse."""
        box = self.page.locator(canvas).bounding_box()
        assert box
        for k in range(POINTS):
            angle = 2 * math.pi * k / POINTS
            x, y = 0.5 + size * math.sin(angle), 0.5 - 1.3 * size * math.cos(angle)
            self.page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
            if k == 0:
                self.page.mouse.down()
        self.page.mouse.up()

    def busy(self) -> float:
        """Milliseconds of processor time that the page's main thread has used so far."""
        metrics = self.devtools.send("Performance.getMetrics")["metrics"]
        return 1_000 * next(m["value"] for m in metrics if m["name"] == "TaskDuration")


@contextmanager
def visit(browser, server: Server, ready: str, query: str = "") -> Iterator[Visit]:  # noqa: ANN001
    """Open the server's page in a fresh browser context, and wait until `ready` is there and all is quiet."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    one = Visit(page, devtools)
    page.on("request", lambda request: one.requests.append(request))
    addresses: dict[str, str] = {}

    def sent(event: dict) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def finished(event: dict) -> None:
        address = addresses.get(event["requestId"], "")
        one.received[address] = one.received.get(address, 0) + int(event["encodedDataLength"])

    devtools.on("Network.requestWillBeSent", sent)
    devtools.on("Network.loadingFinished", finished)
    devtools.send("Network.enable")
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(server.address + query)
    page.wait_for_selector(ready)
    page.wait_for_timeout(2_500)
    page.add_script_tag(path=SCRIPT)
    yield one
    context.close()


def first_load(app: Visit, empty: Visit) -> list[list[str]]:
    """Requests and KB of the first page, beside Gradio's empty one; without the first example's answer."""
    traces = [r for r in app.requests if r.url.endswith("/trace")]
    answers = sum(size for address, size in app.received.items() if address.endswith("/trace"))
    size, floor = (sum(one.received.values()) / 1_000 for one in (app, empty))
    size -= answers / 1_000
    requests = len(app.requests) - len(traces)
    plotly = sum("plotly" in request.url for request in app.requests)
    return [
        ["first page, KB", f"{size:.0f}", f"{floor:.0f}", f"+{size - floor:.0f}", "+60"],
        ["first page, requests", str(requests), str(len(empty.requests)), f"+{requests - len(empty.requests)}", ""],
        ["of them for Plotly", str(plotly), "0", "", "0"],
    ]


def strokes(app: Visit, echo: Visit) -> tuple[list[list[str]], float]:
    """Stroke after stroke on both pages by turns: the time to the paint, requests, bytes up; and the empty trip."""
    trips, first, whole = [], [], []
    for k in range(ROUNDS):
        size = 0.2 + 0.005 * (k % 20)
        echo.page.evaluate("nextEcho()")
        echo.stroke("#pad canvas", size)
        trips += echo.page.evaluate("next")
        app.page.click("[data-do=clear]")
        app.page.evaluate("nextTrace()")
        app.requests.clear()
        app.stroke(".pg-paper canvas", size)
        one, all_of_it = app.page.evaluate("next")
        first.append(one)
        whole.append(all_of_it)
    up = len(app.requests[-1].post_data_buffer or b"") / 1_000
    lines = [
        against("stroke end until the first value is painted, ms", median(first), median(trips), "1.5"),
        against("stroke end until the whole LSTM trace is painted, ms", median(whole), median(trips), "4"),
        [f"requests of a stroke of {POINTS} points", str(len(app.requests)), "2", "", "2"],
        ["KB up", f"{up:.1f}", "", "", "2"],
    ]
    return lines, median(trips)


def clicks(app: Visit, floor: float) -> list[list[str]]:
    """A cell that is explained, and a gate that is held, beside the trip of an empty event."""
    page = app.page
    cells = page.locator("#stage-LSTMStep-1 [data-quantity=cell] .pg-map")
    cells.click()
    page.wait_for_selector(".pg-explanation [data-equations] p")
    page.click("[data-open=changes]")
    page.wait_for_selector("[data-change=forget]")
    explained, changed = [], []
    for k in range(ROUNDS):
        cells.scroll_into_view_if_needed()
        page.evaluate("nextExplanation()")
        cells.click(position={"x": 20 + 9 * k, "y": 30 + 7 * k})
        explained.append(page.evaluate("next"))
        page.keyboard.press("Escape")
        page.evaluate("nextTrace()")
        page.click(f"[data-change=forget] [data-value='{k % 2}']")
        changed.append(page.evaluate("next")[1])
    page.click("[data-back]")
    page.click("[data-open=changes]")
    return [
        against("click on a cell until its explanation is painted, ms", median(explained), floor, "1"),
        against("click on a change until both LSTM runs are painted, ms", median(changed), floor, ""),
    ]


def against(what: str, figure: float, floor: float, target: str) -> list[str]:
    """A line of the table for a figure and its floor, in milliseconds."""
    return [what, f"{figure:.0f}", f"{floor:.0f}", f"{figure / floor:.2f}", target]


def bytes_down(app: Visit) -> list[list[str]]:
    """KB of a whole trace, against its values at 8 bits."""
    from playground import inspect

    lines = []
    for name in ("cnn", "lstm"):
        stages = inspect("digits", EXAMPLES[0]["input"], name).stages
        kept = {"lstm": ("forget", "input", "candidate", "output", "cell", "hidden"), "cnn": ("maps", "winners")}[name]
        used = [stage for stage in stages if type(stage).__name__ != "Activation"]
        packed = sum(getattr(stage, key).numel() for stage in used for key in kept if hasattr(stage, key)) / 1_000
        with app.page.expect_response("**/playground/trace") as answer:
            app.page.click(f".pg-picker [data-architecture={name}]")
        answer.value.finished()
        size = answer.value.request.sizes()["responseBodySize"] / 1_000
        lines.append([f"KB down, {name.upper()} trace", f"{size:.1f}", f"{packed:.1f}", f"{size / packed:.2f}", "1.6"])
    return lines


def motion(app: Visit, echo: Visit) -> list[list[str]]:
    """Scrubbing and playback of an LSTM's trace: frames a second, main-thread time of a step, requests."""
    before = echo.busy()
    display = echo.page.evaluate("framesPerSecond(3, () => {})")
    idle = (echo.busy() - before) / (3 * display)
    app.page.locator(".pg-stage >> nth=1").scroll_into_view_if_needed()
    app.page.wait_for_timeout(3_000)
    app.requests.clear()
    lines = []
    for name, run in (("scrubbing", "scrub()"), ("playback", "playBack()")):
        before = app.busy()
        frames = app.page.evaluate(run)
        steps = frames * 3 if name == "scrubbing" else app.page.evaluate("steps")
        each = (app.busy() - before) / steps
        lines += [
            [f"{name}, frames a second", f"{frames:.0f}", f"{display:.0f}", f"{frames / display:.2f}", "60"],
            [f"{name}, ms of the main thread a step", f"{each:.1f}", f"{idle:.1f}", "", "4"],
        ]
    return [*lines, ["requests of both", str(len(app.requests)), "0", "", "0"]]


def main() -> None:
    """Print the table."""
    with (
        serve("app.py") as app,
        serve("benchmarks/bare.py") as empty,
        serve("benchmarks/bare.py", "echo") as echo,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        with visit(browser, empty, "footer") as one, visit(browser, app, ".pg-stage", "/?lang=en") as other:
            lines = first_load(other, one)
        with visit(browser, echo, "#pad canvas") as one, visit(browser, app, ".pg-stage", "/?network=lstm") as other:
            drawn, trip = strokes(other, one)
            lines += drawn + clicks(other, trip)
            lines += bytes_down(other)
            rate = other.page.evaluate("drawing => streamed(drawing, 5)", EXAMPLES[0]["input"])
            lines.append(["steps streamed and painted a second, one browser", f"{rate:.0f}", "", "", "200"])
            lines += motion(other, one)
        browser.close()
        table(lines)


if __name__ == "__main__":
    main()
