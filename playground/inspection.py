"""inspect(task, input, network, changes) -> Trace: one input through one network, every value kept."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import torch
from torch import Tensor

from playground.changes import read_changes, rearranged
from playground.errors import InputError, quoted
from playground.networks import Network, Wants
from playground.networks.answers import said
from playground.provider import provided
from playground.stages import Layers, Output, Stage, Trace, quantities
from playground.stages.walk import Walk, parameters_of
from playground.tasks import TASKS
from playground.tasks.task import Task


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

    def item(self) -> Tensor:
        """What the network's `forward` is given: a batch of one."""
        plain = self.network.native and self.network.wants == Wants()
        return TASKS[self.task].item(self.model, self.encoded) if plain else _given(self.network, self.encoded)[None]

    def walk(self, stages: tuple[Stage, ...]) -> Walk:
        """The run, to be walked back."""
        return Walk(self.layers, parameters_of(self.network.model), stages, self.state)

    @torch.inference_mode()
    def forward(self) -> Tensor:
        """What the network's own forward says (K,): logits, or what a softmax or its logarithm at its end made of them.

        Of steps that went on from a state, from there.
        """
        if self.state is not None and self.state.steps:
            return self.model(self.item(), self.state)[0]
        model = self.model if self.network.native else deepcopy(self.model)  # which a forward of other make may alter
        return said(model, self.item().clone())[0]

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
    return _started(task, TASKS[task].encode, value, network, changes)


def blank(task: str, network: object = "cnn", changes: object = None) -> Run:
    """The run of an input with nothing in it: its stages and their shapes are those of any other of its length.

    network and changes as for `start`. Raises InputError.
    """
    return _started(task, lambda _: TASKS[task].blank(), None, network, changes)


def _started(task: str, encode: Callable[[object], Any], value: object, network: object, changes: object) -> Run:
    kind = TASKS[task]
    read = read_changes(changes)
    known = provided(task, network, read)
    encoded = rearranged(kind, encode(value), read)
    found: dict[str, Any] = {}
    stages = _fitting(known, _stages(known, encoded) if known.native else _followed(known, encoded, found))
    return Run(task, known, encoded, stages, partial(_answer, known, partial(kind.answer, encoded)), found=found)


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
    names = [
        getattr(one, "name", None) or (one if isinstance(one, str) else type(one).__name__)
        for one in (network, architecture)
    ]
    raise InputError("two_networks", network=quoted(names[0]), architecture=quoted(names[1]))


def _answer(network: Network, of_task: Callable[[Tensor], str | float], logits: Tensor) -> str | float:
    if network.labels:
        return network.labels[int(logits.argmax())]
    return float(logits.flatten()[0]) if TASKS[network.task].labels else of_task(logits)


def _given(network: Network, encoded: Any) -> Tensor:
    """What a network reads: one item, shaped as one of a batch for its forward."""
    tokens = getattr(encoded, "tokens", None)
    words = getattr(encoded, "read", tokens) if tokens else None  # of a sentence as they are looked up
    return network.wants.prepared(TASKS[network.task].network_input(encoded), words)


def _fitting(network: Network, stages: Iterator[Stage]) -> Iterator[Stage]:
    """The stages. Raises InputError when the last says more or less than there are labels for."""
    for stage in stages:
        quantities(type(stage))  # raises where a network of other make yields what says nothing of itself
        if isinstance(stage, Output):
            check_outputs(network, stage.logits)
        yield stage


def check_outputs(network: Network, logits: Tensor) -> None:
    """Raise InputError unless there is a label for each logit (K,), or one number where the answer is one."""
    if tuple(logits.shape) != (len(network.labels or (0,)),):
        count = " × ".join(map(str, logits.shape)) or 1
        raise InputError("labels_misfit", count=count, labels=len(network.labels))


@torch.inference_mode()
def _stages(network: Network, encoded: Any) -> Iterator[Stage]:
    """The stages that a network tells by itself. Raises InputError when it cannot read the input."""
    task = TASKS[network.task]
    try:
        if network.wants == Wants():
            yield from task.stages(network.model, encoded)
        elif type(task).stages is Task.stages:
            yield from network.model.stages(_given(network, encoded))  # type: ignore[operator]
        else:
            raise InputError("wants_not_here", task=task.name)
    except RuntimeError as error:  # of other sizes
        raise InputError("follow_raised", kind=type(error).__name__, line=str(error).splitlines()[0][:200]) from error


def _followed(network: Network, encoded: Any, found: dict[str, Any]) -> Iterator[Stage]:
    """The stages of a network that does not tell them by itself."""
    from playground.following import follow

    followed = follow(network.model, _given(network, encoded)[None])
    found |= {"layers": followed.layers, "output": followed.output, "notes": followed.notes}
    yield from followed.stages
