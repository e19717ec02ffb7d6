"""Equations as HTML, from the strings of playground/explanation: what follows _ or ^ is an index or an exponent."""

import re
from html import escape

_MARKED = re.compile(r"([_^])(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(.))")
_VARIABLE = re.compile(r"(?<![^\W_])([A-Za-z]′?)(?![^\W_])")


def equation(text: str) -> str:
    """As ui/components/text/equations.js has it."""
    made, at = "", 0
    for found in _MARKED.finditer(text):
        tag = "sub" if found[1] == "_" else "sup"
        made += _variables(text[at : found.start()]) + f"<{tag}>{equation(found[2] or found[3] or '')}</{tag}>"
        at = found.end()
    return made + _variables(text[at:])


def _variables(text: str) -> str:
    """Single letters are variables and stand in italics; names of functions and numbers do not."""
    return "".join(f"<i>{escape(part)}</i>" if k % 2 else escape(part) for k, part in enumerate(_VARIABLE.split(text)))
