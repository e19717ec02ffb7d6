"""The training loop: a generator of Progress, which leaves the averaged weights in the network."""

import math
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from playground.device import device, moved
from playground.models.recurrent import RecurrentClassifier
from playground.training.training import Recipe, Training


@dataclass(frozen=True)
class Progress:
    """Where the training is."""

    epoch: int  # from 1
    epochs: int
    step: int  # of the epoch, from 1
    steps: int
    loss: float  # moving average over the last steps
    examples_per_second: float  # since the epoch began
    scores: dict[str, float]  # by name, on the validation part; empty within an epoch


Watch = Callable[[int, float, nn.Module], None]


def train(
    model: nn.Module, training: Training, recipe: Recipe, seed: int, watch: Watch | None = None
) -> Iterator[Progress]:
    """Train `model` in place, step by step. When the iteration ends it holds the moving average of its weights.

    watch: given how many steps are done, the loss before the last one, and the network as it is then; first before any
    step, with NaN.
    """
    torch.manual_seed(seed)
    initialise(model)
    training.begin(model)
    model.to(device())
    steps = training.steps(recipe)
    optimizer = torch.optim.AdamW(model.parameters(), recipe.learning_rate, weight_decay=recipe.weight_decay)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: rate(s / (steps * recipe.epochs)))
    average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(recipe.average))
    handles = drop(model, recipe.dropout)
    loss = math.nan
    if watch:
        watch(0, loss, model)
    for epoch in range(1, recipe.epochs + 1):
        model.train()
        begun, scores = time.perf_counter(), {}
        for step, batch in enumerate(training.batches(recipe), 1):
            now = learn(model, optimizer, training, batch, recipe)
            schedule.step()
            average.update_parameters(model)
            if watch:
                watch((epoch - 1) * steps + step, now, model)
            loss = now if math.isnan(loss) else 0.98 * loss + 0.02 * now
            speed = step * recipe.batch / (time.perf_counter() - begun)
            scores = training.validate(deepcopy(average.module).cpu().eval()) if step == steps else {}
            yield Progress(epoch, recipe.epochs, step, steps, loss, speed, scores)
        if training.enough(scores):
            break
    for handle in handles:
        handle.remove()
    if isinstance(model, RecurrentClassifier):
        model.recurrent.dropout = 0.0
    model.load_state_dict(average.module.state_dict())
    model.cpu().eval()


def learn(model: nn.Module, optimizer: torch.optim.Optimizer, training: Training, batch: Any, recipe: Recipe) -> float:
    """One step on one batch; the loss before it."""
    on = device()
    with torch.device(on), torch.autocast("cpu", torch.bfloat16, enabled=on.type == "cpu" and half_precision()):
        loss = training.loss(model, moved(batch, on), recipe)
    optimizer.zero_grad()
    loss.backward()
    if nn.utils.clip_grad_norm_(model.parameters(), recipe.clip).isfinite():  # an exploded one says nothing
        optimizer.step()
    return loss.item()


@cache
def half_precision() -> bool:
    """Whether to train in bfloat16: where the processor multiplies it directly, and PyTorch's layers can use that.

    There it gives 1.4 to 2 times as many images a second. The processor's flag alone does not tell: oneDNN, which
    computes the layers, may be held to older instructions (ONEDNN_MAX_CPU_ISA) or have no kernel for one of them.
    """
    if not torch.cpu._is_avx512_bf16_supported():
        return False
    try:
        with torch.random.fork_rng(devices=[]), torch.autocast("cpu", torch.bfloat16):
            layers = [kind(8, 8, batch_first=True) for kind in (nn.RNN, nn.LSTM, nn.GRU)]
            x = torch.rand(2, 3, 8)  # (B, T, D) float32, as inputs are
            outputs = [
                nn.Conv2d(2, 8, 3)(torch.rand(2, 2, 8, 8)),
                nn.Linear(8, 8)(x),
                *(layer(x)[0] for layer in layers),
            ]
            torch.stack([output.float().sum() for output in outputs]).sum().backward()
    except RuntimeError:
        return False
    return True


def rate(done: float) -> float:
    """The learning rate's factor after a share of all steps: a short linear rise, then a half cosine to zero."""
    rise = 0.05
    return done / rise if done < rise else 0.5 * (1 + math.cos(math.pi * (done - rise) / (1 - rise)))


def initialise(model: nn.Module) -> None:
    """Orthogonal recurrent matrices, which keep a state's length over many steps (Saxe et al. 2013)."""
    for name, value in model.named_parameters():
        if "weight_hh" in name:
            for gate in value.detach().split(value.shape[1]):
                nn.init.orthogonal_(gate)
        if "bias_ih" in name and isinstance(model.get_submodule(name.split(".")[0]), nn.LSTM):
            value.detach().chunk(4)[1].fill_(1.0)  # the forget gate begins open (Jozefowicz et al. 2015)


def drop(model: nn.Module, share: float) -> list[torch.utils.hooks.RemovableHandle]:
    """Dropout while training, by hooks: the networks themselves are the reference's and have none."""
    if isinstance(model, RecurrentClassifier):
        model.recurrent.dropout = share
    layers = [module for module in model.modules() if isinstance(module, nn.Linear)]
    return [
        layer.register_forward_pre_hook(lambda layer, inputs: F.dropout(inputs[0], share, layer.training))
        for layer in layers
    ]
