"""Networks of other make that are odd: refused in one sentence, or looked into without a word that is not true."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from playground import Network, attribute, explain, inspect
from playground.errors import InputError
from playground.models import ARCHITECTURES
from playground.networks import Wants
from playground.provider import KEPT, keep

SEVEN = {"strokes": [[[0.2, 0.15], [0.8, 0.15], [0.45, 0.9]]]}
LOGIT = {"stage": "Output", "quantity": "logits", "index": [3]}


def assert_refused(code: str, ask: Callable[[], Any]) -> None:
    with pytest.raises(InputError) as error:
        ask()
    assert error.value.code == code
    assert error.value.message("zh") != error.value.message("en")


def dense(outputs: int = 10) -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Linear(784, outputs))


class Says(nn.Module):
    """A network whose forward returns what a function makes of its input and its one linear layer."""

    def __init__(self, say: Callable[["Says", Tensor], Any]) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.say = say
        self.fc = nn.Linear(784, 10)
        self.register_buffer("count", torch.zeros(()))

    def forward(self, x: Tensor) -> Any:
        return self.say(self, x)


def logits(model: Says, x: Tensor) -> Tensor:
    return model.fc(x.flatten(1))


@pytest.mark.parametrize("outputs", [1, 2, 12])
@pytest.mark.parametrize("ask", [inspect, attribute])
def test_as_many_outputs_as_labels(outputs: int, ask: Callable[..., Any]) -> None:
    assert_refused("labels_misfit", lambda: ask("digits", SEVEN, dense(outputs)))


def test_a_network_without_labels_answers_with_its_number() -> None:
    network = Network.from_module(dense(1), "digits", labels=())
    trace = inspect("digits", SEVEN, network)
    assert trace.prediction == float(trace.logits[0])


@pytest.mark.parametrize(
    "returned",
    [
        lambda m, x: (logits(m, x), x),
        lambda m, x: [logits(m, x), x],
        lambda m, x: ((logits(m, x),), x),
        lambda m, x: {"hidden": x, "logits": logits(m, x)},
        lambda m, x: {"scores": logits(m, x)},
    ],
)
def test_whatever_the_answer_comes_in(returned: Callable[..., Any]) -> None:
    network, plain = Says(returned), inspect("digits", SEVEN, Says(logits))
    trace = inspect("digits", SEVEN, network)
    assert torch.equal(trace.logits, plain.logits)
    assert trace.check().largest < 1e-5
    found, wanted = (attribute("digits", SEVEN, one, "gradient_x_input") for one in (network, Says(logits)))
    assert torch.equal(found.values, wanted.values)


def test_what_a_forward_alters_is_not_the_network() -> None:
    def altering(model: Says, x: Tensor) -> Tensor:
        x += 1
        model.count += 1
        with torch.no_grad():
            model.fc.weight.mul_(1.5)
        return logits(model, x)

    network = Network.from_module(Says(altering), "digits")
    before = {name: values.clone() for name, values in network.model.state_dict().items()}
    trace = inspect("digits", SEVEN, network)
    given = trace.run.item().clone()
    assert trace.check().output.relative < 1e-6
    assert trace.check() == trace.check()
    attribute("digits", SEVEN, Network.from_module(Says(lambda m, x: logits(m, x.add_(1))), "digits"), "occlusion")
    assert torch.equal(trace.run.item(), given)
    assert all(torch.equal(values, before[name]) for name, values in network.model.state_dict().items())


def test_stages_may_be_the_name_of_anything() -> None:
    class Staged(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.stages = nn.ModuleList([nn.Linear(784, 16), nn.Linear(16, 10)])

        def forward(self, x: Tensor) -> Tensor:
            return self.stages[1](self.stages[0](x.flatten(1)))

    assert inspect("digits", SEVEN, Staged()).check().largest < 1e-5


def test_a_layer_of_no_inputs_is_its_bias() -> None:
    class Narrow(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.none = nn.Linear(784, 10)
            self.none.weight = nn.Parameter(torch.zeros(10, 0))

        def forward(self, x: Tensor) -> Tensor:
            return self.none(x.flatten(1)[:, :0])

    told = explain("digits", SEVEN, Narrow(), LOGIT)
    assert told.result == told.value


@pytest.mark.parametrize(
    ("module", "code"),
    [
        (nn.Sequential(nn.Flatten(), nn.LazyLinear(10)), "module_lazy"),
        (nn.Sequential(nn.Flatten(), nn.Linear(784, 10).requires_grad_(False)), "state_not_finite"),
        (Says(lambda m, x: {}), "follow_no_tensor"),
    ],
)
def test_what_cannot_be_used_is_refused(module: nn.Module, code: str) -> None:
    if code == "state_not_finite":
        module[1].weight[0, 0] = float("nan")  # type: ignore[index]
    assert_refused(code, lambda: inspect("digits", SEVEN, module))


def test_a_module_that_says_nothing_when_it_is_copied() -> None:
    class Alone(nn.Linear):
        def __deepcopy__(self, memo: Any) -> Any:
            raise TypeError

    assert_refused("module_not_copied", lambda: inspect("digits", SEVEN, Alone(784, 10)))


def test_a_forward_that_raises_the_second_time() -> None:
    calls = []

    def once(model: Says, x: Tensor) -> Tensor:
        calls.append(x)
        if len(calls) > 1:
            raise ValueError("only once")
        return logits(model, x)

    trace = inspect("digits", SEVEN, Says(once))
    assert_refused("follow_raised", trace.check)


ATTRIBUTED: list[tuple[Any, str, str]] = [
    (Says(lambda m, x: m.fc(x.flatten(1) - x.flatten(1).mean(0))), "occlusion", "not_one_by_one"),
    (Says(lambda m, x: m.fc(x.flatten(1)).detach()), "gradient_x_input", "no_gradient"),
    (Says(lambda m, x: m.fc(x.flatten())[None]), "occlusion", "follow_raised"),
    (nn.Sequential(nn.Flatten(1, 2), nn.Conv1d(28, 8, 3), nn.Flatten(), nn.Linear(208, 10)), "grad_cam",
     "grad_cam_not_here"),
]  # fmt: skip


@pytest.mark.parametrize(("module", "method", "code"), ATTRIBUTED)
def test_no_part_of_an_answer_that_is_not_the_networks(module: nn.Module, method: str, code: str) -> None:
    assert_refused(code, lambda: attribute("digits", SEVEN, module, method))


def test_grad_cam_reads_maps_and_not_a_later_layer_of_the_same_number() -> None:
    torch.manual_seed(0)
    relu = nn.ReLU()

    def made(activation: Callable[[], nn.Module]) -> nn.Module:
        a, b, c, d = (activation() for _ in range(4))
        ends = [nn.Linear(4 * 576, 16), c, nn.Linear(16, 16), d, nn.Linear(16, 10)]
        return nn.Sequential(nn.Conv2d(1, 4, 3), a, nn.Conv2d(4, 4, 3), b, nn.Flatten(), *ends)

    for network in (made(nn.ReLU), made(lambda: relu)):
        assert attribute("digits", SEVEN, network, "grad_cam").maps == (24, 24)


def test_the_embedding_that_reads_the_text_is_the_one() -> None:
    class Positions(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.position, self.letter, self.fc = nn.Embedding(40, 8), nn.Embedding(30, 8), nn.Linear(8, 18)

        def forward(self, x: Tensor) -> Tensor:
            return self.fc((self.letter(x) + self.position(torch.arange(x.shape[1]))).mean(1))

    wants = Wants(vocabulary={letter: k + 1 for k, letter in enumerate("abcdefghijklmnopqrstuvwxyz")})
    network = Network.from_module(Positions(), "names", wants=wants)
    assert attribute("names", {"text": "Yama"}, network, "gradient_x_input").values.isfinite().all()


@pytest.mark.parametrize(
    "wants",
    [
        {"size": (0, 0)},
        {"size": (10**6, 10**6)},
        {"size": 32},
        {"size": (28, 28, 1)},
        {"mean": float("inf")},
        {"mean": "0.1"},
        {"std": 0.0},
        {"std": float("nan")},
        {"vocabulary": {"a": "b"}},
    ],
)
def test_wants_that_cannot_be(wants: dict[str, Any]) -> None:
    assert_refused("bad_wants", lambda: Wants(**wants))


FNN = ARCHITECTURES["fnn"](784, [16], 10).state_dict()
CNN = ARCHITECTURES["cnn"]().state_dict()
LSTM = ARCHITECTURES["lstm"](28, 6, 2, 10, bidirectional=True).state_dict()


def loop() -> dict[str, Any]:
    around: dict[str, Any] = {}
    around["state_dict"] = around
    return around


STATES: list[tuple[Any, str]] = [
    ({key: values for key, values in FNN.items() if key != "fc1.bias"}, "state_missing"),
    (FNN | {"fc1.bias": torch.zeros(3)}, "state_misfit"),
    (FNN | {"fc9.bias": torch.zeros(3)}, "state_extra"),
    (FNN | {"fc1.bias": torch.full((16,), float("nan"))}, "state_not_finite"),
    (FNN | {"fc1.bias": torch.zeros(16).to_sparse()}, "bad_state"),
    (FNN | {"fc1.bias": torch.zeros(16, device="meta")}, "bad_state"),
    (FNN | {"fc1.bias": torch.zeros(16, dtype=torch.complex64)}, "bad_state"),
    (CNN | {"conv2.0.weight": torch.zeros(0, 16, 5, 5)}, "state_empty"),
    ({"a": torch.zeros(3)}, "state_unknown"),
    (loop(), "bad_state"),
]


@pytest.mark.parametrize(("state", "code"), STATES)
def test_weights_that_do_not_fit(state: Any, code: str) -> None:
    assert_refused(code, lambda: Network.from_state_dict(state, "digits"))


def test_a_readout_is_one_that_there_is() -> None:
    assert_refused("bad_argument", lambda: Network.from_state_dict(LSTM, "digits", readout="middle"))
    assert Network.from_state_dict(LSTM, "digits", readout="last").arguments["readout"] == "last"


def test_a_digest_of_any_weights() -> None:
    class Noted(nn.Linear):
        def get_extra_state(self) -> Any:
            return {"note": 1}

        def set_extra_state(self, state: Any) -> None:
            pass

    noted = nn.Sequential(nn.Flatten(), Noted(784, 10))
    networks = [Network.from_module(m, "digits") for m in (noted, dense().bfloat16(), dense().double())]
    assert len({network.digest for network in networks}) == 3
    assert inspect("digits", SEVEN, networks[0]).check().largest < 1e-5
    assert KEPT.get(("digits", keep(networks[0]))) is networks[0]
