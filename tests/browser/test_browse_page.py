"""Browsing test data in a real browser: what `evaluate` says is on the page, and each input opens in the picture."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visit import Visit

from playground import evaluate
from playground.tasks import TASKS

AT = "?view=compare&part=tests"
ITEMS = ".pg-browse li button"
LEAD = ".pg-browse [data-lead]"
CHOSEN = ".pg-browse td [aria-pressed=true]"


def shown(visit: Visit, count: int) -> None:
    expect(visit.page.locator(ITEMS)).to_have_count(min(count, 60))


@pytest.fixture(scope="module")
def shared(open_page) -> Visit:  # noqa: ANN001 - as in conftest.py
    return open_page(f"{AT}&network=lstm")


def test_the_matrix_leads_to_the_digits_and_they_to_the_picture(visit: Visit) -> None:
    found = evaluate("digits", "lstm")
    page = visit.page
    shown(visit, len(found.wrong))  # at first all that is wrong
    expect(page.locator(LEAD)).to_contain_text(f"{100 * found.accuracy:.2f}\u00a0%")
    expect(page.locator(LEAD)).to_contain_text("every fifth of MNIST’s 10,000")
    cells = page.locator(".pg-browse td button").evaluate_all("all => all.map((e) => [e.dataset.cell, +e.textContent])")
    confusion = {f"{row}.{k}": n for row, counts in enumerate(found.confusion.tolist()) for k, n in enumerate(counts)}
    assert dict(cells) == {cell: count for cell, count in confusion.items() if count}

    errors = (found.confusion - found.confusion.diag().diag()).flatten()
    truth, answer = divmod(int(errors.argmax()), 10)
    page.locator(f"[data-cell='{truth}.{answer}']").click()
    shown(visit, int(errors.max()))
    visit.addressed(f"tests=cell.{truth}.{answer}")
    of_cell = ((found.truth == truth) & (found.answers == answer)).nonzero()[:, 0]
    surest = max(of_cell.tolist(), key=lambda k: float(found.certainty[k]))
    number = found.inputs[surest]["test"]
    first = page.locator(ITEMS).first
    expect(first).to_contain_text(f"{100 * float(found.certainty[surest]):.1f}\u00a0%")

    visit.give(first.click)
    assert visit.asked[-1]["input"] == {"test": number}
    assert visit.prediction == str(answer)
    visit.addressed(f"input=m.{number}")
    expect(page.locator("[data-words]")).to_have_text(f"test digit {number:,} of MNIST, labelled {truth}")
    assert visit.ink() > 0
    page.go_back()
    expect(page.locator(CHOSEN)).to_have_attribute("data-cell", f"{truth}.{answer}")


def test_by_keys_and_where_two_differ(visit: Visit) -> None:
    page = visit.page
    page.locator("[data-cell='7.7']").click()
    page.keyboard.press("ArrowUp")
    focused = page.evaluate("document.activeElement.dataset.cell")
    assert focused.endswith(".7")
    assert focused != "7.7"
    page.keyboard.press("Enter")
    expect(page.locator(CHOSEN)).to_have_attribute("data-cell", focused)
    page.locator("[data-kind=differ]").click()
    page.locator("[data-second]").select_option("gru")
    shown(visit, len(evaluate("digits", "lstm").differing(evaluate("digits", "gru"))))
    page.locator("[data-network]").select_option("fnn")
    shown(visit, len(evaluate("digits", "fnn").differing(evaluate("digits", "gru"))))
    visit.addressed("network=fnn")


def test_a_name_goes_into_the_field(visit: Visit) -> None:
    visit.page.locator("[data-kind=unsure]").click()
    visit.page.locator(".pg-tasks [data-task=names]").click()
    found = evaluate("names", "gru")
    expect(visit.page.locator(LEAD)).to_contain_text(f"{100 * found.accuracy:.2f}\u00a0%")
    least = found.order[0]
    text, truth = found.inputs[int(least)]["text"], TASKS["names"].labels[int(found.truth[int(least)])]
    first = visit.page.locator(ITEMS).first
    expect(first).to_contain_text(text)
    expect(first).to_contain_text(truth)
    visit.give(first.click)
    assert visit.asked[-1]["input"] == {"text": text}
    assert visit.page.locator(".pg-entry:not([hidden]) input").input_value() == text


def test_two_networks_with_long_names_have_room(open_page: Callable[..., Visit]) -> None:
    visit = open_page(f"{AT}&task=strokes&network=lstm1&tests=differ.bigru")
    shown(visit, len(evaluate("strokes", "lstm1").differing(evaluate("strokes", "bigru"))))
    expect(visit.page.locator(".pg-browse .answers").first).to_contain_text("GRU both ways")
    tiles = visit.page.locator(ITEMS).evaluate_all("all => all.map((e) => [e.scrollWidth, e.clientWidth])")
    assert all(content <= room for content, room in tiles)
