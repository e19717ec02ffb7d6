"""The characters of all keyboards that mean the same: digits of any script, signs, spaces, quotes, marks of a list."""

import re
import unicodedata

HARD = "\u00a0"  # every space that does not break a line stands as this one: it groups digits, and parts no numbers
PLUS = "\u2064"  # joins the parts of one value, as of 1 1/2: it is not seen, and parts no numbers
OVER = "\u2044"  # in a fraction, where / may be in a date
LISTS = "\u3001"  # every mark that parts a list and nothing else: the Chinese and the Arabic comma

_SAME = {
    "-": "\u2212\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d",
    "+": "\uff0b",
    ".": "\uff0e\u3002",
    LISTS: "\u060c",
    ";": "\uff1b\u061b",
    ":": "\uff1a",
    "(": "\uff08",
    ")": "\uff09",
    "[": "\u3010",
    "]": "\u3011",
    "%": "\uff05\u066a",
    "$": "\uff04",
    "\u00a5": "\uffe5",
    "\u00a3": "\uffe1",
    "'": "\u2019\u2018\u2032\uff07\u02bc",
    '"': "\u201c\u201d\u201e\u00ab\u00bb\uff02\u2033",
    "/": "\u2215\uff0f",
    "|": "\uff5c\u2502\u2503\u2506",
    "=": "\uff1d",
    "E": "\uff25",
    "e": "\uff45",
    HARD: "\u202f\u2007\u2008\u2009\u200a",
    " ": "\u3000",
    "": "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u2064\u061c\u202a\u202b\u202c\u202d\u202e\u2066"
    "\u2067\u2068\u2069\u00ad",
}
_VULGAR = re.compile(r"(?:(?<=\d)([ \u00a0]?))?([\u00bc-\u00be\u2150-\u215e])")
_TABLE = {ord(char): same for same, chars in _SAME.items() for char in chars}


def plain_characters(text: str) -> str:
    """The text in the characters that the rest of this folder knows; its lines stay the same."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text
    # A full-width comma among full-width digits groups them; elsewhere it parts a list.
    text = re.sub("(?<=[\uff10-\uff19])\uff0c(?=[\uff10-\uff19]{3})", ",", text).replace("\uff0c", LISTS)
    digits = {ord(char): str(unicodedata.decimal(char)) for char in set(text) if char.isdecimal()}
    return _VULGAR.sub(_fraction, text.translate(_TABLE | digits))


def _fraction(found: re.Match[str]) -> str:
    """1\u00bd as a whole and a fraction, \u00bd as a fraction."""
    return (PLUS if found[1] is not None else "") + unicodedata.normalize("NFKD", found[2])
