"""Moving the digit, by hand and by sliders: its numbers are those of `inspect`, its curves the file's."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor
from visit import Visit

from playground import Trace, inspect
from playground.tasks import TASKS
from playground.tasks.moves import Move, moved
from playground.training import robustness
from playground.training.robustness import layers

FILE = json.loads(robustness.PATH.read_text(encoding="utf-8"))
PLACE = ".pg-tool.sharing"
# The answer to what the sliders say is there; the dock draws it at once.
MOVED = """(move) => {
  const {trace, original} = window.session;
  const {changes} = trace?.of ?? {};
  return JSON.stringify(changes?.move ?? {}) === JSON.stringify(move) && trace?.milliseconds != null
    && Boolean(original) === Boolean(changes);
}"""
NUMBERS = """() => Object.fromEntries([...document.querySelectorAll('.pg-alike tr[data-layer]')].map((row) =>
  [row.dataset.layer, [...row.querySelectorAll('.pg-meter > span')].map((span) => span.textContent)]))"""


@pytest.fixture
def card(visit: Visit) -> Iterator[Visit]:
    """The shared page with the sliders in the dock, and nothing moved."""
    show(visit)
    yield visit
    back(visit)


def show(visit: Visit) -> None:
    if not visit.page.locator(PLACE).count():
        visit.page.locator("[data-do=move]").evaluate("button => button.click()")
    visit.page.wait_for_selector(".pg-alike tr")


def back(visit: Visit) -> None:
    button = visit.page.locator(".pg-moves > button")
    if button.is_enabled():
        button.click()
    visit.page.wait_for_function(MOVED, arg={})


def move(visit: Visit, **amounts: float) -> None:
    """Type all the numbers that are not at rest, or to be so."""
    for name, amount in amounts.items():
        visit.page.fill(f".pg-move[data-move={name}] input[type=number]", str(amount))
    visit.page.wait_for_function(MOVED, arg={name: amount for name, amount in amounts.items() if amount})


def runs(visit: Visit, network: str, **amounts: float) -> tuple[Trace, Trace]:
    """What `inspect` says of the page's digit, as it is and moved."""
    drawing = visit.page.evaluate("session.input")
    return inspect("digits", drawing, network), inspect("digits", drawing, network, move=amounts)


def alike(before: Tensor, after: Tensor) -> float:
    return float(torch.cosine_similarity(before.flatten(), after.flatten(), dim=0))


def along(before: Tensor, after: Tensor, right: float, down: float) -> float:
    """(C, H, W) maps, the first ones moved; by grid_sample, which also says where all of a value was on the map."""
    channels, height, width = before.shape
    columns = (torch.arange(width) - right) / (width - 1) * 2 - 1
    rows = (torch.arange(height) - down) / (height - 1) * 2 - 1
    grid = torch.stack(torch.meshgrid(columns, rows, indexing="xy"), -1)[None]
    both = torch.cat([before, torch.ones(1, height, width)])[None]
    there = F.grid_sample(both, grid, align_corners=True)[0]
    inside = (there[-1] > 1 - 1e-4).expand(channels, -1, -1)
    return alike(there[:-1][inside], after[inside])


def steps(trace: Trace, layer: int) -> Tensor:
    """(1, T, N)."""
    states = [stage.hidden for stage in trace.stages if getattr(stage, "layer", None) == layer]  # type: ignore[union-attr]
    return torch.stack(states)[None]


def numbers(visit: Visit) -> dict[str, list[float | None]]:
    """By layer: how alike in place, and moved along."""
    read = visit.page.evaluate(NUMBERS)
    return {key: [None if n == "–" else float(n.replace("−", "-")) for n in both] for key, both in read.items()}


def test_the_first_page_does_not_load_what_the_card_needs(open_page: Any) -> None:
    visit = open_page()
    wanted = ("playground/moves", "/sharing.css", "/text/en/sharing")
    assert not [url for url in visit.requests if url.endswith(wanted)]
    show(visit)
    assert {end for end in wanted for url in visit.requests if url.endswith(end)} == set(wanted)
    visit.assert_no_problems()


