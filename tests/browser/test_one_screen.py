"""Drawing, the whole network and its answer are on one screen: every task and network, on every kind of screen."""

from collections.abc import Callable

import pytest
from visit import Visit

SCREENS = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "notebook": {"viewport": {"width": 1280, "height": 800}},
    "laptop": {"viewport": {"width": 1366, "height": 620}},
    "large": {"viewport": {"width": 1920, "height": 1080}},
    "projector": {"viewport": {"width": 1920, "height": 1080}},
    "phone": {"viewport": {"width": 390, "height": 664}, "device_scale_factor": 3, "has_touch": True},
}
DESKS = ("desk", "notebook", "laptop", "large")
TASKS = "[...document.querySelectorAll('.pg-tasks [data-task]')].map(({dataset}) => dataset.task)"
NETWORKS = """[...document.querySelectorAll('.pg-picker [data-architecture]')]
  .map(({dataset}) => dataset.architecture)"""

# What does not lie within the window, and what of the network is not drawn.
OUTSIDE = """() => {
  const {innerWidth, innerHeight} = window;
  const problems = [];
  const within = (name, box) => {
    if (!box || !box.width || !box.height) {
      problems.push(`${name} is not seen`);
      return;
    }
    const {left, top, right, bottom} = box;
    const isInside = left > -1 && top > -1 && right < innerWidth + 1 && bottom < innerHeight + 1;
    if (!isInside) problems.push(`${name} is outside: ${[left, top, right, bottom].map(Math.round)}`);
  };
  const {scrollWidth, scrollHeight} = document.documentElement;
  if (scrollWidth > innerWidth || scrollHeight > innerHeight) {
    problems.push(`the page scrolls: ${scrollWidth} x ${scrollHeight}`);
  }
  const seen = (selector) => [...document.querySelectorAll(selector)].find((one) => one.offsetParent);
  within('the entry', seen('.pg-entry:not([hidden])')?.getBoundingClientRect());
  within('the answer', seen('[data-prediction]')?.getBoundingClientRect());
  const dock = document.querySelector('.pg-dock').getBoundingClientRect();
  const {stage, session} = window;
  for (const {element, block} of stage.views.values()) {
    const box = element.getBoundingClientRect();
    const name = `${block.key} ${block.quantity}`;
    within(name, box);
    if (box.bottom > dock.top + 1) problems.push(`${name} is below the dock's edge: ${box.bottom} > ${dock.top}`);
  }
  const keys = new Set(stage.layout.blocks.map(({key}) => key));
  for (const {key, kind} of session.trace.stages.values()) {
    const isBeside = kind === 'Input' || kind === 'Output'; // in the columns at the left and at the right
    if (!keys.has(key) && !isBeside && window.hasLayer(key)) problems.push(`${key} is not in the picture`);
  }
  return problems;
}"""
# What is written or drawn in a column over something else of it.
OVER = """() => {
  const boxes = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility())
    .map((one) => ({name: selector, box: one.getBoundingClientRect()}));
  const parts = [
    [...boxes('.pg-entry .pg-paper'), ...boxes('.pg-entry .pg-tools'), ...boxes('.pg-entry .pg-examples'),
      ...boxes('.pg-entry .pg-chips'), ...boxes('.pg-entry .pg-picture-read'), ...boxes('.pg-measure')],
    boxes('.pg-foot > *'), boxes('.pg-guess > *'), boxes('.pg-class'), boxes('.pg-answer-foot > *'),
  ];
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
  return parts.flatMap((part, k) => parts.slice(k + 1).flat().flatMap((other) =>
    part.filter(({box}) => meet(box, other.box)).map(({name}) => `${other.name} lies over ${name}`)));
}"""
# Blocks that do not lie on whole device pixels, as nearly as a browser can tell (it counts in 64ths of a CSS pixel).
BLURRED = """() => [...window.stage.views.values()].filter(({element, canvas}) => {
  const {left, top, width, height} = element.getBoundingClientRect();
  const dpr = window.devicePixelRatio;
  const lengths = [left, top, width, height].map((length) => length * dpr);
  const isWhole = lengths.every((length) => Math.abs(length - Math.round(length)) < dpr / 32);
  return !isWhole || canvas.width !== Math.round(lengths[2]) || canvas.height !== Math.round(lengths[3]);
}).map(({block}) => `${block.key} ${block.quantity}`)"""
MAPS = """() => window.stage.layout.blocks.filter(({form}) => form === 'maps')
  .reduce((sum, {tiles}) => sum + tiles.count, 0)"""


def faults(visit: Visit) -> list[str]:
    """What is wrong with what stands in the window."""
    visit.page.wait_for_function("window.stage.idle")
    visit.frames(3)
    return [
        *visit.page.evaluate(OUTSIDE),
        *visit.page.evaluate(OVER),
        *(f"{name} is blurred" for name in visit.page.evaluate(BLURRED)),
    ]


def assert_all_144_maps_are_there(visit: Visit) -> None:
    assert visit.page.evaluate(MAPS) == 144
    first, last = visit.place("Convolution:0", [0]), visit.place("MaxPooling:1", [31])
    size = visit.page.viewport_size
    assert size
    assert all(0 < x < size["width"] and 0 < y < size["height"] for x, y in (first, last))


@pytest.mark.parametrize("screens", [[*DESKS], ["phone"], ["projector"]])
def test_every_network_of_every_task_is_on_one_screen(open_page: Callable[..., Visit], screens: list[str]) -> None:
    visit = open_page(**SCREENS[screens[0]])
    if screens == ["projector"]:
        visit.page.locator(".pg-menu summary").click()
        visit.page.locator("[data-projector]").check()
        visit.page.keyboard.press("Escape")
    found: dict[str, list[str]] = {}
    for task in visit.page.evaluate(TASKS):
        visit.choose_task(task)
        for network in visit.page.evaluate(NETWORKS):
            visit.pick(network)
            for screen in screens:  # one run, in windows of each size
                visit.page.set_viewport_size(SCREENS[screen]["viewport"])
                found[f"{task} {network} {screen}"] = faults(visit)
                if (task, network) == ("digits", "cnn"):
                    assert_all_144_maps_are_there(visit)
    assert not any(found.values()), {name: some for name, some in found.items() if some}
    visit.assert_no_problems()
