"""The notebook of docs/: its cells run one after another, as a person runs them, and show what is true."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

import playground

NOTEBOOK = Path(__file__).parent.parent / "docs" / "tour.ipynb"


def cells() -> list[str]:
    """The code of the cells."""
    whole = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert (whole["nbformat"], whole["metadata"]["kernelspec"]["name"]) == (4, "python3")
    assert len({cell["id"] for cell in whole["cells"]}) == len(whole["cells"])
    return ["".join(cell["source"]) for cell in whole["cells"] if cell["cell_type"] == "code"]


def shown(code: str, names: dict[str, Any]) -> Any:
    """What Jupyter would show under a cell: the value of its last line, where that is an expression."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, NOTEBOOK.name, "exec"), names)
    return eval(ast.unparse(last), names) if last else None


def test_its_outputs_are_left_out() -> None:
    whole = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in whole["cells"])


def test_it_shows_what_the_library_has() -> None:
    code = "\n".join(cells())
    for name in ("inspect", "explain", "attribute", "edges", "gradients", "learning_step", "compare", "evaluate"):
        assert f"import {name}\n" in code
        assert name in playground.__all__


def test_it_runs_from_top_to_bottom(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    outputs = [shown(code, names) for code in cells()]
    assert outputs[0][0] == "7"
    assert "torch" in capsys.readouterr().out
    assert names["trace"].check().largest < 1e-4
    assert names["found"].values.sum().item() == pytest.approx(
        names["found"].output - names["found"].baseline, rel=0.05
    )
    assert (names["last"].values.sum(1) + names["last"].bias).tolist() == pytest.approx(
        names["last"].node.tolist(), abs=1e-3
    )
    assert names["after"] > names["before"]
    assert set(names["compared"].predictions.values()) == {"7"}
    assert names["tested"].accuracy > 0.95
    assert names["own"].check().largest < 1e-4
    assert names["updates"][-1].validation.accuracy > 0.7
    assert names["again"].digest == names["trained"].digest
