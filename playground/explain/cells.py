"""A state that is mixed from other values of its time step: the cell state, the hidden state of a gated network."""

import math
from typing import Any

from playground.explain.before import names, one, state_before, unit_of
from playground.explain.explanation import Explanation, Step, Sum, Term, at, bracketed, plus, significant
from playground.explain.walk import Walk, finish


def cell(walk: Walk) -> Explanation:
    """c = f c′ + i g."""
    stage, (n,) = walk.stage, walk.selection.index
    before = state_before(walk)
    assert before.cell is not None
    f, c, i, g = (float(v[n]) for v in (stage.forget, before.cell, stage.input, stage.candidate))
    factors = [("f", f), ("c′", c), ("i", i), ("g", g)]
    sources = (
        one(walk, "gate", "forget"),
        *before.cell_source,
        one(walk, "gate", "input"),
        one(walk, "candidate", "candidate"),
    )
    return finish(
        walk,
        "lstm_cell",
        _two_products("c", n, factors, ("kept", "written"), f * c + i * g),
        f"f[{n}] * c[{n}] + i[{n}] * g[{n}]",
        where=(*names(walk, f="forget", i="input", g="candidate"), ("c", before.expressions[1])),
        sources=sources,
        notes=before.notes,
    )


def gru_hidden(walk: Walk) -> Explanation:
    """h = (1 − z) h′ + z n."""
    stage, (n,) = walk.stage, walk.selection.index
    before = state_before(walk)
    z, h, c = (float(v[n]) for v in (stage.update, before.hidden, stage.candidate))
    factors = [("1 − z", 1 - z), ("h′", h), ("z", z), ("n", c)]
    kept = tuple(unit_of(s, n) for s in before.hidden_sources)
    return finish(
        walk,
        "gru_hidden",
        _two_products("h", n, factors, ("kept", "renewed"), (1 - z) * h + z * c),
        f"(1 - z[{n}]) * h[{n}] + z[{n}] * n[{n}]",
        where=(*names(walk, z="update", n="candidate"), ("h", before.expressions[0])),
        sources=(one(walk, "gate", "update"), *kept, one(walk, "candidate", "candidate")),
        notes=(*before.notes, "update"),
    )


def lstm_hidden(walk: Walk) -> Explanation:
    """h = o tanh(c)."""
    stage, (n,) = walk.stage, walk.selection.index
    o, c = float(stage.output[n]), float(stage.cell[n])
    result = o * math.tanh(c)
    h, letter_o, letter_c = (at(name, (n,)) for name in "hoc")
    return finish(
        walk,
        "lstm_hidden",
        {
            "symbols": (f"{h} = {letter_o} · tanh({letter_c})",),
            "numbers": (
                f"{h} = {significant(o)} · tanh({significant(c)}) = {significant(o)} · {bracketed(math.tanh(c))}"
                f" = {significant(result)}",
            ),
            "sums": (),
            "steps": (
                Step("cell", letter_c, c),
                Step("cell_tanh", f"tanh({letter_c})", math.tanh(c)),
                Step("output", letter_o, o),
                Step("hidden", h, result),
            ),
            "result": result,
        },
        f"o[{n}] * torch.tanh(c[{n}])",
        where=names(walk, o="output", c="cell"),
        sources=(one(walk, "gate", "output"), one(walk, "cell", "cell")),
    )


def _two_products(
    letter: str, n: int, factors: list[tuple[str, float]], steps: tuple[str, str], result: float
) -> dict[str, Any]:
    """A sum of two products, each of a gate and what it lets through."""
    symbols = [f"({name}_{{{n + 1}}})" if " " in name else f"{name}_{{{n + 1}}}" for name, _ in factors]
    (_, a), (_, b), (_, c), (_, d) = factors
    pairs = [f"{symbols[0]} · {symbols[1]}", f"{symbols[2]} · {symbols[3]}"]
    terms = (Term(symbols[1], (n,), a, b, a * b), Term(symbols[3], (n,), c, d, c * d))
    whole = Sum(plus(pairs), tuple(sorted(terms, key=lambda term: -abs(term.product))), 0, 0.0, 0, result)
    value = at(letter, (n,))
    products = f"{significant(a)} · {bracketed(b)} + {significant(c)} · {bracketed(d)}"
    return {
        "symbols": (f"{value} = {plus(pairs)}",),
        "numbers": (f"{value} = {products} = {plus(map(significant, (a * b, c * d)))} = {significant(result)}",),
        "sums": (whole,),
        "steps": (Step(steps[0], pairs[0], a * b), Step(steps[1], pairs[1], c * d), Step("sum", value, result)),
        "result": result,
    }
