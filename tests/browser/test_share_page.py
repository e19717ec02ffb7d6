"""What is taken away of the page: a link that a camera reads and that leads back, pictures, a video of the playback."""

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, Route
from visit import Visit

from playground.text import text

SVG = "{http://www.w3.org/2000/svg}"
LINK = "[data-link]"
SAID = "[data-copied]"
SAVED = "[data-saved]"
# A block of the picture: where it stands in the stage, and its canvas's pixels, row by row.
BLOCK = """(key) => {
  const {canvas, element} = window.stage.view(key);
  const [box, from] = [canvas.getBoundingClientRect(), document.querySelector('.pg-stage').getBoundingClientRect()];
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return {at: [box.left - from.left, box.top - from.top], size: [canvas.width, canvas.height], pixels: [...data]};
}"""
SIZE = """() => {
  const {width, height} = document.querySelector('.pg-stage').getBoundingClientRect();
  return [width, height];
}"""
# A video from its first to its last picture: its size, how long it was, and how many of its pictures differ.
PLAY = """async (data) => {
  const video = document.createElement('video');
  video.muted = true;
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  video.src = URL.createObjectURL(new Blob([bytes], {type: 'video/webm'}));
  const [ended, failed] = ['ended', 'error'].map((name) => new Promise((done) => video.addEventListener(name, done)));
  const canvas = Object.assign(document.createElement('canvas'), {width: 96, height: 64});
  const context = canvas.getContext('2d', {willReadFrequently: true});
  const seen = new Set();
  const look = () => {
    context.drawImage(video, 0, 0, 96, 64);
    seen.add(context.getImageData(0, 0, 96, 64).data.join());
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  await video.play();
  await Promise.race([ended, failed]);
  const size = [video.videoWidth, video.videoHeight];
  return {size, seconds: video.currentTime, pictures: seen.size, error: video.error?.message};
}"""


def share(visit: Visit) -> None:
    """Open the dialog, and wait for its code."""
    visit.page.locator(".pg-menu summary").click()
    visit.page.locator("[data-share]").click()
    visit.page.wait_for_selector(".pg-share[open] img:not([hidden])")


def close(visit: Visit) -> None:
    visit.page.locator(".pg-share .close").click()


def save(visit: Visit, what: str, part: str, folder: Path) -> Path:
    visit.page.select_option("[data-part]", part)
    with visit.page.expect_download(timeout=60_000) as found:
        visit.page.locator(f"[data-save={what}]").click()
    return Path(found.value.path()).rename(folder / found.value.suggested_filename)


