"""The one place that networks come from: checkpoints by name, changed ones, and those that a program hands over.

What is kept is kept by value - the name and digest of a checkpoint, the changes - so that no visitor can reach the
network of another but by knowing all of it; the least recently used go first when the weights that are kept exceed
BYTES.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from torch import nn

from playground.changes import Changes, changed
from playground.checkpoints import load, metadata
from playground.errors import InputError, quoted
from playground.networks.network import Network
from playground.tasks import TASKS

BYTES = 64 * 2**20  # of weights of networks that are not checkpoints


class Kept:
    """Networks by key, the least recently used of which go when they take too much memory; for any thread."""

    def __init__(self, most: int = BYTES) -> None:
        self.most = most
        self._networks: OrderedDict[Hashable, Network] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Network | None:
        """The network that is kept under a key."""
        with self._lock:
            if key in self._networks:
                self._networks.move_to_end(key)
            return self._networks.get(key)

    def keep(self, key: Hashable, network: Network) -> Network:
        """Keep a network, unless it is larger than all that may be kept."""
        with self._lock:
            self._networks[key] = network
            self._networks.move_to_end(key)
            while self._networks and sum(map(size, self._networks.values())) > self.most:
                self._networks.popitem(last=False)
        return network

    def __len__(self) -> int:
        return len(self._networks)


def size(network: Network) -> int:
    """The bytes of its weights."""
    return sum(values.numel() * values.element_size() for values in network.model.state_dict().values())


KEPT = Kept()


def provided(task: str, network: object, changes: Changes) -> Network:
    """A network by its name among those of a task, an nn.Module or a Network; with the changes that are asked for.

    Raises InputError when there is no such network, and when it has nothing of the kind that is to be changed.
    """
    if isinstance(network, nn.Module):
        network = Network.from_module(network, task)
    if isinstance(network, Network):
        if network.task != task:
            raise InputError("network_of_another", network=network.name, other=network.task, task=task)
        return changed(network, changes)
    trained = checkpoint(task, network)
    if not changes.of_network:
        return trained
    key = (trained.facts["digest"], changes.of_input_left_out)
    return KEPT.get(key) or KEPT.keep(key, changed(trained, changes))


def checkpoint(task: str, name: object) -> Network:
    """One of a task's trained networks. Raises InputError when there is no such one, or its file is damaged."""
    if not isinstance(name, str):
        names = TASKS[task].networks
        raise InputError("unknown_network", name=quoted(name), names=", ".join(names))
    facts = metadata(task, name)
    model = load(task, name)
    return Network(name, task, model, TASKS[task].labels, facts["architecture"], facts["arguments"], facts)
