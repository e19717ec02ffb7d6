"""Every word a person reads: TOML tables for each language, looked up by a dotted key."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "zh")


@cache
def table(language: str) -> dict[str, Any]:
    """The whole table of one language, nested as in its files. Raises KeyError for an unknown language."""
    if language not in LANGUAGES:
        raise KeyError(f"no language {language!r}; there are {', '.join(LANGUAGES)}")
    merged: dict[str, Any] = {}
    for file in sorted(Path(__file__).parent.glob(f"*{language}.toml")):
        for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            merged.setdefault(name, {}).update(entry)
    return merged


def text(key: str, /, language: str = "en", **values: object) -> str:
    """The text called `key` ("errors.empty_drawing"), with `values` put into its {placeholders}."""
    entry: Any = table(language)
    for part in key.split("."):
        entry = entry[part]
    return entry.format(**values)


def in_all_languages(key: str, /, **values: object) -> str:
    """The same for whoever has not said which language is theirs: one after the other."""
    return " / ".join(text(key, language, **values) for language in LANGUAGES)
