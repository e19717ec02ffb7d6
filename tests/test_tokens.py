"""What of a typed sentence is a word, a face, a rating, and what is nothing."""

import pytest

from playground.tasks.words import split, table


def read(text: str) -> str:
    """The forms that are looked up, one after the other."""
    return " ".join(form for _, form in split(text, table().rows))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("9,5/10", "excellent"),
        ("9.5/10", "excellent"),
        ("7,5 / 10", "good"),
        ("3 out of 10", "terrible"),
        ("nine out of ten", "excellent"),
        ("8/10 stars", "excellent"),
        ("2 of 4 stars", "mediocre"),
        ("4 of 5 stars", "excellent"),
        ("3½ stars", "good"),
        ("3 1/2 stars", "good"),
        ("3 1/2 / 5", "good"),
        ("10 stars", "excellent"),
        ("1-star", "terrible"),
        ("5*", "excellent"),
        ("4.5★", "excellent"),
        ("11/10", "excellent"),
        ("-10/10", "terrible"),
        ("0/5", "terrible"),
        ("17/20", "excellent"),
        ("85/100", "excellent"),
        ("★☆☆☆☆", "terrible"),
        ("★★★★☆", "excellent"),
        ("★ ★ ★ ☆ ☆", "mediocre"),
        ("★★★½", "good"),
        ("⭐️⭐️⭐️⭐️", "excellent"),
        ("⭐⭐", "terrible"),
        ("☆☆☆☆☆", "terrible"),
        ("🌟🌟🌟🌟🌟", "excellent"),
        ("A+", "excellent"),
        ("D-", "terrible"),
        ("C++ is good", "c is good"),
        ("12/5 was the date", "12/5 was the date"),
    ],
)
def test_ratings_are_read_however_they_are_written(typed: str, wanted: str) -> None:
    assert read(typed) == wanted


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("good<br/>food", "good food"),
        ("good<br />food", "good food"),
        ("<p>Great <b>phone</b></p>", "great phone"),
        ('<a href="x">great</a>', "great"),
        ("&quot;great&quot; &amp; cheap", "great and cheap"),
        ("it&#39;s great", "it 's great"),
        ("[b]great[/b]", "great"),
        ("Yeah, great film /s", "yeah , great film"),
        ("great /jk", "great"),
        ("and/or", "and or"),
        ("1 < 2 and 3 > 2", "1 2 and 3 2"),
        ("**great** _great_ ~great~", "great great great"),
        ("great\u200b \u00a0film", "great film"),
    ],
)
def test_markup_and_marks_of_tone_are_no_words(typed: str, wanted: str) -> None:
    assert read(typed) == wanted


@pytest.mark.parametrize(
    ("faces", "wanted"),
    [
        (":) :-) =) ;) (: :D :-D xD XD ^^ ^_^ :))) :P", "happy"),
        (":( :-( =( :'( :(( D: ;_; T_T </3", "sad"),
        (">:( 😡 👿", "angry"),
        (":/ :-/ :\\ -_- 🙄 😐", "disappointing"),
        ("<3 <33 ❤️ 💘 😍", "love"),
        ("😊 🥳 😺", "happy"),
        ("👍🏽 🚀 🔥", "great"),
        ("👎 💩 🤡", "bad"),
    ],
)
def test_faces_are_read_as_what_they_show(faces: str, wanted: str) -> None:
    assert {read(face) for face in faces.split()} == {wanted}


@pytest.mark.parametrize("text", ["note:(see below)", "f(x): y", "nice:d", "http://x.org/:)", "8-0", "10:30"])
def test_what_only_looks_like_a_face_is_none(text: str) -> None:
    assert not {"happy", "sad", "disappointing", "angry", "love"} & set(read(text).split())


def test_words_of_one_letter_are_known() -> None:
    rows = table().rows
    assert {"a", "i"} <= rows.keys()
    assert float(table().vectors[rows["a"]].norm()) > 1
    assert float(table().vectors[rows["i"]].norm()) > 1
