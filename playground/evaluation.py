"""evaluate(task, network, changes) -> Evaluation: what a network says of test data that no network has learnt from."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import torch
from torch import Tensor

from playground import provider
from playground.changes import Changes, read_changes, rearranged
from playground.device import device
from playground.errors import InputError
from playground.inspection import one_network
from playground.networks import Network, Wants
from playground.networks.answers import Logits
from playground.provider import provided
from playground.run import as_read
from playground.tasks import TASKS
from playground.tasks.evaluation_set import EvaluationSet, evaluation_set

BATCH = 100  # inputs that are read at once


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The answers of one network to N inputs, whose true labels are known."""

    network: str
    data: EvaluationSet
    labels: tuple[str, ...]  # K of them
    truth: Tensor  # (N,) int64, places in `labels`
    probabilities: Tensor  # (N, K) float32

    @property
    def inputs(self) -> tuple[Any, ...]:
        """N of them, as `inspect` takes them."""
        return self.data.inputs

    @cached_property
    def answers(self) -> Tensor:
        """(N,) int64: the most probable label of each."""
        return self.probabilities.argmax(1)

    @cached_property
    def certainty(self) -> Tensor:
        """(N,) float32: the probability of the answer."""
        return self.probabilities.amax(1)

    @cached_property
    def order(self) -> Tensor:
        """(N,) int64: places of all inputs, of whose answer the network is least sure first."""
        return self.certainty.argsort(stable=True)

    @cached_property
    def wrong(self) -> Tensor:
        """Places (n,) of the inputs that are not read as what they are."""
        return (self.answers != self.truth).nonzero()[:, 0]

    @cached_property
    def confusion(self) -> Tensor:
        """(K, K) int64: how many inputs of each label (rows) are answered with each label (columns)."""
        count = len(self.labels)
        return (self.truth * count + self.answers).bincount(minlength=count * count).view(count, count)

    @property
    def accuracy(self) -> float:
        """The share that is read as what it is, 0..1."""
        return 1 - len(self.wrong) / len(self.truth)

    def differing(self, other: "Evaluation") -> Tensor:
        """Places (n,) of the inputs that another network answers otherwise. Raises InputError if it read others."""
        if other.data.task != self.data.task:
            raise InputError("network_of_another", network=other.network, other=other.data.task, task=self.data.task)
        return (self.answers != other.answers).nonzero()[:, 0]


def evaluate(task: str, network: object = None, *, architecture: object = None, **changes: Any) -> Evaluation:
    """The answers of a network to the test data that are packed with the playground, in batches through its forward.

    task: "digits" (2,000 of MNIST's 10,000 test digits), "strokes", "names", "reviews" or "cancer". network and changes
    as for `inspect`: a name, an nn.Module or a Network; changes of the input are made to each. The probabilities are
    those of `inspect(task, evaluation.inputs[k], ...)`. Raises InputError, which says what is accepted.
    """
    return evaluated(task, one_network(network, architecture), read_changes(changes))


def evaluated(task: str, network: object, changes: Changes, check: Callable[[], None] = lambda: None) -> Evaluation:
    """The same; `check` is called between batches. Of networks that have a name or an address the last few are kept."""
    data = evaluation_set(task)  # raises
    if changes.learning is not None:
        raise InputError("learning_without_input")
    known = provided(task, network, changes)
    if tuple(known.labels) != TASKS[task].labels:
        found, labels = (", ".join(map(str, some)) for some in (known.labels, TASKS[task].labels))
        raise InputError("other_labels", network=known.name, found=found or "—", labels=labels)
    key = (Evaluation, task, network, known.digest, changes) if isinstance(network, str) else None
    kept = key and provider.KEPT.get(key)
    if kept:
        return kept
    probabilities = _probabilities(known, _items(known, data, changes), check)
    found = Evaluation(known.name, data, tuple(known.labels), torch.tensor(data.truth), probabilities)
    return provider.KEPT.hold(key, found, found.probabilities.nbytes + found.truth.nbytes) if key else found


def _items(network: Network, data: EvaluationSet, changes: Changes) -> list[Tensor]:
    """What the network reads of each input, shaped as one of a batch."""
    if network.wants == Wants() and not changes.of_input:
        return _as_they_come(data.task)
    return [as_read(network, encoded) for encoded in _encoded(data, changes)]


def _encoded(data: EvaluationSet, changes: Changes) -> Iterator[Any]:
    task = TASKS[data.task]
    return (rearranged(task, task.encode(value), changes) for value in data.inputs)


@torch.inference_mode()
def _probabilities(network: Network, items: list[Tensor], check: Callable[[], None]) -> Tensor:
    """(N, K): inputs of one shape are read together."""
    on = device() if network.native else torch.device("cpu")  # of another module nobody knows what it holds
    shared = network.native and on.type == "cpu"
    model = Logits(network.model if shared else deepcopy(network.model)).eval().to(on)
    alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for k, item in enumerate(items):
        alike[tuple(item.shape)].append(k)
    found = torch.empty(len(items), len(network.labels))
    for places in alike.values():
        for chosen in torch.tensor(places).split(BATCH):
            check()
            logits = model(torch.stack([items[k] for k in chosen.tolist()]).to(on)).cpu()
            if logits.shape != (len(chosen), len(network.labels)):
                count = " × ".join(map(str, logits.shape[1:])) or 1
                raise InputError("labels_misfit", count=count, labels=len(network.labels))
            found[chosen] = (logits.float() / network.temperature).softmax(1)
    return found


@lru_cache(maxsize=8)
def _as_they_come(task: str) -> list[Tensor]:
    """What a network without wishes of its own reads of each input, 14 MB of all tasks together."""
    kind = TASKS[task]
    return [kind.network_input(kind.encode(value)) for value in evaluation_set(task).inputs]


def at_hand(task: str, network: str, changes: Changes) -> bool:
    """Whether the evaluation of a network is kept."""
    key = (Evaluation, task, network, provided(task, network, changes).digest, changes)
    return provider.KEPT.get(key) is not None
