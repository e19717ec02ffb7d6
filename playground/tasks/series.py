"""The task "series": numbers, one a step; at every step the network says what the next will be, then goes on freely."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from playground.checks import whole
from playground.datasets import fetch, here
from playground.errors import InputError
from playground.models.fnn import FNN
from playground.models.recurrent import carried
from playground.stages import DenseStep, Output, RecurrentStep, Stage, StepOutput
from playground.tasks.baselines import MAX_SEASON, Comparison, compare
from playground.tasks.numbers import options_of, read_values, shown
from playground.tasks.reading import Reading, read_numbers
from playground.tasks.task import MAX_STEPS, Network, Task

WINDOW = 10  # values that the FNN sees at once, the reference's input size
BLANK = 60  # values of a series that is still to come
MAX_AHEAD = 500  # values that a network goes on for, and values that are kept from it
TRAINED = 0.70  # of each long series among the examples; in its later part networks and baselines are compared
ALPHA = 0.05  # what the latest change counts for in the scale
EXAMPLES = Path(__file__).parent / "examples" / "series.json"


@dataclass(frozen=True, eq=False)
class Series(Comparison):
    """A series as the networks get it. Its unit comes back with one rule, for given and for continued values:

    prediction of value t + 1 = value t + scale t * y t, where y is the network's output after step t. So a network
    that says nothing (y = 0) repeats the last value. Nothing at step t depends on a later value.
    """

    ahead: int  # the network goes on freely for held_out + ahead values after the last that it reads
    held_out: int  # how many of the last values it is not given
    scale: tuple[float, ...]  # one for each value read, in the series' unit: how far it has moved in a step of late
    reading: Reading | None  # of a text, how its numbers were read
    inputs: Tensor  # (T, 1) what a recurrent network reads: each value's change from the one before, over the scale

    def predictions(self, outputs: Sequence[float]) -> list[float]:
        """What the outputs y (a number for each step) predict: for steps 0, 1, ... the values 1, 2, ..., in units."""
        values: list[float] = []
        for t, y in enumerate(outputs):
            now = self.values[t] if t < self.read else values[t - 1]
            values.append(now + self.scale[min(t, self.read - 1)] * y)
        return values


class SeriesTask(Task):
    """Numbers, one a step. The answer is the next number."""

    name = "series"
    networks = {  # noqa: RUF012 - the one literal table of this task
        "fnn": Network("fnn", {"input_size": WINDOW, "hidden_size": 32, "output_size": 1}),
        "rnn": Network("rnn", {"input_size": 1, "hidden_size": 64, "num_layers": 1, "num_classes": 1}),
        "lstm": Network("lstm", {"input_size": 1, "hidden_size": 64, "num_layers": 1, "num_classes": 1}),
        "gru": Network("gru", {"input_size": 1, "hidden_size": 64, "num_layers": 1, "num_classes": 1}),
    }

    def encode(self, value: object) -> Series:
        """From a list of numbers, or {"values": a list}, {"text": pasted text} or {"example": a label of `sources`}.

        Beside them may stand "ahead", "held_out" and "season", beside a text the choices of read_numbers. Raises
        InputError, which says what is accepted, on anything else.
        """
        options = options_of(value)
        trained = 0.0
        if "example" in options:
            options = _from_example(options)
            value = options
            trained = 0.0 if "row" in sources()[options["example"]] else TRAINED
        values, reading = read_values(value, 2, MAX_STEPS)
        ahead = _whole(options.get("ahead", 0), "bad_ahead", 0, MAX_AHEAD)
        held_out = _whole(options.get("held_out", 0), "bad_held_out", 0, min(MAX_AHEAD, len(values) - 2))
        season = options.get("season")
        if season is not None:
            season = _whole(season, "bad_season", 2, MAX_SEASON)
        read = torch.tensor(values[: len(values) - held_out], dtype=torch.float64)
        # Rounded, so that a page that is sent six digits has the numbers themselves.
        scale = torch.tensor([float(f"{number:.6g}") for number in scales(read).tolist()], dtype=torch.float64)
        facts = compare(values, len(read), season, int(trained * len(values)))
        return Series(
            **vars(facts),
            ahead=ahead,
            held_out=held_out,
            scale=tuple(scale.tolist()),
            reading=reading,
            inputs=moves(read, scale),
        )

    def blank(self) -> Series:
        """Values that never move."""
        return self.encode([0.0] * BLANK)

    def network_input(self, encoded: Series) -> Tensor:
        """(T, 1), what the recurrent networks read; `windows` makes the FNN's."""
        return encoded.inputs

    def stages(self, model: nn.Module, encoded: Series) -> Iterator[Stage]:
        """Input, the steps over the given values, those of going on freely, and the Output after the given values."""
        free = max(0, encoded.held_out + encoded.ahead - 1)
        values, scale = _numbers(encoded)
        given = self.reads(model, encoded)
        latest: dict[int, Stage] = {}  # by layer
        output = None
        for stage in model.stages(given):  # type: ignore[operator]
            if isinstance(stage, Output):
                output = stage
                continue
            if isinstance(stage, RecurrentStep):
                latest[stage.layer] = stage
            yield stage
        assert output is not None
        if isinstance(model, FNN):
            yield from _slide_on(model, values[-WINDOW:], scale[-1], output.logits, encoded.read, free)
        else:
            yield from _read_on(model, list(latest.values()), output.logits, free)
        yield output

    def reads(self, model: nn.Module, encoded: Series) -> Tensor:
        """(T, 1) for a network that reads step by step; (T, WINDOW), a row for each place of its window, for an FNN."""
        if not isinstance(model, FNN):
            return encoded.inputs
        return windows(*_numbers(encoded)).float()

    def item(self, model: nn.Module, encoded: Series) -> Tensor:
        """(1, T, 1); for an FNN the last place of its window, (1, WINDOW)."""
        given = self.reads(model, encoded)
        return given[-1:] if isinstance(model, FNN) else given[None]

    def answer(self, encoded: Series, logits: Tensor) -> float:
        """The next value after those that were read, in the series' unit; `logits` (1,) are those of Output."""
        return encoded.values[encoded.read - 1] + encoded.scale[-1] * float(logits[0])

    def going_on(self, encoded: Series, said: str) -> tuple[list[str], list[str]]:
        """The window of an FNN, which slides over its own predictions (_slide_on)."""
        values, scale = encoded.values[: encoded.read][-WINDOW:], encoded.scale[-1]
        window = [*values[:1] * (WINDOW - len(values)), *values]
        moved = f"torch.cat([window[1:], window[-1:] + {scale!r} * {said}.double()])"
        seen = f"((window - window.mean()) / {scale or 1.0!r}).float()"
        return [f"window = torch.tensor({window}, dtype=torch.float64)"], [f"window = {moved}", f"seen = {seen}"]

    def output_of(self, encoded: Series, answer: float) -> float:
        """How far the next value is from the last that was read, over the scale. Raises InputError where that is 0."""
        if not encoded.scale[-1]:
            raise InputError("target_of_rest", value=shown(encoded.values[encoded.read - 1]))
        return (answer - encoded.values[encoded.read - 1]) / encoded.scale[-1]


