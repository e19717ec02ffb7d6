"""The tools and resources of the MCP server, which GRADIO_MCP_SERVER=true switches on: answers that a model can read.

Gradio makes a tool of every endpoint (gradio.mcp, 6.31). Those of the API give all numbers there are, too many for a
language model; so they are no tools where these are, which are named alike and say the same in few words.
"""

import os
from typing import Any

import gradio as gr
from gradio.events import api

from playground.service import comparing, manual, service, summaries
from playground.service import requests as r
from playground.service.comparison_requests import ComparisonRequest
from playground.service.gradient_requests import GradientsRequest
from playground.service.lanes import Job
from playground.ui.calls import given, result
from playground.ui.equations import equations

NO_TOOL = "endpoint"  # neither a tool nor a resource nor a prompt of Gradio's


def asked_for() -> bool:
    """Whether the server is to be an MCP server, too; by Gradio's own setting."""
    return os.environ.get("GRADIO_MCP_SERVER", "").lower() == "true"


def add_tools(endpoints: list[Any]) -> None:
    """Add the tools and resources to the Blocks that is being built, and take `endpoints` from the list of tools.

    They are to be added before those, for the first of a name has it.
    """
    for tool in (predict, trace, explain, attribute, compare, gradients):
        api(tool, api_name=f"tool_{tool.__name__}", queue=False)
    for resource in (networks, card, guide, guide_section):
        api(resource, api_name=f"resource_{resource.__name__}", queue=False)
    for endpoint in endpoints:
        endpoint._mcp_type = NO_TOOL


async def _short(job: Any) -> str:
    return summaries.short(await result(job))


async def predict(value: dict, network: str = "cnn", task: str = "digits", changes: dict | None = None) -> str:
    """What a small neural network answers to one input, with the probability of each label.

    Tasks and their inputs: digits and strokes {"strokes": [[[x, y], ...], ...]}, the lines of a drawn digit, x and y in
    0..1, y downwards; names {"text": a surname}; reviews {"text": an English sentence}; series {"values": at least ten
    numbers}; cancer and diabetes {"values": ten numbers}. The resource playground://networks lists the networks.
    changes are made before the network answers, such as {"gates": [{"gate": "forget", "value": 0}]}, {"off": [{"layer":
    0, "units": [3]}]}, {"pooling": "average"}, {"order": "reversed"}. "familiarity" below 0.01 says that the input is
    unlike all that was learnt, and the answer worth little.

    Parameters:
        value: the input, in the form of the task
        network: a network of the task, such as fnn, cnn (digits only), rnn, lstm or gru
        task: digits, strokes, names, reviews, series, cancer or diabetes
        changes: what is to be different from the trained network, or nothing
    """
    asked = given(value=value, network=network, task=task, changes=changes)
    return await _short(lambda: service.predict(r.PredictRequest(**asked)))


async def trace(value: dict, network: str = "cnn", task: str = "digits", changes: dict | None = None) -> str:
    """What happens inside a network while it answers: each layer, gate and state in figures, the guess after each step.

    "layers" has for each kind of stage, layer and direction the quantities with their symbol, shape, least, mean, most,
    and the three "largest" values with their index and, where there are time steps, t. Stage, layer, direction, t,
    quantity and index of one of them are a selection for the tool explain. "guesses": what would be answered after each
    step. All numbers are those of the PyTorch model, to four digits. Input, tasks and changes as for predict.

    Parameters:
        value: the input, in the form of the task (see predict)
        network: a network of the task, such as fnn, cnn (digits only), rnn, lstm or gru
        task: digits, strokes, names, reviews, series, cancer or diabetes
        changes: what is to be different from the trained network (see predict), or nothing
    """
    asked = given(value=value, network=network, task=task, changes=changes)
    return await _short(lambda: summaries.trace(r.PredictRequest(**asked)))


