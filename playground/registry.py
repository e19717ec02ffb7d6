"""A table from a name to a class whose module is imported when the class is first asked for."""

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from playground.errors import InputError, quoted


class Registry(Mapping[str, Any]):
    """Names can be listed without importing torch, so that the page answers while torch still loads."""

    def __init__(self, what: str, places: dict[str, str], unlisted: dict[str, str] | None = None) -> None:
        """`places` maps a name to "package.module:attribute"; `what` names the kind in error messages.

        Those that are `unlisted` are found by name like the others, where names are listed they are not.
        """
        self._what = what
        self._places = places
        self._unlisted = unlisted or {}
        self.made: dict[str, Any] = {}  # objects that a program has put here: found by name, and not listed

    def __getitem__(self, name: str) -> Any:
        """The class or object called `name`. Raises InputError, listing the names, when there is none."""
        if not isinstance(name, str) or name not in self:
            raise InputError(f"unknown_{self._what}", name=quoted(name), names=", ".join(self._places))
        if name in self.made:
            return self.made[name]
        module, attribute = self._place(name)
        return getattr(import_module(module), attribute)

    def register(self, name: str, place: str) -> None:
        """Add a name, "package.module:attribute", or put another place under one that there is."""
        self._places[name] = place

    def imported(self, name: str) -> Any | None:
        """What is called `name` if its module is imported already, else None; imports nothing and waits for nothing."""
        if name in self.made:
            return self.made[name]
        module, attribute = self._place(name)
        return getattr(sys.modules.get(module), attribute, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places or name in self._unlisted or name in self.made

    def _place(self, name: str) -> list[str]:
        return (self._places | self._unlisted)[name].split(":")
