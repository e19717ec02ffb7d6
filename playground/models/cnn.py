"""The convolutional network: twice convolution, ReLU and pooling, then one fully connected layer."""

from collections.abc import Iterator

from torch import Tensor, nn
from torch.nn import functional as F

from playground.models.activations import ACTIVATIONS, check_activation
from playground.stages import (
    Activation,
    AveragePooling,
    Convolution,
    Flatten,
    Input,
    Key,
    Layer,
    Layers,
    MaxPooling,
    Output,
    Ref,
    Stage,
    by_key,
)

DOWNSAMPLINGS = ("pooling", "stride")
POOLINGS = {"max": nn.MaxPool2d, "average": nn.AvgPool2d}


class CNN(nn.Module):
    """The reference's CNN, 1 -> 16 -> 32 channels; its choices are arguments here."""

    def __init__(
        self,
        in_channels: int = 1,
        channels: tuple[int, int] = (16, 32),
        kernel_size: int | tuple[int, int] = 5,
        stride: int | tuple[int, int] = 1,
        padding: int | tuple[int, int] = 2,
        pooling: str = "max",
        image_size: int | tuple[int, int] = 28,
        num_classes: int = 10,
        activation: str = "relu",
        downsampling: str = "pooling",
    ) -> None:
        """downsampling: how the first block halves the maps: "pooling", or "stride", by twice the stride without it.

        Raises ValueError on an unknown pooling, activation or downsampling, and when nothing is left of a picture.
        """
        super().__init__()
        if pooling not in POOLINGS:
            raise ValueError(f"pooling {pooling!r} is not one of {', '.join(POOLINGS)}")
        if downsampling not in DOWNSAMPLINGS:
            raise ValueError(f"downsampling {downsampling!r} is not one of {', '.join(DOWNSAMPLINGS)}")
        kernel, strides = _pair("kernel_size", kernel_size, 1), _pair("stride", stride, 1)
        check_activation(activation)
        self.activation = activation
        pad, size = _pair("padding", padding, 0), _pair("image_size", image_size, 1)
        first, second = channels

        halved = downsampling == "pooling"  # by a pooling of its own
        doubled = strides if halved else (2 * strides[0], 2 * strides[1])

        def block(inputs: int, outputs: int, strides: tuple[int, int], pooled: bool) -> nn.Sequential:
            parts = [nn.Conv2d(inputs, outputs, kernel, strides, pad), ACTIVATIONS[activation]()]
            return nn.Sequential(*parts, *([POOLINGS[pooling](2)] if pooled else []))

        self.conv1 = block(in_channels, first, doubled, halved)
        self.conv2 = block(first, second, strides, True)
        height, width = (
            _after(_after(size[i], kernel[i], doubled[i], pad[i], halved), kernel[i], strides[i], pad[i])
            for i in (0, 1)
        )
        if height < 1 or width < 1:
            raise ValueError(f"nothing is left of a {size[0]} x {size[1]} picture after two blocks")
        self.out = nn.Linear(second * height * width, num_classes)

    @property
    def weighted(self) -> list[nn.Conv2d | nn.Linear]:
        """The layers that have weights, from input to output."""
        return [self.conv1[0], self.conv2[0], self.out]  # type: ignore[list-item]

    @property
    def layers(self) -> Layers:
        """What made each stage, with which parameters, from what."""
        found, below = [Layer(Key("Input"))], Ref("Input", "values")
        for i, block in enumerate((self.conv1, self.conv2)):
            convolution, _, *pools = block
            assert isinstance(convolution, nn.Conv2d)
            name = f"conv{i + 1}.0"
            found.append(convolution_layer(convolution, name, i, below))
            found.append(Layer(Key("Activation", i), f"conv{i + 1}.1", inputs={"x": (Ref("Convolution", "maps", i),)}))
            below = Ref("Activation", "maps", i)
            for pool in pools:
                kind = "MaxPooling" if isinstance(pool, nn.MaxPool2d) else "AveragePooling"
                found.append(pooling_layer(pool, f"conv{i + 1}.2", kind, i, below))
                below = Ref(kind, "maps", i)
        found.append(Layer(Key("Flatten"), inputs={"x": (below,)}))
        flat = {"features": (Ref("Flatten", "values"),)}
        found.append(Layer(Key("Output"), "out", {"weight": "out.weight", "bias": "out.bias"}, inputs=flat))
        return by_key(*found)

    def forward(self, x: Tensor) -> Tensor:
        """Logits (B, K) of pictures (B, C, H, W)."""
        return self.out(self.conv2(self.conv1(x)).flatten(1))

    def stages(self, x: Tensor) -> Iterator[Stage]:
        """Input, for each block Convolution, Activation and its pooling, Flatten, Output, for one picture (C, H, W)."""
        yield Input(x)
        for layer, block in enumerate((self.conv1, self.conv2)):
            convolution, activation, *pools = block
            maps = convolution(x)  # (C, H, W)
            yield Convolution(layer, x, maps)
            x = activation(maps)
            yield Activation(layer, self.activation, x)
            for pool in pools:
                if isinstance(pool, nn.MaxPool2d):
                    x, winners = F.max_pool2d(x, pool.kernel_size, return_indices=True)  # (C, H/2, W/2)
                    yield MaxPooling(layer, x, winners)
                else:
                    x = pool(x)  # (C, H/2, W/2)
                    yield AveragePooling(layer, x)
        flat = x.flatten()  # (F,)
        yield Flatten(flat)
        yield Output(flat, F.linear(flat, self.out.weight, self.out.bias))


def convolution_layer(module: nn.Conv2d, name: str, layer: int, below: Ref) -> Layer:
    """The layer that a convolution called `name` is, which reads `below`."""
    names = ("kernel_size", "stride", "padding", "dilation", "groups")
    parameters = {role: f"{name}.{role}" for role in ("weight", "bias") if getattr(module, role) is not None}
    settings = {name: getattr(module, name) for name in names}
    return Layer(Key("Convolution", layer), name, parameters, settings, {"x": (below,)})


def pooling_layer(module: nn.Module, name: str, kind: str, layer: int, below: Ref) -> Layer:
    """The layer that a pooling of torch.nn is, which reads `below`."""
    names = ("kernel_size", "stride", "padding", "dilation", "ceil_mode", "count_include_pad", "output_size")
    settings = {name: getattr(module, name) for name in names if hasattr(module, name)}
    return Layer(Key(kind, layer), name, settings=settings, inputs={"x": (below,)})


def _pair(name: str, value: int | tuple[int, int], least: int) -> tuple[int, int]:
    first, second = (value, value) if isinstance(value, int) else value
    if min(first, second) < least:
        raise ValueError(f"{name} {value} is less than {least}")
    return first, second


def _after(size: int, kernel: int, stride: int, padding: int, pooled: bool = True) -> int:
    """The size after one convolution (torch.nn.Conv2d, section Shape), and where it is pooled one 2x2 pooling."""
    return ((size + 2 * padding - kernel) // stride + 1) // (2 if pooled else 1)