@pytest.mark.parametrize(
    "amounts", [{"right": 3.5, "down": -2}, {"turn": 90, "size": 0.8}, {"thicker": 1.5}, {"noise": 0.3}]
)
def test_the_sliders_move_what_the_network_is_given(card: Visit, amounts: dict[str, float]) -> None:
    card.pick("fnn")
    move(card, **amounts)
    _, expected = runs(card, "fnn", **amounts)
    given = TASKS["digits"].encode(card.page.evaluate("session.input")).centred
    asked = moved(given[None], Move(**amounts))[0]  # type: ignore[arg-type]
    shown = torch.tensor(card.values("Input", "values")).view(1, 28, 28)
    torch.testing.assert_close(shown, asked, atol=3e-3, rtol=0)
    before = "[...session.original.stages.get('Input').arrays.values.values]"
    torch.testing.assert_close(torch.tensor(card.page.evaluate(before)).view(1, 28, 28), given, atol=3e-3, rtol=0)
    assert card.prediction == expected.prediction


@pytest.mark.parametrize(("right", "down"), [(3, 0), (-2, 5), (1.5, -4)])
def test_the_maps_of_a_cnn_are_as_alike_as_they_say(card: Visit, right: float, down: float) -> None:
    amounts = {name: value for name, value in {"right": right, "down": down}.items() if value}
    card.pick("cnn")
    move(card, **amounts)
    read = numbers(card)
    before, after = (layers(trace.stages) for trace in runs(card, "cnn", **amounts))
    assert set(read) == {"Input", *before}
    for key in before:
        side = {"Convolution:0": 28, "Activation:0": 28, "MaxPooling:1": 7}.get(key, 14)
        shape, share = (-1, side, side), side / 28
        expected = along(before[key].view(shape), after[key].view(shape), right * share, down * share)
        assert read[key] == pytest.approx([alike(before[key], after[key]), expected], abs=0.01), key


@pytest.mark.parametrize("amounts", [{"right": 3}, {"down": -4}, {"turn": -40}])
def test_the_hidden_layers_of_an_fnn_are_as_alike_as_they_say(card: Visit, amounts: dict[str, float]) -> None:
    card.pick("fnn")
    move(card, **amounts)
    before, after = (layers(trace.stages) for trace in runs(card, "fnn", **amounts))
    read = numbers(card)
    read.pop("Input")
    assert set(read) == set(before)
    for key, (same, moved_along) in read.items():
        assert same == pytest.approx(alike(before[key], after[key]), abs=0.01)
        assert moved_along is None


@pytest.mark.parametrize("down", [3, -2.5])
def test_the_states_of_a_recurrent_network_move_along_in_time(card: Visit, down: float) -> None:
    card.pick("gru")
    move(card, down=down)
    before, after = runs(card, "gru", down=down)
    read = numbers(card)
    for layer in (0, 1):
        a, b = steps(before, layer), steps(after, layer)
        expected = [alike(a, b), along(a, b, 0, down)]
        assert read[f"GRUStep:{layer}"] == pytest.approx(expected, abs=0.01)


def test_only_a_shift_can_be_followed(card: Visit) -> None:
    card.pick("cnn")
    move(card, right=2, turn=10)
    assert all(moved_along is None for _, moved_along in numbers(card).values())
    card.pick("gru")
    move(card, right=2, turn=0)
    rows = numbers(card)
    assert rows["GRUStep:0"][1] is None  # along a row no weights are shared


def test_what_is_said_follows_the_numbers(card: Visit) -> None:
    card.pick("cnn")
    move(card, right=4)
    assert "the maps moved along. " in sentence(card)
    card.pick("fnn")
    card.page.wait_for_function(MOVED, arg={"right": 4})
    changed = sentence(card)
    read = [same for key, (same, _) in numbers(card).items() if key != "Input" and same is not None]
    said = float(changed.replace("−", "-").split("likeness is ")[1].split()[0])
    assert said == pytest.approx(sum(read) / 2, abs=0.011)
    known = sum(FILE["apart"]["fnn"].values()) / 2
    left = (sum(read) / 2 - known) / (1 - known)
    expected = "altogether" if left < 0.1 else "for the most part" if left < 0.6 else "still much alike"
    assert expected in changed
    move(card, right=0)
    assert "Move a slider" in sentence(card)


