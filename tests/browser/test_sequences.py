"""Names and reviews: typed, scrubbed step by step, read unit by unit, in windows of long texts, in both languages."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from visit import FIELD, MESSAGE, Visit

from playground import inspect
from playground.stages import LSTMStep, Output, Stage, StepOutput
from playground.stages import quantities as declared
from playground.tasks.names import NAMES
from playground.tasks.task import MAX_STEPS
from playground.text import LANGUAGES, table, text

SCRUBBER = "[data-scrubber]"
GATES = {
    "rnn": ["hidden"],
    "lstm": ["forget", "input", "candidate", "output", "cell", "hidden"],
    "gru": ["reset", "update", "candidate", "hidden"],
}
SENTENCE = "The film was not good, but I loved it!"


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    return open_page("?task=names")


def begin(visit: Visit, task: str, network: str, words: str) -> tuple[Stage, ...]:
    """Let a network read a typed text; all its stages."""
    visit.choose_task(task)
    visit.pick(network)
    if visit.page.evaluate("session.input?.text") != words:
        visit.write(words)
    trace = visit.trace()
    assert (trace.task, trace.architecture, visit.asked[-1]["input"]) == (task, network, {"text": words})
    return trace.stages


def of(stages: tuple[Stage, ...], kind: type | str, **where: int) -> list[Any]:
    found = [s for s in stages if kind in (type(s), type(s).__name__)]
    return sorted((s for s in found if all(getattr(s, k) == v for k, v in where.items())), key=lambda s: s.t)


def label(name: str, task: str, language: str = "en") -> str:
    return table(language)["labels"].get(task, {}).get(name, name)


def assert_layers(visit: Visit, stages: tuple[Stage, ...], first: int = 0) -> None:
    """Every heatmap in sight has the model's numbers, from step `first` on."""
    panels = dict.fromkeys(
        (type(s).__name__, s.layer, s.direction) for s in stages if hasattr(s, "direction") and hasattr(s, "hidden")
    )
    for kind, layer, direction in panels:
        steps = of(stages, kind, layer=layer, direction=direction)
        panel = f"#stage-{kind}-{layer}" + (f"-{direction}" if direction else "")
        for name in GATES[kind.removesuffix("Step").lower()]:
            (cells,) = visit.cells(f"{panel} [data-quantity={name}] .pg-map")
            expected = np.stack([np.asarray(getattr(step, name)) for step in steps], axis=1)  # (N, T)
            shown = np.array(cells).reshape(len(expected), -1)
            np.testing.assert_allclose(
                shown,
                expected[:, first : first + shown.shape[1]],
                atol=0.51 * max(1.0, float(np.abs(expected).max())) / 2047 + 1e-6,
            )


WRITTEN = [
    ("names", "rnn", "Kowalski"),
    ("names", "lstm", "O'Brien"),
    ("names", "gru", "Nguyễn"),
    ("reviews", "rnn", SENTENCE),
    ("reviews", "lstm", SENTENCE),
    ("reviews", "gru", SENTENCE),
]


@pytest.mark.parametrize(("task", "network", "words"), WRITTEN)
def test_a_text_is_typed_and_scrubbed(visit: Visit, task: str, network: str, words: str) -> None:
    stages = begin(visit, task, network, words)
    assert_layers(visit, stages)
    tokens = visit.page.evaluate("session.trace.encoded.tokens")
    guesses, requests = of(stages, StepOutput), len(visit.asked)
    labels = visit.trace().labels
    visit.page.locator(SCRUBBER).press("Home")
    for step, guess in enumerate(guesses):
        best = labels[int(guess.logits.argmax())]
        moment = text(f"axis.{task}.step", step=step + 1, steps=len(tokens), token=tokens[step])
        assert visit.text("[data-moment]") == " ".join(moment.split())
        assert visit.prediction == label(best, task)
        shown = [float(value.strip("<>%")) for value in visit.bars()]
        assert shown == pytest.approx([100 * p for p in guess.probabilities.tolist()], abs=0.11)
        marks = visit.page.locator(".pg-read button").evaluate_all("all => all.map((e) => e.className)")
        last = step == len(tokens) - 1
        assert ["now" in mark for mark in marks] == [k == step and not last for k in range(len(tokens))]
        assert ["future" in mark for mark in marks] == [k > step for k in range(len(tokens))]
        visit.page.keyboard.press("ArrowRight")
    assert visit.prediction == label(str(visit.trace().prediction), task)
    assert len(visit.asked) == requests, "scrubbing asks nobody"


