"""The lesson plans of docs/teaching in a browser: their links are understood, their answers measured."""

import pytest
from playwright.sync_api import expect
from test_teaching import LINK, WRITTEN, plans
from visit import WAIT, Visit

from playground.story.paths import PATHS

LINKS = {name: LINK.findall(WRITTEN[f"{name}.en.md"]) for name in plans.PLANS}
EACH = dict.fromkeys(link for links in LINKS.values() for link in links)
AWAITED = {"cnn.overfit"}  # a training, which test_lessons_page waits for


@pytest.mark.parametrize("link", EACH)
def test_every_link_opens_what_it_names(visit: Visit, link: str) -> None:
    visit.go(link.removeprefix(plans.ADDRESS))
    expect(visit.page.locator(".pg-guide h2")).to_be_visible(timeout=WAIT)
    visit.frames()
    expect(visit.page.locator(".pg-notices")).to_be_hidden()
    asked = visit.page.evaluate("new URLSearchParams(location.search).get('cell')")
    assert (f"cell={asked}" in link) or (asked is None and "cell=" not in link), link


@pytest.mark.parametrize("stop", sorted(set(plans.ANSWERS) - AWAITED))
def test_the_answer_of_a_plan_is_what_the_page_measures(visit: Visit, stop: str) -> None:
    """And another one is wrong."""
    path, name = stop.split(".")
    exercise, answer = PATHS[path][name].exercise, plans.ANSWERS[stop]
    assert exercise
    before = plans.link(path, name, plans._before(PATHS[path][name].ways[exercise.state]), "en")
    visit.go(before.removeprefix(plans.ADDRESS))
    place = visit.page.locator(f"[data-exercise='{stop}']")
    if exercise.kind == "number":
        place.locator("input").fill(answer)
        place.locator("input").press("Enter")
    else:
        place.locator(f"[data-option='{answer}']").click()
    expect(place.locator("[role=status]")).to_have_class("right", timeout=WAIT)
    told = place.locator("[role=status]").text_content() or ""
    assert plans._answer(path, name, PATHS[path][name], "en") in told, "in the same words"
    if exercise.kind == "choice":
        place.locator(f"[data-option]:not([data-option='{answer}'])").first.click()
        expect(place.locator("[role=status]")).to_have_class("wrong", timeout=WAIT)
