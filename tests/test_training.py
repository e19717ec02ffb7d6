"""Training: the data sets, the variations, the loop, and the command line, on a few hundred digits."""

import gzip
import hashlib
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import nn

from playground import checkpoints, datasets
from playground.errors import InputError
from playground.models import ARCHITECTURES
from playground.models.recurrent import RecurrentClassifier
from playground.tasks.digits import DIGITS
from playground.tasks.drawing import Pen
from playground.train import main
from playground.training import sources
from playground.training.augment import vary_pen, vary_pictures
from playground.training.data import (
    TEST_WRITERS,
    TRAIN_WRITERS,
    VALIDATION_WRITERS,
    TrainingDigits,
    as_input,
    drawn,
    training_digits,
)
from playground.training.digits import DigitsRecipe, DigitsTraining
from playground.training.loop import Progress, half_precision, initialise, rate, train
from playground.training.sources import POINTS, PenDigits, mnist, pen_digits

# Three shapes that a network can learn to tell apart in a moment, on the tablet's 500 units with y upwards.
SHAPES = {
    0: [[(100, 100), (100, 400), (300, 400), (300, 100), (100, 100)]],
    1: [[(200, 400), (200, 100)]],
    7: [[(100, 400), (300, 400), (200, 100)], [(150, 250), (280, 250)]],
}


def tablet(count: int) -> str:
    """A file in the form of pendigits-orig.tra, with `count` drawings of each shape by each of 30 writers."""
    lines = [".INCLUDE dene.doc", ""]
    for writer in range(1, 31):
        for label, strokes in SHAPES.items():
            for number in range(count):
                lines += [f'.SEGMENT DIGIT 0-{len(strokes)} ? "{label}"', f".COMMENT {label} {writer} {number}"]
                for stroke in strokes:
                    lines += [".PEN_DOWN", *(f" {x + number}  {y}" for x, y in stroke), ".PEN_UP"]
    return "\n".join(lines) + "\n"


def idx(pictures: torch.Tensor, labels: torch.Tensor) -> tuple[bytes, bytes]:
    """Pictures and labels as the two IDX files."""
    header = struct.pack(">IIII", 2051, *pictures.shape)
    return header + bytes(pictures.flatten().tolist()), struct.pack(">II", 2049, len(labels)) + bytes(labels.tolist())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small data folder, laid out as the real one, whose digests are the known ones for the time of a test."""
    (tmp_path / "mnist").mkdir()
    (tmp_path / "pendigits").mkdir()
    tape = tmp_path / sources.PEN_FILE
    tape.write_text(tablet(2), encoding="latin-1")
    monkeypatch.setitem(datasets.FILES, sources.PEN_FILE, hashlib.sha256(tape.read_bytes()).hexdigest())
    labels = torch.tensor(list(SHAPES)).repeat(1100)
    known = drawn(pen_digits(tmp_path))
    by_label = {int(label): known[0][known[1] == label][0, 0] for label in SHAPES}
    pictures = torch.stack([by_label[int(label)] for label in labels]).mul(255).round().to(torch.uint8)
    digests = {}
    for part, size in (("train", 3300), ("t10k", 30)):
        contents = idx(pictures[:size], labels[:size])
        for kind, content in zip(("images-idx3", "labels-idx1"), contents, strict=True):
            name = f"{part}-{kind}-ubyte.gz"
            (tmp_path / "mnist" / name).write_bytes(gzip.compress(content))
            digests[name] = hashlib.sha256((tmp_path / "mnist" / name).read_bytes()).hexdigest()
    monkeypatch.setattr(sources, "MNIST_FILES", digests)
    return tmp_path


@pytest.fixture
def no_checkpoints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Checkpoints are written here."""
    target = tmp_path / "checkpoints"
    monkeypatch.setattr(checkpoints, "FOLDER", target)
    return target


