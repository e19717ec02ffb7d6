"""A picture as it arrives from a page or a program, checked once: its light, and where it is transparent, its ink.

A picture is `{"width": w, "height": h, "grey": base64 of w * h bytes, row by row}`. One that is transparent in places
has "alpha", too, bytes of the same kind.
"""

import base64

import torch
from torch import Tensor

from playground.checks import whole
from playground.errors import InputError

MIN_SIDE, MAX_SIDE = 8, 512  # pixels; a page makes larger pictures smaller before it sends them
OPAQUE = 0.5
PLATE = 0.5  # of a picture that is opaque: there may be ink on it in another grey
CONTRAST = 0.25  # of black to white, between the greys of what is opaque: then that is not all ink


def decoded(value: object) -> Tensor:
    """The picture as float32 (h, w), 0 black, 1 white; of a transparent one as ink on white paper.

    Raises InputError when `value` is no picture.
    """
    problem = InputError("bad_picture", least=MIN_SIDE, most=MAX_SIDE)
    if not isinstance(value, dict):
        raise problem
    width, height = (whole(value.get(name), MIN_SIDE, MAX_SIDE) for name in ("width", "height"))
    grey = _bytes(value.get("grey"), width, height)
    alpha = _bytes(value["alpha"], width, height) if value.get("alpha") is not None else None
    if grey is None or (alpha is None and value.get("alpha") is not None):
        raise problem
    return grey if alpha is None else _on_paper(grey, alpha)


def _bytes(value: object, width: int | None, height: int | None) -> Tensor | None:
    """(h, w) in 0..1; None if it is not that."""
    if not isinstance(value, str) or not width or not height:
        return None
    try:
        content = base64.b64decode(value, validate=True)
    except ValueError:  # of which binascii.Error is one
        return None
    if len(content) != width * height:
        return None
    return torch.frombuffer(bytearray(content), dtype=torch.uint8).view(height, width).float() / 255


def _on_paper(grey: Tensor, alpha: Tensor) -> Tensor:
    """What is opaque is the ink, whatever its colour, unless it is a plate with ink of another colour on it."""
    opaque = alpha > OPAQUE
    share = float(opaque.float().mean())
    if share == 1.0:
        return grey
    if share > PLATE and _has_two_greys(grey[opaque]):
        ground = grey[opaque].median()
        return alpha * grey + (1 - alpha) * ground
    return 1 - alpha


def _has_two_greys(values: Tensor) -> bool:
    low, high = torch.quantile(values, torch.tensor([0.02, 0.98]))
    return bool(high - low > CONTRAST)
