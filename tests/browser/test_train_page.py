"""The training lab in a browser: a network learns circles while one watches, and is then opened like every other."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect
from visit import Visit

LAB = ".pg-train"
RUN = f"{LAB} .pg-train-main"
SAID = f"{LAB} .pg-train-meter span"
UPDATE = r"\d+ of "
# The lab's own modules, the same instances that the page runs.
MODULES = """async () => {
  const load = (name) => window.load(`train/${name}`);
  Object.assign(window, await load('bench'), await load('training'), await load('setup_code'));
}"""
PIXELS = "[...window.training.progress.trace.get('Input').arrays.values.values]"
PLANE = "document.querySelector('.pg-train-plane').toDataURL()"
PICTURE = "[...document.querySelectorAll('.pg-train-stage canvas')].map((c) => c.toDataURL()).join()"
# What the server says of the stack that is on the bench, when it has answered.
PLANNED = "window.bench.stack !== null && document.querySelector('.pg-train-main').disabled === false"
SCROLLS = """() => {
  const {scrollWidth, scrollHeight} = document.documentElement;
  return scrollWidth > innerWidth || scrollHeight > innerHeight;
}"""


def opened(open_page: Callable[..., Visit], setup: str, **window: object) -> Visit:
    visit = open_page(f"?view=train&setup={setup}", **window)
    visit.page.evaluate(MODULES)
    visit.page.wait_for_function(PLANNED)
    return visit


@pytest.fixture(scope="module")
def lab(open_page: Callable[..., Visit]) -> Iterator[Visit]:
    visit = opened(open_page, "circles*u300")
    yield visit
    visit.assert_no_problems()


def test_a_network_learns_circles_and_is_looked_into(lab: Visit) -> None:
    page = lab.page
    points = page.evaluate(PLANE)
    page.locator(f"{LAB} [data-field=rate]").select_option("null")
    page.click(f"{LAB} [data-act=step]")
    expect(page.locator(SAID)).to_contain_text("Update 1 of 300", timeout=60_000)
    before = page.evaluate("window.training.progress.update.validation.accuracy")
    page.wait_for_function("window.training.progress.trace !== null")
    pictures = [page.evaluate(PLANE), page.evaluate(PICTURE)]
    assert pictures[0] != points  # the boundary is painted under the points
    page.click(RUN)
    page.wait_for_function("window.training.progress.phase === 'ended'")
    ended = page.evaluate("({...window.training.progress.ended, ...window.training.progress.update})")
    assert ended["why"] == "done"
    assert ended["validation"]["accuracy"] > max(0.9, before)
    page.wait_for_function(f"{PLANE} !== before".replace("before", repr(pictures[0])))
    assert page.evaluate(PICTURE) != pictures[1]
    assert page.evaluate("window.training.progress.curves.all.length") > 1
    page.click(f"{LAB} [data-act=look_into]")
    page.wait_for_function("window.session.task === 'plane' && window.session.trace?.milliseconds > 0")
    assert page.locator(".pg-picker [aria-checked=true]").inner_text() == "My network"
    assert page.evaluate("window.session.trace.architecture") == ended["network"]["name"]
    assert page.evaluate("window.session.trace.labels") == ["A", "B"]


def test_the_server_may_have_lost_the_network(lab: Visit) -> None:
    """Another server, or the same after a while, gets the weights again from the page, which nobody notices."""
    page = lab.page
    asked: list[str] = []

    def once(route: object) -> None:
        asked.append(route.request.url)  # type: ignore[attr-defined]
        if len(asked) == 1:
            route.fulfill(status=410, json={"message": "not kept"})  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/playground/trace", once)
    with page.expect_response("**/playground/network*") as sent:
        page.evaluate("window.session.trace = null; window.setChanges(null)")
    assert sent.value.ok
    page.wait_for_function("window.session.trace?.milliseconds > 0")
    page.unroute("**/playground/trace")
    lab.problems = [problem for problem in lab.problems if "410" not in problem]


def test_the_picture_shows_a_digit_of_the_visitor_s_and_a_name(open_page: Callable[..., Visit]) -> None:
    """What cannot be read is said, and the training goes on; after its end its gradients are there."""
    visit = opened(open_page, "digits*z50*u5000*ld4")
    page = visit.page
    page.click(RUN)
    page.wait_for_function("window.training.progress?.trace", timeout=60_000)
    page.evaluate(f"window.before = {PIXELS}")
    page.click(f"{LAB} .digits [data-name='1']")
    box = page.locator(f"{LAB} .pg-train-paper").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 10, steps=5)
    page.mouse.up()
    page.wait_for_function(f"{PIXELS}.some((value, k) => value !== window.before[k])")
    # A stroke from top to bottom: ink in the middle columns alone.
    columns = page.evaluate(f"{PIXELS}.flatMap((value, k) => value ? [k % 28] : [])")
    assert columns
    assert set(columns) <= set(range(11, 18))
    page.click(f"{LAB} [data-act=finish]")
    page.wait_for_function("window.training.progress.phase === 'ended'")
    before = page.evaluate(PICTURE)
    page.click(f"{LAB} [data-shows=gradients]")
    page.wait_for_function(f"{PICTURE} !== {before!r}")
    page.click(f"{LAB} [data-kind=names]")
    page.wait_for_function(PLANNED)
    assert page.evaluate("window.bench.example") is None  # a name is no drawing
    field = page.locator(f"{LAB} [data-field=name]")
    field.fill("Yamamoto")
    page.click(RUN)
    page.wait_for_function("window.training.progress?.trace?.steps === 9", timeout=60_000)
    field.fill("?!")
    page.wait_for_function("window.training.progress.refused")
    expect(page.locator(f"{LAB} .pg-train-hint")).not_to_be_empty()
    assert page.evaluate("window.training.progress.phase") == "running"
    field.fill("Li")
    page.wait_for_function("window.training.progress.trace?.steps === 3")
    visit.assert_no_problems()


def test_a_loss_that_is_no_number_and_a_stack_that_cannot_be(open_page: Callable[..., Visit]) -> None:
    visit = opened(open_page, "diabetes*O0*r10*I4*u200", viewport={"width": 1366, "height": 620})
    page = visit.page
    page.click(RUN)
    page.wait_for_function("window.training.progress.phase === 'ended'", timeout=60_000)
    assert page.evaluate("window.training.progress.ended.why") == "not_finite"
    expect(page.locator(f"{LAB} .pg-train-meter.alarm")).to_be_visible()
    expect(page.locator(f"{LAB} [data-act=look_into]")).to_be_disabled()
    assert not page.evaluate(SCROLLS)
    # A convolution of a table has nothing to slide over; the layer itself is marked.
    page.locator(f"{LAB} [data-field=add]").select_option('"conv"')
    expect(page.locator(f"{LAB} .pg-train-chips .refused")).to_be_visible()
    expect(page.locator(f"{LAB} .pg-train-refusal")).not_to_be_empty()
    expect(page.locator(RUN)).to_be_disabled()
    page.click(f"{LAB} [data-act=remove]")
    page.wait_for_function(PLANNED)
    visit.assert_no_problems()


# Every size and number that is offered, each in a setup of its own, and what the server says against it.
REFUSED = """async () => {
  const {KINDS, NUMBERS, firstSetup, askedOf} = await load('train/setup');
  const own = ['points', 'drawings', 'series'];
  const setups = Object.keys(KINDS).filter((kind) => !own.includes(kind)).flatMap((kind) => {
    const first = firstSetup(kind);
    return KINDS[kind].sizes.map((size) => ({...first, data: {...first.data, size}}));
  });
  for (const [name, values] of Object.entries(NUMBERS)) {
    for (const value of values) setups.push({...firstSetup('circles'), [name]: value});
  }
  const {postJson} = await load('server/post_json');
  const said = [];
  const keep = (error) => said.push(error.message);
  for (const setup of setups) await postJson('training/code', askedOf(setup)).catch(keep);
  return said;
}"""


def test_whatever_is_offered_is_taken(lab: Visit) -> None:
    assert lab.page.evaluate(REFUSED) == []


def test_what_is_chosen_while_a_training_is_asked_for_reaches_it(lab: Visit) -> None:
    """Nobody hears a command before it has begun."""
    page = lab.page
    page.evaluate("window.reset(); window.begin(window.readSetup('moons*u9000'), null)")
    page.wait_for_function(PLANNED)
    with page.expect_request(re.compile("/playground/training/[^/]+$")) as told:
        page.evaluate("window.setPace(50); window.run(); window.setPace(10)")
    assert told.value.post_data_json == {"do": "rate", "rate": 10, "language": "en"}
    page.evaluate("window.reset()")


def test_it_comes_back_by_itself(open_page: Callable[..., Visit]) -> None:
    """On a network without HTTPS, too, where browsers lack some functions."""
    visit = open_page()
    page = visit.page
    page.add_init_script("delete Crypto.prototype.randomUUID; delete Navigator.prototype.clipboard")
    page.goto(page.url.split("?")[0] + "?view=train")
    visit.meet()
    page.wait_for_selector(RUN)
    page.evaluate(MODULES)
    page.wait_for_function(PLANNED)
    page.context.set_offline(True)
    page.evaluate("window.change({seed: 5})")
    page.wait_for_function("window.bench.refusal !== null")
    page.context.set_offline(False)
    page.wait_for_function(PLANNED)


def test_a_link_is_a_training(open_page: Callable[..., Visit]) -> None:
    """Every choice stands in the address, and a phone opens it."""
    setup = "points*n.2*O1*r.3*e7*ld4-tanh*p-50.50.0_50.-50.1_0.0.2"
    visit = opened_without_stack(open_page, setup)
    page = visit.page
    assert page.evaluate("window.writeSetup(window.bench.setup)") == setup
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator(f"{LAB} [data-kind=points]")).to_have_attribute("aria-checked", "true")
    visit.assert_no_problems()


def opened_without_stack(open_page: Callable[..., Visit], setup: str) -> Visit:
    """Three points are too few to be trained on, which is said."""
    visit = open_page(f"?view=train&setup={setup}", viewport={"width": 390, "height": 844}, has_touch=True)
    visit.page.evaluate(MODULES)
    expect(visit.page.locator(f"{LAB} .pg-train-refusal")).not_to_be_empty()
    return visit
