"""How large a network is and what it computes for one input: its parameters with the formula, and its multiply-adds.

Both follow from its layers, which say the names of their parameters and the equations that these stand in.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.equations import Equation, affine, convolution
from playground.following import follow
from playground.networks import Network
from playground.stages import Key, Layer, Layers, Stage, key_of, quantities, results


@dataclass(frozen=True)
class Part:
    """The parameters of one layer."""

    module: str  # its name in the network
    formula: str  # with its numbers, such as "4·(28·128 + 128·128 + 2·128)"
    parameters: int


@dataclass(frozen=True)
class Counts:
    """What a network has, and what its forward does for one input."""

    parts: tuple[Part, ...]
    # Products of a weight and a value, each added to a sum; None where a layer has weights of which nothing is known.
    # Additions of biases, functions and products of values with each other are not among them.
    multiply_adds: int | None

    @property
    def parameters(self) -> int:
        """All of them."""
        return sum(part.parameters for part in self.parts)


@torch.inference_mode()
def counted(network: Network, item: Tensor, check: Callable[[], None] = lambda: None) -> Counts:
    """The counts of a network and of its forward for a batch of one, as it takes it (inspection.Run.item).

    check: called between stages, and ends the work by raising. Raises InputError where the network cannot read that.
    """
    parameters = dict(network.model.named_parameters())
    if network.native:
        stages, layers = network.model.stages(item[0]), network.layers  # type: ignore[operator]
    else:
        followed = follow(network.model, item)
        stages, layers = followed.stages, followed.layers
    first: dict[Key, Stage] = {}  # of each layer; all of its time steps are as large
    times: Counter[Key] = Counter()
    for stage in stages:
        check()
        first.setdefault(key := key_of(stage), stage)
        times[key] += 1
    made = {key: layers.get(key) or Layer(key) for key in first}
    parts = tuple(_parts(made.values(), parameters))
    return Counts(parts, _multiply_adds(first, times, made, parameters, layers))


def _parts(layers: Iterable[Layer], parameters: Mapping[str, Tensor]) -> Iterable[Part]:
    """Of each layer that has parameters, and of what none of them names."""
    left = dict(parameters)
    for layer in layers:
        own = {role: left.pop(name) for role, name in layer.parameters.items() if name in left}
        if own:
            yield Part(
                layer.module, _formula(own, layer.settings.get("blocks", 1)), sum(w.numel() for w in own.values())
            )
    for name, weight in left.items():
        yield Part(name, _product(weight.shape), weight.numel())


def _formula(own: Mapping[str, Tensor], blocks: int) -> str:
    """Matrices as inputs times outputs, kernels as maps times channels times sides, and the biases behind them."""
    terms: list[str] = []
    vectors: list[int] = []
    for weight in own.values():
        shape = [len(weight) // blocks, *weight.shape[1:]] if weight.dim() else []
        if weight.dim() == 1:
            vectors.append(shape[0])
        else:
            terms.append(_product(reversed(shape) if weight.dim() == 2 else shape))
    for size in dict.fromkeys(vectors):
        many = vectors.count(size)
        terms.append(f"{many}·{size}" if many > 1 else str(size))
    told = " + ".join(terms)
    return told if blocks == 1 else f"{blocks}·({told})" if len(terms) > 1 else f"{blocks}·{told}"


def _product(sizes: Iterable[int]) -> str:
    return "·".join(map(str, sizes)) or "1"


def _multiply_adds(
    first: Mapping[Key, Stage], times: Mapping[Key, int], made: Layers, parameters: Mapping[str, Tensor], layers: Layers
) -> int | None:
    named = {name for layer in made.values() for name in layer.parameters.values()}
    if any(weight.dim() > 1 for name, weight in parameters.items() if name not in named):
        return None
    read = {ref.kind for layer in layers.values() for refs in layer.inputs.values() for ref in refs} | {"Output"}
    total = 0
    for key, stage in first.items():
        if key.kind not in read:
            continue  # the guess so far, which nothing reads: no forward makes it
        found = _of_stage(stage, made[key], parameters)
        if found is None:
            return None
        total += times[key] * found
    return total


def _of_stage(stage: Stage, layer: Layer, parameters: Mapping[str, Tensor]) -> int | None:
    known = quantities(type(stage))
    equations = {name: layer.equations.get(name, known[name].equation) for name in results(type(stage))}
    if layer.parameters and not any(equations.values()):
        return None
    total = 0
    for role in dict.fromkeys(role for equation in equations.values() for role in _weights(equation)):
        if role in layer.parameters:
            weight = parameters[layer.parameters[role]]
            total += weight.numel() * _places(stage, layer, len(weight))
    return total


def _weights(equation: Equation | None) -> Iterable[str]:
    """The roles of the weights that an equation multiplies by."""
    if isinstance(equation, affine):
        yield equation.weight
    if isinstance(equation, convolution):
        yield "weight"
    for part in equation.parts if equation is not None else ():
        yield from _weights(part)


def _places(stage: Stage, layer: Layer, rows: int) -> int:
    """At how many places of what a stage made the same weights are used: pixels of a map, rows of a sequence."""
    values = getattr(stage, results(type(stage))[-1])
    return max(1, values.numel() * layer.settings.get("blocks", 1) // rows)
