"""What a person in a browser gets: milliseconds to the answer, bytes and requests, frames a second, the first load.

    python benchmarks/page.py

Starts the app, Gradio's empty page, a page with one picture and one with an empty round trip (bare.py) in processes on
loopback ports, and drives them by turns in one headless Chromium, which draws in software on the same cores. The pen
moves in real time. "Painted" is the end of the first frame after the change (page.js).
"""

import math
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from common import EXAMPLES, Server, median, percentile, serve, table
from playwright.sync_api import CDPSession, Page, Request, sync_playwright

ROUNDS = 11
POINTS = 100
LOADS = 5
SECONDS = 10  # of drawing without a stop
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SCRIPT = Path(__file__).with_suffix(".js")


@dataclass
class Visit:
    """A page in a browser of its own, with what it asked of the server."""

    page: Page
    devtools: CDPSession
    requests: list[Request] = field(default_factory=list)
    received: dict[str, int] = field(default_factory=dict)  # address -> bytes on the wire, headers and all

    def stroke(self, canvas: str, size: float, seconds: float = 0) -> None:
        """Draw a ring of POINTS points with the mouse, or rings for so many seconds, POINTS to a second."""
        box = self.page.locator(canvas).bounding_box()
        assert box
        begun, k = time.perf_counter(), 0
        while k < POINTS or time.perf_counter() < begun + seconds:
            angle = 2 * math.pi * k / POINTS
            x, y = 0.5 + size * math.sin(angle), 0.5 - 1.3 * size * math.cos(angle)
            self.page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
            if k == 0:
                self.page.mouse.down()
            k += 1
            if seconds:
                time.sleep(max(0, begun + k / POINTS - time.perf_counter()))
        self.page.mouse.up()

    def busy(self) -> float:
        """Milliseconds of processor time that the page's main thread has used so far."""
        metrics = self.devtools.send("Performance.getMetrics")["metrics"]
        return 1_000 * next(m["value"] for m in metrics if m["name"] == "TaskDuration")


@contextmanager
def visit(browser, server: Server, ready: str, query: str = "") -> Iterator[Visit]:  # noqa: ANN001
    """Open the server's page in a fresh browser context, and wait until `ready` is there and all is quiet."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(path=SCRIPT)
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


def first_picture(browser, app: Server, bare: Server) -> list[list[str]]:  # noqa: ANN001
    """From the address to the first picture, by turns; the first load warms both up."""
    figures: dict[str, list[float]] = {"app": [], "bare": []}
    for _ in range(LOADS):
        for name, server, picture in (("bare", bare, "canvas.picture"), ("app", app, ".pg-block canvas")):
            context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
            page = context.new_page()
            page.add_init_script(path=SCRIPT)
            page.goto(server.address)
            figures[name].append(page.evaluate("picture => firstPainted(picture)", picture))
            context.close()
    return [against("first picture painted, ms", median(figures["app"]), median(figures["bare"]), "1.5")]


def drawing(browser, app: Server) -> list[list[str]]:  # noqa: ANN001
    """The pen moves for SECONDS: how far the last map is behind it, pictures a second, the server's work."""
    lines = []
    for network in ("cnn", "lstm"):
        with visit(browser, app, ".pg-block", f"/?network={network}") as one:
            one.page.click("[data-do=clear]")
            one.page.evaluate("watchPreviews()")
            one.requests.clear()
            one.stroke(".pg-paper canvas[tabindex]", 0.25, 2)  # warms up
            one.page.evaluate("previews.length = 0")
            one.requests.clear()
            before = app.busy()
            one.stroke(".pg-paper canvas[tabindex]", 0.3, SECONDS)
            spent = (app.busy() - before) * 60 / SECONDS
            shown = one.page.evaluate("previews")
            asked = [r for r in one.requests if b'"preview":true' in (r.post_data_buffer or b"")]
            largest = max(r.sizes()["responseBodySize"] for r in asked[:-1]) / 1_000
        name = network.upper()
        lines += [
            [f"{name}: pen movement until the last map is painted, ms", f"{median(shown):.0f}", "", "", "60"],
            [f"{name}: the same, the slowest of twenty", f"{percentile(shown, 0.95):.0f}", "", "", ""],
            [f"{name}: pictures a second while the pen moves", f"{len(shown) / SECONDS:.1f}", "", "", "12"],
            [f"{name}: previews asked for a second", f"{len(asked) / SECONDS:.1f}", "", "", "12"],
            [f"{name}: KB of the largest preview", f"{largest:.1f}", "", "", "20"],
            [f"{name}: processor seconds of the server for a minute", f"{spent:.1f}", "", "", "7"],
        ]
    return lines


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
        app.stroke(".pg-paper canvas[tabindex]", size)
        one, all_of_it = app.page.evaluate("next")
        first.append(one)
        whole.append(all_of_it)
    asked = [r.post_data_buffer or b"" for r in app.requests if r.url.endswith("/trace")]
    up = len(next(body for body in asked if b'"preview":true' not in body)) / 1_000
    lines = [
        against("stroke end until the first value is painted, ms", median(first), median(trips), "1.3"),
        against("stroke end until the whole LSTM trace is painted, ms", median(whole), median(trips), "1.6"),
        [f"KB up at the end of a stroke of {POINTS} points", f"{up:.1f}", "", "", "1.5"],
    ]
    return lines, median(trips)


