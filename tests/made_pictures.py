"""Pictures of one digit as people bring them: in frames, on ruled paper, in bad light, small on a large sheet."""

import base64
import itertools
import json
import math
import random
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import numpy as np
from made_papers import SIZE, gradient, photographed
from PIL import Image, ImageDraw, ImageFilter

Strokes = list[list[list[float]]]
Box = tuple[float, float, float]  # left, top, side
Kind = Callable[[Strokes, random.Random], Image.Image]
Colour = int | tuple[int, ...]


def pen_digits() -> list[tuple[str, Strokes]]:
    """Digits by writers who were in no training, with their labels: those that similar steps are searched in."""
    examples = json.loads((files("playground.tasks") / "examples" / "strokes.json").read_text(encoding="utf-8"))
    return [(one["label"], one["input"]["strokes"]) for one in examples["searched"]]


def sent(image: Image.Image, longest: int = 256) -> dict[str, Any]:
    """A picture as a program sends it: its light, and where it is transparent its alpha."""
    image = image.copy()
    image.thumbnail((longest, longest))
    bands = {"grey": image.convert("RGB").convert("L")}
    if "A" in image.getbands():
        bands["alpha"] = image.getchannel("A")
    content = {name: base64.b64encode(band.tobytes()).decode() for name, band in bands.items()}
    return {"picture": {"width": image.width, "height": image.height, **content}}


def fitted(strokes: Strokes, box: Box) -> Strokes:
    """The strokes in a square of a picture, their longest side its side."""
    x, y = ([point[axis] for stroke in strokes for point in stroke] for axis in (0, 1))
    scale = box[2] / max(max(x) - min(x), max(y) - min(y))
    left, top = (
        start + (box[2] - scale * (max(at) - min(at))) / 2 - scale * min(at)
        for start, at in zip(box[:2], (x, y), strict=True)
    )
    return [[[left + px * scale, top + py * scale] for px, py in stroke] for stroke in strokes]


def pen(image: Image.Image, strokes: Strokes, fill: Colour, width: float) -> None:
    """Round lines."""
    brush, r = ImageDraw.Draw(image), width / 2
    for stroke in strokes:
        points = [(x, y) for x, y in stroke]
        brush.line(points, fill=fill, width=max(1, round(width)), joint="curve")
        if width >= 2:
            for x, y in (points[0], points[-1]):
                brush.ellipse([x - r, y - r, x + r, y + r], fill=fill)


def paper(size: tuple[int, int] = (400, 400), grey: int = 255) -> Image.Image:
    return Image.new("L", size, grey)


def centred(size: tuple[int, int], share: float, rng: random.Random | None = None, wander: float = 0.0) -> Box:
    """A square of a share of the shorter side, near the middle."""
    side = min(size) * share
    dx, dy = ((rng.uniform(-wander, wander) if rng else 0.0) * min(size) for _ in range(2))
    return (size[0] - side) / 2 + dx, (size[1] - side) / 2 + dy, side


def clean(strokes: Strokes) -> Image.Image:
    """The digit alone."""
    image = paper()
    pen(image, fitted(strokes, centred(image.size, 0.6)), 0, 22)
    return image


def _wobbly(points: list[tuple[float, float]], rng: random.Random, by: float) -> list[list[float]]:
    """A line through the points as a hand draws it."""
    out: list[list[float]] = []
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        n = max(2, int(math.hypot(x1 - x0, y1 - y0) / 15))
        out += [[x0 + (x1 - x0) * i / n, y0 + (y1 - y0) * i / n] for i in range(n)]
    out.append(list(points[-1]))
    phase = [rng.uniform(0, 6.3) for _ in range(4)]
    return [
        [x + by * math.sin(i / 5 + phase[0]) + by * math.sin(i / 2.3 + phase[1]) / 2,
         y + by * math.sin(i / 4 + phase[2]) + by * math.sin(i / 1.9 + phase[3]) / 2]
        for i, (x, y) in enumerate(out)
    ]  # fmt: skip


