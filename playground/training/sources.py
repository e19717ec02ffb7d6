"""The data sets as tensors, from a local folder or downloaded, every file checked against its known digest."""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from playground.datasets import DOWNLOADS, checked, fetch, first_line
from playground.errors import InputError
from playground.tasks.drawing import WIDTH, Pen

# sha256 of the original files.
MNIST_FILES = {
    "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
}
PEN_FILE = "pendigits/pendigits-orig.tra"
TABLET = 500  # the side of the tablet's box in its own units
POINTS = 40  # kept of each pen digit; the rest hardly bends the line


@dataclass(frozen=True, eq=False)
class PenDigits:
    """Digits drawn on a tablet, on the pad they were drawn on."""

    pen: Pen  # B drawings of POINTS points
    labels: Tensor  # (B,) int64
    writers: Tensor  # (B,) int64, 1 to 30

    def of(self, writers: range) -> "PenDigits":
        """The digits of some of the writers."""
        kept = torch.isin(self.writers, torch.tensor(list(writers)))
        return PenDigits(self.pen.at(kept), self.labels[kept], self.writers[kept])

    def and_also(self, others: "PenDigits") -> "PenDigits":
        """These and the others."""
        points, joined, width = (
            torch.cat([getattr(self.pen, part), getattr(others.pen, part)]) for part in ("points", "joined", "width")
        )
        labels, writers = (torch.cat([getattr(self, part), getattr(others, part)]) for part in ("labels", "writers"))
        return PenDigits(Pen(points, joined, width), labels, writers)


def mnist(folder: Path | None, train: bool) -> tuple[Tensor, Tensor]:
    """Pictures (B, 28, 28) uint8 and labels (B,) int64. Without a folder torchvision downloads them.

    Raises InputError when a file is missing, damaged or cannot be downloaded.
    """
    if folder is None:
        from torchvision.datasets import MNIST

        try:
            data = MNIST(DOWNLOADS, train=train, download=True)
        except (RuntimeError, OSError) as error:
            raise InputError("no_download", what="MNIST", reason=first_line(error)) from error
        return data.data, data.targets
    part = "train" if train else "t10k"
    images = _read(folder / "mnist" / f"{part}-images-idx3-ubyte.gz")
    labels = _read(folder / "mnist" / f"{part}-labels-idx1-ubyte.gz")
    # IDX: a header of four (images) or two (labels) big-endian int32, then the bytes.
    pixels = torch.frombuffer(bytearray(images[16:]), dtype=torch.uint8).view(-1, 28, 28)
    return pixels, torch.frombuffer(bytearray(labels[8:]), dtype=torch.uint8).long()


def _read(path: Path) -> bytes:
    """The unpacked bytes of one of the MNIST files."""
    content = checked(path, MNIST_FILES[path.name])
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError("damaged_data", path=path, sha256=MNIST_FILES[path.name]) from error


def pen_digits(folder: Path | None) -> PenDigits:
    """The 7,494 digits of 30 writers. Without a folder they are downloaded once. Raises InputError as `mnist` does."""
    digits = list(_parse(fetch(PEN_FILE, folder).decode("latin-1")))
    labels, writers = (torch.tensor([digit[i] for digit in digits]) for i in (0, 1))
    return PenDigits(pens([strokes for _, _, strokes in digits]), labels, writers)


def pens(drawings: list[list[Tensor]], count: int = POINTS) -> Pen:
    """A batch of drawings, each a list of strokes (n, 2) in 0..1 of the pad, at `count` points each."""
    points, joined = (torch.stack(part) for part in zip(*(_resample(d, count) for d in drawings), strict=True))
    return Pen(points, joined, torch.full((len(drawings),), WIDTH, dtype=torch.float64))


def _parse(text: str) -> Iterator[tuple[int, int, list[Tensor]]]:
    """Label, writer and strokes (n, 2) in 0..1, y downwards, of each digit of a UNIPEN-like file."""
    for segment in text.split(".SEGMENT DIGIT")[1:]:
        comment = segment.split(".COMMENT")[1].split()  # label, writer, number
        strokes = []
        for stroke in segment.split(".PEN_DOWN")[1:]:
            xy = [float(word) for word in stroke.split(".PEN_UP")[0].split()]
            points = torch.tensor(xy, dtype=torch.float64).view(-1, 2) / TABLET
            points[:, 1] = 1 - points[:, 1]  # the tablet's y grows upwards
            strokes.append(points)
        yield int(comment[0]), int(comment[1]), [stroke for stroke in strokes if len(stroke)]


def _resample(strokes: list[Tensor], count: int) -> tuple[Tensor, Tensor]:
    """Points (count, 2) at even steps along the strokes, and whether each is joined to the next (count,)."""
    lengths = [float((s[1:] - s[:-1]).norm(dim=1).sum()) for s in strokes]
    free = count - 2 * len(strokes)  # beyond both ends of each stroke
    counts = [2 + int(free * length / max(sum(lengths), 1e-9)) for length in lengths]
    points = torch.cat([_along(s, n) for s, n in zip(strokes, counts, strict=True)])
    joined = torch.ones(len(points), dtype=torch.bool)
    joined[torch.tensor(counts).cumsum(0) - 1] = False
    missing = count - len(points)
    padded = torch.cat([points, points[-1:].expand(missing, 2)])
    return padded, torch.cat([joined, torch.zeros(missing, dtype=torch.bool)])


def _along(stroke: Tensor, count: int) -> Tensor:
    """`count` points (count, 2) at even steps along a stroke (n, 2), its ends among them."""
    if len(stroke) == 1:
        return stroke.expand(count, 2)
    at = torch.cat([stroke.new_zeros(1), (stroke[1:] - stroke[:-1]).norm(dim=1).cumsum(0)])  # (n,)
    wanted = torch.linspace(0, 1, count, dtype=at.dtype) * at[-1]
    i = torch.searchsorted(at, wanted).clamp(1, len(at) - 1)
    share = ((wanted - at[i - 1]) / (at[i] - at[i - 1]).clamp_min(1e-9)).clamp(0, 1)[:, None]
    return stroke[i - 1] * (1 - share) + stroke[i] * share
