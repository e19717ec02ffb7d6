"""One server that outlives what is done to it, with a disk of 1 MB for its temporary files where one can be mounted."""

import os
import subprocess
from collections.abc import Callable, Iterator

import pytest
from running import Running, assert_works, running

SMALL_DISK = ["-t", "tmpfs", "-o", "size=1m", "tmpfs"]


def mounted(*arguments: str) -> bool:
    """Whether something could be mounted, which takes rights that few have."""
    return os.getuid() == 0 and not subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode


@pytest.fixture(scope="session")
def survivor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """It is alive and well before anything is done to it."""
    place = tmp_path_factory.mktemp("survivor")
    disk = place / "temporary"
    disk.mkdir()
    has_disk = mounted(*SMALL_DISK, str(disk))
    try:
        with running(place) as server:
            assert_works(server)
            yield server
    finally:
        if has_disk:
            subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.fixture
def well(survivor: Running) -> Iterator[Running]:
    """After each test it works as before."""
    yield survivor
    assert_works(survivor)


@pytest.fixture
def remount(survivor: Running) -> Iterator[Callable[[str], None]]:
    """Mount its disk of 1 MB anew, such as read-only ("ro"); afterwards as it was."""
    if not os.path.ismount(survivor.folder):
        pytest.skip("nothing can be mounted here")

    def again(option: str) -> None:
        assert mounted("-o", f"remount,{option}", str(survivor.folder))

    yield again
    again("rw")
