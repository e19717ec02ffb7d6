"""What a visitor's file is found to be, as the page is told: its class or its layers, and how well it reads digits."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from playground.service.lanes import Job

if TYPE_CHECKING:
    from playground.own_networks.own_file import Own, Said


def found(given: dict[str, Any]) -> Job:
    """A job that gives of the file "file", in which is written what its owner said of it, what it is.

    {"class", "arguments", "layers", "size", "shapes", "input", "parameters", "trials", "best"}; of layers that cannot
    be so {"layers", "size", "refusal": {"message", "layer"}}. Raises InputError where there is nothing to be mended.
    """

    def work(_: object) -> dict[str, Any]:
        from playground.own_networks.own_file import MisfitError, own

        try:
            return _told(own(given["file"]))
        except MisfitError as error:
            refusal = {"message": error.message(given["spoken"]), **error.place}
            return _layers(error.said) | {"refusal": refusal}

    return Job(work)


def _layers(said: "Said") -> dict[str, Any]:
    layers = None if said.layers is None else [{"kind": layer.kind, **layer.settings} for layer in said.layers]
    return {"layers": layers, "size": said.size}


def _told(found: "Own") -> dict[str, Any]:
    from playground.own_networks.conventions import best, tried

    network, trials = found.network, tried(found)
    told = _layers(found.said) | {"class": network.architecture, "arguments": dict(network.arguments)}
    told["parameters"] = sum(values.numel() for values in network.model.parameters())
    if found.plan is not None:
        told |= {"input": list(found.plan.given), "shapes": [layer["shape"] for layer in found.plan.layers()]}
    told["trials"] = [asdict(trial) for trial in trials]
    return told | {"best": trials.index(best(trials)) if trials else None}
