"""The modules that the page needs at once, so that they are asked for side by side and not one after another."""

import hashlib
import re
from functools import cache
from pathlib import Path, PurePosixPath

COMPONENTS = Path(__file__).parent / "components"
# A static import or export, which in our modules begins a line; what is imported when wanted stands elsewhere.
_FROM = re.compile(r"^(?:import\b[^;'\"(]*?|export\s*(?:\{[^}]*\}|\*)\s*from\s*)'(\.{1,2}/[^']+)'", re.MULTILINE)


@cache
def version() -> str:
    """What tells the files of the page from those before a change: a digest of all of them."""
    paths = sorted(path for path in COMPONENTS.rglob("*") if path.suffix in (".js", ".css", ".html"))
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in paths)).hexdigest()[:12]


def static() -> str:
    """Where the page's files stand, from where the app does: elsewhere after each change, for a browser keeps them."""
    return f"playground/static/{version()}"


@cache
def needed(entry: str = "playground.js") -> tuple[str, ...]:
    """The paths of a module and of all that it imports statically, from the components' folder, in order."""
    found: dict[str, None] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = None
        source = (COMPONENTS / name).read_text(encoding="utf-8")
        waiting += [_from(name, path) for path in _FROM.findall(source)]
    return tuple(sorted(found))


def _from(name: str, path: str) -> str:
    """Where a relative import of a module leads."""
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / path).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def head() -> str:
    """The links that ask for them, and what begins with them before Gradio's own scripts have made the page.

    Texts, task and plan are asked for by modules as soon as they run; what they show has its place later.
    """
    links = "".join(f'<link rel="modulepreload" href="{static()}/{name}">' for name in needed())
    return f'{links}<script type="module" src="{static()}/playground.js"></script>'
