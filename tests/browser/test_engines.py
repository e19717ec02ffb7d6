"""The page in Firefox and in WebKitGTK: one screen, a drawn digit is read, maps and lanes are painted."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from engines import Engine, firefox, wait_for, webkit

from playground.ui.modules import static

MODULE = f"import(new URL('{static()}/{{}}.js', location.origin))"
# Values that are painted: pixels of a layer's canvas that are not those of an empty one.
PAINTED = """(() => {
  const canvas = document.querySelector('.pg-block[data-key="KEY"] canvas');
  if (!canvas) return 0;
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
})()"""


@pytest.mark.slow
@pytest.mark.parametrize("launch", [firefox, webkit])
def test_a_digit_is_read(launch: Callable[[Path], AbstractContextManager[Engine]], server: str, tmp_path: Path) -> None:
    demanded = os.environ.get("PLAYGROUND_REQUIRE_BROWSER") == "1"
    try:
        with launch(tmp_path) as page:
            page.go(f"{server}/?network=cnn")
            wait_for(page, "document.querySelectorAll('.pg-block').length > 6")
            assert page.run("document.documentElement.scrollHeight <= innerHeight")
            wait_for(page, "document.querySelector('.pg-paper canvas[tabindex]') !== null")
            page.run(f"{MODULE.format('run/session')}.then((m) => {{ window.session = m.session; }})")
            x, y, side = page.run(
                "(() => { const b = document.querySelector('.pg-paper canvas[tabindex]').getBoundingClientRect();"
                " return [b.left, b.top, b.width]; })()"
            )
            page.drag([(x + side * 0.5, y + side * (0.15 + 0.07 * k)) for k in range(11)])
            read = "session.trace?.milliseconds && !session.trace.preview && session.input?.strokes?.length === 1"
            wait_for(
                page,
                f"{read} && document.querySelector('[data-prediction]').textContent === '1'",
            )
            wait_for(page, f"{PAINTED.replace('KEY', 'Convolution:1')} > 20")
            page.run("document.querySelector('.pg-header [data-architecture=lstm]').click()")
            wait_for(page, "session.trace?.architecture === 'lstm' && session.trace.milliseconds")
            wait_for(page, f"{PAINTED.replace('KEY', 'LSTMStep:1')} > 20")
    except LookupError as error:
        (pytest.fail if demanded else pytest.skip)(str(error))
