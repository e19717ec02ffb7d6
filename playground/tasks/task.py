"""What every kind of input says of itself, and what it shares with the others."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from torch import Tensor, nn

from playground.errors import InputError
from playground.stages import Stage
from playground.tasks.moves import Move

MAX_STEPS = 5_000  # of a sequence; what is longer is refused before any work is done


class Network(NamedTuple):
    """A network of a task: its class, a name in ARCHITECTURES, and the arguments that class is made with."""

    architecture: str
    arguments: dict[str, Any]


class Task:
    """A kind of input, and the networks that read it."""

    name: str
    labels: tuple[str, ...] = ()  # none when the answer is a number
    networks: dict[str, Network]  # by name
    like: str | None = None  # of one of a program's own, the task of ours whose input is of the same kind
    examples: dict[str, Any]  # of one of a program's own: what is shown, as in tasks/examples/

    @staticmethod
    def from_function(
        encode: Callable[[Any], Any],
        labels: Sequence[str],
        kind: str = "picture",
        *,
        name: str = "own",
        inputs: Mapping[str, tuple[float, float]] | None = None,
        example: str | None = None,
    ) -> "Task":
        """A task of one's own, known by its name from now on wherever a task is named; an old one of the name goes.

        encode makes of what the page gives the tensor of one item that a network reads, without the batch's axis. kind:
        "picture", a drawing or a picture as a float tensor (1, 28, 28), centred, ink 1 on paper 0; "vector", a list of
        numbers, of which `inputs` has for each its name and the two ends of its slider; "sequence", a text, of which
        `example` is one: if there are as many steps as letters it is shown by letters, else by words. labels: the
        answers, in the order of the network's outputs. Raises InputError, which says what is accepted, also of what
        encode raises or gives.
        """
        from playground.tasks.own import from_function

        return from_function(encode, labels, kind, name=name, inputs=inputs, example=example)

    def encode(self, value: object) -> Any:
        """The checked input as a frozen dataclass. Raises InputError, which says what is accepted."""
        raise NotImplementedError

    def blank(self) -> Any:
        """An input with nothing in it, as `encode` would give it, whose run shows what a network is made of."""
        raise NotImplementedError

    def network_input(self, encoded: Any) -> Tensor:
        """What `encoded` is to a network: shaped as one item of a batch for `forward`."""
        raise NotImplementedError

    def stages(self, model: nn.Module, encoded: Any) -> Iterator[Stage]:
        """All that happens in `model`, in the order in which it happens."""
        return model.stages(self.network_input(encoded))  # type: ignore[operator]

    def item(self, model: nn.Module, encoded: Any) -> Tensor:
        """What `forward` is given: a batch of one."""
        return self.network_input(encoded)[None]

    def answer(self, encoded: Any, logits: Tensor) -> str | float:
        """What the network's output (K,) says of the input: a label, or a number in the input's own unit."""
        return self.labels[int(logits.argmax())]

    def output_of(self, encoded: Any, answer: float) -> float:
        """The network's output of which `answer` makes this number. Raises InputError where none does."""
        return answer

    def going_on(self, encoded: Any, said: str) -> tuple[list[str], list[str]]:
        """Lines of PyTorch before the steps of a network that goes on by itself, and at each, which give `seen`.

        seen: what it reads next, where that is made of its output, the expression `said`, and not this itself.
        """
        return [], []

    def reordered(self, encoded: Any, order: Callable[[int], list[int]]) -> Any:
        """`encoded` with its rows, letters or words as `order(their number)` has them. Raises InputError if none."""
        raise InputError("no_order", task=self.name)

    def moved(self, encoded: Any, move: Move) -> Any:
        """`encoded` with its picture moved. Raises InputError where it is no picture."""
        raise InputError("no_move", task=self.name)
