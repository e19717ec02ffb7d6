"""Functions of PyTorch that become stages whatever the shape: linear layers, activations, means, softmax."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from playground.following.graph import batched, plain
from playground.following.node import Unknown
from playground.following.operation import Operation
from playground.stages import (
    Activation,
    Dropout,
    Embedding,
    LearnedSlope,
    Linear,
    LogSoftmax,
    Normalisation,
    Reduction,
    Softmax,
)

# By the name of the function: the name in playground.equations.FUNCTIONS, and its arguments as they are by default.
ACTIVATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "relu": ("relu", {}),
    "relu6": ("relu6", {}),
    "tanh": ("tanh", {}),
    "sigmoid": ("sigmoid", {}),
    "leaky_relu": ("leaky_relu", {"negative_slope": 0.01}),
    "elu": ("elu", {"alpha": 1.0}),
    "gelu": ("gelu", {"approximate": "none"}),
    "silu": ("silu", {}),
    "softplus": ("softplus", {"beta": 1.0, "threshold": 20.0}),
    "hardtanh": ("hardtanh", {"min_val": -1.0, "max_val": 1.0}),
    "hardswish": ("hardswish", {}),
    "hardsigmoid": ("hardsigmoid", {}),
    "mish": ("mish", {}),
    "selu": ("selu", {}),
    "log_sigmoid": ("log_sigmoid", {}),
    "logsigmoid": ("log_sigmoid", {}),
    "softsign": ("softsign", {}),
    "exp": ("exp", {}),
    "square": ("square", {}),
}


def activation(o: Operation) -> Tensor:
    """f(x), value by value."""
    function, defaults = ACTIVATIONS[o.name.strip("_")]
    x, *chosen = o.arguments(" ".join(["input", *defaults, "inplace"]), **defaults)
    options = {name: v for (name, usual), v in zip(defaults.items(), chosen, strict=False) if v != usual}
    if (function, options) == ("hardtanh", {"min_val": 0.0, "max_val": 6.0}):
        function, options = "relu6", {}
    return _activated(o, x, function, options)


def clamped(o: Operation) -> Tensor:
    """min(most, max(least, x)): ReLU where there is 0 and no most."""
    x, least, most = o.arguments("input min max")
    if least == 0 and most is None:
        return _activated(o, x, "relu", {})
    if isinstance(least, Tensor) or isinstance(most, Tensor) or least is None or most is None:
        raise Unknown("clamp")
    return _activated(o, x, "hardtanh", {"min_val": least, "max_val": most})


def squared(o: Operation) -> Tensor:
    """x ** 2; of other powers nothing is known."""
    x, power = o.arguments("input exponent")
    if isinstance(power, Tensor) or power != 2:
        raise Unknown("pow")
    return _activated(o, x, "square", {})


def _activated(o: Operation, x: Any, function: str, options: dict[str, Any]) -> Tensor:
    shape = o.shaped(x)
    inputs, out = {"x": o.given(x, shape)}, o.run()
    settings = {"options": options} if options else {}
    fields = {"function": function}
    return o.done(
        Activation, out, {"maps": out.detach().reshape(shape)}, "maps", inputs=inputs, settings=settings, fields=fields
    )


def prelu(o: Operation) -> Tensor:
    """torch.nn.PReLU, whose weights are one for all or one a channel."""
    x, weight = o.arguments("input weight")
    parameters = o.parameters(weight=weight)
    shape = o.shaped(x)
    if len(weight) > 1:
        if x.shape[0] != 1:
            raise Unknown("prelu of several")
        shape = shape if shape[0] == len(weight) else tuple(plain(x).shape)
    inputs, out = {"x": o.given(x, shape)}, o.run()
    return o.done(LearnedSlope, out, {"values": out.detach().reshape(shape)}, inputs=inputs, parameters=parameters)


def linear(o: Operation) -> Tensor:
    """W x + b, of a vector or of each row."""
    x, weight, bias = o.arguments("input weight bias")
    parameters = o.parameters(weight=weight, bias=bias)
    inputs = {"x": o.given(x, held=True)}
    out = o.run()
    return o.done(Linear, out, {"x": plain(x), "values": plain(out)}, inputs=inputs, parameters=parameters)


def embedding(o: Operation) -> Tensor:
    """Rows of a matrix."""
    names = "input weight padding_idx max_norm norm_type scale_grad_by_freq sparse"
    x, weight, unlearnt, longest = o.arguments(names)[:4]
    if longest is not None:
        raise Unknown("an embedding that changes its weights")
    parameters = o.parameters(weight=weight)
    shape = plain(x).shape
    inputs, out = {"x": o.given(x)}, o.run()
    values = out.detach().view(*shape, -1)
    settings = {} if unlearnt is None else {"padding_idx": unlearnt}
    return o.done(Embedding, out, {"values": values}, inputs=inputs, parameters=parameters, settings=settings)


def layer_norm(o: Operation) -> Tensor:
    """Layer normalisation over the last dimensions."""
    x, shape, weight, bias, eps = o.arguments("input normalized_shape weight bias eps", eps=1e-5)
    parameters = o.parameters(weight=weight, bias=bias)
    if plain(x).shape[-len(shape) :] != tuple(shape):
        raise Unknown("layer_norm over the batch")
    inputs, out = {"x": o.given(x)}, o.run()
    settings = {"normalized_shape": tuple(shape), "eps": eps}
    return o.done(Normalisation, out, {"values": plain(out)}, inputs=inputs, parameters=parameters, settings=settings)


def dropout(o: Operation) -> Tensor:
    """Nothing, unless it is told to go on outside of training."""
    x, p, training = o.arguments("input p training inplace", p=0.5, training=True)[:3]
    if "train" in o.kwargs or (training and p):
        o.graph.note(f"{o.name} in {o.module or 'forward'}: goes on outside of training, by chance")
        raise Unknown("dropout by chance")
    shape = o.shaped(x)
    inputs, out = {"x": o.given(x, shape)}, o.run()
    return o.done(Dropout, out, {"values": out.detach().reshape(shape)}, inputs=inputs)


def softmax(o: Operation) -> Tensor:
    """Shares that add up to 1 along one dimension, or their logarithms."""
    x, dim = o.arguments("input dim _stacklevel dtype")[:2]
    if dim is None:
        dim = 0 if x.dim() in (0, 1, 3) else 1
    if not isinstance(dim, int) or (x.dim() > 1 and dim % x.dim() == batched(x)):
        raise Unknown("softmax over the batch")
    turned = x.movedim(dim, -1)  # the equation has the classes last
    inputs, out = {"x": o.given(turned)}, o.run()
    values = plain(out.movedim(dim, -1))
    if o.name.endswith("log_softmax"):
        node = o.graph.add(LogSoftmax, {"values": values}, o.module, inputs=inputs)
    else:
        node = o.graph.add(Softmax, {"values": values}, o.module, inputs=inputs, fields={"temperature": 1.0})
    if dim % x.dim() == x.dim() - 1:
        o.graph.bind(out, node, "values")
    else:
        order = torch.arange(values.numel()).view(out.movedim(dim, -1).shape).movedim(-1, dim)
        o.graph.bind_places(out, [(node, "values")], order)
    return out


def reduced(function: str) -> Callable[[Operation], Any]:
    """The mean, the sum or the largest along some dimensions; `max` over one gives their places, too."""

    def take(o: Operation) -> Any:
        x, dims, keep = o.arguments("input dim keepdim", keepdim=False)
        if o.kwargs.get("dtype") or o.kwargs.get("axis") is not None or isinstance(dims, Tensor):
            raise Unknown(o.name)
        dims = range(x.dim()) if dims is None or dims == () else [dims] if isinstance(dims, int) else dims
        batch, held = batched(x), plain(x)
        places = sorted({d % x.dim() for d in dims} - {batch})
        places = tuple(d - (batch is not None and d > batch) for d in places)
        if not places or not x.is_floating_point():
            raise Unknown(o.name)
        inputs, result = {"x": o.given(x, tuple(held.shape))}, o.call()
        out = result if isinstance(result, Tensor) else result[0]
        shape = [1 if d in places else size for d, size in enumerate(held.shape) if keep or d not in places]
        settings = {"dims": places, "keepdim": bool(keep)}
        o.done(
            Reduction, out, {"values": out.detach().reshape(shape or [1])}, inputs=inputs, settings=settings,
            fields={"function": function},
        )  # fmt: skip
        if result is not out:
            o.graph.opaque(result[1], o.module, "argmax", inputs["x"])
        return result

    return take


OPERATIONS: dict[str, Callable[[Operation], Any]] = {
    **dict.fromkeys([*ACTIVATIONS, *(f"{name}_" for name in ACTIVATIONS)], activation),
    **dict.fromkeys(["clamp", "clamp_", "clamp_min", "clip"], clamped),
    **dict.fromkeys(["pow", "__pow__"], squared),
    **dict.fromkeys(["softmax", "log_softmax"], softmax),
    **dict.fromkeys(["dropout", "dropout_", "dropout1d", "dropout2d", "dropout3d"], dropout),
    **dict.fromkeys(["alpha_dropout", "feature_alpha_dropout", "feature_dropout"], dropout),
    "prelu": prelu,
    "linear": linear,
    "embedding": embedding,
    "layer_norm": layer_norm,
    "mean": reduced("mean"),
    "sum": reduced("sum"),
    "amax": reduced("max"),
    "max": reduced("max"),
}
