"""Networks of other make, handed over as they are: inspected, checked, explained, attributed, sent to the page."""

from itertools import pairwise
from typing import Any

import pytest
import torch
from foreign import FOREIGN, handed_over
from inputs import SEVEN
from limited import evaluate
from torch import nn
from wire_reader import read

from playground import Network, attribute, explain, inspect
from playground.errors import InputError
from playground.explanation import explicable
from playground.stages import Trace
from playground.ui import wire


@pytest.fixture(scope="module", params=list(FOREIGN))
def run(request: pytest.FixtureRequest) -> tuple[str, Any, Network, Trace]:
    torch.manual_seed(0)
    task, value, network = handed_over(request.param)
    return task, value, network, inspect(task, value, network)


def test_the_last_stage_is_the_networks_own_output(run: tuple[str, Any, Network, Trace]) -> None:
    _, _, network, trace = run
    with torch.inference_mode():
        given = trace.run.item()
        probabilities = network.model(given)[0].softmax(-1)
    torch.testing.assert_close(trace.probabilities, probabilities, rtol=1e-5, atol=1e-6)
    assert trace.prediction == network.labels[int(probabilities.argmax())]


def test_every_stage_follows_from_those_before_it(run: tuple[str, Any, Network, Trace]) -> None:
    *_, trace = run
    check = trace.check()
    assert check.largest < 1e-5
    assert check.unknown == ()


def test_every_quantity_is_explained(run: tuple[str, Any, Network, Trace]) -> None:
    task, value, network, trace = run
    seen = set()
    for stage in trace.stages:
        place = {name: at for name, at in stage.place._asdict().items() if name != "kind" and at is not None}
        for quantity in explicable(stage):
            if (type(stage), stage.place.layer, stage.place.direction, quantity) in seen:
                continue
            seen.add((type(stage), stage.place.layer, stage.place.direction, quantity))
            index = [size // 2 for size in getattr(stage, quantity).shape]
            chosen = {"stage": type(stage).__name__, "quantity": quantity, "index": index} | place
            told = explain(task, value, network, chosen)
            assert told.result == pytest.approx(told.value, rel=1e-5, abs=1e-5)
            names: dict[str, Any] = {"torch": torch, "model": network.model}
            for name, expression in told.where:
                names[name] = evaluate(expression, names | {"stages": trace.stages, "state": None})
            assert float(evaluate(told.torch, names)) == pytest.approx(told.value, rel=1e-4, abs=1e-5)
    assert len(seen) > 3


@pytest.mark.parametrize("method", ["gradient_x_input", "integrated_gradients", "occlusion", "grad_cam"])
def test_what_the_answer_depended_on(run: tuple[str, Any, Network, Trace], method: str) -> None:
    task, value, network, trace = run
    if method == "grad_cam" and not any(key.kind == "Convolution" for key in trace.run.layers):
        with pytest.raises(InputError):
            attribute(task, value, network, method)
        return
    found = attribute(task, value, network, method)
    assert found.values.shape == (trace.stages[0].values.shape[-2:] if task == "digits" else (len("Yamamoto") + 1,))
    assert found.values.isfinite().all()
    if method == "integrated_gradients":
        assert found.total == pytest.approx(found.output - found.baseline, abs=0.05 * max(1, abs(found.output)))


def test_the_page_gets_every_stage_with_its_declaration(run: tuple[str, Any, Network, Trace]) -> None:
    *_, trace = run
    content = b"".join(wire.frames(iter(trace.stages), lambda: trace.run.layers, 60, exact=True))
    kinds, keys = set(), []
    for head, arrays in read(content):
        if head["stage"] not in kinds:
            assert "declares" in head, head["stage"]
        kinds.add(head["stage"])
        assert all(key in keys for key in head["inputs"]), head["stage"]
        keys.append([head["stage"], head.get("layer"), head.get("direction")])
        for name in arrays:
            assert arrays[name].shape[0] == head["count"]
    assert kinds == {type(stage).__name__ for stage in trace.stages}
    assert all(a != b for a, b in pairwise(keys))


def test_softmax_with_a_temperature_is_a_stage() -> None:
    class Cooled(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.fc = nn.Linear(784, 10)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return torch.softmax(self.fc(x.flatten(1)) / 2.5, dim=-1)

    torch.manual_seed(0)
    trace = inspect("digits", SEVEN, Cooled())
    assert trace.check().largest < 1e-5
    assert "Scaling" in {type(stage).__name__ for stage in trace.stages}


def test_an_unknown_layer_is_a_tensor_without_an_equation() -> None:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.GroupNorm(2, 4), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 26 * 26, 10))
    trace = inspect("digits", SEVEN, model)
    check = trace.check()
    assert [key.kind for key in check.unknown] == ["Opaque"]
    assert check.output.relative < 1e-6
    opaque = next(stage for stage in trace.stages if type(stage).__name__ == "Opaque")
    told = explain("digits", SEVEN, model, {"stage": "Opaque", "quantity": "values", "index": [1, 2, 3], "layer": 0})
    assert told.value == float(opaque.values[1, 2, 3])
    assert told.notes == ("unknown",)
