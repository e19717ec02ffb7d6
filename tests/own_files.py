"""Files as visitors have them: weights as torch.save and safetensors write them, and what a page writes into them."""

import io
import json
from collections.abc import Mapping
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor


def as_pt(state: object) -> bytes:
    """What torch.save writes."""
    file = io.BytesIO()
    torch.save(state, file)
    return file.getvalue()


def as_safetensors(state: Mapping[str, Tensor]) -> bytes:
    return save({key: values.contiguous() for key, values in state.items()})


def parts(content: bytes) -> tuple[dict[str, Any], bytes]:
    """The header of a safetensors file, and its data."""
    start = 8 + int.from_bytes(content[:8], "little")
    return json.loads(content[8:start]), content[start:]


def joined(header: object, data: bytes = b"") -> bytes:
    """A file of a header, as JSON or as it is, and its data."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


def with_said(content: bytes, task: str, **others: Any) -> bytes:
    """The file with what its owner says of it, as the page writes it."""
    header, data = parts(content)
    metadata = header.get("__metadata__", {}) | {"own": json.dumps({"task": task, "name": "mine"} | others)}
    return joined(header | {"__metadata__": metadata}, data)
