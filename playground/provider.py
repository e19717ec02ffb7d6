"""The one place that networks come from: checkpoints by name, changed ones, those handed over, those kept by address.

What is kept is kept by value - a checkpoint and its changes, or all that is known of a network that was handed over; of
one that has learnt from an input what it was before, that input, and how it learnt -
so that no visitor can reach or alter the network of another but by knowing all of it; the least recently used go first
when what is kept exceeds BYTES. Those with which a program opens the page are pinned: they stay, whatever they take.
"""

import re
from collections import OrderedDict
from collections.abc import Hashable
from copy import deepcopy
from dataclasses import replace
from threading import Lock
from typing import Any, TypeVar

from torch import Tensor, nn

from playground import lag_checkpoints
from playground.changes import Changes, changed
from playground.checkpoints import curves, load, metadata, no_replay, replay
from playground.descent import Learnt
from playground.errors import GoneError, InputError, quoted
from playground.networks.network import Network
from playground.tasks import TASKS

BYTES = 128 * 2**20  # of all that is kept for those who ask again but checkpoints, lags and snapshots
MODULE = 4 * 2**10  # bytes that a module takes beside its weights
Made = TypeVar("Made", Network, Learnt)
_ADDRESS = re.compile(r"[0-9a-f]{64}")


class Kept:
    """Networks, what they have learnt, and what was found by them, by key; for any thread.

    The least recently used go when all together take too much memory.
    """

    def __init__(self, most: int = BYTES) -> None:
        self.most = most
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()  # with its bytes
        self._pinned: dict[Hashable, Any] = {}  # which never go
        self.bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> Any:
        """What is kept under a key; None if nothing is."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._pinned.get(key) or self._kept.get(key, (None, 0))[0]

    def pin(self, key: Hashable, network: Network) -> None:
        """Keep a network for as long as this process lives, however large it is."""
        with self._lock:
            self._pinned[key] = network

    def keep(self, key: Hashable, network: Made) -> Made:
        """A network, or what it has learnt, as `hold`."""
        return self.hold(key, network, size(network))

    def hold(self, key: Hashable, made: Any, taken: int) -> Any:
        """What is kept under a key, this if there is nothing; what takes more bytes than there are is not kept."""
        if taken > self.most:
            return made
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made, taken
                self.bytes += taken
            self._kept.move_to_end(key)
            while self.bytes > self.most:
                self.bytes -= self._kept.popitem(last=False)[1][1]
            return self._kept[key][0]

    def __len__(self) -> int:
        return len(self._kept)


def size(network: Network | Learnt) -> int:
    """The bytes that it takes."""
    if isinstance(network, Learnt):
        return (1 + len(network.memory.kept)) * size(network.network)
    state = network.model.state_dict().values()
    weights = sum(values.numel() * values.element_size() for values in state if isinstance(values, Tensor))
    return weights + MODULE * sum(1 for _ in network.model.modules())


KEPT = Kept()


def keep(network: Network) -> str:
    """Keep a network that was handed over for as long as there is room; the address by which `provided` finds it.

    Its model belongs to the provider from now on. Raises InputError when it is larger than all that may be kept.
    """
    if size(network) > KEPT.most:
        raise InputError("too_large_to_keep", megabytes=KEPT.most // 2**20)
    KEPT.keep((network.task, network.address), network)
    return network.address


def pin(network: Network) -> str:
    """Keep a network that this process's own program handed over for as long as the process lives; its address."""
    KEPT.pin((network.task, network.address), network)
    return network.address


def provided(task: str, network: object, changes: Changes) -> Network:
    """A network with the changes that are asked for.

    network: a name among those of a task, the address of one that was kept for the task, an nn.Module or a Network.
    Raises InputError when there is no such network, and when it has nothing of the kind that is to be changed.
    """
    if isinstance(network, nn.Module):
        network = Network.from_module(network, task)
    if isinstance(network, Network):
        if network.task != task:
            raise InputError("network_of_another", network=network.name, other=network.task, task=task)
        return _changed(network, changes)
    if isinstance(network, str) and _ADDRESS.fullmatch(network):
        given, known = _kept(task, network), network
    else:
        given = checkpoint(task, network)
        known = (network, given.facts["digest"])
    if not changes.of_network:
        return given
    key = (task, known, changes.of_input_left_out)
    return KEPT.get(key) or KEPT.keep(key, _changed(given, changes))


def _changed(network: Network, changes: Changes) -> Network:
    """The network with the weights of the lag or the snapshot that is asked for, and with the other changes."""
    if changes.lag is not None:
        return changed(_at_lag(network, changes.lag), replace(changes, lag=None))
    if changes.snapshot is None:
        return changed(network, changes)
    if "digest" not in network.facts:  # it was handed over, or has been changed
        raise no_replay(network.name)
    return changed(_at(network, changes.snapshot), replace(changes, snapshot=None))


def _at(network: Network, snapshot: int) -> Network:
    """A checkpoint as it was in its training: weights that were kept in half precision, and its own temperature."""
    known = curves(network.task, network.name)
    if snapshot >= len(known):
        steps = ", ".join(str(facts["step"]) for facts in known)
        raise InputError("no_snapshot", snapshot=snapshot, last=len(known) - 1, steps=steps)
    facts, weights = replay(network.task, network.name)[snapshot]
    model = deepcopy(network.model)
    model.load_state_dict(weights)
    learnt = facts["step"] > 0  # before its first step it is like nothing
    return replace(network, model=model, facts=facts, calibrated=network.calibrated and learnt)


def _at_lag(network: Network, lag: int) -> Network:
    """A network of a memory task with the weights that were trained at one lag."""
    known = lag_checkpoints.facts(network.task, network.name)
    model = lag_checkpoints.load(network.task, network.name, lag)
    return replace(network, model=model, facts=known["trainings"][str(lag)])


def _kept(task: str, address: str) -> Network:
    """Raises InputError when there is no such task, GoneError when nothing is kept for it under this address."""
    TASKS[task]  # raises
    network = KEPT.get((task, address))
    if network is None:
        raise GoneError("network_gone", address=f"{address[:12]}…")
    return network


def checkpoint(task: str, name: object) -> Network:
    """One of a task's trained networks. Raises InputError when there is no such one, or its file is damaged."""
    if not isinstance(name, str):
        names = TASKS[task].networks
        raise InputError("unknown_network", name=quoted(name), names=", ".join(names))
    facts = metadata(task, name)
    model = load(task, name)
    known = Network(name, task, model, TASKS[task].labels, facts["architecture"], facts["arguments"], facts)
    temperature = (facts["calibration"] or {}).get("temperature", 1.0)
    return replace(known, temperature=temperature, calibrated=True)
