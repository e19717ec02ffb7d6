"""Every number on the page is the model's: all stages, classes beside their logits, and as they came over the wire."""

from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pytest
from visit import SEVEN, Visit
from wire_reader import half_step

from playground.models import ARCHITECTURES
from playground.stages import Stage

RECURRENT = ("rnn", "lstm", "gru")
ROWS = ".pg-classes .pg-class"


@pytest.fixture
def drawn(visit: Visit) -> Visit:
    if not visit.page.evaluate("session.input?.strokes?.[0]?.[0]?.[0] === 0.2"):
        visit.draw(SEVEN)
    return visit


def key_of(stage: Stage) -> str:
    """As the page calls it: kind, layer, and the direction where that is the backward one."""
    layer, direction = getattr(stage, "layer", None), getattr(stage, "direction", None)
    return ":".join(str(part) for part in (type(stage).__name__, layer, direction or None) if part is not None)


def grouped(stages: tuple[Stage, ...]) -> dict[str, list[Stage]]:
    groups: dict[str, list[Stage]] = {}
    for stage in stages:
        groups.setdefault(key_of(stage), []).append(stage)
    return groups


def true_roundings(value: float, places: int) -> set[str]:
    """A float32 in so many decimals, from its exact decimal expansion; at a tie either way is right."""
    unit = Decimal(1).scaleb(-places)
    both = {Decimal(value).quantize(unit, rounding=way) for way in (ROUND_HALF_UP, ROUND_HALF_DOWN)}
    return {f"{one if one else abs(one):f}" for one in both}


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_quantity_of_every_stage(drawn: Visit, architecture: str) -> None:
    drawn.pick(architecture)
    groups = grouped(drawn.trace().stages)
    page = drawn.page.evaluate("[...session.trace.stages].map(([key, {arrays}]) => [key, Object.keys(arrays)])")
    assert [key for key, _ in page] == list(groups)
    for key, names in page:
        assert names
        names = [name for name in names if name != "winners"]  # on the page the place within the window
        for name in names:
            expected = np.stack([np.asarray(getattr(stage, name), np.float64) for stage in groups[key]]).ravel()
            shown = np.asarray(drawn.values(key, name))[: expected.size]
            scale = max(1.0, float(np.abs(expected).max()))
            np.testing.assert_allclose(shown, expected, atol=0.51 * scale / 127, err_msg=f"{key} {name}")


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_classes(drawn: Visit, architecture: str) -> None:
    """Their probabilities, the best of them in large, and each at the height of its logit."""
    drawn.pick(architecture)
    trace = drawn.trace()
    shares = [float(value.strip("<>%\u00a0 ")) for value in drawn.bars()]
    assert shares == pytest.approx([100 * p for p in trace.probabilities.tolist()], abs=0.11)
    assert drawn.prediction == trace.prediction
    assert drawn.page.locator(".pg-class.chosen").get_attribute("data-class") == trace.prediction
    if architecture in RECURRENT:
        return
    for k in range(10):
        box = drawn.page.locator(ROWS).nth(k).bounding_box()
        assert box
        assert box["y"] + box["height"] / 2 == pytest.approx(drawn.place("Output", [k], "logits")[1], abs=2)


def test_a_class_is_asked_about_by_pointer_and_by_keys(drawn: Visit) -> None:
    drawn.pick("cnn")
    state = "(await load('store/store')).state"
    row = drawn.page.locator(ROWS).nth(8)
    row.hover()
    assert row.get_attribute("title") == "Why not 8?"
    assert drawn.page.evaluate(f"async () => {state}.pointed.index") == [8]
    drawn.page.mouse.move(5, 5)
    drawn.page.locator(ROWS).nth(1).focus()
    drawn.page.keyboard.press("Tab")
    assert drawn.page.evaluate(f"async () => {state}.pointed.index") == [2]
    drawn.page.keyboard.press("Enter")
    assert drawn.page.evaluate(f"async () => {state}.selection.index") == [2]
    assert drawn.page.locator(f"{ROWS}[aria-pressed=true]").get_attribute("data-class") == "2"
    drawn.page.keyboard.press("Enter")
    assert drawn.page.evaluate(f"async () => {state}.selection") is None


POINTED = [
    ("fnn", "Dense:0", [103], "activation", None, lambda s: s[1].activation[103]),
    ("cnn", "Convolution:0", [4, 9, 13], "maps", None, lambda s: s[1].maps[4, 9, 13]),
    ("cnn", "MaxPooling:0", [15, 3, 8], "maps", None, lambda s: s[3].maps[15, 3, 8]),
    ("cnn", "Output", [7], "logits", None, lambda s: s[-1].logits[7]),
]


@pytest.mark.parametrize(("architecture", "key", "index", "quantity", "t", "value"), POINTED)
def test_the_number_under_the_pointer(
    drawn: Visit, architecture: str, key: str, index: list[int], quantity: str, t: int | None, value: Any
) -> None:
    drawn.pick(architecture)
    number, _ = drawn.hover(key, index, quantity, t)
    expected = value(drawn.trace().stages).item()
    places = len(number.partition(".")[2])
    assert places >= 2
    assert number in true_roundings(expected, places)


def test_the_pages_decoder_reads_what_the_server_packs(drawn: Visit) -> None:
    """wire.js on the real bytes, cut into pieces at odd places."""
    for architecture in ("fnn", "cnn", "lstm"):
        frames = drawn.page.evaluate(
            """async ({input, architecture}) => {
          const {frames} = await load('server/wire');
          const body = JSON.stringify({task: 'digits', input, architecture});
          const bytes = new Uint8Array(await (await fetch('/playground/trace', {method: 'POST', body})).arrayBuffer());
          const pieces = new ReadableStream({start(c) {
            for (let at = 0; at < bytes.length; at += 997) c.enqueue(bytes.slice(at, at + 997));
            c.close();
          }});
          const out = [];
          for await (const {arrays, ...head} of frames(new Response(pieces))) {
            if (!head.stage) continue;
            const plain = ([name, {values, scale, encoding}]) => [name, {values: [...values], scale, encoding}];
            out.push({...head, arrays: Object.fromEntries(Object.entries(arrays).map(plain))});
          }
          return out;
        }""",
            {"input": drawn.asked[-1]["input"], "architecture": architecture},
        )
        stages = iter(drawn_stages(drawn, architecture))
        for frame in frames:
            group = [next(stages) for _ in range(frame["count"])]
            for name, array in frame["arrays"].items():
                if name == "winners":
                    assert set(array["values"]) <= {0, 1, 2, 3}
                    continue
                expected = np.stack([np.asarray(getattr(stage, name)) for stage in group]).ravel()
                atol = half_step(array["encoding"], array["scale"]) + 1e-6
                np.testing.assert_allclose(array["values"], expected, rtol=1e-6, atol=atol)
        assert next(stages, None) is None


def drawn_stages(drawn: Visit, architecture: str) -> tuple[Stage, ...]:
    from playground import inspect

    return inspect("digits", drawn.asked[-1]["input"], architecture).stages
