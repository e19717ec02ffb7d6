"""Series: numbers typed, pasted, drawn and picked; what is predicted, who is nearer, and how the time axis shows it."""

import math
from collections.abc import Callable, Iterator

import pytest
from visit import Visit

from playground.stages import StepOutput
from playground.tasks.baselines import errors
from playground.tasks.series import SERIES, Series
from playground.text import text

NETWORKS = list(SERIES.networks)
SEASONS = [round(20 + 5 * math.sin(k / 12 * 2 * math.pi) + k / 10 + (k * 7 % 5) / 5, 2) for k in range(96)]
MODULE = """async () => {
  window.series = await load('run/series');
  window.lines = await load('stage/time/chart_lines');
}"""
# The lowest and highest dark pixel of the chart over a step, as shares of its height, and where its value should be.
CHART = """(t) => {
  const {block, canvas} = window.stage.view('StepOutput', 'logits');
  const {inset, plot, axis: {step, from}} = block;
  const dpr = window.devicePixelRatio;
  const x = Math.round((inset + (t - from + 0.5) * step) * dpr);
  const {data} = canvas.getContext('2d').getImageData(x, 2, 1, Math.floor(plot * dpr) - 4);
  const dark = [];
  for (let y = 0; y < data.length / 4; y++) {
    if (data[4 * y] + data[4 * y + 1] + data[4 * y + 2] < 200) dark.push((y + 2) / dpr);
  }
  const {values, read} = session.trace.encoded;
  const [least, most] = window.lines.rangeOf([values, window.lines.forecastOf(session.trace)]);
  return [Math.min(...dark), Math.max(...dark), plot * (1 - (values[t] - least) / (most - least))];
}"""


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    visit = open_page("?task=series")
    visit.page.evaluate(MODULE)
    return visit


@pytest.fixture(autouse=True)
def at_first(visit: Visit) -> Iterator[None]:
    """Each test begins with a made-up example as it is picked."""
    visit.give(lambda: visit.page.locator("[data-series=wave]").click())
    yield


def type_in(visit: Visit, words: str) -> None:
    visit.give(lambda: visit.page.locator("textarea").first.fill(words))


def amounts(visit: Visit, **numbers: int) -> None:
    for name, number in numbers.items():
        field = visit.page.locator(f"[data-{name.replace('_', '-')}]")
        if field.input_value() != str(number):
            visit.give(lambda field=field, number=number: field.fill(str(number)))


def encoded(visit: Visit) -> Series:
    """What the task makes of what the page sent."""
    return SERIES.encode(visit.asked[-1]["input"])


def predicted(visit: Visit) -> list[float]:
    """What `inspect` predicts after each step, in the series' unit."""
    steps = [stage for stage in visit.trace().stages if isinstance(stage, StepOutput)]
    return encoded(visit).predictions([float(step.logits[0]) for step in sorted(steps, key=lambda step: step.t)])


def number(words: str) -> float:
    return float(words.replace("−", "-").replace(",", ""))


def assert_answer(visit: Visit) -> None:
    """The page shows what `inspect` says of what it sent."""
    answer = visit.trace().prediction
    assert isinstance(answer, float)
    scale = encoded(visit).scale[-1]
    assert number(visit.prediction) == pytest.approx(answer, abs=max(scale / 20, abs(answer) / 1000, 1e-12))
    assert visit.message == ""


@pytest.mark.parametrize("network", NETWORKS)
def test_every_network_predicts_as_inspect_does(visit: Visit, network: str) -> None:
    visit.pick(network)
    type_in(visit, ", ".join(map(str, SEASONS)))
    amounts(visit, ahead=7, held_out=12)
    assert_answer(visit)
    expected = predicted(visit)
    assert len(expected) == 84 + 12 + 7 - 1
    shown = visit.page.evaluate("window.series.predictions(session.trace)")
    assert shown == pytest.approx(expected, rel=1e-5, abs=1e-5)
    assert visit.page.evaluate("window.stage.layout.axis.count") == len(expected)


@pytest.mark.parametrize("network", NETWORKS)
def test_what_it_goes_on_with_is_read(visit: Visit, network: str) -> None:
    """Of the last steps the input on the page is what the network was given: its own outputs, not held-out values."""
    visit.pick(network)
    type_in(visit, ", ".join(map(str, SEASONS[:40])))
    amounts(visit, ahead=6, held_out=10)
    steps = [stage for stage in visit.trace().stages if hasattr(stage, "t") and hasattr(stage, "x")]
    size = steps[0].x.numel()
    given = """([t, size]) => {
      const {inputAt, windowAt} = window.series;
      return size > 1 ? windowAt(session.trace, t, size) : [inputAt(session.trace, t)];
    }"""
    for step in steps:
        if step.t >= 30:
            assert visit.page.evaluate(given, [step.t, size]) == pytest.approx(step.x.tolist(), abs=0.01)


