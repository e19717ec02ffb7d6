"""A training as a plain PyTorch script, that of the plane to be run as it is, others with data to be filled in."""

import inspect
from collections.abc import Iterator

from playground.live_training import modules, plane
from playground.live_training.kinds import GOLDEN, form, network_plan
from playground.live_training.modules import LastState, Latest, Rows, States
from playground.live_training.rules import DROP, LARGE, MOMENTUM, SMALL
from playground.live_training.setup import EDGE, PLANE, Setup

_OPTIMISERS = {
    "sgd": "torch.optim.SGD(model.parameters(), {rate}{decay})",
    "momentum": f"torch.optim.SGD(model.parameters(), {{rate}}, momentum={MOMENTUM}{{decay}})",
    "adam": "torch.optim.Adam(model.parameters(), {rate}{decay})",
    "adamw": "torch.optim.AdamW(model.parameters(), {rate}{decay})",
}
_SCHEDULES = {
    "cosine": "0.5 * (1 + math.cos(math.pi * step / updates))",
    "step": f"{DROP} ** math.floor(3 * step / updates)",
}
_INITIALISATIONS = {
    "xavier": "nn.init.xavier_normal_(values)",
    "he": 'nn.init.kaiming_normal_(values, nonlinearity="relu")',
    "normal_small": f"nn.init.normal_(values, std={SMALL})",
    "normal_large": f"nn.init.normal_(values, std={LARGE})",
    "zeros": "nn.init.zeros_(values)",
}
_OWN = (Rows, Latest, States, LastState)  # modules that are not PyTorch's


def code(setup: Setup) -> str:
    """The script, which makes the updates of loop.Training from the same seed. Raises InputError as `network_plan`."""
    return "\n".join(_lines(setup)) + "\n"


def _lines(setup: Setup) -> Iterator[str]:
    shape, outputs = form(setup.data)
    made = list(network_plan(setup).module())
    reading = None in shape  # sequences of any length
    yield from ("import math", "from typing import Any", "", "import torch", "from torch import Tensor, nn")
    yield "from torch.nn import functional as F"
    if reading:
        yield "from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence"
    yield ""
    yield from _data(setup, reading)
    for own in _OWN:
        if any(isinstance(module, own) for module in made):
            yield from ("", inspect.getsource(own))
    if reading:
        yield from ("", inspect.getsource(modules.outputs))
    yield f"torch.manual_seed({setup.seed})"
    yield "model = nn.Sequential("
    yield from (f"    {'' if isinstance(module, _OWN) else 'nn.'}{module!r}," for module in made)
    yield ")"
    yield from _initialised(setup)
    yield from _loop(setup, reading, numbers=setup.data.kind in ("series", "diabetes", "adding"), classes=outputs)


def _data(setup: Setup, reading: bool) -> Iterator[str]:
    data = setup.data
    if data.kind not in PLANE:
        shape, _ = form(data)
        sizes = ", ".join(["N", *("T" if size is None else str(size) for size in shape)])
        yield f"x = ...  # ({sizes}) float32: {data.kind}, to be filled in"
        yield "y = ...  # (N,) int64 of classes, or float32 of numbers"
        if reading:
            yield "lengths = ...  # (N,) int64: how many steps each has"
        return
    if data.kind == "points":
        yield f"given = torch.tensor({[list(point) for point in data.points]})"
        yield "points, labels = given[:, :2], given[:, 2].long()"
    else:
        source = inspect.getsource(plane).split("import Generator, Tensor\n")[1]
        yield from ("from collections.abc import Callable", "from torch import Generator", source.rstrip(), "")
        yield f"points, labels = points({data.kind!r}, {data.size}, {data.noise}, {setup.seed})"
    yield f"points = points.clamp(-{EDGE}, {EDGE})"
    yield f"place = (0.5 + {GOLDEN} * torch.arange(len(labels), dtype=torch.float64)) % 1"
    yield f"x, y = points[place >= {data.held_out}], labels[place >= {data.held_out}]  # the others are held out"


def _initialised(setup: Setup) -> Iterator[str]:
    if setup.initialisation == "default":
        return
    yield "for module in model.modules():"
    yield "    if isinstance(module, nn.Linear | nn.Conv2d | nn.RNNBase):"
    yield "        for values in module.parameters():"
    yield f"            {_INITIALISATIONS[setup.initialisation]} if values.dim() > 1 else nn.init.zeros_(values)"


def _loop(setup: Setup, reading: bool, *, numbers: bool, classes: int) -> Iterator[str]:
    decay = f", weight_decay={setup.weight_decay}" if setup.weight_decay or setup.optimiser == "adamw" else ""
    yield f"updates, size = {setup.updates}, {setup.batch}"
    yield f"optimiser = {_OPTIMISERS[setup.optimiser].format(rate=setup.learning_rate, decay=decay)}"
    if setup.schedule in _SCHEDULES:
        factor = _SCHEDULES[setup.schedule]
        yield f"schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: {factor})"
    yield f"random = torch.Generator().manual_seed({setup.seed})"
    yield from ("", "done = 0", "while done < updates:")
    yield "    batches = torch.randperm(len(y), generator=random).split(size)"
    yield "    for batch in ([each for each in batches if len(each) > 1] or batches)[: updates - done]:"
    yield f"        said = {'outputs(model, x[batch], lengths[batch])' if reading else 'model(x[batch])'}"
    if numbers:
        yield "        loss = F.mse_loss(said[:, 0], y[batch])"
    elif setup.loss == "mse":
        yield f"        loss = F.mse_loss(said, F.one_hot(y[batch], {classes}).float())"
    else:
        yield "        loss = F.cross_entropy(said, y[batch])"
    yield from ("        optimiser.zero_grad()", "        loss.backward()")
    if setup.clip is not None:
        yield f"        nn.utils.clip_grad_norm_(model.parameters(), {setup.clip})"
    yield "        optimiser.step()"
    if setup.schedule in _SCHEDULES:
        yield "        schedule.step()"
    yield from ("        done += 1", "print(loss.item())")
