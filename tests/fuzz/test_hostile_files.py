"""Files that anybody may have made are read or refused in words: networks, exercise sets, reports, lists of links."""

import json
import time
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from valid_requests import files

from playground import exercises
from playground.changes import Changes
from playground.errors import InputError
from playground.exercises.reading import read_set
from playground.live_training.network_file import unpacked as trained
from playground.networks.saving import packed
from playground.networks.saving import unpacked as saved
from playground.overview import overview
from playground.own_networks.own_file import own
from playground.own_networks.reading_process import safetensors
from playground.own_networks.state_file import as_safetensors
from playground.provider import provided

CORPUS = Path(__file__).parent / "corpus"
SECONDS = 2.0  # of the processor's time
FACTS = {"name": "Ada", "task": "digits", "link": "http://example.org/?task=digits", "changes": ["a"], "right": 1}
REPORT = (
    f'<html><meta name="playground-report" content="{escape(json.dumps(FACTS | {"answers": 2}))}">'
    '<img id="input" src="data:image/png;base64,iVBORw0KGgo="></html>'
).encode()
LINKS = b"Ada, http://example.org/?task=digits&network=cnn\nhttp://example.org/?task=names&changes=%7B%7D\n"


def in_a_file(read: Callable[[Path], Any], name: str) -> Callable[[bytes, Path], Any]:
    """`read`, of a content."""

    def of_content(content: bytes, folder: Path) -> Any:
        file = folder / name
        file.write_bytes(content)
        return read(file)

    return of_content


def table_of_reports(file: Path) -> None:
    """As the command does, to the end."""
    for language in ("en", "zh"):
        (file.parent / "out").write_text(overview(file, language), encoding="utf-8")


def own_and_shown(content: bytes, _: Path) -> None:
    """A network that was read answers, too."""
    found = own(content).network
    assert sum(values.numel() for values in found.model.parameters()) < 5_000_001


READERS: dict[str, tuple[str, Callable[[bytes, Path], Any], Callable[[], bytes]]] = {
    "own": ("*", own_and_shown, lambda: files()["own"]),
    "trained": ("*", lambda content, _: trained(content), lambda: files()["trained"]),
    "saved": ("*", lambda content, _: saved(content), lambda: packed(provided("digits", "fnn", Changes()))),
    "state": ("*", lambda content, _: safetensors(content), lambda: files()["pt"]),
    "exercises": ("*.toml", in_a_file(read_set, "set.toml"), lambda: SET.read_bytes()),
    "reports": ("*.html", in_a_file(table_of_reports, "a.html"), lambda: REPORT),
    "links": ("*.txt", in_a_file(table_of_reports, "a.txt"), lambda: LINKS),
}
SET = sorted((Path(exercises.__file__).parent / "sets").glob("*.toml"))[0]
READ = pytest.mark.parametrize("name", READERS)


def read(name: str, content: bytes, folder: Path) -> bool:
    """Whether it could be used. Fails where it is neither read nor refused, or takes too long."""
    begun = time.process_time()
    try:
        READERS[name][1](content, folder)
        return True
    except InputError as error:
        assert error.message("en") and error.message("zh") != error.message("en")
        return False
    finally:
        assert time.process_time() - begun < SECONDS


@READ
def test_a_whole_file_is_read(name: str, tmp_path: Path) -> None:
    """So that what is made of it below is more than noise."""
    READERS[name][1](READERS[name][2](), tmp_path)  # what is imported by the first takes its time once
    assert read(name, READERS[name][2](), tmp_path)


@READ
def test_the_corpus_is_read_or_refused(name: str, tmp_path: Path) -> None:
    READERS[name][1](READERS[name][2](), tmp_path)
    for file in sorted(CORPUS.glob(READERS[name][0])):
        if name != "state" or file.stem != "pickle-of-2-GB":  # that one needs the limits of its process, below
            read(name, file.read_bytes(), tmp_path)


@READ
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_damaged_is_read_or_refused(name: str, tmp_path: Path, data: st.DataObject) -> None:
    pattern = READERS[name][0]
    sources = [
        READERS[name][2](),
        *(file.read_bytes() for file in sorted(CORPUS.glob(pattern)) if file.stat().st_size < 5_000),
    ]
    content = bytearray(data.draw(st.sampled_from([sources[0], *sources])))
    early = min(len(content), 1_500)  # where the headers are
    for place, put in data.draw(st.lists(st.tuples(st.integers(0, early), DAMAGE), max_size=4)):
        content[place : place + data.draw(st.sampled_from((0, 1, 9)))] = put
    cut = data.draw(st.sampled_from((len(content), len(content), len(content) // 2)))
    read(name, bytes(content[:cut]), tmp_path)


DAMAGE = st.one_of(
    st.binary(max_size=4),
    st.sampled_from(
        [
            b'"',
            b"{",
            b"[" * 500,
            b"9" * 4_301,
            b"NaN",
            b"-1",
            b"1e999",
            b"\\ud800",
            b"null",
            b"\xff",
            b"\0",
            b"__proto__",
            b"../",
        ]
    ),
    st.text(max_size=3).map(lambda text: text.encode("utf-8", "surrogatepass")),
)


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.pt")), ids=lambda file: file.stem)
@pytest.mark.slow
def test_nothing_of_a_pickle_is_run(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the process that the app starts for it; what the file would do is seen in the folder."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError):
        as_safetensors(file.read_bytes())
    assert not list(tmp_path.iterdir())
