"""How like a surname a text is: how probable its letters are, each after the two before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor

from playground import weights_file
from playground.familiarity.known import tensors
from playground.familiarity.measure import Likeness, Measure
from playground.tasks.names import END, INDEX, Characters

FILE = weights_file.FOLDER / "names-familiarity.safetensors"
STEP = 0.05  # of a logarithm; the table has whole steps
OUTSIDE = 12.0  # what a character that is not in the alphabet counts as


@dataclass(frozen=True, eq=False)
class Letters:
    """What is known of the letters of surnames."""

    rarity: Tensor  # (A, A, A) float32: -log P of a character after two others; before the first stand two END
    usual: float  # mean of `rarity` over the characters of real names
    strangeness: Tensor  # (N,) ascending, of names that nothing was learnt from

    def strange(self, tokens: Sequence[str], dropped: int = 0) -> float:
        """How much rarer than usual the letters of a name are, in about standard deviations times a constant."""
        ids = torch.tensor([INDEX[c] for c in (END, END, *tokens)])
        total = float(self.rarity[ids[:-2], ids[1:-1], ids[2:]].sum()) + OUTSIDE * dropped
        count = len(tokens) + dropped
        return (total - self.usual * count) / count**0.5


class Surnames(Measure):
    """The same for all networks, which have learnt from the same names."""

    def likeness(self, network: object, encoded: Characters) -> Likeness | None:
        """None of a text without letters. Raises InputError as `letters`."""
        if not any(encoded.tokens):
            return None
        known = letters()
        strange = known.strange(encoded.tokens, len(encoded.dropped))
        count = int((known.strangeness >= strange).sum())
        return Likeness(count / len(known.strangeness), "names", {"count": count, "of": len(known.strangeness)})


@cache
def letters() -> Letters:
    """The committed table, read when first needed. Raises InputError as `tensors`."""
    content = tensors(FILE)
    return Letters(content["rarity"].float() * STEP, float(content["usual"]), content["strangeness"])


MEASURE = Surnames()
