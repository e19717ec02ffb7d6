"""A server that has no descriptors left: it says so now and then, and answers again when it has some."""

import socket
import time
from contextlib import ExitStack
from resource import RLIMIT_NOFILE

from running import Running

HELD = 3.0  # seconds
LINES = 10  # one a second, and some that say what it was


def test_out_of_descriptors_it_writes_little_and_recovers(well: Running) -> None:
    before = well.logged()
    with well.limited(RLIMIT_NOFILE, well.descriptors() + 10), ExitStack() as held:
        for _ in range(40):
            held.enter_context(socket.create_connection(("127.0.0.1", well.port)))
        time.sleep(HELD)
    written = well.logged().removeprefix(before)
    assert "Traceback" not in written
    assert len(written.splitlines()) <= LINES
