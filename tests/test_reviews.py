"""The reviews task: how typed sentences are read, what is refused, how the data are split, what the networks say."""

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from inputs import DATA, needs

from playground import checkpoints
from playground.errors import InputError
from playground.models.gru import GRUClassifier
from playground.tasks.reviews import MAX_CHARACTERS, REVIEWS, Words
from playground.tasks.task import MAX_STEPS
from playground.tasks.words import TABLE, UNKNOWN, split, table
from playground.training import reviews, sentences
from playground.training.embeddings import regression, write
from playground.training.phrases import phrase
from playground.training.reviews import Example, ReviewsTraining, padded
from playground.training.sentences import Sentence, everyday_sentences, film_sentences, near_duplicates
from playground.training.sequences import every_logits, last_logits

needs_data = needs(DATA / "sentiment")


def read(text: str) -> str:
    """The forms that are looked up, one after the other."""
    return " ".join(REVIEWS.encode(text).read)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("GREAT Phone", "great phone"),
        ("It isn't good", "it is not good"),
        ("It isn’t good", "it is not good"),
        ("DON'T buy", "do not buy"),
        ("won't, can't, cannot", "will not , can not , can not"),
        ("dont didnt wasnt", "do not did not was not"),
        ("it's Tom's", "it 's tom 's"),
        ("I'd say we've won, they're", "i would say we have won , they are"),
        ("sooo goooood", "so good"),
        ("amazinggg!!!", "amazing !"),
        ("What?! Why???", "what ? why ?"),
        ("well-made (really)", "well made really"),
        ("“perfect”", "perfect"),
        ("good… bad", "good . bad"),
        ("a — b; c", "a , b , c"),
        ("5/5 or 4.5 / 5 or 10/10", "excellent or excellent or excellent"),
        ("1/5, 3/10", "terrible , terrible"),
        ("7 out of 10", "good"),
        ("five stars, 1 star, 2.5 stars", "excellent , terrible , mediocre"),
        ("⭐⭐⭐⭐⭐", "excellent"),
        ("👍🏽 and ❤️", "great and love"),
        ("😡 🤮", "angry disgusting"),
        ("nice :) <3", "nice happy love"),
        ("#BestPizza #love", "best pizza love"),
        ("a naïve café", "a naive cafe"),
        ("ｇｏｏｄ", "good"),
        ("*terrible* _awful_", "terrible awful"),
    ],
)
def test_typed_text_is_read_as_words_of_the_table(typed: str, wanted: str) -> None:
    assert read(typed) == wanted
    assert all(REVIEWS.encode(typed).known) or typed == "a — b; c"


def test_what_was_typed_stays_visible() -> None:
    words = REVIEWS.encode("I DIDN’T like Zzyzxq.")
    assert words.tokens == ("I", "DID", "N'T", "like", "Zzyzxq", ".")
    assert words.read == ("i", "did", "not", "like", "zzyzxq", ".")
    assert words.known == (True, True, True, True, False, True)
    rows = table()
    assert torch.equal(words.values[4], rows.vectors[0])
    assert torch.equal(words.values[3], rows.vectors[rows.rows["like"]])
    assert REVIEWS.network_input(words) is words.values


def test_numbers_that_are_no_ratings_are_left_alone() -> None:
    assert [form for _, form in split("open 24/7 since 9/11", {})] == ["open", "24", "7", "since", "9", "11"]


@given(
    st.text(st.characters(), max_size=200)
    | st.text(st.sampled_from("ab'’-.!/#@5 0*😍⭐:)(nt<3é漢ع\u200d\n"), max_size=200)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        words = REVIEWS.encode({"text": text})
    except InputError as error:
        assert error.code in {"no_words", "no_known_word"}
        return
    steps = len(words.tokens)
    assert isinstance(words, Words)
    assert len(words.read) == len(words.known) == steps <= MAX_STEPS
    assert words.values.shape == (steps, 50)
    assert words.values.isfinite().all()
    assert any(words.known)
    assert all(words.tokens)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "bad_text"),
        (7, "bad_text"),
        ({"text": 7}, "bad_text"),
        ({}, "bad_text"),
        (["good"], "bad_text"),
        ("", "no_words"),
        ("  \n", "no_words"),
        ("?!... -- ,", "no_words"),
        ("\u200d\ufe0f", "no_words"),
        ("这部电影很好看", "no_known_word"),
        ("هذا الفيلم رائع", "no_known_word"),
        ("qzxv zzyzxq", "no_known_word"),
        ("🦀", "no_known_word"),
        ("good " * (MAX_STEPS + 1), "too_long"),
        ("a" * (MAX_CHARACTERS + 1), "too_long"),
        ("\ufdfa" * MAX_CHARACTERS, "too_long"),
    ],
)
def test_what_cannot_be_read_is_refused_in_both_languages(value: object, code: str) -> None:
    with pytest.raises(InputError) as caught:
        REVIEWS.encode(value)
    assert caught.value.code == code
    assert caught.value.message("en") != caught.value.message("zh")


