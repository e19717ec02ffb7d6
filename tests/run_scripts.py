"""Scripts that are run, by this package and by PyTorch and safetensors alone, and their numbers held to the trace's."""

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
from torch import Tensor

from playground import checkpoints, inspect
from playground.changes import read_changes
from playground.explanation import Selection
from playground.explanation.selection import chosen, explicable
from playground.scripts import script
from playground.scripts.weights import packed
from playground.stages import Trace

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
            shutil.copy(checkpoints.FOLDER / found.file, folder)
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
