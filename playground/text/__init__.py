"""Every word a person reads: one TOML table per language, looked up by a dotted key."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "zh")


@cache
def table(language: str) -> dict[str, Any]:
    """The whole table of one language, nested as in the file. Raises KeyError for an unknown language."""
    if language not in LANGUAGES:
        raise KeyError(f"no language {language!r}; there are {', '.join(LANGUAGES)}")
    return tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8"))


def text(key: str, language: str = "en", **values: object) -> str:
    """The text called `key` ("errors.empty_drawing"), with `values` put into its {placeholders}."""
    entry: Any = table(language)
    for part in key.split("."):
        entry = entry[part]
    return entry.format(**values)
