"""The diagram of a cell, as every text draws it by hand: its values, valves and operators, from the equations."""

from dataclasses import dataclass
from functools import cache

from playground.equations import Equation, affine, before, convolution, function, given, own
from playground.equations.equation import Less, Product, Read, Total
from playground.stages.recurrent import RecurrentStep
from playground.stages.stage import Stage, quantities, results
from playground.stages.walk import Walk

Others = tuple[tuple[str, Equation | None], ...]  # equations by the names of quantities


@dataclass(frozen=True)
class Node:
    """A value of the stage, of the step before or of what it is given; or an operator that makes one."""

    name: str  # forget, hidden′, x; of an operator the value that it helps to make, and a number: forget#1
    operation: str  # quantity, before, given; affine, sum, product, less, or the name of a function
    label: str  # its symbol
    made_by: Equation | None  # the piece that it stands for


@dataclass(frozen=True)
class Diagram:
    """Nodes, each after those that it is made from, and lines between them."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]  # from, to

    def node(self, name: str) -> Node:
        """Raises LookupError when there is none."""
        found = next((node for node in self.nodes if node.name == name), None)
        if found is None:
            raise LookupError(f"no node {name!r}")
        return found

    def into(self, name: str) -> tuple[str, ...]:
        """The nodes that one is made from."""
        return tuple(start for start, end in self.edges if end == name)


@cache
def diagram(kind: type[Stage], others: Others = ()) -> Diagram:
    """Of a kind of stage; a quantity without an equation is a node that nothing leads to.

    others: equations in place of the declared ones.
    """
    drawing = _Drawing(kind)
    for name in results(kind):
        equation = dict(others).get(name, quantities(kind)[name].equation)
        symbol = quantities(kind)[name].symbol
        drawing.add(
            Node(name, "quantity", symbol, equation), [] if equation is None else [drawing.made(equation, name)]
        )
    return Diagram(tuple(drawing.nodes.values()), tuple(dict.fromkeys(drawing.edges)))


def told(kind: type[Stage], others: Others = ()) -> dict[str, list[list[str]]]:
    """A diagram as data: {"nodes": [[name, operation, label], ...], "edges": [[from, to], ...]}."""
    found = diagram(kind, others)
    return {
        "nodes": [[node.name, node.operation, node.label] for node in found.nodes],
        "edges": [[start, end] for start, end in found.edges],
    }


class _Drawing:
    def __init__(self, kind: type[Stage]) -> None:
        self.kind = kind
        self.nodes: dict[str, Node] = {}
        self.edges: list[tuple[str, str]] = []

    def add(self, node: Node, sources: list[str]) -> str:
        self.nodes.setdefault(node.name, node)
        self.edges += [(source, node.name) for source in sources]
        return node.name

    def made(self, piece: Equation, towards: str) -> str:
        """The node of a piece of the equation of `towards`, and before it those of its parts."""
        if isinstance(piece, own):
            return piece.name
        if isinstance(piece, Read):
            known = quantities(self.kind).get(piece.name)
            symbol = (known.symbol if known else "") or "x"
            if isinstance(piece, before):
                return self.add(Node(f"{piece.name}′", "before", f"{symbol}′", piece), [])
            return self.add(Node(piece.name, "given", symbol, piece), [])
        parts = [self.made(part, towards) for part in piece.parts]
        count = sum(name.startswith(f"{towards}#") for name in self.nodes) + 1
        return self.add(Node(f"{towards}#{count}", _operation(piece), _label(piece), piece), parts)


def _operation(piece: Equation) -> str:
    named = {
        Total: "sum",
        Product: "product",
        Less: "less",
        affine: "affine",
        convolution: "convolution",
        given: "given",
    }
    if isinstance(piece, function):
        return piece.name or "function"
    return named.get(type(piece), type(piece).__name__)


def _label(piece: Equation) -> str:
    signs = {Total: "+", Product: "×", Less: "1 −"}
    if isinstance(piece, function):
        return {"sigmoid": "σ"}.get(piece.name, piece.name or "f")
    if isinstance(piece, affine):
        return piece.letters[0]
    return signs.get(type(piece), type(piece).__name__)


def numbers(walk: Walk, position: int, unit: int) -> dict[str, float]:
    """The value of each node of the diagram of one unit of a recurrent step that stands for one number.

    What is given, and what a matrix reads whole, has a number for each unit and is left out.
    """
    stage = walk.stages[position]
    assert isinstance(stage, RecurrentStep)
    found = {}
    for node in diagram(type(stage), tuple(walk.layer(position).equations.items())).nodes:
        if node.operation == "given" or node.made_by is None:
            continue
        name = node.name.partition("#")[0].rstrip("′")
        found[node.name] = node.made_by.cell(walk.at(position, name), (unit,)).value
    return found
