"""A value of a time step of an RNN, LSTM or GRU: a gate, a candidate, a cell state, a hidden state."""

import math
from typing import NamedTuple

from playground.explain.before import Before, inputs, names, one, state_before
from playground.explain.cells import cell, gru_hidden, lstm_hidden
from playground.explain.explanation import Explanation, Step, Sum, at, bracketed, plus, significant, weigh
from playground.explain.functions import sigmoid
from playground.explain.walk import Walk, finish
from playground.stages import GRUStep, LSTMStep

# Letters of the equations.
_LETTERS = {
    "RNNStep": {"hidden": "h"},
    "LSTMStep": {"input": "i", "forget": "f", "candidate": "g", "output": "o"},
    "GRUStep": {"reset": "r", "update": "z", "candidate": "n"},
}


def step(walk: Walk) -> Explanation:
    """Any value of a step."""
    quantity = walk.selection.quantity
    if quantity == "cell":
        return cell(walk)
    if quantity == "hidden" and isinstance(walk.stage, LSTMStep):
        return lstm_hidden(walk)
    if quantity == "hidden" and isinstance(walk.stage, GRUStep):
        return gru_hidden(walk)
    if quantity == "candidate" and isinstance(walk.stage, GRUStep):
        return _gru_candidate(walk)
    return _gate(walk)


def _gate(walk: Walk) -> Explanation:
    """f, i, o, r = σ(s); g and the RNN's h = tanh(s); the GRU's z = 1 − σ(s); with s = W x + b + U h′ + d."""
    (n,), kind, quantity = walk.selection.index, type(walk.stage).__name__, walk.selection.quantity
    letter = _LETTERS[kind][quantity]
    before = state_before(walk)
    row = _row(walk, before, letter)
    x, b, h, d = row.parts
    total = row.sum
    name, f = ("tanh", math.tanh) if letter in "gh" else ("σ", sigmoid)
    update = letter == "z"
    result = 1 - f(total) if update else f(total)
    v, s, less = at(letter, (n,)), at("s", (n,)), "1 − " if update else ""
    call = f"torch.{'tanh' if letter in 'gh' else 'sigmoid'}({row.input_line} + {row.state_line})"
    written = plus([f"({x.written})", significant(b), f"({h.written})", significant(d)])
    totals = plus(map(significant, (x.total, b, h.total, d)))
    parts = {
        "symbols": (f"{s} = {x.symbol} + {row.b} + {h.symbol} + {row.d}", f"{v} = {less}{name}({s})"),
        "numbers": (
            f"{s} = {written} = {totals} = {significant(total)}",
            f"{v} = {less}{name}({significant(total)}) = {significant(result)}",
        ),
        "sums": (x, h),
        "steps": (
            *row.steps,
            Step("pre_activation", s, total),
            *([Step("pytorch_z", f"σ({s})", f(total))] if update else []),
            Step("activation", v, result),
        ),
        "result": result,
    }
    return finish(
        walk,
        f"{kind[:-4].lower()}_{quantity}",
        parts,
        f"1 - {call}" if update else call,
        where=(("x", f"stages[{walk.position}].x"), ("h", before.expressions[0])),
        sources=(*inputs(walk), *before.hidden_sources),
        notes=(*before.notes, *(["update"] if update else []), "two_biases"),
    )


def _gru_candidate(walk: Walk) -> Explanation:
    """n = tanh(W x + b + r (U h′ + d)): the reset gate after the matrix, the biases apart."""
    (n,) = walk.selection.index
    before = state_before(walk)
    row = _row(walk, before, "n")
    x, b, h, d = row.parts
    r, state = float(walk.stage.reset[n]), h.total + d
    total = x.total + b + r * state
    result = math.tanh(total)
    q, v, gate = at("q", (n,)), at("n", (n,)), at("r", (n,))
    written = plus([f"({x.written})", significant(b), f"{significant(r)} · {bracketed(state)}"])
    parts = {
        "symbols": (f"{q} = {h.symbol} + {row.d}", f"{v} = tanh({x.symbol} + {row.b} + {gate} · {q})"),
        "numbers": (
            f"{q} = {plus([f'({h.written})', significant(d)])} = {significant(state)}",
            f"{v} = tanh({written}) = tanh({significant(total)}) = {significant(result)}",
        ),
        "sums": (x, h),
        "steps": (
            *row.steps,
            Step("state_part", q, state),
            Step("reset", gate, r),
            Step("reset_part", f"{gate} · {q}", r * state),
            Step("pre_activation", f"{x.symbol} + {row.b} + {gate} · {q}", total),
            Step("activation", v, result),
        ),
        "result": result,
    }
    return finish(
        walk,
        "gru_candidate",
        parts,
        f"torch.tanh({row.input_line} + r[{n}] * ({row.state_line}))",
        where=(*names(walk, x="x", r="reset"), ("h", before.expressions[0])),
        sources=(*inputs(walk), *before.hidden_sources, one(walk, "gate", "reset")),
        notes=(*before.notes, "reset_after", "two_biases_apart"),
    )


class Row(NamedTuple):
    """One row of the stacked matrices, times the input and the state before."""

    input: Sum  # W x
    input_bias: float
    state: Sum  # U h′
    state_bias: float
    b: str  # the symbols of the biases
    d: str
    input_line: str  # of PyTorch: W x + b
    state_line: str  # U h′ + d

    @property
    def parts(self) -> tuple[Sum, float, Sum, float]:
        """W x, b, U h′, d."""
        return self.input, self.input_bias, self.state, self.state_bias

    @property
    def sum(self) -> float:
        """W x + b + U h′ + d."""
        return self.input.total + self.input_bias + self.state.total + self.state_bias

    @property
    def steps(self) -> tuple[Step, ...]:
        """Its parts, one by one."""
        return (
            Step("input_sum", self.input.symbol, self.input.total),
            Step("input_bias", self.b, self.input_bias),
            Step("state_sum", self.state.symbol, self.state.total),
            Step("state_bias", self.d, self.state_bias),
        )


def _row(walk: Walk, before: Before, letter: str) -> Row:
    """The selected unit's row in its block of PyTorch's stacked matrices."""
    stage, (n,) = walk.stage, walk.selection.index
    w = walk.model.weights(stage.layer, stage.direction)
    row = walk.model.blocks[walk.selection.quantity] * len(stage.hidden) + n
    index = f"{n + 1}" if letter == "h" else f"{letter},{n + 1}"  # an RNN has one matrix of each kind
    suffix = f"l{stage.layer}" + ("_reverse" if stage.direction else "")
    input_line, state_line = (
        f"model.{walk.module}.weight_{part}_{suffix}[{row}] @ {v} + model.{walk.module}.bias_{part}_{suffix}[{row}]"
        for part, v in (("ih", "x"), ("hh", "h"))
    )
    return Row(
        weigh(f"Σ_i W_{{{index},i}} x_i", w.input[row], stage.x),
        float(w.input_bias[row]),
        weigh(f"Σ_j U_{{{index},j}} h′_j", w.hidden[row], before.hidden, name="h′"),
        float(w.hidden_bias[row]),
        f"b_{{{index}}}",
        f"d_{{{index}}}",
        input_line,
        state_line,
    )
