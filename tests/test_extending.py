"""A new recurrent unit is one file: trained, traced, streamed, explained, changed, attributed, searched, served."""

import asyncio
import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import test_attribution
import test_explain
import torch
from added_unit import FILE, SIZES, UPDATES, Added, minimal_gated_unit
from inputs import SEVEN
from run_scripts import check_all, every_quantity, run_of
from starlette.applications import Starlette
from starlette.testclient import TestClient
from torch import nn
from wire_reader import half_step, read

from playground import InputError, attribute, checkpoints, explain, inspect
from playground.changes import changed, read_changes
from playground.example_set import example_set
from playground.explanation import Selection, explained, explicable, walk_of
from playground.explanation.contributions import contributions
from playground.models.recurrent import carried
from playground.provider import provided
from playground.service.requests import PredictRequest
from playground.similar import Query, answer, checked, find
from playground.stages import Input
from playground.stages.declarations import declarations
from playground.stages.diagram import diagram, numbers
from playground.tasks.digits import DIGITS
from playground.ui import api
from playground.ui.catalogue import describe
from playground.ui.routes import routes

ROOT = Path(__file__).parent.parent
QUANTITIES = {"forget": "f", "candidate": "n", "hidden": "h"}
TOLERANCE = 1e-5


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Added]:
    with minimal_gated_unit(tmp_path_factory.mktemp("added")) as unit:
        yield unit


@pytest.fixture(scope="module")
def model(added: Added) -> Any:
    return checkpoints.load("digits", "mgu")


@pytest.fixture(scope="module")
def client(added: Added) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes())) as opened:
        yield opened


# An oracle of its own: a loop in numpy, in double precision, that knows nothing of equations and stages.


class Loop(NamedTuple):
    """What the loop found: by layer and quantity (T, N), the guesses (T, K)."""

    layers: list[dict[str, np.ndarray]]
    guesses: np.ndarray


def sigmoid(a: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-a))