def sentence(visit: Visit) -> str:
    return visit.text(".pg-alike > p")


def test_back_to_the_drawing(card: Visit) -> None:
    card.pick("cnn")
    before = card.page.evaluate("[...session.trace.output]")
    move(card, right=6, noise=0.5)
    assert card.page.evaluate("[...session.trace.output]") != before
    card.page.locator(".pg-move[data-move=noise] button").click()
    card.page.wait_for_function(MOVED, arg={"right": 6})
    assert card.page.locator(".pg-move[data-move=noise] button").is_disabled()
    back(card)
    assert card.page.evaluate("session.changes === null && session.original === null")
    assert card.page.evaluate("[...session.trace.output]") == before
    assert card.page.locator(".pg-moves input[type=number]").evaluate_all("all => all.map((e) => +e.value)") == [
        *(0, 0, 0, 1, 0, 0)
    ]
    assert card.page.locator(".pg-moves > button").is_disabled()


def test_a_slider_is_previewed_and_ends_where_it_stops(card: Visit) -> None:
    card.pick("gru")
    asked, previews = len(card.asked), len(card.previews)
    seconds = card.page.evaluate("""async () => {
      const [slider, begun] = [document.querySelector('.pg-move[data-move=turn] input[type=range]'), performance.now()];
      const say = (name) => slider.dispatchEvent(new Event(name, {bubbles: true}));
      for (let angle = 1; angle <= 60; angle++) {
        slider.value = angle;
        say('input');
        await new Promise((resolve) => setTimeout(resolve, 4));
      }
      say('change');
      return (performance.now() - begun) / 1000;
    }""")
    card.page.wait_for_function(MOVED, arg={"turn": 60})
    assert 1 <= len(card.previews) - previews <= 12 * seconds + 2  # 12 a second, and one at each end
    assert len(card.asked) - asked == 1
    _, expected = runs(card, "gru", turn=60)
    assert card.page.evaluate("[...session.trace.output]") == pytest.approx(expected.logits.tolist(), abs=1e-3)


def test_the_digit_is_dragged_on_what_the_network_reads(card: Visit) -> None:
    """The maps follow while it is dragged; the arrow keys move it with Shift, and read the pixels without."""
    card.pick("cnn")
    canvas = card.page.locator(".pg-picture-read canvas")
    box = canvas.bounding_box()
    assert box
    pixel = box["width"] / 28
    asked = len(card.asked)
    mouse = card.page.mouse
    mouse.move(box["x"] + 10.5 * pixel, box["y"] + 10.5 * pixel)
    mouse.down()
    mouse.move(box["x"] + 14.5 * pixel, box["y"] + 7.5 * pixel, steps=8)
    card.page.wait_for_function("session.trace.preview && session.trace.of.changes.move.right === 4")
    assert card.page.evaluate("session.original.milliseconds !== null"), "what it was before stays exact"
    assert len(card.asked) == asked
    mouse.up()
    card.page.wait_for_function(MOVED, arg={"right": 4, "down": -3})
    canvas.press("Shift+ArrowDown")
    card.page.wait_for_function(MOVED, arg={"right": 4, "down": -2})
    _, expected = runs(card, "cnn", right=4, down=-2)
    assert card.page.evaluate("[...session.trace.output]") == pytest.approx(expected.logits.tolist(), abs=1e-3)
    canvas.press("ArrowRight")
    canvas.press("ArrowDown")
    assert card.page.evaluate("state.pointed.index") == [0, 15, 15]
    card.page.wait_for_function("document.querySelector('.pg-picture-read [data-words]').textContent.includes('16')")


def test_sliders_and_curves_by_the_keyboard(card: Visit) -> None:
    slider = card.page.locator(".pg-move[data-move=down] input[type=range]")
    slider.focus()
    for _ in range(4):
        slider.press("ArrowRight")
    card.page.wait_for_function(MOVED, arg={"down": 2})
    card.page.locator("[data-curve=size]").press("Enter")
    assert card.page.locator("[data-curve][aria-pressed=true]").get_attribute("data-curve") == "size"