def _numbers(encoded: Series) -> tuple[Tensor, Tensor]:
    """The values that are read and how far each has moved of late, (T,) float64 each."""
    values = torch.tensor(encoded.values[: encoded.read], dtype=torch.float64)
    return values, torch.tensor(encoded.scale, dtype=torch.float64)


def _read_on(model: nn.Module, steps: list[Stage], y: Tensor, count: int) -> Iterator[Stage]:
    """`count` more time steps of a recurrent network, from the latest step of each layer: its output is its input."""
    for _ in range(count):
        state = carried(steps)
        new = model.stages(y[None], state)  # type: ignore[operator]
        steps = [stage for stage in new if isinstance(stage, RecurrentStep | StepOutput)]
        yield from steps
        assert isinstance(steps[-1], StepOutput)
        y = steps[-1].logits


def _slide_on(model: nn.Module, values: Tensor, scale: Tensor, y: Tensor, t: int, count: int) -> Iterator[Stage]:
    """`count` more places of the FNN's window, which slides over its own predictions."""
    for now in range(t, t + count):
        values = torch.cat([values, values[-1:] + scale * y.double()])[-WINDOW:]
        for stage in model.stages(windows(values, scale.expand(len(values)))[-1:].float()):  # type: ignore[operator]
            if isinstance(stage, DenseStep | StepOutput):
                stage = replace(stage, t=now)
                yield stage
                y = stage.logits if isinstance(stage, StepOutput) else y


