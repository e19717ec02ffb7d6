"""A process that reads one .pt file with torch's weights-only reader, within limits, and writes it as safetensors.

`python -m playground.own_networks.reading_process` reads the file from its input. It writes OK and the safetensors
file, or REFUSED and as JSON the code of an InputError with its values. What kills it kills nothing else.
"""

import io
import json
import resource
import sys
import zipfile

import torch

from playground.errors import InputError
from playground.networks.weights import unwrapped
from playground.own_networks.limits import ORDER, check_tensors
from playground.process_memory import limit_memory

OK, REFUSED = b"+", b"-"
MEMORY = 300_000_000  # bytes beside what a process that has imported torch takes
SECONDS = 15  # of the processor's time
UNPACKED = 40_000_000  # bytes of a zip file's parts together


def main() -> None:
    """One file."""
    torch.set_num_threads(1)
    limit()
    content = sys.stdin.buffer.read()
    try:
        answer = OK + safetensors(content)
    except InputError as error:
        answer = REFUSED + json.dumps([error.code, {key: str(value) for key, value in error.values.items()}]).encode()
    sys.stdout.buffer.write(answer)


def limit() -> None:
    """No more memory, time, files and processes than reading such a file needs."""
    limit_memory(MEMORY)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def safetensors(content: bytes) -> bytes:
    """The weights of a file that torch.save has written. Raises InputError."""
    from safetensors.torch import save

    _check_zip(content)
    try:
        state = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except MemoryError as error:
        raise InputError("own_too_large") from error
    except Exception as error:  # whatever a hostile file makes torch raise
        unsafe = "Weights only load failed" in str(error) or "TorchScript" in str(error)
        raise InputError("own_whole_pickle" if unsafe else "own_unreadable") from error
    try:
        weights = unwrapped(state)
        check_tensors({key: tuple(values.shape) for key, values in weights.items()})
        return save({key: values.contiguous() for key, values in weights.items()}, {ORDER: json.dumps(list(weights))})
    except (MemoryError, RuntimeError) as error:
        raise InputError("own_too_large") from error


def _check_zip(content: bytes) -> None:
    if not content.startswith(b"PK"):
        return
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError("own_unreadable") from error
    if sum(part.file_size for part in parts) > UNPACKED:
        raise InputError("own_too_large")


if __name__ == "__main__":
    main()
