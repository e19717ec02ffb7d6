"""Texts as people paste them are read as a whole: which numbers, in which marks, of which column, and what is told."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pasted_texts import BROKEN, BROUGHT, COMMAS, COMPOUNDS, REFUSED, TABLES, THOUGHT_OF
from tables import POSITIVE, SIGNED, UNREAD, cases

from playground import read_numbers
from playground.errors import InputError
from playground.tasks.series import SERIES
from playground.text import LANGUAGES, text


def assert_read(pasted: str, expected: Any) -> None:
    if isinstance(expected, tuple):
        with pytest.raises(InputError) as caught:
            read_numbers(pasted)
        word, line, entry = expected
        assert caught.value.values == {"word": word, "line": line, "entry": entry}
        assert all(word in caught.value.message(language) for language in LANGUAGES)
        return
    reading = read_numbers(pasted)
    assert reading.values == pytest.approx(expected, rel=1e-12)
    assert read_numbers(pasted, **reading.choices()).values == reading.values
    for other in reading.others:
        assert read_numbers(pasted, **other.choices).values[:3] == other.first
        assert other.first != reading.values


@pytest.mark.parametrize("name", BROUGHT)
def test_what_people_brought(name: str) -> None:
    assert_read(*BROUGHT[name])


@pytest.mark.parametrize(("pasted", "expected"), [*THOUGHT_OF, *COMMAS, *COMPOUNDS, *BROKEN])
def test_others_of_the_same_kinds(pasted: str, expected: Any) -> None:
    assert_read(pasted, expected)


@pytest.mark.parametrize("pasted", REFUSED)
def test_what_no_reading_fits_is_refused(pasted: str) -> None:
    with pytest.raises(InputError):
        read_numbers(pasted)


@pytest.mark.parametrize(("pasted", "expected", "others"), TABLES)
def test_of_several_tables_the_first_is_read_and_the_others_offered(
    pasted: str, expected: list[float], others: list[tuple[float, ...]]
) -> None:
    assert_read(pasted, expected)
    reading = read_numbers(pasted)
    offered = {other.choices["table"]: other for other in reading.others if other.choices.get("table", 1) > 1}
    assert [other.first for other in offered.values()] == others
    assert sum(one.why == "table" for one in reading.skipped) == len(others)
    for place, other in offered.items():
        again = read_numbers(pasted, **other.choices)
        assert (again.table, again.values[:3]) == (place, other.first)
        assert any(one.choices.get("table") == 1 for one in again.others)


def test_a_table_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        read_numbers("Sales\n5\n6\n\nCosts\n3\n4", table=3)
    assert caught.value.code == "no_such_reading"


def test_where_a_comma_may_part_cells_or_thousands_the_other_reading_is_offered() -> None:
    read = read_numbers("Jan,1,234\nFeb,2,345\nMar,3,456")
    assert (234, 345, 456) in [other.first for other in read.others]
    read = read_numbers("Jan,100,234\nFeb,200,345")
    assert (100234, 200345) in [other.first for other in read.others]


def test_what_stands_beside_a_number_is_told() -> None:
    assert read_numbers("5 [4, 6]\n7 (6-8)").skipped == ((1, "[4, 6]", "aside"), (2, "(6-8)", "aside"))


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("1,5\n2.5\n3,5", "other_marks"),
        ("1:30\n1:45", "a_time"),
        ("Month,A,B\nJan,1,2,3\nFeb,4,5,6", "which_commas"),
        ("count 5\nmean 3\nstd 1", "only_statistics"),
        ("5 kg\n600 g", "not_a_number"),
    ],
)
def test_why_a_word_is_no_number_is_said(pasted: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_numbers(pasted)
    assert caught.value.code == code
    assert all(caught.value.values["word"] in caught.value.message(language) for language in LANGUAGES)


LOCALES = [(".", ","), (".", ""), (",", "."), (",", ""), (",", "\u202f"), (",", "\u00a0"), (".", "'"), (".", "\u2019")]
MINUS = ["-", "\u2212", "\u2013"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LABELS = [
    lambda n: f"2024-01-{n + 1:02}",
    lambda n: f"{n + 1:02}.01.2024",
    lambda n: f"1/{n + 1}/2024",
    lambda n: MONTHS[n],
    lambda n: f"{MONTHS[n]} 2024",
    lambda n: str(2001 + n),
    lambda n: str(n + 1),
    lambda n: f"{n + 1}.",
    lambda n: f"10:{10 + n}",
    lambda n: f"2024\u5e74{n + 1}\u6708",
    lambda n: str(1700000000 + 3600 * n),
]
hundredths = st.integers(-5_000_000, 50_000_000).filter(lambda n: n % 10)  # a last digit that is written, always


def written(hundreds: int, decimal: str, thousands: str, minus: str = "-") -> str:
    """A number as it is written in a country."""
    whole, cents = divmod(abs(hundreds), 100)
    sign = minus if hundreds < 0 else ""
    return f"{sign}{whole:,}".replace(",", thousands) + f"{decimal}{cents:02}"


@settings(max_examples=300, deadline=None, phases=[Phase.generate])
@given(st.data())
def test_any_table_in_any_country_is_read_back(data: st.DataObject) -> None:
    """A random table in random marks and a random layout: its last column, and each other one by its name."""
    decimal, thousands = data.draw(st.sampled_from(LOCALES))
    separator = data.draw(st.sampled_from(["\t", ";", "|", ","]))
    label = data.draw(st.sampled_from(LABELS))
    minus, end = data.draw(st.sampled_from(MINUS)), data.draw(st.sampled_from(["\n", "\r\n"]))
    height, width = data.draw(st.integers(3, 12)), data.draw(st.integers(1, 3))
    numbers = [[data.draw(hundredths) for _ in range(width)] for _ in range(height)]
    names = ["When", "Alpha", "Beta", "Gamma"][: width + 1]
    rows = [names] if data.draw(st.booleans()) else []
    cells = [
        [label(n), *(written(number, decimal, thousands, minus) for number in row)] for n, row in enumerate(numbers)
    ]
    rows += [[f'"{cell}"' if separator in cell else cell for cell in row] for row in cells]
    if rows[0] is names and data.draw(st.booleans()):
        rows.append(
            ["Total", *(written(sum(column), decimal, thousands, minus) for column in zip(*numbers, strict=True))]
        )
        rows[-1] = [f'"{cell}"' if separator in cell else cell for cell in rows[-1]]
    if data.draw(st.booleans()) and rows[0] is names and height > width + 1:
        rows = [list(column) for column in zip(*rows, strict=True)]
    pasted = data.draw(st.sampled_from(["", "\ufeff"])) + end.join(separator.join(row) for row in rows) + end
    columns = [[number / 100 for number in column] for column in zip(*numbers, strict=True)]
    assert read_numbers(pasted).values == pytest.approx(columns[-1])
    for place, column in enumerate(columns, 2):
        assert read_numbers(pasted, column=place).values == pytest.approx(column)


@settings(max_examples=200, deadline=None, phases=[Phase.generate])
@given(st.data())
def test_any_list_in_any_country_is_read_back(data: st.DataObject) -> None:
    decimal, thousands = data.draw(st.sampled_from(LOCALES))
    marks = ["\n", "; ", ";", "\t", "\u3001"] + ([", "] if decimal == "." else []) + ([" "] if thousands != " " else [])
    separator = data.draw(st.sampled_from(marks))
    minus, unit = data.draw(st.sampled_from(MINUS)), data.draw(st.sampled_from(["", "", " kg", "\u00a0\u20ac", " %"]))
    if separator in (" ", ", "):
        unit = ""
    numbers = data.draw(st.lists(hundredths, min_size=3, max_size=20))
    pasted = separator.join(written(number, decimal, thousands, minus) + unit for number in numbers)
    assert read_numbers(pasted).values == pytest.approx([number / 100 for number in numbers])


@settings(max_examples=100, deadline=None, phases=[Phase.generate])
@given(st.lists(st.integers(1, 9_999_999), min_size=3, max_size=12), st.sampled_from(LABELS))
def test_any_thousands_without_quotes_below_a_heading_are_read_back(
    numbers: list[int], label: Callable[[int], str]
) -> None:
    pasted = "When,Sales\n" + "\n".join(f"{label(n)},{number:,}" for n, number in enumerate(numbers))
    assert read_numbers(pasted).values == tuple(numbers)


@settings(max_examples=100, deadline=None, phases=[Phase.generate])
@given(
    st.lists(st.integers(61, 5_000).filter(lambda n: n % 60), min_size=3, max_size=12),
    st.sampled_from(["{}h {}m", "{}h{}m", "{} h {} min", "{} hours {} minutes", "{}h{:02}", "{} Std. {} Min."]),
    st.sampled_from(["\n", "; ", "\t"]),
)
def test_any_durations_are_read_back(minutes: list[int], form: str, mark: str) -> None:
    assert read_numbers(mark.join(form.format(*divmod(n, 60)) for n in minutes)).values == tuple(minutes)


@settings(max_examples=100, deadline=None, phases=[Phase.generate])
@given(
    st.lists(st.tuples(st.integers(1, 999), st.sampled_from(["1/2", "1/4", "3/4", "1/3", "5/8"])), min_size=2),
    st.sampled_from(["\n", "; ", "\t", ", "]),
)
def test_any_mixed_numbers_are_read_back(numbers: list[tuple[int, str]], mark: str) -> None:
    pasted = mark.join(f"{whole} {fraction}" for whole, fraction in numbers)
    assert read_numbers(pasted).values == pytest.approx([whole + float(Fraction(part)) for whole, part in numbers])


def test_what_was_read_is_told() -> None:
    pasted = "My report\n\nMonth;Umsatz;Kosten\nJan;1.234,5;900,1\nFeb;;800,0\nMrz;1.300,0;700,0\nSumme;2.534,5;2.400,1"
    reading = read_numbers(pasted, column="Umsatz")
    assert reading.values == (1234.5, 1300.0)
    assert (reading.column, reading.decimal, reading.thousands, reading.heading) == ("Umsatz", ",", ".", True)
    assert [(one.position, one.name, one.count) for one in reading.columns] == [(2, "Umsatz", 2), (3, "Kosten", 3)]
    assert reading.skipped == ((1, "My report", "title"), (7, "Summe 2.534,5 2.400,1", "total"))
    assert reading.gaps == ((5, "", 1),)
    assert not reading.filled
    assert read_numbers(pasted, column="Kosten").values == (900.1, 800.0, 700.0)


def test_gaps_are_filled_in_on_request() -> None:
    reading = read_numbers("5\n\n\n8\nNA\n10", gaps="fill in")
    assert reading.values == pytest.approx((5, 6, 7, 8, 9, 10))
    assert [(gap.line, gap.text, gap.before) for gap in reading.gaps] == [(2, "", 1), (3, "", 1), (5, "NA", 2)]
    assert read_numbers("NA\n5\n6\nNA", gaps="fill in").values == (5, 6)  # nothing to fill in between


def test_a_word_is_left_out_only_on_request() -> None:
    with pytest.raises(InputError, match="“abc” is not a number"):
        read_numbers("5\nabc\n7")
    assert read_numbers("5\nabc\n7", gaps="leave out").values == (5, 7)
    assert read_numbers("5\nabc\n7", gaps="fill in").values == (5, 6, 7)
    assert read_numbers("5\nabc\n7", gaps="leave out").gaps == ((2, "abc", 1),)


@pytest.mark.parametrize(
    ("pasted", "choices", "expected"),
    [
        ("0,5\n10,7\n20,9", {"separator": ",", "column": 2}, (5, 7, 9)),
        ("0,5\n10,7\n20,9", {"decimal": ",", "separator": "\n"}, (0.5, 10.7, 20.9)),
        ("1,234\n1,240", {"decimal": ","}, (1.234, 1.24)),
        ("1.234\n1.240", {"thousands": "."}, (1234, 1240)),
        ("1.234\n1.240", {"thousands": ""}, (1.234, 1.24)),
        ("2019\n5\n6", {"heading": True}, (5, 6)),
        ("1 2 3\n4 5 6", {"orientation": "down", "column": 1}, (1, 4)),
        ("1 2 3\n4 5 6", {"orientation": "across", "column": 2}, (4, 5, 6)),
        ("Month,Jan,Feb\nSales,5,6\nCosts,1,2", {"column": "Sales"}, (5, 6)),
    ],
)
def test_what_is_chosen_is_done(pasted: str, choices: dict[str, Any], expected: tuple[float, ...]) -> None:
    assert read_numbers(pasted, **choices).values == expected
    encoded = SERIES.encode({"text": pasted, **choices})
    assert encoded.values == expected
    assert encoded.reading is not None


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ({"decimal": "x"}, "bad_reading"),
        ({"heading": "yes"}, "bad_reading"),
        ({"column": True}, "bad_reading"),
        ({"column": [1]}, "bad_reading"),
        ({"gaps": 1}, "bad_reading"),
        ({"orientation": {}}, "bad_reading"),
        ({"column": "Costs"}, "no_such_reading"),
        ({"column": 9}, "no_such_reading"),
    ],
)
def test_a_choice_that_is_none_is_refused(choices: dict[str, Any], code: str) -> None:
    for read in (
        lambda: read_numbers("Month,Sales\nJan,5\nFeb,6", **choices),
        lambda: SERIES.encode({"text": "1 2", **choices}),
    ):
        with pytest.raises(InputError) as caught:
            read()
        assert caught.value.code == code
        assert all(caught.value.message(language) for language in LANGUAGES)


def test_every_reason_has_words() -> None:
    for language in LANGUAGES:
        for why in ("total", "title", "heading", "note", "comment", "elided", "aside", "table"):
            assert text(f"reading.why.{why}", language)


@pytest.mark.parametrize(("name", "pasted", "values"), [*cases(POSITIVE, 3), *cases(SIGNED, 3)])
def test_tables_of_all_kinds(name: str, pasted: str, values: list[float]) -> None:
    assert read_numbers(pasted).values == pytest.approx(values, rel=1e-7)


@pytest.mark.parametrize(("name", "pasted", "values"), cases(UNREAD, 3))
def test_what_is_not_read_is_refused_and_named(name: str, pasted: str, values: list[float]) -> None:
    with pytest.raises(InputError) as caught:
        read_numbers(pasted)
    assert caught.value.values["word"] in pasted
