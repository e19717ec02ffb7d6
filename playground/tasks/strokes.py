"""The task "strokes": a drawn digit as the way of the pen, step by step, read while it is being drawn.

A step is taken whenever the pen is STEP away from where the last step ended, so that all steps of a line are equally
long however fast the hand is, and what trembles by less than a step is not seen. Nothing depends on what is still to
come: the steps of a drawing's beginning are the beginning of the drawing's steps.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from playground.checks import listed, plain, whole
from playground.errors import InputError
from playground.tasks.drawing import MAX_POINTS, MAX_STROKES, limited, read_drawing, read_stroke
from playground.tasks.task import MAX_STEPS, Network, Task

STEP = 0.03  # of the pad
BLANK = 60  # steps of a digit that is still to come
JUMP = 10  # STEPs: the unit of the move from the end of a stroke to the beginning of the next
FEATURES = 4  # dx, dy, up, down

Point = tuple[float, float]


class Carry(NamedTuple):
    """How far the pen has come: all that the next points need to know. It may travel as JSON, as a list."""

    end: Point | None = None  # where the last step ended; None before the first point
    pen: Point | None = None  # the last point of the stroke in progress; None when the pen is up
    stroke: int = 0  # strokes that have been begun
    steps: int = 0  # taken so far


@dataclass(frozen=True, eq=False)
class Points:
    """The steps of a drawing, or of its newest points.

    values: (T, 4) dx, dy, up, down, y downwards. dx and dy are in STEPs. up is 1 in the step at whose end the pen
    lifts, which may be shorter than the others. down is 1 in the step to the beginning of the next stroke, through
    the air; there dx and dy are in JUMPs.
    """

    points: Tensor  # (T, 2) where each step ends, in 0..1 of the pad
    down: tuple[bool, ...]  # the step was drawn; False for the move to another stroke
    stroke: tuple[int, ...]  # from 0
    values: Tensor  # (T, 4) what the network reads


class _Walk:
    """The steps that are taken while points come in."""

    def __init__(self, carry: Carry) -> None:
        self.end, self.pen, self.stroke, self.steps = carry
        self.taken: list[tuple[float, float, float, float]] = []  # dx, dy, up, down
        self.ends: list[Point] = []
        self.strokes: list[int] = []

    def go(self, points: list[Point], lift: bool) -> None:
        for x, y in points:
            if self.pen is not None:
                self._follow(self.pen, x, y)
            else:
                self._begin(x, y)
            self.pen = (x, y)
        if lift and self.pen is not None:
            self._step(*self.pen, STEP, up=1.0)
            self.pen = None

    def _begin(self, x: float, y: float) -> None:
        if self.stroke == MAX_STROKES:
            raise InputError("too_many_points", points=MAX_POINTS, strokes=MAX_STROKES)
        self.stroke += 1
        if self.end is None:
            self.end = (x, y)
        else:
            self._step(x, y, STEP * JUMP, down=1.0)

    def _follow(self, pen: Point, x: float, y: float) -> None:
        """From `pen` straight to (x, y), a step wherever that is STEP away from the last step's end."""
        px, py = pen
        assert self.end is not None
        ex, ey = self.end
        while (x - ex) ** 2 + (y - ey) ** 2 >= STEP * STEP:
            # |p + t d - e| = STEP, where d is the way and p - e is shorter than STEP: one root in 0..1
            dx, dy, ax, ay = x - px, y - py, px - ex, py - ey
            dd, ad = dx * dx + dy * dy, ax * dx + ay * dy
            root = math.sqrt(max(0.0, ad * ad - dd * (ax * ax + ay * ay - STEP * STEP)))
            t = min(1.0, max(0.0, (root - ad) / dd))
            px, py = px + t * dx, py + t * dy
            self._step(px, py, STEP)
            ex, ey = px, py

    def _step(self, x: float, y: float, unit: float, up: float = 0.0, down: float = 0.0) -> None:
        if self.steps == MAX_STEPS:
            raise InputError("too_long", limit=MAX_STEPS)
        assert self.end is not None
        ex, ey = self.end
        self.taken.append(((x - ex) / unit, (y - ey) / unit, up, down))
        self.ends.append((x, y))
        self.strokes.append(self.stroke - 1)
        self.end = (x, y)
        self.steps += 1

    def carry(self) -> Carry:
        return Carry(self.end, self.pen, self.stroke, self.steps)

    def points(self) -> Points:
        values = torch.tensor(self.taken, dtype=torch.float32).view(-1, FEATURES)
        ends = torch.tensor(self.ends, dtype=torch.float32).view(-1, 2)
        return Points(ends, tuple(not step[3] for step in self.taken), tuple(self.strokes), values)


