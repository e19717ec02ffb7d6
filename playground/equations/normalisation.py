"""Batch and layer normalisation, as a network that is not trained any more computes them."""

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from playground.equations.cell import Cell, Place, Weighted, added
from playground.equations.context import Context, Flow
from playground.equations.equation import Equation, Read
from playground.equations.written import at, attribute, factor, subscript


@dataclass(frozen=True)
class normalisation(Equation):
    """γ (a − μ) / √(σ² + ε) + β.

    Where the layer has the buffers running_mean and running_var, one of each per channel (torch.nn.BatchNorm2d in eval
    mode), a value depends on one value alone, by a weight and a bias. Else μ and σ² are those of the last
    len(setting normalized_shape) dimensions (torch.nn.LayerNorm).
    """

    of: Read

    @property
    def parts(self) -> tuple[Equation, ...]:
        return (self.of,)

    def _statistics(self, c: Context, x: Tensor) -> tuple[Tensor, Tensor]:
        """μ and σ², in shapes that go with x."""
        mean, variance = c.parameter("running_mean"), c.parameter("running_var")
        if mean is not None and variance is not None:
            shape = (-1, *[1] * (x.dim() - 1))
            return mean.values.view(shape), variance.values.view(shape)
        dims = tuple(range(-len(c.setting("normalized_shape")), 0))
        return x.mean(dims, keepdim=True), x.var(dims, unbiased=False, keepdim=True)

    def _scale(self, c: Context, role: str, x: Tensor) -> Tensor:
        """γ or β in a shape that goes with x."""
        found = c.parameter(role)
        if found is None:
            return x.new_full([1] * x.dim(), float(role == "weight"))
        if c.parameter("running_mean") is not None:
            return found.values.view(-1, *[1] * (x.dim() - 1))
        return found.values

    def weight_and_shift(self, c: Context, x: Tensor) -> tuple[Tensor, Tensor]:
        """γ / √(σ² + ε) and β − γ μ / √(σ² + ε), in shapes that go with x: with these it is affine."""
        mean, variance = self._statistics(c, x)
        weight = self._scale(c, "weight", x) / (variance + c.setting("eps")).sqrt()
        return weight, self._scale(c, "bias", x) - mean * weight

    def values(self, c: Context) -> Tensor:
        x = self.of.values(c)
        mean, variance = self._statistics(c, x)
        gamma, beta = (self._scale(c, role, x) for role in ("weight", "bias"))
        return (x - mean) / (variance + c.setting("eps")).sqrt() * gamma + beta

    def backward(self, c: Context, above: Tensor, flow: Flow, made: Tensor | None = None) -> None:
        """With x̂ = (a − μ) / √(σ² + ε): dγ = Σ above x̂, dβ = Σ above, da = γ above / √(σ² + ε).

        Where μ and σ² are made of the values themselves (Ba et al. 2016, arXiv:1607.06450), less what goes through
        them: the mean of γ above, and x̂ times the mean of γ above x̂.
        """
        x = self.of.values(c)
        mean, variance = self._statistics(c, x)
        scale = (variance + c.setting("eps")).rsqrt()
        normal, gamma = (x - mean) * scale, self._scale(c, "weight", x)
        for role, gradient in (("weight", above * normal), ("bias", above)):
            found = c.parameter(role)
            if found is not None:
                flow.parameter(role, gradient.sum_to_size(gamma.shape).reshape(found.values.shape))
        a = above * gamma
        if c.parameter("running_mean") is None:
            dims = tuple(range(-len(c.setting("normalized_shape")), 0))
            a = a - a.mean(dims, keepdim=True) - normal * (a * normal).mean(dims, keepdim=True)
        self.of.backward(c, a * scale, flow)

    def cell(self, c: Context, index: Place) -> Cell:
        found = self.of.reading(c)
        x = found.values
        weight, shift = (float(part.expand(x.shape)[index]) for part in self.weight_and_shift(c, x))
        weighted = Weighted(found.letter, x.new_tensor([weight]), x[index].view(1), lambda _: index)
        symbol = f"γ / √(σ² + ε) · {at(found.letter, index)}"
        told = weighted.told(symbol)
        batch = c.parameter("running_mean") is not None
        dims = x.dim() - len(c.setting("normalized_shape", ()))
        flat = 0
        for i, size in zip(index, x.shape, strict=True):
            flat = flat * size + i
        whole = tuple((i, i + 1) if d < dims else (0, x.shape[d]) for d, i in enumerate(index))
        product = Cell(
            "weighted", told.total, symbol, "", numbers=told.written, step="sum", sum=told, weighted=weighted,
            sources=found.source(flat) if batch else found.box(whole),
            names=((found.name, found.expression),), notes=("batch_norm" if batch else "layer_norm",),
        )  # fmt: skip
        total = added([product, Cell("parameter", shift, "β − γ μ / √(σ² + ε)", "", step="bias")])
        return Cell(
            "sum", total.value, total.symbol, self._torch(c, found.name, index, dims), total.parts,
            numbers=total.numbers,
        )  # fmt: skip

    def _torch(self, c: Context, name: str, index: Place, dims: int) -> str:
        """The line of PyTorch."""
        value = f"{name}{subscript(index)}"
        mean, variance = c.parameter("running_mean"), c.parameter("running_var")
        where = subscript(index[:1]) if mean is not None else subscript(index[dims:])
        if mean is not None and variance is not None:
            mu, var = f"{attribute(mean.path)}{where}", f"{attribute(variance.path)}{where}"
        else:
            rest = f"{name}{subscript(index[:dims])}" if dims else name
            mu, var = f"{rest}.mean()", f"{rest}.var(unbiased=False)"
        line = f"({value} - {mu}) * torch.rsqrt({var} + {c.setting('eps')!r})"
        gamma, beta = c.parameter("weight"), c.parameter("bias")
        line += "" if gamma is None else f" * {attribute(gamma.path)}{where}"
        return line + ("" if beta is None else f" + {attribute(beta.path)}{where}")

    def line(self, c: Context) -> str:
        x = self.of.values(c)
        read, shape = factor(self.of.line(c)), (-1, *[1] * (x.dim() - 1))
        mean, variance = c.parameter("running_mean"), c.parameter("running_var")
        if mean is not None and variance is not None:
            view = f".view{shape}" if x.dim() > 1 else ""
            mu, var = f"{mean.path}{view}", f"{variance.path}{view}"
        else:
            view, dims = "", tuple(range(-len(c.setting("normalized_shape")), 0))
            mu, var = f"{read}.mean({dims}, keepdim=True)", f"{read}.var({dims}, unbiased=False, keepdim=True)"
        line = f"({read} - {mu}) * torch.rsqrt({var} + {c.setting('eps')!r})"
        gamma, beta = c.parameter("weight"), c.parameter("bias")
        line += "" if gamma is None else f" * {gamma.path}{view}"
        return line + ("" if beta is None else f" + {beta.path}{view}")

    def written(self, letters: Mapping[str, str], symbol: str) -> str:
        return f"γ ({self.of.written(letters, symbol)} − μ) / √(σ² + ε) + β"
