"""Write the lesson plans in this folder anew: python docs/teaching/plans.py, with torch installed.

Words and minutes are those of the lessons of the guide (playground/story/paths.py, text/lessons.*.toml), figures those
of the networks; here stands which stops make up a plan, and what the page measures at each with the example drawing.
"""

import json
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from playground.story import story  # noqa: E402
from playground.story.paths import PATHS, Stop  # noqa: E402
from playground.story.states import State  # noqa: E402
from playground.text import LANGUAGES, table  # noqa: E402

ADDRESS = "http://127.0.0.1:7860/"
# A plan in full: the stops of a lesson of the guide, all of them or some.
PLANS = {
    "20-minutes": ("cnn", ["draw", "random", "step", "many", "replay"]),
    "45-minutes-cnn": ("cnn", list(PATHS["cnn"])),
    "45-minutes-gates": ("gates", list(PATHS["gates"])),
}
DOUBLE = "90-minutes"  # both of 45, one after the other
# What the page measures with the example drawing or the sentence of the stop: an option of the exercise, or a number as
# the page writes it. Where a training is awaited, or a clock, or the class's own name is read, only the page can say.
ANSWERS = {
    "cnn.draw": "6",
    "cnn.random": "low",
    "cnn.loss": "2.303",
    "cnn.backward": "9",
    "cnn.step": "rises",
    "cnn.many": "few",
    "cnn.replay": "high",
    "cnn.overfit": "large",
    "cnn.mistakes": "tens",
    "gates.sentence": "positive",
    "gates.fading": "less",
    "gates.factor": "irnn",
    "gates.recall": "lag_50",
    "gates.idea": "kept",
    "gates.forget": "other",
    "gates.gru": "four_thirds",
    "gates.truth": "rnn",
}


def link(path: str, name: str, state: State, language: str) -> str:
    """The address of a stop with the page in a state: what the button in the guide leads to."""
    keys = {"guide": f"{path}.{name}", "lang": language, **state.at}
    if state.task:
        keys |= {"task": state.task, "network": state.network}
        text = (state.input or {}).get("text")
        keys["input"] = f"e.{state.example}" if state.task == "digits" else f"t.{text or state.example}"
    if state.select:
        keys["cell"] = _at(state)
    changes = json.loads(json.dumps(state.changes or {}))
    if "learning" in changes:
        changes["learning"]["target"] = state.example
    if changes:
        keys["changes"] = json.dumps(changes, separators=(",", ":"))
    if state.right:
        keys["target"] = state.example
    return f"{ADDRESS}?{urlencode(keys, quote_via=quote, safe='*')}"


def _at(state: State) -> str:
    """The selection; of a unit at a moment the value of then, as an address has no cursor."""
    stage, layer, direction, _, *rest = state.select.split(".")
    return state.select if state.moment is None else ".".join([stage, layer, direction, str(state.moment), *rest])


def plan(name: str, language: str) -> str:
    """The text of a plan, as Markdown."""
    path, stops = PLANS[name]
    own, lessons = _own(language), table(language)["lessons"]
    minutes = [PATHS[path][stop].minutes for stop in stops]
    heading = own["name"].get(name) or lessons[path]["name"]
    parts = [f"# {heading}", own["made"], own["lead"].get(name) or lessons[path]["lead"], own["begin"]]
    for k, stop in enumerate(stops):
        begin = sum(minutes[:k])
        parts += _step(path, stop, language, own["time"].format(begin=begin, end=begin + minutes[k]))
    return "\n\n".join(parts) + "\n"


def _step(path: str, name: str, language: str, time: str) -> list[str]:
    own, stop = _own(language), PATHS[path][name]
    number = list(PATHS[path]).index(name) + 1  # as in the guide, to whose stops the words refer
    words = {key: _filled(text) for key, text in table(language)["lessons"][path][name].items() if key != "told"}
    first = next(iter(stop.ways.values()))
    links = " · ".join(f"[{words[way]}]({link(path, name, state, language)})" for way, state in stop.ways.items())
    return [
        f"## {number}. {words['title']} ({time})",
        f"[{own['stop']}]({link(path, name, _before(first), language)})",
        f"**{own['do']}** {words['do']}",
        f"**{own['ask']}** {words['ask']}",
        f"**{own['look']}** {links}",
        f"**{own['seen']}** {words['seen']}",
        *([f"**{own['answer']}** {_answer(path, name, stop, language)}"] if stop.exercise else []),
        f"**{own['otherwise']}** {words['otherwise']}",
    ]


def _before(state: State) -> State:
    """Where a step begins, with nothing to be seen yet of what is asked: the input, its network, the page."""
    at = {key: value for key, value in state.at.items() if key == "view"}
    return State(state.task, state.network, state.example, input=state.input, at=at)


def _answer(path: str, name: str, stop: Stop, language: str) -> str:
    known = ANSWERS.get(f"{path}.{name}")
    if known is None:
        return _own(language)["measured"]
    choices = table(language)["story"]["choices"]
    labels = table(language).get("labels", {}).get(stop.ways["open"].task, {})
    value = choices[known] if stop.exercise and stop.exercise.kind == "choice" else labels.get(known, known)
    return _filled(table(language)["lessons"][path][name]["told"], value=value)


@cache
def _values() -> dict[str, Any]:
    """The figures in the words, as the page writes them."""
    values = story()["values"]
    return {key: f"{value:,}" if isinstance(value, int | float) else value for key, value in values.items()}


def _filled(text: str, **more: str) -> str:
    return text.format(**_values(), **more)


def double(language: str) -> str:
    """Both lessons of 45 minutes as one of 90: a table that leads to their steps."""
    own, lessons = _own(language), table(language)["lessons"]
    parts = [f"# {own['name'][DOUBLE]}", own["made"], own["lead"][DOUBLE], own["begin"]]
    begin = 0
    for name in ("45-minutes-cnn", "45-minutes-gates"):
        path, stops = PLANS[name]
        rows = [own["head"], "|---|---|---|"]
        for stop in stops:
            words, minutes = lessons[path][stop], PATHS[path][stop].minutes
            time = own["time"].format(begin=begin, end=begin + minutes)
            first = next(iter(PATHS[path][stop].ways.values()))
            title = f"[{_filled(words['title'])}]({link(path, stop, _before(first), language)})"
            rows.append(f"| {time} | {title} | {_filled(words['ask'])} |")
            begin += minutes
        parts += [f"## [{lessons[path]['name']}]({name}.{language}.md)", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def _own(language: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"plans.{language}.toml").read_text(encoding="utf-8"))


def plans() -> dict[str, str]:
    """All plans, by the names of their files."""
    made = {f"{name}.{language}.md": plan(name, language) for name in PLANS for language in LANGUAGES}
    return made | {f"{DOUBLE}.{language}.md": double(language) for language in LANGUAGES}


if __name__ == "__main__":
    for file, text in plans().items():
        (HERE / file).write_text(text, encoding="utf-8")