def test_the_answer_follows_the_keys(visit: Visit) -> None:
    """Each answer is that to what stands in the field, and the last to all of it."""
    begin(visit, "names", "gru", "Ro")
    visit.page.locator(FIELD).press_sequentially("ssi", delay=250)
    visit.read("Rossi")
    assert [asked["input"]["text"] for asked in visit.asked[-3:]] == ["Ros", "Ross", "Rossi"]
    assert visit.prediction == label(str(visit.trace().prediction), "names")
    visit.page.locator(FIELD).press("Backspace")
    visit.read("Ross")
    assert visit.page.evaluate("session.trace.encoded.tokens.join('')") == "ross⏎"


@pytest.mark.parametrize("task", ["names", "reviews"])
def test_the_guess_stands_under_each_token(visit: Visit, task: str) -> None:
    words = "Rossi" if task == "names" else SENTENCE
    stages = begin(visit, task, "gru", words)
    tokens = visit.page.evaluate("session.trace.encoded.tokens")
    shown = visit.page.locator(".pg-read button").evaluate_all(
        "all => all.map((e) => [e.firstChild.textContent, e.querySelector('small').textContent])"
    )
    labels = visit.trace().labels
    for (token, said), read, guess in zip(shown, tokens, of(stages, StepOutput), strict=True):
        assert token == read
        if task == "names":
            assert said == label(labels[int(guess.logits.argmax())], task)
        else:
            near = 1 if said[0] in "<>" else 0.51
            assert float(said.strip("<>%")) == pytest.approx(100 * float(guess.probabilities[1]), abs=near)
    visit.page.locator(".pg-read button").nth(2).click()
    assert visit.page.evaluate("player.moment") == 2


def test_what_was_left_out_is_said(visit: Visit) -> None:
    begin(visit, "names", "gru", "Müller🙂 山!")
    assert visit.text(".pg-left-out") == text("reading.dropped", characters="🙂 山 !")
    assert "".join(visit.page.locator(".pg-read button").evaluate_all("all => all.map((e) => e.firstChild.data)")) == (
        "muller⏎"
    )
    visit.write("Muller")
    assert visit.text(".pg-left-out") == ""


def test_a_sentence_of_unknown_words_is_not_trusted(visit: Visit) -> None:
    begin(visit, "reviews", "lstm", "zzyzx qrwtzx film")
    unknown = text("reading.unknown", words="zzyzx, qrwtzx")
    assert visit.text(".pg-left-out") == f"{unknown} {text('reading.mostly_unknown')}"


def test_unknown_words_are_shown(visit: Visit) -> None:
    begin(visit, "reviews", "lstm", "What a good zzyzx film that was, qrwtzx 😍")
    assert visit.text(".pg-left-out") == text("reading.unknown", words="zzyzx, qrwtzx")
    for place in (".pg-read button.unknown", "#stage-LSTMStep-0 [data-quantity=cell] .pg-tokens .unknown"):
        assert visit.page.locator(place).evaluate_all("all => all.map((e) => e.firstChild.data)") == ["zzyzx", "qrwtzx"]


