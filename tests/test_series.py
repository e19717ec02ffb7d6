"""The series task: units come back, nothing looks ahead, and going on freely is feeding predictions by hand."""

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from inputs import DATA, needs
from torch import Tensor, nn

from playground.errors import InputError
from playground.models import ARCHITECTURES
from playground.models.fnn import FNN
from playground.stages import DenseStep, GRUStep, Input, LSTMStep, Output, RNNStep, StepOutput
from playground.tasks import series
from playground.tasks.series import ALPHA, MAX_AHEAD, SERIES, WINDOW, Series, example, moves, scales, sources, windows
from playground.tasks.task import MAX_STEPS
from playground.text import LANGUAGES, table

needs_data = needs(DATA / "series")
NETWORKS = list(SERIES.networks)
EXAMPLES = json.loads(files("playground.tasks").joinpath("examples/series.json").read_text(encoding="utf-8"))
WAVE: list[float] = EXAMPLES["shown"][0]["input"]["values"]

whole = st.lists(st.integers(-1000, 1000).map(float), min_size=2, max_size=40)


def network(name: str) -> nn.Module:
    """With random weights: what is tested here holds for any."""
    torch.manual_seed(3)
    architecture, arguments = SERIES.networks[name]
    return ARCHITECTURES[architecture](**arguments).requires_grad_(False)


def outputs(name: str, value: Any) -> tuple[Series, list[float]]:
    """The encoded series and y of every step."""
    encoded = SERIES.encode(value)
    stages = SERIES.stages(network(name), encoded)
    return encoded, [float(stage.logits[0]) for stage in stages if isinstance(stage, StepOutput)]


def predictions(name: str, value: Any) -> list[float]:
    encoded, y = outputs(name, value)
    return encoded.predictions(y)


@given(whole)
def test_the_scale_is_the_mean_square_of_the_changes_so_far(values: list[float]) -> None:
    found = scales(torch.tensor(values, dtype=torch.float64)).tolist()
    for t, scale in enumerate(found):
        squares = [(values[i] - values[i - 1]) ** 2 for i in range(1, t + 1)]
        weights = [(1 - ALPHA) ** (t - i) for i in range(1, t + 1)]
        mean = sum(w * s for w, s in zip(weights, squares, strict=True)) / max(sum(weights), 1e-9)
        assert scale == pytest.approx(mean**0.5, rel=1e-9, abs=1e-12)
    pair = torch.tensor([values, values[::-1]], dtype=torch.float64)
    torch.testing.assert_close(scales(pair)[0], torch.tensor(found, dtype=torch.float64), rtol=1e-12, atol=0)


def test_what_the_networks_read() -> None:
    values = torch.tensor([5.0, 5.0, 7.0, 6.0], dtype=torch.float64)
    scale = torch.tensor([0.0, 0.0, 2.0, 0.5], dtype=torch.float64)
    assert moves(values, scale)[:, 0].tolist() == [0, 0, 1, -2]
    window = windows(values, scale)
    assert window.shape == (4, WINDOW)
    assert window[1].tolist() == [0] * WINDOW
    mean = (5 * 8 + 7 + 6) / 10
    assert window[3].tolist() == pytest.approx([(v - mean) / 0.5 for v in [5] * 8 + [7, 6]])


@pytest.mark.parametrize("name", NETWORKS)
@given(whole, st.integers(0, 39), st.integers(-1000, 1000))
def test_nothing_depends_on_what_comes_later(name: str, values: list[float], at: int, other: int) -> None:
    at = min(at, len(values) - 1)
    changed = [*values[:at], float(other), *values[at + 1 :]]
    before, after = predictions(name, values), predictions(name, changed)
    assert before[:at] == pytest.approx(after[:at], rel=1e-5, abs=1e-3)
    assert SERIES.encode(values).scale[:at] == SERIES.encode(changed).scale[:at]
    torch.testing.assert_close(SERIES.encode(values).inputs[:at], SERIES.encode(changed).inputs[:at], rtol=0, atol=0)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize(("factor", "offset"), [(1e-6, 0), (1e6, 0), (1e-3, 7.5), (1, 1e6), (1e9, -1e9), (3, 1e-6)])
