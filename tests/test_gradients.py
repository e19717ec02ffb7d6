"""Gradients of every stage and weight against autograd: on `forward`, and on networks computed piece by piece."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
import torch
from foreign import FOREIGN, Opaque, TextClassifier, made
from gradient_oracle import apart, assert_same, differentiated, leaves, run
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs import NETWORKS, SEVEN, first
from torch import Tensor, nn
from torch.nn import functional as F

from playground import InputError, Network, gradients, inspect
from playground.equations import before, own, sigmoid, tanh
from playground.learning import Gradients
from playground.models import ARCHITECTURES
from playground.models.fnn import FNN
from playground.models.recurrent import RecurrentClassifier, carried
from playground.networks import Wants
from playground.networks.answers import Logits
from playground.run import Run
from playground.stages import (
    Output,
    RecurrentStep,
    StepOutput,
    candidate,
    from_both,
    from_input,
    from_state,
    gate,
    quantities,
    quantity,
    results,
    state,
)
from playground.stages.backward import backward
from playground.stages.quantity import UNIT
from playground.stages.walk import Walk, parameters_of
from playground.tasks import TASKS

TOLERANCE = 1e-5
NUMBERS = {"series": 7.0, "diabetes": 150.0}


def target_of(task: str) -> Any:
    return TASKS[task].labels[-1] if TASKS[task].labels else NUMBERS[task]


def right_of(found: Gradients) -> Tensor:
    """What is right, as the loss has it, in double precision."""
    return found.asked.right.double()


def loss_of(name: str, y: Tensor, right: Tensor) -> Tensor:
    if name == "cross_entropy":
        return F.cross_entropy(y[None], right.argmax()[None])
    return F.mse_loss(y, right) if name == "mse" else y[right.argmax()]


def assert_as_forward(found: Gradients) -> None:
    """Weights and input, against autograd on the network's own forward in float32."""
    run: Run = found.trace.run
    model = Logits(deepcopy(run.model).requires_grad_())
    x = run.item().clone()
    x = x.requires_grad_() if x.is_floating_point() else x
    loss = loss_of(found.asked.name, model(x)[0], found.asked.right)
    assert found.loss == pytest.approx(loss.item(), rel=1e-5, abs=1e-5)
    weights = dict(model.network.named_parameters())
    assert set(found.weights) == set(weights) == set(run.model.state_dict()) & set(weights)
    asked = [*weights.values(), *([x] if x.requires_grad else [])]
    got = torch.autograd.grad(loss, asked, allow_unused=True, materialize_grads=True)
    for name, gradient in zip(weights, got, strict=False):
        assert found.weights[name].dtype == torch.float32
        assert apart(found.weights[name], gradient) <= TOLERANCE, name
    if x.requires_grad:
        ours = found.stages[0].values  # type: ignore[attr-defined]
        theirs = got[-1][0]
        if ours.numel() > theirs.numel():  # a window that slides: forward reads its last place
            assert not ours[:-1].any()
            ours = ours[-1]
        assert apart(ours.view(theirs.shape), theirs) <= TOLERANCE


def assert_as_pieces(found: Gradients) -> None:
    """Everything, against autograd on the same network piece by piece in float64."""
    run_: Run = found.trace.run
    w = leaves(run_.model)
    stages = run(run_.model, found.trace.stages, w)
    loss = loss_of(found.asked.name, stages[-1].logits, right_of(found))  # type: ignore[attr-defined]
    told, weights = differentiated(stages, loss, w)
    assert_same(found.stages, stages, told, TOLERANCE)
    assert [type(a) for a in found.stages] == [type(a) for a in found.trace.stages]
    for name, gradient in weights.items():
        assert apart(found.weights[name], gradient) <= TOLERANCE, name


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_every_network_of_every_task(task: str, network: str) -> None:
    found = gradients(task, first(task), network, target=target_of(task))
    assert_as_forward(found)
    if task != "series":  # whose example goes on by itself
        assert_as_pieces(found)
    assert all(stage.t >= 0 for stage in found.stages if hasattr(stage, "t"))  # type: ignore[attr-defined]


