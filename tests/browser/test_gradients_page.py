"""The switch Values | Gradients: what the picture shows then, the loss, the way it plays, the reach, the chain rule."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import torch
from visit import SEVEN, Visit

from playground import gradients
from playground.learning import Gradients
from playground.learning.reach import reach

SWITCH = "[data-shows={}]"
# The gradients of the run that is shown stand in the picture, of this answer and this loss.
SHOWN = """([target, loss]) => {
  const {run} = window.stage;
  const is = (wanted, known) => wanted === null || wanted === known;
  const right = run?.loss && is(target, run.loss.target) && is(loss, run.loss.name);
  return Boolean(right) && run.forward === window.session.trace && window.stage.idle;
}"""
VALUES = """([key, quantity]) => [...window.stage.run.stages.get(key).arrays[quantity].values]"""
# The colour in the middle of a value of the picture.
COLOUR = """([key, index, quantity, t]) => {
  const {stage} = window;
  const box = stage.boxOf(key, index, {quantity, t});
  const {canvas, block} = stage.view(key, quantity);
  const scale = canvas.width / block.width;
  const [x, y] = [box.x + box.width / 2 - block.x, box.y + box.height / 2 - block.y];
  return [...canvas.getContext('2d').getImageData(Math.floor(x * scale), Math.floor(y * scale), 1, 1).data];
}"""
MOMENTS = """async () => {
  const {onMoment, player} = await load('playback/player');
  window.moments = [];
  player.speed = 4;
  onMoment(() => window.moments.push(player.moment));
}"""


def shown(visit: Visit, target: str | None = None, loss: str | None = None) -> None:
    visit.page.wait_for_function(SHOWN, arg=[target, loss])


def look(visit: Visit, what: str = "gradients") -> None:
    """Press the switch, and wait for what it shows."""
    visit.page.locator(SWITCH.format(what)).click()
    if what == "gradients":
        shown(visit)
    else:
        visit.page.wait_for_function("window.stage.run === window.session.trace && window.stage.idle")


def library(visit: Visit, **question: Any) -> Gradients:
    """What the library has of exactly what the page shows."""
    asked = visit.asked[-1]
    return gradients(asked["task"], asked["input"], asked["architecture"], **asked.get("changes", {}), **question)


def expected(found: Gradients, key: str, quantity: str) -> torch.Tensor:
    """A quantity of all stages of a layer, one after another."""
    kind, _, layer = key.partition(":")
    stages = [
        s for s in found.stages if type(s).__name__ == kind and str(getattr(s, "layer", "") or 0) == (layer or "0")
    ]
    return torch.cat([getattr(stage, quantity).flatten() for stage in stages])


def assert_shown(visit: Visit, found: Gradients, key: str, quantity: str) -> None:
    values = torch.tensor(visit.page.evaluate(VALUES, [key, quantity]))
    right = expected(found, key, quantity)
    # Close, not equal: the server computes in threads of its own.
    torch.testing.assert_close(values[: len(right)], right, rtol=0, atol=1e-4 * float(right.abs().max()))


@pytest.mark.parametrize(
    ("network", "quantities"),
    [
        ("fnn", [("Dense:0", "activation"), ("Output", "logits"), ("Input", "values")]),
        ("cnn", [("Convolution:0", "maps"), ("Activation:1", "maps"), ("MaxPooling:0", "maps"), ("Flatten", "values")]),
        ("lstm", [("LSTMStep:0", "forget"), ("LSTMStep:1", "cell"), ("LSTMStep:1", "hidden")]),
        ("gru", [("GRUStep:0", "reset"), ("GRUStep:1", "candidate")]),
    ],
)
def test_the_picture_has_the_gradients_of_the_library(
    visit: Visit, network: str, quantities: list[tuple[str, str]]
) -> None:
    look(visit, "values")
    visit.pick(network)
    look(visit)
    found = library(visit)
    for key, quantity in quantities:
        assert_shown(visit, found, key, quantity)
    p = float(found.trace.logits.double().softmax(0).max())
    formula = visit.text(".pg-loss-formula")
    assert formula == f"loss = −log p(“{found.asked.target}”) = −log {p:.4f} = {found.loss:.4f}"


def test_what_is_painted_has_the_sign_of_the_gradient(visit: Visit) -> None:
    look(visit, "values")
    visit.pick("fnn")
    look(visit)
    right = expected(library(visit), "Dense:1", "activation")
    for unit, is_negative in ((int(right.argmin()), True), (int(right.argmax()), False)):
        red, _, blue, _ = visit.page.evaluate(COLOUR, ["Dense:1", [unit], "activation", None])
        assert (blue > red) == is_negative


def test_values_come_back_and_ask_for_nothing(visit: Visit) -> None:
    visit.pick("lstm")
    look(visit)
    before = len(visit.requests)
    look(visit, "values")
    assert not [url for url in visit.requests[before:] if "gradients" in url]
    assert visit.page.locator(".pg-loss").is_hidden()
    number, words = visit.hover("LSTMStep:1", [3], "forget", 12)
    assert 0 <= float(number) <= 1
    assert "gradient" not in words


def test_who_never_looks_at_gradients_never_asks_for_them(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=gru")
    visit.draw(SEVEN)
    assert not [url for url in visit.requests if "gradients" in url and "/switch.js" not in url]


def test_it_plays_from_the_last_step_to_the_first(visit: Visit) -> None:
    visit.pick("gru")
    look(visit)
    visit.page.evaluate(MOMENTS)
    visit.page.locator(".pg-transport [data-play]").click()
    visit.page.wait_for_function("window.moments.length > 2 && !window.player.playing")
    moments = visit.page.evaluate("window.moments")
    assert moments[0] == 27
    assert moments[-1] == 0
    assert moments == sorted(moments, reverse=True)
    look(visit, "values")
    visit.page.evaluate("window.moments.length = 0")
    visit.page.locator(".pg-transport [data-play]").click()
    visit.page.wait_for_function("window.moments.length > 2 && !window.player.playing")
    assert visit.page.evaluate("window.moments") == sorted(visit.page.evaluate("window.moments"))


def test_layers_that_it_has_not_reached_stand_back(visit: Visit) -> None:
    visit.pick("cnn")
    look(visit)
    faded = "key => window.stage.overlays.some(({faded}) => faded?.(key, [0]))"
    visit.page.evaluate("window.seek(6)")
    visit.frames()
    keys = visit.page.evaluate("[...window.stage.run.stages.keys()]")
    assert [visit.page.evaluate(faded, key) for key in keys] == [k < 6 for k in range(len(keys))]
    visit.page.evaluate("window.seek(0)")
    assert not any(visit.page.evaluate(faded, key) for key in keys)


def test_another_answer_is_the_right_one(visit: Visit) -> None:
    visit.pick("rnn")
    look(visit)
    visit.page.locator(".pg-loss select").first.select_option("8")
    shown(visit, "8")
    visit.addressed("target=8")
    found = library(visit, target="8")
    assert_shown(visit, found, "RNNStep:1", "hidden")
    assert f"{found.loss:.4f}"[:4] in visit.text(".pg-loss-formula")
    assert visit.page.locator(".pg-loss-raw").is_visible()
    visit.page.locator(".pg-loss select").last.select_option("logit")
    shown(visit, "8", "logit")
    assert_shown(visit, library(visit, target="8", loss="logit"), "RNNStep:0", "hidden")
    assert visit.page.locator(".pg-loss-raw").is_hidden(), "a logit has no p whose temperature could be told"
    visit.page.locator(".pg-loss select").last.select_option("cross_entropy")
    visit.page.locator(".pg-loss select").first.select_option("")
    visit.page.wait_for_function("!location.search.includes('target') && !location.search.includes('loss')")


def test_an_address_leads_to_gradients(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=lstm&shows=gradients&target=5&lang=zh")
    shown(visit, "5")
    assert_shown(visit, library(visit, target="5"), "LSTMStep:0", "cell")
    assert visit.text(SWITCH.format("gradients")) == "梯度"
    visit.assert_no_problems()


def test_the_switch_is_turned_by_keys(visit: Visit) -> None:
    look(visit)
    visit.page.locator(SWITCH.format("gradients")).focus()
    visit.page.keyboard.press("ArrowLeft")
    assert visit.page.evaluate("document.activeElement.dataset.shows") == "values"
    assert visit.page.evaluate("window.stage.run === window.session.trace")
    visit.page.keyboard.press("ArrowRight")
    shown(visit)
    checked = visit.page.locator("[data-shows][aria-checked=true]")
    assert checked.evaluate_all("e => e.map((one) => one.dataset.shows)") == ["gradients"]


def test_without_a_selection_the_dock_tells_how_far_back_it_reaches(visit: Visit) -> None:
    visit.pick("lstm")
    look(visit)
    found = reach("digits", visit.asked[-1]["input"], "lstm", target=library(visit).asked.target)
    visit.page.wait_for_function("document.querySelectorAll('.pg-reach-beside b').length === 3")
    ratios = [one.trained.hidden[0] / one.trained.hidden[-1] for one in found.networks]
    told = visit.page.locator(".pg-reach-beside .pg-digits").all_inner_texts()
    assert [_number(text) for text in told] == pytest.approx(ratios, rel=0.06)
    best = found.networks[ratios.index(max(ratios))].architecture.upper()
    assert best in visit.page.locator(".pg-reach-beside > p").last.inner_text()
    chart = visit.page.locator(".pg-reach-chart")
    visit.page.wait_for_function("document.querySelectorAll('.pg-reach-chart .scatterlayer .trace').length === 3")
    lines = chart.evaluate("e => e.data.map(({y}) => y)")
    for line, one in zip(lines, found.networks, strict=True):
        assert line == pytest.approx(list(one.trained.hidden), rel=1e-3)
    visit.page.locator("[data-act=fresh]").click()
    visit.page.wait_for_function(
        "first => Math.abs(document.querySelector('.pg-reach-chart').data[0].y[0] / first - 1) < 1e-3",
        arg=found.networks[0].fresh.hidden[0],
    )
    visit.page.locator("[data-act=fresh]").click()


def _number(text: str) -> float:
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    factor, _, power = text.replace("−", "-").partition("×10")
    return float(factor) * 10 ** int(power.translate(raised) or 0)


def test_a_value_has_its_chain_rule(visit: Visit) -> None:
    visit.pick("lstm")
    look(visit)
    visit.click("LSTMStep:1", [7], "cell", 20)
    visit.page.wait_for_function("document.querySelector('.pg-dock-view.chain .pg-equations')")
    unit = visit.page.evaluate("window.state.selection.index[0]")
    back = next(s for s in library(visit).stages if tuple(s.place) == ("LSTMStep", 1, 0, 20))
    value = float(back.cell[unit])  # type: ignore[attr-defined]
    words = visit.page.locator(".pg-dock-view.chain .pg-equations .pg-maths").last.inner_text()
    assert _number(words.split("=")[-1].strip()) == pytest.approx(value, rel=1e-3)
    # A cell state is read by its hidden state and by the cell state of the next step.
    captions = visit.page.locator(".pg-chain-way .pg-caption").all_inner_texts()
    assert sorted("row 22" in caption for caption in captions) == [False, True]
    for row in visit.page.locator(".pg-chain-way tr:has(.pg-maths)").all():
        upstream, local, product = (_number(t.lstrip("≈ ")) for t in row.locator(".pg-digits").all_inner_texts())
        assert product == pytest.approx(upstream * local, rel=2e-3)
    visit.page.locator(".pg-chain-way", has_text="row 22").locator("button").first.click()
    visit.page.wait_for_function("window.state.selection.t === 21 && window.state.selection.quantity === 'cell'")
    visit.page.locator(".pg-dock-head h2", has_text=re.compile("row 22")).wait_for()
    visit.page.keyboard.press("Escape")


def test_while_the_pen_is_down_there_are_values(visit: Visit) -> None:
    visit.pick("cnn")
    look(visit)
    box = visit.page.locator(".pg-paper canvas[tabindex][role=application]").bounding_box()
    assert box
    visit.before()
    visit.page.mouse.move(box["x"] + 60, box["y"] + 60)
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + 120, box["y"] + 120, steps=8)
    visit.page.wait_for_function("window.session.trace?.preview && !window.stage.run.forward")
    visit.page.mouse.up()
    visit.settle()
    shown(visit)


def test_of_a_number_the_right_one_can_be_given(visit: Visit) -> None:
    visit.go("?task=series&network=gru&shows=gradients")
    shown(visit)
    assert_shown(visit, library(visit, loss="logit"), "GRUStep:0", "hidden")
    visit.page.locator(".pg-loss input").fill("12.5")
    visit.page.locator(".pg-loss input").press("Enter")
    visit.page.wait_for_function("window.stage.run.loss?.target === 12.5 && window.stage.idle")
    found = library(visit, target=12.5)
    assert_shown(visit, found, "GRUStep:0", "hidden")
    assert visit.page.evaluate("window.stage.run.loss.value") == pytest.approx(found.loss, rel=1e-4)


def test_a_long_sentence_fades_in_the_rnn(visit: Visit) -> None:
    visit.go("?task=reviews&network=lstm&shows=gradients")
    shown(visit)
    visit.page.locator("[data-act=long]").click()
    visit.page.wait_for_function("window.session.architecture === 'rnn' && window.session.trace?.steps > 150")
    shown(visit)
    found = library(visit, loss="logit")
    lengths = found.stages[0].values.norm(dim=1)  # type: ignore[attr-defined]
    assert float(lengths[0] / lengths[-1]) < 1e-4
    visit.page.locator("[data-act=input]").click()
    visit.page.wait_for_function(
        """expected => {
          const line = document.querySelector('.pg-reach-chart')?.data?.[0]?.y;
          const isNear = (y, k) => expected[k] < 1e-15 || Math.abs(y / expected[k] - 1) < 0.01;
          return line?.length === expected.length && line.every(isNear);
        }""",
        arg=lengths.tolist(),
    )
