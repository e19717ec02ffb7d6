"""Functions of PyTorch that become stages of maps: convolution, pooling, batch normalisation; of one dimension, too.

Maps of one dimension (C, L) are maps of one row (C, 1, L).
"""

from collections.abc import Callable
from typing import Any

from torch import Tensor
from torch.nn import functional as F

from playground.equations.pooling import pair
from playground.following.graph import plain
from playground.following.node import Unknown
from playground.following.operation import Operation
from playground.stages import AveragePooling, Convolution, MaxPooling, Normalisation


def convolution(o: Operation) -> Tensor:
    """torch.nn.Conv2d, Conv1d."""
    x, weight, bias, stride, padding, dilation, groups = o.arguments(
        "input weight bias stride padding dilation groups", stride=1, padding=0, dilation=1, groups=1
    )
    flat = weight.dim() == 3
    parameters = o.parameters(weight=weight, bias=bias)
    kernel = _both(tuple(weight.shape[2:]), flat, 1)
    dilations = _both(dilation, flat, 1)
    paddings = _padding(padding, kernel, dilations, flat)
    before = _maps(x, flat)
    inputs = {"x": o.given(x, tuple(before.shape), held=True)}
    out = o.run()
    settings = {
        "kernel_size": kernel, "stride": _both(stride, flat, 1), "padding": paddings,
        "dilation": dilations, "groups": groups,
    }  # fmt: skip
    values = {"x": before, "maps": _maps(out, flat)}
    return o.done(Convolution, out, values, "maps", inputs=inputs, parameters=parameters, settings=settings)


def _padding(padding: Any, kernel: tuple[int, int], dilations: tuple[int, int], flat: bool) -> tuple[int, int]:
    """In numbers; "same" gives as many rows and columns as there were."""
    if padding == "valid":
        return 0, 0
    if padding != "same":
        return _both(padding, flat, 0)
    height, width = (d * (k - 1) for d, k in zip(dilations, kernel, strict=True))
    if height % 2 or width % 2:
        raise Unknown("padding that is wider at one side")
    return height // 2, width // 2


def max_pooling(o: Operation) -> Any:
    """torch.nn.MaxPool2d, MaxPool1d. The winners are found by the same call."""
    names = "input kernel_size stride padding dilation ceil_mode return_indices"
    usual = {"padding": 0, "dilation": 1, "ceil_mode": False, "return_indices": False}
    x, kernel, stride, padding, dilation, ceil_mode, asked = o.arguments(names, **usual)
    flat = "1d" in o.name
    inputs = {"x": o.given(x, tuple(_maps(x, flat).shape))}
    function = F.max_pool1d_with_indices if flat else F.max_pool2d_with_indices
    result = function(x, kernel, stride, padding, dilation, ceil_mode, return_indices=True)
    settings = {
        "kernel_size": _both(kernel, flat, 1), "stride": _both(stride or kernel, flat, 1),
        "padding": _both(padding, flat, 0), "dilation": _both(dilation, flat, 1), "ceil_mode": ceil_mode,
    }  # fmt: skip
    return _won(o, result, flat, asked or "with_indices" in o.name, inputs, settings)


def adaptive_max_pooling(o: Operation) -> Any:
    """torch.nn.AdaptiveMaxPool2d, AdaptiveMaxPool1d."""
    x, size, asked = o.arguments("input output_size return_indices", return_indices=False)
    flat = "1d" in o.name
    inputs = {"x": o.given(x, tuple(_maps(x, flat).shape))}
    function = F.adaptive_max_pool1d_with_indices if flat else F.adaptive_max_pool2d_with_indices
    result = function(x, size, return_indices=True)
    settings = {"output_size": tuple(_maps(result[0], flat).shape[1:])}
    return _won(o, result, flat, asked or "with_indices" in o.name, inputs, settings)


def _won(o: Operation, result: Any, flat: bool, asked: bool, inputs: Any, settings: dict[str, Any]) -> Any:
    values = {"maps": _maps(result[0], flat), "winners": _maps(result[1], flat)}
    o.done(MaxPooling, result[0], values, "maps", inputs=inputs, settings=settings)
    o.graph.bind(result[1], o.graph.nodes[-1], "winners")
    return result if asked else result[0]