CHANGED: list[tuple[str, str, dict[str, Any]]] = [
    ("digits", "cnn", {"pooling": "average"}),
    ("digits", "cnn", {"padding": False, "activation": "sigmoid"}),
    ("digits", "cnn", {"stride": 2, "activation": "tanh"}),
    ("digits", "cnn", {"off": [{"layer": 1, "units": [0, 5]}]}),
    ("digits", "cnn", {"kernels": [{"layer": 0, "map": 2, "channel": 0, "values": [[0.5] * 5] * 5}]}),
    ("digits", "fnn", {"activation": "sigmoid", "off": [{"layer": 0, "units": [7]}]}),
    ("digits", "fnn", {"activation": "identity", "random": 4}),
    ("digits", "rnn", {"activation": "relu", "off": [{"layer": 1, "units": list(range(60))}]}),
    ("digits", "lstm", {"gates": [{"gate": "forget", "value": 1}]}),
    ("digits", "lstm", {"gates": [{"gate": "candidate", "value": -0.5, "layer": 1}], "order": "reversed"}),
    ("digits", "gru", {"gates": [{"gate": "update", "value": 0.3}], "off": [{"layer": 0, "units": [3, 4]}]}),
    ("strokes", "bigru", {"off": [{"layer": 0, "units": [1], "direction": 1}]}),
    ("names", "bigru", {"random": 3, "order": "shuffled", "seed": 2}),
]


@pytest.mark.parametrize(("task", "network", "changes"), CHANGED)
def test_changed_networks(task: str, network: str, changes: dict[str, Any]) -> None:
    found = gradients(task, first(task), network, target=target_of(task), **changes)
    assert found.trace.prediction == inspect(task, first(task), network, **changes).prediction
    assert_as_forward(found)
    assert_as_pieces(found)
    plain = gradients(task, first(task), network, target=target_of(task))
    assert apart(found.stages[-1].logits, plain.stages[-1].logits) > 0, "of the changed network"  # type: ignore[attr-defined]


def test_a_shut_forget_gate_sends_nothing_back() -> None:
    """Then a cell has its gradient from the state of its own step alone: c = i g, h = o tanh(c)."""
    shut, free = (
        gradients("digits", SEVEN, "lstm", target="2", **more)
        for more in ({"gates": [{"gate": "forget", "value": 0}]}, {})
    )

    def left_over(found: Gradients) -> float:
        pairs: list[tuple[Any, Any]] = [
            (stage, value)
            for stage, value in zip(found.stages, found.trace.stages, strict=True)
            if type(stage).__name__ == "LSTMStep"
        ]
        return max(apart(d.cell, d.hidden * v.output * (1 - v.cell.tanh() ** 2)) for d, v in pairs)

    assert left_over(shut) <= TOLERANCE < 0.01 < left_over(free)


@st.composite
def networks(draw: st.DrawFn) -> tuple[str, dict[str, Any], int]:
    """A recurrent class with its arguments, and a seed."""
    kind = draw(st.sampled_from(["rnn", "lstm", "gru"]))
    more = {"activation": draw(st.sampled_from(["tanh", "relu"]))} if kind == "rnn" else {}
    sizes = {"input_size": 28, "hidden_size": draw(st.integers(1, 9)), "num_layers": draw(st.integers(1, 3))}
    both = {"bidirectional": draw(st.booleans()), "readout": draw(st.sampled_from(["final", "last"]))}
    return kind, sizes | both | more | {"num_classes": 10}, draw(st.integers(0, 99))


@given(networks(), st.sampled_from(["cross_entropy", "mse", "logit"]), st.sampled_from("0123456789"))
@settings(max_examples=30)
def test_random_recurrent_networks(network: tuple[str, dict[str, Any], int], loss: str, label: str) -> None:
    kind, arguments, seed = network
    torch.manual_seed(seed)
    model = ARCHITECTURES[kind](**arguments)
    for weight in model.parameters():
        nn.init.normal_(weight.detach(), std=0.6)
    found = gradients("digits", SEVEN, model, target=label, loss=loss)
    assert_as_pieces(found)


