"""Requests for gradients and steps of learning (requests.py has all others)."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from playground.checks import listed
from playground.errors import InputError
from playground.service.requests import ExplainRequest, PredictRequest, WeightsRequest


class GradientsRequest(PredictRequest):
    """What every quantity of a trace does to the loss of one answer; target and loss as learning.gradients has them."""

    target: Any = None
    loss: Any = None


class ChainRequest(ExplainRequest, GradientsRequest):
    """The chain rule for one value of a trace."""


def _weight(value: Any) -> tuple[str, list[Any]] | None:
    given = listed(value)
    if value is None:
        return None
    if given is None or len(given) != 2 or not isinstance(given[0], str) or listed(given[1]) is None:
        raise InputError("bad_weight_asked")
    return given[0], list(given[1])


class UpdateRequest(ExplainRequest):
    """What the next step of changes["learning"] does to the weights that make one value of a trace."""

    weight: Annotated[Any, BeforeValidator(_weight)] = None  # [name in the state_dict, place], one of them


class LearntWeightsRequest(PredictRequest, WeightsRequest):
    """The weights of a layer after the steps of changes["learning"]."""
