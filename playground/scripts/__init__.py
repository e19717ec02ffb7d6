"""code(task, value, network) -> str: a run as a short, complete script, with this package or in plain PyTorch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playground.changes import Changes, read_changes
from playground.explanation import Selection, read_selection
from playground.explanation.selection import in_all_steps
from playground.inspection import one_network, start
from playground.networks import Network
from playground.provider import provided
from playground.run import Run
from playground.scripts.call import call
from playground.scripts.plain import Plain
from playground.scripts.weights import file_of, weights_of
from playground.stages import Stage

__all__ = ["Script", "code", "script"]


@dataclass(frozen=True, eq=False)
class Script:
    """A script, and the file of weights that it reads."""

    text: str
    file: str | None = None  # its name; None where it reads none
    network: Network | None = None  # whose weights the file has; None of a checkpoint, by whose name it goes


def code(
    task: str,
    value: object,
    network: object = None,
    selection: object = None,
    plain: bool = False,
    *,
    architecture: object = None,
    **changes: Any,
) -> str:
    """A script that prints the answer of a run and what is selected in it, with all digits.

    task, value, network and changes as for `inspect`; selection: as for `explain`, where an index that is shorter means
    a whole map, a unit, or all of a layer, and one without "t" all time steps. With `plain` it needs torch and
    safetensors alone: it reads the weights from a file in its folder, which a comment names where it is no checkpoint,
    has the input as numbers, and computes the run by its equations. Raises InputError as `inspect`, and where a layer
    or a module is not known well enough to be written.
    """
    selections = () if selection is None else (read_selection(selection),)
    known, read = one_network(network, architecture), read_changes(changes)
    run = start(task, value, known, read)
    return script(run, tuple(run.stages), value, known, read, selections, plain=plain).text


def script(
    run: Run,
    stages: tuple[Stage, ...],
    value: object,
    network: object,
    changes: Changes,
    selections: Sequence[Selection],
    *,
    plain: bool,
) -> Script:
    """The same of a run that has been made, of this input, network and changes."""
    walk = run.walk(stages)
    if plain:
        weights = weights_of(run.network, changes)
        return Script(Plain(run, walk, selections, weights).text(), weights.file, weights.network)
    asked = _asked(run.task, network)
    text = call(run, value, asked, changes, [(one, in_all_steps(walk, one)) for one in selections])
    return Script(text) if isinstance(asked, str) else Script(text, file_of(asked), asked)


def _asked(task: str, network: object) -> str | Network:
    """A name by which others find the same network, or the network itself."""
    known = network if isinstance(network, Network) else provided(task, network, Changes())
    return known.name if isinstance(network, str) and "digest" in known.facts else known