async def explain(
    value: dict, selection: dict, network: str = "cnn", task: str = "digits", changes: dict | None = None
) -> str:
    """One value inside a network as its equation with the numbers in it, its largest terms, and its line of PyTorch.

    selection: {"stage": "LSTMStep", "layer": 0, "direction": 0, "t": 5, "quantity": "forget", "index": [3]}; layer,
    direction and t only where the stage has them, all counted from 0. index is [unit], [channel, row, column] or
    [class]. The tool trace names stages and quantities and gives selections worth asking for. {"stage": "Output",
    "quantity": "logits", "index": [7]} is the logit of the eighth label.

    Parameters:
        value: the input, in the form of the task (see predict)
        selection: which value: stage, layer, direction, t, quantity, index
        network: a network of the task, such as fnn, cnn (digits only), rnn, lstm or gru
        task: digits, strokes, names, reviews, series, cancer or diabetes
        changes: what is to be different from the trained network (see predict), or nothing
    """
    asked = given(value=value, network=network, task=task, changes=changes)
    return await _short(lambda: service.explain(r.ExplainRequest(**asked, selection=selection, terms=8)))


async def attribute(
    value: dict,
    network: str = "cnn",
    task: str = "digits",
    method: str = "integrated_gradients",
    label: str | None = None,
    changes: dict | None = None,
) -> str:
    """Why this answer: what each part of the input (pixel, row, letter, word, value) added to the logit of a label.

    "values" has a number for each part, of digits 28 rows of 28; positive speaks for the label. "output" is the logit,
    "baseline" that for an empty input, "total" the sum of the values, which for integrated_gradients is about output -
    baseline.

    Parameters:
        value: the input, in the form of the task (see predict)
        network: a network of the task, such as fnn, cnn (digits only), rnn, lstm or gru
        task: digits, strokes, names, reviews, series, cancer or diabetes
        method: gradient_x_input, integrated_gradients, occlusion or, for the cnn, grad_cam
        label: the label whose logit is explained, by default the answer
        changes: what is to be different from the trained network (see predict), or nothing
    """
    asked = given(value=value, network=network, task=task, changes=changes, label=label)
    return await _short(lambda: service.attribute(r.AttributeRequest(**asked, method=method)))


async def compare(value: dict, networks: list | None = None, task: str = "digits", changes: dict | None = None) -> str:
    """One input through several networks: what each answers, who agrees, parameters and multiply-adds of each.

    Parameters:
        value: the input, in the form of the task (see predict)
        networks: names of networks of the task, by default all of them
        task: digits, strokes, names, reviews, series, cancer or diabetes
        changes: what is to be different in each of the networks (see predict), or nothing
    """
    asked = given(value=value, networks=networks, task=task, changes=changes)
    return await _short(lambda: comparing.told(ComparisonRequest(**asked)))


async def gradients(
    value: dict,
    network: str = "cnn",
    task: str = "digits",
    target: str | None = None,
    changes: dict | None = None,
) -> str:
    """How a network would learn from one input: the loss, and d loss / d every quantity and weight, in figures.

    "layers" is as that of trace, each number the gradient of the loss for it; "weights" has for each parameter the
    length of its gradient. Gradients that shrink from the last steps to the first are what is called vanishing.

    Parameters:
        value: the input, in the form of the task (see predict)
        network: a network of the task, such as fnn, cnn (digits only), rnn, lstm or gru
        task: digits, strokes, names, reviews, series, cancer or diabetes
        target: the right label, by default the answer; a number as text where the answer is one
        changes: what is to be different from the trained network (see predict), or nothing
    """
    asked = given(value=value, network=network, task=task, changes=changes, target=target)
    return await _short(lambda: summaries.gradients_told(GradientsRequest(**asked)))


@gr.mcp.resource("playground://networks", mime_type="text/markdown")
async def networks() -> str:
    """All tasks, the labels of each, and its networks with their parameters and test scores."""
    return await result(lambda: Job(lambda _: manual.networks()))


@gr.mcp.resource("playground://cards/{task}", mime_type="text/markdown")
async def card(task: str) -> str:
    """What is known of the networks of one task: data, scores and what they mean, calibration, what falls short."""
    return await result(lambda: Job(lambda _: manual.card(task)))


@gr.mcp.resource("playground://guide", mime_type="text/markdown")
async def guide() -> str:
    """The sections of the guide, the story of the five networks, by their names and titles."""
    return await result(lambda: Job(lambda _: manual.guide()))


@gr.mcp.resource("playground://guide/{language}/{section}", mime_type="text/markdown")
async def guide_section(language: str, section: str) -> str:
    """One section of the guide, such as playground://guide/en/lstm; language: en or zh."""
    return await result(lambda: Job(lambda _: manual.section(language, section, equations())))