@given(
    st.sampled_from(["relu", "tanh", "sigmoid", "identity"]),
    st.sampled_from(["max", "average"]),
    st.sampled_from(["pooling", "stride"]),
    st.integers(1, 5),
    st.integers(0, 2),
    st.integers(0, 99),
)
@settings(max_examples=20)
def test_random_convolutional_networks(f: str, pool: str, down: str, kernel: int, padding: int, seed: int) -> None:
    torch.manual_seed(seed)
    more: Any = {"pooling": pool, "activation": f, "downsampling": down, "padding": padding}
    model = ARCHITECTURES["cnn"](channels=(3, 4), kernel_size=kernel, **more)
    assert_as_pieces(gradients("digits", SEVEN, model, target="3"))


@given(st.sampled_from(["relu", "tanh", "sigmoid"]), st.lists(st.integers(1, 12), max_size=3), st.integers(0, 99))
@settings(max_examples=20)
def test_random_feedforward_networks(f: str, hidden: list[int], seed: int) -> None:
    torch.manual_seed(seed)
    model = FNN(784, hidden, 10, f)
    assert_as_pieces(gradients("digits", SEVEN, model, target="3", loss="mse"))


# Networks of other make.


class Readouts(nn.Module):
    """Words, an embedding, a recurrent network of any kind, and the mean or the largest of its states."""

    def __init__(self, kind: type[nn.RNNBase], readout: str, both: bool, bias: bool = True) -> None:
        super().__init__()
        self.readout = readout
        self.embedding = nn.Embedding(9, 6, padding_idx=1)
        self.recurrent = kind(6, 5, 2, batch_first=True, bidirectional=both, bias=bias)  # type: ignore[arg-type]
        self.fc = nn.Linear(10 if both else 5, 2)

    def forward(self, x: Tensor) -> Tensor:
        states = self.recurrent(self.embedding(x))[0]
        return self.fc(states.mean(1) if self.readout == "mean" else states.amax(1))


