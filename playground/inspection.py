"""inspect(task, input, network, changes) -> Trace: one input through one network, every value kept."""

from collections.abc import Callable
from typing import Any

from playground.changes import Changes, Learning, read_changes, rearranged
from playground.errors import InputError, quoted
from playground.lesson import learnt, lesson
from playground.provider import provided
from playground.run import Run, run_of
from playground.stages import Trace
from playground.tasks import TASKS


def start(task: str, value: object, network: object = "cnn", changes: object = None) -> Run:
    """Check and encode `value`, and make the network ready. Raises InputError on anything it cannot use.

    network: a name among the task's networks, an nn.Module, or a Network. changes: a dict as changes.read_changes takes
    it, or what that made of one; the steps of learning among them are made here.
    """
    return after_learning(*before_learning(task, value, network, changes))


def before_learning(
    task: str, value: object, network: object = "cnn", changes: object = None
) -> tuple[Run, Learning | None]:
    """The run with all other changes, as `start` makes it, and the steps of learning that are then to be made."""
    read = read_changes(changes)
    return _started(task, TASKS[task].encode, value, network, read), read.learning


def after_learning(run: Run, learning: Learning | None) -> Run:
    """The run by what its network is after the steps of learning, if there are any. Raises InputError as `learnt`."""
    return run if learning is None else run.through(learnt(lesson(run, learning)).network)


def blank(task: str, network: object = "cnn", changes: object = None) -> Run:
    """The run of an input with nothing in it: its stages and their shapes are those of any other of its length.

    network and changes as for `start`; from such an input nothing is learnt. Raises InputError.
    """
    return _started(task, lambda _: TASKS[task].blank(), None, network, read_changes(changes))


def _started(task: str, encode: Callable[[object], Any], value: object, network: object, read: Changes) -> Run:
    known = provided(task, network, read)
    return run_of(task, known, rearranged(TASKS[task], encode(value), read))


def inspect(task: str, value: object, network: object = None, *, architecture: object = None, **changes: Any) -> Trace:
    """All stages of one input. The same arguments give the same trace; nothing is kept between two calls.

    task: a name in TASKS. value: the task's input, for digits {"strokes": [[[x, y], ...], ...], "width": w}.
    network: a name among the task's networks, such as "lstm", any nn.Module that reads such input, or a Network;
    `architecture` is another name of this argument. changes: what is to be different, by the names of changes.Changes,
    such as pooling="average" or gates=[{"gate": "forget", "value": 0}]; recurrent=1.5 multiplies all W_hh; lag=20 is a
    network of the memory tasks that was trained at that lag alone; snapshot=k is the network as it was in its training
    (`curves` says when), with weights of half precision, so that the last one answers nearly as the network does;
    learning={"target": "8", "steps": 3} is what three steps of learning from this very input make of it
    (changes.Learning). Raises InputError, whose text says what is accepted.
    """
    return start(task, value, one_network(network, architecture), changes).trace()


def one_network(network: object, architecture: object) -> object:
    """The network that is asked for under either name; the CNN under none. Raises InputError when they differ."""
    if architecture is None or network is None:
        return architecture if network is None and architecture is not None else "cnn" if network is None else network
    if network is architecture or (isinstance(network, str) and network == architecture):
        return network
    names = [
        getattr(one, "name", None) or (one if isinstance(one, str) else type(one).__name__)
        for one in (network, architecture)
    ]
    raise InputError("two_networks", network=quoted(names[0]), architecture=quoted(names[1]))
