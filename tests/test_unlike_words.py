"""What is no English sentence, and what is no surname: it is told apart from what is, and said."""

import json
import random
from pathlib import Path

import pytest

from playground import inspect
from playground.errors import InputError
from playground.familiarity import UNLIKE
from playground.familiarity.sentences import Sentences, real
from playground.familiarity.surnames import Surnames, letters
from playground.tasks.names import ALPHABET, NAMES
from playground.tasks.reviews import REVIEWS
from playground.training.sentences import everyday_sentences

FOREIGN = json.loads((Path(__file__).parent / "foreign_sentences.json").read_text(encoding="utf-8"))
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def share(task: str, text: str) -> float | None:
    """Of real inputs that are less like what was learnt; 0 where the task refuses the text."""
    try:
        encoded = (NAMES if task == "names" else REVIEWS).encode({"text": text})
    except InputError as error:
        assert error.code in {"no_known_word", "no_letters"}
        return 0.0
    found = (Surnames() if task == "names" else Sentences()).likeness(None, encoded)  # type: ignore[arg-type]
    return found and found.share


@pytest.mark.parametrize("language", list(FOREIGN["test"]))
def test_sentences_of_other_languages_are_told(language: str) -> None:
    missed = [text for text in FOREIGN["test"][language] if (share("reviews", text) or 0) >= UNLIKE]
    assert len(missed) <= 1


def test_english_is_not_taken_for_another_language() -> None:
    wrong = [s.text for s in everyday_sentences("test") if (share("reviews", s.text) or 1) < UNLIKE]
    assert len(wrong) <= 2


@pytest.mark.parametrize(
    ("text", "language"), [("Der Film ist nicht gut", "de"), ("très bon", "fr")], ids=["F100", "F099"]
)
def test_the_language_is_named(text: str, language: str) -> None:
    trace = inspect("reviews", {"text": text}, "gru")
    assert trace.familiarity is not None
    assert trace.familiarity < UNLIKE
    assert trace.run.likeness.told
    assert trace.run.likeness.words == "another_language"
    assert trace.run.likeness.values["language"] == language


@pytest.mark.parametrize("text", ["no complaints", "Not bad", "I love it", "great", "Boring.", "sooo goood", "thx :)"])
def test_short_english_is_familiar(text: str) -> None:
    assert (share("reviews", text) or 1) >= UNLIKE


@pytest.mark.parametrize("text", ["9,5/10", "★☆☆☆☆", ":)", "👍"])
def test_of_a_text_without_words_nothing_is_said(text: str) -> None:
    assert inspect("reviews", {"text": text}, "gru").familiarity is None


@pytest.mark.parametrize(
    "text", ["xqzvkj", "asdf", "qwertz", "hjkl", "zxcvbn", "aaaaaa", "the weather is nice today", "王Li"]
)
def test_what_is_no_surname_is_told(text: str) -> None:
    assert (share("names", text) or 0) < UNLIKE


@pytest.mark.parametrize(
    "text", ["Schmidt", "O'Brien", "Nguyen", "Иванов", "Tkachenko", "de la Cruz", "Li", "Venkataraman"]
)
def test_surnames_are_familiar(text: str) -> None:
    assert (share("names", text) or 0) >= UNLIKE


def test_keys_hit_at_random_are_told() -> None:
    chance = random.Random(0)
    mashed = ["".join(chance.choices("".join(KEYS), k=8)) for _ in range(200)]
    mashed += ["".join(chance.choices(chance.choice(KEYS[1:]), k=6)) for _ in range(200)]
    assert sum((share("names", text) or 0) < UNLIKE for text in mashed) >= 0.9 * len(mashed)


def test_the_tables_are_whole() -> None:
    assert letters().rarity.shape == (len(ALPHABET),) * 3
    for strangeness in (letters().strangeness, *real()):
        assert len(strangeness) >= 700
