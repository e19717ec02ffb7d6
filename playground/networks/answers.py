"""What a network says, read off whatever its forward returns: a tensor, several, or a dict of them."""

from collections.abc import Iterator
from typing import Any

from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from playground.errors import InputError

_ENDINGS = ("log_softmax", "softmax")


def answer_of(output: Any) -> Tensor:
    """The logits of a dict, else the first tensor of floating point, else the first. Raises InputError if none."""
    if isinstance(output, dict) and isinstance(output.get("logits"), Tensor):
        return output["logits"]
    found = list(_tensors(output))
    if not found:
        raise InputError("follow_no_tensor", kind=type(output).__name__)
    return next((tensor for tensor in found if tensor.is_floating_point()), found[0])


def said(model: nn.Module, x: Tensor) -> Tensor:
    """The answers (B, K) of a forward of any make. Raises InputError, which says what the forward raised."""
    try:
        return answer_of(model(x))
    except (InputError, MemoryError):
        raise
    except Exception as error:
        raise raised(error) from error


def raised(error: Exception) -> InputError:
    """What a module of other make raised, with the first line of what it says."""
    line = next(iter(str(error).strip().splitlines()), "")
    return InputError("follow_raised", kind=type(error).__name__, line=line[:200])


class Logits(nn.Module):
    """A network whose answers are logits: what its softmax, or the logarithm of it, was given where it ends in one."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor) -> Tensor:
        """(B, K)."""
        with _Endings() as seen:
            answer = said(self.network, x)
        return seen.given.get(id(answer), (answer, answer))[1]


class _Endings(TorchFunctionMode):
    """Sees what each softmax of a forward made, and of what."""

    def __init__(self) -> None:
        super().__init__()
        self.given: dict[int, tuple[Tensor, Tensor]] = {}  # by the id of what was made, which is held here

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = func(*args, **(kwargs or {}))
        if getattr(func, "__name__", "") in _ENDINGS and isinstance(made, Tensor):
            self.given[id(made)] = made, args[0] if args else kwargs["input"]
        return made


def _tensors(output: Any) -> Iterator[Tensor]:
    if isinstance(output, Tensor):
        yield output
    elif isinstance(output, dict):
        for value in output.values():
            yield from _tensors(value)
    elif isinstance(output, list | tuple):
        for value in output:
            yield from _tensors(value)
