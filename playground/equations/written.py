"""How symbols, indices and numbers are written in an equation, and as a line of PyTorch.

What follows `_` or `^` is an index or an exponent: one character, or more in braces, as in `W_{f,3}` or `e^{z_4}`; a
page can make HTML or MathML of them. They count from 1, as the page does; lines of PyTorch count from 0. ′ is the step
before.
"""

from collections.abc import Iterable


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
    """a + b − c, of parts of which some begin with a minus; 0 of none."""
    first, *others = list(parts) or ["0"]
    return first + "".join(f" − {part[1:]}" if part.startswith("−") else f" + {part}" for part in others)


def attribute(path: str) -> str:
    """`model.conv1[0].weight` for the parameter conv1.0.weight."""
    return "model" + "".join(f"[{part}]" if part.isdecimal() else f".{part}" for part in path.split(".") if part)


def called(name: str, *arguments: str, **options: object) -> str:
    """torch.nn.functional.conv2d(x, w, stride=2): a call as a line of PyTorch, with the options that are given."""
    given = [*arguments, *(f"{key}={value!r}" for key, value in options.items())]
    return f"{name}({', '.join(given)})"


def factor(line: str) -> str:
    """A line of PyTorch as one factor of a product: in brackets if it is a sum, or a product itself."""
    depth = 0
    for letter in line:
        depth += (letter in "([") - (letter in ")]")
        if letter == " " and not depth:
            return f"({line})"
    return line


def subscript(index: Iterable[int]) -> str:
    """[3, 4]"""
    return f"[{', '.join(map(str, index))}]"
