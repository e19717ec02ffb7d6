"""python -m playground.train digits cnn: train one network, or all of them, and write its checkpoint."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from playground import checkpoints
from playground.datasets import data_folder
from playground.errors import InputError
from playground.models import ARCHITECTURES
from playground.tasks import TASKS
from playground.text import text
from playground.training import TRAININGS
from playground.training.card import write_card
from playground.training.loop import Progress, train
from playground.training.snapshots import Snapshots

BAR = 24  # characters


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 when a data file is missing or damaged, said in one line."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.task == "card":
            print(text("training.written", path=write_card()))
            return 0
        networks = TASKS[asked.task].networks
        if asked.network != "all" and asked.network not in networks:
            raise InputError("unknown_network", name=asked.network, names=", ".join(networks))
        for network in networks if asked.network == "all" else [asked.network]:
            run(asked.task, network, asked.data, asked.epochs, asked.seed)
        print(text("training.written", path=write_card()))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def run(task: str, network: str, folder: Path | None, epochs: int | None, seed: int) -> None:
    """Train one network with a progress bar, read the test set once, and write the checkpoint."""
    training = TRAININGS[task](folder)
    recipe = training.recipe(network)
    recipe = replace(recipe, epochs=epochs or recipe.epochs)
    torch.manual_seed(seed)
    architecture, arguments = TASKS[task].networks[network]
    model = ARCHITECTURES[architecture](**arguments)
    snapshots = Snapshots(training, recipe) if network in training.replayed else None
    for progress in train(model, training, recipe, seed, snapshots.watch if snapshots else None):
        _show(network, progress)
    scores = training.test(model)
    facts = {
        "task": task,
        "architecture": architecture,
        "arguments": arguments,
        "data": training.data,
        "seed": seed,
        "command": f"python -m playground.train {task} {network} --epochs {recipe.epochs} --seed {seed}",
    }
    if snapshots:
        checkpoints.save_replay(network, facts, snapshots.finish(model))
    path = checkpoints.save(model, network, facts | {"scores": scores})
    print(text("training.scores", path=path.name, scores=_listed(scores)))


def _listed(scores: dict[str, float]) -> str:
    return ", ".join(f"{name} {score:.2f}" for name, score in scores.items())


def _show(network: str, p: Progress) -> None:
    """One line that is written over within an epoch, and kept with the validation scores at its end."""
    interactive = sys.stdout.isatty()
    if not p.scores and (not interactive or p.step % 10):
        return
    done = BAR * p.step // p.steps
    bar = "█" * done + "·" * (BAR - done)
    values = {"name": network, "epoch": p.epoch, "epochs": p.epochs, "bar": bar}
    line = text("training.progress", **values, loss=p.loss, speed=p.examples_per_second)
    if p.scores:
        line += text("training.validation", scores=_listed(p.scores))
    print(("\r" if interactive else "") + line, end="\n" if p.scores else "", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m playground.train", description=text("training.about"))
    parser.add_argument("task", choices=[*TRAININGS, "card"], help=text("training.task"))
    parser.add_argument("network", nargs="?", default="all", help=text("training.name"))
    parser.add_argument("--data", type=Path, default=data_folder(), help=text("training.data"))
    parser.add_argument("--epochs", type=int, help=text("training.epochs"))
    parser.add_argument("--seed", type=int, default=0, help=text("training.seed"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
