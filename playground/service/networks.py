"""Requests that need no input as jobs: what there is to tell of a network, of the kinds of stages, and of the guide."""

from typing import TYPE_CHECKING, Any

from playground.errors import InputError
from playground.service import requests as r
from playground.service.lanes import Check, Job
from playground.service.service import checked

if TYPE_CHECKING:
    from torch import Tensor


def weights(asked: r.WeightsRequest) -> Job:
    """A job that gives a layer, its weights (N, ...) and biases (N,), or those of one unit, (...) and ()."""
    from playground.changes import read_changes
    from playground.provider import provided

    def work(_: Check) -> "tuple[int, Tensor, Tensor]":
        model = provided(asked.task, asked.network, read_changes(asked.changes)).model
        return weights_in(model, asked.layer, asked.unit)

    return Job(work)


def weights_in(model: Any, layer: int, unit: int | None) -> "tuple[int, Tensor, Tensor]":
    """As `weights`, of a model. Raises InputError when there is no such layer or unit."""
    from playground.models.recurrent import RecurrentClassifier

    layers = dict(enumerate(getattr(model, "weighted", [])))
    if isinstance(model, RecurrentClassifier):
        layers[model.recurrent.num_layers] = model.fc  # the readout, after the layers through time
    if layer not in layers:
        raise InputError("unknown_layer", count=len(layers))
    weight, bias = layers[layer].weight, layers[layer].bias
    if unit is None:
        return layer, weight, bias
    if unit >= len(weight):
        raise InputError("unknown_unit", count=len(weight))
    return layer, weight[unit], bias[unit]


def plan(asked: r.NetworkRequest) -> Job:
    """A job that gives the run of an input with nothing in it, and its stages."""
    from playground.inspection import blank
    from playground.service.costs import tracing

    def ready(_: Check) -> Job:
        run = blank(asked.task, asked.network, asked.changes)
        return Job(lambda check: (run, tuple(checked(run, check))), tracing(run))

    return Job(ready)


def listing(asked: r.NetworkRequest) -> Job:
    """A job that gives the lines of a network's class, and of each layer [kind, layer, direction] those of it."""

    def work(_: Check) -> dict[str, Any]:
        from playground.changes import read_changes
        from playground.listings import listing_of

        found = listing_of(asked.task, asked.network, read_changes(asked.changes))
        layers = [{"key": list(key), "lines": list(lines)} for key, lines in found.layers.items()]
        return {"lines": list(found.lines), "layers": layers}

    return Job(work)


def curves(asked: r.NetworkRequest) -> Job:
    """A job that gives {"snapshots": what is known of each of a network's training}."""
    from playground.checkpoints import curves

    return Job(lambda _: {"snapshots": curves(asked.task, asked.network)})


def kinds() -> Job:
    """A job that gives what each kind of stage declares of itself (stages/declarations.py)."""
    from playground.stages.declarations import every_kind

    return Job(lambda _: every_kind())


def story() -> Job:
    """A job that gives what the read-along tab has beside its words (story.py)."""
    from playground import story

    return Job(lambda _: story.story())
