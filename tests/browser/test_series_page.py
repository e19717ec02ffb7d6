"""Series: numbers typed, pasted, drawn and picked; what is predicted, who is nearer, and how the page shows it."""

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
MODULE = "async () => { window.series = await import(new URL('playground/static/run/series.js', location.origin)) }"


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    visit = open_page("?task=series")
    visit.page.evaluate(MODULE)
    return visit


@pytest.fixture(autouse=True)
def at_first(visit: Visit) -> Iterator[None]:
    """Each test begins with a made-up example as it is picked."""
    give(visit, lambda: visit.page.locator("[data-series=wave]").click())
    yield


def give(visit: Visit, act: Callable[[], object]) -> None:
    visit.before()
    act()
    visit.settle()


def type_in(visit: Visit, words: str) -> None:
    give(visit, lambda: visit.page.locator("textarea").fill(words))


def amounts(visit: Visit, **numbers: int) -> None:
    for name, number in numbers.items():
        field = visit.page.locator(f"[data-{name.replace('_', '-')}]")
        if field.input_value() != str(number):
            give(visit, lambda field=field, number=number: field.fill(str(number)))


def encoded(visit: Visit) -> Series:
    """What the task makes of what the page sent."""
    return SERIES.encode(visit.asked[-1]["input"])


def predicted(visit: Visit) -> list[float]:
    """What `inspect` predicts after each step, in the series' unit."""
    steps = [stage for stage in visit.trace().stages if isinstance(stage, StepOutput)]
    return encoded(visit).predictions([float(step.logits[0]) for step in sorted(steps, key=lambda step: step.t)])


def number(words: str) -> float:
    return float(words.replace("−", "-").replace(",", "").replace("✓", ""))


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


@pytest.mark.parametrize("network", NETWORKS)
def test_what_it_goes_on_with_is_read(visit: Visit, network: str) -> None:
    """Of the last steps the input on the page is what the network was given: its own outputs, not held-out values."""
    visit.pick(network)
    type_in(visit, ", ".join(map(str, SEASONS[:40])))
    amounts(visit, ahead=6, held_out=10)
    steps = [stage for stage in visit.trace().stages if hasattr(stage, "t") and hasattr(stage, "x")]
    (cells,) = visit.cells(".pg-sequence .pg-map")
    size, width = steps[0].x.numel(), 30 + 16 - 1
    for step in steps:
        column = [cells[row * width + step.t] for row in range(size)]
        assert column == pytest.approx(step.x.tolist(), abs=0.01)


def test_who_is_nearer(visit: Visit) -> None:
    visit.pick("gru")
    type_in(visit, " ".join(map(str, SEASONS)))
    amounts(visit, ahead=0, held_out=12)
    series, guess = encoded(visit), predicted(visit)
    assert series.season == 12
    ahead = errors(guess[series.first - 1 : series.read - 1], series.values[series.first : series.read])
    free = errors(guess[series.read - 1 :], series.values[series.read :])
    rows = [
        [*ahead, *free],
        [*series.last_errors, *series.last_backtest],
        [*series.season_errors, *series.season_backtest],
    ]
    shown = visit.page.locator(".pg-scores tbody tr")
    for r, row in enumerate(rows):
        assert [number(cell) for cell in shown.nth(r).locator("td").all_inner_texts()] == pytest.approx(row, rel=1e-3)
    for column in range(4):
        best = min(range(3), key=lambda r, column=column: rows[r][column])
        assert "best" in (shown.nth(best).locator("td").nth(column).get_attribute("class") or "")
    assert f"{series.first + 1} to {series.read}" in visit.text(".pg-scores thead")
    assert "12" in shown.nth(2).locator("th").inner_text()
    winner = "GRU beats" if ahead[0] < min(rows[1][0], rows[2][0]) else "GRU loses to"
    assert winner in visit.text(".pg-verdict")


