"""The scripts of runs: each prints the numbers of the trace, by this package, and by PyTorch and safetensors alone."""

import ast
import contextlib
import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import torch
from foreign import FOREIGN, handed_over
from inputs import NETWORKS, SEVEN, first
from torch import Tensor

from playground import inspect
from playground.changes import read_changes
from playground.checkpoints import FOLDER
from playground.explanation import Selection
from playground.explanation.selection import chosen, explicable
from playground.scripts import script
from playground.scripts.weights import packed
from playground.stages import Trace
from playground.tasks import TASKS

Selections = list[Selection]
NEAR = 1e-5  # of the largest value, or of 1
RUNNER = """
import contextlib, runpy, sys
from pathlib import Path
import torch
torch.set_num_threads(1)
assert not any("playground" in name for name in sys.modules)
for file in sorted(Path(sys.argv[1]).glob("*.py")):
    with open(file.with_suffix(".out"), "w", encoding="utf-8") as out, contextlib.redirect_stdout(out):
        runpy.run_path(str(file))
sys.exit("playground" in sys.modules)
"""


class Case(NamedTuple):
    """A run, and what is asked of it."""

    task: str
    value: Any
    network: Any
    changes: dict[str, Any]
    trace: Trace


def run_of(task: str, value: Any, network: Any, **changes: Any) -> Case:
    return Case(task, value, network, changes, inspect(task, value, network, **changes))


def every_quantity(trace: Trace) -> list[Selection]:
    """Each of each layer, of all time steps and all units."""
    stages = {stage.place._replace(t=None): stage for stage in trace.stages}
    return [
        Selection(place.kind, name, (), place.layer, place.direction)
        for place, stage in stages.items()
        for name in explicable(stage)
    ]


def written(folder: Path, number: int, case: Case, selections: Selections, *, plain: bool) -> str:
    """The text of a script; what weights it reads are then in the folder."""
    run, changes = case.trace.run, read_changes(case.changes)
    found = script(run, case.trace.stages, case.value, case.network, changes, selections, plain=plain)
    if plain:
        assert found.file is not None
        folder.joinpath(f"{number:04}.py").write_text(found.text, encoding="utf-8")
        if found.network is not None:
            folder.joinpath(found.file).write_bytes(packed(found.network))
        elif not (folder / found.file).exists():
            shutil.copy(FOLDER / found.file, folder)
    return found.text


def check(printed: str, case: Case, selections: Selections) -> None:
    """The answer and its probability, or the number; and the selected values."""
    answer, *values = printed.splitlines()
    trace = case.trace
    if trace.labels:
        label, _, share = answer.rpartition(" ")
        assert label == trace.prediction
        assert float(share) == pytest.approx(trace.probabilities.max().item(), abs=NEAR)
    else:
        assert float(answer) == pytest.approx(trace.prediction, rel=NEAR, abs=NEAR)
    for line, selection in zip(values, selections, strict=True):
        wanted: Tensor = chosen(trace.run.walk(trace.stages), selection).double()
        found = torch.tensor(ast.literal_eval(line), dtype=torch.float64)
        assert found.shape == wanted.shape
        scale = max(1.0, float(wanted.abs().max()))
        assert float((found - wanted).abs().max()) < NEAR * scale, (case[:4], selection)


