"""Sums, products and the like, of two tensors or of a tensor and a number."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from playground.following.node import Part, Unknown
from playground.following.operation import Operation
from playground.stages import Addition, Multiplication, Scaling


def added(o: Operation) -> Tensor:
    """a + b, of two tensors or of one and a number."""
    a, b, alpha = o.arguments("input other alpha", alpha=o.kwargs.get("alpha", 1))
    if alpha != 1:
        raise Unknown("add with alpha")
    if (number := _number(o, b)) is not None:
        return _scaled(o, a, 1.0, number)
    if (number := _number(o, a)) is not None:
        return _scaled(o, b, 1.0, number)
    return _two(o, Addition, a, b)


def subtracted(o: Operation) -> Tensor:
    """a − b."""
    a, b, alpha = o.arguments("input other alpha", alpha=1)
    if alpha != 1:
        raise Unknown("sub with alpha")
    if o.name in ("__rsub__", "rsub"):
        a, b = b, a
    if (number := _number(o, b)) is not None:
        return _scaled(o, a, 1.0, -number)
    if (number := _number(o, a)) is not None:
        return _scaled(o, b, -1.0, number)
    return _two(o, Addition, a, b, minus=True)


def multiplied(o: Operation) -> Tensor:
    """a · b."""
    a, b = o.arguments("input other")
    if (number := _number(o, b)) is not None:
        return _scaled(o, a, number, 0.0)
    if (number := _number(o, a)) is not None:
        return _scaled(o, b, number, 0.0)
    return _two(o, Multiplication, a, b)


def divided(o: Operation) -> Tensor:
    """a / b, by a number."""
    a, b = o.arguments("input other")
    number = _number(o, b)
    if not number or o.kwargs.get("rounding_mode"):
        raise Unknown("div")
    return _scaled(o, a, 1 / number, 0.0)


def negated(o: Operation) -> Tensor:
    """−a."""
    return _scaled(o, o.args[0], -1.0, 0.0)


def _number(o: Operation, value: Any) -> float | None:
    """A number, or a constant that is one, but no parameter."""
    if isinstance(value, Tensor):
        one = value.dim() == 0 and not o.graph.knows(value) and id(value) not in o.graph.names
        return float(value) if one else None
    return float(value) if isinstance(value, int | float) else None


def _scaled(o: Operation, x: Any, factor: float, shift: float) -> Tensor:
    shape = o.shaped(x)
    inputs, out = {"x": o.given(x, shape)}, o.run()
    fields = {"factor": factor, "shift": shift}
    return o.done(Scaling, out, {"values": out.detach().reshape(shape)}, inputs=inputs, fields=fields)


def _two(o: Operation, kind: type[Addition | Multiplication], a: Tensor, b: Tensor, minus: bool = False) -> Tensor:
    """Of two tensors, each brought into the shape of the result."""
    whole = torch.broadcast_shapes(a.shape, b.shape)
    a, b = (t if t.shape == whole else t.expand(whole) for t in (a, b))
    shape = o.shaped(a, b)
    parts = [o.given(t, shape) for t in (a, b)]
    if minus:
        fields = {"factor": -1.0, "shift": 0.0}
        values = {"values": -b.detach().reshape(shape)}
        less = o.graph.add(Scaling, values, o.module, inputs={"x": parts[1]}, fields=fields)
        parts[1] = (Part(less, "values"),)
    out = o.run()
    values = {"values": out.detach().reshape(shape)}
    return o.done(kind, out, values, inputs={"a": parts[0], "b": parts[1]})


OPERATIONS: dict[str, Callable[[Operation], Any]] = {
    **dict.fromkeys(["add", "add_", "__radd__", "__add__", "__iadd__"], added),
    **dict.fromkeys(["sub", "sub_", "subtract", "rsub", "__rsub__", "__sub__", "__isub__"], subtracted),
    **dict.fromkeys(["mul", "mul_", "multiply", "__rmul__", "__mul__", "__imul__"], multiplied),
    **dict.fromkeys(["div", "div_", "divide", "true_divide", "__truediv__", "__itruediv__"], divided),
    **dict.fromkeys(["neg", "negative", "neg_"], negated),
}
