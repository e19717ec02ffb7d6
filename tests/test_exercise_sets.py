"""A teacher's exercise set: one TOML file, read as it stands, or refused with file, key and reason."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from playground import InputError
from playground.changes import read_changes
from playground.exercises import SETTING, exercise_sets
from playground.exercises.reading import ADDRESS, LOOKS, read_set
from playground.tasks import TASKS
from playground.ui.page import build

COMPONENTS = Path(__file__).parent.parent / "playground" / "ui" / "components"
DOCUMENTED = Path(__file__).parent.parent / "docs" / "teaching" / "exercises.md"
GOOD = """
[title]
en = "Monday"

[[exercise]]
name = "size"
link = "https://some.school/playground/?task=digits&network=cnn&input=e.3"
measure = "size"
given = { stage = "Flatten", axis = 0 }
ask.en = "How many?"
told.en = "{value}."
"""


def read(folder: Path, text: str, name: str = "monday.toml") -> str:
    """What is said of a file that is refused."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_set(file)
    for language in ("en", "zh"):
        assert name in refused.value.message(language)
    return refused.value.message()


def test_a_set_beside_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "monday.toml").write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv(SETTING, str(tmp_path))
    sets = exercise_sets()
    assert list(sets) == ["guide", "monday"]
    told = sets["monday"].told()
    assert told["title"] == {"en": "Monday", "zh": "Monday"}, "where the Chinese is missing the English stands"
    size = told["exercises"]["size"]
    assert size["state"] == "?task=digits&network=cnn&input=e.3", "wherever the page stood"
    assert size["kind"] == "number"
    assert size["words"]["ask"] == {"en": "How many?", "zh": "How many?"}


REFUSED = [
    ("[title]", "[titel]", "titel", "no such key"),
    ('en = "Monday"', 'de = "Montag"', "title.de", "no such key"),
    ('en = "Monday"', "", "title.en", "missing"),
    ('name = "size"', "", "exercise[1].name", "missing"),
    ('name = "size"', 'name = "Größe"', "exercise[1].name", "small letters"),
    ('measure = "size"', 'measure = "eval(1)"', "exercise[1].measure", "is not among"),
    ('measure = "size"', "measure = 3", "exercise[1].measure", "“string”"),
    ("axis = 0", 'axis = "0"', "exercise[1].given.axis", "“integer”"),
    (", axis = 0", "", "exercise[1].given.axis", "missing"),
    ("axis = 0", "axis = 0, more = 1", "exercise[1].given.more", "no such key"),
    ('told.en = "{value}."', "", "exercise[1].told", "missing"),
    ("?task=digits", "", "exercise[1].link", "no address"),
    ("task=digits", "task=letters", "exercise[1].link (task)", "is not among"),
    ("&network=cnn", "", "exercise[1].link (network)", "missing"),
    ("&input=", "&next=https://evil.example/&input=", "exercise[1].link.next", "no such key"),
    ("&input=e.3", "&changes={", "exercise[1].link (changes)", "“table”"),
    ('measure = "size"', 'measure = "size"\nlabels = ["1"]', "exercise[1].labels", "asks for no label"),
    ('[title]\nen = "Monday"', "[title", "—", "no TOML"),
    ('name = "size"', f'name = "size"\n{"#" * 200_000}', "—", "200000 bytes"),
]


@pytest.mark.parametrize(("text", "instead", "key", "why"), REFUSED)
def test_what_is_refused(tmp_path: Path, text: str, instead: str, key: str, why: str) -> None:
    assert text in GOOD
    said = read(tmp_path, GOOD.replace(text, instead))
    assert f"Key {key}: " in said
    assert why in said


def test_names_are_there_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "there already" in read(tmp_path, GOOD + GOOD[GOOD.index("[[") :])
    (tmp_path / "guide.toml").write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv(SETTING, str(tmp_path))
    with pytest.raises(InputError, match="“guide” is there already"):
        exercise_sets()


def test_the_app_does_not_start_with_a_bad_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, str(tmp_path / "absent"))
    with pytest.raises(InputError, match="no folder"):
        build()


def test_the_address_has_no_other_keys() -> None:
    """But for those of the guide that asks, of a panel alone, and of a playback on its way."""
    state = (COMPONENTS / "store" / "state.js").read_text(encoding="utf-8")
    assert set(re.findall(r"key: '(\w+)'", state)) - {"guide", "embed", "step"} == {*ADDRESS, *LOOKS}


def test_ours_begin_where_there_is_something() -> None:
    for exercise in exercise_sets()["guide"].exercises.values():
        said = dict(parse_qsl(exercise.state[1:]))
        assert said["network"] in TASKS[said["task"]].networks
        read_changes(json.loads(said.get("changes", "{}")))


def test_the_example_of_the_documentation(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", DOCUMENTED.read_text(encoding="utf-8"), re.S)
    (tmp_path / "own.toml").write_text(example, encoding="utf-8")
    assert len(read_set(tmp_path / "own.toml").exercises) == 3
