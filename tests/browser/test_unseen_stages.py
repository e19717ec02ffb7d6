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


def test_a_new_unit_through_time(open_page: Callable[..., Visit], minimal: Stream) -> None:
    visit = open_page("?task=names&network=gru")
    visit.page.route("**/playground/trace", minimal.answer)
    visit.paste("Yamada")
    panel = "#stage-MGUStep-0"
    visit.page.wait_for_selector(f"{panel} .pg-map")
    assert visit.text(f"{panel} h3") == "MGU layer 1"
    assert visit.page.locator(f"{panel} figure[data-quantity]").evaluate_all(
        "all => all.map((e) => e.dataset.quantity)"
    ) == [
        "forget",
        "candidate",
        "hidden",
    ]
    captions = visit.page.locator(f"{panel} figure[data-quantity] figcaption").all_inner_texts()
    assert captions[0].startswith("Forget gate f σ(Wf x")
    assert captions[1] == "Candidate n tanh(W x + U (f · h′) + b)"
    assert captions[2] == "Hidden state h (1 − f) · h′ + f · n"
    look = "s => { const {scale, most} = document.querySelector(s).cells; return [scale, most] }"
    assert visit.page.evaluate(look, f"{panel} [data-quantity=forget] .pg-map") == ["share", 1]
    assert visit.page.evaluate(look, f"{panel} [data-quantity=hidden] .pg-map") == ["signed", 1]
    number, words = visit.hover(f"{panel} [data-quantity=forget] .pg-map", 3, 1)
    forget = minimal.frames[1][1][0][2]
    assert number in true_roundings(forget[3, 1].item(), 3)
    assert "Candidate n" in words
    assert visit.page.locator(f"{panel} .pg-similar").count() == 1, "it can be searched"
    visit.page.locator(f"{panel} .pg-chart").scroll_into_view_if_needed()
    visit.page.wait_for_function("s => document.querySelector(s).data?.length === 1", arg=f"{panel} .pg-chart")
    (curve,) = visit.page.evaluate("s => document.querySelector(s).data.map(({y}) => y)", f"{panel} .pg-chart")
    assert curve == pytest.approx(forget.mean(1).tolist(), abs=1e-6)


def test_what_can_be_held_and_switched_off_follows_from_the_declaration(
    open_page: Callable[..., Visit], minimal: Stream
) -> None:
    visit = open_page("?task=names&network=gru")
    visit.page.route("**/playground/trace", minimal.answer)
    visit.paste("Yamada")
    visit.page.wait_for_selector("#stage-MGUStep-0 .pg-map")
    visit.tap("[data-open=changes]")
    visit.page.wait_for_selector(".pg-change[data-change=forget]")
    rows = visit.page.locator(".pg-change").evaluate_all("all => all.map((e) => e.dataset.change)")
    assert rows == ["forget", "candidate", "random", "order", "off"]
    values = "s => [...document.querySelectorAll(`${s} [data-value]`)].map((e) => e.dataset.value)"
    assert visit.page.evaluate(values, "[data-change=forget]") == ["trained", "0", "1"]
    assert visit.page.evaluate(values, "[data-change=candidate]") == ["trained", "0"]
    visit.tap("[data-change=forget] [data-value='1']")
    visit.page.wait_for_selector(".pg-changed:not([hidden])")
    assert visit.text(".pg-changed .pg-chips button").startswith("Forget gate f = 1")
    assert visit.asked[-2].get("changes") or visit.asked[-1].get("changes")
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
    visit.page.wait_for_selector("#stage-Strange-0")
    titles = visit.page.locator(".pg-stage h3").all_inner_texts()
    assert titles == [
        "Input",
        "Convolution 6",
        "Normalisation · body.normalisation",
        "Addition · body.addition",
        "Dropout · body.dropout",
        "Opaque · body.opaque",
        "Softmax · body.softmax",
        "Strange · body.strange",
        "Output",
    ]
    assert visit.page.locator("#stage-Addition-0 .pg-maps figure > canvas").count() == 3
    assert "Convolution 6" in visit.text("#stage-Addition-0 > p"), "both of its sources are named"
    number, words = visit.hover("#stage-Addition-0 figure:nth-child(2) > canvas", 4, 3)
    assert number in true_roundings((maps * 2)[1, 3, 4].item(), 3)
    assert "map 2" in words
    opaque = stream.frames[5][1][0][2][0]
    number, _ = visit.hover("#stage-Opaque-0 canvas", 7, 1)
    assert number in true_roundings(opaque.ravel()[71].item(), 3)
    select = "s => document.querySelector(s).cells.select(7, 1).index"
    assert visit.page.evaluate(select, "#stage-Opaque-0 canvas") == [1, 0, 2, 1]
    assert "without a declaration" in visit.text("#stage-Strange-0 > p")
    assert visit.page.evaluate("document.querySelector('#stage-Softmax-0 canvas').cells.scale") == "share"
    visit.page.locator("[data-language=zh]").click()
    visit.page.wait_for_function("document.documentElement.lang === 'zh-CN'")
    assert "没有附带" in visit.text("#stage-Strange-0 > p")
    assert visit.page.locator(".pg-stage").count() == 9
    problems, visit.problems = visit.problems, []
    assert not [p for p in problems if "404" not in p and "422" not in p], problems
