"""inspect: the same numbers for the same arguments, each run its own, errors that say what there is."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from typing import Any

import pytest
import torch
from inputs import NETWORKS, ONE, SEVEN, first
from oracle import ORACLES, assert_same_stages, of_task

import playground
from playground import InputError, Trace, checkpoints, inspect
from playground.inspection import start
from playground.models import ARCHITECTURES
from playground.tasks import TASKS


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_drawing_is_recognised(architecture: str) -> None:
    for drawing, label in ((ONE, "1"), (SEVEN, "7")):
        trace = inspect("digits", drawing, architecture)
        assert (trace.task, trace.architecture, trace.prediction) == ("digits", architecture, label)
        assert trace.labels == tuple("0123456789")
        assert trace.probabilities.shape == trace.logits.shape == (10,)
        assert float(trace.probabilities.sum()) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    ("task", "network"), [(t, n) for t, n in NETWORKS if TASKS[t].networks[n].architecture in ORACLES]
)
def test_every_number_is_the_oracles(task: str, network: str) -> None:
    """The committed weights and a real input, not only random ones."""
    value = first(task)
    trace = inspect(task, value, network)
    encoded = TASKS[task].encode(value)
    with torch.inference_mode():
        assert_same_stages(trace.stages, of_task(task, checkpoints.load(task, network), encoded))


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_the_answer_is_read_off_the_output(task: str, network: str) -> None:
    trace = inspect(task, first(task), network)
    assert (trace.task, trace.architecture, trace.labels) == (task, network, TASKS[task].labels)
    if trace.labels:
        assert trace.prediction == trace.labels[int(trace.logits.argmax())]
        assert trace.probabilities.shape == trace.logits.shape == (len(trace.labels),)
        assert float(trace.probabilities.sum()) == pytest.approx(1, abs=1e-6)
    else:
        assert isinstance(trace.prediction, float)
        assert trace.logits.shape == (1,)
        with pytest.raises(ValueError, match=f"{task} has a number for an answer"):
            _ = trace.probabilities


@pytest.mark.parametrize(("task", "network"), NETWORKS)
def test_the_same_arguments_give_the_same_trace(task: str, network: str) -> None:
    before = inspect(task, first(task), network)
    if task == "digits":
        inspect("digits", ONE, network)
    assert_same_stages(inspect(task, first(task), network).stages, before.stages, tolerance=0)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_two_runs_iterated_by_turns_do_not_mix(architecture: str) -> None:
    drawings = (ONE, SEVEN)
    alone = [inspect("digits", drawing, architecture).stages for drawing in drawings]
    runs = [start("digits", drawing, architecture).stages for drawing in drawings]
    by_turns = list(zip_longest(*runs))
    for stages, expected in zip(zip(*by_turns, strict=True), alone, strict=True):
        assert_same_stages(stages, expected, tolerance=0)


def test_threads_do_not_mix() -> None:
    jobs = [(drawing, name) for name in ARCHITECTURES for drawing in (ONE, SEVEN)] * 4
    alone = {id(drawing): inspect("digits", drawing, "lstm").stages for drawing in (ONE, SEVEN)}
    with ThreadPoolExecutor(4) as pool:
        traces = list(pool.map(lambda job: inspect("digits", *job), jobs))
    for (drawing, name), trace in zip(jobs, traces, strict=True):
        assert trace.architecture == name
        if name == "lstm":
            # Not bit by bit: a thread of its own may share out a product among more cores, and add in another order.
            assert_same_stages(trace.stages, alone[id(drawing)])


def test_a_run_works_only_as_far_as_it_is_iterated() -> None:
    run = start("digits", SEVEN, "lstm")
    next(run.stages)
    run.stages.close()
    assert list(run.stages) == []


@pytest.mark.parametrize(
    ("task", "architecture", "message"),
    [
        ("digit", "cnn", "There is no task “digit”. The tasks are: digits"),
        ("names", "cnn", "There is no network “cnn” for this task. Its networks are: rnn, lstm, gru, bigru."),
        ("digits", "transformer", "There is no network “transformer” for this task. Its networks are: fnn, cnn"),
        (None, "cnn", "There is no task “None”"),
        ("digits", ["cnn"], "There is no network"),
        ("digits", "x" * 10_000, "There is no network “" + "x" * 40 + "”"),
        ("digits", "../cnn", "There is no network"),
    ],
)
def test_unknown_names(task: Any, architecture: Any, message: str) -> None:
    with pytest.raises(InputError) as error:
        inspect(task, SEVEN, architecture)
    assert str(error.value).startswith(message)
    assert error.value.message("zh") != str(error.value)


@pytest.mark.parametrize("drawing", [None, {}, [], {"strokes": []}, {"strokes": [[[0.5, 2]]]}, "strokes", 7])
def test_bad_input_is_an_input_error(drawing: object) -> None:
    with pytest.raises(InputError):
        inspect("digits", drawing, "cnn")


def test_registries_name_what_exists() -> None:
    for registry in (TASKS, ARCHITECTURES):
        assert len(list(registry)) == len(registry)
        assert all(name in registry and registry[name] is not None for name in registry)
        assert "nothing" not in registry


def test_the_package_gives_its_names_when_asked() -> None:
    assert (playground.inspect, playground.Trace) == (inspect, Trace)
    with pytest.raises(AttributeError, match="'playground' has no attribute 'explode'"):
        _ = playground.explode


def test_import_from_two_threads_at_once() -> None:
    """In a fresh interpreter, where `inspect` and torch are not yet imported."""
    code = """if True:
        import sys, threading
        import playground
        assert "torch" not in sys.modules
        barrier, found = threading.Barrier(2), []
        def first_use():
            barrier.wait()
            from playground import inspect
            found.append(inspect)
        threads = [threading.Thread(target=first_use) for _ in range(2)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        assert found[0] is found[1] and callable(found[0]), found
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
