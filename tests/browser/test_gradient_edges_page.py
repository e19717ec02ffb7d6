"""Edges in a picture of gradients: the library's, which add up to a node's gradient and come from right to left."""

from collections.abc import Callable

import pytest
import torch
from test_gradients_page import look, shown
from visit import Visit

from playground import edges, gradient_edges
from playground.explanation.edges import Edges

LINES = """[...document.querySelectorAll('.pg-edge[data-value]')].filter(({dataset}) => dataset.value)
  .map(({dataset: {from, to, value}}) => [from.split(' '), to.split(' '), Number(value)])"""
# What comes back to a node along all its edges, drawn or not, and the sum over its cells of what the picture shows.
OUT = """async ([key, index]) => {
  const {run} = window.stage;
  const {arrays} = run.stages.get(key);
  const shown = arrays.activation ?? Object.values(arrays)[0];
  const each = shown.values.length / shown.shape[0];
  const gradient = shown.values.slice(index * each, (index + 1) * each).reduce((sum, v) => sum + v, 0);
  const {outOf} = await load('stage/edges/layers');
  const [{layer, first}] = run.relations.outOf(key);
  const known = outOf(layer, first + index).map(({value}) => value);
  const isOut = (from) => new RegExp(`^${layer.origins[0].key} ${index}(-|$)`).test(from);
  const drawn = [...document.querySelectorAll('.pg-edge[data-value]')]
    .filter(({dataset}) => dataset.value && isOut(dataset.from))
    .map(({dataset}) => Number(dataset.value));
  return {gradient, known, drawn, rest: layer.rest?.[first + index] ?? 0};
}"""
SHAPES = """Object.fromEntries([...window.stage.run.stages].map(([key, {arrays}]) =>
  [key, Object.values(arrays)[0].shape]))"""
READY = "window.stage.run?.relations && document.querySelector('.pg-edge[data-value]') !== null"


def found_in(layers: tuple[Edges, ...], source: list[str], target: list[str], shape: dict[str, list[int]]) -> float:
    """The edge of the library between two places of the picture."""

    def key(place: tuple[object, ...]) -> str:
        return ":".join(str(part) for part in place[:2] if part is not None)

    def unit(key: str, index: str, by_channel: bool) -> int:
        at, sizes = [int(i) for i in index.split("-")], shape[key]
        if by_channel or len(at) == 1:
            return at[0]
        flat = 0
        for i, size in zip(at, sizes, strict=True):
            flat = flat * size + i
        return flat

    (layer,) = (one for one in layers if key(one.place) == target[0])
    (origin,) = layer.sources
    assert key(origin.place) == source[0]
    return float(layer.values[unit(*target, True), unit(*source, origin.by_channel)])


def go(visit: Visit, task: str, network: str) -> None:
    look(visit, "values")
    visit.choose_task(task)
    visit.pick(network)
    look(visit)
    visit.page.mouse.move(2, 2)
    visit.page.wait_for_function(READY)
    visit.frames(3)


@pytest.mark.parametrize(
    ("task", "network"), [("digits", "cnn"), ("digits", "fnn"), ("cancer", "fnn"), ("diabetes", "fnn")]
)
def test_they_are_those_of_the_library(visit: Visit, task: str, network: str) -> None:
    go(visit, task, network)
    lines = visit.page.evaluate(LINES)
    assert 10 <= len(lines) <= 60
    asked, loss = visit.asked[-1], {"loss": "logit"} if task == "diabetes" else {}
    back = gradient_edges(task, asked["input"], network, **loss)
    forth = edges(task, asked["input"], network)
    shapes = visit.page.evaluate(SHAPES)
    most = {str(one.place): float(one.values.abs().max()) for one in back}
    differing = 0
    for source, target, value in lines:
        right = found_in(back, source, target, shapes)
        scale = next(size for place, size in most.items() if target[0].split(":")[0] in place)
        assert value == pytest.approx(right, rel=1e-3, abs=1e-4 * max(scale, abs(right)))
        differing += abs(value - found_in(forth, source, target, shapes)) > 1e-3 * abs(value)
    assert differing > 0.9 * len(lines), "they are no contributions"
    assert visit.page.locator(".pg-why-not").is_hidden()


