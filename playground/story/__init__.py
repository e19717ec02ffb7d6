"""The story of the five networks: what stands in which order, where its buttons lead, and the figures in it.

Its words are the table `story` of playground/text, its equations ui/components/guide/equations.html. Every figure is
that of a network that is loaded: from the metadata of the checkpoints, or from the CNN itself. Of a network whose
checkpoint is absent or damaged sizes are still known, and its scores are left out.
"""

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from playground.checkpoints import load
from playground.errors import InputError
from playground.exercises import told as sets_told
from playground.facts import known_networks
from playground.models import ARCHITECTURES
from playground.story.figures import BLOCKS, count_row, dense_rows, gated, reach, score_rows, shape_rows, step_rows
from playground.story.lesson_figures import UNKNOWN, lags, moments
from playground.story.paths import paths
from playground.story.states import STATES
from playground.tasks import TASKS
from playground.text import LANGUAGES, table

if TYPE_CHECKING:
    from torch import nn

# The sections, and what stands in each: a paragraph by its name, "!" one that sets something right, "=" an equation or
# a line of PyTorch, "#" a table, ">" a button.
SECTIONS = {
    "start": "a >pixel b >start c",
    "unit": "a =unit >sum b >bend c >unit",
    "layers": "a =layer >half b >next c =softmax >logits d #dense >regression e",
    "learning": "a =loss >random b =step d >watch c >sliders",
    "unknown": "a >heart b c !d e =temperature",
    "blind": "a b >moved c >window",
    "convolution": "a =convolution >patch >small b >kernels >follows c >second",
    "padding": "a =size >border >borderless b >relu c >pooling >mean",
    "shapes": "a #shapes >flatten b !c =conv2 d =conv1 >stride >ten",
    "sequences": "a >backwards b =reach c >far d",
    "rnn": "a =rnn >state b >name c =readout >read d >guess e >rows f #steps g >hello h >relu_rnn",
    "vanishing": "a =gradient b =powers >untrained c d >fade e >by_rows",
    "lstm": "a =cell >added b >forget >write c =cell_gradient d >cell >forget_0 >forget_1 >two_numbers",
    "gates": "a =lstm >sigmoid b >shown c >candidate",
    "gru": "a =gru >mixed b >update >update_0 >update_1 c >reset >reset_0",
    "conventions": "a =update !b >one_minus c =reset !d >bracket",
    "counting": "a =count !b #counts >counted",
    "compare": "a #gated b #scores !c >pen >lstm",
    "both": "a >both b =ends >ends !c",
}


def story() -> dict[str, Any]:
    """All of the story that is not words: its sections, where its buttons lead, its tables and single figures.

    Under "missing" are the networks that cannot be loaded, {"task", "name", "reason": {language: text}}: their scores
    stand in no table, and tasks that lack one of those that are compared have no row.
    """
    known, missing = known_networks()
    counts = [
        count_row(task, name, known[task, name]) for task, name in known if known[task, name]["architecture"] in BLOCKS
    ]
    cnn = _cnn()
    shapes = shape_rows(cnn)
    dense = dense_rows(known["digits", "fnn"]["arguments"])
    first = shapes[1]
    values = dict.fromkeys(_named_in_the_words(missing), UNKNOWN)
    values |= {f"{task}_{name}_{key}": value for (task, name), found in known.items() for key, value in _figures(found)}
    values |= moments("digits", "cnn") | lags()
    values |= {
        "digits_fnn_first": dense[0]["weights"],
        "series_fnn_window": known["series", "fnn"]["arguments"]["input_size"],
        "cnn_kernel": cnn.weighted[0].weight.shape[-1],  # type: ignore[index,union-attr]
        "cnn_maps": first["shape"][0],
        "cnn_flat": str(next(row["shape"][0] for row in shapes if row["stage"] == "flatten")),  # a shape, not an amount
        "cnn_reach": reach(cnn),
    }
    tables = {"dense": dense, "shapes": shapes, "counts": counts, "scores": score_rows(known), "gated": gated(known)}
    tables |= {"steps": step_rows(known["digits", "rnn"]["arguments"])}
    states = {name: asdict(state) for name, state in STATES.items()}
    told = {"sections": SECTIONS, "states": states, "values": values, "tables": tables, "missing": missing}
    return told | {"sets": sets_told(), "paths": paths()}


def _cnn() -> "nn.Module":
    """The CNN for digits; without weights that were trained when there are none, for its shapes are the same."""
    try:
        return load("digits", "cnn")
    except InputError:
        architecture, arguments = TASKS["digits"].networks["cnn"]
        return ARCHITECTURES[architecture](**arguments)


def _named_in_the_words(missing: list[dict[str, Any]]) -> list[str]:
    """The figures of the missing networks that the words of the story quote."""
    words = table(LANGUAGES[0])
    quoted = re.findall(r"\{(\w+)\}", str([words["story"], words["lessons"]]))
    return [name for name in quoted if any(name.startswith(f"{one['task']}_{one['name']}_") for one in missing)]


def _figures(found: dict[str, Any]) -> list[tuple[str, Any]]:
    return [("parameters", found["parameters"]), *found["scores"].items()]
