"""Where trainings and batches are computed: PLAYGROUND_DEVICE, the processor unless that names a GPU.

One input at a time stays on the processor, whatever it says: it is too little work for a GPU to be worth the way there.
"""

import os
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from playground.errors import InputError, quoted

if TYPE_CHECKING:
    import torch

NAMES = ("cpu", "cuda")


@cache
def device() -> "torch.device":
    """The device. Raises InputError when there is no such one here."""
    import torch

    name = os.environ.get("PLAYGROUND_DEVICE") or NAMES[0]
    try:
        found = torch.empty(0, device=name).device
    except (RuntimeError, AssertionError) as error:  # as PyTorch says it with CUDA, and without
        raise InputError("no_device", name=quoted(name)) from error
    if found.type not in NAMES:
        raise InputError("no_device", name=quoted(name))
    return found


def check_device() -> None:
    """Raises InputError when the one that is asked for is not here; torch is imported only where one is."""
    if os.environ.get("PLAYGROUND_DEVICE"):
        device()


def moved(content: Any, to: "torch.device") -> Any:
    """The same with every tensor in it on a device: a tensor, or tuples, dicts and dataclasses of some."""
    import torch

    match content:
        case torch.Tensor():
            return content.to(to)
        case tuple():
            parts = [moved(one, to) for one in content]
            return type(content)(*parts) if hasattr(content, "_fields") else tuple(parts)
        case Mapping():
            return {key: moved(one, to) for key, one in content.items()}
    if is_dataclass(content) and not isinstance(content, type):
        return replace(content, **{field.name: moved(getattr(content, field.name), to) for field in fields(content)})
    return content
