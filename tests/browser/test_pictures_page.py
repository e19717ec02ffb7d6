"""Pictures on the page: formats, alpha, the clipboard, cutting, several digits one by one, what Undo brings back."""

import base64
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_pictures import pen
from PIL import Image, ImageDraw
from playwright.sync_api import expect
from test_drawing import assert_answer, assert_told, strokes_sent, upload
from test_pictures import painted
from visit import FRAMES, MESSAGE, SEVEN, Visit

from playground.text import text

TEN = [[(0.25, 0.2), (0.25, 0.8)], [(0.65, 0.2), (0.8, 0.5), (0.65, 0.8), (0.5, 0.5), (0.65, 0.2)]]


def saved(image: Image.Image, path: Path, **options: Any) -> Path:
    image.save(path, **options)
    return path


def given(visit: Visit, path: Path) -> dict[str, Any]:
    """Upload a picture, and what was sent of it once that is answered."""
    visit.before()
    upload(visit, path)
    visit.settle()
    return visit.asked[-1]["input"]


def paste(visit: Visit, image: Image.Image | None, words: str = "") -> None:
    content = io.BytesIO()
    if image:
        image.save(content, "PNG")
    visit.page.evaluate(
        """([content, words]) => {
          const data = new DataTransfer();
          if (words) data.setData('text/plain', words);
          const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
          if (bytes.length) data.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
          document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
        }""",
        [base64.b64encode(content.getvalue()).decode(), words],
    )


def five(size: int = 300) -> Image.Image:
    return painted(Image.new("L", (size, size), 255), "5", 0, size / 14)


def forty_two() -> Image.Image:
    image = painted(Image.new("L", (600, 300), 255), "4", 0, 18, (20, 20, 260))
    return painted(image, "2", 0, 18, (320, 20, 260))


# Formats


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_white_ink_on_transparent_ground(visit: Visit, tmp_path: Path, mode: str) -> None:
    bands = len(mode)
    image = painted(Image.new(mode, (300, 300), (0,) * bands), "5", (255,) * bands, 20)
    sent = given(visit, saved(image, tmp_path / "clear.png"))
    assert set(sent["picture"]) == {"width", "height", "grey", "alpha"}
    assert visit.prediction == "5"
    assert visit.ink() > 1000, "it is seen, on dark ground"


def test_an_opaque_picture_is_sent_without_alpha(visit: Visit, tmp_path: Path) -> None:
    assert "alpha" not in given(visit, saved(five(), tmp_path / "five.png"))["picture"]
    assert visit.prediction == "5"


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_picture_is_turned_as_its_exif_says(visit: Visit, tmp_path: Path, orientation: int) -> None:
    turns = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = painted(Image.new("L", (400, 300), 255), "4", 0, 18).transpose(turns[orientation])
    sent = given(visit, saved(image, tmp_path / "turned.jpg", exif=exif))["picture"]
    assert (sent["width"], sent["height"]) == (256, 192)
    assert visit.prediction == "4"


def test_avif_is_read(visit: Visit, tmp_path: Path) -> None:
    given(visit, saved(five().convert("RGB"), tmp_path / "five.avif"))
    assert visit.prediction == "5"


@pytest.mark.parametrize("name", ["IMG_0001.heic", "IMG_0001.jpg"])
def test_heic_gets_a_sentence_for_who_has_an_iphone(visit: Visit, tmp_path: Path, name: str) -> None:
    """F113: under both names, as phones send it."""
    (tmp_path / name).write_bytes(b"\0\0\0\x18ftypheic" + bytes(2000))
    upload(visit, tmp_path / name)
    assert_told(visit, "heic")


def test_svg_is_drawn_without_scripts_and_without_anything_from_elsewhere(visit: Visit, tmp_path: Path) -> None:
    """F114: and read."""
    path = "M200 50H110l-8 92c60-30 110 10 100 60s-70 60-110 30"
    (tmp_path / "five.svg").write_text(f"""<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"
        onload="window.ran = true"><script>window.ran = true; parent.ran = true</script>
        <image href="http://127.0.0.1:9/elsewhere.png" width="300" height="300"/>
        <rect width="300" height="300" fill="#fff"/>
        <path d="{path}" fill="none" stroke="#000" stroke-width="22"/></svg>""")
    given(visit, tmp_path / "five.svg")
    assert visit.prediction == "5"
    assert not visit.page.evaluate("window.ran")
    assert not [url for url in visit.requests if "elsewhere" in url]
    visit.problems = [
        problem for problem in visit.problems if "inline event handler" not in problem
    ]  # it was kept back


# The clipboard


