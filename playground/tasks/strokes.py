"""The task "strokes": a drawn digit as the way of the pen, step by step.

A drawing is read when it is there, whole: its longer side is the unit of length, so that the same drawing gives the
same steps wherever it stands and however large it is. A step is taken whenever the pen is STEP away from where the last
step ended, so that all steps of a line are equally long however fast the hand is and however many points it left, and
what trembles by less than a step is hardly seen.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from playground.tasks.apart import apart
from playground.tasks.drawing import WIDTH, Pen, read_drawing
from playground.tasks.raster import pixels
from playground.tasks.several import Box
from playground.tasks.task import Network, Task

# Of the drawing's longer side. No round number, nor the root of one: the length of no line that is drawn with round
# numbers is a whole number of steps, where rounding would decide whether there is one more.
STEP = 0.2 / math.e
MOST = 150  # steps' length of a drawing: of a longer one each step is as much longer
# Of a place within the drawing: what adding a number to all places makes of their last binary digits is less.
DECIMALS = 9
JUMP = 10  # STEPs: the unit of the move from the end of a stroke to the beginning of the next
# A step is taken at this share of its square already: the end of a line that is led back on itself is a step away
# from the last step's end, and rounding would decide whether it is one.
NEARLY = 1 - 1e-6
BLANK = 40  # steps of a digit that is still to come
FEATURES = 4  # dx, dy, up, down

Point = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Points:
    """The steps of a drawing.

    values: (T, 4) dx, dy, up, down, y downwards. dx and dy are in steps. up is 1 in the step at whose end the pen
    lifts, which may be shorter than the others. down is 1 in the step to the beginning of the next stroke, through
    the air; there dx and dy are in JUMPs.
    """

    points: Tensor  # (T, 2) where each step ends, in 0..1 of the pad
    down: tuple[bool, ...]  # the step was drawn; False for the move to another stroke
    stroke: tuple[int, ...]  # from 0
    step: float  # the length of a step, in 0..1 of the pad
    values: Tensor  # (T, 4) what the network reads
    boxes: tuple[Box, ...] = ()  # of the digits that were found, in 0..1 of the pad, as one reads
    read: int = 0  # which of them this is
    whole: Tensor | None = None  # (1, 28, 28) of all as if they were one, when there are several and none is meant


class _Walk:
    """The steps along strokes, each given as its points."""

    def __init__(self, strokes: list[list[Point]], step: float) -> None:
        self.step = step
        self.end = strokes[0][0]  # where the last step ended
        self.taken: list[tuple[float, float, float, float]] = []  # dx, dy, up, down
        self.ends: list[Point] = []
        self.stroke: list[int] = []
        for number, points in enumerate(strokes):
            if number:
                self._take(points[0], number, JUMP, down=1.0)
            for before, to in pairwise(points):
                self._follow(before, to, number)
            self._take(points[-1], number, up=1.0)

    def _follow(self, pen: Point, to: Point, number: int) -> None:
        """From `pen` straight on, a step wherever that is `step` away from the last step's end."""
        (px, py), (x, y), r = pen, to, self.step
        ex, ey = self.end
        while (x - ex) ** 2 + (y - ey) ** 2 >= NEARLY * r * r:
            # |p + t d - e| = r, where d is the way and p - e is shorter than r: one root in 0..1
            dx, dy, ax, ay = x - px, y - py, px - ex, py - ey
            dd, ad = dx * dx + dy * dy, ax * dx + ay * dy
            root = math.sqrt(max(0.0, ad * ad - dd * (ax * ax + ay * ay - r * r)))
            t = min(1.0, max(0.0, (root - ad) / dd))
            px, py = px + t * dx, py + t * dy
            self._take((px, py), number)
            ex, ey = px, py

    def _take(self, to: Point, number: int, units: int = 1, up: float = 0.0, down: float = 0.0) -> None:
        (ex, ey), unit = self.end, self.step * units
        self.taken.append(((to[0] - ex) / unit, (to[1] - ey) / unit, up, down))
        self.ends.append(to)
        self.stroke.append(number)
        self.end = to


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
        """The steps of a drawing `{"strokes": [[[x, y], ...], ...]}`, at most MOST and two for each stroke.

        Where there are several digits, of the first, or of that whose number `value` has as "read", from 0. Raises
        InputError, which says what is accepted, on anything else.
        """
        drawn, read = read_drawing(value), value.get("read") if isinstance(value, dict) else None
        found = apart(drawn, read)
        pen = found.pen
        whole = pixels(drawn)[0] if len(found.boxes) > 1 and read is None else None
        points, joined = pen.points[0], pen.joined[0]  # (P, 2), (P,)
        low, side = points.amin(0), (points.amax(0) - points.amin(0)).max()
        points = ((points - low) / side).round(decimals=DECIMALS)
        length = (points[1:] - points[:-1]).norm(dim=1)[joined[:-1]].sum()
        ends = (~joined).nonzero()[:, 0] + 1
        strokes = [[(x, y) for x, y in part.tolist()] for part in points.tensor_split(ends[:-1])]
        walk = _Walk(strokes, max(STEP, float(length) / MOST))
        values = torch.tensor(walk.taken, dtype=torch.float32)
        ends = (low + side * torch.tensor(walk.ends, dtype=torch.float64)).float()
        down = tuple(not step[3] for step in walk.taken)
        return Points(ends, down, tuple(walk.stroke), walk.step * float(side), values, found.boxes, found.read, whole)

    def blank(self) -> Points:
        """A pen at rest, for as many steps as most digits take."""
        return Points(torch.zeros(BLANK, 2), (True,) * BLANK, (0,) * BLANK, STEP, torch.zeros(BLANK, FEATURES))

    def network_input(self, encoded: Points) -> Tensor:
        """(T, 4)."""
        return encoded.values

    def picture(self, encoded: Points) -> Tensor:
        """(1, 28, 28): the steps drawn with a pen, as the digit networks would read them."""
        start = encoded.points[:1] - encoded.step * encoded.values[:1, :2]
        ends = torch.cat([start, encoded.points]).double()
        joined = torch.tensor([*encoded.down, False])  # whether a step is drawn on from each end
        return pixels(Pen(ends[None], joined[None], torch.tensor([WIDTH], dtype=torch.float64)))[0]


STROKES = Strokes()
