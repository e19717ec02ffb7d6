"""Networks as values: handed over, changed, kept, read from weights alone; whoever gives one finds it as it was."""

import copy
import importlib
import pkgutil
import random
import subprocess
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import torch
from foreign import CNNGRU, MLP, MNISTExample, ResNet, lenet5, vgg
from hypothesis import given
from hypothesis import strategies as st
from inputs import ONE, SEVEN
from reference import CNN as ReferenceCNN
from reference import REFERENCE
from reference import GRUClassifier as ReferenceGRU
from torch import Tensor, nn
from torch.nn import functional as F

import playground
from playground import InputError, Network, attribute, checkpoints, explain, inspect
from playground.attribution import METHODS
from playground.changes import changed, read_changes
from playground.differentiable import readable
from playground.inspection import start
from playground.models import ARCHITECTURES
from playground.networks import Wants
from playground.networks.weights import unwrapped
from playground.provider import MODULE, Kept, keep, provided, size
from playground.tasks import TASKS
from playground.text import LANGUAGES

OUTPUT = {"stage": "Output", "quantity": "logits", "index": [3]}
ARGUMENTS: dict[str, dict[str, Any]] = {
    "fnn": {"input_size": 784, "hidden_size": [20, 12], "output_size": 10},
    "cnn": {"channels": (3, 4)},
    "rnn": {"input_size": 28, "hidden_size": 9, "num_layers": 2, "num_classes": 10},
    "lstm": {"input_size": 28, "hidden_size": 9, "num_layers": 2, "num_classes": 10},
    "gru": {"input_size": 28, "hidden_size": 9, "num_layers": 1, "num_classes": 10, "bidirectional": True},
}


def made(architecture: str, seed: int = 0) -> Any:
    torch.manual_seed(seed)
    return ARCHITECTURES[architecture](**ARGUMENTS[architecture])


def refused(code: str, ask: Callable[[], object], **values: object) -> InputError:
    """The error, which has words in every language that name all that is told."""
    with pytest.raises(InputError) as error:
        ask()
    assert error.value.code == code, str(error.value)
    assert len({error.value.message(language) for language in LANGUAGES}) == len(LANGUAGES)
    for value in values.values():
        assert all(str(value) in error.value.message(language) for language in LANGUAGES), str(error.value)
    return error.value


# One network, by any way.


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_module_a_network_and_a_state_dict_give_the_same(architecture: str) -> None:
    model = made(architecture).eval()
    network = Network.from_module(model, "digits")
    loaded = Network.from_state_dict(model.state_dict(), "digits")
    with torch.inference_mode():
        expected = model(TASKS["digits"].network_input(TASKS["digits"].encode(SEVEN))[None])[0]
    for one in (model, network, loaded):
        trace = inspect("digits", SEVEN, one)
        torch.testing.assert_close(trace.logits, expected, atol=1e-5, rtol=1e-5)
        assert trace.check().largest < 1e-5
        assert trace.prediction == "0123456789"[int(expected.argmax())]
        value = explain("digits", SEVEN, one, OUTPUT)
        assert value.value == pytest.approx(float(expected[3]), abs=1e-5)
        found = attribute("digits", SEVEN, one, "gradient_x_input", "3")
        assert found.output == pytest.approx(float(expected[3]), abs=1e-5)


@pytest.mark.parametrize("make", [MLP, MNISTExample, vgg, CNNGRU])
def test_a_module_of_other_make(make: Callable[[], nn.Module]) -> None:
    torch.manual_seed(0)
    module = make()
    trace = inspect("digits", SEVEN, network=module)
    twin = copy.deepcopy(module).eval()
    with torch.inference_mode():
        said = twin(TASKS["digits"].network_input(TASKS["digits"].encode(SEVEN))[None])[0]
    assert trace.prediction == "0123456789"[int(said.argmax())]
    torch.testing.assert_close(trace.probabilities, said.softmax(0), atol=1e-5, rtol=1e-4)
    assert trace.check().largest < 1e-5
    assert explain("digits", SEVEN, module, OUTPUT).value == pytest.approx(float(trace.logits[3]), abs=1e-6)
    # What is explained is a logit, also where the network ends in the logarithm of a softmax.
    found = attribute("digits", SEVEN, module, "gradient_x_input", "3")
    assert found.output == pytest.approx(float(trace.logits[3]), abs=1e-5)


def test_architecture_is_another_name_of_network() -> None:
    module = made("rnn")
    asked: list[Callable[..., Any]] = [
        lambda **n: inspect("digits", SEVEN, **n),
        lambda **n: explain("digits", SEVEN, selection=OUTPUT, **n),
        lambda **n: attribute("digits", SEVEN, method="gradient_x_input", **n),
    ]
    for ask in asked:
        ask(architecture="lstm")
        ask(network="lstm")
        ask(network="lstm", architecture="lstm")
        ask(network=module, architecture=module)
        error = refused("two_networks", lambda ask=ask: ask(network="lstm", architecture="gru"))
        assert "lstm" in str(error) and "gru" in str(error)
        refused("two_networks", lambda ask=ask: ask(network=module, architecture="rnn"), name="RNNClassifier")
        refused("two_networks", lambda ask=ask: ask(network=module, architecture=made("rnn")))
    assert inspect("digits", SEVEN).architecture == "cnn"
    by_place = attribute("digits", SEVEN, "lstm", "gradient_x_input", "3")
    assert (by_place.method, by_place.target) == ("gradient_x_input", "3")
    assert explain("digits", SEVEN, "lstm", OUTPUT).selection.index == (3,)


def test_a_network_belongs_to_its_task() -> None:
    network = Network.from_module(made("rnn"), "digits")
    refused("network_of_another", lambda: inspect("names", "Li", network), task="digits", other="names")
    refused("unknown_task", lambda: Network.from_module(made("rnn"), "digit"))
    refused("unknown_task", lambda: Network.from_state_dict(made("rnn").state_dict(), "digit"))
    refused("unknown_network", lambda: inspect("digits", SEVEN, 7))


@pytest.mark.slow
def test_no_module_bears_the_name_of_a_public_function() -> None:
    """In a process of its own, where every module of the package is imported first."""
    code = """if True:
        import importlib, pkgutil, types, playground
        for found in pkgutil.walk_packages(playground.__path__, "playground."):
            if "__main__" not in found.name:
                importlib.import_module(found.name)
        from playground import attribute, explain, inspect
        for function in (attribute, explain, inspect):
            assert isinstance(function, types.FunctionType), function
        for name in playground.__all__:
            assert not isinstance(getattr(playground, name), types.ModuleType), name
    """
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, timeout=120)
    names = {found.name for found in pkgutil.iter_modules(playground.__path__)}
    assert not names & set(playground.__all__)
    assert isinstance(importlib.import_module("playground").explain, types.FunctionType)