def advance(carry: object, points: object, lift: object) -> tuple[Carry, Points]:
    """The steps of new points of the stroke in progress, and how far the pen has come with them.

    carry: what the points before gave, a Carry or the list that JSON makes of it; None begins a drawing.
    points: [[x, y], ...] in 0..1 of the pad, y downwards; none are needed. lift: whether the pen lifts after them.
    The steps are the same however the points are cut into calls. Raises InputError on anything else, on too many
    points, and beyond MAX_STEPS steps.
    """
    walk = _Walk(_read_carry(carry))
    if not isinstance(lift := plain(lift), bool):
        raise InputError("bad_lift")
    walk.go(_read_points(points), lift)
    return walk.carry(), walk.points()


def _read_points(value: object) -> list[Point]:
    (stroke,) = limited([value])
    return read_stroke(stroke)


def _read_carry(value: object) -> Carry:
    """A checked Carry: one that `advance` could have given. Raises InputError."""
    if value is None:
        return Carry()
    given = listed(value)
    if given is None or len(given) != len(Carry._fields):
        raise InputError("bad_carry")
    end, pen = _place(given[0]), _place(given[1])
    stroke, steps = _count(given[2], MAX_STROKES), _count(given[3], MAX_STEPS)
    begun = end is not None
    near = pen is None or (begun and (pen[0] - end[0]) ** 2 + (pen[1] - end[1]) ** 2 < STEP * STEP)
    if not near or begun != (stroke > 0) or (steps and not begun):
        raise InputError("bad_carry")
    return Carry(end, pen, stroke, steps)


def _place(value: object) -> Point | None:
    if value is None:
        return None
    try:
        (place,) = _read_points([value])
    except InputError as error:
        raise InputError("bad_carry") from error
    return place


def _count(value: object, most: int) -> int:
    count = whole(value, 0, most)
    if count is None:
        raise InputError("bad_carry")
    return count


def _recurrent(architecture: str, layers: int, hidden: int, **more: bool) -> Network:
    sizes = {"input_size": FEATURES, "hidden_size": hidden, "num_layers": layers, "num_classes": 10}
    return Network(architecture, sizes | more)


class Strokes(Task):
    """A drawn digit, read as the pen's way."""

    name = "strokes"
    labels = tuple("0123456789")
    networks: dict[str, Network] = {  # noqa: RUF012 - the one literal table of this task
        "rnn": _recurrent("rnn", 2, 128),
        "lstm": _recurrent("lstm", 2, 128),
        "gru": _recurrent("gru", 2, 128),
        "rnn1": _recurrent("rnn", 1, 128),
        "lstm1": _recurrent("lstm", 1, 128),
        "gru1": _recurrent("gru", 1, 128),
        "bigru": _recurrent("gru", 1, 96, bidirectional=True),  # waits for the end of the drawing
    }

    def encode(self, value: object) -> Points:
        """The steps of a whole drawing `{"strokes": [[[x, y], ...], ...]}`: what `advance` gives stroke by stroke.

        Raises InputError, which says what is accepted, on anything else, and beyond MAX_STEPS steps.
        """
        pen = read_drawing(value)
        walk = _Walk(Carry())
        stroke: list[Point] = []
        for (x, y), joined in zip(pen.points[0].tolist(), pen.joined[0].tolist(), strict=True):
            stroke.append((x, y))
            if not joined:
                walk.go(stroke, lift=True)
                stroke = []
        return walk.points()

    def blank(self) -> Points:
        """A pen at rest, for as many steps as most digits take."""
        return Points(torch.zeros(BLANK, 2), (True,) * BLANK, (0,) * BLANK, torch.zeros(BLANK, FEATURES))

    def network_input(self, encoded: Points) -> Tensor:
        """(T, 4)."""
        return encoded.values


STROKES = Strokes()
