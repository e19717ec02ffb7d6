"""checkpoints/README.md, written from the checkpoints' own metadata."""

import json
from pathlib import Path
from typing import Any

import torch

from playground import checkpoints
from playground.models import ARCHITECTURES
from playground.tasks import MEMORY, TASKS
from playground.training import TRAININGS, evaluation_sets, lag_card, unlike_card

CARD = """\
# Checkpoints

Written by `python -m playground.train card` from the metadata inside the files; a test compares the two.
Weights are float32 in [safetensors](https://github.com/huggingface/safetensors) files, named as in PyTorch's
`state_dict`. `playground.checkpoints.load(task, network)` gives the network. They are the moving average over the last
training steps; a training repeats exactly only on the same kind of machine with the same versions. Each file holds the
sha256 of its weights and of what is said of them, and is checked before it is used; what does not agree is refused.
`replay/` has, of some trainings, snapshots in float16 from before the first step to the end, with the losses and the
validation accuracy of each: `playground.checkpoints.replay(task, network)`.

Parameters are counted as PyTorch stores them, with two biases for every gate of a recurrent layer; in brackets with one
bias, as textbooks count. A network is `gru1` when it has one layer and `bigru` when it reads in both directions.

The calibration error (ECE, 15 bins, in percent, on all test data of the task; of the reviews on the film sentences)
says how far a network's probabilities are from how often it is right. The temperature, by which the logits are divided
before the softmax, is fitted on the validation data (`python -m playground.training.calibration`); it is kept, and a
step of the network as the page shows it, where there are at least 500 of those, and on them the error without it is 1 %
or more and it at least halves it.

{tasks}
{test_data}
## Data and terms

| data | used for | terms |
|---|---|---|
{terms}
"""

SECTION = """\
## {task}

| network | arguments | parameters | {scores} |
|---|---|---|{rules}|
{rows}

{notes}{calibration}
{commands}

"""


CALIBRATION = """
| network | calibration error | with the temperature | temperature | kept |
|---|---|---|---|---|
{rows}

"""


def card() -> str:
    """The card's text. Raises InputError when a checkpoint is missing or damaged."""
    terms = [row for task in TRAININGS for row in TRAININGS[task].terms.strip().splitlines()]
    terms += unlike_card.TERMS.strip().splitlines()
    brought = [task for task in TRAININGS if task not in MEMORY]
    tasks = "".join([*map(_section, brought), lag_card.section(), unlike_card.section()]).rstrip() + "\n"
    return CARD.format(tasks=tasks, test_data=evaluation_sets.section(), terms="\n".join(dict.fromkeys(terms)))


def write_card() -> Path:
    """Write the card and return its path."""
    path = checkpoints.FOLDER / "README.md"
    path.write_text(card(), encoding="utf-8")
    return path


def _section(task: str) -> str:
    known = {name: checkpoints.metadata(task, name) for name in TASKS[task].networks}
    scores = list(dict.fromkeys(score for values in known.values() for score in values["scores"]))
    return SECTION.format(
        task=task,
        scores=" | ".join(scores),
        rules="---|" * (len(scores) - 1) + "---",
        rows="\n".join(_row(name, values, scores) for name, values in known.items()),
        notes=TRAININGS[task].notes,
        calibration=_calibration(known),
        commands="\n".join(f"- `{values['command']}`; data: {values['data']}." for values in known.values()),
    )


def _calibration(known: dict[str, dict[str, Any]]) -> str:
    """The table of how far probabilities are from what they say; "" where the answer is a number."""
    found = {name: values["calibration"] for name, values in known.items() if values["calibration"]}
    rows = (
        f"| {name} | {c['ece']:.2f} | {c['scaled_ece']:.2f} | {c['fitted']:.3f} | "
        + ("yes |" if c["temperature"] != 1 else "no |")
        for name, c in found.items()
    )
    return CALIBRATION.format(rows="\n".join(rows)) if found else ""


def _row(name: str, values: dict[str, Any], scores: list[str]) -> str:
    arguments = json.dumps(values["arguments"])[1:-1].replace('"', "") or "the defaults"
    figures = (f"{values['scores'][score]:.2f}" if score in values["scores"] else "" for score in scores)
    return f"| {name} | {arguments} | {parameters(values)} | {' | '.join(figures)} |"


def parameters(values: dict[str, Any]) -> str:
    """The number of parameters by what is known of a network, and in brackets that with one bias."""
    count, single = values["parameters"], _with_one_bias(values["architecture"], values["arguments"])
    return f"{count:,}" + (f" ({single:,})" if single != count else "")


def _with_one_bias(architecture: str, arguments: dict[str, Any]) -> int:
    """The number of parameters when each gate has one bias, as in the reference's table, and not PyTorch's two."""
    with torch.device("meta"):
        model = ARCHITECTURES[architecture](**arguments)
    return sum(p.numel() for name, p in model.named_parameters() if "bias_hh" not in name)