class Mixed(nn.Module):
    """One of each kind of stage that networks of other make have, and functions of many kinds."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, stride=2, dilation=2, padding=1)
        self.grouped = nn.Conv2d(4, 8, 3, groups=2, bias=False)
        self.norm = nn.BatchNorm2d(8)
        self.slopes = nn.PReLU(8)
        self.scale = nn.Parameter(torch.randn(1, 8, 1, 1))
        self.pool = nn.AvgPool2d(3, 2, padding=1, count_include_pad=False)
        self.fc = nn.Linear(8 * 3 * 3, 16)
        self.layers = nn.LayerNorm(16)
        self.out = nn.Linear(16, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.gelu(self.conv(x))
        x = self.slopes(self.norm(self.grouped(x)))
        x = x + self.scale
        x = F.max_pool2d(x, 3, 2, padding=1) * 0.7 - self.pool(x)
        x = F.adaptive_avg_pool2d(x.transpose(2, 3), 3)
        x = self.layers(F.leaky_relu(self.fc(x.flatten(1)), 0.2))
        x = x * torch.sigmoid(x) + F.elu(x) - F.softplus(x)
        return F.log_softmax(self.out(x * x.softmax(-1) + x.mean(1, keepdim=True)), -1)


class Started(nn.Module):
    """A recurrent network whose first states are made of the input, and whose last cell is read, too."""

    def __init__(self) -> None:
        super().__init__()
        self.start = nn.Linear(28, 12)
        self.lstm = nn.LSTM(28, 6, batch_first=True)
        self.fc = nn.Linear(12, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = x[:, 0]
        h, c = self.start(x.mean(1)).chunk(2, -1)
        _, (h, c) = self.lstm(x, (h[None].contiguous(), c[None].contiguous()))
        return self.fc(torch.cat([h[0], c[0]], -1))


def with_statistics(model: nn.Module) -> nn.Module:
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean, module.running_var = torch.randn(module.num_features), torch.rand(module.num_features)
    return model


WORDS = Wants(vocabulary={"good": 3, "bad": 7, "not": 1}, unknown=2)


@pytest.mark.parametrize("name", FOREIGN)
def test_networks_of_other_make(name: str) -> None:
    module, _ = made(name)
    text = isinstance(module, TextClassifier)
    wants = Wants(size=(32, 32), mean=0.13, std=0.31) if name == "LeNet-5" else WORDS if text else Wants()
    network = Network.from_module(module, "reviews" if text else "digits", wants=wants)
    found = gradients(network.task, "not bad , good" if text else SEVEN, network, target=target_of(network.task))
    assert_as_forward(found)


@pytest.mark.parametrize("kind", [nn.RNN, nn.LSTM, nn.GRU])
@pytest.mark.parametrize("readout", ["mean", "largest"])
@pytest.mark.parametrize("both", [False, True])
def test_words_and_their_mean(kind: type[nn.RNNBase], readout: str, both: bool) -> None:
    torch.manual_seed(0)
    module = Readouts(kind, readout, both, bias=readout == "mean")
    network = Network.from_module(module, "reviews", wants=WORDS)
    found = gradients("reviews", "not bad , good good", network, target="negative")
    assert_as_forward(found)
    assert not found.weights["embedding.weight"][1].any(), "padding is not learnt"


@pytest.mark.parametrize("make", [Mixed, Started])
def test_every_kind_of_stage(make: type[nn.Module]) -> None:
    torch.manual_seed(0)
    assert_as_forward(gradients("digits", SEVEN, with_statistics(make()), target="2"))


def test_what_a_module_gave_out_has_its_gradient() -> None:
    """Of each layer of a network with BatchNorm the gradient of its values, as a hook sees it."""
    module, _ = made("VGG")
    network = Network.from_module(module, "digits")
    found = gradients("digits", SEVEN, network, target="2")
    run_: Run = found.trace.run
    model, seen = deepcopy(network.model).requires_grad_(), {}
    for name, one in model.named_modules():
        if hasattr(one, "inplace"):
            one.inplace = False  # type: ignore[assignment]
        one.register_full_backward_hook(lambda _, __, out, name=name: seen.update({name: out[0][0]}))
    F.nll_loss(model(run_.item().requires_grad_()).log_softmax(-1), torch.tensor([2])).backward()
    compared = 0
    for stage in found.stages:
        layer = run_.layers.get(key := (type(stage).__name__, getattr(stage, "layer", None), None))  # type: ignore[arg-type]
        if layer and layer.module and layer.module in seen:
            (ours, *_) = [getattr(stage, name) for name in results(type(stage))]
            assert apart(ours, seen[layer.module].view(ours.shape)) <= TOLERANCE, key
            compared += 1
    assert compared >= 12


def test_no_way_back_through_what_is_not_known() -> None:
    with pytest.raises(InputError, match="Opaque 0"):
        gradients("digits", SEVEN, Opaque())


@dataclass(frozen=True, eq=False)
class NestedStep(RecurrentStep):
    """A made-up unit whose products with weights are made of other products, in a line and by a quantity of its own."""

    forget: Tensor = gate("f", sigmoid(from_both(0)))
    kept: Tensor = quantity("k", "signed", UNIT, "values", own("forget") * before("hidden"))  # noqa: RUF009
    reset: Tensor = gate("r", sigmoid(from_input(1) + from_state(1, own("kept"))))
    candidate: Tensor = candidate("n", tanh(from_input(2) + from_state(2, own("reset") * before("hidden"))))
    hidden: Tensor = state("h", (1 - own("forget")) * before("hidden") + own("forget") * own("candidate"))


class Nested(nn.GRU):
    """With the parameters of a GRU, the steps in a loop."""

    def forward(self, x: Tensor) -> tuple[Tensor, None]:  # type: ignore[override]
        for layer in range(self.num_layers):
            parts = [getattr(self, f"{name}_l{layer}") for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
            (w, u, b, d), h, states = [part.chunk(3) for part in parts], x.new_zeros(1, self.hidden_size), []
            for row in x.unbind(1):
                a = [row @ w[k].T + b[k] + d[k] for k in range(3)]
                f = (a[0] + h @ u[0].T).sigmoid()
                r = (a[1] + (f * h) @ u[1].T).sigmoid()
                h = (1 - f) * h + f * (a[2] + (r * h) @ u[2].T).tanh()
                states.append(h)
            x = torch.stack(states, 1)
        return x, None


class NestedClassifier(RecurrentClassifier):
    """Nested, whose last state is read."""

    kind: ClassVar = NestedStep
    module: ClassVar = "nested"

    def __init__(self) -> None:
        super().__init__()
        self.nested = Nested(28, 7, 2, batch_first=True)
        self.fc = nn.Linear(7, 10)


def test_a_unit_that_somebody_added() -> None:
    """Products with weights of other products, which no layer of torch.nn has: without a line of its own."""
    torch.manual_seed(0)
    model = NestedClassifier()
    for weight in model.parameters():
        nn.init.normal_(weight.detach(), std=0.5)
    found = gradients("digits", SEVEN, model, target="2", loss="logit")
    assert_as_forward(found)
    # Its steps are computed by their equations one by one, which autograd can differentiate.
    x: Tensor = found.trace.stages[0].values  # type: ignore[attr-defined]
    stages = list(model.stages(x.clone().requires_grad_()))
    told, _ = differentiated(stages, stages[-1].logits[2], dict(model.named_parameters()))  # type: ignore[attr-defined]
    steps = [k for k, stage in enumerate(stages) if isinstance(stage, NestedStep)]
    assert_same([found.stages[k] for k in steps], [stages[k] for k in steps], [told[k] for k in steps], TOLERANCE)


# What is asked for.


def test_the_losses() -> None:
    y = inspect("digits", SEVEN, "cnn").logits
    right = F.one_hot(torch.tensor(3), 10).float()
    for loss, value in (
        ("cross_entropy", F.cross_entropy(y[None], torch.tensor([3]))),
        ("mse", F.mse_loss(y, right)),
        ("logit", y[3]),
    ):
        found = gradients("digits", SEVEN, "cnn", target="3", loss=loss)
        assert found.loss == pytest.approx(float(value), rel=1e-6)
        assert (found.asked.name, found.asked.target) == (loss, "3")
    assert gradients("digits", SEVEN, "cnn").asked.target == "7", "the answer, where none is given"
    assert gradients("digits", SEVEN, "cnn").asked.name == "cross_entropy"


def test_numbers_are_in_their_own_unit() -> None:
    """The loss of the number that is predicted is 0, and so is every gradient."""
    for task in NUMBERS:
        network = next(iter(TASKS[task].networks))
        said = inspect(task, first(task), network).prediction
        found = gradients(task, first(task), network, target=said)
        assert found.asked.name == "mse"
        assert found.loss == pytest.approx(0, abs=1e-9)
        assert all(gradient.abs().max() < 1e-3 for gradient in found.weights.values())
    one = gradients("series", [1.0, 2.0, 4.0], "gru", loss="logit")
    assert one.loss == float(one.trace.logits[0])


@pytest.mark.parametrize("network", ["fnn", "gru"])
def test_what_a_series_goes_on_with_comes_after_its_answer(network: str) -> None:
    values = [0.3, -0.7, 1.1, 0.4, 0.9, -0.2, 0.8, 1.6, 1.2, 0.1, 0.7, 2.0]
    found = gradients("series", {"values": values, "ahead": 5}, network, target=1.5)
    plain = gradients("series", values, network, target=1.5)
    later = [stage for stage in found.stages if getattr(stage, "t", -1) >= len(values)]
    assert len(later) == len(found.stages) - len(plain.stages) > 0
    for stage in later:
        assert not any(getattr(stage, name).any() for name in quantities(type(stage)) if name not in stage.derived)
    for name, gradient in plain.weights.items():
        assert apart(found.weights[name], gradient) <= TOLERANCE


def test_stages_of_gradients_have_no_probabilities() -> None:
    found = gradients("strokes", SEVEN, "gru1")
    for stage in found.stages:
        assert not hasattr(stage, "probabilities")
    assert hasattr(found.trace.output, "probabilities")
    assert [type(stage) for stage in found.stages if isinstance(stage, Output | StepOutput)][-1] is Output


BAD: list[tuple[str, Any, dict[str, Any], str]] = [
    ("digits", SEVEN, {"target": "ten"}, "is not a class"),
    ("digits", SEVEN, {"target": 7}, "is not a class"),
    ("digits", SEVEN, {"target": ["7"]}, "is not a class"),
    ("digits", SEVEN, {"loss": "hinge"}, "cross_entropy, mse, logit"),
    ("digits", SEVEN, {"loss": ["mse"]}, "cross_entropy, mse, logit"),
    ("series", [1.0, 2.0, 4.0], {"target": "3"}, "number"),
    ("series", [1.0, 2.0, 4.0], {"target": float("nan")}, "number"),
    ("series", [1.0, 2.0, 4.0], {}, "number"),
    ("series", [1.0, 2.0, 4.0], {"target": 1e20}, "too far"),
    ("series", [1.0, 2.0, 4.0], {"target": 3, "loss": "cross_entropy"}, "mse, logit"),
    ("series", [1.0, 2.0, 4.0], {"target": 3, "loss": "logit"}, "itself"),
    ("series", [2.0, 2.0, 2.0], {"target": 3}, "has not moved"),
]


@pytest.mark.parametrize(("task", "value", "asked", "message"), BAD)
def test_what_cannot_be_used_is_said(task: str, value: Any, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        gradients(task, value, "gru", **asked)


# Properties.


def test_the_same_again_and_nothing_is_changed() -> None:
    network = Network.from_module(ARCHITECTURES["gru"](28, 8, 1, 10), "digits")
    weights = {name: value.clone() for name, value in network.weights.items()}
    one, two = (gradients("digits", SEVEN, network, target="3") for _ in range(2))
    for name, value in network.weights.items():
        assert torch.equal(value, weights[name])
        assert torch.equal(one.weights[name], two.weights[name])


@pytest.mark.parametrize("network", ["fnn", "cnn", "rnn", "lstm", "gru"])
def test_sums(network: str) -> None:
    """Shares add up to one whatever happens to the logits, and a bias is added to what its weights make."""
    found = gradients("digits", SEVEN, network, target="2")
    logits = found.stages[-1].logits  # type: ignore[attr-defined]
    assert float(logits.sum()) == pytest.approx(0, abs=1e-6)
    readout = {"fnn": "fc3", "cnn": "out"}.get(network, "fc")
    assert apart(found.weights[f"{readout}.bias"], logits) <= TOLERANCE
    outer = torch.outer(logits, found.trace.output.features)
    assert apart(found.weights[f"{readout}.weight"], outer) <= TOLERANCE


def test_what_goes_back_to_a_state_adds_up() -> None:
    """A state of the first layer is read by the second at the same step, and by its own layer at the next."""
    found = gradients("digits", SEVEN, "rnn", target="2")
    model = found.trace.run.model
    values = {stage.place: stage for stage in found.trace.stages}
    stages: dict[Any, Any] = {stage.place: stage for stage in found.stages}
    for place, stage in stages.items():
        later = place._replace(t=(place.t or 0) + 1)
        if place.kind == "RNNStep" and place.layer == 0 and later in stages:
            hidden: Any = values[later]
            back = model.rnn.weight_hh_l0.T @ (stages[later].hidden * (1 - hidden.hidden**2))
            assert apart(stage.hidden, back + stages[place._replace(layer=1)].x) <= TOLERANCE


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
def test_a_sequence_that_goes_on(kind: str) -> None:
    """From the states that earlier steps have left, which have no gradient."""
    torch.manual_seed(0)
    model = ARCHITECTURES[kind](3, 5, 2, 4)
    x = torch.randn(9, 3)
    with torch.no_grad():
        left = carried(model.stages(x[:4]))
        stages = tuple(model.stages(x[4:], left))
    ours = backward(Walk(model.layers, parameters_of(model), stages, left), torch.tensor([0.0, 1.0, 0.0, 0.0]))[1]
    y = model(x[None, 4:], left)[0, 1]
    weights = dict(model.named_parameters())
    for name, gradient in zip(weights, torch.autograd.grad(y, list(weights.values())), strict=True):
        assert apart(ours[name], gradient) <= TOLERANCE, name


def test_long_inputs() -> None:
    """Two thousand steps, of which nothing is left out."""
    torch.manual_seed(0)
    text = "good bad " * 1000
    for kind in ("lstm", "rnn"):
        model = ARCHITECTURES[kind](50, 16, 1, 2)
        for name, weight in model.named_parameters():
            if "bias_ih" in name and kind == "lstm":
                weight.detach()[16:32] = 4.0  # so that it does not forget
        found = gradients("reviews", text, model, target="negative")
        assert len(found.trace.stages) == 2 * 2000 + 2
        assert_as_forward(found)
