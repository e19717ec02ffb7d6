"""What holds for the reference's architectures: its weights load, the stages end where forward ends."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from oracle import ORACLES, assert_same_stages
from reference import REFERENCE
from torch import Tensor, nn

from playground.models import ARCHITECTURES
from playground.stages import Input, Output

ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "fnn": (784, 64, 10),
    "cnn": (),
    "rnn": (28, 128, 2, 10),
    "lstm": (28, 128, 2, 10),
    "gru": (28, 128, 2, 10),
}


@pytest.fixture(params=REFERENCE)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def model(name: str) -> Iterator[nn.Module]:
    torch.manual_seed(0)
    yield ARCHITECTURES[name](*ARGUMENTS[name])


@pytest.fixture
def picture() -> Tensor:
    return torch.rand(1, 28, 28, generator=torch.Generator().manual_seed(1))


def like_the_reference(name: str, batch: Tensor) -> Tensor:
    """The reference's FNN takes vectors, its LSTM and GRU (B, T, D); the others squeeze for themselves."""
    return {"fnn": batch.flatten(1), "lstm": batch.squeeze(1), "gru": batch.squeeze(1)}.get(name, batch)


def test_every_architecture_of_the_reference_is_here() -> None:
    assert list(REFERENCE) == list(ORACLES) == list(ARGUMENTS)
    assert set(REFERENCE) <= set(ARCHITECTURES)


def test_names_arguments_and_defaults_are_the_references(name: str) -> None:
    ours, theirs = ARCHITECTURES[name], REFERENCE[name]
    assert ours.__name__ == theirs.__name__
    parameters = list(inspect.signature(ours).parameters.values())
    wanted = list(inspect.signature(theirs).parameters.values())
    assert [(p.name, p.default) for p in parameters[: len(wanted)]] == [(p.name, p.default) for p in wanted]
    assert all(p.default is not p.empty for p in parameters[len(wanted) :])


def test_a_reference_state_dict_loads_and_gives_the_same_logits(name: str, model: nn.Module, picture: Tensor) -> None:
    theirs = REFERENCE[name](*ARGUMENTS[name])
    assert list(model.state_dict()) == list(theirs.state_dict())
    model.load_state_dict(theirs.state_dict())
    batch = torch.stack([picture, picture.flip(1), picture * 3 - 1])
    with torch.no_grad():
        expected = theirs(like_the_reference(name, batch))
        torch.testing.assert_close(model(batch), expected, rtol=0, atol=1e-6)
        for x, logits in zip(batch, expected, strict=True):
            torch.testing.assert_close(list(model.stages(x))[-1].logits, logits, rtol=0, atol=1e-5)


def test_stages_of_a_picture_are_the_oracles(name: str, model: nn.Module, picture: Tensor) -> None:
    with torch.inference_mode():
        assert_same_stages(model.stages(picture), ORACLES[name](model, picture))


def test_first_and_last_stage(name: str, model: nn.Module, picture: Tensor) -> None:
    first, *_, last = model.stages(picture)
    assert isinstance(first, Input)
    assert isinstance(last, Output)
    torch.testing.assert_close(last.logits, model(picture[None])[0], rtol=0, atol=1e-5)
    torch.testing.assert_close(last.probabilities, last.logits.exp() / last.logits.exp().sum())


def test_stages_come_as_they_are_asked_for(name: str, model: nn.Module, picture: Tensor) -> None:
    stages = model.stages(picture)
    assert isinstance(next(stages), Input)
    for parameter in model.parameters():
        parameter.data.fill_(torch.nan)  # what was not yet asked for is not yet computed
    assert all(stage.logits.isnan().all() for stage in stages if isinstance(stage, Output))


def test_gradients_through_stages_are_those_through_forward(name: str, model: nn.Module, picture: Tensor) -> None:
    def gradients(logits: Tensor, x: Tensor) -> tuple[Tensor, ...]:
        loss = nn.functional.cross_entropy(logits[None], torch.tensor([3]))
        return torch.autograd.grad(loss, [x, *model.parameters()])

    x = picture.clone().requires_grad_()
    through_stages = gradients(list(model.stages(x))[-1].logits, x)
    through_forward = gradients(model(x[None])[0], x)
    for ours, expected in zip(through_stages, through_forward, strict=True):
        torch.testing.assert_close(ours, expected, rtol=1e-4, atol=1e-6)


def test_stages_leave_the_model_and_the_input_as_they_were(name: str, model: nn.Module, picture: Tensor) -> None:
    before = {key: value.clone() for key, value in model.state_dict().items()}
    x = picture.clone()
    with torch.inference_mode():
        once, again = (list(model.stages(x)) for _ in range(2))
        assert_same_stages(once, again, tolerance=0)
    assert torch.equal(x, picture)
    assert all(torch.equal(value, before[key]) for key, value in model.state_dict().items())
