"""The API as a program meets it: gradio_client, and plain HTTP, against the launched app."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from inputs import NETWORKS, ONE, SEVEN, first
from wire_reader import read

from playground import code, compare, curves, inspect
from playground.attribution import METHODS
from playground.explanation import explained, read_selection
from playground.inspection import start
from playground.models import ARCHITECTURES
from playground.stages import Stage
from playground.tasks import TASKS
from playground.ui.limits import MAX_BYTES
from playground.ui.modules import static


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[Client]:
    opened = Client(server, verbose=False)
    yield opened
    opened.close()


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_predict_is_inspect(client: Client, task: str, network: str) -> None:
    trace = inspect(task, first(task), network)
    answer = client.predict(first(task), network, task, api_name="/predict")
    assert answer["familiarity"] == (trace.familiarity and pytest.approx(trace.familiarity, abs=0.002))
    if trace.labels:
        assert answer["prediction"] == trace.prediction
        assert list(answer["probabilities"]) == list(trace.labels)
        assert list(answer["probabilities"].values()) == pytest.approx(trace.probabilities.tolist(), abs=1e-6)
    else:
        assert answer == {"prediction": pytest.approx(trace.prediction, rel=1e-5), "familiarity": None}


def test_compare_is_the_library(client: Client) -> None:
    found = compare("digits", SEVEN, ["cnn", "gru"])
    answer = client.predict(SEVEN, ["cnn", "gru"], api_name="/compare")
    assert answer["said"] == [{"answer": "7", "networks": ["cnn", "gru"]}]
    for name, told in answer["networks"].items():
        assert told["prediction"] == found.predictions[name]
        assert told["multiply_adds"] == found.counts[name].multiply_adds
        assert told["parameters"] == sum(part["parameters"] for part in told["parts"])


def stream(client: Client, *arguments: Any) -> list[dict[str, Any]]:
    """Every value of /trace. The client's own iterator waits for ever after an error, so the error comes first."""
    job = client.submit(*arguments, api_name="/trace")
    job.result(timeout=30)
    return job.outputs()


STREAMED = [("digits", name) for name in ARCHITECTURES]
STREAMED += [("strokes", "lstm1"), ("names", "bigru"), ("reviews", "rnn"), ("series", "fnn"), ("series", "gru")]
STREAMED += [("cancer", "fnn"), ("diabetes", "fnn")]


@pytest.mark.parametrize(("task", "network"), STREAMED)
def test_trace_is_inspect(client: Client, task: str, network: str) -> None:
    records = stream(client, first(task), network, task)
    trace = inspect(task, first(task), network)
    assert [record["stage"] for record in records] == [type(stage).__name__ for stage in trace.stages]
    for record, stage in zip(records, trace.stages, strict=True):
        assert_same(record, stage, numeric=not trace.labels)
    assert records[-1]["prediction"] == (
        trace.prediction if trace.labels else pytest.approx(trace.prediction, rel=1e-5)
    )


@pytest.mark.parametrize(("task", "network"), STREAMED)
def test_the_page_and_the_api_have_the_same_numbers(client: Client, server: str, task: str, network: str) -> None:
    """Within float32: sums of two runs may be added up in another order, as their arrays lie in memory."""
    asked = {"task": task, "input": first(task), "architecture": network}
    content = httpx.post(f"{server}/playground/trace", json=asked, headers={"accept-encoding": "identity"}).content
    records = [record for record in stream(client, first(task), network, task) if record["stage"] == "StepOutput"]
    shown = [row for head, arrays in read(content) if head.get("stage") == "StepOutput" for row in arrays["logits"]]
    assert len(shown) == len(records)
    for row, record in zip(shown, records, strict=True):
        np.testing.assert_allclose(row, record["logits"], rtol=1e-5, atol=1e-5)
    answer = next(arrays["logits"][0] for head, arrays in read(content) if head.get("stage") == "Output")
    np.testing.assert_allclose(answer, stream(client, first(task), network, task)[-1]["logits"], rtol=1e-5, atol=1e-5)