def test_the_files_are_read_as_they_are(folder: Path) -> None:
    pictures, labels = mnist(folder, train=False)
    assert (pictures.shape, pictures.dtype) == ((30, 28, 28), torch.uint8)
    assert labels[:6].tolist() == [0, 1, 7, 0, 1, 7]
    assert pictures[1, :, 13:15].max() == 255  # the one's upright stroke
    digits = pen_digits(folder)
    assert digits.pen.points.shape == (180, POINTS, 2)
    assert digits.labels[:6].tolist() == [0, 0, 1, 1, 7, 7]
    assert digits.writers.bincount().tolist() == [0] + [6] * 30
    one = digits.pen.points[2]
    assert one[0].tolist() == pytest.approx([0.4, 0.2])  # y downwards: the stroke begins above
    assert one[-1].tolist() == pytest.approx([0.4, 0.8])
    assert (~digits.pen.joined).sum(1)[4] >= 2  # the pen of a seven with a bar is lifted twice


def test_the_writers_of_the_test_are_in_no_other_part() -> None:
    parts = [set(TRAIN_WRITERS), set(VALIDATION_WRITERS), set(TEST_WRITERS)]
    assert set.union(*parts) == set(range(1, 31))
    assert sum(len(part) for part in parts) == 30


def test_validation_is_taken_from_the_training_set(folder: Path) -> None:
    data = training_digits(folder)
    assert len(data.pictures) == 300
    assert len(data.validation["mnist"][1]) == 3_000
    assert set(data.pens.writers.tolist()) == set(TRAIN_WRITERS)
    assert len(data.validation["pen"][1]) == 6 * len(VALIDATION_WRITERS)


def seven() -> Pen:
    points = torch.tensor([[[0.2, 0.2], [0.6, 0.2], [0.4, 0.8], [0.3, 0.5], [0.56, 0.5]]]).double()
    joined = torch.tensor([[True, True, False, True, False]])
    return Pen(points.expand(64, 5, 2), joined.expand(64, 5), torch.full((64,), 0.065).double())


def test_variations_differ_from_each_other_and_remain_the_same_digit() -> None:
    torch.manual_seed(0)
    before = seven()
    after = vary_pen(before)
    assert torch.equal(after.joined, before.joined)
    pictures, original = drawn(digits(after))[0], drawn(digits(before))[0]
    assert len({tuple(p.flatten().tolist()) for p in pictures}) == 64
    assert float((pictures.mean(0) - original.mean(0)).abs().mean()) < 0.12  # and not some other thing
    torch.testing.assert_close(vary_pictures(original, torch.zeros(len(original))), original, atol=1e-5, rtol=0)
    varied = vary_pictures(original, torch.ones(len(original)))
    assert len({tuple(p.flatten().tolist()) for p in varied}) == 64
    assert float((varied - original).abs().mean()) < 0.15
    assert float(varied.min()) >= 0
    assert float(varied.max()) <= 1 + 1e-6


def digits(pen: Pen) -> PenDigits:
    return PenDigits(pen, torch.full((64,), 7), torch.ones(64, dtype=torch.int64))


def test_the_learning_rate_rises_and_falls_to_zero() -> None:
    rates = [rate(step / 1000) for step in range(1001)]
    assert rates[0] == 0
    assert max(rates) == pytest.approx(1)
    assert rates.index(max(rates)) == 50
    assert rates[-1] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("architecture", list(ARCHITECTURES))
def test_every_network_has_a_recipe_and_learns(architecture: str, folder: Path) -> None:
    training = DigitsTraining(folder)
    data = training.digits
    training.digits = TrainingDigits(data.pictures[:192], data.labels[:192], data.pens, {"pen": data.validation["pen"]})
    dropout = training.recipe(architecture).dropout
    recipe = DigitsRecipe(epochs=6, learning_rate=3e-3, batch=32, average=0.5, dropout=dropout)
    model = ARCHITECTURES[architecture](**DIGITS.networks[architecture].arguments)
    seen = list(train(model, training, recipe, seed=1))
    assert [p.epoch for p in seen if p.scores] == [1, 2, 3, 4, 5, 6]
    assert seen[-1].loss < seen[0].loss
    assert training.validate(model) == seen[-1].scores  # the averaged weights are in the network
    assert seen[-1].scores["pen"] > 60  # of three shapes
    assert not model.training
    assert not any(module._forward_pre_hooks for module in model.modules())  # the dropout is gone


def test_half_precision_is_used_where_it_works_and_leaves_the_random_numbers_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    state = torch.get_rng_state()
    assert half_precision.__wrapped__() in (False, torch.cpu._is_avx512_bf16_supported())
    assert torch.equal(torch.get_rng_state(), state)

    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("could not create a primitive descriptor for the LSTM forward propagation primitive")

    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: True)
    monkeypatch.setattr(nn.LSTM, "forward", refuse)
    assert half_precision.__wrapped__() is False


