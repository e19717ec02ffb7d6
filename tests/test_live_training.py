"""Training of networks made of a list of layers: data, shapes, updates as torch.optim makes them, files."""

import json
import math
import runpy
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load, save
from torch import nn
from trainings import DENSE, DRAWINGS, KINDS, RELU, WAVE, example, setup

from playground import InputError, gradients, inspect
from playground.live_training import Training, train
from playground.live_training.code import code
from playground.live_training.kinds import form, read_data
from playground.live_training.layers import plan
from playground.live_training.loop import NotFiniteError
from playground.live_training.modules import outputs
from playground.live_training.network_file import unpacked
from playground.live_training.packed import FILE, digits
from playground.live_training.plane import SETS, points
from playground.live_training.presets import presets
from playground.live_training.setup import LAYERS, as_json, read_layers, read_setup
from playground.networks.saving import packed
from playground.provider import keep
from playground.ui.training_frames import watched


def trained(asked: dict[str, Any]) -> Training:
    training = Training(read_setup(asked))
    while not training.finished:
        training.step()
    return training


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_data_is_learnt_and_its_network_can_be_looked_into(kind: str) -> None:
    found = list(train(setup(kind), seconds=60))
    before, after = found[0], found[-1]
    assert (before.step, after.step) == (0, 150)
    assert after.validation.loss < KINDS[kind][1] * before.validation.loss
    network = after.network()
    trace = inspect(network.task, example(kind), network)
    check = trace.check()
    assert check.largest < 1e-5
    assert not check.unknown
    assert gradients(network.task, example(kind), network, loss="logit").weights


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_example_of_the_validation_part_is_what_is_looked_at(kind: str) -> None:
    training = Training(read_setup(setup(kind)))
    frames = watched(training, None, None, "gradients")
    assert len(list(frames.frames(training.network()))) > 4
    data = training.data
    x = (
        data.validation.x[:1]
        if data.validation.lengths is None
        else data.validation.x[:1, : data.validation.lengths[0]]
    )
    said = training.model.eval()(x)[0]
    trace = frames.run.through(training.network()).trace()
    torch.testing.assert_close(trace.logits, said.detach(), rtol=1e-4, atol=1e-5)


def test_parts_have_no_example_in_common_and_one_more_leaves_the_others_where_they_are() -> None:
    given = [[i / 50, -i / 50, i % 2] for i in range(40)]
    few, more = (read_data(read_setup({"data": {"kind": "points", "points": given[:count]}})) for count in (39, 40))
    for data in (few, more):
        rows = [tuple(row) for part in data.parts.values() for row in part.x.tolist()]
        assert len(rows) == len(set(rows))
    assert {tuple(row) for row in few.points().tolist()} < {tuple(row) for row in more.points().tolist()}


@pytest.mark.parametrize("kind", SETS)
def test_sets_of_the_plane_are_the_same_by_seed(kind: str) -> None:
    x, labels = points(kind, 300, 0.1, 5)
    again, other = points(kind, 300, 0.1, 5), points(kind, 300, 0.1, 6)
    assert torch.equal(x, again[0])
    assert not torch.allclose(x, other[0])
    assert labels.bincount().tolist() == [300 // SETS[kind][1]] * SETS[kind][1]
    assert float(points(kind, 300, 0.0, 5)[0].abs().max()) <= 1.2


def test_packed_digits_are_small_and_one_of_each_after_another() -> None:
    assert FILE.stat().st_size < 1_500_000
    pixels, labels = digits()
    assert pixels.shape == (5000, 1, 28, 28)
    assert labels[:20].tolist() == [*range(10), *range(10)]


# A layer of any kind, with settings that are small enough for a test.
_SETTINGS = {
    "size": st.integers(2, 6),
    "channels": st.integers(1, 4),
    "kernel": st.integers(1, 5),
    "padding": st.integers(0, 2),
    "stride": st.integers(1, 2),
    "share": st.just(0.3),
    "bidirectional": st.booleans(),
}
_LAYER = st.sampled_from(list(LAYERS)).flatmap(
    lambda kind: st.fixed_dictionaries({"kind": st.just(kind)} | {name: _SETTINGS[name] for name in LAYERS[kind][0]})
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_LAYER, max_size=6), st.sampled_from([(2,), (1, 28, 28), (None, 29), (24, 1), (10,)]), st.integers(1, 4)
)
def test_any_stack_is_refused_with_its_layer_or_has_the_shapes_that_were_told(
    stack: list[dict[str, Any]], shape: tuple[int | None, ...], outputs: int
) -> None:
    try:
        found = plan(read_layers(stack), shape, outputs)
    except InputError as error:
        assert error.code in ("impossible_layer", "impossible_readout")
        if error.code == "impossible_layer":
            assert stack[error.place["layer"]]["kind"] == error.values["kind"]
        return
    model = found.module().eval()
    assert sum(values.numel() for values in model.parameters()) == found.parameters
    x = torch.zeros(3, *(5 if size is None else size for size in shape))
    given: Any = x
    for module, made in zip(model, found.made, strict=True):
        given = module(given)
        if isinstance(given, torch.Tensor):
            expected = tuple(5 if size is None else size for size in made.shape)
            assert tuple(given.shape[1:]) == expected
    assert given.shape == (3, outputs)


