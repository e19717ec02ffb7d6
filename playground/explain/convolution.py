"""A cell of a CNN's maps: convolution, activation, pooling, flatten; and the pixels that it can depend on."""

from typing import Any

import torch
from torch.nn import functional as F

from playground.explain.explanation import (
    Explanation,
    Source,
    Step,
    Sum,
    Term,
    at,
    plus,
    significant,
    weigh,
    with_bias,
)
from playground.explain.field import Span, block, convolved, field, field_of_map, pair
from playground.explain.functions import FUNCTIONS
from playground.explain.walk import Walk, finish, source


def convolution(walk: Walk) -> Explanation:
    """Kernel times patch, over all channels, plus a bias."""
    stage, (c, row, column) = walk.stage, walk.selection.index
    name, layer = f"model.conv{stage.layer + 1}[0]", block(walk, stage.layer)[0]
    (kh, kw), (ph, pw) = layer.kernel_size, layer.padding
    top, left = row * layer.stride[0], column * layer.stride[1]  # in the padded input
    padded = F.pad(stage.x, (pw, pw, ph, ph))
    patch = padded[:, top : top + kh, left : left + kw]  # (C, kh, kw)
    real = F.pad(torch.ones_like(stage.x), (pw, pw, ph, ph))[:, top : top + kh, left : left + kw]
    channels = len(stage.x)

    def place(i: int) -> tuple[int, ...]:
        cell = (top - ph + i // kw % kh, left - pw + i % kw)
        return cell if channels == 1 else (i // (kh * kw), *cell)

    what, over = ("x_{i,j}", "i,j") if channels == 1 else ("x_{m,i,j}", "m,i,j")
    products = weigh(f"Σ_{{{over}}} w_{{{over}}} {what}", layer.weight[c], patch, place, padding=real == 0)
    parts = with_bias(at("z", walk.selection.index), products, at("b", (c,)), float(layer.bias[c]))
    rows, columns = convolved(walk, stage.layer, *_cell(walk.selection.index))
    x = f"torch.nn.functional.pad(x, {(pw, pw, ph, ph)})" if pw or ph else "x"
    return finish(
        walk,
        "convolution",
        parts,
        f"({name}.weight[{c}] * {x}[:, {top}:{top + kh}, {left}:{left + kw}]).sum() + {name}.bias[{c}]",
        where=(("x", f"stages[{walk.position}].x"),),
        sources=(_input(walk, "patch", ((0, channels), rows, columns)),),
        notes=("padding",) if products.padding else (),
        window=((top - ph, top - ph + kh), (left - pw, left - pw + kw)),
        field=field(walk, stage.layer, rows, columns),
    )


def activation(walk: Walk) -> Explanation:
    """a = f(z)."""
    before: Any = walk.stages[walk.position - 1]
    index = walk.selection.index
    z, a = at("z", index), at("a", index)
    f = FUNCTIONS[walk.stage.function]
    symbols, numbers, result = f.told(a, z, float(before.maps[index]))
    return finish(
        walk,
        walk.stage.function,
        {
            "symbols": (symbols,),
            "numbers": (numbers,),
            "sums": (),
            "steps": (Step("pre_activation", z, float(before.maps[index])), Step("activation", a, result)),
            "result": result,
        },
        f.torch.format(f"maps[{', '.join(map(str, index))}]"),
        where=(("maps", f"stages[{walk.position - 1}].maps"),),
        sources=(source("cell", before, "maps", [(i, i + 1) for i in index]),),
        field=field_of_map(walk, walk.stage.layer, *_cell(index)),
    )


def pooling(walk: Walk) -> Explanation:
    """The largest or the mean of a window of the same map; the winner counts once, the others not at all."""
    before: Any = walk.stages[walk.position - 1]
    c, row, column = walk.selection.index
    pool = block(walk, walk.stage.layer)[2]
    (kh, kw), (sh, sw) = pair(pool.kernel_size), pair(pool.stride)
    rows, columns = (row * sh, row * sh + kh), (column * sw, column * sw + kw)
    window = before.maps[c, rows[0] : rows[1], columns[0] : columns[1]].double()
    cells = [(c, rows[0] + i // kw, columns[0] + i % kw) for i in range(kh * kw)]
    values = window.flatten().tolist()
    largest = walk.selection.stage == "MaxPooling"
    winner = int(walk.stage.winners[walk.selection.index]) if largest else -1  # in the flattened map
    width = before.maps.shape[2]
    weights = [float(r * width + q == winner) if largest else 1 / len(cells) for _, r, q in cells]
    terms = [Term(at("a", cell), cell, w, v, w * v) for cell, w, v in zip(cells, weights, values, strict=True)]
    result = sum(term.product for term in terms)
    p, names = at("p", walk.selection.index), [term.label for term in terms]
    written = [significant(value) for value in values]
    sources = [source("window", before, "maps", ((c, c + 1), rows, columns))]
    if largest:
        symbols, numbers = f"max({', '.join(names)})", f"max({', '.join(written)})"
        sources.append(source("winner", before, "maps", [(c, c + 1), *((i, i + 1) for i in divmod(winner, width))]))
    else:
        symbols, numbers = f"({plus(names)}) / {len(cells)}", f"({plus(written)}) / {len(cells)}"
    return finish(
        walk,
        "max_pooling" if largest else "average_pooling",
        {
            "symbols": (f"{p} = {symbols}",),
            "numbers": (f"{p} = {numbers} = {significant(result)}",),
            "sums": (Sum(symbols, tuple(terms), 0, 0.0, 0, result),),
            "steps": (
                Step("winner" if largest else "mean", at("a", (c, *divmod(winner, width))) if largest else p, result),
            ),
            "result": result,
        },
        f"maps[{c}, {rows[0]}:{rows[1]}, {columns[0]}:{columns[1]}].{'max' if largest else 'mean'}()",
        where=(("maps", f"stages[{walk.position - 1}].maps"),),
        sources=tuple(sources),
        notes=("winner",) if largest else (),
        field=field_of_map(walk, walk.stage.layer, rows, columns),
    )


def flatten(walk: Walk) -> Explanation:
    """v_k is map c, row r, column q, where k = c H W + r W + q."""
    before: Any = walk.stages[walk.position - 1]
    (k,) = walk.selection.index
    _, height, width = before.maps.shape
    c, row, column = cell = (k // (height * width), k // width % height, k % width)
    value = float(before.maps[cell])
    v, p = f"v_{{{k}}}", at("p", cell)
    at_zero = f"{c} · {height * width} + {row} · {width} + {column}"
    pool = block(walk, before.layer)[2]
    spans = [(i * s, i * s + k) for i, s, k in zip(cell[1:], pair(pool.stride), pair(pool.kernel_size), strict=True)]
    return finish(
        walk,
        "flatten",
        {
            "symbols": (f"{v} = {p}", "k = c · H W + r · W + q"),
            "numbers": (f"{v} = {significant(value)}", f"{k} = {at_zero}"),
            "sums": (),
            "steps": (Step("copied", p, value),),
            "result": value,
        },
        f"maps.flatten()[{k}]",
        where=(("maps", f"stages[{walk.position - 1}].maps"),),
        sources=(source("cell", before, "maps", [(i, i + 1) for i in cell]),),
        notes=("flatten",),
        field=field_of_map(walk, before.layer, *spans),
    )


def _input(walk: Walk, role: str, ranges: tuple[Span, ...]) -> Source:
    """A block of a convolution's input, which is the picture or the pooled maps before it."""
    before: Any = walk.stages[walk.position - 1]
    return source(role, before, "maps" if hasattr(before, "maps") else "values", ranges)


def _cell(index: tuple[int, ...]) -> tuple[Span, Span]:
    return (index[1], index[1] + 1), (index[2], index[2] + 1)
