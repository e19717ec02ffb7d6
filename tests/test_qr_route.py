"""A link as a QR code: a decoder of other make reads it back, and what is no link, or too long, is refused."""

import json
import re
from collections.abc import Iterator

import numpy as np
import pytest
import zxingcpp
from refusal import assert_refused
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground.service.qr import LONGEST
from playground.ui.routes import routes

START = "https://huggingface.co/spaces/somebody/inside?v=1&input=d."


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


def pixels(svg: str, side: int = 4) -> np.ndarray:
    """The picture of a code whose modules are runs of one path: "M4 4.5h7m2 0h1 ..."; (S, S) grey."""
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', svg)[0])
    grey = np.full((size, size), 255, np.uint8)
    x = y = 0.0
    for command, first, second in re.findall(
        r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?", re.findall(r' d="(M[^"]+)"', svg)[-1]
    ):
        if command == "h":
            grey[int(y), int(x) : int(x + float(first))] = 0
            x += float(first)
        else:
            x, y = (float(first), float(second)) if command == "M" else (x + float(first), y + float(second))
    return grey.repeat(side, 0).repeat(side, 1)


@pytest.mark.parametrize("length", [60, 400, LONGEST])
def test_a_decoder_reads_the_link(client: TestClient, length: int) -> None:
    link = START + "x" * (length - len(START))
    answer = client.post("/playground/qr", json={"link": link, "language": "en"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert [found.text for found in zxingcpp.read_barcodes(pixels(answer.text))] == [link]


def test_what_is_no_link_or_too_long_is_refused(client: TestClient) -> None:
    for link in ("javascript:alert(1)", "https://", "https://a b", "https://é", "http://\ud800", None, 3):
        assert_refused(client.post("/playground/qr", content=json.dumps({"link": link})), "no_link")
    too_long = client.post("/playground/qr", json={"link": START + "x" * LONGEST, "language": "zh"})
    assert_refused(too_long, "link_too_long", language="zh")
