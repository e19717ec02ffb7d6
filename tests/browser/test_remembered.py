"""Language and theme: chosen once, they are there when one comes again; a link may say otherwise, for itself."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext
from visit import Visit

LOOK = "[document.documentElement.lang, document.body.classList.contains('dark')]"


@pytest.fixture
def visitor(browser: Browser, server: str) -> Iterator[Callable[[str], Visit]]:
    """One visitor, whose browser opens the page in one window after the other."""
    context: BrowserContext = browser.new_context(locale="en-US", color_scheme="light", reduced_motion="reduce")
    yield lambda query="": Visit(context, f"{server}/{query}")
    context.close()


def looks(visit: Visit, language: str, dark: bool) -> None:
    visit.page.wait_for_function(f"wanted => JSON.stringify({LOOK}) === JSON.stringify(wanted)", arg=[language, dark])


def test_language_and_theme_are_there_when_one_comes_again(visitor: Callable[..., Visit]) -> None:
    first = visitor()
    looks(first, "en", False)
    first.page.locator("[data-language-switch]").click()
    first.page.locator("[data-theme-switch]").click()
    looks(first, "zh-CN", True)
    first.page.reload(wait_until="domcontentloaded")
    first.meet()
    looks(first, "zh-CN", True)
    again = visitor("?task=names")
    looks(again, "zh-CN", True)
    again.page.locator("[data-language-switch]").click()
    again.page.locator("[data-theme-switch]").click()
    looks(again, "en", False)
    looks(visitor(), "en", False)
    for visit in (first, again):
        visit.assert_no_problems()


def test_a_link_that_names_them_is_for_itself(visitor: Callable[..., Visit]) -> None:
    first = visitor()
    first.page.locator("[data-theme-switch]").click()
    looks(first, "en", True)
    link = visitor("?lang=zh&__theme=light")
    looks(link, "zh-CN", False)
    looks(visitor(), "en", True)
    link.assert_no_problems()


def test_where_nothing_can_be_kept_the_page_works(browser: Browser, server: str) -> None:
    context = browser.new_context(locale="en-US", reduced_motion="reduce")
    context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError') }})"
    )
    visit = Visit(context, f"{server}/?task=names")
    visit.write("Li")
    visit.page.locator("[data-theme-switch]").click()
    looks(visit, "en", True)
    visit.page.wait_for_function("location.search.includes('input=t.Li')")
    visit.page.reload(wait_until="domcontentloaded")
    visit.meet()
    assert visit.page.evaluate("session.input.text") == "Li"
    looks(visit, "en", True)
    # Gradio's own page looks into the storage, and says so where it may not.
    assert not [problem for problem in visit.problems if "playground/static" in problem]
    context.close()
