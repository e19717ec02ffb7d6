"""Listens to every function of PyTorch that a forward calls, and makes stages of those that depend on the input."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from inspect import signature
from typing import Any

from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from playground.following import arithmetic, dense, maps, moves, recurrent
from playground.following.graph import Graph
from playground.following.memory import tensors_in
from playground.following.node import Unknown
from playground.following.operation import Operation

OPERATIONS: Mapping[str, Callable[[Operation], Any]] = (
    arithmetic.OPERATIONS | dense.OPERATIONS | maps.OPERATIONS | moves.OPERATIONS | recurrent.OPERATIONS
)
# Of the shape, which is no value.
SHAPE = frozenset({
    "__get__", "dim", "size", "__len__", "stride", "is_contiguous", "numel", "ndimension", "is_floating_point",
    "element_size", "__repr__", "__format__", "storage_offset", "data_ptr", "untyped_storage", "__set__",
    "requires_grad_", "retain_grad", "register_hook", "get_device", "is_complex", "__hash__", "nelement",
    "new_zeros", "new_ones", "new_empty", "new_full", "zeros_like", "ones_like", "empty_like", "full_like",
    "rand_like", "randn_like", "new_tensor",
})  # fmt: skip
VALUES = frozenset({
    "__bool__", "__float__", "__int__", "__index__", "__complex__", "item", "tolist", "__contains__", "equal",
    "allclose", "is_nonzero",
})  # fmt: skip
LEAVES = frozenset(["numpy", "__array__", "__dlpack__"])
WRITES = frozenset(["__setitem__"])
_NOWHERE = nn.Module()


class Recorder(TorchFunctionMode):
    """The mode in which a forward is followed. It is the thread's own; so are the modules that it is told of."""

    def __init__(self, graph: Graph) -> None:
        super().__init__()
        self.graph = graph
        self.inside: list[tuple[str, nn.Module]] = []  # the modules that are running, the outermost first

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        name = getattr(func, "__name__", str(func))
        if name in SHAPE:
            made = func(*args, **kwargs)
            if name != "__get__" and isinstance(made, Tensor):
                self.graph.constant(made)
            return made
        tensors = list(tensors_in([args, kwargs]))
        module, owner = self.inside[-1] if self.inside else ("", _NOWHERE)
        for t in tensors:
            if t.numel() and self.graph.outside(t):
                self.graph.note(
                    f"{name}: a tensor of shape {tuple(t.shape)} comes from outside of what can be followed"
                )
                self.graph.opaque(t, module, "outside")
        if not any(self.graph.knows(t) for t in tensors):
            made = func(*args, **kwargs)
            self.graph.constant(made)
            return made
        if name in VALUES or name in LEAVES:
            why = "the way depends on a value" if name in VALUES else "leaves PyTorch"
            self.graph.note(f"{name} in {module or 'forward'}: {why}")
            return func(*args, **kwargs)
        writes = _writes(name, func, args, kwargs)
        call = partial(self._written if writes else _called, func, args, kwargs)
        operation = Operation(self.graph, name, module, owner, func, args, kwargs, call, writes)
        known = OPERATIONS.get(name)
        if known is not None and kwargs.get("out") is None:
            try:
                return known(operation)
            except Unknown:
                pass
        return operation.opaque()

    def _written(self, func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Calls a function that writes into its first argument; what stages hold there is copied before."""
        for t in tensors_in([args[:1], kwargs.get("out"), kwargs.get("input")]):
            self.graph.save(t)
        return func(*args, **kwargs)


def _called(func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return func(*args, **kwargs)


def _writes(name: str, func: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
    """Whether a function writes into one of its arguments."""
    if name.endswith("_") and not name.endswith("__"):
        return True
    if name in WRITES or (name.startswith("__i") and name not in ("__invert__", "__index__")):
        return True
    if kwargs.get("inplace") or kwargs.get("out") is not None:
        return True
    place = _inplace(func)
    return place is not None and len(args) > place and bool(args[place])


@cache
def _inplace(func: Any) -> int | None:
    """Where a function of torch.nn.functional takes whether it is to write into its first argument."""
    try:
        names = list(signature(func).parameters)
    except (TypeError, ValueError):  # it is not written in Python
        return None
    return names.index("inplace") if "inplace" in names else None