@pytest.mark.parametrize(
    ("kind", "stack", "layer", "reason"),
    [
        ("circles", [DENSE, {"kind": "conv"}], 1, "layer_no_maps"),
        ("circles", [{"kind": "lstm"}], 0, "layer_no_steps"),
        ("digits", [{"kind": "flatten"}, {"kind": "max_pool"}], 1, "layer_no_maps"),
        ("digits", 5 * [{"kind": "max_pool"}], 4, "layer_no_room"),
        ("names", [DENSE], 0, "layer_any_length"),
        ("series", [{"kind": "batch_norm"}], 0, "layer_norm_steps"),
    ],
)
def test_an_impossible_stack_says_which_layer_and_why(kind: str, stack: list[Any], layer: int, reason: str) -> None:
    asked = read_setup({"data": {"kind": kind}, "layers": stack})
    with pytest.raises(InputError) as error:
        plan(asked.layers, *form(asked.data))
    assert error.value.place == {"layer": layer}
    why = error.value.values["reason"]
    assert isinstance(why, InputError)
    assert why.code == reason
    assert why.message("zh") in error.value.message("zh")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"layers": [{"kind": "dense", "size": 1000}, {"kind": "dense", "size": 1000}]}, "stack_too_large"),
        (
            {"data": {"kind": "digits"}, "batch": 512, "layers": [{"kind": "conv", "channels": 128}] * 2},
            "stack_too_large",
        ),
        (
            {
                "data": {"kind": "digits"},
                "batch": 512,
                "layers": [{"kind": "conv", "channels": 64, "padding": 1}, {"kind": "conv", "channels": 64}]
                + 3 * [{"kind": "max_pool"}],
            },
            "stack_too_slow",
        ),
        (
            {"data": {"kind": "recall", "lag": 200}, "batch": 64, "layers": [{"kind": "lstm", "size": 250}]},
            "stack_too_slow",
        ),
        (
            {
                "data": {"kind": "digits"},
                "layers": 20 * [{"kind": "conv", "kernel": 1, "padding": 4}] + 2 * [{"kind": "max_pool", "size": 8}],
            },
            "stack_too_wide",
        ),
        ({"layers": [{"kind": "batch_norm"}], "batch": 1}, "impossible_layer"),
        ({"data": {"kind": "points", "points": [[0, 0, 1]] * 9}}, "data_too_few"),
        ({"data": {"kind": "points", "points": [[0, 0, i % 2] for i in range(5)], "held_out": 0.1}}, "data_no_part"),
        ({"data": {"kind": "series", "values": 25 * [0] + [1] + 4 * [2, 1], "held_out": 0.9}}, "data_no_part"),
        ({"data": {"kind": "series", "values": [1, 2, 3]}}, "series_too_short"),
        ({"data": {"kind": "series", "values": [1] * 100}}, "series_too_short"),
        ({"data": {"kind": "drawings", "drawings": [{"strokes": []}]}}, "drawing_label"),
        ({"layers": [{"kind": "attention"}]}, "unknown_layer_kind"),
        ({"layers": [{"kind": "dense", "size": 0}]}, "bad_count"),
        ({"layers": {"kind": "dense"}}, "bad_entries"),
        ({"learning_rate": math.nan}, "bad_range"),
        ({"learningrate": 1}, "unknown_names"),
        ({"data": {"kind": "mnist"}}, "bad_choice"),
        ([], "bad_record"),
    ],
)
def test_what_cannot_be_trained_is_refused_in_words(asked: Any, code: str) -> None:
    with pytest.raises(InputError) as error:
        Training(read_setup(asked))
    assert error.value.code == code


def test_a_setup_is_read_back_from_what_it_tells() -> None:
    asked = read_setup(setup("gaussians", clip=2, optimiser="adamw", schedule="step"))
    assert read_setup(as_json(asked)) == asked


