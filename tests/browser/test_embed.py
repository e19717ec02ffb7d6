"""A panel alone in a frame: what is seen of it, the way to the whole page, what it and the page around it say."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, Frame, Page, ViewportSize, expect
from visit import WAIT, Visit

from playground import inspect

HERE = Path(__file__).parents[2] / "docs" / "embed.html"
# What each panel shows; of these nothing else is on the screen.
PANELS = {
    "stage": ("embed=stage&task=digits&network=cnn", ".pg-stage"),
    "layer": ("embed=layer&task=digits&network=cnn&cell=Convolution.1...maps", ".pg-dock-view.layer"),
    "cell": ("embed=cell&task=digits&network=lstm&cell=LSTMStep.1...hidden.57", ".pg-cell"),
    "lab": ("embed=lab&lab=padding", ".pg-lab"),
    "exercise": ("embed=exercise&guide=learning", ".pg-exercise"),
}
SIZES: list[ViewportSize] = [{"width": 300, "height": 200}, {"width": 640, "height": 400}]


@pytest.mark.parametrize("name", PANELS)
def test_one_panel_is_seen_alone(open_page: Callable[..., Visit], name: str) -> None:
    query, panel = PANELS[name]
    visit = open_page(f"?{query}", viewport=SIZES[0])
    for size in SIZES:
        visit.page.set_viewport_size(size)
        expect(visit.page.locator(panel).first).to_be_visible(timeout=WAIT)
        visit.frames()
        for other, (_, place) in PANELS.items():
            if other != name:
                expect(visit.page.locator(place)).not_to_be_visible()
        expect(visit.page.locator(".pg-header .pg-tasks")).not_to_be_visible()
        wide = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, "the page is as wide as its frame"
        if name != "lab":
            assert visit.page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    visit.assert_no_problems()


@pytest.mark.parametrize("task", ["digits", "names", "cancer"])
def test_a_small_frame_has_the_picture_and_nothing_beside_it(open_page: Callable[..., Visit], task: str) -> None:
    visit = open_page(f"?embed=stage&task={task}", viewport={"width": 300, "height": 200})
    expect(visit.page.locator(".pg-answer")).to_be_hidden()
    expect(visit.page.locator(".pg-entries")).to_be_hidden()
    box = visit.page.locator(".pg-stage").bounding_box()
    assert box
    assert (box["x"], box["y"], box["width"]) == pytest.approx((0, 0, 300), abs=1)
    assert box["height"] == pytest.approx(170, abs=1), "all but the line below it"
    visit.assert_no_problems()


def test_in_a_narrow_picture_no_name_is_under_the_switch(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?embed=exercise&guide=cnn.loss", viewport={"width": 900, "height": 420})
    expect(visit.page.locator(".pg-label.turned")).not_to_have_count(0)
    under = """() => {
      const box = (e) => e.getBoundingClientRect();
      const {left, right, top, bottom} = box(document.querySelector('.pg-stage .pg-shows'));
      const isUnder = (a) => a.right > left && a.left < right && a.bottom > top && a.top < bottom;
      const labels = [...document.querySelectorAll('.pg-stage .pg-label')];
      return labels.filter((label) => isUnder(box(label))).map((label) => label.innerText);
    }"""
    assert visit.page.evaluate(under) == []
    visit.assert_no_problems()


@pytest.mark.parametrize(("language", "words"), [("en", "Open the whole playground"), ("zh", "打开完整页面")])
def test_a_line_leads_to_the_whole_page_in_the_same_state(
    open_page: Callable[..., Visit], language: str, words: str
) -> None:
    visit = open_page(f"?embed=stage&network=cnn&__theme=dark&lang={language}", viewport={"width": 640, "height": 400})
    key = "Convolution:0"
    visit.click(key, [2])
    visit.addressed("cell=Convolution.0...maps.2")
    link = visit.page.get_by_role("link", name=words)
    link.hover()
    asked = parse_qs(urlparse(link.get_attribute("href") or "").query)
    assert asked["network"] == ["cnn"]
    assert asked["cell"] == ["Convolution.0...maps.2"]
    assert asked["__theme"] == ["dark"]
    assert asked["lang"] == [language]
    assert "embed" not in asked
    visit.assert_no_problems()


def test_another_word_is_named_and_the_whole_page_is_shown(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?embed=everything")
    expect(visit.page.locator(".pg-notices")).to_contain_text("embed=everything")
    expect(visit.page.locator(".pg-header .pg-tasks")).to_be_visible()
    visit.assert_no_problems()


def test_the_whole_page_loads_nothing_of_it(shared: Visit) -> None:
    assert not [url for url in shared.requests if "embed" in url]


# The example page


@pytest.fixture
def example(browser: Browser, server: str) -> Any:
    """The example page, opened as a file, with the address of the test server and all that it has heard."""
    context = browser.new_context(viewport={"width": 1000, "height": 1200}, locale="en-US", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto(HERE.as_uri())
    page.fill("#address", server)
    yield page
    context.close()


def heard(page: Page, kind: str) -> list[Any]:
    """What has come of one kind, the newest first."""
    lines = [json.loads(line) for line in (page.text_content("#heard") or "").splitlines() if line]
    return [line[kind] for line in lines if kind in line]


def wait_for(page: Page, kind: str, test: str) -> None:
    """Wait until the newest of a kind passes a test in JavaScript."""
    page.wait_for_function(
        "([kind, test]) => { const said = heard.textContent.split('\\n').filter(Boolean).map(JSON.parse)"
        ".find((line) => kind in line); return said && new Function('it', `return ${test}`)(said[kind]) }",
        arg=[kind, test],
    )


def show(page: Page, panel: str) -> Frame:
    page.select_option("#panel", label=panel)
    page.click("#form button")
    wait_for(page, "ready", "it")
    frame = page.locator("#frame").element_handle().content_frame()
    assert frame
    return frame


def send(page: Page, **keys: str | None) -> None:
    page.fill("#keys", json.dumps(keys))
    page.click("#send")


def test_the_example_sets_state_and_hears_answers(example: Page) -> None:
    frame = show(example, "stage")
    wait_for(example, "answer", "it?.network === 'cnn'")
    send(example, network="gru", cell="Output....logits.3")
    wait_for(example, "answer", "it?.network === 'gru' && it.selection === 'Output....logits.3' && it.value !== null")
    answer = heard(example, "answer")[0]
    assert sum(answer["probabilities"]) == pytest.approx(1)
    assert answer["prediction"] == max(zip(answer["probabilities"], answer["labels"], strict=True))[1]
    assert answer["prediction"] == example.text_content("#prediction")
    shown = frame.evaluate("document.querySelector('[data-prediction]').textContent")
    assert answer["prediction"] == shown
    assert "input" not in answer
    send(example, lang="zh", __theme="dark")
    expect(example.frame_locator("#frame").locator(".pg-embed-line a")).to_have_text("打开完整页面")
    frame.wait_for_function("document.body.classList.contains('dark')")


def test_an_answer_is_that_of_the_model(example: Page) -> None:
    show(example, "stage")
    send(example, task="names", network="lstm", input="t.Yamamoto", cell=None)
    wait_for(example, "answer", "it?.task === 'names' && it.network === 'lstm'")
    answer = heard(example, "answer")[0]
    run = inspect("names", {"text": "Yamamoto"}, "lstm")
    expected = dict(zip(run.labels, run.probabilities.tolist(), strict=True))
    told = dict(zip(answer["labels"], answer["probabilities"], strict=True))
    assert told == pytest.approx(expected, abs=1e-5)


def test_what_an_address_could_not_set_is_refused(example: Page) -> None:
    frame = show(example, "stage")
    wait_for(example, "answer", "it?.network === 'cnn'")
    before = frame.url
    send(example, network="gru", embed="lab")
    wait_for(example, "refused", "it[0].key === 'embed'")
    assert frame.url == before, "all of it or nothing"
    send(example, cell="Convolution.7...maps.2")
    wait_for(example, "refused", "it[0].key === 'cell' && it[0].value.startsWith('Convolution.7')")


def test_an_exercise_tells_whether_it_was_right(example: Page) -> None:
    frame = show(example, "exercise")
    frame.click("[data-exercise=learning] [data-option=low]")
    wait_for(example, "exercise", "it.name === 'learning' && typeof it.right === 'boolean'")
    expect(example.frame_locator("#frame").locator(".pg-exercise [role=status]")).to_have_class(
        "right" if heard(example, "exercise")[0]["right"] else "wrong"
    )


def test_only_the_parent_is_heard_and_answered(example: Page, server: str) -> None:
    """A frame beside it says the same, and is neither obeyed nor answered; nor is who has not spoken."""
    frame = show(example, "stage")
    wait_for(example, "answer", "it?.network === 'cnn'")
    example.evaluate(
        """() => new Promise((done) => {
          const other = document.createElement('iframe');
          window.passed = () => done();
          other.srcdoc = `<script>
            parent.frames[0].postMessage({playground: 1, set: {network: 'fnn'}}, '*');
            onmessage = ({data}) => parent.heardByOther = data;
            setTimeout(() => parent.postMessage('sent', '*'));
          </` + 'script>';
          addEventListener('message', ({data}) => data === 'sent' && done());
          document.body.append(other);
        })"""
    )
    send(example)  # which is answered after what came before it
    wait_for(example, "answer", "it?.network === 'cnn'")
    assert {answer["network"] for answer in heard(example, "answer") if answer} == {"cnn"}
    assert example.evaluate("window.heardByOther") is None
    assert "network=fnn" not in frame.url


def test_nothing_is_told_to_an_origin_that_has_not_spoken(example: Page, server: str) -> None:
    """A page that only listens hears `ready`, though the frame has answered; once it has spoken, it hears that, too."""
    example.evaluate(
        """address => new Promise((done) => {
          const silent = document.body.appendChild(document.createElement('iframe'));
          window.silent = silent;
          window.told = [];
          addEventListener('message', ({source, data}) => {
            if (source !== silent.contentWindow || data?.playground !== 1) return;
            told.push(Object.keys(data).filter((key) => key !== 'playground')[0]);
            done();
          });
          silent.src = `${address}/?embed=cell&network=lstm`;
        })""",
        server,
    )
    frame = example.locator("iframe").last.element_handle().content_frame()
    assert frame
    frame.wait_for_selector(".pg-cell", state="visible")  # it has answered
    assert example.evaluate("told") == ["ready"]
    example.evaluate("silent.contentWindow.postMessage({playground: 1, set: {}}, '*')")
    example.wait_for_function("told.includes('answer')")


def test_no_header_forbids_a_frame(example: Page, server: str) -> None:
    headers = example.request.get(f"{server}/?embed=stage").headers
    assert "x-frame-options" not in headers
    assert "frame-ancestors" not in headers.get("content-security-policy", "")
