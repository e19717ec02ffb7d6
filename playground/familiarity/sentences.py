"""How like an English sentence a text is: what its letters look like, and how many of its words are known."""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from torch import Tensor

from playground import weights_file
from playground.familiarity.known import tensors
from playground.familiarity.measure import Likeness, Measure
from playground.tasks.reviews import Words

FILE = weights_file.FOLDER / "reviews-familiarity.safetensors"
LONGEST = (2, 4, 8)  # words of short texts, in classes: of a word or two nobody can be as sure as of a sentence
READ = 400  # words that are looked at
LEAST = 1e-9  # what the identifier's probabilities are kept away from 0 and 1 by


@dataclass(frozen=True)
class Looks:
    """What a text looks like."""

    words: int  # that have letters
    unknown: int  # of them
    language: str  # the most probable one, as a code of ISO 639
    english: float  # 0..1, how probable English is

    @property
    def size(self) -> int:
        """The class of its length."""
        return sum(self.words > longest for longest in LONGEST)

    @property
    def strange(self) -> float:
        """The log-odds that it is not English; an unknown word counts as one more."""
        english = min(max(self.english, LEAST), 1 - LEAST)
        return math.log((1 - english) / english) + self.unknown


class Sentences(Measure):
    """The same for all networks, which have learnt from the same sentences."""

    def likeness(self, network: object, encoded: Words) -> Likeness | None:
        """None of a text without a word, such as 9/10. Raises InputError as `real`."""
        seen = looks(encoded)
        if seen is None:
            return None
        strangeness = real()[seen.size]
        count, of = int((strangeness >= seen.strange).sum()), len(strangeness)
        values: dict[str, Any] = {"count": count, "of": of, "unknown": seen.unknown, "words": seen.words}
        if seen.language == "en":
            return Likeness(count / of, "unknown_words", values)
        return Likeness(count / of, "another_language", values | {"language": seen.language})


def looks(encoded: Words) -> Looks | None:
    """Of the words of a text as it was typed. None where there are none."""
    pairs = [pair for pair in zip(encoded.tokens[:READ], encoded.known[:READ], strict=True) if pair[0].isalpha()]
    if not pairs:
        return None
    found = dict(identifier().rank(" ".join(encoded.tokens[:READ])))
    return Looks(len(pairs), sum(not known for _, known in pairs), max(found, key=found.__getitem__), found["en"])


@cache
def identifier() -> LanguageIdentifier:
    """The identifier of 139 languages, whose tables are unpacked when first needed."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def real() -> tuple[Tensor, ...]:
    """How strange real sentences are, of each class of length. Raises InputError as `tensors`."""
    content = tensors(FILE)
    return tuple(content[str(size)] for size in range(len(LONGEST) + 1))


MEASURE = Sentences()