# What is handed over stays as it is.


def state_of(module: nn.Module) -> dict[str, Any]:
    """All that an owner could find changed."""
    tensors = {**dict(module.named_parameters()), **dict(module.named_buffers())}
    return {
        "values": {name: values.detach().clone() for name, values in tensors.items()},
        "ids": {name: (id(values), values.data_ptr(), values._version) for name, values in tensors.items()},
        "grads": {name: None if values.grad is None else values.grad.clone() for name, values in tensors.items()},
        "wanted": {name: (values.requires_grad, values.device, values.dtype) for name, values in tensors.items()},
        "modes": {name: part.training for name, part in module.named_modules()},
        "parts": {name: (id(part), sorted(vars(part))) for name, part in module.named_modules()},
        "hooks": {
            name: [
                list(hooks.values()) for hooks in (part._forward_hooks, part._forward_pre_hooks, part._backward_hooks)
            ]
            for name, part in module.named_modules()
        },
    }


def assert_as_it_was(module: nn.Module, before: dict[str, Any]) -> None:
    after = state_of(module)
    for kind in ("values", "grads"):
        assert before[kind].keys() == after[kind].keys()
        for name, values in before[kind].items():
            assert values is after[kind][name] or torch.equal(values, after[kind][name]), (kind, name)
    for kind in ("ids", "wanted", "modes", "parts", "hooks"):
        assert before[kind] == after[kind], kind


def handed_over() -> Iterator[nn.Module]:
    for make in (*(lambda a=a: made(a) for a in ARCHITECTURES), ResNet, MLP):
        torch.manual_seed(1)
        module = make()
        module.train()
        seen: list[Any] = []
        for part in (module, *module.children()):
            part.register_forward_hook(lambda _, given, made, seen=seen: seen.append(made))
        x = torch.rand(2, 1, 28, 28)
        module(x.flatten(1) if isinstance(module, MLP) else x).sum().backward()  # its owner is training it
        next(iter(module.parameters())).requires_grad_(False)
        yield module


def all_ways(network: Any, **changes: Any) -> None:
    inspect("digits", SEVEN, network, **changes).check()
    explain("digits", SEVEN, network, OUTPUT, **changes)
    has_maps = any(isinstance(part, nn.Conv2d) for part in getattr(network, "model", network).modules())
    for method in METHODS:
        if method != "grad_cam" or has_maps:
            attribute("digits", SEVEN, network, method, **changes)


def test_a_module_is_never_altered() -> None:
    for module in handed_over():
        before = state_of(module)
        all_ways(module)
        all_ways(module, random=3)
        assert_as_it_was(module, before)


def test_a_networks_model_is_never_altered() -> None:
    for module in handed_over():
        network = Network.from_module(module, "digits")
        before, digest = state_of(network.model), network.digest
        all_ways(network)
        all_ways(network, random=3)
        if "lstm" in module._modules:
            all_ways(network, gates=[{"gate": "forget", "value": 0}], off=[{"layer": 0, "units": [1, 2]}])
        assert_as_it_was(network.model, before)
        assert replace(network).digest == digest
        assert not any(part.training for part in network.model.modules())
        assert not any(values.requires_grad for values in network.model.parameters())


def test_two_threads_with_one_module() -> None:
    module = vgg()
    network = Network.from_module(module, "digits")
    inputs = [ONE, SEVEN] * 3
    alone = {
        id(x): (inspect("digits", x, network).logits, attribute("digits", x, network, "grad_cam")) for x in inputs[:2]
    }
    before = state_of(module), state_of(network.model)

    def ask(job: tuple[Any, Any]) -> None:
        x, given_ = job
        torch.testing.assert_close(inspect("digits", x, given_).logits, alone[id(x)][0], atol=1e-5, rtol=1e-5)
        found = attribute("digits", x, given_, "grad_cam")
        torch.testing.assert_close(found.values, alone[id(x)][1].values, atol=1e-5, rtol=1e-4)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(ask, [(x, one) for x in inputs for one in (module, network)]))
    assert_as_it_was(module, before[0])
    assert_as_it_was(network.model, before[1])


class Remembering(nn.Module):
    """Keeps what it computed last, as many do to look at it; that has a gradient, which deepcopy refuses."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(784, 10)
        self.last: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self.last = self.fc(x.flatten(1))
        return self.last


def test_a_module_that_remembers_what_it_computed() -> None:
    module = Remembering()
    kept = module(torch.rand(1, 784))
    trace = inspect("digits", SEVEN, module)
    assert trace.check().largest < 1e-5
    assert module.last is kept


class Unwilling(nn.Linear):
    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        raise ValueError("there is only one of me")


def test_modules_that_cannot_be_used() -> None:
    refused("module_not_copied", lambda: inspect("digits", SEVEN, Unwilling(2, 2)), reason="there is only one of me")
    refused("module_lazy", lambda: inspect("digits", SEVEN, nn.LazyLinear(10)))
    refused("module_not_copied", lambda: inspect("digits", SEVEN, nn.Linear(784, 10, device="meta")))
    broken = made("fnn")
    with torch.no_grad():
        broken.fc2.weight[0, 0] = torch.nan
    refused("state_not_finite", lambda: inspect("digits", SEVEN, broken), key="fc2.weight")


def flat(inputs: int, outputs: int) -> nn.Module:
    return nn.Sequential(nn.Flatten(), nn.Linear(inputs, outputs))


class Dense(nn.Module):
    """Says something of each row."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(28, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x.squeeze(1))


@pytest.mark.parametrize(("outputs", "told"), [(11, 11), (4, 4)])
def test_a_label_for_each_output(outputs: int, told: int) -> None:
    for ask in (
        lambda m: inspect("digits", SEVEN, m),
        lambda m: explain("digits", SEVEN, m, OUTPUT),
        lambda m: attribute("digits", SEVEN, m, "gradient_x_input"),
    ):
        refused("labels_misfit", lambda ask=ask: ask(flat(784, outputs)), count=told, labels=10)
        refused("labels_misfit", lambda ask=ask: ask(Dense()), count="28 × 10")
    labels = tuple(f"class {k}" for k in range(outputs))
    network = Network.from_module(flat(784, outputs), "digits", labels=labels)
    trace = inspect("digits", SEVEN, network)
    assert trace.labels == labels and trace.prediction in labels
    assert attribute("digits", SEVEN, network, "gradient_x_input", labels[2]).target == labels[2]


