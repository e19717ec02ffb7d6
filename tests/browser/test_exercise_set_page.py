"""A teacher's exercise set in a browser: listed in the guide, begun at its links, answered, and in the report."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from test_report_page import Elements, handed_in
from visit import Visit

from playground.exercises import SETTING

DOCUMENTED = Path(__file__).parents[2] / "docs" / "teaching" / "exercises.md"


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where the documentation's own example is a set, as a teacher would copy it."""
    (example,) = re.findall(r"```toml\n(.*?)```", DOCUMENTED.read_text(encoding="utf-8"), re.S)
    where = tmp_path_factory.mktemp("exercises")
    (where / "monday.toml").write_text(example, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, str(where))
        yield


def test_a_set_is_solved_and_handed_in(open_page: Callable[..., Visit], tmp_path: Path) -> None:
    visit = open_page("?task=names&guide=set.monday")
    visit.page.wait_for_selector(".pg-guide h2")
    assert visit.text(".pg-guide h2") == "Three questions for Monday"
    assert visit.page.locator(".pg-exercise").count() == 3
    field = visit.page.locator("[data-exercise='monday.cells'] input")
    for typed, mark in (("28", ".wrong"), ("14", ".right")):
        field.fill(typed)
        field.press("Enter")
        visit.page.wait_for_selector(f"[data-exercise='monday.cells'] {mark}")
    assert visit.page.evaluate("[session.task, session.changes]") == ["digits", {"stride": 2}]
    visit.page.locator("[data-exercise='monday.second'] [data-option='9']").click()
    visit.page.locator("[data-exercise='monday.second'] :is(.right, .wrong)").wait_for()
    assert visit.page.evaluate("session.changes") is None
    begin = visit.page.locator("[data-exercise='monday.fool'] button")
    begin.click()
    visit.page.wait_for_function("session.trace?.architecture === 'fnn' && session.trace.milliseconds !== null")
    visit.page.evaluate("void setChanges({move: {right: 8}})")
    visit.page.wait_for_selector("[data-exercise='monday.fool'] .right")
    report = Elements(handed_in(visit, tmp_path, ".pg-guide", "Emmy").read_text(encoding="utf-8"))
    rows = [text for tag, _, text in report.all if tag == "td"]
    assert {"14", "reached"} <= set(rows)
    assert "guide=set.monday" in str(report.one("id", "link")[0]["href"])
    visit.assert_no_problems()


def test_it_stands_in_the_contents(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?guide=start&lang=zh")
    visit.page.locator("[data-contents]").select_option(label="星期一的三个问题")
    visit.page.wait_for_function("location.search.includes('guide=set.monday')")
    visit.page.locator(".pg-guide h2", has_text="星期一的三个问题").wait_for()
    visit.assert_no_problems()


def test_a_set_that_is_not_there_is_said(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?guide=set.tuesday")
    visit.page.wait_for_selector(".pg-guide h2")
    visit.page.get_by_text("set.tuesday").first.wait_for()
    visit.assert_no_problems()
