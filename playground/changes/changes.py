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
class Learning:
    """Steps of learning from the very input of the run, by the network with all other changes of it.

    All weights learn, those by which a gate is held or a unit is switched off, too.
    """

    target: str | float | None = None  # the right label, by default the one that is predicted; or the right number
    loss: str | None = None  # "cross_entropy" or "mse"; by default the first for labels, the second for numbers
    optimiser: str = "sgd"  # in descent.OPTIMISERS
    learning_rate: float | None = None  # by default the optimiser's own
    steps: int = 1


@dataclass(frozen=True)
class Changes:
    """All changes of one run; by default there is none. They are made in the order of the fields."""

    snapshot: int | None = None  # of the network's training, counted from 0: the weights as they were then
    lag: int | None = None  # of a memory task: the weights that were trained at this lag and no other
    random: int | None = None  # the seed of all new weights, in place of the trained ones
    activation: str | None = None  # of an FNN, a CNN or an RNN
    pooling: str | None = None  # of a CNN
    stride: int | None = None  # of a CNN; 2: that of the first convolution, which then has no pooling
    padding: bool = True  # of a CNN; False: none
    kernels: tuple[Kernel, ...] = ()
    recurrent: float | None = None  # what all that multiplies a state, W_hh, is multiplied with
    gates: tuple[Gate, ...] = ()
    off: tuple[Off, ...] = ()
    order: str | None = None  # of the rows, letters or words: "reversed" or "shuffled"
    seed: int = 0  # of the shuffling
    move: Move | None = None  # of a digit's picture
    learning: Learning | None = None

    @property
    def of_network(self) -> bool:
        """Whether the network is another one before it learns anything from the input."""
        weights = (self.snapshot, self.lag, self.random, self.recurrent)
        switched = any(given is not None for given in weights) or not self.padding
        return switched or any((self.activation, self.pooling, self.stride, self.kernels, self.gates, self.off))

    @property
    def of_input(self) -> bool:
        """Whether the input is changed."""
        return self.order is not None or self.move is not None

    @property
    def of_input_left_out(self) -> "Changes":
        """Those of the network alone."""
        return replace(self, order=None, seed=0, move=None, learning=None)


NOTHING = Changes()
