"""Several runs of one input as one stream of frames: of each network what tells most of it, and its answer.

What tells most: of a network without time steps what each layer gives after its activation, of one with them the last
layer's states, and the guess after each step.
"""

from collections.abc import Generator, Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from playground.errors import InputError
from playground.service import service
from playground.service.comparing import Comparing
from playground.service.lanes import Check

if TYPE_CHECKING:
    from playground.run import Run
    from playground.stages import Stage
    from playground.ui.wire import Unpacked


def comparison_frames(comparing: Comparing, check: Check, language: str) -> Generator[bytes, None, None]:
    """A head for each run, its frames, and an end with how like what was learnt the input is, or why there is none."""
    from playground.ui.wire import pack

    for name, run in comparing.runs.items():
        head = {"task": comparing.task, "architecture": name}
        if isinstance(run, InputError):
            yield pack({"run": head | {"labels": []}}) + pack({"error": run.message(language)})
            continue
        try:
            parts = [pack(*part) for part in unpacked(run, check)]
        except InputError as error:
            yield pack({"run": head | {"labels": []}}) + pack({"error": error.message(language)})
            continue
        end: dict[str, Any] = {"milliseconds": 0}
        if run.likeness:
            end["likeness"] = asdict(run.likeness) | {"told": run.likeness.told}
        yield b"".join((pack({"run": head | {"labels": run.labels}}), *parts, pack({"end": end})))


def comparison_preview(comparing: Comparing, check: Check) -> bytes:
    """The same in few levels, compressed as gzip; networks that are not there are left out."""
    from playground.ui.previews import Sent, fitting

    return fitting([Sent(run, unpacked(run, check)) for run in comparing.ready], check)


def unpacked(run: "Run", check: Check) -> "list[Unpacked]":
    """What was made of the input, and the frames of what tells most, before they are packed."""
    from playground.stages import key_of, results
    from playground.ui.wire import frames_unpacked, unpacked_input

    kept = telling(service.checked(run, check), run)
    main = {key_of(stage).kind: results(type(stage))[-1] for stage in kept}
    found = [unpacked_input(run.encoded)]
    for head, arrays, count in frames_unpacked(iter(kept), lambda: run.layers, together=float("inf")):
        found.append((head, [array for array in arrays if array[0] == main[head["stage"]]], count))
    return found


def telling(stages: "Iterable[Stage]", run: "Run") -> "list[Stage]":
    """Of all stages those that tell most."""
    from playground.stages import Input, Key, Output, StepOutput, key_of, quantities

    every = list(stages)
    steps = [stage for stage in every if hasattr(stage, "t") and not isinstance(stage, StepOutput)]
    last = max((getattr(stage, "layer", 0) for stage in steps), default=None)
    activated = [stage for stage in every if any(q.role == "activation" for q in quantities(type(stage)).values())]
    keys = {key_of(stage) for stage in activated}
    # What an activation is made of comes along: the page makes some of them by itself.
    made = [run.layers[key] for key in keys if key in run.layers]
    keys |= {
        Key(ref.kind, ref.layer, ref.direction) for layer in made for refs in layer.inputs.values() for ref in refs
    }
    weighted = {key for key, layer in run.layers.items() if layer.parameters}

    def tells(stage: "Stage") -> bool:
        if isinstance(stage, Input | StepOutput | Output):
            return True
        if hasattr(stage, "t"):
            return getattr(stage, "layer", 0) == last
        return key_of(stage) in (keys if activated else weighted)

    return [stage for stage in every if tells(stage)]
