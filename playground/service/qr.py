"""A link as a QR code, for a class to scan from the wall."""

import io
import re
from typing import Annotated, Any

import segno
from pydantic import BeforeValidator

from playground.errors import InputError
from playground.service.lanes import Job
from playground.service.requests import Request

LONGEST = 1273  # characters: version 25, 117 modules a side; of more a phone at the back of a room reads none
_LINK = re.compile(r"https?://[!-~]+")


def _link(value: Any) -> str:
    if not isinstance(value, str) or not _LINK.fullmatch(value):
        raise InputError("no_link")
    if len(value) > LONGEST:
        raise InputError("link_too_long", count=len(value), most=LONGEST)
    return value


class QRRequest(Request):
    """A link, as it stands in a browser's address bar."""

    link: Annotated[str, BeforeValidator(_link)]


def qr(asked: QRRequest) -> Job:
    """A job that gives the code as SVG, black on white with its quiet zone, one unit a module."""

    def work(_: object) -> bytes:
        picture = io.BytesIO()
        code = segno.make_qr(asked.link, error="l")  # as few modules as can be; what room is left corrects errors
        code.save(picture, kind="svg", xmldecl=False, nl=False, omitsize=True, dark="#000", light="#fff")
        return picture.getvalue()

    return Job(work)
