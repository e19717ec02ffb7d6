"""A safetensors file without torch: what its header says, whether it is whole and finite, its weights' digest.

The format is 8 bytes, little-endian, with the length of a JSON header, the header, and the bytes of the tensors
(https://github.com/huggingface/safetensors, section Format).
"""

import hashlib
import json
from dataclasses import dataclass
from math import prod
from operator import index
from pathlib import Path
from typing import Any

from playground.errors import InputError

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "trained"  # where a wheel brings them along (pyproject.toml)
FOLDER = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "checkpoints"

# The type of each tensor that may be in a file: the bytes of a number, and the bits that NaN and infinity have all set.
_BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}
_EXPONENT = {"F64": 0x7FF0 << 48, "F32": 0x7F80 << 16, "F16": 0x7C00, "BF16": 0x7F80}


@dataclass(frozen=True)
class Weights:
    """One tensor as it stands in a file."""

    kind: str  # F32 and so on
    shape: tuple[int, ...]
    content: memoryview

    def finite(self) -> bool:
        """Whether no number of it is NaN or infinite."""
        import numpy as np

        mask = _EXPONENT.get(self.kind)
        if mask is None:
            return True
        bits = np.frombuffer(self.content, f"<u{_BYTES[self.kind]}")
        return not bool(((bits & bits.dtype.type(mask)) == mask).any())


@dataclass(frozen=True)
class WeightsFile:
    """The metadata and the tensors of a file, by name."""

    metadata: dict[str, str]
    tensors: dict[str, Weights]

    def digest(self) -> str:
        """The sha256 of all tensors in the order of their names: of each its name, type and shape, then its bytes."""
        whole = hashlib.sha256()
        for name, weights in sorted(self.tensors.items()):
            whole.update(json.dumps([name, weights.kind, weights.shape]).encode())
            whole.update(weights.content)
        return whole.hexdigest()

    def check_finite(self) -> None:
        """Raise InputError, which names the tensor, if a number is NaN or infinite."""
        for name, weights in self.tensors.items():
            if not weights.finite():
                raise InputError("weights_not_finite", tensor=name)


def read(content: bytes) -> WeightsFile:
    """The parts of a file, all of whose bytes are `content`. Raises InputError, which says what is wrong with it."""
    if not content:
        raise InputError("file_empty")
    start = 8 + int.from_bytes(content[:8], "little")
    try:
        header = json.loads(content[8:start])
        metadata = header.pop("__metadata__", {})
        if start > len(content) or not all(isinstance(value, str) for value in metadata.values()):
            raise ValueError(start)
        data = memoryview(content)[start:]
        end = max((index(entry["data_offsets"][1]) for entry in header.values()), default=0)
        if end != len(data):
            raise InputError("file_cut", expected=end, found=len(data))
        tensors = {name: _weights(entry, data) for name, entry in header.items()}
    except InputError:
        raise
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise InputError("file_header") from error
    return WeightsFile(metadata, tensors)


def _weights(entry: dict[str, Any], data: memoryview) -> Weights:
    first, last = entry["data_offsets"]
    shape, kind = tuple(map(index, entry["shape"])), entry["dtype"]
    whole = min(shape, default=0) >= 0 and last - first == prod(shape) * _BYTES[kind]
    if not whole or not 0 <= first <= last <= len(data):
        raise ValueError(entry)
    return Weights(kind, shape, data[first:last])