@pytest.mark.parametrize(
    ("task", "network", "key", "index", "is_drawn"),
    [
        ("digits", "cnn", "MaxPooling:0", 5, False),
        ("digits", "cnn", "MaxPooling:1", 25, True),
        ("digits", "fnn", "Dense:0", 275, False),
        ("cancer", "fnn", "Dense:0", 12, True),
        ("cancer", "fnn", "Input", 4, False),
    ],
)
def test_out_of_a_node_they_add_up_to_the_gradient_that_is_shown(
    visit: Visit, task: str, network: str, key: str, index: int, is_drawn: bool
) -> None:
    """Of a map the sum over its cells; where the targets are few all of its edges are drawn."""
    go(visit, task, network)
    visit.click(key, [index])
    visit.frames(3)
    wanted = visit.page.evaluate(OUT, [key, index])
    sizes = sum(map(abs, wanted["known"])) + abs(wanted["rest"])
    assert sizes > 0
    assert abs(sum(wanted["known"]) + wanted["rest"] - wanted["gradient"]) <= 1e-4 * sizes
    assert wanted["drawn"]
    if is_drawn:
        assert abs(sum(wanted["drawn"]) - wanted["gradient"]) <= 1e-4 * sizes
    visit.page.keyboard.press("Escape")
    visit.page.mouse.move(2, 2)


def test_they_come_from_the_last_layer_to_the_first(visit: Visit) -> None:
    go(visit, "digits", "cnn")
    whole = visit.page.evaluate(LINES)
    keys = visit.page.evaluate("[...window.stage.run.stages.keys()]")
    seen = []
    for moment in range(len(keys) - 1, -1, -1):
        visit.page.evaluate("moment => window.seek(moment)", moment)
        visit.frames(3)
        now = visit.page.evaluate(LINES)
        assert all(keys.index(source[0]) >= moment for source, *_ in now)
        seen.append(len(now))
    assert (seen[0], seen[-1]) == (0, len(whole))
    assert seen == sorted(seen)
    assert len(set(seen)) == 4, "none, to the pooled maps, to the first ones, to the drawing"


def test_another_answer_sends_back_another_gradient(visit: Visit) -> None:
    go(visit, "digits", "fnn")
    before = visit.page.evaluate(LINES)
    visit.page.locator(".pg-loss select").first.select_option("8")
    shown(visit, "8")
    visit.frames(3)
    after = visit.page.evaluate(LINES)
    assert before != after
    found = gradient_edges("digits", visit.asked[-1]["input"], "fnn", target="8")[-1]
    drawn = torch.tensor([value for _, target, value in after if target[0] == "Output"])
    strongest = found.values[:, found.passes].abs().flatten().topk(5).values.float()
    torch.testing.assert_close(drawn.abs().sort(descending=True).values, strongest, rtol=1e-3, atol=1e-5)
    visit.page.locator(".pg-loss select").first.select_option("")
    visit.page.wait_for_function("!location.search.includes('target')")


@pytest.mark.parametrize(
    ("language", "legend", "note"),
    [
        ("en", "Edges out of a node add up to its gradient.", "5 edges back from the logits, 5 from each unit"),
        ("zh", "从一个节点出发的连线之和就是它的梯度", "从各 logit 传回 5 条"),
    ],
)
def test_what_an_edge_is_stands_beside_it(
    open_page: Callable[..., Visit], language: str, legend: str, note: str
) -> None:
    visit = open_page(f"?network=fnn&shows=gradients&lang={language}")
    visit.page.wait_for_function(READY)
    visit.frames(3)
    assert legend in visit.text(".pg-colours [data-hint]")
    assert note in visit.text(".pg-edges-note")
    visit.pick("lstm")
    shown(visit)
    assert legend not in visit.text(".pg-colours [data-hint]"), "a network in time draws no edges"
    assert visit.page.evaluate(LINES) == []
    visit.assert_no_problems()


def test_where_there_is_no_room_for_the_note_it_is_not_there(open_page: Callable[..., Visit]) -> None:
    for height in (620, 900):
        query = "?network=fnn&shows=gradients&lang=zh"
        visit = open_page(query, viewport={"width": 1366, "height": height})
        visit.page.wait_for_function(READY)
        visit.frames(3)
        note, foot = (visit.page.locator(name).bounding_box() for name in (".pg-edges-note", ".pg-loss"))
        assert foot
        assert (note is None) == (height == 620)
        assert note is None or note["y"] + note["height"] <= foot["y"]
        visit.assert_no_problems()