@pytest.mark.parametrize(
    "text", ["x'd" * 30_000, "a-" * 45_000, "a" * MAX_CHARACTERS, "5/" * 45_000, "aabbccddee" * 9_000]
)
def test_no_text_takes_long_or_breaks_the_reading(text: str) -> None:
    try:
        assert len(REVIEWS.encode(f"good {text}").tokens) <= MAX_STEPS
    except InputError as error:
        assert error.code == "too_long"


def test_five_thousand_words_are_read() -> None:
    assert len(REVIEWS.encode("good " * MAX_STEPS).tokens) == MAX_STEPS


def test_the_table_is_small_and_whole() -> None:
    known = table()
    assert TABLE.stat().st_size <= 2.2e6
    assert known.vectors.shape == (len(known.rows), 50)
    assert known.vectors.isfinite().all()
    assert known.rows[UNKNOWN] == 0
    assert 0.5 < float(known.vectors.std()) < 2


def test_what_is_written_is_read(tmp_path: Path) -> None:
    vectors = torch.randn(3, 50, generator=torch.Generator().manual_seed(0))
    path = tmp_path / "words.safetensors"
    write([UNKNOWN, "good", "café"], vectors, path)
    found = table(path)
    assert list(found.rows) == [UNKNOWN, "good", "café"]
    expected = vectors / vectors.std()
    assert float((found.vectors - expected).abs().max()) <= float(expected.abs().max()) / 127


@pytest.mark.parametrize("content", [b"", b"not a table", b"\xff" * 100])
def test_a_damaged_table_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "words.safetensors"
    for written in (None, content):
        if written is not None:
            path.write_bytes(written)
        with pytest.raises(InputError) as caught:
            table(path)
        assert caught.value.code == "no_word_table"


@pytest.mark.parametrize("network", list(REVIEWS.networks))
@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I love this phone, it is fantastic!", "positive"),
        ("The food was delicious and the staff were friendly.", "positive"),
        ("A wonderful, moving film.", "positive"),
        ("Not bad at all.", "positive"),
        ("It wasn't bad at all", "positive"),
        ("Highly recommended 👍", "positive"),
        ("The worst hotel ever, dirty and loud.", "negative"),
        ("The pizza was not good.", "negative"),
        ("I would not recommend this", "negative"),
        ("Boring, stupid and far too long.", "negative"),
        ("It broke after two days, waste of money", "negative"),
        ("The trailer was great, but the film is a complete waste of time", "negative"),
    ],
)
def test_obvious_sentences_are_understood(network: str, text: str, label: str) -> None:
    words = REVIEWS.encode(text)
    *_, last = REVIEWS.stages(checkpoints.load("reviews", network), words)
    assert REVIEWS.answer(words, last.logits) == label


@pytest.mark.parametrize("network", list(REVIEWS.networks))
def test_the_everyday_score_is_that_of_the_weights(network: str) -> None:
    model, right = checkpoints.load("reviews", network), 0
    sentences = everyday_sentences("test")
    for sentence in sentences:
        logits = model(REVIEWS.encode(sentence.text).values[None])[0]
        right += int(logits.argmax()) == sentence.label
    stated = checkpoints.metadata("reviews", network)["scores"]["everyday"]
    assert 100 * right / len(sentences) == pytest.approx(stated, abs=1)


def test_everyday_sentences_are_in_one_part_each() -> None:
    parts = {part: everyday_sentences(part) for part in ("dev", "test")}
    assert all(len(part) >= 120 for part in parts.values())
    assert all(0.4 < sum(s.label for s in part) / len(part) < 0.6 for part in parts.values())
    assert not {s.text for s in parts["dev"]} & {s.text for s in parts["test"]}


def test_near_duplicates_are_found() -> None:
    texts = ["one two three four five six seven", "zero one two three four five six .", "so good !", "so good", "so"]
    assert sorted(map(sorted, near_duplicates(texts))) == [[0, 1], [2, 3], [4]]


@needs_data
def test_the_split_is_fixed_and_leaks_nothing() -> None:
    parts = film_sentences(DATA)
    assert [len(parts[name]) for name in ("training", "validation", "test")] == [8530, 1066, 1066]
    runs = {name: {run for s in part for run in runs_of(s.text)} for name, part in parts.items()}
    assert not runs["test"] & (runs["training"] | runs["validation"])
    assert parts["test"][0] == film_sentences(DATA)["test"][0]


def runs_of(text: str) -> set[tuple[str, ...]]:
    """Six words in a row, or all words of a shorter text."""
    words = [word for word in text.split() if word[0].isalnum()]
    return {tuple(words[i : i + 6]) for i in range(max(1, len(words) - 5))}