def _framed(strokes: Strokes, rng: random.Random, frame: str, share: float = 0.42, hand: bool = False) -> Image.Image:
    """A digit in a frame: box, open (of three sides), circle, rounded."""
    image = paper(grey=rng.randint(215, 255))
    ink = rng.randint(0, 60)
    width = rng.uniform(10, 22)
    pen(image, fitted(strokes, centred(image.size, share, rng, 0.03)), ink, width)
    line = rng.uniform(4, 14) if not hand else width * rng.uniform(0.5, 1)
    edge = rng.uniform(20, 50)
    a, b = edge, 400 - edge
    corners = [(a, a), (b, a), (b, b), (a, b)]
    turn = rng.randrange(4)
    corners = corners[turn:] + corners[:turn]
    by = rng.uniform(1.5, 4) if hand else 0.0
    if frame == "box":
        pen(image, [_wobbly([*corners, corners[0]], rng, by)], ink, line)
    elif frame == "open":
        pen(image, [_wobbly(corners, rng, by)], ink, line)
    elif frame == "rounded":
        ImageDraw.Draw(image).rounded_rectangle([a, a, b, b], rng.uniform(20, 80), outline=ink, width=round(line))
    else:
        r = (b - a) / 2
        squash = rng.uniform(0.85, 1)
        ring = [
            (200 + r * math.sin(k / 30 * math.tau), 200 - squash * r * math.cos(k / 30 * math.tau)) for k in range(31)
        ]
        pen(image, [_wobbly(ring, rng, by)], ink, line)
    return image


def _ruled(
    strokes: Strokes, rng: random.Random, step: float, squared: bool, margin: bool = False, dots: bool = False
) -> Image.Image:
    """A digit on ruled, squared or dotted paper, turned a little."""
    size = (600, 600)
    image = paper(size, rng.randint(225, 255))
    brush = ImageDraw.Draw(image)
    line = rng.randint(120, 205)
    width = rng.choice([2, 3, 4])
    slope = math.tan(math.radians(rng.uniform(-4, 4)))
    first = rng.uniform(0, step)
    for k in range(-3, int(600 / step) + 4):
        at = first + k * step
        if dots:
            for j in range(-3, int(600 / step) + 4):
                x, y = first + j * step, at + slope * j * step
                brush.ellipse([x - width, y - width, x + width, y + width], fill=line)
            continue
        brush.line([(0, at), (600, at + 600 * slope)], fill=line, width=width)
        if squared:
            brush.line([(at, 0), (at - 600 * slope, 600)], fill=line, width=width)
    if margin:
        x = rng.uniform(60, 130)
        brush.line([(x, 0), (x - 600 * slope, 600)], fill=rng.randint(90, 160), width=width + 1)
    pen(
        image, fitted(strokes, centred(size, rng.uniform(0.3, 0.6), rng, 0.08)), rng.randint(0, 60), rng.uniform(12, 26)
    )
    return image


def _photo(
    strokes: Strokes,
    rng: random.Random,
    contrast: float = 0.65,
    shade: float = 0.5,
    edge: float = 0.0,
    light: bool = False,
) -> Image.Image:
    """A digit in uneven light with grain, and with the edge of a shadow over it."""
    size = (480, 360)
    ink = Image.new("L", size, 0)
    pen(ink, fitted(strokes, centred(size, rng.uniform(0.4, 0.75), rng, 0.06)), 255, rng.uniform(10, 26))
    ink = ink.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 1.5)))
    x, y = np.meshgrid(np.linspace(-1, 1, size[0]), np.linspace(-1, 1, size[1]))
    angle = rng.uniform(0, 6.3)
    along = x * math.cos(angle) + y * math.sin(angle)
    lit = (0.85 - shade * (along + 1.4) / 2.8) * (1 - edge / (1 + np.exp(-(along - rng.uniform(-0.5, 0.5)) * 25)))
    value = (
        lit * (1 - contrast * np.asarray(ink) / 255)
        if not light
        else 0.15 * lit + contrast * lit * np.asarray(ink) / 255
    )
    value += np.random.default_rng(rng.randrange(10**6)).normal(0, 0.015, value.shape)
    return Image.fromarray((value.clip(0, 1) * 255).astype(np.uint8))


