"""Every number on the page is the model's: all stages, under the pointer, and as they came over the wire."""

import re
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pytest
from visit import SEVEN, Visit
from wire_reader import half_step

from playground.checkpoints import load
from playground.models import ARCHITECTURES
from playground.stages import Stage

LAYERS = range(2)
GATES = {
    "rnn": ["hidden"],
    "lstm": ["forget", "input", "candidate", "output", "cell", "hidden"],
    "gru": ["reset", "update", "candidate", "hidden"],
}


@pytest.fixture
def drawn(visit: Visit) -> Visit:
    if not visit.page.evaluate("session.input?.strokes?.[0]?.[0]?.[0] === 0.2"):
        visit.draw(SEVEN)
        visit.reach()
    return visit


def steps_of(stages: tuple[Stage, ...], layer: int) -> list[Any]:
    return [s for s in stages if type(s).__name__.endswith("Step") and s.layer == layer]


def stages_of(stages: tuple[Stage, ...], kind: str) -> list[Any]:
    return [s for s in stages if type(s).__name__ == kind]


def assert_cells(shown: list[float], expected: Any, scale: float | None = None) -> None:
    expected = np.asarray(expected, np.float64)
    step = (np.abs(expected).max() if scale is None else scale) / 2047
    np.testing.assert_allclose(shown, expected.ravel(), atol=0.51 * step + 1e-6)


def true_roundings(value: float, places: int) -> set[str]:
    """A float32 in so many decimals, from its exact decimal expansion; at a tie either way is right."""
    unit = Decimal(1).scaleb(-places)
    both = {Decimal(value).quantize(unit, rounding=way) for way in (ROUND_HALF_UP, ROUND_HALF_DOWN)}
    return {f"{one if one else abs(one):f}" for one in both}


def test_fnn(drawn: Visit) -> None:
    drawn.pick("fnn")
    for dense in stages_of(drawn.trace().stages, "Dense"):
        z, a = drawn.cells(f"#stage-Dense-{dense.layer} canvas[tabindex]")
        assert_cells(z, dense.pre_activation)
        assert_cells(a, dense.activation, float(dense.pre_activation.abs().max()))


def test_weights_of_a_chosen_unit(drawn: Visit) -> None:
    drawn.pick("fnn")
    trace = drawn.trace()
    layer = load("digits", "fnn").weighted[0]
    drawn.hover("#stage-Dense-0 canvas[tabindex]", 5, 2)
    drawn.page.mouse.down()
    drawn.page.mouse.up()
    unit = 2 * 32 + 5
    drawn.page.wait_for_function(
        "u => document.querySelector('.pg-chosen').textContent.includes(u)", arg=f" {unit + 1}"
    )
    drawn.frames(6)
    weights, products = drawn.cells("#stage-Dense-0 .pg-chosen > canvas")
    assert_cells(weights, layer.weight[unit])
    np.testing.assert_allclose(products, (layer.weight[unit] * trace.stages[0].values.ravel()), atol=2e-3)
    drawn.page.wait_for_function("document.querySelector('#stage-Dense-0 .pg-sum').textContent")
    assert_adds_up(drawn.text("#stage-Dense-0 .pg-sum"), trace.stages[1], layer.bias[unit].item(), unit)


def assert_adds_up(words: str, dense: Any, bias: float, unit: int) -> None:
    """Each number printed is the model's to its last digit, and with "=" the sum holds as it is printed."""
    found = re.search(r"= (\S+) ([+-]) (\S+) ([=≈]) (\S+), so a = (\S+)$", words.replace("−", "-"))
    assert found, words
    total, sign, size, equals, z, a = found.groups()
    z_true, a_true = (values[unit].item() for values in (dense.pre_activation, dense.activation))
    places = len(z.partition(".")[2])
    for printed, true in ((z, z_true), (a, a_true), (f"{sign}{size}", bias), (total, z_true - bias)):
        assert len(printed.partition(".")[2]) == places, words
        assert abs(float(printed) - true) <= 0.5 * 10**-places + 1e-6, words
    if equals == "=":
        assert Decimal(total) + Decimal(sign + size) == Decimal(z), words


