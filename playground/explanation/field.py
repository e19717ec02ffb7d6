"""The receptive field: all pixels of the input that a cell of a map can depend on."""

from dataclasses import replace

from playground.equations import Equation, affine, convolution, normalisation, rearranged, reduced, softmax
from playground.equations.cell import Source
from playground.equations.context import Context
from playground.equations.pooling import pair, pooling
from playground.stages import Input, Place
from playground.stages.walk import Walk

Span = tuple[int, int]  # of rows or columns: the first, and one after the last
Box = tuple[Span, Span]


def field(walk: Walk, source: Source) -> Source | None:
    """The pixels behind a box (channels, rows, columns) of a stage's maps; None if it does not come from a picture."""
    if len(source.ranges) != 3:
        return None
    position = walk.positions[Place(source.stage, source.layer, source.direction, source.t)]
    stage = walk.stages[position]
    if isinstance(stage, Input):
        channels = len(stage.values)
        return Source("field", "Input", "values", ((0, channels), *source.ranges[1:]))
    equation = walk.equation(position, source.quantity)
    if equation is None or isinstance(equation, rearranged):
        return None
    return _behind(walk, walk.at(position, source.quantity), equation, source)


def _behind(walk: Walk, c: Context, equation: Equation, source: Source) -> Source | None:
    """The union of the fields of all that a box was made from."""
    _, rows, columns = source.ranges
    found = []
    for part in equation.parts or (equation,):
        if part is not equation and part.parts:
            found.append(_behind(walk, c, part, source))
            continue
        for block in part.reading(c).blocks:
            if len(block.shape) != 3:
                return None
            _, height, width = block.shape
            spans = tuple(
                _span(c, equation, d, span, size) for d, (span, size) in enumerate(((rows, height), (columns, width)))
            )
            found.append(field(walk, replace(block.source, ranges=(block.source.ranges[0], *spans))))
    if not found or None in found:
        return None
    return _union([one for one in found if one is not None])


def _span(c: Context, equation: Equation, dimension: int, span: Span, size: int) -> Span:
    """What of `size` rows, or columns, a piece has read when it made `span`, without the padding."""
    if isinstance(equation, pooling):
        first, _ = equation.span(c, dimension, span[0], size)
        return first, equation.span(c, dimension, span[1] - 1, size)[1] if span[1] > span[0] else first
    if isinstance(equation, convolution):
        kernel, stride, padding, dilation = (
            pair(c.setting(name))[dimension] for name in ("kernel_size", "stride", "padding", "dilation")
        )
        first = span[0] * stride - padding
        end = (span[1] - 1) * stride - padding + dilation * (kernel - 1) + 1 if span[1] > span[0] else first
        first = min(size, max(0, first))
        return first, max(first, min(size, end))
    across = isinstance(equation, softmax | reduced | affine)
    if across or (isinstance(equation, normalisation) and c.parameter("running_mean") is None):
        return 0, size
    return span


def _union(fields: list[Source]) -> Source:
    ranges = tuple(
        (min(start for start, _ in spans), max(end for _, end in spans))
        for spans in zip(*(one.ranges for one in fields), strict=True)
    )
    return Source("field", "Input", "values", ranges)
