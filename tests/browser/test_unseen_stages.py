"""Kinds of stages that the page has never seen: drawn by what they declare, without a line for them anywhere."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import torch
from test_numbers import true_roundings
from torch import Tensor
from visit import Visit

from playground.tasks import TASKS
from playground.ui.wire import encoded_frame, pack

MAPS = ["channel", "row", "column"]


def quantity(symbol: str, range_: str, role: str, axes: list[str], equation: str = "", held: bool = False) -> Any:
    return {"symbol": symbol, "range": range_, "role": role, "axes": axes, "equation": equation, "held": held}


LOGITS = {"logits": quantity("y", "logits", "logits", ["class"])}
DECLARED: dict[str, Any] = {
    "Input": {"timed": False, "quantities": {"values": quantity("x", "unbounded", "input", ["any"])}},
    "MGUStep": {
        "timed": True,
        "switchable": True,
        "searchable": True,
        "quantities": {
            "forget": quantity("f", "share", "gate", ["unit"], "σ(W_f x + U_f h′ + b_f)", True),
            "candidate": quantity("n", "signed", "candidate", ["unit"], "tanh(W x + U (f · h′) + b)", True),
            "hidden": quantity("h", "signed", "state", ["unit"], "(1 − f) · h′ + f · n"),
        },
    },
    "StepOutput": {"timed": True, "quantities": LOGITS},
    "Output": {"timed": False, "quantities": LOGITS},
    "Convolution": {"timed": False, "quantities": {"maps": quantity("z", "unbounded", "maps", MAPS)}},
    "Normalisation": {
        "timed": False,
        "quantities": {"maps": quantity("y", "unbounded", "values", MAPS, "γ (x − μ) / σ")},
    },
    "Addition": {"timed": False, "quantities": {"maps": quantity("y", "unbounded", "values", MAPS, "a + b")}},
    "Dropout": {"timed": False, "quantities": {"values": quantity("y", "unbounded", "values", ["feature"])}},
    "Opaque": {"timed": False, "quantities": {"tensor": quantity("", "unbounded", "values", ["any"])}},
    "Softmax": {
        "timed": False,
        "quantities": {"probabilities": quantity("p", "probability", "probabilities", ["class"], "softmax(y)")},
    },
}


class Stream:
    """A trace in frames, each kind with its declaration; coarse, and exact for whoever asks for that."""

    def __init__(self, task: str, value: Any) -> None:
        self.task = TASKS[task]
        self.frames: list[tuple[dict[str, Any], list[tuple[str, str, Tensor]], int]] = []
        self.encoded = self.task.encode(value)

    def stage(self, kind: str, inputs: list[Any], declares: bool = True, **arrays: Any) -> None:
        head = {"stage": kind, "module": f"body.{kind.lower()}", "inputs": inputs}
        head |= {name: arrays.pop(name) for name in ("layer", "direction", "t") if name in arrays}
        head |= {"declares": DECLARED[kind]} if declares and kind in DECLARED else {}
        count = abs(head["t"][1] - head["t"][0]) + 1 if "t" in head else 1
        encodings = DECLARED[kind]["quantities"] if kind in DECLARED else {}
        packed = [
            (name, self.encoding(encodings.get(name)), x if "t" in head else x[None]) for name, x in arrays.items()
        ]
        self.frames.append((head, packed, count))

    @staticmethod
    def encoding(declared: Any) -> str:
        return {"share": "unit12", "logits": "float32", "probability": "float32"}.get(
            declared["range"] if declared else "", "signed12"
        )

    def answer(self, route: Any) -> None:
        asked = json.loads(route.request.post_data)
        run = {"task": asked["task"], "architecture": asked["architecture"], "labels": self.task.labels}
        content = pack({"run": run}) + encoded_frame(self.encoded)
        for head, arrays, count in self.frames:
            exactly = [(name, "float32" if asked.get("exact") else encoding, x) for name, encoding, x in arrays]
            content += pack(head, exactly, count)
        content += pack({"end": {"milliseconds": 1.0}})
        route.fulfill(status=200, content_type="application/octet-stream", body=content)


@pytest.fixture(scope="module")
def minimal() -> Stream:
    """A minimal gated unit on seven letters, with two units."""
    torch.manual_seed(1)
    stream = Stream("names", {"text": "Yamada"})
    x = stream.encoded.values
    steps, labels = len(x), len(stream.task.labels)
    stream.stage("Input", [], values=x)
    forget, candidate, hidden = torch.rand(steps, 2), torch.rand(steps, 2) * 2 - 1, torch.rand(steps, 2) * 2 - 1
    before = [["Input", None, None]]
    place = {"layer": 0, "direction": 0, "t": [0, steps - 1]}
    stream.stage("MGUStep", before, forget=forget, candidate=candidate, hidden=hidden, **place)
    logits = torch.randn(steps, labels)
    stream.stage("StepOutput", [["MGUStep", 0, 0]], logits=logits, t=[0, steps - 1])
    stream.stage("Output", [["MGUStep", 0, 0]], logits=logits[-1])
    return stream


BLOCKS = "key => window.stage.layout.blocks.filter((block) => block.key === key).map(({quantity}) => quantity)"
FOUND = """async ([key, x, y]) => {
  const {FORMS} = await load('stage/forms/forms');
  const {block} = window.stage.view(key);
  return FORMS[block.form].at(block, x, y, session.trace);
}"""
LABELS = """() => [...document.querySelectorAll('.pg-picture > .pg-label')].map((label) =>
  [label.dataset.key, label.querySelector('b')?.textContent ?? '', label.querySelector('span')?.textContent ?? ''])"""


def test_a_new_unit_through_time(open_page: Callable[..., Visit], minimal: Stream) -> None:
    visit = open_page("?task=names&network=gru")
    visit.page.route("**/playground/trace", minimal.answer)
    visit.paste("Yamada")
    visit.page.wait_for_function("window.stage.layout.blocks.some(({key}) => key === 'MGUStep:0')")
    visit.frames(3)
    assert visit.page.evaluate(BLOCKS, "MGUStep:0") == ["forget", "candidate", "hidden"]
    names = visit.page.locator(".pg-stage").inner_text()
    assert all(word in names for word in ("MGU", "forget", "candidate"))
    forget, candidate = (minimal.frames[1][1][k][2] for k in (0, 1))
    number, words = visit.hover("MGUStep:0", [1], "forget", 3)
    assert number in true_roundings(forget[3, 1].item(), 3)
    assert "Forget gate f" in words
    number, words = visit.hover("MGUStep:0", [0], "candidate", 2)
    assert number in true_roundings(candidate[2, 0].item(), 3)
    assert "Candidate n" in words
    visit.assert_no_problems()


def test_new_stages_without_time(open_page: Callable[..., Visit]) -> None:
    torch.manual_seed(2)
    visit = open_page("?network=cnn")
    stream = Stream("digits", visit.page.evaluate("session.input"))
    maps = torch.randn(3, 5, 6)
    stream.stage("Input", [], values=torch.rand(1, 7, 8))
    stream.stage("Convolution", [["Input", None, None]], layer=5, maps=maps)
    stream.stage("Normalisation", [["Convolution", 5, None]], layer=0, maps=maps / 3)
    stream.stage("Addition", [["Normalisation", 0, None], ["Convolution", 5, None]], layer=0, maps=maps * 2)
    stream.stage("Dropout", [["Addition", 0, None]], layer=0, values=torch.randn(70))
    stream.stage("Opaque", [["Dropout", 0, None]], layer=0, tensor=torch.randn(2, 3, 4, 5))
    stream.stage("Softmax", [["Opaque", 0, None]], layer=0, probabilities=torch.softmax(torch.randn(10), 0))
    stream.stage("Strange", [["Opaque", 0, None]], layer=0, values=torch.randn(4))
    stream.stage("Output", [["Opaque", 0, None]], logits=torch.randn(10))
    visit.page.route("**/playground/trace", stream.answer)
    visit.page.locator(".pg-examples button").first.click()
    visit.page.wait_for_function("session.trace?.stages.has('Strange:0') && session.trace.milliseconds !== null")
    visit.frames(3)
    forms = visit.page.evaluate("Object.fromEntries(window.stage.layout.blocks.map(({key, form}) => [key, form]))")
    assert forms == {
        "Convolution:5": "maps",
        "Normalisation:0": "maps",
        "Addition:0": "maps",
        "Dropout:0": "grid",
        "Opaque:0": "strip",
        "Softmax:0": "grid",
        "Output": "logits",
    }
    labels = {key: (name, note) for key, name, note in visit.page.evaluate(LABELS)}
    assert list(labels) == [*list(forms)[:6], "Strange:0", "Output"], "what nothing is known of has its name there"
    assert labels["Convolution:5"][0] in ("Convolution 6", "Conv. 6")
    assert labels["Strange:0"][0].startswith("Strange")
    for key, tensor, index in (
        ("Addition:0", maps * 2, [1, 3, 4]),
        ("Dropout:0", stream.frames[4][1][0][2][0], [42]),
        ("Softmax:0", stream.frames[6][1][0][2][0], [7]),
    ):
        number, words = visit.hover(key, index)
        assert number in true_roundings(tensor[tuple(index)].item(), 3), key
        assert "map 2" in words or len(index) == 1
    found = visit.page.evaluate(FOUND, ["Opaque:0", 7, 60])["index"]
    assert len(found) == 4
    number, _ = visit.hover("Opaque:0", found)
    assert number in true_roundings(stream.frames[5][1][0][2][0][tuple(found)].item(), 3)
    problems, visit.problems = visit.problems, []
    assert not [p for p in problems if "404" not in p and "422" not in p], problems
