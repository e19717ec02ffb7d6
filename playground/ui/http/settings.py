"""What whoever runs the app says in its environment."""

import os


def listed(name: str) -> list[str]:
    """The entries of a variable, separated by commas; none where it is not set."""
    return [entry.strip() for entry in os.environ.get(name, "").split(",") if entry.strip()]


def on(name: str) -> bool:
    """Whether a variable is "true"."""
    return os.environ.get(name, "").strip().lower() == "true"