def assert_same(record: dict[str, Any], stage: Stage, *, numeric: bool = False) -> None:
    extra = {"probabilities"} if hasattr(stage, "probabilities") and not numeric else set()
    names = {field.name for field in fields(stage)} | extra
    assert set(record) - {"stage", "prediction", "familiarity"} == names
    for name in names:
        value = getattr(stage, name)
        if isinstance(value, int | float | str):
            assert record[name] == value
            continue
        got = np.array(record[name])
        assert got.shape == value.shape
        np.testing.assert_allclose(got, value, atol=1e-6, rtol=1e-5)


CHANGED = [
    ("digits", "cnn", {"pooling": "average", "activation": "tanh", "padding": False, "move": {"right": 2}}),
    ("names", "bigru", {"order": "reversed", "gates": [{"gate": "update", "value": 1}]}),
    ("strokes", "lstm", {"random": 1, "off": [{"layer": 1, "units": [0, 5]}]}),
    ("series", "gru", {"gates": [{"gate": "reset", "value": 0.5, "layer": 0}]}),
]


@pytest.mark.parametrize(("task", "network", "changes"), CHANGED)
def test_a_changed_network_is_that_of_inspect(client: Client, task: str, network: str, changes: dict[str, Any]) -> None:
    trace = inspect(task, first(task), network, **changes)
    records = stream(client, first(task), network, task, changes)
    for record, stage in zip(records, trace.stages, strict=True):
        assert_same(record, stage, numeric=not trace.labels)
    answer = client.predict(first(task), network, task, changes, api_name="/predict")
    if trace.labels:
        assert answer["prediction"] == records[-1]["prediction"] == trace.prediction
        assert list(answer["probabilities"].values()) == pytest.approx(trace.probabilities.tolist(), abs=1e-6)
    else:
        assert answer["prediction"] == records[-1]["prediction"] == pytest.approx(trace.prediction, rel=1e-5)


def test_a_stream_arrives_stage_by_stage(client: Client) -> None:
    job = client.submit(SEVEN, "lstm", api_name="/trace")
    first = next(job)
    assert (first["stage"], np.array(first["values"]).shape) == ("Input", (28, 28))
    assert next(job)["stage"] == "LSTMStep"
    assert job.result(timeout=30)["stage"] == "Output"


def test_names_of_arguments_and_defaults(client: Client) -> None:
    answer = client.predict(value=SEVEN, api_name="/predict")
    for name in ("architecture", "network"):
        assert answer == client.predict(task="digits", **{name: "cnn"}, value=SEVEN, api_name="/predict")
    with pytest.raises(AppError, match="two names of one thing"):
        client.predict(SEVEN, "fnn", architecture="cnn", api_name="/predict")


