"""A real browser on the launched app: one server and one browser for all, a page for each module that wants one."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from visit import Visit

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing outside can be reached
]


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


@pytest.fixture(scope="module")
def visits() -> Iterator[list[Visit]]:
    """The pages that are open; they are closed after the module."""
    opened: list[Visit] = []
    yield opened
    close(opened)


def close(visits: list[Visit]) -> None:
    while visits:
        visits.pop().page.context.close()


@pytest.fixture(autouse=True)
def _closed(visits: list[Visit]) -> Iterator[None]:
    """What a test opens for itself is closed behind it: a page that stands idle still takes a twentieth of a core."""
    before = len(visits)
    yield
    own = visits[before:]
    del visits[before:]
    close(own)


@pytest.fixture(scope="module")
def open_page(browser: Browser, server: str, visits: list[Visit]) -> Callable[..., Visit]:
    """Open the app in a browser window of its own."""

    def new(query: str = "", **window: object) -> Visit:
        usual = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US", "reduced_motion": "reduce"}
        context = browser.new_context(**usual | window)
        visits.append(Visit(context, f"{server}/{query}"))
        return visits[-1]

    return new


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    return open_page()


@pytest.fixture
def visit(shared: Visit) -> Iterator[Visit]:
    """The page that the tests of a module share; no test may leave an error behind."""
    yield shared
    shared.assert_no_problems()
