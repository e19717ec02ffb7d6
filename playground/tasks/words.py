"""A typed sentence as words that the embedding table knows: contractions, elongations and compounds included."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor

from playground import weights_file
from playground.errors import InputError
from playground.tasks.tokens import SAME, tokens

TABLE = weights_file.FOLDER / "reviews-words.safetensors"
UNKNOWN = "<unknown>"  # the first word of the table; no token reads so

SHORTENED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(.+)(n't)",
        r"(ca|wo|do|did|does|is|was|are|were|could|would|should|has|have|had|ai)(nt)",
        r"(can)(not)",
        r"(.+)('(?:s|m|re|ve|ll|d))",
    )
]
STEMS = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
LONGEST = 60  # characters; what is longer is no word, and not taken apart
STRETCHED = re.compile(r"(.)\1\1")
HUMPS = re.compile(r"[^\W\d_a-z]+(?![a-z])|[^\W\d_][a-z]*|\d+")


@dataclass(frozen=True, eq=False)
class Table:
    """The embedding table: 50 numbers for each word it knows, the first row for all others."""

    rows: dict[str, int]
    vectors: Tensor  # (V, D) float32


@cache
def table(path: Path = TABLE) -> Table:
    """The committed table, read when first needed. Raises InputError when it is missing or damaged."""
    try:
        whole = path.read_bytes()
        file = weights_file.read(whole)
        if file.digest() != file.metadata["digest"]:
            raise ValueError("the words or numbers are not those that were saved")
        content = load(whole)
        words = bytes(content["words"].tolist()).decode("utf-8").split("\n")
        vectors = content["vectors"].float() * content["scale"]  # int8 (V, D), one scale for each column
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise InputError("no_word_table", path=path.name) from error
    if len(words) != len(vectors):
        raise InputError("no_word_table", path=path.name)
    return Table({word: row for row, word in enumerate(words)}, vectors)


def split(text: str, known: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Each token of a text as it was typed, and the form that is looked up among the `known` words."""
    for typed, read, kind in tokens(text):
        if kind == "word":
            yield from _word(typed, known)
        else:
            yield typed, read


def _word(typed: str, known: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """One word, or the parts of a contraction, a compound or a hashtag."""
    word = typed.lower()
    if len(typed) > LONGEST:
        yield typed, word
    elif shortened := next(filter(None, (pattern.fullmatch(typed) for pattern in SHORTENED)), None):
        stem, rest = shortened[1], shortened[2].lower()
        yield from [(stem, STEMS[stem.lower()])] if stem.lower() in STEMS else _word(stem, known)
        yield shortened[2], SAME.get(rest, rest)
    elif read := _look_up(typed, known):
        yield typed, read
    elif len(parts := re.split("['-]", typed)) > 1 or len(parts := _humps(typed, known)) > 1:
        for part in parts:
            yield from _word(part, known)
    else:
        yield typed, word


def _humps(typed: str, known: Mapping[str, int]) -> list[str]:
    """["Best", "Pizza"] of "BestPizza" when both are known."""
    humps = HUMPS.findall(typed)
    return humps if all(_look_up(hump, known) for hump in humps) else []


def _look_up(typed: str, known: Mapping[str, int]) -> str:
    """The known form of a word, or an empty string."""
    word = typed.lower()
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    for form in (word, SAME.get(word, word), plain):
        if form in known and not STRETCHED.search(form):
            return form
    return min((form for form in _shorter(plain) if form in known), key=known.__getitem__, default="")


def _shorter(word: str) -> Iterator[str]:
    """Forms of an elongated word: "so" and "soo" of "sooo", "good" and "god" of "gooood"."""
    runs = [(c, len(list(run))) for c, run in itertools.groupby(word)]
    if sum(length > 1 for _, length in runs) <= 4:
        yield from map("".join, itertools.product(*([c, c * 2] if length > 1 else [c] for c, length in runs)))