def average_pooling(o: Operation) -> Tensor:
    """torch.nn.AvgPool2d, AvgPool1d."""
    names = "input kernel_size stride padding ceil_mode count_include_pad divisor_override"
    usual = {"padding": 0, "ceil_mode": False, "count_include_pad": True}
    x, kernel, stride, padding, ceil_mode, counted, divisor = o.arguments(names, **usual)
    flat = "1d" in o.name
    padding = _both(padding, flat, 0)
    if divisor is not None or (ceil_mode and any(padding)):
        raise Unknown("avg_pool with another divisor")
    inputs = {"x": o.given(x, tuple(_maps(x, flat).shape))}
    out = o.run()
    settings = {
        "kernel_size": _both(kernel, flat, 1), "stride": _both(stride or kernel, flat, 1), "padding": padding,
        "ceil_mode": ceil_mode, "count_include_pad": counted,
    }  # fmt: skip
    return o.done(AveragePooling, out, {"maps": _maps(out, flat)}, "maps", inputs=inputs, settings=settings)


def adaptive_average_pooling(o: Operation) -> Tensor:
    """torch.nn.AdaptiveAvgPool2d, AdaptiveAvgPool1d."""
    (x, _), flat = o.arguments("input output_size"), "1d" in o.name
    inputs = {"x": o.given(x, tuple(_maps(x, flat).shape))}
    out = o.run()
    maps = _maps(out, flat)
    settings = {"output_size": tuple(maps.shape[1:])}
    return o.done(AveragePooling, out, {"maps": maps}, "maps", inputs=inputs, settings=settings)


def batch_norm(o: Operation) -> Tensor:
    """Batch normalisation by what was collected in training."""
    x, mean, variance, weight, bias, training, _, eps = o.arguments(
        "input running_mean running_var weight bias training momentum eps", eps=1e-5
    )
    if training or mean is None or x.shape[0] != 1:
        raise Unknown("batch_norm by the batch")
    parameters = o.parameters(running_mean=mean, running_var=variance, weight=weight, bias=bias)
    shape = o.shaped(x)
    shape = shape if shape[0] == len(mean) else tuple(plain(x).shape)
    inputs, out = {"x": o.given(x, shape)}, o.run()
    return o.done(
        Normalisation,
        out,
        {"values": out.detach().reshape(shape)},
        inputs=inputs,
        parameters=parameters,
        settings={"eps": eps},
    )


def _maps(t: Tensor, flat: bool) -> Tensor:
    """(C, H, W) of one picture, (C, 1, L) of one sequence. Raises Unknown when there are several."""
    t = t.detach()
    if t.dim() == (3 if flat else 4):
        if t.shape[0] != 1:
            raise Unknown("several pictures")
        t = t[0]
    return t.unsqueeze(1) if flat else t


def _both(value: Any, flat: bool, row: int) -> tuple[int, int]:
    """For rows and columns; where there is one row, `row` for that."""
    values = [value] if isinstance(value, int) else list(value)
    if flat:
        return row, int(values[0])
    height, width = pair(values[0] if len(values) == 1 else (values[0], values[1]))
    return int(height), int(width)


_ONE_AND_TWO = ("1d", "2d")
OPERATIONS: dict[str, Callable[[Operation], Any]] = {
    **{f"conv{d}": convolution for d in _ONE_AND_TWO},
    **{f"max_pool{d}{more}": max_pooling for d in _ONE_AND_TWO for more in ("", "_with_indices")},
    **{f"adaptive_max_pool{d}{more}": adaptive_max_pooling for d in _ONE_AND_TWO for more in ("", "_with_indices")},
    **{f"avg_pool{d}": average_pooling for d in _ONE_AND_TWO},
    **{f"adaptive_avg_pool{d}": adaptive_average_pooling for d in _ONE_AND_TWO},
    "batch_norm": batch_norm,
}
