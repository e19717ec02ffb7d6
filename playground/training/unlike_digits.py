"""python -m playground.training.unlike_digits: train the detector of what is no digit, and test it.

What was chosen was chosen on letters of drawers 13 to 16 and on the calibration digits. With --measure the detector
stays as it is, and is compared and tested anew.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from playground import sealed_file
from playground.datasets import data_folder
from playground.errors import InputError
from playground.familiarity.detector import Detector
from playground.familiarity.measure import UNLIKE
from playground.familiarity.pictures import NAME, PATH, REAL, detector, facts
from playground.text import text
from playground.training.card import write_card
from playground.training.loop import half_precision, rate
from playground.training.unlike_data import Strange, strange
from playground.training.unlike_parts import calibration_digits, test_parts

COMMAND = "python -m playground.training.unlike_digits"
STEPS = 3_500
LEARNING_RATE = 3e-3
AVERAGE = 0.995  # decay of the weights' moving average


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 2 when a file is missing or damaged, said in one line."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--data", type=Path, default=data_folder(), help=text("training.data"))
    parser.add_argument("--seed", type=int, default=0, help=text("training.seed"))
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--until", type=int, help="stop after so many of the steps")
    parser.add_argument("--measure", action="store_true")
    asked = parser.parse_args(arguments)
    try:
        until = asked.until or asked.steps
        command = f"{COMMAND} --steps {asked.steps} --until {until} --seed {asked.seed}"
        if asked.measure:
            keep(detector(), asked.data, json.loads(facts()["command"]))
        else:
            keep(trained(strange(asked.data), asked.steps, until, asked.seed), asked.data, command)
        print(text("training.written", path=write_card()))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def trained(data: Strange, steps: int, until: int, seed: int) -> Detector:
    """A detector, from nothing; in eval mode. `steps`: over which the learning rate falls to zero."""
    torch.manual_seed(seed)
    model = Detector()
    optimizer = torch.optim.AdamW(model.parameters(), LEARNING_RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: rate(s / steps))
    average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(AVERAGE))
    for step in range(1, until + 1):
        pictures, labels = data.batch()
        with torch.autocast("cpu", torch.bfloat16, enabled=half_precision()):
            loss = F.cross_entropy(model(pictures).float(), labels, label_smoothing=0.02)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        average.update_parameters(model)
        if step % 100 == 0:
            print(step, round(loss.item(), 4), flush=True)
    model.load_state_dict(average.module.state_dict())
    return model.eval()


@torch.inference_mode()
def keep(model: Detector, folder: Path | None, command: str) -> None:
    """Compare the detector with real digits, test it, and write the file."""
    real = {kind: strangeness(model, x).sort().values for kind, x in calibration_digits(folder).items()}
    scores = {
        name: flagged(real[kind], strangeness(model, x)) | {"count": len(x)}
        for name, (kind, x) in test_parts(folder).items()
    }
    tensors = {NAME + name: w.detach().contiguous() for name, w in model.state_dict().items()}
    tensors |= {REAL + kind: values.contiguous() for kind, values in real.items()}
    sealed_file.write(PATH, tensors, {"command": command, "scores": scores})
    print(json.dumps(scores, indent=1))


def strangeness(model: Detector, pictures: Tensor) -> Tensor:
    """(B,) of pictures (B, 1, 28, 28)."""
    return torch.cat([model.strangeness(some) for some in pictures.split(500)])


def flagged(real: Tensor, strange: Tensor) -> dict[str, float]:
    """In percent: "flagged", how many are told to be unlike real digits, and "auroc". `real` (R,) is in order."""
    shares = 1 - torch.searchsorted(real, strange) / len(real)
    pairs = torch.searchsorted(real, strange) + torch.searchsorted(real, strange, right=True)
    auroc = (pairs / (2 * len(real))).mean()
    return {"flagged": round(100 * float((shares < UNLIKE).double().mean()), 2), "auroc": round(float(auroc), 4)}


if __name__ == "__main__":
    sys.exit(main())
