"""The guide in a browser: it opens beside the stage, its buttons select on the picture, its exercises can be solved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route
from test_exercises import EXERCISES, SOLVED, begun
from visit import Visit

from playground.stages import GRUStep
from playground.story import SECTIONS
from playground.story.states import STATES
from playground.text import table

# One of each kind: with changes, with a value, at a moment, of each task. That all others are states which the app
# has is held by test_story.py.
PLACES = list(
    {
        (state.task, bool(state.changes), state.select[-1:].isdigit(), state.moment is None): name
        for name, state in STATES.items()
        if state.task and name in table("en")["story"]["open"]
    }.values()
)
SECTION = {block[1:]: name for name, blocks in SECTIONS.items() for block in blocks.split() if block[0] == ">"}
ARRIVED = """({task, network, moment, select, changes}) => {
  const {trace, original} = window.session;
  const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
  if (!same(window.session.changes, changes) || !same(trace?.of?.changes, changes)) return false;
  if (Boolean(original) !== Boolean(changes) || !trace) return false;
  if (trace.task !== task || trace.architecture !== network || trace.milliseconds === null) return false;
  if (moment !== null && window.player.moment !== moment) return false;
  return (new URLSearchParams(location.search).get('cell') ?? '') === select;
}"""


def open_section(visit: Visit, name: str) -> None:
    if not visit.page.locator(".pg-guide").is_visible():
        visit.page.locator("[data-view=guide]").click()
    visit.page.wait_for_selector(".pg-guide h2")
    visit.page.locator("[data-contents]").select_option(name)
    visit.page.wait_for_function("name => new URLSearchParams(location.search).get('guide') === name", arg=name)


def arrive(visit: Visit, name: str) -> None:
    state = STATES[name]
    wanted = {key: getattr(state, key) for key in ("task", "network", "moment", "select", "changes")}
    visit.page.wait_for_function(ARRIVED, arg=wanted)


def arrive_at(visit: Visit, section: str) -> None:
    """Where its exercise begins."""
    said = begun(section)
    wanted = {"task": said["task"], "network": said["network"], "moment": None, "select": said["cell"] or ""}
    visit.page.wait_for_function(ARRIVED, arg=wanted | {"changes": said["changes"] or None})


def test_it_is_loaded_when_it_is_opened(visit: Visit) -> None:
    assert not [url for url in visit.requests if "/story" in url]
    visit.page.locator("[data-view=guide]").click()
    visit.page.wait_for_selector(".pg-guide h2")
    assert visit.text(".pg-guide h2") == table("en")["story"]["start"]["title"]
    stage = visit.page.locator(".pg-stage").bounding_box()
    guide = visit.page.locator(".pg-guide").bounding_box()
    assert stage
    assert guide
    assert guide["x"] + guide["width"] <= stage["x"] + 1, "it stands beside the stage"
    assert visit.page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_keys_turn_the_page(visit: Visit) -> None:
    open_section(visit, "start")
    names = list(SECTIONS)
    visit.page.locator(".pg-guide .pg-text").focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_function("name => location.search.includes(`guide=${name}`)", arg=names[1])
    visit.page.keyboard.press("ArrowLeft")
    visit.page.wait_for_function("name => location.search.includes(`guide=${name}`)", arg=names[0])


@pytest.mark.parametrize("name", PLACES)
def test_a_button_selects_on_the_picture(visit: Visit, name: str) -> None:
    open_section(visit, SECTION[name])
    visit.page.locator(f".pg-open[data-state={name}]").click()
    arrive(visit, name)
    assert visit.page.locator(".pg-guide").is_visible(), "the text stays"


def test_the_visitors_own_input_stays(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn")
    visit.clear()
    visit.draw([[(0.5, 0.1), (0.5, 0.9)]])
    mine = visit.page.evaluate("session.input")
    open_section(visit, "convolution")
    visit.page.locator(".pg-open[data-state=second]").click()
    arrive(visit, "second")
    assert visit.page.evaluate("session.input") == mine
    visit.assert_no_problems()


def told(visit: Visit, section: str, right: bool) -> str:
    place = visit.page.locator(f"[data-exercise={section}] [role=status]")
    place.and_(visit.page.locator(".right" if right else ".wrong")).wait_for()
    return place.inner_text()


@pytest.mark.parametrize("section", [name for name, one in EXERCISES.items() if one.kind == "choice"])
def test_a_choice_is_measured(visit: Visit, section: str) -> None:
    """One of the options is right, and it is told which."""
    open_section(visit, section)
    options = EXERCISES[section].options
    rights = []
    for option in options:
        visit.page.locator(f"[data-exercise={section}] [data-option={option}]").click()
        status = visit.page.locator(f"[data-exercise={section}] [role=status]")
        visit.page.wait_for_function("e => e.className !== '' && e.textContent !== ''", arg=status.element_handle())
        rights.append("right" in (status.get_attribute("class") or ""))
        status.evaluate("e => { e.className = ''; e.textContent = ''; }")
    assert sum(rights) == 1, dict(zip(options, rights, strict=True))


@pytest.mark.parametrize(
    ("section", "number"), [("padding", "24"), ("shapes", "1568"), ("gru", "0"), ("counting", "60,672")]
)
def test_a_number_is_measured(visit: Visit, section: str, number: str) -> None:
    open_section(visit, section)
    field = visit.page.locator(f"[data-exercise={section}] input")
    field.fill("7")
    field.press("Enter")
    told(visit, section, right=False)
    field.fill(number)
    field.press("Enter")
    assert f"{int(number.replace(',', '')):,}" in told(visit, section, right=True)


def test_a_number_is_measured_when_all_its_digits_have_come(open_page: Callable[..., Visit]) -> None:
    """Of a value that came in twelve bits a server that is busy has the others later."""
    visit = open_page("?guide=conventions")
    field = visit.page.locator("[data-exercise=conventions] input")

    refusals = [503, 422]  # of which the last holds

    def refuse(route: Route) -> None:
        exact = route.request.post_data_json.get("exact")
        told = {"message": "Not this.", "retry": 1}
        route.fulfill(status=refusals[-1], json=told) if exact else route.continue_()

    visit.page.route("**/playground/trace", refuse)
    field.fill("7")
    field.press("Enter")
    visit.page.locator("[data-exercise=conventions]").get_by_text("Not this.").wait_for()
    refusals.pop()
    field.press("Enter")
    visit.page.locator("[data-exercise=conventions] .waiting").wait_for()
    field.press("Enter")  # whoever checks again is judged once
    visit.page.unroute("**/playground/trace")
    found = told(visit, "conventions", right=False)
    steps = [stage for stage in visit.trace().stages if isinstance(stage, GRUStep)]
    [step] = (step for step in steps if (step.layer, step.t) == (0, 13))
    assert f"{1 - step.update[5]:.4g}" in found
    visit.assert_no_problems()


@pytest.mark.parametrize("section", SOLVED)
def test_a_goal_is_noticed(visit: Visit, section: str) -> None:
    open_section(visit, section)
    visit.page.locator(f"[data-exercise={section}] button").first.click()
    arrive_at(visit, section)
    assert not visit.page.locator(f"[data-exercise={section}] .right").count()
    visit.page.evaluate("changes => void setChanges(changes)", SOLVED[section])
    told(visit, section, right=True)


@pytest.mark.parametrize("section", ["rnn", "vanishing"])
def test_a_step_is_measured(visit: Visit, section: str) -> None:
    open_section(visit, section)
    visit.page.locator(f"[data-exercise={section}] button").first.click()
    arrive_at(visit, section)
    leaders = visit.page.evaluate("""() => {
      const {trace} = window.session;
      const guesses = Array.from({length: trace.steps}, (_, t) => trace.guess(t));
      return guesses.map((p) => p.indexOf(Math.max(...p)));
    }""")
    at = max(t + 1 for t, leader in enumerate(leaders) if leader != leaders[-1])
    for step, right in ((at - 1, False), (at, True)):
        visit.page.evaluate("step => seek(step)", step)
        visit.page.locator(f"[data-exercise={section}] button").nth(1).click()
        told(visit, section, right=right)


def test_it_reads_in_chinese(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?lang=zh&guide=lstm")
    visit.page.wait_for_selector(".pg-guide h2")
    assert visit.text(".pg-guide h2") == table("zh")["story"]["lstm"]["title"]
    visit.assert_no_problems()


def test_on_a_phone_what_is_selected_is_above_the_guide(open_page: Callable[..., Visit]) -> None:
    """The sheet covers neither the selected layer nor, with anything of the page, its own buttons."""
    visit = open_page("?guide=shapes", viewport={"width": 390, "height": 664})
    visit.page.wait_for_selector(".pg-guide h2")
    for section, name, key in (("shapes", "ten", "Output"), ("convolution", "second", "Convolution:1")):
        open_section(visit, section)
        visit.page.locator(f".pg-open[data-state={name}]").click()
        arrive(visit, name)
        visit.settle()
        visit.frames(3)
        bottom = visit.page.evaluate(
            """key => {
              const box = window.stage.boxOf(key, []);
              return window.stage.place.getBoundingClientRect().top + box.y + box.height;
            }""",
            key,
        )
        guide = visit.page.locator(".pg-guide").bounding_box()
        assert guide
        assert bottom <= guide["y"] + 1
        assert abs(guide["height"] - 0.46 * 664) < 1
        numbers = visit.page.locator(".pg-classes .pg-class > span:nth-child(2)")
        assert numbers.count() == 10
        assert all(numbers.evaluate_all("all => all.map((one) => one.scrollWidth <= one.clientWidth)")), (
            "none over another"
        )
    visit.page.locator("[data-by='1']").click(timeout=2000)
    visit.assert_no_problems()
