"""pace(model, x, steps) -> Pace: how long a network takes to read an input, foretold from what it is made of.

A fused kernel does something for every time step, once for all sequences of a batch, and multiplies with its weights
for each of them. How long both take was measured for each kind of layer on a core that does nothing else; the products
are counted in a forward of a few time steps that leaves out the recurrent layers, whose products are known.
"""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

COUNTED = 32  # time steps, of which the products are counted


class _Speed(NamedTuple):
    """Microseconds: for a time step of a layer, or for a layer without them, and for each multiplication."""

    step: float
    product: float


_KINDS: dict[type[nn.Module], tuple[_Speed, _Speed]] = {  # there, and there and back
    nn.RNN: (_Speed(5, 2.8e-5), _Speed(20, 3e-4)),
    nn.LSTM: (_Speed(2, 1.1e-5), _Speed(10, 8e-5)),
    nn.GRU: (_Speed(15, 2.8e-5), _Speed(85, 1.5e-4)),
}
_OTHERS = (_Speed(15, 1e-4), _Speed(60, 3e-4))


@dataclass(frozen=True)
class Pace:
    """Of one input, in microseconds of one core: what is done once for a batch, and what for each input in it."""

    steps: int  # time steps of the input
    cells: int  # recurrent layers, each direction by itself
    there: _Speed
    back: _Speed  # there and back

    def reading(self, batch: int = 1) -> float:
        """A forward of so many inputs at once."""
        return self.there.step + batch * self.there.product

    def learning(self, batch: int = 1) -> float:
        """A forward and the way back to the inputs."""
        return self.back.step + batch * self.back.product

    def together(self, most: float, *, back: bool) -> int:
        """How many inputs are read at once in so many microseconds, at least one."""
        step, product = self.back if back else self.there
        return max(1, int((most - step) / max(product, 1e-3)))


def pace(model: nn.Module, x: Tensor, steps: int) -> Pace:
    """Of a network and what its forward is given: a batch of one, of so many time steps."""
    modules = [module for module in model.modules() if not any(True for _ in module.children())]
    recurrent = [module for module in modules if isinstance(module, nn.RNNBase)]
    cells = sum(module.num_layers * (2 if module.bidirectional else 1) for module in recurrent)
    made = products(model, x, steps if recurrent else 0)
    kinds = [_KINDS.get(type(module), _OTHERS) for module in recurrent] or [_OTHERS]
    found = []
    for way in (0, 1):
        of_steps = sum(
            kind[way].step * module.num_layers * (2 if module.bidirectional else 1) * steps
            for kind, module in zip(kinds, recurrent, strict=False)
        )
        of_layers = _OTHERS[way].step * (len(modules) - len(recurrent))
        found.append(_Speed(of_steps + of_layers, made * max(kind[way].product for kind in kinds)))
    return Pace(steps, cells, *found)


_COUNTED: "WeakKeyDictionary[nn.Module, dict[tuple[int, ...], float]]" = WeakKeyDictionary()


def products(model: nn.Module, x: Tensor, steps: int) -> float:
    """Products of one forward; of many time steps as many times those of a few."""
    few = x[:, :COUNTED] if steps > COUNTED and x.shape[1:2] == (steps,) else x
    known = _COUNTED.setdefault(model, {})
    if (shape := tuple(few.shape)) not in known:
        known[shape] = _counted(model, few)
    return known[shape] * (steps / COUNTED if few is not x else 1)


@torch.inference_mode()
def _counted(model: nn.Module, x: Tensor) -> float:
    """Where the network cannot read that, each weight once for each step."""
    try:
        with _Counting() as counting:
            # Others read with the model itself meanwhile, and some alter buffers as they run.
            deepcopy(model)(x.clone())
    except Exception:  # of other make
        return sum(weight.numel() for weight in model.parameters()) * x.shape[1]
    return counting.products


class _Counting(TorchFunctionMode):
    """Counts what a forward multiplies with weights. Recurrent layers are not gone through step by step."""

    products = 0

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """What the function gives."""
        name = getattr(func, "__name__", "")
        if name in ("rnn_tanh", "rnn_relu", "lstm", "gru") and args[-1]:  # the batch comes first
            return self._through_time(*args)
        made = func(*args, **(kwargs or {}))
        if name in ("linear", "conv1d", "conv2d", "conv3d"):
            weight = args[1]
            self.products += made.numel() // len(weight) * weight.numel()
        return made

    def _through_time(self, x: Tensor, first: Any, weights: Any, *settings: Any) -> Any:
        """(B, T, N) and the last states, as the kernels of torch.nn.RNNBase give them."""
        states = first if isinstance(first, tuple | list) else (first,)
        self.products += x.shape[0] * x.shape[1] * sum(weight.numel() for weight in weights)
        width = states[0].shape[-1] * (2 if settings[-2] else 1)
        return (x.new_empty(*x.shape[:2], width), *states)
