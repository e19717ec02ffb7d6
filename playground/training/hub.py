"""python -m playground.training.hub FOLDER: for every trained network a folder that is a repository of the hub."""

import argparse
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huggingface_hub import EvalResult, ModelCardData

from playground import checkpoints
from playground.errors import InputError
from playground.lag_checkpoints import LAGS
from playground.loading import HUB_FILE
from playground.tasks import TASKS
from playground.text import text
from playground.training import TRAININGS
from playground.training.card import parameters

BODY = """
# {title}

{about} It has {parameters} parameters.

Every value on the way to its answer can be seen in the playground that it belongs to, on its page and from Python:

```python
from playground import inspect, load

network = load("{file}")  # this file, or the name of this repository on the hub
trace = inspect("{task}", {example}, network)
trace.prediction, trace.stages
```

The weights are float32, named as in PyTorch's `state_dict`; the header of the file holds task, class and arguments
({arguments}), and digests of both. Nothing in it is pickled.

## Scores

| score | value |
|---|---|
{scores}

{notes}
## Training

`{command}`; data: {data}.
{terms}"""

TERMS = """
| data | used for | terms |
|---|---|---|
{rows}
"""


@dataclass(frozen=True)
class OnTheHub:
    """How the hub calls a task, and which of the scores are metrics of its: a type, and the data it was measured on."""

    kind: str
    about: str
    example: str
    metrics: dict[str, tuple[str, str]]
    datasets: tuple[str, ...] = ()  # those that the hub has


_DRAWING = '{"strokes": [[[0.2, 0.15], [0.8, 0.15], [0.45, 0.9]]]}'
_WRITERS = "Pen-Based Recognition of Handwritten Digits, writers 26 to 30"
_MEMORY = {f"lag_{lag}": ("accuracy", f"made-up sequences with a lag of {lag}") for lag in LAGS}
HUB = {
    "digits": OnTheHub(
        "image-classification",
        "It reads a handwritten digit from 28 × 28 pixels.",
        _DRAWING,
        {"mnist": ("accuracy", "MNIST"), "pen": ("accuracy", _WRITERS)},
        ("ylecun/mnist",),
    ),
    "strokes": OnTheHub(
        "other",
        "It reads a handwritten digit from the way of the pen.",
        _DRAWING,
        {name: ("accuracy", f"{_WRITERS}: {name}") for name in ("writers", "sizes", "few_points", "backwards")},
    ),
    "names": OnTheHub(
        "text-classification",
        "It reads a surname letter by letter and says which of 18 languages it is from.",
        '{"text": "Yamamoto"}',
        {"top1": ("accuracy", "Surnames of 18 languages"), "macro_f1": ("f1", "Surnames of 18 languages")},
    ),
    "reviews": OnTheHub(
        "text-classification",
        "It reads an English sentence word by word and says whether it is positive or negative.",
        '{"text": "not bad"}',
        {"test": ("accuracy", "Sentence polarity v1.0"), "products": ("accuracy", "Rated product sentences")},
        ("cornell-movie-review-data/rotten_tomatoes",),
    ),
    "series": OnTheHub(
        "time-series-forecasting",
        "It reads a series of numbers and says the next.",
        '{"values": [3, 5, 4, 6, 5, 7, 6, 8, 7, 9, 8, 10]}',
        {name: (name, "eight series") for name in ("skill_last", "skill_season", "free_last", "free_season")},
    ),
    "cancer": OnTheHub(
        "tabular-classification",
        "It reads ten measurements of a tumour and says whether it is benign or malignant. It is not for medical use.",
        "[14, 19, 92, 655, 0.1, 0.1, 0.09, 0.05, 0.18, 0.06]",
        {"test": ("accuracy", "Breast Cancer Wisconsin (Diagnostic)")},
    ),
    "diabetes": OnTheHub(
        "tabular-regression",
        "It reads ten measurements and says how far a diabetes will go in a year. It is not for medical use.",
        "[48, 1, 26, 95, 189, 115, 50, 4, 4.6, 91]",
        {"r2": ("r_squared", "Diabetes"), "mae": ("mae", "Diabetes")},
    ),
    **{
        task: OnTheHub("other", f"It has learnt the memory task “{task}” at lags up to {LAGS[-1]}.", example, _MEMORY)
        for task, example in {"recall": '"abdacb"', "adding": '"0.25* 0.7 0.5*"', "copy": '"abcd"'}.items()
    },
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 when a checkpoint is missing or damaged, said in one line."""
    parser = argparse.ArgumentParser(prog="python -m playground.training.hub", description=text("hub.about"))
    parser.add_argument("folder", type=Path, help=text("hub.folder"))
    try:
        for path in write(parser.parse_args(arguments).folder):
            print(path)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def write(folder: Path) -> list[Path]:
    """Write a folder TASK-NETWORK with its card and its weights for each network. Raises InputError as `metadata`."""
    made = []
    for task in HUB:
        for name in TASKS[task].networks:
            place = folder / f"{task}-{name}"
            place.mkdir(parents=True, exist_ok=True)
            place.joinpath("README.md").write_text(card(task, name), encoding="utf-8")
            shutil.copyfile(checkpoints.path(task, name), place / HUB_FILE)
            made.append(place)
    return made


def card(task: str, name: str) -> str:
    """The card of one network: the front matter that the hub reads, and what is known of it in words."""
    known, told, training = checkpoints.metadata(task, name), HUB[task], TRAININGS[task]
    rows = dict.fromkeys(training.terms.strip().splitlines())
    return f"---\n{_front_matter(task, name, known)}\n---\n" + BODY.format(
        title=f"{known['architecture'].upper()} ({task}, {name})",
        about=told.about,
        parameters=parameters(known),
        file=HUB_FILE,
        task=task,
        example=told.example,
        arguments=", ".join(f"{key} = {value}" for key, value in known["arguments"].items()) or "the defaults",
        scores="\n".join(f"| {score} | {value:.2f} |" for score, value in known["scores"].items()),
        notes=f"{training.notes.strip()}\n" if training.notes.strip() else "",
        command=known["command"],
        data=known["data"],
        terms=TERMS.format(rows="\n".join(rows)) if rows else "",
    )


def _front_matter(task: str, name: str, known: dict[str, Any]) -> str:
    told = HUB[task]
    results = [
        EvalResult(
            task_type=told.kind,
            dataset_type=re.sub(r"\W+", "-", dataset.lower()),
            dataset_name=dataset,
            metric_type=metric,
            metric_name=score,
            metric_value=round(known["scores"][score], 2),
        )
        for score, (metric, dataset) in told.metrics.items()
    ]
    data = ModelCardData(
        license="mit",
        library_name="pytorch",
        pipeline_tag=None if told.kind == "other" else told.kind,
        tags=["education", "interpretability", known["architecture"], task],
        datasets=list(told.datasets) or None,
        metrics=sorted({metric for metric, _ in told.metrics.values()}),
        model_name=f"{task}-{name}",
        eval_results=results,
    )
    return data.to_yaml()


if __name__ == "__main__":
    sys.exit(main())