def test_a_season_that_somebody_knows(visit: Visit) -> None:
    type_in(visit, " ".join(map(str, SEASONS)))
    give(visit, lambda: visit.page.locator("[data-season]").fill("24"))
    assert visit.asked[-1]["input"]["season"] == 24
    assert "24" in visit.page.locator(".pg-scores tbody tr").nth(2).inner_text()
    type_in(visit, " ".join(map(str, SEASONS[1:])))
    assert visit.asked[-1]["input"]["season"] == 24  # it is still the same hand's
    give(visit, lambda: visit.page.locator("[data-series=growth]").click())
    assert visit.asked[-1]["input"]["season"] == 8


def test_what_is_no_number_is_named_and_stays(visit: Visit) -> None:
    field = visit.page.locator("textarea")
    field.fill("3, 1, four, 1, 5")
    visit.page.locator(".pg-entry .pg-message:not(:empty)").wait_for()
    assert visit.message == text("errors.not_a_number", word="four", line=1, entry=3)
    assert field.input_value() == "3, 1, four, 1, 5"
    assert visit.prediction == "?"
    type_in(visit, "3, 1, 4, 1, 5")
    assert_answer(visit)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("7", text("errors.too_few_values", count=1, least=2)),
        (" ".join(["1"] * 5001), text("errors.too_long", limit=5000)),
        ("1 2 1e400", text("errors.value_out_of_range", place=3, most="1e+12")),
        ("1 2 nan", text("errors.not_a_number", word="nan", line=1, entry=3)),
        ("1 2 🎈", text("errors.not_a_number", word="🎈", line=1, entry=3)),
    ],
    ids=["one", "too many", "too large", "nan", "emoji"],
)
def test_refused(visit: Visit, words: str, message: str) -> None:
    visit.page.locator("textarea").fill(words)
    visit.page.locator(".pg-entry .pg-message:not(:empty)").wait_for()
    assert visit.message == message


def test_nothing_at_all(visit: Visit) -> None:
    visit.page.locator(".pg-ways button").click()
    visit.page.wait_for_function("session.trace === null")
    assert visit.page.locator("textarea").input_value() == ""
    assert visit.prediction == "?"
    assert visit.message == ""
    assert not visit.page.locator(".pg-forecast-chart").is_visible()


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e9])
def test_any_magnitude(visit: Visit, size: float) -> None:
    type_in(visit, " ".join(repr(size * value) for value in SEASONS[:60]))
    assert encoded(visit).values[0] == size * SEASONS[0]
    scale = encoded(visit).scale[-1]
    answer = visit.trace().prediction
    assert isinstance(answer, float)
    shown = visit.page.evaluate("window.series.predictions(session.trace)[session.trace.encoded.read - 1]")
    assert shown == pytest.approx(answer, abs=scale * 1e-4)
    assert len(visit.prediction) < 20


def test_a_curve_is_drawn(visit: Visit) -> None:
    box = visit.page.locator(".pg-curve canvas").bounding_box()
    assert box

    def draw() -> None:
        mouse = visit.page.mouse
        mouse.move(box["x"] + 2, box["y"] + box["height"] * 0.9)
        mouse.down()
        mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.1, steps=12)
        mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] * 0.9, steps=12)
        mouse.up()

    give(visit, draw)
    values = visit.asked[-1]["input"]["values"]
    assert 60 <= len(values) <= 120
    assert values[0] == pytest.approx(10, abs=3)
    assert max(values) == pytest.approx(90, abs=3)
    assert visit.page.locator("textarea").input_value() == ", ".join(f"{value:g}" for value in values)
    assert visit.page.locator(".pg-chips [aria-pressed=true]").count() == 0
    assert_answer(visit)


def test_a_slip_of_the_hand_is_no_curve(visit: Visit) -> None:
    before = len(visit.asked)
    visit.page.locator(".pg-curve canvas").click()
    assert visit.message == text("series.short")
    assert len(visit.asked) == before