@pytest.mark.parametrize("layer", LAYERS)
def test_the_sum_of_a_unit_adds_up(drawn: Visit, layer: int) -> None:
    drawn.pick("fnn")
    dense, bias = drawn.trace().stages[1 + layer], load("digits", "fnn").weighted[layer].bias
    panel = f"#stage-Dense-{layer}"
    for unit in range(0, len(bias), 19):
        canvas = drawn.page.locator(f"{panel} canvas[tabindex]").first
        box = canvas.bounding_box()
        assert box is not None
        cell = box["width"] / 32
        canvas.click(position={"x": (unit % 32 + 0.5) * cell, "y": (unit // 32 + 0.5) * cell})
        drawn.page.wait_for_function(
            "([panel, unit]) => document.querySelector(`${panel} .pg-chosen`).textContent.includes(` ${unit}:`)",
            arg=[panel, unit + 1],
        )
        assert_adds_up(drawn.text(f"{panel} .pg-sum"), dense, bias[unit].item(), unit)


def test_cnn(drawn: Visit) -> None:
    drawn.pick("cnn")
    stages = drawn.trace().stages
    for kind, channels in (("Convolution", (16, 32)), ("Activation", (16, 32)), ("MaxPooling", (16, 32))):
        for stage, count in zip(stages_of(stages, kind), channels, strict=True):
            maps = drawn.cells(f"#stage-{kind}-{stage.layer} figure > canvas[tabindex]")
            assert len(maps) == count
            top = float(stages_of(stages, "Convolution")[stage.layer].maps.abs().max())
            for shown, expected in zip(maps, stage.maps, strict=True):
                assert_cells(shown, expected, top)
    (flat,) = drawn.cells("#stage-Flatten canvas[tabindex]")
    assert len(flat) == 1568
    assert_cells(flat, stages_of(stages, "Flatten")[0].values)


def test_kernels_stand_beside_their_maps(drawn: Visit) -> None:
    drawn.pick("cnn")
    drawn.page.wait_for_function("document.querySelectorAll('.pg-kernel').length === 48")
    layers = load("digits", "cnn").weighted
    for layer in LAYERS:
        kernels = drawn.cells(f"#stage-Convolution-{layer} figure .pg-kernel")
        for shown, expected in zip(kernels, layers[layer].weight, strict=True):
            numbers = [value for value in shown if value is not None]  # the lines between squares are no cells
            assert len(numbers) == expected.numel()
            scale = float(layers[layer].weight.abs().max())
            step = 0.51 * scale / 2047
            np.testing.assert_allclose(np.sort(numbers), np.sort(expected.ravel()), atol=step + 1e-6)
    first = drawn.cells("#stage-Convolution-0 figure .pg-kernel")[3]
    assert_cells(first, layers[0].weight[3, 0], float(layers[0].weight.abs().max()))


@pytest.mark.parametrize("corner", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_the_winner_of_a_window_is_shown(drawn: Visit, corner: tuple[int, int]) -> None:
    drawn.pick("cnn")
    (pooling, _) = stages_of(drawn.trace().stages, "MaxPooling")
    rows, columns = pooling.winners // 28, pooling.winners % 28
    here = (pooling.maps > 0) & (rows % 2 == corner[0]) & (columns % 2 == corner[1])
    channel, y, x = here.nonzero()[0].tolist()
    drawn.hover(f"#stage-MaxPooling-0 figure:nth-child({channel + 1}) > canvas[tabindex]", x, y)
    row, column = 2 * y + corner[0], 2 * x + corner[1]
    places = drawn.page.evaluate(
        """(channel) => {
      const map = document.querySelectorAll('#stage-Activation-0 figure')[channel].querySelector('canvas[tabindex]');
      const box = map.getBoundingClientRect(), cell = box.width / 28;
      return [...document.querySelectorAll('.pg-cell.other')].filter((e) => e.style.display !== 'none').map((e) => {
        const at = e.getBoundingClientRect();
        return [at.left - box.left, at.top - box.top].map((v) => Math.round(v / cell));
      });
    }""",
        channel,
    )
    assert places == [[2 * x, 2 * y], [column, row]]


@pytest.mark.parametrize("architecture", GATES)
def test_recurrent(drawn: Visit, architecture: str) -> None:
    drawn.pick(architecture)
    stages = drawn.trace().stages
    for layer in LAYERS:
        steps = steps_of(stages, layer)
        panel = f"#stage-{type(steps[0]).__name__}-{layer}"
        shown = drawn.page.locator(f"{panel} [data-quantity]").evaluate_all("e => e.map(x => x.dataset.quantity)")
        assert shown == GATES[architecture]
        for name in shown:
            (cells,) = drawn.cells(f"{panel} [data-quantity={name}] .pg-timed canvas[tabindex]")
            expected = np.stack([np.asarray(getattr(step, name)) for step in steps], axis=1)  # (N, T)
            assert expected.shape == (128, 28)
            assert_cells(cells, expected, max(1.0, float(np.abs(expected).max())))


@pytest.mark.parametrize("architecture", GATES)
def test_the_guess_after_every_row(drawn: Visit, architecture: str) -> None:
    drawn.pick(architecture)
    (cells,) = drawn.cells("#stage-StepOutput .pg-timed canvas[tabindex]")
    guesses = stages_of(drawn.trace().stages, "StepOutput")
    expected = np.stack([np.asarray(guess.probabilities) for guess in guesses], axis=1)  # (K, T)
    np.testing.assert_allclose(cells, expected.ravel(), atol=1e-5)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_output(drawn: Visit, architecture: str) -> None:
    drawn.pick(architecture)
    trace = drawn.trace()
    shown = [float(value.replace("−", "-")) for value in drawn.bars("#stage-Output figure:first-child")]
    assert shown == pytest.approx(trace.logits.tolist(), abs=0.0051)
    shares = [float(value.strip("<>%")) for value in drawn.bars("#stage-Output figure:nth-child(2)")]
    assert shares == pytest.approx([100 * p for p in trace.probabilities.tolist()], abs=0.11)
    (pixels,) = drawn.cells("#stage-Input canvas[tabindex]")
    assert_cells(pixels, trace.stages[0].values, 1)


POINTED = [
    ("fnn", "#stage-Dense-0 figure:first-child canvas[tabindex]", 7, 3, lambda s: s[1].pre_activation[3 * 32 + 7]),
    ("fnn", "#stage-Dense-1 figure:nth-child(2) canvas[tabindex]", 9, 1, lambda s: s[2].activation[41]),
    ("cnn", "#stage-Convolution-0 figure:nth-child(5) > canvas[tabindex]", 13, 9, lambda s: s[1].maps[4, 9, 13]),
    ("cnn", "#stage-Activation-1 figure:nth-child(31) > canvas[tabindex]", 6, 5, lambda s: s[5].maps[30, 5, 6]),
    ("cnn", "#stage-MaxPooling-0 figure:nth-child(16) > canvas[tabindex]", 8, 3, lambda s: s[3].maps[15, 3, 8]),
    ("cnn", "#stage-Flatten canvas[tabindex]", 24, 11, lambda s: s[7].values[11 * 49 + 24]),
    ("rnn", "#stage-RNNStep-0 [data-quantity=hidden] canvas[tabindex]", 10, 77, lambda s: s[11].hidden[77]),
    ("lstm", "#stage-LSTMStep-0 [data-quantity=forget] canvas[tabindex]", 0, 0, lambda s: s[1].forget[0]),
    ("lstm", "#stage-LSTMStep-1 [data-quantity=cell] canvas[tabindex]", 27, 127, lambda s: s[56].cell[127]),
    ("gru", "#stage-GRUStep-1 [data-quantity=update] canvas[tabindex]", 14, 64, lambda s: s[43].update[64]),
    ("gru", "#stage-StepOutput canvas[tabindex]", 27, 7, lambda s: s[-2].probabilities[7]),
]


@pytest.mark.parametrize(("architecture", "canvas", "x", "y", "value"), POINTED)
def test_the_number_under_the_pointer(drawn: Visit, architecture: str, canvas: str, x: int, y: int, value: Any) -> None:
    drawn.pick(architecture)
    before = len(drawn.asked_for)
    number, words = drawn.hover(canvas, x, y)
    expected = value(drawn.trace().stages).item()
    places = len(number.partition(".")[2])
    assert places >= 3
    assert number in true_roundings(expected, places)
    assert any(str(n + 1) in words for n in (x, y))
    asked = drawn.asked_for[before:]
    assert not asked, "reading a value asks nobody"


def test_the_pages_decoder_reads_what_the_server_packs(drawn: Visit) -> None:
    """wire.js on the real bytes, cut into pieces at odd places."""
    for architecture in ("fnn", "cnn", "lstm"):
        frames = drawn.page.evaluate(
            """async ({input, architecture}) => {
          const {frames} = await import('/playground/static/server/wire.js');
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