def _small(strokes: Strokes, rng: random.Random, share: float) -> Image.Image:
    """A digit on a sheet that is photographed whole; `share` of its shorter side."""
    size = (1612, 1208)
    image = paper(size, rng.randint(190, 240))
    side = share * 1208
    box = (rng.uniform(0.15, 0.8) * size[0], rng.uniform(0.15, 0.8) * size[1], side)
    pen(image, fitted(strokes, box), rng.randint(20, 80), side * rng.uniform(0.05, 0.1))
    return image


def _near(strokes: Strokes, rng: random.Random, gap: float, frame: str) -> Image.Image:
    """A digit that nearly touches its frame, or touches it (a gap below 0), by a share of its side."""
    image = paper()
    box = centred(image.size, 0.55)
    placed = fitted(strokes, box)
    width = rng.uniform(14, 20)
    pen(image, placed, 20, width)
    xs, ys = ([p[axis] for s in placed for p in s] for axis in (0, 1))
    line = rng.uniform(4, 10)
    out = width / 2 + line / 2 + gap * box[2]
    a, b, c, d = min(xs) - out, min(ys) - out, max(xs) + out, max(ys) + out
    if frame == "box":
        pen(image, [[[a, b], [c, b], [c, d], [a, d], [a, b]]], 20, line)
    else:
        r = max(math.hypot(x - 200, y - 200) for s in placed for x, y in s) + out
        ring = [[200 + r * math.sin(k / 40 * math.tau), 200 - r * math.cos(k / 40 * math.tau)] for k in range(41)]
        pen(image, [ring], 20, line)
    return image


def _dark_lines(strokes: Strokes, rng: random.Random, squared: bool) -> Image.Image:
    """A digit in pencil on lines as dark as itself."""
    size = (500, 500)
    ink = rng.randint(90, 150)
    image = paper(size, rng.randint(225, 255))
    brush = ImageDraw.Draw(image)
    step, slope = rng.uniform(60, 110), math.tan(math.radians(rng.uniform(-3, 3)))
    first = rng.uniform(0, step)
    for k in range(-2, int(500 / step) + 3):
        at = first + k * step
        brush.line([(0, at), (500, at + 500 * slope)], fill=ink, width=3)
        if squared:
            brush.line([(at, 0), (at - 500 * slope, 500)], fill=ink, width=3)
    pen(image, fitted(strokes, centred(size, rng.uniform(0.4, 0.6), rng, 0.08)), ink, rng.uniform(12, 20))
    return image


def _framed_photo(strokes: Strokes, rng: random.Random) -> Image.Image:
    """A digit in a box, photographed askew in uneven light."""
    inner = _framed(strokes, rng, rng.choice(["box", "open", "circle", "rounded"]), hand=rng.random() < 0.5)
    turned = inner.resize((300, 300)).rotate(
        rng.uniform(-8, 8), fillcolor=inner.getpixel((2, 2)), resample=Image.Resampling.BICUBIC
    )
    image = Image.new("L", (480, 360), inner.getpixel((2, 2)))
    image.paste(turned, (rng.randint(20, 160), rng.randint(10, 50)))
    x, y = np.meshgrid(np.linspace(-1, 1, 480), np.linspace(-1, 1, 360))
    light = 0.8 - rng.uniform(0, 0.3) * x - rng.uniform(-0.2, 0.2) * y
    value = np.asarray(image) * light.clip(0.2, 1)
    value = value + np.random.default_rng(rng.randrange(10**6)).normal(0, 3, value.shape)
    return Image.fromarray(value.clip(0, 255).astype(np.uint8))


