"""The Trace of a run: all stages in the order in which they happen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from playground.stages.check import Check, checked
from playground.stages.dense import Output
from playground.stages.stage import Stage


@dataclass(frozen=True, eq=False)
class Trace:
    """All stages of one input through one network, in the order in which they happen."""

    task: str
    architecture: str  # the name of the network among those of the task
    labels: tuple[str, ...]  # none when the answer is a number
    stages: tuple[Stage, ...]
    prediction: str | float  # a label, or a number in the unit of the input
    run: Any = None  # that it is of (inspection.Run)

    @property
    def familiarity(self) -> float | None:
        """The share, 0..1, of real inputs that are less like what the network learnt from than this one.

        Below 0.01 the page says that the input is unlike them. None where nothing was calibrated: for a task without a
        measure, and for a network that was handed over. What the page says of it is in `run.likeness`.
        """
        likeness = self.run and self.run.likeness
        return likeness and likeness.share

    def check(self, check: Callable[[], None] = lambda: None) -> Check:
        """Every stage computed again from those before it by its declared equation, and the output by `forward`.

        check: called now and then, and ends the work by raising.
        """
        if self.run is None:
            raise ValueError("a trace without its run cannot be checked")
        return checked(self.run.walk(self.stages), self.run.forward(), self.output.logits, check)

    def figure(self) -> Any:
        """Every layer as a heat map, through time along one axis, and the probabilities: a Plotly figure."""
        from playground import figure

        return figure(self)

    def _repr_html_(self) -> str:
        """In a notebook: every layer in the page's colours, and the answer."""
        from playground import trace_html

        return trace_html(self)

    @property
    def output(self) -> Output:
        """The last stage."""
        last = self.stages[-1]
        assert isinstance(last, Output)
        return last

    @property
    def logits(self) -> Tensor:
        """(K,)."""
        return self.output.logits

    @property
    def probabilities(self) -> Tensor:
        """(K,), sums to 1. Raises ValueError when the answer is a number."""
        if not self.labels:
            raise ValueError(f"{self.task} has a number for an answer, which has no probabilities")
        return self.output.probabilities
