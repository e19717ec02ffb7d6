"""Checkpoints that are damaged, each in another way: their networks are away, everything else is there."""

import json
import math
import random
import shutil
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from inputs import first
from running import Running, assert_right, running, trace, wait_until_warm

import playground
from playground import checkpoints

NOISE = random.Random(1).randbytes(50_000)


def _of_another(_: bytes) -> bytes:
    return checkpoints.path("digits", "lstm").read_bytes()


def _nan(content: bytes) -> bytes:
    return content[:-4] + struct.pack("<f", math.nan)


def _flipped(content: bytes) -> bytes:
    return content[:-7] + bytes([content[-7] ^ 1]) + content[-6:]


# What is done to which file; every task keeps a network that is whole.
DAMAGES: dict[str, tuple[str, str, Callable[[bytes], bytes | None]]] = {
    "a header that is none": ("digits", "cnn", lambda content: content[:8] + b"x" * 100 + content[108:]),
    "empty": ("digits", "gru", lambda _: b""),
    "another network": ("digits", "rnn", _of_another),
    "cut": ("strokes", "lstm", lambda content: content[: len(content) // 2]),
    "noise": ("strokes", "gru", lambda _: NOISE),
    "an endless header": ("names", "lstm", lambda content: struct.pack("<Q", 2**62) + content[8:]),
    "not a number": ("names", "rnn", _nan),
    "a bit that is another": ("reviews", "lstm", _flipped),
    "missing": ("series", "lstm", lambda _: None),
    "a folder": ("series", "rnn", lambda _: None),
}
WHOLE = {"digits": "fnn", "strokes": "rnn", "names": "gru", "reviews": "gru", "series": "gru"}


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The app with a folder of checkpoints that has one of each, once it has looked at all of them."""
    place = tmp_path_factory.mktemp("damaged")
    package = Path(playground.__file__).parent
    (place / "playground").symlink_to(package)
    shutil.copy(package.parent / "app.py", place)
    shutil.copytree(checkpoints.FOLDER, place / "checkpoints")
    for name, (task, network, change) in DAMAGES.items():
        file = place / "checkpoints" / checkpoints.path(task, network).name
        content = change(file.read_bytes())
        file.unlink()
        if name == "a folder":
            file.mkdir()
        elif content is not None:
            file.write_bytes(content)
    with running(place, place / "app.py") as server:
        wait_until_warm(server)
        yield server


@pytest.fixture(scope="module")
def client(damaged: Running) -> Iterator[httpx.Client]:
    with damaged.client() as opened:
        yield opened


@pytest.mark.parametrize("name", DAMAGES)
def test_its_network_is_refused_in_one_line(damaged: Running, client: httpx.Client, name: str) -> None:
    task, network, _ = DAMAGES[name]
    file = checkpoints.path(task, network).name
    lines = [line for line in damaged.logged().splitlines() if file in line]
    assert len(lines) == 1, lines
    assert "Traceback" not in damaged.logged()
    answer = trace(client, first(task), network, task)
    assert answer.status_code == 422
    assert file in answer.json()["message"]
    assert_no_place(damaged, answer)


@pytest.mark.parametrize("task", WHOLE)
def test_the_others_of_its_task_answer(damaged: Running, client: httpx.Client, task: str) -> None:
    told = client.get(f"/playground/task/{task}")
    assert told.status_code == 200
    assert_no_place(damaged, told)
    away = {network for of, network, _ in DAMAGES.values() if of == task}
    assert {one["name"] for one in told.json()["networks"]}.isdisjoint(away)
    assert_right(trace(client, first(task), WHOLE[task], task), first(task), WHOLE[task], task)


def test_the_page_and_its_story_are_there(damaged: Running, client: httpx.Client) -> None:
    assert client.get("/").status_code == 200
    story = client.get("/playground/story")
    assert story.status_code == 200
    assert_no_place(damaged, story)


def assert_no_place(server: Running, answer: httpx.Response) -> None:
    """Nothing is told of where the app is on its machine."""
    assert str(server.folder.parent) not in answer.text
    assert str(Path.home()) not in json.dumps(answer.text)
