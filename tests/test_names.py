"""The names task: what is read of a text, how the names are split, and what the networks make of them."""

import json
import random
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from inputs import DATA, needs

from playground import checkpoints, inspect
from playground.errors import InputError
from playground.stages import Input, Output, StepOutput
from playground.tasks.names import ALPHABET, END, MAX_DROPPED, NAMES, Characters, fold
from playground.tasks.task import MAX_STEPS
from playground.text import LANGUAGES, table
from playground.training.names import (
    Name,
    NamesRecipe,
    NamesTraining,
    batch,
    last_step_logits,
    mistyped,
    read,
    scores,
    split,
)
from playground.training.sequences import last_logits

needs_data = needs(DATA / "names")
NETWORKS = list(NAMES.networks)
EXAMPLES = json.loads(files("playground.tasks").joinpath("examples/names.json").read_text(encoding="utf-8"))

anything = st.text(st.characters(), max_size=40)  # half surrogate pairs, marks and controls are among them


@cache
def parts() -> dict[str, list[Name]]:
    return split(read(DATA))


@cache
def training() -> NamesTraining:
    return NamesTraining(DATA)


@given(anything | st.text("aÉß łø'’-– \u200d\u202e3", max_size=12))
@example("\ud83d")
@example("ﷺ" * 300)
def test_whatever_is_typed_there_are_characters_or_a_message(typed: str) -> None:
    try:
        read_as = NAMES.encode({"text": typed})
    except InputError as error:
        assert error.code in {"empty_name", "no_letters"}
        for language in LANGUAGES:
            error.message(language).encode("utf-8")
        return
    assert isinstance(read_as, Characters)
    assert set(read_as.tokens) <= set(ALPHABET)
    assert read_as.tokens.index(END) == len(read_as.tokens) - 1
    assert read_as.values.shape == (len(read_as.tokens), len(ALPHABET))
    assert read_as.values.sum(1).tolist() == [1.0] * len(read_as.tokens)
    assert [ALPHABET[i] for i in read_as.values.argmax(1)] == list(read_as.tokens)
    assert len(set(read_as.dropped)) == len(read_as.dropped) <= MAX_DROPPED
    json.dumps([read_as.tokens, read_as.dropped], ensure_ascii=False).encode("utf-8")


@given(anything)
def test_what_is_folded_stays_as_it_is(typed: str) -> None:
    once, _ = fold(typed)
    assert fold(once) == (once, ())
    assert once == once.strip()
    assert "  " not in once


@given(anything)
def test_what_is_listed_as_dropped_cannot_be_read(typed: str) -> None:
    for character in fold(typed)[1]:
        assert fold(character) == ("", (character,))


@pytest.mark.parametrize(
    ("typed", "folded", "dropped"),
    [
        ("Müller", "muller", ""),
        ("MULLER", "muller", ""),
        ("Mu\u0308ller", "muller", ""),
        ("Weiß", "weiss", ""),
        ("Łukasiewicz-Ślązak", "lukasiewicz-slazak", ""),
        ("Øster Æbelø", "oster aebelo", ""),
        ("Þórðarson", "thordarson", ""),
        ("Đặng", "dang", ""),
        ("İnönü Işık", "inonu isik", ""),
        ("O’Brien O‘Brien Oʼbrien", "o'brien o'brien o'brien", ""),
        ("Smith–Jones—Lee", "smith-jones-lee", ""),
        ("  de \t la\n\u00a0Cruz ", "de la cruz", ""),
        ("Ｔａｎａｋａ", "tanaka", ""),
        ("\u202eabc\u200d\u200b\ufeff", "abc", ""),
        ("Maxa/B 2nd", "maxab nd", "/2"),
        ("田中 Tanaka 田中", "tanaka", "田中"),
        ("Иванов Щербак", "ivanov shcherbak", ""),
        ("Παπαδόπουλος", "papadopoulos", ""),
        ("שלום Shalom", "shalom", "שלום"),
        ("Kim😀👍🏽 김", "kim", "😀👍🏽김"),
        ("\ud83dKim", "kim", "\ufffd"),
        ("½Kim¨", "kim", "½¨"),
    ],
)
def test_how_it_is_folded(typed: str, folded: str, dropped: str) -> None:
    read_as = NAMES.encode(typed)
    assert "".join(read_as.tokens) == folded + END
    assert "".join(read_as.dropped) == "".join(dict.fromkeys(dropped))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "bad_text"),
        (7, "bad_text"),
        (["Kim"], "bad_text"),
        ({}, "bad_text"),
        ({"text": None}, "bad_text"),
        ({"text": b"Kim"}, "bad_text"),
        ("", "empty_name"),
        (" \n\u3000", "empty_name"),
        ("\u200f\u200d", "empty_name"),
        ("\u0301", "empty_name"),
        ("-'-", "empty_name"),
        ("田中", "no_letters"),
        ("😀", "no_letters"),
        ("مرحبا", "no_letters"),
        ("1234", "no_letters"),
        ("\ud83d", "no_letters"),
        ("a" * (MAX_STEPS + 1), "too_long"),
        ("😀" * 10**6, "too_long"),
        ("ﬃ" * MAX_STEPS, "too_long"),
    ],
)
def test_what_cannot_be_read_is_refused_in_plain_words(value: Any, code: str) -> None:
    with pytest.raises(InputError) as caught:
        NAMES.encode(value)
    assert caught.value.code == code
    for language in LANGUAGES:
        words = caught.value.message(language)
        assert len(words) < 300
        words.encode("utf-8")


