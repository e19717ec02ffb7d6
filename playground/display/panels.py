"""What of a trace is shown: for each layer its main values, through time each of its quantities, with their scale."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.display.ramps import Scale
from playground.stages import Stage, Trace
from playground.stages.stage import quantities, results
from playground.text import table

MOST_STEPS = 400  # the last ones of a long sequence
KEEPS_SIGN = ("tanh", "identity")  # functions after which a value may be negative


@dataclass(frozen=True, eq=False)
class Panel:
    """One quantity of one layer. With time its values are (N, T), else (C, H, W) maps or (N,) units."""

    layer: str  # as the page calls it
    quantity: str  # likewise; "" without time, where a layer has but one panel
    symbol: str
    values: Tensor
    timed: bool
    scale: Scale

    @property
    def size(self) -> str:
        """As one reads it: "16 × 28 × 28"."""
        return " × ".join(map(str, self.values.shape))


def panels(trace: Trace) -> list[Panel]:
    """In the order in which the layers work; of the output the logits, of a long sequence the last MOST_STEPS steps."""
    layers: dict[tuple, list[Stage]] = {}
    for stage in trace.stages:
        layers.setdefault(stage.place[:3], []).append(stage)
    found: list[Panel] = []
    is_timed = any(stage.place.t is not None for stage in trace.stages)
    for stages in layers.values():
        if stages[0].place.t is not None:
            found += _through_time(sorted(stages, key=lambda stage: stage.place.t or 0)[-MOST_STEPS:])
        elif results(type(stages[0])):
            found.append(_at_once(stages[0], found[-1].scale if found else None, is_timed))
    return found


def _at_once(stage: Stage, before: Scale | None, is_timed: bool) -> Panel:
    """A layer without time; what only moves or pools the values of the one before has its scale."""
    name = results(type(stage))[-1]
    values, what = getattr(stage, name).detach().float(), quantities(type(stage))[name]
    is_sequence = is_timed and what.role == "input" and values.dim() == 2
    if is_sequence:
        values = values.T[:, -MOST_STEPS:]
    elif values.dim() not in (1, 3):
        values = values.reshape(1, -1, values.shape[-1]) if values.dim() else values[None]
    passes = type(stage).__name__ == "Flatten" or type(stage).__name__.endswith("Pooling")
    scale = before if passes and before else _scale(what.range, what.role, values, getattr(stage, "function", None))
    return Panel(layer_name(stage), "", what.symbol, values, is_sequence, scale)


def _through_time(stages: Sequence[Stage]) -> list[Panel]:
    """Of a layer with time each of its quantities, a column for each step."""
    found, kind = [], type(stages[0])
    for name in results(kind):
        what = quantities(kind)[name]
        values = torch.stack([getattr(stage, name).detach().float().flatten() for stage in stages], 1)
        scale = _scale(what.range, what.role, values, getattr(stages[0], "function", None), timed=True)
        called = table("en")["time"]["lanes"].get(name, name.replace("_", " "))
        found.append(Panel(layer_name(stages[0]), called, what.symbol, values, True, scale))
    return found


def _scale(range: str, role: str, values: Tensor, function: str | None, *, timed: bool = False) -> Scale:
    """As stage/colours.js has it."""
    if range in ("share", "probability"):
        return Scale("gate" if timed and range == "share" else "ink", 1.0)
    most = float(values[values.isfinite()].abs().max().item() if values.isfinite().any() else 0) or 1.0
    if bool((values < 0).any()):
        return Scale("signed", most)
    if role == "input" and values.dim() == 3:
        return Scale("ink", most)
    may_be_positive = range == "positive" or (function and function not in KEEPS_SIGN)
    return Scale("positive" if may_be_positive else "signed", most)


def layer_name(stage: Stage, language: str = "en") -> str:
    """What the page calls a layer where there is little room: "Conv. 1", "LSTM 2 backwards"."""
    words, kind, place = table(language)["stages"], type(stage).__name__, stage.place
    layer = (place.layer or 0) + 1
    if kind.endswith("Step") and place.t is not None:
        known = words["steps"].get(kind.removesuffix("Step").lower(), words["steps"]["any"])
        name = known.format(layer=layer, kind=kind.removesuffix("Step"))
        return f"{name} {words['steps']['backward']}" if place.direction else name
    key = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in kind).lstrip("_")
    known = words.get(getattr(stage, "function", None) if kind == "Activation" else key) or {}
    if kind in ("Output", "StepOutput"):
        return "Logits" if kind == "Output" else "Logits so far"
    return (known.get("short") or known.get("name") or kind).format(layer=layer)