def scales(values: Tensor) -> Tensor:
    """How far each of the series (..., T) float64 has moved in a step of late: (..., T).

    The root mean square of the changes so far, of which one k steps back counts (1 - ALPHA)^k; 0 while all are 0.
    """
    keep = 1 - ALPHA
    squares = values.diff(dim=-1).square()  # (..., T - 1)
    steps = squares.tolist() if squares.dim() == 1 else squares.unbind(-1)
    sums = accumulate(steps, lambda total, square: keep * total + square)
    weights = accumulate(range(len(steps)), lambda total, _: keep * total + 1, initial=1.0)
    means = [torch.as_tensor(total / weight, dtype=values.dtype) for total, weight in zip(sums, weights, strict=False)]
    return torch.stack([torch.zeros_like(values[..., 0]), *means], -1).sqrt()


def moves(values: Tensor, scale: Tensor) -> Tensor:
    """What a recurrent network reads of (..., T): (..., T, 1) float32, each change over the scale, 0 at first."""
    change = torch.cat([torch.zeros_like(values[..., :1]), values.diff(dim=-1)], -1)
    return _over(change, scale).float()[..., None]


def windows(values: Tensor, scale: Tensor) -> Tensor:
    """What the FNN reads of (..., T): (..., T, WINDOW) float64, the last values about their mean, over the scale.

    Before the first value stands the first value.
    """
    padded = torch.cat([values[..., :1].expand(*values.shape[:-1], WINDOW - 1), values], -1)
    seen = padded.unfold(-1, WINDOW, 1)  # (..., T, WINDOW)
    return _over(seen - seen.mean(-1, keepdim=True), scale[..., None])


def _over(x: Tensor, scale: Tensor) -> Tensor:
    """x / scale, and 0 where the scale is."""
    return torch.where(scale > 0, x / torch.where(scale > 0, scale, 1), 0)


def _whole(number: object, code: str, least: int, most: int) -> int:
    """`number` when it is a whole one from `least` to `most`."""
    read = whole(number, least, most)
    if read is None:
        raise InputError(code, value=shown(number), least=least, most=most)
    return read


def _from_example(options: dict[str, Any]) -> dict[str, Any]:
    """The options with the example's values and season."""
    label = options["example"]
    if not isinstance(label, str) or label not in sources():
        raise InputError("unknown_series", name=shown(label), names=", ".join(sources()))
    return {"season": sources()[label].get("season")} | options | {"values": example(label)}


def example(label: str, folder: Path | None = None) -> list[float]:
    """A real series by its label among the examples' sources. Raises InputError when its file cannot be had."""
    source = sources()[label]
    content = fetch(source["file"], folder).decode("utf-8")
    if "row" not in source:
        return list(read_numbers(content).values)
    return [float(word) for word in content.splitlines()[source["row"]].split("\t")[1:]]  # the first is the class


def missing(value: object) -> str | None:
    """The label of the real series that is asked for, if its file is still to be fetched from elsewhere."""
    label = value.get("example") if isinstance(value, dict) else None
    if not isinstance(label, str) or label not in sources() or here(sources()[label]["file"]):
        return None
    return label


@cache
def sources() -> dict[str, dict[str, Any]]:
    """Of each real series its "file", the "row" of it if it has several, and its "season" if it has one, by label."""
    return json.loads(EXAMPLES.read_text(encoding="utf-8"))["sources"]


SERIES = SeriesTask()
