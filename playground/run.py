"""A checked input on its way through a network: the stages as they are iterated, and what the end of them says."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import torch
from torch import Tensor

from playground.errors import InputError
from playground.familiarity import Likeness, likeness
from playground.networks import Network, Wants
from playground.networks.answers import said
from playground.stages import Layers, Output, Stage, StepOutput, Trace, quantities
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
        return TASKS[self.task].item(self.model, self.encoded) if plain else as_read(self.network, self.encoded)[None]

    @cached_property
    def likeness(self) -> Likeness | None:
        """How like what the network learnt from the input is; None where nothing was calibrated."""
        return likeness(self.network, self.encoded)

    def walk(self, stages: tuple[Stage, ...]) -> Walk:
        """The run, to be walked back."""
        return Walk(self.layers, parameters_of(self.network.model), stages)

    @torch.inference_mode()
    def forward(self) -> Tensor:
        """What the network's forward says (K,): logits, or what a softmax or its logarithm at its end made of them."""
        model = self.model if self.network.native else deepcopy(self.model)  # which a forward of other make may alter
        return said(model, self.item().clone())[0]

    def through(self, network: Network) -> "Run":
        """The same input on its way through another network."""
        return run_of(self.task, network, self.encoded)

    def trace(self, stages: tuple[Stage, ...] | None = None) -> Trace:
        """The whole run."""
        stages = tuple(self.stages) if stages is None else stages
        last = stages[-1]
        assert isinstance(last, Output)
        return Trace(self.task, self.network.name, self.labels, stages, self.answer(last.logits), self)


def run_of(task: str, network: Network, encoded: Any) -> Run:
    """What a task made of an input, ready to go through a network."""
    found: dict[str, Any] = {}
    stages = _fitting(network, _stages(network, encoded) if network.native else _followed(network, encoded, found))
    answer = partial(_answer, network, partial(TASKS[task].answer, encoded))
    return Run(task, network, encoded, stages, answer, found=found)


def _answer(network: Network, of_task: Callable[[Tensor], str | float], logits: Tensor) -> str | float:
    if network.labels:
        return network.labels[int(logits.argmax())]
    return float(logits.flatten()[0]) if TASKS[network.task].labels else of_task(logits)


def as_read(network: Network, encoded: Any) -> Tensor:
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
        if network.temperature != 1 and isinstance(stage, Output | StepOutput):
            # In place: nobody has seen the stage yet, and of a row `replace` would make one with tensors of its own.
            vars(stage)["temperature"] = network.temperature
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
            yield from network.model.stages(as_read(network, encoded))  # type: ignore[operator]
        else:
            raise InputError("wants_not_here", task=task.name)
    except RuntimeError as error:  # of other sizes
        raise InputError("follow_raised", kind=type(error).__name__, line=str(error).splitlines()[0][:200]) from error


def _followed(network: Network, encoded: Any, found: dict[str, Any]) -> Iterator[Stage]:
    """The stages of a network that does not tell them by itself."""
    from playground.following import follow

    followed = follow(network.model, as_read(network, encoded)[None])
    found |= {"layers": followed.layers, "output": followed.output, "notes": followed.notes}
    yield from followed.stages
