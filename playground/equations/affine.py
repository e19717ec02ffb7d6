"""Weights times values, plus a bias: rows of a matrix, and kernels that slide over maps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from playground.equations.cell import Cell, Place, Weighted, added
from playground.equations.context import Context, Flow, Parameter
from playground.equations.equation import Equation, Read
from playground.equations.written import at, attribute, called, factor, plus, subscript


@dataclass(frozen=True)
class affine(Equation):
    """W a + b. Of stacked matrices, as in torch.nn.LSTM, the block of rows `block` of the layer's setting `blocks`.

    weight and bias are roles among the layer's parameters; the layer may have no bias. `letters` of the matrix and of
    the bias, `over` the index that is summed over; `part` says of which part of a larger sum it is: input or state.
    """

    of: Equation
    weight: str = "weight"
    bias: str = "bias"
    block: int = 0
    letters: tuple[str, str] = ("w", "b")
    over: str = "i"
    part: str = ""

    @property
    def parts(self) -> tuple[Equation, ...]:
        return (self.of,)

    def rows(self, c: Context, role: str) -> Tensor | None:
        """The block of a parameter."""
        found = c.parameter(role)
        if found is None:
            return None
        size = len(found.values) // c.setting("blocks", 1)
        return found.values[self.block * size : (self.block + 1) * size]

    def values(self, c: Context) -> Tensor:
        w, x = self.rows(c, self.weight), self.of.values(c)
        assert w is not None
        return F.linear(x if x.shape[-1:] == w.shape[1:] else x.flatten(), w, self.rows(c, self.bias))

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        """dW = above xᵀ, db = above, dx = Wᵀ above; of several rows, such as time steps, the sums over them."""
        if not flow.ends(self, above):
            multiplied([self], [above], c, flow)

    def terms(self, c: Context, index: Place) -> list[Cell]:
        *lead, n = index
        matrix = c.parameter(self.weight)
        assert matrix is not None
        row = self.block * (len(matrix.values) // c.setting("blocks", 1)) + n
        found = self.of.reading(c)
        line, names = factor(self.of.line(c)), self.of.names(c)
        x, letter = found.values[tuple(lead)].flatten(), found.letter
        if lead:
            line += subscript(lead)
        elif found.values.dim() > 1:
            line += ".flatten()"
        label = f"{n + 1}" if c.setting("blocks", 1) == 1 else f"{c.letter},{n + 1}"
        weighted = Weighted(letter, matrix.values[row], x, (lambda i: (i,)) if lead else found.place)
        symbol = f"Σ_{self.over} {self.letters[0]}_{{{label},{self.over}}} {letter}_{self.over}"
        prefix = f"{self.part}_" if self.part else ""
        box = found.box((*((i, i + 1) for i in lead), (0, len(x)))) if lead else self.of.sources(c)
        told = weighted.told(symbol)
        product = Cell(
            "weighted", told.total, symbol, f"{attribute(matrix.path)}[{row}] @ {line}", numbers=told.written,
            step=f"{prefix}sum", sum=told, weighted=weighted, sources=box, names=names, notes=found.notes,
        )  # fmt: skip
        return [product, *self._bias(c, row, f"{self.letters[1]}_{{{label}}}", f"{prefix}bias")]

    def _bias(self, c: Context, row: int, symbol: str, step: str) -> list[Cell]:
        found = c.parameter(self.bias)
        if found is None:
            return []
        return [Cell("parameter", float(found.values[row]), symbol, f"{attribute(found.path)}[{row}]", step=step)]

    def cell(self, c: Context, index: Place) -> Cell:
        return added(self.terms(c, index))

    def line(self, c: Context) -> str:
        """W @ x + b; of several rows x @ W.T + b."""
        found, x = c.parameter(self.weight), self.of.values(c)
        assert found is not None
        matrix, read = self.rows_line(c, self.weight), factor(self.of.line(c))
        rows = x.shape[-1:] == found.values.shape[1:]
        read = read if rows else f"{read}.flatten()"
        product = f"{read} @ {matrix}.T" if rows and x.dim() > 1 else f"{matrix} @ {read}"
        return product if c.parameter(self.bias) is None else f"{product} + {self.rows_line(c, self.bias)}"

    def rows_line(self, c: Context, role: str) -> str:
        """The block of a parameter as an expression of PyTorch."""
        found, blocks = c.parameter(role), c.setting("blocks", 1)
        assert found is not None
        return found.path if blocks == 1 else f"{found.path}.chunk({blocks})[{self.block}]"

    def summands(self, letters: Mapping[str, str], symbol: str) -> tuple[str, list[str]]:
        matrix, bias = self.letters
        inner = self.of.written(letters, symbol)
        inner = f"({inner})" if " " in inner else inner
        label = f"_{symbol}" if matrix != "w" and symbol else ""
        return f"{'W' if matrix == 'w' else matrix}{label} {inner}", [f"{bias}{label}"]

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        product, biases = self.summands(letters, symbol)
        return plus([product, *biases])


def stacked(pieces: Sequence[affine], c: Context) -> Tensor:
    """The weights of some pieces that share a parameter, in the order of their blocks, one block below the other."""
    whole = c.parameter(pieces[0].weight)
    assert whole is not None
    blocks = c.setting("blocks", 1)
    if len(pieces) == blocks:
        return whole.values
    return whole.values.view(blocks, -1, whole.values.shape[1])[[piece.block for piece in pieces]].flatten(0, 1)


def multiplied(pieces: Sequence[affine], above: Sequence[Tensor], c: Context, flow: Flow) -> None:
    """The way back through pieces that multiply the same with other blocks of the same weights, at once.

    above: d loss / d the values of each, all in the order of the blocks.
    """
    first, w, x = pieces[0], stacked(pieces, c), pieces[0].of.values(c)
    blocks = () if len(pieces) == c.setting("blocks", 1) else tuple(piece.block for piece in pieces)
    rows = [one.reshape(-1, one.shape[-1]) for one in above]
    a = torch.cat(rows, 1) if len(rows) > 1 else rows[0]  # (rows of x, outputs)
    flow.parameter(first.weight, a.T @ x.reshape(-1, w.shape[1]), blocks)
    if c.parameter(first.bias) is not None:
        flow.parameter(first.bias, a.sum(0), blocks)
    if flow.wants(first.of):
        first.of.backward(c, (a @ w).view(x.shape), flow)


@dataclass(frozen=True)
class convolution(Equation):
    """Kernel times patch over all channels of its group, plus a bias, at every place (torch.nn.Conv2d).

    Kernels of one dimension (torch.nn.Conv1d) slide over maps of one row. The kernel is not turned round, which signal
    processing calls cross-correlation.
    """

    of: Read

    @property
    def parts(self) -> tuple[Equation, ...]:
        return (self.of,)

    def kernels(self, c: Context) -> Parameter:
        """(maps, channels of a group, rows, columns)."""
        found = c.parameter("weight")
        if found is None:
            raise LookupError("a convolution without kernels")
        return found if found.values.dim() == 4 else found._replace(values=found.values.unsqueeze(2))

    def values(self, c: Context) -> Tensor:
        bias = c.parameter("bias")
        x = self.of.values(c)
        return F.conv2d(x[None], self.kernels(c).values, None if bias is None else bias.values, **self._places(c))[0]

    def _places(self, c: Context) -> dict[str, Any]:
        return {name: c.setting(name) for name in ("stride", "padding", "dilation", "groups")}

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        """To each kernel the patches that it saw, to each place the kernels that saw it, each times above."""
        x, kernels = self.of.values(c), self.kernels(c).values
        stride, padding, dilation, groups = self._places(c).values()
        dx, dw, db = torch.ops.aten.convolution_backward(
            above[None], x[None], kernels, [len(kernels)], stride, padding, dilation, False, (0, 0), groups, (True,) * 3
        )
        found = c.parameter("weight")
        assert found is not None
        flow.parameter("weight", dw.view(found.values.shape))
        if c.parameter("bias") is not None:
            flow.parameter("bias", db)
        self.of.backward(c, dx[0], flow)

    def terms(self, c: Context, index: Place) -> list[Cell]:
        m, row, column = index
        kernels, found = self.kernels(c), self.of.reading(c)
        (sh, sw), (ph, pw), (dh, dw) = (c.setting(name) for name in ("stride", "padding", "dilation"))
        _, channels, kh, kw = kernels.values.shape
        first = m // (len(kernels.values) // c.setting("groups")) * channels  # of the channels of the map's group
        group = found.values[first : first + channels]
        top, left = row * sh, column * sw  # in the padded input
        bottom, right = top + dh * (kh - 1) + 1, left + dw * (kw - 1) + 1
        cut = (slice(None), slice(top, bottom, dh), slice(left, right, dw))
        patch = F.pad(group, (pw, pw, ph, ph))[cut]  # (C, kh, kw)
        outside = F.pad(torch.ones_like(group), (pw, pw, ph, ph))[cut] == 0
        many = len(found.values) > 1

        def place(i: int) -> Place:
            cell = (top - ph + i // kw % kh * dh, left - pw + i % kw * dw)
            return (first + i // (kh * kw), *cell) if many else cell

        over = "m,i,j" if many else "i,j"
        weighted = Weighted("x", kernels.values[m].flatten(), patch.flatten(), place, outside.flatten())
        told = weighted.told(f"Σ_{{{over}}} w_{{{over}}} x_{{{over}}}")
        x = f"torch.nn.functional.pad({found.name}, {(pw, pw, ph, ph)})" if pw or ph else found.name
        steps = [f":{step}" if step > 1 else "" for step in (dh, dw)]
        some = f"{first}:{first + channels}" if first or channels < len(found.values) else ":"
        line = f"{x}[{some}, {top}:{bottom}{steps[0]}, {left}:{right}{steps[1]}]"
        _, height, width = found.values.shape
        ranges = _inside(top - ph, bottom - ph, height), _inside(left - pw, right - pw, width)
        product = Cell(
            "weighted", told.total, told.symbol, f"({_kernel(c, kernels.path, m)} * {line}).sum()",
            numbers=told.written, step="sum", sum=told, weighted=weighted,
            sources=tuple(replace(s, role="patch") for s in found.box(((first, first + channels), *ranges))),
            names=((found.name, found.expression),), notes=("padding",) if told.padding else (),
            window=((top - ph, bottom - ph), (left - pw, right - pw)),
        )  # fmt: skip
        bias = c.parameter("bias")
        if bias is None:
            return [product]
        b = Cell("parameter", float(bias.values[m]), at("b", (m,)), f"{attribute(bias.path)}[{m}]", step="bias")
        return [product, b]

    def cell(self, c: Context, index: Place) -> Cell:
        return added(self.terms(c, index))

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        return plus([f"w ∗ {self.of.written(letters, symbol)}", "b"])

    def line(self, c: Context) -> str:
        found, bias = c.parameter("weight"), c.parameter("bias")
        assert found is not None
        kernels = found.path if found.values.dim() == 4 else f"{found.path}.unsqueeze(2)"
        usual = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1), "groups": 1}
        options = {name: value for name, value in self._places(c).items() if value != usual[name]}
        x = f"{factor(self.of.line(c))}[None]"
        biases = () if bias is None else (bias.path,)
        return called("torch.nn.functional.conv2d", x, kernels, *biases, **options) + "[0]"


def _kernel(c: Context, path: str, m: int) -> str:
    """One of them, with a row, as a line of PyTorch."""
    found = c.parameter("weight")
    return f"{attribute(path)}[{m}]" + ("" if found is None or found.values.dim() == 4 else "[:, None]")


def _inside(first: int, end: int, size: int) -> tuple[int, int]:
    """Without the padding; a kernel that lies on padding alone has seen nothing."""
    first = min(size, max(0, first))
    return first, max(first, min(size, end))