def loop(
    model: nn.Module, x: np.ndarray, held: dict[str, float] | None = None, off: tuple[int, int] = (-1, -1)
) -> Loop:
    """held: gates at a value, in all layers. off: (layer, unit) whose candidate is 0."""
    weights = {name: value.double().numpy() for name, value in model.state_dict().items()}
    layers = []
    for layer in range(SIZES["num_layers"]):
        w, u, b, d = (weights[f"mgu.{name}_l{layer}"] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
        n = SIZES["hidden_size"]
        h, rows = np.zeros(n), {name: [] for name in QUANTITIES}
        for x_t in x:
            f = sigmoid(w[:n] @ x_t + b[:n] + u[:n] @ h + d[:n])
            f = np.full(n, held["forget"]) if held and "forget" in held else f
            c = np.tanh(w[n:] @ x_t + b[n:] + u[n:] @ (f * h) + d[n:])
            c = np.full(n, held["candidate"]) if held and "candidate" in held else c
            if off[0] == layer:
                c[off[1]] = 0
            h = (1 - f) * h + f * c
            for name, value in zip(QUANTITIES, (f, c, h), strict=True):
                rows[name].append(value)
        layers.append({name: np.stack(values) for name, values in rows.items()})
        x = layers[-1]["hidden"]
    return Loop(layers, x @ weights["fc.weight"].T + weights["fc.bias"])


def rows_of(stages: Any) -> np.ndarray:
    """The 28 rows of pixels that a run was given."""
    assert isinstance(stages[0], Input)
    return stages[0].values.double().view(28, 28).numpy()


def steps(stages: Any, layer: int) -> list[Any]:
    return [stage for stage in stages if type(stage).__name__ == "MGUStep" and stage.layer == layer]


def assert_is(stages: Any, expected: Loop) -> None:
    """Every value of every stage."""
    assert [kind for kind, _ in groupby(type(stage).__name__ for stage in stages)] == [
        "Input", "MGUStep", "StepOutput", "Output",
    ]  # fmt: skip
    for layer, values in enumerate(expected.layers):
        taken = steps(stages, layer)
        assert [(step.t, step.direction) for step in taken] == [(t, 0) for t in range(len(expected.guesses))]
        for name, value in values.items():
            np.testing.assert_allclose(np.stack([getattr(step, name) for step in taken]), value, atol=TOLERANCE)
    guesses = [stage.logits for stage in stages if type(stage).__name__ == "StepOutput"]
    np.testing.assert_allclose(np.stack(guesses), expected.guesses, atol=TOLERANCE, rtol=TOLERANCE)
    np.testing.assert_allclose(stages[-1].logits, expected.guesses[-1], atol=TOLERANCE, rtol=TOLERANCE)


# One file


def test_nothing_else_knows_of_it(added: Added) -> None:
    """All that was written is the unit's file and what its training left; the package has no word of it."""
    written = [path for path in added.folder.rglob("*") if path.is_file() and not path.is_symlink()]
    left = {"checkpoints/digits-mgu.safetensors", "checkpoints/README.md"}
    assert {str(path.relative_to(added.folder)) for path in written if path.suffix != ".pyc"} == {FILE.name} | left
    for path in (ROOT / "playground").rglob("*.*"):
        if path.suffix in {".py", ".js", ".toml", ".html", ".css"}:
            words = path.read_text(encoding="utf-8").lower()
            assert "mgu" not in words, path
            assert "minimal_gated" not in words, path


def test_it_learns_by_the_projects_own_command(added: Added, model: Any) -> None:
    assert len(added.losses) == UPDATES
    assert np.mean(added.losses[-5:]) < 0.8 * np.mean(added.losses[:5])
    known = checkpoints.metadata("digits", "mgu")
    assert known["architecture"] == "mgu"
    assert known["command"] == "python -m playground.train digits mgu --epochs 1 --seed 0"
    assert known["parameters"] == sum(weight.numel() for weight in model.parameters())
    assert known["scores"]["mnist"] > 30  # of ten digits, after some updates
    assert "| mgu |" in (checkpoints.FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_task_stays_whole(added: Added) -> None:
    told = describe("digits")
    assert [network["name"] for network in told["networks"]] == list(DIGITS.networks)
    assert list(DIGITS.networks)[-1] == "mgu"
    assert not told["missing"]


# Traced


def test_traced(added: Added, model: Any) -> None:
    trace = inspect("digits", SEVEN, "mgu")
    assert_is(trace.stages, loop(model, rows_of(trace.stages)))
    with torch.inference_mode():
        forward = model(trace.stages[0].values[None])[0]  # type: ignore[union-attr]
    torch.testing.assert_close(trace.logits, forward, atol=TOLERANCE, rtol=TOLERANCE)


def test_the_trace_proves_itself(added: Added) -> None:
    check = inspect("digits", SEVEN, "mgu").check()
    assert check.largest <= TOLERANCE
    assert check.unknown == ()
    proven = {(one.key.kind, one.key.layer, one.quantity) for one in check.differences}
    assert {("MGUStep", layer, name) for layer in range(2) for name in QUANTITIES} <= proven


def test_a_sequence_goes_on_from_a_state(model: Any) -> None:
    torch.manual_seed(0)
    x = torch.rand(12, 28)
    whole, begun = list(model.stages(x)), list(model.stages(x[:7]))
    went_on = list(model.stages(x[7:], carried(begun)))
    for layer in range(2):
        for step, other in zip(steps(whole, layer)[7:], steps(went_on, layer), strict=True):
            assert step.place == other.place
            torch.testing.assert_close(step.hidden, other.hidden)
    # What is explained of it says where the state came from.
    told = test_explain.check(
        model, went_on, Selection("MGUStep", "hidden", (3,), 1, 0, 7), carried(begun), named=False
    )
    assert "carried_state" in told.notes


# Streamed


def stages_of(content: bytes) -> list[tuple[dict[str, Any], dict[str, np.ndarray]]]:
    return [frame for frame in read(content) if "stage" in frame[0]]


@pytest.mark.parametrize("exact", [False, True])
def test_streamed_over_the_wire(client: TestClient, exact: bool) -> None:
    asked = {"task": "digits", "input": SEVEN, "network": "mgu", "exact": exact}
    frames = stages_of(client.post("/playground/trace", json=asked).content)
    stages = iter(inspect("digits", SEVEN, "mgu").stages)
    declared = {}
    for head, arrays in frames:
        group = [next(stages) for _ in range(head["count"])]
        assert {type(stage).__name__ for stage in group} == {head["stage"]}
        if "declares" in head:
            assert head["stage"] not in declared
            declared[head["stage"]] = head["declares"]
        if head["stage"] == "MGUStep":
            assert head["module"] == "mgu"
            assert head["inputs"] == [["Input", None, None]] if head["layer"] == 0 else [["MGUStep", 0, 0]]
            assert list(arrays) == list(QUANTITIES)
        encodings = {name: (encoding, scale) for name, _, encoding, scale in head["arrays"]}
        for name, values in arrays.items():
            expected = np.stack([getattr(stage, name).numpy() for stage in group])
            assert encodings[name][0] == "float32" or not exact
            np.testing.assert_allclose(values, expected, atol=half_step(*encodings[name]) + 1e-6)
    assert next(stages, None) is None
    kind = type(steps(inspect("digits", SEVEN, "mgu").stages, 0)[0])
    assert declared["MGUStep"] == json.loads(json.dumps(declarations(kind)))


def test_declared(model: Any) -> None:
    told = declarations(model.kind)
    assert (told["timed"], told["switchable"], told["searchable"]) == (True, True, True)
    what = {
        name: (q["symbol"], q["role"], q["range"], q["held"], q["equation"]) for name, q in told["quantities"].items()
    }
    assert what == {
        "forget": ("f", "gate", "share", True, "σ(W_f x + U_f h′ + b_f)"),
        "candidate": ("n", "candidate", "signed", True, "tanh(W_n x + U_n (f ∘ h′) + b_n)"),
        "hidden": ("h", "state", "signed", False, "(1 − f) ∘ h′ + f ∘ n"),
    }


# Explained


def test_explained_for_every_quantity(model: Any) -> None:
    """Its value from its terms, by its line of PyTorch, and by gradients: as test_explain has it of the others."""
    stages, chance = inspect("digits", SEVEN, "mgu").stages, random.Random(0)
    told = set()
    for _, group in groupby(stages, key=lambda stage: (type(stage), getattr(stage, "layer", None))):
        taken = list(group)
        for stage in {0: taken[0], 1: taken[-1], 2: chance.choice(taken), 3: chance.choice(taken)}.values():
            place = stage.place
            for quantity in explicable(stage):
                index = tuple(chance.randrange(size) for size in getattr(stage, quantity).shape)
                chosen = Selection(place.kind, quantity, index, *place[1:])
                one = test_explain.check(model, stages, chosen, named=place.kind != "MGUStep")
                assert one.symbol == QUANTITIES.get(quantity, one.symbol)
                told.add((place.kind, place.layer, quantity))
                assert ("zero_state" in one.notes) == (place.kind == "MGUStep" and place.t == 0)
    assert {("MGUStep", layer, name) for layer in range(2) for name in QUANTITIES} <= told


def test_its_equations_with_numbers(model: Any) -> None:
    stages = inspect("digits", SEVEN, "mgu").stages
    told = explained(walk_of(model, stages), Selection("MGUStep", "candidate", (4,), 1, 0, 9))
    before, here = steps(stages, 1)[8:10]
    assert told.symbols == (
        "s_{5} = Σ_i W_{n,5,i} x_i + b_{n,5} + Σ_j U_{n,5,j} (f h′)_j + d_{n,5}",
        "n_{5} = tanh(s_{5})",
    )
    assert told.value == pytest.approx(float(here.candidate[4]))
    assert {(source.stage, source.quantity, source.layer, source.t) for source in told.sources} == {
        ("MGUStep", "hidden", 0, 9), ("MGUStep", "hidden", 1, 8), ("MGUStep", "forget", 1, 9),
    }  # fmt: skip
    product = (here.forget * before.hidden).double()
    row = model.mgu.weight_hh_l1[SIZES["hidden_size"] + 4].double()
    assert told.sums[1].total == pytest.approx(float(row @ product), abs=1e-6)


def test_its_cell_is_drawn_and_what_adds_up_is_told(model: Any) -> None:
    """The diagram of its cell has the numbers of the trace, and contributions add up to each of its values."""
    stages = inspect("digits", SEVEN, "mgu").stages
    walk, position = walk_of(model, stages), next(k for k, stage in enumerate(stages) if stage.place.t == 9)
    found = numbers(walk, position, 5)
    for name in QUANTITIES:
        assert found[name] == pytest.approx(float(getattr(stages[position], name)[5]), abs=TOLERANCE)
        parts = contributions(walk, Selection("MGUStep", name, (5,), 0, 0, 9))
        assert parts.total == pytest.approx(parts.node, abs=TOLERANCE)
    drawn = diagram(model.kind)
    assert {node.name for node in drawn.nodes if node.operation == "quantity"} == set(QUANTITIES)
    assert {node.name for node in drawn.nodes if node.operation in ("before", "given")} == {"hidden′", "x"}


# Held, and switched off

HELD = [{"forget": 0.25}, {"candidate": -0.5}, {"forget": 1.0}, {"forget": 0.75, "candidate": 0.125}]


@pytest.mark.parametrize("held", HELD)
def test_held(model: Any, held: dict[str, float]) -> None:
    trace = inspect("digits", SEVEN, "mgu", gates=[{"gate": gate, "value": value} for gate, value in held.items()])
    assert_is(trace.stages, loop(model, rows_of(trace.stages), held))
    assert trace.check().largest <= TOLERANCE


def test_held_in_one_layer(model: Any) -> None:
    trace = inspect("digits", SEVEN, "mgu", gates=[{"gate": "forget", "value": 0.25, "layer": 1}])
    whole, below = inspect("digits", SEVEN, "mgu").stages, loop(model, rows_of(trace.stages))
    assert all(torch.equal(a.hidden, b.hidden) for a, b in zip(steps(trace.stages, 0), steps(whole, 0), strict=True))
    for step, x in zip(steps(trace.stages, 1), below.layers[0]["hidden"], strict=True):
        np.testing.assert_allclose(step.x, x, atol=TOLERANCE)
        np.testing.assert_allclose(step.forget, 0.25, atol=1e-6)


def test_switched_off(model: Any) -> None:
    trace = inspect("digits", SEVEN, "mgu", off=[{"layer": 0, "units": [3]}])
    assert_is(trace.stages, loop(model, rows_of(trace.stages), off=(0, 3)))
    assert not any(step.hidden[3] for step in steps(trace.stages, 0))


def test_written_as_scripts(added: Added, tmp_path: Path) -> None:
    case = run_of("digits", SEVEN, "mgu")
    check_all(tmp_path, [(case, every_quantity(case.trace))])


def test_what_cannot_be_changed_is_said(added: Added) -> None:
    for changes, code in (
        ({"gates": [{"gate": "reset", "value": 0}]}, "unknown_gate"),
        ({"gates": [{"gate": "hidden", "value": 0}]}, "unknown_gate"),
        ({"gates": [{"gate": "forget", "value": -0.5}]}, "bad_gate_value"),
        ({"off": [{"layer": 0, "units": [SIZES["hidden_size"]]}]}, "no_such_place"),
        ({"pooling": "average"}, "change_not_here"),
    ):
        with pytest.raises(InputError) as error:
            inspect("digits", SEVEN, "mgu", **changes)
        assert error.value.code == code
        if code == "unknown_gate":
            assert "forget, candidate" in str(error.value)


def test_the_trained_network_stays_as_it_is(model: Any) -> None:
    before = {name: value.clone() for name, value in model.state_dict().items()}
    changes = {"gates": [{"gate": "forget", "value": 0.25}], "off": [{"layer": 1, "units": [0]}], "random": 3}
    made = changed(provided("digits", "mgu", read_changes(None)), read_changes(changes))
    assert made.model is not model
    assert not any(torch.equal(value, before[name]) for name, value in made.model.state_dict().items())
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())


# Attributed: as test_attribution has it of the others, by autograd, by a sum on the way, and by a loop

CHANGES = [{}, {"gates": [{"gate": "forget", "value": 0.5}]}]


@pytest.mark.parametrize("changes", CHANGES)
def test_attributed(added: Added, changes: dict[str, Any]) -> None:
    label = "1" if changes else None
    test_attribution.test_gradient_times_input_by_autograd("digits", "mgu", label, changes)
    test_attribution.test_integrated_gradients_by_a_sum("digits", "mgu", label, changes)
    test_attribution.test_occlusion_by_a_loop("digits", "mgu", label, changes)


def test_integrated_gradients_add_up(added: Added) -> None:
    found = attribute("digits", SEVEN, "mgu", "integrated_gradients")
    assert found.total == pytest.approx(found.output - found.baseline, abs=0.01 * max(1, abs(found.output)))
    assert found.output == pytest.approx(float(inspect("digits", SEVEN, "mgu").logits.max()), abs=1e-4)


# Searched


def test_similar_steps(model: Any) -> None:
    """The best match is, by hand, one with the highest share of the units that are on in both."""
    taken = [step.hidden for step in steps(inspect("digits", SEVEN, "mgu").stages, 1)][10:13]
    units = tuple((torch.stack(taken) > 0.2).all(0).nonzero().flatten().tolist())
    assert units
    asked = Query("digits", "mgu", 1, 0, "hidden", units, 0.2, 3)
    matches = find(checked(asked))
    examples = example_set("digits", "mgu")
    assert set(examples.layers) == {(0, 0), (1, 0)}
    assert all(set(found) == set(QUANTITIES) for found in examples.layers.values())
    for match in matches[:3]:
        stages = inspect("digits", match.example.input, "mgu").stages
        by_hand = loop(model, rows_of(stages)).layers[1]["hidden"]
        scores = []
        for first in range(26):
            on = set(np.flatnonzero((by_hand[first : first + 3] > 0.2 + TOLERANCE).all(0)))
            scores.append(len(on & set(units)) / len(on | set(units)))
        assert match.stretch.score == pytest.approx(max(scores), abs=0.05)  # a value may lie at the threshold
    told = answer(asked)
    assert told["searched"] == len(examples.examples)
    assert [one["score"] for one in told["matches"]] == [match.stretch.score for match in matches]


# As a visitor asks for it


def asked(**more: Any) -> dict[str, Any]:
    return {"task": "digits", "network": "mgu", "input": SEVEN} | more


def test_the_page_is_told_of_it(client: TestClient) -> None:
    networks = {network["name"]: network for network in client.get("/playground/task/digits").json()["networks"]}
    assert networks["mgu"]["arguments"] == SIZES
    assert client.get("/playground/story").status_code == 200


def test_explained_on_the_page(client: TestClient) -> None:
    place = {"stage": "MGUStep", "layer": 0, "direction": 0, "t": 12, "quantity": "forget", "index": [7]}
    told = client.post("/playground/explain", json=asked(selection=place)).json()
    value = float(steps(inspect("digits", SEVEN, "mgu").stages, 0)[12].forget[7])
    assert (told["kind"], told["role"], told["symbol"]) == ("mgu_forget", "gate", "f")
    assert told["value"] == pytest.approx(value)
    assert told["result"] == pytest.approx(value, abs=TOLERANCE)
    one = explain("digits", SEVEN, "mgu", place)
    assert (list(one.symbols), list(one.numbers)) == (told["symbols"], told["numbers"])


@pytest.mark.parametrize("held", HELD[:2])
def test_held_on_the_page(client: TestClient, model: Any, held: dict[str, float]) -> None:
    changes = {"gates": [{"gate": gate, "value": value} for gate, value in held.items()]}
    assert PredictRequest(**asked(changes=changes)).changes.gates[0].value == next(iter(held.values()))
    content = client.post("/playground/trace", json=asked(changes=changes, exact=True)).content
    expected = loop(model, rows_of(inspect("digits", SEVEN, "mgu").stages), held)
    for head, arrays in stages_of(content):
        if head["stage"] == "MGUStep":
            first, last = head["t"]
            for name, values in arrays.items():
                of_layer = expected.layers[head["layer"]][name]
                np.testing.assert_allclose(values, of_layer[first : last + 1], atol=TOLERANCE)
    (end,) = [head["end"] for head, _ in read(content) if "end" in head]
    assert end["check"]["largest"] <= TOLERANCE


def test_switched_off_on_the_page(client: TestClient) -> None:
    content = client.post("/playground/trace", json=asked(changes={"off": [{"layer": 1, "units": [0, 5]}]})).content
    of_layer = [(head.get("layer"), arrays) for head, arrays in stages_of(content) if head["stage"] == "MGUStep"]
    hidden = np.concatenate([arrays["hidden"] for layer, arrays in of_layer if layer == 1])
    assert not hidden[:, [0, 5]].any()
    assert hidden.any()


def test_attributed_and_searched_on_the_page(client: TestClient) -> None:
    told = client.post("/playground/attribution", json=asked(method="occlusion")).json()
    found = attribute("digits", SEVEN, "mgu", "occlusion")
    np.testing.assert_allclose(told["values"], found.values, atol=1e-6)
    query = {"layer": 0, "direction": 0, "quantity": "forget", "units": [1, 2], "threshold": 0.5, "length": 3}
    told = client.post("/playground/similar", json={"task": "digits", "architecture": "mgu", **query}).json()
    assert told == answer(Query("digits", "mgu", 0, 0, "forget", (1, 2), 0.5, 3))


def test_for_programs(added: Added) -> None:
    """The API's endpoints, as Gradio calls them."""
    trace = inspect("digits", SEVEN, "mgu")
    place = {"stage": "MGUStep", "layer": 1, "direction": 0, "t": 3, "quantity": "hidden", "index": [0]}

    async def ask() -> list[dict[str, Any]]:
        first = await api.predict(SEVEN, "mgu", "digits"), await api.explain(SEVEN, place, "mgu", "digits")
        return [record.model_dump() for record in (*first, await api.check(SEVEN, "mgu", "digits"))]

    with ThreadPoolExecutor(1) as apart:  # a browser test before may have left a loop in this thread
        answered, told, check = apart.submit(asyncio.run, ask()).result()
    assert answered["prediction"] == trace.prediction
    assert told["value"] == pytest.approx(float(steps(trace.stages, 1)[3].hidden[0]))
    assert check["largest"] <= TOLERANCE
