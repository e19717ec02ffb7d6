"""A real browser on the launched app: one server and one browser for all, a page for each module that wants one."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from visit import Visit

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing outside can be reached
    "--renderer-process-limit=1",  # a window's pages in one process, which has their modules compiled
]

KEPT = 4  # windows that wait for another visitor: each has a process of some 150 MB


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The same warnings as elsewhere are errors, but for what a browser leaves open when it goes."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # The shell draws no windows around the pages: the same engine, with a third less work.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        tell = pytest.fail if os.environ.get("PLAYGROUND_REQUIRE_BROWSER") == "1" else pytest.skip
        tell(f"no Chromium found: none of {', '.join(names)} is on the PATH")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


class Windows:
    """Browser windows that come again: what one has of the page's files, the next visitor of it need not read anew.
    An empty page stays open in each, for with the last page its process would end, and with that what it compiled."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.free: list[tuple[str, BrowserContext]] = []  # with what they were asked for; the last used at the end
        self.open: list[tuple[str, Visit]] = []

    def visit(self, address: str, **window: Any) -> Visit:
        # A window is of any size, which a page sets for itself; but where the screen is another, that is lost with it.
        viewport = None if "screen" in window else window.pop("viewport")
        kind = repr(sorted(window.items()))
        visit = Visit(self._waiting(kind) or self._new(window), address, viewport)
        self.open.append((kind, visit))
        return visit

    def _waiting(self, kind: str) -> BrowserContext | None:
        for window in reversed(self.free):
            if window[0] == kind:
                self.free.remove(window)
                return window[1]
        return None

    def _new(self, window: dict[str, Any]) -> BrowserContext:
        context = self.browser.new_context(**window)
        context.new_page()
        return context

    def close(self, count: int = 0) -> None:
        """Close all but the first so many, and forget what the page has kept there."""
        while len(self.open) > count:
            kind, visit = self.open.pop()
            context = visit.page.context
            if visit.page.is_closed():  # by the test: nothing can be asked of it
                context.close()
                continue
            address = urlsplit(visit.page.url)
            kept = {"origin": f"{address.scheme}://{address.netloc}", "storageTypes": "cookies,local_storage,indexeddb"}
            context.new_cdp_session(visit.page).send("Storage.clearDataForOrigin", kept)
            for page in context.pages[1:]:  # but the empty one
                page.close()
            self.free.append((kind, context))
        while len(self.free) > KEPT:
            self.free.pop(0)[1].close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    return Windows(browser)


@pytest.fixture(scope="module")
def open_page(windows: Windows, server: str) -> Iterator[Callable[..., Visit]]:
    """Open the app in a browser window of its own; it is closed after the module."""

    def new(query: str = "", **window: object) -> Visit:
        usual = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US", "reduced_motion": "reduce"}
        return windows.visit(f"{server}/{query}", **(usual | window))

    yield new
    windows.close()


@pytest.fixture(autouse=True)
def _closed(windows: Windows) -> Iterator[None]:
    """What a test opens for itself is closed behind it: a page that stands idle still takes a twentieth of a core."""
    before = len(windows.open)
    yield
    windows.close(before)


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    return open_page()


@pytest.fixture
def visit(shared: Visit) -> Iterator[Visit]:
    """The page that the tests of a module share; no test may leave an error behind."""
    yield shared
    shared.assert_no_problems()
