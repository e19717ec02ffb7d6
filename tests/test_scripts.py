"""The scripts of runs: each prints the numbers of the trace, by this package, and by PyTorch and safetensors alone."""

import ast
import contextlib
import io
from pathlib import Path
from typing import Any

import pytest
from foreign import FOREIGN, Opaque, handed_over
from inputs import NETWORKS, SEVEN, first
from run_scripts import Case, Selections, check, check_all, every_quantity, run_of, written
from torch import nn

from playground import InputError, code
from playground.changes import read_changes
from playground.explanation import Selection
from playground.live_training import train
from playground.networks import Network, Wants
from playground.scripts import script
from playground.scripts.weights import packed
from playground.tasks import TASKS

MOONS = {"data": {"kind": "moons"}, "layers": [{"kind": "dense", "size": 8}, {"kind": "relu"}], "updates": 20}
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


@pytest.mark.slow
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


@pytest.mark.slow
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


def test_networks_that_were_handed_over_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained = [update.network() for update in train(MOONS)][-1]
    state = nn.GRU(28, 20, bidirectional=True).state_dict()
    state = {f"gru.{name}": values for name, values in state.items()} | {
        f"fc.{name}": values for name, values in nn.Linear(40, 10).state_dict().items()
    }
    brought = Network.from_state_dict(state, "digits", readout="last", labels=list("abcdefghij"), wants=Wants(std=0.5))
    asked: list[tuple[Case, Selections]] = [
        (run_of("plane", [0.2, 0.5], trained), []),
        (run_of("digits", SEVEN, brought, gates=[{"gate": "reset", "value": 0.5}]), []),
    ]
    asked = [(case, every_quantity(case.trace)) for case, _ in asked]
    check_all(tmp_path, asked)
    monkeypatch.chdir(tmp_path)
    for number, (case, selections) in enumerate(asked):
        run = case.trace.run
        found = script(run, case.trace.stages, case.value, case.network, read_changes(case.changes), (), plain=False)
        assert found.file is not None
        assert found.network is not None
        assert found.network is case.network
        Path(found.file).write_bytes(packed(found.network))
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(written(tmp_path, number, case, selections, plain=False), {})
        check(out.getvalue(), case, selections)


def test_a_script_is_short_and_says_what_it_reads() -> None:
    unit = {"stage": "GRUStep", "layer": 0, "direction": 0, "quantity": "update", "index": [3]}
    text = code("names", {"text": "Wu"}, "gru", unit, plain=True)
    assert "    r[t] = torch.sigmoid(W_r @ x[t] + b_r + U_r @ h[t - 1] + d_r)" in text.splitlines()
    assert "    h[t] = (1 - z[t]) * h[t - 1] + z[t] * n[t]" in text.splitlines()
    assert len(text.splitlines()) < 50
    assert 'here / "names-gru.safetensors"' in text
    assert "playground" not in text
    only = code("digits", SEVEN, "rnn", plain=True)
    assert "StepOutput" not in only  # nothing that is not needed is computed


REFUSED: list[tuple[Any, bool, str]] = [
    (Network.from_module(Opaque(), "digits"), True, "code_unknown"),
    (Network.from_module(nn.Sequential(nn.Flatten(), nn.Linear(784, 10)), "digits"), False, "code_of_module"),
]


@pytest.mark.parametrize(("network", "plain", "why"), REFUSED)
def test_what_cannot_be_written_says_why(network: Network, plain: bool, why: str) -> None:
    with pytest.raises(InputError) as error:
        code("digits", SEVEN, network, plain=plain)
    assert error.value.code == why


def test_an_input_of_too_many_numbers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playground.scripts.literal.MOST", 10)
    with pytest.raises(InputError) as error:
        code("digits", SEVEN, "cnn", plain=True)
    assert error.value.code == "code_too_long"


def test_a_selection_that_is_not_there_is_refused() -> None:
    for plain in (False, True):
        with pytest.raises(InputError) as error:
            code("digits", SEVEN, "cnn", {"stage": "Convolution", "layer": 5, "quantity": "maps", "index": []}, plain)
        assert error.value.code == "unknown_place"


def test_what_somebody_sends_is_no_code() -> None:
    text = 'a"); import os; os.abort() #\n\\'
    labels = [text, *"bcdefghij"]
    brought = Network.from_module(nn.Sequential(nn.Flatten(), nn.Linear(784, 10)), "digits", labels=labels, name=text)
    for made in (code("reviews", {"text": text}, "gru"), code("digits", SEVEN, brought, plain=True)):
        nodes = list(ast.walk(ast.parse(made)))
        assert "os" not in {node.id for node in nodes if isinstance(node, ast.Name)}
        assert text in {node.value for node in nodes if isinstance(node, ast.Constant)}


def test_the_readmes_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = Path(__file__).parent.parent.joinpath("README.md").read_text(encoding="utf-8").split("```python\n")[1:]
    examples = [block.split("```")[0] for block in blocks]
    names: dict[str, Any] = {}
    exec(examples[0], names)
    exec(next(example for example in examples if "import code, save" in example), names)
    printed = capsys.readouterr().out
    assert 'w["lstm.weight_ih_l0"][261] = 0.0' in printed
    assert {file.name for file in tmp_path.iterdir()} == {"run.npz", "run.json", "forget.csv"}
