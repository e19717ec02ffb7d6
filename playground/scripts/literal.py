"""Tensors as they are written in a script: every number so that it is read back as it was."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from torch import Tensor

from playground.errors import InputError

MOST = 100_000  # numbers of one script; some 1 MB
WIDTH = 100


def literal(values: Tensor) -> str:
    """torch.tensor([0.1, 0.25]), with a view where it has other than one dimension."""
    view, flat = "" if values.dim() == 1 else f".view{tuple(values.shape)}", values.flatten()
    if len(flat) > MOST:
        raise InputError("code_too_long", most=MOST)
    if not flat.is_floating_point() and len(flat) > 1 and bool((flat.diff() == 1).all()):
        return f"torch.arange({int(flat[0])}, {int(flat[-1]) + 1}){view}"
    return f"torch.tensor({numbers(flat)}){view}"


def statements(name: str, values: Tensor) -> list[str]:
    """Lines that make a tensor of float32 or int64 under a name; of one that is mostly one number what is not.

    Raises InputError when that are more numbers than a script may have.
    """
    flat = values.flatten()
    usual = flat.mode().values
    there = (flat != usual).nonzero()[:, 0]
    if 3 * len(there) > len(flat) or not flat.is_floating_point():
        return [f"{name} = {literal(values)}"]
    shape = tuple(values.shape)
    lines = [f"{name} = torch.full({shape}, {_digits(usual[None])[0]})" if usual else f"{name} = torch.zeros{shape}"]
    if len(there):
        kept = flat[there]
        given = _digits(kept)[0] if kept.unique().numel() == 1 else literal(kept)
        lines += [f"there = {numbers(there)}", f"{name}.view(-1)[there] = {given}"]
    return lines


def numbers(values: Tensor) -> str:
    """[0.1, 0.25], in several lines where one would be long."""
    return listed(_digits(values))


def listed(written: Sequence[str]) -> str:
    """A list of what is written already, in several lines where one would be long."""
    lines = [""]
    for one in written:
        if len(lines[-1]) + len(one) > WIDTH:
            lines.append("")
        lines[-1] += f"{one}, "
    whole = "\n    ".join(line.rstrip() for line in lines).removesuffix(",")
    return f"[{whole}]" if len(lines) == 1 else f"[\n    {whole},\n]"


def _digits(values: Tensor) -> list[str]:
    """As few digits as tell a number from all others of its type."""
    array: Any = values.numpy(force=True)
    return [str(number) for number in (array if array.dtype == np.float32 else array.tolist())]