def test_cells_of_a_spreadsheet_do_not_replace_a_drawing(visit: Visit) -> None:
    """F103: a spreadsheet puts a picture of its cells beside their text."""
    visit.clear()
    visit.draw(SEVEN)
    ink = visit.ink()
    asked = len(visit.asked)
    paste(visit, five(), "Jan\t5.0\nFeb\t6.1")
    assert_told(visit, "pasted_text")
    visit.frames()
    assert (visit.ink(), len(visit.asked)) == (ink, asked)
    assert visit.prediction == "7"


@pytest.mark.parametrize("words", ["", "image.png"])
def test_a_pasted_picture_is_read(visit: Visit, words: str) -> None:
    """A file that was copied brings its name."""
    visit.clear()
    visit.before()
    paste(visit, five(), words)
    visit.settle()
    assert visit.prediction == "5"


# Undo


def test_undo_brings_a_picture_back(visit: Visit, tmp_path: Path) -> None:
    """F108: what was there before the picture came instead."""
    visit.clear()
    visit.draw(SEVEN)
    sent = given(visit, saved(five(), tmp_path / "five.png"))
    ink = visit.ink()
    visit.clear()

    def undo() -> None:
        visit.before()
        visit.page.locator("[data-do=undo]").click()
        visit.settle()

    undo()
    assert (visit.asked[-1]["input"], visit.ink(), visit.prediction) == (sent, ink, "5")
    visit.draw(SEVEN)  # in place of the picture
    assert len(strokes_sent(visit)) == 1
    undo()
    assert visit.asked[-1]["input"] == sent
    undo()
    assert len(strokes_sent(visit)) == 1, "what the picture took the place of"
    assert visit.prediction == "7"


def test_another_task_shows_the_strokes_and_comes_back_to_the_picture(visit: Visit, tmp_path: Path) -> None:
    visit.clear()
    given(visit, saved(five(), tmp_path / "five.png"))
    ink = visit.ink()
    visit.choose_task("strokes")
    assert "strokes" in visit.asked[-1]["input"]
    assert visit.ink() != ink
    visit.choose_task("digits")
    assert visit.ink() == ink
    assert visit.prediction == "5"


# Several digits


def test_several_drawn_digits_are_said_and_read_one_by_one(visit: Visit) -> None:
    visit.clear()
    visit.draw(TEN)
    several = visit.page.locator(".pg-several")
    expect(several.locator("span")).to_have_text(text("pad.several", count=2, number=1))
    assert visit.page.locator(".pg-digit-frames button").count() == 2
    assert visit.prediction == "1"
    visit.before()
    several.locator("[data-step='1']").click()
    visit.settle()
    assert visit.asked[-1]["input"]["read"] == 1
    expect(several.locator("span")).to_have_text(text("pad.several", count=2, number=2))
    assert_answer(visit)
    assert visit.prediction == "0"
    visit.draw([[(0.25, 0.2), (0.25, 0.8)]])  # the frames are in no pen's way
    assert "read" not in visit.asked[-1]["input"]
    visit.clear()
    assert several.is_hidden()


def test_a_digit_of_a_picture_is_clicked(visit: Visit, tmp_path: Path) -> None:
    visit.clear()
    given(visit, saved(forty_two(), tmp_path / "42.png"))
    assert visit.prediction == "4"
    visit.before()
    visit.page.get_by_role("button", name=text("pad.digit", number=2), exact=True).click()
    visit.settle()
    assert visit.prediction == "2"
    visit.pick("lstm")
    assert visit.prediction == "2", "another network reads the same digit"
    visit.pick("cnn")


def test_one_digit_has_no_frame(visit: Visit) -> None:
    visit.clear()
    visit.draw(SEVEN)
    assert visit.page.locator(".pg-several").is_hidden()
    assert visit.page.locator(".pg-digit-frames button:visible").count() == 0


# Cutting


def begin_to_cut(visit: Visit) -> None:
    visit.page.locator("[data-do=cut]").click()
    visit.page.locator(".pg-cut").wait_for()


def test_a_small_digit_on_a_large_photo_is_cut_out_by_the_page(visit: Visit, tmp_path: Path) -> None:
    visit.clear()
    sheet = painted(Image.new("L", (4032, 3024), 205), "8", 70, 9, (1800, 1300, 220))
    upload(visit, saved(sheet, tmp_path / "sheet.jpg", quality=85))
    assert_words(visit, text("pad.nearer"))
    assert visit.prediction == "8"
    assert_sent_is(visit, smaller_than=512)
    visit.before()
    visit.page.locator("[data-do=undo]").click()
    visit.settle()
    assert_sent_is(visit, width=512, height=384)
    visit.page.evaluate(FRAMES, 3)
    assert_sent_is(visit, width=512, height=384)


def assert_words(visit: Visit, words: str) -> None:
    visit.page.wait_for_function("([at, m]) => document.querySelector(at).textContent === m", arg=[MESSAGE, words])