def test_a_network_that_cannot_read_the_input() -> None:
    model = ARCHITECTURES["fnn"](100, 5, 10)
    for one in (model, Network.from_state_dict(model.state_dict(), "digits"), flat(100, 10)):
        refused("follow_raised", lambda one=one: inspect("digits", SEVEN, one))
        refused("follow_raised", lambda one=one: attribute("digits", SEVEN, one, "gradient_x_input"))
    recurrent = ARCHITECTURES["gru"](27, 5, 1, 10)
    refused("follow_raised", lambda: inspect("digits", SEVEN, recurrent))


class Staged(nn.Module):
    """Calls its parts `stages` and `layers`, as people do."""

    def __init__(self) -> None:
        super().__init__()
        self.stages = nn.ModuleList([nn.Flatten(), nn.Linear(784, 10)])
        self.layers = [1, 2]

    def forward(self, x: Tensor) -> Tensor:
        for stage in self.stages:
            x = stage(x)
        return x


class Doubled(ARCHITECTURES["fnn"]):  # type: ignore[misc]
    """Derived, with a forward of its own, of which the inherited stages know nothing."""

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(2 * x)


@pytest.mark.parametrize("module", [Staged(), Doubled(784, 6, 10)])
def test_what_only_looks_like_our_own_is_followed(module: nn.Module) -> None:
    assert not Network.from_module(module, "digits").native
    trace = inspect("digits", SEVEN, module)
    assert trace.check().largest < 1e-5
    with torch.inference_mode():
        torch.testing.assert_close(trace.logits, module(TASKS["digits"].encode(SEVEN).centred[None])[0])


class Several(nn.Module):
    """Returns more than its answer."""

    def __init__(self, kind: type) -> None:
        super().__init__()
        self.fc, self.kind = nn.Linear(784, 10), kind

    def forward(self, x: Tensor) -> Any:
        h = x.flatten(1)
        y = self.fc(h)
        return {"hidden": h, "logits": y} if self.kind is dict else (y, h)


@pytest.mark.parametrize("kind", [dict, tuple])
def test_forwards_that_return_more_than_the_answer(kind: type) -> None:
    module = Several(kind)
    trace = inspect("digits", SEVEN, module)
    assert trace.check().largest < 1e-5
    found = attribute("digits", SEVEN, module, "occlusion", "3")
    assert found.output == pytest.approx(float(trace.logits[3]), abs=1e-6)


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float16])
def test_modules_of_other_precision(dtype: torch.dtype) -> None:
    for module in (made("lstm").to(dtype), flat(784, 10).to(dtype)):
        trace = inspect("digits", SEVEN, module)
        assert trace.logits.dtype == torch.float32
        assert trace.check().largest < 1e-5
        assert next(module.parameters()).dtype == dtype


def test_changes_of_a_changed_network_add_up() -> None:
    network = Network.from_state_dict(made("cnn").state_dict(), "digits")
    once = changed(network, read_changes({"activation": "tanh"}))
    twice = changed(once, read_changes({"pooling": "average"}))
    together = changed(network, read_changes({"activation": "tanh", "pooling": "average"}))
    assert twice.digest == together.digest
    assert len({n.digest for n in (network, once, twice)}) == 3
    assert once.facts == {}


@pytest.mark.parametrize("sides", [(28, 20), (12, 31)])
def test_padding_is_taken_from_pictures_that_are_not_square(sides: tuple[int, int]) -> None:
    torch.manual_seed(2)
    model = ARCHITECTURES["cnn"](channels=(2, 3), kernel_size=(3, 5), padding=(1, 2), image_size=sides)
    network = Network.from_state_dict(model.state_dict(), "digits", image_size=sides)
    bare = changed(network, read_changes({"padding": False})).model
    x = torch.rand(1, 1, *sides)
    old, new = (m.conv2(m.conv1(x)) for m in (model, bare))
    top, left = ((a - b) // 2 for a, b in zip(old.shape[2:], new.shape[2:], strict=True))
    places = model.out.weight.view(10, 3, *old.shape[2:])
    places = places[:, :, top : top + new.shape[2], left : left + new.shape[3]].flatten(1)
    torch.testing.assert_close(bare(x), new.flatten(1) @ places.T + model.out.bias)


def test_padding_cannot_be_taken_from_too_small_a_picture() -> None:
    model = ARCHITECTURES["cnn"](channels=(2, 3), image_size=8)
    network = Network.from_state_dict(model.state_dict(), "digits", image_size=8)
    assert inspect("digits", SEVEN, network).check().largest < 1e-5
    refused("bad_argument", lambda: inspect("digits", SEVEN, network, padding=False))


def test_random_weights_of_a_normalisation_are_those_of_a_new_one() -> None:
    torch.manual_seed(3)
    module = vgg()
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            nn.init.normal_(part.weight)
            part.running_var.uniform_(0.2, 1)
    one, same, other = (changed(Network.from_module(module, "digits"), read_changes({"random": s})) for s in (1, 1, 2))
    assert one.digest == same.digest != other.digest
    for part in one.model.modules():
        if isinstance(part, nn.BatchNorm2d):
            assert torch.equal(part.weight, torch.ones_like(part.weight))
            assert torch.equal(part.running_var, torch.ones_like(part.weight))


# The digest.


def test_the_digest_is_of_what_is_computed() -> None:
    model = made("cnn")
    network = Network.from_module(model, "digits")
    loaded = Network.from_state_dict(model.state_dict(), "digits")
    explicit = Network.from_state_dict(model.state_dict(), "digits", stride=1, padding=2, pooling="max")
    assert network.digest == loaded.digest == explicit.digest
    assert len(network.digest) == 64 and set(network.digest) <= set("0123456789abcdef")
    told = replace(network, name="other", labels=tuple("abcdefghij"), facts={"seed": 1})
    assert told.digest == network.digest and told.address != network.address
    arguments = ({"activation": "tanh"}, {"pooling": "average"})
    others = [Network.from_state_dict(model.state_dict(), "digits", **one) for one in arguments]
    others += [replace(network, wants=wants) for wants in WANTS]
    moved = copy.deepcopy(model)
    with torch.no_grad():
        moved.conv2[0].bias[1] = torch.nextafter(moved.conv2[0].bias[1], torch.tensor(9.0))
    others.append(Network.from_module(moved, "digits"))
    digests = [one.digest for one in (network, *others)]
    assert len(set(digests)) == len(digests)


WANTS = (
    Wants(size=(32, 32)),
    Wants(size=(32, 31)),
    Wants(inverted=True),
    Wants(mean=0.1),
    Wants(std=0.3),
    Wants(vocabulary={"a": 1, "b": 2}),
    Wants(vocabulary={"a": 2, "b": 1}),
    Wants(vocabulary={"a": 1, "b": 2}, unknown=3),
)


def test_the_order_of_a_vocabulary_does_not_count() -> None:
    one, other = (Wants(vocabulary=v) for v in ({"a": 1, "b": 2}, {"b": 2, "a": 1}))
    network = Network.from_module(made("rnn"), "digits")
    assert replace(network, wants=one).digest == replace(network, wants=other).digest


class Tempered(nn.Module):
    """Its settings are attributes, which no weights and no text of the module tell."""

    def __init__(self, **settings: Any) -> None:
        super().__init__()
        self.fc = nn.Linear(784, 10)
        for name, value in settings.items():
            setattr(self, name, value)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x.flatten(1))


