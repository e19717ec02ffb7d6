"""What is wrong outside the page: an address that makes no sense, a server that is away, a network that is missing."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from visit import SEVEN, Visit

from playground.text import table

NOTICES = ".pg-notices"
ANSWERED = "/^\\d$/.test(document.querySelector('[data-prediction]')?.textContent ?? '')"
WORDS = ["constructor", "__proto__", "toString", "<img src=x onerror=alert(1)>"]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    yield opened
    opened.close()


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"{error}\n{error.stack}"))
    return page, problems


LOOKS = ["lang", "__theme"]  # are read when the page is loaded
KEYS = ["input", "changes", "lab", "cell", "open", "guide", "view", *LOOKS]


@pytest.mark.parametrize(
    ("key", "word"),
    [*((key, word) for key in ("task", "network") for word in WORDS), *((key, WORDS[0]) for key in KEYS)],
)
def test_an_unknown_word_in_the_address_falls_back_with_a_message(
    visit: Visit, open_page: Callable[..., Visit], key: str, word: str
) -> None:
    query = f"?{key}={quote(word)}"
    if key in LOOKS:
        visit = open_page(query)
    else:
        visit.go(query)
    page = visit.page
    page.wait_for_selector(f"{NOTICES} p")
    assert f"{key}={word}" in page.inner_text(NOTICES)
    page.wait_for_function(ANSWERED)
    assert page.locator(".pg-picker [aria-checked=true]").inner_text() == "CNN"
    page.locator("[data-language-switch]").click()
    page.wait_for_function("document.documentElement.lang === 'zh-CN'")
    if key != "lang":  # there it is another language now, and nothing is left to be said
        assert "无法识别" in page.inner_text(NOTICES)
        page.locator(f"{NOTICES} button").click()
    assert page.locator(NOTICES).is_hidden()
    page.locator("[data-language-switch]").click()
    page.wait_for_function("document.documentElement.lang === 'en'")
    visit.assert_no_problems()


@pytest.mark.parametrize(
    "changes", ['{"off":"x"}', "[null]", '{"gates":[null]}', "7", '{"kernels":{}}', '{"move":"x"}']
)
def test_changes_in_the_address_that_are_none(visit: Visit, changes: str) -> None:
    visit.go(f"?changes={quote(changes)}")
    visit.page.wait_for_selector(f"{NOTICES} p")
    visit.page.wait_for_function(ANSWERED)


def test_a_task_that_is_refused_says_why_and_is_asked_once(context: BrowserContext, server: str) -> None:
    page, problems = watched(context)
    asked = []
    reason = "checkpoints/digits-cnn.safetensors is damaged."

    def refuse(route: Any) -> None:
        asked.append(route)
        route.fulfill(status=422, content_type="application/json", body=json.dumps({"message": reason}))

    page.route("**/playground/task/digits", refuse)
    page.goto(server, wait_until="domcontentloaded")
    page.wait_for_selector(f"{NOTICES} p")
    assert reason in page.inner_text(NOTICES)
    page.wait_for_timeout(2500)
    assert len(asked) == 1, "a refusal is final"
    page.locator("[data-task=names]").click()
    page.wait_for_function("document.querySelector('[data-prediction]').textContent !== '?'")
    page.unroute("**/playground/task/digits")
    page.locator("[data-task=digits]").click()
    page.wait_for_function(ANSWERED)
    assert page.locator(NOTICES).is_hidden()
    assert problems == []


def test_a_server_that_is_away_is_asked_ever_more_rarely_and_at_once_when_the_connection_is_back(
    context: BrowserContext, server: str
) -> None:
    page, problems = watched(context)
    page.goto(server, wait_until="domcontentloaded")
    page.wait_for_function(ANSWERED)
    asked = []
    page.route("**/playground/task/names", lambda route: (asked.append(route), route.abort()))
    page.clock.install()
    page.locator("[data-task=names]").click()
    page.wait_for_selector(f"{NOTICES} p")
    assert table("en")["waiting"]["away"] in page.inner_text(NOTICES)
    for _ in range(60):
        page.clock.run_for(1000)
    count = len(asked)
    assert 4 <= count <= 7
    for _ in range(90):
        page.clock.run_for(1000)
    assert count < len(asked) <= count + 3
    page.unroute("**/playground/task/names")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.clock.run_for(1000)
    page.wait_for_function("document.body.dataset.task === 'names'")
    assert page.locator(NOTICES).is_hidden()
    assert problems == []


def test_no_words_at_all(context: BrowserContext, server: str) -> None:
    """The one sentence that stands in the page itself, until the words can be had."""
    page, problems = watched(context)
    page.route("**/playground/text/*", lambda route: route.abort())
    page.clock.install()
    page.goto(server, wait_until="domcontentloaded")
    page.wait_for_selector(".pg-silence", state="attached")
    for _ in range(30):
        page.clock.run_for(1000)
    page.wait_for_selector(".pg-silence:not([hidden])")
    assert table("zh")["errors"]["offline"] in page.inner_text(".pg-silence")
    page.unroute("**/playground/text/*")
    page.mouse.click(700, 500)
    page.wait_for_function("document.body.classList.contains('pg-ready')")
    assert page.locator(".pg-silence").is_hidden()
    assert problems == []


def test_a_missing_network_is_named_with_its_reason(context: BrowserContext, server: str) -> None:
    page, problems = watched(context)
    reason = "digits-lstm.safetensors: its weights are not those of its digest."

    def without(route: Any) -> None:
        known = route.fetch().json()
        known["networks"] = [network for network in known["networks"] if network["name"] != "lstm"]
        route.fulfill(json=known | {"missing": [{"name": "lstm", "reason": {"en": reason, "zh": "…"}}]})

    page.route("**/playground/task/digits", without)
    page.goto(f"{server}/?network=lstm", wait_until="domcontentloaded")
    page.wait_for_selector(f"{NOTICES} p")
    assert "LSTM" in page.inner_text(NOTICES)
    assert reason in page.inner_text(NOTICES)
    page.wait_for_function(ANSWERED)
    assert page.locator(".pg-picker button").all_inner_texts() == ["FNN", "CNN", "RNN", "GRU"]
    page.locator("[data-task=names]").click()
    page.wait_for_function("document.body.dataset.task === 'names'")
    page.wait_for_selector(NOTICES, state="hidden")
    assert problems == []


def test_what_failed_to_load_late_is_tried_again(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn")
    visit.draw(SEVEN)
    late = ("guide/sections.js", "lab.css", "lab.js", "text/en/*")
    for path in late:
        visit.page.route(f"**/playground/**/{path}", lambda route: route.abort())
    visit.page.locator("[data-view=guide]").click()
    visit.page.wait_for_selector(f"{NOTICES} p")
    visit.page.locator("[data-view=lab]").click()
    visit.frames(6)
    assert visit.page.locator(".pg-lab-list").inner_text() == ""
    for path in late:
        visit.page.unroute(f"**/playground/**/{path}")
    visit.page.evaluate("window.dispatchEvent(new Event('online'))")
    visit.page.wait_for_selector(".pg-lab-kernel")
    visit.page.locator(".pg-tasks [data-task=digits]").click()
    visit.page.wait_for_selector(".pg-guide h2")
    visit.page.wait_for_selector(NOTICES, state="hidden")
    visit.problems = [problem for problem in visit.problems if "ERR_FAILED" not in problem]
    visit.assert_no_problems()