SCRIPTS = [
    {"optimiser": "adamw", "weight_decay": 0.1, "schedule": "cosine", "clip": 1, "initialisation": "he"},
    {"optimiser": "momentum", "schedule": "step", "loss": "mse", "initialisation": "xavier"},
    {"optimiser": "sgd", "learning_rate": 0.5, "weight_decay": 0.01, "initialisation": "normal_large"},
    {"layers": [DENSE, {"kind": "batch_norm"}, RELU, {"kind": "dropout"}, DENSE, {"kind": "tanh"}]},
    {"data": {"kind": "points", "points": [[i / 20, math.sin(i), i % 3] for i in range(20)]}},
    {"batch": 1},
]


@pytest.mark.parametrize("fields", SCRIPTS, ids=range(len(SCRIPTS)))
def test_the_script_of_a_training_makes_the_same_network_by_torch_optim(fields: dict[str, Any], tmp_path: Path) -> None:
    """The script is plain PyTorch: that a training is what it says holds for each rule of updating."""
    asked = {"layers": [DENSE, RELU], "data": {"kind": "spirals", "size": 90}, "updates": 40, "batch": 7, "seed": 3}
    training = trained(asked | fields)
    script = tmp_path / "script.py"
    script.write_text(code(training.setup))
    made = runpy.run_path(str(script))["model"].state_dict()
    for name, values in training.model.state_dict().items():
        torch.testing.assert_close(values, made[name], rtol=1e-5, atol=1e-6, msg=name)


@pytest.mark.parametrize("kind", ["names", "digits", "series"])
def test_scripts_of_other_data_have_every_module(kind: str, tmp_path: Path) -> None:
    layers = [*KINDS[kind][0]["layers"]] if kind == "names" else [{"kind": "rnn"}, {"kind": "lstm"}]
    script = code(read_setup(setup(kind, layers=layers)))
    data = read_data(read_setup(setup(kind)))
    here = {"x": data.train.x, "y": data.train.y, "lengths": data.train.lengths}
    torch.save(here, tmp_path / "data.pt")
    for name in here:
        script = script.replace(f"\n{name} = ...", f"\n{name} = torch.load({str(tmp_path / 'data.pt')!r})[{name!r}]")
    (tmp_path / "script.py").write_text(script.replace("= 150, 32", "= 2, 32"))
    assert runpy.run_path(str(tmp_path / "script.py"))["loss"].isfinite()


def test_looking_changes_nothing_of_what_follows() -> None:
    asked = setup("circles", layers=[DENSE, {"kind": "batch_norm"}, RELU, {"kind": "dropout"}], updates=30)
    seen, unseen = Training(read_setup(asked)), None
    while not seen.finished:
        seen.step()
        seen.tell()
        list(watched(seen, None, None, "gradients").frames(seen.network()))
    unseen = trained(asked)
    assert all(map(torch.equal, seen.model.state_dict().values(), unseen.model.state_dict().values()))


def test_sequences_of_other_lengths_in_a_batch_change_nothing() -> None:

    model = plan(
        read_layers([{"kind": "gru", "bidirectional": True}, {"kind": "lstm", "size": 5}]), (None, 3), 2
    ).module()
    x, lengths = torch.randn(4, 9, 3), torch.tensor([3, 9, 1, 6])
    together = outputs(model, x, lengths)
    alone = torch.cat([model(x[i : i + 1, : lengths[i]]) for i in range(4)])
    torch.testing.assert_close(together, alone, rtol=1e-5, atol=1e-6)


