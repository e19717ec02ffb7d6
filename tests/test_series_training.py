"""The training of the series networks: what they are trained and scored on, and that both read as the page does."""

from typing import Any

import pytest
import torch
from inputs import DATA, needs
from torch import Tensor, nn

from playground import checkpoints
from playground.models import ARCHITECTURES
from playground.stages import StepOutput
from playground.tasks.series import SERIES, TRAINED, scales
from playground.training import series as training_series
from playground.training.forecasts import AHEAD, Held, outputs, scores
from playground.training.samples import pool, seasons
from playground.training.series import LENGTH, STEPS, Batch, SeriesRecipe, SeriesTraining
from playground.training.synthetic import synthetic

needs_data = needs(DATA / "series")
NETWORKS = list(SERIES.networks)


def network(name: str) -> nn.Module:
    torch.manual_seed(3)
    architecture, arguments = SERIES.networks[name]
    return ARCHITECTURES[architecture](**arguments)


def zero(name: str) -> nn.Module:
    """It always says 0, which is to repeat the last value."""
    model = network(name)
    for value in model.parameters():
        nn.init.zeros_(value)
    return model.requires_grad_(False)


def made_up(count: int, length: int) -> Tensor:
    torch.manual_seed(5)
    return synthetic(count, length)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize(("cut", "ahead"), [(40, 1), (40, 9), (25, 15), (3, 20)])
def test_a_network_is_trained_on_what_the_page_shows(name: str, cut: int, ahead: int) -> None:
    values = made_up(3, 40)
    model = network(name).requires_grad_(False)
    y, freely = outputs(model, values, scales(values), cut, ahead)
    for row, said, went in zip(values.tolist(), y.tolist(), freely.tolist(), strict=True):
        stages = SERIES.stages(model, SERIES.encode(row))
        assert said == pytest.approx([float(s.logits) for s in stages if isinstance(s, StepOutput)], abs=1e-4)
        encoded = SERIES.encode({"values": row[:cut], "ahead": ahead})
        shown = [float(s.logits) for s in SERIES.stages(model, encoded) if isinstance(s, StepOutput)]
        assert went == pytest.approx(encoded.predictions(shown)[cut - 1 :], abs=1e-3)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_that_says_nothing_repeats_the_last_value(name: str) -> None:
    values = made_up(4, 90)
    held = [Held("a", values[:1], 60, 12), Held("b", values[1:], 30)]
    found = scores(zero(name), held)
    assert (found["skill_last"], found["free_last"]) == (0, 0)
    assert (found["wins"], found["series"]) == (0, 2)
    truth, last, season = values[0, 60:], values[0, 59:-1], values[0, 48:-12]
    skill = 100 * (1 - float((truth - last).abs().mean() / (truth - season).abs().mean()))
    assert found["skill_season"] == pytest.approx(skill, abs=0.01)
    assert (found["a"], found["b"]) == (pytest.approx(min(skill, 0), abs=0.01), 0)


def test_going_on_freely_is_scored_against_what_came() -> None:
    ramp = torch.arange(80, dtype=torch.float64)[None]
    found = scores(zero("fnn"), [Held("ramp", ramp, 50, AHEAD)])
    mean = sum(range(1, AHEAD + 1)) / AHEAD  # how far the ramp is from its last value, on average
    assert found["free_season"] == pytest.approx(100 * (1 - mean / AHEAD), abs=0.01)


def test_made_up_series_are_many_kinds() -> None:
    series = made_up(400, 120)
    assert series.shape == (400, 120)
    assert series.dtype == torch.float64
    assert series.isfinite().all()
    assert float(series.abs().max()) < 1e4
    assert len({tuple(row) for row in series.tolist()}) > 390
    moved = series.diff(dim=1).abs().mean(1) / series.std(1).clamp_min(1e-9)
    assert float(moved.quantile(0.1)) < 0.2  # smooth ones
    assert float(moved.quantile(0.9)) > 0.6  # and rough ones


def test_stretches_are_as_long_as_they_say() -> None:
    torch.manual_seed(0)
    long, rows = torch.arange(1.0, 400.0).double(), torch.arange(1.0, 49.0).double().view(2, 24)
    values, real = pool([long], [rows], 60, 100, 0.5)
    assert values.shape == real.shape == (60, 100)
    for row, known in zip(values, real, strict=True):
        count = int(known.sum())
        assert known[:count].all()
        assert count >= 2
        assert (row[count:] == row[count - 1]).all()


@needs_data
def test_only_the_first_part_of_a_series_is_trained_on(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}

    def keep(series: list[Tensor], rows: list[Tensor], count: int, length: int, share: float) -> tuple[Tensor, Tensor]:
        given.update(series=series, rows=rows)
        return made_up(count, length), torch.ones(count, length, dtype=torch.bool)

    monkeypatch.setattr(training_series, "pool", keep)
    training = SeriesTraining(DATA)
    recipe = SeriesRecipe(epochs=1, learning_rate=1e-3, batch=2)
    batches = list(training.batches(recipe))
    assert len(batches) == STEPS == training.steps(recipe)
    assert all(batch.values.shape == (2, LENGTH) for batch in batches)
    assert [len(series) for series in given["series"]] == [int(TRAINED * n) for n in (144, 240, 2820, 3650, 365)]
    assert [len(rows) for rows in given["rows"]] == [100 - 15, 50 - 8, 67 - 10]
    assert list(seasons()) == ["airline", "nottingham", "sunspots", "melbourne", "births"]


@needs_data
@pytest.mark.parametrize("name", NETWORKS)
def test_the_loss_of_repeating_the_last_value_is_one(name: str) -> None:
    training = SeriesTraining(DATA)
    values = made_up(16, LENGTH)
    batch = Batch(values, torch.ones_like(values, dtype=torch.bool))
    recipe = SeriesRecipe(epochs=1, learning_rate=1e-3, free=0.0)
    assert float(training.loss(zero(name), batch, recipe)) == pytest.approx(1, abs=1e-4)
    trained = checkpoints.load("series", name)
    assert float(training.loss(trained, batch, recipe)) < 0.9
    padded = Batch(torch.cat([values[:, :100], values[:, :61] * 1e3], 1), torch.arange(LENGTH).expand(16, -1) < 100)
    other = Batch(torch.cat([values[:, :100], values[:, :61]], 1), padded.real)
    assert float(training.loss(trained, padded, recipe)) == pytest.approx(float(training.loss(trained, other, recipe)))


@needs_data
@pytest.mark.parametrize("name", NETWORKS)
def test_the_scores_are_what_the_network_scores(name: str) -> None:
    known = checkpoints.metadata("series", name)
    assert known["arguments"] == SERIES.networks[name].arguments
    assert SeriesTraining(DATA).test(checkpoints.load("series", name)) == pytest.approx(known["scores"], abs=0.05)