def linear() -> nn.Sequential:
    torch.manual_seed(1)
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10))


def test_the_same_seed_trains_the_same_network(folder: Path) -> None:
    training, ends = DigitsTraining(folder), []
    for seed in (5, 5, 6):
        model = linear()
        torch.rand(len(ends))  # what was drawn before does not matter
        for _ in train(model, training, DigitsRecipe(epochs=1, learning_rate=1e-3), seed=seed):
            pass
        ends.append(model[1].weight)
    assert torch.equal(ends[0], ends[1])
    assert not torch.equal(ends[0], ends[2])


def test_what_remains_is_the_average_of_the_weights(folder: Path) -> None:
    model, recipe = linear(), DigitsRecipe(epochs=1, learning_rate=1e-2, average=1.0)  # the first weights count for all
    steps = train(model, DigitsTraining(folder), recipe, seed=0)
    next(steps)
    first = model[1].weight.clone()
    for _ in steps:
        pass
    assert torch.equal(model[1].weight, first)


def test_recurrent_matrices_begin_orthogonal_and_forget_gates_open() -> None:
    model = ARCHITECTURES["lstm"](28, 16, 2, 10)
    initialise(model)
    assert isinstance(model, RecurrentClassifier)
    for gate in model.weights(1, 0).hidden.split(16):
        torch.testing.assert_close(gate @ gate.T, torch.eye(16), atol=1e-5, rtol=0)
    assert model.weights(0, 0).input_bias[16:32].tolist() == [1.0] * 16


def test_the_command_writes_a_checkpoint(folder: Path, no_checkpoints: Path, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(InputError):
        checkpoints.metadata("digits", "cnn")
    # The card needs all five networks; here one is trained, and the end says so.
    code = main(["digits", "cnn", "--data", str(folder), "--epochs", "1", "--seed", "4"])
    said = capsys.readouterr()
    known = checkpoints.metadata("digits", "cnn")
    assert (known["seed"], known["command"]) == (4, "python -m playground.train digits cnn --epochs 1 --seed 4")
    assert f"mnist {known['scores']['mnist']:.2f}" in said.out
    facts, state = checkpoints.replay("digits", "cnn")[-1]
    assert 0 <= facts["validation_accuracy"] <= 100
    torch.testing.assert_close(state["out.bias"], checkpoints.load("digits", "cnn").state_dict()["out.bias"].half())
    assert (code, "digits-fnn.safetensors is missing" in said.err) == (2, True)


def breakages() -> Iterator[tuple[str, str, str]]:
    for path in (
        "mnist/train-images-idx3-ubyte.gz",
        "mnist/t10k-labels-idx1-ubyte.gz",
        "pendigits/pendigits-orig.tra",
    ):
        yield path, "cut", "damaged"
        yield path, "gone", "missing"
        yield path, "swapped", "damaged"


@pytest.mark.parametrize(("path", "how", "word"), list(breakages()))
def test_a_bad_data_file_is_one_clear_line(
    path: str, how: str, word: str, folder: Path, no_checkpoints: Path, capsys: pytest.CaptureFixture
) -> None:
    file = folder / path
    content = file.read_bytes()
    file.unlink()
    if how == "cut":
        file.write_bytes(content[:-9])
    if how == "swapped":
        file.write_bytes(gzip.compress(b"\0" * 800))
    assert main(["digits", "cnn", "--data", str(folder), "--epochs", "1"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert str(file) in said
    assert word in said


def test_pictures_become_pixels_between_0_and_1() -> None:
    pictures = torch.tensor([[[0, 255]]], dtype=torch.uint8)
    assert as_input(pictures).tolist() == [[[[0.0, 1.0]]]]


def test_progress_is_told_step_by_step(folder: Path) -> None:
    steps = list(train(linear(), DigitsTraining(folder), DigitsRecipe(epochs=2, learning_rate=1e-3, batch=128), seed=0))
    assert all(isinstance(p, Progress) and p.examples_per_second > 0 for p in steps)
    assert [(p.epoch, p.step) for p in steps] == [(e, s) for e in (1, 2) for s in range(1, steps[0].steps + 1)]
