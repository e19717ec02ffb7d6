"""A safetensors file with facts beside its weights, both under digests: how it is written, and read without torch."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground import weights_file
from playground.errors import InputError

if TYPE_CHECKING:
    from torch import Tensor

DIGEST = "digest"  # the fact that is the digest of the weights
_FACTS_DIGEST = "facts_digest"  # in the file beside the facts: of these, as `digest` is of the weights


def write(target: Path, weights: "dict[str, Tensor]", facts: Mapping[str, Any]) -> Path:
    """Write weights and facts.

    Raises InputError, and leaves the file that is there, when a weight is NaN or infinite.
    """
    sealed = packed(weights, facts)
    target.parent.mkdir(parents=True, exist_ok=True)
    whole = target.with_suffix(".part")  # a server that reads meanwhile finds the old file or the new one
    whole.write_bytes(sealed)
    whole.replace(target)
    return target


def packed(weights: "dict[str, Tensor]", facts: Mapping[str, Any]) -> bytes:
    """The content of such a file; the digest of the weights is added to the facts.

    Raises InputError when a weight is NaN or infinite.
    """
    from safetensors.torch import save

    written = weights_file.read(save(weights))
    written.check_finite()
    told = {key: json.dumps(value) for key, value in (dict(facts) | {DIGEST: written.digest()}).items()}
    return save(weights, told | {_FACTS_DIGEST: _digest(told)})


def as_bytes(content: bytes) -> "Tensor":
    """Bytes as a tensor (N,) uint8, as they stand in such a file."""
    import torch

    return torch.frombuffer(bytearray(content), dtype=torch.uint8)


def facts(file: Path, keys: tuple[str, ...], others: tuple[str, ...] = ()) -> dict[str, str]:
    """The facts of a file as JSON: all of `keys`, and of `others` those that it has.

    The whole file is checked, once for as long as it stays the same. Raises OSError, and InputError on a file that is
    not as it was written.
    """
    status = file.stat()
    found = _kept(file, keys, others, status.st_mtime_ns, status.st_size)
    if isinstance(found, InputError):
        raise found
    return found


@lru_cache(maxsize=256)
def _kept(
    file: Path, keys: tuple[str, ...], others: tuple[str, ...], _changed: int, _size: int
) -> dict[str, str] | InputError:
    try:
        return checked(content(file), keys, others)
    except InputError as error:
        return error


def content(file: Path) -> bytes:
    """All bytes of a file. Raises FileNotFoundError, and InputError where it cannot be read."""
    if file.is_dir():
        raise InputError("file_folder")
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise InputError("file_unreadable", reason=error.strerror) from error


def checked(content: bytes, keys: tuple[str, ...], others: tuple[str, ...] = ()) -> dict[str, str]:
    """The facts of a file if it and the weights are those that were written. Raises InputError, which says why not."""
    file = weights_file.read(content)
    told = {key: file.metadata[key] for key in (*keys, *others) if key in file.metadata}
    if lacking := [key for key in keys if key not in told]:
        raise InputError("facts_missing", keys=", ".join(lacking))
    if file.metadata.get(_FACTS_DIGEST) != _digest(told):
        raise InputError("facts_changed")
    file.check_finite()
    if json.dumps(file.digest()) != told[DIGEST]:
        raise InputError("weights_changed", found=file.digest()[:12], stated=json.loads(told[DIGEST])[:12])
    return told


def _digest(told: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(sorted(told.items())).encode()).hexdigest()
