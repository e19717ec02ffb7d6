"""What the first page asks for: its modules side by side, each once, and none that only a click needs."""

import re

from playwright.sync_api import Browser
from visit import Visit

from playground.ui.modules import needed

ORDER = """() => performance.getEntriesByType('resource').filter(({name}) => name.includes('/playground/static/'))
  .map(({name, startTime}) => [new URL(name).pathname.split(/\\/static\\/\\w+\\//)[1], startTime])"""


def test_its_modules_are_asked_for_at_once(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US", reduced_motion="reduce")
    visit = Visit(context, f"{server}/?network=cnn&cell=Output....logits.3")  # whose browser has none of them yet
    asked = [path[1] for url in visit.requests if (path := re.search(r"/playground/static/\w+/(.+)", url))]
    assert set(needed()) <= set(asked)
    assert len(asked) == len(set(asked)), "each once"
    times = dict(visit.page.evaluate(ORDER))
    first, last = min(times.values()), max(times[name] for name in needed())
    later = [when for name, when in times.items() if name not in needed()]
    assert all(last <= when or when >= first for when in later)
    for part in ("guide/sections.js", "lab.js", "why/", "share/", "image/"):
        assert not [name for name in asked if name.startswith(part)], part
    visit.assert_no_problems()
    context.close()
