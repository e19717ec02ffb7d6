"""The temperature: fitted, kept where it helps, a step between logits and probabilities wherever they are told."""

from dataclasses import replace

import pytest
import torch
from inputs import SEVEN, selection

from playground import inspect
from playground.explanation import explained
from playground.provider import checkpoint
from playground.stages import StepOutput
from playground.training.calibration import calibration, ece, temperature
from playground.ui.wire import frames_unpacked


def answers(count: int, sharpness: float, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    """Labels drawn by softmax(logits), and the logits times `sharpness`."""
    generator = torch.Generator().manual_seed(seed)
    logits = 3 * torch.randn(count, 10, generator=generator)
    labels = torch.multinomial(logits.softmax(1), 1, generator=generator)[:, 0]
    return logits * sharpness, labels


@pytest.mark.parametrize("sharpness", [0.4, 1.0, 2.5])
def test_the_temperature_that_was_put_in_is_found(sharpness: float) -> None:
    logits, labels = answers(20_000, sharpness)
    fitted = temperature(logits, labels)
    assert fitted == pytest.approx(sharpness, rel=0.05)
    assert ece(logits / fitted, labels) < 1.5
    if sharpness != 1:
        assert ece(logits, labels) > 5


def test_the_error_is_that_of_a_plain_count() -> None:
    logits = torch.tensor([[2.0, 0.0], [2.0, 0.0], [0.2, 0.0]])
    sure, unsure = (float(logits[k].softmax(0)[0]) for k in (0, 2))
    expected = 100 * (abs(2 * sure - 1) + abs(unsure - 1)) / 3
    assert ece(logits, torch.tensor([0, 1, 0])) == pytest.approx(expected)


class Told:
    """A training whose answers are these."""

    def __init__(self, **parts: tuple[torch.Tensor, torch.Tensor] | None) -> None:
        self.parts = parts

    def answers(self, model: object, part: str) -> tuple[torch.Tensor, torch.Tensor] | None:
        return self.parts[part]


def test_it_is_kept_where_it_helps_and_nowhere_else() -> None:
    def found(count: int, sharpness: float) -> dict:
        parts = {"validation": answers(count, sharpness), "test": answers(5_000, sharpness, seed=1)}
        return calibration(None, Told(**parts))  # type: ignore[arg-type,return-value]

    assert found(5_000, 2.0)["temperature"] == pytest.approx(2.0, rel=0.1)
    assert found(5_000, 2.0)["scaled_ece"] < found(5_000, 2.0)["ece"] / 2
    assert found(20_000, 1.0)["temperature"] == 1
    assert found(100, 2.0)["temperature"] == 1, "too few to fit to"
    assert calibration(None, Told(validation=None, test=None)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["cnn", "rnn"])
def test_it_is_a_step_before_the_probabilities(name: str) -> None:
    plain, network = inspect("digits", SEVEN, name), replace(checkpoint("digits", name), temperature=0.5)
    trace = inspect("digits", SEVEN, network)
    torch.testing.assert_close(trace.logits, plain.logits)
    torch.testing.assert_close(trace.probabilities, (plain.logits / 0.5).softmax(0))
    assert trace.prediction == plain.prediction
    assert trace.check().largest < 1e-4
    for stage in trace.stages:
        if isinstance(stage, StepOutput):
            torch.testing.assert_close(stage.probabilities, (stage.logits / 0.5).softmax(0))
    told = explained(trace.run.walk(trace.stages), selection("Output....probabilities.7"))
    assert told.value == pytest.approx(float(trace.probabilities[7]), abs=1e-6)
    assert "/ 0.5" in told.torch
    assert "temperature" in told.notes
    heads = [head for head, _, _ in frames_unpacked(iter(trace.stages), lambda: trace.run.layers)]
    assert {head["temperature"] for head in heads if head["stage"] in ("Output", "StepOutput")} == {0.5}
