"""The endpoints for programs, of several networks and of what is known of one: compare, curves, evaluate, kinds."""

from playground.service import comparing, evaluations, networks, service
from playground.service import requests as r
from playground.service.comparison_requests import ComparisonRequest
from playground.ui.calls import answered, given


async def compare(value: dict, networks: list | None = None, task: str = "digits", changes: dict | None = None) -> dict:
    """One input through several networks: what each says, how large it is, and how much it computes.

    value, task and changes as for predict; the changes are made in each of them. networks: names of the task's
    networks, by default all. Returns {"networks": {name: {"prediction", "familiarity", "probabilities" of labels,
    "parameters", "parts" [{"module", "formula", "parameters"}, ...], "multiply_adds" of a forward of this input, None
    where they are not known}}, "said": [{"answer", "networks"}, ...] that of the most networks first}.
    """
    asked = given(value=value, networks=networks, task=task, changes=changes)
    return await answered(lambda: comparing.told(ComparisonRequest(**asked)))


async def curves(network: str | None = None, task: str = "digits", architecture: str | None = None) -> dict:
    """How the training of a network went, where it was kept: {"snapshots": one after another, from before any step}.

    network, task and architecture: as for predict. A snapshot has "step" and "epoch", how many were done; "train_loss",
    the mean of the batches since the snapshot before, None at first; and of its very weights "validation_loss" and, in
    percent, "validation_accuracy". Its number, counted from 0, is the change {"snapshot": number}.
    """
    asked = given(network=network, task=task, architecture=architecture)
    return await answered(lambda: networks.curves(r.NetworkRequest(**asked)))


async def evaluate(
    network: str | None = None, task: str = "digits", changes: dict | None = None, architecture: str | None = None
) -> dict:
    """What a network says of test data, from which no network has learnt.

    network, task, changes and architecture: as for predict; task: digits (every fifth of MNIST's test digits), strokes,
    names, reviews or cancer. Returns {"labels": K names, "inputs": N of them, as predict takes them, "truth" and
    "answers": N places in labels, "probabilities": N lists of K, "confusion": K rows, one for each true label, of how
    many are answered with each label, "accuracy": the share that is right}.
    """
    asked = given(network=network, task=task, changes=changes, architecture=architecture)
    told = evaluations.for_a_program
    return await answered(lambda: service.followed(evaluations.evaluate(r.NetworkRequest(**asked)), told))


async def kinds() -> dict:
    """What there is of each kind of stage, by its name: what it is, its quantities, and the equation of each.

    Of a quantity: "symbol", "range" (share, signed, positive, unbounded, logits, ...), "role" (gate, state, maps, ...),
    "axes", "equation", and whether it can be "held". Of a kind: whether it is "timed", "switchable", "searchable",
    and of a recurrent one the "diagram" of its cell: "nodes" [name, operation, label] and "edges" [from, to].
    """
    return await answered(networks.kinds)