def _desk(strokes: Strokes, rng: random.Random) -> Image.Image:
    """A note with a digit on a dark desk, its edges in the picture."""
    image = paper((480, 360), rng.randint(20, 90))
    left, top = rng.randint(40, 120), rng.randint(20, 60)
    ImageDraw.Draw(image).rectangle([left, top, left + 300, top + 270], fill=rng.randint(200, 250))
    pen(image, fitted(strokes, (left + 75, top + 60, 150)), rng.randint(10, 60), rng.uniform(8, 16))
    return image.rotate(rng.uniform(-6, 6), fillcolor=image.getpixel((2, 2)), resample=Image.Resampling.BICUBIC)


def _specks(strokes: Strokes, rng: random.Random) -> Image.Image:
    """A digit with crumbs, and with the salt and pepper of a bad scan."""
    image = clean(strokes)
    brush = ImageDraw.Draw(image)
    for _ in range(rng.randint(5, 60)):
        x, y, r = rng.uniform(0, 400), rng.uniform(0, 400), rng.uniform(0.5, 3)
        brush.ellipse([x - r, y - r, x + r, y + r], fill=rng.randint(0, 120))
    return image


def _underlined(strokes: Strokes, rng: random.Random) -> Image.Image:
    """A digit that stands on the line of a form."""
    image = paper((500, 300), rng.randint(230, 255))
    placed = fitted(strokes, (200, 60, 150))
    foot = max(y for stroke in placed for _, y in stroke)
    at = foot + rng.uniform(-4, 14)
    ImageDraw.Draw(image).line(
        [(0, at), (500, at + rng.uniform(-6, 6))], fill=rng.randint(30, 120), width=rng.choice([2, 3])
    )
    pen(image, placed, rng.randint(0, 60), rng.uniform(12, 18))
    return image


def _clear(strokes: Strokes, rng: random.Random, fill: tuple[int, ...], ground: tuple[int, ...]) -> Image.Image:
    """A digit on transparent ground, whatever the colour that nobody sees."""
    image = Image.new("RGBA", (300, 300), ground)
    pen(image, fitted(strokes, centred(image.size, rng.uniform(0.4, 0.8))), fill, rng.uniform(12, 26))
    return image


def _sticker(strokes: Strokes, rng: random.Random) -> Image.Image:
    """A digit on a coloured plate with transparent corners."""
    image = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    dark = rng.random() < 0.5
    plate, ink = ((30, 40, 90, 255), (250, 250, 240, 255)) if dark else ((250, 240, 200, 255), (40, 20, 20, 255))
    ImageDraw.Draw(image).rounded_rectangle([10, 10, 290, 290], 40, fill=plate)
    pen(image, fitted(strokes, centred(image.size, rng.uniform(0.4, 0.6))), ink, rng.uniform(12, 22))
    return image


def pale(strokes: Strokes, rng: random.Random, contrast: float | None = None) -> Image.Image:
    """A digit in hard pencil: 10 to 15 levels of 255 darker than the paper, in uneven light."""
    ink = Image.new("L", SIZE, 0)
    pen(ink, fitted(strokes, centred(SIZE, rng.uniform(0.35, 0.7), rng, 0.06)), 255, rng.uniform(8, 20))
    dark = np.asarray(ink.filter(ImageFilter.GaussianBlur(0.7))).astype(float) / 255
    lit = rng.randint(170, 250) + gradient(rng) * 0.4
    by = rng.uniform(10, 15) if contrast is None else contrast
    return photographed(lit - by * dark, rng, rng.uniform(0, 2), rng.choice([None, 85, 95]))