def check_all(folder: Path, cases: list[tuple[Case, Selections]]) -> None:
    """Both scripts of each: this package's here, the plain ones in a process that has none of it."""
    for number, (case, selections) in enumerate(cases):
        written(folder, number, case, selections, plain=True)
    ran = subprocess.run(
        [sys.executable, "-I", "-c", RUNNER, str(folder)], capture_output=True, text=True, cwd=folder, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    for number, (case, selections) in enumerate(cases):
        check(folder.joinpath(f"{number:04}.out").read_text(encoding="utf-8"), case, selections)
        if isinstance(case.network, str):
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(written(folder, number, case, selections, plain=False), {})
            check(out.getvalue(), case, selections)


MEMORY = [(task, network) for task in ("recall", "adding", "copy") for network in TASKS[task].networks]
INPUTS = {
    "recall": "abdacb",
    "copy": "abdacb..>",
    "adding": "0.25* 0.7 0.5* 0.1",
    "series": {"values": [3, 4, 6, 5, 7, 9, 8, 9, 12, 11, 10, 13], "ahead": 5, "held_out": 2},
    "names": {"text": "Yamamoto"},
    "digits": SEVEN,
}


def given(task: str) -> Any:
    return INPUTS.get(task) or first(task)


def test_every_quantity_of_every_network(tmp_path: Path) -> None:
    cases = [run_of(task, given(task), network) for task, network in (*NETWORKS, *MEMORY)]
    check_all(tmp_path, [(case, every_quantity(case.trace)) for case in cases])


SOME = {"gate": "forget", "value": 0.3, "units": [0, 1, 2, 7]}
CHANGED: list[tuple[str, str, dict[str, Any]]] = [
    ("digits", "fnn", {"activation": "sigmoid", "off": [{"layer": 0, "units": [3, 9]}]}),
    ("digits", "cnn", {"activation": "tanh", "pooling": "average", "off": [{"layer": 1, "units": [3]}]}),
    ("digits", "cnn", {"stride": 2, "move": {"turn": 20, "noise": 0.1, "seed": 3}}),
    ("digits", "cnn", {"padding": False}),
    (
        "digits",
        "cnn",
        {"kernels": [{"layer": 0, "map": 2, "channel": 0, "values": [[0.5] * 5] * 4 + [[1, 0, 2, 0, 0.1]]}]},
    ),
    ("digits", "cnn", {"learning": {"target": "1", "steps": 3}}),
    ("digits", "rnn", {"activation": "relu", "recurrent": 0.5}),
    ("digits", "lstm", {"gates": [SOME, {"gate": "input", "value": 1, "layer": 1}], "order": "shuffled", "seed": 4}),
    ("digits", "gru", {"gates": [{"gate": "update", "value": 0.25}], "off": [{"layer": 0, "units": [3]}]}),
    ("names", "bigru", {"gates": [{"gate": "reset", "value": 0, "direction": 1}], "order": "reversed"}),
    ("names", "rnn", {"snapshot": 3}),
    ("recall", "lstm", {"lag": 20, "recurrent": 1.5}),
    ("strokes", "gru1", {"random": 5}),
    ("series", "fnn", {"activation": "tanh"}),
    ("series", "gru", {"recurrent": 1.2, "off": [{"layer": 0, "units": [1]}]}),
]
IN_LINES = [0, 1, 2, 4, 6, 7, 8, 9, 13, 14]  # of CHANGED: those whose weights are the checkpoint's and a few lines


def test_changed_networks(tmp_path: Path) -> None:
    cases = [run_of(task, given(task), network, **changes) for task, network, changes in CHANGED]
    check_all(tmp_path, [(case, every_quantity(case.trace)) for case in cases])
    for number, case in enumerate(cases):
        run, changes = case.trace.run, read_changes(case.changes)
        found = script(run, case.trace.stages, case.value, case.network, changes, (), plain=True)
        assert (found.network is None) == (number in IN_LINES), case[:4]


def test_networks_of_other_make(tmp_path: Path) -> None:
    cases = [run_of(*handed_over(name)) for name in FOREIGN]
    check_all(tmp_path, [(case, every_quantity(case.trace)) for case in cases])


def test_parts_of_a_quantity(tmp_path: Path) -> None:
    cnn, lstm = run_of("digits", SEVEN, "cnn"), run_of("digits", SEVEN, "lstm")
    going_on = run_of("series", given("series"), "lstm")
    asked = [
        (cnn, []),
        (cnn, [Selection("Convolution", "maps", (3,), 1)]),
        (cnn, [Selection("MaxPooling", "maps", (3, 2, 5), 0)]),
        (cnn, [Selection("Output", "probabilities", (7,))]),
        (lstm, [Selection("LSTMStep", "forget", (5,), 1, 0)]),
        (lstm, [Selection("LSTMStep", "cell", (5,), 0, 0, 12)]),
        (lstm, [Selection("LSTMStep", "cell", (), 0, 0, 12)]),
        (lstm, [Selection("StepOutput", "probabilities", (7,), None, None, 20)]),
        (going_on, [Selection("StepOutput", "logits", (0,), None, None, 14)]),
    ]
    check_all(tmp_path, asked)
