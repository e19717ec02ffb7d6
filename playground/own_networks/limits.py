"""How large a visitor's file and network may be. Imports no torch."""

from collections.abc import Mapping
from math import prod

from playground.errors import InputError

LARGEST = 20_000_000  # bytes of a file, and of its weights as float32
MOST_TENSORS = 150
MOST_HEADER = 100_000  # bytes of a safetensors file's header
LARGEST_SENT = LARGEST + MOST_HEADER  # with what the page writes into the header
MOST_WORK = 200_000_000  # multiply-adds of one input on its way there
MOST_VALUES = 2_000_000  # that the layers give of one input, all together
ORDER = "order"  # the metadata that has the names of the tensors as the state dict had them


def check_tensors(shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Raise InputError when there are too many, or they are too large."""
    if len(shapes) > MOST_TENSORS:
        raise InputError("own_too_many_tensors", count=len(shapes), most=MOST_TENSORS)
    if sum(map(prod, shapes.values())) * 4 > LARGEST:
        raise InputError("own_too_large")