@pytest.mark.parametrize(
    ("task", "words", "code", "values"),
    [
        ("names", "🙂", "no_letters", {"dropped": "🙂"}),
        ("names", "a" * (MAX_STEPS + 1), "too_long", {"limit": MAX_STEPS}),
        ("reviews", "qwrtzxy!", "no_known_word", {}),
        ("reviews", "שלום", "no_known_word", {}),
    ],
)
def test_what_cannot_be_read_is_said(visit: Visit, task: str, words: str, code: str, values: dict[str, Any]) -> None:
    visit.choose_task(task)
    visit.page.locator(FIELD).fill(words)
    message = text(f"errors.{code}", **values)
    visit.page.wait_for_function("([at, m]) => document.querySelector(at).textContent === m", arg=[MESSAGE, message])
    assert visit.page.locator(FIELD).input_value() == words, "what was typed stays"
    assert visit.prediction == "?"
    visit.paste("good" if task == "reviews" else "Rossi")
    assert visit.message == ""
    assert visit.prediction == label(str(visit.trace().prediction), task)


def test_an_empty_field_asks_for_a_text(visit: Visit) -> None:
    visit.choose_task("names")
    visit.page.locator(FIELD).fill("  ")
    visit.page.wait_for_function("session.trace === null")
    assert visit.prediction == "?"
    assert visit.text("[data-caption]") == text("tasks.names.waiting")
    assert visit.message == ""


# Units


def test_a_chosen_unit_shows_its_curves(visit: Visit) -> None:
    stages = begin(visit, "names", "lstm", "Yamamoto")
    visit.hover("#stage-LSTMStep-0 [data-quantity=forget] .pg-map", 2, 17)
    visit.page.mouse.down()
    visit.page.mouse.up()
    chart = "#stage-LSTMStep-0 .pg-chart"
    visit.page.locator(chart).scroll_into_view_if_needed()
    visit.page.wait_for_function("at => document.querySelector(at).data?.length === 6", arg=chart)
    assert visit.text("#stage-LSTMStep-0 .pg-means b") == text("stages.steps.unit", unit=18)
    assert visit.page.evaluate("player.moment") == 2
    curves = visit.page.evaluate("at => document.querySelector(at).data.map(({name, y}) => [name, y])", chart)
    for (name, values), quantity in zip(curves, GATES["lstm"], strict=True):
        symbol = declared(LSTMStep)[quantity].symbol
        assert name == table("en")["quantities"][quantity]["name"].format(symbol=symbol)
        steps = of(stages, "LSTMStep")
        assert values == pytest.approx([float(getattr(s, quantity)[17]) for s in steps], abs=2e-3)
    for mark in visit.page.locator("#stage-LSTMStep-0 .pg-unit-mark").all():
        assert mark.evaluate("e => [e.style.display, parseFloat(e.style.top)]") == [
            "block",
            pytest.approx(1700 / 128, abs=1e-3),
        ]
    visit.tap("#stage-LSTMStep-0 .pg-means button")
    visit.page.wait_for_function("at => document.querySelector(at).data.length === 3", arg=chart)
    assert visit.page.locator("#stage-LSTMStep-0 .pg-unit-mark").first.is_hidden()


def order_of(visit: Visit, panel: str, quantity: str) -> tuple[list[int], np.ndarray]:
    """The units from top to bottom, as the page names them, and the rows (N, T)."""
    at = f"{panel} [data-quantity={quantity}] .pg-map"
    units = visit.page.evaluate(
        """at => {
      const {cells} = document.querySelector(at);
      return Array.from({length: cells.height}, (_, y) => +cells.describe(0, y).match(/unit (\\d+)/)[1] - 1);
    }""",
        at,
    )
    return units, np.array(visit.cells(at)[0]).reshape(len(units), -1)


