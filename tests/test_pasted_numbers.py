"""Numbers as people paste them: what is read of a list or a text, and what is refused."""

import json
import math
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.errors import InputError
from playground.tasks.numbers import LARGEST, MAX_TEXT, read_text, read_values
from playground.text import LANGUAGES

values = st.floats(-1e12, 1e12)
ORDINARY = [20.7, -17.9, 18.8, 0.0, 1e3]


@given(st.lists(values, min_size=2, max_size=30))
def test_a_list_stays_as_it_is(numbers: list[float]) -> None:
    for form in (numbers, tuple(numbers), {"values": numbers}):
        assert read_values(form, 2, 5000) == numbers


@given(
    st.lists(values, min_size=1, max_size=30),
    st.sampled_from([",", ", ", ";", " ", "\t", "\n", "\r\n", " ;\n", "，", "、"]),
)
def test_any_separator_parts_numbers(numbers: list[float], separator: str) -> None:
    if separator == ",":
        numbers = [*numbers, 0.5]  # 1,5 by itself is read as two numbers, 1 and 5
    assert read_text(separator.join(map(repr, numbers))) == numbers


@given(
    st.lists(st.decimals(-1000, 1000, places=2), min_size=2, max_size=20), st.sampled_from(["; ", ";", "\t", " ", "\n"])
)
def test_a_decimal_comma_is_one_where_something_else_separates(numbers: list[Any], separator: str) -> None:
    assert read_text(separator.join(str(n).replace(".", ",") for n in numbers)) == [float(n) for n in numbers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,2,3", [1, 2, 3]),
        ("[1, 2, 3]", [1, 2, 3]),
        ("1,5", [1, 5]),
        ("1,5;2,5", [1.5, 2.5]),
        ("1,5;2;3", [1.5, 2, 3]),
        ("\u22121 −2 －3 +4", [-1, -2, -3, 4]),
        ("1e3 2.5E-2 .5 5.", [1000, 0.025, 0.5, 5]),
        ("\ufeff1\n2\n\n3\n", [1, 2, 3]),
        ("1 2 3\n4 5 6", [1, 2, 3, 4, 5, 6]),
        ("1,2,3\n4,5,6", [1, 2, 3, 4, 5, 6]),
        ("1;2,5", [1, 2.5]),
        ("１２ ３", [12, 3]),
        ('"Month","Passengers"\n"1949-01",112\n"1949-02",118\n', [112, 118]),
        ("1949-01,112\n1949-02,118", [112, 118]),
        ("1949-01\t112\n1949-02\t118", [112, 118]),
        ("Jan 1949 112\nFeb 1949 118", [112, 118]),
        ("Datum;Wert\n01.01.2020;1,5\n02.01.2020;2,5", [1.5, 2.5]),
        ("date,time,price\n2020-01-01 00:00,7,1.5\n2020-01-02 00:00,7,2.5", [1.5, 2.5]),
        ("Year,Spots\n1749,58.0\n1750,62.6", [58.0, 62.6]),
        ("1749,58\n1750,62\n1751,70", [58, 62, 70]),
        ("value,name\n3,a\n4,b", [3, 4]),
        ("Passengers\n112\n118", [112, 118]),
        ("112,\n118,\n", [112, 118]),
        ('"a,b",1\n"c,d",2\n', [1, 2]),
    ],
)
def test_texts_as_they_come(text: str, expected: list[float]) -> None:
    assert read_text(text) == expected


