"""Traces and networks as pictures in a notebook: well-formed, small, and of the trace's own values."""

import base64
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from foreign import MNISTExample, lenet5
from PIL import Image

from playground import Network, Trace, Wants, inspect
from playground.display.panels import panels
from playground.display.ramps import GATE, INK, NEGATIVE, POSITIVE, palette
from playground.provider import checkpoint
from playground.tasks import TASKS

ROOT = Path(__file__).parent.parent
SEVEN = {"strokes": [[[0.2, 0.15], [0.8, 0.15], [0.45, 0.9]]]}
INPUTS: dict[str, Any] = {"names": "Smith", "reviews": "A fine film.", "series": [float(k % 7) for k in range(40)]}


class Checked(HTMLParser):
    """Every element that is opened is closed, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def value_for(task: str) -> Any:
    if task in ("cancer", "diabetes"):
        return json.loads((ROOT / f"playground/tasks/examples/{task}.json").read_text())["shown"][0]["input"]
    return INPUTS.get(task, SEVEN)


def images(html: str) -> list[Any]:
    """(H, W, 4) of each picture, light then dark by turns in the order of the page's sources."""
    found = re.findall(r"data:image/png;base64,([A-Za-z0-9+/=]+)", html)
    return [np.asarray(Image.open(io.BytesIO(base64.b64decode(one))).convert("RGBA")) for one in found]


@pytest.mark.parametrize(("task", "network"), [(task, name) for task in TASKS for name in TASKS[task].networks])
def test_every_architecture_is_shown_with_its_answer_and_is_small(task: str, network: str) -> None:
    trace = inspect(task, value_for(task), network)
    html = trace._repr_html_()
    checked = Checked(html)
    said = trace.prediction if isinstance(trace.prediction, str) else f"{trace.prediction:.4g}"
    assert f"→ {said}" in checked.text
    assert len(html) < 300_000
    assert "script" not in checked.seen
    assert "http" not in html


def test_pixels_are_the_values_of_the_trace() -> None:
    trace = inspect("digits", SEVEN, "cnn")
    dark, light = images(trace._repr_html_())[2:4]  # of the first convolution, whose source for the dark stands first
    maps = trace.stages[1].maps  # (16, 28, 28)
    most = float(maps.abs().max())
    for picture, theme in ((light, "light"), (dark, "dark")):
        colours = palette("signed", theme).numpy().astype(int)
        for k in (0, 5, 15):
            top, left = k // 4 * 29, k % 4 * 29
            tile = picture[top : top + 28, left : left + 28, :3].astype(int)
            at = np.round((maps[k].double().numpy() / most + 1) / 2 * 254).astype(int)
            assert np.abs(tile - colours[at]).max() <= 6  # a place beside, where the rounding is of another sum
    assert light[28, 0, 3] == 0  # the gap


def test_long_sequences_stay_small_and_quick() -> None:
    trace = inspect("reviews", "fine " * 1500, "lstm")
    assert len(trace._repr_html_()) < 300_000
    assert all(panel.values.shape[-1] <= 400 for panel in panels(trace) if panel.timed)


def test_names_of_others_are_no_markup() -> None:
    network = Network.from_module(MNISTExample().eval(), "digits", name="<script>alert(1)</script>")
    for html in (inspect("digits", SEVEN, network)._repr_html_(), network._repr_html_()):
        assert "script" not in Checked(html).seen


def test_a_network_shows_its_layers_before_there_is_an_input() -> None:
    text = Checked(checkpoint("digits", "cnn")._repr_html_()).text
    assert f"{sum(p.numel() for p in checkpoint('digits', 'cnn').model.parameters()):,} parameters" in text
    assert all(size in text for size in ("16 × 28 × 28", "32 × 7 × 7", "1568"))


def ours(trace: Trace) -> dict[str, Any]:
    return {one.name: one for one in trace.figure().data}


def test_the_figure_has_the_values_of_the_trace() -> None:
    trace = inspect("digits", SEVEN, "lstm")
    shown = ours(trace)
    steps = [stage for stage in trace.stages if stage.place[:2] == ("LSTMStep", 1)]
    for quantity, called in (("forget", "LSTM 2 forget"), ("cell", "LSTM 2 cell state")):
        expected = torch.stack([getattr(step, quantity) for step in steps], 1).numpy()
        np.testing.assert_array_equal(np.asarray(shown[called].z, dtype=np.float32), expected)
    assert list(shown["Probabilities"].y) == pytest.approx(trace.probabilities.tolist())
    network = Network.from_module(lenet5(), "digits", wants=Wants(size=(32, 32)))
    followed = inspect("digits", SEVEN, network)
    z = np.asarray(ours(followed)["Conv. 1"].z, dtype=np.float32)
    np.testing.assert_array_equal(z[:28, :28], followed.stages[1].maps[0].numpy())


def test_the_ramps_are_the_pages() -> None:
    source = (ROOT / "playground/ui/components/stage/colours.js").read_text(encoding="utf-8")
    for name, ramp in (("POSITIVE", POSITIVE), ("NEGATIVE", NEGATIVE), ("GATE", GATE), ("INK", INK)):
        line = re.search(rf"const {name} = (.*);", source)
        assert line
        for theme, colours in ramp.items():
            told = re.search(rf"{theme}: \[([^\]]*)\]", line[1])
            assert told
            assert tuple(re.findall(r"#\w+", told[1])) == colours