def row(many: list[Strokes], rng: random.Random) -> Image.Image:
    """Several digits beside each other, as tall as each other."""
    side = 200
    image = paper((60 + side * len(many), 300), rng.randint(220, 255))
    ink, width = rng.randint(0, 60), rng.uniform(10, 20)
    for k, strokes in enumerate(many):
        y = [point[1] for stroke in strokes for point in stroke]
        x = [point[0] for stroke in strokes for point in stroke]
        tall = 150 * (max(y) - min(y)) / max(max(x) - min(x), max(y) - min(y))
        pen(image, fitted(strokes, (50 + k * side, 70 + rng.uniform(-10, 10) + (150 - tall) / 2, 150)), ink, width)
    return image


NOTHING = (0, 0, 0, 0)
KINDS: dict[str, Kind] = {
    "white on transparent": lambda s, rng: _clear(s, rng, (255, 255, 255, 255), NOTHING),
    "black on transparent": lambda s, rng: _clear(s, rng, (0, 0, 0, 255), NOTHING),
    "grey on transparent white": lambda s, rng: _clear(s, rng, (128, 128, 128, 255), (255, 255, 255, 0)),
    "sticker": _sticker,
    "box": lambda s, rng: _framed(s, rng, "box"),
    "open box": lambda s, rng: _framed(s, rng, "open"),
    "circle": lambda s, rng: _framed(s, rng, "circle"),
    "rounded": lambda s, rng: _framed(s, rng, "rounded"),
    "box by hand": lambda s, rng: _framed(s, rng, "box", hand=True),
    "open box by hand": lambda s, rng: _framed(s, rng, "open", hand=True),
    "circle by hand": lambda s, rng: _framed(s, rng, "circle", hand=True),
    "near box": lambda s, rng: _near(s, rng, rng.uniform(0.02, 0.06), "box"),
    "touching box": lambda s, rng: _near(s, rng, -rng.uniform(0.01, 0.03), "box"),
    "near circle": lambda s, rng: _near(s, rng, rng.uniform(0.02, 0.06), "circle"),
    "ruled": lambda s, rng: _ruled(s, rng, rng.uniform(40, 90), squared=False),
    "squared": lambda s, rng: _ruled(s, rng, rng.uniform(30, 60), squared=True),
    "margin": lambda s, rng: _ruled(s, rng, rng.uniform(50, 90), squared=False, margin=True),
    "dotted": lambda s, rng: _ruled(s, rng, rng.uniform(30, 60), squared=False, dots=True),
    "dark ruled": lambda s, rng: _dark_lines(s, rng, squared=False),
    "dark squared": lambda s, rng: _dark_lines(s, rng, squared=True),
    "framed photo": _framed_photo,
    "desk": _desk,
    "specks": _specks,
    "underlined": _underlined,
    "small box": lambda s, rng: _framed(s, rng, "box", share=rng.uniform(0.2, 0.3)),
    "small circle by hand": lambda s, rng: _framed(s, rng, "circle", share=rng.uniform(0.2, 0.3), hand=True),
    "touching box wide": lambda s, rng: _near(s, rng, rng.uniform(-0.02, 0.0), "box"),
    "touching circle": lambda s, rng: _near(s, rng, -rng.uniform(0.0, 0.03), "circle"),
    "gradient": lambda s, rng: _photo(s, rng),
    "shadow": lambda s, rng: _photo(s, rng, edge=rng.uniform(0.3, 0.5), shade=0.2),
    "pencil": lambda s, rng: _photo(s, rng, contrast=rng.uniform(0.2, 0.35), shade=0.2),
    "pale": lambda s, rng: pale(s, rng),
    "board": lambda s, rng: _photo(s, rng, contrast=rng.uniform(0.5, 0.8), shade=0.4, light=True),
    "small": lambda s, rng: _small(s, rng, rng.uniform(0.1, 0.25)),
    "tiny": lambda s, rng: _small(s, rng, rng.uniform(0.05, 0.08)),
}
