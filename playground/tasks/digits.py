"""The task "digits": a drawing or a picture of a handwritten digit, as the 28 x 28 pixels that the networks read."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from playground.tasks.drawing import read_drawing
from playground.tasks.moves import Move, moved
from playground.tasks.picture import at_most, read_picture
from playground.tasks.raster import BOX, FINE, PIXELS, centre, draw, shrink, window
from playground.tasks.task import Network, Task

PAD = 56  # pixels of the picture of the whole pad, which is for looking at


@dataclass(frozen=True, eq=False)
class Pictures:
    """The four pictures on the way from the pad into a network; ink is 1, paper 0."""

    ink: Tensor  # (1, PAD, PAD) the whole pad; (1, h, w), PAD at most, the whole of an uploaded picture
    cropped: Tensor  # (1, h, w) the ink alone, its longest side FINE pixels, at the pen width the networks read
    scaled: Tensor  # (1, h, w) its longest side BOX pixels
    centred: Tensor  # (1, 28, 28) what the network gets


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

        Raises InputError, which says what is accepted, on anything else.
        """
        if isinstance(value, dict) and "picture" in value:
            ink, fine = read_picture(value["picture"])
            ink = at_most(ink[0], PAD)[None]  # (1, h, w)
        else:
            pen = read_drawing(value)
            ink = draw(pen, torch.zeros(1, 2), torch.ones(1), PAD)  # (1, PAD, PAD)
            fine = draw(*window(pen), FINE)  # (1, FINE, FINE)
        scaled = shrink(fine)
        return Pictures(ink, _without_margins(fine), _without_margins(scaled), centre(scaled))

    def blank(self) -> Pictures:
        """Nothing drawn."""
        sides = (PAD, FINE, BOX, PIXELS)
        return Pictures(*(torch.zeros(1, side, side) for side in sides))

    def network_input(self, encoded: Pictures) -> Tensor:
        """(1, 28, 28), shaped as one item of a batch for `forward`."""
        return encoded.centred

    def reordered(self, encoded: Pictures, order: Callable[[int], list[int]]) -> Pictures:
        """The rows of pixels in another order."""
        return replace(encoded, centred=encoded.centred[:, order(PIXELS)])

    def moved(self, encoded: Pictures, move: Move) -> Pictures:
        """What the network gets, moved after it was centred."""
        return replace(encoded, centred=moved(encoded.centred[None], move)[0])


def _without_margins(square: Tensor) -> Tensor:
    """(1, h, w): the rows and columns of (1, n, n) that have ink."""
    rows, columns = square[0].amax(1).nonzero(), square[0].amax(0).nonzero()
    return square[:, int(rows[0]) : int(rows[-1]) + 1, int(columns[0]) : int(columns[-1]) + 1]


DIGITS = Digits()
