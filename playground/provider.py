"""The one place that networks come from: checkpoints by name, changed ones, those handed over, those kept by address.

What is kept is kept by value - a checkpoint and its changes, or all that is known of a network that was handed over -
so that no visitor can reach or alter the network of another but by knowing all of it; the least recently used go first
when what is kept exceeds BYTES.
"""

import re
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from torch import Tensor, nn

from playground.changes import Changes, changed
from playground.checkpoints import load, metadata
from playground.errors import InputError, quoted
from playground.networks.network import Network
from playground.tasks import TASKS

BYTES = 64 * 2**20  # of networks that are not checkpoints
MODULE = 4 * 2**10  # bytes that a module takes beside its weights
_ADDRESS = re.compile(r"[0-9a-f]{64}")


class Kept:
    """Networks by key, the least recently used of which go when they take too much memory; for any thread."""

    def __init__(self, most: int = BYTES) -> None:
        self.most = most
        self._networks: OrderedDict[Hashable, Network] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> Network | None:
        """The network that is kept under a key."""
        with self._lock:
            if key in self._networks:
                self._networks.move_to_end(key)
            return self._networks.get(key)

    def keep(self, key: Hashable, network: Network) -> Network:
        """The network that is kept under a key, this one if there is none; one that is too large is not kept."""
        new = size(network)
        if new > self.most:
            return network
        with self._lock:
            if key not in self._networks:
                self._networks[key] = network
                self._bytes += new
            self._networks.move_to_end(key)
            while self._bytes > self.most:
                self._bytes -= size(self._networks.popitem(last=False)[1])
            return self._networks[key]

    def __len__(self) -> int:
        return len(self._networks)


def size(network: Network) -> int:
    """The bytes that it takes."""
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
        return changed(network, changes)
    if isinstance(network, str) and _ADDRESS.fullmatch(network):
        given, known = _kept(task, network), network
    else:
        given = checkpoint(task, network)
        known = (network, given.facts["digest"])
    if not changes.of_network:
        return given
    key = (task, known, changes.of_input_left_out)
    return KEPT.get(key) or KEPT.keep(key, changed(given, changes))


def _kept(task: str, address: str) -> Network:
    """Raises InputError when there is no such task, or nothing is kept for it under this address."""
    TASKS[task]  # raises
    network = KEPT.get((task, address))
    if network is None:
        raise InputError("network_gone", address=f"{address[:12]}…")
    return network


def checkpoint(task: str, name: object) -> Network:
    """One of a task's trained networks. Raises InputError when there is no such one, or its file is damaged."""
    if not isinstance(name, str):
        names = TASKS[task].networks
        raise InputError("unknown_network", name=quoted(name), names=", ".join(names))
    facts = metadata(task, name)
    model = load(task, name)
    return Network(name, task, model, TASKS[task].labels, facts["architecture"], facts["arguments"], facts)