def test_a_picture_is_accepted_too(client: Client) -> None:
    pixels = bytes(0 if 12 <= i % 28 < 16 and 4 <= i // 28 < 24 else 255 for i in range(784))

    picture = {"picture": {"width": 28, "height": 28, "grey": base64.b64encode(pixels).decode()}}
    answer = client.predict(picture, "cnn", api_name="/predict")
    assert answer["prediction"] == inspect("digits", picture, "cnn").prediction


BAD = [
    ((None,), "A drawing is"),
    ((7,), "A drawing is"),
    (("7",), "A drawing is"),
    (([],), "A drawing is"),
    (({},), "A drawing is"),
    (({"strokes": [[1, 2]]},), "A drawing is"),
    (({"strokes": [[[0.5, 2]]]},), "“2” is not a place on the pad"),
    (({"strokes": [[[-0.1, 0.5]]]},), "“-0.1” is not a place on the pad"),
    (({"strokes": [[["a", 0.5]]]},), "“a” is not a place on the pad"),
    (({"strokes": []},), "The pad is empty"),
    (({"strokes": [[[0.5, 0.5]]]},), "only a dot"),
    (({**ONE, "width": 7},), "“7” is not a pen width"),
    (
        (ONE, "perceptron"),
        f"There is no network “perceptron” for this task. Its networks are: {', '.join(TASKS['digits'].networks)}.",
    ),
    ((ONE, ["cnn"]), "There is no network"),
    ((ONE, "cnn", "letters"), "There is no task “letters”. The tasks are: digits, strokes, names, reviews, series,"),
    ((ONE, "gru", "names"), "A text is"),
    (({"text": " "}, "gru", "names"), "There is nothing to read"),
    (({"text": "x" * 5_001}, "gru", "names"), "That is too long: at most 5000"),
    (
        ({"text": "Yamamoto"}, "cnn", "names"),
        "There is no network “cnn” for this task. Its networks are: rnn, lstm, gru",
    ),
    (({"text": "..."}, "gru", "reviews"), "There is no word"),
    (({"text": "1, two"}, "gru", "series"), "“two” is not a number (line 1, entry 2)."),
    (({"values": [1, 2], "ahead": 501}, "gru", "series"), "“501” is not a valid number of values"),
    (({"values": [1]}, "fnn", "cancer"), "A list of 10 numbers is needed"),
    ((ONE, "cnn", "digits", [1]), "Changes are an object with any of: snapshot, lag, random"),
    ((ONE, "cnn", "digits", "random"), "Changes are an object"),
    ((ONE, "cnn", "digits", {"task": "names"}), "There is no change “task”"),
    ((ONE, "cnn", "digits", {"pooling": "min"}), "“pooling” is “min”, but can only be one of: max, average"),
    ((ONE, "lstm", "digits", {"gates": [{"gate": None, "value": 0}]}), "“gate” is not as expected"),
    ((ONE, "lstm", "digits", {"gates": [{"gate": "update", "value": 0}]}), "There is no gate “update” in this network"),
    (({"text": "Ada"}, "gru", "names", {"off": [{"layer": 0, "units": [128]}]}), "There is no unit 128"),
    (({"values": [1, 2]}, "gru", "series", {"order": "reversed"}), "In the task “series” there are no rows"),
]


@pytest.mark.parametrize(("arguments", "message"), BAD)
def test_bad_input_is_told(client: Client, arguments: tuple[Any, ...], message: str) -> None:
    for endpoint in ("/predict", "/trace"):
        with pytest.raises(AppError) as error:
            client.submit(*arguments, api_name=endpoint).result(timeout=30)
        assert message in str(error.value)
        assert "Traceback" not in str(error.value)


def test_nan_is_told(client: Client, server: str) -> None:
    nan = {"strokes": [[[0.5, float("nan")], [0.5, 0.9]]]}
    with pytest.raises(ValueError, match="not JSON compliant"):  # the client does not even send it
        client.predict(nan, api_name="/predict")
    # A program that does is told as well.
    body = json.dumps({"data": [nan, "cnn", "digits", None]})
    asked = httpx.post(f"{server}/gradio_api/call/predict", content=body, headers={"content-type": "application/json"})
    answer = httpx.get(f"{server}/gradio_api/call/predict/{asked.json()['event_id']}")
    assert "“nan” is not a place on the pad" in json.loads(answer.text.split("data: ")[1])["error"]


def test_what_is_too_large_is_told(client: Client, server: str) -> None:
    many = {"strokes": [[[0.123, 0.456]] * 40_000]}
    with pytest.raises(Exception, match="413"):
        client.predict(many, api_name="/predict")
    for content in (b"x" * (MAX_BYTES + 1), (b"x" * 50_000 for _ in range(20))):  # announced, and not
        answer = httpx.post(f"{server}/gradio_api/call/predict", content=content)
        assert answer.status_code == 413
        assert "400 KB" in answer.json()["message"]


def test_all_endpoints_are_documented(server: str) -> None:
    info = httpx.get(f"{server}/gradio_api/info").json()
    assert set(info["named_endpoints"]) == {
        "/predict",
        "/trace",
        "/explain",
        "/attribute",
        "/gradients",
        "/learning",
        "/check",
        "/code",
        "/compare",
        "/curves",
        "/evaluate",
        "/kinds",
        "/train",
    }
    assert info["unnamed_endpoints"] == {}
    shared = {"value": ("dict", None), "network": ("None | str", None), "task": ("str", "digits")}
    last = {"changes": ("None | dict", None), "architecture": ("None | str", None)}
    more = {"method": ("str", "integrated_gradients"), "label": ("None | str", None)}
    of_loss = {"target": ("str | float | None", None), "loss": ("None | str", None)}
    assert info["named_endpoints"].pop("/kinds")["parameters"] == []
    of_train = info["named_endpoints"].pop("/train")["parameters"]
    assert [p["parameter_name"] for p in of_train] == ["setup"]
    of_curves = info["named_endpoints"].pop("/curves")["parameters"]
    assert [p["parameter_name"] for p in of_curves] == ["network", "task", "architecture"]
    of_evaluate = info["named_endpoints"].pop("/evaluate")["parameters"]
    assert [p["parameter_name"] for p in of_evaluate] == ["network", "task", "changes", "architecture"]
    of_compare = info["named_endpoints"].pop("/compare")["parameters"]
    assert [p["parameter_name"] for p in of_compare] == ["value", "networks", "task", "changes"]
    for name, endpoint in info["named_endpoints"].items():
        parameters = {
            p["parameter_name"]: (p["python_type"]["type"].split("(")[0], p["parameter_default"])
            for p in endpoint["parameters"]
        }
        own = {"/attribute": more, "/explain": {"selection": ("dict", None)}, "/gradients": of_loss}
        own["/learning"] = {"learning": ("dict", None)}
        own["/code"] = {"selection": ("None | dict", None), "plain": ("bool", False)}
        assert parameters == shared | own.get(name, {}) | last
        places = {"/explain": ["value", "selection", "network", "task", "changes", "architecture"]}
        places["/code"] = ["value", "selection", "network", "task", "plain", "changes", "architecture"]
        places["/learning"] = ["value", "learning", "network", "task", "changes", "architecture"]
        places["/gradients"] = ["value", "network", "task", "target", "loss", "changes", "architecture"]
        places["/attribute"] = ["value", "network", "task", "method", "label", "changes", "architecture"]
        order = [p["parameter_name"] for p in endpoint["parameters"]]
        assert order == places.get(name, ["value", "network", "task", "changes", "architecture"])
        assert len(endpoint["returns"]) == 1
    told = {name: endpoint["description"] for name, endpoint in info["named_endpoints"].items()}
    assert all(key in told["/predict"] for key in ('"strokes"', '"text"', '"values"', *TASKS))
    assert "as for predict" in told["/trace"]
    assert all(method in told["/attribute"] for method in METHODS)


def test_explain_is_that_of_the_library(client: Client) -> None:
    selection = {"stage": "LSTMStep", "layer": 1, "direction": 0, "t": 5, "quantity": "forget", "index": [3]}
    changes = {"off": [{"layer": 0, "units": [1]}]}
    told = client.predict(SEVEN, selection, "lstm", "digits", changes, api_name="/explain")
    run = start("digits", SEVEN, "lstm", changes)
    expected = explained(run.walk(tuple(run.stages)), read_selection(selection))
    assert told == json.loads(json.dumps(asdict(expected)))
    assert told["value"] == pytest.approx(told["result"], abs=1e-5)
    with pytest.raises(AppError, match="There is no stage"):
        client.predict(SEVEN, selection | {"stage": "Sum"}, "lstm", api_name="/explain")


def test_steps_of_learning_are_those_of_the_library(client: Client) -> None:
    asked = (first("cancer"), {"target": "benign", "steps": 2}, "fnn", "cancer")
    told = client.predict(*asked, api_name="/learning")
    assert [len(told["curve"]), told["others"]["count"], told["target"]] == [3, 7, "benign"]
    steps = [inspect("cancer", first("cancer"), "fnn", learning={"target": "benign", "steps": k}) for k in range(3)]
    found = [float(trace.probabilities[trace.labels.index("benign")]) for trace in steps]
    assert [point["probability"] for point in told["curve"]] == pytest.approx(found, rel=1e-4)
    with pytest.raises(AppError, match="whole number from 0 to 100"):
        client.predict(first("cancer"), {"steps": 1_000}, "fnn", "cancer", api_name="/learning")
    with pytest.raises(AppError, match="Changes"):
        client.predict(first("cancer"), {"steps": 1}, "fnn", "cancer", ["reversed"], api_name="/learning")


def test_clients_at_once_get_their_own(server: str) -> None:
    jobs = [(drawing, name) for name in ("fnn", "lstm") for drawing in (ONE, SEVEN)] * 2

    def ask(job: tuple[dict[str, Any], str]) -> list[dict[str, Any]]:
        own = Client(server, verbose=False)
        records = stream(own, *job)
        own.close()
        return records

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, jobs))
    for job, records in zip(jobs, answers, strict=True):
        for record, stage in zip(records, inspect("digits", *job).stages, strict=True):
            assert_same(record, stage)


