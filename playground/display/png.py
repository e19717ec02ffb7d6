"""Places in a ramp as a PNG of that ramp's colours, as an address that has all of it in itself."""

import base64
import math
import struct
import zlib

import torch
from torch import Tensor

from playground.display.ramps import LAST, Ramp, palette

GAP = LAST + 1  # between maps, and where there is none: nothing is painted


def mosaic(places: Tensor, columns: int) -> Tensor:
    """(C, H, W) beside and below each other with a gap of one pixel between them."""
    count, height, width = places.shape
    rows = math.ceil(count / columns)
    whole = torch.full((rows * (height + 1) - 1, columns * (width + 1) - 1), GAP, dtype=torch.uint8)
    for k, one in enumerate(places):
        top, left = k // columns * (height + 1), k % columns * (width + 1)
        whole[top : top + height, left : left + width] = one
    return whole


def address(places: Tensor, ramp: Ramp, theme: str) -> str:
    """data:image/png of places (H, W) in a ramp; GAP is transparent."""
    height, width = places.shape
    lines = torch.cat([torch.zeros(height, 1, dtype=torch.uint8), places], 1)  # 0: a line as it is
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(palette(ramp, theme).flatten().tolist()) + bytes(3)),
        (b"tRNS", b"\xff" * GAP + b"\0"),
        (b"IDAT", zlib.compress(bytes(lines.flatten().tolist()), 9)),
        (b"IEND", b""),
    ]
    packed = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + packed).decode()
