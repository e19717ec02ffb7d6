"""What a report is handed beside the run: who wrote it, the answers to exercises, a picture, the link."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playground.checks import listed
from playground.errors import InputError

LONGEST = 2_000  # characters of a text
LONGEST_NAME = 100
LONGEST_LINK = 20_000
MOST_ANSWERS = 100
LARGEST_PICTURE = 2_000_000  # characters of its base64
PNG = "data:image/png;base64,"


@dataclass(frozen=True)
class Answer:
    """To an exercise, as the page measured it."""

    ask: str
    given: str  # what the visitor said; "" of a goal
    told: str  # what was measured, in words
    right: bool


@dataclass(frozen=True)
class Handed:
    """Texts are shown as they are, never as HTML."""

    name: str = ""
    link: str = ""
    picture: str | None = None  # data:image/png
    changed: tuple[str, ...] = ()  # the changes in words
    answers: tuple[Answer, ...] = ()


def read_handed(
    name: object = "", link: object = "", picture: object = None, changed: object = (), answers: object = ()
) -> Handed:
    """Raises InputError, which says what is accepted."""
    entries = listed(answers)
    if entries is None or len(entries) > MOST_ANSWERS:
        raise InputError("report_answers", most=MOST_ANSWERS)
    words = listed(changed)
    if words is None or len(words) > MOST_ANSWERS:
        raise InputError("report_text", name="changed", most=LONGEST)
    return Handed(
        _text("name", name, LONGEST_NAME),
        link_of(link),
        None if picture is None else picture_of(picture),
        tuple(_text("changed", one, LONGEST) for one in words),
        tuple(_answer(one) for one in entries),
    )


def _text(name: str, value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise InputError("report_text", name=name, most=most)
    return value.encode(errors="replace").decode()  # half a surrogate pair cannot be written


def _answer(value: Any) -> Answer:
    fields = ("ask", "given", "told")
    if not isinstance(value, dict) or set(value) != {*fields, "right"} or not isinstance(value["right"], bool):
        raise InputError("report_answers", most=MOST_ANSWERS)
    return Answer(**{field: _text(field, value[field], LONGEST) for field in fields}, right=value["right"])


def link_of(value: object) -> str:
    """An address of a page, or none. Raises InputError."""
    link = _text("link", value, LONGEST_LINK)
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = None
    if link and (parts is None or parts.scheme not in ("http", "https") or not parts.netloc):
        raise InputError("report_link")
    return link


def picture_of(value: object) -> str:
    """A PNG as a data address. Raises InputError."""
    picture = value if isinstance(value, str) else ""
    try:
        content = base64.b64decode(picture.removeprefix(PNG), validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if len(picture) > LARGEST_PICTURE or not picture.startswith(PNG) or not content.startswith(b"\x89PNG\r\n\x1a\n"):
        raise InputError("report_picture", megabytes=LARGEST_PICTURE // 10**6)
    return picture