def test_a_real_series(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its values come with the answer; the last are hidden from the network."""
    monkeypatch.setattr("playground.tasks.series.example", lambda label, folder=None: SEASONS)
    give(visit, lambda: visit.page.locator("[data-series=airline]").click())
    sent = visit.asked[-1]["input"]
    assert sent["example"] == "airline"
    assert sent["held_out"] == 24
    assert visit.page.locator("textarea").input_value() == ", ".join(f"{value:g}" for value in SEASONS)
    assert visit.text(".pg-forecast-head h2") == text("labels.series.airline")
    assert visit.text("[data-known]") == text("forecast.known", trained=67, chosen=81)
    type_in(visit, " ".join(map(str, SEASONS[:-1])))  # from here on it is the visitor's own
    assert not visit.page.locator("[data-known]").is_visible()
    assert visit.asked[-1]["input"]["held_out"] == 0


def test_the_chart_and_its_line(visit: Visit) -> None:
    type_in(visit, " ".join(map(str, SEASONS)))
    amounts(visit, ahead=10, held_out=12)
    visit.page.wait_for_function("document.querySelector('.pg-forecast-chart .pg-chart').data?.at(-2).y.length === 22")
    lines = visit.page.evaluate(
        """Object.fromEntries(document.querySelector('.pg-forecast-chart .pg-chart')
          .data.map((line) => [line.name, [line.x[0], [...line.y]]]))"""
    )
    names = {
        name: text(f"forecast.lines.{name}") for name in ("truth", "hidden", "prediction", "free", "last", "season")
    }
    assert set(lines) == set(names.values())
    guess = predicted(visit)
    assert lines[names["truth"]] == [1, SEASONS[:84]]
    assert lines[names["prediction"]] == [2, pytest.approx(guess[:84], rel=1e-5)]
    assert lines[names["free"]] == [85, pytest.approx(guess[83:], rel=1e-5)]
    assert lines[names["last"]][1][83:] == [SEASONS[83]] * 22
    assert lines[names["season"]][1][72:84] == SEASONS[72:84]

    seek = """(moment) => import(new URL('playground/static/playback/player.js', location.origin)).then((p) => {
      p.seek(moment);
      const chart = document.querySelector('.pg-forecast-chart');
      const box = chart.querySelector('i').getBoundingClientRect();
      const {xaxis} = chart.firstChild._fullLayout;
      return [box.left + 1 - chart.getBoundingClientRect().left, xaxis._offset + xaxis.l2p(moment + 1)]; })"""
    for moment in (0, 40, 90):
        at, expected = visit.page.evaluate(seek, moment)
        assert at == pytest.approx(expected, abs=1)
    assert number(visit.prediction) == pytest.approx(guess[90], abs=0.05)
    assert "its own" in visit.text("[data-moment]")


def test_five_thousand_values(visit: Visit) -> None:
    visit.pick("gru")
    type_in(visit, " ".join(str(round(SEASONS[k % 96] + k / 100, 3)) for k in range(5000)))
    amounts(visit, ahead=60)
    assert_answer(visit)
    assert visit.page.locator(".pg-timeline").is_visible()
    assert visit.page.locator("[data-reach=end]").get_attribute("aria-pressed") == "true"
    frames = visit.page.evaluate("""() => new Promise((done) => {
      document.querySelector('[data-play]').click();
      const times = [performance.now()];
      const tick = (now) => (times.push(now), times.length < 60 ? requestAnimationFrame(tick) : done(times));
      requestAnimationFrame(tick);
    })""")
    visit.page.locator("[data-play]").click()
    assert (frames[-1] - frames[0]) / 59 < 50  # milliseconds


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_phone(open_page: Callable[..., Visit], language: str) -> None:
    visit = open_page(f"?task=series&lang={language}", viewport={"width": 390, "height": 844}, has_touch=True)
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    assert visit.text(".pg-scores tbody tr:nth-child(2) th") == text("forecast.last", language)
    visit.assert_no_problems()