def test_one_client_that_asks_much_at_once(client: Client) -> None:
    asked = [client.submit(d, name, api_name="/predict") for name in ARCHITECTURES for d in (ONE, SEVEN)]
    answers = [job.result(timeout=30)["prediction"] for job in asked]
    expected = [inspect("digits", d, name).prediction for name in ARCHITECTURES for d in (ONE, SEVEN)]
    assert answers == expected


def test_a_program_that_leaves_ends_an_attribution(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = threading.Event(), threading.Event()

    def endless(run: Any, method: Any, label: Any, check: Callable[[], None]) -> None:
        begun.set()
        try:
            while True:
                check()
        finally:
            ended.set()

    monkeypatch.setattr("playground.attribution.attribution_of", endless)
    place = f"{server}/gradio_api/call/attribute"
    asked = httpx.post(place, json={"data": [SEVEN, "cnn", "digits", "occlusion", None, None]}).json()
    with httpx.stream("GET", f"{place}/{asked['event_id']}"):
        assert begun.wait(20)
    assert ended.wait(20)


def test_the_page_and_its_routes_stand_beside_the_api(server: str) -> None:
    assert "See inside a neural network" in httpx.get(server + "/").text
    assert httpx.get(f"{server}/healthz").json() == {"ok": True}
    assert httpx.get(f"{server}/{static()}/playground.js").status_code == 200
    answer = httpx.post(f"{server}/playground/trace", json={"input": {"strokes": []}, "language": "zh"})
    assert answer.status_code == 422
    assert httpx.get(f"{server}/gradio_api/file=app.py").status_code in (403, 404)


def test_the_readmes_example(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    readme = Path(__file__).parent.parent.joinpath("README.md").read_text(encoding="utf-8")
    examples = [block.split("```")[0] for block in readme.split("```python\n")[1:]]
    example = next(block for block in examples if "gradio_client" in block)
    exec(example.replace("http://127.0.0.1:7860", server), {})
    printed = capsys.readouterr().out.splitlines()
    assert any(line.startswith("7 ") for line in printed)
    assert "LSTMStep 0 0" in printed
    assert printed[-1].startswith("Output")


def test_a_run_as_a_script(client: Client) -> None:
    selection = {"stage": "LSTMStep", "layer": 1, "direction": 0, "quantity": "cell", "index": [5]}
    changes: dict[str, Any] = {"off": [{"layer": 0, "units": [3]}]}
    told = client.predict(SEVEN, selection, "lstm", "digits", True, changes, api_name="/code")
    assert told == {
        "code": code("digits", SEVEN, "lstm", selection, True, **changes),
        "file": "digits-lstm.safetensors",
    }
    with pytest.raises(AppError, match="layer 7"):
        client.predict(SEVEN, selection | {"layer": 7}, "lstm", api_name="/code")


def test_a_training_is_replayed(client: Client) -> None:
    told = client.predict("gru1", "strokes", api_name="/curves")
    assert told == {"snapshots": curves("strokes", "gru1")}
    for k in (0, 4):
        answer = client.predict(SEVEN, "gru1", "strokes", {"snapshot": k}, api_name="/predict")
        probabilities = inspect("strokes", SEVEN, "gru1", snapshot=k).probabilities.tolist()
        assert list(answer["probabilities"].values()) == pytest.approx(probabilities, abs=1e-6)
    for arguments in (("gru", "strokes"), ("cnn", "cancer")):
        with pytest.raises(AppError, match=arguments[0]):
            client.predict(*arguments, api_name="/curves")
    with pytest.raises(AppError, match="names/rnn"):
        client.predict(SEVEN, "gru", "strokes", {"snapshot": 0}, api_name="/predict")


def test_the_kinds_of_stages_tell_of_themselves(client: Client) -> None:
    told = client.predict(api_name="/kinds")
    assert told["LSTMStep"]["quantities"]["cell"]["equation"] == "f ∘ c′ + i ∘ g"
    assert told["GRUStep"]["quantities"]["update"]["held"]
    assert told["Convolution"]["about"]
    for stage in inspect("digits", SEVEN, "cnn").stages:
        assert type(stage).__name__ in told
