"""Paper with nothing on it, as it is photographed: its grain and mottling, light, shadows, folds, spots, fibres."""

import io
import math
import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Paper = Callable[[random.Random], np.ndarray]
SIZE = (480, 360)
X, Y = np.meshgrid(np.linspace(-1, 1, SIZE[0]), np.linspace(-1, 1, SIZE[1]))


def _grain(rng: random.Random, deviation: float, shape: tuple[int, ...] = X.shape) -> np.ndarray:
    return np.random.default_rng(rng.randrange(10**6)).normal(0, deviation, shape)


def _along(rng: random.Random) -> np.ndarray:
    angle = rng.uniform(0, math.tau)
    return X * math.cos(angle) + Y * math.sin(angle)


def mottled(rng: random.Random) -> np.ndarray:
    """Darker and lighter places of one size."""
    noise = Image.fromarray((_grain(rng, 40) + 128).clip(0, 255).astype(np.uint8))
    smooth = np.asarray(noise.filter(ImageFilter.GaussianBlur(rng.choice([1, 2, 4, 8, 15, 30])))).astype(float)
    return (smooth - smooth.mean()) / (smooth.std() + 1e-9) * rng.uniform(1, 6)


def gradient(rng: random.Random) -> np.ndarray:
    return -rng.uniform(0, 100) * (_along(rng) + 1.4) / 2.8


def vignette(rng: random.Random) -> np.ndarray:
    return -rng.uniform(10, 80) * (X * X + Y * Y)


def shadow(rng: random.Random) -> np.ndarray:
    steep = rng.choice([3, 8, 25])
    return -rng.uniform(4, 80) / (1 + np.exp(-(_along(rng) - rng.uniform(-0.6, 0.6)) * steep))


def fold(rng: random.Random) -> np.ndarray:
    across = _along(rng) - rng.uniform(-0.5, 0.5)
    return -rng.uniform(2, 14) * np.exp(-((across / rng.uniform(0.01, 0.06)) ** 2))


def spots(rng: random.Random) -> np.ndarray:
    dark = np.zeros(X.shape)
    for _ in range(rng.randint(1, 8)):
        x, y, radius = rng.uniform(-1, 1), rng.uniform(-1, 1), rng.uniform(0.02, 0.3)
        dark -= rng.uniform(1, 10) * np.exp(-(((X - x) ** 2 + (Y - y) ** 2) / radius**2))
    return dark


def fibres(rng: random.Random) -> np.ndarray:
    image = Image.new("L", SIZE, 0)
    for _ in range(rng.randint(20, 200)):
        x, y, angle, length = rng.uniform(0, 480), rng.uniform(0, 360), rng.uniform(0, math.tau), rng.uniform(3, 25)
        end = (x + length * math.cos(angle), y + length * math.sin(angle))
        ImageDraw.Draw(image).line([(x, y), end], fill=rng.randint(40, 255), width=1)
    return -np.asarray(image).astype(float) / 255 * rng.uniform(2, 14)


PAPERS: dict[str, tuple[Paper, ...]] = {
    "plain": (),
    "mottled": (mottled,),
    "gradient": (gradient,),
    "vignette": (vignette,),
    "shadow": (shadow,),
    "fold": (fold,),
    "spots": (spots,),
    "fibres": (fibres,),
    "mottled, gradient": (mottled, gradient),
    "mottled, vignette": (mottled, vignette),
    "mottled, shadow": (mottled, shadow),
    "mottled, fold": (mottled, fold),
}


def photographed(values: np.ndarray, rng: random.Random, grain: float, quality: int | None) -> Image.Image:
    """With grain of so many of 255 levels, and as JPEG where a quality is given."""
    image = Image.fromarray((values + _grain(rng, grain, values.shape)).clip(0, 255).astype(np.uint8))
    if quality is None:
        return image
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("L")


def blank(kind: str, rng: random.Random) -> Image.Image:
    """A paper of one of PAPERS."""
    values = np.full(X.shape, float(rng.randint(150, 250)))
    for part in PAPERS[kind]:
        values = values + part(rng)
    return photographed(values, rng, rng.choice([0, 0.5, 1, 2, 3, 5, 8]), rng.choice([None, 60, 85, 95]))
