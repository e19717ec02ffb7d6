"""A student hands in a report, a teacher opens its link: the same numbers, in another browser."""

import base64
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from visit import Visit

from playground import inspect
from playground.explanation.of_input import explain

SHARES = """() => Object.fromEntries([...document.querySelectorAll('.pg-classes .pg-class')].map((row) =>
  [session.trace.labels[row.dataset.class], row.children[1].textContent]))"""


class Elements(HTMLParser):
    """Start tags with their attributes, and the text that follows each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.all:
            tag, attributes, text = self.all[-1]
            self.all[-1] = (tag, attributes, text + data)

    def one(self, key: str, value: str | None = None) -> tuple[dict[str, str | None], str]:
        """The element with this attribute."""
        (found,) = [(had, text) for _, had, text in self.all if key in had and value in (None, had[key])]
        return found


def handed_in(visit: Visit, folder: Path, place: str, name: str) -> Path:
    """The file that the button of a place saves."""
    visit.page.locator(f"{place} .pg-report input").fill(name)
    with visit.page.expect_download() as found:
        visit.page.locator(f"{place} .pg-report button").click()
    return Path(found.value.path()).rename(folder / found.value.suggested_filename)


def shares(report: Elements) -> dict[str, str]:
    return {str(had["data-class"]): text for _, had, text in report.all if "data-class" in had}


def test_the_teacher_sees_the_students_numbers(open_page: Callable[..., Visit], tmp_path: Path) -> None:
    student = open_page("?network=cnn&cell=Convolution.1...maps.25-6-7")
    student.clear()
    student.draw([[(0.2, 0.15), (0.8, 0.15), (0.45, 0.9)]])
    student.give(lambda: student.page.evaluate("setChanges({pooling: 'average'})"))
    student.page.locator("[data-view=guide]").click()
    student.page.wait_for_selector(".pg-guide .pg-report")
    seen = student.page.evaluate(SHARES)
    drawn = student.page.evaluate("session.input")
    file = handed_in(student, tmp_path, ".pg-guide", "Ada <script>")
    assert re.fullmatch(r"report-Ada-script-digits-cnn\.html", file.name)
    report = Elements(file.read_text(encoding="utf-8"))
    assert shares(report) == seen
    trace = inspect("digits", drawn, "cnn", pooling="average")
    assert {name: float(re.findall(r"[\d.]+", text)[0]) for name, text in seen.items()} == {
        name: pytest.approx(100 * share, abs=0.051)
        for name, share in zip(trace.labels, trace.probabilities.tolist(), strict=True)
    }
    value = float(str(report.one("data-value")[0]["data-value"]))
    place = {"stage": "Convolution", "layer": 1, "quantity": "maps", "index": [25, 6, 7]}
    assert value == explain("digits", drawn, "cnn", place, pooling="average").value
    picture = str(report.one("class", "whole")[0]["src"])
    assert base64.b64decode(picture.removeprefix("data:image/png;base64,")).startswith(b"\x89PNG")
    assert not any(tag == "script" for tag, _, _ in report.all)

    link = str(report.one("id", "link")[0]["href"])
    teacher = open_page(link.split("/", 3)[3])
    assert teacher.page.evaluate(SHARES) == seen
    assert teacher.page.evaluate("session.changes") == {"pooling": "average"}
    teacher.page.locator(".pg-dock", has_text=report.one("data-value")[1]).first.wait_for()
    for visit in (student, teacher):
        visit.assert_no_problems()


def test_answers_are_in_it_and_it_prints_to_two_pages(
    open_page: Callable[..., Visit], browser: Browser, tmp_path: Path
) -> None:
    visit = open_page("?guide=shapes&lang=zh")
    field = visit.page.locator("[data-exercise=shapes] input")
    for typed, mark in (("7", ".wrong"), ("1568", ".right")):
        field.fill(typed)
        field.press("Enter")
        visit.page.wait_for_selector(f"[data-exercise=shapes] {mark}")
    visit.page.locator("[data-contents]").select_option("start")
    visit.page.locator("[data-exercise=start] [data-option='0']").click()
    visit.page.locator("[data-exercise=start] :is(.right, .wrong)").wait_for()
    file = handed_in(visit, tmp_path, ".pg-guide", "王小明")
    text = file.read_text(encoding="utf-8")
    assert "1568" in text
    assert "✓ 正确" in text
    page = browser.new_page()
    page.goto(file.as_uri())
    assert page.locator(".exercises tbody tr").count() == 2
    assert page.locator("h1").inner_text() == "王小明"
    pages = len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))
    assert 1 <= pages <= 2
    page.close()
    visit.assert_no_problems()


def test_it_stands_with_code_and_numbers(open_page: Callable[..., Visit], tmp_path: Path) -> None:
    visit = open_page("?network=lstm&cell=LSTMStep.1.0.13.forget.57")
    visit.page.locator("[data-open=script]").click()
    visit.page.wait_for_selector(".pg-dock .pg-report")
    file = handed_in(visit, tmp_path, ".pg-dock", "")
    assert file.name == "report-digits-lstm.html"
    report = Elements(file.read_text(encoding="utf-8"))
    place = {"stage": "LSTMStep", "layer": 1, "direction": 0, "t": 13, "quantity": "forget", "index": [57]}
    told = explain("digits", visit.page.evaluate("session.trace.of.input"), "lstm", place)
    assert float(str(report.one("data-value")[0]["data-value"])) == told.value
    visit.assert_no_problems()