def chart(visit: Visit) -> dict[str, Any]:
    visit.page.wait_for_function("document.querySelector('.pg-accuracy .pg-chart').data")
    visit.frames(9)
    return visit.page.evaluate("""() => {
      const chart = document.querySelector('.pg-accuracy .pg-chart');
      const {data, _fullLayout: {xaxis}} = chart;
      const lines = data.map(({name, x, y, line}) => ({name, x: [...x], y: [...y], width: line.width}));
      const mark = chart.nextElementSibling.getBoundingClientRect();
      const at = (mark.left + mark.right) / 2 - chart.getBoundingClientRect().left - xaxis._offset;
      return {lines, at: mark.width ? xaxis.p2l(at) : null};
    }""")


def test_the_curves_are_those_of_the_file(card: Visit) -> None:
    card.pick("cnn")
    move(card, right=3, down=4)
    drawn = chart(card)
    curve = FILE["curves"]["shift"]
    assert [line["name"].strip("</b>").lower() for line in drawn["lines"]] == list(curve["accuracy"])
    assert [line["y"] for line in drawn["lines"]] == list(curve["accuracy"].values())
    assert all(line["x"] == curve["amounts"] for line in drawn["lines"])
    assert max(drawn["lines"], key=lambda line: line["width"])["name"] == "<b>CNN</b>"
    assert drawn["at"] == pytest.approx(5, abs=0.05)
    assert f"At 5 px: FNN {curve['accuracy']['fnn'][5]:.1f}%" in card.text("[data-reading]")
    card.page.locator("[data-curve=across]").click()
    assert chart(card)["at"] == pytest.approx(3, abs=0.05)
    back(card)
    move(card, down=4)  # the chart is then of what is moved
    assert card.page.locator("[data-curve][aria-pressed=true]").get_attribute("data-curve") == "down"
    move(card, down=0, turn=-45)
    drawn = chart(card)
    assert drawn["at"] == pytest.approx(-45, abs=1)
    assert drawn["lines"][1]["y"] == FILE["curves"]["turn"]["accuracy"]["cnn"]
    caption = card.page.locator("[data-about]").text_content() or ""
    assert "10,000 digits (MNIST, test set)" in caption
    assert FILE["command"] in caption


def test_digits_only_are_moved(card: Visit) -> None:
    card.choose_task("strokes")
    assert not card.page.locator("[data-do=move]").is_visible()
    card.choose_task("digits")
    show(card)
    card.page.wait_for_function(MOVED, arg={})


def test_without_a_drawing_it_says_so(card: Visit) -> None:
    card.clear()
    assert "Draw a digit" in sentence(card)
    card.page.locator(".pg-examples button:nth-child(4)").click()
    card.page.wait_for_function("session.trace?.milliseconds != null")
    assert "Move a slider" in sentence(card)


def test_a_link_opens_with_its_move_and_other_places_can_take_it_back(open_page: Any) -> None:
    visit = open_page('?network=fnn&changes={"move":{"right":5,"size":1.2}}')
    show(visit)
    fields = ".pg-moves input[type=number]"
    read = "all => all.map((e) => +e.value)"
    assert visit.page.locator(fields).evaluate_all(read) == [5, 0, 0, 1.2, 0, 0]
    assert sentence(visit).startswith("5 px to the right, 1.2 times as large: ")
    visit.page.locator("[data-language-switch]").click()
    visit.page.wait_for_function("document.documentElement.lang === 'zh-CN'")
    assert sentence(visit).startswith("右移 5 像素，放大到 1.2 倍：")
    assert not [cell for cell in visit.page.locator(".pg-alike tr:first-child th").all_inner_texts() if cell.isascii()]
    visit.page.evaluate("async () => (await load('run/session')).setChanges(null)")
    visit.page.wait_for_function(MOVED, arg={})
    assert visit.page.locator(fields).evaluate_all(read) == [0, 0, 0, 1, 0, 0]
    visit.assert_no_problems()


def test_a_phone_in_chinese_and_the_dark(open_page: Any) -> None:
    visit = open_page("?lang=zh&network=lstm&__theme=dark", viewport={"width": 390, "height": 664})
    show(visit)
    move(visit, down=4)
    assert sentence(visit).startswith("下移 4 像素：")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    visit.assert_no_problems()
