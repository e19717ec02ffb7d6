"""Code and numbers of a run, taken away from the page: what is shown and saved is what the library makes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from visit import Visit

from playground import code, inspect
from playground.checkpoints import FOLDER
from playground.explanation import Selection
from playground.saving import as_csv

LINES = "all => all.map((e) => e.textContent)"


def saved(visit: Visit, what: str, folder: Path) -> Path:
    """The file that a button saves."""
    with visit.page.expect_download() as found:
        visit.page.locator(f"[data-take={what}]").click()
    return Path(found.value.path()).rename(folder / found.value.suggested_filename)


def shown(visit: Visit, form: str, end: str) -> str:
    """The code of a form, when a line of it is there."""
    visit.page.locator(f"[data-take={form}]").click()
    visit.page.locator(".pg-listing li", has_text=end).first.wait_for()
    return "\n".join(visit.page.locator(".pg-listing li").evaluate_all(LINES)) + "\n"


def asked(visit: Visit) -> dict[str, Any]:
    """The input of the page's run."""
    return json.loads(json.dumps(visit.page.evaluate("window.session.trace.of.input")))


def test_a_map_as_code_and_numbers(visit: Visit, tmp_path: Path) -> None:
    visit.pick("cnn")
    visit.click("Convolution:1", [25])
    visit.page.locator("[data-open=listing]").click()
    selection = {"stage": "Convolution", "layer": 1, "quantity": "maps", "index": [25]}
    drawn = asked(visit)
    assert shown(visit, "call", "stage.maps[25]") == code("digits", drawn, "cnn", selection)
    plain = code("digits", drawn, "cnn", selection, plain=True)
    assert shown(visit, "plain", "print(z2[25].tolist())") == plain

    assert saved(visit, "download", tmp_path).read_text(encoding="utf-8") == plain
    assert (tmp_path / "digits-cnn.py").exists()
    weights = saved(visit, "weights", tmp_path)
    assert weights.name == "digits-cnn.safetensors"
    assert weights.read_bytes() == (FOLDER / weights.name).read_bytes()

    trace = inspect("digits", drawn, "cnn")
    csv = saved(visit, "csv", tmp_path)
    assert csv.name == "digits-cnn-maps.csv"
    assert csv.read_text(encoding="utf-8") == as_csv(trace, Selection("Convolution", "maps", (25,), 1))
    visit.page.locator(".pg-taking input[type=checkbox]").check()
    with np.load(saved(visit, "npz", tmp_path)) as arrays:
        assert np.array_equal(arrays["Output.logits"], trace.logits.numpy())
        assert arrays["gradient.Convolution.1.maps"].shape == (32, 14, 14)
    assert json.loads(saved(visit, "json", tmp_path).read_text(encoding="utf-8"))["prediction"] == trace.prediction
    visit.assert_no_problems()


def test_from_the_line_of_a_value_to_the_script(open_page: Callable[..., Visit]) -> None:
    """It follows what is selected, and speaks the language of the page."""
    visit = open_page("?network=lstm&cell=LSTMStep.1.0.13.forget.57")
    visit.page.locator("[data-open=script]").click()
    visit.page.locator(".pg-listing li", has_text="print(f2[13][57].tolist())").wait_for()
    visit.click("LSTMStep:1", [57], "cell", 20)
    lane = "print(torch.stack([c2[t] for t in range(28)])[:, 57].tolist())"
    visit.page.locator(".pg-listing li", has_text=lane).wait_for()
    visit.page.locator("[data-language-switch]").click()
    visit.page.locator("[data-take=copy]", has_text="复制").wait_for()
    visit.page.locator("[data-act=close]").click()
    visit.page.wait_for_selector(".pg-listing", state="detached")
    visit.assert_no_problems()