@pytest.mark.parametrize(
    ("text", "word", "line", "entry"),
    [
        ("1, two, 3", "two", 1, 2),
        ("1 2\n3 4 nan", "nan", 2, 3),
        ("inf 1", "inf", 1, 1),
        ("1_000 2", "1_000", 1, 1),
        ("1.2.3 4", "1.2.3", 1, 1),
        ("0x10 4", "0x10", 1, 1),
        ("date,v\n2020-01-01,1\n2020-01-02,NA\n2020-01-03,3\n2020-01-04,4", "NA", 3, 2),
        ("date,v\n2020-01-01,1\n2020-01-02\n2020-01-03,3\n2020-01-04,4", "", 3, 2),
        ("5 " + "9" * 1_000, "9" * 20 + "…", 1, 2),
        ("\ud83d 5", "?", 1, 1),
        ("سلام 5", "سلام", 1, 1),
        ("🙂", "🙂", 1, 1),
    ],
)
def test_the_first_thing_that_is_no_number_is_named(text: str, word: str, line: int, entry: int) -> None:
    with pytest.raises(InputError) as caught:
        read_text(text)
    assert caught.value.code == "not_a_number"
    assert (caught.value.values["word"], caught.value.values["line"], caught.value.values["entry"]) == (
        word,
        line,
        entry,
    )
    for language in LANGUAGES:
        assert word in caught.value.message(language)


@given(st.text(max_size=60) | st.text("0123456789.,;-+eE \n\t\"'ab\ud83d", max_size=60))
@example('"')
@example(",\n,")
@example('a,"b\n1,2')
def test_any_text_is_numbers_or_a_message(text: str) -> None:
    try:
        read = read_values({"text": text}, 1, 100)
    except InputError as error:
        for language in LANGUAGES:
            error.message(language).encode("utf-8")
        return
    assert read
    assert all(math.isfinite(number) for number in read)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "bad_values"),
        (5, "bad_values"),
        ({}, "bad_values"),
        ({"values": 7}, "bad_values"),
        ({"text": 7}, "bad_values"),
        ([], "too_few_values"),
        ("", "too_few_values"),
        ("  ,;\n", "too_few_values"),
        ([1], "too_few_values"),
        ([1] * 101, "too_long"),
        ("1 " * 101, "too_long"),
        ("1" * (MAX_TEXT + 1), "text_too_long"),
        ("1" * MAX_TEXT, "not_a_number"),
        ([1, math.nan], "value_out_of_range"),
        ([1, -math.inf], "value_out_of_range"),
        ([1, 2 * LARGEST], "value_out_of_range"),
        ([1, 10**400], "value_out_of_range"),
        ("1 1e999", "value_out_of_range"),
        ([1, True], "bad_value"),
        ([1, "2"], "bad_value"),
        ([1, None], "bad_value"),
        ([[1, 2], [3, 4]], "bad_value"),
        ([1, [10**5000]], "bad_value"),
    ],
    ids=lambda value: str(value)[:20] if isinstance(value, str) else "",
)
def test_what_is_no_series_is_refused(value: Any, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_values(value, 2, 100)
    assert caught.value.code == code
    for language in LANGUAGES:
        assert len(caught.value.message(language)) < 200


@pytest.mark.parametrize("unit", ["1\n", "a,1\n", "1 ", '"', '",', "1,", "1;2,", "9" * 41 + " ", "\n", "," * 50 + "\n"])
def test_the_longest_text_takes_no_time(unit: str) -> None:
    begun = time.thread_time()
    try:
        read_values(unit * (MAX_TEXT // len(unit)), 2, 5000)
    except InputError as error:
        json.dumps(str(error))
    assert time.thread_time() - begun < 2


def test_all_ordinary_forms_agree() -> None:
    text = "\n".join(f"2020-01-0{day},{number}" for day, number in enumerate(ORDINARY, 1))
    for value in (ORDINARY, {"values": ORDINARY}, {"text": text}, text, {"text": f"date,value\n{text}"}):
        assert read_values(value, 2, 100) == ORDINARY


def test_a_line_that_is_too_long_for_a_table_is_said() -> None:
    """Longer than what Python's csv takes, after the lines by which a table is told."""
    for text in ("d,1\n" * 200 + "x" * 131_073, "d,1\n" * 200 + '"' + "x" * 131_073 + '",2'):
        with pytest.raises(InputError) as error:
            read_text(text)
        assert (error.value.code, error.value.values["line"]) == ("row_too_long", 201)
        assert all("201" in error.value.message(language) for language in LANGUAGES)
