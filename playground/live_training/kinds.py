"""The data of each kind that a setup can name, as a DataSet."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Generator, Tensor
from torch.nn.utils.rnn import pad_sequence

from playground.errors import InputError
from playground.live_training import packed, plane
from playground.live_training.data import SHAPES, WINDOW, DataSet, Part
from playground.live_training.layers import Plan, Shape, check_batch, plan
from playground.live_training.setup import EDGE, MEMORY, PLANE, Data, Setup
from playground.tasks import TASKS
from playground.tasks.names import END, one_hot

FEWEST = 5  # examples, of which one is for validation and one for the test
GOLDEN = (5**0.5 - 1) / 2
HELD_DIGITS, HELD_NAMES, HELD_SEQUENCES = 500, 400, 500  # for validation, and as many for the test
LONGEST = 20  # letters of a name; no more than one in a hundred is longer
# The task of each kind of data that has another name.
TASK_OF = dict.fromkeys(PLANE, "plane") | {"drawings": "digits"}


def read_data(setup: Setup) -> DataSet:
    """The data of a setup. Raises InputError where there are too few, of one class, or not what the task reads."""
    kind = setup.data.kind
    return _plane(setup.data, setup.seed) if kind in PLANE else _READ[kind](setup.data)


def network_plan(setup: Setup) -> Plan:
    """The network of a setup, not made yet. Raises InputError on layers that cannot be, and on what would be too much.

    It needs no data.
    """
    found = plan(setup.layers, *form(setup.data), _longest(setup.data))
    check_batch(found, setup.batch)
    return found


def _longest(data: Data) -> int:
    """Steps of a sequence, where they are not the same for all data of its kind."""
    return data.lag + 1 if data.kind in MEMORY else LONGEST + len(END)


def form(data: Data) -> tuple[Shape, int]:
    """The shape of an input and the number of outputs of a network for such data, without making the data."""
    task = TASK_OF.get(data.kind, data.kind)
    return SHAPES[task], len(_labels(data)) or 1


def _labels(data: Data) -> tuple[str, ...]:
    if data.kind == "drawings":
        return tuple(sorted({label for label, _ in data.drawings}))
    labels = TASKS[TASK_OF.get(data.kind, data.kind)].labels
    if data.kind not in PLANE:
        return labels
    classes = 1 + max((label for *_, label in data.points), default=0)
    return labels[: max(2, classes) if data.kind == "points" else plane.SETS[data.kind][1]]


def _plane(data: Data, seed: int) -> DataSet:
    if data.kind == "points":
        x = torch.tensor([point[:2] for point in data.points]).view(-1, 2)
        y = torch.tensor([point[2] for point in data.points], dtype=torch.long)
    else:
        x, y = plane.points(data.kind, data.size, data.noise, seed)
    return _dealt(data, x.clamp(-EDGE, EDGE), y, lambda x: TASKS["plane"].encode(x.tolist()))


def _drawings(data: Data) -> DataSet:
    labels = _labels(data)
    drawn = [TASKS["digits"].encode(drawing).centred for _, drawing in data.drawings]
    y = torch.tensor([labels.index(label) for label, _ in data.drawings], dtype=torch.long)
    return _dealt(data, torch.stack(drawn) if drawn else torch.zeros(0), y, _picture)


def _picture(x: Tensor) -> Any:
    """A drawing of which only what the network gets is known."""
    return replace(TASKS["digits"].blank(), centred=x)


def _dealt(data: Data, x: Tensor, y: Tensor, encode: Callable[[Tensor], Any]) -> DataSet:
    """Each example is in a part by its place in the order, so that one more leaves the others where they are."""
    if len(y) < FEWEST or len(y.unique()) < 2:
        raise InputError("data_too_few", least=FEWEST)
    place = (0.5 + GOLDEN * torch.arange(len(y), dtype=torch.float64)) % 1  # spread evenly, however many there are
    number = torch.where(place < data.held_out / 2, 1, torch.where(place < data.held_out, 2, 0))
    train, validation, test = _parts(x, y, [number == i for i in range(3)])
    task = TASK_OF[data.kind]
    return DataSet(task, _labels(data), SHAPES[task], train, validation, test, encode(validation.x[0]))


def _parts(x: Tensor, y: Tensor, chosen: Sequence[Tensor | slice]) -> tuple[Part, Part, Part]:
    """For training, validation and test. Raises InputError when too few are left for one of them."""
    train, validation, test = (Part(x[some], y[some]) for some in chosen)
    if len(train) < 2 or not len(validation) or not len(test):
        raise InputError("data_no_part", count=len(y))
    return train, validation, test


def _digits(data: Data) -> DataSet:
    x, y = packed.digits()
    train, validation, test = (Part(x[part], y[part]) for part in _fixed(len(y), data.size, HELD_DIGITS))
    shape = SHAPES["digits"]
    return DataSet("digits", TASKS["digits"].labels, shape, train, validation, test, _picture(validation.x[0]))


def _fixed(count: int, size: int, held: int) -> tuple[slice, slice, slice]:
    """The first `size` of those that are not held out, and those that are."""
    first = count - 2 * held
    return slice(0, min(size, first)), slice(first, first + held), slice(first + held, count)


def _names(data: Data) -> DataSet:
    known = [(name, label) for name, label in packed.names() if len(name) <= LONGEST]
    parts = [known[part] for part in _fixed(len(known), data.size, HELD_NAMES)]
    train, validation, test = (_spelled(part) for part in parts)
    shown = TASKS["names"].encode(parts[1][0][0])
    return DataSet("names", TASKS["names"].labels, SHAPES["names"], train, validation, test, shown)


def _spelled(names: list[tuple[str, int]]) -> Part:
    rows = [one_hot(name + END) for name, _ in names]
    lengths = torch.tensor([len(row) for row in rows])
    return Part(pad_sequence(rows, batch_first=True), torch.tensor([label for _, label in names]), lengths)


def _series(data: Data) -> DataSet:
    """Windows of what the series task makes of the values; training on the first, validation and test on the later."""
    task, values = TASKS["series"], list(data.values)
    if len(values) < WINDOW + 2 * FEWEST:
        raise InputError("series_too_short", least=WINDOW + 2 * FEWEST)
    encoded = task.encode({"values": values})
    scale, now = torch.tensor(encoded.scale, dtype=torch.float64), torch.tensor(values, dtype=torch.float64)
    ends = torch.arange(WINDOW - 1, len(values) - 1)
    ends = ends[scale[ends] > 0]  # before the first change there is nothing to be said
    x = encoded.inputs.unfold(0, WINDOW, 1)[ends - WINDOW + 1].transpose(1, 2)  # (N, WINDOW, 1)
    y = ((now[ends + 1] - now[ends]) / scale[ends]).float()
    other = max(1, round(len(ends) * data.held_out / 2))
    if len(ends) < FEWEST:
        raise InputError("series_too_short", least=WINDOW + 2 * FEWEST)
    held = (slice(0, -2 * other), slice(-2 * other, -other), slice(len(ends) - other, len(ends)))
    train, validation, test = _parts(x, y, held)
    shown = task.encode({"values": values[: int(ends[-2 * other]) + 1]})
    return DataSet("series", (), SHAPES["series"], train, validation, test, shown)


def _table(data: Data) -> DataSet:
    task = TASKS[data.kind]
    parts = []
    for part in packed.PARTS:
        features, right = packed.table(task.name, part)
        x = torch.stack([task.encode(row).standardised for row in features.tolist()])
        y = right.long() if task.labels else torch.tensor([task.output_of(None, y) for y in right.tolist()])
        parts.append(Part(x, y))
    shown = task.encode(packed.table(task.name, "validation")[0][0].tolist())
    return DataSet(task.name, task.labels, SHAPES[task.name], parts[0], parts[1], parts[2], shown)


def _memory(data: Data) -> DataSet:
    """Random sequences of one lag, in each part others."""
    kind = TASKS[data.kind]
    sizes = (data.size, HELD_SEQUENCES, HELD_SEQUENCES)
    drawn = [kind.drawn(data.lag, size, Generator().manual_seed(part)) for part, size in enumerate(sizes)]
    train, validation, test = (Part(batch.values, batch.right[:, 0]) for batch in drawn)
    shown = kind.encode(kind.text(validation.x[0]))
    return DataSet(kind.name, kind.labels, SHAPES[kind.name], train, validation, test, shown)


_READ: dict[str, Callable[[Data], DataSet]] = {
    "digits": _digits,
    "drawings": _drawings,
    "names": _names,
    "series": _series,
    "cancer": _table,
    "diabetes": _table,
    "recall": _memory,
    "adding": _memory,
}
