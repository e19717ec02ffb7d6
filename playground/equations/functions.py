"""Functions of one value, and softmax, the one function of a whole vector."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from playground.equations.cell import MOST, Cell, Place, Sum, Term
from playground.equations.context import Context, Flow
from playground.equations.equation import Equation, Read
from playground.equations.written import at, significant

FAR = 700.0  # e^709 is the largest that a float64 holds


class Function(NamedTuple):
    """A function of one value; `{}` stands for its argument. Some can be given more: the layer's setting `options`."""

    written: str
    of: Callable[..., Tensor]
    torch: str
    slope: Callable[[Tensor], Tensor] | None = None  # its derivative, from its own value y

    def line(self, inner: str, options: Mapping[str, object]) -> str:
        """As a line of PyTorch."""
        more = "".join(f", {name}={value!r}" for name, value in options.items())
        return f"{self.torch[:-1].format(inner)}{more})" if more else self.torch.format(inner)


FUNCTIONS: dict[str, Function] = {
    "relu": Function("max(0, {})", torch.relu, "torch.relu({})", lambda y: (y > 0).to(y.dtype)),
    "tanh": Function("tanh({})", torch.tanh, "torch.tanh({})", lambda y: 1 - y * y),
    "sigmoid": Function("σ({})", torch.sigmoid, "torch.sigmoid({})", lambda y: y * (1 - y)),
    "identity": Function("{}", lambda z: z, "{}", torch.ones_like),
    "leaky_relu": Function("leaky ReLU({})", F.leaky_relu, "torch.nn.functional.leaky_relu({})"),
    "relu6": Function("min(6, max(0, {}))", F.relu6, "torch.nn.functional.relu6({})"),
    "elu": Function("ELU({})", F.elu, "torch.nn.functional.elu({})"),
    "gelu": Function("GELU({})", F.gelu, "torch.nn.functional.gelu({})"),
    "silu": Function("SiLU({})", F.silu, "torch.nn.functional.silu({})"),
    "softplus": Function("softplus({})", F.softplus, "torch.nn.functional.softplus({})"),
    "hardtanh": Function("hard tanh({})", F.hardtanh, "torch.nn.functional.hardtanh({})"),
    "hardswish": Function("hard swish({})", F.hardswish, "torch.nn.functional.hardswish({})"),
    "hardsigmoid": Function("hard σ({})", F.hardsigmoid, "torch.nn.functional.hardsigmoid({})"),
    "mish": Function("Mish({})", F.mish, "torch.nn.functional.mish({})"),
    "selu": Function("SELU({})", F.selu, "torch.nn.functional.selu({})"),
    "log_sigmoid": Function("log σ({})", F.logsigmoid, "torch.nn.functional.logsigmoid({})"),
    "softsign": Function("softsign({})", F.softsign, "torch.nn.functional.softsign({})"),
    "exp": Function("exp({})", torch.exp, "torch.exp({})", lambda y: y),
    "square": Function("({})^2", torch.square, "torch.square({})"),
}


@dataclass(frozen=True)
class function(Equation):
    """f(a), value by value; `name` in FUNCTIONS, or none: the layer's setting `function`."""

    of: Equation
    name: str = ""

    @property
    def parts(self) -> tuple[Equation, ...]:
        return (self.of,)

    def known(self, c: Context) -> Function:
        """Raises LookupError, which names it, on a function that is none of FUNCTIONS."""
        name = self.name or c.setting("function")
        if name not in FUNCTIONS:
            raise LookupError(f"the function {name!r} is none of {', '.join(FUNCTIONS)}")
        return FUNCTIONS[name]

    def values(self, c: Context) -> Tensor:
        return self.known(c).of(self.of.values(c), **c.setting("options", {}))

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        """f′ of each value; of a function that has no slope here, PyTorch's."""
        f, options = self.known(c), c.setting("options", {})
        if f.slope is not None and not options:
            slope = f.slope(self.values(c) if made is None else made)
        else:
            slope = _differentiated(partial(f.of, **options), self.of.values(c))
        self.of.backward(c, above * slope, flow)

    def cell(self, c: Context, index: Place) -> Cell:
        f, inner, options = self.known(c), self.of.cell(c, index), c.setting("options", {})
        value = float(f.of(torch.tensor(inner.value, dtype=torch.float64), **options))
        line = f.line(inner.torch, options)
        return Cell("function", value, f.written.format(inner.symbol), line, (inner,), form=f.written)

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        inner = self.of.written(letters, symbol)
        return FUNCTIONS[self.name].written.format(inner) if self.name else f"f({inner})"

    def line(self, c: Context) -> str:
        return self.known(c).line(self.of.line(c), c.setting("options", {}))


