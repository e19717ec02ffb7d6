"""The task "digits": a drawing or a picture of a handwritten digit, as the 28 x 28 pixels that the networks read."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from playground.tasks.apart import apart
from playground.tasks.drawing import read_drawing
from playground.tasks.evaluation_set import evaluation_set, number_of
from playground.tasks.moves import Move, moved
from playground.tasks.picture import at_most, cut_out, read_picture
from playground.tasks.raster import BOX, FINE, PIXELS, centre, draw, shrink, window
from playground.tasks.several import Box
from playground.tasks.task import Network, Task

PAD = 56  # pixels of the picture of the whole pad, which is for looking at


@dataclass(frozen=True, eq=False)
class Pictures:
    """The four pictures on the way from the pad into a network; ink is 1, paper 0."""

    ink: Tensor  # (1, PAD, PAD) the whole pad; (1, h, w), PAD at most, the whole of an uploaded picture
    cropped: Tensor  # (1, h, w) the ink alone, its longest side FINE pixels, at the pen width the networks read
    scaled: Tensor  # (1, h, w) its longest side BOX pixels
    centred: Tensor  # (1, 28, 28) what the network gets
    drawn: bool = True  # with a pen; else a picture was uploaded
    boxes: tuple[Box, ...] = ()  # of the digits that were found, in 0..1 of the pad or of the picture, as one reads
    read: int = 0  # which of them this is
    left_out: tuple[str, ...] = ()  # what else was on the picture: "frame", "rulings"
    label: str | None = None  # what it is, where that is known: of a test digit
    whole: Tensor | None = (
        None  # (1, 28, 28) of all digits as if they were one, when there are several and none is meant
    )


class Digits(Task):
    """Drawn digits, 0 to 9."""

    name = "digits"
    labels = tuple("0123456789")
    # The reference's own sizes; the FNN's hidden layers are our choice.
    networks = {  # noqa: RUF012 - the one literal table of this task
        "fnn": Network("fnn", {"input_size": PIXELS * PIXELS, "hidden_size": [384, 128], "output_size": 10}),
        "cnn": Network("cnn", {}),
        "rnn": Network("rnn", {"input_size": PIXELS, "hidden_size": 128, "num_layers": 2, "num_classes": 10}),
        "lstm": Network("lstm", {"input_size": PIXELS, "hidden_size": 128, "num_layers": 2, "num_classes": 10}),
        "gru": Network("gru", {"input_size": PIXELS, "hidden_size": 128, "num_layers": 2, "num_classes": 10}),
    }

    def encode(self, value: object) -> Pictures:
        """The pictures of a drawing `{"strokes": ..., "width": ...}` or of an upload `{"picture": ...}`.

        Where there are several digits, of the first, or of that whose number `value` has as "read", from 0. Or those of
        `{"test": number}`, a packed test digit, of whose pixels none is changed. Raises InputError, which says what is
        accepted, on anything else.
        """
        given = value if isinstance(value, dict) else {}
        if "test" in given:
            return _as_it_is(given["test"])
        read = given.get("read")
        if "picture" in given:
            scan = read_picture(given["picture"], read)
            ink, fine = at_most(scan.ink, PAD)[None], scan.window[None]  # (1, h, w), (1, FINE, FINE)
            whole = cut_out(scan.ink)[None] if _is_open(scan.boxes, read) else None
            return _pictures(ink, fine, whole, drawn=False, boxes=scan.boxes, read=scan.read, left_out=scan.left_out)
        pen = read_drawing(value)
        found = apart(pen, read)
        ink = draw(pen, torch.zeros(1, 2), torch.ones(1), PAD)  # (1, PAD, PAD)
        fine = draw(*window(found.pen), FINE)  # (1, FINE, FINE)
        whole = draw(*window(pen), FINE) if _is_open(found.boxes, read) else None
        return _pictures(ink, fine, whole, boxes=found.boxes, read=found.read)

    def blank(self) -> Pictures:
        """Nothing drawn."""
        ink, fine, scaled, centred = (torch.zeros(1, side, side) for side in (PAD, FINE, BOX, PIXELS))
        return Pictures(ink, fine, scaled, centred)

    def network_input(self, encoded: Pictures) -> Tensor:
        """(1, 28, 28), shaped as one item of a batch for `forward`."""
        return encoded.centred

    def reordered(self, encoded: Pictures, order: Callable[[int], list[int]]) -> Pictures:
        """The rows of pixels in another order."""
        return replace(encoded, centred=encoded.centred[:, order(PIXELS)])

    def moved(self, encoded: Pictures, move: Move) -> Pictures:
        """What the network gets, moved after it was centred."""
        return replace(encoded, centred=moved(encoded.centred[None], move)[0])


def _as_it_is(value: object) -> Pictures:
    """Of a test digit, which is what the networks read already."""
    digits, place, size = evaluation_set("digits"), number_of(value), PIXELS * PIXELS
    pixels = torch.frombuffer(bytearray(digits.pixels[place * size : (place + 1) * size]), dtype=torch.uint8)
    picture = pixels.view(1, PIXELS, PIXELS).float() / 255
    ink = _without_margins(picture)
    return Pictures(picture, ink, ink, picture, drawn=False, label=DIGITS.labels[digits.truth[place]])


def _is_open(boxes: tuple[Box, ...], read: object) -> bool:
    """Whether there are several digits, and none of them was asked for."""
    return len(boxes) > 1 and read is None


def _pictures(ink: Tensor, fine: Tensor, whole: Tensor | None, **known: Any) -> Pictures:
    """From windows (1, FINE, FINE) around the digit that is read, and around all of them, to what a network gets."""
    scaled = shrink(fine)
    everything = None if whole is None else centre(shrink(whole))
    return Pictures(ink, _without_margins(fine), _without_margins(scaled), centre(scaled), **known, whole=everything)


def _without_margins(square: Tensor) -> Tensor:
    """(1, h, w): the rows and columns of (1, n, n) that have ink."""
    rows, columns = square[0].amax(1).nonzero(), square[0].amax(0).nonzero()
    return square[:, int(rows[0]) : int(rows[-1]) + 1, int(columns[0]) : int(columns[-1]) + 1]


DIGITS = Digits()
