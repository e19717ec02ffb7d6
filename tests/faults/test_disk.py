"""A disk that is full, and one that is read-only: nothing that the page does needs to write."""

import errno
from collections.abc import Callable
from resource import RLIMIT_FSIZE

import pytest
from running import Running, assert_works


def test_where_no_file_can_grow_everything_works(well: Running) -> None:
    """Its log among them, as where all is on one disk."""
    with well.limited(RLIMIT_FSIZE, 0):
        assert_works(well)
    assert well.files() == []


def test_temporary_files_on_a_full_disk(well: Running, remount: Callable[[str], None]) -> None:
    full = well.folder / "full"
    with pytest.raises(OSError, match="No space") as caught:
        full.write_bytes(bytes(2_000_000))
    assert caught.value.errno == errno.ENOSPC
    assert_works(well)
    full.unlink()
    assert well.files() == []


def test_temporary_files_on_a_disk_that_is_read_only(well: Running, remount: Callable[[str], None]) -> None:
    remount("ro")
    with pytest.raises(OSError, match="Read-only"):
        (well.folder / "file").touch()
    assert_works(well)
