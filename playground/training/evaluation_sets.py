"""python -m playground.training.evaluation_sets: packs test data of each task, which the playground shows.

By a fixed rule that knows nothing of any network: of MNIST's 10,000 test digits every fifth, beginning with the first;
of the other tasks all of the test part.
"""

import argparse
import json
import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch

from playground import sealed_file
from playground.datasets import data_folder
from playground.errors import InputError
from playground.tasks import TASKS
from playground.tasks.drawing import WIDTH, Pen
from playground.tasks.evaluation_set import FOLDER, PACKED, SETS, TRUTH, facts
from playground.tasks.tabular import CANCER
from playground.text import text
from playground.training import names, tabular
from playground.training.data import TEST_WRITERS
from playground.training.digits import span
from playground.training.sentences import film_sentences
from playground.training.sources import mnist, pen_digits

COMMAND = "python -m playground.training.evaluation_sets"
EVERY = 5  # of MNIST's test digits
THOUSANDTHS = 3  # decimals of a place on the pad, as the page has them


class Part(NamedTuple):
    """Test data, and what is to be said of them."""

    content: bytes  # pixels, or a JSON list of inputs
    truth: list[int]
    of: int  # how many there are in the whole test part
    source: str
    terms: str
    rule: str
    every: int = 1


def digits(folder: Path | None) -> Part:
    """Every fifth of MNIST's test digits."""
    pictures, labels = mnist(folder, train=False)
    chosen = pictures[::EVERY]
    source = "[MNIST](http://yann.lecun.com/exdb/mnist/) (Y. LeCun, C. Cortes, C. Burges), test set"
    rule = "every fifth digit, beginning with the first"
    content = chosen.contiguous().numpy().tobytes()
    return Part(content, labels[::EVERY].tolist(), len(labels), source, "CC BY-SA 3.0", rule, EVERY)


def strokes(folder: Path | None) -> Part:
    """The pen digits of the test writers, as large and where they drew them."""
    found = pen_digits(folder).of(TEST_WRITERS)
    drawings = [{"strokes": _strokes(found.pen, k), "width": WIDTH} for k in range(len(found.labels))]
    rule = f"all digits of writers {span(TEST_WRITERS)}, each at 40 points"
    source = "[Pen-Based Recognition of Handwritten Digits](https://archive.ics.uci.edu/dataset/81)"
    return _inputs(drawings, found.labels.tolist(), source, "CC BY 4.0", rule)


def _strokes(pen: Pen, k: int) -> list[list[list[float]]]:
    """The strokes of one drawing, without the copies of their last point that fill it up."""
    points = [[round(v, THOUSANDTHS) for v in point] for point in pen.points[k].tolist()]
    ends = [i + 1 for i, joined in enumerate(pen.joined[k].tolist()) if not joined]
    strokes = [points[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    while len(strokes) > 1 and len(strokes[-1]) == 1 and strokes[-1][0] == strokes[-2][-1]:
        strokes.pop()
    return strokes


def surnames(folder: Path | None) -> Part:
    """The names of the test part, as the lists spell them."""
    found = names.split(names.read(folder))["test"]
    source = "[Surnames of 18 languages](https://github.com/spro/practical-pytorch/tree/master/data/names)"
    terms, rule = "MIT, copyright (c) 2017 Sean Robertson", "all names of the test part"
    return _inputs([{"text": name.spelling} for name in found], [name.label for name in found], source, terms, rule)


def sentences(folder: Path | None) -> Part:
    """The film sentences of the test part that have a word that is known."""
    found = [sentence for sentence in film_sentences(folder)["test"] if _is_read(sentence.text)]
    source = (
        "[Sentence polarity v1.0](https://www.cs.cornell.edu/people/pabo/movie-review-data/) (B. Pang, L. Lee, 2005)"
    )
    terms = "CC BY 4.0, as stated by NLTK's README of the same set"
    rule = "all film sentences of the test part"
    return _inputs([{"text": one.text} for one in found], [one.label for one in found], source, terms, rule)


def _is_read(words: str) -> bool:
    try:
        TASKS["reviews"].encode(words)
    except InputError:
        return False
    return True


def cancer(_: Path | None) -> Part:
    """The rows of the test part."""
    x, y = tabular.split(CANCER)["test"]
    source = "[Breast Cancer Wisconsin (Diagnostic)](https://archive.ics.uci.edu/dataset/17)"
    rule = "all rows of the test part"
    return _inputs([{"values": row} for row in x.tolist()], y.tolist(), source, "CC BY 4.0", rule)


def _inputs(inputs: list[Any], truth: list[int], source: str, terms: str, rule: str) -> Part:
    content = json.dumps(inputs, ensure_ascii=False, separators=(",", ":")).encode()
    return Part(content, truth, len(truth), source, terms, rule)


PARTS: dict[str, Callable[[Path | None], Part]] = dict(
    zip(SETS, (digits, strokes, surnames, sentences, cancer), strict=True)
)


def write(task: str, folder: Path | None) -> Path:
    """Pack the test data of a task. Raises InputError when a file of it is missing or damaged."""
    part = PARTS[task](folder)
    told = part._asdict()
    content, truth = told.pop("content"), told.pop("truth")
    tensors = {PACKED: sealed_file.as_bytes(zlib.compress(content, 9)), TRUTH: torch.tensor(truth, dtype=torch.uint8)}
    return sealed_file.write(FOLDER / f"{task}.safetensors", tensors, told | {"task": task, "command": COMMAND})


SECTION = """\
## Test data

`test/` has test data of the tasks, losslessly, for the page and for `playground.evaluate`: no network has learnt from
them, and none was asked when they were chosen. Each file holds a digest of its content, which is checked when it is
read. They are packed by `{command}`.

| file | inputs | which | source | terms |
|---|---|---|---|---|
{rows}
"""


def section() -> str:
    """What the card says of them. Raises InputError when a file is missing or damaged."""
    rows = []
    for task in SETS:
        known = facts(task)
        count = -(-known["of"] // known["every"])
        rows.append(
            f"| `{task}.safetensors` | {count:,} of {known['of']:,} | {known['rule']} | {known['source']} "
            f"| {known['terms']} |"
        )
    return SECTION.format(command=COMMAND, rows="\n".join(rows))


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 when a file is missing or damaged, said in one line."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("task", nargs="?", choices=SETS, help=text("training.task"))
    parser.add_argument("--data", type=Path, default=data_folder(), help=text("training.data"))
    asked = parser.parse_args(arguments)
    try:
        for task in [asked.task] if asked.task else SETS:
            path = write(task, asked.data)
            print(path.name, path.stat().st_size)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
