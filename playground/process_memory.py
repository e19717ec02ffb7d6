"""How much more memory this process may take than it does now; for those that work for one visitor."""

import resource
from contextlib import suppress
from pathlib import Path


def limit_memory(more: int) -> None:
    """So many bytes; beyond them a MemoryError is raised. Where /proc does not tell what it takes now, no limit."""
    with suppress(OSError, StopIteration):  # no Linux
        lines = Path("/proc/self/status").read_text().splitlines()
        now = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData"))
        resource.setrlimit(resource.RLIMIT_DATA, (now + more, now + more))
