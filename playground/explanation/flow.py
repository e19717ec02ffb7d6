"""What flows along edges: values forwards, or gradients backwards; each says what stands at both ends of a weight."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import torch
from torch import Tensor

from playground.equations import Reading
from playground.explanation.passing import Passing
from playground.stages import Stage
from playground.stages.walk import Moment, Walk


class Flow(Protocol):
    """An edge carries target · weight · source, of maps summed over all cells."""

    def sources(self, moment: Moment) -> Moment:
        """The context in which the sources of a quantity are read."""
        ...

    def targets(self, moment: Moment) -> Tensor:
        """What stands at each value of the quantity itself, float64."""
        ...


class Forwards:
    """What sources add: each source is its value, and of a map those cells count that go on (passing.py)."""

    def __init__(self, walk: Walk) -> None:
        self._passing = Passing(walk)

    def sources(self, moment: Moment) -> Moment:
        """As they are."""
        return moment

    def targets(self, moment: Moment) -> Tensor:
        """1, but 0 for the cells of a map that do not go on."""
        values = traced(moment)
        return self._passing.through(moment.stage, moment.quantity) if values.dim() == 3 else torch.ones_like(values)


class Backwards:
    """What comes back: each target is d loss / d itself, and a source is 1, so that its weight stands for itself."""

    def __init__(self, gradients: Sequence[Stage]) -> None:
        """`gradients`: the stages of stages.backward, one for one with those of the run."""
        self._gradients = gradients

    def sources(self, moment: Moment) -> Moment:
        """As if each were 1."""
        return _Ones(moment.walk, moment.position, moment.quantity)

    def targets(self, moment: Moment) -> Tensor:
        """From the way back."""
        return getattr(self._gradients[moment.position], moment.quantity).double()


class _Ones(Moment):
    """The context of an equation all of whose sources are 1."""

    def given(self, name: str) -> Reading:
        found = super().given(name)
        return replace(found, values=torch.ones_like(found.values))


def traced(moment: Moment) -> Tensor:
    """The quantity as the run has it, float64."""
    return getattr(moment.stage, moment.quantity).detach().double()
