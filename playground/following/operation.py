"""One call of a function of PyTorch inside of a forward, as those who make stages of it see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn

from playground.following.graph import Graph, plain
from playground.following.memory import key_of, tensors_in
from playground.following.node import Node, Part, Unknown
from playground.stages import Stage


@dataclass(eq=False)
class Operation:
    """A function that is called with at least one tensor that depends on the input."""

    graph: Graph
    name: str
    module: str  # the name of the innermost module that called it
    owner: nn.Module  # that module
    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    call: Callable[[], Any]  # the function with its arguments
    writes: bool  # into its first argument

    def arguments(self, names: str, **defaults: Any) -> list[Any]:
        """Those of some names, in the order in which the function takes them. Raises Unknown when there are others."""
        wanted = names.split()
        if len(self.args) > len(wanted):
            raise Unknown(f"{self.name} with {len(self.args)} arguments")
        found = dict(zip(wanted, self.args, strict=False)) | self.kwargs
        return [found.get(name, defaults.get(name)) for name in wanted]

    def given(self, t: Any, shape: tuple[int, ...] | None = None, held: bool = False) -> tuple[Part, ...]:
        """What a stage is given that reads `t` (Graph.given)."""
        if not isinstance(t, Tensor):
            raise Unknown(f"{self.name} of {type(t).__name__}")
        return self.graph.given(t, shape, held)

    def shaped(self, *tensors: Any) -> tuple[int, ...]:
        """The shape in which values are computed one by one: the one that they have where they come from."""
        if not all(isinstance(t, Tensor) for t in tensors):
            raise Unknown(self.name)
        shapes = {self.graph.shape_of(t) for t in tensors}
        return shapes.pop() if len(shapes) == 1 else tuple(plain(tensors[0]).shape)

    def parameter(self, t: Any) -> str:
        """The name of a parameter or a buffer. Raises Unknown when it is none."""
        name = self.graph.names.get(id(t))
        if name is None:
            raise Unknown(f"{self.name} with weights that are no parameter")
        return name

    def parameters(self, **roles: Any) -> dict[str, str]:
        """The names of those that are there."""
        return {role: self.parameter(t) for role, t in roles.items() if t is not None}

    def run(self) -> Tensor:
        """The result, in a memory of its own where it is not written in place."""
        out: Tensor = self.call()
        if not self.writes and any(key_of(out) == key_of(t) for t in tensors_in([self.args, self.kwargs])):
            return out.clone()
        return out

    def done(
        self, kind: type[Stage], out: Tensor, values: dict[str, Tensor], quantity: str = "values", **more: Any
    ) -> Tensor:
        """A stage whose `quantity` is the result of the function."""
        node = self.graph.add(kind, values, self.module, **more)
        self.graph.bind(out, node, quantity)
        return out

    def opaque(self) -> Any:
        """Stages without an equation, of each result that is no view of what was given."""
        sources: dict[tuple[Node, str], None] = {}
        shared = list(tensors_in([self.args, self.kwargs]))
        for t in shared:
            if self.graph.knows(t):
                sources |= dict.fromkeys(self.graph.memory(t)[0].parts)
        parts = tuple(Part(*source) for source in sources)
        out = self.call()
        given = {key_of(t) for t in shared}
        for t in tensors_in(out):
            if t.numel() and (self.writes or key_of(t) not in given) and not t.is_complex():
                self.graph.opaque(t, self.module, self.name, parts)
        return out
