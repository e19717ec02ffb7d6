"""What every piece of an equation can do, and the pieces that are written as + and *."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from playground.equations.cell import Cell, Place, Source, added
from playground.equations.context import Context, Flow, Reading
from playground.equations.written import at, factor, plus, subscript


class Equation(ABC):
    """A piece. Its values have the precision of what the context gives: double where a trace is checked or told."""

    @property
    def parts(self) -> tuple["Equation", ...]:
        """The pieces that it is made of."""
        return ()

    @abstractmethod
    def values(self, c: Context) -> Tensor:
        """The whole quantity."""

    @abstractmethod
    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        """The chain rule: gives to `flow`, for all that it reads, `above` times the derivative of its values.

        above: d loss / d its values, in their shape. made: its values, where they are known.
        """

    @abstractmethod
    def cell(self, c: Context, index: Place) -> Cell:
        """One value of it."""

    @abstractmethod
    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        """The equation in one line; `letters` of the quantities by name, `symbol` of the one that is computed."""

    def summands(self, letters: Mapping[str, str], symbol: str) -> tuple[str, list[str]]:
        """In one line, without its biases; and these."""
        return self.written(letters, symbol), []

    def terms(self, c: Context, index: Place) -> list[Cell]:
        """What is added up, where it is a sum."""
        return [self.cell(c, index)]

    @abstractmethod
    def line(self, c: Context) -> str:
        """The whole as an expression of PyTorch.

        In it stand the `name`s of what `c` reads, and the `path`s of its parameters, as they are.
        """

    def names(self, c: Context) -> tuple[tuple[str, str], ...]:
        """What the names in its line are: expressions of `stages` and `state`."""
        return tuple(name for part in self.parts for name in part.names(c))

    def reading(self, c: Context) -> Reading:
        """The whole as values with places."""
        raise NotImplementedError(f"{type(self).__name__} is not read as a whole")

    def sources(self, c: Context) -> tuple[Source, ...]:
        """All values of the run that any of it is made from."""
        return tuple(source for part in self.parts for source in part.sources(c))

    def __add__(self, other: "Equation") -> "Equation":
        return Total((self, other))

    def __mul__(self, other: "Equation") -> "Equation":
        return Product(self, other)

    def __rsub__(self, one: int) -> "Equation":
        """1 - it."""
        assert one == 1
        return Less(self)


@dataclass(frozen=True)
class Total(Equation):
    """a + b."""

    of: tuple[Equation, ...]

    @property
    def parts(self) -> tuple[Equation, ...]:
        return self.of

    def values(self, c: Context) -> Tensor:
        first, *others = (part.values(c) for part in self.of)
        for other in others:
            first = first + other
        return first

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        for part in self.of:
            part.backward(c, above, flow)

    def terms(self, c: Context, index: Place) -> list[Cell]:
        return [term for part in self.of for term in part.terms(c, index)]

    def cell(self, c: Context, index: Place) -> Cell:
        return added(self.terms(c, index))

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        """Two biases are one, b, which is their sum."""
        found = [part.summands(letters, symbol) for part in self.of]
        biases = [bias for _, of_part in found for bias in of_part]
        return plus([*(text for text, _ in found), *biases[:1]])

    def line(self, c: Context) -> str:
        return " + ".join(part.line(c) for part in self.of)


@dataclass(frozen=True)
class Product(Equation):
    """a · b, value by value."""

    a: Equation
    b: Equation

    @property
    def parts(self) -> tuple[Equation, ...]:
        return self.a, self.b

    def values(self, c: Context) -> Tensor:
        return self.a.values(c) * self.b.values(c)

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        a, b = (part.values(c) for part in self.parts)
        self.a.backward(c, above * b, flow, a)
        self.b.backward(c, above * a, flow, b)

    def cell(self, c: Context, index: Place) -> Cell:
        a, b = (part.cell(c, index) for part in self.parts)
        torch = " * ".join(f"({part.torch})" if part.operation in ("sum", "less") else part.torch for part in (a, b))
        symbol = " · ".join(_factor(part.symbol, part.operation) for part in (a, b))
        return Cell("product", a.value * b.value, symbol, torch, (a, b))

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        texts = (part.written(letters, symbol) for part in self.parts)
        return " ∘ ".join(f"({text})" if " + " in text or " − " in text else text for text in texts)

    def line(self, c: Context) -> str:
        return " * ".join(factor(part.line(c)) for part in self.parts)

    def reading(self, c: Context) -> Reading:
        a, b = (part.reading(c) for part in self.parts)
        letter, name = f"({a.letter} {b.letter})", f"({a.name} * {b.name})"
        return Reading(self.values(c), letter, name, "", notes=a.notes + b.notes)


@dataclass(frozen=True)
class Less(Equation):
    """1 − a."""

    of: Equation

    @property
    def parts(self) -> tuple[Equation, ...]:
        return (self.of,)

    def values(self, c: Context) -> Tensor:
        return 1 - self.of.values(c)

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        self.of.backward(c, -above, flow, None if made is None else 1 - made)

    def cell(self, c: Context, index: Place) -> Cell:
        inner = self.of.cell(c, index)
        return Cell("less", 1 - inner.value, f"1 − {inner.symbol}", f"1 - {inner.torch}", (inner,), form="1 − {}")

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        return f"1 − {self.of.written(letters, symbol)}"

    def line(self, c: Context) -> str:
        return f"1 - {factor(self.of.line(c))}"


@dataclass(frozen=True)
class Read(Equation):
    """Values that stand in the run: what the stage was given, another quantity of it, or the step before."""

    name: str

    @abstractmethod
    def find(self, c: Context) -> Reading:
        """Where they stand."""

    def values(self, c: Context) -> Tensor:
        return self.find(c).values

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        flow.read(self, above)

    def cell(self, c: Context, index: Place) -> Cell:
        found = self.find(c)
        flat = 0
        for i, size in zip(index, found.values.shape, strict=True):
            flat = flat * size + i
        return Cell(
            "value",
            float(found.values[index]),
            at(found.letter, index),
            f"{found.name}{subscript(index)}",
            step=found.step,
            sources=found.source(flat),
            names=((found.name, found.expression),),
            notes=found.notes,
        )

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        return letters[self.name]

    def line(self, c: Context) -> str:
        return self.find(c).name

    def names(self, c: Context) -> tuple[tuple[str, str], ...]:
        found = self.find(c)
        return ((found.name, found.expression),)

    def reading(self, c: Context) -> Reading:
        return self.find(c)

    def sources(self, c: Context) -> tuple[Source, ...]:
        return self.find(c).sources()


def _factor(symbol: str, operation: str) -> str:
    return f"({symbol})" if operation in ("sum", "less") else symbol
