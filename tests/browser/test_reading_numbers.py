"""A pasted text is read as a proposal under the field, each part of which can be changed by a click."""

from collections.abc import Callable, Iterator

import pytest
from visit import Visit

from playground import read_numbers

TABLE = (
    "Monat;Umsatz;Kosten\nJan;1.234,5;900,1\nFeb;;800,0\nMrz;1.300,0;700,0\nApr;1.310,0;710,0\nSumme;2.534,5;3.110,1"
)


@pytest.fixture(scope="module")
def shared(open_page: Callable[..., Visit]) -> Visit:
    return open_page("?task=series")


@pytest.fixture(autouse=True)
def at_first(visit: Visit) -> Iterator[None]:
    visit.give(lambda: visit.page.locator("[data-series=wave]").click())
    yield


def paste(visit: Visit, words: str) -> None:
    visit.give(lambda: visit.page.locator("textarea").first.fill(words))


def pick(visit: Visit, name: str, label: str) -> None:
    visit.give(lambda: visit.page.locator(f"select[data-reading={name}]").select_option(label=label))


def values(visit: Visit) -> list[float]:
    return visit.page.evaluate("session.trace.encoded.values")


def test_a_table_is_shown_as_it_was_read_and_another_column_is_a_click_away(visit: Visit) -> None:
    paste(visit, TABLE)
    assert values(visit) == pytest.approx(read_numbers(TABLE, column="Kosten").values)
    chosen = "(name) => document.querySelector(`select[data-reading=${name}]`).selectedOptions[0].textContent"
    assert visit.page.evaluate(chosen, "column") == "Kosten"
    assert visit.page.evaluate(chosen, "marks") == "1.234,5"
    pick(visit, "column", "Umsatz")
    assert values(visit) == pytest.approx([1234.5, 1300, 1310])
    assert visit.asked[-1]["input"]["column"] == 2
    visit.page.locator("details[data-reading=skipped] summary").click()
    assert "6: Summe" in visit.page.locator("details[data-reading=skipped] li").inner_text()


def test_gaps_are_named_and_filled_in_on_request(visit: Visit) -> None:
    paste(visit, "5\n6\n\n8")
    assert values(visit) == [5, 6, 8]
    visit.page.locator("details[data-reading=gaps] summary").click()
    assert "3" in visit.page.locator("details[data-reading=gaps] li").inner_text()
    visit.give(lambda: visit.page.locator("select[data-reading=gaps]").select_option(index=1))
    assert values(visit) == [5, 6, 7, 8]


def test_another_reading_is_offered_and_taken(visit: Visit) -> None:
    paste(visit, "0,5\n10,7\n20,9")
    assert values(visit) == [0.5, 10.7, 20.9]
    visit.give(lambda: visit.page.locator(".pg-reading button", has_text="5; 7; 9").click())
    assert values(visit) == [5, 7, 9]


def test_another_table_is_a_click_away_and_so_is_the_first(visit: Visit) -> None:
    paste(visit, "Month,Sales\nJan,5\nFeb,6\n\nMonth,Costs\nJan,3\nFeb,4")
    assert values(visit) == [5, 6]
    for first, others in (([3, 4], "3; 4"), ([5, 6], "5; 6")):
        visit.give(lambda words=others: visit.page.locator(".pg-reading button", has_text=words).click())
        assert values(visit) == first
    assert visit.asked[-1]["input"]["table"] == 1


@pytest.mark.parametrize(
    ("words", "named", "left"),
    [("1,5\n2.5\n3,5", "2.5", [1.5, 3.5]), ("5\nabc\n7", "abc", [5, 7])],
    ids=["marks of two countries", "a word"],
)
def test_what_is_no_number_is_named_and_can_be_left_out(
    visit: Visit, words: str, named: str, left: list[float]
) -> None:
    visit.page.locator("textarea").first.fill(words)
    visit.page.locator(".pg-reading button").first.wait_for()
    assert named in visit.page.locator(".pg-message").first.inner_text()
    visit.give(lambda: visit.page.locator(".pg-reading button").first.click())
    assert values(visit) == left


def test_an_example_has_no_proposal(visit: Visit) -> None:
    assert visit.page.locator(".pg-reading > *").count() == 0


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252"])
def test_a_file_in_any_code_is_read(visit: Visit, code: str) -> None:
    table = "Größe;Erlös in €\nklein;1.234,5\nmittel;987,1\ngroß;1.300,0"
    files = {"name": "Werte.csv", "mimeType": "text/csv", "buffer": table.encode(code)}
    visit.give(lambda: visit.page.locator(".pg-series-tools input[type=file]").set_input_files([files]))  # type: ignore[list-item]
    assert visit.page.locator(".pg-entry:not([hidden]) textarea").input_value() == table
    assert values(visit) == [1234.5, 987.1, 1300]


def test_a_file_is_dropped_on_the_numbers(visit: Visit) -> None:
    """Which the browser would go to otherwise."""
    drop = """() => {
      const dropped = new DataTransfer();
      const bytes = new Uint8Array([0xfc, 0x3b, 0x35, 0x2c, 0x32, 0x0a, 0xe4, 0x3b, 0x36, 0x2c, 0x33]);
      dropped.items.add(new File([bytes], 'a.csv', {type: 'text/csv'}));
      const field = document.querySelector('.pg-entry:not([hidden]) textarea');
      const told = {dataTransfer: dropped, bubbles: true, cancelable: true};
      return ['dragover', 'drop'].map((name) => field.dispatchEvent(new DragEvent(name, told)));
    }"""
    gone = []
    visit.give(lambda: gone.extend(visit.page.evaluate(drop)))
    assert gone == [False, False], "the browser does nothing of its own"
    assert visit.page.locator(".pg-entry:not([hidden]) textarea").input_value() == "ü;5,2\nä;6,3"
    assert values(visit) == [5.2, 6.3]
