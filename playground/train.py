"""python -m playground.train digits cnn: train one network, or all of them, and write its checkpoint."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from playground import checkpoints
from playground.errors import InputError
from playground.models import ARCHITECTURES
from playground.tasks import TASKS
from playground.text import text
from playground.training.card import write_card
from playground.training.data import TEST_WRITERS, TRAIN_WRITERS, test_digits, training_digits
from playground.training.loop import RECIPES, Progress, evaluate, train

BAR = 24  # characters


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 when a data file is missing or damaged, said in one line."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.task == "card":
            print(text("training.written", path=write_card()))
            return 0
        for architecture in ARCHITECTURES if asked.architecture == "all" else [asked.architecture]:
            run(asked.task, architecture, asked.data, asked.epochs, asked.seed)
        print(text("training.written", path=write_card()))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def run(task: str, architecture: str, folder: Path | None, epochs: int | None, seed: int) -> None:
    """Train one network with a progress bar, read the test set once, and write the checkpoint."""
    recipe = RECIPES[architecture]
    recipe = replace(recipe, epochs=epochs or recipe.epochs)
    data, test = training_digits(folder), test_digits(folder)
    torch.manual_seed(seed)
    arguments = TASKS[task].architectures[architecture]
    model = ARCHITECTURES[architecture](**arguments)
    for progress in train(model, data, recipe, seed):
        _show(architecture, progress)
    scores = evaluate(model, test)
    command = f"python -m playground.train {task} {architecture} --epochs {recipe.epochs} --seed {seed}"
    facts = {
        "task": task,
        "architecture": architecture,
        "arguments": arguments,
        "data": f"MNIST (57,000 of 60,000 training pictures); UCI pendigits, writers {_span(TRAIN_WRITERS)} "
        f"(tested on writers {_span(TEST_WRITERS)})",
        "seed": seed,
        "command": command,
        "scores": scores,
    }
    path = checkpoints.save(model, facts)
    print(text("training.scores", path=path.name, mnist=scores["mnist"], pen=scores["pen"]))


def _span(writers: range) -> str:
    return f"{writers[0]} to {writers[-1]}"


def _show(architecture: str, p: Progress) -> None:
    """One line that is written over within an epoch, and kept with the validation scores at its end."""
    interactive = sys.stdout.isatty()
    if not p.scores and (not interactive or p.step % 10):
        return
    done = BAR * p.step // p.steps
    bar = "█" * done + "·" * (BAR - done)
    values = {"name": architecture, "epoch": p.epoch, "epochs": p.epochs, "bar": bar}
    line = text("training.progress", **values, loss=p.loss, speed=p.images_per_second)
    if p.scores:
        line += text("training.validation", mnist=p.scores["mnist"], pen=p.scores["pen"])
    print(("\r" if interactive else "") + line, end="\n" if p.scores else "", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m playground.train", description=text("training.about"))
    parser.add_argument("task", choices=[*TASKS, "card"], help=text("training.task"))
    parser.add_argument(
        "architecture", nargs="?", default="all", choices=[*ARCHITECTURES, "all"], help=text("training.name")
    )
    given = os.environ.get("PLAYGROUND_DATA")
    parser.add_argument("--data", type=Path, default=Path(given) if given else None, help=text("training.data"))
    parser.add_argument("--epochs", type=int, help=text("training.epochs"))
    parser.add_argument("--seed", type=int, default=0, help=text("training.seed"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
