"""load("path or hub id") -> Network: a safetensors file of ours, from the disk or from the Hugging Face hub."""

import re
from pathlib import Path

from playground import sealed_file, weights_file
from playground.errors import InputError, quoted
from playground.live_training import network_file
from playground.networks import Network
from playground.networks.saving import unpacked

LARGEST = 50_000_000  # bytes; the largest checkpoint has 4 million
HUB_FILE = "model.safetensors"  # of a repository of the hub, as training/hub.py writes it
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")


def load(source: str | Path) -> Network:
    """A network from its file.

    source: the path of a checkpoint, of what `Network.save` has written, or of a file of the training lab; or, where
    there is no such file, a repository of the Hugging Face hub, "owner/name", whose model.safetensors is one of these.
    Only for the latter is the network used. Nothing is unpickled and no code is run. Raises InputError, which says what
    is wrong with the file, or that there is none, or that the hub was not reached.
    """
    path = Path(source)
    if isinstance(source, str) and _HUB_ID.fullmatch(source) and path.suffix != ".safetensors" and not path.exists():
        path = _downloaded(source)
    try:
        if path.stat().st_size > LARGEST:
            raise InputError("network_file_too_large", most=LARGEST // 1000)
        content = sealed_file.content(path)
    except FileNotFoundError as error:
        raise InputError("no_network_file", path=quoted(source)) from error
    except OSError as error:
        raise InputError("file_unreadable", reason=error.strerror) from error
    try:
        trained = "setup" in weights_file.read(content).metadata
        return network_file.unpacked(content) if trained else unpacked(content)
    except InputError as error:
        raise InputError("not_loaded", path=path.name, reason=error) from error


def _downloaded(name: str) -> Path:
    """The file of a repository of the hub, from huggingface_hub's cache where it is there already."""
    from httpx import HTTPError
    from huggingface_hub import hf_hub_download

    try:
        return Path(hf_hub_download(name, HUB_FILE))
    except (OSError, ValueError, HTTPError) as error:
        raise InputError("hub_not_reached", name=name, file=HUB_FILE, reason=_first_line(error)) from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:200]
