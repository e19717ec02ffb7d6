"""The MCP server as a real client of the protocol meets it, and that there is none unless it is asked for."""

import json
import re
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpx
import pytest
import torch
from hosts import launched
from inputs import SEVEN, first

from playground import InputError, gradients, inspect
from playground.checkpoints import metadata
from playground.service import manual
from playground.story import SECTIONS
from playground.text import LANGUAGES, text
from playground.ui.equations import equations

mcp = pytest.importorskip("mcp", reason="it is in requirements-mcp.txt")

TOOLS = {"predict", "trace", "explain", "attribute", "compare", "gradients"}
FITS = 20_000  # characters of an answer, some 8,000 tokens


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with launched(GRADIO_MCP_SERVER="true") as found:
        yield f"{found}/gradio_api/mcp/"


def session(address: str, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
    """What `work` makes of a session with the server."""
    from mcp.client.streamable_http import streamable_http_client

    async def whole() -> Any:
        direct = httpx.AsyncClient(trust_env=False, timeout=60)
        async with (
            streamable_http_client(address, http_client=direct) as (read, write, _),
            mcp.ClientSession(read, write) as opened,
        ):
            await opened.initialize()
            return await work(opened)

    with ThreadPoolExecutor(1) as own:  # a thread of its own: playwright leaves a loop running in this one
        return own.submit(anyio.run, whole).result()


def call(address: str, tool: str, **arguments: Any) -> Any:
    """What a tool answers."""
    told = session(address, lambda opened: opened.call_tool(tool, arguments))
    [content] = told.content
    if told.isError:
        raise ValueError(content.text)
    assert len(content.text) < FITS
    return json.loads(content.text)


def test_without_the_setting_there_is_none(server: str) -> None:
    assert httpx.get(f"{server}/gradio_api/mcp/schema").status_code == 404
    endpoints = httpx.get(f"{server}/gradio_api/info").json()["named_endpoints"]
    assert not any("tool" in name or "resource" in name for name in endpoints)


def test_the_tools_say_what_they_are_and_what_they_take(address: str) -> None:
    assert httpx.get(address.removesuffix("gradio_api/mcp/"), trust_env=False).status_code == 200  # the page as ever
    tools = session(address, lambda opened: opened.list_tools()).tools
    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert len(tool.description) > 80
        for name, argument in tool.inputSchema["properties"].items():
            assert argument["description"], (tool.name, name)
        assert "value" in tool.inputSchema["required"]


def test_predict_is_inspect(address: str) -> None:
    for task, network in (("digits", "cnn"), ("names", "gru"), ("series", "lstm")):
        told = call(address, "predict", value=first(task), network=network, task=task)
        trace = inspect(task, first(task), network)
        if trace.labels:
            assert told["prediction"] == trace.prediction
            assert list(told["probabilities"].values()) == pytest.approx(trace.probabilities.tolist(), rel=1e-3)
        else:
            assert told["prediction"] == pytest.approx(trace.prediction, rel=1e-3)


def test_a_trace_in_few_words_is_that_of_inspect(address: str) -> None:
    told = call(address, "trace", value=SEVEN, network="lstm")
    trace = inspect("digits", SEVEN, "lstm")
    layer = next(one for one in told["layers"] if one["stage"] == "LSTMStep" and one["layer"] == 1)
    steps = [stage for stage in trace.stages if type(stage).__name__ == "LSTMStep" and stage.layer == 1]
    cell = torch.stack([step.cell for step in steps])
    figures = layer["quantities"]["cell"]
    assert (layer["steps"], figures["symbol"], figures["shape"]) == (28, "c", [128])
    found = [figures["least"], figures["mean"], figures["most"]]
    assert found == pytest.approx([cell.min().item(), cell.mean().item(), cell.max().item()], rel=1e-3)
    largest = figures["largest"][0]
    assert abs(largest["value"]) == pytest.approx(cell.abs().max().item(), rel=1e-3)
    assert cell[largest["t"], largest["index"][0]].item() == pytest.approx(largest["value"], rel=1e-3)
    guesses = [stage.probabilities for stage in trace.stages if type(stage).__name__ == "StepOutput"]
    assert [one["guess"] for one in told["guesses"]] == [str(int(one.argmax())) for one in guesses]

    selection = {"stage": "LSTMStep", "layer": 1, "direction": 0, "quantity": "cell"}
    selection |= {"t": largest["t"], "index": largest["index"]}
    told = call(address, "explain", value=SEVEN, network="lstm", selection=selection)
    assert told["value"] == pytest.approx(largest["value"], rel=1e-3)
    assert told["torch"]


@pytest.mark.parametrize("tool", ["trace", "attribute", "compare", "gradients"])
def test_the_longest_inputs_fit_too(address: str, tool: str) -> None:
    review = {"text": "The soup was not good and the queue was endless, yet the food was wonderful. " * 4}
    call(address, tool, value=review, task="reviews", **({} if tool == "compare" else {"network": "lstm"}))
    call(address, tool, value=SEVEN)


def test_gradients_are_those_of_the_library(address: str) -> None:
    told = call(address, "gradients", value=SEVEN, network="gru", target="1")
    back = gradients("digits", SEVEN, "gru", target="1")
    assert told["loss"] == pytest.approx(back.loss, rel=1e-3)
    for name, length in told["weights"].items():
        assert length == pytest.approx(back.weights[name].norm().item(), rel=1e-3), name


def test_a_change_and_what_is_refused(address: str) -> None:
    changes = {"gates": [{"gate": "forget", "value": 0}]}
    told = call(address, "predict", value=SEVEN, network="lstm", changes=changes)
    expected = inspect("digits", SEVEN, "lstm", **changes).probabilities.tolist()
    assert list(told["probabilities"].values()) == pytest.approx(expected, rel=1e-3)
    with pytest.raises(ValueError, match="The pad is empty"):
        call(address, "predict", value={"strokes": []})


def test_the_resources_are_the_cards_and_the_guide(address: str) -> None:
    def read(uri: str) -> str:
        [content] = session(address, lambda opened: opened.read_resource(uri)).contents
        return content.text

    listed = {str(one.uri) for one in session(address, lambda opened: opened.list_resources()).resources}
    assert listed == {"playground://networks", "playground://guide"}
    networks = read("playground://networks")
    for name in ("cnn", "lstm"):
        known = metadata("digits", name)
        assert f"- {name}: {known['parameters']:,} parameters; mnist {known['scores']['mnist']:.2f}" in networks
    assert "accuracy on MNIST's 10,000 test pictures" in read("playground://cards/digits")
    assert text("story.lstm.title") in read("playground://guide")
    section = read("playground://guide/zh/lstm")
    assert text("story.lstm.title", "zh") in section
    assert "c_{t} = f_{t} ∘ c_{t − 1} + i_{t} ∘ g_{t}" in section


def test_every_section_can_be_read_in_every_language() -> None:
    for language in LANGUAGES:
        for name in SECTIONS:
            told = manual.section(language, name, equations())
            assert not re.search(r"(?<![_^]){\w+}", told), told
    assert all(equation.strip() for equation in equations().values())
    with pytest.raises(InputError, match="vanishing"):
        manual.section("en", "nothing", equations())
