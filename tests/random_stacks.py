"""Stacks of layers by chance, and a run of any network to be walked back."""

from typing import Any

import torch
from hypothesis import strategies as st
from torch import Tensor, nn

from playground.following import follow
from playground.stages.walk import Walk, parameters_of


def walk_through(model: nn.Module, x: Tensor) -> Walk:
    """Of a network of our own, which tells its stages, or of any other."""
    model.requires_grad_(False)
    if hasattr(model, "stages"):
        return Walk(model.layers, parameters_of(model), tuple(model.stages(x[0])))  # type: ignore[operator, arg-type]
    followed = follow(model, x)
    return Walk(followed.layers, parameters_of(model.eval()), followed.stages)


@st.composite
def stacks(draw: Any) -> nn.Module:
    """Convolutions of every kind on pictures of 2 x 12 x 11, with whatever stands between them, and two layers."""
    channels, parts, size = 2, [], 11
    for _ in range(draw(st.integers(1, 3))):
        groups = draw(st.sampled_from([1, channels]))
        maps = groups * draw(st.integers(1, 3))
        kernel, dilation = draw(st.sampled_from([(1, 1), (3, 1), (3, 2), (2, 1)]))
        stride, padding = draw(st.integers(1, 2)), draw(st.integers(0, 1))
        if dilation * (kernel - 1) + 1 > size + 2 * padding:
            break
        bias = draw(st.booleans())
        parts.append(nn.Conv2d(channels, maps, kernel, stride, padding, dilation, groups, bias))
        size = (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
        parts += [nn.BatchNorm2d(maps)] if draw(st.booleans()) else []
        parts += [draw(st.sampled_from([nn.ReLU, nn.Tanh, nn.LeakyReLU, nn.Identity]))()]
        if size > 1 and draw(st.booleans()):
            parts.append(draw(st.sampled_from([nn.MaxPool2d, nn.AvgPool2d]))(2))
            size //= 2
        parts += [nn.Dropout()] if draw(st.booleans()) else []
        channels = maps
    middle = [nn.LazyLinear(6), draw(st.sampled_from([nn.ReLU, nn.Tanh]))()] if draw(st.booleans()) else []
    return nn.Sequential(*parts, nn.Flatten(), *middle, nn.LazyLinear(3))


def with_weights(model: nn.Module, x: Tensor) -> nn.Module:
    """Lazy layers made, and statistics by chance."""
    model.eval()(x)
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight)
            nn.init.normal_(module.bias)
            module.running_mean, module.running_var = (
                torch.randn_like(module.weight),
                torch.rand_like(module.weight) + 0.2,
            )
    return model
