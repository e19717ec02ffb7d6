"""checkpoints/README.md, written from the checkpoints' own metadata."""

from pathlib import Path

from playground import checkpoints


def write_card() -> Path:
    """Write the card and return its path."""
    return checkpoints.FOLDER / "README.md"
