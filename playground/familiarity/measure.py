"""What a measure says of an input, in a number and in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UNLIKE = 0.01  # what fewer real inputs than this are as strange as is told to be unlike them


@dataclass(frozen=True)
class Likeness:
    """How like what was learnt an input is."""

    share: float  # 0..1 of real inputs, which were not learnt from, that are less like it, or just as little
    words: str  # the text that says so where it is told: `familiarity.<words>`
    values: Mapping[str, Any] = field(default_factory=dict)  # what stands in that text beside "percent"

    @property
    def told(self) -> bool:
        """Whether the input is so strange that the page says it."""
        return self.share < UNLIKE


class Measure:
    """Compares inputs of one kind with what the networks that read them learnt from."""

    def likeness(self, network: Any, encoded: Any) -> Likeness | None:
        """Of what the task made of an input; None where it cannot be told. Raises InputError without its file."""
        raise NotImplementedError