def test_who_is_nearer(visit: Visit) -> None:
    visit.pick("gru")
    type_in(visit, " ".join(map(str, SEASONS)))
    amounts(visit, ahead=0, held_out=12)
    series, guess = encoded(visit), predicted(visit)
    assert series.season == 12
    ahead = errors(guess[series.first - 1 : series.read - 1], series.values[series.first : series.read])
    free = errors(guess[series.read - 1 :], series.values[series.read :])
    for which, rows in enumerate(
        ([free, series.season_backtest, series.last_backtest], [ahead, series.season_errors, series.last_errors])
    ):
        lines = visit.page.locator(".pg-errors").nth(which).locator(".pg-error > span:nth-child(2)")
        assert [number(words) for words in lines.all_inner_texts()] == pytest.approx([row[0] for row in rows], rel=6e-3)


def test_the_chart_stands_on_the_axis_of_the_lanes(visit: Visit) -> None:
    visit.pick("gru")
    for t in (4, 20, 40):
        low, high, expected = visit.page.evaluate(CHART, t)
        assert low - 2 <= expected <= high + 2, "the series passes the middle of its step"
    season = visit.page.evaluate("window.lines.lastSeason(session.trace)")
    read = encoded(visit).read
    assert season[read:] == [season[k - encoded(visit).season] for k in range(read, len(season))]
    (chart, y), (lane, _) = visit.place("StepOutput", [0], "logits", 30), visit.place("GRUStep:0", [0], "hidden", 30)
    assert chart == pytest.approx(lane, abs=0.6)
    visit.page.mouse.click(chart, y)
    visit.frames(3)
    assert visit.page.evaluate("player.moment") == 30
    assert number(visit.prediction) == pytest.approx(predicted(visit)[30], abs=0.05)
    heads = visit.page.locator(".pg-step-number").all_inner_texts()
    assert {"1", str(read)} <= set(heads)
    assert text("time.head.free", read=read) in visit.text(".pg-time-head span")


def test_what_is_no_number_is_named_and_stays(visit: Visit) -> None:
    field = visit.page.locator("textarea").first
    field.fill("3, 1, four, 1, 5")
    visit.assert_told(text("errors.not_a_number", word="four", line=1, entry=3))
    assert field.input_value() == "3, 1, four, 1, 5"
    type_in(visit, "3, 1, 4, 1, 5")
    assert_answer(visit)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("7", text("errors.too_few_values", count=1, least=2)),
        (" ".join(["1"] * 5001), text("errors.too_long", limit=5000)),
        ("1 2 1e400", text("errors.value_out_of_range", place=3, most="1e+12")),
        ("1 2 inf", text("errors.not_a_number", word="inf", line=1, entry=3)),
    ],
    ids=["one", "too many", "too large", "infinite"],
)
def test_refused(visit: Visit, words: str, message: str) -> None:
    visit.page.locator("textarea").first.fill(words)
    visit.assert_told(message)


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e9])
def test_any_magnitude(visit: Visit, size: float) -> None:
    type_in(visit, " ".join(repr(size * value) for value in SEASONS[:60]))
    assert encoded(visit).values[0] == size * SEASONS[0]
    answer = visit.trace().prediction
    assert isinstance(answer, float)
    shown = visit.page.evaluate("window.series.predictions(session.trace)[session.trace.encoded.read - 1]")
    assert shown == pytest.approx(answer, abs=encoded(visit).scale[-1] * 1e-4)
    assert len(visit.prediction) < 20


def test_five_thousand_values(visit: Visit) -> None:
    visit.pick("gru")
    type_in(visit, " ".join(str(round(SEASONS[k % 96] + k / 100, 3)) for k in range(5000)))
    assert_answer(visit)
    assert visit.page.locator(".pg-overview").is_visible()
    visit.page.locator(".pg-cursor-step").press("End")
    visit.frames(3)
    start, count = visit.page.evaluate("[window.stage.layout.axis.from, window.stage.layout.axis.count]")
    assert start + count == visit.page.evaluate("session.trace.steps")


def test_the_cursor_begins_at_the_last_value_that_was_given(visit: Visit) -> None:
    visit.go("?task=series&network=lstm")
    moment, read, steps = visit.page.evaluate("[state.moment, session.trace.encoded.read, session.trace.steps]")
    assert moment == read - 1 < steps - 1


def test_the_dock_of_the_fnn_is_of_the_fnn(visit: Visit) -> None:
    visit.go("?task=series&network=lstm")
    visit.page.wait_for_selector(".pg-unit .pg-cell")
    visit.pick("fnn")
    visit.page.wait_for_selector(".pg-unit.plain .pg-terms-of li")
    assert not visit.page.locator(".pg-cell-place").is_visible()
    told = visit.text(".pg-worked-place")
    assert "ReLU" in told or "max" in told, told
    assert "gate" not in told.lower()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_phone(open_page: Callable[..., Visit], language: str) -> None:
    visit = open_page(f"?task=series&lang={language}", viewport={"width": 390, "height": 664}, has_touch=True)
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    visit.page.locator(".pg-block[data-form=chart]").wait_for()
    visit.assert_no_problems()
