"""A visitor drops the weights of a LeNet of their own, and sees inside it: the page's numbers are the module's."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from own_files import as_pt, as_safetensors
from playwright.sync_api import expect
from torch import Tensor, nn
from visit import Visit

DIALOG = "dialog.pg-own"
LOGITS = "[...window.session.trace.stages.get('Output').arrays.logits.values]"
INPUT = "[...window.session.trace.stages.get('Input').arrays.values.values]"
READ = """() => {
  const {architecture, trace} = window.session;
  return architecture.length === 64 && trace?.of?.architecture === architecture && trace.milliseconds > 0;
}"""  # not that of the network before


class LeNet(nn.Module):
    """For pictures of 32 x 32."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = nn.functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = nn.functional.max_pool2d(torch.relu(self.conv2(x)), 2).flatten(1)
        return self.fc3(torch.relu(self.fc2(torch.relu(self.fc1(x)))))


@pytest.fixture(scope="module")
def model() -> LeNet:
    torch.manual_seed(4)
    return LeNet().eval()


def opened(visit: Visit, file: Path) -> None:
    """Drop a file into the dialog."""
    visit.page.locator("[data-own]").click()
    expect(visit.page.locator(DIALOG)).to_be_visible()
    visit.page.set_input_files(f"{DIALOG} input[type=file]", file)


def test_a_lenet_is_dropped_and_looked_into(open_page: Callable[..., Visit], model: LeNet, tmp_path: Path) -> None:
    file = tmp_path / "lenet.pt"
    file.write_bytes(as_pt(model.state_dict()))
    visit = open_page("?task=digits")
    page = visit.page
    opened(visit, file)
    look = page.locator(f"{DIALOG} [data-open]")
    expect(look).to_be_visible(timeout=60_000)
    expect(look).to_be_enabled()
    assert page.locator(f"{DIALOG} .layers li").count() == 12
    assert page.locator(f"{DIALOG} .trials input").count() == 8
    page.locator(f"{DIALOG} .trials input").nth(0).check()  # as the task makes them
    look.click()
    page.wait_for_function(READ)
    assert page.locator(".pg-picker [aria-checked=true]").inner_text() == "lenet"
    x = torch.tensor(page.evaluate(INPUT)).view(1, 1, 32, 32)
    with torch.no_grad():
        expected = model(x)[0]
    torch.testing.assert_close(torch.tensor(page.evaluate(LOGITS)), expected, rtol=1e-4, atol=1e-4)
    address = page.evaluate("window.session.architecture")
    assert f"network={address}" in page.url
    page.reload()  # the weights are in this browser
    visit.meet()
    page.wait_for_function(READ)
    assert page.evaluate("window.session.architecture") == address
    visit.assert_no_problems()


def test_a_file_that_is_none_is_refused(open_page: Callable[..., Visit], model: LeNet, tmp_path: Path) -> None:
    visit = open_page("?task=digits", viewport={"width": 390, "height": 844})
    page = visit.page
    page.locator(".pg-picker-choice").select_option("+")
    expect(page.locator(DIALOG)).to_be_visible()
    broken = tmp_path / "lenet.safetensors"
    broken.write_bytes(as_safetensors(model.state_dict())[:-9])
    page.set_input_files(f"{DIALOG} input[type=file]", broken)
    expect(page.locator(f"{DIALOG} [role=status]")).to_contain_text("bytes", timeout=60_000)
    expect(page.locator(f"{DIALOG} .found")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visit.assert_no_problems()
