"""The lesson plans of docs/teaching: as plans.py writes them now, with their minutes and figures of the networks."""

import importlib.util
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest

from playground.story.paths import PATHS
from playground.text import LANGUAGES

HERE = Path(__file__).parent.parent / "docs" / "teaching"
_spec = importlib.util.spec_from_file_location("plans", HERE / "plans.py")
assert _spec
assert _spec.loader
plans = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(plans)
WRITTEN = plans.plans()
LINK = re.compile(r"\]\((http[^)]*)\)")


@pytest.mark.parametrize("name", WRITTEN)
def test_a_plan_is_as_it_is_written(name: str) -> None:
    """Its figures are those of the networks as they are now, its words those of the guide."""
    assert (HERE / name).read_text(encoding="utf-8") == WRITTEN[name]
    assert not re.search(r"[{}]|—", WRITTEN[name]), "no figure is missing"


def test_every_plan_in_the_folder_is_known() -> None:
    assert {path.name for path in HERE.glob("*-minutes*.md")} == set(WRITTEN)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_plan_takes_its_time(name: str) -> None:
    times = [(int(a), int(b)) for a, b in re.findall(r"(\d+)–(\d+) (?:min|分钟)", WRITTEN[name])]
    assert times[0][0] == 0
    assert all(end == begin for (_, end), (begin, _) in pairwise(times))
    assert times[-1][1] == int(name.split("-")[0])


@pytest.mark.parametrize("name", plans.PLANS)
def test_both_languages_lead_to_the_same_places(name: str) -> None:
    def places(language: str) -> list[dict[str, list[str]]]:
        found = [parse_qs(urlparse(link).query) for link in LINK.findall(WRITTEN[f"{name}.{language}.md"])]
        assert all(keys.pop("lang") == [language] for keys in found)
        return found

    assert places(LANGUAGES[0]) == places(LANGUAGES[1])
    ways = sum(1 + len(PATHS[plans.PLANS[name][0]][stop].ways) for stop in plans.PLANS[name][1])
    assert len(places("en")) == ways


def test_an_answer_is_given_wherever_it_is_not_the_machines_or_the_classs() -> None:
    asked = {f"{path}.{name}" for path, stops in PATHS.items() for name, stop in stops.items() if stop.exercise}
    assert asked - set(plans.ANSWERS) == {"cnn.live", "cnn.rate", "gates.letters", "gates.live", "gates.cost"}