def test_settings_of_a_module_of_other_make_count() -> None:
    settings: list[dict[str, Any]] = [
        {}, {"scale": 1.0}, {"scale": 2.0}, {"_scale": 2.0}, {"scale": None}, {"scale": "2.0"}, {"scale": [2.0, 1]},
        {"scale": [[2.0], 1]}, {"scale": {"a": 1}}, {"scale": {"a": 2}}, {"scale": torch.relu}, {"scale": torch.tanh},
        {"masks": [torch.ones(2)]}, {"masks": [torch.zeros(2)]}, {"mask": torch.ones(2)}, {"mask": torch.ones(2, 1)},
    ]  # fmt: skip
    digests = []
    for one in settings:
        torch.manual_seed(0)
        digests.append(Network.from_module(Tempered(**one), "digits").digest)
    assert len(set(digests)) == len(settings)


DIGESTS = """if True:
    import sys
    import torch
    sys.path.insert(0, "tests")
    from test_networks import digests
    print(*digests())
"""


def digests() -> list[str]:
    torch.manual_seed(5)
    settings = Tempered(scale={"b", "a", "c"}, function=lambda x: x, part=object())
    handed = [Network.from_module(m, "digits") for m in (settings, vgg(), made("gru"))]
    trained = [provided(task, name, read_changes(None)) for task, name in (("digits", "cnn"), ("names", "bigru"))]
    moved = [provided("digits", "lstm", read_changes({"gates": [{"gate": "forget", "value": 0.5}]}))]
    return [found for one in (*handed, *trained, *moved) for found in (one.digest, one.address)]


def test_the_digest_is_the_same_in_another_process() -> None:
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DIGESTS], check=True, capture_output=True, text=True, timeout=120
    )
    assert told.stdout.split() == digests()


# How a network wants its input.


def test_a_larger_picture_has_the_drawing_in_its_middle() -> None:
    x = torch.rand(1, 28, 28)
    for height, width in ((32, 32), (29, 33), (28, 40), (28, 28)):
        plain = torch.zeros(1, height, width)
        top, left = (height - 28) // 2, (width - 28) // 2
        for i in range(28):
            for j in range(28):
                plain[0, top + i, left + j] = x[0, i, j]
        assert torch.equal(Wants(size=(height, width)).prepared(x), plain)