@pytest.mark.parametrize("network", ["rnn", "gru"])
@pytest.mark.parametrize("order", ["mean", "active", "similarity", "index"])
def test_units_in_another_order_keep_their_values(visit: Visit, network: str, order: str) -> None:
    stages = begin(visit, "names", network, "Yamamoto")
    kind = f"{network.upper()}Step"
    states = np.stack([np.asarray(step.hidden) for step in of(stages, kind)], axis=1).astype(np.float64)  # (N, T)
    visit.page.locator(f"#stage-{kind}-0 .pg-order select").select_option(order)
    for quantity in GATES[network]:
        units, rows = order_of(visit, f"#stage-{kind}-0", quantity)
        assert sorted(units) == list(range(128))
        expected = np.stack([np.asarray(getattr(step, quantity)) for step in of(stages, kind)], axis=1)
        np.testing.assert_allclose(rows, expected[units], atol=0.51 / 2047 + 1e-6)
    placed = states[units]
    if order == "index":
        assert units == list(range(128))
    elif order == "mean":
        assert (np.diff(placed.mean(axis=1)) < 2e-3).all()
    elif order == "active":
        # A peak is where a unit is largest within what travels of it.
        peaks = [set(np.flatnonzero(np.abs(row) > np.abs(row).max() - 1e-3)) for row in placed]
        reached = 0
        for peak in peaks:
            reached = min(step for step in peak if step >= reached)
    else:
        assert placed[0].mean() == pytest.approx(states.mean(axis=1).max(), abs=1e-3)
        for at in range(127):
            distances = np.linalg.norm(placed[at + 1 :] - placed[at], axis=1)
            assert distances[0] <= distances.min() + 5e-3, "the next is the most like it of those that are left"


def test_the_keyboard_reads_cells(visit: Visit) -> None:
    stages = begin(visit, "reviews", "gru", SENTENCE)
    canvas = visit.page.locator("#stage-GRUStep-1 [data-quantity=update] .pg-map")
    canvas.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown"):
        canvas.press(key)
    x, y = canvas.evaluate("c => c.at")
    tip = visit.page.locator(".pg-tip")
    step = of(stages, "GRUStep", layer=1)[x]
    assert (x, y) != (0, 0)
    assert float(tip.locator("b").first.inner_text()) == pytest.approx(float(step.update[y]), abs=1e-3)
    place = text("axis.reviews.place", step=x + 1, token=visit.page.evaluate("session.trace.encoded.tokens")[x])
    assert text("where.unit_step", layer=2, unit=y + 1, place=place) in tip.inner_text()
    canvas.press("Enter")
    assert visit.page.evaluate("player.moment") == x
    assert visit.text("#stage-GRUStep-1 .pg-means b") == text("stages.steps.unit", unit=y + 1)


# Long texts


def test_a_long_name_is_seen_through_a_window(visit: Visit) -> None:
    visit.choose_task("names")
    visit.pick("gru")
    words = "Yamamoto Kowalski Papadopoulos " * 40  # 1,239 letters and the mark of the end
    visit.paste(words)
    stages = visit.trace().stages
    steps = len(of(stages, StepOutput))
    assert steps == 1240

    def window() -> int:
        tokens = "".join(visit.page.evaluate("session.trace.encoded.tokens"))
        shown = visit.page.locator("#stage-GRUStep-0 [data-quantity=update] .pg-tokens span")
        found = "".join(shown.all_inner_texts()).replace("␣", " ")
        assert len(found) == 48
        first = visit.page.evaluate(
            "(session.trace.steps, import('/playground/static/playback/view.js').then((m) => m.view.from))"
        )
        assert tokens[first : first + 48] == found
        return first

    overview = visit.page.locator(".pg-timeline")
    overview.evaluate("e => e.scrollIntoView({block: 'center'})")
    assert overview.is_visible()
    box = overview.bounding_box()
    assert box
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    middle = visit.page.evaluate("player.moment")
    assert middle == pytest.approx(steps / 2, abs=3)
    first = window()
    assert first <= middle < first + 48
    assert_layers(visit, stages, first)
    guess = of(stages, StepOutput)[middle]
    assert visit.prediction == label(visit.trace().labels[int(guess.logits.argmax())], "names")
    visit.page.locator(SCRUBBER).press("End")
    assert window() == steps - 48
    assert_layers(visit, stages, steps - 48)
    visit.page.locator(SCRUBBER).press("Home")
    assert window() == 0
    visit.paste("Rossi")
    assert overview.is_hidden()


