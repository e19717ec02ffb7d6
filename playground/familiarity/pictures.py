"""How like the digits that were learnt a picture is: what the detector says, against what it says of real digits.

The measure is one for all networks that read digits: it looks at the picture, and those that read the way of the pen
have learnt from pen digits as the others have. What was drawn is compared with drawn digits, a picture with MNIST's:
those differ among one another by far more.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import torch
from torch import Tensor

from playground import weights_file
from playground.familiarity import known
from playground.familiarity.detector import Detector
from playground.familiarity.measure import Likeness, Measure
from playground.tasks.digits import DIGITS
from playground.tasks.strokes import STROKES

PATH = weights_file.FOLDER / "unlike-digits.safetensors"
NAME = "detector."  # before the names of its weights
REAL = "real."  # before the kinds of real digits, of which the file has what the detector said of each, in order


@cache
def content() -> dict[str, Tensor]:
    """The tensors of the file, read when first needed. Raises InputError when it is missing or damaged."""
    return known.tensors(PATH)


def facts() -> dict[str, str]:
    """What is known of the file, as JSON by name: "scores", "command". Raises InputError as `content`."""
    return known.facts(PATH)


@cache
def detector() -> Detector:
    """In eval mode, shared by all who ask. Raises InputError as `content`."""
    found = Detector().eval().requires_grad_(False)
    found.load_state_dict({name.removeprefix(NAME): w for name, w in content().items() if name.startswith(NAME)})
    return found


class Digits(Measure):
    """Of a task whose input can be seen as the picture that digit networks read."""

    def __init__(self, seen: Callable[[Any], tuple[str, Tensor]]) -> None:
        """`seen` says of an encoded input with which real digits it is compared, and as what picture (1, 28, 28)."""
        self._seen = seen

    def picture(self, encoded: Any) -> Tensor:
        """(1, 28, 28): what is looked at. Several digits of which none was chosen are, together, like no digit."""
        return self._seen(encoded)[1] if encoded.whole is None else encoded.whole

    @torch.inference_mode()
    def likeness(self, network: Any, encoded: Any) -> Likeness:
        kind, picture, several = self._seen(encoded)[0], self.picture(encoded), encoded.whole is not None
        real = content()[REAL + kind]  # (R,) from the least strange to the strangest
        count = int((real >= detector().strangeness(picture[None])[0]).sum())
        values = {"count": count, "of": len(real)} | ({"digits": len(encoded.boxes)} if several else {})
        return Likeness(count / len(real), "several_digits" if several else "digits", values)


OF_DIGITS = Digits(lambda given: ("drawn" if given.drawn else "pictures", DIGITS.network_input(given)))
OF_STROKES = Digits(lambda given: ("strokes", STROKES.picture(given)))
