"""What the explanation of one value is made of: equations, sums, steps, sources, and the line of PyTorch.

Equations are strings. What follows `_` or `^` is an index or an exponent: one character, or more in braces, as in
`W_{f,3}` or `e^{z_4}`; a page can make HTML or MathML of them. They count from 1, as the page does; `torch` counts
from 0. ′ is the step before.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

MOST = 12  # products of a sum that are told one by one
_WRITTEN = 3  # of them in the equation itself


@dataclass(frozen=True)
class Selection:
    """One value of a run: a stage, a quantity of it, and the place in that quantity. All counts are from 0."""

    stage: str  # the name of its class: "LSTMStep"
    quantity: str  # a field of it, or "probabilities"
    index: tuple[int, ...]  # unit; channel, row, column; class
    layer: int | None = None
    direction: int | None = None  # 0 forward, 1 backward
    t: int | None = None


@dataclass(frozen=True)
class Term:
    """One product of a sum."""

    label: str  # the symbol of `value`, with its place: x_{3,4}
    index: tuple[int, ...]  # the place, from 0; outside of what is there if it is padding
    weight: float
    value: float
    product: float
    padding: bool = False


@dataclass(frozen=True)
class Sum:
    """weight times value, added up: the largest products one by one, and `more` others as one."""

    symbol: str
    terms: tuple[Term, ...]  # the largest first
    more: int
    rest: float
    padding: int  # how many of all the terms are padding
    total: float

    @property
    def written(self) -> str:
        """The largest products, and dots if there are more."""
        shown = [f"{significant(term.weight)} · {bracketed(term.value)}" for term in self.terms[:_WRITTEN]]
        return plus([*shown, *(["⋯"] if self.more or len(self.terms) > _WRITTEN else [])])


@dataclass(frozen=True)
class Step:
    """An intermediate result. `name` is a key of explain.steps in playground/text."""

    name: str
    symbol: str
    value: float


@dataclass(frozen=True)
class Source:
    """A block of values of an earlier stage, or of the same one, that the value was made from."""

    role: str  # a key of explain.sources in playground/text: input, state, window, winner, gate, ...
    stage: str
    quantity: str
    ranges: tuple[tuple[int, int], ...]  # first, and one after the last, for each dimension of the quantity
    layer: int | None = None
    direction: int | None = None
    t: int | None = None


@dataclass(frozen=True)
class Explanation:
    """How one value came about. `result` is computed from the parts told here, `value` is the traced one."""

    kind: str  # a key of explain.kinds in playground/text
    selection: Selection
    symbols: tuple[str, ...]  # the equation, in one line or more
    numbers: tuple[str, ...]  # the same lines with this value's numbers
    sums: tuple[Sum, ...]
    steps: tuple[Step, ...]
    sources: tuple[Source, ...]
    result: float
    value: float
    torch: str  # an expression that gives the value, of `torch`, `model` and the names in `where`
    where: tuple[tuple[str, str], ...]  # what those names are: expressions of `torch`, `stages` and `state`
    notes: tuple[str, ...] = ()  # keys of explain.notes in playground/text
    window: tuple[tuple[int, int], ...] | None = None  # rows and columns under a kernel, with the padding
    field: Source | None = None  # in a CNN: all pixels of the input that the value can depend on


def weigh(
    symbol: str,
    weights: Tensor,
    values: Tensor,
    place: Callable[[int], tuple[int, ...]] = lambda i: (i,),
    *,
    name: str = "x",
    padding: Tensor | None = None,
    most: int = MOST,
) -> Sum:
    """The sum of `weights` times `values`, of any one shape; term i, in reading order, stands at `place(i)` from 0."""
    w, x = weights.detach().flatten().double(), values.detach().flatten().double()
    products = w * x
    total = float(products.sum())
    outside = torch.zeros(len(w), dtype=torch.bool) if padding is None else padding.flatten()
    # Padding comes last of what is 0, and nothing that is 0 is told but to fill the equation; one alone is no rest.
    order = (products.abs() - outside.double()).argsort(descending=True, stable=True).tolist()
    told = min(most, max(_WRITTEN, int(products.count_nonzero())))
    order = order[:told] if len(order) > told + 1 else order
    terms = tuple(
        Term(at(name, place(i)), place(i), float(w[i]), float(x[i]), float(products[i]), bool(outside[i]))
        for i in order
    )
    rest = float(products.sum() - products[order].sum())
    more = len(w) - len(terms)
    return Sum(symbol, terms, more, rest if more else 0.0, int(outside.sum()), total)


def with_bias(result: str, weighted: Sum, b: str, bias: float) -> dict[str, Any]:
    """The parts of an explanation of `result`, a logit y or a z: a weighted sum and a bias."""
    total = weighted.total + bias
    written = plus([weighted.written, significant(bias)])
    return {
        "symbols": (f"{result} = {weighted.symbol} + {b}",),
        "numbers": (f"{result} = {written} = {plus(map(significant, (weighted.total, bias)))} = {significant(total)}",),
        "sums": (weighted,),
        "steps": (
            Step("sum", weighted.symbol, weighted.total),
            Step("bias", b, bias),
            Step("logit" if result.startswith("y") else "pre_activation", result, total),
        ),
        "result": total,
    }


def at(name: str, index: Iterable[int]) -> str:
    """x_{3,4} for place (2, 3)."""
    return f"{name}_{{{','.join(str(i + 1) for i in index)}}}"


def significant(value: float, digits: int = 4) -> str:
    """`value` in the digits that count: 0.01235, 1.235 · 10^{−7}."""
    number, _, exponent = f"{value + 0.0:.{digits}g}".partition("e")
    return (f"{number} · 10^{{{int(exponent)}}}" if exponent else number).replace("-", "−")


def bracketed(value: float) -> str:
    """As a factor: a negative one in brackets."""
    written = significant(value)
    return f"({written})" if written.startswith("−") else written


def plus(parts: Iterable[str]) -> str:
    """a + b − c, of parts of which some begin with a minus."""
    first, *others = parts
    return first + "".join(f" − {part[1:]}" if part.startswith("−") else f" + {part}" for part in others)