def test_what_is_told_is_what_the_modules_have() -> None:
    training = Training(read_setup(setup("circles", layers=[DENSE, RELU], clip=0.01)))
    training.step()
    told = training.tell()
    first = training.model[0]
    assert isinstance(first, nn.Linear)
    assert told.norms[0].weight == pytest.approx(float(first.weight.detach().norm()), rel=1e-5)
    plain = Training(read_setup(setup("circles", layers=[DENSE, RELU])))
    plain.step()
    assert told.norms[0].gradient == pytest.approx(plain.tell().norms[0].gradient, rel=1e-3)  # before it was clipped
    active = (training.model[:2](training.data.validation.x) > 0).any(0)
    assert told.norms[0].dead == pytest.approx(1 - float(active.float().mean()))
    right = (training.model(training.data.validation.x).argmax(1) == training.data.validation.y).float().mean()
    assert told.validation.accuracy == pytest.approx(float(right))
    assert told.validation.confusion is not None
    assert int(told.validation.confusion.sum()) == len(training.data.validation)
    assert told.grid is not None
    cell = torch.tensor([[-1.5 + 3 * 5.5 / 48, -1.5 + 3 * 2.5 / 48]])  # column 5 of row 2, from below
    torch.testing.assert_close(told.grid[2, 5], training.model(cell).softmax(1)[0].detach(), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", [preset["name"] for preset in presets()])
def test_presets_show_what_they_say_and_are_cured(name: str) -> None:
    preset = next(one for one in presets() if one["name"] == name)
    ill = _end(preset["setup"])
    for cure in preset["cures"]:
        cured = _end(preset["setup"] | cure["setup"])
        assert cured["accuracy"] > ill["accuracy"] + 0.2
        assert not (cured["marks"] & {"vanishing"})
    assert (ill["train"] == 1) == (name == "overfit")
    assert ill["marks"] >= ({name} & {"vanishing", "exploding"})


def _end(asked: dict[str, Any]) -> dict[str, Any]:
    training, marks = Training(read_setup(asked)), set()
    while training.done < min(900, training.setup.updates):  # what is to be seen is seen by then
        training.step()
        if training.done < 3:
            marks |= {mark for mark, _ in training.tell().marks}
    told = training.tell()
    return {"accuracy": told.validation.accuracy, "train": told.train.accuracy, "marks": marks}


def test_a_loss_that_is_no_number_ends_the_training() -> None:
    training = Training(read_setup(setup("series", optimiser="sgd", learning_rate=100, layers=[DENSE, RELU])))
    with pytest.raises(NotFiniteError):
        while not training.finished:
            training.step()


def test_a_network_comes_back_from_its_file_and_is_kept_by_its_address() -> None:
    training = trained(setup("gaussians"))
    network = training.network()
    again = unpacked(packed(training.network()))
    assert (again.address, again.labels, again.facts) == (network.address, ("A", "B", "C"), network.facts)
    answers = [inspect("plane", [0.2, 0.5], one).logits for one in (network, again, keep(again))]
    assert torch.equal(answers[0], answers[1])
    assert torch.equal(answers[0], answers[2])


def test_files_that_are_not_of_such_a_network_are_refused() -> None:
    training = Training(read_setup(setup("circles")))
    content = packed(training.network())
    weights, told = load(content), json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])["__metadata__"]
    first = next(name for name in weights if name.endswith("weight"))

    def of(**fields: Any) -> bytes:
        return save(weights, told | {"setup": json.dumps(json.loads(told["setup"]) | fields)})

    wide = 20 * [{"kind": "conv", "kernel": 1, "padding": 4}] + 2 * [{"kind": "max_pool", "size": 8}]
    others = [
        ("network_file_too_large", content + b"\0" * 3_000_000),
        ("network_file_damaged", content[:-4]),
        ("network_file_damaged", b"\xff" * 20),
        ("network_file_damaged", content.replace(b"data_offsets", b"data_offsetz", 1)),
        ("network_file_damaged", _overlapping(weights, told)),
        ("network_file_damaged", save(weights | {first: weights[first] * math.nan}, told)),
        ("network_file_misfit", save(weights | {first: weights[first][1:].contiguous()}, told)),
        ("network_file_misfit", save(weights | {first: weights[first].half()}, told)),
        ("network_file_unknown", save(weights, {"task": '"plane"'})),
        ("network_file_unknown", save(weights, told | {"labels": '["A", "A"]'})),
        ("network_file_unknown", save(weights, told | {"labels": '["\\ud800", "B"]'})),
        ("bad_range", of(learning_rate=math.nan)),
        ("unknown_names", of(more="of it")),
        ("stack_too_large", of(layers=[{"kind": "dense", "size": 1024}] * 2)),
        ("bad_count", of(layers=[{"kind": "dense", "size": 10**12}])),
        ("stack_too_wide", save(weights, told | {"task": '"digits"', "setup": json.dumps({"layers": wide})})),
    ]
    for expected, file in others:
        with pytest.raises(InputError) as error:
            unpacked(file)
        assert error.value.code == expected


def _overlapping(weights: dict[str, torch.Tensor], told: dict[str, str]) -> bytes:
    """Every tensor reads the same bytes, and one stands where nothing is: only safetensors itself looks for that."""
    ends = [4 * values.numel() for values in weights.values()]
    header: dict[str, Any] = {
        name: {"dtype": "F32", "shape": list(values.shape), "data_offsets": [0, end]}
        for (name, values), end in zip(weights.items(), ends, strict=True)
    }
    written = json.dumps(header | {"__metadata__": told}).encode()
    return len(written).to_bytes(8, "little") + written + bytes(max(ends))


def test_a_network_with_a_label_for_each_drawing_comes_back() -> None:
    drawings = [drawing | {"label": str(i)} for i, drawing in enumerate(DRAWINGS * 2)]
    training = Training(read_setup({"data": {"kind": "drawings", "drawings": drawings}}))
    assert unpacked(packed(training.network())).labels == training.data.labels


def test_series_are_foreseen_in_their_own_unit() -> None:
    training = trained(setup("series"))
    answer = inspect("series", WAVE, training.network()).prediction
    assert isinstance(answer, float)
    assert abs(answer - math.sin(50)) < 0.5
