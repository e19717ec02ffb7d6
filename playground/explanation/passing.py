"""Which cells of a map go on: those above 0 in the ReLU that follows, else all of them."""

import torch
from torch import Tensor

from playground.stages import Activation, Addition, Dropout, MaxPooling, Normalisation, Stage
from playground.stages.walk import Walk

# What a map can go through on its way to a ReLU, cell by cell.
_ON_THE_WAY = Normalisation | Addition | Dropout


class Passing:
    """The cells that go on, of each stage of a run with maps."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._readers: dict[tuple[object, ...], int] = {}  # the first stage that reads a quantity
        seen = set()
        for position in range(len(walk.stages)):
            layer = walk.layer(position)
            if layer.key in seen:
                continue
            seen.add(layer.key)
            for ref in (ref for refs in layer.inputs.values() for ref in refs):
                self._readers.setdefault((ref.kind, ref.layer, ref.direction, ref.quantity), position)

    def through(self, stage: Stage, quantity: str) -> Tensor:
        """1 for each cell of a quantity that goes on, else 0, float64.

        The ReLU may follow at once, or after a normalisation, an addition or a pooling, of which the winners go on.
        """
        values: Tensor = getattr(stage, quantity)
        found = self._after(stage, quantity)
        return torch.ones_like(values, dtype=torch.float64) if found is None else found.double()

    def _after(self, stage: Stage, quantity: str) -> Tensor | None:
        """None where no ReLU follows."""
        place, shape = stage.place, getattr(stage, quantity).shape
        position = self._readers.get((place.kind, place.layer, place.direction, quantity))
        reader = None if position is None else self._walk.stages[position]
        found: Tensor | None = None
        if isinstance(reader, Activation) and reader.function == "relu":
            found = reader.maps > 0
        elif isinstance(reader, _ON_THE_WAY):
            found = self._after(reader, "values")
        elif isinstance(reader, MaxPooling):
            pooled = self._after(reader, "maps")
            if pooled is not None:
                found = pooled.new_zeros(shape[0], shape[1:].numel(), dtype=torch.float64)
                found = found.scatter_add_(1, reader.winners.flatten(1), pooled.double().flatten(1)).view(shape) > 0
        return found if found is None or found.shape == shape else None