def test_the_message_names_what_was_dropped_and_not_all_of_it() -> None:
    with pytest.raises(InputError, match="田 中"):
        NAMES.encode("田中田中")
    with pytest.raises(InputError) as caught:
        NAMES.encode("".join(chr(0x4E00 + i) for i in range(4_000)))
    assert len(str(caught.value.values["dropped"]).split()) == MAX_DROPPED


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_name_in_the_languages_of_the_page(language: str) -> None:
    assert set(table(language)["labels"]["names"]) == set(NAMES.labels)


@pytest.mark.parametrize("network", NETWORKS)
def test_five_thousand_characters_give_finite_values(network: str) -> None:
    trace = inspect("names", {"text": "Aquilani-Zz " * (MAX_STEPS // 12) + "o" * (MAX_STEPS % 12)}, network)
    assert isinstance(trace.stages[0], Input)
    assert len(trace.stages[0].values) > MAX_STEPS - 10
    steps = torch.stack([s.logits for s in trace.stages if isinstance(s, StepOutput)])
    assert bool(steps.isfinite().all())
    assert isinstance(trace.stages[-1], Output)
    assert float(trace.probabilities.sum()) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("network", NETWORKS)
def test_how_it_is_typed_does_not_matter(network: str) -> None:
    said = [
        inspect("names", typed, network).logits for typed in ("Müller", "MULLER", " muller\n", {"text": "mU\u0308ller"})
    ]
    assert all(torch.equal(logits, said[0]) for logits in said)


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("example", EXAMPLES["shown"], ids=lambda example: example["input"]["text"])
def test_each_shown_example_is_read(example: dict[str, Any], network: str) -> None:
    assert example["label"] in NAMES.labels
    assert inspect("names", example["input"], network).prediction in NAMES.labels


@pytest.mark.parametrize("network", NETWORKS)
def test_most_shown_examples_are_recognised(network: str) -> None:
    right = [inspect("names", e["input"], network).prediction == e["label"] for e in EXAMPLES["shown"]]
    assert sum(right) > len(right) / 2


def test_mistyped_names_are_near_the_name_and_never_empty() -> None:
    chosen = random.Random(0)
    assert {mistyped("o'brien", 0.0, chosen) for _ in range(50)} == {"o'brien", "obrien"}
    for _ in range(300):
        typed = mistyped("a", 0.9, chosen)
        assert typed
        assert set(typed) < set(ALPHABET)


def test_a_batch_is_padded_with_zeros_after_the_mark_of_the_end() -> None:
    x, lengths, labels = batch([Name("kim", 11, "Kim"), Name("o", 3, "O")])
    assert x.shape == (2, 4, len(ALPHABET))
    assert (lengths.tolist(), labels.tolist()) == ([4, 2], [11, 3])
    assert [ALPHABET[i] for i in x[0].argmax(1)] == ["k", "i", "m", END]
    assert not x[1, 2:].any()


@needs_data
def test_each_name_is_in_a_language_once_as_the_lists_spell_it() -> None:
    names = read(DATA)
    sizes = Counter(NAMES.labels[name.label] for name in names)
    assert len({(name.folded, name.label) for name in names}) == len(names)
    assert (sizes["Arabic"], sizes["Vietnamese"]) == (108, 70)  # 71 spellings, of which "An" and "an" are one name
    assert all(fold(name.spelling) == (name.folded, ()) for name in names)
    assert not {name.spelling for name in names} & {"Maxa/B", "StrakaO", "MonkoAustria"}


@needs_data
def test_no_name_is_in_two_parts_under_any_language() -> None:
    learnt, validation, test = (parts()[part] for part in ("training", "validation", "test"))
    folded = [{name.folded for name in part} for part in (learnt, validation, test)]
    assert sum(map(len, folded)) == len(set.union(*folded))
    assert sorted(learnt + validation + test) == sorted(read(DATA))
    sizes = Counter(name.label for name in read(DATA))
    for part, share in ((validation, 0.1), (test, 0.1)):
        for label, count in Counter(name.label for name in part).items():
            assert count == pytest.approx(share * sizes[label], abs=0.02 * sizes[label] + 1)
        assert len({name.label for name in part}) == len(NAMES.labels)


@needs_data
def test_what_the_card_says_of_the_split_is_true() -> None:
    test = parts()["test"]
    copies = Counter(name.folded for name in test)
    several = sum(copies[name.folded] > 1 for name in test)
    said = " ".join(NamesTraining.notes.split())
    assert f"Of the {len(test):,} test names {several} stand in several lists" in said
    assert f"{100 * len(copies) / len(test):.1f} % is the most" in said
    sizes = Counter(NAMES.labels[name.label] for name in test)
    assert [sizes[x] for x in ("Vietnamese", "Portuguese", "Korean", "Scottish")] == [7, 8, 10, 10]


@needs_data
def test_the_page_searches_in_the_test_part_of_every_language() -> None:
    known = defaultdict(set)
    for name in parts()["test"]:
        known[name.spelling].add(NAMES.labels[name.label])
    searched = EXAMPLES["searched"]
    assert 200 <= len(searched) <= 300
    assert all(example["label"] in known[example["input"]["text"]] for example in searched)
    assert {example["label"] for example in searched} == set(NAMES.labels)


@needs_data
@pytest.mark.parametrize("network", NETWORKS)
def test_the_scores_are_those_of_the_test_part(network: str) -> None:
    said = checkpoints.metadata("names", network)["scores"]
    found = training().test(checkpoints.load("names", network))
    assert set(found) == set(said)
    for name, score in found.items():
        assert score == pytest.approx(said[name], abs=0.3), name
    assert found["top1"] > found["largest"] + 15


@needs_data
@pytest.mark.parametrize("network", NETWORKS)
def test_a_batch_gives_what_each_name_gives_alone(network: str) -> None:
    some = parts()["test"][::97]
    model = checkpoints.load("names", network)
    together = last_logits(model, *batch(some)[:2])  # type: ignore[arg-type]
    alone = torch.stack([inspect("names", name.spelling, network).logits for name in some])
    torch.testing.assert_close(together, alone, atol=1e-5, rtol=1e-4)


@needs_data
def test_the_readout_at_the_last_step_is_that_of_the_page() -> None:
    some = parts()["test"][::97]
    late = last_step_logits(checkpoints.load("names", "bigru"), batch(some))  # type: ignore[arg-type]
    for logits, name in zip(late, some, strict=True):
        steps = [s for s in inspect("names", name.spelling, "bigru").stages if isinstance(s, StepOutput)]
        torch.testing.assert_close(steps[-1].logits, logits, atol=1e-5, rtol=1e-4)


@needs_data
def test_rare_languages_come_up_more_often_than_they_are_in_the_lists() -> None:
    recipe = NamesRecipe(epochs=1, learning_rate=1e-3, evenness=1.0)
    labels = torch.cat([b.labels for b in training().batches(recipe)])
    assert len(labels) == len(training().names)
    assert labels.bincount(minlength=18).min() > 0.7 * len(labels) / 18


@needs_data
def test_scores_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    some = batch([Name("a", 0, "a"), Name("b", 0, "b"), Name("c", 1, "c"), Name("d", 17, "d")])
    logits = torch.zeros(4, 18)
    logits[0, 0] = logits[1, 5] = logits[2, 1] = logits[3, 1] = 2.0
    logits[1, 0] = 1.0
    monkeypatch.setattr("playground.training.names.last_logits", lambda *_: logits)
    found = scores(torch.nn.Identity(), some)
    # F1: language 0 2/3, language 1 2/3, the others 0.
    assert found["top1"] == 50.0
    assert found["macro_f1"] == pytest.approx(100 * (2 / 3 + 2 / 3) / 18, abs=0.01)
    assert found["top3"] in (75.0, 100.0)
