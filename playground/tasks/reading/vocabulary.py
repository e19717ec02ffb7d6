"""The words that stand in tables of numbers: for a gap, a total, a month, a currency, a magnitude, a heading."""

import re
import tomllib
from pathlib import Path
from typing import Any

_WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

GAPS = frozenset(_WORDS["gaps"])
ELIDED = frozenset(_WORDS["elided"])
MONTHS = frozenset(_WORDS["months"])
TIMES = MONTHS | frozenset(_WORDS["days"])  # names of stretches of time
# What a number is multiplied by where the magnitudes of a column differ.
MAGNITUDES = {word: float(factor) for factor, words in _WORDS["magnitudes"].items() for word in words}
# Seconds in a unit of time.
DURATIONS = {word: float(seconds) for seconds, words in _WORDS["durations"].items() for word in words}
TOTAL = re.compile(
    rf"(?:grand |sub-?|overall )?(?:{'|'.join(_WORDS['totals'])})(?: (?:général|general|value|sales))?[:.]?",
    re.IGNORECASE,
)
# The label of a number that says something of many others.
STATISTICS = re.compile(rf"(?:{'|'.join(map(re.escape, _WORDS['statistics']))})(?=[\s,;|:=]|$)", re.IGNORECASE)
INDEX_NAMES = re.compile(
    rf"(?:unnamed:.*|{'|'.join(map(re.escape, _WORDS['index']))})(?:\s*[\[(].*[\])])?", re.IGNORECASE
)
CURRENCY = (
    r"(?:(?:US|A|C|HK|NT|R|S)?\$|[€£¥₹₽₩₺₫₪฿₴¢]|"
    r"(?:USD|EUR|GBP|CHF|JPY|CNY|INR|RMB|SEK|NOK|DKK|PLN|CZK|CAD|AUD|SFr\.?|Fr\.|Rs\.?|kr\.?|zł|元)(?![^\W\d_]))"
)
