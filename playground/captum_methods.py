"""captum's methods alone: its packages import all that they have, and with that matplotlib, for no use of ours.

So the methods' modules are imported within empty packages of the same names, which nobody else gets to see: a program
that imports captum itself has the whole.
"""

import sys
import threading
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

_LOCK = threading.Lock()


@cache
def method(place: str, name: str) -> Any:
    """A class of the module captum.attr.`place`."""
    with _LOCK:
        packages = {} if "captum" in sys.modules else _empty()
        sys.modules.update(packages)
        try:
            return getattr(import_module(f"captum.attr.{place}"), name)
        finally:
            for package in packages:
                del sys.modules[package]


@cache
def _empty() -> dict[str, ModuleType]:
    spec = find_spec("captum")
    assert spec is not None
    assert spec.origin is not None
    packages = {"captum": ModuleType("captum"), "captum.attr": ModuleType("captum.attr")}
    for name, module in packages.items():
        module.__path__ = [str(Path(spec.origin).parent.joinpath(*name.split(".")[1:]))]
    return packages
