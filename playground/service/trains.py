"""What trainings.py asks of a process that trains, whether it runs here (training_process.py) or on another machine."""

from collections.abc import Callable
from typing import Any, Protocol


class Trains(Protocol):
    """Such a process, which is given one training after another."""

    busy: bool  # it has a training
    was_ready: bool

    @property
    def pid(self) -> int:
        """Its number, on its machine."""
        ...

    @property
    def behind(self) -> bool:
        """Whether so much waits to be told that nothing should be added."""
        ...

    def say(self, what: dict[str, Any]) -> None:
        """Tell it something, as soon as it listens; one that has ended hears nothing."""
        ...

    def kill(self) -> None:
        """End it at once."""
        ...


Heard = Callable[[Any, bytes, bytes], None]  # from whom (Trains), kind and content; no kind: the process has ended
Start = Callable[[str, Heard], Trains]  # by the module that it runs; what it says is heard in a thread of its own
