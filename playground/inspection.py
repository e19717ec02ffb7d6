"""inspect(task, input, network, changes) -> Trace: one input through one network, every value kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import torch
from torch import Tensor

from playground.changes import read_changes, rearranged
from playground.errors import InputError
from playground.networks import Network
from playground.provider import provided
from playground.stages import Layers, Output, Stage, Trace, quantities
from playground.stages.walk import Walk, parameters_of
from playground.tasks import TASKS


@dataclass(frozen=True, eq=False)
class Run:
    """A checked input on its way: the network works as `stages` is iterated, and stops when that stops."""

    task: str
    network: Network  # with its changes
    encoded: Any  # what the task made of the input; for digits the four Pictures
    stages: Iterator[Stage]
    answer: Callable[[Tensor], str | float]  # what an output (K,) says of this input
    state: Any = None  # that the steps go on from (models.recurrent.Carried)
    carry: Callable[[], dict[str, Any]] | None = None  # for live.go_on, once the stages have been iterated
    found: dict[str, Any] = field(default_factory=dict)  # of a network that is followed its layers and its output

    @property
    def architecture(self) -> str:
        """The name of the network."""
        return self.network.name

    @property
    def labels(self) -> tuple[str, ...]:
        """The answers, none where that is a number."""
        return self.network.labels

    @property
    def model(self) -> Any:
        """The network's module."""
        return self.network.model

    @property
    def layers(self) -> Layers:
        """What made each stage; of a network that is followed, once the stages have been iterated."""
        return self.network.layers if self.network.native else self.found.get("layers", {})

    def given(self) -> Tensor:
        """What the network reads: one item, shaped as one of a batch for `forward`."""
        tokens = getattr(self.encoded, "tokens", None)
        return self.network.wants.prepared(TASKS[self.task].network_input(self.encoded), tokens)

    def item(self) -> Tensor:
        """What the network's `forward` is given: a batch of one."""
        return TASKS[self.task].item(self.model, self.encoded) if self.network.native else self.given()[None]

    def walk(self, stages: tuple[Stage, ...]) -> Walk:
        """The run, to be walked back."""
        return Walk(self.layers, parameters_of(self.network.model), stages, self.state)

    @torch.inference_mode()
    def forward(self) -> Tensor:
        """The logits (K,) by the network's own forward; of one that ends in softmax or its logarithm, its output."""
        return self.network.model(self.item())[0]

    def trace(self, stages: tuple[Stage, ...] | None = None) -> Trace:
        """The whole run."""
        stages = tuple(self.stages) if stages is None else stages
        last = stages[-1]
        assert isinstance(last, Output)
        return Trace(self.task, self.network.name, self.labels, stages, self.answer(last.logits), self)


def start(task: str, value: object, network: object = "cnn", changes: object = None) -> Run:
    """Check and encode `value`, and make the network ready. Raises InputError on anything it cannot use.

    network: a name among the task's networks, an nn.Module, or a Network. changes: a dict as changes.read_changes takes
    it, or what that made of one.
    """
    kind = TASKS[task]
    read = read_changes(changes)
    known = provided(task, network, read)
    encoded = rearranged(kind, kind.encode(value), read)
    answer = partial(_answer, known, partial(kind.answer, encoded))
    if known.native:
        stages = _stages(kind.stages, known.model, encoded)
        return Run(task, known, encoded, stages, answer)
    found: dict[str, Any] = {}
    run = Run(task, known, encoded, iter(()), answer, found=found)
    return Run(task, known, encoded, _followed(known, run.given(), found), answer, found=found)


def inspect(task: str, value: object, network: object = None, *, architecture: object = None, **changes: Any) -> Trace:
    """All stages of one input. The same arguments give the same trace; nothing is kept between two calls.

    task: a name in TASKS. value: the task's input, for digits {"strokes": [[[x, y], ...], ...], "width": w}.
    network: a name among the task's networks, such as "lstm", any nn.Module that reads such input, or a Network;
    `architecture` is another name of this argument. changes: what is to be different, by the names of changes.Changes,
    such as pooling="average" or gates=[{"gate": "forget", "value": 0}]. Raises InputError, whose text says what is
    accepted.
    """
    return start(task, value, one_network(network, architecture), changes).trace()


def one_network(network: object, architecture: object) -> object:
    """The network that is asked for under either name; the CNN under none. Raises InputError when they differ."""
    if architecture is None or network is None:
        return architecture if network is None and architecture is not None else "cnn" if network is None else network
    if network is architecture or (isinstance(network, str) and network == architecture):
        return network
    raise InputError("two_networks", network=str(network)[:40], architecture=str(architecture)[:40])


def _answer(network: Network, of_task: Callable[[Tensor], str | float], logits: Tensor) -> str | float:
    return network.labels[int(logits.argmax())] if network.labels else of_task(logits)


@torch.inference_mode()
def _stages(make: Callable[[Any, Any], Iterator[Stage]], model: Any, encoded: Any) -> Iterator[Stage]:
    for stage in make(model, encoded):
        quantities(type(stage))  # raises where a network of other make yields what says nothing of itself
        yield stage


def _followed(network: Network, x: Tensor, found: dict[str, Any]) -> Iterator[Stage]:
    """The stages of a network that does not tell them by itself."""
    from playground.following import follow

    followed = follow(network.model, x[None])
    found |= {"layers": followed.layers, "output": followed.output, "notes": followed.notes}
    yield from followed.stages
