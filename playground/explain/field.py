"""The receptive field: all pixels of the input that a cell of a CNN's maps can depend on."""

from typing import Any

from playground.explain.explanation import Source
from playground.explain.walk import Walk, source

Span = tuple[int, int]  # of rows or columns: the first, and one after the last


def field(walk: Walk, layer: int, rows: Span, columns: Span) -> Source:
    """The pixels behind a block of the input of a layer's convolution."""
    while layer:
        layer -= 1
        pool = block(walk, layer)[2]
        kernel, stride = pair(pool.kernel_size), pair(pool.stride)
        rows, columns = (_back(span, kernel[i], stride[i], 0) for i, span in enumerate((rows, columns)))
        rows, columns = convolved(walk, layer, rows, columns)
    picture: Any = walk.stages[0]
    return source("field", picture, "values", ((0, picture.values.shape[0]), rows, columns))


def field_of_map(walk: Walk, layer: int, rows: Span, columns: Span) -> Source:
    """The pixels behind a block of the maps that a layer's convolution made."""
    return field(walk, layer, *convolved(walk, layer, rows, columns))


def convolved(walk: Walk, layer: int, rows: Span, columns: Span) -> tuple[Span, Span]:
    """The block of a convolution's input behind a block of its maps, without the padding."""
    module, before = block(walk, layer)[0], walk.find("Convolution", layer=layer)
    assert before is not None
    sizes = walk.stages[before].x.shape[1:]  # type: ignore[union-attr]
    kernel, stride, padding = module.kernel_size, module.stride, module.padding
    height, width = (
        _inside(_back(span, kernel[i], stride[i], padding[i]), sizes[i]) for i, span in enumerate((rows, columns))
    )
    return height, width


def block(walk: Walk, layer: int) -> Any:
    """Convolution, ReLU and pooling of a layer."""
    return walk.model.get_submodule(f"conv{layer + 1}")


def pair(value: Any) -> tuple[int, int]:
    """For rows and for columns."""
    return (value, value) if isinstance(value, int) else value


def _back(span: Span, kernel: int, stride: int, padding: int) -> Span:
    """What a window that slides over its input has seen when it has made `span`."""
    first = span[0] * stride - padding
    return first, (span[1] - 1) * stride - padding + kernel if span[1] > span[0] else first


def _inside(span: Span, size: int) -> Span:
    """Without the padding; a kernel that lies on padding alone has seen nothing."""
    first = min(size, max(0, span[0]))
    return first, max(first, min(size, span[1]))