@needs_data
def test_examples_are_of_the_test_part_and_can_be_read() -> None:
    examples = json.loads((files("playground.tasks") / "examples/reviews.json").read_text(encoding="utf-8"))
    test = {(s.text, REVIEWS.labels[s.label]) for s in film_sentences(DATA)["test"]}
    assert {(row["input"]["text"], row["label"]) for row in examples["searched"]} <= test
    for row in examples["shown"] + examples["searched"]:
        assert len(REVIEWS.encode(row["input"]).tokens) <= 40
        assert row["label"] in REVIEWS.labels


def test_invented_phrases_have_words_and_both_classes() -> None:
    random = Random(0)
    invented = [phrase(random) for _ in range(300)]
    assert 100 < sum(label for _, label in invented) < 200
    for text, _ in invented:
        assert "{" not in text
        assert REVIEWS.encode(text).tokens


def test_a_padded_batch_gives_what_each_sentence_gives_alone() -> None:
    model, vectors = checkpoints.load("reviews", "gru"), table().vectors
    sentences = [Example([5, 6, 7], 0, 0.1), Example([8], 1, 0.9), Example([9, 10, 11, 12, 13], 1, 0.8)]
    ids, lengths, wanted = padded(sentences)
    together = last_logits(model, vectors[ids], lengths)  # type: ignore[arg-type]
    torch.testing.assert_close(wanted, torch.tensor([0.1, 0.9, 0.8]))
    for example, logits in zip(sentences, together, strict=True):
        alone = every_logits(model, vectors[example.ids][None])[0, -1]  # type: ignore[arg-type]
        torch.testing.assert_close(logits, alone, atol=1e-5, rtol=1e-5)


def test_regression_finds_the_line() -> None:
    x = torch.tensor([[0.0], [1.0], [2.0]])
    torch.testing.assert_close(regression(x, 3 * x[:, 0] + 1, 1e-6), torch.tensor([3.0, 1.0]), atol=1e-3, rtol=0)


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> ReviewsTraining:
    """The training on two dozen sentences."""
    few = [Sentence("a good , long and funny film .", 1), Sentence("a bad film", 0), Sentence("…", 1)] * 8
    monkeypatch.setattr(reviews, "film_sentences", lambda folder: {"training": few, "validation": few, "test": few})
    monkeypatch.setattr(reviews, "rated_film_sentences", lambda folder: few)
    monkeypatch.setattr(reviews, "product_sentences", lambda folder: {"training": few[:2], "test": few[:2]})
    monkeypatch.setattr(reviews, "posts", lambda folder: few[:1])
    return ReviewsTraining(None)


def test_an_epoch_has_each_sentence_once_and_what_was_invented(training: ReviewsTraining) -> None:
    torch.manual_seed(0)
    recipe = replace(training.recipes["gru"], phrases=0.5, joins=0.5, batch=8, unknown=0.0, stops=1.0)
    batches = list(training.batches(recipe))
    words = list(training.rows)
    texts = [
        " ".join(words[i] for i in row[:length])
        for ids, lengths, _ in batches
        for row, length in zip(ids, lengths, strict=True)
    ]
    assert training.steps(recipe) == len(batches)
    assert sum(text in {"a good , long and funny film", "a good long and funny film"} for text in texts) == 10
    assert sum(text == "a bad film" for text in texts) == 9
    assert sum(not {"but", "yet", "however"}.isdisjoint(text.split()) for text in texts) >= 13
    assert len(texts) == 27 + 13 + 13


def test_the_loss_falls_and_reads_no_padding(training: ReviewsTraining) -> None:
    torch.manual_seed(0)
    recipe = replace(training.recipes["gru"], phrases=0.0, joins=0.0, unknown=0.0, blur=0.0)
    model = GRUClassifier(50, 8, 1, 2)
    optimizer = torch.optim.Adam(model.parameters(), 0.02)
    losses = []
    for _ in range(20):
        for batch in training.batches(recipe):
            loss = training.loss(model, batch, recipe)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    assert losses[-1] < 0.7 * losses[0]
    ids, lengths, wanted = padded([Example([5, 6], 0, 0.05), Example([7, 8, 9], 1, 0.95)])
    longer = torch.nn.functional.pad(ids, (0, 4), value=3)
    first, second = (training.loss(model, (x, lengths, wanted), recipe) for x in (ids, longer))
    torch.testing.assert_close(first, second)
    assert training.validate(model)["film"] == training.test(model)["test"] == pytest.approx(100, abs=40)


def test_a_damaged_or_unreachable_source_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*_: object, **__: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr(sentences, "DOWNLOADS", tmp_path / "downloads")
    monkeypatch.setattr(sentences, "urlopen", offline)
    with pytest.raises(InputError) as caught:
        sentences.read("vader_lexicon.txt", None)
    assert caught.value.code == "no_download"
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "vader_lexicon.txt").write_text("good\t1.9")
    with pytest.raises(InputError) as caught:
        sentences.read("vader_lexicon.txt", tmp_path)
    assert caught.value.code == "damaged_data"
