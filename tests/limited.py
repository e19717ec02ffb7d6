"""Evaluates one expression of PyTorch by walking its tree, for lines that a test must not simply run."""

import ast
import operator
from typing import Any

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.MatMult: operator.matmul,
    ast.USub: operator.neg,
}


def evaluate(line: str, names: dict[str, Any]) -> Any:
    """The value of `line`: names, attributes, subscripts, calls, numbers and + − * / @, nothing else."""
    return _value(ast.parse(line, mode="eval").body, names)


def _value(node: ast.AST, names: dict[str, Any]) -> Any:
    def of(child: ast.AST | None) -> Any:
        return None if child is None else _value(child, names)

    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return names[node.id]
        case ast.Attribute():
            assert not node.attr.startswith("_")
            return getattr(of(node.value), node.attr)
        case ast.Subscript():
            return of(node.value)[of(node.slice)]
        case ast.Slice():
            return slice(of(node.lower), of(node.upper), of(node.step))
        case ast.Tuple():
            return tuple(of(element) for element in node.elts)
        case ast.List():
            return [of(element) for element in node.elts]
        case ast.BinOp():
            return OPERATORS[type(node.op)](of(node.left), of(node.right))
        case ast.UnaryOp():
            return OPERATORS[type(node.op)](of(node.operand))
        case ast.Call():
            return of(node.func)(
                *map(of, node.args), **{word.arg: of(word.value) for word in node.keywords if word.arg}
            )
    raise AssertionError(f"{ast.dump(node)} is not expected here")
