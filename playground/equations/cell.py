"""One value of a run with what it was made from: a tree, from which everything that is told of the value is read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from playground.equations.written import at, bracketed, plus, significant

MOST = 12  # products of a sum that are told one by one
_WRITTEN = 3  # of them in the equation itself

Place = tuple[int, ...]  # of a value in its quantity, from 0
Ranges = tuple[tuple[int, int], ...]  # first, and one after the last, for each dimension


@dataclass(frozen=True)
class Source:
    """A block of values of an earlier stage, or of the same one, that a value was made from."""

    role: str  # a key of explain.sources in playground/text: input, state, window, winner, gate, ...
    stage: str
    quantity: str
    ranges: Ranges  # of the quantity
    layer: int | None = None
    direction: int | None = None
    t: int | None = None


@dataclass(frozen=True)
class Term:
    """One product of a sum."""

    label: str  # the symbol of `value`, with its place: x_{3,4}
    index: Place  # outside of what is there if it is padding
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


@dataclass(frozen=True, eq=False)
class Weighted:
    """A sum of products of weights with values that stand at places of a quantity."""

    letter: str  # of the values
    weights: Tensor  # (n,) float64
    values: Tensor  # (n,) float64
    place: Callable[[int], Place]  # of value i
    padding: Tensor | None = None  # (n,) bool: outside of what is there

    @property
    def products(self) -> Tensor:
        """(n,) float64."""
        return self.weights * self.values

    def told(self, symbol: str, most: int = MOST) -> Sum:
        """The largest of the products one by one."""
        products = self.products
        total = float(products.sum())
        outside = torch.zeros(len(products), dtype=torch.bool) if self.padding is None else self.padding
        # Padding comes last of what is 0, and nothing that is 0 is told but to fill the equation; one alone is no rest.
        order = (products.abs() - outside.double()).argsort(descending=True, stable=True).tolist()
        told = min(most, max(_WRITTEN, int(products.count_nonzero())))
        order = order[:told] if len(order) > told + 1 else order
        terms = tuple(
            Term(
                at(self.letter, self.place(i)),
                self.place(i),
                float(self.weights[i]),
                float(self.values[i]),
                float(products[i]),
                bool(outside[i]),
            )
            for i in order
        )
        more = len(products) - len(terms)
        rest = float(products.sum() - products[order].sum())
        return Sum(symbol, terms, more, rest if more else 0.0, int(outside.sum()), total)


@dataclass(frozen=True, eq=False)
class Cell:
    """One value; `operation` says how it is made of its `parts`.

    value: read from the run, or a constant; weighted: a sum of products; parameter: a bias; sum; product; function;
    less: one minus; softmax; pooling; copy.
    """

    operation: str
    value: float
    symbol: str  # f_{4}, Σ_i W_{f,4,i} x_i, σ(...)
    torch: str  # the expression that gives it, of names in `names`
    parts: tuple["Cell", ...] = ()
    numbers: str = ""  # the symbol with numbers in place of the letters; by default the value's own digits
    form: str = ""  # of a function: σ({}), where {} is its argument
    letter: str = ""  # by which it goes where it has a line of its own: z_{3}
    step: str = ""  # a key of explain.steps in playground/text; nothing is told of a value without one
    sum: Sum | None = None
    weighted: Weighted | None = None
    sources: tuple[Source, ...] = ()
    names: tuple[tuple[str, str], ...] = ()  # what the names in `torch` are: expressions of `stages` and `state`
    notes: tuple[str, ...] = ()  # keys of explain.notes in playground/text
    window: Ranges | None = None  # rows and columns under a kernel, with the padding

    @property
    def written(self) -> str:
        """With numbers."""
        return self.numbers or significant(self.value)

    def named(self, symbol: str, step: str) -> "Cell":
        """The same value by a letter of its own, where what it is made of is told in a line before."""
        return replace(self, operation="value", symbol=symbol, numbers="", step=step)

    def walk(self) -> Iterator["Cell"]:
        """The cell and all that it is made of, each part before what it makes."""
        for part in self.parts:
            yield from part.walk()
        yield self


def added(parts: list[Cell]) -> Cell:
    """The sum of some cells."""
    many = sum(part.operation == "weighted" for part in parts) > 1
    written = [f"({part.written})" if many and part.operation == "weighted" else part.written for part in parts]
    total = sum(part.value for part in parts)
    return Cell(
        "sum", total, plus(part.symbol for part in parts), " + ".join(part.torch for part in parts), tuple(parts),
        numbers=plus(written),
    )  # fmt: skip
