"""Networks that never heard of this project, followed: each stage against torch itself, and nothing altered."""

import re
import threading
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

import pytest
import torch
from foreign import CNNGRU, FOREIGN, MNISTExample, TextClassifier, made
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from limited import evaluate
from torch import Tensor, nn
from torch.nn import functional as F

from playground.errors import InputError
from playground.explanation import Explanation, Selection, explained, explicable, walk_of
from playground.following import Followed, follow
from playground.following import graph as graphs
from playground.stages import Input, Key, Opaque, Output, Rearrangement, Stage, quantities, results
from playground.text import table

TOLERANCE = 1e-5
KINK = {"relu", "max_pooling", "input", "reduction"}  # whose derivative can be zero at an input that counts
SEEDS = st.integers(0, 999)


def kinds(followed: Followed) -> list[str]:
    """In the order in which they first happen."""
    return list(dict.fromkeys(type(stage).__name__ for stage in followed.stages))


def logits(followed: Followed) -> Tensor:
    """What the last stage says, as the network itself ends."""
    last = followed.stages[-1]
    assert isinstance(last, Output)
    ending = followed.layers[Key("Output")].settings.get("ending")
    return getattr(torch, ending)(last.logits, -1) if ending else last.logits


def assert_true(model: nn.Module, x: Tensor, draw: Callable[[int], int] = lambda size: size // 2) -> Followed:
    """All that must hold of a network that is followed."""
    followed = follow(model, x)
    with torch.no_grad():
        output = deepcopy(model).eval()(x)
    answer = output if isinstance(output, Tensor) else output[0]
    scale = max(1.0, float(answer.abs().max()))
    assert isinstance(followed.stages[0], Input)
    assert torch.allclose(logits(followed).flatten(), answer.flatten(), atol=TOLERANCE * scale, rtol=0)
    places = [stage.place for stage in followed.stages]
    assert len(set(places)) == len(places)
    assert_recomputed(model, followed)
    for stage in followed.stages:
        for quantity in explicable(stage):
            index = tuple(draw(size) for size in getattr(stage, quantity).shape)
            assert_explained(model, followed, Selection(type(stage).__name__, quantity, index, *stage.place[1:]))
    return followed


def assert_recomputed(model: nn.Module, followed: Followed) -> None:
    """Each stage from its predecessors by its equation."""
    walk = walk_of(model, followed.stages, layers=followed.layers)
    for k, stage in enumerate(followed.stages):
        for name in results(type(stage)):
            equation = walk.equation(k, name)
            if equation is None:
                assert isinstance(stage, Input | Opaque)
                continue
            values = getattr(stage, name).double()
            found = equation.values(walk.at(k, name)).view(values.shape)
            scale = max(1.0, float(values.abs().max()))
            assert float((found - values).abs().max()) <= TOLERANCE * scale, (stage.place, name)


def assert_explained(model: nn.Module, followed: Followed, selection: Selection) -> Explanation:
    """Result and line of PyTorch are the value; it depends on what stands in its sources, and on nothing else."""
    told = explained(walk_of(model, followed.stages, layers=followed.layers), selection)
    near = TOLERANCE * max(1, abs(told.value))
    assert told.result == pytest.approx(told.value, abs=near)
    names: dict[str, Any] = {"torch": torch, "model": model}
    for name, expression in told.where:
        values = evaluate(expression, names | {"stages": followed.stages, "state": None})
        names[name] = values.detach().double().requires_grad_()
    line = evaluate(told.torch, {**names, "model": deepcopy(model).double().requires_grad_(False)})
    assert float(line.detach()) == pytest.approx(told.value, abs=near)
    words = table("zh")["explain"]
    assert told.kind in words["kinds"]
    assert {step.name for step in told.steps} <= set(words["steps"])
    assert {source.role for source in told.sources} <= set(words["sources"])
    assert set(told.notes) <= set(words["notes"])
    if line.requires_grad:
        line.backward()
    assert_sources(told, followed.stages, [names[name] for name, _ in told.where])
    return told


def assert_sources(told: Explanation, stages: Sequence[Stage], used: list[Tensor]) -> None:
    """By gradient: each value that counts stands in a source, and each value of a source counts."""
    by_place = {stage.place: stage for stage in stages}
    inside = []
    for source in told.sources:
        if source.role != "winner":
            stage = by_place[(source.stage, source.layer, source.direction, source.t)]
            inside.append(getattr(stage, source.quantity)[tuple(slice(*span) for span in source.ranges)].flatten())
    counted = [values.detach()[values.grad != 0] for values in used if values.grad is not None]
    available = torch.cat([torch.zeros(0), *inside]).float()
    for value in torch.cat([torch.zeros(0), *counted]).float():
        assert (available == value).any() or {"zero_state", "given_state", "constant"} & set(told.notes)
    spread = re.search(r"\d:\d+:\d", told.torch)  # a dilated kernel: its box has values in it that do not count
    exact = not spread and not {"zero_state", "given_state", "embedding", "unknown", "constant"} & set(told.notes)
    if exact and told.kind not in KINK and told.value != 0:
        assert sum(map(len, counted)) == len(available), told


@pytest.mark.parametrize("name", list(FOREIGN))
def test_networks_of_other_make(name: str) -> None:
    model, x = made(name)
    generator = torch.Generator().manual_seed(1)
    followed = assert_true(model, x, lambda size: int(torch.randint(size, (1,), generator=generator)))
    assert not followed.notes
    assert "Opaque" not in kinds(followed)


def test_what_becomes_of_them() -> None:
    assert kinds(follow(*made("ResNet")))[:5] == ["Input", "Convolution", "Normalisation", "Activation", "Addition"]
    example = follow(*made("MNIST example"))
    assert example.layers[Key("Output")].settings == {"ending": "log_softmax"}
    assert example.layers[Key("Output")].parameters == {"weight": "fc2.weight", "bias": "fc2.bias"}
    assert example.layers[Key("Dropout", 1)].module == "dropout2"
    assert example.layers[Key("Activation", 0)].module == ""
    text = follow(*made("text, h[-1]"))
    assert kinds(text) == ["Input", "Embedding", "LSTMStep", "Dropout", "Output"]
    (ref,) = text.layers[Key("Dropout", 0)].inputs["x"]
    assert (ref.kind, ref.quantity, ref.layer, ref.t) == ("LSTMStep", "hidden", 1, 8)
    gru = follow(*made("CNN + GRU"))
    assert kinds(gru) == ["Input", "Convolution", "Activation", "MaxPooling", "Rearrangement", "GRUStep", "Output"]
    rows = next(stage for stage in gru.stages if isinstance(stage, Rearrangement))
    assert rows.values.shape == (14, 8 * 14)
    assert [ref.t for ref in gru.layers[Key("Output")].inputs["features"]] == [13, 13]


def test_nothing_is_altered() -> None:
    for name in FOREIGN:
        model, x = made(name)
        before = deepcopy(model.state_dict())
        facts = [(m.training, list(vars(m)), len(m._forward_hooks), len(m._forward_pre_hooks)) for m in model.modules()]
        wants, kept = [p.requires_grad for p in model.parameters()], x.clone()
        followed = follow(model, x)
        assert all(torch.equal(t, before[key]) for key, t in model.state_dict().items())
        after = [(m.training, list(vars(m)), len(m._forward_hooks), len(m._forward_pre_hooks)) for m in model.modules()]
        assert after == facts
        assert [p.requires_grad for p in model.parameters()] == wants
        assert torch.equal(x, kept)
        assert not any(getattr(stage, q).requires_grad for stage in followed.stages for q in quantities(type(stage)))


class Counting(nn.Module):
    """Changes itself, its weights and what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 2)
        self.seen: list[Tensor] = []
        self.register_buffer("calls", torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        self.seen.append(x)
        self.calls += 1
        self.fc.weight.mul_(2)
        x -= 1
        return self.fc(x)


def test_a_forward_that_changes_things_changes_a_copy() -> None:
    model, x = Counting(), torch.ones(1, 4)
    weight = model.fc.weight.detach().clone()
    follow(model, x)
    assert (model.seen, float(model.calls)) == ([], 0)
    assert torch.equal(model.fc.weight, weight)
    assert torch.equal(x, torch.ones(1, 4))


def test_two_threads_do_not_mix() -> None:
    models = [made("MNIST example"), made("text, both ways")]
    alone = [kinds(follow(*model)) for model in models]
    found: dict[int, list[Followed]] = {0: [], 1: []}
    start = threading.Barrier(2)

    def work(k: int) -> None:
        start.wait()
        found[k] += [follow(*models[k]) for _ in range(8)]

    threads = [threading.Thread(target=work, args=(k,)) for k in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for k, (model, x) in enumerate(models):
        with torch.no_grad():
            answer = deepcopy(model).eval()(x)
        assert len(found[k]) == 8
        for followed in found[k]:
            assert kinds(followed) == alone[k]
            assert torch.allclose(logits(followed), answer[0], atol=1e-5)


class Of(nn.Module):
    """A forward that is a function of the module and its input."""

    def __init__(self, function: Callable[[Any, Tensor], Any], **modules: Any) -> None:
        super().__init__()
        self.function = function
        for name, module in modules.items():
            setattr(self, name, module)

    def forward(self, x: Tensor) -> Any:
        return self.function(self, x)


def _aliases(m: Any, x: Tensor) -> Tensor:
    h = x - 0.5
    h[:, :5].relu_()
    h[:, 7] = 3
    z = torch.zeros(1, 10)
    z[:, 2:] = h[:, 2:]
    z *= 2
    return m.f(z.add_(h) / 3 - x)


def _attention(m: Any, x: Tensor) -> Tensor:
    out, _ = m.g(x)
    shares = torch.softmax(m.w(torch.tanh(out)), dim=1)
    return m.f((shares * out).sum(1))


def _squeezed_and_excited(m: Any, x: Tensor) -> Tensor:
    x = m.c(x)
    scale = torch.sigmoid(m.a(x.mean((2, 3))))
    return m.f((x * scale[:, :, None, None]).amax((2, 3)))


def _text_cnn(m: Any, x: Tensor) -> Tensor:
    x = m.e(x).transpose(1, 2)
    maps = [F.relu(c(x)) for c in (m.c2, m.c3)]
    return m.f(torch.cat([F.max_pool1d(one, one.size(2)).squeeze(2) for one in maps], 1))


def _encoded(m: Any, x: Tensor) -> Tensor:
    _, state = m.a(x)
    out, _ = m.b(x.flip(1), state)
    return m.f(out[:, -1])


def _steps_first(m: Any, x: Tensor) -> Tensor:
    out, _ = m.a(x.permute(1, 0, 2))
    out, _ = m.b(m.d(out))
    return m.f(out[-1])


def _linear(inputs: int, outputs: int = 3) -> nn.Linear:
    return nn.Linear(inputs, outputs)


VECTOR, SEQUENCE, PICTURE, IDS = (1, 10), (1, 9, 7), (1, 1, 12, 12), (1, 13)
OTHERS: dict[str, tuple[Callable[[], nn.Module], tuple[int, ...]]] = {
    "aliases": (lambda: Of(_aliases, f=_linear(10)), VECTOR),
    "attention": (
        lambda: Of(_attention, g=nn.GRU(7, 6, batch_first=True, bidirectional=True), w=_linear(12, 1), f=_linear(12)),
        SEQUENCE,
    ),
    "squeeze": (lambda: Of(_squeezed_and_excited, c=nn.Conv2d(1, 6, 3), a=_linear(6, 6), f=_linear(6)), PICTURE),
    "text CNN": (
        lambda: Of(_text_cnn, e=nn.Embedding(20, 8), c2=nn.Conv1d(8, 4, 2), c3=nn.Conv1d(8, 4, 3), f=_linear(8)),
        IDS,
    ),
    "encoder": (
        lambda: Of(
            _encoded, a=nn.LSTM(7, 5, batch_first=True), b=nn.LSTM(7, 5, batch_first=True), f=_linear(5)
        ),
        SEQUENCE,
    ),
    "learned start": (
        lambda: Of(
            lambda m, x: m.f(m.a(x, m.h)[0][:, -1]), a=nn.GRU(7, 5, 2, batch_first=True),
            h=nn.Parameter(torch.randn(2, 1, 5)), f=_linear(5),
        ),
        SEQUENCE,
    ),
    "steps first": (
        lambda: Of(
            _steps_first, a=nn.LSTM(7, 5, 2, bidirectional=True), b=nn.LSTM(10, 5), d=nn.Dropout(), f=_linear(5)
        ),
        SEQUENCE,
    ),
    "RNN with ReLU, no bias": (
        lambda: Of(
            lambda m, x: m.f(m.a(x)[0].mean(1)), f=_linear(8),
            a=nn.RNN(7, 4, 2, nonlinearity="relu", bias=False, batch_first=True, bidirectional=True),
        ),
        SEQUENCE,
    ),
    "picture as steps": (
        lambda: Of(lambda m, x: m.f(m.a(x.squeeze(1))[0][:, -1, :]), a=nn.GRU(12, 5, batch_first=True), f=_linear(5)),
        PICTURE,
    ),
    "positions": (
        lambda: Of(
            lambda m, x: m.f((m.e(x) * 8**0.5 + m.p).mean(1)), e=nn.Embedding(20, 8),
            p=nn.Parameter(torch.randn(1, 13, 8)), f=_linear(8),
        ),
        IDS,
    ),
    "padding and pooling": (
        lambda: nn.Sequential(
            nn.Conv2d(1, 3, 3, 1, 2, 2), nn.ReflectionPad2d(1), nn.MaxPool2d(3, 2, 1, ceil_mode=True),
            nn.ZeroPad2d(1), nn.AvgPool2d(3, 2, 1), nn.Conv2d(3, 6, 3, padding="same", groups=3),
            nn.AdaptiveMaxPool2d((2, 3)), nn.Flatten(), nn.Softmax(1),
        ),
        PICTURE,
    ),
    "activations": (
        lambda: nn.Sequential(
            nn.Linear(10, 8), nn.LeakyReLU(0.2), nn.ELU(0.5), nn.GELU("tanh"), nn.SiLU(), nn.Softplus(2.0),
            nn.Hardtanh(-0.5, 0.5), nn.ReLU6(), nn.Mish(), nn.SELU(), nn.LogSigmoid(), nn.Softsign(), nn.Hardswish(),
            nn.Hardsigmoid(), nn.Linear(8, 2), nn.Sigmoid(),
        ),
        VECTOR,
    ),
    "PReLU": (
        lambda: nn.Sequential(
            nn.Conv2d(1, 4, 3), nn.PReLU(4), nn.Conv2d(4, 3, 3), nn.PReLU(), nn.Flatten(), nn.Linear(192, 8),
            nn.PReLU(8), nn.Linear(8, 2), nn.PReLU(2, 1.5),
        ),
        PICTURE,
    ),
    "temperature": (lambda: Of(lambda m, x: F.softmax(m.f(x) / 2, -1), f=_linear(10)), VECTOR),
    "one layer twice": (
        lambda: Of(lambda m, x: m.f(torch.tanh(m.a(torch.tanh(m.a(x))))), a=_linear(10, 10), f=_linear(10)), VECTOR,
    ),
    "two answers": (lambda: Of(lambda m, x: (m.f(x), m.a(x)), a=_linear(10, 4), f=_linear(10)), VECTOR),
    "a tensor as attribute": (
        lambda: Of(
            lambda m, x: m.f((x - m.mean) * m.scale), mean=torch.rand(1, 10), scale=torch.rand(10), f=_linear(10)
        ),
        VECTOR,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(OTHERS))
def test_what_people_write_besides(name: str) -> None:
    torch.manual_seed(3)
    make, shape = OTHERS[name]
    x = torch.randint(1, 20, shape) if shape == IDS else torch.randn(shape)
    followed = assert_true(make().requires_grad_(False), x, lambda size: size - 1)
    assert not followed.notes


def test_what_is_negative_is_multiplied_by_a_weight() -> None:
    model = nn.Sequential(nn.PReLU(3), nn.Linear(3, 2))
    model[0].weight = nn.Parameter(torch.tensor([0.25, 0.5, -2.0]))
    followed = follow(model, torch.tensor([[-1.0, 2.0, -3.0]]))
    told = [assert_explained(model, followed, Selection("LearnedSlope", "values", (k,), layer=0)) for k in range(3)]
    assert [one.value for one in told] == [-0.25, 2.0, 6.0]
    assert told[0].numbers == ("a_{1} = 0.25 · (−1) = −0.25",)
    assert told[1].symbols == ("a_{2} = x_{2}",)
    assert told[2].torch == "torch.nn.functional.prelu(x[2], model[0].weight[2])"


def test_one_layer_twice_has_one_set_of_weights() -> None:
    followed = follow(OTHERS["one layer twice"][0](), torch.rand(VECTOR))
    first, second = (followed.layers[Key("Linear", k)] for k in (0, 1))
    assert first.parameters == second.parameters == {"weight": "a.weight", "bias": "a.bias"}


def test_in_place_operations_leave_earlier_values() -> None:
    followed = follow(*made("VGG"))
    normalised = next(stage for stage in followed.stages if type(stage).__name__ == "Normalisation")
    assert float(normalised.values.min()) < 0  # type: ignore[attr-defined]


def test_unknown_layers_are_shown_without_an_equation() -> None:
    model = nn.Sequential(nn.Linear(10, 8), nn.GroupNorm(2, 8), nn.ReLU(), nn.Linear(8, 3))
    followed = assert_true(model, torch.rand(VECTOR))
    (unknown,) = [stage for stage in followed.stages if isinstance(stage, Opaque)]
    assert unknown.operation == "group_norm"
    assert followed.layers[Key("Opaque", 0)].module == "1"
    assert followed.notes == ("unknown operation group_norm in 1: shown as Opaque",)


def test_a_way_that_depends_on_a_value_is_noted() -> None:
    def forward(m: Any, x: Tensor) -> Tensor:
        h = torch.relu(m.a(x))
        return m.f(h * 2 if h.sum() > 0 else h)

    followed = assert_true(Of(forward, a=_linear(10, 10), f=_linear(10)), torch.rand(VECTOR))
    assert followed.notes == ("__bool__ in forward: the way depends on a value",)
    assert "Scaling" in kinds(followed)
    assert "Opaque" not in kinds(followed)  # what only chose the way leads nowhere


def test_what_leaves_pytorch_is_noted() -> None:
    def forward(m: Any, x: Tensor) -> Tensor:
        return m.f(torch.from_numpy(x.numpy() * 2))

    followed = assert_true(Of(forward, f=_linear(10)), torch.rand(VECTOR))
    assert followed.notes[0] == "numpy in forward: leaves PyTorch"
    assert "comes from outside" in followed.notes[1]
    assert kinds(followed) == ["Input", "Opaque", "Output"]


def _raises(_: Any, x: Tensor) -> Tensor:
    raise RuntimeError("no way\nat all")


REFUSED: list[tuple[nn.Module, Any, str]] = [
    (nn.Linear(10, 2), torch.rand(3, 10), "follow_batch"),
    (nn.Linear(10, 2), torch.tensor(1.0), "follow_batch"),
    (nn.Linear(10, 2), [1.0], "follow_batch"),
    (nn.Linear(10, 2), torch.rand(1, 9), "follow_raised"),
    (Of(_raises), torch.rand(1, 9), "follow_raised"),
    (Of(lambda m, x: "seven"), torch.rand(1, 9), "follow_no_tensor"),
]


@pytest.mark.parametrize(("model", "x", "code"), REFUSED)
def test_what_cannot_be_followed_says_why(model: nn.Module, x: Any, code: str) -> None:
    with pytest.raises(InputError) as error:
        follow(model, x)
    assert error.value.code == code
    assert error.value.message("zh") != error.value.message("en")


def test_an_error_is_named() -> None:
    with pytest.raises(InputError, match=r"RuntimeError: no way$"):
        follow(Of(_raises), torch.rand(1, 9))


@pytest.mark.parametrize("limit", ["STAGES", "BYTES"])
def test_a_run_has_bounds(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphs, limit, 40)
    with pytest.raises(InputError) as error:
        follow(TextClassifier(), torch.ones(1, 30, dtype=torch.int64))
    assert error.value.code == "follow_too_large"


def _stack(draw: Any) -> tuple[nn.Module, Tensor]:
    """Standard layers in any order that fits: on maps, then on a vector."""
    channels, size = draw(st.integers(1, 3)), draw(st.integers(6, 12))
    x, layers = torch.randn(1, channels, size, size), []
    for kind in draw(st.lists(st.sampled_from(["conv", "norm", "relu", "max", "mean", "drop", "tanh"]), max_size=6)):
        wide = draw(st.integers(1, 4))
        if kind == "conv":
            layers.append(nn.Conv2d(channels, wide, draw(st.integers(1, 3)), draw(st.integers(1, 2)), 1))
            channels = wide
        else:
            layers.append(
                {
                    "norm": nn.BatchNorm2d(channels),
                    "relu": nn.ReLU(inplace=draw(st.booleans())),
                    "max": nn.MaxPool2d(2, 1),
                    "mean": nn.AvgPool2d(2, padding=draw(st.integers(0, 1))),
                    "drop": nn.Dropout2d(),
                    "tanh": nn.Tanh(),
                }[kind]
            )
    layers += [nn.AdaptiveAvgPool2d(draw(st.integers(1, 2)))] if draw(st.booleans()) else []
    layers.append(nn.Flatten())
    with torch.no_grad():
        features = nn.Sequential(*layers).eval()(x).shape[1]
    for wide in draw(st.lists(st.integers(1, 5), max_size=2)):
        layers += [nn.Linear(features, wide), nn.LayerNorm(wide), nn.ELU(), nn.Dropout(inplace=True)]
        features = wide
    end = draw(st.sampled_from([None, nn.LogSoftmax(1), nn.Softmax(-1)]))
    return nn.Sequential(*layers, nn.Linear(features, 3), *([end] if end else [])), x


@settings(max_examples=30)
@given(st.data(), SEEDS)
def test_any_stack_of_standard_layers(data: Any, seed: int) -> None:
    torch.manual_seed(seed)
    try:
        model, x = _stack(data.draw)
    except RuntimeError:  # nothing is left of the maps
        assume(False)
        return
    followed = assert_true(model, x, lambda size: data.draw(st.integers(0, size - 1)))
    assert not followed.notes


@settings(max_examples=15)
@given(st.sampled_from([nn.RNN, nn.LSTM, nn.GRU]), st.integers(1, 3), st.booleans(), st.booleans(), SEEDS)
def test_any_recurrent_module(kind: Any, layers: int, both: bool, first: bool, seed: int) -> None:
    torch.manual_seed(seed)
    module = kind(3, 4, layers, bidirectional=both, batch_first=first)
    model = Of(
        lambda m, x: m.f(m.r(x)[0][:, -1] if first else m.r(x.transpose(0, 1))[0][-1]), r=module,
        f=_linear(8 if both else 4),
    )  # fmt: skip
    assert_true(model, torch.randn(1, 5, 3), lambda size: seed % size)


def test_networks_share_nothing() -> None:
    """Two runs of one network have their own values."""
    model = CNNGRU()
    first, second = (follow(model, torch.full((1, 1, 28, 28), float(v))) for v in (0, 1))
    assert not torch.equal(logits(first), logits(second))
    assert follow(MNISTExample(), torch.zeros(1, 1, 28, 28)).stages[0].values.sum() == 0  # type: ignore[attr-defined]
