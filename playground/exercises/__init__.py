"""Exercise sets: each is one TOML file, ours in this package's `sets`, a teacher's in the folder of a setting.

docs/teaching/exercises.md says how to write one.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any

from playground.errors import InputError
from playground.exercises.exercise import MEASURES, Exercise, Measure
from playground.exercises.reading import ExerciseSet, read_set

__all__ = ["MEASURES", "SETTING", "Exercise", "ExerciseSet", "Measure", "exercise_sets"]

SETTING = "PLAYGROUND_EXERCISES"  # names a folder
OURS = Path(__file__).parent / "sets"
MOST_SETS = 50


def exercise_sets() -> dict[str, ExerciseSet]:
    """All sets by the names of their files: the guide's own, whose exercises are named as its sections, first.

    Raises InputError, which names file, key and reason, when one of them cannot be used.
    """
    return _read(os.environ.get(SETTING, ""))


@cache
def _read(folder: str) -> dict[str, ExerciseSet]:
    files = sorted(OURS.glob("*.toml"))
    if folder:
        if not Path(folder).is_dir():
            raise InputError("exercise_folder", setting=SETTING, folder=folder)
        files += sorted(Path(folder).glob("*.toml"))
    if len(files) > MOST_SETS:
        raise InputError("exercise_many", most=MOST_SETS)
    found: dict[str, ExerciseSet] = {}
    for file in files:
        if file.stem in found:
            raise InputError("exercise_key", file=file.name, key="—", why=InputError("exercise_name", name=file.stem))
        found[file.stem] = read_set(file)
    return found


def told() -> dict[str, dict[str, Any]]:
    """The sets as the page reads them."""
    return {name: one.told() for name, one in exercise_sets().items()}
