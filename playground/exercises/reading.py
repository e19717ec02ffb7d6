"""An exercise set from its TOML file; what cannot be used is refused with file, key and reason."""

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlencode

from playground.errors import InputError, quoted
from playground.exercises.exercise import MEASURES, Exercise
from playground.tasks import TASKS
from playground.text import LANGUAGES

LARGEST = 200_000  # bytes of a file
MOST = 60  # exercises of a set
LONGEST = 2_000  # characters of a text
NAME = re.compile(r"[a-z0-9_-]{1,40}")
KINDS = {str: "string", int: "integer", list: "array", dict: "table", bool: "boolean"}
# What an address can say of where an exercise begins (ui/components/store/state.js).
ADDRESS = (
    *("task", "network", "input", "changes", "cell", "view", "part", "pair", "tests", "lab", "memory", "setup"),
    *("shows", "target", "loss", "weight", "open", "order"),
)
LOOKS = ("lang", "__theme", "v")  # what a copied link may say besides, and an exercise leaves to who does it


@dataclass(frozen=True)
class ExerciseSet:
    """Exercises by name, in the order in which they stand in the file; the title by language."""

    title: dict[str, str]
    exercises: dict[str, Exercise]

    def told(self) -> dict[str, Any]:
        """As the page reads it."""
        return {"title": self.title, "exercises": {name: one.told() for name, one in self.exercises.items()}}


def read_set(file: Path) -> ExerciseSet:
    """Raises InputError, which names file, key and reason."""
    reader = _Reader(file.name)
    if not NAME.fullmatch(file.stem):
        reader.refuse("—", "exercise_file_name")
    if file.stat().st_size > LARGEST:
        reader.refuse("—", "exercise_large", most=LARGEST)
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:  # no UTF-8, no TOML, a number of over 4,300 digits
        reader.refuse("—", "exercise_toml", error=quoted(error))
    reader.known("", found, ("title", "exercise"))
    title = reader.words("title", found.get("title"))
    tables = reader.typed("exercise", found.get("exercise"), list)
    if not 0 < len(tables) <= MOST:
        reader.refuse("exercise", "exercise_count", most=MOST)
    exercises: dict[str, Exercise] = {}
    for k, entry in enumerate(tables):
        name, exercise = reader.exercise(f"exercise[{k + 1}]", entry)
        if name in exercises:
            reader.refuse(f"exercise[{k + 1}].name", "exercise_name", name=name)
        exercises[name] = exercise
    return ExerciseSet(title, exercises)


class _Reader:
    """Reads the entries of one file, and knows what to say of them."""

    def __init__(self, file: str) -> None:
        self.file = file

    def refuse(self, key: str, code: str, **values: object) -> NoReturn:
        raise InputError("exercise_key", file=self.file, key=key, why=InputError(code, **values))

    def known(self, key: str, found: dict[str, Any], names: Iterable[str]) -> None:
        for name in found:
            if name not in names:
                self.refuse(f"{key}.{quoted(name)}".lstrip("."), "exercise_unknown", names=", ".join(names))

    def typed(self, key: str, value: Any, kind: type) -> Any:
        if value is None:
            self.refuse(key, "exercise_missing")
        if type(value) is not kind:
            self.refuse(key, "exercise_kind", kind=KINDS[kind])
        return value

    def texts(self, key: str, value: Any) -> tuple[str, ...]:
        return tuple(self.text(f"{key}[{k + 1}]", one) for k, one in enumerate(self.typed(key, value, list)))

    def text(self, key: str, value: Any) -> str:
        if not 0 < len(self.typed(key, value, str)) <= LONGEST:
            self.refuse(key, "exercise_length", most=LONGEST)
        return value

    def among(self, key: str, value: Any, names: Iterable[str]) -> str:
        if self.text(key, value) not in names:
            self.refuse(key, "exercise_among", value=quoted(value), names=", ".join(names))
        return value

    def words(self, key: str, value: Any) -> dict[str, str]:
        """A text by language; where the Chinese is missing, the English stands in its place."""
        found = self.typed(key, value, dict)
        self.known(key, found, LANGUAGES)
        given = {language: self.text(f"{key}.{language}", found[language]) for language in found}
        if LANGUAGES[0] not in given:
            self.refuse(f"{key}.{LANGUAGES[0]}", "exercise_missing")
        return {language: given.get(language, given[LANGUAGES[0]]) for language in LANGUAGES}

    def exercise(self, key: str, entry: Any) -> tuple[str, Exercise]:
        found = self.typed(key, entry, dict)
        self.known(key, found, ("name", "link", "own", "measure", "labels", "given", "ask", "told"))
        name = self.text(f"{key}.name", found.get("name"))
        if not NAME.fullmatch(name):
            self.refuse(f"{key}.name", "exercise_file_name")
        measure = self.among(f"{key}.measure", found.get("measure"), MEASURES)
        asked = MEASURES[measure].kind == "label"
        if not asked and "labels" in found:
            self.refuse(f"{key}.labels", "exercise_no_labels", measure=measure)
        return name, Exercise(
            self.link(f"{key}.link", found.get("link")),
            measure,
            self.texts(f"{key}.labels", found.get("labels")) if asked else (),
            self.given(f"{key}.given", found.get("given", {}), measure),
            self.typed(f"{key}.own", found.get("own", False), bool),
            {part: self.words(f"{key}.{part}", found.get(part)) for part in ("ask", "told")},
        )

    def given(self, key: str, value: Any, name: str) -> dict[str, Any]:
        measure, found = MEASURES[name], self.typed(key, value, dict)
        self.known(key, found, [*measure.given, *measure.may])
        for part, kind in (measure.given | {part: measure.may[part] for part in measure.may if part in found}).items():
            self.typed(f"{key}.{part}", found.get(part), kind)
            if kind is list:
                self.texts(f"{key}.{part}", found[part])
        return found

    def link(self, key: str, value: Any) -> str:
        """An address as the page's own bar shows it, from its "?" on, without looks."""
        _, mark, query = self.text(key, value).partition("?")
        try:
            said = dict(parse_qsl(query, strict_parsing=True, keep_blank_values=True))
            given = {name: words for name, words in said.items() if name not in LOOKS}
        except ValueError:
            given = {}
        if not mark or not given:
            self.refuse(key, "exercise_link")
        self.known(key, given, ADDRESS)
        address = f"?{urlencode(given)}"
        if "view" in given:
            return address
        self.among(f"{key} (task)", given.get("task"), TASKS)
        self.text(f"{key} (network)", given.get("network"))  # which there are, a page may know better: its own
        try:
            changes = json.loads(given.get("changes", "{}"))
        except ValueError:
            changes = ""
        self.typed(f"{key} (changes)", changes, dict)
        return address
