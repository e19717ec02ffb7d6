"""The files in which a measure keeps what it knows of real inputs."""

from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor

from playground import sealed_file
from playground.errors import InputError

KEYS = ("command", sealed_file.DIGEST)
SCORES = ("scores",)  # of a measure that was tested when it was made


def tensors(file: Path) -> dict[str, Tensor]:
    """The tensors of a file, by name. Raises InputError when it is missing or damaged."""
    try:
        content = sealed_file.content(file)
        sealed_file.checked(content, KEYS, SCORES)
        return load(content)
    except (OSError, InputError, SafetensorError) as error:
        raise _unusable(file) from error


def facts(file: Path) -> dict[str, str]:
    """What is known of a file, as JSON by name: KEYS, and SCORES. Raises InputError as `tensors`."""
    try:
        return sealed_file.facts(file, KEYS, SCORES)
    except (OSError, InputError) as error:
        raise _unusable(file) from error


def _unusable(file: Path) -> InputError:
    return InputError("no_familiarity", path=file.name)