def scanned(page: Page) -> list[str]:
    """What a decoder reads on the screen."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("L")
    return [found.text for found in zxingcpp.read_barcodes(np.asarray(shot))]


def test_the_link_leads_back_and_a_camera_reads_it(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?task=names&network=lstm&__theme=dark&cell=LSTMStep.0..2.forget.5")
    visit.write("Okonkwo")
    share(visit)
    link = visit.page.locator(LINK).input_value()
    assert "input=t.Okonkwo" in link, "though the address tells of it a moment later only"
    assert "v=1" in link
    assert "v=1" not in visit.page.url
    assert scanned(visit.page) == [link]
    visit.page.locator("[data-size]").click()
    visit.frames()
    assert scanned(visit.page) == [link]
    prediction = visit.prediction
    other = open_page(link.partition("/?")[2].join(["?", ""]))
    assert (other.prediction, other.page.evaluate("session.input.text")) == (prediction, "Okonkwo")
    assert other.page.evaluate("[state.selection.quantity, state.selection.t]") == ["forget", 2]
    assert other.page.locator(".pg-notices").is_hidden()
    visit.assert_no_problems()


def test_a_link_leads_to_the_moment_of_a_playback(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?task=names&network=gru")
    visit.page.evaluate("seek(3)")
    share(visit)
    link = visit.page.locator(LINK).input_value()
    assert "step=3" in link
    other = open_page(link.partition("/?")[2].join(["?", ""]))
    other.page.wait_for_function("player.moment === 3 && !player.follow")
    other.page.wait_for_function("!location.search.includes('step=')")  # it goes on from there
    assert visit.prediction == other.prediction, "the guess so far"


def test_a_link_of_a_newer_version_says_so(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?v=2&task=names&network=gru")
    assert text("notices.other_version", key="v", value="2") in visit.text(".pg-notices")
    assert visit.page.evaluate("[session.task, session.architecture]") == ["names", "gru"]


def test_copying(open_page: Callable[..., Visit]) -> None:
    visit = open_page("?network=cnn")
    share(visit)
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.page.locator("[data-copy]").click()
    visit.page.wait_for_function(f"document.querySelector('{SAID}').textContent === '{text('share.copied')}'")
    assert visit.page.evaluate("navigator.clipboard.readText()") == visit.page.locator(LINK).input_value()
    visit.page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")  # as over plain HTTP
    visit.page.locator("[data-copy]").click()
    visit.page.wait_for_function(f"document.querySelector('{SAID}').textContent === '{text('share.by_hand')}'")
    assert visit.page.evaluate("getSelection().toString()") == visit.page.locator(LINK).input_value()


def test_what_a_link_does_not_carry_is_said(open_page: Callable[..., Visit]) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    visit = open_page("?task=reviews&network=lstm")
    visit.page.route("**/playground/kept", refuse)
    visit.paste("I liked this film very much indeed. " * 70)
    share(visit)
    assert visit.text("[data-missing]") == text("share.no_input")
    assert "input=" not in visit.page.locator(LINK).input_value()
    close(visit)
    visit.page.unroute("**/playground/kept")
    visit.paste("I liked this film not at all, alas. " * 70)
    visit.addressed("input=k.")
    share(visit)
    assert visit.text("[data-missing]") == text("share.server_input")


def test_a_png_has_the_pixels_of_the_stage_twice(visit: Visit, tmp_path: Path) -> None:
    visit.pick("cnn")
    blocks = {key: visit.page.evaluate(BLOCK, key) for key in ("Convolution:1", "MaxPooling:0")}
    width, height = visit.page.evaluate(SIZE)
    share(visit)
    found = save(visit, "png", "network", tmp_path)
    close(visit)
    assert found.name == "digits-cnn-network.png"
    image = np.asarray(Image.open(found).convert("RGB")).astype(int)
    assert image.shape[1] == 2 * np.ceil(width)
    assert 2 * height + 60 < image.shape[0] < 2 * height + 300, "a caption under it"
    for key, block in blocks.items():
        (x, y), (columns, rows) = block["at"], block["size"]
        pixels = np.array(block["pixels"]).reshape(rows, columns, 4)
        left, top = round(2 * x), round(2 * y)
        shown = image[top : top + 2 * rows, left : left + 2 * columns]
        cells = shown.reshape(rows, 2, columns, 2, 3).mean((1, 3))
        is_map = pixels[..., 3] == 255
        assert is_map.mean() > 0.5
        alike = (abs(cells - pixels[..., :3]) < 3).all(-1)[is_map]
        assert alike.mean() > 0.9, key  # edges and frames lie over some of it
    visit.page.mouse.move(2, 2)  # off the picture, on which the button to close was
    visit.frames()
    for key, block in blocks.items():
        after = visit.page.evaluate(BLOCK, key)
        assert (after["at"], after["size"]) == (block["at"], block["size"]), "the page is as it was"
        # All digits of coarse values may have come meanwhile.
        assert abs(np.array(after["pixels"]) - np.array(block["pixels"])).max() < 8


def test_an_svg_has_pictures_lines_and_words(visit: Visit, tmp_path: Path) -> None:
    visit.pick("cnn")
    visit.click("Convolution:1", [3])
    lines = visit.page.evaluate("document.querySelectorAll('.pg-stage .pg-edges path.pg-edge').length")
    blocks = visit.page.evaluate("window.stage.layout.blocks.length")
    assert lines > 10
    share(visit)
    link = visit.page.locator(LINK).input_value()
    root = ElementTree.fromstring(save(visit, "svg", "network", tmp_path).read_text(encoding="utf-8"))
    dock = ElementTree.fromstring(save(visit, "svg", "dock", tmp_path).read_text(encoding="utf-8"))
    close(visit)
    images = root.findall(f".//{SVG}image")
    assert len(images) >= blocks
    assert all(image.get("href", "").startswith("data:image/png;base64,") for image in images)
    assert all("pixelated" in image.get("style", "") for image in images)
    assert len(root.findall(f".//{SVG}svg//{SVG}path")) >= lines
    words = [" ".join(found.itertext()) for found in root.iter(f"{SVG}text")]
    assert {"Convolution 1", "Max pooling 2"} <= set(words)
    caption = root.findtext(f"{SVG}title") or ""
    assert re.fullmatch(r"Digits · CNN · answer: 3 \(.*%\) · selected: Convolution 2, map 4 · \d{4}-\d\d-\d\d", caption)
    assert "".join(words).endswith(link)
    told = visit.page.locator("#pg-dock-title").inner_text()
    assert told in "".join("".join(found.itertext()) for found in dock.iter(f"{SVG}text"))
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]


def test_in_chinese_and_dark_and_of_a_playback(open_page: Callable[..., Visit], tmp_path: Path) -> None:
    visit = open_page("?task=names&network=gru&lang=zh&__theme=dark")
    visit.page.evaluate("seek(2)")
    share(visit)
    found = save(visit, "png", "whole", tmp_path)
    root = ElementTree.fromstring(save(visit, "svg", "whole", tmp_path).read_text(encoding="utf-8"))
    caption = (root.findtext(f"{SVG}title") or "").split(" · ")
    assert caption[:2] == ["姓氏", "GRU"]
    assert "“m”" in caption[2], "the guess so far"
    assert np.asarray(Image.open(found).convert("L"))[3, 3] < 40
    visit.assert_no_problems()


def test_a_chart_is_a_picture(visit: Visit, tmp_path: Path) -> None:
    visit.go("?")
    visit.page.evaluate("async () => (await load('pages')).setPage('memory')")
    visit.page.wait_for_selector(".pg-chart .xtick text")
    share(visit)
    root = ElementTree.fromstring(save(visit, "svg", "chart1", tmp_path).read_text(encoding="utf-8"))
    drawn = visit.page.locator(".pg-chart").first.locator(".xtick text").all_text_contents()
    words = ["".join(found.itertext()) for found in root.iter(f"{SVG}text")]
    assert set(drawn) <= set(words)
    assert root.findall(f".//{SVG}path")


def test_a_playback_is_a_video(visit: Visit, tmp_path: Path) -> None:
    visit.go("?task=names&network=gru")
    before = visit.page.evaluate("[player.moment, player.follow]")
    share(visit)
    found = save(visit, "video", "network", tmp_path)
    assert found.name == "names-gru-network.webm"
    played = visit.page.evaluate(PLAY, base64.b64encode(found.read_bytes()).decode())
    assert played["error"] is None
    width, height = visit.page.evaluate(SIZE)
    assert abs(played["size"][0] - width) <= 2
    assert played["size"][1] > height
    steps = visit.page.evaluate("player.count")
    assert 1 < played["seconds"] <= 10.5
    assert played["pictures"] >= steps, "each moment is seen"
    assert visit.page.evaluate("[player.moment, player.follow]") == before


def test_a_video_can_be_given_up(visit: Visit) -> None:
    visit.go("?network=lstm")
    share(visit)
    visit.page.locator("[data-save=video]").click()
    visit.page.locator("[data-cancel]").click()
    visit.page.wait_for_function(f"document.querySelector('{SAVED}').textContent === '{text('share.cancelled')}'")
    assert visit.page.locator("[data-save=video]").is_enabled()
    assert visit.page.evaluate("player.follow")


def test_lines_end_where_they_do_on_a_page_shown_large(open_page: Callable[..., Visit], tmp_path: Path) -> None:
    visit = open_page("?network=cnn")
    visit.page.locator(".pg-menu summary").click()
    visit.page.locator("[data-projector]").check()
    visit.page.wait_for_function("stage.idle && document.querySelector('.pg-app').classList.contains('projector')")
    visit.page.locator("[data-share]").click()
    visit.page.wait_for_selector(".pg-share[open] img:not([hidden])")
    root = ElementTree.fromstring(save(visit, "svg", "network", tmp_path).read_text(encoding="utf-8"))
    [lines] = [found for found in root.findall(f".//{SVG}svg") if len(found.findall(f".//{SVG}path")) > 10]
    wide, inner = float(lines.get("width", "")), float((lines.get("viewBox") or "").split()[2])
    assert wide / inner == pytest.approx(1.5, abs=0.01)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_where_nothing_records_it_is_said(open_page: Callable[..., Visit], language: str) -> None:
    visit = open_page(f"?lang={language}")
    visit.page.evaluate("delete window.MediaRecorder")
    share(visit)
    assert visit.text(SAVED) == text("share.no_video", language)
    assert visit.page.locator("[data-save=video]").is_hidden()
    assert visit.page.locator("[data-save=png]").is_visible()