def _differentiated(f: Callable[[Tensor], Tensor], z: Tensor) -> Tensor:
    """f′(z), value by value."""
    with torch.inference_mode(False), torch.enable_grad():
        z = z.clone().requires_grad_()
        return torch.autograd.grad(f(z).sum(), z)[0]


def sigmoid(of: Equation) -> Equation:
    """1 / (1 + e^-a)."""
    return function(of, "sigmoid")


def tanh(of: Equation) -> Equation:
    """(e^a − e^-a) / (e^a + e^-a)."""
    return function(of, "tanh")


def relu(of: Equation) -> Equation:
    """max(0, a)."""
    return function(of, "relu")


@dataclass(frozen=True)
class softmax(Equation):
    """e^(y/T) over the sum of e^(y/T) of all classes; T is the layer's setting `temperature`, 1 where it has none.

    With `log` the logarithm of that. Where no float64 holds the powers, those of all logits less the largest of them.
    """

    of: Read
    log: bool = False

    @property
    def parts(self) -> tuple[Equation, ...]:
        return (self.of,)

    def values(self, c: Context) -> Tensor:
        scaled = self.of.values(c) / c.setting("temperature", 1.0)
        return scaled.log_softmax(-1) if self.log else scaled.softmax(-1)

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        """With p = softmax(y/T): p (above − Σ p above) / T, and of the logarithm (above − p Σ above) / T."""
        made = self.values(c) if made is None else made
        share = made.exp() if self.log else made
        less = share * above.sum(-1, True) if self.log else share * (share * above).sum(-1, True)
        self.of.backward(c, ((above if self.log else share * above) - less) / c.setting("temperature", 1.0), flow)

    def cell(self, c: Context, index: Place) -> Cell:
        found, (*rows, k) = self.of.reading(c), index
        temperature = float(c.setting("temperature", 1.0))
        y = [v / temperature for v in found.values[tuple(rows)].tolist()]
        top = max(y) if abs(max(y)) > FAR else 0.0
        less = (f"/{significant(temperature)}" if temperature != 1 else "") + (" − max(y)" if top else "")
        powers = [math.exp(v - top) for v in y]
        total = sum(powers)
        order = sorted(range(len(powers)), key=lambda j: -powers[j])[:MOST]
        terms = tuple(Term(f"e^{{{at(found.letter, (j,))}{less}}}", (j,), 1.0, y[j] - top, powers[j]) for j in order)
        rest, more = total - sum(powers[j] for j in order), len(powers) - len(order)
        power = Cell("value", powers[k], f"e^{{{at(found.letter, (k,))}{less}}}", "", step="power")
        sums = Sum(f"Σ_j e^{{{found.letter}_j{less}}}", terms, more, rest if more else 0.0, 0, total)
        whole = Cell("weighted", total, sums.symbol, "", step="powers", sum=sums)
        logit = Cell("value", y[k] * temperature, at(found.letter, (k,)), "", step="logit")
        share = powers[k] / total
        symbol = f"{power.symbol} / {sums.symbol}"
        numbers = f"e^{{{significant(y[k] - top)}}} / {significant(total)} = {significant(powers[k])} / {whole.written}"
        line = self.line(c)
        return Cell(
            "softmax",
            math.log(share) if self.log and share else y[k] - top - math.log(total) if self.log else share,
            f"log({symbol})" if self.log else symbol,
            f"{line}[{', '.join(map(str, index))}]",
            (logit, power, whole),
            numbers=f"log({numbers})" if self.log else numbers,
            sources=found.sources() if not rows else found.box((*((r, r + 1) for r in rows), (0, len(y)))),
            names=((found.name, found.expression),),
            notes=("temperature",) if temperature != 1 else (),
        )

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        inner = f"softmax({self.of.written(letters, symbol)})"
        return f"log {inner}" if self.log else inner

    def line(self, c: Context) -> str:
        temperature = float(c.setting("temperature", 1.0))
        return f"torch.{'log_' if self.log else ''}softmax({self.of.line(c)}{_over(temperature)}, dim=-1)"


def _over(temperature: float) -> str:
    return "" if temperature == 1 else f" / {temperature!r}"