# The page around it


def test_switching_tasks_keeps_what_was_entered(visit: Visit) -> None:
    for task, words in (("names", "Dvořák"), ("reviews", "A great film")):
        visit.choose_task(task)
        visit.paste(words)
    for task in ("digits", "strokes", "series", "cancer", "diabetes", "names", "reviews"):
        visit.choose_task(task)
        assert visit.asked[-1]["task"] == task
        assert visit.page.locator(".pg-tasks [aria-current=page]").get_attribute("data-task") == task
        assert f"task={task}" in visit.page.url
        assert visit.page.locator(".pg-entry:visible, .pg-view:visible").count() == 2
        trace = visit.trace()
        panels = dict.fromkeys(
            (type(s).__name__, getattr(s, "layer", None), getattr(s, "direction", None) or None) for s in trace.stages
        )
        shown = visit.page.locator(".pg-stage").evaluate_all("all => all.map((e) => e.id)")
        if not trace.labels:
            panels.pop(("StepOutput", None, None), None)  # the forecast has what it says
        assert sorted(shown) == sorted("-".join(map(str, ("stage", *filter(_is, panel)))) for panel in panels)
    assert visit.page.locator(FIELD).input_value() == "A great film"
    visit.choose_task("names")
    assert visit.page.locator(FIELD).input_value() == "Dvořák"
    assert visit.asked[-1]["input"] == {"text": "Dvořák"}


def _is(part: object) -> bool:
    return part is not None


def test_the_network_that_was_chosen_stays_chosen(visit: Visit) -> None:
    visit.choose_task("names")
    visit.pick("lstm")
    visit.choose_task("reviews")
    visit.pick("rnn")
    visit.choose_task("names")
    assert visit.page.evaluate("session.architecture") == "lstm"
    assert "network=lstm" in visit.page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_network_of_both_directions_from_the_address(open_page: Callable[..., Visit], language: str) -> None:
    visit = open_page(f"?task=names&network=bigru&lang={language}")
    trace = visit.trace()
    assert (trace.task, trace.architecture) == ("names", "bigru")
    assert visit.text("#pg-input-title") == text("tasks.names.title", language)
    assert visit.prediction == label(str(trace.prediction), "names", language)
    assert_layers(visit, trace.stages)
    # What the last step says, where the backward half has seen one letter only, stands beside it.
    late = of(trace.stages, StepOutput)[-1].probabilities
    shown = visit.bars("#stage-Output figure:nth-child(3)")
    assert [float(value.strip("<>%")) for value in shown] == pytest.approx([100 * p for p in late.tolist()], abs=0.11)
    assert isinstance(trace.output, Output)
    differs = float((late - trace.probabilities).abs().sum()) / 2
    assert differs > 0.001
    assert f"{100 * differs:.1f}%" in visit.text(".pg-readouts")
    visit.page.locator(SCRUBBER).press("Home")
    assert visit.prediction == "…"
    assert visit.text("[data-caption]") == text("answer.waits", language)
    assert visit.page.locator("#stage-Output.future").count() == 1
    assert visit.page.locator(".pg-read small").count() == 0, "no guess before the end"
    visit.page.locator(SCRUBBER).press("End")
    visit.paste("Rossi")
    assert visit.prediction == label(str(inspect("names", "Rossi", "bigru").prediction), "names", language)
    visit.assert_no_problems()


def test_examples_are_read(visit: Visit) -> None:
    visit.choose_task("names")
    visit.pick("gru")
    for chip in visit.page.locator(".pg-entry:not([hidden]) .pg-chips button").all()[:4]:
        words = chip.inner_text()
        chip.click()
        visit.read(words)
        assert visit.page.locator(FIELD).input_value() == words
        assert visit.prediction == label(str(inspect("names", words, "gru").prediction), "names")
    assert set(visit.trace().labels) == set(NAMES.labels)
