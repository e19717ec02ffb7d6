"""What is asked of trainings, checked: to begin one, to tell one something, to say what a network would be."""

from typing import Any

from playground.errors import InputError, quoted
from playground.live_training import fields as f
from playground.live_training.setup import EDGE, read_setup
from playground.service.lanes import Job
from playground.service.trainings import Live, Trainings
from playground.text import LANGUAGES

SHOWS = f.choice("values", "gradients")
DOES = f.choice("pause", "run", "step", "stop", "example", "shows", "rate")
RATE = f.optional(f.real(0.1, 1_000_000))


def begun(given: dict[str, Any], trainings: Trainings) -> Job:
    """A job that begins a training and gives it as Live; `given` is a setup, and beside it what is watched."""
    asked = dict(given)
    watch = {"example": asked.pop("example", None), "target": asked.pop("target", None)}
    watch["shows"] = SHOWS(asked.pop("shows", "values"), "shows")
    watch["rate"], watch["paused"] = RATE(asked.pop("rate", None), "rate"), f.flag(asked.pop("paused", False), "paused")
    visitor, spoken = asked.pop("visitor", None), asked.pop("spoken", "en")
    if not isinstance(visitor, str) or not 8 <= len(visitor) <= 64:
        raise InputError("bad_visitor", value=quoted(visitor))
    language = spoken if spoken in LANGUAGES else "en"

    def work(_: object) -> Live:
        from playground.live_training.kinds import network_plan

        network_plan(read_setup(asked))  # raises
        return trainings.begin({"setup": asked, "language": language, **watch}, visitor)

    return Job(work)


def told(given: dict[str, Any]) -> dict[str, Any]:
    """What is said to a training. Raises InputError."""
    does = DOES(given.get("do"), "do")
    match does:
        case "example":
            return {"do": does, "example": given.get("example"), "target": given.get("target")}
        case "shows":
            return {"do": does, "shows": SHOWS(given.get("shows"), "shows")}
        case "rate":
            return {"do": does, "rate": RATE(given.get("rate"), "rate")}
    return {"do": does}


def planned(given: dict[str, Any]) -> Job:
    """A job that gives the shapes and parameters of a network before it is made, and the parts of its data.

    Of data in the plane also the "points", [x, y, class, part] each, as a training has them.
    """

    def work(_: object) -> dict[str, Any]:
        from playground.live_training.kinds import network_plan, read_data

        setup = read_setup(given)
        found, data = network_plan(setup), read_data(setup)
        told = {"parameters": found.parameters, "input": list(found.given), "layers": found.layers()}
        told["parts"] = {name: len(part) for name, part in data.parts.items()}
        if data.task != "plane":
            return told
        return told | {"box": [-EDGE, EDGE], "points": data.points().tolist()}

    return Job(work)


def written(given: dict[str, Any]) -> Job:
    """A job that gives {"code"}: a training as a script."""

    def work(_: object) -> dict[str, str]:
        from playground.live_training.code import code

        return {"code": code(read_setup(given))}

    return Job(work)


def kept(given: dict[str, Any]) -> Job:
    """A job that keeps the network of a file, and gives {"digest", "task", "labels", "network", "setup"}.

    The file was saved here, or is a visitor's with what they said of it (own_networks/own_file.py).
    """

    def work(_: object) -> dict[str, Any]:
        from playground.live_training.network_file import entry, unpacked
        from playground.own_networks.own_file import is_own, own
        from playground.provider import keep

        if is_own(given["file"]):
            network = own(given["file"]).network
            told = {"digest": keep(network), "task": network.task, "labels": network.labels}
            return told | {"network": entry(network, network.name), "setup": None}
        network = unpacked(given["file"])
        told = {"digest": keep(network), "task": network.task, "labels": network.labels}
        return told | {"network": entry(network), "setup": network.facts["setup"]}

    return Job(work)
