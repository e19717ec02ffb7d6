"""What can be different from the trained network and from the input as it came."""

from dataclasses import dataclass, replace

from playground.tasks.moves import Move


@dataclass(frozen=True)
class Kernel:
    """Other numbers for the kernel with which one map of a convolution looks at one channel."""

    layer: int
    map: int
    channel: int
    values: tuple[tuple[float, ...], ...]  # rows of the kernel


@dataclass(frozen=True)
class Off:
    """Units, or maps of a convolution, whose value is 0 whatever comes."""

    layer: int
    units: tuple[int, ...]
    direction: int = 0  # 0 forward, 1 backward


@dataclass(frozen=True)
class Gate:
    """A gate, or the candidate, held at one value. Where two hold the same unit the later one does."""

    gate: str  # a quantity of LSTMStep or GRUStep: "forget", "update", "candidate", ...
    value: float  # 0..1, of a candidate -1..1
    layer: int | None = None  # None: of all layers
    units: tuple[int, ...] | None = None  # None: of all units
    direction: int | None = None  # 0 forward, 1 backward; None: of both


@dataclass(frozen=True)
class Changes:
    """All changes of one run; by default there is none. They are made in the order of the fields."""

    random: int | None = None  # the seed of all new weights, in place of the trained ones
    activation: str | None = None  # of an FNN, a CNN or an RNN
    pooling: str | None = None  # of a CNN
    stride: int | None = None  # of a CNN; 2: that of the first convolution, which then has no pooling
    padding: bool = True  # of a CNN; False: none
    kernels: tuple[Kernel, ...] = ()
    gates: tuple[Gate, ...] = ()
    off: tuple[Off, ...] = ()
    order: str | None = None  # of the rows, letters or words: "reversed" or "shuffled"
    seed: int = 0  # of the shuffling
    move: Move | None = None  # of a digit's picture

    @property
    def of_network(self) -> bool:
        """Whether anything but the input is changed."""
        switched = self.random is not None or not self.padding
        return switched or any((self.activation, self.pooling, self.stride, self.kernels, self.gates, self.off))

    @property
    def of_input_left_out(self) -> "Changes":
        """Those of the network alone."""
        return replace(self, order=None, seed=0, move=None)


NOTHING = Changes()
