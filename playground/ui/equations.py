"""The equations of the guide, which the page has as MathML, in one line of text each."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

_FILE = Path(__file__).parent / "components" / "guide" / "equations.html"
_INVISIBLE = "\u2061"  # "applied to"
# How the parts of an element are put together; of others they stand in a row.
_PUT: dict[str, Callable[..., str]] = {
    "mfrac": lambda above, below: f"({above}) / ({below})",
    "msub": lambda base, index: f"{base}_{{{index}}}",
    "munder": lambda base, index: f"{base}_{{{index}}} ",
    "msup": lambda base, power: f"{base}^{{{power}}}",
    "msubsup": lambda base, index, power: f"{base}_{{{index}}}^{{{power}}}",
    "munderover": lambda base, least, most: f"{base}_{{{least}}}^{{{most}}} ",
    "mspace": lambda: " ",
}


@cache
def equations() -> dict[str, str]:
    """By its name each equation, a line for each of its own, and each piece of code."""
    root = ElementTree.fromstring(f"<all>{_FILE.read_text(encoding='utf-8')}</all>")
    return {
        snippet.attrib["data-snippet"]: "\n".join(_line(line).strip() for line in snippet) or snippet.text or ""
        for snippet in root.iter()
        if "data-snippet" in snippet.attrib
    }


def _line(element: ElementTree.Element) -> str:
    parts = [_line(part) for part in element]
    if element.tag in _PUT:
        return _PUT[element.tag](*parts)
    text = (element.text or "").replace(_INVISIBLE, "")
    if element.tag == "mo" and text in tuple("=−+←≈∘⋯"):
        text = f" {text} "
    tails = [part.tail or "" for part in element]
    return text + "".join(part + tail for part, tail in zip(parts, tails, strict=True))
