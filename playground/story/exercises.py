"""The exercises of the guide: a question at the end of each section, with what the page measures to check an answer.

No answer stands here: `measure` names what is read off the visitor's own run once the prediction is made (of `goal`s:
what the visitor is to reach). Their words are the table `story.tries` of playground/text.
"""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Exercise:
    """A question, and the state (story.STATES) in which the page finds its answer."""

    kind: str  # choice of `options`, number typed in, label of a class, step of the cursor, or goal to be reached
    state: str  # where it begins, and whose run is measured
    measure: str  # guide/measures.js, or what has to be waited for: guide/awaited.js
    options: tuple[str, ...] = ()  # of a choice keys of story.choices, else labels
    given: dict[str, Any] = field(default_factory=dict)  # what the measure is told besides


DIGITS = tuple("0123456789")
SAME = ("same", "other")
LEVELS = ("low", "middle", "high")  # of a largest probability: below 0.3, up to 0.7, above it

# By section of the story.
EXERCISES = {
    "start": Exercise("label", "start", "second", DIGITS),
    "unit": Exercise("choice", "bend", "answer_changes", SAME),
    "layers": Exercise("choice", "half", "answer_changes", SAME),
    "learning": Exercise("choice", "random", "confidence", LEVELS),
    "unknown": Exercise("choice", "heart", "confidence", LEVELS),
    "blind": Exercise("goal", "unmoved", "other_answer", given={"only": ["move"]}),
    "convolution": Exercise("goal", "nine", "answer_is", given={"label": "8", "only": ["off"], "most": 4}),
    "padding": Exercise("number", "borderless", "size", given={"stage": "Convolution:0", "axis": 1}),
    "shapes": Exercise("number", "flatten", "size", given={"stage": "Flatten", "axis": 0}),
    "sequences": Exercise("choice", "backwards", "answer_changes", SAME),
    "rnn": Exercise("step", "name", "settled"),
    "vanishing": Exercise("step", "by_rows", "settled"),
    "lstm": Exercise("goal", "cell", "other_answer", given={"only": ["gates"]}),
    "gates": Exercise("choice", "turn", "most_opened", ("forget", "input", "output")),
    "gru": Exercise("number", "update_0", "largest", given={"stage": "GRUStep:0", "quantity": "hidden"}),
    "conventions": Exercise("number", "one_minus", "one_minus"),
    "counting": Exercise("number", "update", "first_layer", given={"network": "gru", "biases": 2}),
    "compare": Exercise("choice", "lstm", "ratio", ("four_thirds", "three_halves", "two")),
    "both": Exercise("number", "both", "inputs_of_output"),
}


def exercises() -> dict[str, dict[str, Any]]:
    """The exercises by section, as the page reads them."""
    return {section: asdict(exercise) for section, exercise in EXERCISES.items()}