def test_any_unit_gives_the_same_forecast(name: str, factor: float, offset: float) -> None:
    plain = predictions(name, {"values": WAVE, "ahead": 20})
    other = predictions(name, {"values": [offset + factor * v for v in WAVE], "ahead": 20})
    assert [(v - offset) / factor for v in other] == pytest.approx(plain, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("values", [[3.0] * 30, [1e-6, 1e-6], [1e12, -1e12], [0.0, 1e-300], [0.1] * 3 + [0.1 + 1e-15]])
def test_odd_series_have_finite_forecasts(name: str, values: list[float]) -> None:
    found = predictions(name, {"values": values, "ahead": 30})
    assert torch.tensor(found).isfinite().all()
    assert len(found) == len(values) + 29
    if len(set(values)) == 1:
        assert set(found) == set(values)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize(("ahead", "held_out"), [(0, 0), (1, 0), (7, 0), (0, 5), (3, 5)])
def test_the_stages_come_in_order(name: str, ahead: int, held_out: int) -> None:
    encoded = SERIES.encode({"values": WAVE, "ahead": ahead, "held_out": held_out})
    stages = list(SERIES.stages(network(name), encoded))
    read, free = len(WAVE) - held_out, max(0, ahead + held_out - 1)
    assert isinstance(stages[0], Input)
    assert isinstance(stages[-1], Output)
    said = [stage for stage in stages if isinstance(stage, StepOutput)]
    assert [stage.t for stage in said] == list(range(read + free))
    kinds = DenseStep | RNNStep | LSTMStep | GRUStep
    steps = [stage for stage in stages if isinstance(stage, kinds)]
    layers = SERIES.networks[name].arguments.get("num_layers", 1)
    assert [(s.layer, s.t) for s in steps[: layers * read]] == [(i, t) for i in range(layers) for t in range(read)]
    assert [(s.layer, s.t) for s in steps[layers * read :]] == [
        (i, t) for t in range(read, read + free) for i in range(layers)
    ]
    assert len(stages) == 2 + len(said) + len(steps)
    torch.testing.assert_close(stages[-1].logits, said[read - 1].logits)
    answer = SERIES.answer(encoded, stages[-1].logits)
    assert answer == pytest.approx(encoded.predictions([float(s.logits[0]) for s in said])[read - 1])


def by_hand(model: nn.Module, values: Sequence[float], count: int) -> list[float]:
    """`count` values after `values`, by running the network over its own predictions with torch.nn's own classes."""
    known = torch.tensor(values, dtype=torch.float64)
    scale = torch.tensor(SERIES.encode(list(values)).scale, dtype=torch.float64)
    found: list[float] = []
    if isinstance(model, FNN):
        seen = [values[0]] * WINDOW + list(values)
        for _ in range(count):
            window = torch.tensor(seen[-WINDOW:], dtype=torch.float64)
            x = (window - window.mean()) / scale[-1]
            seen.append(seen[-1] + float(scale[-1]) * float(model(x[None].float())))
        return seen[-count:]
    recurrent: Any = model.recurrent
    change = torch.cat([torch.zeros(1, dtype=torch.float64), known.diff()]) / scale.clamp_min(1e-12)
    state: Any = None
    x: Tensor = change.float()[None, :, None]
    now = values[-1]
    for _ in range(count):
        states, state = recurrent(x, state)
        y = model.fc(states[:, -1])
        now += float(scale[-1]) * float(y)
        found.append(now)
        x = y[None]
    return found


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("values", [WAVE, WAVE[:2], WAVE[:11], [1.0, 4.0, 2.0]])
def test_going_on_is_feeding_predictions(name: str, values: list[float]) -> None:
    found = predictions(name, {"values": values, "ahead": 25})[len(values) - 1 :]
    assert found == pytest.approx(by_hand(network(name), values, 25), rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("name", NETWORKS)
def test_what_is_held_out_is_not_read(name: str) -> None:
    shown = predictions(name, {"values": WAVE[:40], "ahead": 20})
    hidden, y = outputs(name, {"values": WAVE, "held_out": 20})
    assert hidden.predictions(y) == shown
    assert (hidden.read, hidden.held_out, len(hidden.scale), len(hidden.values)) == (40, 20, 40, 60)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"ahead": -1}, "bad_ahead"),
        ({"ahead": MAX_AHEAD + 1}, "bad_ahead"),
        ({"ahead": True}, "bad_ahead"),
        ({"ahead": 1.5}, "bad_ahead"),
        ({"ahead": None}, "bad_ahead"),
        ({"ahead": 10**5000}, "bad_ahead"),
        ({"held_out": 59}, "bad_held_out"),
        ({"held_out": "5"}, "bad_held_out"),
        ({"season": 1}, "bad_season"),
        ({"season": 12.0}, "bad_season"),
        ({"example": "nothing"}, "unknown_series"),
        ({"example": ["airline"]}, "unknown_series"),
        ({"values": [1.0] * (MAX_STEPS + 1)}, "too_long"),
        ({"values": [1.0]}, "too_few_values"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_done_is_said(options: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        SERIES.encode({"values": WAVE} | options)
    assert caught.value.code == code
    for language in LANGUAGES:
        assert caught.value.message(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_has_a_name_and_can_be_read(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series, "example", lambda label: WAVE * 10)
    assert 8 <= len(EXAMPLES["shown"]) <= 12
    assert "example" not in EXAMPLES["shown"][0]["input"]  # the first needs no data
    for shown in EXAMPLES["shown"]:
        assert table(language)["labels"]["series"][shown["label"]]
        assert SERIES.encode(shown["input"]).read >= 2
    assert set(sources()) == {s["input"]["example"] for s in EXAMPLES["shown"] if "example" in s["input"]}


@needs_data
def test_the_real_series_are_the_real_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_DATA", str(DATA))
    facts = {label: (len(example(label)), min(example(label)), max(example(label))) for label in sources()}
    assert facts["airline"] == (144, 104, 622)
    assert facts["melbourne"] == (3650, 0, 26.3)
    assert facts["births"] == (365, 23, 73)
    assert facts["nottingham"] == (240, 31.3, 66.5)
    assert facts["sunspots"] == (2820, 0, 253.8)
    assert [facts[label][0] for label in ("power", "heartbeat", "movement")] == [24, 96, 150]
    encoded = SERIES.encode({"example": "airline", "held_out": 24})
    assert (encoded.season, encoded.read, encoded.values[:2]) == (12, 120, (112, 118))
    assert encoded.first == int(0.7 * 144)  # not on what was trained on
    assert SERIES.encode({"example": "heartbeat"}).first < 48
    assert SERIES.encode(list(encoded.values)).first == 12
