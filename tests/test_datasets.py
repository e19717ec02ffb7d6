"""The data files: found in a folder or downloaded once, and always checked against their digests."""

import hashlib
import io
import re
import subprocess
import sys
from http.client import IncompleteRead
from pathlib import Path
from urllib.error import URLError

import pytest

from playground import datasets
from playground.errors import InputError
from playground.text import LANGUAGES

NAME = "series/univariate/airline-passengers.csv"
CONTENT = b'"Month","Passengers"\n"1949-01",112\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the program runs; CONTENT is the known content of NAME, and nothing is given."""
    monkeypatch.setitem(datasets.FILES, NAME, hashlib.sha256(CONTENT).hexdigest())
    monkeypatch.delenv("PLAYGROUND_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(datasets, "urlopen", lambda *_, **__: pytest.fail("nothing is to be downloaded"))
    return tmp_path


def put(folder: Path, content: bytes) -> Path:
    path = folder / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return path


def served(monkeypatch: pytest.MonkeyPatch, content: bytes) -> list[str]:
    """The addresses that are asked for; each gives `content`."""
    asked: list[str] = []

    def answer(address: str, timeout: float) -> io.BytesIO:
        assert timeout <= 60
        asked.append(address)
        return io.BytesIO(content)

    monkeypatch.setattr(datasets, "urlopen", answer)
    return asked


def test_a_file_is_read_from_the_folder(folder: Path) -> None:
    put(folder / "mine", CONTENT)
    assert datasets.fetch(NAME, folder / "mine") == CONTENT


def test_the_variable_names_a_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder / "theirs", CONTENT)
    monkeypatch.setenv("PLAYGROUND_DATA", str(folder / "theirs"))
    assert datasets.fetch(NAME) == CONTENT
    with pytest.raises(InputError):
        datasets.fetch(NAME, folder / "mine")  # which goes before


def test_what_is_missing_or_damaged_in_a_folder_is_said_and_not_downloaded(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        datasets.fetch(NAME, folder)
    assert (caught.value.code, caught.value.values["path"]) == ("missing_data", folder / NAME)
    path = put(folder, CONTENT[:-1])
    with pytest.raises(InputError) as caught:
        datasets.fetch(NAME, folder)
    assert caught.value.code == "damaged_data"
    for language in LANGUAGES:
        assert str(path) in caught.value.message(language)


def test_without_a_folder_a_file_is_downloaded_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = served(monkeypatch, CONTENT)
    assert [datasets.fetch(NAME) for _ in range(2)] == [CONTENT] * 2
    assert asked == [datasets.address(NAME)]
    assert [path.name for path in (folder / "data" / NAME).parent.iterdir()] == ["airline-passengers.csv"]


def test_what_is_not_the_file_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served(monkeypatch, b"<html>Sign in to the hotel's network</html>")
    for _ in range(2):
        with pytest.raises(InputError) as caught:
            datasets.fetch(NAME)
        assert caught.value.code == "no_download"
    assert not [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "error", [URLError("no such host"), TimeoutError("timed out"), ConnectionResetError(), IncompleteRead(b"half")]
)
def test_a_failed_download_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(datasets, "urlopen", fail)
    with pytest.raises(InputError) as caught:
        datasets.fetch(NAME)
    assert caught.value.code == "no_download"
    for language in LANGUAGES:
        message = caught.value.message(language)
        assert datasets.address(NAME) in message
        assert "\n" not in message
        assert "PLAYGROUND_DATA" in message


@pytest.mark.parametrize("name", list(datasets.FILES))
def test_every_file_has_a_digest_and_an_address_that_stays(name: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", datasets.FILES[name])
    assert re.match(r"https://[^/]+/[^/]+/[^/]+/[0-9a-f]{40}/", datasets.address(name))


def test_every_file_has_its_own_address() -> None:
    assert len({datasets.address(name) for name in datasets.FILES}) == len(datasets.FILES) == 33


def test_reading_a_file_needs_no_torch() -> None:
    code = "import sys, playground.datasets; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