def test_a_smaller_picture_has_means() -> None:
    x = torch.rand(1, 28, 28)
    for height, width in ((14, 14), (7, 28), (20, 9), (1, 1)):
        found = Wants(size=(height, width)).prepared(x)
        for i in range(height):
            for j in range(width):
                rows = range(i * 28 // height, -(-(i + 1) * 28 // height))
                columns = range(j * 28 // width, -(-(j + 1) * 28 // width))
                values = [float(x[0, r, c]) for r in rows for c in columns]
                assert float(found[0, i, j]) == pytest.approx(sum(values) / len(values), abs=1e-6)
    both = Wants(size=(32, 14)).prepared(x)  # higher and narrower
    assert not both[0, :2].any() and not both[0, -2:].any()
    torch.testing.assert_close(both[0, 2:-2], x[0].view(28, 14, 2).mean(-1))


def test_ink_and_paper_change_places_before_anything_is_normalised() -> None:
    x = torch.rand(1, 28, 28)
    wants = Wants(size=(30, 30), inverted=True, mean=0.1307, std=0.3081)
    plain = torch.zeros(30, 30)
    plain[1:29, 1:29] = x[0]
    torch.testing.assert_close(wants.prepared(x)[0], (1 - plain - 0.1307) / 0.3081)
    assert Wants().prepared(x) is x
    sequence = torch.rand(7, 3)
    torch.testing.assert_close(Wants(size=(9, 9), mean=1, std=2).prepared(sequence), (sequence - 1) / 2)


def test_letters_and_words_as_numbers() -> None:
    wants = Wants(vocabulary={"l": 4, "i": 2}, unknown=7)
    assert wants.prepared(torch.rand(3, 2), ("l", "i", "⏎")).tolist() == [4, 2, 7]
    assert torch.equal(wants.prepared(values := torch.rand(2, 2)), values)


class Reader(nn.Module):
    """Numbers of letters or words in, an embedding first; remembers what it was given."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(9, 5)
        self.gru = nn.GRU(5, 6, batch_first=True)
        self.fc = nn.Linear(6, classes)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(self.gru(self.embedding(x))[0][:, -1])


@pytest.mark.parametrize(
    ("task", "value", "vocabulary", "numbers"),
    [
        ("names", "Lil", {"l": 4, "i": 2}, [4, 2, 4, 0]),
        ("reviews", "GREAT, really gr8", {"great": 3, ",": 1}, [3, 1, 0, 3]),  # words as they are looked up
    ],
)
def test_a_network_with_a_vocabulary(task: str, value: str, vocabulary: dict[str, int], numbers: list[int]) -> None:
    network = Network.from_module(Reader(len(TASKS[task].labels)), task, wants=Wants(vocabulary=vocabulary))
    run = start(task, value, network)
    assert run.item().tolist() == [numbers]
    trace = run.trace()
    with torch.inference_mode():
        torch.testing.assert_close(trace.logits, network.model(torch.tensor([numbers]))[0])
    assert trace.check().largest < 1e-5
    found = attribute(task, value, network, "occlusion")
    assert found.values.shape == (len(numbers),)


@pytest.mark.parametrize("architecture", ["cnn", "fnn", "rnn", "lstm", "gru"])
def test_our_own_classes_are_given_what_they_want(architecture: str) -> None:
    """As are those of other make: size, paper, mean and standard deviation."""
    side = 32
    sizes = {"cnn": {"image_size": side}, "fnn": {"input_size": side**2}}.get(architecture, {"input_size": side})
    torch.manual_seed(4)
    model = ARCHITECTURES[architecture](**ARGUMENTS[architecture] | sizes).eval()
    wants = Wants(size=(side, side), inverted=True, mean=0.13, std=0.31)
    network = Network.from_state_dict(model.state_dict(), "digits", wants=wants)
    assert network.native
    picture = F.pad(TASKS["digits"].encode(SEVEN).centred, (2, 2, 2, 2))
    x = (1 - picture - 0.13) / 0.31
    trace = inspect("digits", SEVEN, network)
    with torch.inference_mode():
        torch.testing.assert_close(trace.logits, model(x[None])[0], atol=1e-5, rtol=1e-5)
        blank = model(((1 - torch.zeros(1, 1, side, side)) - 0.13) / 0.31)[0]
    assert trace.check().largest < 1e-5
    found = attribute("digits", SEVEN, network, "integrated_gradients", "3")
    assert found.baseline == pytest.approx(float(blank[3]), abs=1e-5)
    assert found.output == pytest.approx(float(trace.logits[3]), abs=1e-5)
    assert found.values.shape == (side, side)
    # Where there is paper in the input there is nothing to attribute.
    assert not found.values[picture[0] == 0].any()


def test_blank_paper_is_the_baseline_of_networks_of_other_make() -> None:
    wants = Wants(size=(32, 32), inverted=True, mean=0.1307, std=0.3081)
    network = Network.from_module(lenet5(), "digits", wants=wants)
    _, x, base = readable(start("digits", SEVEN, network))
    torch.testing.assert_close(base, torch.full_like(x, (1 - 0.1307) / 0.3081))
    found = attribute("digits", SEVEN, network, "integrated_gradients")
    assert found.total == pytest.approx(found.output - found.baseline, abs=0.02)
    with torch.inference_mode():
        outputs = network.model(base)[0]
    assert found.baseline == pytest.approx(float(outputs[int(found.target or 0)]), abs=1e-6)


def test_a_series_is_read_as_its_task_makes_it() -> None:
    model = ARCHITECTURES["gru"](1, 4, 1, 1)
    network = Network.from_state_dict(model.state_dict(), "series", wants=Wants(mean=0.5))
    refused("wants_not_here", lambda: inspect("series", [1, 2, 3], network), task="series")
    assert inspect("series", [1, 2, 3], replace(network, wants=Wants())).check().largest < 1e-5


@pytest.mark.parametrize(
    "wrong",
    [
        *({"size": size} for size in ((0, 3), (3,), 28, (2.5, 3), (10**6, 3))),
        *({"std": 0.0}, {"std": float("nan")}, {"std": -1.0}, {"mean": float("inf")}),
    ],
)
def test_wishes_that_cannot_be(wrong: dict[str, Any]) -> None:
    refused("bad_wants", lambda: Wants(**wrong))


# From weights alone.

SIZES = st.integers(1, 12)


@st.composite
def models(draw: Any) -> tuple[str, Any, dict[str, Any], Tensor, int]:
    """A class, a network of it, the arguments that shapes do not tell, an input (B, ...), and its classes."""
    architecture, classes = draw(st.sampled_from(list(REFERENCE))), draw(st.integers(2, 6))
    torch.manual_seed(draw(st.integers(0, 1000)))
    if architecture == "fnn":
        hidden = draw(st.lists(SIZES, min_size=0, max_size=12))
        told = draw(st.sampled_from([{}, {"activation": "tanh"}, {"activation": "sigmoid"}]))
        inputs = draw(SIZES)
        return (
            architecture,
            ARCHITECTURES["fnn"](inputs, hidden, classes, **told),
            told,
            torch.randn(3, inputs),
            classes,
        )
    if architecture == "cnn":
        kernel = draw(st.sampled_from([1, 2, 3, 4, 5, (1, 3), (5, 3)]))
        channels, picture = (draw(SIZES), draw(SIZES)), (draw(st.integers(16, 31)), draw(st.integers(16, 31)))
        told = {"image_size": picture} | draw(
            st.sampled_from([{}, {"activation": "tanh"}, {"pooling": "average"}, {"stride": (1, 2)}])
        )
        padding = draw(st.sampled_from([0, (1, 2), "half"]))
        if padding == "half":  # found
            rows, columns = (kernel, kernel) if isinstance(kernel, int) else kernel
            more: dict[str, Any] = {"padding": (rows // 2, columns // 2)}
        else:
            more = {"padding": padding}
            told |= {} if padding == 0 else more
        depth = draw(st.integers(1, 3))
        model = ARCHITECTURES["cnn"](depth, channels, kernel, num_classes=classes, **(told | more))
        return architecture, model, told, torch.rand(2, depth, *picture), classes
    inputs, both = draw(SIZES), draw(st.booleans())
    told = draw(st.sampled_from([{}, {"readout": "last"}])) if both else {}
    layers = draw(st.integers(1, 11))
    model = ARCHITECTURES[architecture](inputs, draw(SIZES), layers, classes, bidirectional=both, **told)
    return architecture, model, told, torch.randn(2, 5, inputs), classes


@given(models())
def test_every_size_is_found(drawn: tuple[str, Any, dict[str, Any], Tensor, int]) -> None:
    architecture, model, told, x, classes = drawn
    labels = tuple(f"{k}" for k in range(classes))
    network = Network.from_state_dict(model.state_dict(), "digits", labels=labels, **told)
    assert (network.architecture, type(network.model)) == (architecture, type(model))
    assert network.model.extra_repr() == model.extra_repr()
    with torch.inference_mode():
        # Of a CNN's last maps another padding can have as many; then the shapes cannot tell.
        if architecture == "cnn" and network.model.conv1[0].padding != model.conv1[0].padding:
            assert "padding" not in told
            return
        torch.testing.assert_close(network.model(x), model.eval()(x), atol=1e-6, rtol=1e-5)
    again = ARCHITECTURES[architecture](**network.arguments)
    assert str(again) == str(network.model)
    assert Network.from_module(model, "digits", labels=labels).digest == replace(network, wants=Wants()).digest


REFERENCE_SIZES: dict[str, tuple[Any, ...]] = {
    "fnn": (784, 32, 10),
    "cnn": (),
    "rnn": (28, 12, 2, 10),
    "lstm": (28, 12, 2, 10),
    "gru": (28, 12, 2, 10),
}


@pytest.mark.parametrize("architecture", REFERENCE)
def test_the_references_own_classes_load(architecture: str) -> None:
    torch.manual_seed(6)
    model: Any = REFERENCE[architecture](*REFERENCE_SIZES[architecture]).eval()
    network = Network.from_state_dict(model.state_dict(), "digits")
    picture = TASKS["digits"].encode(SEVEN).centred
    with torch.inference_mode():
        x = picture[None]
        expected = model({"fnn": x.flatten(1), "cnn": x, "rnn": x}.get(architecture, picture))[0]
    trace = inspect("digits", SEVEN, network)
    torch.testing.assert_close(trace.logits, expected, atol=1e-6, rtol=1e-5)
    assert trace.check().largest < 1e-5


@pytest.mark.parametrize("layers", [1, 3])
def test_the_references_gru_of_both_directions_reads_its_last_step(layers: int) -> None:
    torch.manual_seed(7)
    model = ReferenceGRU(30, 8, layers, 18, bidirectional=True).eval()
    network = Network.from_state_dict(model.state_dict(), "names", readout="last")
    x = TASKS["names"].network_input(TASKS["names"].encode("Satoshi"))[None]
    with torch.inference_mode():
        expected = model(x)[0]
    trace = inspect("names", "Satoshi", network)
    torch.testing.assert_close(trace.logits, expected, atol=1e-6, rtol=1e-5)
    assert trace.check().largest < 1e-5
    final = Network.from_state_dict(model.state_dict(), "names")
    assert not torch.allclose(inspect("names", "Satoshi", final).logits, expected, atol=1e-3)
    refused("bad_argument", lambda: Network.from_state_dict(model.state_dict(), "names", readout="mean"), reason="mean")


def wrapped(state: Mapping[str, Any], *prefixes: str) -> dict[str, Any]:
    return {"".join(prefixes) + key: values for key, values in state.items()}


def test_prefixes_and_wrappers_are_taken_off() -> None:
    state = made("lstm").state_dict()
    digest = Network.from_state_dict(state, "digits").digest
    mixed = {(f"module.{key}" if k % 2 else f"_orig_mod.module.{key}"): v for k, (key, v) in enumerate(state.items())}
    inside = {key.replace("lstm.", "lstm._orig_mod."): values for key, values in state.items()}
    for one in (
        wrapped(state, "module."),
        wrapped(state, "_orig_mod."),
        wrapped(state, "module.", "_orig_mod."),
        wrapped(state, "_orig_mod.", "module.", "module."),
        mixed,
        inside,
        {"state_dict": state},
        {"epoch": 3, "model_state_dict": wrapped(state, "module."), "optimizer_state_dict": {"lr": 1}},
        {"state_dict": {"model": state}},
        types.MappingProxyType(dict(state)),
    ):
        assert Network.from_state_dict(one, "digits").digest == digest
    compiled = torch.compile(made("lstm"))
    assert Network.from_state_dict(compiled.state_dict(), "digits").digest == digest
    assert Network.from_module(compiled, "digits").digest == digest  # type: ignore[arg-type]
    parallel = nn.DataParallel(made("lstm"))
    assert Network.from_module(parallel, "digits").digest == digest
    both = dict(state) | wrapped(state, "module.")
    refused("state_extra", lambda: Network.from_state_dict(both, "digits"), key="module.lstm.weight_ih_l0")


def test_the_weights_are_copied() -> None:
    model = made("fnn")
    network = Network.from_state_dict(model.state_dict(), "digits")
    digest = network.digest
    with torch.no_grad():
        model.fc1.weight.zero_()
    assert replace(network).digest == digest


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
@pytest.mark.parametrize("architecture", ["cnn", "gru"])
def test_weights_of_other_precision(architecture: str, dtype: torch.dtype) -> None:
    state = {key: values.to(dtype) for key, values in made(architecture).state_dict().items()}
    network = Network.from_state_dict(state, "digits")
    for key, values in network.model.state_dict().items():
        assert values.dtype == torch.float32
        assert torch.equal(values, state[key].float())
    assert inspect("digits", SEVEN, network).check().largest < 1e-5


def with_(architecture: str, **changes: Any) -> dict[str, Any]:
    """A state dict with other entries, __ for a dot; None takes one out."""
    state = dict(made(architecture).state_dict()) | {key.replace("__", "."): v for key, v in changes.items()}
    return {key: values for key, values in state.items() if values is not None}


def entry(architecture: str, key: str, value: float) -> dict[str, Any]:
    state = with_(architecture)
    state[key] = state[key].clone()
    state[key].view(-1)[-1] = value
    return state


cyclic: dict[str, Any] = {}
cyclic["state_dict"] = cyclic

REFUSED: list[tuple[str, Any, str, tuple[str, ...]]] = [
    # name, state dict, code, what the words tell
    ("NaN", entry("cnn", "conv2.0.bias", torch.nan), "state_not_finite", ("conv2.0.bias",)),
    ("Inf", entry("gru", "gru.weight_hh_l0_reverse", torch.inf), "state_not_finite", ("gru.weight_hh_l0_reverse",)),
    ("beyond float32", {k: v.double() + 1e300 for k, v in with_("fnn").items()}, "state_not_finite", ("fc1.weight",)),
    ("misfit", with_("fnn", fc2__weight=torch.zeros(12, 21)), "state_misfit", ("fc2.weight", "12 × 21", "12 × 20")),
    ("bias", with_("fnn", fc1__bias=torch.zeros(21)), "state_misfit", ("fc1.bias", "21", "20")),
    ("scalar", with_("fnn", fc1__bias=torch.tensor(1.0)), "state_misfit", ("fc1.bias", "–", "20")),
    ("flat", with_("fnn", fc2__weight=torch.zeros(240)), "state_misfit", ("fc2.weight", "240", "… × …")),
    ("blocks", with_("lstm", lstm__weight_hh_l0=torch.zeros(27, 9)), "state_misfit", ("27 × 9", "36 × 9")),
    ("gru of rnn", with_("rnn", rnn__weight_ih_l1=torch.zeros(27, 9)), "state_misfit", ("27 × 9", "9 × 9")),
    ("readout", with_("cnn", out__weight=torch.zeros(10, 200)), "state_misfit", ("out.weight", "10 × 200", "10 × 196")),
    ("channels", with_("cnn", conv2__0__weight=torch.zeros(4, 2, 5, 5)), "state_misfit", ("conv2.0.weight", "4 × 2")),
    ("missing", with_("fnn", fc2__bias=None), "state_missing", ("fc2.bias",)),
    ("gap", with_("fnn", fc2__weight=None, fc2__bias=None), "state_missing", ("fc2.weight",)),
    ("no readout", with_("rnn", fc__weight=None), "state_missing", ("fc.weight",)),
    ("no out", with_("cnn", out__weight=None), "state_missing", ("out.weight",)),
    ("no conv2", with_("cnn", conv2__0__weight=None), "state_missing", ("conv2.0.weight",)),
    ("half a direction", with_("gru", gru__weight_ih_l0_reverse=None), "state_missing", ("gru.weight_ih_l0_reverse",)),
    ("layer 2 of none", with_("rnn", rnn__weight_hh_l1=None), "state_extra", ("rnn.weight_ih_l1",)),
    ("extra", with_("lstm", head__weight=torch.zeros(2)), "state_extra", ("head.weight",)),
    ("batch norm", with_("cnn", bn__num_batches_tracked=torch.tensor(3)), "state_extra", ("bn.num_batches_tracked",)),
    ("integers", with_("fnn", fc1__bias=torch.zeros(20, dtype=torch.int64)), "state_not_float", ("fc1.bias", "int64")),
    ("no numbers", with_("fnn", fc1__bias=torch.zeros(0)), "state_empty", ("fc1.bias",)),
    ("no units", {"fc1.weight": torch.zeros(0, 5)}, "state_empty", ("fc1.weight",)),
    ("meta", {"fc1.weight": torch.zeros(2, 2, device="meta")}, "bad_state", ()),
    ("others", vgg().state_dict(), "state_unknown", ("0.weight",)),
    ("PyTorch's example", MNISTExample().state_dict(), "state_extra", ("conv1.weight",)),
    ("nothing", {}, "bad_state", ()),
    ("numbers", {"fc1.weight": 1}, "bad_state", ()),
    ("lists", {"fc1.weight": [[1.0]]}, "bad_state", ()),
    ("a list", [], "bad_state", ()),
    ("none", None, "bad_state", ()),
    ("a module", made("fnn"), "bad_state", ()),
    ("in itself", cyclic, "bad_state", ()),
    (
        "five outputs",
        with_("fnn", fc3__weight=torch.zeros(5, 12), fc3__bias=torch.zeros(5)),
        "labels_misfit",
        ("5", "10"),
    ),
]


@pytest.mark.parametrize(("state", "code", "told"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_weights_that_are_refused(state: Any, code: str, told: tuple[str, ...]) -> None:
    values = {f"value {k}": word for k, word in enumerate(told)}
    refused(code, lambda: Network.from_state_dict(state, "digits"), **values)


@pytest.mark.parametrize(
    ("architecture", "arguments", "code", "told"),
    [
        ("fnn", {"dropout": 0.5}, "unknown_argument", "dropout"),
        ("lstm", {"activation": "relu"}, "unknown_argument", "activation"),
        ("rnn", {"activation": "sigmoid"}, "bad_argument", "sigmoid"),
        ("fnn", {"activation": "swish"}, "bad_argument", "swish"),
        ("fnn", {"activation": ["relu"]}, "bad_argument", ""),
        ("cnn", {"pooling": "median"}, "bad_argument", "median"),
        ("cnn", {"stride": 0}, "bad_argument", "stride"),
        ("cnn", {"stride": "1"}, "bad_argument", ""),
        ("cnn", {"stride": 2}, "state_misfit", "out.weight"),
        ("cnn", {"padding": -1}, "bad_argument", "padding"),
        ("cnn", {"padding": 3}, "state_misfit", "out.weight"),
        ("cnn", {"image_size": 10**12}, "bad_wants", "1024"),
        ("cnn", {"image_size": (28,)}, "bad_wants", ""),
        ("cnn", {"image_size": 2}, "bad_argument", "2 x 2"),
        ("fnn", {"hidden_size": [20, 13]}, "argument_misfit", "13"),
        ("lstm", {"hidden_size": 10**9}, "argument_misfit", "hidden_size"),
        ("lstm", {"num_layers": 10**9}, "argument_misfit", "num_layers"),
        ("gru", {"bidirectional": False}, "argument_misfit", "bidirectional"),
        ("cnn", {"channels": (3, 5)}, "argument_misfit", "channels"),
    ],
)
def test_arguments_that_are_refused(architecture: str, arguments: dict[str, Any], code: str, told: str) -> None:
    refused(code, lambda: Network.from_state_dict(with_(architecture), "digits", **arguments), told=told)


def test_arguments_that_say_what_the_shapes_say() -> None:
    for architecture, arguments in ARGUMENTS.items():
        network = Network.from_state_dict(with_(architecture), "digits", **arguments)
        assert network.digest == Network.from_state_dict(with_(architecture), "digits").digest
    assert Network.from_state_dict(with_("cnn"), "digits", kernel_size=5).architecture == "cnn"


@pytest.mark.parametrize(
    ("made_with", "found"),
    [
        ({"padding": 0}, {"padding": 0, "image_size": (28, 28)}),  # as the pictures of the task are 28 x 28
        ({"kernel_size": 3, "padding": 1}, {"padding": (1, 1), "image_size": (28, 28)}),
        ({"kernel_size": (3, 7), "padding": (1, 3)}, {"padding": (1, 3), "image_size": (28, 28)}),
        ({"kernel_size": 4, "padding": 2}, {"padding": (2, 2), "image_size": (28, 28)}),
        ({"image_size": 20}, {"padding": (2, 2), "image_size": (20, 20)}),  # a square
    ],
)
def test_the_picture_is_found_from_the_readout(made_with: dict[str, Any], found: dict[str, Any]) -> None:
    torch.manual_seed(8)
    model = ARCHITECTURES["cnn"](channels=(3, 4), **made_with).eval()
    network = Network.from_state_dict(model.state_dict(), "digits")
    assert {name: network.arguments[name] for name in found} == found
    trace = inspect("digits", SEVEN, network)
    assert trace.check().largest < 1e-5
    with torch.inference_mode():
        x = network.wants.prepared(TASKS["digits"].encode(SEVEN).centred)[None]
        torch.testing.assert_close(trace.logits, model(x)[0], atol=1e-6, rtol=1e-5)


@pytest.mark.slow
def test_small_tensors_make_small_networks_only() -> None:
    """Two thin matrices that do not fit would make one of 10^10 numbers between them, were it made before they fit."""
    code = """if True:
        import resource, sys, torch
        sys.path.insert(0, "tests")
        import test_networks as t
        from playground import InputError, Network
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        t.test_small_tensors_are_refused_at_once()
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        assert grown < 200 * 1024, grown
    """
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, timeout=120)


def test_small_tensors_are_refused_at_once() -> None:
    n = 100_000
    zeros = torch.zeros
    thin = {"fc1.weight": zeros(n, 1), "fc1.bias": zeros(n), "fc2.weight": zeros(n, 1), "fc3.weight": zeros(10, 1)}
    refused("state_misfit", lambda: Network.from_state_dict(thin, "digits"), key="fc2.weight")
    wide = {"conv1.0.weight": zeros(n, 1, 1, 1), "conv1.0.bias": zeros(n), "conv2.0.weight": zeros(n, 1, 1, 1)}
    wide["out.weight"] = zeros(10, 1)
    refused("state_misfit", lambda: Network.from_state_dict(wide, "digits"), key="conv2.0.weight")
    deep = {"rnn.weight_hh_l0": zeros(1, 1), "rnn.weight_ih_l0": zeros(1, n), "fc.weight": zeros(10, 1)}
    deep["rnn.weight_hh_l99999999"] = zeros(1, 1)
    refused("state_missing", lambda: Network.from_state_dict(deep, "digits"), key="rnn.bias_ih_l0")


def test_unwrapped_gives_plain_names() -> None:
    assert list(unwrapped({"state_dict": {"module.a.b": torch.zeros(1)}})) == ["a.b"]


# The provider.


def networks_of(count: int, side: int = 10) -> list[Network]:
    return [Network.from_module(nn.Linear(side, side), "digits", name=f"network {k}") for k in range(count)]


def test_the_least_recently_used_goes() -> None:
    a, b, c, d = networks_of(4)
    kept = Kept(3 * size(a))
    for key, network in (("a", a), ("b", b), ("c", c)):
        assert kept.keep(key, network) is network
    assert kept.get("a") is a  # used again
    kept.keep("d", d)
    assert [kept.get(key) for key in "abcd"] == [a, None, c, d]
    assert kept.keep("a", b) is a, "who comes second gets what is there"
    (large,) = networks_of(1, 100)
    assert kept.keep("large", large) is large
    assert kept.get("large") is None
    assert len(kept) == 3, "what is too large to be kept drives nothing out"


def test_memory_is_bounded_whatever_is_kept() -> None:
    kept = Kept(60 * MODULE)
    sides = random.Random(0).choices(range(1, 60), k=200)
    for k, side in enumerate(sides):
        kept.keep(k, networks_of(1, side)[0])
        held = [kept._kept[i][0] for i in range(k + 1) if i in kept._kept]
        assert sum(map(size, held)) <= kept.most
        assert len(kept) == len(held) <= 60


def test_the_same_request_gives_the_same_network() -> None:
    asked = read_changes({"off": [{"layer": 0, "units": [3]}]})
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: provided("digits", "gru", asked), range(8)))
    assert len({id(network) for network in found}) == 1
    assert (
        provided("digits", "gru", read_changes({"order": "reversed", "off": [{"layer": 0, "units": [3]}]})) is found[0]
    )
    assert provided("digits", "gru", read_changes({"off": [{"layer": 0, "units": [4]}]})) is not found[0]
    assert found[0].name == "gru"


def test_what_is_handed_over_is_not_kept_unless_it_is_asked_for() -> None:
    from playground.provider import KEPT

    count = len(KEPT)
    network = Network.from_module(made("rnn"), "digits")
    for one in (network, network.model):
        inspect("digits", SEVEN, one)
        inspect("digits", SEVEN, one, random=1)
    assert len(KEPT) == count
    refused("network_gone", lambda: inspect("digits", SEVEN, network.address))


def test_a_network_is_found_by_its_address_and_for_its_task_only() -> None:
    network = Network.from_module(made("gru", 11), "digits", name="mine", labels=tuple("abcdefghij"))
    address = keep(network)
    assert len(address) == 64 and address == network.address == keep(replace(network))
    found = provided("digits", address, read_changes(None))
    assert (found.name, found.labels, found.digest) == ("mine", network.labels, network.digest)
    trace = inspect("digits", SEVEN, address)
    assert trace.architecture == "mine" and trace.prediction in "abcdefghij"
    assert explain("digits", SEVEN, address, OUTPUT).value == pytest.approx(float(trace.logits[3]))
    assert attribute("digits", SEVEN, address, "gradient_x_input", "d").target == "d"
    asked = read_changes({"random": 5})
    assert provided("digits", address, asked) is provided("digits", address, asked)
    refused("network_gone", lambda: inspect("strokes", {"strokes": ONE["strokes"]}, address), address=address[:12])
    refused("unknown_task", lambda: inspect("nothing", SEVEN, address))
    gone = "0" * 64
    refused("network_gone", lambda: inspect("digits", SEVEN, gone), address="0" * 12)
    for not_one in (address[:-1], address.upper(), address + "\n", f"{address}0"):
        refused("unknown_network", lambda name=not_one: inspect("digits", SEVEN, name))


def test_a_network_that_has_gone_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    first_, second = (Network.from_module(made("cnn", seed), "digits") for seed in (1, 2))
    monkeypatch.setattr("playground.provider.KEPT", Kept(size(first_)))
    address = keep(first_)
    inspect("digits", SEVEN, address)
    other = keep(second)
    refused("network_gone", lambda: inspect("digits", SEVEN, address), address=address[:12])
    inspect("digits", SEVEN, other)
    large = Network.from_module(nn.Linear(784, 1000), "digits")
    refused("too_large_to_keep", lambda: keep(large))


def test_networks_of_different_visitors_never_mix() -> None:
    """The same weights under other names and labels are other networks; many threads keep, change and read at once."""
    model = made("fnn", 12)
    visitors = [
        Network.from_module(model, "digits", name=f"of {k}", labels=[f"{k}.{j}" for j in range(10)]) for k in range(6)
    ]
    visitors += [Network.from_module(made("fnn", seed), "digits", name=f"seed {seed}") for seed in range(6)]
    alone = [inspect("digits", SEVEN, visitor).logits for visitor in visitors]
    changed_ = [inspect("digits", SEVEN, visitor, random=4, activation=None).logits for visitor in visitors]

    def visit(k: int) -> None:
        address = keep(visitors[k])
        trace = inspect("digits", SEVEN, address)
        assert (trace.architecture, trace.labels) == (visitors[k].name, visitors[k].labels)
        torch.testing.assert_close(trace.logits, alone[k], atol=1e-5, rtol=1e-5)
        other = inspect("digits", SEVEN, address, random=4)
        assert other.labels == visitors[k].labels
        torch.testing.assert_close(other.logits, changed_[k], atol=1e-5, rtol=1e-5)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(visit, list(range(len(visitors))) * 4))
    assert len({visitor.address for visitor in visitors}) == len(visitors)


def test_checkpoints_are_networks_like_any_other() -> None:
    for task, name in (("digits", "cnn"), ("strokes", "bigru"), ("cancer", "fnn")):
        trained = provided(task, name, read_changes(None))
        assert trained.model is checkpoints.load(task, name)
        loaded = Network.from_state_dict(trained.model.state_dict(), task)
        assert loaded.digest == trained.digest
        assert loaded.architecture == trained.architecture
        assert set(trained.facts) >= {"seed", "scores", "data"}
    assert isinstance(ReferenceCNN().out, nn.Linear)


def test_the_weights_of_a_network_are_those_of_its_model() -> None:
    network = inspect("digits", SEVEN, "gru").run.network
    assert list(network.weights) == list(network.model.state_dict())
    assert network.weights["fc.bias"].shape == (10,)
