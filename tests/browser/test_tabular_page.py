"""Tumours and diabetes: ten sliders, the answer that follows them, and how unusual each measurement is."""

from collections.abc import Callable

import pytest
from visit import Visit

from playground.tasks import TASKS
from playground.tasks.tabular import Tabular
from playground.text import text

TABLES = ["cancer", "diabetes"]


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    return open_page("?task=cancer")


@pytest.fixture(params=TABLES)
def table(request: pytest.FixtureRequest, visit: Visit) -> Tabular:
    """Each table in turn, with its first row as it is picked."""
    visit.choose_task(request.param)
    pick(visit, 0)
    task = TASKS[request.param]
    assert isinstance(task, Tabular)
    return task


def entry(selector: str) -> str:
    """Within the entry that is in sight; that of the other table stays."""
    return f".pg-entry.sliders:not([hidden]) {selector}"


def pick(visit: Visit, k: int) -> None:
    act(visit, lambda: visit.page.locator(entry(".pg-chips button")).nth(k).click())


def act(visit: Visit, move: Callable[[], object]) -> None:
    """Do something, and wait until the answer to the last question is in."""
    visit.before()
    move()
    visit.settle()
    visit.page.wait_for_function("""() => session.trace?.milliseconds
      && String(session.trace.encoded.values) === String(session.input.values)""")


def number(words: str) -> float:
    return float(words.replace("−", "-").replace("+", ""))


def assert_answer(visit: Visit, task: Tabular) -> None:
    """The page shows what `inspect` says of the ten numbers that it sent."""
    trace = visit.trace()
    if task.labels:
        assert isinstance(trace.prediction, str)
        assert visit.prediction == text(f"labels.{task.name}.{trace.prediction}")
        assert [float(b.strip("<>%\u00a0 ")) for b in visit.bars()] == pytest.approx(
            [100 * p for p in trace.probabilities.tolist()], abs=0.11
        )
    else:
        assert number(visit.prediction) == pytest.approx(trace.prediction, rel=5e-3)
    assert visit.page.locator(entry(".pg-message:not(:empty)")).count() == 0


def test_the_rows_of_the_data(visit: Visit, table: Tabular) -> None:
    """Picked, answered and told; told no more when one of the numbers has moved."""
    for k, example in enumerate(table.table["shown"]):
        if k:
            pick(visit, k)
        assert visit.asked[-1]["input"] == example["input"]
        assert_answer(visit, table)
        label = text(f"labels.{table.name}.{example['label']}") if table.labels else example["label"]
        assert text("result.truth", label=label) in visit.text("[data-caption]")
    slider = visit.page.locator(entry("input[type=range]")).first
    act(visit, lambda: slider.press("ArrowRight"))
    assert text("result.truth", label="") not in (visit.page.locator("[data-caption]").text_content() or "")
    assert_answer(visit, table)


def test_each_slider_stands_at_the_height_of_its_node(visit: Visit, table: Tabular) -> None:
    for k in range(10):
        box = visit.page.locator(entry("input[type=range]")).nth(k).bounding_box()
        assert box
        assert box["y"] + box["height"] / 2 == pytest.approx(visit.place("Input", [k])[1], abs=1.5)
    if not table.labels:
        return
    for k in range(2):
        bar = visit.page.locator(".pg-class > i").nth(k).bounding_box()
        assert bar
        assert bar["y"] + bar["height"] / 2 == pytest.approx(visit.place("Output", [k])[1], abs=4)


def test_a_slider_is_moved(visit: Visit, table: Tabular) -> None:
    """From one end to the other: the answer follows, and the last is that of the last place."""
    slider = visit.page.locator(entry("input[type=range]")).nth(3)
    box = slider.bounding_box()
    assert box
    before = len(visit.asked)

    def drag() -> None:
        visit.page.mouse.move(box["x"] + 9, box["y"] + box["height"] / 2)
        visit.page.mouse.down()
        visit.page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=25)
        visit.page.mouse.up()

    act(visit, drag)
    assert len(visit.asked) > before + 1
    feature = table.table["features"][3]
    assert visit.asked[-1]["input"]["values"][3] == feature["max"]
    assert visit.page.locator(entry("input[type=number]")).nth(3).input_value() == f"{feature['max']:g}"
    assert_answer(visit, table)


def test_the_average(visit: Visit, table: Tabular) -> None:
    act(visit, lambda: visit.page.locator(entry(".pg-average")).click())
    assert_answer(visit, table)
    assert all(abs(v) < 0.01 for v in table.encode(visit.asked[-1]["input"]).standardised.tolist())
    assert visit.page.locator(entry("[aria-pressed=true]")).count() == 1


def test_a_number_is_typed(visit: Visit, table: Tabular) -> None:
    """One beyond the data is read and marked; one far beyond it is refused, and stays to be mended."""
    feature = table.table["features"][4]
    field = visit.page.locator(entry("input[type=number]")).nth(4)
    row = visit.page.locator(entry(".pg-measure")).nth(4)
    act(visit, lambda: field.fill(f"{feature['max'] * 1.1:.5g}"))
    assert visit.asked[-1]["input"]["values"][4] == float(f"{feature['max'] * 1.1:.5g}")
    assert "outside" in (row.get_attribute("class") or "")
    assert_answer(visit, table)
    field.fill("1000000")
    visit.page.locator(entry(".pg-message:not(:empty)")).wait_for()
    assert feature["name"] in visit.text(entry(".pg-message"))
    assert field.input_value() == "1000000"
    act(visit, lambda: field.fill(f"{feature['mean']:.5g}"))
    assert "outside" not in (row.get_attribute("class") or "")
    assert_answer(visit, table)


@pytest.mark.parametrize("table", ["diabetes"], indirect=True)
def test_where_the_answer_lies(visit: Visit, table: Tabular) -> None:
    answer, target = visit.trace().prediction, table.table["target"]
    assert isinstance(answer, float)
    width = float(visit.page.locator(".pg-spread .now").evaluate("e => parseFloat(e.style.width)"))
    assert width == pytest.approx(100 * (answer - target["min"]) / (target["max"] - target["min"]), abs=0.1)
    assert visit.text("[data-toy]") == text("result.toy.diabetes")


@pytest.mark.parametrize("task", TABLES)
def test_on_a_phone_in_chinese(open_page: Callable[..., Visit], task: str) -> None:
    """Sliders, answer, picture and sheet are on one screen."""
    visit = open_page(f"?task={task}&lang=zh", viewport={"width": 390, "height": 664}, has_touch=True)
    root = visit.page.evaluate(
        "(({scrollWidth, scrollHeight}) => [scrollWidth, scrollHeight])(document.documentElement)"
    )
    assert root == [390, 664]
    tops = []
    for selector in (entry(".pg-measure"), "[data-prediction]", ".pg-stage", ".pg-grip"):
        box = visit.page.locator(selector).first.bounding_box()
        assert box
        assert 0 <= box["y"] <= 664
        tops.append(box["y"])
    assert tops == sorted(tops)
    assert visit.page.locator(entry(".pg-measure")).count() == 10
    visit.assert_no_problems()


def test_the_sheet_by_keys(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?task=cancer", viewport={"width": 390, "height": 664}, has_touch=True)
    grip, dock = visit.page.locator(".pg-grip"), visit.page.locator(".pg-dock")
    grip.focus()
    for key, level in (("ArrowUp", "middle"), ("Enter", "full"), ("Escape", "middle"), ("ArrowDown", "low")):
        visit.page.keyboard.press(key)
        assert dock.get_attribute("data-level") == level
    visit.assert_no_problems()