def assert_sent_is(visit: Visit, smaller_than: int | None = None, **size: int) -> None:
    sent = visit.asked[-1]["input"]["picture"]
    if smaller_than:
        assert max(sent["width"], sent["height"]) < smaller_than
    else:
        assert {name: sent[name] for name in size} == size


def three_boxes() -> Image.Image:
    """A 5 among so much that it cannot be told from the rest."""
    image = painted(Image.new("L", (600, 600), 255), "5", 0, 16, (300, 300, 240))
    for k in range(40):
        x, y = 20 + 28 * (k % 10), 20 + 60 * (k // 10)
        ImageDraw.Draw(image).rectangle([x, y, x + 16, y + 40], fill=0)
    return image


def cut_by_keys(visit: Visit, *keys: str) -> None:
    """Move the frame as far as each key moves it, and cut."""
    for key in keys:
        for _ in range(25):
            visit.page.keyboard.press(key)
    visit.give(lambda: visit.page.keyboard.press("Enter"))


def test_a_frame_is_dragged_over_the_picture(visit: Visit, tmp_path: Path) -> None:
    visit.clear()
    upload(visit, saved(three_boxes(), tmp_path / "crowd.png"))
    assert_told(visit, "crowded_picture")
    begin_to_cut(visit)
    box = visit.page.locator(".pg-cut").bounding_box()
    assert box
    visit.before()
    visit.page.mouse.move(box["x"] + 0.97 * box["width"], box["y"] + 0.97 * box["height"])
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.48 * box["height"], steps=4)
    assert visit.page.locator(".pg-cut-frame").is_visible()
    visit.page.mouse.up()
    visit.settle()
    assert visit.prediction == "5"
    assert visit.page.locator(".pg-cut").count() == 0
    visit.page.locator("[data-do=undo]").click()
    assert_told(visit, "crowded_picture")


def test_a_part_is_cut_out_with_the_keyboard(visit: Visit, tmp_path: Path) -> None:
    visit.clear()
    given(visit, saved(forty_two(), tmp_path / "42.png"))
    visit.page.locator("[data-do=cut]").focus()
    visit.page.keyboard.press("Enter")
    visit.page.locator(".pg-cut").wait_for()
    for _ in range(12):
        visit.page.keyboard.press("ArrowRight")
    cut_by_keys(visit, "ArrowUp", "Shift+ArrowDown")
    assert visit.prediction == "2"
    begin_to_cut(visit)
    visit.page.keyboard.press("Escape")
    visit.page.locator(".pg-cut").wait_for(state="detached")
    assert visit.page.locator("[data-do=cut]").get_attribute("aria-pressed") == "false"


def test_a_finger_cuts(open_page: Callable[..., Visit], tmp_path: Path) -> None:
    visit = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    image = Image.new("L", (600, 600), 255)
    pen(image, [[[450, 150], [450, 450]]], 0, 20)
    upload_on_phone(visit, saved(painted(image, "2", 0, 16, (20, 20, 300)), tmp_path / "21.png"))
    begin_to_cut(visit)
    touch = visit.finger(".pg-cut")
    visit.before()
    touch("touchStart", 0.6, 0.1)
    touch("touchMove", 0.7, 0.5)
    touch("touchMove", 0.95, 0.9)
    touch("touchEnd")
    visit.settle()
    assert visit.prediction == "1"
    visit.assert_no_problems()


def upload_on_phone(visit: Visit, path: Path) -> None:
    visit.before()
    visit.page.locator("input[type=file][accept='image/*']").set_input_files(path)
    visit.settle()


def test_only_a_picture_can_be_cut(visit: Visit) -> None:
    visit.clear()
    visit.draw(SEVEN)
    assert visit.page.locator("[data-do=cut]").is_hidden()


def test_a_reload_brings_the_picture_and_the_digit_that_was_read(
    open_page: Callable[..., Visit], tmp_path: Path
) -> None:
    visit = open_page()
    image = painted(Image.new("RGBA", (600, 300), (0, 0, 0, 0)), "4", (255,) * 4, 18, (20, 20, 260))
    given(visit, saved(painted(image, "2", (255,) * 4, 18, (320, 20, 260)), tmp_path / "42.png"))
    visit.before()
    visit.page.get_by_role("button", name=text("pad.digit", number=2), exact=True).click()
    visit.settle()
    sent, ink = visit.asked[-1]["input"], visit.ink()
    assert visit.prediction == "2"
    visit.page.reload(wait_until="domcontentloaded")
    visit.meet()
    visit.page.wait_for_function("session.trace?.milliseconds && session.input.read === 1")
    assert visit.asked[-1]["input"] == sent
    assert (visit.prediction, visit.ink()) == ("2", ink)
    begin_to_cut(visit)  # of the pixels that were sent, for the file is gone
    cut_by_keys(visit, "ArrowRight", "ArrowUp", "Shift+ArrowDown")
    assert visit.prediction == "2"
    visit.assert_no_problems()
