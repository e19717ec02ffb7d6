"""How frames are put together into packets, and that the packets hold them."""

import zlib

import pytest

from playground.ui import streaming

FRAMES = [b"one", b"two", b"three"]


@pytest.mark.parametrize(("crowded", "packets"), [(False, 1 + len(FRAMES)), (True, 1)])
def test_packets_are_few_while_others_wait(monkeypatch: pytest.MonkeyPatch, crowded: bool, packets: int) -> None:
    monkeypatch.setattr(streaming, "_TOGETHER", -1)  # every frame has waited long enough
    monkeypatch.setattr(streaming, "_IN_A_CROWD", float("inf"))
    parts = [*streaming.zipped_frames((frame for frame in FRAMES), lambda: crowded)]
    assert len(parts) == packets
    assert zlib.decompress(b"".join(parts), wbits=31) == b"".join(FRAMES)
    if not crowded:  # each can be read as soon as it is there
        reader = zlib.decompressobj(wbits=31)
        assert [reader.decompress(part) for part in parts[:-1]] == FRAMES
