"""Numbers as they come: lists of programs and texts, what all forms agree on, and what is refused."""

import json
import math
import sys
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from playground.errors import InputError
from playground.tasks.numbers import read_values
from playground.tasks.reading import LARGEST, MAX_TEXT, read_numbers
from playground.text import LANGUAGES

values = st.floats(-1e12, 1e12)
ORDINARY = [20.7, -17.9, 18.8, 0.0, 1e3]


@given(st.lists(values, min_size=2, max_size=30))
def test_a_list_stays_as_it_is(numbers: list[float]) -> None:
    for form in (numbers, tuple(numbers), {"values": numbers}):
        assert read_values(form, 2, 5000) == (numbers, None)


@given(
    st.lists(values, min_size=1, max_size=30),
    st.sampled_from([",", ", ", ";", " ", "\t", "\n", "\r\n", " ;\n", "，", "、"]),
)
def test_any_separator_parts_numbers(numbers: list[float], separator: str) -> None:
    if separator == ",":
        numbers = [*numbers, 0.5]  # 1,5 by itself is read as two numbers, 1 and 5
    assert list(read_numbers(separator.join(map(repr, numbers))).values) == numbers


@given(
    st.lists(st.decimals(-1000, 1000, places=2), min_size=2, max_size=20), st.sampled_from(["; ", ";", "\t", " ", "\n"])
)
def test_a_decimal_comma_is_one_where_something_else_separates(numbers: list[Any], separator: str) -> None:
    text = separator.join(str(n).replace(".", ",") for n in numbers)
    assert list(read_numbers(text).values) == [float(n) for n in numbers]


@given(st.text(max_size=60) | st.text("0123456789.,;-+eE \n\t\"'ab\ud83d", max_size=60))
@example('"')
@example(",\n,")
@example('a,"b\n1,2')
def test_any_text_is_numbers_or_a_message(text: str) -> None:
    try:
        read, reading = read_values({"text": text}, 1, 100)
    except InputError as error:
        for language in LANGUAGES:
            error.message(language).encode("utf-8")
        return
    assert reading is not None
    assert list(reading.values) == read
    assert read_numbers(text, **reading.choices()).values == reading.values
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


@pytest.mark.parametrize(
    "unit",
    [
        "1\n",
        "a,1\n",
        "1 ",
        '"',
        '",',
        "1,",
        "1;2,",
        "9" * 41 + " ",
        "\n",
        "," * 50 + "\n",
        "tensor(",
        "1 234,5\n",
        "- 5\n",
        "[1,",
        "(",
    ],
)
def test_a_text_of_twice_the_length_is_twice_the_work(unit: str) -> None:
    times = MAX_TEXT // 4 // len(unit)
    assert calls_of_reading(unit * times) < 2.5 * calls_of_reading(unit * (times // 2))


def calls_of_reading(text: str) -> int:
    """How many functions are called until a text is read or refused: a measure of work that no machine changes."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        read_values(text, 2, 5000)
    except InputError as error:
        json.dumps(str(error))
    finally:
        sys.setprofile(None)
    return calls


def test_all_ordinary_forms_agree() -> None:
    text = "\n".join(f"2020-01-0{day},{number}" for day, number in enumerate(ORDINARY, 1))
    for value in (ORDINARY, {"values": ORDINARY}, {"text": text}, text, {"text": f"date,value\n{text}"}):
        assert read_values(value, 2, 100)[0] == ORDINARY


def test_a_line_that_is_too_long_for_a_table_is_said() -> None:
    """Longer than what Python's csv takes, after the lines by which a table is told."""
    with pytest.raises(InputError) as error:
        read_numbers("d,1\n" * 200 + '"' + "x" * 131_073 + '",2')
    assert (error.value.code, error.value.values["line"]) == ("row_too_long", 201)
    assert all("201" in error.value.message(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    "numbers",
    [
        list(np.array([1, 2, 3])),
        list(np.float32([1, 2, 3])),
        np.array([1.0, 2.0, 3.0]),
        torch.tensor([1.0, 2.0, 3.0]),
        list(torch.tensor([1, 2, 3])),
        range(1, 4),
    ],
)
def test_numbers_of_other_libraries_are_numbers(numbers: Any) -> None:
    for value in (numbers, {"values": numbers}):
        assert read_values(value, 2, 100) == ([1, 2, 3], None)
