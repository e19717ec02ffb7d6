"""However many threads there are, memory comes from a few places; seen in glibc's own account of them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from playground.ui.warm import ARENAS

ACCOUNT = """
import ctypes, sys, threading
from playground.ui.warm import share_memory

libc = ctypes.CDLL(None)
if sys.argv[2] == "shared":
    share_memory()
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
libc.fopen.argtypes = [ctypes.c_char_p] * 2
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
libc.fclose.argtypes = [ctypes.c_void_p]
together = threading.Barrier(8)
threads = [threading.Thread(target=lambda: (together.wait(), libc.malloc(5000), together.wait())) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
file = libc.fopen(sys.argv[1].encode(), b"w")
libc.malloc_info(0, file)
libc.fclose(file)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's account")
def test_threads_share_memory(tmp_path: Path) -> None:
    counts = {}
    for how in ("shared", "as usual"):
        account = tmp_path / f"{how}.xml"
        subprocess.run([sys.executable, "-c", ACCOUNT, account, how], check=True, timeout=60)
        counts[how] = len(re.findall("<heap nr", account.read_text("utf-8")))
    assert counts["shared"] <= ARENAS < counts["as usual"]
