"""A trace and its gradients in so few words that a language model can read them: ranges, and what is largest."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from playground.service import service
from playground.service.gradient_requests import GradientsRequest
from playground.service.lanes import Check, Job
from playground.service.learning import gradients
from playground.service.requests import PredictRequest

if TYPE_CHECKING:
    from torch import Tensor

    from playground.descent import Gradients
    from playground.run import Run
    from playground.stages import Stage

LARGEST = 3  # values of each quantity, by magnitude
GUESSES = 40  # steps of which the guess is told
DIGITS = 4  # significant digits


def trace(asked: PredictRequest) -> Job:
    """A job that gives {"prediction", "probabilities", "familiarity", "layers", "guesses", "steps"}.

    layers: what `_layers` tells of the stages. guesses: of a network that reads step by step the likeliest label after
    each step, or the number; of a longer run those of the last steps.
    """

    def ready(run: "Run") -> Job:
        from playground.service.costs import tracing

        def work(check: Check) -> dict[str, Any]:
            found = service.whole(run, check)
            known = {"prediction": found.prediction, "familiarity": found.familiarity}
            if found.labels:
                known["probabilities"] = dict(zip(found.labels, found.probabilities.tolist(), strict=True))
            return known | {"layers": _layers(found.stages, check)} | _guesses(run, found.stages)

        return Job(work, tracing(run))

    return service.started(asked, ready)


def gradients_told(asked: GradientsRequest) -> Job:
    """A job that gives {"loss", "name", "target", "layers", "weights": {name: the length of its gradient}}."""

    def told(found: "Gradients", check: Check) -> dict[str, Any]:
        weights = {name: values.double().norm().item() for name, values in found.weights.items()}
        known = {"loss": found.loss, "name": found.asked.name, "target": found.asked.target}
        return known | {"layers": _layers(found.stages, check), "weights": weights}

    return service.followed(gradients(asked), told)


def short(told: Any) -> str:
    """What is told as JSON, its numbers with four significant digits."""
    return json.dumps(_rounded(told), ensure_ascii=False, separators=(",", ":"))


def _rounded(told: Any) -> Any:
    if isinstance(told, float):
        return float(f"{told:.{DIGITS}g}")
    if isinstance(told, dict):
        return {name: _rounded(value) for name, value in told.items()}
    return [_rounded(value) for value in told] if isinstance(told, list | tuple) else told


def _layers(stages: "Iterable[Stage]", check: Check) -> list[dict[str, Any]]:
    """Of each kind of stage, layer and direction {"stage", "layer", "direction", "steps", "quantities"}.

    Of a quantity, over all steps: "symbol", "shape" of one stage, "least", "mean", "most", and "largest", the values of
    the largest magnitude as {"t", "index", "value"}: with stage, layer and direction the selection of that value.
    """
    grouped: dict[tuple[str, int | None, int | None], list[Stage]] = {}
    for stage in stages:
        check()
        grouped.setdefault((stage.place.kind, stage.place.layer, stage.place.direction), []).append(stage)
    told = []
    for (kind, layer, direction), group in grouped.items():
        check()
        place = {"stage": kind, "layer": layer, "direction": direction}
        timed = group[0].place.t is not None
        place = {name: value for name, value in place.items() if value is not None}
        told.append(place | ({"steps": len(group)} if timed else {}) | {"quantities": _quantities(group)})
    return told


def _quantities(group: "list[Stage]") -> dict[str, Any]:
    from playground.stages.stage import continuous, quantities

    kind = type(group[0])
    return {
        name: {"symbol": quantities(kind)[name].symbol} | _figures([getattr(stage, name) for stage in group], group)
        for name in continuous(kind)
    }


def _figures(values: "list[Tensor]", group: "list[Stage]") -> dict[str, Any]:
    import torch

    whole = torch.stack([value.double() for value in values])
    order = whole.abs().flatten().argsort(descending=True, stable=True)[:LARGEST]
    largest = []
    for place in order.tolist():
        step, *index = (int(one) for one in torch.unravel_index(torch.tensor(place), whole.shape))
        t = group[step].place.t
        largest.append(({} if t is None else {"t": t}) | {"index": index, "value": whole[(step, *index)].item()})
    ends = {"least": whole.min().item(), "mean": whole.mean().item(), "most": whole.max().item()}
    return {"shape": list(values[0].shape)} | ends | {"largest": largest}


def _guesses(run: "Run", stages: "Iterable[Stage]") -> dict[str, Any]:
    from playground.stages import StepOutput

    steps = [stage for stage in stages if isinstance(stage, StepOutput)]
    if not steps:
        return {}
    last = [{"t": stage.t, "guess": run.answer(stage.logits)} | _sure(run, stage) for stage in steps[-GUESSES:]]
    return {"steps": len(steps), "guesses": last}


def _sure(run: "Run", stage: Any) -> dict[str, float]:
    return {"probability": stage.probabilities.max().item()} if run.labels else {}