def clicks(app: Visit, floor: float) -> list[list[str]]:
    """A unit of a lane that is explained, and a gate that is held, beside the trip of an empty event."""
    page = app.page
    lane = page.locator(".pg-block[data-key='LSTMStep:1'][data-quantity=cell]")
    box = lane.bounding_box()
    assert box
    explained, changed = [], []
    for k in range(ROUNDS):
        page.mouse.move(box["x"] + 20 + 9 * k, box["y"] + box["height"] * (k + 0.5) / ROUNDS)
        page.wait_for_timeout(400)  # a pointer rests before it clicks
        page.evaluate("nextExplanation()")
        page.mouse.down()
        page.mouse.up()
        explained.append(page.evaluate("next"))
    for k in range(ROUNDS):
        page.evaluate("nextTrace()")
        page.evaluate("value => holdGate(value)", k % 2)
        changed.append(page.evaluate("next")[1])
    page.evaluate("holdGate(null)")
    page.wait_for_timeout(500)
    return [
        against("click on a unit until its explanation is painted, ms", median(explained), floor, "1.5"),
        against("a gate that is held until both LSTM runs are painted, ms", median(changed), floor, ""),
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
        app.page.click(".pg-header .pg-picker [data-architecture=rnn]")
        app.page.wait_for_timeout(1_500)
        with app.page.expect_response("**/playground/trace") as answer:
            app.page.click(f".pg-header .pg-picker [data-architecture={name}]")
        answer.value.finished()
        size = answer.value.request.sizes()["responseBodySize"] / 1_000
        lines.append([f"KB down, {name.upper()} trace", f"{size:.1f}", f"{packed:.1f}", f"{size / packed:.2f}", "1.6"])
    return lines


def motion(app: Visit, echo: Visit) -> list[list[str]]:
    """Scrubbing and playback of an LSTM's trace: frames a second, main-thread time of a step, requests."""
    before = echo.busy()
    display = echo.page.evaluate("framesPerSecond(3, () => {})")
    idle = (echo.busy() - before) / (3 * display)
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
        serve("benchmarks/bare.py", "picture") as picture,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        with visit(browser, empty, "footer") as one, visit(browser, app, ".pg-block", "/?lang=en") as other:
            lines = first_load(other, one)
        lines += first_picture(browser, app, picture)
        lines += drawing(browser, app)
        with visit(browser, echo, "#pad canvas") as one, visit(browser, app, ".pg-block", "/?network=lstm") as other:
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
